import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Calendar from "./Calendar.ts"
import * as FiscalYear from "./FiscalYear.ts"
import * as Instant from "./Instant.ts"
import * as IsoText from "./IsoText.ts"
import * as LocalTime from "./LocalTime.ts"
import { daysOf } from "./PeriodText.ts"
import { samePlace } from "./SamePlace.ts"
import { Zone } from "./Zone.ts"

const DAY = 86_400_000

const forms = `write a year "2018", a quarter "2018-Q1", a month "2018-01", a week "2018-W05", a day "2018-01-31" or an instant "2018-01-31T12:00:00Z"`

const tooFar = `write one before the year 9000; where a far day stands for "no end", leave the end out`
const tooEarly = "nothing before the year 1900 is measured: write a later period"

const ordered = Schema.makeFilter(
  (period: { readonly from: number; readonly to: number }) =>
    period.from <= period.to || { path: ["to"], issue: "a period ends at or after its start" },
)

/**
 * A span of time, half-open: `from` belongs to it, `to` does not. Instants in epoch ms, ISO 8601 in JSON. The zone is the
 * one whose midnights the ends were taken from.
 *
 * @example
 * ```ts
 * import * as Schema from "effect/Schema"
 * import { Period } from "@touchpoint/core/time"
 *
 * const json = Schema.encodeSync(Period.Period)({ from: 0, to: 86_400_000, zone: "UTC" })
 * console.log(json.to) // 1970-01-02T00:00:00Z
 * ```
 *
 * @category schemas
 * @since 0.1.0
 */
export const Period = Schema.Struct({ from: Instant.Instant, to: Instant.Instant, zone: Zone })
  .check(ordered)
  .annotate({ title: "Period", description: "half-open span of time" })

/**
 * @see {@link Period}
 * @category models
 * @since 0.1.0
 */
export type Period = typeof Period.Type

/**
 * A period as outputs carry it: with whether the data reach its end.
 *
 * @example
 * ```ts
 * import * as Schema from "effect/Schema"
 * import { Period } from "@touchpoint/core/time"
 *
 * const json = { from: "2018-01-01T00:00:00Z", to: "2018-02-01T00:00:00Z", zone: "UTC", complete: true }
 * console.log(Schema.decodeSync(Period.Reported)(json).from) // 1514764800000
 * ```
 *
 * @category schemas
 * @since 0.1.0
 */
export const Reported = Schema.Struct({ ...Period.fields, complete: Schema.Boolean })
  .check(ordered)
  .annotate({ title: "ReportedPeriod", description: "half-open span of time, and whether the data reach its end" })

/**
 * @see {@link Reported}
 * @category models
 * @since 0.1.0
 */
export type Reported = typeof Reported.Type

/**
 * A text that names no period, with what to write instead.
 *
 * @example
 * ```ts
 * import * as Result from "effect/Result"
 * import { Calendar, Period } from "@touchpoint/core/time"
 *
 * const parsed = Period.parse("January", Calendar.make("UTC"))
 * console.log(Result.isFailure(parsed) && parsed.failure.text) // January
 * ```
 *
 * @category errors
 * @since 0.1.0
 */
export class PeriodInvalid extends Schema.TaggedError<PeriodInvalid>()("PeriodInvalid", {
  text: Schema.String,
  fix: Schema.String,
}) {
  override get message(): string {
    return `"${this.text}" is not a period: ${this.fix}`
  }
}

/**
 * ISO 8601 text of an instant in UTC, the form periods have in JSON.
 *
 * @example
 * ```ts
 * import { Period } from "@touchpoint/core/time"
 *
 * console.log(Period.formatInstant(0)) // 1970-01-01T00:00:00Z
 * ```
 *
 * @see {@link Instant.format}
 * @category formatting
 * @since 0.1.0
 */
export const formatInstant = Instant.format

/**
 * The period that is the bucket of an instant (epoch ms).
 *
 * @example
 * ```ts
 * import { Calendar, Period } from "@touchpoint/core/time"
 *
 * const january = Period.of(Calendar.make("UTC"), "month", Date.UTC(2018, 0, 15))
 * console.log(Period.formatInstant(january.to)) // 2018-02-01T00:00:00Z
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const of = (calendar: Calendar.Calendar, grain: Calendar.Grain, instant: number): Period => ({
  from: Calendar.startOf(calendar, grain, instant),
  to: Calendar.next(calendar, grain, instant),
  zone: calendar.zone,
})

/**
 * Whether an instant (epoch ms) lies in a period; its end does not.
 *
 * @example
 * ```ts
 * import { Period } from "@touchpoint/core/time"
 *
 * console.log(Period.contains({ from: 0, to: 10, zone: "UTC" }, 10)) // false
 * ```
 *
 * @category queries
 * @since 0.1.0
 */
export const contains = (self: Period, instant: number): boolean => instant >= self.from && instant < self.to

/**
 * Whether the data, complete up to and including `asOf` (epoch ms), reach the end of a period: its last millisecond.
 *
 * @example
 * ```ts
 * import { Period } from "@touchpoint/core/time"
 *
 * console.log(Period.isComplete({ from: 0, to: 10, zone: "UTC" }, 8)) // false
 * ```
 *
 * @category queries
 * @since 0.1.0
 */
export const isComplete = (self: Period, asOf: number): boolean => self.to - 1 <= asOf

/**
 * The period as outputs carry it.
 *
 * @example
 * ```ts
 * import { Period } from "@touchpoint/core/time"
 *
 * console.log(Period.report({ from: 0, to: 10, zone: "UTC" }, 10).complete) // true
 * ```
 *
 * @category queries
 * @since 0.1.0
 */
export const report = (self: Period, asOf: number): Reported => ({ ...self, complete: isComplete(self, asOf) })

/**
 * The period to compare with: the same one, as few buckets earlier as it takes not to overlap. A month gives the month
 * before, a quarter in months the three months before, the first ten days of a month the first ten of the one before;
 * where that month is shorter, it ends with it.
 *
 * @example
 * ```ts
 * import { Calendar, Period } from "@touchpoint/core/time"
 *
 * const calendar = Calendar.make("UTC")
 * const march = Period.of(calendar, "month", Date.UTC(2018, 2, 1))
 * console.log(Period.formatInstant(Period.previous(march, calendar, "month").from)) // 2018-02-01T00:00:00Z
 * ```
 *
 * @category queries
 * @since 0.1.0
 */
export const previous = (self: Period, calendar: Calendar.Calendar, grain: Calendar.Grain): Period => {
  let fromBucket = Calendar.startOf(calendar, grain, self.from)
  let toBucket = Calendar.startOf(calendar, grain, self.to)
  let to = self.to
  do {
    fromBucket = Calendar.startOf(calendar, grain, fromBucket - 1)
    toBucket = Calendar.startOf(calendar, grain, toBucket - 1)
    to = samePlace(calendar, grain, self.to, toBucket)
  } while (to > self.from)
  return { from: samePlace(calendar, grain, self.from, fromBucket), to, zone: self.zone }
}

/**
 * The period a text names: a year `2018`, a quarter `2018-Q1`, a month `2018-01`, a week of ISO 8601 `2018-W05` (from
 * Monday, whatever the calendar's week), a day `2018-01-31`, and where the calendar has a fiscal year `FY2018`,
 * `FY2018-Q1` or `FY2018-P01`: without `FY` these are of the Gregorian calendar always. A full instant, `2018-01-31T12:00:00Z` or without an offset
 * in the calendar's zone, is the empty period at it, good as either end of another. Fails with {@link PeriodInvalid},
 * which says what to write, also for the years from 9000 on: days there stand for "no end".
 *
 * @example
 * ```ts
 * import * as Result from "effect/Result"
 * import { Calendar, Period } from "@touchpoint/core/time"
 *
 * const quarter = Result.getOrThrow(Period.parse("2018-Q1", Calendar.make("Europe/Warsaw")))
 * console.log(Period.formatInstant(quarter.from)) // 2017-12-31T23:00:00Z
 * console.log(Period.formatInstant(quarter.to)) // 2018-03-31T22:00:00Z
 * ```
 *
 * @category parsing
 * @since 0.1.0
 */
export const parse = (text: string, calendar: Calendar.Calendar): Result.Result<Period, PeriodInvalid> => {
  const time = LocalTime.of(calendar.zone)
  const fail = (fix: string) => Result.fail(new PeriodInvalid({ text, fix }))
  const { fiscal, weekStart } = calendar
  if (text.startsWith("FY") && fiscal === undefined)
    return fail("the calendar has no fiscal year; write 2018, 2018-Q1 or 2018-01")
  const days = daysOf(text) ?? (fiscal === undefined ? undefined : FiscalYear.daysOf(fiscal, weekStart, text))
  if (days !== undefined) {
    const from = time.resolve(days[0] * DAY).instant
    const to = time.resolve(days[1] * DAY).instant
    if (from < Instant.earliest) return fail(tooEarly)
    return days[1] * DAY - 1 <= Instant.farthest ? Result.succeed({ from, to, zone: calendar.zone }) : fail(tooFar)
  }
  const reading = IsoText.reading()
  if (!IsoText.read(text, reading)) return fail(forms)
  const resolved = time.resolve(reading.local)
  const withoutOffset = Number.isNaN(reading.offset)
  if (withoutOffset && resolved.kind === "gap") {
    return fail(`the clocks of ${calendar.zone} skipped this time; write another or give the offset, as in "+01:00"`)
  }
  const instant = withoutOffset ? resolved.instant : reading.local - reading.offset
  if (instant > Instant.farthest) return fail(tooFar)
  return instant < Instant.earliest
    ? fail(tooEarly)
    : Result.succeed({ from: instant, to: instant, zone: calendar.zone })
}
