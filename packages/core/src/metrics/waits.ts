import type { DimensionValue } from "../questions/Dimension.ts"
import { type Durations, type Lengths, mergeLengths } from "../questions/folds/durations/index.ts"
import {
  clusteredLogRank,
  type Interval,
  kaplanMeier,
  type LifeCounts,
  type Lifetimes,
  logRank,
  mover,
  normalQuantile,
  normalSf,
  rankedQuantile,
  studentTQuantile,
  survivalDesignEffect,
  survivalQuantile,
  wilson,
} from "../stats/index.ts"
import { type Caveat, caveat } from "./Caveat.ts"
import { shareDifference } from "./difference.ts"
import type { Comparison, Estimate } from "./Metric.ts"

/** Durations, whole and by shard of customers. */
export interface Waits {
  readonly whole: Durations
  readonly shards: ReadonlyArray<Durations>
  /** Whether some belong to one customer: then only the shards are independent, and else each is. */
  readonly alike: boolean
}

/** Edges that make 32 shards of 128: enough to see how alike the durations of one customer are. */
export const shardEdges = Array.from({ length: 33 }, (_, i) => 4 * i)

const none: Durations = { units: 0, timed: 0, closed: [], open: [], dropped: [], unknown: 0, negative: 0, targets: [] }

/** The parts of a question that was split into shards, each in its place. */
export const shardsOf = (
  found: ReadonlyArray<{ readonly key: ReadonlyArray<DimensionValue>; readonly states: { readonly fold: Durations } }>,
): ReadonlyArray<Durations> => {
  const own = new Map(found.map(({ key: [place], states }) => [place, states.fold] as const))
  return shardEdges.slice(1).map((_, i) => own.get(i) ?? none)
}

const total = (lengths: Lengths): number => lengths.reduce((sum, [, n]) => sum + n, 0)

/** Durations whose length is known, or known up to then. */
export const countOf = ({ closed, dropped, open }: Durations): number => total(closed) + total(open) + total(dropped)

const livesOf = ({ closed, dropped, open }: Durations): Lifetimes => {
  const lives = new Map<number, LifeCounts>()
  for (const [time, events] of closed) lives.set(time, { events, censored: 0 })
  for (const [time, censored] of mergeLengths(open, dropped))
    lives.set(time, { events: lives.get(time)?.events ?? 0, censored })
  return lives
}

/** The length of a rank, counted from 1. */
const atRank = (lengths: Lengths, rank: number): number => {
  let left = rank
  for (const [length, n] of lengths) {
    left -= n
    if (left <= 0) return length
  }
  return lengths.at(-1)?.[0] ?? 0
}

/** Shards that hold something; `null` where every duration is independent. */
const dependent = ({ alike, shards }: Waits): ReadonlyArray<Durations> | null =>
  alike ? shards.filter((shard) => countOf(shard) > 0) : null

/** How much more a variance between so few shards has to be feared than a known one (Korn & Graubard 1998). */
const widened = (shards: number, level: number): number =>
  shards < 2 ? Infinity : (studentTQuantile((1 + level) / 2, shards - 1) / normalQuantile((1 + level) / 2)) ** 2

interface Quantile {
  readonly value: number | null
  readonly interval: Interval | null
  readonly nEffective: number
}

/** A quantile of durations, those that still run counted as long as they have. */
const quantileOf = (waits: Waits, q: number, level: number): Quantile => {
  const { whole } = waits
  const n = countOf(whole)
  const parts = dependent(waits)
  if (parts === null && total(whole.closed) === n) {
    const found = rankedQuantile((rank) => atRank(whole.closed, rank), n, q, level)
    return { value: found?.value ?? null, interval: bounded(found?.interval ?? null), nEffective: n }
  }
  const lives = livesOf(whole)
  const curve = kaplanMeier(lives, level)
  if (curve === null) return { value: null, interval: null, nEffective: 0 }
  const plain = survivalQuantile(curve, q)
  if (parts === null) return { value: plain.value, interval: bounded(plain), nEffective: n }
  // At the quantile itself where it is reached, else where the curve ends.
  const at = plain.value ?? curve.steps.at(-1)?.time ?? 0
  const deff = survivalDesignEffect(parts.map(livesOf), at)
  const effect = Math.max(1, deff ?? n / whole.timed) * widened(parts.length, level)
  // The band of another level is this band, widened.
  const z = Math.min(8, normalQuantile((1 + level) / 2) * Math.sqrt(effect))
  const wide = parts.length < 2 ? null : kaplanMeier(lives, 1 - 2 * normalSf(z))
  const interval = wide === null ? null : { ...survivalQuantile(wide, q), level }
  return { value: plain.value, interval: bounded(interval), nEffective: Math.max(1, n / effect) }
}

/** An interval that bounds at least one side. */
const bounded = (interval: Interval | null): Interval | null => {
  if (interval === null || (interval.low === null && interval.high === null)) return null
  const { high, level, low, method } = interval
  return { low, high, level, method }
}

/** Notes on what a number rests on. */
const notes = (
  { whole }: Waits,
  effective: { readonly n: number; readonly nEffective: number },
): ReadonlyArray<Caveat> => [
  ...(effective.nEffective < effective.n / 1.01
    ? [caveat("clustered", { deff: effective.n / effective.nEffective })]
    : []),
  ...(whole.negative > 0 ? [caveat("backwards", { n: whole.negative })] : []),
]

/** A quantile of durations as an estimate. */
export const quantileEstimate = (waits: Waits, q: number, level: number): Estimate => {
  const n = countOf(waits.whole)
  const { interval, nEffective, value } = quantileOf(waits, q, level)
  const [open, dropped] = [total(waits.whole.open), total(waits.whole.dropped)]
  return {
    value,
    interval,
    n,
    nEffective: n === 0 ? null : nEffective,
    numerator: null,
    denominator: n,
    caveats: [
      ...(n > 0 && value === null ? [caveat("not-reached", { n: open, minimum: 1 })] : []),
      ...(open > 0 ? [caveat("censored", { n: open })] : []),
      ...(dropped > 0 ? [caveat("closed-unanswered", { n: dropped })] : []),
      ...notes(waits, { n, nEffective }),
      ...(n > 0 && interval === null ? [caveat("no-ci")] : []),
    ],
  }
}

interface Counted {
  readonly n: number
  readonly x: number
}

/**
 * How many independent trials a share is worth whose trials are alike within shards: by the variance between the shards,
 * feared the more the fewer they are; where nothing varies, as many as there are units.
 */
export const effectiveUnits = (
  { n, x }: Counted,
  shards: ReadonlyArray<Counted>,
  units: number,
  level: number,
): number => {
  const pairs = shards.filter((own) => own.n > 0)
  const k = pairs.length
  if (k < 2) return Math.min(1, n)
  const p = x / n
  const squares = pairs.reduce((sum, own) => sum + (own.x - p * own.n) ** 2, 0)
  const between = ((k / (k - 1)) * squares) / (n * n)
  // Where all are alike nothing shows how units differ.
  if (squares === 0) return Math.min(n, units)
  const deff = Math.max(1, between / ((p * (1 - p)) / n)) * widened(k, level)
  return Math.max(1, n / deff)
}

/** The durations due at the first target, those that ended in time, and how many of them are independent. */
const shareOf = (waits: Waits, level: number): Counted & { readonly size: number } => {
  const { n = 0, x = 0 } = waits.whole.targets[0] ?? {}
  const parts = dependent(waits)
  if (parts === null || n === 0) return { x, n, size: n }
  const counted = parts.flatMap(({ targets: [own] }) => own ?? [])
  return { x, n, size: effectiveUnits({ n, x }, counted, waits.whole.timed, level) }
}

/** The share of durations due that ended in time. */
export const withinEstimate = (waits: Waits, level: number): Estimate => {
  const { n, size, x } = shareOf(waits, level)
  const { dropped = 0 } = waits.whole.targets[0] ?? {}
  const ahead = countOf(waits.whole) - n - dropped
  return {
    value: n === 0 ? null : x / n,
    interval: n === 0 ? null : wilson((x / n) * size, size, level),
    n,
    nEffective: n === 0 ? null : size,
    numerator: x,
    denominator: n,
    caveats: [
      ...(ahead > 0 ? [caveat("not-yet-due", { n: ahead })] : []),
      ...(dropped > 0 ? [caveat("closed-unanswered", { n: dropped, of: "share" })] : []),
      ...notes(waits, { n, nEffective: size }),
    ],
  }
}

/** Two shares of durations that ended in time, first minus second. */
export const withinDifference = (first: Waits, second: Waits, level: number): Comparison | null => {
  const [a, b] = [shareOf(first, level), shareOf(second, level)]
  if (a.n === 0 || b.n === 0) return null
  return shareDifference({ x: (a.x / a.n) * a.size, n: a.size }, { x: (b.x / b.n) * b.size, n: b.size }, level)
}

/** Shards of both by the same place, so that those of one customer meet. */
const parts = ({ shards }: Waits): ReadonlyArray<Lifetimes> => shards.map(livesOf)

/**
 * Two quantiles of durations, first minus second: the difference with an interval from both of theirs, tested by the
 * log-rank test of all durations. A difference of curves need not be one of their medians, and the reverse.
 */
export const quantileDifference = (first: Waits, second: Waits, q: number, level: number): Comparison | null => {
  const [a, b] = [quantileOf(first, q, level), quantileOf(second, q, level)]
  if (countOf(first.whole) === 0 || countOf(second.whole) === 0) return null
  const known = a.value !== null && b.value !== null
  const clustered = first.alike || second.alike
  const test = clustered
    ? clusteredLogRank(parts(first), parts(second))
    : logRank(livesOf(first.whole), livesOf(second.whole))
  return {
    difference: a.value === null || b.value === null ? null : a.value - b.value,
    interval:
      known && a.value !== null && b.value !== null
        ? mover({ value: a.value, interval: a.interval }, { value: b.value, interval: b.interval })
        : null,
    test: test === null ? null : clustered ? "clustered-log-rank" : "log-rank",
    p: test?.p ?? null,
    effect: null,
  }
}
