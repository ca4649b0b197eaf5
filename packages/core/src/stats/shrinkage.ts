import { held, isPositive, isShare, successes } from "./domain.ts"
import type { Successes } from "./summaries.ts"

/**
 * Means pulled towards their grand mean by as much as their noise calls for: what should be compared before a worst or
 * best is named.
 *
 * @category Shrinkage
 * @since 0.2.0
 */
export interface Shrunken {
  readonly grand: number
  /** How much of a mean's distance from the grand mean is kept, 0 … 1. */
  readonly factor: number
  readonly means: ReadonlyArray<number>
}

/**
 * James–Stein estimates of means of one known variance. `null` for fewer than four means, where shrinking does not
 * pay.
 *
 * Source: Efron & Morris 1975, with the grand mean estimated and hence k − 3.
 *
 * @category Shrinkage
 * @since 0.2.0
 * @example
 * ```ts
 * import { jamesStein } from "@touchpoint/core/stats"
 *
 * console.log(jamesStein([1, 2, 3, 4, 5], 1)?.factor) // 0.8
 * ```
 */
export const jamesStein = (means: ReadonlyArray<number>, variance: number): Shrunken | null => {
  if (means.length < 4 || !(variance >= 0)) return null
  const grand = means.reduce((sum, mean) => sum + mean, 0) / means.length
  const spread = means.reduce((sum, mean) => sum + (mean - grand) ** 2, 0)
  const factor = spread === 0 ? 0 : Math.max(0, 1 - ((means.length - 3) * variance) / spread)
  return held({ grand, factor, means: means.map((mean) => grand + factor * (mean - grand)) })
}

/**
 * A share pulled towards a prior share that is worth `size` trials: the mean of its beta posterior. `null` for counts or
 * a prior that cannot be.
 *
 * Source: beta-binomial model, Gelman et al. 2013, section 2.4.
 *
 * @category Shrinkage
 * @since 0.2.0
 * @example
 * ```ts
 * import { shrunkenShare } from "@touchpoint/core/stats"
 *
 * console.log(shrunkenShare({ x: 3, n: 10 }, { share: 0.8, size: 10 })?.toFixed(2)) // 0.55
 * ```
 */
export const shrunkenShare = (
  found: Successes,
  { share, size }: { readonly share: number; readonly size: number },
): number | null => {
  const counts = successes(found)
  if (counts === null || !isShare(share) || !isPositive(size)) return null
  return (counts.x + size * share) / (counts.n + size)
}

/**
 * The prior that the shares of several groups suggest: their pooled share, and how many trials it is worth for a group
 * of its own. `null` where there are fewer than two groups or they differ no more than chance makes them.
 *
 * Source: method of moments for the beta-binomial, Kleinman 1973.
 *
 * @category Shrinkage
 * @since 0.2.0
 * @example
 * ```ts
 * import { priorOfShares } from "@touchpoint/core/stats"
 *
 * const prior = priorOfShares([{ x: 10, n: 100 }, { x: 50, n: 100 }, { x: 90, n: 100 }])
 * console.log(prior?.share.toFixed(2)) // 0.50
 * ```
 */
export const priorOfShares = (
  groups: ReadonlyArray<Successes>,
): { readonly share: number; readonly size: number } | null => {
  const whole = groups.map(successes)
  const found = whole.flatMap((counts) => (counts === null || counts.n === 0 ? [] : [counts]))
  const k = found.length
  if (k < 2 || whole.includes(null)) return null
  const trials = found.reduce((sum, { n }) => sum + n, 0)
  const share = found.reduce((sum, { x }) => sum + x, 0) / trials
  const squares = found.reduce((sum, { n, x }) => sum + n * (x / n - share) ** 2, 0)
  const noise = share * (1 - share)
  // E squares = noise * ((k - 1) + rho * (trials - sum n^2 / trials - (k - 1)))
  const room = trials - found.reduce((sum, { n }) => sum + n * n, 0) / trials - (k - 1)
  const rho = noise === 0 || room <= 0 ? 0 : (squares / noise - (k - 1)) / room
  return rho <= 0 ? null : { share, size: Math.max(1e-6, 1 / Math.min(1, rho) - 1) }
}
