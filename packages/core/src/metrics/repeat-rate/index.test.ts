import { describe, it } from "@effect/vitest"
import { repeatRate } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measurements, measureOne, sameOverShards } from "../../../test/metrics/asking.ts"
import { assert } from "../../../test/stats/assert.ts"

const vector = vectors.C7_repeat_frequency
/** As many customers of each number of orders as the histogram says. */
const ordersOf = (histogram: Readonly<Record<string, number>>, more: Row = {}, prefix = "") =>
  Object.entries(histogram).flatMap(([orders, customers]) =>
    Array.from({ length: customers }, (_, i) =>
      Array.from({ length: Number(orders) }, (): Row => ({ customer: `${prefix}${orders}-${i}`, ...more })),
    ).flat(),
  )
const header = ["customer", "at", "status", "touchpoint"]
const measured = (rows: ReadonlyArray<Row>, params: unknown = {}, request: Parameters<typeof measureOne>[3] = {}) =>
  Effect.flatMap(
    project([{ kind: "order", rows, header: rows.some((row) => "at" in row) ? header : ["customer", "status"] }]),
    (facts) => measureOne(facts, repeatRate, params, request),
  )

describe("repeat-rate", () => {
  it.effect("equals the vector: customers of two orders among customers of one", () =>
    Effect.gen(function* () {
      const m = yield* measured(ordersOf(vector.order_hist))
      assert.near(m.value, vector.repeat_rate, 1e-9)
      assert.interval(m.interval, vector.wilson, 1e-9)
      assert.deepStrictEqual([m.n, m.numerator, m.denominator, m.unitOfN], [1000, 380, 1000, "customer"])
    }),
  )

  it.effect("leaves out the statuses it is told, and keeps orders without one", () =>
    Effect.gen(function* () {
      const rows = [
        { customer: "a", status: "paid" },
        { customer: "a", status: "cancelled" },
        { customer: "b", status: null },
        { customer: "b", status: "paid" },
        { customer: "c", status: "cancelled" },
      ]
      assert.near((yield* measured(rows)).value, 2 / 3)
      const m = yield* measured(rows, { except: ["cancelled", "test"] })
      assert.deepStrictEqual([m.value, m.n], [0.5, 2])
      assert.deepStrictEqual(m.params, { form: "customers", except: ["cancelled", "test"] })
    }),
  )

  it.effect("equals the vector of repeat orders, with the customer as the unit", () =>
    Effect.gen(function* () {
      const m = yield* measured(ordersOf(vector.order_hist), { form: "orders" })
      assert.near(m.value, vector.repeat_order_share, 1e-9)
      assert.deepStrictEqual([m.n, m.numerator, m.denominator, m.unitOfN], [1680, 680, 1680, "order"])
      // 1 − 1 ÷ orders per buyer: the interval of these, turned.
      const [low = 0, high = 0] = vector.freq_t_ci
      assert.interval(m.interval, [1 - 1 / low, 1 - 1 / high], 1e-9)
      assert.strictEqual(m.nEffective, 1000)
      const once = yield* measured(ordersOf({ "1": 5 }), { form: "orders" })
      assert.deepStrictEqual([once.value, once.n, once.interval], [0, 5, null])
      assert.include(caveatsOf(once), "no-ci")
      const one = yield* measured(ordersOf({ "5": 1 }), { form: "orders" })
      assert.deepStrictEqual([one.value, one.nEffective, one.interval], [0.8, 1, null])
      const few = yield* measured(ordersOf({ "1": 9, "2": 1 }), { form: "orders" })
      assert.strictEqual(few.interval?.low, 0)
      assert.isNull((yield* measured([], { form: "orders" })).value)
    }),
  )

  it.effect("says how many orders name nobody", () =>
    Effect.gen(function* () {
      const m = yield* measured([{ customer: null }, { customer: null }, { customer: "a" }])
      assert.deepStrictEqual([m.value, m.n], [0, 1])
      assert.deepStrictEqual(caveatData(m, "no-customer"), { n: 2 })
    }),
  )

  it.effect("of nobody is null", () =>
    Effect.gen(function* () {
      const m = yield* measured([{ customer: null }])
      assert.deepStrictEqual([m.value, m.interval, m.nEffective], [null, null, null])
      assert.include(caveatsOf(m), "zero-denominator")
    }),
  )

  it.effect("counts orders within the period: months do not add up to a quarter", () =>
    Effect.gen(function* () {
      const rows = ["2018-01-05", "2018-02-05", "2018-02-06", "2018-03-01"].map((at, i) => ({
        customer: i === 2 ? "b" : "a",
        at,
      }))
      assert.strictEqual((yield* measured(rows)).value, 0.5)
      const facts = yield* project([{ kind: "order", rows, header }])
      const months = yield* measurements(facts, repeatRate, {}, { every: "month" })
      assert.deepStrictEqual(
        months.map(({ n, value }) => [n, value]),
        [
          [1, 0],
          [2, 0],
          [1, 0],
        ],
      )
    }),
  )

  it.effect("compares groups of customers", () =>
    Effect.gen(function* () {
      const { cases } = vectors.A3_two_proportions
      const one = cases[0]
      if (one === undefined) return assert.fail("no vector")
      const rows = [
        ...ordersOf({ "2": one.x1, "1": one.n1 - one.x1 }, { status: "a" }, "a"),
        ...ordersOf({ "2": one.x2, "1": one.n2 - one.x2 }, { status: "b" }, "b"),
      ]
      const facts = yield* project([{ kind: "order", rows }])
      const [a] = yield* measurements(
        facts,
        repeatRate,
        {},
        { by: [dimension("status", column("status"))], versus: { status: "b" } },
      )
      assert.near(a?.versus?.difference, one.diff, 1e-9)
      assert.interval(a?.versus?.interval, one.newcombe, 1e-9)
      assert.near(a?.versus?.p, one.p, 1e-9)
      assert.near(a?.versus?.effect?.value, one.cohen_h, 1e-9)
    }),
  )

  it("is the same over shards of customers as over the whole", async () => {
    const row = fc.record({
      customer: fc.constantFrom(null, "a", "b", "c", "d", "e"),
      status: fc.constantFrom(null, "paid", "cancelled"),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 20 }),
        fc.constantFrom([], ["cancelled"]),
        fc.nat(31),
        async (rows, except, mask) => {
          const isLeft = ({ customer }: { readonly customer: string | null }) =>
            ((mask >> "abcde".indexOf(customer ?? "a")) & 1) === 1
          await Effect.runPromise(
            Effect.gen(function* () {
              const of = (some: ReadonlyArray<Row>) =>
                project([{ kind: "order", rows: some, header: ["customer", "status"] }])
              yield* sameOverShards(yield* repeatRate.prepare({ except }), yield* of(rows), [
                yield* of(rows.filter(isLeft)),
                yield* of(rows.filter((r) => !isLeft(r))),
              ])
            }),
          )
        },
      ),
      { numRuns: 40 },
    )
  })
})
