import { describe, it } from "@effect/vitest"
import { customerValue } from "@touchpoint/core/metrics"
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
const header = ["customer", "eventId", "at", "amount", "currency", "status", "weight"]
const factsOf = (rows: ReadonlyArray<Row>, asOf = 400, refunds: ReadonlyArray<Row> = []) =>
  project(
    [
      { kind: "order", rows: rows.map((row, i) => ({ eventId: `o${i}`, ...row })), header },
      { kind: "refund", rows: refunds, header: ["eventId", "at", "refundOf", "amount", "currency"] },
    ],
    { asOf: start + asOf * DAY },
  )
const measured = (
  rows: ReadonlyArray<Row>,
  params: unknown = {},
  asOf?: number,
  refunds?: ReadonlyArray<Row>,
  request: Parameters<typeof measureOne>[3] = {},
) => Effect.flatMap(factsOf(rows, asOf, refunds), (facts) => measureOne(facts, customerValue, params, request))
const once = (amounts: ReadonlyArray<number>, more: Row = {}, prefix = "c") =>
  amounts.map((amount, i): Row => ({ customer: `${prefix}${i}`, at: at(i / 100), amount, ...more }))

describe("customer-value", () => {
  it.effect("is the mean of what customers brought, with Student's t: A6", () =>
    Effect.gen(function* () {
      const { mean1, t_ci1, x1 } = vectors.A6_means_small
      const m = yield* measured(once(x1))
      assert.near(m.value, mean1)
      assert.interval(m.interval, t_ci1, 1e-9)
      assert.deepStrictEqual([m.n, m.numerator, m.denominator, m.unitOfN], [8, 110, 8, "customer"])
    }),
  )

  it.effect("adds up the days after the first order, the last instant included, of those who have had them", () =>
    Effect.gen(function* () {
      const rows = [
        { customer: "a", at: at(0), amount: 100 },
        { customer: "a", at: at(30), amount: 10 },
        { customer: "a", at: at(30.001), amount: 1000 },
        { customer: "b", at: at(20), amount: 200 },
        { customer: "c", at: at(80), amount: 7 },
        { customer: null, at: at(3), amount: 9 },
        { customer: "b", at: at(21), amount: null },
      ]
      const m = yield* measured(rows, { within: 30 }, 90)
      assert.deepStrictEqual([m.value, m.numerator, m.denominator], [155, 310, 2])
      assert.deepStrictEqual(caveatData(m, "immature-window"), { n: 1 })
      assert.deepStrictEqual(caveatData(m, "no-customer"), { n: 1 })
      assert.deepStrictEqual(caveatData(m, "no-amount"), { n: 1 })
      assert.deepStrictEqual(caveatData(m, "history-unknown"), { n: 2, days: 30 })
    }),
  )

  it.effect("counts customers by the first order of all, in the period of it", () =>
    Effect.gen(function* () {
      const rows = [
        { customer: "a", at: at(0), amount: 100 },
        { customer: "a", at: at(40), amount: 50 },
        { customer: "b", at: at(41), amount: 30 },
        { customer: "b", at: at(70), amount: 3 },
      ]
      const months = yield* measurements(yield* factsOf(rows), customerValue, { within: 60 }, { every: "month" })
      assert.deepStrictEqual(
        months.map(({ denominator, value }) => [value, denominator]),
        [
          [150, 1],
          [33, 1],
        ],
      )
      const later = yield* measured(rows, { within: 20 }, 400, [], {
        period: { from: start + 31 * DAY, to: start + 59 * DAY, zone: "UTC" },
      })
      assert.notInclude(caveatsOf(later), "history-unknown")
    }),
  )

  it.effect("takes refunds off the orders of the window, or not, and leaves out statuses", () =>
    Effect.gen(function* () {
      const rows = [
        { customer: "a", eventId: "1", at: at(0), amount: 100, status: "paid" },
        { customer: "a", eventId: "2", at: at(1), amount: 50, status: "cancelled" },
      ]
      const refunds = [{ eventId: "r", at: at(300), refundOf: "1", amount: 40 }]
      assert.strictEqual((yield* measured(rows, {}, 400, refunds)).value, 110)
      assert.strictEqual((yield* measured(rows, { basis: "gross" }, 400, refunds)).value, 150)
      assert.strictEqual((yield* measured(rows, { except: ["cancelled"] }, 400, refunds)).value, 60)
    }),
  )

  it.effect("refuses currencies that cannot be added, also after the period", () =>
    Effect.gen(function* () {
      const rows = [
        { customer: "a", at: at(0), amount: 100, currency: "EUR" },
        { customer: "a", at: at(50), amount: 100, currency: "USD" },
      ]
      const january = { period: { from: start, to: start + 31 * DAY, zone: "UTC" } }
      const m = yield* measured(rows, { currency: "EUR", within: 90 }, 400, [], january)
      assert.deepStrictEqual([m.value, m.interval, m.numerator], [null, null, null])
      assert.deepStrictEqual(caveatData(m, "currency-mixed"), { n: 1, expected: "EUR" })
      assert.strictEqual((yield* measured(rows, { currency: "EUR", within: 30 }, 400, [], january)).value, 100)
      const rates = [{ currency: "USD", rate: 0.5 }]
      assert.strictEqual((yield* measured(rows, { currency: "EUR", rates, within: 90 })).value, 150)
    }),
  )

  it.effect("does not mind the currency of an order without an amount", () =>
    Effect.gen(function* () {
      const rows = [
        { customer: "a", at: at(0), amount: 100, currency: "EUR" },
        { customer: "a", at: at(1), amount: null, currency: "PLN" },
      ]
      const m = yield* measured(rows, { within: 30, currency: "EUR" })
      assert.deepStrictEqual([m.value, m.n], [100, 1])
      assert.include(caveatsOf(m), "no-amount")
      assert.notInclude(caveatsOf(m), "currency-mixed")
    }),
  )

  it.effect("says where few customers make the mean, and gives no interval of one or of equals", () =>
    Effect.gen(function* () {
      const m = yield* measured(once([1, 1, 1, 1, 1, 1, 1, 1, 1, 1000]))
      // Ten values of which one differs have a skewness of 8/3, which takes 2525 of them.
      assert.near(caveatData(m, "skewed")?.["skewness"] as number, 8 / 3, 1e-9)
      assert.strictEqual(caveatData(m, "skewed")?.["minimum"], 2525)
      assert.notInclude(caveatsOf(yield* measured(once([1, 2, 3]))), "skewed")
      for (const rows of [once([5]), once([5, 5])]) {
        const one = yield* measured(rows)
        assert.deepStrictEqual([one.value, one.interval], [5, null])
        assert.include(caveatsOf(one), "no-ci")
      }
      const none = yield* measured([])
      assert.isNull(none.value)
      assert.include(caveatsOf(none), "zero-denominator")
      assert.include(caveatsOf(yield* measured(once([5], { weight: 2 }))), "weights-ignored")
    }),
  )

  it.effect("compares two cohorts as Welch does", () =>
    Effect.gen(function* () {
      const { hedges_g, welch, x1, x2 } = vectors.A6_means_small
      const facts = yield* factsOf([...once(x1, { status: "a" }, "a"), ...once(x2, { status: "b" }, "b")])
      const request = { by: [dimension("status", column("status"))], versus: { status: "a" } }
      const [, b] = yield* measurements(facts, customerValue, {}, request)
      assert.interval(b?.versus?.interval, welch.ci, 1e-9)
      assert.near(b?.versus?.p, welch.p, 1e-9)
      assert.near(b?.versus?.effect?.value, hedges_g, 1e-9)
    }),
  )

  it("is the same over shards of customers as over the whole", async () => {
    const row = fc.record({
      customer: fc.constantFrom(null, "a", "b", "c", "d"),
      at: fc.constantFrom(at(0), at(10), at(40), at(395)),
      amount: fc.constantFrom(null, 0, 100, 250),
      status: fc.constantFrom("paid", "x"),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), fc.nat(15), async (rows, mask) => {
        const numbered = rows.map((r, i) => ({ ...r, eventId: `n${i}` }))
        const isLeft = ({ customer }: { readonly customer: string | null }) =>
          ((mask >> "abcd".indexOf(customer ?? "a")) & 1) === 1
        await Effect.runPromise(
          Effect.gen(function* () {
            yield* sameOverShards(
              yield* customerValue.prepare({ within: 30, except: ["x"] }),
              yield* factsOf(numbered),
              [yield* factsOf(numbered.filter(isLeft)), yield* factsOf(numbered.filter((r) => !isLeft(r)))],
            )
          }),
        )
      }),
      { numRuns: 40 },
    )
  })
})
