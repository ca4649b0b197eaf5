import { Histogram } from "../../moments/Histogram.ts"
import {
  clusteredProportion,
  type Interval,
  mover,
  normalQuantile,
  type PairedSample,
  quantileRanks,
  studentTQuantile,
  twoProportionTest,
} from "../../stats/index.ts"
import type { Comparison } from "../Metric.ts"

/** The amounts of one shard of customers, or those of nobody known. */
export interface Shard {
  readonly amounts: Histogram
  /** Customers in it; 0 of the orders that name none, each of which is its own. */
  readonly customers: number
  readonly named: boolean
}

/** A quantile of all orders, and what it is worth. */
export interface Quantile {
  readonly value: number
  readonly n: number
  /** Orders worth of information, as orders of one customer are alike. */
  readonly nEffective: number
  readonly interval: Interval | null
}

const count = ({ levels }: Histogram, test: (value: number) => boolean = () => true): number =>
  levels.reduce((sum, { n, value }) => (test(value) ? sum + n : sum), 0)

/** The amount of a rank, counted from 1. */
const atRank = ({ levels }: Histogram, rank: number): number => {
  let left = rank
  for (const { n, value } of levels) {
    left -= n
    if (left <= 0) return value
  }
  return levels.at(-1)?.value ?? 0
}

const allOf = (shards: ReadonlyArray<Shard>): Histogram =>
  shards.reduce((all, { amounts }) => Histogram.merge(all, amounts), Histogram.empty)

/** Shards as units of (orders at most an amount, orders); an order of nobody is a unit. */
const pairsOf = (shards: ReadonlyArray<Shard>, amount: number): PairedSample => {
  const units = shards.flatMap(({ amounts, named }) => {
    const [below, all] = [count(amounts, (value) => value <= amount), count(amounts)]
    return named
      ? [{ x: below, y: all, times: 1 }]
      : [
          { x: 1, y: 1, times: below },
          { x: 0, y: 1, times: all - below },
        ]
  })
  const n = units.reduce((sum, { times }) => sum + times, 0)
  const mean = (of: (unit: { readonly x: number; readonly y: number }) => number) =>
    units.reduce((sum, unit) => sum + unit.times * of(unit), 0) / n
  const [meanX, meanY] = [mean(({ x }) => x), mean(({ y }) => y)]
  return {
    n,
    meanX,
    meanY,
    mxx: n * mean(({ x }) => (x - meanX) ** 2),
    myy: n * mean(({ y }) => (y - meanY) ** 2),
    cxy: n * mean(({ x, y }) => (x - meanX) * (y - meanY)),
  }
}

/**
 * Orders worth of information about how many are at most an amount: all where nobody has two; else by the design effect
 * between shards of customers, less what their small number leaves unknown (Korn & Graubard 1998).
 */
const effective = (shards: ReadonlyArray<Shard>, amount: number, level: number): number => {
  const orders = count(allOf(shards))
  const owners = shards.reduce((sum, { amounts, customers, named }) => sum + (named ? customers : count(amounts)), 0)
  if (owners >= orders) return orders
  const pairs = pairsOf(shards, amount)
  const deff = clusteredProportion(pairs, level)?.deff ?? null
  // Without a spread between shards each customer counts once.
  if (deff === null) return owners
  const widened = (studentTQuantile((1 + level) / 2, pairs.n - 1) / normalQuantile((1 + level) / 2)) ** 2
  return Math.max(1, orders / Math.max(1, deff * widened))
}

/** The nearest-rank quantile of the orders of all shards; `null` without any. */
export const quantileOf = (shards: ReadonlyArray<Shard>, q: number, level: number): Quantile | null => {
  const all = allOf(shards)
  const n = count(all)
  const own = quantileRanks(n, q, level)
  if (own === null) return null
  const value = atRank(all, own.rank)
  const nEffective = effective(shards, value, level)
  const worth = Math.max(1, Math.floor(nEffective + 1e-9))
  const ranks = quantileRanks(worth, q, level)
  const [low = null, high = null] = [ranks?.low, ranks?.high]
  const interval =
    low === null && high === null
      ? null
      : {
          low: low === null ? null : Math.min(value, atRank(all, Math.max(1, Math.floor((low * n) / worth)))),
          high: high === null ? null : Math.max(value, atRank(all, Math.min(n, Math.ceil((high * n) / worth)))),
          level,
          method: "order-statistics",
        }
  return { value, n, nEffective, interval }
}

/**
 * Difference of two quantiles, first minus second: the interval is put together from both (Zou & Donner 2008), the test
 * is that of the median, at the quantile of all orders (Mood 1950): is the share of orders below it the same?
 */
export const quantileDifference = (
  first: ReadonlyArray<Shard>,
  second: ReadonlyArray<Shard>,
  q: number,
  level: number,
): Comparison | null => {
  const [a, b, both] = [
    quantileOf(first, q, level),
    quantileOf(second, q, level),
    quantileOf([...first, ...second], q, level),
  ]
  if (a === null || b === null || both === null) return null
  const shareOf = (shards: ReadonlyArray<Shard>, n: number) => {
    const size = effective(shards, both.value, level)
    return { x: (count(allOf(shards), (value) => value <= both.value) / n) * size, n: size }
  }
  const test = twoProportionTest(shareOf(first, a.n), shareOf(second, b.n))
  const difference = a.value - b.value
  return {
    difference,
    interval: mover(a, b),
    test: "median-test",
    p: test?.p ?? null,
    effect: null,
  }
}
