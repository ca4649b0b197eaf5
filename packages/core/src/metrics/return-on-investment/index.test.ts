import { describe, it } from "@effect/vitest"
import { returnOnAdSpend, returnOnInvestment } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatsOf, measurements, measureOne, sameOverShards } from "../../../test/metrics/asking.ts"
import { assert } from "../../../test/stats/assert.ts"

const { breakeven_roas, cost, revenue, roi_ci, roi_margin_40pct } = vectors.E4_roas_roi
const factsOf = (orders: ReadonlyArray<Row>, costs: ReadonlyArray<Row>) =>
  project(
    [
      { kind: "order", rows: orders, header: ["at", "amount", "currency", "touchpoint", "campaign"] },
      { kind: "cost", rows: costs, header: ["at", "amount", "currency", "touchpoint", "campaign"] },
    ],
    { asOf: Date.parse("2026-12-31T00:00:00Z") },
  )
const rows = (amounts: ReadonlyArray<number>, more: Row = {}) =>
  amounts.map((amount, i): Row => ({ at: "2026-03-01", amount, campaign: `c${i}`, ...more }))
const campaigns = factsOf(rows(revenue), rows(cost))

describe("return-on-investment", () => {
  it.effect("equals the vector: the ratio of ten campaigns moved along its line, interval and all", () =>
    Effect.gen(function* () {
      const m = yield* measureOne(yield* campaigns, returnOnInvestment, { marginRate: 0.4, pairs: "campaign" })
      assert.near(m.value, roi_margin_40pct)
      assert.interval(m.interval, roi_ci, 1e-9)
      assert.near(m.numerator, 0.4 * 1325 - 435)
      assert.deepStrictEqual([m.denominator, m.n, m.nEffective, m.interval?.method], [435, 10, 10, "delta"])
      assert.deepStrictEqual([m.unit, m.unitOfN], [{ kind: "proportion" }, "order"])
    }),
  )

  it.effect("is 0 where revenue times margin makes up for the costs", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf(rows([1000 * breakeven_roas]), rows([1000]))
      assert.near((yield* measureOne(facts, returnOnInvestment, { marginRate: 0.4 })).value, 0)
      const roas = yield* measureOne(facts, returnOnAdSpend)
      assert.strictEqual(roas.value, breakeven_roas)
      const lost = yield* measureOne(yield* factsOf([], rows([1000])), returnOnInvestment, { marginRate: 0.4 })
      assert.deepStrictEqual([lost.value, lost.numerator, lost.interval], [-1, -1000, null])
    }),
  )

  it.effect("says nothing without a margin", () =>
    Effect.gen(function* () {
      const m = yield* measureOne(yield* campaigns, returnOnInvestment, { pairs: "campaign" })
      assert.deepStrictEqual([m.value, m.interval, m.numerator, m.denominator], [null, null, null, 435])
      assert.include(caveatsOf(m), "margin-missing")
      for (const marginRate of [0, -0.1, 1.1, Number.NaN])
        assert.strictEqual((yield* Effect.flip(returnOnInvestment.prepare({ marginRate })))._tag, "OptionsInvalid")
    }),
  )

  it.effect("withholds what cannot be said", () =>
    Effect.gen(function* () {
      for (const [orders, costs, id] of [
        [rows([100]), rows([0]), "cost-nonpositive"],
        [rows([100]), [], "cost-missing"],
        [rows([100], { currency: "EUR" }), rows([10], { currency: "USD" }), "currency-mixed"],
      ] as const) {
        const m = yield* measureOne(yield* factsOf(orders, costs), returnOnInvestment, {
          marginRate: 0.5,
          currency: "EUR",
        })
        assert.deepStrictEqual([m.value, m.interval], [null, null])
        assert.include(caveatsOf(m), id)
      }
    }),
  )

  it.effect("compares as the ratio does, on its own scale", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf(
        [...rows(revenue, { touchpoint: "a" }), ...rows(revenue.toReversed(), { touchpoint: "b" })],
        [
          ...rows(cost, { touchpoint: "a" }),
          ...rows(
            cost.map((x, i) => x + i),
            { touchpoint: "b" },
          ),
        ],
      )
      const request = { by: [dimension("touchpoint", column("touchpoint"))], versus: { touchpoint: "b" } }
      const [roi] = yield* measurements(facts, returnOnInvestment, { marginRate: 0.4, pairs: "campaign" }, request)
      const [roas] = yield* measurements(facts, returnOnAdSpend, { pairs: "campaign" }, request)
      assert.near(roi?.versus?.difference, 0.4 * (roas?.versus?.difference ?? 0), 1e-9)
      assert.near(roi?.versus?.interval?.low, 0.4 * (roas?.versus?.interval?.low ?? 0), 1e-9)
      assert.near(roi?.versus?.p, roas?.versus?.p ?? 0, 1e-12)
      const [none] = yield* measurements(facts, returnOnInvestment, {}, request)
      assert.isNull(none?.versus?.difference)
    }),
  )

  it.effect("is the same over shards", () =>
    Effect.gen(function* () {
      const half = (list: ReadonlyArray<Row>, odd: number) => list.filter((_, i) => i % 2 === odd)
      const [orders, costs] = [rows(revenue), rows(cost)]
      for (const pairs of ["campaign", "day"])
        yield* sameOverShards(yield* returnOnInvestment.prepare({ marginRate: 0.4, pairs }), yield* campaigns, [
          yield* factsOf(half(orders, 0), half(costs, 1)),
          yield* factsOf(half(orders, 1), half(costs, 0)),
        ])
    }),
  )
})
