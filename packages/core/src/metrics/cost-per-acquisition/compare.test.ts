import { describe, it } from "@effect/vitest"
import { costPerAcquisition } from "@touchpoint/core/metrics"
import { costPerEvent, mover, normalSf } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measureOne } from "../../../test/metrics/asking.ts"
import { compared } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const factsOf = (orders: ReadonlyArray<Row>, costs: ReadonlyArray<Row>) =>
  project(
    [
      { kind: "order", rows: orders, header: ["customer", "eventId", "at", "status"] },
      { kind: "cost", rows: costs, header: ["at", "amount", "currency", "clicks"] },
    ],
    { asOf: Date.parse("2026-12-31T00:00:00Z") },
  )
const buyers = (n: number, times = 1, more: Row = {}): ReadonlyArray<Row> =>
  Array.from({ length: n * times }, (_, i) => ({ customer: `c${i % n}`, at: "2026-06-10", ...more }))
const spend = (amount: number, more: Row = {}): Row => ({ at: "2026-06-01", amount, ...more })
type Side = readonly [orders: ReadonlyArray<Row>, costs: ReadonlyArray<Row>]
const versus = (first: Side, second: Side, params: object = {}) =>
  Effect.flatMap(Effect.all([factsOf(...first), factsOf(...second)]), ([a, b]) =>
    compared(costPerAcquisition, params, a, b),
  )
const measured = (orders: ReadonlyArray<Row>, costs: ReadonlyArray<Row>, params: object = {}) =>
  Effect.flatMap(factsOf(orders, costs), (facts) => measureOne(facts, costPerAcquisition, params))

describe("cost-per-acquisition compared", () => {
  it.effect("has the interval made of both, and the logarithms of rates where customers come back", () =>
    Effect.gen(function* () {
      const [a, b]: readonly [Side, Side] = [
        [buyers(20, 2), [spend(120)]],
        [buyers(30, 2), [spend(90)]],
      ]
      const found = yield* versus(a, b, { count: "every" })
      assert.near(found?.difference, 3 - 1.5)
      // As 20 and 30 customers who cost 6 and 3.
      const half = (cost: number, n: number) => {
        const { high = null, low = null } = costPerEvent(cost / 2, n)?.interval ?? {}
        return { value: cost / 2 / n, interval: { low, high, level: 0.95, method: "" } }
      }
      const expected = mover(half(120, 20), half(90, 30))
      assert.interval(found?.interval, [expected?.low ?? Number.NaN, expected?.high ?? Number.NaN], 1e-9)
      assert.near(found?.p, 2 * normalSf(Math.log(2) / Math.sqrt(1 / 20 + 1 / 30)), 1e-9)
      assert.deepStrictEqual([found?.test, found?.effect], ["log-rate-z", null])
      // One side alone in which they come back is enough.
      const mixed = yield* versus([buyers(40), [spend(120)]], b, { count: "every" })
      assert.near(mixed?.p, 2 * normalSf(Math.log(2) / Math.sqrt(1 / 40 + 1 / 30)), 1e-9)
      const back = yield* versus(b, [buyers(40), [spend(120)]], { count: "every" })
      assert.near(back?.p, mixed?.p ?? Number.NaN, 1e-12)
      assert.strictEqual(back?.test, "log-rate-z")
      const fresh = yield* versus(a, b)
      assert.deepStrictEqual([fresh?.difference, fresh?.test], [3, "conditional-binomial"])
    }),
  )

  it.effect("is none where a side has nobody, no cost, costs of nothing or another currency", () =>
    Effect.gen(function* () {
      const fine: Side = [buyers(5), [spend(10, { currency: "EUR" })]]
      const others: ReadonlyArray<Side> = [
        [[], [spend(10, { currency: "EUR" })]],
        [buyers(5), []],
        [buyers(5), [spend(0, { currency: "EUR" })]],
        [buyers(5), [spend(-3, { currency: "EUR" })]],
        [buyers(5), [spend(10, { currency: "USD" })]],
      ]
      for (const other of others)
        for (const count of ["new", "every"]) {
          assert.isNull(yield* versus(fine, other, { currency: "EUR", count }))
          assert.isNull(yield* versus(other, fine, { currency: "EUR", count }))
        }
      assert.strictEqual((yield* versus(fine, fine, { currency: "EUR" }))?.difference, 0)
    }),
  )
})

describe("cost-per-acquisition in its parts", () => {
  it.effect("says what every conversion costs at least where there was none", () =>
    Effect.gen(function* () {
      const { cost, zero_conv_lower } = vectors.E3_cpa
      const m = yield* measured([], [spend(cost)], { count: "every" })
      assert.deepStrictEqual([m.value, m.n, m.nEffective, m.numerator, m.denominator], [null, 0, null, cost, 0])
      assert.near(m.interval?.low, zero_conv_lower)
      const credited = yield* measured([], [spend(-1)], { count: "every" })
      assert.deepStrictEqual([credited.value, credited.interval, credited.numerator], [null, null, -1])
    }),
  )

  it.effect("says only what is so", () =>
    Effect.gen(function* () {
      const first = { customer: "first", at: "2026-01-01" }
      const m = yield* measured([first, ...buyers(9)], [spend(90)])
      assert.strictEqual(m.value, 9)
      for (const id of ["cost-missing", "cost-nonpositive", "no-customer", "no-ci", "currency-mixed"] as const)
        assert.notInclude(caveatsOf(m), id)
      assert.deepStrictEqual(caveatData(m, "history-unknown"), { n: 1, days: 90 })
      const every = yield* measured([first, ...buyers(9), { customer: null, at: "2026-06-10" }], [spend(90)], {
        count: "every",
      })
      assert.notInclude(caveatsOf(every), "history-unknown")
      assert.notInclude(caveatsOf(yield* measured(buyers(2), [spend(0)])), "cost-nonpositive")
    }),
  )

  it.effect("takes clicks for trials where all costs say how many, and each success has one", () =>
    Effect.gen(function* () {
      const of = (clicks: number) => measured(buyers(40), [spend(5000, { clicks })], { clicks: "use" })
      // As many clicks as successes are enough: everybody who clicked came.
      assert.isNotNull((yield* of(40)).interval)
      assert.isNull((yield* of(39)).interval)
      // Several of one customer: clicks as well stand for several.
      const twice = yield* measured(buyers(40, 2), [spend(5000, { clicks: 5000 })], { clicks: "use", count: "every" })
      const once = yield* measured(buyers(40), [spend(2500, { clicks: 2500 })], { clicks: "use" })
      assert.interval(twice.interval, [once.interval?.low ?? Number.NaN, once.interval?.high ?? Number.NaN], 1e-9)
    }),
  )

  it.effect("has no interval of costs of nothing, with clicks or without", () =>
    Effect.gen(function* () {
      for (const clicks of ["use", "ignore"]) {
        const free = yield* measured(buyers(4), [spend(0, { clicks: 50 })], { clicks })
        assert.deepStrictEqual([free.value, free.interval], [0, null])
      }
    }),
  )

  it.effect("tells of conversions of nobody only in the period, and of the step asked for", () =>
    Effect.gen(function* () {
      const june = { from: Date.parse("2026-06-01T00:00:00Z"), to: Date.parse("2026-07-01T00:00:00Z"), zone: "UTC" }
      const orders = [
        ...buyers(3, 1, { status: "paid" }),
        { customer: null, at: "2026-05-10", status: "paid" },
        { customer: null, at: "2026-06-10", status: "cancelled" },
      ]
      const facts = yield* factsOf(orders, [spend(9)])
      const of = (params: object) => measureOne(facts, costPerAcquisition, params, { period: june })
      const paid = { acquired: { kind: "order", is: { status: "paid" } } }
      assert.deepStrictEqual(caveatData(yield* of({}), "no-customer"), { n: 1 })
      assert.notInclude(caveatsOf(yield* of(paid)), "no-customer")
      assert.strictEqual((yield* of({ count: "every" })).n, 4)
      assert.strictEqual((yield* of({ ...paid, count: "every" })).n, 3)
      assert.deepStrictEqual((yield* costPerAcquisition.prepare()).kinds, ["order", "cost"])
    }),
  )

  it.effect("of statuses only where orders of any are conversions", () =>
    Effect.gen(function* () {
      const orders = [...buyers(2, 1, { status: "paid" }), { customer: "x", at: "2026-06-10", status: "cancelled" }]
      const said = (params: object) => Effect.map(measured(orders, [spend(9)], params), caveatsOf)
      assert.include(yield* said({}), "statuses-counted")
      assert.notInclude(yield* said({ acquired: { kind: "order", is: { status: "paid" } } }), "statuses-counted")
      assert.notInclude(yield* said({ acquired: "form" }), "statuses-counted")
    }),
  )
})
