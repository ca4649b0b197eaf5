import { Calendar, LocalDay } from "@touchpoint/core/time"

/** Local days from a day of the inventory to an instant; negative where the day is later. */
export const ageInDays = (day: string, asOf: number, calendar: Calendar.Calendar): number =>
  dayNumber(Calendar.dayOf(calendar, asOf)) - dayNumber(day)

const dayNumber = (day: string): number => LocalDay.parse(day) ?? 0
