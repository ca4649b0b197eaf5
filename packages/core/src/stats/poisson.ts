import { chiSquaredQuantile, chiSquaredUpperQuantile } from "./chiSquared.ts"
import { atLeastZero, confidence, real } from "./domain.ts"
import { logGammaTails } from "./incompleteGamma.ts"
import { defaultLevel, type Interval } from "./interval.ts"

const tails = (k: number, mean: number): { readonly lower: number; readonly upper: number } => {
  real("k", k)
  atLeastZero("mean", mean)
  const count = Math.floor(k)
  if (count < 0) return { lower: 0, upper: 1 }
  if (mean === 0) return { lower: 1, upper: 0 }
  const { lower, upper } = logGammaTails(mean, count + 1)
  return { lower: Math.exp(upper), upper: Math.exp(lower) }
}

/**
 * Probability of at most `k` events where `mean` are expected.
 *
 * Source: incomplete gamma function, NIST DLMF 8.4.10.
 *
 * @category Distributions
 * @since 0.2.0
 * @example
 * ```ts
 * import { poissonCdf } from "@touchpoint/core/stats"
 *
 * console.log(poissonCdf(0, 2).toFixed(12)) // 0.135335283237
 * ```
 */
export const poissonCdf = (k: number, mean: number): number => tails(k, mean).lower

/**
 * Probability of more than `k` events where `mean` are expected; keeps its relative accuracy in the far tail.
 *
 * Source: as {@link poissonCdf}.
 *
 * @category Distributions
 * @since 0.2.0
 * @example
 * ```ts
 * import { poissonSf } from "@touchpoint/core/stats"
 *
 * console.log(poissonSf(0, 2).toFixed(12)) // 0.864664716763
 * ```
 */
export const poissonSf = (k: number, mean: number): number => tails(k, mean).upper

/**
 * Exact interval of the expected number of events after `k` of them, per `exposure` (customer-months, clicks): the
 * counts at which `k` or fewer, or `k` or more, would be as unlikely as the level allows. `null` without exposure.
 *
 * Source: Garwood 1936; equal to R's `poisson.test`.
 *
 * @category Counts
 * @since 0.2.0
 * @example
 * ```ts
 * import { garwood } from "@touchpoint/core/stats"
 *
 * console.log(garwood(42, 1000)?.low?.toFixed(10)) // 0.0302699057
 * console.log(garwood(0)?.high?.toFixed(10)) // 3.6888794541
 * ```
 */
export const garwood = (k: number, exposure = 1, level: number = defaultLevel): Interval | null => {
  const alpha = 1 - confidence(level)
  atLeastZero("k", k)
  if (atLeastZero("exposure", exposure) === 0) return null
  const low = k === 0 ? 0 : chiSquaredQuantile(alpha / 2, 2 * k) / 2
  const high = chiSquaredUpperQuantile(alpha / 2, 2 * k + 2) / 2
  return { low: low / exposure, high: high / exposure, level, method: "garwood" }
}
