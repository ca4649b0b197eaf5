import { assert, describe, it } from "@effect/vitest"
import { Metric, nps, prepareMetric } from "@touchpoint/core/metrics"
import {
  column,
  dimension,
  eq,
  type Expr,
  not,
  tally,
  trails,
  transitionDefaults,
  transitions,
} from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { project } from "../facts/project.ts"
import { answersOf, feedback, measureAll } from "./asking.ts"

const estimate = { value: 1, interval: null, n: 1, nEffective: null, numerator: null, denominator: null, caveats: [] }
const comparison = { difference: 0, interval: null, test: "t", p: 0.5, effect: null }
const passport = {
  unit: { kind: "count" },
  unitOfN: "answer",
  numerator: "rows",
  denominator: "1",
  kind: "feedback",
  clock: "at",
} as const

/** A metric of somebody else's, wrong in what the test says. */
const metricOf = (faults: Readonly<Record<string, unknown>>) =>
  Metric.make({
    id: "acme/odd",
    docs: { title: "Odd", description: "", source: "", notWhen: "" },
    better: "neutral",
    params: Schema.Struct({}),
    passport: () => passport,
    questions: () => ({ rows: tally("feedback", { n: { stat: "count" } }) }),
    estimate: () => estimate,
    compare: () => null,
    ...faults,
  })

const byWave = { by: [dimension("wave", column("wave"))], versus: { wave: "a" } }

/** What became of a faulty metric that was measured beside NPS, which must be whole. */
const failureOf = Effect.fnUntraced(function* (faults: Readonly<Record<string, unknown>>, split = false) {
  const facts = yield* project([
    feedback("nps", [...answersOf({ "10": 12 }, { wave: "a" }, "a"), ...answersOf({ "0": 12 }, { wave: "b" }, "b")]),
  ])
  const results = yield* measureAll(facts, [
    { metric: yield* metricOf(faults).prepare(), ...(split ? byWave : {}) },
    { metric: yield* nps.prepare() },
  ])
  assert.isNull(results[1]?.failure)
  assert.strictEqual(results[1]?.measurements[0]?.n, 24)
  if (results[0]?.failure !== null) assert.deepStrictEqual(results[0]?.measurements, [])
  return results[0]?.failure ?? ""
})

const gives = (value: unknown) => ({ estimate: () => value })
const throwing = () => {
  throw new RangeError("boo")
}
const nested = (levels: number): Expr => {
  let expr: Expr = eq(column("wave"), "a")
  for (let i = 1; i < levels; i++) expr = not(expr)
  return expr
}

describe("a metric that estimates nonsense is the failure of its request", () => {
  it.effect.each<readonly [unknown, string]>([
    [{ ...estimate, value: Number.NaN }, "value is NaN"],
    [{ ...estimate, value: Number.POSITIVE_INFINITY }, "value is Infinity"],
    [{ ...estimate, value: "1" }, "value: Expected"],
    [{ ...estimate, value: 1n }, "value: Expected"],
    [{ ...estimate, n: -1 }, "n is -1"],
    [{ ...estimate, n: undefined }, "n is missing"],
    [{ ...estimate, nEffective: Number.NaN }, "nEffective is NaN"],
    [{ ...estimate, caveats: [{ id: "made-up" }] }, "caveats.0.id: Expected"],
    [{ ...estimate, caveats: null }, "caveats: Expected"],
    [{ ...estimate, interval: { low: 2, high: 1, level: 0.95, method: "x" } }, "interval begins at 2, above its end 1"],
    [{ ...estimate, interval: { low: Number.NaN, high: 1, level: 0.95, method: "x" } }, "interval.low is NaN"],
    [{ ...estimate, interval: { low: 0, high: 1, level: 95, method: "x" } }, "interval.level is 95"],
    [null, "Expected object, got null"],
    [undefined, "it is missing"],
    [Object.defineProperty({ ...estimate }, "value", { get: throwing, enumerable: true }), "RangeError: boo"],
  ])("%#", ([value, problem]) =>
    Effect.gen(function* () {
      assert.include(yield* failureOf(gives(value)), problem)
    }),
  )
  it.effect("also one that will answer later", () =>
    Effect.gen(function* () {
      const late = () => Promise.reject(new Error("late"))
      for (const faults of [{ estimate: late }, { questions: late }])
        assert.include(yield* failureOf(faults), "it gave a promise")
      assert.include(yield* failureOf({ compare: late }, true), "it gave a promise")
    }),
  )
  it.effect("and what is right stays", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* failureOf({}), "")
    }),
  )
})

describe("a metric that compares nonsense is the failure of its request", () => {
  it.effect.each<readonly [unknown, string]>([
    [{ ...comparison, p: 1.5 }, "comparison: p is 1.5, not a probability"],
    [{ ...comparison, p: -0.1 }, "comparison: p is -0.1"],
    [{ ...comparison, p: Number.NaN }, "comparison: p is NaN"],
    [{ ...comparison, difference: "1" }, "comparison: difference: Expected"],
    [{ ...comparison, interval: { low: 2, high: 1, level: 0.95, method: "x" } }, "comparison: interval begins at 2"],
    [{ p: 0.5 }, "comparison: difference is missing"],
    [undefined, "comparison: it is missing"],
  ])("%#", ([value, problem]) =>
    Effect.gen(function* () {
      assert.include(yield* failureOf({ compare: () => value }, true), problem)
    }),
  )
})

describe("a metric that asks nonsense is the failure of its request", () => {
  const asks = (questions: unknown) => ({ questions: () => questions })
  const rows = tally("feedback", { n: { stat: "count" } })
  it.effect.each<readonly [Readonly<Record<string, unknown>>, string]>([
    [asks({ rows: { ...rows, kind: "nothing" } }), '"nothing"'],
    [asks({ rows: { ...rows, clock: "when" } }), 'feedback has no "when"'],
    [asks({ rows: tally("feedback", { n: { stat: "sum", of: column("nope") } }) }), 'feedback has no "nope"'],
    [asks({ rows: tally("feedback", { n: { stat: "made-up" as "count" } }) }), "rows"],
    [asks({ rows: { ...rows, where: nested(201) } }), "nests more than 200 levels"],
    [asks({ rows: { shape: "trails", kinds: [], unit: "", span: null, fold: "", options: {} } }), "rows"],
    [
      asks({ rows: { ...trails(transitions, transitionDefaults, { kinds: ["feedback"] }), fold: "acme/none" } }),
      "acme/none",
    ],
    [asks(null), "Expected"],
    [asks({ rows: null }), "rows: Expected"],
    [{ questions: throwing }, "RangeError: boo"],
    [{ extents: ["nope"] }, 'feedback has no "nope"'],
    [{ horizon: () => Number.NaN }, "horizon"],
    [{ horizon: () => -1 }, "horizon"],
    [{ kinds: () => "feedback" }, "kinds"],
    [{ passport: () => ({ ...passport, kind: "nothing" }) }, '"nothing"'],
    [{ passport: () => ({ ...passport, clock: "when" }) }, 'feedback has no "when"'],
    [{ passport: () => ({ ...passport, unit: { kind: "parsecs" } }) }, "passport.unit"],
    [{ passport: () => null }, "passport: Expected"],
    [{ docs: { title: 42, source: "" } }, "title: Expected"],
    [{ passport: () => ({ ...passport, numerator: { en: 42 } }) }, "numerator"],
  ])("%#", ([faults, problem]) =>
    Effect.gen(function* () {
      assert.include(yield* failureOf(faults), problem)
      assert.include(yield* failureOf(faults, true), problem)
    }),
  )
})

describe("a request that asks nonsense stays an error", () => {
  it.effect.each<readonly [Expr, string]>([
    [eq(column("nope"), 1), 'feedback has no "nope"'],
    [nested(201), "nests more than 200 levels"],
    [nested(20_000), "nests more than 200 levels"],
  ])("%#", ([where, problem]) =>
    Effect.gen(function* () {
      const facts = yield* project([feedback("nps", answersOf({ "10": 12 }, { wave: "a" }))])
      const metric = yield* nps.prepare()
      const error = yield* Effect.flip(measureAll(facts, [{ metric }, { metric, where }]))
      assert.strictEqual(error._tag, "EngineError")
      assert.include(error.message, problem)
    }),
  )
  it.effect("and fewer levels are none", () =>
    Effect.gen(function* () {
      const facts = yield* project([feedback("nps", answersOf({ "10": 12 }, { wave: "a" }))])
      const [result] = yield* measureAll(facts, [{ metric: yield* nps.prepare(), where: nested(197) }])
      assert.strictEqual(result?.measurements[0]?.n, 12)
    }),
  )
})

describe("preparing a metric", () => {
  it.effect("that throws, or gives what is none, is broken and not wrong parameters", () =>
    Effect.gen(function* () {
      const odd = { ...metricOf({}), id: "acme/odd" }
      for (const metric of [
        metricOf({ passport: throwing }),
        { ...odd, prepare: throwing },
        { ...odd, prepare: () => 42 as never },
        { ...odd, prepare: () => Effect.succeed(null as never) },
        { ...odd, prepare: () => Promise.reject(new Error("late")) as never },
      ]) {
        const error = yield* Effect.flip(prepareMetric(metric))
        assert.strictEqual(error._tag, "MetricBroken")
        assert.include(error.message, "The metric acme/odd failed: ")
      }
      assert.strictEqual((yield* Effect.flip(prepareMetric(nps, { scale: "x" })))._tag, "OptionsInvalid")
    }),
  )
})
