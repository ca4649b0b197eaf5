import { assert, describe, it } from "@effect/vitest"
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
})
