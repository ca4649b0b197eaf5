import { describe, it } from "@effect/vitest"
import { averageOrderValue } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import { twoRatios } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measurements, measureOne, sameOverShards } from "../../../test/metrics/asking.ts"
import { assert } from "../../../test/stats/assert.ts"

const { buyers8, orders: counts, revenue } = vectors.A7_ratio_AOV
const header = ["customer", "eventId", "amount", "currency", "status", "weight"]

/** The orders of the vector's customers: all revenue in the first order, the others free. */
const vectorOrders = (more: Row = {}, prefix = ""): ReadonlyArray<Row> =>
  counts.flatMap((n, i) =>
    Array.from({ length: n }, (_, j) => ({
      customer: `${prefix}${i}`,
      eventId: `${prefix}${i}-${j}`,
      amount: j === 0 ? (revenue[i] ?? 0) : 0,
      ...more,
    })),
  )
const factsOf = (rows: ReadonlyArray<Row>, refunds: ReadonlyArray<Row> = []) => {
  const dated = rows.some((row) => "at" in row) ? ["at"] : []
  return project([
    { kind: "order", rows, header: [...header, ...dated] },
    { kind: "refund", rows: refunds, header: ["eventId", "customer", "refundOf", "amount", "currency", ...dated] },
  ])
}
const measured = (rows: ReadonlyArray<Row>, params: unknown = {}, refunds: ReadonlyArray<Row> = []) =>
  Effect.flatMap(factsOf(rows, refunds), (facts) => measureOne(facts, averageOrderValue, params))

describe("average-order-value", () => {
  it.effect("equals the vector of buyers: a ratio of sums over customers with Fieller's interval", () =>
    Effect.gen(function* () {
      const m = yield* measured(vectorOrders({ currency: "EUR" }), { currency: "EUR" })
      assert.near(m.value, buyers8.R)
      assert.interval(m.interval, buyers8.fieller, 1e-9)
      assert.strictEqual(m.interval?.method, "fieller")
      assert.deepStrictEqual([m.numerator, m.denominator, m.n, m.nEffective], [1060, 16, 16, 8])
      assert.deepStrictEqual([m.unit, m.unitOfN], [{ kind: "money", currency: "EUR" }, "order"])
    }),
  )

  it.effect("takes the delta method where customers order about equally often", () =>
    Effect.gen(function* () {
      const rows = Array.from({ length: 40 }, (_, i) => ({ customer: `c${i}`, eventId: `o${i}`, amount: 100 + i }))
      const m = yield* measured(rows)
      // One order each: the mean of 100 … 139 with Student's t, s² = 40 · 41 / 12.
      assert.near(m.value, 119.5)
      assert.strictEqual(m.interval?.method, "delta")
      const half = 2.0226909117 * Math.sqrt((40 * 41) / 12 / 40)
      assert.interval(m.interval, [119.5 - half, 119.5 + half], 1e-8)
    }),
  )

  it.effect("names the basis: five orders of 20, one refunded", () =>
    Effect.gen(function* () {
      const rows = Array.from({ length: 5 }, (_, i) => ({ customer: `c${i}`, eventId: `o${i}`, amount: 2000 }))
      const refund = [{ eventId: "r", refundOf: "o3", amount: 2000 }]
      const net = yield* measured(rows, {}, refund)
      assert.deepStrictEqual([net.numerator, net.denominator, net.value], [8000, 5, 1600])
      const kept = yield* measured(rows, { refunded: "leave-out" }, refund)
      assert.deepStrictEqual([kept.numerator, kept.denominator, kept.value], [8000, 4, 2000])
      const gross = yield* measured(rows, { basis: "gross" }, refund)
      assert.deepStrictEqual([gross.numerator, gross.denominator, gross.value], [10_000, 5, 2000])
      assert.strictEqual(new Set([net, kept, gross].map(({ definition }) => definition)).size, 3)
    }),
  )

  it.effect("takes refunds off in the month of the order, not of the refund", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf(
        [
          { customer: "a", eventId: "1", amount: 1000, at: "2026-01-01" },
          { customer: "b", eventId: "2", amount: 3000, at: "2026-01-20" },
          { customer: "a", eventId: "3", amount: 500, at: "2026-02-02" },
        ],
        [
          { eventId: "r1", refundOf: "2", amount: 400, at: "2026-02-10" },
          { eventId: "r2", refundOf: "2", amount: 600, at: "2026-03-10" },
          { eventId: "r3", refundOf: "of another shop", amount: 99, at: "2026-01-10" },
        ],
      )
      const months = yield* measurements(facts, averageOrderValue, {}, { every: "month" })
      assert.deepStrictEqual(
        months.map(({ value }) => value),
        [1500, 500],
      )
    }),
  )

  it.effect("takes off what was refunded in the period, where that is the basis, be it more than was sold", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf(
        [
          { customer: "a", eventId: "1", amount: 1000, at: "2026-01-01" },
          { customer: "b", eventId: "2", amount: 3000, at: "2026-01-20" },
          { customer: "a", eventId: "3", amount: 500, at: "2026-02-02" },
        ],
        [
          { eventId: "r1", refundOf: "2", amount: 400, at: "2026-02-10" },
          { eventId: "r2", refundOf: "2", amount: 600, at: "2026-03-10" },
          { eventId: "r3", refundOf: "1", amount: 900, at: "2026-02-28" },
          { eventId: "r4", refundOf: "of another shop", amount: 99, at: "2026-02-10" },
        ],
      )
      const months = yield* measurements(facts, averageOrderValue, { basis: "net-by-refund-date" }, { every: "month" })
      assert.deepStrictEqual(
        months.map(({ denominator, numerator, value }) => [numerator, denominator, value]),
        [
          [4000, 2, 2000],
          [-800, 1, -800],
        ],
      )
      assert.deepStrictEqual(caveatData(months[0] as never, "refunds-unmatched"), { n: 1 })
      const gross = yield* measureOne(facts, averageOrderValue, { basis: "gross" })
      assert.notInclude(caveatsOf(gross), "refunds-unmatched")
      // Of all time, the two bases differ in nothing.
      const [all, byOrder] = [
        yield* measureOne(facts, averageOrderValue, { basis: "net-by-refund-date" }),
        yield* measureOne(facts, averageOrderValue),
      ]
      assert.deepStrictEqual([all.value, all.interval], [byOrder.value, byOrder.interval])
    }),
  )

  it.effect("converts by rates: of the day of the order, or constant, with the digits each currency has", () =>
    Effect.gen(function* () {
      const rows = [
        { customer: "a", eventId: "1", amount: 1000, currency: "EUR", at: "2026-01-31" },
        { customer: "b", eventId: "2", amount: 1000, currency: "EUR", at: "2026-02-01" },
        { customer: "c", eventId: "3", amount: 5000, currency: "JPY", at: "2026-02-01" },
        { customer: "d", eventId: "4", amount: 1000, currency: null, at: "2026-02-01" },
        { customer: "e", eventId: "5", amount: 1000, currency: "PLN", at: "2026-02-01" },
      ]
      const jpy = { currency: "JPY", rate: 0.027 }
      const of = (rates: ReadonlyArray<object>, refunds: ReadonlyArray<Row> = [], basis = "net-by-order-date") =>
        measured(rows, { currency: "PLN", basis, rates }, refunds)
      // 10 EUR are 42.00 PLN at a constant rate; 5000 JPY, which have no smaller unit, are 135.00 PLN.
      const constant = yield* of([{ currency: "EUR", rate: 4.2 }, jpy])
      assert.near(constant.numerator, 4200 + 4200 + 13_500 + 1000 + 1000)
      const dated = [
        { currency: "EUR", rate: 4, from: "2025-12-01" },
        { currency: "EUR", rate: 5, from: "2026-02-01" },
        jpy,
      ]
      const byDay = yield* of(dated)
      assert.near(byDay.numerator, 4000 + 5000 + 13_500 + 1000 + 1000)
      assert.notStrictEqual(byDay.definition, constant.definition)
      // An order refunded in full brought nothing, whatever the rates did since.
      const refund = [{ eventId: "r", refundOf: "1", amount: 1000, currency: "EUR", at: "2026-02-20" }]
      assert.near((yield* of(dated, refund)).numerator, 5000 + 13_500 + 1000 + 1000)
      // By its own date it is worth more than the order was.
      assert.near((yield* of(dated, refund, "net-by-refund-date")).numerator, 4000 - 5000 + 5000 + 13_500 + 2000)
      for (const [rates, n] of [
        [[jpy], 2],
        [[jpy, { currency: "EUR", rate: 5, from: "2026-02-01" }], 1],
        [[jpy, { currency: "EUR", rate: 5, from: "2026-02-01" }, { currency: "EUR", rate: 4 }], 0],
      ] as const) {
        const m = yield* of(rates)
        assert.deepStrictEqual(caveatData(m, "no-rate"), n === 0 ? undefined : { n, expected: "PLN" })
        assert.strictEqual(m.value === null, n > 0)
        assert.notInclude(caveatsOf(m), "currency-mixed")
      }
    }),
  )

  it.effect("caps amounts where told to, and says what the average is without", () =>
    Effect.gen(function* () {
      const rows = [
        { customer: "a", eventId: "1", amount: 100 },
        { customer: "b", eventId: "2", amount: 200 },
        { customer: "c", eventId: "3", amount: 9000 },
      ]
      const m = yield* measured(rows, { cap: 300, currency: "EUR" })
      assert.deepStrictEqual([m.value, m.numerator], [200, 600])
      assert.deepStrictEqual(caveatData(m, "winsorised"), { n: 1, cap: 300, raw: 3100, currency: "EUR" })
      const none = yield* measured(rows, { cap: 9000, currency: "EUR" })
      assert.notInclude(caveatsOf(none), "winsorised")
    }),
  )

  it.effect("adds no currency to another", () =>
    Effect.gen(function* () {
      const rows = [
        { customer: "a", eventId: "1", amount: 1000, currency: "EUR" },
        { customer: "b", eventId: "2", amount: 1000, currency: "PLN" },
        { customer: "b", eventId: "3", amount: 1000, currency: null },
      ]
      for (const [params, refunds] of [
        [{ currency: "EUR" }, []],
        [{}, []],
      ] as const) {
        const m = yield* measured(rows, params, refunds)
        assert.deepStrictEqual([m.value, m.interval, m.numerator], [null, null, null])
        assert.include(caveatsOf(m), "currency-mixed")
      }
      const own = rows.filter(({ currency }) => currency !== "PLN")
      const abroad = yield* measured(own, { currency: "EUR" }, [
        { eventId: "r", refundOf: "1", amount: 100, currency: "USD" },
      ])
      assert.isNull(abroad.value)
      assert.deepStrictEqual(caveatData(abroad, "currency-mixed"), { n: 1, expected: "EUR" })
      assert.strictEqual((yield* measured(own, { currency: "EUR" })).value, 1000)
    }),
  )

  it.effect("takes no order for refunded in full by an amount in another currency", () =>
    Effect.gen(function* () {
      const rows = [
        { customer: "a", eventId: "1", amount: 100, currency: "EUR" },
        { customer: "b", eventId: "2", amount: 100, currency: "EUR" },
      ]
      const refunds = [{ eventId: "r", refundOf: "1", amount: 100, currency: "PLN" }]
      const m = yield* measured(rows, { currency: "EUR", refunded: "leave-out" }, refunds)
      assert.isNull(m.value)
      assert.deepStrictEqual(caveatData(m, "currency-mixed"), { n: 1, expected: "EUR" })
    }),
  )

  it.effect("says which orders have no amount, and counts those of nobody and the free ones", () =>
    Effect.gen(function* () {
      const m = yield* measured([
        { customer: "a", eventId: "1", amount: 900 },
        { customer: null, eventId: "2", amount: 600 },
        { customer: "b", eventId: "3", amount: 0 },
        { customer: "b", eventId: "4", amount: null },
      ])
      assert.deepStrictEqual([m.value, m.denominator, m.nEffective], [500, 3, 3])
      assert.deepStrictEqual(caveatData(m, "no-amount"), { n: 1 })
    }),
  )

  it.effect("weighs orders, or not", () =>
    Effect.gen(function* () {
      const rows = [
        { customer: "a", eventId: "1", amount: 100, weight: 3 },
        { customer: "b", eventId: "2", amount: 500, weight: 1 },
      ]
      const m = yield* measured(rows)
      assert.deepStrictEqual([m.value, m.n, m.denominator], [200, 2, 4])
      assert.deepStrictEqual(caveatData(m, "weighted"), { population: 4, nEffective: 2 })
      const raw = yield* measured(rows, { weights: "ignore" })
      assert.strictEqual(raw.value, 300)
      assert.include(caveatsOf(raw), "weights-ignored")
      // Weights are often scaled to add up to the number of rows.
      const scaled = rows.map((row) => ({ ...row, weight: row.weight / 2 }))
      const used = yield* measured(scaled)
      assert.deepStrictEqual([used.value, caveatsOf(used).includes("weighted")], [200, true])
      assert.notInclude(caveatsOf(used), "weights-ignored")
      assert.include(caveatsOf(yield* measured(scaled, { weights: "ignore" })), "weights-ignored")
    }),
  )

  it.effect("is a small sample where many orders are of few customers", () =>
    Effect.gen(function* () {
      const rows = Array.from({ length: 40 }, (_, i) => ({ customer: `c${i % 2}`, eventId: `${i}`, amount: i }))
      assert.deepStrictEqual(caveatData(yield* measured(rows), "small-sample"), { n: 40, effective: 2, minimum: 30 })
      const apart = rows.map((row, i) => ({ ...row, customer: `c${i}` }))
      assert.notInclude(caveatsOf(yield* measured(apart)), "small-sample")
    }),
  )

  it.effect("gives no interval of one customer or of equal orders, and refuses what contradicts itself", () =>
    Effect.gen(function* () {
      const one = yield* measured([{ customer: "a", eventId: "1", amount: 5 }])
      const alike = yield* measured([1, 2, 3].map((i) => ({ customer: `${i}`, eventId: `${i}`, amount: 5 })))
      for (const m of [one, alike]) {
        assert.deepStrictEqual([m.value, m.interval], [5, null])
        assert.include(caveatsOf(m), "no-ci")
      }
      const eur = { currency: "EUR", rate: 4 }
      for (const params of [
        { basis: "gross", refunded: "leave-out" },
        { basis: "net-by-refund-date", refunded: "leave-out" },
        { basis: "net-by-refund-date", cap: 10 },
        { currency: "euro" },
        { cap: 0 },
        { rates: [eur] },
        { currency: "EUR", rates: [eur] },
        { currency: "PLN", rates: [eur, eur] },
        { currency: "PLN", rates: [{ ...eur, rate: 0 }] },
        { currency: "PLN", rates: [{ ...eur, from: "2026-02-30" }] },
      ])
        assert.strictEqual((yield* Effect.flip(averageOrderValue.prepare(params)))._tag, "OptionsInvalid")
    }),
  )

  it.effect("compares by the difference of the ratios", () =>
    Effect.gen(function* () {
      const rows = [
        ...vectorOrders({ status: "a" }, "a"),
        ...vectorOrders({ status: "b" }, "b").map((row, i) => (i % 3 === 0 ? { ...row, amount: 900 } : row)),
      ]
      const facts = yield* factsOf(rows)
      const [a, b] = yield* measurements(
        facts,
        averageOrderValue,
        {},
        { by: [dimension("status", column("status"))], versus: { status: "a" } },
      )
      const units = (prefix: string) => {
        const own = Map.groupBy(
          rows.filter(({ customer }) => String(customer).startsWith(prefix)),
          ({ customer }) => customer,
        )
        const pairs = [...own.values()].map((list) => [list.reduce((s, r) => s + Number(r["amount"]), 0), list.length])
        const mean = (at: number) => pairs.reduce((sum, pair) => sum + (pair[at] ?? 0), 0) / pairs.length
        const cross = (i: number, j: number) =>
          pairs.reduce((sum, pair) => sum + ((pair[i] ?? 0) - mean(i)) * ((pair[j] ?? 0) - mean(j)), 0)
        return { n: pairs.length, meanX: mean(0), meanY: mean(1), mxx: cross(0, 0), myy: cross(1, 1), cxy: cross(0, 1) }
      }
      const expected = twoRatios(units("b"), units("a"))
      assert.near(b?.versus?.difference, (b?.value ?? 0) - (a?.value ?? 0))
      assert.near(b?.versus?.difference, expected?.difference ?? 0)
      assert.interval(b?.versus?.interval, [expected?.interval?.low ?? 0, expected?.interval?.high ?? 0], 1e-9)
      assert.near(b?.versus?.p, expected?.p ?? 0, 1e-9)
    }),
  )

  it("is the same over shards of customers as over the whole", async () => {
    const row = fc.record({
      customer: fc.constantFrom(null, "a", "b", "c", "d"),
      amount: fc.constantFrom(null, 0, 100, 250, 999),
      currency: fc.constantFrom(null, "EUR"),
      refund: fc.constantFrom(null, 50, 100),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 20 }),
        fc.constantFrom("gross", "net-by-order-date", "net-by-refund-date"),
        fc.nat(15),
        async (rows, basis, mask) => {
          const numbered = rows.map((r, i) => ({ ...r, eventId: `o${i}` }))
          const isLeft = ({ customer }: { readonly customer: string | null }) =>
            ((mask >> "abcd".indexOf(customer ?? "a")) & 1) === 1
          const of = (some: typeof numbered) =>
            factsOf(
              some.map(({ amount, currency, customer, eventId }) => ({ amount, currency, customer, eventId })),
              some.flatMap(({ eventId, refund }) =>
                refund === null ? [] : [{ eventId: `r${eventId}`, refundOf: eventId, amount: refund }],
              ),
            )
          await Effect.runPromise(
            Effect.gen(function* () {
              yield* sameOverShards(yield* averageOrderValue.prepare({ basis, currency: "EUR" }), yield* of(numbered), [
                yield* of(numbered.filter(isLeft)),
                yield* of(numbered.filter((r) => !isLeft(r))),
              ])
            }),
          )
        },
      ),
      { numRuns: 40 },
    )
  })
})
