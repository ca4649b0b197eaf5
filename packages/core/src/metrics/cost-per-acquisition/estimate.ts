import { costPerEvent, costPerSuccess, type Interval, mover, normalSf, rateRatio } from "../../stats/index.ts"
import type { Comparison } from "../Metric.ts"
import type { Spent } from "../spending.ts"

/** What the money brought. */
export interface Acquired {
  readonly n: number
  /** As many independent ones as these are worth: several of one customer come together. */
  readonly effective: number
}

/** Interval of the cost of one; `null` where nothing says how it varies. */
export const costInterval = (
  spent: Spent,
  { effective, n }: Acquired,
  clicks: "ignore" | "use",
  level: number,
): Interval | null => {
  // Each independent one stands for as many as came together.
  const together = n === 0 ? 1 : n / effective
  const cost = spent.total / together
  if (clicks === "ignore") return costPerEvent(cost, effective, level)?.interval ?? null
  if (spent.unclicked > 0) return null
  return costPerSuccess(cost, { x: effective, n: spent.clicks / together }, level)?.interval ?? null
}

/** What was spent and won on one side of a comparison. */
interface Side {
  readonly spent: Spent
  readonly acquired: Acquired
  readonly interval: Interval | null
}

const rateOf = ({ acquired, interval, spent }: Side) => ({
  value: spent.total / acquired.n,
  interval,
  events: acquired.effective,
  exposure: (spent.total * acquired.effective) / acquired.n,
  whole: acquired.effective === acquired.n,
})

/**
 * The cost of one here minus there: exact test of two rates where all are independent, else of the logarithms of the
 * rates; the interval from those of both.
 */
export const costDifference = (first: Side, second: Side): Comparison | null => {
  if (first.acquired.n === 0 || second.acquired.n === 0) return null
  const [a, b] = [rateOf(first), rateOf(second)]
  const exact = a.whole && b.whole
  const z = Math.log(a.value / b.value) / Math.sqrt(1 / a.events + 1 / b.events)
  return {
    difference: a.value - b.value,
    interval: mover(a, b),
    test: exact ? "conditional-binomial" : "log-rate-z",
    p: exact ? (rateRatio(a, b)?.p ?? null) : 2 * normalSf(Math.abs(z)),
    effect: null,
  }
}
