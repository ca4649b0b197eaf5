import { describe, it } from "@effect/vitest"
import { repurchaseWithin } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measurements, measureOne, sameOverShards } from "../../../test/metrics/asking.ts"
import { assert } from "../../../test/stats/assert.ts"

const DAY = 86_400_000
const start = Date.parse("2026-01-01T00:00:00Z")
const at = (days: number) => new Date(start + days * DAY).toISOString()
const factsOf = (rows: ReadonlyArray<Row>, asOf: number) =>
  project([{ kind: "order", rows, header: ["customer", "at", "status"] }], { asOf: start + asOf * DAY })
const measured = (rows: ReadonlyArray<Row>, params: unknown, asOf: number) =>
  Effect.flatMap(factsOf(rows, asOf), (facts) => measureOne(facts, repurchaseWithin, params))

describe("repurchase-within", () => {
  it.effect("equals the vector of conversion in a window: of those who have had their week", () =>
    Effect.gen(function* () {
      const { as_of, entries, mature, window } = vectors.C3_conversion_window
      const rows = entries.flatMap(([day, delay], i): ReadonlyArray<Row> => [
        { customer: `c${i}`, at: at(Number(day)) },
        ...(delay === null || delay === undefined ? [] : [{ customer: `c${i}`, at: at(Number(day) + delay) }]),
      ])
      const m = yield* measured(rows, { within: window }, as_of)
      assert.deepStrictEqual([m.numerator, m.denominator, m.n], [mature.x, mature.n, mature.n])
      assert.interval(m.interval, mature.wilson, 1e-9)
      assert.deepStrictEqual(caveatData(m, "immature-window"), { n: 4 })
      assert.deepStrictEqual([m.unit, m.unitOfN], [{ kind: "proportion" }, "customer"])
    }),
  )

  it.effect("equals the vector of orders per customer where all have time enough", () =>
    Effect.gen(function* () {
      const { order_hist, repeat_rate, wilson } = vectors.C7_repeat_frequency
      const rows = Object.entries(order_hist).flatMap(([orders, customers]) =>
        Array.from({ length: customers }, (_, i) =>
          Array.from({ length: Number(orders) }, (__, j): Row => ({ customer: `${orders}-${i}`, at: at(10 * j) })),
        ).flat(),
      )
      const m = yield* measured(rows, {}, 90)
      assert.near(m.value, repeat_rate)
      assert.interval(m.interval, wilson, 1e-9)
      assert.isNull((yield* measured(rows, {}, 89.99)).value)
    }),
  )

  it.effect("takes the second order on the last instant, and counts each customer by the first order of all", () =>
    Effect.gen(function* () {
      const rows = [
        { customer: "a", at: at(0) },
        { customer: "a", at: at(30) },
        { customer: "b", at: at(0) },
        { customer: "b", at: new Date(start + 30 * DAY + 1).toISOString() },
        { customer: "c", at: at(40) },
        { customer: "c", at: at(41) },
      ]
      const facts = yield* factsOf(rows, 120)
      const months = yield* measurements(facts, repurchaseWithin, { within: 30 }, { every: "month" })
      assert.deepStrictEqual(
        months.map((m) => [m.numerator, m.denominator]),
        [
          [1, 2],
          [1, 1],
        ],
      )
    }),
  )

  it.effect("says who came so early that nobody knows whether it was the first time", () =>
    Effect.gen(function* () {
      const rows = [0, 5, 40].map((day, i): Row => ({ customer: `c${i}`, at: at(day) }))
      const months = yield* measurements(
        yield* factsOf(rows, 120),
        repurchaseWithin,
        { within: 30 },
        { every: "month" },
      )
      assert.deepStrictEqual(
        months.map((m) => caveatData(m, "history-unknown")),
        [{ n: 2, days: 30 }, undefined],
      )
    }),
  )

  it.effect("takes parcels of one purchase for one order, and leaves out statuses", () =>
    Effect.gen(function* () {
      const rows = [
        { customer: "a", at: at(0), status: "paid" },
        { customer: "a", at: at(0.01), status: "paid" },
        { customer: "b", at: at(0), status: "cancelled" },
        { customer: "b", at: at(5), status: "paid" },
        { customer: null, at: at(5), status: "paid" },
      ]
      assert.strictEqual((yield* measured(rows, {}, 120)).value, 1)
      assert.strictEqual((yield* measured(rows, { apart: 15 }, 120)).value, 0.5)
      const paid = yield* measured(rows, { apart: 15, except: ["cancelled"] }, 120)
      assert.deepStrictEqual([paid.numerator, paid.denominator], [0, 2])
      assert.deepStrictEqual(caveatData(paid, "no-customer"), { n: 1 })
    }),
  )

  it.effect("is complete only when the last customers of a period have had their time", () =>
    Effect.gen(function* () {
      const rows = [
        { customer: "a", at: "2026-01-01T00:00:00Z" },
        { customer: "b", at: "2026-02-01T00:00:00Z" },
      ]
      // January ends on day 31, its last customers have time until day 61.
      const completeAt = (asOf: number) =>
        Effect.map(
          Effect.flatMap(factsOf(rows, asOf), (facts) =>
            measurements(facts, repurchaseWithin, { within: 30 }, { every: "month" }),
          ),
          ([january]) => january?.period?.complete,
        )
      assert.deepStrictEqual([yield* completeAt(60), yield* completeAt(61)], [false, true])
    }),
  )

  it.effect("of nobody is null", () =>
    Effect.gen(function* () {
      const m = yield* measured([{ customer: null, at: at(0) }], {}, 120)
      assert.deepStrictEqual([m.value, m.interval, m.n], [null, null, 0])
      assert.include(caveatsOf(m), "zero-denominator")
    }),
  )

  it.effect("compares two groups of first orders", () =>
    Effect.gen(function* () {
      const [one] = vectors.A3_two_proportions.cases
      if (one === undefined) return assert.fail("no vector")
      const group = (status: string, x: number, n: number) =>
        Array.from({ length: n }, (_, i) =>
          [0, ...(i < x ? [5] : [])].map((day) => ({ customer: `${status}${i}`, at: at(day), status })),
        ).flat()
      const facts = yield* factsOf([...group("p", one.x1, one.n1), ...group("q", one.x2, one.n2)], 120)
      const [p] = yield* measurements(
        facts,
        repurchaseWithin,
        {},
        { by: [dimension("status", column("status"))], versus: { status: "q" } },
      )
      assert.near(p?.versus?.difference, one.diff, 1e-9)
      assert.interval(p?.versus?.interval, one.newcombe, 1e-9)
    }),
  )

  it("is the same over shards of customers as over the whole", async () => {
    const row = fc.record({ customer: fc.constantFrom(null, "a", "b", "c", "d"), day: fc.nat(70) })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 20 }), fc.nat(15), async (rows, mask) => {
        const isLeft = ({ customer }: { readonly customer: string | null }) =>
          ((mask >> "abcd".indexOf(customer ?? "a")) & 1) === 1
        const of = (some: typeof rows) =>
          factsOf(
            some.map(({ customer, day }) => ({ customer, at: at(day) })),
            60,
          )
        await Effect.runPromise(
          Effect.gen(function* () {
            yield* sameOverShards(yield* repurchaseWithin.prepare({ within: 20 }), yield* of(rows), [
              yield* of(rows.filter(isLeft)),
              yield* of(rows.filter((r) => !isLeft(r))),
            ])
          }),
        )
      }),
      { numRuns: 40 },
    )
  })
})
