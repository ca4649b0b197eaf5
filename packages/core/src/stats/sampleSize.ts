import { isLevel, isPositive, isShare } from "./domain.ts"
import { defaultLevel } from "./interval.ts"
import { normalQuantile } from "./normal.ts"

/** Smallest whole n >= 1 with base^n <= limit; rounding of the limit does not cost a unit. */
const powersUntil = (base: number, limit: number): number =>
  Math.max(1, Math.ceil((Math.log(limit) / Math.log(base)) * (1 - 1e-13)))

/**
 * How many cases must pass without a single failure to prove, with confidence `level`, that at least the share `share`
 * passes. `null` for a share of 0 or 1, or none at all: no sample proves certainty.
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
export const zeroFailureSampleSize = (share: number, level: number = defaultLevel): number | null =>
  isLevel(share) && isLevel(level) ? powersUntil(share, 1 - level) : null

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
 * Answers needed to know a net score to within `margin` points. `null` for a plan that cannot be.
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
export const netScoreSampleSize = (
  { margin, variance = 1 }: NetScorePlan,
  level: number = defaultLevel,
): number | null => {
  if (!isLevel(level) || !isShare(variance) || !isPositive(margin)) return null
  const size = variance * ((100 * normalQuantile((1 + level) / 2)) / margin) ** 2
  return Number.isFinite(size) ? Math.max(1, Math.ceil(size)) : null
}

/**
 * Smallest sample whose order statistics bound the `q` quantile on both sides with confidence `level`, whatever the
 * distribution. With fewer values one side of its interval is open. `null` for the quantiles 0 and 1, which no sample
 * bounds.
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
export const quantileSampleSize = (q: number, level: number = defaultLevel): number | null =>
  isLevel(q) && isLevel(level) ? powersUntil(Math.max(q, 1 - q), (1 - level) / 2) : null
