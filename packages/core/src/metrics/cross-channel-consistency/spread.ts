import type { CrossProducts } from "../../moments/CrossProducts.ts"
import type { Histogram } from "../../moments/Histogram.ts"
import { type Interval, jackknife, type Sample } from "../../stats/index.ts"

/** Fewest shards and customers that a jackknife may rest on. */
const SHARDS = 20
const CUSTOMERS = 200

/** What adds up over the customers of a channel, with scores counted from a centre so that nothing cancels. */
interface Sums {
  /** Customers; an answer without one is one of its own. */
  readonly units: number
  readonly answers: number
  readonly x: number
  readonly xx: number
  readonly xy: number
  readonly yy: number
}

const none: Sums = { units: 0, answers: 0, x: 0, xx: 0, xy: 0, yy: 0 }

const plus = (a: Sums, b: Sums, sign: 1 | -1 = 1): Sums => ({
  units: a.units + sign * b.units,
  answers: a.answers + sign * b.answers,
  x: a.x + sign * b.x,
  xx: a.xx + sign * b.xx,
  xy: a.xy + sign * b.xy,
  yy: a.yy + sign * b.yy,
})

/** Sums of customers by their cross-products of (sum of scores, answers). */
export const sumsOfCustomers = ({ c, mean: [sum = 0, answers = 0], n }: CrossProducts, centre: number): Sums => {
  const [mxx = 0, mxy = 0, , myy = 0] = c
  const x = sum - centre * answers
  return {
    units: n,
    answers: n * answers,
    x: n * x,
    xx: mxx - 2 * centre * mxy + centre * centre * myy + n * x * x,
    xy: mxy - centre * myy + n * x * answers,
    yy: myy + n * answers * answers,
  }
}

/** Sums of answers without a customer. */
export const sumsOfAnswers = ({ levels }: Histogram, centre: number): Sums =>
  levels.reduce((sums, { n, value }) => {
    const x = value - centre
    return plus(sums, { units: n, answers: n, x: n * x, xx: n * x * x, xy: n * x, yy: n })
  }, none)

/** Sums of each channel, shard by shard. */
export type Channels = ReadonlyMap<string, ReadonlyMap<number | null, Sums>>

/** Puts parts into their place. */
export const channelsOf = (
  parts: ReadonlyArray<{ readonly channel: string; readonly shard: number | null; readonly sums: Sums }>,
): Channels => {
  const channels = new Map<string, Map<number | null, Sums>>()
  for (const { channel, shard, sums } of parts) {
    const shards = channels.get(channel) ?? new Map<number | null, Sums>()
    shards.set(shard, plus(shards.get(shard) ?? none, sums))
    channels.set(channel, shards)
  }
  return channels
}

/**
 * The mean of a channel as a sample of its customers, whose standard error is that of the linearised mean: with one
 * answer each it is the sample of the answers.
 */
const sampleOf = ({ answers, units, x, xx, xy, yy }: Sums): Sample => {
  const mean = answers === 0 ? 0 : x / answers
  const residual = Math.max(0, xx - 2 * mean * xy + mean * mean * yy)
  // What is left by rounding is no spread.
  const m2 = residual > 1e-12 * (xx + yy) ? (residual * units * units) / (answers * answers) : 0
  return { n: units, mean, m2 }
}

const isPrecise = ({ m2, n }: Sample): boolean => n >= 2 && m2 > 0

/**
 * Variance between means with noise taken off: `tau2` of `heterogeneity`, before it is cut off at 0, since a jackknife
 * needs a number that moves. `null` where fewer than two means have a precision.
 *
 * Source: DerSimonian & Laird 1986.
 */
const between = (samples: ReadonlyArray<Sample>): number | null => {
  const weighed = samples.filter(isPrecise).map(({ m2, mean, n }) => ({ mean, w: (n * (n - 1)) / m2 }))
  if (weighed.length < 2) return null
  const total = weighed.reduce((sum, { w }) => sum + w, 0)
  const squares = weighed.reduce((sum, { w }) => sum + w * w, 0)
  const mean = weighed.reduce((sum, one) => sum + one.w * one.mean, 0) / total
  const q = weighed.reduce((sum, one) => sum + one.w * (one.mean - mean) ** 2, 0)
  return (q - (weighed.length - 1)) / (total - squares / total)
}

/** 1 less the deviation between channels in halves of the scale, within 0 and 1. */
const consistency = (tau2: number, length: number): number =>
  Math.max(0, 1 - Math.sqrt(Math.max(0, tau2)) / (length / 2))

/** How consistent channels are, and what it rests on. */
export interface Spread {
  readonly value: number | null
  readonly n: number
  readonly customers: number
  /** Channels whose mean has no precision. */
  readonly excluded: number
  /** Variance between channels with each shard left out; `null` where too little is left to say. */
  readonly leftOut: ReadonlyMap<number | null, number> | null
  readonly tau2: number | null
}

/** Consistency of channels on a scale of a length, with every shard of customers left out in turn. */
export const spreadOf = (channels: Channels, length: number): Spread => {
  const totals = [...channels].map(([, shards]) => ({
    shards,
    all: [...shards.values()].reduce((a, b) => plus(a, b), none),
  }))
  const samples = totals.map(({ all }) => sampleOf(all))
  const counted = totals.filter((_, i) => isPrecise(samples[i] as Sample))
  const tau2 = between(samples)
  const [n, customers] = [
    Math.round(counted.reduce((sum, { all }) => sum + all.answers, 0)),
    counted.reduce((sum, { all }) => sum + all.units, 0),
  ]
  // All answers of all channels alike: no noise to take off, and nothing between them.
  const means = samples.map(({ mean }) => mean)
  if (samples.length > 1 && samples.every(({ m2 }) => m2 === 0) && Math.max(...means) - Math.min(...means) < 1e-9) {
    const all = totals.map((one) => one.all)
    const sum = (of: (sums: Sums) => number) => all.reduce((total, one) => total + of(one), 0)
    return {
      value: 1,
      n: Math.round(sum((s) => s.answers)),
      customers: sum((s) => s.units),
      excluded: 0,
      leftOut: null,
      tau2: 0,
    }
  }
  const leftOut = new Map<number | null, number>()
  const shards = new Set(counted.flatMap((one) => [...one.shards.keys()]))
  for (const shard of shards) {
    const without = between(counted.map((one) => sampleOf(plus(one.all, one.shards.get(shard) ?? none, -1))))
    if (without !== null) leftOut.set(shard, without)
  }
  return {
    value: tau2 === null ? null : consistency(tau2, length),
    n,
    customers,
    excluded: samples.length - counted.length,
    leftOut:
      tau2 !== null && leftOut.size === shards.size && shards.size >= SHARDS && customers >= CUSTOMERS ? leftOut : null,
    tau2,
  }
}

/**
 * Interval of the consistency: jackknifed for the variance between channels, then turned into the consistency of its
 * ends. Where noise explains more than all of it, the interval begins at none: it never shrinks to a point.
 */
export const intervalOf = ({ leftOut, tau2 }: Spread, length: number, level: number): Interval | null => {
  const found = leftOut === null || tau2 === null ? null : jackknife(Math.max(0, tau2), [...leftOut.values()], level)
  if (found === null || !(found.se > 0)) return null
  const { high, low } = found.interval
  return {
    low: consistency(high ?? Number.POSITIVE_INFINITY, length),
    high: consistency(low ?? 0, length),
    level,
    method: "jackknife",
  }
}

/** Difference of two consistencies with each shard of customers left out of both: who is in both, counts in both. */
export const differenceOf = (a: Spread, b: Spread, length: number, level: number) => {
  if (a.value === null || b.value === null || a.leftOut === null || b.leftOut === null) return null
  const difference = a.value - b.value
  const shards = new Set([...a.leftOut.keys(), ...b.leftOut.keys()])
  const without = ({ leftOut, tau2 }: Spread, shard: number | null) =>
    consistency(leftOut?.get(shard) ?? tau2 ?? 0, length)
  const left = [...shards].map((shard) => without(a, shard) - without(b, shard))
  const found = jackknife(difference, left, level)
  return found === null ? null : { difference, ...found }
}
