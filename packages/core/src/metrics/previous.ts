import * as Calendar from "../time/Calendar.ts"
import * as Period from "../time/Period.ts"
import { caveat } from "./Caveat.ts"
import { compared } from "./compare.ts"
import type { Measured, MeasureRequest } from "./MeasureRequest.ts"
import type { Measurement } from "./Measurement.ts"
import type { PreparedMetric } from "./Metric.ts"
import type { Range } from "./scope.ts"

/** What has to be measured for a request, and which of it is shown. */
export interface Widened {
  /** The request, begun one bucket earlier where the first bucket shown needs one before it. */
  readonly request: MeasureRequest
  /** The period before, to be measured beside a whole period. */
  readonly baseline: MeasureRequest | null
  /** Whether a measurement was asked for, or only serves to compare with. */
  readonly shows: (measurement: Measurement) => boolean
}

const all = () => true

/** Widens a request that compares with the period before by what it compares with. */
export const widen = (request: MeasureRequest, calendar: Calendar.Calendar): Widened => {
  const { compare, every = null, period = null } = request
  if (compare !== "previous" || period === null) return { request, baseline: null, shows: all }
  if (every === null)
    return {
      request,
      baseline: { ...request, period: previousPeriod(period, calendar) },
      shows: all,
    }
  const { from } = period
  // A bucket that the period cuts is partial: nothing before it is of use.
  if (Calendar.startOf(calendar, every, from) !== from) return { request, baseline: null, shows: all }
  return {
    request: { ...request, period: { ...period, from: Calendar.startOf(calendar, every, from - 1) } },
    baseline: null,
    shows: (measurement) => measurement.period === null || measurement.period.from >= from,
  }
}

const grains = Calendar.Grain.literals.toReversed()

/**
 * The period of the same length before a period: whole years before years, quarters before quarters, months before
 * months, and so on down to hours, whatever their days; of any other period the same number of milliseconds.
 */
export const previousPeriod = (period: Period.Period, calendar: Calendar.Calendar): Period.Period => {
  const starts = (grain: Calendar.Grain, at: number) => Calendar.startOf(calendar, grain, at) === at
  const grain = grains.find((one) => starts(one, period.from) && starts(one, period.to))
  return grain === undefined
    ? { ...period, from: 2 * period.from - period.to, to: period.from }
    : Period.previous(period, calendar, grain)
}

interface Comparing {
  readonly metric: PreparedMetric
  readonly measured: ReadonlyArray<Measured>
  /** Groups of the period before; `null` where buckets are compared with the one before each. */
  readonly baseline: { readonly period: Period.Reported | null; readonly measured: ReadonlyArray<Measured> } | null
  /** Range of the facts: a period that begins before them is not whole. */
  readonly range: Range | null
}

/**
 * Compares every group with itself in the period before: a whole period with the one measured beside it, a bucket with
 * the bucket before. Partial periods are shown and never compared, on either side.
 */
export const comparePrevious = (
  { baseline, measured, metric, range }: Comparing,
  calendar: Calendar.Calendar,
  level: number,
): ReadonlyArray<Measurement> => {
  const firstFull = range === null ? null : Calendar.startOf(calendar, "day", range.min)
  const whole = (period: Measurement["period"]) =>
    period !== null && period.complete && firstFull !== null && period.from >= firstFull
  const before = new Map(
    (baseline?.measured ?? measured).map((one) => [keyOf(one.measurement, one.bucket), one] as const),
  )
  return measured.map((one): Measurement => {
    const { bucket, measurement, states } = one
    if (baseline === null && bucket === null)
      return { ...measurement, caveats: [...measurement.caveats, caveat("no-baseline")] }
    const other = before.get(keyOf(measurement, bucket === null ? null : bucket - 1))
    const { n, period, value } = other?.measurement ?? { period: baseline?.period ?? null, value: null, n: 0 }
    if (period === null) return measurement
    const comparison =
      other !== undefined && measurement.period?.complete === true && whole(period)
        ? metric.compare(states, other.states, level)
        : null
    return compared(measurement, { period, value, n }, comparison)
  })
}

const keyOf = ({ by }: Measurement, bucket: number | null): string => JSON.stringify([by, bucket])
