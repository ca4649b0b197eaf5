import { garwood, type Interval, mover, rateRatio } from "../stats/index.ts"
import type { Comparison } from "./Metric.ts"

/** Events of customers, and what they are divided by. @category metrics @since 0.2.0 */
export interface CustomerEvents {
  readonly sum: number
  /** Sum of the squares of each customer's own. */
  readonly squares: number
  readonly base: number
}

/** Fewer events than these are no sample for Student's t: they count as events that come by chance. */
const FEW = 30

/** As many independent events as the customers' own come to. */
const effectiveOf = ({ squares, sum }: CustomerEvents): number => (sum === 0 ? 0 : (sum * sum) / squares)

const isFew = (events: CustomerEvents): boolean => effectiveOf(events) < FEW

const garwoodOf = (events: CustomerEvents, level: number): Interval | null => {
  const effective = effectiveOf(events)
  return garwood(effective, effective === 0 ? events.base : (events.base * effective) / events.sum, level)
}

/**
 * Interval of a rate of few events: Garwood's, for as many as are independent of each other. `null` where there are more.
 *
 * @category metrics
 * @since 0.2.0
 */
export const fewEventsInterval = (events: CustomerEvents, level: number): Interval | null =>
  isFew(events) ? garwoodOf(events, level) : null

/**
 * Difference of two rates, first minus second, where one has few events: by the exact binomial of all independent ones,
 * with an interval put together from both. Welch's test would take a small group in which nothing happened for one in
 * which nothing can: simulated, it finds a difference that is not there in one of six comparisons of 20 customers with
 * 300. `null` where both have more.
 *
 * @category metrics
 * @since 0.2.0
 */
export const fewEventsDifference = (
  first: CustomerEvents,
  second: CustomerEvents,
  level: number,
): Comparison | null => {
  if (!isFew(first) && !isFew(second)) return null
  const rateOf = (events: CustomerEvents) => ({
    value: events.sum / events.base,
    interval: garwoodOf(events, level),
  })
  // Whole events, cut but for rounding, over as much less of the base.
  const wholeOf = (events: CustomerEvents) => {
    const whole = Math.floor(effectiveOf(events) + 1e-9)
    return { events: whole, exposure: whole === 0 ? events.base : (events.base * whole) / events.sum }
  }
  const [a, b] = [rateOf(first), rateOf(second)]
  return {
    difference: a.value - b.value,
    interval: mover(a, b),
    test: "conditional-binomial",
    p: rateRatio(wholeOf(first), wholeOf(second), level)?.p ?? null,
    effect: null,
  }
}
