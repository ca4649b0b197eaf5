import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as FieldPattern from "./FieldPattern.ts"
import * as Instant from "./Instant.ts"
import * as IsoText from "./IsoText.ts"
import type { Weekday } from "./LocalDay.ts"
import * as LocalTime from "./LocalTime.ts"
import * as NamedPattern from "./NamedPattern.ts"

const DAY = 86_400_000

/**
 * A format that no text could be read by, and why.
 *
 * @example
 * ```ts
 * import { ParseInstant } from "@touchpoint/core/time"
 *
 * const error = new ParseInstant.FormatInvalid({ format: "HH:mm", fix: "it names no day" })
 * console.log(error.message.slice(0, 49)) // "HH:mm" is not a format of dates: it names no day
 * ```
 *
 * @category errors
 * @since 0.1.0
 */
export class FormatInvalid extends Schema.TaggedError<FormatInvalid>()("FormatInvalid", {
  format: Schema.String,
  fix: Schema.String,
}) {
  override get message(): string {
    return `"${this.format}" is not a format of dates: ${this.fix}; write "iso", "epoch-s", "epoch-ms" or a pattern of date-fns such as "dd.MM.yyyy HH:mm"`
  }
}

/** Seconds or milliseconds since 1970, of which `decimals` digits of a fraction count; the rest is floored. */
const epoch =
  (decimals: 0 | 3): IsoText.Reader =>
  (text, into) => {
    const match = /^(-?)(\d{1,15})(?:\.(\d{1,9}))?$/.exec(text)
    if (match === null) return false
    const fraction = match[3] ?? ""
    const size = Number(`${match[2]}${fraction.slice(0, decimals).padEnd(decimals, "0")}`)
    const cut = /[1-9]/.test(fraction.slice(decimals))
    into.local = match[1] === "-" ? 0 - size - (cut ? 1 : 0) : size
    into.offset = 0
    into.hasTime = true
    return true
  }

const readerOf = (format: string, weekStart: Weekday): Result.Result<IsoText.Reader, string> => {
  if (format === "iso") return Result.succeed(IsoText.read)
  if (format === "epoch-s") return Result.succeed(epoch(3))
  if (format === "epoch-ms") return Result.succeed(epoch(0))
  const fields = FieldPattern.compile(format)
  return fields === undefined ? NamedPattern.compile(format, weekStart) : Result.succeed(fields)
}

/**
 * How timestamps are written: `iso` (ISO 8601, see {@link compile}), `epoch-s` and `epoch-ms` (seconds and milliseconds
 * since 1970, fractions cut), or a pattern of date-fns such as `dd.MM.yyyy` that names at least year, month and day.
 * Names of months and the like are English. `yy` is 1950 to 2049. Source of the letters: Unicode TR35.
 *
 * @example
 * ```ts
 * import * as Schema from "effect/Schema"
 * import { ParseInstant } from "@touchpoint/core/time"
 *
 * console.log(Schema.is(ParseInstant.Format)("MM/dd/yyyy h:mm a")) // true
 * console.log(Schema.is(ParseInstant.Format)("YYYY-MM-DD")) // false
 * ```
 *
 * @category schemas
 * @since 0.1.0
 */
export const Format = Schema.String.check(
  Schema.makeFilter(
    (format: string) => {
      const reader = readerOf(format, 1)
      return Result.isSuccess(reader) || new FormatInvalid({ format, fix: reader.failure }).message
    },
    {
      expected: "a format of dates",
      arbitraryConstraint: { patterns: [{ source: "^(iso|epoch-s|epoch-ms|dd\\.MM\\.yyyy)$", flags: "" }] },
    },
  ),
).annotate({ title: "Format", description: `"iso", "epoch-s", "epoch-ms" or a date-fns pattern` })

/**
 * What to read texts with. `zone`: of texts without an offset. `formats`: `["iso"]` if not given. `weekStart`: for
 * patterns with weeks, 0 Sunday to 6 Saturday, Monday if not given.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  readonly zone: string
  readonly formats?: ReadonlyArray<string>
  readonly weekStart?: Weekday
}

/**
 * Why a text gave no instant. `not-a-date`: no format accepts it, or the day does not exist. `ambiguous`: two formats
 * accept it and disagree. `nonexistent-local-time`: the zone's clock skipped it. `out-of-range`: not in the years 0001 to
 * 9999, as when milliseconds are read as seconds.
 *
 * @category models
 * @since 0.1.0
 */
export type Reason = "not-a-date" | "ambiguous" | "nonexistent-local-time" | "out-of-range"

/**
 * A text that gave no instant.
 *
 * @category models
 * @since 0.1.0
 */
export interface Rejected {
  readonly reason: Reason
}

/**
 * Counts of what a parser has read: `parsed` texts, of them `dateOnly` without a time of day and `overlaps` in an hour
 * the clock showed twice (taken as the earlier), and `rejected` texts.
 *
 * @category models
 * @since 0.1.0
 */
export interface Stats {
  readonly parsed: number
  readonly dateOnly: number
  readonly overlaps: number
  readonly rejected: number
}

/**
 * A compiled parser: text to instant (epoch ms) or the reason why not. Never throws. `last` describes the text parsed
 * last and is written over by the next; `stats()` counts all so far.
 *
 * @category models
 * @since 0.1.0
 */
export interface InstantParser {
  (text: string): number | Rejected
  readonly last: { readonly hasTime: boolean; readonly overlap: boolean }
  readonly stats: () => Stats
}

const notADate: Rejected = Object.freeze({ reason: "not-a-date" })
const ambiguous: Rejected = Object.freeze({ reason: "ambiguous" })
const nonexistent: Rejected = Object.freeze({ reason: "nonexistent-local-time" })
const outOfRange: Rejected = Object.freeze({ reason: "out-of-range" })

/**
 * A parser for timestamps in a zone and formats. ISO 8601 is a date, optionally a time after `T` or one blank, with a
 * fraction of up to 9 digits (cut to ms) and an offset (`Z`, `±hh`, `±hhmm`, `±hh:mm`); without one it is local time in
 * `zone`, a date alone the first instant of its day. A local time shown twice is the earlier and counted. Throws
 * {@link FormatInvalid} or `ZoneInvalid` where the options were not checked by {@link Format} and `Zone`.
 *
 * @example
 * ```ts
 * import { ParseInstant } from "@touchpoint/core/time"
 *
 * const parse = ParseInstant.compile({ zone: "Europe/Berlin", formats: ["iso", "dd.MM.yyyy HH:mm"] })
 * console.log(parse("2025-03-30T02:30:00Z")) // 1743301800000
 * console.log(parse("26.10.2025 02:30")) // 1761438600000
 * console.log(parse.stats().overlaps) // 1
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const compile = (options: Options): InstantParser => {
  const time = LocalTime.of(options.zone)
  const given = options.formats ?? []
  const readers = [...new Set(given.length === 0 ? ["iso"] : given)].map((format) =>
    Result.getOrThrowWith(
      readerOf(format, options.weekStart ?? 1),
      (fix: string) => new FormatInvalid({ format, fix }),
    ),
  )
  const reading = IsoText.reading()
  const last = { hasTime: false, overlap: false }
  let parsed = 0
  let dateOnly = 0
  let overlaps = 0
  let rejected = 0

  /** The instant of the reading. */
  const resolve = (): number | Rejected => {
    let instant = reading.local - reading.offset
    let overlap = false
    if (Number.isNaN(reading.offset)) {
      instant = reading.local - time.steadyOffset(Math.floor(reading.local / DAY))
      if (Number.isNaN(instant)) {
        const resolved = time.resolve(reading.local)
        // A day begins at its first instant, where its midnight was skipped or repeated too.
        if (reading.hasTime && resolved.kind === "gap") return nonexistent
        overlap = reading.hasTime && resolved.kind === "overlap"
        instant = resolved.instant
      }
    }
    if (!(instant >= Instant.minimum && instant <= Instant.maximum)) return outOfRange
    last.hasTime = reading.hasTime
    last.overlap = overlap
    return instant
  }

  /** What all formats together make of a text. */
  const agree = (text: string): number | Rejected => {
    let found: number | Rejected = notADate
    let { hasTime, overlap } = last
    for (const read of readers) {
      if (!read(text, reading)) continue
      const one = resolve()
      if (found === notADate || found === outOfRange) {
        found = one
        ;({ hasTime, overlap } = last)
      } else if (one !== found && one !== outOfRange) {
        return ambiguous
      }
    }
    Object.assign(last, { hasTime, overlap })
    return found
  }

  const only = readers.length === 1 ? readers[0] : undefined
  const parse = (text: string): number | Rejected => {
    const result = only === undefined ? agree(text) : only(text, reading) ? resolve() : notADate
    if (typeof result !== "number") {
      rejected++
      return result
    }
    parsed++
    if (!last.hasTime) dateOnly++
    if (last.overlap) overlaps++
    return result
  }
  return Object.assign(parse, { last, stats: (): Stats => ({ parsed, dateOnly, overlaps, rejected }) })
}
