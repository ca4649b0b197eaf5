import { describe, it } from "@effect/vitest"
import { medianOrderValue } from "@touchpoint/core/metrics"
import * as Effect from "effect/Effect"
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measureOne } from "../../../test/metrics/asking.ts"
import { compared } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const header = ["customer", "eventId", "amount", "currency", "status", "weight"]
const factsOf = (rows: ReadonlyArray<Row>) => project([{ kind: "order", rows, header }])
const measured = (rows: ReadonlyArray<Row>, params: unknown = {}) =>
  Effect.flatMap(factsOf(rows), (facts) => measureOne(facts, medianOrderValue, params))
const orders = (from: number, n: number, more: Row = {}) =>
  Array.from({ length: n }, (_, i): Row => ({
    customer: `c${from + i}`,
    eventId: `o${from + i}`,
    amount: from + i,
    ...more,
  }))

describe("median-order-value, compared", () => {
  it.effect("has no difference where either side has amounts in another currency, or none", () =>
    Effect.gen(function* () {
      const eur = yield* factsOf(orders(1, 40, { currency: "EUR" }))
      const mixed = yield* factsOf([
        ...orders(1, 40, { currency: "EUR" }),
        { eventId: "x", amount: 9, currency: "PLN" },
      ])
      const none = yield* factsOf([])
      const params = { currency: "EUR" }
      assert.strictEqual((yield* compared(medianOrderValue, params, eur, eur))?.difference, 0)
      for (const other of [mixed, none]) {
        assert.isNull(yield* compared(medianOrderValue, params, eur, other))
        assert.isNull(yield* compared(medianOrderValue, params, other, eur))
      }
    }),
  )

  it.effect("compares the quantile asked for", () =>
    Effect.gen(function* () {
      const [a, b] = [yield* factsOf(orders(0, 100)), yield* factsOf(orders(0, 200))]
      const of = (q: number) => Effect.map(compared(medianOrderValue, { q }, a, b), (found) => found?.difference)
      // Ranks 50 of 100 and 100 of 200; 90 of 100 and 180 of 200.
      assert.deepStrictEqual([yield* of(0.5), yield* of(0.9)], [-50, -90])
    }),
  )

  it.effect("says nothing of what it did not leave out, and how alike the orders of a customer are", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(caveatsOf(yield* measured(orders(1, 100))), ["undated"])
      // Orders of nobody are each their own.
      const nobody = yield* measured(orders(1, 100, { customer: null }))
      assert.deepStrictEqual([nobody.nEffective, caveatsOf(nobody)], [100, ["undated"]])
      const alike = yield* measured(orders(1, 300).map((row, i) => ({ ...row, customer: `c${Math.floor(i / 5)}` })))
      assert.near(caveatData(alike, "clustered")?.["deff"] as number, 300 / (alike.nEffective ?? 0))
      const none = yield* measured([])
      assert.deepStrictEqual([none.value, none.nEffective, none.n], [null, null, 0])
    }),
  )

  it.effect("counts orders without an amount among those whose status counts only", () =>
    Effect.gen(function* () {
      const rows = [
        ...orders(1, 5, { status: "paid" }),
        ...orders(100, 4, { status: "cancelled" }),
        { customer: "x", eventId: "x", amount: null, status: "paid" },
        { customer: "y", eventId: "y", amount: null, status: "cancelled" },
        { customer: "z", eventId: "z", amount: null, status: null },
      ]
      const m = yield* measured(rows, { except: ["cancelled"] })
      assert.deepStrictEqual([m.value, m.n, caveatData(m, "no-amount")], [3, 5, { n: 2 }])
      const all = yield* measured(rows)
      assert.deepStrictEqual([all.value, all.n, caveatData(all, "no-amount")], [5, 9, { n: 3 }])
    }),
  )

  it.effect("says what it is in, and what of orders it needs", () =>
    Effect.gen(function* () {
      const usual = yield* medianOrderValue.prepare({ currency: "PLN" })
      assert.deepStrictEqual(usual.passport.unit, { kind: "money", currency: "PLN" })
      assert.deepStrictEqual([usual.passport.kind, usual.passport.clock], ["order", "at"])
      assert.deepStrictEqual([usual.everyStatus, usual.takesRefunds], [true, true])
      const other = yield* medianOrderValue.prepare({ basis: "gross", except: ["cancelled"] })
      assert.deepStrictEqual([other.everyStatus, other.takesRefunds], [false, false])
      const rates = [{ currency: "PLN", rate: 0.25 }]
      assert.include(
        (yield* Effect.flip(medianOrderValue.prepare({ rates }))).message,
        "rates: say which currency they lead to (currency)",
      )
      assert.include(
        (yield* Effect.flip(medianOrderValue.prepare({ basis: "gross", refunded: "leave-out" }))).message,
        "refunded: a gross basis knows of no refunds; use count",
      )
      assert.strictEqual((yield* medianOrderValue.prepare({ refunded: "leave-out" })).params["refunded"], "leave-out")
    }),
  )
})
