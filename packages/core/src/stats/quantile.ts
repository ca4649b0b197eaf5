import { binomialCdf } from "./binomial.ts"
import { atLeastZero, confidence, probability } from "./domain.ts"
import { defaultLevel } from "./interval.ts"

/**
 * Places of a quantile among `n` sorted values, counted from 1: its own and those of its interval. An end beyond the
 * values is `null`: nothing bounds the quantile there.
 *
 * @category Quantiles
 * @since 0.2.0
 */
export interface QuantileRanks {
  readonly rank: number
  readonly low: number | null
  readonly high: number | null
  /** Chance that the interval between the two ranks holds the quantile, whatever the distribution. */
  readonly coverage: number
}

/** Smallest k with P(X <= k) >= p. */
const binomialQuantile = (p: number, n: number, share: number): number => {
  let [low, high] = [0, n]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (binomialCdf(middle, n, share) >= p) high = middle
    else low = middle + 1
  }
  return low
}

/**
 * Where the nearest-rank quantile of `n` values lies, and between which ranks it is whatever the distribution of the
 * values. `null` for `n = 0`.
 *
 * Source: type 1 of Hyndman & Fan 1996; distribution-free interval, Conover 1999, section 3.2.
 *
 * @category Quantiles
 * @since 0.2.0
 * @example
 * ```ts
 * import { quantileRanks } from "@touchpoint/core/stats"
 *
 * const { rank, low, high } = quantileRanks(20, 0.9) ?? {}
 * console.log(rank, low, high) // 18 15 null
 * ```
 */
export const quantileRanks = (n: number, q: number, level: number = defaultLevel): QuantileRanks | null => {
  const alpha = 1 - confidence(level)
  atLeastZero("n", n)
  probability("q", q)
  if (n === 0) return null
  const low = binomialQuantile(alpha / 2, n, q)
  const high = binomialQuantile(1 - alpha / 2, n, q) + 1
  const coverage = (high > n ? 1 : binomialCdf(high - 1, n, q)) - (low === 0 ? 0 : binomialCdf(low - 1, n, q))
  return {
    // 0.9 * 20 is 18 in decimals and a little more in doubles.
    rank: Math.max(1, Math.ceil(q * n - 1e-9)),
    low: low === 0 ? null : low,
    high: high > n ? null : high,
    coverage,
  }
}
