import { describe, it } from "@effect/vitest"
import { purchaseFrequency } from "@touchpoint/core/metrics"
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
const measured = (rows: ReadonlyArray<Row>, params: unknown = {}) =>
  Effect.flatMap(project([{ kind: "order", rows, header: ["customer", "status", "weight"] }]), (facts) =>
    measureOne(facts, purchaseFrequency, params),
  )

describe("purchase-frequency", () => {
  it.effect("equals the vector: mean orders of buyers with Student's t, and its dispersion", () =>
    Effect.gen(function* () {
      const m = yield* measured(ordersOf(vector.order_hist))
      assert.near(m.value, vector.freq, 1e-9)
      assert.interval(m.interval, vector.freq_t_ci, 1e-9)
      assert.deepStrictEqual([m.n, m.numerator, m.denominator], [1000, vector.orders, vector.customers])
      assert.deepStrictEqual([m.unit, m.unitOfN], [{ kind: "ratio" }, "customer"])
      assert.notInclude(caveatsOf(m), "dispersed")
      const dispersion = yield* measured(ordersOf(vector.order_hist), { form: "dispersion" })
      assert.near(dispersion.value, vector.dispersion, 1e-9)
      assert.isNull(dispersion.interval)
      assert.notStrictEqual(dispersion.definition, m.definition)
    }),
  )

  it.effect("says where few customers make most orders", () =>
    Effect.gen(function* () {
      // 9 customers of one order and one of 21: mean 3, variance 40.
      const m = yield* measured(ordersOf({ "1": 9, "21": 1 }))
      assert.near(m.value, 3)
      assert.near(caveatData(m, "dispersed")?.["ratio"] as number, 40 / 3)
      // t with 9 degrees of freedom reaches below 1, no mean of buyers does.
      assert.strictEqual(m.interval?.low, 1)
      assert.near(m.interval?.high, 3 + 2.262157163 * Math.sqrt(40 / 10), 1e-7)
    }),
  )

  it.effect("gives no interval of one buyer, nor where all buyers are alike", () =>
    Effect.gen(function* () {
      for (const rows of [ordersOf({ "3": 1 }), ordersOf({ "2": 5 })]) {
        const m = yield* measured(rows)
        assert.strictEqual(m.value, rows.length === 3 ? 3 : 2)
        assert.isNull(m.interval)
        assert.include(caveatsOf(m), "no-ci")
      }
      assert.isNull((yield* measured(ordersOf({ "3": 1 }), { form: "dispersion" })).value)
    }),
  )

  it.effect("counts those who bought nothing, or the years, where that is the base", () =>
    Effect.gen(function* () {
      const rows = [
        { customer: "a", at: "2025-01-01" },
        { customer: "b", at: "2025-07-02" },
        { customer: "a", at: "2026-02-01" },
        { customer: "a", at: "2026-03-01" },
        { customer: "c", at: "2026-07-02T12:00:00Z" },
        { customer: "c", at: "2026-08-01" },
        { customer: null, at: "2026-08-01" },
        { customer: "d", at: "2027-01-01" },
      ]
      const facts = yield* project([{ kind: "order", rows, header: ["customer", "at", "status", "weight"] }])
      const year = { period: { from: Date.UTC(2026, 0, 1), to: Date.UTC(2027, 0, 1), zone: "UTC" } }
      const of = (params: object) => measureOne(facts, purchaseFrequency, params, year)
      const buyers = yield* of({})
      assert.deepStrictEqual([buyers.value, buyers.denominator], [2, 2])
      const all = yield* of({ base: "customers" })
      assert.deepStrictEqual([all.numerator, all.denominator, all.n], [4, 3, 3])
      assert.near(all.value, 4 / 3)
      assert.deepStrictEqual(caveatData(all, "no-customer"), { n: 1 })
      // Counts 2, 0 and 2: variance 4/3 over mean 4/3.
      assert.near((yield* of({ base: "customers", form: "dispersion" })).value, 1)
      // Two customers of the whole year and one of the second half; the first order of all is no repeat.
      const rate = yield* of({ base: "customer-years" })
      const years = (365 + 365 + 182.5) / 365.25
      assert.near(rate.denominator, years, 1e-9)
      assert.deepStrictEqual([rate.numerator, rate.n], [3, 3])
      assert.near(rate.value, 3 / years, 1e-9)
      const months = yield* measurements(facts, purchaseFrequency, { base: "customers" }, { every: "year" })
      assert.deepStrictEqual(
        months.map(({ denominator, numerator }) => [numerator, denominator]),
        [
          [2, 2],
          [4, 3],
          [1, 4],
        ],
      )
      const undated = yield* measured([{ customer: "a" }], { base: "customer-years" })
      assert.isNull(undated.value)
      assert.strictEqual(
        (yield* Effect.flip(purchaseFrequency.prepare({ base: "customer-years", form: "dispersion" })))._tag,
        "OptionsInvalid",
      )
    }),
  )

  it.effect("has no years of a time that facts do not reach, nor less than none", () =>
    Effect.gen(function* () {
      const rows: ReadonlyArray<Row> = [
        { customer: "a", at: "2026-03-01" },
        { customer: "a", at: "2026-03-20" },
      ]
      const facts = yield* project([{ kind: "order", rows, header: ["customer", "at"] }], {
        asOf: Date.UTC(2026, 2, 25),
      })
      const of = (from: number, to: number) =>
        measureOne(facts, purchaseFrequency, { base: "customer-years" }, { period: { from, to, zone: "UTC" } })
      const april = yield* of(Date.UTC(2026, 3, 1), Date.UTC(2026, 4, 1))
      assert.deepStrictEqual([april.value, april.denominator, april.n], [null, 0, 1])
      assert.include(caveatsOf(april), "zero-denominator")
      // Of March the days up to asOf count.
      const march = yield* of(Date.UTC(2026, 2, 1), Date.UTC(2026, 3, 1))
      assert.strictEqual(march.numerator, 1)
      assert.near(march.denominator, 24 / 365.25, 1e-6)
      // So do they of all time, which does not end with the last order.
      const ever = yield* measureOne(facts, purchaseFrequency, { base: "customer-years" })
      assert.strictEqual(ever.numerator, 1)
      assert.near(ever.denominator, 24 / 365.25, 1e-6)
    }),
  )

  it.effect("with customers who bought nothing is 1.2 where it was 1.68 (C7)", () =>
    Effect.gen(function* () {
      const past = Array.from({ length: 400 }, (_, i): Row => ({ customer: `old${i}`, at: "2025-06-01" }))
      const now = ordersOf(vector.order_hist, { at: "2026-06-01" })
      const facts = yield* project([{ kind: "order", rows: [...past, ...now], header: ["customer", "at"] }])
      const year = { period: { from: Date.UTC(2026, 0, 1), to: Date.UTC(2027, 0, 1), zone: "UTC" } }
      const m = yield* measureOne(facts, purchaseFrequency, { base: "customers" }, year)
      assert.deepStrictEqual([m.numerator, m.denominator], [1680, 1400])
      assert.near(m.value, 1.2)
    }),
  )

  it.effect("compares rates over time as ratios of sums", () =>
    Effect.gen(function* () {
      const of = (status: string, gap: number) =>
        Array.from({ length: 20 }, (_, i) =>
          Array.from({ length: 1 + (i % 4) }, (__, j): Row => ({
            customer: `${status}${i}`,
            at: new Date(Date.UTC(2026, 0, 1 + i + j * gap)).toISOString(),
            status,
          })),
        ).flat()
      const facts = yield* project([{ kind: "order", rows: [...of("a", 40), ...of("b", 20)] }])
      const [a, b] = yield* measurements(
        facts,
        purchaseFrequency,
        { base: "customer-years" },
        { by: [dimension("status", column("status"))], versus: { status: "a" } },
      )
      assert.near(b?.versus?.difference, (b?.value ?? 0) - (a?.value ?? 0))
      assert.isNumber(b?.versus?.p)
    }),
  )

  it.effect("leaves out statuses and orders of nobody, and says so", () =>
    Effect.gen(function* () {
      const rows: ReadonlyArray<Row> = [
        { customer: "a", status: "paid" },
        { customer: "a", status: "cancelled" },
        { customer: "a", status: null },
        { customer: "b", status: "paid" },
        { customer: null, status: "paid" },
        { customer: "c", status: "cancelled" },
      ]
      const m = yield* measured(rows, { except: ["cancelled"] })
      assert.deepStrictEqual([m.value, m.numerator, m.denominator], [1.5, 3, 2])
      assert.deepStrictEqual(caveatData(m, "no-customer"), { n: 1 })
    }),
  )

  it.effect("says that weights were not used", () =>
    Effect.gen(function* () {
      const m = yield* measured([
        { customer: "a", weight: 3 },
        { customer: "b", weight: 1 },
      ])
      assert.strictEqual(m.value, 1)
      assert.include(caveatsOf(m), "weights-ignored")
    }),
  )

  it.effect("compares two groups as Welch does", () =>
    Effect.gen(function* () {
      const { hedges_g, welch, x1, x2 } = vectors.A6_means_small
      const rows = [
        ...x1.flatMap((orders, i) => ordersOf({ [orders]: 1 }, { status: "a" }, `a${i}`)),
        ...x2.flatMap((orders, i) => ordersOf({ [orders]: 1 }, { status: "b" }, `b${i}`)),
      ]
      const facts = yield* project([{ kind: "order", rows }])
      const [, b] = yield* measurements(
        facts,
        purchaseFrequency,
        {},
        { by: [dimension("status", column("status"))], versus: { status: "a" } },
      )
      assert.interval(b?.versus?.interval, welch.ci, 1e-9)
      assert.near(b?.versus?.p, welch.p, 1e-9)
      assert.near(b?.versus?.effect?.value, hedges_g, 1e-9)
    }),
  )

  it("is the same over shards of customers as over the whole", async () => {
    const row = fc.record({
      customer: fc.constantFrom(null, "a", "b", "c", "d"),
      status: fc.constantFrom(null, "paid", "x"),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 20 }),
        fc.constantFrom("mean", "dispersion"),
        fc.nat(15),
        async (rows, form, mask) => {
          const isLeft = ({ customer }: { readonly customer: string | null }) =>
            ((mask >> "abcd".indexOf(customer ?? "a")) & 1) === 1
          const of = (some: ReadonlyArray<Row>) =>
            project([{ kind: "order", rows: some, header: ["customer", "status"] }])
          await Effect.runPromise(
            Effect.gen(function* () {
              yield* sameOverShards(yield* purchaseFrequency.prepare({ form, except: ["x"] }), yield* of(rows), [
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
