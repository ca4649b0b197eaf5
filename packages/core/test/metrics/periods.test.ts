import { assert, describe, it } from "@effect/vitest"
import { Metric, type MeasureRequest, type PeriodAsked } from "@touchpoint/core/metrics"
import { and, column, dimension, ge, lt, shard, tally, unitMoments, value } from "@touchpoint/core/questions"
import { Calendar, Period } from "@touchpoint/core/time"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { project } from "../facts/project.ts"
import { caveatsOf, measureAll, measurements } from "./asking.ts"

const declared = {
  docs: { title: "Test", description: "Test.", source: "here", notWhen: "never" },
  better: "higher",
  params: Schema.Struct({}),
  passport: () => ({
    unit: { kind: "count" as const },
    unitOfN: "customer",
    numerator: "customers",
    denominator: "1",
    kind: "order",
    clock: "at",
  }),
  compare: () => null,
} as const
const numberOf = (n: number, denominator: number | null = null) => ({
  value: n,
  interval: null,
  n,
  nEffective: null,
  numerator: n,
  denominator,
  caveats: [],
})

const asked: Array<PeriodAsked | null> = []
const within = ({ from, to }: { readonly from: number; readonly to: number }) =>
  and(ge(column("at"), value(from)), lt(column("at"), value(to)))

/** Customers who ordered in the period and in the one before. */
const stayed = Metric.make({
  ...declared,
  id: "acme/stayed",
  periodic: true,
  questions: (_, { period }) => {
    asked.push(period)
    const now = within(period ?? { from: 0, to: 0 })
    const before = within(period?.previous ?? { from: 0, to: 0 })
    return {
      orders: unitMoments(
        "order",
        "customer",
        { now: { agg: "count", where: now }, before: { agg: "count", where: before } },
        { both: { stat: "count", where: and(ge(column("now"), 1), ge(column("before"), 1)) } },
      ),
    }
  },
  estimate: ({ orders: { both } }) => numberOf(both.n),
})

const rows = [
  { eventId: "1", customer: "ann", at: "2026-01-10", status: "a", touchpoint: "web" },
  { eventId: "2", customer: "ann", at: "2026-02-10", status: "a", touchpoint: "web" },
  { eventId: "3", customer: "bo", at: "2026-01-20", status: "b", touchpoint: "shop" },
  { eventId: "4", customer: "bo", at: "2026-02-20", status: "b", touchpoint: "web" },
  { eventId: "5", customer: "bo", at: "2026-03-20", status: "b", touchpoint: "shop" },
  { eventId: "6", customer: "cy", at: "2026-03-21", status: "b", touchpoint: "shop" },
]
const facts = project([{ kind: "order", rows }], { asOf: Date.parse("2026-04-05T00:00:00Z") })
const utc = Calendar.make("UTC")
const period = (text: string) => Result.getOrThrow(Period.parse(text, utc))

describe("a metric of periods", () => {
  it.effect("is asked of every bucket with the one before", () =>
    Effect.gen(function* () {
      asked.length = 0
      const months = yield* measurements(yield* facts, stayed, {}, { every: "month" })
      assert.deepStrictEqual(
        months.map((one) => [one.period?.from, one.value]),
        [
          [Date.UTC(2026, 0, 1), 0],
          [Date.UTC(2026, 1, 1), 2],
          [Date.UTC(2026, 2, 1), 1],
          // Nothing happened yet in April, which tells of those who were there before.
          [Date.UTC(2026, 3, 1), 0],
        ],
      )
      assert.strictEqual(months.at(-1)?.period?.complete, false)
      assert.deepStrictEqual(
        asked.map((one) => one?.previousKnown),
        [false, false, true, true],
      )
    }),
  )

  it.effect("is asked of one period with the one before, split and filtered as any other", () =>
    Effect.gen(function* () {
      const by = [dimension("status", column("status"))]
      const two = yield* measurements(yield* facts, stayed, {}, { period: period("2026-02"), by })
      assert.deepStrictEqual(
        two.map(({ by: own, value: n }) => [own["status"], n]),
        [
          ["a", 1],
          ["b", 1],
        ],
      )
      const where = ge(column("at"), value(Date.UTC(2026, 1, 1)))
      const [one] = yield* measurements(yield* facts, stayed, {}, { period: period("2026-02"), where })
      assert.strictEqual(one?.value, 0)
    }),
  )

  it.effect("is told that nothing is before all time", () =>
    Effect.gen(function* () {
      asked.length = 0
      yield* measurements(yield* facts, stayed)
      assert.deepStrictEqual(
        asked.map((one) => one?.previous),
        [null],
      )
    }),
  )

  it.effect("fails where time is cut into more periods than it can look at", () =>
    Effect.gen(function* () {
      const long = [...rows, { eventId: "7", customer: "ann", at: "2020-01-01" }]
      const many = yield* project([{ kind: "order", rows: long }])
      const request: MeasureRequest = { metric: yield* stayed.prepare(), every: "day" }
      const [result] = yield* measureAll(many, [request])
      assert.match(result?.failure ?? "", /at most 400/)
    }),
  )
})

describe("what a metric splits by itself", () => {
  const spread = Metric.make({
    ...declared,
    id: "acme/spread",
    questions: () => ({
      parts: Metric.apart(tally("order", { rows: { stat: "count" } }), [dimension("where", column("touchpoint"))]),
      shards: Metric.apart(tally("order", { rows: { stat: "count" } }), [
        dimension("shard", shard(column("customer"))),
      ]),
      all: tally("order", { rows: { stat: "count" } }),
    }),
    estimate: ({ all, parts, shards }) => {
      const sum = (list: typeof parts) => list.reduce((n, { states }) => n + states.rows.n, 0)
      assert.strictEqual(sum(parts), all.rows.n)
      assert.strictEqual(sum(shards), all.rows.n)
      return numberOf(parts.length, all.rows.n)
    },
  })

  it.effect("comes as parts of one group, whatever the request splits by", () =>
    Effect.gen(function* () {
      const [all] = yield* measurements(yield* facts, spread)
      assert.deepStrictEqual([all?.value, all?.denominator, all?.by], [2, 6, {}])
      const by = [dimension("customer", column("customer"))]
      const each = yield* measurements(yield* facts, spread, {}, { by })
      assert.deepStrictEqual(
        each.map(({ by: own, denominator, value: n }) => [own["customer"], n, denominator]),
        [
          ["ann", 1, 2],
          ["bo", 2, 3],
          ["cy", 1, 1],
        ],
      )
      const none = yield* measurements(
        yield* project([{ kind: "order", rows: rows.slice(0, 1) }]),
        spread,
        {},
        {
          where: ge(column("at"), value(Date.UTC(2030, 0, 1))),
        },
      )
      assert.strictEqual(none[0]?.value, 0)
    }),
  )
})

describe("facts that may come late", () => {
  it.effect("are counted, and what they may change is not complete", () =>
    Effect.gen(function* () {
      const late = yield* project([{ kind: "order", rows }], { lateness: 3 * 86_400_000 })
      assert.strictEqual(late.watermarks.get("order")?.at, Date.UTC(2026, 2, 18))
      const [whole] = yield* measurements(late, stayed)
      assert.deepStrictEqual(
        [whole?.period?.complete, whole?.period?.to, whole?.asOf],
        [false, Date.UTC(2026, 2, 21) + 1, Date.UTC(2026, 2, 18)],
      )
      const months = yield* measurements(late, stayed, {}, { every: "month" })
      assert.deepStrictEqual(
        months.map((one) => [one.period?.complete, caveatsOf(one).includes("partial-period")]),
        [
          [false, true],
          [true, false],
          [false, true],
        ],
      )
    }),
  )
})
