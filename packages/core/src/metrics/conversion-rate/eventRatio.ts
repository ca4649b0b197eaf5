import type { DimensionValue } from "../../questions/Dimension.ts"
import { type PairedSample, ratioOfSums, twoRatios } from "../../stats/index.ts"
import { caveat } from "../Caveat.ts"
import type { Comparison, Estimate } from "../Metric.ts"
import type { EventStates } from "./questions.ts"

/** Conversions and entries of shards of customers; events of nobody known are units of their own. */
const unitsOf = ({ conversions, entries }: EventStates): PairedSample & { readonly x: number; readonly y: number } => {
  const pairs = new Map<string, { x: number; y: number }>()
  const loose = { x: 0, y: 0 }
  const at = (shard: DimensionValue) => {
    if (shard === null) return loose
    const key = String(shard)
    const known = pairs.get(key) ?? { x: 0, y: 0 }
    pairs.set(key, known)
    return known
  }
  for (const { key, states } of conversions) at(key[0] ?? null).x += states.rows.n
  for (const { key, states } of entries) at(key[0] ?? null).y += states.rows.n
  const all = [...pairs.values()]
  const n = all.length + loose.x + loose.y
  const total = (of: "x" | "y") => all.reduce((sum, one) => sum + one[of], loose[of])
  const [x, y] = [total("x"), total("y")]
  const [meanX, meanY] = [x / n, y / n]
  const central = (own: number, other: number, of: (one: { x: number; y: number }) => number) =>
    all.reduce((sum, one) => sum + of(one), loose.x * own + loose.y * other)
  return {
    x,
    y,
    n,
    meanX,
    meanY,
    mxx: central((1 - meanX) ** 2, meanX ** 2, (one) => (one.x - meanX) ** 2),
    myy: central(meanY ** 2, (1 - meanY) ** 2, (one) => (one.y - meanY) ** 2),
    cxy: central(-(1 - meanX) * meanY, -meanX * (1 - meanY), (one) => (one.x - meanX) * (one.y - meanY)),
  }
}

/** Conversions of the period over entries of the period. */
export const estimateEvents = (states: EventStates, level: number): Estimate => {
  const { x, y, ...units } = unitsOf(states)
  const ratio = ratioOfSums(units, level)
  const given = ratio === null || ratio.se === 0 ? null : ratio.interval
  // No ratio of counts is below nothing.
  const interval = given === null || given.low === null ? given : { ...given, low: Math.max(0, given.low) }
  return {
    value: y === 0 ? null : x / y,
    interval,
    n: y,
    nEffective: y === 0 ? null : Math.min(y, units.n),
    numerator: x,
    denominator: y,
    caveats: y > 0 && interval === null ? [caveat("no-ci")] : [],
  }
}

/** Two ratios of events, first minus second. */
export const compareEvents = (first: EventStates, second: EventStates, level: number): Comparison | null => {
  const [a, b] = [unitsOf(first), unitsOf(second)]
  if (a.y === 0 || b.y === 0) return null
  const test = twoRatios(a, b, level)
  return {
    difference: a.x / a.y - b.x / b.y,
    interval: test?.interval ?? null,
    test: test === null ? null : "welch-t",
    p: test?.p ?? null,
    effect: null,
  }
}
