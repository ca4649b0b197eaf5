import { chiSquaredQuantile, chiSquaredUpperQuantile } from "./chiSquared.ts"
import { atLeastZero, between, isCount, isLevel, isPositive, probability, real } from "./domain.ts"
import { logGammaTails } from "./incompleteGamma.ts"
import { defaultLevel, type Interval } from "./interval.ts"

const tails = (k: number, mean: number): { readonly lower: number; readonly upper: number } => {
  real("k", k)
  atLeastZero("mean", mean)
  const count = Math.floor(k)
  if (count < 0) return { lower: 0, upper: 1 }
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

/** Smallest whole k for which `holds`, which stays true once it is; looked for from the mean on outwards. */
const first = (mean: number, holds: (k: number) => boolean): number => {
  let [low, high] = [0, Math.ceil(mean) + 1]
  for (let step = Math.ceil(Math.sqrt(mean)) + 1; !holds(high); step *= 2) [low, high] = [high + 1, high + step]
  while (low < high) {
    const middle = low + Math.floor((high - low) / 2)
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}

/**
 * Smallest number of events that is not exceeded with probability `tail` where `mean` are expected; `Infinity` at 1.
 *
 * Source: bisection on {@link poissonCdf}.
 *
 * @category Distributions
 * @since 0.2.0
 * @example
 * ```ts
 * import { poissonQuantile } from "@touchpoint/core/stats"
 *
 * console.log(poissonQuantile(0.975, 10)) // 17
 * ```
 */
export const poissonQuantile = (tail: number, mean: number): number => {
  probability("tail", tail)
  if (atLeastZero("mean", mean) === 0) return 0
  return tail === 1 ? Infinity : first(mean, (k) => poissonCdf(k, mean) >= tail)
}

/**
 * Smallest number of events that is exceeded with at most probability `tail` where `mean` are expected; for tails too
 * thin for `poissonQuantile(1 - tail, mean)`.
 *
 * Source: bisection on {@link poissonSf}.
 *
 * @category Distributions
 * @since 0.2.0
 * @example
 * ```ts
 * import { poissonUpperQuantile } from "@touchpoint/core/stats"
 *
 * console.log(poissonUpperQuantile(1e-20, 1)) // 20
 * ```
 */
export const poissonUpperQuantile = (tail: number, mean: number): number => {
  probability("tail", tail)
  if (atLeastZero("mean", mean) === 0) return 0
  return tail === 0 ? Infinity : first(mean, (k) => poissonSf(k, mean) <= tail)
}

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
  if (!isLevel(level) || !isCount(k) || !isPositive(exposure)) return null
  const alpha = 1 - level
  const low = k === 0 ? 0 : chiSquaredQuantile(alpha / 2, 2 * k) / 2
  const high = chiSquaredUpperQuantile(alpha / 2, 2 * k + 2) / 2
  return between(low / exposure, high / exposure, level, "garwood")
}
