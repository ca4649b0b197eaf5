import { describe, it } from "@effect/vitest"
import { returnOnInvestment } from "@touchpoint/core/metrics"
import { nameIn } from "@touchpoint/core/model"
import * as Effect from "effect/Effect"
import { project, type Row } from "../../../test/facts/project.ts"
import { compared, statesOf } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const rows = (amounts: ReadonlyArray<number>, currency: string | null = null): ReadonlyArray<Row> =>
  amounts.map((amount, i) => ({ at: "2026-03-01", amount, currency, campaign: `c${i}` }))
const factsOf = (orders: ReadonlyArray<Row>, costs: ReadonlyArray<Row>) =>
  project(
    [
      { kind: "order", rows: orders, header: ["at", "amount", "currency", "campaign"] },
      { kind: "cost", rows: costs, header: ["at", "amount", "currency", "campaign"] },
    ],
    { asOf: Date.UTC(2026, 11, 31) },
  )
const pairs = { pairs: "campaign" }

describe("return-on-investment compared", () => {
  it.effect("tests the difference at the margin, and compares nothing without one", () =>
    Effect.gen(function* () {
      const [a, b] = [yield* factsOf(rows([80, 60]), rows([10, 10])), yield* factsOf(rows([50, 30]), rows([10, 10]))]
      const found = yield* compared(returnOnInvestment, { ...pairs, marginRate: 0.4 }, a, b)
      // 0.4 · (7 − 4); se² of each ratio 1: t = 3 / √2 with two degrees of freedom.
      assert.near(found?.difference, 1.2)
      const half = 0.4 * 4.302652729696144 * Math.SQRT2
      assert.interval(found?.interval, [1.2 - half, 1.2 + half], 1e-9)
      const t = 3 / Math.SQRT2
      assert.near(found?.p, 1 - t / Math.sqrt(2 + t * t), 1e-9)
      assert.isNull(yield* compared(returnOnInvestment, pairs, a, b))
    }),
  )
})

describe("return-on-investment in its parts", () => {
  it.effect("shows no sums that cannot be added, and says once that the margin is missing", () =>
    Effect.gen(function* () {
      const of = (params: object, currency: string | null) =>
        Effect.gen(function* () {
          const prepared = yield* returnOnInvestment.prepare({ ...pairs, ...params })
          const facts = yield* factsOf(rows([80, 60, 70, 90]), rows([10, 11, 9, 10], currency))
          const m = prepared.estimate(yield* statesOf(prepared, facts), 0.95)
          return [m.value, m.numerator, m.denominator, m.caveats.map(({ id }) => id)]
        })
      const margin = { marginRate: 0.5, currency: "EUR" }
      assert.deepStrictEqual(yield* of(margin, "EUR"), [2.75, 110, 40, []])
      assert.deepStrictEqual(yield* of(margin, "USD"), [null, null, null, ["currency-mixed"]])
      assert.deepStrictEqual(yield* of({ currency: "EUR" }, "EUR"), [null, null, 40, ["margin-missing"]])
    }),
  )

  it.effect("names its margin, and what it waits for", () =>
    Effect.gen(function* () {
      const [none, some] = [
        yield* returnOnInvestment.prepare(),
        yield* returnOnInvestment.prepare({ marginRate: 0.405, basis: "gross", except: ["test"] }),
      ]
      assert.strictEqual(nameIn(none.title, "en", "?"), "Return on investment (ROI)")
      assert.deepStrictEqual(some.title, {
        en: "Return on investment (ROI), margin 40.5%",
        ru: "Рентабельность вложений (ROI), маржа 40,5 %",
        pl: "Zwrot z inwestycji (ROI), marża 40,5%",
      })
      assert.deepStrictEqual([none.kinds, none.periodic], [["order", "cost"], true])
      assert.deepStrictEqual([none.everyStatus, some.everyStatus], [true, false])
      assert.deepStrictEqual([none.takesRefunds, some.takesRefunds], [true, false])
      assert.deepStrictEqual([none.passport.unit, none.passport.unitOfN], [{ kind: "proportion" }, "order"])
      assert.include(
        nameIn(none.passport.numerator, "en", "?"),
        "margin of the revenue minus the costs; revenue: amounts of orders",
      )
      const problem = yield* Effect.flip(returnOnInvestment.prepare({ rates: [{ currency: "EUR", rate: 4 }] }))
      assert.include(problem.message, "which currency they lead to")
    }),
  )
})
