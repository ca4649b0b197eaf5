import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { Calendar, Instant, Period } from "@touchpoint/core/time"

const saoPaulo = Calendar.make("America/Sao_Paulo")
const utc = Calendar.make("UTC")
const berlin = Calendar.make("Europe/Berlin")
const anyZone = Schema.Literals(["UTC", "Europe/Berlin", "America/Los_Angeles", "America/Sao_Paulo", "Asia/Kathmandu"])
const recent = Schema.Int.check(Schema.isBetween({ minimum: Date.UTC(1975, 0, 1), maximum: Date.UTC(2040, 0, 1) }))

const parse = (text: string, calendar = utc) => Result.getOrThrow(Period.parse(text, calendar))
const span = (period: Period.Period) => `${Period.formatInstant(period.from)}/${Period.formatInstant(period.to)}`
const period = (from: string, to: string, calendar = utc): Period.Period => ({
  from: parse(from, calendar).from,
  to: parse(to, calendar).from,
  zone: calendar.zone,
})

describe("Instant", () => {
  it("is written with seconds, and with milliseconds only where there are any", () => {
    assert.strictEqual(Instant.format(Date.UTC(2018, 0, 1)), "2018-01-01T00:00:00Z")
    assert.strictEqual(Instant.format(Date.UTC(2018, 0, 1) + 120), "2018-01-01T00:00:00.120Z")
    assert.strictEqual(Instant.format(-1), "1969-12-31T23:59:59.999Z")
  })
  it.prop("reads what it writes", [Schema.toType(Instant.Instant)], ([instant]) => {
    assert.strictEqual(Instant.parse(Instant.format(instant)), instant)
  })
  it("needs an offset, and a year of four digits", () => {
    const decode = Schema.decodeUnknownResult(Instant.Instant)
    for (const text of ["2018-01-01T00:00:00", "2018-01-01", "now", "", "0001-01-01T00:00:00+01:00", 0]) {
      assert.isTrue(Result.isFailure(decode(text)), String(text))
    }
    assert.strictEqual(Result.getOrThrow(decode("2018-01-01T05:45+05:45")), Date.UTC(2018, 0, 1))
  })
  it("refuses to write a number that is no instant", () => {
    assert.throws(() => Instant.format(Number.NaN), RangeError)
    assert.isTrue(Result.isFailure(Schema.encodeResult(Instant.Instant)(0.5)))
    assert.isTrue(Result.isFailure(Schema.encodeResult(Instant.Instant)(Instant.maximum + 1)))
  })
})

describe("Period", () => {
  it("is ISO text in JSON, complete once the data reach its end", () => {
    const january = parse("2018-01", saoPaulo)
    const json = {
      from: "2018-01-01T02:00:00Z",
      to: "2018-02-01T02:00:00Z",
      zone: "America/Sao_Paulo",
      complete: true,
    }
    const reported = Period.report(january, january.to)
    assert.deepStrictEqual(Schema.encodeSync(Period.Reported)(reported), json)
    assert.deepStrictEqual(Schema.decodeSync(Period.Reported)(json), reported)
    const { complete: _, ...plain } = json
    assert.deepStrictEqual(Schema.decodeSync(Period.Period)(plain), january)
  })
  it("is complete as soon as the data reach its last millisecond, and not before", () => {
    const january = parse("2018-01", saoPaulo)
    for (const [asOf, complete] of [
      [january.to, true],
      [january.to - 1, true],
      [january.to - 2, false],
      [january.from, false],
    ] as const) {
      assert.strictEqual(Period.isComplete(january, asOf), complete, String(asOf - january.to))
      assert.strictEqual(Period.report(january, asOf).complete, complete, String(asOf - january.to))
    }
    // An empty period, an instant, is complete when the data reach the one before it: nothing of it is to come.
    const noon = parse("2018-01-31T12:00:00Z")
    assert.deepStrictEqual(
      [noon.from - 1, noon.from - 2].map((asOf) => Period.isComplete(noon, asOf)),
      [true, false],
    )
  })
  it("does not end before it starts", () => {
    const decoded = Schema.decodeUnknownResult(Period.Period)({
      from: "2018-01-02T00:00:00Z",
      to: "2018-01-01T00:00:00Z",
      zone: "UTC",
    })
    assert.isTrue(Result.isFailure(decoded))
  })
  it("contains its start and not its end", () => {
    const day = parse("2018-01-31")
    assert.isTrue(Period.contains(day, day.from))
    assert.isTrue(Period.contains(day, day.to - 1))
    assert.isFalse(Period.contains(day, day.to))
    assert.isFalse(Period.contains(day, day.from - 1))
  })
  it("reads years, quarters, months, weeks and days in the zone of the calendar", () => {
    assert.strictEqual(span(parse("2018", berlin)), "2017-12-31T23:00:00Z/2018-12-31T23:00:00Z")
    assert.strictEqual(span(parse("2018-Q2", berlin)), "2018-03-31T22:00:00Z/2018-06-30T22:00:00Z")
    assert.strictEqual(span(parse("2018-Q4")), "2018-10-01T00:00:00Z/2019-01-01T00:00:00Z")
    assert.strictEqual(span(parse("2018-12")), "2018-12-01T00:00:00Z/2019-01-01T00:00:00Z")
    assert.strictEqual(span(parse("2018-W05", berlin)), "2018-01-28T23:00:00Z/2018-02-04T23:00:00Z")
    assert.strictEqual(span(parse("2018-11-04", saoPaulo)), "2018-11-04T03:00:00Z/2018-11-05T02:00:00Z")
    assert.strictEqual(parse("2025-10-26", berlin).to - parse("2025-10-26", berlin).from, 25 * 3_600_000)
  })
  it("reads an instant as the empty period at it", () => {
    const at = Date.UTC(2018, 0, 31, 12)
    assert.deepStrictEqual(parse("2018-01-31T12:00:00Z", berlin), { from: at, to: at, zone: "Europe/Berlin" })
    assert.strictEqual(parse("2018-01-31T13:00", berlin).from, at)
    assert.strictEqual(parse("2018-01-31T17:45:00.000+05:45", berlin).from, at)
  })
  it("says what to write where a text names no period", () => {
    for (const text of ["", "January", "2018-13", "2018-Q5", "2018-W53", "2018-02-30", "18-01", "0000", "2018-1-1"]) {
      const parsed = Period.parse(text, utc)
      assert.isTrue(Result.isFailure(parsed), text)
      if (Result.isFailure(parsed)) {
        assert.strictEqual(parsed.failure._tag, "PeriodInvalid")
        assert.include(parsed.failure.message, `"${text}" is not a period: write a year "2018"`)
      }
    }
  })
  it("does not take a time that the clock skipped", () => {
    const parsed = Period.parse("2025-03-30T02:30:00", berlin)
    assert.isTrue(Result.isFailure(parsed))
    if (Result.isFailure(parsed)) assert.include(parsed.failure.message, "skipped this time")
  })
  it.prop(
    "is read back from the label of its bucket",
    [anyZone, Schema.Literals(["day", "week", "month", "quarter", "year"]), recent],
    ([zone, grain, at]) => {
      const calendar = Calendar.make(zone)
      assert.deepStrictEqual(parse(Calendar.label(calendar, grain, at), calendar), Period.of(calendar, grain, at))
    },
  )
  it("is compared with the same number of buckets right before it", () => {
    const previous = (text: string, grain: Calendar.Grain, calendar = utc) =>
      Period.previous(parse(text, calendar), calendar, grain)
    assert.deepStrictEqual(previous("2018-03", "month"), parse("2018-02"))
    assert.deepStrictEqual(previous("2018-Q1", "quarter"), parse("2017-Q4"))
    assert.deepStrictEqual(previous("2018-Q1", "month"), parse("2017-Q4"))
    assert.deepStrictEqual(previous("2018", "year"), parse("2017"))
    assert.deepStrictEqual(previous("2018-W01", "week"), parse("2017-W52"))
    assert.deepStrictEqual(previous("2018-W05", "day"), parse("2018-W04"))
    assert.deepStrictEqual(previous("2025-03-31", "day", berlin), parse("2025-03-30", berlin))
    assert.deepStrictEqual(previous("2018-11-05", "day", saoPaulo), parse("2018-11-04", saoPaulo))
  })
  it("is compared with the same elapsed part of the bucket before, which ends with it at the latest", () => {
    const previous = (from: string, to: string, grain: Calendar.Grain, calendar = utc) =>
      Period.previous(period(from, to, calendar), calendar, grain)
    assert.deepStrictEqual(previous("2018-03-01", "2018-03-11", "month"), period("2018-02-01", "2018-02-11"))
    assert.deepStrictEqual(previous("2018-03-01", "2018-03-31", "month"), parse("2018-02"))
    assert.deepStrictEqual(previous("2018-01-29", "2018-02-01", "week"), period("2018-01-22", "2018-01-25"))
    assert.deepStrictEqual(
      previous("2025-04-01", "2025-04-15T12:00", "month", berlin),
      period("2025-03-01", "2025-03-15T12:00", berlin),
    )
    assert.deepStrictEqual(
      previous("2018-11-05", "2018-11-05T12:00", "day", saoPaulo),
      period("2018-11-04", "2018-11-04T12:00", saoPaulo),
    )
    assert.deepStrictEqual(previous("2018-01-15", "2018-02-15", "month"), period("2017-12-15", "2018-01-15"))
    assert.deepStrictEqual(
      previous("2018-01-31T10:15", "2018-01-31T10:45", "hour"),
      period("2018-01-31T09:15", "2018-01-31T09:45"),
    )
  })
  it("never has the period before it end before it starts, not even where the clock went back over midnight", () => {
    const stJohns = Calendar.make("America/St_Johns")
    const from = Calendar.instantOf(stJohns, "2008-11-02") ?? Number.NaN
    const before = Period.previous({ from, to: from + 30 * 60_000, zone: stJohns.zone }, stJohns, "day")
    assert.strictEqual(span(before), "2008-11-01T02:30:00Z/2008-11-01T02:30:00Z")
  })
  it.prop(
    "is preceded by a period that does not overlap it",
    [anyZone, Schema.Literals(["day", "week", "month", "quarter", "year"]), recent, recent],
    ([zone, grain, a, b]) => {
      const calendar = Calendar.make(zone)
      const self = { from: Math.min(a, b), to: Math.max(a, b), zone }
      const before = Period.previous(self, calendar, grain)
      assert.isAtMost(before.from, before.to)
      assert.isAtMost(before.to, self.from)
    },
    { arbitrary: { runs: 30 } },
  )
})

describe("periods at an end of time", () => {
  it("are refused before the year 1900, whichever way they are written", () => {
    for (const text of ["0001", "0001-01", "1899", "1899-Q4", "1899-12-30", "0001-01-01T00:00:00Z"]) {
      const parsed = Period.parse(text, berlin)
      assert.isTrue(Result.isFailure(parsed) && /before the year 1900/.test(parsed.failure.message), text)
    }
    assert.strictEqual(span(parse("1900")), "1900-01-01T00:00:00Z/1901-01-01T00:00:00Z")
  })
  it("are refused from the year 9000 on, whichever way they are written", () => {
    for (const text of ["9999", "9999-12-31", "9999-Q4", "9999-W52", "9000", "9000-01-01", "9999-12-31T23:59:59Z"]) {
      const parsed = Period.parse(text, berlin)
      assert.isTrue(Result.isFailure(parsed) && /before the year 9000/.test(parsed.failure.message), text)
    }
    assert.strictEqual(span(parse("8999")), "8999-01-01T00:00:00Z/9000-01-01T00:00:00Z")
    assert.isTrue(Result.isSuccess(Period.parse("8999-12-31", saoPaulo)))
  })
})
