import { held, isLevel } from "./domain.ts"
import { defaultLevel, type Interval } from "./interval.ts"
import { studentTQuantile } from "./studentT.ts"

/**
 * The spread of a number over leave-one-bucket-out values.
 *
 * @category Jackknife
 * @since 0.2.0
 */
export interface Jackknife {
  readonly se: number
  readonly df: number
  readonly interval: Interval
}

/**
 * Delete-a-group jackknife: standard error and interval of any number from its values with each bucket of customers
 * left out in turn. `null` with fewer than two buckets, or where the number is missing in one of them.
 *
 * Source: Shao & Wu 1989.
 *
 * @category Jackknife
 * @since 0.2.0
 * @example
 * ```ts
 * import { jackknife } from "@touchpoint/core/stats"
 *
 * // revenue over orders of five buckets, each left out in turn
 * const spread = jackknife(66.25, [940 / 14, 715 / 11, 920 / 13, 850 / 13, 815 / 13])
 * console.log(spread?.se.toFixed(9)) // 5.379634386
 * ```
 */
export const jackknife = (
  value: number,
  leftOut: ReadonlyArray<number>,
  level: number = defaultLevel,
): Jackknife | null => {
  const groups = leftOut.length
  if (!isLevel(level) || groups < 2) return null
  const mean = leftOut.reduce((sum, x) => sum + x, 0) / groups
  const squares = leftOut.reduce((sum, x) => sum + (x - mean) ** 2, 0)
  const se = Math.sqrt(((groups - 1) / groups) * squares)
  const df = groups - 1
  const half = studentTQuantile((1 + level) / 2, df) * se
  return held({ se, df, interval: { low: value - half, high: value + half, level, method: "jackknife" } })
}
