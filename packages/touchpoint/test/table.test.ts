import { assert, describe, it } from "@effect/vitest"
import type { Measurement } from "@touchpoint/core/metrics"
import { makeVoice } from "@touchpoint/core/report"
import { measurementOf } from "@touchpoint/testing"
import { analyze, rows } from "touchpoint"
import { measurementTable } from "../src/command/table.ts"

describe("report.table()", () => {
  it("is flat, in the units people read and in the language of the report", async () => {
    const orders = [
      { no: 1, who: "a", paid: "10.50", metric: "x", on: "2026-01-05" },
      { no: 2, who: "b", paid: "20.00", metric: "x", on: "2026-01-06" },
    ]
    const report = await analyze(
      {
        asOf: "2026-01-31",
        attributes: { orders: { metric: "text" } },
        facts: {
          orders: rows(
            orders,
            { eventId: "no", customer: "who", at: "on", amount: { column: "paid", minor: 2 }, metric: "metric" },
            { currency: "EUR" },
          ),
        },
        metrics: [{ id: "average-order-value", by: "metric", period: "2026-01" }, "repeat-rate"],
      },
      { locale: "pl" },
    )
    const [value, repeat] = report.table()
    assert.deepInclude(value, {
      metric: "average-order-value",
      "by.metric": "x",
      from: "2026-01-01T00:00:00Z",
      to: "2026-02-01T00:00:00Z",
      value: 15.25,
      unit: "EUR",
      n: 2,
      numerator: 30.5,
      denominator: 2,
    })
    assert.deepInclude(repeat, {
      "by.metric": null,
      from: "2026-01-05T00:00:00Z",
      value: 0,
      unit: "%",
      numerator: 0,
      denominator: 2,
    })
    assert.match(repeat?.title ?? "", /zakup|zamówie|powrac/iu)
    assert.deepStrictEqual(Object.keys(value ?? {}), Object.keys(repeat ?? {}))
    for (const row of report.table())
      for (const cell of Object.values(row)) assert.isFalse(typeof cell === "object" && cell !== null)
  })
})

describe("the table of the command", () => {
  const one = (by: string, n: number) =>
    measurementOf({
      metric: "nps",
      unit: { kind: "points" },
      by: { place: by },
      n,
      value: 1,
      caveats: [{ id: "undated" }],
    })
  it("says each note once, and sets groups above their figures where the terminal is narrow", () => {
    const voice = makeVoice("en", {}, "UTC")
    const list = [one("first", 40), one("second", 50)]
    const wide = measurementTable(list, voice, 200).split("\n")
    assert.lengthOf(
      wide.filter((line) => line.includes("the source has no dates")),
      1,
    )
    assert.lengthOf(wide, 5)
    const narrow = measurementTable(list, voice, 45).split("\n")
    for (const line of narrow) assert.isAtMost(line.length, 45, line)
    const first = narrow.findIndex((line) => line.includes("first"))
    assert.match(narrow[first + 1] ?? "", /^ .*40/u)
    assert.match(narrow[first + 2] ?? "", /second/u)
  })

  const compared = (by: string, more: Partial<NonNullable<Measurement["versus"]>> = {}) =>
    measurementOf({
      metric: "csat",
      unit: { kind: "proportion" },
      by: { place: by },
      n: 1234,
      value: 0.8,
      interval: { low: 0.75, high: 0.85, level: 0.95, method: "wilson" },
      caveats: [{ id: "no-score", data: { n: by.length } }],
      versus: {
        rest: "place",
        by: {},
        value: 0.7,
        n: 400,
        difference: 0.1,
        interval: { low: 0.05, high: 0.15, level: 0.95, method: "newcombe" },
        test: "z",
        p: 0.01,
        q: 0.02,
        effect: null,
        mix: { dimension: "channel", rate: 0.08, mix: 0.02 },
        ...more,
      },
    })
  const voice = makeVoice("en", { metric: { csat: { en: "Satisfied customers" } } }, "UTC")

  it("sets differences below their figures where the terminal is narrower still", () => {
    const list = ["North", "Northern shops by the sea", "Southern"].map((by) => compared(by))
    const narrow = measurementTable(list, voice, 60).replaceAll("\u00a0", " ").split("\n")
    for (const line of narrow) assert.isAtMost([...line].length, 60, line)
    assert.deepStrictEqual(narrow.slice(0, 5), [
      "Satisfied customers · undated",
      "  Value  95% interval      n  Note",
      "North",
      "  80.0%    75.0–85.0%  1,234  [1]",
      "  Difference from the rest: +10.0 pp (+5.0 … +15.0 pp;",
    ])
    assert.strictEqual(narrow[5], "    q = 0.020; its parts +8.0 pp, mix +2.0 pp)")
    // A note of every row is told once, whatever its figures.
    assert.lengthOf(
      narrow.filter((line) => line.startsWith("[")),
      1,
    )
    assert.lengthOf(measurementTable(list, voice, Number.POSITIVE_INFINITY).split("\n"), 6)
  })

  it("names the baseline once where it is one, and with each difference where there are several", () => {
    const period = (month: number) => ({
      from: Date.UTC(2026, month - 1, 1),
      to: Date.UTC(2026, month, 1),
      zone: "UTC",
      complete: true,
    })
    const against = (...months: ReadonlyArray<number>) =>
      measurementTable(
        months.map((month) => {
          const { rest: _, by: __, ...versus } = compared("x").versus ?? {}
          return {
            ...compared("x"),
            versus: { ...versus, period: period(month) } as NonNullable<Measurement["versus"]>,
          }
        }),
        voice,
        400,
      ).replaceAll("\u00a0", " ")
    assert.include(against(1, 1), "Difference from Jan 2026")
    assert.include(against(1, 2), "), against Jan 2026")
    assert.include(against(1, 2), "), against Feb 2026")
    assert.notInclude(against(1, 2), "Difference from")
  })
})
