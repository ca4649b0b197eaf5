import { betaQuantile, betaUpperQuantile } from "./beta.ts"
import { between, held, isLevel, isPaired, isPositive, successes } from "./domain.ts"
import { defaultLevel, type Interval } from "./interval.ts"
import { normalQuantile } from "./normal.ts"
import type { PairedSample } from "./summaries.ts"

/** Wilson limits for p <= 1/2; the lower one by the product of the roots, without cancellation. */
const scoreLimits = (p: number, n: number, z: number): readonly [number, number] => {
  const shrink = 1 + (z * z) / n
  const centre = (p + (z * z) / (2 * n)) / shrink
  const half = (z / shrink) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))
  const high = centre + half
  return [(p * p) / (shrink * high), high]
}

/**
 * Wilson score interval of a share, the default for every proportion.
 *
 * `x` successes out of `n`, both real: for weighted or clustered data pass `p * nEffective` and `nEffective`. The ends
 * are fractions between 0 and 1. `null` for `n = 0`.
 *
 * Source: Wilson 1927; recommended by Brown, Cai & DasGupta 2001.
 *
 * @category Proportions
 * @since 0.1.0
 * @example
 * ```ts
 * import { wilson } from "@touchpoint/core/stats"
 *
 * const interval = wilson(81, 263)
 * console.log(interval?.low?.toFixed(10)) // 0.2552885199
 * console.log(interval?.high?.toFixed(10)) // 0.3662095770
 * ```
 */
export const wilson = (x: number, n: number, level: number = defaultLevel): Interval | null => {
  const counts = successes({ x, n })
  if (!isLevel(level) || counts === null) return null
  const z = normalQuantile((1 + level) / 2)
  // No number without trials, and then neither are the ends.
  const p = counts.x / n
  const method = "wilson"
  if (p <= 0.5) {
    const [low, high] = scoreLimits(p, n, z)
    return between(low, Math.min(1, high), level, method)
  }
  const [low, high] = scoreLimits((n - counts.x) / n, n, z)
  return between(Math.max(0, 1 - high), 1 - low, level, method)
}

/**
 * Jeffreys interval of a share: quantiles of `Beta(x + 1/2, n - x + 1/2)`, with 0 below no success and 1 above no
 * failure. `x` and `n` may be real. `null` for `n = 0`.
 *
 * Source: Brown, Cai & DasGupta 2001, section 4.1.2.
 *
 * @category Proportions
 * @since 0.1.0
 * @example
 * ```ts
 * import { jeffreys } from "@touchpoint/core/stats"
 *
 * console.log(jeffreys(0, 20)?.high?.toFixed(10)) // 0.1166389829
 * ```
 */
export const jeffreys = (x: number, n: number, level: number = defaultLevel): Interval | null => {
  const counts = successes({ x, n })
  if (!isLevel(level) || counts === null || n === 0) return null
  const tail = (1 - level) / 2
  const shapes = [counts.x + 0.5, n - counts.x + 0.5] as const
  const low = counts.x === 0 ? 0 : betaQuantile(tail, ...shapes)
  const high = counts.x === n ? 1 : betaUpperQuantile(tail, ...shapes)
  return { low, high, level, method: "jeffreys" }
}

/** A weighted count below this is none: its beta quantile is below any double. */
const leastCount = 1e-9

const exactLow = (x: number, n: number, tail: number): number => (x < leastCount ? 0 : betaQuantile(tail, x, n - x + 1))
const exactHigh = (x: number, n: number, tail: number): number =>
  n - x < leastCount ? 1 : betaUpperQuantile(tail, x + 1, n - x)

/**
 * Clopper-Pearson ("exact") interval of a share: never covers less than `level`, hence wide; for guarantees and audits.
 * `null` for `n = 0`.
 *
 * Source: Clopper & Pearson 1934, through beta quantiles.
 *
 * @category Proportions
 * @since 0.1.0
 * @example
 * ```ts
 * import { clopperPearson } from "@touchpoint/core/stats"
 *
 * console.log(clopperPearson(94, 100)?.low?.toFixed(10)) // 0.8739700654
 * ```
 */
export const clopperPearson = (x: number, n: number, level: number = defaultLevel): Interval | null => {
  const counts = successes({ x, n })
  if (!isLevel(level) || counts === null || n === 0) return null
  const tail = (1 - level) / 2
  const [low, high] = [exactLow(counts.x, n, tail), exactHigh(counts.x, n, tail)]
  return { low, high, level, method: "clopper-pearson" }
}

/**
 * One-sided Clopper-Pearson limit: with confidence `level` the share is at least `low`; the other side is open. Proves
 * statements such as "at least 97 % kept". `null` for `n = 0`.
 *
 * Source: Clopper & Pearson 1934.
 *
 * @category Proportions
 * @since 0.1.0
 * @example
 * ```ts
 * import { clopperPearsonLower } from "@touchpoint/core/stats"
 *
 * console.log(clopperPearsonLower(94, 100)?.low?.toFixed(10)) // 0.8850147444
 * ```
 */
export const clopperPearsonLower = (x: number, n: number, level: number = defaultLevel): Interval | null => {
  const counts = successes({ x, n })
  if (!isLevel(level) || counts === null || n === 0) return null
  return { low: exactLow(counts.x, n, 1 - level), high: null, level, method: "clopper-pearson-lower" }
}

/**
 * One-sided Clopper-Pearson limit: with confidence `level` the share is at most `high`; the other side is open. With
 * `x = 0` it is the exact form of the "rule of three" (3 / n). `null` for `n = 0`.
 *
 * Source: Clopper & Pearson 1934.
 *
 * @category Proportions
 * @since 0.1.0
 * @example
 * ```ts
 * import { clopperPearsonUpper } from "@touchpoint/core/stats"
 *
 * console.log(clopperPearsonUpper(0, 100)?.high?.toFixed(10)) // 0.0295130496
 * ```
 */
export const clopperPearsonUpper = (x: number, n: number, level: number = defaultLevel): Interval | null => {
  const counts = successes({ x, n })
  if (!isLevel(level) || counts === null || n === 0) return null
  return { low: null, high: exactHigh(counts.x, n, 1 - level), level, method: "clopper-pearson-upper" }
}

/**
 * Kish's effective size of a weighted sample, `(sum w)^2 / sum w^2`: how many equally weighted answers tell as much.
 * `null` where all weights are zero.
 *
 * Source: Kish 1965. The weighted share with {@link wilson} at this size:
 *
 * @category Proportions
 * @since 0.1.0
 * @example
 * ```ts
 * import { effectiveSize, wilson } from "@touchpoint/core/stats"
 *
 * const n = effectiveSize({ sumW: 10, sumW2: 20 }) ?? 0
 * console.log(n) // 5
 * console.log(wilson(0.7 * n, n)?.low?.toFixed(10)) // 0.2987910541
 * ```
 */
export const effectiveSize = ({ sumW, sumW2 }: { readonly sumW: number; readonly sumW2: number }): number | null => {
  const size = (sumW * sumW) / sumW2
  return sumW > 0 && isPositive(size) ? size : null
}

/**
 * A share whose trials come in clusters (sessions of customers, visits of shops).
 *
 * @category Proportions
 * @since 0.1.0
 */
export interface ClusteredProportion {
  /** The share, successes over trials. */
  readonly p: number
  /** Standard error between clusters; `null` with fewer than two clusters. */
  readonly se: number | null
  /** Design effect: variance relative to independent trials; `null` where that variance is zero or `se` unknown. */
  readonly deff: number | null
  /** Trials worth of information, at most the trials there are; `null` where `se` is. */
  readonly nEffective: number | null
  /** Wilson interval at `nEffective`. */
  readonly interval: Interval | null
}

/**
 * A share with the standard error of its clusters.
 *
 * Per cluster `x` successes out of `y` trials, given as their cross-products. `se^2 = n/(n-1) (Mxx - 2p Cxy + p^2 Myy) /
 * (sum y)^2`; `deff = se^2 / (p(1-p)/sum y)`; `nEffective = sum y / max(1, deff)`. At `p = 0` or `1` nothing shows how
 * alike a cluster is: `deff` is `null` and all trials count. `null` where there are no trials.
 *
 * Source: linearised ratio estimator as R's `survey::svyratio`; Wilson interval at the effective size as Korn & Graubard
 * 1998.
 *
 * @category Proportions
 * @since 0.1.0
 * @example
 * ```ts
 * import { clusteredProportion } from "@touchpoint/core/stats"
 *
 * // 10 customers with 10 sessions each; 6, 0, 1, 0, 5, 0, 0, 7, 1, 0 of them converted
 * const share = clusteredProportion({ n: 10, meanX: 2, meanY: 10, mxx: 72, myy: 0, cxy: 0 })
 * console.log(share?.se?.toFixed(10)) // 0.0894427191
 * console.log(share?.nEffective?.toFixed(6)) // 20.000000
 * ```
 */
export const clusteredProportion = (
  clusters: PairedSample,
  level: number = defaultLevel,
): ClusteredProportion | null => {
  if (!isLevel(level) || !isPaired(clusters)) return null
  const { cxy, meanX, meanY, mxx, myy, n } = clusters
  const trials = n * meanY
  const counts = successes({ x: n * meanX, n: trials })
  if (counts === null || trials === 0) return null
  const { x } = counts
  const p = x / trials
  if (n < 2) return { p, se: null, deff: null, nEffective: null, interval: null }
  const se = Math.sqrt((n / (n - 1)) * Math.max(0, mxx - 2 * p * cxy + p * p * myy)) / trials
  const independent = (p * (1 - p)) / trials
  const deff = independent === 0 ? null : (se * se) / independent
  const nEffective = trials / Math.max(1, deff ?? 1)
  return held({ p, se, deff, nEffective, interval: wilson(p * nEffective, nEffective, level) })
}
