import type { Histogram } from "../../moments/Histogram.ts"
import type { DimensionValue } from "../../questions/Dimension.ts"
import { type Interval, jackknife } from "../../stats/index.ts"
import { welchDifference } from "../../stats/twoMeans.ts"
import { caveat } from "../Caveat.ts"
import type { Comparison, Estimate } from "../Metric.ts"

/** The scores that raters gave one item of one visit. */
export interface ItemPart {
  readonly key: ReadonlyArray<DimensionValue>
  readonly states: { readonly first: Histogram; readonly second: Histogram }
}

/** Sums over items: pairs that agree, and how often each side gave each score. */
interface Sums {
  readonly items: number
  readonly agreeing: number
  readonly first: ReadonlyMap<number, number>
  readonly second: ReadonlyMap<number, number>
}

const nothing: Sums = { items: 0, agreeing: 0, first: new Map(), second: new Map() }

const added = (to: ReadonlyMap<number, number>, more: ReadonlyMap<number, number>, sign: 1 | -1) => {
  const sum = new Map(to)
  for (const [score, n] of more) sum.set(score, (sum.get(score) ?? 0) + sign * n)
  return sum
}

const plus = (a: Sums, b: Sums, sign: 1 | -1 = 1): Sums => ({
  items: a.items + sign * b.items,
  agreeing: a.agreeing + sign * b.agreeing,
  first: added(a.first, b.first, sign),
  second: added(a.second, b.second, sign),
})

/** Share of the raters of an item that gave each score. */
const sharesOf = ({ levels }: Histogram): ReadonlyMap<number, number> => {
  const raters = levels.reduce((sum, { n }) => sum + n, 0)
  return new Map(levels.map(({ n, value }) => [value, n / raters]))
}

const count = ({ levels }: Histogram): number => levels.reduce((sum, { n }) => sum + n, 0)

/** One item as Fleiss counts it: pairs among all its raters. */
const amongAll = (scores: Histogram): Sums => {
  const raters = count(scores)
  if (raters < 2) return nothing
  const shares = sharesOf(scores)
  const agreeing = scores.levels.reduce((sum, { n }) => sum + n * (n - 1), 0) / (raters * (raters - 1))
  return { items: 1, agreeing, first: shares, second: shares }
}

/** One item as Cohen counts it: what each of two raters gave it. */
const betweenTwo = (first: Histogram, second: Histogram): Sums => {
  if (count(first) !== 1 || count(second) !== 1) return nothing
  return {
    items: 1,
    agreeing: first.levels[0]?.value === second.levels[0]?.value ? 1 : 0,
    first: sharesOf(first),
    second: sharesOf(second),
  }
}

/** Sums of each visit with an item that two raters scored. */
const visitsOf = (parts: ReadonlyArray<ItemPart>, two: boolean): ReadonlyArray<Sums> => {
  const visits = new Map<string, Sums>()
  for (const { key, states } of parts) {
    const item = two ? betweenTwo(states.first, states.second) : amongAll(states.first)
    if (item.items === 0) continue
    const visit = JSON.stringify(key[0] ?? null)
    visits.set(visit, plus(visits.get(visit) ?? nothing, item))
  }
  return [...visits.values()]
}

interface Kappa {
  readonly observed: number
  readonly expected: number
  /** `null` where all gave one score, so that chance agrees always. */
  readonly value: number | null
}

const kappaOf = ({ agreeing, first, items, second }: Sums): Kappa | null => {
  if (items === 0) return null
  const observed = agreeing / items
  const expected = [...first].reduce((sum, [score, n]) => sum + (n / items) * ((second.get(score) ?? 0) / items), 0)
  // Sums of shares such as 1/3 are a hair off 1.
  const value = 1 - expected < 1e-12 ? null : (observed - expected) / (1 - expected)
  return { observed, expected, value }
}

interface Agreed {
  readonly n: number
  readonly visits: number
  readonly kappa: Kappa | null
  readonly spread: { readonly se: number; readonly df: number; readonly interval: Interval } | null
}

/** Kappa over all items, and how much it moves with each visit left out. */
const agreementOf = (parts: ReadonlyArray<ItemPart>, two: boolean, level: number): Agreed => {
  const visits = visitsOf(parts, two)
  const all = visits.reduce((sum, visit) => plus(sum, visit), nothing)
  const kappa = kappaOf(all)
  const leftOut = visits.map((visit) => kappaOf(plus(all, visit, -1))?.value ?? null)
  const known = leftOut.filter((value) => value !== null)
  const spread =
    kappa === null || kappa.value === null || known.length < leftOut.length
      ? null
      : jackknife(kappa.value, known, level)
  // Where nothing moves it, the interval would have no width.
  return { n: all.items, visits: visits.length, kappa, spread: spread === null || spread.se < 1e-12 ? null : spread }
}

const bounded = (interval: Interval): Interval => ({
  ...interval,
  low: interval.low === null ? null : Math.max(-1, interval.low),
  high: interval.high === null ? null : Math.min(1, interval.high),
})

/** Cohen's kappa of two raters, or Fleiss' of all, with the jackknife over visits. */
export const estimateAgreement = (parts: ReadonlyArray<ItemPart>, two: boolean, level: number): Estimate => {
  const { kappa, n, spread, visits } = agreementOf(parts, two, level)
  return {
    value: kappa?.value ?? null,
    interval: spread === null ? null : bounded(spread.interval),
    n,
    nEffective: n === 0 ? null : visits,
    numerator: kappa === null ? null : kappa.observed - kappa.expected,
    denominator: kappa === null ? 0 : 1 - kappa.expected,
    caveats: [
      ...(kappa !== null && kappa.value === null ? [caveat("zero-denominator")] : []),
      ...(kappa !== null && kappa.value !== null && spread === null ? [caveat("no-ci")] : []),
    ],
  }
}

/** First minus second, tested by the standard errors of both. */
export const compareAgreement = (
  first: ReadonlyArray<ItemPart>,
  second: ReadonlyArray<ItemPart>,
  two: boolean,
  level: number,
): Comparison | null => {
  const [a, b] = [agreementOf(first, two, level), agreementOf(second, two, level)]
  const [left, right] = [a.kappa?.value ?? null, b.kappa?.value ?? null]
  if (left === null || right === null) return null
  const test =
    a.spread === null || b.spread === null
      ? null
      : welchDifference({ value: left, ...a.spread }, { value: right, ...b.spread }, level, "jackknife")
  return {
    difference: left - right,
    interval: test?.interval ?? null,
    test: test === null ? null : "welch-t",
    p: test?.p ?? null,
    effect: null,
  }
}
