import { assert, describe, it } from "@effect/vitest"
import type { Measurement } from "@touchpoint/core/metrics"
import {
  byRank,
  casesPerMonth,
  type Finding,
  message,
  type Recommendation,
  type Severity,
} from "@touchpoint/core/rules"

const DAY = 86_400_000

const measured = (days: number): Measurement => ({
  schema: 1,
  metric: "promise-keeping",
  params: {},
  definition: "test",
  unit: { kind: "proportion" },
  by: {},
  period: { from: 0, to: days * DAY, zone: "UTC", complete: true },
  asOf: null,
  value: 0.5,
  interval: null,
  n: 100,
  unitOfN: "promise",
  nEffective: 100,
  numerator: 50,
  denominator: 100,
  caveats: [],
})

const cases = (
  value: number,
  low: number | null = null,
  unit: NonNullable<Recommendation["expectedEffect"]>["unit"] = { kind: "count" },
): Recommendation["expectedEffect"] => ({
  value,
  interval: { low, high: null, level: 0.95, method: "test" },
  unit,
  unitOfN: "promise",
})

const finding = (
  id: string,
  expectedEffect: Recommendation["expectedEffect"],
  days: number | null = 30,
  severity: Severity = "warning",
): Finding => ({
  rule: "test",
  category: "test",
  severity,
  subject: { kind: "touchpoint", id },
  message: message("test/found"),
  evidence: days === null ? [] : [measured(days)],
  certainty: "likely",
  recommendation: { action: message("test/act"), party: "brand", expectedEffect, effort: "low" },
})

const ranked = (...findings: ReadonlyArray<Finding>) => findings.toSorted(byRank).map(({ subject }) => subject.id)

describe("casesPerMonth", () => {
  it("is the effect in 30 days of the first evidence's period", () => {
    assert.deepStrictEqual(casesPerMonth(finding("a", cases(60, 30), 90)), { value: 20, low: 10 })
    assert.deepStrictEqual(casesPerMonth(finding("a", cases(60), 30)), { value: 60, low: 0 })
  })
  it("takes an hour for a day: nothing is known of the month", () => {
    assert.deepStrictEqual(casesPerMonth(finding("a", cases(2, 1), 1 / 24)), { value: 60, low: 30 })
  })
  it("is null where there is no effect, no count or no period", () => {
    assert.isNull(casesPerMonth(finding("a", null)))
    assert.isNull(casesPerMonth(finding("a", cases(5), null)))
    assert.isNull(casesPerMonth(finding("a", cases(5, 1, { kind: "money", currency: "EUR" }))))
  })
})

describe("byRank", () => {
  it("puts severity before any effect", () => {
    assert.deepStrictEqual(
      ranked(
        finding("info", cases(9000), 30, "info"),
        finding("warning", cases(10)),
        finding("critical", null, null, "critical"),
      ),
      ["critical", "warning", "info"],
    )
  })
  it("compares effects in cases per 30 days, not over periods of unequal length", () => {
    assert.deepStrictEqual(ranked(finding("year", cases(120), 365), finding("month", cases(20), 30)), ["month", "year"])
  })
  it("prefers the surer of equal effects, then rule and subject", () => {
    assert.deepStrictEqual(ranked(finding("c", cases(20, 1)), finding("b", cases(20, 5)), finding("a", cases(20, 1))), [
      "b",
      "a",
      "c",
    ])
  })
  it("puts dated counts before undated ones, those before other units, and no effect last", () => {
    assert.deepStrictEqual(
      ranked(
        finding("none", null),
        finding("money", cases(1e9, 1, { kind: "money", currency: "EUR" })),
        finding("undated-small", cases(3), null),
        finding("undated-large", cases(4), null),
        finding("dated", cases(1)),
      ),
      ["dated", "undated-large", "undated-small", "money", "none"],
    )
  })
})
