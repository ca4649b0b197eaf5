import {
  type Belief,
  chiSquaredSf,
  lowestProbabilities,
  normalQuantile,
  percentileRank,
  priorOfShares,
  shrunkenNumbers,
  shrunkenShare,
  type Successes,
} from "../stats/index.ts"
import { type Caveat, caveat } from "./Caveat.ts"
import type { Measurement } from "./Measurement.ts"

/** A group in its place among others. @category ranking @since 0.2.0 */
export interface RankedGroup {
  readonly measurement: Measurement
  /** 1 is the worst; all are 1 where the groups do not differ. */
  readonly rank: number
  /** The value pulled towards the common one by as much as its noise calls for: what ranks. */
  readonly shrunken: number
  /** How probable it is that it is among the `within` worst; `null` where the groups do not differ. */
  readonly probability: number | null
  /** Standard errors between its value and the common one, as a funnel plot has them. */
  readonly z: number
  /** Share of the groups with a lower value, half of those equal, 0 … 100; `null` with fewer than five. */
  readonly percentile: number | null
}

/** Groups from the worst to the best. @category ranking @since 0.2.0 */
export interface Ranking {
  readonly ranked: ReadonlyArray<RankedGroup>
  /** Groups that are no part of it, each with its caveats: too small, partial, withheld, without an interval, defined otherwise. */
  readonly apart: ReadonlyArray<Measurement>
  /** The number all groups are pulled towards. */
  readonly common: number | null
  /** Whether the groups differ more than chance alone makes them, by any amount. Where not, nobody is worst. */
  readonly differ: boolean
  /** The p-value of all groups having one number: Pearson's χ² of shares, Cochran's Q of others. `null` with fewer than two. */
  readonly p: number | null
}

/** How groups are ranked. @category ranking @since 0.2.0 */
export interface RankingOptions {
  /** Which direction of the number is good. */
  readonly better: "higher" | "lower"
  /** How many count as the worst, for their probability; 1 where left out. */
  readonly within?: number
  /** A share known from elsewhere, worth `size` observations, towards which shares are pulled instead of their own. */
  readonly prior?: { readonly share: number; readonly size: number }
}

/** Not enough of it to be ranked. */
const UNFIT: ReadonlySet<string> = new Set([
  "insufficient",
  "zero-denominator",
  "partial-period",
  "definition-mismatch",
])

/**
 * Ranks groups of one number, the worst first, after shrinkage: small groups have the extreme values, and a list of the
 * raw ones is a list of the smallest. Shares are pulled towards their common share (beta-binomial), other numbers
 * towards their common mean by the width of their intervals (empirical Bayes; James–Stein where these are alike).
 *
 * **Details**
 *
 * Groups below the policy's least size stand apart, as do those without a value or interval, of a partial period, or of
 * another definition than the first. The probability of a rank comes from draws that are the same in every run.
 *
 * **Gotchas**
 *
 * The worst of today will look better next time by itself: compare it then with `shrunken`, not with its value. Give
 * groups of one period, and groups that are of one kind; steps of a funnel are not.
 *
 * **Example** (The worst is not the lowest)
 *
 * ```ts norun
 * import { type Measurement, rankMeasurements } from "@touchpoint/core/metrics"
 *
 * declare const byTouchpoint: ReadonlyArray<Measurement>
 * const { apart, differ, ranked } = rankMeasurements(byTouchpoint, { better: "higher" })
 * ```
 *
 * @category ranking
 * @since 0.2.0
 */
export const rankMeasurements = (
  measurements: ReadonlyArray<Measurement>,
  { better, prior, within = 1 }: RankingOptions,
): Ranking => {
  const [first] = measurements
  const told = measurements.map((m) =>
    first === undefined || m.definition === first.definition ? m : withCaveat(m, caveat("definition-mismatch")),
  )
  const shares = first?.unit.kind === "proportion"
  const fit = told.flatMap((m) => {
    const group = groupOf(m, shares)
    return group === null || m.caveats.some(({ id }) => UNFIT.has(id)) ? [] : [group]
  })
  const apart = told.filter((m) => !fit.some(({ measurement }) => measurement === m))
  const found = shares ? shrunkenShares(fit, prior) : shrunkenOthers(fit)
  if (found === null) return { ranked: [], apart: told, common: null, differ: false, p: null }
  const sign = better === "higher" ? 1 : -1
  const chances = found.differ ? lowestProbabilities(beliefsOf(found.beliefs, sign), within) : null
  const values = fit.map(({ value }) => value)
  const ranked = fit.map(({ measurement, value }, i): RankedGroup => {
    const shrunken = found.shrunken[i] ?? value
    return {
      measurement,
      shrunken,
      rank: 1 + found.shrunken.filter((other) => sign * other < sign * shrunken).length,
      probability: chances?.[i] ?? null,
      z: found.z[i] ?? 0,
      percentile: percentileRank(value, values),
    }
  })
  const { common, differ, p } = found
  return { ranked: ranked.toSorted((a, b) => a.rank - b.rank), apart, common, differ, p }
}

interface Group {
  readonly measurement: Measurement
  readonly value: number
  readonly counts: Successes
  /** Variance of the value, from its interval. */
  readonly variance: number
}

const withCaveat = (m: Measurement, one: Caveat): Measurement => ({ ...m, caveats: [...m.caveats, one] })

/** What is known of a group's noise; `null` where it is not. */
const groupOf = (measurement: Measurement, shares: boolean): Group | null => {
  const { interval, n, nEffective, value } = measurement
  if (value === null) return null
  const size = nEffective ?? n
  if (shares) return size > 0 ? { measurement, value, counts: { x: value * size, n: size }, variance: 0 } : null
  if (interval === null || interval.low === null || interval.high === null) return null
  const half = (interval.high - interval.low) / 2
  const variance = (half / normalQuantile((1 + interval.level) / 2)) ** 2
  return variance > 0 ? { measurement, value, counts: { x: 0, n: 0 }, variance } : null
}

interface Found {
  readonly common: number
  readonly differ: boolean
  readonly p: number | null
  readonly shrunken: ReadonlyArray<number>
  readonly z: ReadonlyArray<number>
  readonly beliefs: ReadonlyArray<Belief>
}

/** How probable it is that as many groups are so far apart, or farther, were there one number of all. */
const oneNumber = (chiSquared: number, groups: number): number | null =>
  groups < 2 ? null : chiSquaredSf(chiSquared, groups - 1)

const shrunkenShares = (groups: ReadonlyArray<Group>, given: RankingOptions["prior"]): Found | null => {
  const counts = groups.map((group) => group.counts)
  const trials = counts.reduce((sum, { n }) => sum + n, 0)
  if (trials === 0 || (groups.length < 2 && given === undefined)) return null
  const pooled = counts.reduce((sum, { x }) => sum + x, 0) / trials
  const prior = given ?? priorOfShares(counts)
  const common = prior?.share ?? pooled
  const se = ({ n }: Successes) => Math.sqrt((pooled * (1 - pooled)) / n)
  const z = counts.map((one) => (se(one) === 0 ? 0 : (one.x / one.n - pooled) / se(one)))
  return {
    common,
    differ: prior !== null,
    p: oneNumber(
      z.reduce((sum, one) => sum + one * one, 0),
      z.length,
    ),
    shrunken: counts.map((one) => (prior === null ? pooled : (shrunkenShare(one, prior) ?? pooled))),
    z,
    beliefs:
      prior === null
        ? []
        : counts.map(({ n, x }) => ({ a: x + prior.size * prior.share, b: n - x + prior.size * (1 - prior.share) })),
  }
}

const shrunkenOthers = (groups: ReadonlyArray<Group>): Found | null => {
  const found = shrunkenNumbers(groups)
  if (found === null) return null
  return {
    common: found.grand,
    differ: found.tau2 > 0,
    p: oneNumber(found.q, groups.length),
    shrunken: found.groups.map(({ value }) => value),
    z: groups.map(({ value, variance }) => (value - found.grand) / Math.sqrt(variance)),
    beliefs: found.groups.map(({ value, variance }) => ({ mean: value, variance })),
  }
}

/** Where more is worse, the worst are the lowest of the mirrored. */
const beliefsOf = (beliefs: ReadonlyArray<Belief>, sign: number): ReadonlyArray<Belief> =>
  sign > 0
    ? beliefs
    : beliefs.map((belief) => ("mean" in belief ? { ...belief, mean: -belief.mean } : { a: belief.b, b: belief.a }))
