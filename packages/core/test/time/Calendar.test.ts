import { tz } from "@date-fns/tz"
import { startOfDay } from "date-fns/startOfDay"
import { startOfMonth } from "date-fns/startOfMonth"
import { startOfQuarter } from "date-fns/startOfQuarter"
import { startOfWeek } from "date-fns/startOfWeek"
import { startOfYear } from "date-fns/startOfYear"
import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { Calendar, Instant } from "@touchpoint/core/time"

const HOUR = 3_600_000
const berlin = Calendar.make("Europe/Berlin")
const anyZone = Schema.Literals([
  "UTC",
  "Europe/Berlin",
  "America/Los_Angeles",
  "America/Sao_Paulo",
  "Asia/Kathmandu",
  "America/St_Johns",
  "Pacific/Apia",
  "America/Havana",
  "Australia/Lord_Howe",
])
const anyGrain = Schema.Literals(["hour", "day", "week", "month", "quarter", "year"])
const recent = Schema.Int.check(Schema.isBetween({ minimum: Date.UTC(1975, 0, 1), maximum: Date.UTC(2040, 0, 1) }))
// Kathmandu skipped a midnight in 1986, which the oracle does not notice.
const since1990 = Schema.Int.check(Schema.isBetween({ minimum: Date.UTC(1990, 0, 1), maximum: Date.UTC(2040, 0, 1) }))
const hours = (calendar: Calendar.Calendar, day: string) => {
  const start = Calendar.instantOf(calendar, day) ?? Number.NaN
  return (Calendar.next(calendar, "day", start) - start) / HOUR
}
/** Days between two instants by the local calendar. */
const daysBetween = (calendar: Calendar.Calendar, from: string, to: string) =>
  (Date.parse(Calendar.dayOf(calendar, Date.parse(to))) - Date.parse(Calendar.dayOf(calendar, Date.parse(from)))) /
  (24 * HOUR)

describe("Calendar", () => {
  it("gives local days their real length: 23, 24 and 25 hours in Berlin", () => {
    assert.strictEqual(hours(berlin, "2025-03-30"), 23)
    assert.strictEqual(hours(berlin, "2025-10-26"), 25)
    assert.strictEqual(hours(berlin, "2025-06-01"), 24)
  })
  it("counts calendar days, not spans of 24 hours", () => {
    assert.strictEqual(daysBetween(berlin, "2025-03-29T23:30:00+01:00", "2025-03-31T00:15:00+02:00"), 2)
    assert.strictEqual(daysBetween(berlin, "2025-10-25T00:10:00+02:00", "2025-10-26T23:50:00+01:00"), 1)
    assert.strictEqual(daysBetween(berlin, "2025-06-01T09:00:00+02:00", "2025-06-02T08:59:59+02:00"), 1)
    assert.strictEqual(daysBetween(berlin, "2025-06-01T23:59:59+02:00", "2025-06-02T00:00:01+02:00"), 1)
  })
  it("starts a day without midnight at its first instant", () => {
    const saoPaulo = Calendar.make("America/Sao_Paulo")
    assert.strictEqual(Calendar.instantOf(saoPaulo, "2018-11-04"), Date.UTC(2018, 10, 4, 3))
    assert.strictEqual(Calendar.startOf(saoPaulo, "day", Date.UTC(2018, 10, 4, 20)), Date.UTC(2018, 10, 4, 3))
    assert.strictEqual(hours(saoPaulo, "2018-11-04"), 23)
    assert.strictEqual(hours(saoPaulo, "2018-02-17"), 25)
    assert.strictEqual(Calendar.dayOf(saoPaulo, Date.UTC(2018, 10, 4, 3) - 1), "2018-11-03")
    assert.strictEqual(Calendar.dayOf(saoPaulo, Date.UTC(2018, 10, 4, 3)), "2018-11-04")
  })
  it("starts a day whose midnight was skipped by a quarter of an hour at 00:15", () => {
    assert.strictEqual(
      Calendar.instantOf(Calendar.make("Asia/Kathmandu"), "1986-01-01"),
      Date.parse("1986-01-01T00:15:00+05:45"),
    )
  })
  it("starts a day with two midnights at the first", () => {
    const havana = Calendar.make("America/Havana")
    assert.strictEqual(Calendar.instantOf(havana, "2018-11-04"), Date.UTC(2018, 10, 4, 4))
    assert.strictEqual(hours(havana, "2018-11-04"), 25)
  })
  it("does not return to yesterday where the clock went back over midnight", () => {
    const stJohns = Calendar.make("America/St_Johns")
    const midnight = Calendar.instantOf(stJohns, "2008-11-02") ?? Number.NaN
    assert.strictEqual(midnight, Date.UTC(2008, 10, 2, 2, 30))
    assert.strictEqual(Calendar.dayOf(stJohns, midnight + 30 * 60_000), "2008-11-02")
    assert.strictEqual(Calendar.startOf(stJohns, "day", midnight + 30 * 60_000), midnight)
    assert.strictEqual(hours(stJohns, "2008-11-02"), 25)
  })
  it("has no bucket for a date that a zone left out", () => {
    const apia = Calendar.make("Pacific/Apia")
    const before = Calendar.instantOf(apia, "2011-12-29") ?? Number.NaN
    const after = Calendar.next(apia, "day", before)
    assert.strictEqual(after - before, 24 * HOUR)
    assert.strictEqual(Calendar.dayOf(apia, after), "2011-12-31")
  })
  it("cuts days at 18:15 UTC in Kathmandu", () => {
    const kathmandu = Calendar.make("Asia/Kathmandu")
    assert.strictEqual(Calendar.instantOf(kathmandu, "2018-01-31"), Date.UTC(2018, 0, 30, 18, 15))
    assert.strictEqual(Calendar.startOf(kathmandu, "hour", Date.UTC(2018, 0, 1, 0, 20)), Date.UTC(2018, 0, 1, 0, 15))
  })
  it("has 23 hours on a short day and a repeated hour on a long one, each under its own name", () => {
    const labels: Array<string> = []
    let at = Calendar.instantOf(berlin, "2025-10-26") ?? Number.NaN
    for (let i = 0; i < 5; i++, at = Calendar.next(berlin, "hour", at)) labels.push(Calendar.label(berlin, "hour", at))
    assert.deepStrictEqual(labels, [
      "2025-10-26T00:00+02:00",
      "2025-10-26T01:00+02:00",
      "2025-10-26T02:00+02:00",
      "2025-10-26T02:00+01:00",
      "2025-10-26T03:00+01:00",
    ])
    const gap = Calendar.next(berlin, "hour", Date.UTC(2025, 2, 30, 0, 30))
    assert.strictEqual(Calendar.label(berlin, "hour", gap), "2025-03-30T03:00+02:00")
  })
  it("restarts an hour where the clock changes by half of one", () => {
    const lordHowe = Calendar.make("Australia/Lord_Howe")
    const labels: Array<string> = []
    let at = Date.parse("2018-04-01T01:00:00+11:00")
    for (let i = 0; i < 3; i++, at = Calendar.next(lordHowe, "hour", at))
      labels.push(Calendar.label(lordHowe, "hour", at))
    assert.deepStrictEqual(labels, ["2018-04-01T01:00+11:00", "2018-04-01T01:30+10:30", "2018-04-01T02:00+10:30"])
  })
  it("names buckets the same in every language", () => {
    const at = Date.UTC(2018, 0, 31, 12)
    const names = (["day", "week", "month", "quarter", "year"] as const).map((grain) =>
      Calendar.label(Calendar.make("America/Los_Angeles"), grain, at),
    )
    assert.deepStrictEqual(names, ["2018-01-31", "2018-W05", "2018-01", "2018-Q1", "2018"])
    assert.strictEqual(Calendar.label(Calendar.make("UTC", 0), "week", at), "2018-01-28")
    assert.strictEqual(Calendar.label(Calendar.make("UTC", 6), "week", at), "2018-01-27")
    assert.strictEqual(Calendar.label(Calendar.make("UTC"), "week", Date.UTC(2018, 11, 31)), "2019-W01")
    assert.strictEqual(Calendar.label(Calendar.make("UTC"), "quarter", Date.UTC(2018, 11, 31)), "2018-Q4")
  })
  it("has weeks from Monday and no unknown zones unless told otherwise", () => {
    const decode = Schema.decodeUnknownResult(Calendar.Calendar)
    assert.deepStrictEqual(Result.getOrThrow(decode({ zone: "UTC" })), { zone: "UTC", weekStart: 1 })
    assert.isTrue(Result.isFailure(decode({ zone: "UTC", weekStart: 7 })))
    assert.isTrue(Result.isFailure(decode({ zone: "Nowhere/Land" })))
    assert.throws(() => Calendar.make("Nowhere/Land"))
  })
  it("has no instant for a text that is no date", () => {
    assert.isUndefined(Calendar.instantOf(berlin, "2018-02-30"))
    assert.isUndefined(Calendar.instantOf(berlin, "31.01.2018"))
  })
  it.prop(
    "puts every instant in exactly one bucket, which begins and ends where it says",
    [anyZone, anyGrain, Calendar.WeekStart, recent],
    ([zone, grain, weekStart, at]) => {
      const calendar = Calendar.make(zone, weekStart)
      const start = Calendar.startOf(calendar, grain, at)
      const end = Calendar.next(calendar, grain, at)
      assert.isTrue(start <= at && at < end)
      assert.strictEqual(Calendar.startOf(calendar, grain, start), start)
      assert.strictEqual(Calendar.startOf(calendar, grain, end - 1), start)
      assert.strictEqual(Calendar.startOf(calendar, grain, end), end)
      assert.strictEqual(Calendar.next(calendar, grain, start), end)
      assert.strictEqual(Calendar.label(calendar, grain, end - 1), Calendar.label(calendar, grain, start))
      assert.notStrictEqual(Calendar.label(calendar, grain, end), Calendar.label(calendar, grain, start))
    },
    { arbitrary: { runs: 300 } },
  )
  it.prop("names the day by the date that leads back to its start", [anyZone, recent], ([zone, at]) => {
    const calendar = Calendar.make(zone)
    assert.strictEqual(
      Calendar.instantOf(calendar, Calendar.dayOf(calendar, at)),
      Calendar.startOf(calendar, "day", at),
    )
  })
  it.prop(
    "agrees with date-fns and @date-fns/tz where midnight is neither skipped nor repeated",
    [Schema.Literals(["UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Kathmandu"]), Calendar.WeekStart, since1990],
    ([zone, weekStart, at]) => {
      const calendar = Calendar.make(zone, weekStart)
      const options = { in: tz(zone) }
      const same = (grain: Calendar.Grain, expected: Date) =>
        assert.strictEqual(Instant.format(Calendar.startOf(calendar, grain, at)), Instant.format(+expected), grain)
      same("day", startOfDay(at, options))
      same("week", startOfWeek(at, { ...options, weekStartsOn: weekStart }))
      same("month", startOfMonth(at, options))
      same("quarter", startOfQuarter(at, options))
      same("year", startOfYear(at, options))
    },
    { arbitrary: { runs: 200 } },
  )
})
