import { CrossProducts } from "../../moments/CrossProducts.ts"
import { type Growth, independentGrowth, type PairedSample, pairedGrowth } from "../../stats/index.ts"
import { welchDifference } from "../../stats/twoMeans.ts"
import type { Comparison, StatesFor } from "../Metric.ts"
import type { questionsOf } from "./questions.ts"
import type { Said } from "./texts.ts"

/** Degrees of freedom at which Student is Gauss. */
const NORMAL = 1e12

/** What of the root of the squares' sum a mean may be by rounding alone. */
const NOISE = 1e-12

/** The states that the questions leave. */
export type States = StatesFor<ReturnType<typeof questionsOf>>

/** What was sold now and before, over all customers and orders of nobody. */
export const salesOf = ({ customers, orders }: States, { customers: whose }: Said) => {
  // Of orders that name nobody it cannot be known who bought in both periods.
  const all = whose === "same" ? customers.sales : CrossProducts.merge(customers.sales, orders.loose)
  const [mxx = 0, cxy = 0, , myy = 0] = all.c
  const [meanX, meanY] = [settled(all.mean[0], mxx), settled(all.mean[1], myy)]
  const units: PairedSample = { n: all.n, meanX, meanY, mxx, cxy, myy }
  const n = whose === "same" ? customers.kept.sum : orders.n.n
  return { n, now: all.n * meanX, before: all.n * meanY, units, named: customers.sales.n > 0 }
}

/** Whether a period has orders, and none of them says what it brought: that is not nothing. */
export const isSilent = ({ bare, orders }: States): boolean =>
  (bare.now.n > 0 && orders.now.n === 0) || (bare.before.n > 0 && orders.before.n === 0)

/**
 * A mean without what adding in doubles left of one that is nothing: where refunds take off all that was paid, the sum
 * is 0 and no tiny base to grow from.
 */
const settled = (mean = 0, m2 = 0): number => (Math.abs(mean) <= NOISE * Math.sqrt(m2) ? 0 : mean)

/** Growth of customers that are known; of orders that name nobody at all as of so many chances. */
export const growthOf = (states: States, said: Said, level: number): Growth | null => {
  const { before, named, now, units } = salesOf(states, said)
  if (named) return pairedGrowth(units, level)
  const squares = (m2: number, mean: number) => m2 + units.n * mean * mean
  return independentGrowth(
    { sum: now, squares: squares(units.mxx, units.meanX) },
    { sum: before, squares: squares(units.myy, units.meanY) },
    level,
  )
}

/**
 * Difference of the growth of two groups, first minus second, of logarithms where these are asked for. Welch's test,
 * unless they are of two periods in a row, which share the one in between.
 */
export const growthDifference = (first: States, second: States, said: Said, level: number): Comparison | null => {
  const [a, b] = [sideOf(first, said, level), sideOf(second, said, level)]
  if (a === null || b === null) return null
  const difference = a.value - b.value
  const chained =
    first.orders.previousFrom.min === second.orders.from.min || second.orders.previousFrom.min === first.orders.from.min
  const test =
    chained || a.se === null || b.se === null
      ? null
      : welchDifference({ ...a, se: a.se }, { ...b, se: b.se }, level, "welch")
  return {
    difference,
    interval: test?.interval ?? null,
    test: test === null ? null : "welch-t",
    p: test?.p ?? null,
    effect: null,
  }
}

/** A growth of one group, as it is compared; `null` where there is none. */
const sideOf = (states: States, said: Said, level: number) => {
  const { foreign, unfinished, unknown, without } = states.orders
  const withheld = foreign.n + unfinished.n + unknown.n + without.n > 0 || isSilent(states)
  if (withheld || salesOf(states, said).before <= 0) return null
  const growth = growthOf(states, said, level)
  if (growth === null) return null
  const { df, ratio, se } = growth
  if (said.form === "relative") return { value: ratio - 1, se, df: df ?? NORMAL }
  return ratio > 0 ? { value: Math.log(ratio), se: se === null ? null : se / ratio, df: df ?? NORMAL } : null
}
