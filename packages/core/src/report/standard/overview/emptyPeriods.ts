import { caveat } from "../../../metrics/Caveat.ts"
import type { MeasureResult } from "../../../metrics/measure.ts"
import type { Measurement } from "../../../metrics/Measurement.ts"
import * as Calendar from "../../../time/Calendar.ts"

/** Periods a trend may have; of more, the empty ones are not filled in. */
const MOST = 2000

/**
 * The measurements of a trend, with an empty one for every period between its first and its last that has no facts: a
 * month nobody answered is a hole to see, not two months side by side.
 */
export const withEmptyPeriods = ({ measurements, request }: MeasureResult): ReadonlyArray<Measurement> => {
  const every = request.every ?? null
  const dated = measurements.flatMap(({ period }) => (period === null ? [] : [period]))
  const [first] = dated.toSorted((a, b) => a.from - b.from)
  const last = Math.max(...dated.map(({ from }) => from))
  if (every === null || first === undefined || dated.length < measurements.length) return measurements
  const calendar = calendarOf(first, every)
  const periods: Array<NonNullable<Measurement["period"]>> = []
  for (let from = first.from; from <= last && periods.length <= MOST;) {
    const to = Calendar.next(calendar, every, from)
    periods.push({ from, to, zone: first.zone, complete: true })
    from = to
  }
  if (periods.length > MOST) return measurements
  const groups = Map.groupBy(measurements, ({ by }) => JSON.stringify(by))
  return [...groups.values()].flatMap((group) => {
    const found = new Map(group.map((m) => [m.period?.from, m] as const))
    const [like] = group
    // What the facts cut otherwise than the calendar is left as it is.
    if (like === undefined || group.some(({ period }) => !periods.some(({ from }) => from === period?.from)))
      return group
    return periods.map((period) => found.get(period.from) ?? empty(like, period))
  })
}

const empty = (other: Measurement, period: NonNullable<Measurement["period"]>): Measurement => {
  const { versus: _, ...like } = other
  return {
    ...like,
    period,
    value: null,
    interval: null,
    n: 0,
    nEffective: null,
    numerator: null,
    denominator: 0,
    caveats: [caveat("zero-denominator")],
  }
}

/** The calendar in which a period begins: weeks begin on the day this one does. */
const calendarOf = ({ from, zone }: { readonly from: number; readonly zone: string }, every: Calendar.Grain) => {
  const days = every === "week" ? Calendar.WeekStart.literals : []
  const weekStart = days.find((day) => Calendar.startOf(Calendar.make(zone, day), "week", from) === from)
  return Calendar.make(zone, weekStart)
}
