import { describe, it } from "@effect/vitest"
import { type PeriodAsked, salesGrowth } from "@touchpoint/core/metrics"
import { normalQuantile, normalSf, studentTQuantile, studentTSf } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { statesOf } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const header = ["customer", "eventId", "at", "amount", "currency", "status", "weight"]
const [january, february, march] = [Date.UTC(2026, 0, 1), Date.UTC(2026, 1, 1), Date.UTC(2026, 2, 1)]
const period: PeriodAsked = {
  from: february,
  to: march,
  previous: { from: january, to: february },
  previousKnown: true,
}
/** Orders of one amount each: of January, then of February. */
const sales = (before: ReadonlyArray<number>, now: ReadonlyArray<number>, more: Row = {}, named = true) =>
  [[before, "2026-01-01"] as const, [now, "2026-02-10"] as const].flatMap(([amounts, at]) =>
    amounts.map((amount, i): Row => ({ customer: named ? `c${i}` : null, amount, at, ...more })),
  )
const factsOf = (rows: ReadonlyArray<Row>, asOf = march - 1) =>
  project([{ kind: "order", rows: rows.map((row, i) => ({ eventId: `o${i}`, ...row })), header }], { asOf })
interface Side {
  readonly rows: ReadonlyArray<Row>
  readonly period?: PeriodAsked
  readonly asOf?: number
}
const versus = (first: Side, second: Side, params: object = {}, level = 0.95) =>
  Effect.gen(function* () {
    const prepared = yield* salesGrowth.prepare(params)
    const of = (side: Side) =>
      Effect.flatMap(factsOf(side.rows, side.asOf), (facts) => statesOf(prepared, facts, side.period ?? period))
    return prepared.compare(yield* of(first), yield* of(second), level)
  })

const { cur, log_growth, paired, prev } = vectors.E1_growth
const { orders0, orders1 } = vectors.E2_growth_compound_poisson
const [up, down]: readonly [Side, Side] = [{ rows: sales(prev, cur) }, { rows: sales(cur, prev) }]
const seOf = (xs: ReadonlyArray<number>, ys: ReadonlyArray<number>) => {
  const sum = (of: ReadonlyArray<number>) => of.reduce((a, b) => a + b, 0)
  const ratio = sum(xs) / sum(ys)
  const n = xs.length
  // Residuals of a ratio of sums over pairs.
  const squares = xs.reduce((all, x, i) => all + (x - ratio * (ys[i] ?? 0)) ** 2, 0)
  return { ratio, se: Math.sqrt((n / (n - 1)) * squares) / sum(ys) }
}

describe("sales-growth compared", () => {
  it.effect("tests the growth of known customers by Welch", () =>
    Effect.gen(function* () {
      const [a, b] = [seOf(cur, prev), seOf(prev, cur)]
      assert.near(a.se, paired.se, 1e-9)
      for (const [form, difference, v, w] of [
        ["relative", a.ratio - b.ratio, a.se ** 2, b.se ** 2],
        ["log", 2 * log_growth, (a.se / a.ratio) ** 2, (b.se / b.ratio) ** 2],
      ] as const)
        for (const level of [0.95, 0.8]) {
          const found = yield* versus(up, down, { form }, level)
          const [se, df] = [Math.sqrt(v + w), (v + w) ** 2 / ((v * v + w * w) / 9)]
          assert.near(found?.difference, difference, 1e-9)
          const half = studentTQuantile((1 + level) / 2, df) * se
          assert.interval(found?.interval, [difference - half, difference + half], 1e-9)
          assert.near(found?.p, 2 * studentTSf(difference / se, df), 1e-9)
          assert.deepStrictEqual([found?.test, found?.effect], ["welch-t", null])
        }
    }),
  )

  it.effect("tests the growth of orders of nobody known by Gauss, as of so many chances", () =>
    Effect.gen(function* () {
      const sum = (of: ReadonlyArray<number>) => of.reduce((a, b) => a + b, 0)
      const relative = (of: ReadonlyArray<number>) => sum(of.map((x) => x * x)) / sum(of) ** 2
      const [growth, back] = [sum(orders1) / sum(orders0), sum(orders0) / sum(orders1)]
      const logSe = Math.sqrt(relative(orders0) + relative(orders1))
      const [one, two]: readonly [Side, Side] = [
        { rows: sales(orders0, orders1, {}, false) },
        { rows: sales(orders1, orders0, {}, false) },
      ]
      const log = yield* versus(one, two, { form: "log" })
      const difference = 2 * Math.log(growth)
      assert.near(log?.difference, difference, 1e-9)
      const half = normalQuantile(0.975) * Math.SQRT2 * logSe
      assert.interval(log?.interval, [difference - half, difference + half], 1e-9)
      assert.near(log?.p, 2 * normalSf(Math.abs(difference) / (Math.SQRT2 * logSe)), 1e-9)
      const plain = yield* versus(one, two)
      const se = logSe * Math.hypot(growth, back)
      assert.near(plain?.difference, growth - back, 1e-9)
      assert.near(plain?.p, 2 * normalSf(Math.abs(growth - back) / se), 1e-9)
    }),
  )

  it.effect("tests nothing that shows no spread, nor two periods that share one", () =>
    Effect.gen(function* () {
      const one: Side = { rows: sales([100], [150]) }
      const { ratio } = seOf(cur, prev)
      for (const form of ["relative", "log"])
        for (const [first, second] of [
          [up, one],
          [one, up],
          [one, one],
        ] as const) {
          const of = (side: Side) => (side === one ? 1.5 : ratio)
          const scaled = (side: Side) => (form === "log" ? Math.log(of(side)) : of(side) - 1)
          const found = yield* versus(first, second, { form })
          assert.near(found?.difference, scaled(first) - scaled(second), 1e-9)
          assert.deepStrictEqual([found?.interval, found?.test, found?.p, found?.effect], [null, null, null, null])
        }
      // March against February, February against March; March against January shares nothing.
      const next: PeriodAsked = {
        from: march,
        to: Date.UTC(2026, 3, 1),
        previous: { from: february, to: march },
        previousKnown: true,
      }
      const later = cur.map((amount, i): Row => ({ customer: `c${i}`, amount: amount + i, at: "2026-03-10" }))
      const [asOf, rows] = [Date.UTC(2026, 3, 1) - 1, [...up.rows, ...later]]
      const [now, then]: readonly [Side, Side] = [
        { rows, asOf, period: next },
        { rows, asOf, period },
      ]
      for (const [first, second] of [
        [now, then],
        [then, now],
      ] as const) {
        const found = yield* versus(first, second)
        assert.isNumber(found?.difference)
        assert.deepStrictEqual([found?.interval, found?.test, found?.p], [null, null, null])
      }
      const apart: PeriodAsked = { ...next, previous: { from: february + 1, to: march } }
      assert.isNumber((yield* versus({ ...now, period: apart }, then))?.p)
    }),
  )

  it.effect("compares nothing with what has no growth", () =>
    Effect.gen(function* () {
      const rows = up.rows
      for (const other of [
        { rows: [] },
        { rows: sales([0, 0], [10, 20]) },
        { rows: sales([-5, -10], [10, 20]) },
        { rows: sales([-5, -10], [10, 20], {}, false) },
        { rows: rows.map((row, i) => ({ ...row, currency: i === 0 ? "EUR" : "USD" })) },
        { rows, asOf: march - 2 },
        { rows, period: { ...period, previousKnown: false } },
        { rows, period: { ...period, previous: null } },
      ] satisfies ReadonlyArray<Side>) {
        assert.isNull(yield* versus(up, other))
        assert.isNull(yield* versus(other, up))
      }
      // All is lost: that is a growth, and no logarithm.
      const fallen: Side = { rows: sales([10, 20], [0, 0]) }
      assert.near((yield* versus(fallen, up))?.difference, -1 - paired.g, 1e-9)
      assert.isNull(yield* versus(fallen, up, { form: "log" }))
      assert.isNull(yield* versus(up, fallen, { form: "log" }))
    }),
  )
})
