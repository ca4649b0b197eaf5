import { chiSquaredSf } from "./chiSquared.ts"
import { held } from "./domain.ts"
import { type LifeCounts, type Lifetimes, riskTable } from "./survival.ts"

/**
 * Comparison of two survival curves over all their time.
 *
 * @category Survival
 * @since 0.2.0
 */
export interface LogRank {
  /** Events of the first group, seen and expected were the curves one. */
  readonly observed: number
  readonly expected: number
  readonly variance: number
  /** Chi-squared with one degree of freedom; `null` where no time tells the groups apart. */
  readonly chiSquared: number | null
  readonly p: number | null
  /** Peto's hazard ratio, first to second; `null` as above, or beyond what a double can hold. */
  readonly hazardRatio: number | null
}

/**
 * Comparison of several survival curves over all their time.
 *
 * @category Survival
 * @since 0.2.0
 */
export interface LogRankGroups {
  /** Events of each group, seen and expected were the curves one. */
  readonly observed: ReadonlyArray<number>
  readonly expected: ReadonlyArray<number>
  /** `null` where no time tells the groups apart. */
  readonly chiSquared: number | null
  /** One fewer than groups that could have had an event together. */
  readonly df: number
  readonly p: number | null
}

/** Observed and expected events of each group with the covariances of the observed, hypergeometric at each time. */
const accumulate = (groups: ReadonlyArray<Lifetimes>) => {
  const times = new Set(groups.flatMap((lives) => [...lives.keys()]))
  const nothing: LifeCounts = { events: 0, censored: 0 }
  const tables = groups.map((lives) => riskTable(new Map([...times].map((time) => [time, lives.get(time) ?? nothing]))))
  const known = tables.flatMap((table) => (table === null ? [] : [table]))
  const k = groups.length
  if (known.length < k || groups.some((lives) => [...lives.values()].every((l) => l.events + l.censored === 0)))
    return null
  const observed = Array<number>(k).fill(0)
  const expected = Array<number>(k).fill(0)
  const covariance: Array<number> = []
  for (let at = 0; at < times.size; at++) {
    const rows = known.map((table) => table[at] ?? { atRisk: 0, events: 0 })
    let [all, events] = [0, 0]
    for (const row of rows) {
      all += row.atRisk
      events += row.events
    }
    if (events === 0) continue
    const spread = all > 1 ? (events * (all - events)) / (all - 1) : 0
    for (const [i, row] of rows.entries()) {
      const share = row.atRisk / all
      observed[i] = (observed[i] ?? 0) + row.events
      expected[i] = (expected[i] ?? 0) + events * share
      for (const [j, other] of rows.entries()) {
        const both = share * ((i === j ? 1 : 0) - other.atRisk / all)
        covariance[i * k + j] = (covariance[i * k + j] ?? 0) + spread * both
      }
    }
  }
  return { observed, expected, covariance }
}

/**
 * Log-rank test of two groups, with the hypergeometric variance that ties need. `null` where a group is empty.
 *
 * Source: Mantel 1966, Peto & Peto 1972; equal to R's `survdiff`.
 *
 * @category Survival
 * @since 0.2.0
 * @example
 * ```ts
 * import { logRank } from "@touchpoint/core/stats"
 *
 * const early = new Map([[1, { events: 3, censored: 0 }], [2, { events: 2, censored: 0 }]])
 * const late = new Map([[5, { events: 3, censored: 2 }]])
 * console.log((logRank(early, late)?.p ?? 1) < 0.05) // true
 * ```
 */
export const logRank = (first: Lifetimes, second: Lifetimes): LogRank | null => {
  const found = accumulate([first, second])
  if (found === null) return null
  const [[observed = 0], [expected = 0], [variance = 0]] = [found.observed, found.expected, found.covariance]
  const away = observed - expected
  if (!(variance > 0)) return { observed, expected, variance: 0, chiSquared: null, p: null, hazardRatio: null }
  const chiSquared = (away * away) / variance
  const hazardRatio = Math.exp(away / variance)
  return held({
    observed,
    expected,
    variance,
    chiSquared,
    p: chiSquaredSf(chiSquared, 1),
    hazardRatio: hazardRatio < Infinity ? hazardRatio : null,
  })
}

/** Below this share of its diagonal a pivot is rounding: the group says nothing that the others do not. */
const rounding = 1e-10

/** x' C^- x and the rank of C, by elimination without the rows that depend on those before. */
const quadratic = (x: ReadonlyArray<number>, c: ReadonlyArray<number>) => {
  const k = x.length
  const [left, m] = [[...x], [...c]]
  let [sum, rank] = [0, 0]
  for (let i = 0; i < k; i++) {
    const pivot = m[i * k + i] ?? 0
    if (!(pivot > rounding * (c[i * k + i] ?? 0))) continue
    const own = left[i] ?? 0
    rank++
    sum += (own * own) / pivot
    for (let j = i + 1; j < k; j++) {
      const factor = (m[j * k + i] ?? 0) / pivot
      left[j] = (left[j] ?? 0) - factor * own
      for (let l = i + 1; l < k; l++) m[j * k + l] = (m[j * k + l] ?? 0) - factor * (m[i * k + l] ?? 0)
    }
  }
  return { sum, rank }
}

/**
 * Log-rank test of several groups at once. Which of them differ is for tests of pairs, adjusted for their number. `null`
 * with fewer than two groups, or where one is empty.
 *
 * Source: Mantel 1966, Peto & Peto 1972; equal to R's `survdiff`.
 *
 * @category Survival
 * @since 0.2.0
 * @example
 * ```ts
 * import { logRankGroups } from "@touchpoint/core/stats"
 *
 * const at = (...times: ReadonlyArray<number>) => new Map(times.map((time) => [time, { events: 1, censored: 0 }]))
 * const test = logRankGroups([at(5, 3, 9, 8), at(6, 4, 2, 11), at(1, 7, 10, 12)])
 * console.log(test?.df) // 2
 * ```
 */
export const logRankGroups = (groups: ReadonlyArray<Lifetimes>): LogRankGroups | null => {
  const found = groups.length < 2 ? null : accumulate(groups)
  if (found === null) return null
  const { covariance, expected, observed } = found
  const { rank: df, sum } = quadratic(
    observed.map((events, i) => events - (expected[i] ?? 0)),
    covariance,
  )
  const chiSquared = df > 0 ? sum : null
  return held({ observed, expected, chiSquared, df, p: chiSquared === null ? null : chiSquaredSf(chiSquared, df) })
}
