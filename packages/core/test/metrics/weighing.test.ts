import { describe, it } from "@effect/vitest"
import type { Facts } from "@touchpoint/core/facts"
import {
  conversionRate,
  lifecycle,
  type MeasureRequest,
  type Metric,
  metrics,
  nps,
  retention,
  touchpointUsage,
} from "@touchpoint/core/metrics"
import { column, dimension, tally } from "@touchpoint/core/questions"
import { Calendar, Period } from "@touchpoint/core/time"
import { factsOfShop, simulateShop } from "@touchpoint/simulation"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { project, type Row } from "../facts/project.ts"
import { assert } from "../stats/assert.ts"
import { answersOf, caveatsOf, feedback, measureAll, measurements, measureOne } from "./asking.ts"

/** The same facts, every row with a weight by its place. */
const weighedBy = (facts: Facts, weightOf: (row: number) => number): Facts => ({
  ...facts,
  tables: new Map(
    [...facts.tables].map(([kind, table]) => {
      const values = Float64Array.from({ length: table.rows }, (_, row) => weightOf(row))
      return [kind, { ...table, columns: new Map([...table.columns, ["weight", { type: "number", values }]]) }]
    }),
  ),
})
const period = (text: string) => Result.getOrThrow(Period.parse(text, Calendar.make("UTC")))
const saysOf = (caveats: ReadonlyArray<string>) => caveats.filter((id) => id.startsWith("weight"))

describe("weights of rows", () => {
  it.effect(
    "are used or said to be ignored by every metric, whatever they add up to",
    () =>
      Effect.gen(function* () {
        const shop = simulateShop({ customers: 150, seed: 7 })
        const facts = yield* factsOfShop(shop)
        const asked = { from: Date.parse("2026-01-01Z"), to: Date.parse("2026-04-01Z"), zone: shop.zone }
        const requests = yield* Effect.forEach(metrics, (metric) =>
          Effect.map(metric.prepare(), (prepared) => ({ metric: prepared, period: asked })),
        )
        const says = Effect.fnUntraced(function* (weightOf: (row: number) => number) {
          const results = yield* measureAll(weighedBy(facts, weightOf), requests)
          return results.flatMap(({ measurements: [m] }) =>
            m === undefined || m.n === 0 ? [] : [[m.metric, saysOf(caveatsOf(m))] as const],
          )
        })
        const [even, uneven, scaled] = [
          yield* says(() => 1),
          yield* says((row) => 1 + (row % 3)),
          yield* says((row) => (row % 2 === 0 ? 0.5 : 1.5)),
        ]
        assert.isAbove(uneven.length, 35)
        for (const [id, said] of even) assert.deepStrictEqual(said, [], id)
        for (const [id, said] of [...uneven, ...scaled]) assert.lengthOf(said, 1, `${id} says ${said.join(", ")}`)
        for (const [id, said] of uneven) assert.deepStrictEqual(new Map(scaled).get(id), said, id)
      }),
    120_000,
  )

  const visit = (customer: string, at: string, channel: string, weight: number): Row => ({
    customer,
    at,
    channel,
    weight,
    touchpoint: "home",
  })
  const visits = [
    visit("a", "2026-01-05", "web", 10),
    visit("b", "2026-01-06", "app", 1),
    visit("c", "2026-02-05", "web", 1),
    visit("d", "2026-02-06", "app", 1),
  ]
  const bought = (weight: number): Row => ({ customer: "a", at: "2026-01-06", weight })
  const header = ["customer", "at", "weight"]
  const factsOf = (orderWeight: number) =>
    project(
      [
        { kind: "interaction", rows: visits },
        { kind: "order", rows: [bought(orderWeight)], header },
      ],
      { asOf: Date.parse("2026-04-01Z") },
    )

  it.effect("are told of the groups and months that have them", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf(1)
      const told = Effect.fnUntraced(function* (request: Partial<MeasureRequest>) {
        const all = yield* measurements(facts, touchpointUsage, { form: "occasions", touchpoint: "home" }, request)
        return all.map((m) => [m.by["channel"] ?? m.period?.from, saysOf(caveatsOf(m)).join()])
      })
      const by = [dimension("channel", column("channel"))]
      assert.deepStrictEqual(yield* told({ by }), [
        ["app", ""],
        ["web", "weights-ignored"],
      ])
      assert.deepStrictEqual(yield* told({ every: "month" }), [
        [Date.UTC(2026, 0, 1), "weights-ignored"],
        [Date.UTC(2026, 1, 1), ""],
      ])
      assert.deepStrictEqual(yield* told({ by, period: period("2026-02") }), [
        ["app", ""],
        ["web", ""],
      ])
    }),
  )

  it.effect("are told wherever they are in what customers are followed through, and not of what is not counted", () =>
    Effect.gen(function* () {
      const said = Effect.fnUntraced(function* (facts: Facts, metric: Metric.Metric, params: object = {}) {
        return saysOf(caveatsOf(yield* measureOne(facts, metric, params, { period: period("2026-02") })))
      })
      const weighed = yield* factsOf(3)
      for (const metric of [conversionRate, retention, lifecycle])
        assert.deepStrictEqual(yield* said(weighed, metric), ["weights-ignored"], metric.id)
      assert.deepStrictEqual(yield* said(yield* factsOf(1), retention), [])
      assert.deepStrictEqual(yield* said(weighed, conversionRate, { steps: ["shop", "till"] }), [])
      const mixed = yield* project([
        feedback("nps", answersOf({ "10": 40 }, { weight: 1 }, "n")),
        feedback("csat", answersOf({ "5": 40 }, { weight: 2 }, "c")),
      ])
      assert.deepStrictEqual(saysOf(caveatsOf(yield* measureOne(mixed, nps))), [])
    }),
  )

  it.effect("are told of one number though the questions of another are refused", () =>
    Effect.gen(function* () {
      const wrong = { ...(yield* retention.prepare()), metric: "acme/wrong" }
      const asks = (kind: string) => ({
        ...wrong,
        questions: () => ({ all: tally(kind, { rows: { stat: "count" } }) }),
      })
      const results = yield* measureAll(yield* factsOf(3), [
        { metric: asks("nothing") },
        { metric: yield* retention.prepare() },
      ])
      assert.isNotNull(results[0]?.failure)
      assert.deepStrictEqual(saysOf(results[1]?.measurements.flatMap(caveatsOf) ?? []), ["weights-ignored"])
    }),
  )
})
