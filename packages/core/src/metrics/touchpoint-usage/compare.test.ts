import { describe, it } from "@effect/vitest"
import { type MetricContext, touchpointUsage } from "@touchpoint/core/metrics"
import { bucket, column, dimension, value } from "@touchpoint/core/questions"
import { wilson } from "@touchpoint/core/stats"
import { Calendar } from "@touchpoint/core/time"
import * as Effect from "effect/Effect"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatsOf, measureOne } from "../../../test/metrics/asking.ts"
import { compared, statesOf } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const HOUR = 3_600_000
const DAY = 24 * HOUR
const start = Date.parse("2025-10-20T00:00:00Z")
const use = (touchpoint: string, hours: number, customer: string | null = "anna", more: Row = {}): Row => ({
  touchpoint,
  customer,
  at: new Date(start + hours * HOUR).toISOString(),
  ...more,
})
const header = ["touchpoint", "customer", "at", "actor", "weight"]
const factsOf = (rows: ReadonlyArray<Row>, days = 100) =>
  project([{ kind: "interaction", rows, header }], { asOf: start + days * DAY })
const asked = (from: number, to: number) => ({ from, to, previous: null, previousKnown: false })
const october = asked(Date.parse("2025-10-01T00:00:00Z"), Date.parse("2025-11-01T00:00:00Z"))
const forms = [{}, { form: "occasions", touchpoint: "app" }, { form: "customers", touchpoint: "app" }] as const

describe("touchpoint-usage compared", () => {
  it.effect("says how far two shares of days differ, without a test", () =>
    Effect.gen(function* () {
      const [often, once, never] = yield* Effect.all([
        factsOf([use("app", 0), use("app", 25), use("app", 60)]),
        factsOf([use("app", 0)]),
        factsOf([]),
      ])
      // Twelve days from the 20th to the 31st: three of them less one.
      const found = yield* compared(touchpointUsage, {}, often, once, october)
      assert.near(found?.difference, 2 / 12)
      assert.deepStrictEqual(
        { ...found, difference: 0 },
        { difference: 0, interval: null, test: null, p: null, effect: null },
      )
      for (const params of forms)
        for (const [first, second] of [
          [often, never],
          [never, often],
          [never, never],
        ] as const)
          assert.isNull(yield* compared(touchpointUsage, params, first, second, october))
    }),
  )

  it.effect("tests two shares of customers or interactions: equals the vector of two proportions", () =>
    Effect.gen(function* () {
      const [one] = vectors.A3_two_proportions.cases
      if (one === undefined) return assert.fail("no vector")
      const of = (x: number, n: number) =>
        factsOf(Array.from({ length: n }, (_, i) => use(i < x ? "app" : "help", i % 24, `c${i}`)))
      const [a, b] = [yield* of(one.x1, one.n1), yield* of(one.x2, one.n2)]
      for (const params of forms.slice(1)) {
        const found = yield* compared(touchpointUsage, params, a, b)
        assert.near(found?.difference, one.diff, 1e-9)
        assert.interval(found?.interval, one.newcombe, 1e-9)
        assert.near(found?.p, one.p, 1e-9)
        assert.near(found?.effect?.value, one.cohen_h, 1e-9)
      }
    }),
  )
})

describe("touchpoint-usage in its parts", () => {
  it.effect("takes the rows of one customer for alike, and each that names nobody for itself", () =>
    Effect.gen(function* () {
      const all: ReadonlyArray<readonly [x: number, n: number]> = [
        [3, 4],
        [1, 4],
        [2, 3],
        [0, 2],
        [1, 1],
        [1, 1],
        [1, 1],
        [0, 1],
      ]
      const rows = all.flatMap(([x, n], i) =>
        Array.from({ length: n }, (_, j) => use(j < x ? "app" : "help", j, n === 1 ? null : `c${i}`)),
      )
      // x = 9 of n = 17. Variance of a ratio of sums over eight units: 8/7 · Σ(xᵢ − p·nᵢ)² / 17².
      const p = 9 / 17
      const squares = all.reduce((sum, [x, n]) => sum + (x - p * n) ** 2, 0)
      const size = (p * (1 - p)) / (((8 / 7) * squares) / 17 ** 2)
      assert.isBelow(size, 17 / 1.01)
      const m = yield* measureOne(yield* factsOf(rows), touchpointUsage, forms[1])
      assert.near(m.nEffective, size, 1e-9)
      const expected = wilson(p * size, size)
      assert.interval(m.interval, [expected?.low ?? Number.NaN, expected?.high ?? Number.NaN], 1e-9)
      assert.deepStrictEqual([m.numerator, m.denominator, m.unit], [9, 17, { kind: "proportion" }])
    }),
  )

  it.effect("leaves out what did not happen and what lies outside the period, in every form", () =>
    Effect.gen(function* () {
      const bots = yield* factsOf([use("app", 0), use("help", 1, "bo"), use("app", 2, "robot", { actor: "bot" })])
      const of = (form: string) => measureOne(bots, touchpointUsage, { form, touchpoint: "app" })
      for (const form of ["occasions", "customers"]) {
        const m = yield* of(form)
        assert.deepStrictEqual([m.numerator, m.denominator, m.nEffective], [1, 2, 2])
        for (const id of ["no-customer", "clustered", "weights-ignored"] as const) assert.notInclude(caveatsOf(m), id)
      }
      // From noon on: what was used in the morning of the first day does not count, nor what comes at the end or later.
      const facts = yield* factsOf([use("app", 6), use("app", 36), use("app", 40)])
      const days = (from: number, to: number) =>
        Effect.map(
          measureOne(
            facts,
            touchpointUsage,
            {},
            { period: { from: start + from * HOUR, to: start + to * HOUR, zone: "UTC" } },
          ),
          ({ denominator, numerator }) => [numerator, denominator],
        )
      assert.deepStrictEqual(yield* days(12, 36), [0, 2])
      assert.deepStrictEqual(yield* days(12, 37), [1, 2])
      assert.deepStrictEqual(yield* days(6, 12), [1, 1])
    }),
  )

  it.effect("counts no days where nothing is dated, or more than a calendar can tell apart", () =>
    Effect.gen(function* () {
      const prepared = yield* touchpointUsage.prepare()
      const told = (more: Partial<MetricContext>) => {
        const { days, rows } = prepared.questions({
          calendar: Calendar.make("UTC"),
          asOf: null,
          extent: () => null,
          period: null,
          ...more,
        }) as unknown as Record<
          "days" | "rows",
          { readonly by: unknown; readonly measures: { readonly days: unknown } }
        >
        return { by: days.by, days: rows.measures.days }
      }
      const of = (days: number) => ({ stat: "extent", of: value(days) })
      assert.deepStrictEqual(told({}).days, of(0))
      assert.deepStrictEqual(told({ period: asked(0, 3 * DAY) }).days, of(0))
      assert.deepStrictEqual(told({ period: asked(0, 3 * DAY), asOf: 3 * DAY }).days, of(3))
      assert.deepStrictEqual(told({ period: asked(0, 3 * DAY), asOf: DAY }).days, of(2))
      const endless = told({ period: asked(0, 8e15), asOf: 8e15 })
      assert.deepStrictEqual(endless, { by: [dimension("day", bucket(column("at"), []))], days: of(0) })
    }),
  )

  it.effect("counts no use among days too many to tell apart", () =>
    Effect.gen(function* () {
      // One is dated centuries ahead.
      const [days, rows] = [330 * 365, [use("app", 0), use("app", 330 * 365 * 24)]]
      const far = yield* measureOne(yield* factsOf(rows, days), touchpointUsage)
      assert.deepStrictEqual([far.value, far.numerator, far.denominator], [null, 0, 0])
    }),
  )

  it.effect("is nothing of nothing, and looks at its period only where it counts days", () =>
    Effect.gen(function* () {
      for (const params of forms) {
        const prepared = yield* touchpointUsage.prepare(params)
        const states = yield* statesOf(prepared, yield* factsOf([]))
        const nothing = { value: null, interval: null, n: 0, nEffective: null, numerator: 0, denominator: 0 }
        assert.deepStrictEqual(prepared.estimate(states, 0.95), { ...nothing, caveats: [] })
        assert.strictEqual(prepared.periodic ?? false, params === forms[0])
      }
    }),
  )
})
