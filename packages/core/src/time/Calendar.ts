import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as FiscalYear from "./FiscalYear.ts"
import * as LocalDay from "./LocalDay.ts"
import * as LocalTime from "./LocalTime.ts"
import { Zone } from "./Zone.ts"

const HOUR = 3_600_000
const DAY = 24 * HOUR

/**
 * First day of the week: 0 Sunday to 6 Saturday.
 *
 * @example
 * ```ts
 * import * as Schema from "effect/Schema"
 * import { Calendar } from "@touchpoint/core/time"
 *
 * console.log(Schema.is(Calendar.WeekStart)(7)) // false
 * ```
 *
 * @category schemas
 * @since 0.1.0
 */
export const WeekStart = Schema.Literals([0, 1, 2, 3, 4, 5, 6])

/**
 * A business calendar: the zone whose midnights separate days, the first day of the week (1, Monday, if not given), and
 * the fiscal year, where months, quarters and years are those of one and not of the Gregorian calendar.
 *
 * @example
 * ```ts
 * import * as Schema from "effect/Schema"
 * import { Calendar } from "@touchpoint/core/time"
 *
 * console.log(Schema.decodeUnknownSync(Calendar.Calendar)({ zone: "Europe/Warsaw" }).weekStart) // 1
 * ```
 *
 * @category schemas
 * @since 0.1.0
 */
export const Calendar = Schema.Struct({
  zone: Zone,
  weekStart: WeekStart.pipe(
    Schema.withConstructorDefault(Effect.succeed(1 as const)),
    Schema.withDecodingDefaultKey(Effect.succeed(1 as const)),
  ),
  fiscal: Schema.optionalKey(FiscalYear.FiscalYear),
}).annotate({ title: "Calendar", description: "zone of the business and first day of its week" })

/**
 * @see {@link Calendar}
 * @category models
 * @since 0.1.0
 */
export type Calendar = typeof Calendar.Type

/**
 * Length of a bucket of time. An hour is a real hour; the rest are local days and whole numbers of them.
 *
 * @example
 * ```ts
 * import { Calendar } from "@touchpoint/core/time"
 *
 * console.log(Calendar.Grain.literals.join(" ")) // hour day week month quarter year
 * ```
 *
 * @category schemas
 * @since 0.1.0
 */
export const Grain = Schema.Literals(["hour", "day", "week", "month", "quarter", "year"])

/**
 * @see {@link Grain}
 * @category models
 * @since 0.1.0
 */
export type Grain = typeof Grain.Type

/**
 * A calendar of a zone. Throws a `SchemaError` for an unknown zone.
 *
 * @example
 * ```ts
 * import { Calendar } from "@touchpoint/core/time"
 *
 * console.log(Calendar.make("America/New_York", 0).weekStart) // 0
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (zone: string, weekStart: Calendar["weekStart"] = 1, fiscal?: FiscalYear.FiscalYear): Calendar =>
  Calendar.make({ zone, weekStart, ...(fiscal === undefined ? {} : { fiscal }) })

type DayGrain = Exclude<Grain, "hour">

const monthsIn = { month: 1, quarter: 3, year: 12 } as const

/** First day of the bucket that is `count` buckets after the one of a day. */
const firstDay = (calendar: Calendar, grain: DayGrain, day: LocalDay.LocalDay, count: number): LocalDay.LocalDay => {
  if (grain === "day") return day + count
  if (grain === "week") return day - ((LocalDay.weekday(day) - calendar.weekStart + 7) % 7) + 7 * count
  const size = monthsIn[grain]
  const { fiscal, weekStart } = calendar
  if (fiscal !== undefined) {
    const months = FiscalYear.monthAt(fiscal, weekStart, day)
    return FiscalYear.firstDay(fiscal, weekStart, months - (((months % size) + size) % size) + size * count)
  }
  const { month, year } = LocalDay.toCivil(day)
  const months = year * 12 + month - 1
  return LocalDay.firstOfMonth(months - (months % size) + size * count)
}

const midnight = (calendar: Calendar, day: LocalDay.LocalDay): number =>
  LocalTime.of(calendar.zone).resolve(day * DAY).instant

/** First day of the bucket an instant is in: by the edges, so that an instant is in one bucket (see `startOf`). */
const bucketOf = (calendar: Calendar, grain: DayGrain, instant: number): LocalDay.LocalDay => {
  const today = Math.floor((instant + LocalTime.of(calendar.zone).offsetAt(instant)) / DAY)
  const following = firstDay(calendar, grain, today, 1)
  return instant >= midnight(calendar, following) ? following : firstDay(calendar, grain, today, 0)
}

const startOfHour = (calendar: Calendar, instant: number): number => {
  const time = LocalTime.of(calendar.zone)
  const local = instant + time.offsetAt(instant)
  const full = instant - (local - Math.floor(local / HOUR) * HOUR)
  return time.transition(full, instant) ?? full
}

/**
 * The first instant of the bucket an instant (epoch ms, UTC) is in. A day starts at the first instant of its local date:
 * 01:00 where midnight was skipped, the first of two midnights where it was repeated. In zones that set the clock back
 * over midnight (America/St_Johns until 2011) the repeated hour stays with the day that had already begun, so that
 * buckets never interleave. Hours restart where the clock changes.
 *
 * @example
 * ```ts
 * import { Calendar, Instant } from "@touchpoint/core/time"
 *
 * const calendar = Calendar.make("America/Sao_Paulo")
 * const start = Calendar.startOf(calendar, "day", Date.UTC(2018, 10, 4, 15))
 * console.log(Instant.format(start)) // 2018-11-04T03:00:00Z
 * ```
 *
 * @category buckets
 * @since 0.1.0
 */
export const startOf = (calendar: Calendar, grain: Grain, instant: number): number =>
  grain === "hour" ? startOfHour(calendar, instant) : midnight(calendar, bucketOf(calendar, grain, instant))

/**
 * The first instant after the bucket an instant is in. A local date that a zone left out (2011-12-30 in Pacific/Apia) is
 * no bucket.
 *
 * @example
 * ```ts
 * import { Calendar } from "@touchpoint/core/time"
 *
 * const calendar = Calendar.make("Europe/Berlin")
 * const start = Calendar.startOf(calendar, "day", Date.UTC(2025, 9, 26, 12))
 * console.log((Calendar.next(calendar, "day", start) - start) / 3_600_000) // 25
 * ```
 *
 * @category buckets
 * @since 0.1.0
 */
export const next = (calendar: Calendar, grain: Grain, instant: number): number => {
  if (grain === "hour") {
    const start = startOfHour(calendar, instant)
    const time = LocalTime.of(calendar.zone)
    const local = start + time.offsetAt(start)
    const end = start + HOUR - (local - Math.floor(local / HOUR) * HOUR)
    return time.transition(start, end) ?? end
  }
  return midnight(calendar, firstDay(calendar, grain, bucketOf(calendar, grain, instant), 1))
}

/**
 * The local date an instant belongs to, as ISO 8601 text. Agrees with the day buckets of {@link startOf}.
 *
 * @example
 * ```ts
 * import { Calendar } from "@touchpoint/core/time"
 *
 * console.log(Calendar.dayOf(Calendar.make("Asia/Kathmandu"), Date.UTC(2018, 0, 30, 18, 15))) // 2018-01-31
 * ```
 *
 * @category buckets
 * @since 0.1.0
 */
export const dayOf = (calendar: Calendar, instant: number): string =>
  LocalDay.format(bucketOf(calendar, "day", instant))

/**
 * The first instant of a local date, or `undefined` where the text is no date of the calendar.
 *
 * @example
 * ```ts
 * import { Calendar, Instant } from "@touchpoint/core/time"
 *
 * const calendar = Calendar.make("Europe/Warsaw")
 * console.log(Instant.format(Calendar.instantOf(calendar, "2018-01-31") ?? 0)) // 2018-01-30T23:00:00Z
 * console.log(Calendar.instantOf(calendar, "2018-02-30")) // undefined
 * ```
 *
 * @category buckets
 * @since 0.1.0
 */
export const instantOf = (calendar: Calendar, day: string): number | undefined => {
  const parsed = LocalDay.parse(day)
  return parsed === undefined ? undefined : midnight(calendar, parsed)
}

const hourLabel = (calendar: Calendar, instant: number): string => {
  const start = startOfHour(calendar, instant)
  const offset = LocalTime.of(calendar.zone).offsetAt(start)
  const clock = (ms: number) => {
    const minutes = Math.floor(ms / 60_000)
    return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`
  }
  const day = Math.floor((start + offset) / DAY)
  return `${LocalDay.format(day)}T${clock(start + offset - day * DAY)}${offset < 0 ? "-" : "+"}${clock(Math.abs(offset))}`
}

/**
 * The name of the bucket an instant is in, the same in every language: `2025-10-26T02:00+01:00` (hours carry their
 * offset, as one may come twice), `2018-01-31`, `2018-W05` (ISO 8601; with weeks not from Monday the date of the first
 * day), `2018-01`, `2018-Q1`, `2018`; of a fiscal year `FY2018-P01`, `FY2018-Q1`, `FY2018`.
 *
 * @example
 * ```ts
 * import { Calendar } from "@touchpoint/core/time"
 *
 * const at = Date.UTC(2018, 0, 31, 12)
 * console.log(Calendar.label(Calendar.make("UTC"), "week", at)) // 2018-W05
 * console.log(Calendar.label(Calendar.make("UTC", 0), "week", at)) // 2018-01-28
 * console.log(Calendar.label(Calendar.make("UTC"), "quarter", at)) // 2018-Q1
 * ```
 *
 * @category formatting
 * @since 0.1.0
 */
export const label = (calendar: Calendar, grain: Grain, instant: number): string => {
  if (grain === "hour") return hourLabel(calendar, instant)
  const day = bucketOf(calendar, grain, instant)
  const text = LocalDay.format(day)
  if (grain === "day" || (grain === "week" && calendar.weekStart !== 1)) return text
  if (grain !== "week" && calendar.fiscal !== undefined)
    return FiscalYear.label(
      calendar.fiscal,
      calendar.weekStart,
      grain,
      FiscalYear.monthAt(calendar.fiscal, calendar.weekStart, day),
    )
  if (grain === "month") return text.slice(0, 7)
  if (grain === "year") return text.slice(0, 4)
  if (grain === "quarter") return `${text.slice(0, 4)}-Q${Math.ceil(Number(text.slice(5, 7)) / 3)}`
  const { week, year } = LocalDay.isoWeek(day)
  return `${String(year).padStart(4, "0")}-W${String(week).padStart(2, "0")}`
}
