import { type Interval, newcombe, type SegmentPair, type Successes, standardised } from "../../stats/index.ts"

/** What two groups would have were their strata as large as in both together. @category reversal @since 0.2.0 */
export interface Standardised {
  readonly first: number
  readonly second: number
  readonly difference: number
  readonly interval: Interval | null
  /** Share of all customers that are in strata which have both groups; the others are in no adjusted number. */
  readonly covered: number
}

/**
 * Direct standardisation to the strata of both groups together, over strata that both have; `null` where there are none.
 * The interval adds up the distances to the limits of each stratum's own difference, squared.
 *
 * Source: Armitage, Berry & Matthews 2002, section 19.4; Newcombe 1998 in each stratum, Zou & Donner 2008 for their sum.
 */
export const standardise = (strata: ReadonlyArray<SegmentPair>, level: number): Standardised | null => {
  const both = strata.filter(({ first, second }) => first.n > 0 && second.n > 0)
  const sizes = both.map(({ first, second }) => first.n + second.n)
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const of = (side: keyof SegmentPair) =>
    standardised(
      both.map((pair): Successes => pair[side]),
      sizes,
    )
  const [first, second] = [of("first"), of("second")]
  if (first === null || second === null) return null
  let [down, up] = [0, 0]
  for (const [i, pair] of both.entries()) {
    const weight = (sizes[i] ?? 0) / total
    const own = pair.first.x / pair.first.n - pair.second.x / pair.second.n
    const { high = null, low = null } = newcombe(pair.first, pair.second, level) ?? {}
    down = Math.hypot(down, weight * (own - (low ?? -1)))
    up = Math.hypot(up, weight * ((high ?? 1) - own))
  }
  const difference = first - second
  const interval = {
    low: Math.max(-1, difference - down),
    high: Math.min(1, difference + up),
    level,
    method: "standardised-newcombe",
  }
  const all = strata.reduce((sum, pair) => sum + pair.first.n + pair.second.n, 0)
  return { first, second, difference, interval, covered: total / all }
}
