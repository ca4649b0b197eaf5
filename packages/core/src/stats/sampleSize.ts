import { confidence, positive } from "./domain.ts"
import { defaultLevel } from "./interval.ts"
import { normalQuantile } from "./normal.ts"

/** Smallest whole n >= 1 with base^n <= limit; rounding of the limit does not cost a unit. */
const powersUntil = (base: number, limit: number): number =>
  Math.max(1, Math.ceil((Math.log(limit) / Math.log(base)) * (1 - 1e-13)))

const open = (what: string, value: number): number => {
  if (!(value > 0 && value < 1)) throw new RangeError(`${what} must be between 0 and 1, both excluded, got ${value}`)
  return value
}

/**
 * How many cases must pass without a single failure to prove, with confidence `level`, that at least the share `share`
 * passes.
 *
 * Source: `share^n <= 1 - level`, the exact binomial bound with no failure.
 *
 * @category Sample sizes
 * @since 0.1.0
 * @example
 * ```ts
 * import { zeroFailureSampleSize } from "@touchpoint/core/stats"
 *
 * console.log(zeroFailureSampleSize(0.97)) // 99
 * ```
 */
export const zeroFailureSampleSize = (share: number, level: number = defaultLevel): number =>
  powersUntil(open("share", share), 1 - confidence(level))

/**
 * What {@link netScoreSampleSize} plans for.
 *
 * @category Sample sizes
 * @since 0.1.0
 */
export interface NetScorePlan {
  /** Half width of the interval, points. */
  readonly margin: number
  /** Variance of one answer, `p + d - (p - d)^2`; 1, the largest possible, where nothing is known. */
  readonly variance?: number
}

/**
 * Answers needed to know a net score to within `margin` points.
 *
 * Source: `variance * (100 z / margin)^2`, rounded up.
 *
 * @category Sample sizes
 * @since 0.1.0
 * @example
 * ```ts
 * import { netScoreSampleSize } from "@touchpoint/core/stats"
 *
 * console.log(netScoreSampleSize({ margin: 5, variance: 0.65 })) // 999
 * console.log(netScoreSampleSize({ margin: 10 })) // 385
 * ```
 */
export const netScoreSampleSize = ({ margin, variance = 1 }: NetScorePlan, level: number = defaultLevel): number => {
  const z = normalQuantile((1 + confidence(level)) / 2)
  if (!(variance >= 0 && variance <= 1)) throw new RangeError(`variance must be between 0 and 1, got ${variance}`)
  return Math.max(1, Math.ceil(variance * ((100 * z) / positive("margin", margin)) ** 2))
}

/**
 * Smallest sample whose order statistics bound the `q` quantile on both sides with confidence `level`, whatever the
 * distribution. With fewer values one side of its interval is open.
 *
 * Source: the binomial ranks of the distribution-free interval: `(1 - q)^n` and `q^n` both at most `(1 - level) / 2`.
 *
 * @category Sample sizes
 * @since 0.1.0
 * @example
 * ```ts
 * import { quantileSampleSize } from "@touchpoint/core/stats"
 *
 * console.log(quantileSampleSize(0.9)) // 36
 * ```
 */
export const quantileSampleSize = (q: number, level: number = defaultLevel): number =>
  powersUntil(Math.max(open("q", q), 1 - q), (1 - confidence(level)) / 2)
