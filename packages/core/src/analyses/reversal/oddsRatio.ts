import { type Estimate, mantelHaenszel, normalQuantile, type SegmentPair } from "../../stats/index.ts"

/**
 * The odds ratio of two groups with the strata held fixed, and its interval. `null` where no stratum tells them apart; no
 * interval where a side has none at all.
 *
 * Source: Mantel & Haenszel 1959; variance of Robins, Breslow & Greenland 1986, as R's `mantelhaen.test`.
 */
export const pooledOddsRatio = (strata: ReadonlyArray<SegmentPair>, level: number): Estimate | null => {
  const value = mantelHaenszel(strata)
  if (value === null) return null
  let [r, s, pr, ps, qs] = [0, 0, 0, 0, 0]
  for (const { first, second } of strata) {
    const n = first.n + second.n
    if (n === 0) continue
    // a b / c d: successes and failures of the first over those of the second.
    const [a, b, c, d] = [first.x, first.n - first.x, second.x, second.n - second.x]
    const [p, q, own, other] = [(a + d) / n, (b + c) / n, (a * d) / n, (b * c) / n]
    r += own
    s += other
    pr += p * own
    ps += p * other + q * own
    qs += q * other
  }
  const variance = pr / (2 * r * r) + ps / (2 * r * s) + qs / (2 * s * s)
  const spread = Math.exp(normalQuantile((1 + level) / 2) * Math.sqrt(variance))
  const interval = { low: value / spread, high: value * spread, level, method: "robins-breslow-greenland" }
  return { value, interval: value > 0 && [interval.low, interval.high].every(Number.isFinite) ? interval : null }
}
