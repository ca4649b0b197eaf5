import { binomialCdf, binomialQuantile } from "./binomial.ts"
import { held, isCount, isLevel, isShare } from "./domain.ts"
import { defaultLevel, type Interval } from "./interval.ts"

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

/**
 * Where the nearest-rank quantile of `n` values lies, and between which ranks it is whatever the distribution of the
 * values. `null` without values, or for what is no quantile.
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
  if (!isLevel(level) || !isCount(n) || !isShare(q) || n < 1) return null
  const alpha = 1 - level
  const low = binomialQuantile(alpha / 2, n, q)
  const high = binomialQuantile(1 - alpha / 2, n, q) + 1
  const coverage = (high > n ? 1 : binomialCdf(high - 1, n, q)) - binomialCdf(low - 1, n, q)
  return {
    // 0.9 * 20 is 18 in decimals and a little more in doubles.
    rank: Math.max(1, Math.ceil(q * n - 1e-9)),
    low: low === 0 ? null : low,
    high: high > n ? null : high,
    coverage,
  }
}

/**
 * A quantile with its interval.
 *
 * @category Quantiles
 * @since 0.2.0
 */
export interface RankedQuantile {
  readonly value: number
  /** A side beyond the values is open. */
  readonly interval: Interval
}

/**
 * The nearest-rank quantile of `n` values and its distribution-free interval, from the values by rank (1 is the
 * smallest): no distribution is supposed. `null` without values.
 *
 * Source: as {@link quantileRanks}.
 *
 * @category Quantiles
 * @since 0.2.0
 * @example
 * ```ts
 * import { rankedQuantile } from "@touchpoint/core/stats"
 *
 * const minutes = [2, 3, 3, 4, 5, 6, 7, 8, 9, 11, 12, 14, 15, 18, 22, 27, 35, 48, 75, 180]
 * const median = rankedQuantile((rank) => minutes[rank - 1] ?? NaN, minutes.length, 0.5)
 * console.log(median?.value, median?.interval.low, median?.interval.high) // 11 6 22
 * ```
 */
export const rankedQuantile = (
  valueAt: (rank: number) => number,
  n: number,
  q: number,
  level: number = defaultLevel,
): RankedQuantile | null => {
  const ranks = quantileRanks(n, q, level)
  if (ranks === null) return null
  const at = (rank: number | null): number | null => (rank === null ? null : valueAt(rank))
  const interval = { low: at(ranks.low), high: at(ranks.high), level, method: "order-statistics" }
  return held({ value: valueAt(ranks.rank), interval })
}
