const weekdayOfEpoch = 4

/**
 * A day of the proleptic Gregorian calendar without a zone: whole days since 1970-01-01.
 *
 * @category models
 * @since 0.1.0
 */
export type LocalDay = number

/**
 * Year, month (1 to 12) and day of the month (from 1).
 *
 * @category models
 * @since 0.1.0
 */
export interface Civil {
  readonly year: number
  readonly month: number
  readonly day: number
}

/**
 * Day of the week as `Date` counts them: 0 Sunday to 6 Saturday.
 *
 * @category models
 * @since 0.1.0
 */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6

/**
 * The day with this year, month and day; the parts are taken as valid. Exact for every year, where `Date.UTC` would read
 * the years 0 to 99 as 1900 to 1999. Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms",
 * `days_from_civil`.
 *
 * @example
 * ```ts
 * import { LocalDay } from "@touchpoint/core/time"
 *
 * console.log(LocalDay.make(1970, 1, 2)) // 1
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (year: number, month: number, day: number): LocalDay => {
  const shifted = month > 2 ? year : year - 1
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/**
 * Year, month and day of a day; the inverse of {@link make}. Source: Hinnant, `civil_from_days`.
 *
 * @example
 * ```ts
 * import { LocalDay } from "@touchpoint/core/time"
 *
 * console.log(LocalDay.toCivil(59).month) // 3
 * ```
 *
 * @category getters
 * @since 0.1.0
 */
export const toCivil = (self: LocalDay): Civil => {
  const shifted = self + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
  }
}

/**
 * The first day of a month, counted in months since January of the year 0.
 *
 * @example
 * ```ts
 * import { LocalDay } from "@touchpoint/core/time"
 *
 * console.log(LocalDay.format(LocalDay.firstOfMonth(2018 * 12 + 1))) // 2018-02-01
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const firstOfMonth = (months: number): LocalDay => {
  const year = Math.floor(months / 12)
  return make(year, months - year * 12 + 1, 1)
}

/**
 * Days in a month of the Gregorian calendar: 28 to 31.
 *
 * @example
 * ```ts
 * import { LocalDay } from "@touchpoint/core/time"
 *
 * console.log(LocalDay.daysInMonth(1900, 2)) // 28
 * ```
 *
 * @category getters
 * @since 0.1.0
 */
export const daysInMonth = (year: number, month: number): number =>
  month === 2
    ? (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
      ? 29
      : 28
    : month === 4 || month === 6 || month === 9 || month === 11
      ? 30
      : 31

/**
 * The weekday of a day.
 *
 * @example
 * ```ts
 * import { LocalDay } from "@touchpoint/core/time"
 *
 * console.log(LocalDay.weekday(0)) // 4
 * ```
 *
 * @category getters
 * @since 0.1.0
 */
export const weekday = (self: LocalDay): Weekday => ((((self + weekdayOfEpoch) % 7) + 7) % 7) as Weekday

/**
 * Year and number of the week a day falls in, by ISO 8601: weeks start on Monday and belong to the year of their
 * Thursday.
 *
 * @example
 * ```ts
 * import { LocalDay } from "@touchpoint/core/time"
 *
 * console.log(LocalDay.isoWeek(LocalDay.make(2018, 12, 31)).year) // 2019
 * ```
 *
 * @category getters
 * @since 0.1.0
 */
export const isoWeek = (self: LocalDay): { readonly year: number; readonly week: number } => {
  const thursday = self - ((weekday(self) + 6) % 7) + 3
  const year = toCivil(thursday).year
  return { year, week: Math.floor((thursday - make(year, 1, 1)) / 7) + 1 }
}

/**
 * The Monday of a week of ISO 8601, or `undefined` where the year has no such week.
 *
 * @example
 * ```ts
 * import { LocalDay } from "@touchpoint/core/time"
 *
 * console.log(LocalDay.format(LocalDay.ofIsoWeek(2018, 5) ?? 0)) // 2018-01-29
 * console.log(LocalDay.ofIsoWeek(2018, 53)) // undefined
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const ofIsoWeek = (year: number, week: number): LocalDay | undefined => {
  const fourth = make(year, 1, 4)
  const monday = fourth - ((weekday(fourth) + 6) % 7) + (week - 1) * 7
  const actual = isoWeek(monday)
  return actual.year === year && actual.week === week ? monday : undefined
}

/**
 * ISO 8601 text of a day; years from 0001 to 9999.
 *
 * @example
 * ```ts
 * import { LocalDay } from "@touchpoint/core/time"
 *
 * console.log(LocalDay.format(0)) // 1970-01-01
 * ```
 *
 * @category formatting
 * @since 0.1.0
 */
export const format = (self: LocalDay): string => {
  const { day, month, year } = toCivil(self)
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`
}

/**
 * The day of an ISO 8601 date such as `2018-01-31`, or `undefined` where the text is no date of the calendar.
 *
 * @example
 * ```ts
 * import { LocalDay } from "@touchpoint/core/time"
 *
 * console.log(LocalDay.parse("1970-01-31")) // 30
 * console.log(LocalDay.parse("2018-02-30")) // undefined
 * ```
 *
 * @category parsing
 * @since 0.1.0
 */
export const parse = (text: string): LocalDay | undefined => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined
  const year = Number(text.slice(0, 4))
  const month = Number(text.slice(5, 7))
  const day = Number(text.slice(8))
  return year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
    ? make(year, month, day)
    : undefined
}
