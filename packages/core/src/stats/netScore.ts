import { isCount, isLevel, successes } from "./domain.ts"
import { defaultLevel, type Interval } from "./interval.ts"
import { normalQuantile, normalSf } from "./normal.ts"

/**
 * Answers behind a net score. Counts may be real (weighted sums), then `nEffective` says what they are worth.
 *
 * @category Net scores
 * @since 0.1.0
 */
export interface NetScoreCounts {
  readonly promoters: number
  readonly detractors: number
  /** All answers, the passive ones included. */
  readonly n: number
  /** Effective size; `n` where not given. */
  readonly nEffective?: number
}

/**
 * A net score.
 *
 * @category Net scores
 * @since 0.1.0
 */
export interface NetScore {
  /** 100 (promoters - detractors) / n, points from -100 to 100. */
  readonly value: number
  /** Variance of one answer scored 1, 0, -1: `p + d - (p - d)^2`. */
  readonly variance: number
  /** Shrunken score the interval is built on, points. */
  readonly centre: number
  /** Adjusted standard error, points. */
  readonly se: number
  /** Adjusted Wald interval, points, within -100 and 100. */
  readonly interval: Interval
}

/** Answers added to promoters, passives and detractors. Source: Rocks 2016; Sauro & Lewis. */
const added = { promoters: 0.75, passives: 1.5, detractors: 0.75 } as const
const addedAnswers = added.promoters + added.passives + added.detractors

const variance = (promoters: number, detractors: number): number =>
  Math.max(0, promoters + detractors - (promoters - detractors) ** 2)

/**
 * Net score (Net Promoter Score, net satisfaction): share of promoters minus share of detractors, in points, with the
 * adjusted Wald interval, which stays honest for ten answers or for all of one kind. `null` for no answers.
 *
 * Source: Rocks 2016 (arXiv 1601.07235): 3/4, 3/2 and 3/4 answers are added to promoters, passives and detractors.
 *
 * @category Net scores
 * @since 0.1.0
 * @example
 * ```ts
 * import { netScore } from "@touchpoint/core/stats"
 *
 * const nps = netScore({ promoters: 150, detractors: 70, n: 300 })
 * console.log(nps?.value.toFixed(7)) // 26.6666667
 * console.log(nps?.interval.low?.toFixed(7)) // 17.2461221
 * ```
 */
export const netScore = (counts: NetScoreCounts, level: number = defaultLevel): NetScore | null => {
  const { n, nEffective: size = n } = counts
  if (!isLevel(level) || !isCount(size) || size === 0 || n === 0) return null
  const promoters = successes({ x: counts.promoters, n })?.x ?? null
  const detractors = successes({ x: counts.detractors, n })?.x ?? null
  if (promoters === null || detractors === null || successes({ x: promoters + detractors, n }) === null) return null
  const z = normalQuantile((1 + level) / 2)
  const all = size + addedAnswers
  const p = ((promoters / n) * size + added.promoters) / all
  const d = ((detractors / n) * size + added.detractors) / all
  const centre = 100 * (p - d)
  const se = 100 * Math.sqrt(variance(p, d) / all)
  return {
    // Weighted counts may add up to a hair more than n.
    value: Math.min(100, Math.max(-100, (100 * (promoters - detractors)) / n)),
    variance: variance(promoters / n, detractors / n),
    centre,
    se,
    interval: {
      low: Math.max(-100, centre - z * se),
      high: Math.min(100, centre + z * se),
      level,
      method: "adjusted-wald",
    },
  }
}

/**
 * Difference of two net scores.
 *
 * @category Net scores
 * @since 0.1.0
 */
export interface NetScoreDifference {
  /** First minus second, points. */
  readonly difference: number
  /** Adjusted standard error of the difference, points. */
  readonly se: number
  readonly z: number
  /** Two-sided p-value. */
  readonly p: number
  /** `difference +- z * se`, within -200 and 200: agrees with the test. */
  readonly interval: Interval
}

/**
 * Do two independent groups differ in their net score? z of the raw difference `a - b` over the adjusted standard errors.
 * The same customers asked twice are not independent: test their paired differences. `null` where a group is empty.
 *
 * Source: Rocks 2016.
 *
 * @category Net scores
 * @since 0.1.0
 * @example
 * ```ts
 * import { twoNetScores } from "@touchpoint/core/stats"
 *
 * const a = { promoters: 150, detractors: 70, n: 300 }
 * const b = { promoters: 120, detractors: 90, n: 300 }
 * console.log(twoNetScores(a, b)?.p.toFixed(10)) // 0.0125126649
 * ```
 */
export const twoNetScores = (
  a: NetScoreCounts,
  b: NetScoreCounts,
  level: number = defaultLevel,
): NetScoreDifference | null => {
  const [first, second] = [netScore(a, level), netScore(b, level)]
  if (first === null || second === null) return null
  const difference = first.value - second.value
  const se = Math.hypot(first.se, second.se)
  const z = difference / se
  const half = normalQuantile((1 + level) / 2) * se
  return {
    difference,
    se,
    z,
    p: 2 * normalSf(Math.abs(z)),
    interval: {
      low: Math.max(-200, difference - half),
      high: Math.min(200, difference + half),
      level,
      method: "adjusted-wald",
    },
  }
}
