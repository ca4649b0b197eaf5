import { Engine, MemoryEngine } from "@touchpoint/core/engine"
import type { Facts } from "@touchpoint/core/facts"
import {
  type CaveatId,
  contextOf,
  measure,
  type Measurement,
  type MeasureOptions,
  type MeasureRequest,
  Metric,
  type PeriodAsked,
  type PreparedMetric,
} from "@touchpoint/core/metrics"
import { type Answer, emptyGroup, merge } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Row, SourceSpec } from "../facts/project.ts"
import { assert } from "../stats/assert.ts"

/** Measures requests over facts in memory. */
export const measureAll = (
  facts: Facts,
  requests: ReadonlyArray<MeasureRequest>,
  options: Partial<MeasureOptions> = {},
) => measure(requests, { calendar: facts.calendar, ...options }).pipe(Effect.provide(MemoryEngine.layer(facts)))

/** The measurements of one metric. */
export const measurements = Effect.fnUntraced(function* (
  facts: Facts,
  metric: Metric.Metric,
  params: unknown = {},
  request: Partial<MeasureRequest> = {},
  options: Partial<MeasureOptions> = {},
) {
  const [result] = yield* measureAll(facts, [{ ...request, metric: yield* metric.prepare(params) }], options)
  if (result === undefined) return []
  assert.isNull(result.failure)
  return result.measurements
})

/** The one measurement of a request without splits. */
export const measureOne = Effect.fnUntraced(function* (...args: Parameters<typeof measurements>) {
  const all = yield* measurements(...args)
  assert.strictEqual(all.length, 1)
  return all[0] as Measurement
})

/** Ids of the caveats. */
export const caveatsOf = ({ caveats }: Measurement): ReadonlyArray<CaveatId> => caveats.map(({ id }) => id)

/** The figures of a caveat. */
export const caveatData = ({ caveats }: Measurement, id: CaveatId) => caveats.find((caveat) => caveat.id === id)?.data

/** Feedback with as many answers of each score as the histogram says, one customer each. */
export const answersOf = (
  histogram: Readonly<Record<string, number>>,
  more: Row = {},
  prefix = "",
): ReadonlyArray<Row> =>
  Object.entries(histogram).flatMap(([score, n]) =>
    Array.from({ length: n }, (_, i) => ({ customer: `${prefix}${score}-${i}`, score, ...more })),
  )

/** A source of feedback on a scale. */
export const feedback = (
  instrument: string,
  rows: ReadonlyArray<Row>,
  scale: { readonly min: number; readonly max: number } | null = instrument === "nps"
    ? { min: 0, max: 10 }
    : { min: 1, max: 5 },
): SourceSpec => ({ kind: "feedback", rows, with: { instrument, ...(scale === null ? {} : { scale }) } })

/**
 * Asks a metric over facts and over two shards of them, merges the answers of the shards, and compares what is
 * estimated. The context is that of the whole, as a coordinator would give it to every shard.
 */
export const sameOverShards = Effect.fnUntraced(function* (
  metric: PreparedMetric,
  whole: Facts,
  shards: readonly [Facts, Facts],
  /** The period a periodic metric is asked of. */
  period: PeriodAsked | null = null,
) {
  const { extents, kinds, passport } = metric
  const known = yield* contextOf(passport.kind, [passport.clock, ...extents], whole.calendar, kinds).pipe(
    Effect.provide(MemoryEngine.layer(whole)),
  )
  const questions = metric.questions({ ...known, period })
  const list = Object.values(questions)
  const ask = (facts: Facts) =>
    Effect.flatMap(Engine, (engine) => engine.ask(list)).pipe(Effect.provide(MemoryEngine.layer(facts)))
  const [all, left, right] = [yield* ask(whole), yield* ask(shards[0]), yield* ask(shards[1])]
  const estimate = (answers: ReadonlyArray<Answer>) =>
    metric.estimate(
      Object.fromEntries(
        Object.entries(questions).map(([name, question], i) => [
          name,
          Metric.ownDimensions(question).length > 0
            ? (answers[i]?.groups ?? []).map(({ key, states }) => ({ key, states }))
            : (answers[i]?.groups[0]?.states ?? emptyGroup(question)),
        ]),
      ),
      0.95,
    )
  const merged = all.map((_, i) => Result.getOrThrow(merge(left[i] as Answer, right[i] as Answer, "unit")))
  nearly(estimate(merged), estimate(all))
})

/** Equal up to what doubles lose in another order of adding. */
const nearly = (actual: unknown, expected: unknown, path = ""): void => {
  if (typeof expected === "number") assert.near(actual as number, expected, 1e-9)
  else if (typeof expected === "object" && expected !== null) {
    assert.deepStrictEqual(Object.keys(actual ?? {}), Object.keys(expected), path)
    for (const [key, value] of Object.entries(expected))
      nearly((actual as Record<string, unknown>)[key], value, `${path}.${key}`)
  } else assert.strictEqual(actual, expected, path)
}
