import { describe, it } from "@effect/vitest"
import { averageOrderValue } from "@touchpoint/core/metrics"
import * as Effect from "effect/Effect"
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measurements, measureOne } from "../../../test/metrics/asking.ts"
import { compared } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const header = ["customer", "eventId", "amount", "currency", "status", "weight"]
const factsOf = (rows: ReadonlyArray<Row>, refunds: ReadonlyArray<Row> = []) => {
  const dated = rows.some((row) => "at" in row) ? ["at"] : []
  return project([
    { kind: "order", rows, header: [...header, ...dated] },
    { kind: "refund", rows: refunds, header: ["eventId", "refundOf", "amount", ...dated] },
  ])
}
const order = (i: number, amount: number | null, more: Row = {}): Row => ({
  customer: `c${i}`,
  eventId: `o${i}`,
  amount,
  ...more,
})
const measured = (rows: ReadonlyArray<Row>, params: unknown = {}) =>
  Effect.flatMap(factsOf(rows), (facts) => measureOne(facts, averageOrderValue, params))
const versus = (first: ReadonlyArray<Row>, second: ReadonlyArray<Row>, params: unknown = {}) =>
  Effect.flatMap(Effect.all([factsOf(first), factsOf(second)]), ([a, b]) => compared(averageOrderValue, params, a, b))

describe("average-order-value compared", () => {
  it.effect("is a difference of means where everybody ordered once, and a bare one of single customers", () =>
    Effect.gen(function* () {
      const [a, b] = [
        [order(1, 100), order(2, 200), order(3, 300)],
        [order(4, 50), order(5, 150), order(6, 250)],
      ]
      const found = yield* versus(a, b)
      // Means 200 and 150, both with a variance of 10,000: Student's t with four degrees of freedom.
      assert.near(found?.difference, 50)
      const se = Math.sqrt((2 * 10_000) / 3)
      assert.interval(found?.interval, [50 - 2.7764451052 * se, 50 + 2.7764451052 * se], 1e-8)
      const t = 50 / se
      const s = t / Math.sqrt(t * t + 4)
      assert.near(found?.p, 1 - 1.5 * s + s ** 3 / 2, 1e-9)
      assert.deepStrictEqual([found?.test, found?.effect], ["welch-t", null])
      const one = yield* versus(a, b.slice(0, 1))
      assert.deepStrictEqual([one?.difference, one?.interval, one?.p], [150, null, null])
    }),
  )

  it.effect("is none with nothing, and none of amounts in another currency", () =>
    Effect.gen(function* () {
      const own = [order(1, 100, { currency: "EUR" }), order(2, 200, { currency: "EUR" })]
      const mixed = [...own, order(3, 300, { currency: "USD" })]
      const params = { currency: "EUR" }
      assert.isNull(yield* versus(own, [], params))
      assert.isNull(yield* versus([], own, params))
      assert.isNull(yield* versus(own, mixed, params))
      assert.isNull(yield* versus(mixed, own, params))
      assert.strictEqual((yield* versus(own, own, params))?.difference, 0)
    }),
  )
})

describe("average-order-value in its parts", () => {
  it.effect("counts what has an amount and a status that counts", () =>
    Effect.gen(function* () {
      const rows = [
        order(1, 100, { status: "paid" }),
        order(2, 300, { status: "paid" }),
        order(3, 900, { status: "cancelled" }),
        order(4, null, { status: "paid" }),
        order(5, null, { status: "cancelled" }),
        order(6, 500, { status: "cancelled", customer: null }),
      ]
      const m = yield* measured(rows, { except: ["cancelled"] })
      assert.deepStrictEqual([m.value, m.n, m.nEffective, m.denominator], [200, 2, 2, 2])
      assert.deepStrictEqual(caveatData(m, "no-amount"), { n: 1 })
      assert.notInclude(caveatsOf(m), "statuses-counted")
      const all = yield* measured(rows)
      assert.deepStrictEqual([all.value, all.n], [450, 4])
      assert.deepStrictEqual(caveatData(all, "no-amount"), { n: 2 })
      assert.include(caveatsOf(all), "statuses-counted")
    }),
  )

  it.effect("says of amounts, weights, caps and the interval only what is so", () =>
    Effect.gen(function* () {
      const said = caveatsOf(yield* measured([order(1, 100), order(2, 300)]))
      for (const id of ["no-amount", "weighted", "winsorised", "no-ci", "currency-mixed"] as const)
        assert.notInclude(said, id)
      const none = yield* measured([order(1, null)])
      assert.deepStrictEqual([none.value, none.n, none.nEffective, none.numerator], [null, 0, null, null])
    }),
  )

  it.effect("adds up to whole units of money, and to parts of them where weights or rates make them", () =>
    Effect.gen(function* () {
      for (let n = 2; n < 40; n++) {
        const amounts = Array.from({ length: n }, (_, i) => (i * 7919 + n * 104_729) % 9973)
        const m = yield* measured(amounts.map((amount, i) => order(i, amount)))
        assert.deepStrictEqual([m.numerator, m.denominator], [amounts.reduce((sum, amount) => sum + amount, 0), n])
      }
      const weighted = yield* measured([order(1, 101, { weight: 0.5 }), order(2, 100, { weight: 0.25 })])
      assert.deepStrictEqual([weighted.numerator, weighted.denominator], [75.5, 0.75])
      const rates = [{ currency: "JPY", rate: 0.027 }]
      const rated = yield* measured([order(1, 11, { currency: "JPY" }), order(2, 13, { currency: "JPY" })], {
        currency: "PLN",
        rates,
      })
      // 24 yen are 0.648 zlotys.
      assert.near(rated.numerator, 64.8, 1e-9)
      assert.strictEqual(rated.denominator, 2)
    }),
  )

  it.effect("takes for the customers of a month those with an order or a refund in it", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf(
        [
          order(1, 1000, { at: "2026-01-01" }),
          order(2, 3000, { at: "2026-01-20" }),
          order(3, 2000, { at: "2026-01-21" }),
          order(4, 500, { at: "2026-02-02" }),
        ],
        [{ eventId: "r", refundOf: "o2", amount: 400, at: "2026-02-10" }],
      )
      const months = yield* measurements(facts, averageOrderValue, { basis: "net-by-refund-date" }, { every: "month" })
      assert.deepStrictEqual(
        months.map(({ n, nEffective, numerator }) => [numerator, n, nEffective]),
        [
          [6000, 3, 3],
          [100, 1, 2],
        ],
      )
    }),
  )

  it.effect("says that a gross basis knows of no refunds", () =>
    Effect.gen(function* () {
      const refused = yield* Effect.flip(averageOrderValue.prepare({ basis: "gross", refunded: "leave-out" }))
      assert.include(refused.message, "a gross basis knows of no refunds")
    }),
  )
})
