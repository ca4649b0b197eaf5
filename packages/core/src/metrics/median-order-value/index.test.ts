import { describe, it } from "@effect/vitest"
import { medianOrderValue } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measurements, measureOne, sameOverShards } from "../../../test/metrics/asking.ts"
import { assert } from "../../../test/stats/assert.ts"

const header = ["customer", "eventId", "amount", "currency", "status", "weight"]
const factsOf = (rows: ReadonlyArray<Row>, refunds: ReadonlyArray<Row> = []) =>
  project([
    { kind: "order", rows, header },
    { kind: "refund", rows: refunds, header: ["eventId", "refundOf", "amount", "currency"] },
  ])
const measured = (rows: ReadonlyArray<Row>, params: unknown = {}, refunds: ReadonlyArray<Row> = []) =>
  Effect.flatMap(factsOf(rows, refunds), (facts) => measureOne(facts, medianOrderValue, params))
const ordersOf = (amounts: ReadonlyArray<number>, more: Row = {}, prefix = "c") =>
  amounts.map((amount, i): Row => ({ customer: `${prefix}${i}`, eventId: `${prefix}${i}`, amount, ...more }))

describe("median-order-value", () => {
  it.effect(
    "equals the vector: nearest rank, between ranks that hold it whatever the distribution, open where none does",
    () =>
      Effect.gen(function* () {
        const { median_ci, median_nearest_rank, minutes, p90, p90_ranks } = vectors.D1_response_time
        const m = yield* measured(ordersOf(minutes))
        assert.strictEqual(m.value, median_nearest_rank)
        assert.deepStrictEqual([m.interval?.low, m.interval?.high], median_ci)
        assert.deepStrictEqual([m.n, m.nEffective, m.unitOfN], [20, 20, "order"])
        const high = yield* measured(ordersOf(minutes), { q: 0.9 })
        assert.strictEqual(high.value, p90)
        assert.deepStrictEqual([high.interval?.low, high.interval?.high], [minutes[(p90_ranks[0] ?? 0) - 1], null])
        assert.notStrictEqual(high.definition, m.definition)
      }),
  )

  it.effect("is not moved by one large order, nor by who names nobody", () =>
    Effect.gen(function* () {
      const rows = [...ordersOf([10, 20, 30]), { customer: null, eventId: "x", amount: 1_000_000 }]
      assert.strictEqual((yield* measured(rows)).value, 20)
    }),
  )

  it.effect("nets refunds: an order refunded in full is one of nothing, or none", () =>
    Effect.gen(function* () {
      const rows = ordersOf([100, 200, 300, 400, 0])
      const refunds = [
        { eventId: "r1", refundOf: "c3", amount: 400 },
        { eventId: "r2", refundOf: "c2", amount: 100 },
        { eventId: "r3", refundOf: "elsewhere", amount: 1 },
      ]
      const net = yield* measured(rows, {}, refunds)
      assert.deepStrictEqual([net.value, net.n], [100, 5])
      assert.deepStrictEqual(caveatData(net, "refunds-unmatched"), { n: 1 })
      const kept = yield* measured(rows, { refunded: "leave-out", q: 0.9 }, refunds)
      assert.deepStrictEqual([kept.value, kept.n], [200, 4])
      assert.strictEqual((yield* measured(rows, { basis: "gross", q: 0.9 }, refunds)).value, 400)
    }),
  )

  it.effect("takes no order for refunded in full by an amount in another currency", () =>
    Effect.gen(function* () {
      const refunds = [{ eventId: "r", refundOf: "c0", amount: 100, currency: "PLN" }]
      const params = { currency: "EUR", refunded: "leave-out" }
      const m = yield* measured(ordersOf([100, 100, 200], { currency: "EUR" }), params, refunds)
      assert.isNull(m.value)
      assert.deepStrictEqual(caveatData(m, "currency-mixed"), { n: 1, expected: "EUR" })
    }),
  )

  it.effect("knows that orders of one customer are alike", () =>
    Effect.gen(function* () {
      // Sixty customers with ten equal orders each are worth about sixty orders.
      const rows = Array.from({ length: 60 }, (_, i) =>
        Array.from({ length: 10 }, (__, j): Row => ({ customer: `c${i}`, eventId: `${i}-${j}`, amount: 100 + i })),
      ).flat()
      const m = yield* measured(rows)
      assert.strictEqual(m.value, 129)
      assert.isBelow(m.nEffective ?? 0, 120)
      assert.isAbove(m.nEffective ?? 0, 20)
      assert.include(caveatsOf(m), "clustered")
      const free = yield* measured(rows.map((row) => ({ ...row, customer: String(row["eventId"]) })))
      assert.strictEqual(free.nEffective, 600)
      assert.isBelow(free.interval?.high ?? 0, m.interval?.high ?? 0)
    }),
  )

  it.effect("withholds what cannot be said: nothing, mixed currencies, one order's interval", () =>
    Effect.gen(function* () {
      const none = yield* measured([])
      assert.isNull(none.value)
      assert.include(caveatsOf(none), "zero-denominator")
      const rows = [...ordersOf([10, 20], { currency: "EUR" }), ...ordersOf([30], { currency: "PLN" }, "p")]
      const mixed = yield* measured(rows, { currency: "EUR" })
      assert.deepStrictEqual([mixed.value, mixed.interval], [null, null])
      assert.deepStrictEqual(caveatData(mixed, "currency-mixed"), { n: 1, expected: "EUR" })
      const rates = [{ currency: "PLN", rate: 0.25 }]
      assert.strictEqual((yield* measured(rows, { currency: "EUR", rates })).value, 10)
      const one = yield* measured(ordersOf([7]))
      assert.deepStrictEqual([one.value, one.interval], [7, null])
      assert.include(caveatsOf(one), "no-ci")
      const bare = yield* measured([...ordersOf([7]), { customer: "x", eventId: "x", amount: null, weight: 2 }])
      assert.deepStrictEqual(caveatData(bare, "no-amount"), { n: 1 })
      const weighted = yield* measured(ordersOf([7], { weight: 2 }))
      assert.include(caveatsOf(weighted), "weights-ignored")
      for (const params of [{ q: 0 }, { q: 1 }, { basis: "gross", refunded: "leave-out" }])
        assert.strictEqual((yield* Effect.flip(medianOrderValue.prepare(params)))._tag, "OptionsInvalid")
    }),
  )

  it.effect("is bounded by one amount on both sides where enough orders are worth it, and they are of many", () =>
    Effect.gen(function* () {
      const bounds = Effect.fnUntraced(function* (rows: ReadonlyArray<Row>) {
        const { interval, nEffective } = yield* measured(rows)
        return [interval?.low, interval?.high, nEffective]
      })
      // The distribution-free interval of six: from the first to the last, 1 − 2 · ½⁶ = 96.9 %.
      assert.deepStrictEqual(yield* bounds(ordersOf([7, 7, 7, 7, 7, 7])), [7, 7, 6])
      assert.deepStrictEqual(yield* bounds(ordersOf([7, 7, 7, 7, 7])), [undefined, undefined, 5])
      // Ranks 6 and 15 of 20.
      const most = [1, 2, 3, 4, 5, ...Array<number>(10).fill(7), 16, 17, 18, 19, 20]
      assert.deepStrictEqual(yield* bounds(ordersOf(most)), [7, 7, 20])
      assert.deepStrictEqual(yield* bounds(ordersOf([6, ...most.slice(0, 5), ...most.slice(6)])), [6, 7, 20])
      // Six orders of one customer are one order's worth.
      const own = ordersOf([7, 7, 7, 7, 7, 7]).map((row) => ({ ...row, customer: "one" }))
      assert.deepStrictEqual(yield* bounds(own), [undefined, undefined, 1])
    }),
  )

  it.effect("counts an order of nothing whatever was refunded of it", () =>
    Effect.gen(function* () {
      const refunds = [{ eventId: "r", refundOf: "c0", amount: 5 }]
      const m = yield* measured(ordersOf([0, 100]), { refunded: "leave-out" }, refunds)
      assert.deepStrictEqual([m.value, m.n], [-5, 2])
    }),
  )

  it.effect("compares by the median test, with an interval from both", () =>
    Effect.gen(function* () {
      const amounts = (from: number) => Array.from({ length: 40 }, (_, i) => from + i)
      const rows = [...ordersOf(amounts(100), { status: "a" }, "a"), ...ordersOf(amounts(130), { status: "b" }, "b")]
      const facts = yield* factsOf(rows)
      const request = { by: [dimension("status", column("status"))], versus: { status: "a" } }
      const [a, b] = yield* measurements(facts, medianOrderValue, {}, request)
      assert.strictEqual(b?.versus?.difference, 30)
      const side = (of: typeof a, end: "low" | "high") => (of?.interval?.[end] ?? 0) - (of?.value ?? 0)
      assert.near(b?.versus?.interval?.low, 30 - Math.hypot(side(b, "low"), side(a, "high")))
      assert.near(b?.versus?.interval?.high, 30 + Math.hypot(side(b, "high"), side(a, "low")))
      // At most the common median of 134: 35 of 40 against 5 of 40. z of 30/40 pooled, √(2 · ¼ / 40) = 0.1118.
      assert.strictEqual(b?.versus?.test, "median-test")
      assert.near(b?.versus?.p, 2 * 9.8659e-12, 1e-13)
      const alone = yield* measurements(yield* factsOf([]), medianOrderValue, {}, request)
      assert.deepStrictEqual(alone, [])
    }),
  )

  it("is the same over shards of customers as over the whole", async () => {
    const row = fc.record({
      customer: fc.constantFrom(null, "a", "b", "c", "d", "e", "f"),
      amount: fc.constantFrom(null, 0, 100, 250, 999),
      currency: fc.constantFrom("EUR", "EUR", "EUR", "PLN"),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 20 }),
        fc.constantFrom(0.5, 0.9),
        fc.nat(63),
        async (rows, q, mask) => {
          const numbered = rows.map((r, i) => ({ ...r, eventId: `o${i}` }))
          const isLeft = ({ customer }: { readonly customer: string | null }) =>
            ((mask >> "abcdef".indexOf(customer ?? "a")) & 1) === 1
          await Effect.runPromise(
            Effect.gen(function* () {
              const rates = [{ currency: "PLN", rate: 0.25 }]
              yield* sameOverShards(
                yield* medianOrderValue.prepare({ q, currency: "EUR", rates }),
                yield* factsOf(numbered),
                [yield* factsOf(numbered.filter(isLeft)), yield* factsOf(numbered.filter((r) => !isLeft(r)))],
              )
            }),
          )
        },
      ),
      { numRuns: 40 },
    )
  })
})
