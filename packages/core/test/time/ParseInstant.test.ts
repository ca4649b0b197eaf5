import { parse as parseByDateFns } from "date-fns/parse"
import { tz } from "@date-fns/tz"
import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import { Instant, LocalTime, ParseInstant } from "@touchpoint/core/time"

const notADate: ParseInstant.Rejected = { reason: "not-a-date" }
const compile = (zone: string, ...formats: ReadonlyArray<string>) => ParseInstant.compile({ zone, formats })
const anyZone = Schema.Literals(["UTC", "Europe/Berlin", "America/Los_Angeles", "America/Sao_Paulo", "Asia/Kathmandu"])
const recent = Schema.Int.check(Schema.isBetween({ minimum: Date.UTC(1975, 0, 1), maximum: Date.UTC(2040, 0, 1) }))
const day = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 40 }))

describe("ParseInstant, ISO 8601", () => {
  it("reads dates, times, fractions and offsets", () => {
    const parse = compile("America/Los_Angeles")
    const noon = Date.UTC(2018, 0, 31, 12)
    for (const [text, instant] of [
      ["2018-01-31", Date.UTC(2018, 0, 31, 8)],
      ["2018-01-31T04:00", noon],
      ["2018-01-31 04:00", noon],
      ["2018-01-31T04:00:00", noon],
      ["2018-01-31 04:00:00.5", noon + 500],
      ["2018-01-31 04:00:00,25", noon + 250],
      ["2018-01-31 04:00:00.123456789", noon + 123],
      ["2018-01-31 04:00:00.999999", noon + 999],
      ["2018-01-31T12:00:00Z", noon],
      ["2018-01-31T12:00Z", noon],
      ["2018-01-31T12:00:00.000Z", noon],
      ["2018-01-31 12:00:00+00", noon],
      ["2018-01-31T17:45:00+05:45", noon],
      ["2018-01-31T17:45:00+0545", noon],
      ["2018-01-31T08:00:00.123-04", noon + 123],
      ["0001-01-02T00:00:00Z", Instant.minimum + 86_400_000],
      ["9999-12-31T23:59:59.999Z", Instant.maximum],
      ["2000-02-29T00:00:00Z", Date.UTC(2000, 1, 29)],
    ] as const) {
      assert.deepStrictEqual(parse(text), instant, text)
    }
  })
  it("refuses days, times and offsets that do not exist, and other ways to write them", () => {
    const parse = compile("UTC")
    const texts = `2018-02-30|1900-02-29|2018-13-01|2018-00-01|2018-01-00|0000-00-00|0000-01-01|18-01-31|2018-1-31
      |2018-01-31T|2018-01-31T12|2018-01-31T24:00|2018-01-31T12:60|2018-01-31T12:00:60|2018-01-31t12:00|2018-01-31T12:00z
      |2018-01-31T12:00:00.|2018-01-31T12:00:00.1234567890|2018-01-31T12:00.5|2018-01-31  12:00|2018-01-31T12:00:00 Z
      |2018-01-31T12:00:00ZZ|2018-01-31T12:00:00+1|2018-01-31T12:00:00+24:00|2018-01-31T12:00:00+01:60
      |2018-01-31T12:00:00+01:0|2018-01-31T12:00:00+010|2018-01-31T12:00:00+01:|2018-01-31Z|2018/01/31|20180131
      |31.01.2018|2018-01-31x|2018-01-3|2018-01-|-2018-01-31|+002018-01-31|٢٠١٨-01-31|null|NaN|yesterday`
    for (const text of texts.split(/\s*\|/)) assert.deepStrictEqual(parse(text), notADate, text)
    for (const text of ["", " ", " 2018-01-31", "2018-01-31 ", "2018-01-31\n"]) {
      assert.deepStrictEqual(parse(text), notADate, JSON.stringify(text))
    }
  })
  it("refuses a local time that the clock skipped", () => {
    assert.deepStrictEqual(compile("Europe/Berlin")("2025-03-30T02:30:00"), { reason: "nonexistent-local-time" })
    assert.deepStrictEqual(compile("America/Los_Angeles")("2025-03-09 02:00"), { reason: "nonexistent-local-time" })
    assert.deepStrictEqual(compile("America/Sao_Paulo")("2018-11-04 00:00:00"), { reason: "nonexistent-local-time" })
    assert.strictEqual(compile("Asia/Kathmandu")("2025-03-30T02:30:00"), Date.UTC(2025, 2, 29, 20, 45))
  })
  it("takes the first instant of a day that has no midnight", () => {
    const parse = compile("America/Sao_Paulo")
    assert.strictEqual(parse("2018-11-04"), Date.UTC(2018, 10, 4, 3))
    assert.isFalse(parse.last.hasTime)
  })
  it("takes the earlier of two instants, and counts that it did", () => {
    const parse = compile("Europe/Berlin")
    assert.strictEqual(parse("2025-10-26T02:30:00"), Date.UTC(2025, 9, 26, 0, 30))
    assert.isTrue(parse.last.overlap)
    assert.strictEqual(parse("2025-10-26T02:30:00+01:00"), Date.UTC(2025, 9, 26, 1, 30))
    assert.isFalse(parse.last.overlap)
    assert.strictEqual(parse("2025-10-26T03:00:00"), Date.UTC(2025, 9, 26, 2))
    parse("2025-10-27")
    parse("2025-02-30")
    assert.deepStrictEqual(parse.stats(), { parsed: 4, dateOnly: 1, overlaps: 1, rejected: 1 })
  })
  it("tells a date from a time at midnight", () => {
    const parse = compile("UTC")
    parse("2018-01-31")
    assert.isFalse(parse.last.hasTime)
    parse("2018-01-31 00:00")
    assert.isTrue(parse.last.hasTime)
  })
  it("refuses what leaves the years 1 to 9999 by its offset", () => {
    assert.deepStrictEqual(compile("UTC")("9999-12-31T23:59:59-01:00"), { reason: "out-of-range" })
    assert.deepStrictEqual(compile("Asia/Kathmandu")("0001-01-01"), { reason: "out-of-range" })
  })
  it.prop("reads back every instant it is given in any zone", [anyZone, recent], ([zone, instant]) => {
    assert.strictEqual(compile(zone)(Instant.format(instant)), instant)
    const time = LocalTime.of(zone)
    const local = instant + time.offsetAt(instant)
    assert.strictEqual(compile(zone)(new Date(local).toISOString().slice(0, -1)), time.resolve(local).instant)
  })
  it.prop("never throws, whatever the text", [Schema.String], ([text]) => {
    for (const format of ["iso", "epoch-s", "dd.MM.yyyy", "MMM d, yyyy h:mm a"]) {
      const result = compile("Europe/Berlin", format)(text)
      assert.isTrue(typeof result === "number" || typeof result.reason === "string")
    }
  })
})

describe("ParseInstant, other formats", () => {
  it("reads patterns of digits", () => {
    const noon = Date.UTC(2018, 0, 31, 12)
    for (const [format, text] of [
      ["dd.MM.yyyy HH:mm", "31.01.2018 12:00"],
      ["d.M.yyyy H:m", "31.1.2018 12:0"],
      ["MM/dd/yyyy HH:mm:ss", "1/31/2018 12:00:00"],
      ["yyyyMMddHHmmss", "20180131120000"],
      ["dd-MM-yy HH'h'mm", "31-01-18 12h00"],
      ["yyyy-MM-dd'T'HH:mm:ss.SSSSSS", "2018-01-31T12:00:00.000999"],
      ["'o''clock' H, dd.MM.yyyy", "o'clock 12, 31.01.2018"],
    ] as const) {
      assert.strictEqual(compile("UTC", format)(text), noon, format)
    }
  })
  it("reads patterns with names, half days, weeks and offsets", () => {
    const noon = Date.UTC(2018, 0, 31, 12)
    for (const [format, text] of [
      ["MMM d, yyyy h:mm a", "Jan 31, 2018 12:00 PM"],
      ["dd-MMM-yyyy HH:mm", "31-JAN-2018 12:00"],
      ["EEEE, d MMMM yyyy HH:mm", "Wednesday, 31 January 2018 12:00"],
      ["RRRR-'W'II-i HH:mm", "2018-W05-3 12:00"],
      ["yyyy-DDD HH:mm", "2018-031 12:00"],
      ["yyyy-MM-dd HH:mm:ss xx", "2018-01-31 17:45:00 +0545"],
      ["dd/MMM/yyyy:HH:mm:ss xx", "31/Jan/2018:04:00:00 -0800"],
    ] as const) {
      const parse = compile("UTC", format)
      assert.strictEqual(parse(text), noon, format)
      assert.strictEqual(parse(text), noon, `${format}, seen before`)
      assert.isTrue(parse.last.hasTime)
      assert.deepStrictEqual(parse(`${text} `), notADate, format)
    }
  })
  it("applies the zone to patterns, and not where the text has its own offset", () => {
    assert.strictEqual(compile("Asia/Kathmandu", "d MMM yyyy HH:mm")("31 Jan 2018 12:00"), Date.UTC(2018, 0, 31, 6, 15))
    assert.strictEqual(
      compile("Asia/Kathmandu", "d MMM yyyy HH:mm X")("31 Jan 2018 12:00 Z"),
      Date.UTC(2018, 0, 31, 12),
    )
    const berlin = compile("Europe/Berlin", "d MMM yyyy HH:mm")
    assert.deepStrictEqual(berlin("30 Mar 2025 02:30"), { reason: "nonexistent-local-time" })
    assert.strictEqual(berlin("26 Oct 2025 02:30"), Date.UTC(2025, 9, 26, 0, 30))
    assert.isTrue(berlin.last.overlap)
  })
  it("refuses days that do not exist in patterns too", () => {
    for (const format of ["dd.MM.yyyy", "d MMM yyyy"]) {
      const parse = compile("UTC", format)
      for (const text of ["30.02.2018", "30 Feb 2018", "00.01.2018", "0 Jan 2018"]) {
        assert.deepStrictEqual(parse(text), notADate, text)
      }
    }
  })
  it("takes years of two digits only where the pattern says so, as 1950 to 2049", () => {
    for (const [format, text] of [
      ["dd.MM.yyyy", "31.01.18"],
      ["d MMM yyyy", "31 Jan 18"],
      ["M/d/y", "1/31/18"],
    ] as const) {
      assert.deepStrictEqual(compile("UTC", format)(text), notADate, format)
    }
    for (const [format, month] of [
      ["dd.MM.yy", "01."],
      ["dd.MMM yy", "Jan "],
    ] as const) {
      const parse = compile("UTC", format)
      assert.strictEqual(parse(`31.${month}49`), Date.UTC(2049, 0, 31), format)
      assert.strictEqual(parse(`31.${month}50`), Date.UTC(1950, 0, 31), format)
    }
  })
  it("reads seconds and milliseconds since 1970, and floors fractions", () => {
    const seconds = compile("Europe/Berlin", "epoch-s")
    assert.strictEqual(seconds("1517400000"), Date.UTC(2018, 0, 31, 12))
    assert.strictEqual(seconds("1.001"), 1001)
    assert.strictEqual(seconds("1517400000.123999999"), Date.UTC(2018, 0, 31, 12) + 123)
    assert.strictEqual(seconds("-1.0005"), -1001)
    assert.strictEqual(seconds("-0"), 0)
    const milliseconds = compile("Europe/Berlin", "epoch-ms")
    assert.strictEqual(milliseconds("1517400000123"), Date.UTC(2018, 0, 31, 12) + 123)
    assert.strictEqual(milliseconds("1517400000123.9"), Date.UTC(2018, 0, 31, 12) + 123)
    assert.isTrue(milliseconds.last.hasTime)
    for (const text of ["", "1e9", "0x10", "1_000", "+1", "Infinity", " 1", "1."]) {
      assert.deepStrictEqual(seconds(text), notADate, text)
    }
  })
  it("notices milliseconds that are read as seconds", () => {
    assert.deepStrictEqual(compile("UTC", "epoch-s")("1517400000123"), { reason: "out-of-range" })
  })
  it("refuses a text that two formats read differently, and takes it where they agree", () => {
    const parse = compile("UTC", "dd/MM/yyyy", "MM/dd/yyyy")
    assert.deepStrictEqual(parse("03/04/2018"), { reason: "ambiguous" })
    assert.strictEqual(parse("04/04/2018"), Date.UTC(2018, 3, 4))
    assert.strictEqual(parse("31/01/2018"), Date.UTC(2018, 0, 31))
    assert.strictEqual(parse("01/31/2018"), Date.UTC(2018, 0, 31))
    assert.deepStrictEqual(parse("32/01/2018"), notADate)
    assert.deepStrictEqual(parse.stats(), { parsed: 3, dateOnly: 3, overlaps: 0, rejected: 2 })
    assert.deepStrictEqual(compile("UTC", "epoch-s", "yyyyMMdd")("20180131"), { reason: "ambiguous" })
    assert.strictEqual(compile("UTC", "epoch-s", "epoch-ms")("1517400000123"), Date.UTC(2018, 0, 31, 12) + 123)
  })
  it("calls a text ambiguous if one format takes it and another meets a skipped time", () => {
    const parse = compile("Europe/Berlin", "yyyy-MM-dd HH:mm", "yyyy-dd-MM HH:mm", "yyyy-MM-dd mm:HH")
    assert.deepStrictEqual(parse("2025-03-30 02:30"), { reason: "nonexistent-local-time" })
    assert.deepStrictEqual(parse("2025-03-30 02:20"), { reason: "ambiguous" })
  })
  it("describes a text by the format that took it first", () => {
    const parse = compile("UTC", "yyyy-MM-dd", "iso")
    parse("2018-01-31")
    assert.isFalse(parse.last.hasTime)
    assert.strictEqual(parse("2018-01-31T12:00"), Date.UTC(2018, 0, 31, 12))
    assert.isTrue(parse.last.hasTime)
  })
  it("forgets old texts rather than grow without end", () => {
    const parse = compile("UTC", "yyyy-MM-dd h:mm a")
    const text = (i: number) => `${new Date(i * 86_400_000).toISOString().slice(0, 10)} 12:00 PM`
    for (let i = 0; i < 10_050; i++) parse(text(i))
    assert.strictEqual(parse(text(1)), 1.5 * 86_400_000)
  })
  it.prop(
    "reads patterns of digits as date-fns does",
    [Schema.Literals(["d.M.yyyy", "dd.MM.yyyy HH:mm", "H:mm:ss yyyy/MM/dd"]), day, day, day, day],
    ([format, a, b, c, d]) => {
      const text = {
        "d.M.yyyy": `${a}.${b}.2018`,
        "dd.MM.yyyy HH:mm": `${a}.${b}.2018 ${c}:${d}`,
        "H:mm:ss yyyy/MM/dd": `${c}:${d}:${a} 2018/${b}/${a}`,
      }[format]
      const parsed = compile("UTC", format)(text)
      const expected = +parseByDateFns(text, format, new Date(0), { in: tz("UTC") })
      assert.deepStrictEqual(parsed, Number.isNaN(expected) ? notADate : expected, text)
    },
    { arbitrary: { runs: 500 } },
  )
})

describe("ParseInstant.Format", () => {
  it("accepts patterns that name a day", () => {
    for (const format of [
      "iso",
      "epoch-s",
      "epoch-ms",
      "dd.MM.yyyy",
      "yyyyMMdd",
      "M/d/yy h:mm a",
      "d MMM yyyy 'D'",
      "PP",
      "yyyy-DDD",
    ]) {
      assert.isTrue(Schema.is(ParseInstant.Format)(format), format)
    }
  })
  it("refuses patterns that no date could be read by, and says why", () => {
    for (const format of [
      "",
      "HH:mm",
      "MM/yyyy",
      "YYYY-MM-DD",
      "dd.MM.yyyy mm",
      "yyyy-MM-dd hh:mm",
      "yyyy yyyy-MM-dd",
    ]) {
      assert.isFalse(Schema.is(ParseInstant.Format)(format), format)
      assert.throws(() => compile("UTC", format), /is not a format of dates/)
    }
    assert.throws(() => compile("UTC", "YYYY-MM-DD"), /years are y, as in yyyy/)
    assert.throws(() => compile("UTC", "yyyy-MM-DD"), /days of the month are d/)
    assert.throws(() => compile("UTC", "dd.MM"), /it must name year, month and day/)
    assert.throws(() => compile("Middle/Earth"), /is not a time zone/)
  })
})
