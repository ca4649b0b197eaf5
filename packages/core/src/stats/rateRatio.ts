import { binomialTest } from "./binomial.ts"
import { held, isCount, isLevel, isPositive } from "./domain.ts"
import { defaultLevel, type Interval } from "./interval.ts"
import { clopperPearson } from "./proportion.ts"

/**
 * Events over what they could happen in.
 *
 * @category Counts
 * @since 0.2.0
 */
export interface Rate {
  readonly events: number
  /** Customer-months, clicks, days: what the events are divided by. */
  readonly exposure: number
}

/**
 * Two rates, first over second.
 *
 * @category Counts
 * @since 0.2.0
 */
export interface RateRatio {
  /** `null` where the second rate is 0. */
  readonly value: number | null
  /** A side that no count bounds is `null`. */
  readonly interval: Interval
  /** Two-sided p-value of equal rates; `null` for counts that are not whole. */
  readonly p: number | null
}

/** From the share of all events that are the first group's to the ratio of the rates. */
const ratioOf = (share: number, scale: number): number | null => (share === 1 ? null : (share / (1 - share)) * scale)

/**
 * Ratio of two Poisson rates with the exact interval and test: given all events, those of the first group are binomial.
 * `null` without events or without exposure.
 *
 * Source: Przyborowski & Wilenski 1940, Clopper & Pearson 1934; equal to R's `poisson.test` of two counts.
 *
 * @category Counts
 * @since 0.2.0
 * @example
 * ```ts
 * import { rateRatio } from "@touchpoint/core/stats"
 *
 * // the example of R's poisson.test
 * const ratio = rateRatio({ events: 11, exposure: 800 }, { events: 21, exposure: 3011 })
 * console.log(ratio?.value?.toFixed(6), ratio?.p?.toFixed(5)) // 1.971488 0.07967
 * ```
 */
export const rateRatio = (first: Rate, second: Rate, level: number = defaultLevel): RateRatio | null => {
  if (!isPositive(first.exposure) || !isCount(first.events) || !isCount(second.events)) return null
  const events = first.events + second.events
  const share = clopperPearson(first.events, events, level)
  const scale = second.exposure / first.exposure
  const expected = first.exposure / (first.exposure + second.exposure)
  if (share === null || !isLevel(expected)) return null
  return held({
    value: ratioOf(first.events / events, scale),
    interval: {
      low: ratioOf(share.low ?? 0, scale),
      high: ratioOf(share.high ?? 1, scale),
      level,
      method: "conditional-binomial",
    },
    p: binomialTest(first.events, events, expected, "two-sided"),
  })
}
