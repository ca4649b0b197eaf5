import { countLevels } from "../../moments/Histogram.ts"
import type { Pressure } from "../../questions/folds/pressure/index.ts"
import {
  mannWhitney,
  meanInterval,
  mover,
  rankedQuantile,
  type RankedQuantile,
  type Sample,
  skewness as skewnessOf,
  skewnessSampleSize,
  wilson,
} from "../../stats/index.ts"
import { type Caveat, caveat } from "../Caveat.ts"
import { meanDifference, shareDifference } from "../difference.ts"
import type { Comparison, Estimate } from "../Metric.ts"

/** What of the parameters the numbers depend on. */
export interface Decided {
  readonly form: "share-over" | "mean" | "peak" | "excess" | "quantile" | "decayed"
  readonly cap: number
  readonly q: number
  readonly base: "contacted" | "customers" | "contactable"
}

/** The number of one group, with its interval. */
export const estimatePressure = (
  fold: Pressure,
  decided: Decided,
  level: number,
  before: ReadonlyArray<Caveat>,
): Estimate => {
  const { n, x } = overOf(fold, decided)
  const common = { n, nEffective: n === 0 ? null : n, denominator: n }
  if (decided.form === "share-over")
    return {
      ...common,
      value: n === 0 ? null : x / n,
      interval: wilson(x, n, level),
      numerator: x,
      caveats: before,
    }
  if (decided.form === "quantile") {
    const found = quantileOf(fold, decided, level)
    const interval = found === null || isOpen(found) ? null : found.interval
    const caveats = n > 0 && interval === null ? [...before, caveat("no-ci")] : before
    return { ...common, value: found?.value ?? null, interval, numerator: null, denominator: null, caveats }
  }
  const sample = sampleOf(fold, decided)
  const interval = sample.m2 > 0 ? meanInterval(sample, level) : null
  const skewness = skewOf(fold, decided) ?? 0
  const minimum = skewnessSampleSize(skewness) ?? 0
  return {
    ...common,
    value: n === 0 ? null : sample.mean,
    interval: interval === null || interval.low === null ? interval : { ...interval, low: Math.max(0, interval.low) },
    numerator: sample.mean * n,
    caveats: [
      ...before,
      ...(n < minimum ? [caveat("skewed", { skewness, minimum })] : []),
      ...(n > 0 && interval === null ? [caveat("no-ci")] : []),
    ],
  }
}

/** First minus second. */
export const comparePressure = (
  first: Pressure,
  second: Pressure,
  decided: Decided,
  level: number,
): Comparison | null => {
  if (decided.form === "share-over") return shareDifference(overOf(first, decided), overOf(second, decided), level)
  if (decided.form !== "quantile") return meanDifference(sampleOf(first, decided), sampleOf(second, decided), level)
  const [a, b] = [quantileOf(first, decided, level), quantileOf(second, decided, level)]
  const ranks = (fold: Pressure) => new Map(levelsOf(fold, "peaks", decided).map(({ n, value }) => [value, n] as const))
  const test = mannWhitney(ranks(first), ranks(second))
  if (a === null || b === null || test === null) return null
  return {
    difference: a.value - b.value,
    interval: mover(a, b),
    test: "mann-whitney",
    p: test.p,
    effect: { kind: "cliffs-delta", value: test.cliffsDelta },
  }
}

/** Levels of those who are divided by: whoever got nothing is none of the contacted. */
const levelsOf = (fold: Pressure, of: "peaks" | "totals", { base }: Decided) => {
  const spared = base === "contacted" ? fold.units - fold.contacted : 0
  return fold[of].levels.map(({ n, value }) => ({ n: value === 0 ? n - spared : n, value }))
}

/** Customers, and how many of them got more than the cap. */
const overOf = ({ contacted, peaks, units }: Pressure, decided: Decided) => ({
  n: decided.base === "contacted" ? contacted : units,
  x: countLevels(peaks, (peak) => peak > decided.cap).n,
})

const quantileOf = (fold: Pressure, decided: Decided, level: number): RankedQuantile | null => {
  const levels = levelsOf(fold, "peaks", decided)
  const n = levels.reduce((sum, one) => sum + one.n, 0)
  const valueAt = (rank: number): number => {
    let left = rank
    return levels.find((one) => (left -= one.n) <= 0)?.value ?? 0
  }
  return rankedQuantile(valueAt, n, decided.q, level)
}

const isOpen = ({ interval: { high, low } }: RankedQuantile): boolean => low === null && high === null

/** What each customer adds to the mean, as levels. */
const worths = (fold: Pressure, decided: Decided) =>
  levelsOf(fold, decided.form === "mean" ? "totals" : "peaks", decided).map(({ n, value }) => ({
    n,
    value: decided.form === "excess" ? Math.max(0, value - decided.cap) : value,
  }))

/** Contacts of each customer, those of the fullest window of each, or what of them is above the cap. */
const sampleOf = (fold: Pressure, decided: Decided): Sample => {
  const { n } = overOf(fold, decided)
  if (n === 0) return { n: 0, mean: 0, m2: 0 }
  if (decided.form === "decayed") {
    // Those without a contact add nothing to the sums; leaving them out only moves the mean.
    const { loads } = fold
    const sum = loads.mean * loads.n
    return { n, mean: sum / n, m2: Math.max(0, loads.m2 + sum * (loads.mean - sum / n)) }
  }
  const levels = worths(fold, decided)
  const mean = levels.reduce((sum, level) => sum + level.n * level.value, 0) / n
  return { n, mean, m2: levels.reduce((sum, level) => sum + level.n * (level.value - mean) ** 2, 0) }
}

const skewOf = (fold: Pressure, decided: Decided): number | null => {
  const levels = worths(fold, decided)
  const n = levels.reduce((sum, level) => sum + level.n, 0)
  const mean = levels.reduce((sum, level) => sum + level.n * level.value, 0) / n
  const central = (power: number) => levels.reduce((sum, level) => sum + level.n * (level.value - mean) ** power, 0)
  return skewnessOf({ n, m2: central(2), m3: central(3) })
}
