import { describe, it } from "@effect/vitest"
import { costPerAcquisition } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import { costPerEvent, rateRatio } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measurements, measureOne, sameOverShards } from "../../../test/metrics/asking.ts"
import { assert } from "../../../test/stats/assert.ts"

const { acquisitions, ci, cost, cpa, cpa_binomial_clicks, zero_conv_lower } = vectors.E3_cpa
const factsOf = (orders: ReadonlyArray<Row>, costs: ReadonlyArray<Row>, more: ReadonlyArray<Row> = []) =>
  project(
    [
      { kind: "order", rows: orders, header: ["customer", "eventId", "at", "status", "touchpoint"] },
      { kind: "interaction", rows: more, header: ["customer", "at", "touchpoint", "actor"] },
      { kind: "cost", rows: costs, header: ["at", "until", "amount", "currency", "touchpoint", "purpose", "clicks"] },
    ],
    { asOf: Date.parse("2026-12-31T00:00:00Z") },
  )
const order = (customer: string | null, at = "2026-06-10", more: Row = {}): Row => ({ customer, at, ...more })
const spend = (amount: number, more: Row = {}): Row => ({ at: "2026-06-01", amount, ...more })
const buyers = (n: number, prefix = "c", more: Row = {}) =>
  Array.from({ length: n }, (_, i) => order(`${prefix}${i}`, "2026-06-10", more))
const measured = (orders: ReadonlyArray<Row>, costs: ReadonlyArray<Row>, params: unknown = {}, request: object = {}) =>
  Effect.flatMap(factsOf(orders, costs), (facts) => measureOne(facts, costPerAcquisition, params, request))
const june = {
  period: { from: Date.parse("2026-06-01T00:00:00Z"), to: Date.parse("2026-07-01T00:00:00Z"), zone: "UTC" },
}
const touchpoint = dimension("touchpoint", column("touchpoint"))

describe("cost-per-acquisition", () => {
  it.effect("equals the vector: a fixed cost over a count, Garwood's interval turned over", () =>
    Effect.gen(function* () {
      const m = yield* measured(buyers(acquisitions), [spend(cost)], { currency: "EUR" })
      assert.strictEqual(m.value, cpa)
      assert.interval(m.interval, ci, 1e-9)
      assert.deepStrictEqual([m.numerator, m.denominator, m.n, m.nEffective], [5000, 40, 40, 40])
      assert.deepStrictEqual([m.unit, m.unitOfN], [{ kind: "money", currency: "EUR" }, "customer"])
      assert.strictEqual(m.interval?.method, "garwood-inverted")
    }),
  )

  it.effect("equals the vector with clicks for trials", () =>
    Effect.gen(function* () {
      const costs = [spend(2000, { clicks: 1000 }), spend(3000, { clicks: 1500 })]
      const m = yield* measured(buyers(acquisitions), costs, { clicks: "use" })
      assert.interval(m.interval, cpa_binomial_clicks.ci, 1e-9)
      assert.strictEqual(m.interval?.method, "wilson-inverted")
      for (const rows of [[spend(2000, { clicks: 1000 }), spend(3000)], [spend(5000, { clicks: 39 })]]) {
        const unsaid = yield* measured(buyers(acquisitions), rows, { clicks: "use" })
        assert.deepStrictEqual([unsaid.value, unsaid.interval], [cpa, null])
        assert.include(caveatsOf(unsaid), "no-ci")
      }
    }),
  )

  it.effect("says what one costs at least where nobody came", () =>
    Effect.gen(function* () {
      const m = yield* measured([], [spend(cost)])
      assert.deepStrictEqual([m.value, m.n, m.interval?.high], [null, 0, null])
      assert.near(m.interval?.low, zero_conv_lower)
      assert.include(caveatsOf(m), "zero-denominator")
    }),
  )

  it.effect("counts customers by the first order of all, where it was", () =>
    Effect.gen(function* () {
      const orders = [
        order("old", "2026-01-10", { touchpoint: "shop" }),
        order("old", "2026-06-10", { touchpoint: "ad" }),
        order("new", "2026-06-11", { touchpoint: "ad" }),
        order("new", "2026-06-12", { touchpoint: "shop" }),
        order(null, "2026-06-13", { touchpoint: "ad" }),
      ]
      const facts = yield* factsOf(orders, [spend(300, { touchpoint: "ad" }), spend(50, { touchpoint: "radio" })])
      const m = yield* measureOne(facts, costPerAcquisition, {}, june)
      assert.deepStrictEqual([m.value, m.denominator], [350, 1])
      assert.deepStrictEqual(caveatData(m, "no-customer"), { n: 1 })
      const groups = yield* measurements(facts, costPerAcquisition, {}, { by: [touchpoint] })
      assert.deepStrictEqual(
        groups.map(({ by, denominator, value }) => [by["touchpoint"], value, denominator]),
        [
          ["ad", 300, 1],
          ["radio", null, 0],
          // Missing is not free.
          ["shop", null, null],
        ],
      )
      const [, radio, shop] = groups
      assert.near(radio?.interval?.low, 50 / 3.688879454113936)
      assert.deepStrictEqual([shop?.n, caveatData(shop as never, "cost-missing")], [1, { n: 1 }])
      assert.isNull(shop?.interval)
    }),
  )

  it.effect("says where old customers may look new", () =>
    Effect.gen(function* () {
      const m = yield* measured([order("a", "2026-01-10"), order("b", "2026-06-10")], [spend(9)])
      assert.deepStrictEqual(caveatData(m, "history-unknown"), { n: 1, days: 90 })
      const later = yield* measured([order("a", "2026-01-10"), order("b", "2026-06-10")], [spend(9)], {}, june)
      assert.notInclude(caveatsOf(later), "history-unknown")
    }),
  )

  it.effect("counts every conversion, with as much certainty as there are customers", () =>
    Effect.gen(function* () {
      // Two customers of four orders each, two of one, one of nobody known: 11, worth 121 ÷ 35.
      const orders = [..."aaaabbbbcd".split(""), null].map((customer) => order(customer))
      const m = yield* measured(orders, [spend(1100)], { count: "every" })
      assert.deepStrictEqual([m.value, m.n, m.unitOfN], [100, 11, "order"])
      assert.near(m.nEffective, 121 / 35)
      const wide = costPerEvent((1100 * 121) / 35 / 11, 121 / 35)?.interval
      assert.interval(m.interval, [wide?.low ?? 0, wide?.high ?? 0], 1e-9)
      assert.notInclude(caveatsOf(m), "no-customer")
      const alone = yield* measured(buyers(40), [spend(5000)], { count: "every" })
      assert.interval(alone.interval, ci, 1e-9)
    }),
  )

  it.effect("takes any step for a conversion", () =>
    Effect.gen(function* () {
      const visits = [
        { customer: "a", at: "2026-06-02", touchpoint: "form", actor: "human" },
        { customer: "a", at: "2026-06-03", touchpoint: "form", actor: "human" },
        { customer: "b", at: "2026-06-03", touchpoint: "form", actor: "bot" },
        { customer: "c", at: "2026-06-03", touchpoint: "home", actor: "human" },
      ]
      const facts = yield* factsOf([], [spend(90)], visits)
      assert.strictEqual((yield* measureOne(facts, costPerAcquisition, { acquired: "form" })).value, 90)
      const every = yield* measureOne(facts, costPerAcquisition, { acquired: "form", count: "every" })
      assert.deepStrictEqual([every.value, every.unitOfN], [45, "interaction"])
      const paid = yield* measured(
        [order("a", "2026-06-01", { status: "paid" }), order("b", "2026-06-01", { status: "new" })],
        [spend(90)],
        {
          acquired: { kind: "order", is: { status: "paid" } },
        },
      )
      assert.strictEqual(paid.value, 90)
    }),
  )

  it.effect("takes the costs of the purposes and of the period", () =>
    Effect.gen(function* () {
      const costs = [
        spend(100, { purpose: "media" }),
        spend(200, { purpose: "sales" }),
        spend(400, { purpose: "rent" }),
        { ...spend(300, { purpose: "media" }), at: "2026-06-21", until: "2026-07-11" },
      ]
      const of = (params: object) => measured(buyers(10), costs, { purposes: ["media", "sales"], ...params }, june)
      const start = yield* of({})
      assert.deepStrictEqual([start.numerator, caveatData(start, "cost-outside")], [600, { n: 1 }])
      assert.strictEqual((yield* of({ spread: "even" })).numerator, 450)
    }),
  )

  it.effect("withholds what cannot be said", () =>
    Effect.gen(function* () {
      const mixed = yield* measured(buyers(2), [spend(10, { currency: "EUR" }), spend(10, { currency: "USD" })], {
        currency: "EUR",
      })
      assert.deepStrictEqual(
        [mixed.value, mixed.interval, caveatData(mixed, "currency-mixed")],
        [null, null, { n: 1, expected: "EUR" }],
      )
      const none = yield* measured(buyers(2), [])
      assert.deepStrictEqual([none.value, none.interval, caveatData(none, "cost-missing")], [null, null, { n: 2 }])
      const credited = yield* measured(buyers(2), [spend(-5)])
      assert.deepStrictEqual([credited.value, credited.interval], [null, null])
      assert.include(caveatsOf(credited), "cost-nonpositive")
      // A cost recorded as nothing is a cost.
      const free = yield* measured(buyers(2), [spend(0)])
      assert.deepStrictEqual([free.value, free.interval], [0, null])
      for (const params of [{ count: "some" }, { spread: "late" }, { rates: [{ currency: "EUR", rate: 4 }] }])
        assert.strictEqual((yield* Effect.flip(costPerAcquisition.prepare(params)))._tag, "OptionsInvalid")
    }),
  )

  it.effect("compares two groups by the exact test of two rates", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf(
        [...buyers(11, "a", { touchpoint: "a" }), ...buyers(21, "b", { touchpoint: "b" })],
        [spend(800, { touchpoint: "a" }), spend(3011, { touchpoint: "b" })],
      )
      const request = { by: [touchpoint], versus: { touchpoint: "b" } }
      const [a] = yield* measurements(facts, costPerAcquisition, {}, request)
      // R: poisson.test(c(11, 21), c(800, 3011))
      assert.near(a?.versus?.p, 0.07967, 1e-4)
      assert.near(a?.versus?.p, rateRatio({ events: 11, exposure: 800 }, { events: 21, exposure: 3011 })?.p ?? 0, 1e-12)
      assert.near(a?.versus?.difference, 800 / 11 - 3011 / 21)
      const [low, high] = [a?.versus?.interval?.low ?? 0, a?.versus?.interval?.high ?? 0]
      assert.isTrue(low < 800 / 11 - 3011 / 21 && high > 800 / 11 - 3011 / 21)
      const [every] = yield* measurements(facts, costPerAcquisition, { count: "every" }, request)
      assert.strictEqual(every?.versus?.test, "conditional-binomial")
    }),
  )

  it.effect("compares conversions that come together by the logarithms of their rates", () =>
    Effect.gen(function* () {
      const twice = (list: ReadonlyArray<Row>) => [...list, ...list]
      const facts = yield* factsOf(
        [...twice(buyers(20, "a", { touchpoint: "a" })), ...twice(buyers(30, "b", { touchpoint: "b" }))],
        [spend(100, { touchpoint: "a" }), spend(100, { touchpoint: "b" })],
      )
      const [a] = yield* measurements(
        facts,
        costPerAcquisition,
        { count: "every" },
        { by: [touchpoint], versus: { touchpoint: "b" } },
      )
      assert.strictEqual(a?.versus?.test, "log-rate-z")
      // z = ln(60 ÷ 40) ÷ √(1/20 + 1/30), two-sided.
      assert.near(a?.versus?.p, 0.1601391, 1e-5)
    }),
  )

  it("is the same over shards of customers", async () => {
    const row = fc.record({ customer: fc.constantFrom(null, "a", "b", "c", "d"), day: fc.integer({ min: 1, max: 9 }) })
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 16 }),
        fc.array(fc.integer({ min: -5, max: 50 }), { maxLength: 4 }),
        fc.constantFrom("new", "every"),
        fc.nat(15),
        async (rows, amounts, count, mask) => {
          const isLeft = ({ customer }: { readonly customer: string | null }) =>
            ((mask >> "abcd".indexOf(customer ?? "a")) & 1) === 1
          const of = (some: typeof rows, bills: ReadonlyArray<number>) =>
            factsOf(
              some.map(({ customer, day }) => order(customer, `2026-06-0${day}`)),
              bills.map((amount) => spend(amount, { until: "2026-06-05" })),
            )
          const span = { from: Date.parse("2026-06-01T00:00:00Z"), to: Date.parse("2026-06-08T00:00:00Z") }
          await Effect.runPromise(
            Effect.gen(function* () {
              yield* sameOverShards(
                yield* costPerAcquisition.prepare({ count, spread: "even" }),
                yield* of(rows, amounts),
                [
                  yield* of(rows.filter(isLeft), amounts.slice(0, 1)),
                  yield* of(
                    rows.filter((r) => !isLeft(r)),
                    amounts.slice(1),
                  ),
                ],
                { ...span, previous: { from: span.from - 1, to: span.from }, previousKnown: true },
              )
            }),
          )
        },
      ),
      { numRuns: 60 },
    )
  })
})
