import { describe, it } from "@effect/vitest"
import { purchaseFrequency } from "@touchpoint/core/metrics"
import { studentTQuantile, studentTSf } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measureOne } from "../../../test/metrics/asking.ts"
import { compared, statesOf } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const DAY = 86_400_000
const YEAR = 365.25 * DAY
const [from, to] = [Date.UTC(2026, 0, 1), Date.UTC(2027, 0, 1)]
const asked = { from, to, previous: { from: Date.UTC(2025, 0, 1), to: from }, previousKnown: true }
const period = { from, to, zone: "UTC" }
const undated = (rows: ReadonlyArray<Row>) =>
  project([{ kind: "order", rows, header: ["customer", "status", "weight"] }])
const dated = (rows: ReadonlyArray<Row>, asOf = to - 1) =>
  project([{ kind: "order", rows, header: ["customer", "at", "status"] }], { asOf })
/** As many customers as numbers, each with so many orders. */
const each = (orders: ReadonlyArray<number>, more: Row = {}) =>
  orders.flatMap((n, i) => Array.from({ length: n }, (): Row => ({ customer: `c${i}`, ...more })))
const measured = (orders: ReadonlyArray<number>, params: object = {}) =>
  Effect.flatMap(undated(each(orders)), (facts) => measureOne(facts, purchaseFrequency, params))
/** Customers since long ago, each with so many orders in 2026. */
const buying = (orders: ReadonlyArray<number>): ReadonlyArray<Row> => [
  ...orders.map((_, i) => ({ customer: `c${i}`, at: "2025-06-01" })),
  ...orders.flatMap((n, i) =>
    Array.from({ length: n }, (_, j) => ({ customer: `c${i}`, at: new Date(from + (10 + 5 * j) * DAY).toISOString() })),
  ),
]

describe("purchase-frequency, its numbers", () => {
  it.effect("tells the variance and the mean that the dispersion is made of", () =>
    Effect.gen(function* () {
      // Nine of one order and one of 21: variance 40, mean 3.
      const m = yield* measured([...Array<number>(9).fill(1), 21], { form: "dispersion" })
      assert.near(m.numerator, 40)
      assert.near(m.denominator, 3)
      assert.deepStrictEqual([m.interval, caveatsOf(m).filter((id) => id === "no-ci")], [null, ["no-ci"]])
      assert.notInclude(caveatsOf(m), "dispersed")
      assert.near((yield* measured([1, 3], { form: "dispersion" })).value, 1)
      const one = yield* measured([3], { form: "dispersion" })
      assert.deepStrictEqual([one.value, one.numerator, one.denominator, one.nEffective], [null, null, null, 1])
      // Of customers none of whom bought there is no mean to divide by.
      const facts = yield* dated(buying([0, 0, 0]))
      const none = yield* measureOne(facts, purchaseFrequency, { form: "dispersion", base: "customers" }, { period })
      assert.deepStrictEqual([none.value, none.n], [null, 3])
    }),
  )

  it.effect("is no more than random at counts of 1, 2 and 4, whose variance is their mean", () =>
    Effect.gen(function* () {
      const random = yield* measured([1, 2, 4])
      assert.near(random.value, 7 / 3)
      assert.notInclude(caveatsOf(random), "dispersed")
      assert.near(caveatData(yield* measured([1, 2, 5]), "dispersed")?.["ratio"] as number, 13 / 8)
    }),
  )

  it.effect("says nothing of what it did not leave out, and of nothing that it is nothing, once", () =>
    Effect.gen(function* () {
      const m = yield* measured(Array.from({ length: 120 }, (_, i) => 1 + (i % 2)))
      assert.deepStrictEqual([caveatsOf(m), m.nEffective], [["undated"], 120])
      const none = yield* measured([])
      assert.deepStrictEqual([none.value, none.nEffective, none.n], [null, null, 0])
      assert.deepStrictEqual(caveatsOf(none), ["zero-denominator"])
    }),
  )

  it.effect("tells how many orders there are where no date says in how many years", () =>
    Effect.gen(function* () {
      const prepared = yield* purchaseFrequency.prepare({ base: "customer-years" })
      const states = yield* statesOf(prepared, yield* undated(each([2, 3])))
      const m = prepared.estimate(states, 0.95)
      assert.deepStrictEqual([m.value, m.numerator, m.denominator, m.n], [null, 5, 0, 2])
    }),
  )

  it.effect("reaches down to one order of a buyer, to none of a customer", () =>
    Effect.gen(function* () {
      const orders = [...Array<number>(9).fill(0), 20]
      const m = yield* measureOne(yield* dated(buying(orders)), purchaseFrequency, { base: "customers" }, { period })
      // Mean 2, variance 40; t with 9 degrees of freedom would reach below 0.
      assert.near(m.value, 2)
      assert.strictEqual(m.interval?.low, 0)
      assert.near(m.interval?.high, 2 + 2.262157163 * 2, 1e-7)
      assert.include(caveatsOf(m), "dispersed")
      const rate = yield* measureOne(
        yield* dated(buying(orders)),
        purchaseFrequency,
        { base: "customer-years" },
        { period },
      )
      assert.strictEqual(rate.interval?.low, 0)
      assert.notInclude(caveatsOf(rate), "dispersed")
    }),
  )

  it.effect("over time has the interval of a ratio of sums, and none where all have the same rate", () =>
    Effect.gen(function* () {
      const orders = Array.from({ length: 40 }, (_, i) => i % 4)
      const m = yield* measureOne(
        yield* dated(buying(orders)),
        purchaseFrequency,
        { base: "customer-years" },
        { period },
      )
      // All have been customers for the whole year: a mean of 1.5 over 365 ÷ 365.25 years.
      const years = (365 * DAY) / YEAR
      const half = studentTQuantile(0.975, 39) * Math.sqrt(50 / 39 / 40)
      assert.near(m.value, 1.5 / years, 1e-9)
      assert.interval(m.interval, [(1.5 - half) / years, (1.5 + half) / years], 1e-9)
      assert.deepStrictEqual([m.numerator, m.nEffective, caveatsOf(m).includes("no-ci")], [60, 40, false])
      const facts = yield* dated(buying([2, 2, 2, 2]))
      const alike = yield* measureOne(facts, purchaseFrequency, { base: "customer-years" }, { period })
      assert.near(alike.value, 2 / years, 1e-9)
      assert.isNull(alike.interval)
      assert.include(caveatsOf(alike), "no-ci")
    }),
  )

  it.effect("ends with the facts to the millisecond: all time, and a period they do not fill", () =>
    Effect.gen(function* () {
      const rows = [
        { customer: "a", at: "2026-03-01" },
        { customer: "a", at: "2026-03-20" },
      ]
      // From the first instant of 1 March to the one after asOf, the first of 25 March.
      const facts = yield* dated(rows, Date.UTC(2026, 2, 25))
      const exactly = (24 * DAY + 1) / YEAR
      const ever = yield* measureOne(facts, purchaseFrequency, { base: "customer-years" })
      assert.near(ever.denominator, exactly)
      const march = { from: Date.UTC(2026, 2, 1), to: Date.UTC(2026, 3, 1), zone: "UTC" }
      const part = yield* measureOne(facts, purchaseFrequency, { base: "customer-years" }, { period: march })
      assert.near(part.denominator, exactly)
      const april = { from: Date.UTC(2026, 3, 1), to: Date.UTC(2026, 4, 1), zone: "UTC" }
      const none = yield* measureOne(facts, purchaseFrequency, { base: "customer-years" }, { period: april })
      assert.deepStrictEqual([none.value, none.interval], [null, null])
      assert.notInclude(caveatsOf(none), "no-ci")
      assert.strictEqual(caveatsOf(none).filter((id) => id === "zero-denominator").length, 1)
    }),
  )

  it.effect("counts customers in the period they were asked of only, by its first and last instant", () =>
    Effect.gen(function* () {
      const rows = [
        { customer: "before", at: "2025-12-31T23:59:59.999Z" },
        { customer: "first", at: "2026-01-01T00:00:00Z" },
        { customer: "last", at: "2026-12-31T23:59:59.999Z" },
        { customer: "after", at: "2027-01-01T00:00:00Z" },
        { customer: null, at: "2025-12-31T23:59:59.999Z" },
        { customer: null, at: "2026-12-31T23:59:59.999Z", status: "paid" },
        { customer: null, at: "2026-12-31T23:59:59.999Z", status: "cancelled" },
      ]
      const facts = yield* dated(rows, Date.UTC(2027, 1, 1))
      const of = (params: object) => measureOne(facts, purchaseFrequency, params, { period })
      const customers = yield* of({ base: "customers" })
      assert.deepStrictEqual([customers.numerator, customers.denominator], [2, 3])
      for (const base of ["buyers", "customers", "customer-years"]) {
        assert.deepStrictEqual(caveatData(yield* of({ base }), "no-customer"), { n: 2 }, base)
        const kept = yield* of({ base, except: ["cancelled"] })
        assert.deepStrictEqual(caveatData(kept, "no-customer"), { n: 1 }, base)
      }
    }),
  )
})

describe("purchase-frequency, compared", () => {
  it.effect("equals the vector of two means, and has no difference of dispersions or from nobody", () =>
    Effect.gen(function* () {
      const { hedges_g, welch, x1, x2 } = vectors.A6_means_small
      const [a, b, none] = [yield* undated(each(x1)), yield* undated(each(x2)), yield* undated([])]
      const found = yield* compared(purchaseFrequency, {}, b, a)
      assert.interval(found?.interval, welch.ci, 1e-9)
      assert.near(found?.p, welch.p, 1e-9)
      assert.near(found?.effect?.value, hedges_g, 1e-9)
      assert.isNull(yield* compared(purchaseFrequency, {}, a, none))
      assert.isNull(yield* compared(purchaseFrequency, {}, none, a))
      assert.isNull(yield* compared(purchaseFrequency, { form: "dispersion" }, a, b))
    }),
  )

  it.effect("compares rates over time as the ratios they are", () =>
    Effect.gen(function* () {
      const [x, y] = [[0, 1, 2, 3, 4, 2, 2, 2].flatMap((n) => [n, n]), [0, 0, 1, 1, 2, 2].flatMap((n) => [n, n])]
      const [a, b] = [yield* dated(buying(x)), yield* dated(buying(y))]
      const found = yield* compared(purchaseFrequency, { base: "customer-years" }, a, b, asked)
      // All for the whole year, so that each rate is a mean over 365 ÷ 365.25 years.
      const years = (365 * DAY) / YEAR
      const of = (orders: ReadonlyArray<number>) => {
        const mean = orders.reduce((sum, n) => sum + n, 0) / orders.length
        const m2 = orders.reduce((sum, n) => sum + (n - mean) ** 2, 0)
        return { mean: mean / years, se2: m2 / (orders.length - 1) / orders.length / years ** 2, df: orders.length - 1 }
      }
      const [first, second] = [of(x), of(y)]
      const se2 = first.se2 + second.se2
      const df = se2 ** 2 / (first.se2 ** 2 / first.df + second.se2 ** 2 / second.df)
      const difference = first.mean - second.mean
      const half = studentTQuantile(0.975, df) * Math.sqrt(se2)
      assert.near(found?.difference, difference, 1e-9)
      assert.interval(found?.interval, [difference - half, difference + half], 1e-9)
      assert.near(found?.p, 2 * studentTSf(difference / Math.sqrt(se2), df), 1e-9)
      assert.deepStrictEqual([found?.test, found?.effect], ["welch-t", null])
      // Without a time there are no years.
      assert.isNull(yield* compared(purchaseFrequency, { base: "customer-years" }, a, b))
      // One customer shows no spread.
      const one = yield* dated(buying([3]))
      assert.isNull(yield* compared(purchaseFrequency, { base: "customer-years" }, a, one, asked))
    }),
  )

  it.effect("looks back where those who bought nothing count, and takes every status unless told", () =>
    Effect.gen(function* () {
      for (const [base, periodic] of [
        ["buyers", undefined],
        ["customers", true],
        ["customer-years", true],
      ] as const)
        assert.strictEqual((yield* purchaseFrequency.prepare({ base })).periodic, periodic, base)
      assert.isTrue((yield* purchaseFrequency.prepare()).everyStatus)
      const { everyStatus, passport } = yield* purchaseFrequency.prepare({ except: ["cancelled"] })
      assert.isFalse(everyStatus)
      assert.deepStrictEqual([passport.kind, passport.clock], ["order", "at"])
      assert.include(
        (yield* Effect.flip(purchaseFrequency.prepare({ base: "customer-years", form: "dispersion" }))).message,
        "form: a rate over time has no dispersion; use another base",
      )
    }),
  )
})
