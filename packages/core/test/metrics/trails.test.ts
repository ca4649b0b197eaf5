import { assert, describe, it } from "@effect/vitest"
import { MemoryEngine } from "@touchpoint/core/engine"
import type { Facts } from "@touchpoint/core/facts"
import { contextOf, measure, Metric } from "@touchpoint/core/metrics"
import {
  column,
  dimension,
  eq,
  type Fold,
  funnel,
  funnelDefaults,
  makeFold,
  mark,
  tally,
  trails,
} from "@touchpoint/core/questions"
import { wilson } from "@touchpoint/core/stats"
import { Calendar, Period } from "@touchpoint/core/time"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { project } from "../facts/project.ts"
import { measurements, measureOne, sameOverShards } from "./asking.ts"

const calendar = Calendar.make("UTC")
const DAY = 86_400_000
const period = (text: string) => Result.getOrThrow(Period.parse(text, calendar))

/** Visitors that order within a week: a metric of two kinds, over trails. */
const visitorsOrder = Metric.make({
  id: "acme/visitors-order",
  docs: { title: "Visitors that order", description: "Orders after visits.", source: "here", notWhen: "never" },
  better: "higher",
  params: Schema.Struct({ days: Metric.withDefault(Schema.Int, 7) }),
  passport: ({ days }) => ({
    unit: { kind: "proportion" },
    unitOfN: "customer",
    numerator: `customers that ordered within ${days} days`,
    denominator: "customers that visited",
    kind: "interaction",
    clock: "at",
  }),
  kinds: () => ["interaction", "order"],
  horizon: ({ days }) => days * DAY,
  questions: ({ days }, { asOf }) => ({
    steps: trails(
      funnel,
      { ...funnelDefaults, steps: ["visit", "order"], within: days * DAY, asOf },
      {
        kinds: ["interaction", "order"],
        marks: [mark("visit", { kind: "interaction" }), mark("order", { kind: "order" })],
      },
    ),
    visits: tally("interaction", { rows: { stat: "count" } }),
  }),
  estimate: ({ steps, visits }, _, level) => {
    const [n = 0, x = 0] = steps.fold.reached
    assert.isAtLeast(visits.rows.n, n)
    return {
      value: n === 0 ? null : x / n,
      interval: wilson(x, n, level),
      n,
      nEffective: n === 0 ? null : n,
      numerator: x,
      denominator: n,
      caveats: [],
    }
  },
  compare: (first, second) => {
    const [n1 = 0, x1 = 0] = first.steps.fold.reached
    const [n2 = 0, x2 = 0] = second.steps.fold.reached
    return { difference: x1 / n1 - x2 / n2, interval: null, test: null, p: null, effect: null }
  },
})

const visit = (customer: string, at: string, touchpoint = "web", device = "phone") => ({
  customer,
  at,
  touchpoint,
  session: device,
})
const order = (customer: string, at: string, n: number) => ({ eventId: `o${n}`, customer, at })
const facts = (asOf?: string): Effect.Effect<Facts, unknown> =>
  project(
    [
      {
        kind: "interaction",
        rows: [
          visit("ann", "2018-01-01"),
          visit("ben", "2018-01-10", "shop"),
          visit("cid", "2018-01-20", "web", "desk"),
          visit("ann", "2018-02-03"),
          visit("dan", "2018-02-05", "shop"),
          visit("eva", "2018-02-27"),
          visit("fay", "2018-03-20"),
        ],
      },
      {
        kind: "order",
        rows: [
          order("ann", "2018-01-05", 1),
          order("cid", "2018-01-28", 2),
          order("ann", "2018-02-04", 3),
          order("eva", "2018-03-02", 4),
          order("gus", "2018-03-12", 5),
        ],
      },
    ],
    { zone: "UTC", ...(asOf === undefined ? {} : { asOf: Date.parse(asOf) }) },
  )
const counts = (of: { readonly numerator: number | null; readonly denominator: number | null }) => [
  of.numerator,
  of.denominator,
]

describe("a metric over trails", () => {
  it.effect("counts those that had their time, up to the kind that is known least far", () =>
    Effect.gen(function* () {
      const all = yield* measureOne(yield* facts(), visitorsOrder)
      // Orders are known up to 12 March: fay, who came on the 20th, is not asked yet.
      assert.strictEqual(all.asOf, Date.parse("2018-03-12"))
      assert.deepStrictEqual(counts(all), [2, 5])
      const later = yield* measureOne(yield* facts("2018-04-30"), visitorsOrder)
      assert.deepStrictEqual(counts(later), [2, 6])
    }),
  )

  it.effect("filters, splits and dates the entry, and not what comes of it", () =>
    Effect.gen(function* () {
      const known = yield* facts("2018-04-30")
      const desk = yield* measureOne(known, visitorsOrder, { days: 10 }, { where: eq(column("session"), "desk") })
      assert.deepStrictEqual(counts(desk), [1, 1])
      const january = yield* measureOne(known, visitorsOrder, { days: 10 }, { period: period("2018-01") })
      assert.deepStrictEqual(counts(january), [2, 3])
      const february = yield* measureOne(known, visitorsOrder, {}, { period: period("2018-02") })
      // eva came in February and ordered in March.
      assert.deepStrictEqual(counts(february), [2, 3])
      const by = [dimension("touchpoint", column("touchpoint"))]
      const places = yield* measurements(known, visitorsOrder, {}, { by, versus: { touchpoint: "web" } })
      assert.deepStrictEqual(
        places.map((m) => [m.by["touchpoint"], ...counts(m), m.versus?.difference]),
        [
          ["shop", 0, 2, -0.5],
          ["web", 2, 4, undefined],
        ],
      )
    }),
  )

  it.effect("gives each month of a trend the number the month has alone", () =>
    Effect.gen(function* () {
      const known = yield* facts("2018-04-30")
      const months = yield* measurements(known, visitorsOrder, {}, { every: "month" })
      for (const [i, month] of ["2018-01", "2018-02", "2018-03"].entries()) {
        const alone = yield* measureOne(known, visitorsOrder, {}, { period: period(month) })
        assert.deepStrictEqual(counts(months[i] ?? alone), counts(alone), month)
        assert.strictEqual(months[i]?.value, alone.value)
      }
    }),
  )

  it.effect("calls a period complete when its last entrants had their time", () =>
    Effect.gen(function* () {
      const complete = (asOf: string, days: number) =>
        Effect.gen(function* () {
          const months = yield* measurements(yield* facts(asOf), visitorsOrder, { days }, { every: "month" })
          return months.map((m) => m.period?.complete)
        })
      assert.deepStrictEqual(yield* complete("2018-04-07T23:59:59.998Z", 7), [true, true, false])
      assert.deepStrictEqual(yield* complete("2018-04-07T23:59:59.999Z", 7), [true, true, true])
      assert.deepStrictEqual(yield* complete("2018-04-07T23:59:59.999Z", 60), [true, false, false])
      const march = yield* measureOne(yield* facts("2018-04-01"), visitorsOrder, {}, { period: period("2018-03") })
      assert.isFalse(march.period?.complete)
    }),
  )

  it.effect("has an empty state where nobody entered", () =>
    Effect.gen(function* () {
      const none = yield* measureOne(yield* facts(), visitorsOrder, {}, { period: period("2017-01") })
      assert.deepStrictEqual([none.value, none.n], [null, 0])
    }),
  )

  it.effect("is the same over shards of customers", () =>
    Effect.gen(function* () {
      const whole = yield* facts()
      const shard = (keep: (customer: string) => boolean): Effect.Effect<Facts, unknown> =>
        Effect.gen(function* () {
          const half = yield* project(
            [
              { kind: "interaction", rows: ["ann", "ben", "cid"].filter(keep).map((who) => visit(who, "2018-01-03")) },
              { kind: "order", rows: ["ann", "ben", "cid"].filter(keep).map((who, i) => order(who, "2018-01-05", i)) },
            ],
            { zone: "UTC" },
          )
          return half
        })
      const all = yield* shard(() => true)
      const prepared = yield* visitorsOrder.prepare({})
      yield* sameOverShards(prepared, all, [yield* shard((who) => who < "b"), yield* shard((who) => who >= "b")])
      const context = yield* contextOf("interaction", ["at"], calendar, ["interaction", "order"]).pipe(
        Effect.provide(MemoryEngine.layer(whole)),
      )
      assert.strictEqual(context.asOf, Date.parse("2018-03-12"))
    }),
  )
})

describe("a fold of a plugin", () => {
  const rows: Fold<{ readonly rows: number }, Record<string, never>> = makeFold({
    id: "acme/rows",
    version: 1,
    label: null,
    options: Schema.Struct({}) as never,
    axes: ["unit"],
    schema: Schema.Struct({ rows: Schema.Int }),
    empty: () => ({ rows: 0 }),
    merge: (a, b) => ({ rows: a.rows + b.rows }),
    run: () => {
      let n = 0
      return {
        unit: ({ from, to }) => {
          n += to - from
        },
        finish: () => [{ rows: n }],
      }
    },
  })
  const counting = Metric.make({
    id: "acme/rows",
    docs: { title: "Rows", description: "Rows.", source: "here", notWhen: "never" },
    better: "neutral",
    params: Schema.Struct({}),
    passport: () => ({
      unit: { kind: "count" },
      unitOfN: "interaction",
      numerator: "rows",
      denominator: "1",
      kind: "interaction",
      clock: "at",
    }),
    questions: () => ({ all: trails(rows, {}, { kinds: ["interaction"] }) }),
    estimate: ({ all }) => ({
      value: all.fold.rows,
      interval: null,
      n: all.fold.rows,
      nEffective: null,
      numerator: null,
      denominator: null,
      caveats: [],
    }),
    compare: () => null,
  })
  const measured = (folds: ReadonlyArray<Fold>) =>
    Effect.gen(function* () {
      const metric = yield* counting.prepare({})
      const [result] = yield* measure([{ metric }], { calendar }).pipe(
        Effect.provide(MemoryEngine.layer(yield* facts(), { folds })),
      )
      return result
    })

  it.effect("is found by an engine that was given it", () =>
    Effect.gen(function* () {
      const result = yield* measured([rows])
      assert.isNull(result?.failure)
      assert.strictEqual(result?.measurements[0]?.value, 7)
    }),
  )

  it.effect("is else the failure of its metric, which says what to do", () =>
    Effect.gen(function* () {
      const result = yield* measured([])
      assert.match(result?.failure ?? "", /there is no fold "acme\/rows"; known are accrual, .* has to be given to the/)
    }),
  )

  it.effect("that throws is the failure of its metric", () =>
    Effect.gen(function* () {
      const throwing = makeFold({
        ...rows,
        run: () => {
          throw new RangeError("boo")
        },
      })
      assert.match((yield* measured([throwing]))?.failure ?? "", /boo/)
    }),
  )
})
