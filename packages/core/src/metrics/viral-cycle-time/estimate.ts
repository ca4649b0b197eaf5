import { countDurations, type LogHistogram, logValue } from "../../moments/LogHistogram.ts"
import type { Histogram } from "../../moments/Histogram.ts"
import {
  type Interval,
  kaplanMeier,
  type LevelCounts,
  type Lifetimes,
  logRank,
  mannWhitney,
  quantileRanks,
  survivalQuantile,
} from "../../stats/index.ts"
import type { Comparison } from "../Metric.ts"

/** A quantile of durations, and the interval nothing has to be assumed for. */
export interface Timed {
  readonly value: number | null
  readonly interval: Interval | null
}

/** What a bin of 2 % may hold around the duration that stands for it: ends of an interval reach to its edges. */
const least = (duration: number): number => duration / 1.01
const most = (duration: number): number => duration / 0.99

/** The duration of rank `r`, counted from 1. */
const ranked = ({ bins, zero }: LogHistogram, rank: number): number => {
  let left = rank - zero
  if (left <= 0) return 0
  for (const [key, n] of bins) {
    left -= n
    if (left <= 0) return logValue(key)
  }
  return logValue(bins.at(-1)?.[0] ?? 0)
}

/** A quantile of durations that all are known. */
export const quantileAmong = (durations: LogHistogram, q: number, level: number): Timed => {
  const ranks = quantileRanks(countDurations(durations), q, level)
  if (ranks === null) return { value: null, interval: null }
  const low = ranks.low === null ? null : least(ranked(durations, ranks.low))
  const high = ranks.high === null ? null : most(ranked(durations, ranks.high))
  return {
    value: ranked(durations, ranks.rank),
    interval: low === null && high === null ? null : { low, high, level, method: "order-statistics" },
  }
}

/** Durations as an ordinal scale, for a rank test. */
const levels = ({ bins, zero }: LogHistogram): LevelCounts =>
  new Map([...(zero > 0 ? [[-Infinity, zero] as const] : []), ...bins])

/** The first durations against the second: Mann–Whitney, Cliff's delta. */
export const rankDifference = (first: LogHistogram, second: LogHistogram, q: number): Comparison | null => {
  const [a, b] = [quantileAmong(first, q, 0.95).value, quantileAmong(second, q, 0.95).value]
  // Every duration of 0 ranks below the first bin.
  const lowest = Math.min(0, ...[...first.bins, ...second.bins].map(([key]) => key)) - 1
  const ordered = (of: LogHistogram): LevelCounts =>
    new Map([...levels(of)].map(([level, n]) => [level === -Infinity ? lowest : level, n] as const))
  const test = mannWhitney(ordered(first), ordered(second))
  if (a === null || b === null || test === null) return null
  return {
    difference: a - b,
    interval: null,
    test: "mann-whitney",
    p: test.p,
    effect: { kind: "cliffs-delta", value: test.cliffsDelta },
  }
}

/** Invitations by how long they took, and by how long they are open. */
export interface Waits {
  readonly taken: Histogram
  readonly open: Histogram
}

const livesOf = ({ open, taken }: Waits): Lifetimes => {
  const lives = new Map<number, { events: number; censored: number }>()
  const at = (time: number) => {
    const known = lives.get(time) ?? { events: 0, censored: 0 }
    lives.set(time, known)
    return known
  }
  for (const { n, value } of taken.levels) at(value).events += n
  for (const { n, value } of open.levels) at(value).censored += n
  return lives
}

/** Shorter waits are in the first bin. */
export const SECOND = 1000

/** The time by which a share of all is accepted, open ones counted for as long as they are known. */
export const quantileOfAll = (waits: Waits, q: number, level: number): Timed => {
  const curve = kaplanMeier(livesOf(waits), level)
  if (curve === null) return { value: null, interval: null }
  const { value, ...band } = survivalQuantile(curve, q)
  const low = band.low === null ? null : least(band.low)
  const high = band.high === null ? null : Math.max(SECOND, most(band.high))
  return {
    value,
    interval: low === null && high === null ? null : { low, high, level, method: "log-log-greenwood" },
  }
}

/** Two curves over all their time, by the log-rank test. */
export const curveDifference = (first: Waits, second: Waits, q: number): Comparison | null => {
  const test = logRank(livesOf(first), livesOf(second))
  if (test === null) return null
  const [a, b] = [quantileOfAll(first, q, 0.95).value, quantileOfAll(second, q, 0.95).value]
  return {
    difference: a === null || b === null ? null : a - b,
    interval: null,
    test: "log-rank",
    p: test.p,
    effect: null,
  }
}
