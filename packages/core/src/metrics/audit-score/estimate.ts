import type { DimensionValue } from "../../questions/Dimension.ts"
import {
  clusteredProportion,
  type Interval,
  type PairedSample,
  ratioOfSums,
  twoRatios,
  wilson,
} from "../../stats/index.ts"
import { type Caveat, caveat } from "../Caveat.ts"
import { shareDifference } from "../difference.ts"
import type { Comparison, Estimate } from "../Metric.ts"

/** What of the parameters the numbers depend on. */
export interface Decided {
  readonly form: "pooled" | "mean" | "critical-failed"
  readonly unit: "visit" | "location"
  readonly critical: "count" | "zero"
  readonly population: number | null
}

/** Points of the items of one visit to one location that apply. */
export interface VisitPart {
  readonly key: ReadonlyArray<DimensionValue>
  readonly states: {
    readonly earned: { readonly sum: number }
    readonly possible: { readonly sum: number }
    readonly critical: { readonly n: number }
    readonly failed: { readonly n: number }
  }
}

/** A sum over another, for each independent unit. */
interface Units {
  readonly pairs: PairedSample
  readonly x: number
  readonly y: number
}

/** The units with what is added up of them; units without anything to divide by are none. */
const unitsOf = (parts: ReadonlyArray<VisitPart>, decided: Decided): Units => {
  const visits = new Map<string, { unit: string; earned: number; possible: number; critical: number; failed: number }>()
  for (const { key, states } of parts) {
    const [visit = null, location = null] = key
    // A visit to no place known is a unit of its own.
    const unit = JSON.stringify(decided.unit === "location" && location !== null ? [location] : ["visit", visit])
    const place = JSON.stringify([unit, visit])
    const known = visits.get(place) ?? { unit, earned: 0, possible: 0, critical: 0, failed: 0 }
    visits.set(place, known)
    known.earned += states.earned.sum
    known.possible += states.possible.sum
    known.critical += states.critical.n
    known.failed += states.failed.n
  }
  const units = new Map<string, { x: number; y: number }>()
  for (const { critical, earned, failed, possible, unit } of visits.values()) {
    const own = decided.critical === "zero" && failed > 0 ? 0 : earned
    const [x, y] = {
      pooled: [own, possible],
      mean: [own / possible, 1],
      "critical-failed": [failed > 0 ? 1 : 0, critical > 0 ? 1 : 0],
    }[decided.form] as [number, number]
    if (y === 0) continue
    const known = units.get(unit) ?? { x: 0, y: 0 }
    units.set(unit, { x: known.x + x, y: known.y + y })
  }
  return summed([...units.values()])
}

const summed = (units: ReadonlyArray<{ readonly x: number; readonly y: number }>): Units => {
  const n = units.length
  const total = (of: (unit: { readonly x: number; readonly y: number }) => number) =>
    units.reduce((sum, unit) => sum + of(unit), 0)
  const [x, y] = [total((one) => one.x), total((one) => one.y)]
  const [meanX, meanY] = [x / n, y / n]
  return {
    x,
    y,
    pairs: {
      n,
      meanX,
      meanY,
      mxx: total((one) => (one.x - meanX) ** 2),
      myy: total((one) => (one.y - meanY) ** 2),
      cxy: total((one) => (one.x - meanX) * (one.y - meanY)),
    },
  }
}

/** The share of units that were not visited: what of the variance is left. Nothing where all were, or more than there are. */
const unseen = (n: number, population: number | null): number =>
  population === null ? 1 : Math.max(0, 1 - n / population)

/** An interval as much narrower as less is left unseen, within 0 and 1. */
const within = (interval: Interval | null, value: number, left: number): Interval | null => {
  if (interval === null || interval.low === null || interval.high === null || left === 0) return null
  const shrunk = (end: number) => Math.min(1, Math.max(0, value + (end - value) * Math.sqrt(left)))
  return { ...interval, low: shrunk(interval.low), high: shrunk(interval.high) }
}

/** The score, or the share of visits that failed, with its interval. */
export const estimateScore = (
  parts: ReadonlyArray<VisitPart>,
  decided: Decided,
  level: number,
  { caveats, honest }: { readonly caveats: ReadonlyArray<Caveat>; readonly honest: boolean },
): Estimate => {
  const { pairs, x, y } = unitsOf(parts, decided)
  const { n } = pairs
  const common = { n, numerator: honest ? x : null, denominator: honest ? y : null }
  if (!honest || n === 0) return { ...common, value: null, interval: null, nEffective: null, caveats }
  const left = unseen(n, decided.population)
  const [interval, nEffective] = decided.form === "critical-failed" ? failedInterval(pairs, left, level) : [null, n]
  const ratio = decided.form === "critical-failed" ? null : ratioOfSums(pairs, level)
  const found = ratio === null || ratio.se === 0 ? interval : within(ratio.interval, ratio.value, left)
  return {
    ...common,
    nEffective,
    value: x / y,
    interval: found,
    caveats: found === null ? [...caveats, caveat("no-ci")] : caveats,
  }
}

/** Failed visits of all, at the size that visits to one location are worth. */
const failedInterval = (pairs: PairedSample, left: number, level: number): readonly [Interval | null, number] => {
  const size = failedSize(pairs)
  const p = pairs.meanX / pairs.meanY
  return [size === null || left === 0 ? null : wilson((p * size) / left, size / left, level), size ?? pairs.n]
}

/** How many independent visits the visits are worth; `null` where one place says nothing of others. */
const failedSize = (pairs: PairedSample): number | null => {
  const { meanX, meanY, myy, n } = pairs
  if (meanY === 1) return n
  const missed = n * Math.min(meanX, meanY - meanX)
  // Where none failed, or all did, nothing shows how unlike places are: each counts once by its visits.
  if (n > 1 && missed < 1e-9) return (n * meanY) ** 2 / (myy + n * meanY ** 2)
  return clusteredProportion(pairs)?.nEffective ?? null
}

/** First minus second: Welch's test of two ratios, or of two shares. */
export const compareScore = (
  first: ReadonlyArray<VisitPart>,
  second: ReadonlyArray<VisitPart>,
  decided: Decided,
  level: number,
): Comparison | null => {
  const [a, b] = [unitsOf(first, decided), unitsOf(second, decided)]
  if (a.pairs.n === 0 || b.pairs.n === 0) return null
  if (decided.form === "critical-failed") {
    const sized = ({ pairs }: Units) => {
      const size = failedSize(pairs) ?? 0
      return { x: (pairs.meanX / pairs.meanY) * size, n: size }
    }
    return shareDifference(sized(a), sized(b), level)
  }
  const test = twoRatios(a.pairs, b.pairs, level)
  return {
    difference: a.x / a.y - b.x / b.y,
    interval: test?.interval ?? null,
    test: "welch-t",
    p: test?.p ?? null,
    effect: null,
  }
}
