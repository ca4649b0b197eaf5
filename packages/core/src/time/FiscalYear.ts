import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as LocalDay from "./LocalDay.ts"

/** Weeks of the three months of a quarter, by the name of the pattern. */
const patterns = { "4-4-5": [4, 4, 5], "4-5-4": [4, 5, 4], "5-4-4": [5, 4, 4] } as const

/** Days by which a year's own first day may differ from its rule. */
const SHIFT = 31
/** Days into a year by which it is said to have begun: years from the end of December are those of the January. */
const NAMING = 15

const withDefault = <S extends Schema.Top & { readonly Encoded: unknown }>(schema: S, value: S["Encoded"]) =>
  schema.pipe(Schema.withDecodingDefaultKey(Effect.succeed(value)))

/**
 * Years of whole weeks, as retailers count them: months of four and five weeks, so that every month has the same
 * weekdays each year. A year of 53 weeks gives the one too many to its last month.
 *
 * @example
 * ```ts
 * import * as Schema from "effect/Schema"
 * import { FiscalYear } from "@touchpoint/core/time"
 *
 * const retail = Schema.decodeUnknownSync(FiscalYear.FiscalYear)({ weeks: "4-5-4" })
 * console.log(retail.endMonth, retail.ends, retail.named) // 1 nearest start
 * ```
 *
 * @category schemas
 * @since 0.2.0
 */
export const FiscalYear = Schema.Struct({
  weeks: Schema.Literals(["4-4-5", "4-5-4", "5-4-4"]),
  /** Month of the calendar about which the year ends, 1 to 12. */
  endMonth: withDefault(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 12 })), 1),
  /** Which end of a week is the end of the year: the `last` in that month, or the one `nearest` to its last day. */
  ends: withDefault(Schema.Literals(["last", "nearest"]), "nearest"),
  /** Whether a year is named by the calendar year in which it begins or ends. */
  named: withDefault(Schema.Literals(["start", "end"]), "start"),
  /** First days of years that keep to no rule, by name: `{ "2025": "2025-02-02" }`. */
  years: withDefault(Schema.Record(Schema.String, Schema.String), {}),
}).check(
  Schema.makeFilter((fiscal) => {
    for (const [name, text] of Object.entries(fiscal.years)) {
      const day = LocalDay.parse(text)
      if (!/^\d{4}$/.test(name) || day === undefined)
        return `years.${name}: write a year and its first day, 2025: 2025-02-02`
      const near = [-1, 0, 1].some((by) => Math.abs(ruled(fiscal, weekdays(day), Number(name) + by) - day) <= SHIFT)
      if (!near) return `years.${name}: ${text} is more than ${SHIFT} days from where a year begins by the rule`
      if (leavesTooLittle(fiscal, Number(name)))
        return `years.${name}: with ${text} a year is over after ${weeksBefore(fiscal, 11)} weeks or sooner, before its twelfth month begins`
    }
    return true
  }),
)

/**
 * @see {@link FiscalYear}
 * @category models
 * @since 0.2.0
 */
export type FiscalYear = typeof FiscalYear.Type

type WeekStart = LocalDay.Weekday

const WEEKDAYS: ReadonlyArray<WeekStart> = [0, 1, 2, 3, 4, 5, 6]

const weekdays = (day: LocalDay.LocalDay): WeekStart => LocalDay.weekday(day)

/** First day, by the rule, of the year that follows the end in a calendar year's `endMonth`. */
const ruled = ({ endMonth, ends }: Pick<FiscalYear, "endMonth" | "ends">, weekStart: WeekStart, year: number) => {
  // The day after the month ends; the year begins on a first day of a week about it.
  const after = LocalDay.firstOfMonth(year * 12 + endMonth)
  const back = (LocalDay.weekday(after) - weekStart + 7) % 7
  return ends === "nearest" && back > 3 ? after - back + 7 : after - back
}

/** The calendar year that names the year which follows the end in `year`. */
const nameOf = (fiscal: FiscalYear, weekStart: WeekStart, year: number): number =>
  fiscal.named === "start"
    ? LocalDay.toCivil(ruled(fiscal, weekStart, year) + NAMING).year
    : LocalDay.toCivil(ruled(fiscal, weekStart, year + 1) - 1 - NAMING).year

const startOf = (fiscal: FiscalYear, weekStart: WeekStart, year: number): LocalDay.LocalDay => {
  const own = fiscal.years[String(nameOf(fiscal, weekStart, year)).padStart(4, "0")]
  return (own === undefined ? undefined : LocalDay.parse(own)) ?? ruled(fiscal, weekStart, year)
}

/** Whether a year about this one would be over before its last month begins, on whichever day weeks begin. */
const leavesTooLittle = (fiscal: FiscalYear, year: number): boolean =>
  WEEKDAYS.some((weekStart) =>
    [-2, -1, 0, 1].some(
      (by) =>
        startOf(fiscal, weekStart, year + by + 1) <=
        startOf(fiscal, weekStart, year + by) + 7 * weeksBefore(fiscal, 11),
    ),
  )

/** Number of the month a day is in, from an arbitrary but fixed one: twelve to a year. */
export const monthAt = (fiscal: FiscalYear, weekStart: WeekStart, day: LocalDay.LocalDay): number => {
  let { year } = LocalDay.toCivil(day)
  while (startOf(fiscal, weekStart, year) > day) year--
  while (startOf(fiscal, weekStart, year + 1) <= day) year++
  const weeks = Math.floor((day - startOf(fiscal, weekStart, year)) / 7)
  let month = 0
  while (month < 11 && weeksBefore(fiscal, month + 1) <= weeks) month++
  return year * 12 + month
}

/** First day of a month by its number. */
export const firstDay = (fiscal: FiscalYear, weekStart: WeekStart, number: number): LocalDay.LocalDay => {
  const year = Math.floor(number / 12)
  return startOf(fiscal, weekStart, year) + 7 * weeksBefore(fiscal, number - year * 12)
}

const weeksBefore = ({ weeks }: FiscalYear, month: number): number => {
  const [first, second] = patterns[weeks]
  return 13 * Math.floor(month / 3) + (month % 3 > 0 ? first : 0) + (month % 3 > 1 ? second : 0)
}

/** `FY2025-P03`, `FY2025-Q1` or `FY2025`: the month, quarter or year of a month by its number. */
export const label = (
  fiscal: FiscalYear,
  weekStart: WeekStart,
  grain: "month" | "quarter" | "year",
  number: number,
): string => {
  const year = Math.floor(number / 12)
  const month = number - year * 12
  const name = `FY${String(nameOf(fiscal, weekStart, year)).padStart(4, "0")}`
  if (grain === "year") return name
  return grain === "month" ? `${name}-P${String(month + 1).padStart(2, "0")}` : `${name}-Q${Math.floor(month / 3) + 1}`
}

/** First day and the day after the last of what a label names; `undefined` where it is none. */
export const daysOf = (
  fiscal: FiscalYear,
  weekStart: WeekStart,
  text: string,
): readonly [LocalDay.LocalDay, LocalDay.LocalDay] | undefined => {
  const match = /^FY(\d{4})(?:-(?:P(\d{2})|Q([1-4])))?$/.exec(text)
  if (match === null || Number(match[1]) < 1) return undefined
  const named = [0, -1, 1]
    .map((by) => Number(match[1]) + by)
    .find((year) => nameOf(fiscal, weekStart, year) === Number(match[1]))
  const month = match[2] === undefined ? (match[3] === undefined ? 0 : Number(match[3]) * 3 - 3) : Number(match[2]) - 1
  if (named === undefined || month < 0 || month > 11) return undefined
  const months = match[2] !== undefined ? 1 : match[3] !== undefined ? 3 : 12
  const first = named * 12 + month
  return [firstDay(fiscal, weekStart, first), firstDay(fiscal, weekStart, first + months)]
}
