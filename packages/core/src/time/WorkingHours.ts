import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Edges } from "./Edges.ts"
import * as LocalDay from "./LocalDay.ts"
import * as LocalTime from "./LocalTime.ts"
import { Zone } from "./Zone.ts"

const MINUTE = 60_000
const DAY = 1440 * MINUTE
/** Days of the week as `Date` counts them. */
const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const
/** Most days that hours are laid out over. */
const MOST = 100_000

type Minutes = readonly [open: number, close: number]

/** `09:00-17:30` in minutes of the day; `undefined` where it is not two times in order. */
const minutesOf = (text: string): Minutes | undefined => {
  const [, h = "", m = "", hh = "", mm = ""] = /^(\d{2}):(\d{2})-(\d{2}):(\d{2})$/.exec(text) ?? []
  const [open, close] = [Number(h) * 60 + Number(m), Number(hh) * 60 + Number(mm)]
  return h !== "" && Number(m) < 60 && Number(mm) < 60 && open < close && close <= 1440 ? [open, close] : undefined
}

const TimeRange = Schema.String.check(
  Schema.makeFilter(
    (text: string) =>
      minutesOf(text) !== undefined ||
      `write opening and closing time as "09:00-17:30", up to "24:00"; a night shift is two ranges, before and after midnight`,
    { expected: "a range of times of one day" },
  ),
)

const Day = Schema.Array(TimeRange).check(
  Schema.makeFilter(
    (ranges: ReadonlyArray<string>) =>
      ranges.every(
        (range, i) => i === 0 || (minutesOf(range)?.[0] ?? 0) >= (minutesOf(ranges[i - 1] ?? "")?.[1] ?? 0),
      ) || "write the ranges of a day in order, each after the end of the one before",
  ),
)

const Holiday = Schema.String.check(
  Schema.makeFilter(
    (text: string) => LocalDay.parse(text) !== undefined || `write a day of the calendar such as "2026-12-25"`,
    { expected: "a day" },
  ),
)

const day = Schema.optionalKey(Day)

/**
 * Opening hours of a week with breaks, and the days that are closed. A day of the week that is left out is closed. The
 * zone is that of the project where none is given.
 *
 * @example
 * ```ts
 * import * as Schema from "effect/Schema"
 * import { WorkingHours } from "@touchpoint/core/time"
 *
 * const desk = Schema.decodeUnknownSync(WorkingHours.WorkingHours)({ hours: { mon: ["09:00-12:00", "13:00-17:00"] } })
 * console.log(desk.holidays.length) // 0
 * ```
 *
 * @category schemas
 * @since 0.2.0
 */
export const WorkingHours = Schema.Struct({
  zone: Schema.optionalKey(Zone),
  hours: Schema.Struct({ mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day }).check(
    Schema.makeFilter(
      (hours) => Object.values(hours).some((ranges) => ranges.length > 0) || "give at least one day its opening hours",
    ),
  ),
  holidays: Schema.Array(Holiday).pipe(
    Schema.withConstructorDefault(Effect.succeed([])),
    Schema.withDecodingDefaultKey(Effect.succeed([])),
  ),
}).annotate({ title: "WorkingHours", description: "opening hours of a week, and holidays" })

/**
 * @see {@link WorkingHours}
 * @category models
 * @since 0.2.0
 */
export type WorkingHours = typeof WorkingHours.Type

/**
 * Milliseconds of work in a week without holidays and changes of the clock.
 *
 * @example
 * ```ts
 * import { WorkingHours } from "@touchpoint/core/time"
 *
 * const weekend = { hours: { sat: ["10:00-14:00"], sun: ["10:00-14:00"] }, holidays: [] }
 * console.log(WorkingHours.ofWeek(weekend) / 3_600_000) // 8
 * ```
 *
 * @category getters
 * @since 0.2.0
 */
export const ofWeek = ({ hours }: WorkingHours): number =>
  Object.values(hours)
    .flat()
    .reduce((sum, range) => {
      const [open, close] = minutesOf(range) ?? [0, 0]
      return sum + (close - open) * MINUTE
    }, 0)

/**
 * The hours as edges: open from the first to the second, closed up to the third, and so on, over all working time that
 * lies within `[from, to)`. They begin and end with a day, or there are none.
 *
 * **Gotchas**
 *
 * Times are those the clock on the wall shows: a day of 24 hours open is 23 or 25 real hours long where the clock
 * changes. A time the clock skips is the first instant after; of one it shows twice, the first counts. At most 100 000
 * days before `to` are laid out.
 *
 * @example
 * ```ts
 * import { WorkingHours } from "@touchpoint/core/time"
 *
 * const always = { hours: { sat: ["00:00-24:00"], sun: ["00:00-24:00"] }, holidays: [] }
 * const [open = 0, close = 0] = WorkingHours.edges(
 *   always,
 *   "Europe/Berlin",
 *   Date.UTC(2025, 2, 29, 12),
 *   Date.UTC(2025, 2, 30, 12),
 * ).edges
 * console.log((close - open) / 3_600_000) // 47
 * ```
 *
 * @category constructors
 * @since 0.2.0
 */
export const edges = (self: WorkingHours, zone: string, from: number, to: number): Edges => {
  const time = LocalTime.of(self.zone ?? zone)
  const closed = new Set(self.holidays.map((text) => LocalDay.parse(text)))
  const week = weekdays.map((name) =>
    (self.hours[name] ?? []).flatMap((range) => [minutesOf(range) ?? [0, 0]] as const),
  )
  const dayOf = (instant: number) => Math.floor((instant + time.offsetAt(instant)) / DAY)
  const last = dayOf(to) + 1
  const out: Array<number> = []
  for (let local = Math.max(dayOf(from) - 1, last - MOST); local <= last; local++) {
    if (closed.has(local)) continue
    for (const [opens, closes] of week[LocalDay.weekday(local)] ?? []) {
      const open = time.resolve(local * DAY + opens * MINUTE).instant
      const close = time.resolve(local * DAY + closes * MINUTE).instant
      // The clock may skip all of it.
      if (close <= open) continue
      const before = out.at(-1)
      if (before !== undefined && open <= before) out[out.length - 1] = Math.max(before, close)
      else out.push(open, close)
    }
  }
  return { edges: out, labels: out.slice(1).map((_, i) => (i % 2 === 0 ? "open" : "closed")) }
}

/** How many of the edges are at or before an instant. */
const passed = (all: ReadonlyArray<number>, instant: number): number => {
  let [low, high] = [0, all.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((all[middle] as number) <= instant) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * A clock that runs only between an opening and the closing after it: working milliseconds from one instant to another.
 * Nothing is open outside the edges. O(log n) for each question.
 *
 * @example
 * ```ts
 * import { WorkingHours } from "@touchpoint/core/time"
 *
 * const hour = 3_600_000
 * const elapsed = WorkingHours.stopwatch([9 * hour, 12 * hour, 13 * hour, 17 * hour])
 * console.log(elapsed(11 * hour, 14 * hour) / hour) // 2
 * ```
 *
 * @category queries
 * @since 0.2.0
 */
export const stopwatch = (all: ReadonlyArray<number>): ((from: number, to: number) => number) => {
  /** Work before each edge. */
  const before = new Float64Array(all.length + 1)
  for (let i = 1; i < all.length; i++)
    before[i] = (before[i - 1] as number) + (i % 2 === 1 ? (all[i] as number) - (all[i - 1] as number) : 0)
  const until = (instant: number): number => {
    const count = passed(all, instant)
    if (count === 0) return 0
    const done = before[count - 1] as number
    // Past an opening that is followed by a closing, work goes on.
    return count % 2 === 1 && count < all.length ? done + instant - (all[count - 1] as number) : done
  }
  return (from, to) => until(to) - until(from)
}
