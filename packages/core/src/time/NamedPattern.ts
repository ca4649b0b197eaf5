import { format } from "date-fns/format"
import { enUS } from "date-fns/locale/en-US"
import { parse } from "date-fns/parse"
import * as Result from "effect/Result"
import type { Weekday } from "./LocalDay.ts"
import type { Reader } from "./IsoText.ts"
import { UtcDate, utc } from "./UtcDate.ts"

const maximumTexts = 10_000
const sample = Date.UTC(2001, 10, 23, 16, 45, 7, 891)
const truncations = [86_400_000, 3_600_000, 60_000, 1000, 100, 10, 1].map((unit) => sample - (sample % unit))

/**
 * A reader for any date-fns pattern, with English names; the texts last seen are remembered. Fails with what is wrong
 * with the pattern, which must give back the day of a date it was written with, and its time down to some unit.
 */
export const compile = (pattern: string, weekStart: Weekday): Result.Result<Reader, string> => {
  const letters = pattern.replace(/'[^']*'/g, "")
  if (/Y/.test(letters)) return Result.fail("years are y, as in yyyy")
  if (/(^|[^D])DD?([^D]|$)/.test(letters)) return Result.fail("days of the month are d, as in dd")
  const options = {
    in: utc,
    locale: enUS,
    weekStartsOn: weekStart,
    firstWeekContainsDate: weekStart === 1 ? (4 as const) : (1 as const),
    // Refused above where it is a slip; unasked, date-fns writes a warning to the console.
    useAdditionalDayOfYearTokens: true,
  }
  const reference = new UtcDate(Date.UTC(2000, 0, 1))
  const read = (text: string): number => +parse(text, pattern, reference, options)
  const trial = Result.try(() => read(format(utc(sample), pattern, options)))
  if (Result.isFailure(trial)) {
    const cause = trial.failure
    return Result.fail(cause instanceof Error ? cause.message : "date-fns cannot read it")
  }
  if (!truncations.includes(trial.success)) {
    return Result.fail("it must name year, month and day, and with 12 hours also a (am or pm)")
  }
  const hasTime = trial.success !== truncations[0]
  // An offset (x, X) or timestamp (t, T) in the text makes it an instant.
  const offset = /[xXtT]/.test(letters) ? 0 : Number.NaN
  const years = /[yuR]+/.exec(letters)?.[0] ?? "yyyy"
  // date-fns reads 18 by yyyy as the year 18.
  const earliest = years.length === 2 ? Number.NEGATIVE_INFINITY : Date.UTC(1000, 0, 1)
  const texts = new Map<string, number>()

  return Result.succeed((text, into) => {
    let local = texts.get(text)
    if (local === undefined) {
      const parsed = text.trim() === text ? read(text) : Number.NaN
      local = parsed >= earliest ? parsed : Number.NaN
      if (texts.size >= maximumTexts) texts.clear()
      texts.set(text, local)
    }
    into.local = local
    into.offset = offset
    into.hasTime = hasTime
    return !Number.isNaN(local)
  })
}
