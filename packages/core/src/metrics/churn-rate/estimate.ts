import type { SpellsPeriod } from "../../questions/folds/spells/index.ts"
import {
  garwood,
  type Interval,
  mover,
  type PairedSample,
  rateRatio,
  ratioOfSums,
  twoRatios,
  wilson,
} from "../../stats/index.ts"
import { caveat } from "../Caveat.ts"
import { DAY } from "../days.ts"
import { shareDifference } from "../difference.ts"
import { type CustomerEvents, fewEventsDifference, fewEventsInterval } from "../fewEvents.ts"
import type { Comparison, Estimate } from "../Metric.ts"

/** What is lost over what. */
export type ChurnForm = "of-start" | "all-of-start" | "all-of-average" | "per-exposure"

/** A twelfth of the mean year of the Gregorian calendar, 365.2425 days. */
const MONTH = (365.2425 / 12) * DAY

/** What is divided by what. */
interface Parts {
  readonly lost: number
  readonly base: number
}

const partsOf = ({ end, exposure, lost, lostOfStart, start }: SpellsPeriod, form: ChurnForm): Parts =>
  ({
    "of-start": { lost: lostOfStart, base: start },
    "all-of-start": { lost, base: start },
    "all-of-average": { lost, base: (start + end) / 2 },
    "per-exposure": { lost, base: exposure / MONTH },
  })[form]

/** Customers as pairs of what each lost and what each adds to the base: whole numbers and halves, so sums are exact. */
const unitsOf = (period: SpellsPeriod, form: ChurnForm): PairedSample => {
  const { end, squares, start, units: n } = period
  const { base, lost } = partsOf(period, form)
  const average = form === "all-of-average"
  const yy = average ? (start + 2 * squares.startEnd + end) / 4 : start
  const xy = average ? (squares.lostStart + squares.lostEnd) / 2 : squares.lostStart
  return {
    n,
    meanX: lost / n,
    meanY: base / n,
    mxx: squares.lost - (lost * lost) / n,
    myy: Math.max(0, yy - (base * base) / n),
    cxy: xy - (lost * base) / n,
  }
}

const eventsOf = (period: SpellsPeriod, form: ChurnForm): CustomerEvents => {
  const { base, lost } = partsOf(period, form)
  return { sum: lost, squares: period.squares.lost, base }
}

const intervalOf = (period: SpellsPeriod, form: ChurnForm, level: number): Interval | null => {
  const { base, lost } = partsOf(period, form)
  if (form === "of-start") return wilson(lost, base, level)
  if (form === "per-exposure") return garwood(lost, base, level)
  // Few losses are no sample for Student's t, and none show no spread at all.
  const few = fewEventsInterval(eventsOf(period, form), level)
  if (few !== null) return few
  const ratio = ratioOfSums(unitsOf(period, form), level)
  const interval = ratio === null || ratio.se === 0 ? null : ratio.interval
  return interval === null || interval.low === null ? interval : { ...interval, low: Math.max(0, interval.low) }
}

/** The rate of a period; withheld without one. */
export const churnOf = (period: SpellsPeriod | null, form: ChurnForm, level: number): Estimate => {
  const none = { value: null, interval: null, nEffective: null, numerator: null, denominator: null }
  if (period === null) return { ...none, n: 0, caveats: [] }
  const { base, lost } = partsOf(period, form)
  const n = form === "of-start" ? base : period.units
  if (base === 0) return { ...none, n, caveats: n === 0 ? [] : [caveat("zero-denominator")] }
  const interval = intervalOf(period, form, level)
  return {
    value: lost / base,
    interval,
    n,
    nEffective: n,
    numerator: lost,
    denominator: base,
    caveats: interval === null ? [caveat("no-ci")] : [],
  }
}

/** Two rates, first minus second. */
export const compareChurn = (
  first: SpellsPeriod | null,
  second: SpellsPeriod | null,
  form: ChurnForm,
  level: number,
): Comparison | null => {
  if (first === null || second === null) return null
  const [a, b] = [partsOf(first, form), partsOf(second, form)]
  if (a.base === 0 || b.base === 0) return null
  if (form === "of-start") return shareDifference({ x: a.lost, n: a.base }, { x: b.lost, n: b.base }, level)
  const difference = a.lost / a.base - b.lost / b.base
  if (form === "per-exposure")
    return {
      difference,
      interval: mover(
        { value: a.lost / a.base, interval: garwood(a.lost, a.base, level) },
        { value: b.lost / b.base, interval: garwood(b.lost, b.base, level) },
      ),
      test: "conditional-binomial",
      p: rateRatio({ events: a.lost, exposure: a.base }, { events: b.lost, exposure: b.base }, level)?.p ?? null,
      effect: null,
    }
  const few = fewEventsDifference(eventsOf(first, form), eventsOf(second, form), level)
  if (few !== null) return few
  const test = twoRatios(unitsOf(first, form), unitsOf(second, form), level)
  return {
    difference,
    interval: test?.interval ?? null,
    test: test === null ? null : "welch-t",
    p: test?.p ?? null,
    effect: null,
  }
}
