import { type Lifetimes, riskTable, type Risk } from "./survival.ts"
import { studentTSf } from "./studentT.ts"

/** All lives of several parts. */
const joined = (parts: ReadonlyArray<Lifetimes>): Lifetimes => {
  const all = new Map<number, { events: number; censored: number; entered: number }>()
  for (const part of parts)
    for (const [time, { censored, entered = 0, events }] of part) {
      const known = all.get(time)
      if (known === undefined) all.set(time, { events, censored, entered })
      else {
        known.events += events
        known.censored += censored
        known.entered += entered
      }
    }
  return all
}

/** Running sums over the times of a table: the sum of all steps at or before a time. */
const running = (rows: ReadonlyArray<Risk>, step: (row: Risk) => number) => {
  let sum = 0
  const until = new Map<number, number>()
  for (const row of rows) until.set(row.time, (sum += step(row)))
  return (time: number) => until.get(time) ?? 0
}

/** Variance of a sum over independent parts that sum to `sum`, from the share of each. */
const varianceOf = (shares: ReadonlyArray<number>): number => {
  const parts = shares.length
  const mean = shares.reduce((sum, share) => sum + share, 0) / parts
  return (parts / (parts - 1)) * shares.reduce((sum, share) => sum + (share - mean) ** 2, 0)
}

/**
 * Design effect of a Kaplan–Meier curve at a time: its variance where only the parts (shards of customers) are
 * independent, relative to Greenwood's, for which all lives are. `null` with fewer than two parts, before the first
 * event, and where nobody is left.
 *
 * Source: linearised survival curve, Williams 1995; Greenwood 1926.
 *
 * @category Survival
 * @since 0.2.0
 * @example
 * ```ts
 * import { survivalDesignEffect } from "@touchpoint/core/stats"
 *
 * // ten customers with four lives each; those of one customer are all alike
 * const parts = [1, 1, 2, 2, 2, 3, 3, 4, 5, 5].map((time) => new Map([[time, { events: 4, censored: 0 }]]))
 * console.log(survivalDesignEffect(parts, 2)?.toFixed(3)) // 4.444
 * ```
 */
export const survivalDesignEffect = (parts: ReadonlyArray<Lifetimes>, time: number): number | null => {
  const known = parts.filter((part) => part.size > 0)
  const table = riskTable(joined(known))
  if (table === null || known.length < 2) return null
  const upTo = table.filter((row) => row.time <= time)
  // d/Y at risk costs d / (Y (Y − d)) for each at risk, and an event gives 1 / (Y − d).
  const cost = running(upTo, ({ atRisk, events }) => (events === 0 ? 0 : events / (atRisk * (atRisk - events))))
  const last = upTo.at(-1)?.time ?? time
  // Greenwood's sum is what one costs that was at risk all the time.
  const greenwood = cost(last)
  if (!(greenwood > 0) || !Number.isFinite(greenwood)) return null
  const gain = new Map(upTo.map((row) => [row.time, 1 / (row.atRisk - row.events)] as const))
  const shares = known.map((part) => {
    let share = 0
    for (const [at, { censored, entered = 0, events }] of part) {
      // At risk from its entry on up to its end, both at most up to the time asked about.
      share +=
        (events > 0 ? events * (gain.get(at) ?? 0) : 0) - (events + censored - entered) * cost(Math.min(at, last))
    }
    return share
  })
  return varianceOf(shares) / greenwood
}

/**
 * Log-rank test of two groups whose lives are alike within parts (shards of customers): the i-th parts of both groups
 * belong together. The variance of observed less expected events is that between parts; the statistic is compared with
 * Student's t. `null` with fewer than two parts, or where a group is empty; `p` is `null` where nothing varies.
 *
 * Source: robust log-rank test, Lin & Wei 1989; sandwich variance by clusters, Lee, Wei & Amato 1992.
 *
 * @category Survival
 * @since 0.2.0
 * @example
 * ```ts
 * import { clusteredLogRank } from "@touchpoint/core/stats"
 *
 * const lives = (times: ReadonlyArray<number>) => times.map((time) => new Map([[time, { events: 3, censored: 0 }]]))
 * const test = clusteredLogRank(lives([1, 2, 2, 3, 4, 4]), lives([5, 6, 6, 7, 8, 9]))
 * console.log((test?.p ?? 1) < 0.05) // true
 * ```
 */
export const clusteredLogRank = (
  first: ReadonlyArray<Lifetimes>,
  second: ReadonlyArray<Lifetimes>,
): { readonly away: number; readonly variance: number; readonly p: number | null } | null => {
  const none: Lifetimes = new Map()
  const pairs = Array.from(
    { length: Math.max(first.length, second.length) },
    (_, i) => [first[i] ?? none, second[i] ?? none] as const,
  ).filter(([a, b]) => a.size + b.size > 0)
  const [one, other] = [joined(first), joined(second)]
  // Both tables over all times, so that those at risk are known at each of them.
  const times = [...new Set([...one.keys(), ...other.keys()])]
  const nothing = { events: 0, censored: 0 }
  const over = (lives: Lifetimes) => riskTable(new Map(times.map((time) => [time, lives.get(time) ?? nothing])))
  const [own, rest] = [over(one), over(other)]
  if (own === null || rest === null || one.size === 0 || other.size === 0 || pairs.length < 2) return null
  const rows = own.map((row, i) => ({
    time: row.time,
    atRisk: row.atRisk + (rest[i]?.atRisk ?? 0),
    events: row.events + (rest[i]?.events ?? 0),
    share: row.atRisk === 0 ? 0 : row.atRisk / (row.atRisk + (rest[i]?.atRisk ?? 0)),
  }))
  const shareAt = new Map(rows.map(({ share, time }) => [time, share] as const))
  const hazard = (of: (share: number) => number) =>
    running(rows, ({ atRisk, events, time }) => (events === 0 ? 0 : (events / atRisk) * of(shareAt.get(time) ?? 0)))
  const [whole, weighted] = [hazard(() => 1), hazard((share) => share)]
  const shares = pairs.map(([a, b]) => {
    let sum = 0
    for (const [time, { censored, entered = 0, events }] of a)
      sum += events * (1 - (shareAt.get(time) ?? 0)) - (events + censored - entered) * (whole(time) - weighted(time))
    for (const [time, { censored, entered = 0, events }] of b)
      sum += (events + censored - entered) * weighted(time) - events * (shareAt.get(time) ?? 0)
    return sum
  })
  const away = shares.reduce((sum, share) => sum + share, 0)
  const variance = varianceOf(shares)
  return {
    away,
    variance,
    p: variance > 0 ? 2 * studentTSf(Math.abs(away) / Math.sqrt(variance), pairs.length - 1) : null,
  }
}
