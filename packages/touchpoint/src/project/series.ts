import { contextOf, type MeasureRequest, settledAt } from "@touchpoint/core/metrics"
import { Calendar, type Period } from "@touchpoint/core/time"
import * as Effect from "effect/Effect"

/** Periods a small trend shows. */
const SHOWN = 24
/** Fewer complete periods are no trend. */
const LEAST = 3

/** How the time of a number is cut. */
export interface Series {
  readonly every: "month" | "week"
  /** Start of the first period that is whole, or of the first of the many that are shown. */
  readonly from: number
  /** End of the last complete period. */
  readonly to: number
  /** End of the period that is not over; `to` where the facts end with the last complete one. */
  readonly end: number
  /** Periods from `from` to `to`. */
  readonly count: number
}

/**
 * The periods of a number: months where there are three, else weeks; `null` where the facts are undated or too young.
 * The time that the last entrants are given after a period counts too.
 */
export const seriesOf = Effect.fnUntraced(function* (
  { metric, period = null }: MeasureRequest,
  calendar: Calendar.Calendar,
) {
  const { clock, kind } = metric.passport
  const { asOf, extent } = yield* contextOf(kind, [clock], calendar, metric.kinds)
  const range = extent(clock)
  if (range === null || asOf === null) return null
  const first = Math.max(range.min, period?.from ?? range.min)
  const last = Math.min(asOf, period === null ? asOf : period.to - 1)
  const isOver = (end: number) => settledAt(metric.horizon ?? 0, end, calendar) - 1 <= asOf
  return cut("month", first, last, isOver, calendar) ?? cut("week", first, last, isOver, calendar)
})

const cut = (
  every: Series["every"],
  first: number,
  last: number,
  isOver: (end: number) => boolean,
  calendar: Calendar.Calendar,
): Series | null => {
  // Facts that begin on the first day of a period may be taken for its beginning.
  const day = Calendar.startOf(calendar, "day", first)
  const from = Calendar.startOf(calendar, every, first) === day ? day : Calendar.next(calendar, every, first)
  let to = Calendar.startOf(calendar, every, last + 1)
  while (to > from && !isOver(to)) to = Calendar.startOf(calendar, every, to - 1)
  const starts: Array<number> = []
  for (let start = to; start > from && starts.length < SHOWN;) {
    start = Calendar.startOf(calendar, every, start - 1)
    starts.push(start)
  }
  const [earliest] = starts.slice(-1)
  return earliest === undefined || starts.length < LEAST
    ? null
    : { every, from: earliest, to, end: last > to ? Calendar.next(calendar, every, to) : to, count: starts.length }
}

/** The time of a small trend, with the period that is not over. */
export const spanOf = ({ end, from }: Series, calendar: Calendar.Calendar): Period.Period => ({
  from,
  to: end,
  zone: calendar.zone,
})

/** The last complete period. */
export const lastOf = ({ every, to }: Series, calendar: Calendar.Calendar): Period.Period => ({
  from: Calendar.startOf(calendar, every, to - 1),
  to,
  zone: calendar.zone,
})
