import * as Calendar from "../time/Calendar.ts"
import * as Period from "../time/Period.ts"
import { caveat } from "./Caveat.ts"
import type { Pair } from "./compare.ts"
import type { Measured, MeasureRequest } from "./MeasureRequest.ts"
import type { Measurement } from "./Measurement.ts"
import { grainOf, yearBefore } from "./years.ts"

/** What has to be measured for a request, and which of it is shown. */
export interface Widened {
  /** The request, begun one bucket earlier where the first bucket shown needs one before it. */
  readonly request: MeasureRequest
  /** The period before, to be measured beside this one. */
  readonly baseline: MeasureRequest | null
  /** Whether a measurement was asked for, or only serves to compare with. */
  readonly shows: (measurement: Measurement) => boolean
}

const all = () => true

/** Widens a request that compares with an earlier period by what it compares with. */
export const widen = (request: MeasureRequest, calendar: Calendar.Calendar): Widened => {
  const { compare, every = null, period = null } = request
  const earlier = compare === "previous" || compare === "year-before"
  if (!earlier || period === null) return { request, baseline: null, shows: all }
  if (compare === "year-before")
    return {
      request,
      baseline: { ...request, period: yearBefore(period, calendar, every ?? grainOf(period, calendar)) },
      shows: all,
    }
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

/**
 * The period of the same length before a period: whole years before years, quarters before quarters, months before
 * months, and so on down to hours, whatever their days; of any other period the same number of milliseconds.
 */
export const previousPeriod = (period: Period.Period, calendar: Calendar.Calendar): Period.Period => {
  const grain = grainOf(period, calendar)
  return grain === null
    ? { ...period, from: 2 * period.from - period.to, to: period.from }
    : Period.previous(period, calendar, grain)
}

interface Pairing {
  readonly request: MeasureRequest
  readonly measured: ReadonlyArray<Measured>
  /** Groups of the earlier period; `null` where buckets are compared with buckets of the same request. */
  readonly baseline: { readonly period: Period.Reported | null; readonly measured: ReadonlyArray<Measured> } | null
}

/**
 * Pairs every group with itself in the earlier period: a whole period with the one measured beside it, a bucket with the
 * bucket before or with that of the year before. Partial periods are shown and never compared, on either side.
 */
export const pairWithEarlier = (
  { baseline, measured, request }: Pairing,
  calendar: Calendar.Calendar,
): ReadonlyArray<Pair> => {
  const { compare, every = null } = request
  const earlierThan = (period: Period.Period): number =>
    every === null
      ? (baseline?.period?.from ?? period.from)
      : compare === "year-before"
        ? yearBefore(period, calendar, every).from
        : Calendar.startOf(calendar, every, period.from - 1)
  const before = new Map(
    (baseline?.measured ?? measured).map((one) => [keyOf(one.measurement, one.measurement.period?.from), one] as const),
  )
  return measured.map((own): Pair => {
    const { measurement } = own
    const none = { own, against: null, baseline: null }
    if (baseline === null && own.bucket === null) return { ...none, caveats: [caveat("no-baseline")] }
    if (measurement.period === null) return none
    const other = before.get(keyOf(measurement, earlierThan(measurement.period)))
    const told = every === null ? (baseline?.period ?? null) : null
    const { n, period, value } = other?.measurement ?? { period: told, value: null, n: 0 }
    if (period === null) return none
    const comparable = other !== undefined && measurement.period.complete && period.complete
    return { own, against: { period, value, n }, baseline: comparable ? other : null }
  })
}

const keyOf = ({ by }: Measurement, from: number | undefined): string => JSON.stringify([by, from ?? null])
