import {
  defaultLevel,
  type Interval,
  kaplanMeier,
  type Lifetimes,
  logRank,
  logRankGroups,
  type LogRankGroups,
  normalQuantile,
  twoMeanLifetimes,
} from "../../stats/index.ts"
import { INSUFFICIENT } from "../Caveat.ts"
import { adjusted } from "../difference/tested.ts"
import { meanUpTo, type SurvivalReading } from "./table.ts"

/** The lifetimes of one group. @category survival @since 0.2.0 */
export interface LivesOfGroup {
  readonly name: string
  readonly lives: Lifetimes
}

/** Two curves over all their time. @category survival @since 0.2.0 */
export interface SurvivalPair {
  readonly first: string
  readonly second: string
  /** Peto's hazard ratio: above 1 the first ends sooner. `null` where no time tells the two apart. */
  readonly hazardRatio: number | null
  readonly interval: Interval | null
  readonly chiSquared: number | null
  readonly p: number | null
  /** Adjusted for all pairs (Benjamini–Hochberg). */
  readonly q: number | null
  /** Mean time up to the horizon, first minus second; `null` where one is not known. */
  readonly meanDifference: number | null
  readonly meanInterval: Interval | null
}

/** Several curves side by side. @category survival @since 0.2.0 */
export interface SurvivalDifferences {
  /** Whether they are one curve, by the log-rank test of all groups at once; `null` where a group is empty. */
  readonly overall: LogRankGroups | null
  readonly pairs: ReadonlyArray<SurvivalPair>
}

/**
 * Compares the curves of several groups: all at once, and each pair by the log-rank test, adjusted for how many there are.
 *
 * **Gotchas**
 *
 * The log-rank test sees best what holds all the time; curves that cross it may take for one. The difference of mean times
 * says how much longer, in time.
 *
 * Source: Mantel 1966; Peto & Peto 1972; Benjamini & Hochberg 1995; Royston & Parmar 2013.
 *
 * **Example** (The early ones end sooner)
 *
 * ```ts
 * import { survivalDifferences } from "@touchpoint/core/analyses"
 *
 * const at = (time: number) => new Map([[time, { events: 20, censored: 0 }], [time + 9, { events: 20, censored: 10 }]])
 * const { pairs } = survivalDifferences([{ name: "early", lives: at(1) }, { name: "late", lives: at(5) }])
 * console.log(pairs[0]?.first, (pairs[0]?.hazardRatio ?? 0) > 1, (pairs[0]?.q ?? 1) < 0.05) // early true true
 * ```
 *
 * @category survival
 * @since 0.2.0
 */
export const survivalDifferences = (
  groups: ReadonlyArray<LivesOfGroup>,
  { horizon = null, least = INSUFFICIENT, level = defaultLevel }: Omit<SurvivalReading, "times"> = {},
): SurvivalDifferences => {
  const means = groups.map(({ lives }) => meanUpTo(kaplanMeier(lives, level), horizon, least, level))
  const pairs = groups.flatMap((first, i) =>
    groups.slice(i + 1).map((second, j): SurvivalPair => {
      const test = logRank(first.lives, second.lives)
      const [own, other] = [means[i] ?? null, means[i + 1 + j] ?? null]
      const apart = own === null || other === null ? null : twoMeanLifetimes(own, other, level)
      const ratio = test?.hazardRatio ?? null
      return {
        first: first.name,
        second: second.name,
        hazardRatio: ratio,
        interval: test === null || ratio === null ? null : ratioInterval(ratio, test.variance, level),
        chiSquared: test?.chiSquared ?? null,
        p: test?.p ?? null,
        q: null,
        meanDifference: apart?.difference ?? null,
        // Without a p nothing varies.
        meanInterval: apart === null || apart.p === null ? null : apart.interval,
      }
    }),
  )
  return { overall: logRankGroups(groups.map(({ lives }) => lives)), pairs: adjusted(pairs) }
}

/** exp((O − E) / V ± z / √V). Source: Peto & Peto 1972. */
const ratioInterval = (ratio: number, variance: number, level: number): Interval | null => {
  const spread = Math.exp(normalQuantile((1 + level) / 2) / Math.sqrt(variance))
  const [low, high] = [ratio / spread, ratio * spread]
  return Number.isFinite(low) && Number.isFinite(high) ? { low, high, level, method: "peto" } : null
}
