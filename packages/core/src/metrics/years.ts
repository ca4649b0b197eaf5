import * as Calendar from "../time/Calendar.ts"
import * as LocalDay from "../time/LocalDay.ts"
import type { Period } from "../time/Period.ts"
import { samePlace } from "../time/SamePlace.ts"

/** Days of as many whole weeks as a year nearly has. */
const WEEKDAYS = 364

const grains = Calendar.Grain.literals.toReversed()

/** The largest grain whose buckets a period begins and ends with; `null` where it begins and ends at no full hour. */
export const grainOf = ({ from, to }: Period, calendar: Calendar.Calendar): Calendar.Grain | null =>
  grains.find((one) => [from, to].every((at) => Calendar.startOf(calendar, one, at) === at)) ?? null

/**
 * The same period of the year before: of whole months, quarters and years the same ones; of anything shorter the same
 * weekdays, 364 days earlier, at the same time of day.
 *
 * **Gotchas**
 *
 * Months have other weekdays in another year: March 2024 has five Fridays and March 2025 four. Compare weeks where that
 * decides. Holidays that move, such as Easter, are not followed.
 */
export const yearBefore = (period: Period, calendar: Calendar.Calendar, grain = grainOf(period, calendar)): Period => {
  const long = grain === "month" || grain === "quarter" || grain === "year"
  const earlier = (at: number) => (long ? monthsEarlier(at, calendar) : daysEarlier(at, calendar))
  return { ...period, from: earlier(period.from), to: earlier(period.to) }
}

const daysEarlier = (at: number, calendar: Calendar.Calendar): number => {
  const today = LocalDay.parse(Calendar.dayOf(calendar, at))
  const day = today === undefined ? undefined : Calendar.instantOf(calendar, LocalDay.format(today - WEEKDAYS))
  return day === undefined ? at - WEEKDAYS * 86_400_000 : samePlace(calendar, "day", at, day)
}

const monthsEarlier = (at: number, calendar: Calendar.Calendar): number => {
  let month = Calendar.startOf(calendar, "month", at)
  for (let i = 0; i < 12; i++) month = Calendar.startOf(calendar, "month", month - 1)
  return samePlace(calendar, "month", at, month)
}
