import * as Schema from "effect/Schema"
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

/** Counts durations one by one; one below 0 is taken for 0. @category moments @since 0.2.0 */
export const logCounter = (): { readonly add: (duration: number) => void; readonly state: () => LogHistogram } => {
  const counts = new Map<number, number>()
  let zero = 0
  return {
    add: (duration) => {
      if (duration <= 0) {
        zero++
        return
      }
      const key = logKey(duration)
      counts.set(key, (counts.get(key) ?? 0) + 1)
    },
    state: () => ({ zero, bins: [...counts].toSorted(([x], [y]) => x - y) }),
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
  const n = countDurations(histogram)
  if (n === 0) return null
  let left = Math.max(1, Math.ceil(q * n)) - histogram.zero
  if (left <= 0) return 0
  for (const [key, count] of histogram.bins) {
    left -= count
    if (left <= 0) return logValue(key)
  }
  return logValue(histogram.bins.at(-1)?.[0] ?? 0)
}
