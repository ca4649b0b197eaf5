import { describe, it } from "@effect/vitest"
import { promiseKeeping } from "@touchpoint/core/metrics"
import { newcombe, wilson } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type ProjectOptions, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measureOne } from "../../../test/metrics/asking.ts"
import { compared } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const DAY = 86_400_000
const asOf = Date.parse("2018-12-31T00:00:00Z")
const header = [
  "customer",
  "orderId",
  "at",
  "due",
  "dueRule",
  "originalDue",
  "requestedDue",
  "fulfilledAt",
  "inFull",
  "cancelledBy",
  "weight",
]
const factsOf = (rows: ReadonlyArray<Row>, options: ProjectOptions = {}) =>
  project([{ kind: "promise", rows: rows.map((row) => ({ at: "2018-01-01", ...row })), header }], { asOf, ...options })
const measured = (rows: ReadonlyArray<Row>, params: object = {}, options: ProjectOptions = {}) =>
  Effect.flatMap(factsOf(rows, options), (facts) => measureOne(facts, promiseKeeping, params))
const due = "2018-06-10"
/** `kept` of `n` promises, each to somebody else. */
const some = (kept: number, n: number, more: Row = {}): ReadonlyArray<Row> =>
  Array.from({ length: n }, (_, i) => ({
    customer: `c${i}`,
    due,
    fulfilledAt: i < kept ? "2018-06-09" : null,
    ...more,
  }))

describe("promise-keeping, of customers", () => {
  it.effect("is worth the spread of one promise over that of its customers", () =>
    Effect.gen(function* () {
      const rows = ["a", "a", "a", "b", "b", "b"].map((customer, i) => ({
        customer,
        due,
        fulfilledAt: i < 4 ? "2018-06-09" : null,
      }))
      const expected = wilson((2 / 3) * 2, 2)
      // 4 of 6: residuals 3 − 2 and 1 − 2, 2 · (1 + 1) ÷ 6² = 1/9 against 2/9 of one promise.
      for (const more of [{}, { weight: 1 }, { originalDue: "2018-06-10" }]) {
        const m = yield* measured(rows.map((row) => ({ ...row, ...more })))
        assert.near(m.value, 2 / 3)
        assert.near(m.nEffective, 2, 1e-9)
        assert.interval(m.interval, [expected?.low ?? 0, expected?.high ?? 0], 1e-9)
        assert.near(caveatData(m, "clustered")?.["deff"] as number, 3, 1e-9)
      }
    }),
  )

  it.effect("takes each promise to nobody known for one of its own, kept or not", () =>
    Effect.gen(function* () {
      const row = (customer: string | null, kept: boolean): Row => ({
        customer,
        due,
        fulfilledAt: kept ? "2018-06-09" : null,
      })
      const rows = ["a", "a", "b", "b"].map((customer) => row(customer, customer === "a"))
      const m = yield* measured([...rows, row(null, true), row(null, true), row(null, false), row(null, false)])
      // 4 of 8: residuals ±1 of two customers and ±½ of four promises, 6/5 · 3 ÷ 8² against ¼ of one promise.
      assert.near(m.value, 0.5)
      assert.near(m.nEffective, 0.25 / ((6 / 5) * (3 / 64)), 1e-9)
    }),
  )

  it.effect("weighs the promises of a customer together", () =>
    Effect.gen(function* () {
      const rows = [
        ["a", 3, true],
        ["a", 1, true],
        ["b", 2, false],
        ["b", 1, true],
        ["c", 1, false],
        ["c", 1, false],
        ["d", 1, true],
      ] as const
      const m = yield* measured(
        rows.map(([customer, weight, kept]) => ({ customer, weight, due, fulfilledAt: kept ? "2018-06-09" : null })),
      )
      // Kept 6 of 10. Residuals 4 − 2.4, 1 − 1.8, 0 − 1.2 and 1 − 0.6 of four customers.
      const se2 = ((4 / 3) * (1.6 ** 2 + 0.8 ** 2 + 1.2 ** 2 + 0.4 ** 2)) / 100
      assert.deepStrictEqual([m.numerator, m.denominator, m.n], [6, 10, 7])
      assert.near(m.nEffective, 0.24 / se2, 1e-9)
    }),
  )

  it.effect("adds up what is told of moved promises and of the others", () =>
    Effect.gen(function* () {
      const moved = { originalDue: "2018-06-05" }
      const ahead = { due: "2019-06-10", fulfilledAt: null }
      const rows: ReadonlyArray<Row> = [
        ...some(3, 5),
        ...some(1, 4, moved),
        ahead,
        { ...ahead, originalDue: "2019-06-01" },
        { ...ahead, originalDue: "2019-06-01" },
        { due, fulfilledAt: null, cancelledBy: "customer" },
        { due, fulfilledAt: null, cancelledBy: "customer", ...moved },
        { due, fulfilledAt: null, cancelledBy: "customer", ...moved },
        // Cancelled and to come are told once.
        { ...ahead, cancelledBy: "customer" },
      ]
      const m = yield* measured(rows)
      assert.deepStrictEqual([m.numerator, m.denominator, m.n], [3, 9, 9])
      assert.deepStrictEqual(caveatData(m, "never-fulfilled"), { n: 5 })
      assert.deepStrictEqual(caveatData(m, "not-yet-due"), { n: 3 })
      assert.deepStrictEqual(caveatData(m, "cancelled-excluded"), { n: 4 })
      const full = yield* measured(rows, { inFull: "require", target: "latest" })
      assert.deepStrictEqual(caveatData(full, "not-stated"), { n: 4 })
    }),
  )

  it.effect("says nothing of what it did not leave out", () =>
    Effect.gen(function* () {
      for (const target of ["original", "latest", "requested"])
        assert.deepStrictEqual(
          caveatsOf(yield* measured(some(120, 120, { requestedDue: due }), { target })),
          [],
          target,
        )
    }),
  )

  it.effect("bounds what is early from below, as what is kept", () =>
    Effect.gen(function* () {
      const { cp, due: n, kept, one_sided_95_lower } = vectors.D3_promise
      const early = yield* measured(some(kept, n), { form: "early", interval: "one-sided" })
      assert.near(early.interval?.low, one_sided_95_lower, 1e-9)
      assert.isNull(early.interval?.high)
      // Both sides are bounded by the exact interval, whatever the form.
      const missing = yield* measured(some(kept, n), { form: "missing", interval: "clopper-pearson" })
      assert.interval(missing.interval, [1 - (cp[1] ?? 0), 1 - (cp[0] ?? 0)], 1e-9)
    }),
  )
})

describe("promise-keeping, compared", () => {
  it.effect("equals the vector, and has no difference from none due or from what weighs nothing", () =>
    Effect.gen(function* () {
      const [a, b] = [yield* factsOf(some(80, 100)), yield* factsOf(some(75, 110))]
      const found = yield* compared(promiseKeeping, {}, a, b)
      assert.near(found?.difference, 0.8 - 75 / 110, 1e-9)
      assert.interval(found?.interval, vectors.B1_csat.t2b_newcombe, 1e-9)
      assert.near(found?.p, vectors.B1_csat.t2b_z[1] ?? 0, 1e-9)
      const others = [
        yield* factsOf([]),
        yield* factsOf([{ due: "2019-06-10", fulfilledAt: null }]),
        yield* factsOf(some(5, 9, { weight: 0 })),
      ]
      for (const other of others) {
        assert.isNull(yield* compared(promiseKeeping, {}, a, other))
        assert.isNull(yield* compared(promiseKeeping, {}, other, a))
      }
    }),
  )

  it.effect("compares as many promises as are independent", () =>
    Effect.gen(function* () {
      // Forty customers of five promises each, all kept or none: 40 less one for the mean.
      const of = (kept: number) => factsOf(Array.from({ length: 5 }, () => some(kept, 40)).flat())
      const [a, b] = [yield* of(30), yield* of(18)]
      const expected = newcombe({ x: 0.75 * 39, n: 39 }, { x: 0.45 * 39, n: 39 })
      const found = yield* compared(promiseKeeping, {}, a, b)
      assert.near(found?.difference, 0.3)
      assert.interval(found?.interval, [expected?.low ?? 0, expected?.high ?? 0], 1e-9)
    }),
  )

  it.effect("says what places promises in time, and how long to wait for them", () =>
    Effect.gen(function* () {
      for (const [target, clocks, clock] of [
        ["original", ["originalDue"], "due"],
        ["latest", [], "due"],
        ["requested", [], "requestedDue"],
      ] as const) {
        const metric = yield* promiseKeeping.prepare({ target, tolerance: 3 * DAY })
        assert.deepStrictEqual(
          [metric.clocks, metric.passport.clock, metric.horizon, metric.passport.kind],
          [clocks, clock, 3 * DAY, "promise"],
        )
        assert.deepStrictEqual([metric.passport.unit, metric.passport.unitOfN], [{ kind: "proportion" }, "promise"])
      }
    }),
  )
})

describe("promise-keeping, by day", () => {
  it.effect("knows its days beside promises of long ago that were kept then", () =>
    Effect.gen(function* () {
      // More days lie between than edges may be made of: the latest are.
      const rows = [
        { due: "1900-01-01", fulfilledAt: "1900-01-01" },
        { due: "2200-06-10", fulfilledAt: "2200-06-10 15:00" },
        { due: "2200-06-10", fulfilledAt: "2200-06-11 15:00" },
      ]
      const m = yield* measured(rows, { rule: "day" }, { asOf: Date.parse("2200-12-31T00:00:00Z") })
      assert.deepStrictEqual([m.numerator, m.denominator], [2, 3])
    }),
  )

  it.effect("has nothing due where nobody asked for a date, by any rule", () =>
    Effect.gen(function* () {
      for (const rule of ["instant", "day", "as-stated"]) {
        const m = yield* measured(some(3, 5), { rule, target: "requested" })
        assert.deepStrictEqual([m.value, m.denominator, caveatData(m, "not-stated")], [null, 0, { n: 5 }], rule)
      }
    }),
  )

  it.effect("has days for what was fulfilled long after or before all dates, within a long tolerance", () =>
    Effect.gen(function* () {
      for (const [fulfilledAt, kept, early] of [
        ["2018-07-10 15:00", 1, 0],
        ["2018-07-11 00:00", 0, 0],
        ["2018-05-11 15:00", 1, 0],
        ["2018-05-10 23:59", 1, 1],
      ] as const) {
        const rows = [{ due, fulfilledAt }]
        const of = (form: string) => measured(rows, { rule: "day", tolerance: 30 * DAY, form })
        assert.deepStrictEqual(
          [(yield* of("kept")).numerator, (yield* of("early")).numerator],
          [kept, early],
          fulfilledAt,
        )
      }
    }),
  )

  it.effect(
    "has days for what was promised before or after all that was fulfilled, as far as the tolerance reaches",
    () =>
      Effect.gen(function* () {
        const of = (form: string, rows: ReadonlyArray<Row>) =>
          Effect.map(measured(rows, { rule: "day", tolerance: 3 * DAY, form }), (m) => m.numerator)
        // The last day of the tolerance is in time until its end.
        const late = [
          { due: "2018-06-01", fulfilledAt: "2018-06-04 15:00" },
          { due: "2018-06-20", fulfilledAt: "2018-06-20" },
        ]
        assert.deepStrictEqual([yield* of("kept", late), yield* of("late", late)], [2, 0])
        // The first day of the tolerance is not early from its beginning.
        const early = [
          { due: "2018-06-01", fulfilledAt: "2018-06-01" },
          { due: "2018-06-10 23:00", fulfilledAt: "2018-06-07 01:00" },
        ]
        assert.deepStrictEqual([yield* of("kept", early), yield* of("early", early)], [2, 0])
      }),
  )

  it.effect("has days for first dates before and after all the dates agreed on", () =>
    Effect.gen(function* () {
      for (const rows of [
        [
          { due: "2018-07-05", originalDue: "2018-06-05", fulfilledAt: "2018-06-05 15:00" },
          { due: "2018-06-20", fulfilledAt: "2018-06-20" },
        ],
        [
          { due: "2018-06-10", originalDue: "2018-06-20", fulfilledAt: "2018-06-20 15:00" },
          { due: "2018-06-05", fulfilledAt: "2018-06-05" },
        ],
      ]) {
        const m = yield* measured(rows, { rule: "day" })
        assert.deepStrictEqual([m.numerator, m.denominator], [2, 2])
      }
    }),
  )

  it.effect("takes a fulfilment on the promised day for neither early nor late", () =>
    Effect.gen(function* () {
      const rows = [
        { due: "2018-06-10 12:00", fulfilledAt: "2018-06-10 00:00" },
        { due: "2018-06-10 12:00", fulfilledAt: "2018-06-09 23:59" },
        { due: "2018-06-10 12:00", fulfilledAt: "2018-06-10 23:59" },
        { due: "2018-06-10 12:00", fulfilledAt: "2018-06-11 00:00" },
      ]
      const of = (form: string, rule: string) => Effect.map(measured(rows, { form, rule }), (m) => m.numerator)
      assert.deepStrictEqual([yield* of("early", "day"), yield* of("late", "day")], [1, 1])
      assert.deepStrictEqual([yield* of("early", "instant"), yield* of("late", "instant")], [2, 2])
    }),
  )
})
