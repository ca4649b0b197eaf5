import * as Schema from "effect/Schema"
import { type LifeCounts, type Lifetimes, quantileRanks, type RankedQuantile, rankedQuantile } from "../stats/index.ts"
import type { Moment } from "./Moment.ts"

/**
 * Counts of durations by logarithmic bins: `zero` of 0, and `[key, n]` ascending, where the bin `key` holds what is
 * above γ^(key−1) and at most γ^key.
 *
 * @category moments
 * @since 0.2.0
 */
export interface LogHistogram {
  readonly zero: number
  readonly bins: ReadonlyArray<readonly [key: number, n: number]>
}

/** Relative error of a quantile: 1 %. */
const ALPHA = 0.01
const GAMMA = (1 + ALPHA) / (1 - ALPHA)
const LN_GAMMA = Math.log(GAMMA)

/**
 * Quantiles of durations from exact counts: every engine bins alike, and merging adds integers, so the order of merging
 * changes nothing. Quantiles are within 1 %. The mapping is that of DDSketch (Masson, Rim, Lee 2019) without its limit
 * of bins.
 *
 * **Example** (Half of the customers waited up to three days)
 *
 * ```ts
 * import { logHistogramOf, quantileOf } from "@touchpoint/core/moments"
 *
 * const waits = logHistogramOf([0, 86_400_000, 3 * 86_400_000, 4 * 86_400_000, 30 * 86_400_000])
 * const median = quantileOf(waits, 0.5) ?? 0
 * console.log(Math.abs(median / (3 * 86_400_000) - 1) < 0.01) // true
 * ```
 *
 * @category moments
 * @since 0.2.0
 */
export const LogHistogram: Moment<LogHistogram> = {
  id: "log-histogram",
  axes: ["unit", "time"],
  schema: Schema.Struct({ zero: Schema.Int, bins: Schema.Array(Schema.Tuple([Schema.Int, Schema.Int])) }),
  empty: { zero: 0, bins: [] },
  merge: (a, b) => {
    const counts = new Map(a.bins)
    for (const [key, n] of b.bins) counts.set(key, (counts.get(key) ?? 0) + n)
    return { zero: a.zero + b.zero, bins: [...counts].toSorted(([x], [y]) => x - y) }
  },
}

/** The bin of a duration above 0. @category moments @since 0.2.0 */
export const logKey = (duration: number): number => Math.ceil(Math.log(duration) / LN_GAMMA)

/** The duration that stands for a bin. @category moments @since 0.2.0 */
export const logValue = (key: number): number => (2 * GAMMA ** key) / (1 + GAMMA)

/** Keys that are counted in an array: those of 1 ms to a million years. */
const DENSE = 2048

/** Counts durations one by one; one below 0 is taken for 0. @category moments @since 0.2.0 */
export const logCounter = (): { readonly add: (duration: number) => void; readonly state: () => LogHistogram } => {
  // Whole milliseconds have keys from 0 to about 1,300; only what is under one has others.
  const others = new Map<number, number>()
  let counts = new Int32Array()
  let zero = 0
  return {
    add: (duration) => {
      if (duration <= 0) {
        zero++
        return
      }
      const key = logKey(duration)
      if (key < 0 || key >= DENSE) {
        others.set(key, (others.get(key) ?? 0) + 1)
        return
      }
      if (key >= counts.length) {
        const more = new Int32Array(Math.min(DENSE, 2 * (key + 1)))
        more.set(counts)
        counts = more
      }
      counts[key] = (counts[key] as number) + 1
    },
    state: () => {
      // Most keys are empty, and there may be a histogram for each of a thousand groups.
      const bins: Array<readonly [number, number]> = []
      for (let key = 0; key < counts.length; key++) {
        const n = counts[key] as number
        if (n > 0) bins.push([key, n])
      }
      return { zero, bins: others.size === 0 ? bins : [...others, ...bins].toSorted(([x], [y]) => x - y) }
    },
  }
}

/** The histogram of durations. @category moments @since 0.2.0 */
export const logHistogramOf = (durations: Iterable<number>): LogHistogram => {
  const counter = logCounter()
  for (const duration of durations) counter.add(duration)
  return counter.state()
}

/** How many durations were counted. @category moments @since 0.2.0 */
export const countDurations = ({ bins, zero }: LogHistogram): number => bins.reduce((sum, [, n]) => sum + n, zero)

/**
 * The quantile `q`, within 1 %: the duration of rank ⌈q·n⌉, at least 1; `null` where nothing was counted.
 *
 * @category moments
 * @since 0.2.0
 */
export const quantileOf = (histogram: LogHistogram, q: number): number | null => {
  const rank = quantileRanks(countDurations(histogram), q)?.rank
  return rank === undefined ? null : durationAt(histogram, rank)
}

/** The duration of a rank, within 1 %. */
const durationAt = ({ bins, zero }: LogHistogram, rank: number): number => {
  if (rank <= zero) return 0
  let [counted, last] = [zero, 0]
  for (const [key, n] of bins) {
    if (counted >= rank) break
    counted += n
    last = key
  }
  return logValue(last)
}

/**
 * The quantile `q` with its distribution-free interval, all three within 1 %; a side beyond the durations is open. `null`
 * where nothing was counted.
 *
 * **Example** (Half waited up to 11 minutes; in general, between 6 and 22)
 *
 * ```ts
 * import { logHistogramOf, quantileIntervalOf } from "@touchpoint/core/moments"
 *
 * const minutes = [2, 3, 3, 4, 5, 6, 7, 8, 9, 11, 12, 14, 15, 18, 22, 27, 35, 48, 75, 180]
 * const { interval, value } = quantileIntervalOf(logHistogramOf(minutes), 0.5) ?? {}
 * console.log([interval?.low, value, interval?.high].map((x) => Math.round(x ?? 0))) // [ 6, 11, 22 ]
 * ```
 *
 * @category moments
 * @since 0.2.0
 */
export const quantileIntervalOf = (histogram: LogHistogram, q: number, level?: number): RankedQuantile | null =>
  rankedQuantile((rank) => durationAt(histogram, rank), countDurations(histogram), q, level)

/**
 * Lifetimes for a survival curve: durations that ended, and those still open, as long as they were seen. Within a bin
 * ends come before losses.
 *
 * **Example** (With the open ones counted as open, the median rises)
 *
 * ```ts
 * import { lifetimesOf, logHistogramOf } from "@touchpoint/core/moments"
 * import { kaplanMeier, survivalQuantile } from "@touchpoint/core/stats"
 *
 * const curve = kaplanMeier(lifetimesOf(logHistogramOf([1, 2, 4, 8]), logHistogramOf([3, 5, 6])))
 * console.log(curve === null ? null : Math.round(survivalQuantile(curve, 0.5).value ?? 0)) // 8
 * ```
 *
 * @category moments
 * @since 0.2.0
 */
export const lifetimesOf = (closed: LogHistogram, open: LogHistogram): Lifetimes => {
  const lives = new Map<number, LifeCounts>()
  const add = ({ bins, zero }: LogHistogram, outcome: "events" | "censored") => {
    for (const [time, n] of [[0, zero] as const, ...bins.map(([key, count]) => [logValue(key), count] as const)])
      if (n > 0) lives.set(time, { events: 0, censored: 0, ...lives.get(time), [outcome]: n })
  }
  add(closed, "events")
  add(open, "censored")
  return lives
}
