import { describe, it } from "@effect/vitest"
import { netRevenueRetention } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measureOne, measurements, sameOverShards } from "../../../test/metrics/asking.ts"
import { assert } from "../../../test/stats/assert.ts"

const utc = (day: string) => Date.parse(`${day}T00:00:00Z`)
const february = { from: utc("2026-02-01"), to: utc("2026-03-01"), zone: "UTC" }
const sub = (
  customer: string | null,
  amount: number | null,
  at: string,
  until: string | null = null,
  more: Row = {},
): Row => ({
  customer,
  amount,
  at,
  until,
  currency: "EUR",
  ...more,
})
const header = ["customer", "amount", "currency", "at", "until", "plan"]
const factsOf = (rows: ReadonlyArray<Row>) =>
  project([{ kind: "subscription", rows, header }], { asOf: utc("2026-03-31") })
const measured = (rows: ReadonlyArray<Row>, params: object = {}) =>
  Effect.flatMap(factsOf(rows), (facts) =>
    measureOne(facts, netRevenueRetention, { currency: "EUR", ...params }, { period: february }),
  )
/** A customer with one amount before and another, or none, from the middle of February on. */
const moving = (customer: string, before: number, after: number): ReadonlyArray<Row> =>
  before === after
    ? [sub(customer, before, "2026-01-01")]
    : [sub(customer, before, "2026-01-01", "2026-02-15"), ...(after === 0 ? [] : [sub(customer, after, "2026-02-15")])]

describe("net-revenue-retention", () => {
  // 1000 + 200 expansion − 100 contraction − 300 churn
  const book = [
    ...moving("stays", 400, 400),
    ...moving("grows", 100, 300),
    ...moving("shrinks", 200, 100),
    ...moving("leaves", 300, 0),
    sub("new", 5000, "2026-02-10"),
  ]

  it.effect("keeps what the customers of the start bring at the end, with and without what they came to pay more", () =>
    Effect.gen(function* () {
      const net = yield* measured(book)
      assert.deepStrictEqual([net.numerator, net.denominator, net.value, net.n], [800, 1000, 0.8, 4])
      assert.deepStrictEqual([net.unit, net.unitOfN], [{ kind: "ratio" }, "customer"])
      const gross = yield* measured(book, { form: "gross" })
      assert.deepStrictEqual([gross.numerator, gross.denominator, gross.value], [600, 1000, 0.6])
      assert.deepStrictEqual(gross.unit, { kind: "proportion" })
      assert.isAtMost(gross.interval?.high ?? 2, 1)
      assert.isAtLeast(gross.interval?.low ?? -1, 0)
    }),
  )

  it.effect("has the interval of a ratio over customers", () =>
    Effect.gen(function* () {
      const { buyers8, orders, revenue } = vectors.A7_ratio_AOV
      const rows = orders.flatMap((before, i) => (before === 0 ? [] : moving(`c${i}`, before, revenue[i] ?? 0)))
      const m = yield* measured(rows)
      assert.near(m.value, buyers8.R)
      assert.interval(m.interval, buyers8.fieller, 1e-9)
    }),
  )

  it.effect("takes what ends or begins with the period's first instant for its own", () =>
    Effect.gen(function* () {
      const m = yield* measured([
        sub("a", 100, "2026-01-01", "2026-02-01"),
        sub("a", 150, "2026-02-01"),
        sub("b", 100, "2026-01-01", "2026-03-01"),
        sub("c", 100, "2026-02-01"),
      ])
      assert.deepStrictEqual([m.numerator, m.denominator], [250, 200])
    }),
  )

  it.effect("adds up the subscriptions of a customer, and counts no free one", () =>
    Effect.gen(function* () {
      const m = yield* measured([
        sub("a", 100, "2026-01-01"),
        sub("a", 50, "2026-01-15", "2026-02-10"),
        sub("free", 0, "2026-01-01", "2026-02-10"),
        sub("free", 70, "2026-02-10"),
      ])
      assert.deepStrictEqual([m.numerator, m.denominator, m.n], [100, 150, 1])
    }),
  )

  it.effect("refuses currencies without a rate, and converts those with one", () =>
    Effect.gen(function* () {
      const rows = [...moving("a", 100, 200), sub("b", 100, "2026-01-01", null, { currency: "PLN" })]
      const mixed = yield* measured(rows)
      assert.deepStrictEqual([mixed.value, mixed.interval], [null, null])
      assert.deepStrictEqual(caveatData(mixed, "currency-mixed"), { n: 1, expected: "EUR" })
      const converted = yield* measured(rows, { rates: [{ currency: "PLN", rate: 0.25 }] })
      assert.near(converted.value, 225 / 125)
      // What was paid in another currency long ago is no matter of this period.
      const old = yield* measured([
        ...moving("a", 100, 200),
        sub("b", 1, "2025-01-01", "2025-02-01", { currency: "PLN" }),
      ])
      assert.strictEqual(old.value, 2)
    }),
  )

  it.effect("is null of nobody and of all time, and says what it leaves out", () =>
    Effect.gen(function* () {
      const none = yield* measured([sub("new", 5, "2026-02-10")])
      assert.deepStrictEqual([none.value, none.interval, none.n], [null, null, 0])
      assert.include(caveatsOf(none), "zero-denominator")
      const ever = yield* measureOne(yield* factsOf(book), netRevenueRetention, { currency: "EUR" })
      assert.isNull(ever.value)
      assert.include(caveatsOf(ever), "period-needed")
      const odd = yield* measured([
        ...book,
        sub("bare", null, "2026-01-01"),
        sub(null, 9, "2026-01-01"),
        sub("back", 9, "2026-01-05", "2026-01-01"),
      ])
      assert.strictEqual(odd.value, 0.8)
      assert.includeMembers([...caveatsOf(odd)], ["not-stated", "no-customer", "backwards"])
      assert.deepStrictEqual(caveatData(odd, "not-stated"), { n: 1 })
      const one = yield* measured(moving("a", 100, 50))
      assert.deepStrictEqual([one.value, one.interval], [0.5, null])
      assert.include(caveatsOf(one), "no-ci")
    }),
  )

  it.effect("compares two groups by Welch's test of the ratios", () =>
    Effect.gen(function* () {
      const group = (plan: string, keeps: number) =>
        Array.from({ length: 40 }, (_, i) =>
          moving(`${plan}${i}`, 100 + i, i % 10 < keeps ? 100 + i : 0).map((row) => ({ ...row, plan })),
        ).flat()
      const [pro] = yield* measurements(
        yield* factsOf([...group("pro", 9), ...group("basic", 4)]),
        netRevenueRetention,
        { currency: "EUR" },
        { period: february, by: [dimension("plan", column("plan"))], versus: { plan: "basic" } },
      ).pipe(Effect.map((all) => all.filter((m) => m.by["plan"] === "pro")))
      assert.strictEqual(pro?.versus?.test, "welch-t")
      assert.isAbove(pro?.versus?.interval?.low ?? -1, 0)
      assert.isBelow(pro?.versus?.p ?? 1, 0.001)
    }),
  )

  it("is the same over shards of customers as over the whole, and gross is at most net", async () => {
    const row = fc.record({
      customer: fc.constantFrom(null, "a", "b", "c", "d"),
      amount: fc.constantFrom(null, 0, 10, 25),
      day: fc.nat(80),
      days: fc.nat(60),
    })
    const at = (day: number) => new Date(utc("2026-01-01") + day * 86_400_000).toISOString()
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 20 }), fc.nat(15), async (rows, mask) => {
        const isLeft = ({ customer }: { readonly customer: string | null }) =>
          ((mask >> "abcd".indexOf(customer ?? "a")) & 1) === 1
        const of = (some: typeof rows) =>
          factsOf(some.map((r) => sub(r.customer, r.amount, at(r.day), r.days > 50 ? null : at(r.day + r.days))))
        const period = { ...february, previous: { from: utc("2026-01-01"), to: february.from }, previousKnown: true }
        await Effect.runPromise(
          Effect.gen(function* () {
            const whole = yield* of(rows)
            const shards = [yield* of(rows.filter(isLeft)), yield* of(rows.filter((r) => !isLeft(r)))] as const
            const values: Array<number | null> = []
            for (const form of ["gross", "net"]) {
              yield* sameOverShards(
                yield* netRevenueRetention.prepare({ form, currency: "EUR" }),
                whole,
                shards,
                period,
              )
              values.push(
                (yield* measureOne(whole, netRevenueRetention, { form, currency: "EUR" }, { period: february })).value,
              )
            }
            const [gross = null, net = null] = values
            assert.isTrue(gross === null || net === null || gross <= net)
          }),
        )
      }),
      { numRuns: 30 },
    )
  })
})
