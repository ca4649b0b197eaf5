import { describe, it } from "@effect/vitest"
import { lifecycle, pulse, type Measurement } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measurements, measureOne, sameOverShards } from "../../../test/metrics/asking.ts"
import { assert } from "../../../test/stats/assert.ts"

const utc = (day: string) => Date.parse(`${day}T00:00:00Z`)
const march = { from: utc("2026-03-01"), to: utc("2026-04-01"), zone: "UTC" }
const order = (customer: string | null, at: string, more: Row = {}): Row => ({ customer, at, ...more })
const factsOf = (rows: ReadonlyArray<Row>, asOf = "2026-03-31") =>
  project([{ kind: "order", rows, header: ["customer", "at", "touchpoint"] }], { asOf: utc(asOf) + 86_399_999 })
const states = ["new", "current", "resurrected", "dormant"] as const
const counts = (rows: ReadonlyArray<Row>, params: object = {}) =>
  Effect.flatMap(factsOf(rows), (facts) =>
    Effect.forEach(states, (state) =>
      Effect.map(
        measureOne(facts, lifecycle, { state, form: "count", ...params }, { period: march }),
        ({ value }) => value,
      ),
    ),
  )

// What four customers did in January, February and March.
const base = [
  order("old", "2026-01-10"),
  order("back", "2026-01-10"),
  order("back", "2026-03-10"),
  order("stays", "2026-02-10"),
  order("stays", "2026-02-11"),
  order("stays", "2026-03-10"),
  order("silent", "2026-02-28T23:59:59Z"),
  order("silent", "2026-01-10"),
  order("new", "2026-03-01"),
  order("new", "2026-03-02"),
  order("april", "2026-04-01"),
]

describe("lifecycle", () => {
  it.effect("tells new from current, resurrected and dormant customers", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* counts(base.slice(0, -1)), [1, 1, 1, 1])
      assert.deepStrictEqual(yield* counts([...base.slice(0, -1), order("new2", "2026-03-31")]), [2, 1, 1, 1])
    }),
  )

  it.effect("shares out the active of the period, and those of the period before", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf(base.slice(0, -1))
      const of = (state: string) => measureOne(facts, lifecycle, { state }, { period: march })
      for (const state of ["new", "current", "resurrected"]) {
        const m = yield* of(state)
        assert.deepStrictEqual([m.numerator, m.denominator, m.unit], [1, 3, { kind: "proportion" }])
      }
      const dormant = yield* of("dormant")
      assert.deepStrictEqual([dormant.numerator, dormant.denominator], [1, 2])
      const { better } = yield* lifecycle.prepare({ state: "dormant" })
      assert.deepStrictEqual([better, (yield* lifecycle.prepare()).better], ["lower", "higher"])
    }),
  )

  it.effect("has Wilson's interval of shares, and Garwood's of counts", () =>
    Effect.gen(function* () {
      const [one] = vectors.A2_proportion_ci.cases
      if (one === undefined) return assert.fail("no vector")
      const rows = [
        order("first", "2026-01-01"),
        ...Array.from({ length: one.n }, (_, i) => [
          ...(i < one.x ? [] : [order(`c${i}`, "2026-02-10")]),
          order(`c${i}`, "2026-03-10"),
        ]).flat(),
      ]
      const facts = yield* factsOf(rows)
      const share = yield* measureOne(facts, lifecycle, {}, { period: march })
      assert.interval(share.interval, one.wilson, 1e-9)
      const few = yield* factsOf([
        order("first", "2026-01-01"),
        ...Array.from({ length: 5 }, (_, i) => order(`c${i}`, "2026-03-10")),
      ])
      const count = yield* measureOne(few, lifecycle, { form: "count" }, { period: march })
      assert.strictEqual(count.value, 5)
      assert.interval(count.interval, vectors.A9_poisson_exact.k5, 1e-9)
    }),
  )

  it.effect("asks each month anew, and withholds those whose month before is not known", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf(
        [order("a", "2026-01-01"), order("a", "2026-03-05"), order("b", "2026-02-05"), order("c", "2026-02-05")],
        "2026-04-30",
      )
      const of = (state: string) =>
        Effect.map(measurements(facts, lifecycle, { state, form: "count" }, { every: "month" }), (all) => all)
      const values = (all: ReadonlyArray<Measurement>) => all.map(({ value }) => value)
      assert.deepStrictEqual(values(yield* of("dormant")), [null, 1, 2, 1])
      assert.deepStrictEqual(values(yield* of("new")), [null, 2, 0, 0])
      const resurrected = yield* of("resurrected")
      assert.deepStrictEqual(values(resurrected).slice(0, 3), [null, null, 1])
      const [first, second] = resurrected
      assert.deepStrictEqual(first === undefined ? null : caveatData(first, "history-unknown"), { days: 31 })
      assert.deepStrictEqual(second === undefined ? null : caveatData(second, "history-unknown"), { days: 32 })
      const fresh = (yield* of("new"))[1]
      assert.include(fresh === undefined ? [] : caveatsOf(fresh), "history-unknown")
    }),
  )

  it.effect("is null of all time and of nobody, and says who is not known", () =>
    Effect.gen(function* () {
      const ever = yield* measureOne(yield* factsOf(base.slice(0, -1)), lifecycle)
      assert.isNull(ever.value)
      assert.include(caveatsOf(ever), "period-needed")
      const none = yield* measureOne(yield* factsOf([]), lifecycle, {}, { period: march })
      assert.deepStrictEqual([none.value, none.interval, none.n], [null, null, 0])
      const nobody = yield* measureOne(
        yield* factsOf([order("old", "2025-12-01"), order(null, "2026-03-05"), order(null, "2026-02-05")]),
        lifecycle,
        {},
        { period: march },
      )
      assert.deepStrictEqual([nobody.value, caveatData(nobody, "no-customer")], [null, { n: 1 }])
    }),
  )

  it.effect("counts nobody as 0 where facts cover the period, and withholds where nothing is known", () =>
    Effect.gen(function* () {
      const of = Effect.fnUntraced(function* (rows: ReadonlyArray<Row>, params: object = {}, period = march) {
        const m = yield* measureOne(yield* factsOf(rows), lifecycle, { form: "count", ...params }, { period })
        return [m.value, m.interval?.high ?? null, m.n]
      })
      const old = [order("old", "2025-12-01"), order("old", "2026-01-20")]
      const none = vectors.A9_poisson_exact.k0[1] ?? null
      assert.deepStrictEqual((yield* of(old)).slice(0, 1), [0])
      assert.near((yield* of(old))[1], none ?? 0, 1e-9)
      for (const state of states) assert.strictEqual((yield* of(old, { state }))[0], 0, state)
      assert.deepStrictEqual(yield* of(old, { form: "share" }), [null, null, 0])
      assert.deepStrictEqual(yield* of([]), [null, null, 0])
      assert.deepStrictEqual(yield* of([...old, order(null, "2026-03-05")]), [null, null, 0])
      const may = { from: utc("2026-05-01"), to: utc("2026-06-01"), zone: "UTC" }
      assert.deepStrictEqual(yield* of(old, {}, may), [null, null, 0])
      const facts = yield* factsOf([...old, order("new", "2026-03-05")])
      const m = yield* measureOne(facts, lifecycle, { form: "count" }, { period: march, compare: "previous" })
      assert.deepStrictEqual([m.value, m.versus?.value, m.versus?.difference], [1, 0, 1])
    }),
  )

  it.effect("takes any step for activity, and no robots", () =>
    Effect.gen(function* () {
      const visit = (customer: string, at: string, more: Row = {}) => ({ customer, at, touchpoint: "app", ...more })
      const facts = yield* project(
        [
          {
            kind: "interaction",
            rows: [
              visit("old", "2026-01-01"),
              visit("a", "2026-03-10"),
              visit("robot", "2026-03-10", { actor: "bot" }),
              visit("elsewhere", "2026-03-10", { touchpoint: "site" }),
            ],
            header: ["customer", "at", "touchpoint", "actor"],
          },
        ],
        { asOf: utc("2026-03-31") },
      )
      const m = yield* measureOne(facts, lifecycle, { form: "count", activity: "app" }, { period: march })
      assert.strictEqual(m.value, 1)
    }),
  )

  it.effect("compares groups and months", () =>
    Effect.gen(function* () {
      const group = (touchpoint: string, fresh: number, n: number) =>
        Array.from({ length: n }, (_, i) => [
          ...(i < fresh ? [] : [order(`${touchpoint}${i}`, "2026-02-10", { touchpoint })]),
          order(`${touchpoint}${i}`, "2026-03-10", { touchpoint }),
        ]).flat()
      const [one] = vectors.A3_two_proportions.cases
      if (one === undefined) return assert.fail("no vector")
      const facts = yield* factsOf([
        order("first", "2026-01-01"),
        ...group("p", one.x1, one.n1),
        ...group("q", one.x2, one.n2),
      ])
      const request = {
        period: march,
        by: [dimension("touchpoint", column("touchpoint"))],
        versus: { touchpoint: "q" },
      }
      const of = (params: object) =>
        Effect.map(measurements(facts, lifecycle, params, request), (all) =>
          all.find((m) => m.by["touchpoint"] === "p"),
        )
      const share = yield* of({})
      assert.near(share?.versus?.difference, one.diff, 1e-9)
      assert.interval(share?.versus?.interval, one.newcombe, 1e-9)
      const count = yield* of({ form: "count" })
      assert.strictEqual(count?.versus?.difference, one.x1 - one.x2)
      assert.strictEqual(count?.versus?.test, "conditional-binomial")
      assert.isAbove(count?.versus?.p ?? 0, 0.4)
    }),
  )

  it("is the same over shards of customers as over the whole, and its shares add up", async () => {
    const row = fc.record({ customer: fc.constantFrom(null, "a", "b", "c", "d"), day: fc.nat(89) })
    const at = (day: number) => new Date(utc("2026-01-01") + day * 86_400_000).toISOString()
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 20 }), fc.nat(15), async (rows, mask) => {
        const isLeft = ({ customer }: { readonly customer: string | null }) =>
          ((mask >> "abcd".indexOf(customer ?? "a")) & 1) === 1
        const of = (some: typeof rows) => factsOf(some.map(({ customer, day }) => order(customer, at(day))))
        const period = { ...march, previous: { from: utc("2026-02-01"), to: march.from }, previousKnown: true }
        await Effect.runPromise(
          Effect.gen(function* () {
            const whole = yield* of(rows)
            const shards = [yield* of(rows.filter(isLeft)), yield* of(rows.filter((r) => !isLeft(r)))] as const
            let sum = 0
            for (const state of states) {
              yield* sameOverShards(yield* lifecycle.prepare({ state }), whole, shards, period)
              const m = yield* measureOne(whole, lifecycle, { state }, { period: march })
              if (state !== "dormant") sum += m.value ?? Number.NaN
            }
            assert.isTrue(Number.isNaN(sum) || Math.abs(sum - 1) < 1e-12)
            yield* sameOverShards(yield* pulse.prepare(), whole, shards, period)
          }),
        )
      }),
      { numRuns: 30 },
    )
  })
})
