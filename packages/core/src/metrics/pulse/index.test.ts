import { describe, it } from "@effect/vitest"
import { pulse } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import { wilson } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measurements, measureOne } from "../../../test/metrics/asking.ts"
import { assert } from "../../../test/stats/assert.ts"

const utc = (day: string) => Date.parse(`${day}T00:00:00Z`)
const march = { from: utc("2026-03-01"), to: utc("2026-04-01"), zone: "UTC" }
const factsOf = (rows: ReadonlyArray<Row>) =>
  project([{ kind: "order", rows, header: ["customer", "at", "touchpoint"] }], { asOf: utc("2026-04-01") - 1 })
/** Customers new, resurrected, current and dormant in March. */
const moves = (fresh: number, back: number, stays: number, lost: number, touchpoint = "shop"): ReadonlyArray<Row> => {
  const of = (name: string, n: number, ...months: ReadonlyArray<string>) =>
    Array.from({ length: n }, (_, i) =>
      months.map((month) => ({ customer: `${touchpoint}-${name}${i}`, at: `2026-${month}-10`, touchpoint })),
    ).flat()
  return [
    { customer: "first", at: "2026-01-01", touchpoint },
    ...of("new", fresh, "03"),
    ...of("back", back, "01", "03"),
    ...of("stays", stays, "02", "03"),
    ...of("lost", lost, "02"),
  ]
}
const measured = (rows: ReadonlyArray<Row>) =>
  Effect.flatMap(factsOf(rows), (facts) => measureOne(facts, pulse, {}, { period: march }))

describe("pulse", () => {
  it.effect("divides those won by those who fell silent", () =>
    Effect.gen(function* () {
      const m = yield* measured(moves(12, 6, 40, 12))
      assert.deepStrictEqual([m.value, m.numerator, m.denominator, m.n], [1.5, 18, 12, 30])
      assert.deepStrictEqual([m.unit, m.unitOfN], [{ kind: "ratio" }, "customer"])
    }),
  )

  // Given all who changed, those won are a share: 18 of 30, Wilson 0.4232 … 0.7541 (R: prop.test(18, 30, correct = FALSE)).
  it.effect("has the interval of the share of those won, as odds", () =>
    Effect.gen(function* () {
      const m = yield* measured(moves(12, 6, 40, 12))
      const { high, low } = wilson(18, 30) ?? {}
      assert.near(low, 0.4232036, 1e-6)
      assert.interval(m.interval, [(low ?? 0) / (1 - (low ?? 0)), (high ?? 0) / (1 - (high ?? 0))])
      assert.strictEqual(m.interval?.method, "wilson-odds")
    }),
  )

  it.effect("is null where nobody fell silent, nobody changed, or the month before is not known", () =>
    Effect.gen(function* () {
      const won = yield* measured(moves(3, 0, 5, 0))
      assert.deepStrictEqual([won.value, won.interval, won.numerator, won.denominator], [null, null, 3, 0])
      assert.include(caveatsOf(won), "zero-denominator")
      const still = yield* measured(moves(0, 0, 5, 0))
      assert.deepStrictEqual([still.value, still.n], [null, 0])
      const lost = yield* measured(moves(0, 0, 5, 4))
      assert.deepStrictEqual([lost.value, lost.interval?.low], [0, 0])
      const young = yield* measured([
        { customer: "a", at: "2026-02-10", touchpoint: "" },
        { customer: "b", at: "2026-03-10", touchpoint: "" },
      ])
      assert.isNull(young.value)
      assert.deepStrictEqual(caveatData(young, "history-unknown"), { days: 28 })
      assert.include(caveatsOf(yield* measureOne(yield* factsOf(moves(1, 1, 1, 1)), pulse)), "period-needed")
    }),
  )

  it.effect("compares two groups by their shares of those won", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf([...moves(40, 16, 9, 14, "p"), ...moves(40, 8, 9, 32, "q")])
      const [p] = yield* measurements(
        facts,
        pulse,
        {},
        {
          period: march,
          by: [dimension("touchpoint", column("touchpoint"))],
          versus: { touchpoint: "q" },
        },
      )
      // 56 of 70 against 48 of 80.
      assert.near(p?.versus?.difference, 4 - 1.5)
      assert.near(p?.versus?.p, 0.0080450814, 1e-9)
      assert.isAbove(p?.versus?.interval?.low ?? -1, 0)
    }),
  )

  it.effect("shows the difference to the period before without a test: the two share the one between", () =>
    Effect.gen(function* () {
      const at = (who: string, day: string): Row => ({ customer: who, at: day, touchpoint: "" })
      // In February b and c are won and a is lost; in March d is won, and b and c are lost.
      const rows = [
        at("x", "2025-01-01"),
        at("a", "2026-01-10"),
        at("b", "2026-02-10"),
        at("c", "2026-02-10"),
        at("d", "2026-03-10"),
        at("e", "2025-02-01"),
        at("f", "2025-03-01"),
      ]
      const facts = yield* factsOf(rows)
      const compared = (compare: "previous" | "year-before") =>
        Effect.map(measurements(facts, pulse, {}, { period: march, compare }), ([m]) => m?.versus)
      const month = yield* compared("previous")
      assert.deepStrictEqual([month?.value, month?.difference], [2, 0.5 - 2])
      assert.deepStrictEqual([month?.p, month?.q, month?.interval, month?.test], [null, null, null, null])
      // A year apart they share nobody's month.
      const year = yield* compared("year-before")
      assert.deepStrictEqual([year?.value, year?.difference], [1, -0.5])
      assert.strictEqual(year?.test, "fisher-exact")
    }),
  )
})
