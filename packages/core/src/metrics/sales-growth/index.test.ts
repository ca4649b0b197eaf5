import { describe, it } from "@effect/vitest"
import { salesGrowth } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import { ratioOfSums } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measurements, measureOne, sameOverShards } from "../../../test/metrics/asking.ts"
import { assert } from "../../../test/stats/assert.ts"

const header = ["customer", "eventId", "at", "amount", "currency", "status", "weight"]
const [january, february] = [Date.UTC(2026, 0, 1), Date.UTC(2026, 1, 1)]
const month = { period: { from: february, to: Date.UTC(2026, 2, 1), zone: "UTC" } }
const factsOf = (rows: ReadonlyArray<Row>, refunds: ReadonlyArray<Row> = [], asOf = "2026-02-28T23:59:59.999Z") =>
  project(
    [
      { kind: "order", rows: rows.map((row, i) => ({ eventId: `o${i}`, ...row })), header },
      { kind: "refund", rows: refunds, header: ["eventId", "at", "refundOf", "amount", "currency"] },
    ],
    { asOf: Date.parse(asOf) },
  )
const measured = (
  rows: ReadonlyArray<Row>,
  params: unknown = {},
  request: Parameters<typeof measureOne>[3] = month,
  refunds: ReadonlyArray<Row> = [],
) => Effect.flatMap(factsOf(rows, refunds), (facts) => measureOne(facts, salesGrowth, params, request))

/** Orders of one amount each: of January, then of February; facts begin on the first of January. */
const sales = (
  before: ReadonlyArray<number>,
  now: ReadonlyArray<number>,
  more: Row = {},
  prefix: string | null = "c",
) => {
  const of = (amounts: ReadonlyArray<number>, at: string) =>
    amounts.map((amount, i): Row => ({ customer: prefix === null ? null : `${prefix}${i}`, amount, at, ...more }))
  return [...of(before, "2026-01-01"), ...of(now, "2026-02-10")]
}
const { cur, log_growth, paired, prev, sum_cur, sum_prev } = vectors.E1_growth
const units = (xs: ReadonlyArray<number>, ys: ReadonlyArray<number>) => {
  const mean = (of: ReadonlyArray<number>) => of.reduce((a, b) => a + b, 0) / of.length
  const cross = (a: ReadonlyArray<number>, b: ReadonlyArray<number>) =>
    a.reduce((sum, x, i) => sum + (x - mean(a)) * ((b[i] ?? 0) - mean(b)), 0)
  return { n: xs.length, meanX: mean(xs), meanY: mean(ys), mxx: cross(xs, xs), myy: cross(ys, ys), cxy: cross(xs, ys) }
}

describe("sales-growth", () => {
  it.effect("is none where no order of a period says what it brought: that is not nothing", () =>
    Effect.gen(function* () {
      const bare = (at: string): Row => ({ customer: "c0", at, currency: "EUR" })
      for (const rows of [
        [...sales([100, 200], []), bare("2026-02-20")],
        [...sales([], [100, 200]), bare("2026-01-01")],
      ]) {
        const m = yield* measured(rows)
        assert.deepStrictEqual([m.value, m.numerator, m.denominator], [null, null, null])
        assert.deepStrictEqual(caveatData(m, "no-amount"), { n: 1 })
      }
      // Where some say so, those count.
      for (const at of ["2026-01-01", "2026-02-20"]) {
        const m = yield* measured([...sales([100, 200], [150]), bare(at)])
        assert.deepStrictEqual([m.value, caveatData(m, "no-amount")], [-0.5, { n: 1 }])
      }
      // Without any order it is nothing.
      assert.strictEqual((yield* measured(sales([100, 200], []))).value, -1)
    }),
  )

  it.effect("equals the vector of known customers E1, whose two periods hang together", () =>
    Effect.gen(function* () {
      const m = yield* measured(sales(prev, cur))
      assert.near(m.value, paired.g)
      assert.deepStrictEqual([m.numerator, m.denominator, m.n, m.nEffective], [sum_cur, sum_prev, 20, 10])
      const found = ratioOfSums(units(cur, prev))
      assert.near(found?.se, paired.se)
      assert.interval(
        { ...found!.delta!, low: found!.delta!.low! - 1, high: found!.delta!.high! - 1 },
        paired.t_ci,
        1e-9,
      )
      // Sums before are uncertain (g ≥ 0.05): Fieller's interval, of the same ratio.
      assert.interval(m.interval, [(found?.fieller?.low ?? 0) - 1, (found?.fieller?.high ?? 0) - 1], 1e-9)
      assert.strictEqual(m.interval?.method, "fieller")
      assert.include(caveatsOf(m), "census")
      const log = yield* measured(sales(prev, cur), { form: "log" })
      assert.near(log.value, log_growth)
      const half = (2.2621571627 * paired.se) / (1 + paired.g)
      assert.interval(log.interval, [log_growth - half, log_growth + half], 1e-9)
      assert.deepStrictEqual([m.unit, log.unit], [{ kind: "proportion" }, { kind: "ratio" }])
    }),
  )

  it.effect("equals the vector of orders of nobody known E2: compound Poisson", () =>
    Effect.gen(function* () {
      const { ci, g, orders0, orders1 } = vectors.E2_growth_compound_poisson
      const m = yield* measured(sales(orders0, orders1, {}, null))
      assert.near(m.value, g)
      assert.interval(m.interval, ci, 1e-9)
      assert.strictEqual(m.interval?.method, "compound-poisson")
      assert.strictEqual(m.n, orders0.length + orders1.length)
      const same = yield* measured(sales(orders0, orders1, {}, null), { customers: "same" })
      assert.isNull(same.value)
      assert.deepStrictEqual(caveatData(same, "no-customer"), { n: orders0.length + orders1.length })
    }),
  )

  it.effect("keeps to customers of both periods where asked", () =>
    Effect.gen(function* () {
      const rows = [
        ...sales([100, 200], [150, 250]),
        { customer: "new", at: "2026-02-03", amount: 900 },
        { customer: "gone", at: "2026-01-03", amount: 700 },
      ]
      assert.near((yield* measured(rows)).value, 1300 / 1000 - 1)
      const same = yield* measured(rows, { customers: "same" })
      assert.near(same.value, 400 / 300 - 1)
      assert.deepStrictEqual([same.n, same.nEffective], [4, 2])
    }),
  )

  it.effect("takes refunds off by the day of the order or of the refund", () =>
    Effect.gen(function* () {
      const rows = sales([100, 200], [150, 250]).map((row, i): Row => ({ ...row, eventId: `${i}` }))
      const refunds = [{ eventId: "r", refundOf: "0", amount: 60, at: "2026-02-20" }]
      assert.near((yield* measured(rows, {}, month, refunds)).value, 400 / 240 - 1)
      assert.near((yield* measured(rows, { basis: "net-by-refund-date" }, month, refunds)).value, 340 / 300 - 1)
      assert.near((yield* measured(rows, { basis: "gross" }, month, refunds)).value, 400 / 300 - 1)
    }),
  )

  it.effect("is null where the period before brought nothing or less, and shows the sums", () =>
    Effect.gen(function* () {
      for (const rows of [
        sales([0, 0], [10, 20]),
        [{ customer: "a", at: "2026-01-01", amount: -5 }, ...sales([], [30])],
      ]) {
        const m = yield* measured(rows)
        assert.deepStrictEqual([m.value, m.interval, m.numerator], [null, null, 30])
        assert.include(caveatsOf(m), "nonpositive-base")
      }
      const fallen = yield* measured(sales([10, 20], [0, 0]))
      assert.strictEqual(fallen.value, -1)
      const gone = yield* measured(sales([10, 20], []))
      assert.deepStrictEqual([gone.value, gone.n], [-1, 2])
      assert.notInclude(caveatsOf(gone), "zero-denominator")
      const log = yield* measured(sales([10, 20], [0, 0]), { form: "log" })
      assert.isNull(log.value)
    }),
  )

  it.effect("takes a period before of which refunds leave nothing for nothing, whatever rounding leaves", () =>
    Effect.gen(function* () {
      // -250, 1500, -1000 and -250: the mean of these doubles, one added after the other, is not quite 0.
      const [paid, refunded] = [
        [100, 1500, 100, 100],
        [350, 0, 1100, 350],
      ]
      const refundsOf = (from: number) =>
        refunded.map((amount, i): Row => ({ eventId: `r${i}`, at: "2026-02-15", refundOf: `o${from + i}`, amount }))
      for (const form of ["relative", "log"]) {
        const m = yield* measured(sales(paid, [500, 700]), { form }, month, refundsOf(0))
        assert.deepStrictEqual([m.value, m.interval, m.numerator, m.denominator], [null, null, 1200, 0])
        assert.include(caveatsOf(m), "nonpositive-base")
      }
      const now = yield* measured(sales([500, 700], paid), { form: "log" }, month, refundsOf(2))
      assert.deepStrictEqual([now.value, now.numerator], [null, 0])
      assert.strictEqual((yield* measured(sales([500, 700], paid), {}, month, refundsOf(2))).value, -1)
    }),
  )

  it.effect("says once that a period is partial", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf(sales([10, 20], [30, 40]).map((row) => ({ ...row, at: "2026-02-10" })))
      const [first] = yield* measurements(facts, salesGrowth, {}, { every: "month" })
      assert.deepStrictEqual(
        caveatsOf(first!).filter((id) => id === "partial-period"),
        ["partial-period"],
      )
    }),
  )

  it.effect("needs a period, one that is over, and one before it that is known whole", () =>
    Effect.gen(function* () {
      const rows = sales(prev, cur)
      const all = yield* measured(rows, {}, {})
      assert.deepStrictEqual([all.value, all.denominator], [null, null])
      assert.include(caveatsOf(all), "period-needed")
      const first = yield* measured(rows, {}, { period: { from: january, to: february, zone: "UTC" } })
      assert.isNull(first.value)
      assert.deepStrictEqual(
        first.caveats.filter(({ id }) => id === "partial-period"),
        [{ id: "partial-period", data: { of: "previous" } }],
      )
      const facts = yield* factsOf(rows, [], "2026-02-20T00:00:00Z")
      const open = yield* measureOne(facts, salesGrowth, {}, month)
      assert.deepStrictEqual([open.value, open.numerator], [null, sum_cur])
      assert.deepStrictEqual(
        caveatsOf(open).filter((id) => id === "partial-period"),
        ["partial-period"],
      )
      const none = yield* measured([])
      assert.isNull(none.value)
    }),
  )

  it.effect("is measured month by month, each against the one before", () =>
    Effect.gen(function* () {
      const rows = [...sales([100], [150]), { customer: "c0", at: "2026-03-31", amount: 300 }]
      const facts = yield* factsOf(rows, [], "2026-03-31T23:59:59.999Z")
      const months = yield* measurements(facts, salesGrowth, {}, { every: "month" })
      assert.deepStrictEqual(
        months.map(({ value }) => value),
        [null, 0.5, 1],
      )
    }),
  )

  it.effect("refuses currencies that cannot be added, converts others, and says what is left out", () =>
    Effect.gen(function* () {
      const rows = [
        ...sales([100, 200], [150, 250], { currency: "PLN" }),
        { customer: "x", at: "2026-02-03", amount: 100, currency: "EUR" },
        { customer: "y", at: "2026-02-03", amount: null, currency: "PLN" },
      ]
      const m = yield* measured(rows, { currency: "PLN" })
      assert.deepStrictEqual([m.value, m.numerator], [null, null])
      assert.deepStrictEqual(caveatData(m, "currency-mixed"), { n: 1, expected: "PLN" })
      assert.deepStrictEqual(caveatData(m, "no-amount"), { n: 1 })
      const rates = [
        { currency: "EUR", rate: 9 },
        { currency: "EUR", rate: 2, from: "2026-02-01" },
      ]
      assert.near((yield* measured(rows, { currency: "PLN", rates })).value, 2 - 1)
      const missing = yield* measured(rows, { currency: "PLN", rates: [{ currency: "USD", rate: 4 }] })
      assert.deepStrictEqual(caveatData(missing, "no-rate"), { n: 1, expected: "PLN" })
      assert.include(caveatsOf(yield* measured(sales([1, 2], [2, 3], { weight: 3 }))), "weights-ignored")
      const one = yield* measured(sales([100], [150]))
      assert.deepStrictEqual([one.value, one.interval], [0.5, null])
      assert.include(caveatsOf(one), "no-ci")
      const except = yield* measured([...sales([1, 2], [2, 4]), ...sales([9], [9], { status: "x" }, "x")], {
        except: ["x"],
      })
      assert.strictEqual(except.value, 1)
    }),
  )

  it.effect("compares the growth of two groups, and does not test a month against the one it begins with", () =>
    Effect.gen(function* () {
      const rows = [...sales(prev, cur, { status: "a" }, "a"), ...sales(cur, prev, { status: "b" }, "b")]
      const facts = yield* factsOf(rows)
      const by = [dimension("status", column("status"))]
      const [, b] = yield* measurements(facts, salesGrowth, {}, { ...month, by, versus: { status: "a" } })
      const [up, down] = [ratioOfSums(units(cur, prev)), ratioOfSums(units(prev, cur))]
      assert.near(b?.versus?.difference, (down?.value ?? 0) - (up?.value ?? 0))
      assert.near(
        ((b?.versus?.interval?.high ?? 0) + (b?.versus?.interval?.low ?? 0)) / 2,
        (down?.value ?? 0) - (up?.value ?? 0),
        1e-9,
      )
      assert.isBelow(b?.versus?.p ?? 1, 0.05)
      const [, logs] = yield* measurements(
        facts,
        salesGrowth,
        { form: "log" },
        { ...month, by, versus: { status: "a" } },
      )
      assert.near(logs?.versus?.difference, -2 * log_growth)
      const chain = yield* factsOf(
        [...rows, { customer: "a0", at: "2026-03-31", amount: 300 }],
        [],
        "2026-03-31T23:59:59.999Z",
      )
      const months = yield* measurements(chain, salesGrowth, {}, { every: "month", compare: "previous" })
      const [, , march] = months
      assert.isNumber(march?.versus?.difference)
      assert.isNull(march?.versus?.p)
    }),
  )

  it("is the same over shards of customers as over the whole", async () => {
    const row = fc.record({
      customer: fc.constantFrom(null, "a", "b", "c", "d"),
      at: fc.constantFrom("2025-12-30", "2026-01-05", "2026-01-20", "2026-02-02", "2026-02-20"),
      amount: fc.constantFrom(null, 0, 100, 250),
    })
    const period = {
      from: february,
      to: Date.UTC(2026, 2, 1),
      previous: { from: january, to: february },
      previousKnown: true,
    }
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 20 }),
        fc.constantFrom("all", "same"),
        fc.constantFrom("gross", "net-by-refund-date"),
        fc.nat(15),
        async (rows, customers, basis, mask) => {
          const numbered = rows.map((r, i) => ({ ...r, eventId: `n${i}` }))
          const isLeft = ({ customer }: { readonly customer: string | null }) =>
            ((mask >> "abcd".indexOf(customer ?? "a")) & 1) === 1
          await Effect.runPromise(
            Effect.gen(function* () {
              yield* sameOverShards(
                yield* salesGrowth.prepare({ customers, basis }),
                yield* factsOf(numbered),
                [yield* factsOf(numbered.filter(isLeft)), yield* factsOf(numbered.filter((r) => !isLeft(r)))],
                period,
              )
            }),
          )
        },
      ),
      { numRuns: 40 },
    )
  })
})
