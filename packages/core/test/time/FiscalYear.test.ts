import { Calendar, Edges, FiscalYear, Instant, Period } from "@touchpoint/core/time"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { describe, it } from "vitest"
import { assert } from "../stats/assert.ts"

const of = (fiscal: unknown) => Schema.decodeUnknownSync(FiscalYear.FiscalYear)(fiscal)
/** The calendar of the National Retail Federation: 4-5-4, to the Saturday nearest the end of January. */
const retail = Calendar.make("America/New_York", 0, of({ weeks: "4-5-4" }))
const days = (calendar: Calendar.Calendar, text: string): readonly [string, string] => {
  const { from, to } = Result.getOrThrow(Period.parse(text, calendar))
  return [Calendar.dayOf(calendar, from), Calendar.dayOf(calendar, to)]
}

describe("a fiscal year", () => {
  it("begins where the retail calendar that is published says", () => {
    const published = [
      "2017-01-29",
      "2018-02-04",
      "2019-02-03",
      "2020-02-02",
      "2021-01-31",
      "2022-01-30",
      "2023-01-29",
      "2024-02-04",
      "2025-02-02",
    ]
    for (const [i, first] of published.entries()) {
      const [from, to] = days(retail, `FY${2017 + i}`)
      assert.strictEqual(from, first)
      assert.strictEqual(to, published[i + 1] ?? "2026-02-01")
    }
  })

  it("gives its months the weeks of the pattern, and the 53rd week to the last", () => {
    assert.deepStrictEqual(days(retail, "FY2023-P01"), ["2023-01-29", "2023-02-26"])
    assert.deepStrictEqual(days(retail, "FY2023-P02"), ["2023-02-26", "2023-04-02"])
    assert.deepStrictEqual(days(retail, "FY2023-P12"), ["2023-12-31", "2024-02-04"])
    assert.deepStrictEqual(days(retail, "FY2023-Q4"), ["2023-10-29", "2024-02-04"])
  })

  it("ends with the last such day of a month, or the nearest to its end, named by its end", () => {
    const apple = Calendar.make(
      "America/Los_Angeles",
      0,
      of({ weeks: "4-4-5", endMonth: 9, ends: "last", named: "end" }),
    )
    assert.deepStrictEqual(days(apple, "FY2023"), ["2022-09-25", "2023-10-01"])
    assert.deepStrictEqual(days(apple, "FY2024"), ["2023-10-01", "2024-09-29"])
    const costco = Calendar.make("America/Los_Angeles", 1, of({ weeks: "4-4-5", endMonth: 8, named: "end" }))
    assert.deepStrictEqual(days(costco, "FY2023"), ["2022-08-29", "2023-09-04"])
    assert.deepStrictEqual(days(costco, "FY2024"), ["2023-09-04", "2024-09-02"])
    const december = Calendar.make("UTC", 1, of({ weeks: "4-4-5", endMonth: 12 }))
    assert.deepStrictEqual(days(december, "FY2025"), ["2024-12-30", "2025-12-29"])
  })

  it("takes the first days of years that keep to no rule", () => {
    const own = Calendar.make("UTC", 1, of({ weeks: "4-4-5", years: { "2025": "2025-02-10" } }))
    assert.deepStrictEqual(days(own, "FY2025"), ["2025-02-10", "2026-02-02"])
    assert.strictEqual(days(own, "FY2024")[1], "2025-02-10")
    assert.throws(() => of({ weeks: "4-4-5", years: { "2025": "2025-06-10" } }), /more than 31 days/)
    assert.throws(() => of({ weeks: "4-4-5", years: { "2025": "soon" } }), /write a year and its first day/)
  })

  it("takes no first day with which the year before is over before its twelfth month begins", () => {
    // 48 weeks come before the last month, which would begin on 2026-01-04 and be over two days earlier.
    assert.throws(() => of({ weeks: "5-4-4", years: { "2026": "2026-01-02" } }), /over after 48 weeks or sooner/)
    const own = Calendar.make("UTC", 0, of({ weeks: "5-4-4", years: { "2026": "2026-01-12" } }))
    assert.deepStrictEqual(days(own, "FY2025-P12"), ["2026-01-04", "2026-01-12"])
  })

  it("cuts time into buckets that follow each other, and labels them", () => {
    const from = Date.UTC(2019, 0, 1)
    for (const grain of ["month", "quarter", "year"] as const) {
      const { edges, labels } = Result.getOrThrow(Edges.calendarEdges(retail, grain, from, Date.UTC(2026, 0, 1)))
      assert.strictEqual(new Set(labels).size, labels.length)
      for (const [i, label] of labels.entries()) {
        const named = Result.getOrThrow(Period.parse(label, retail))
        assert.deepStrictEqual([named.from, named.to], [edges[i], edges[i + 1]])
        assert.strictEqual(Calendar.startOf(retail, grain, (edges[i + 1] as number) - 1), edges[i])
      }
    }
    assert.strictEqual(Calendar.label(retail, "month", Date.UTC(2024, 0, 15)), "FY2023-P12")
    assert.strictEqual(Instant.format(Calendar.next(retail, "year", Date.UTC(2024, 0, 15))), "2024-02-04T05:00:00Z")
  })

  it("leaves days, weeks and the names of the Gregorian calendar as they are", () => {
    const plain = Calendar.make("America/New_York", 0)
    for (const text of ["2024", "2024-Q1", "2024-02", "2024-02-29"])
      assert.deepStrictEqual(days(retail, text), days(plain, text))
    const at = Date.UTC(2024, 1, 4, 12)
    assert.strictEqual(Calendar.startOf(retail, "week", at), Calendar.startOf(plain, "week", at))
    assert.isTrue(Result.isFailure(Period.parse("FY2024", plain)))
    for (const wrong of ["FY2024-P13", "FY2024-P00", "FY2024-Q5", "FY24", "FY0000"])
      assert.isTrue(Result.isFailure(Period.parse(wrong, retail)), wrong)
  })

  it("compares a month with the one before", () => {
    const march = Result.getOrThrow(Period.parse("FY2024-P01", retail))
    assert.strictEqual(
      Period.previous(march, retail, "month").from,
      Result.getOrThrow(Period.parse("FY2023-P12", retail)).from,
    )
  })
})
