/**
 * A confidence interval.
 *
 * `null` is an open side: nothing bounds the quantity there (a one-sided limit, a ratio with an unbounded side). The
 * ends are in the unit of the quantity they bound.
 *
 * @category Intervals
 * @since 0.1.0
 */
export interface Interval {
  readonly low: number | null
  readonly high: number | null
  /** Confidence level, `0 < level < 1`. */
  readonly level: number
  /** Id of the formula, such as `wilson` or `welch`. */
  readonly method: string
}

/**
 * The confidence level used where none is given.
 *
 * @category Intervals
 * @since 0.1.0
 * @example
 * ```ts
 * import { defaultLevel } from "@touchpoint/core/stats"
 *
 * console.log(defaultLevel) // 0.95
 * ```
 */
export const defaultLevel = 0.95

/**
 * An estimate with its interval.
 *
 * @category Intervals
 * @since 0.1.0
 */
export interface Estimate {
  readonly value: number
  readonly interval: Interval | null
}
