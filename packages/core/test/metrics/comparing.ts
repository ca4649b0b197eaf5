import { Engine, MemoryEngine } from "@touchpoint/core/engine"
import type { Facts } from "@touchpoint/core/facts"
import { contextOf, Metric, type PeriodAsked, type PreparedMetric } from "@touchpoint/core/metrics"
import { emptyGroup } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"

/** What a metric is told of facts without splits: the states of each of its questions. */
export const statesOf = Effect.fnUntraced(function* (
  metric: PreparedMetric,
  facts: Facts,
  period: PeriodAsked | null = null,
) {
  const { extents, kinds, passport } = metric
  const layer = MemoryEngine.layer(facts)
  const clocks = [passport.clock, ...extents]
  const known = yield* contextOf(passport.kind, clocks, facts.calendar, kinds).pipe(Effect.provide(layer))
  const questions = metric.questions({ ...known, period })
  const answers = yield* Effect.flatMap(Engine, (engine) => engine.ask(Object.values(questions))).pipe(
    Effect.provide(layer),
  )
  return Object.fromEntries(
    Object.entries(questions).map(([name, question], i) => [
      name,
      Metric.ownDimensions(question).length > 0
        ? (answers[i]?.groups ?? []).map(({ key, states }) => ({ key, states }))
        : (answers[i]?.groups[0]?.states ?? emptyGroup(question)),
    ]),
  )
})

/** First facts minus second, as the metric compares them; either side may be empty. */
export const compared = Effect.fnUntraced(function* (
  metric: Metric.Metric,
  params: unknown,
  first: Facts,
  second: Facts,
  period: PeriodAsked | null = null,
  level = 0.95,
) {
  const prepared = yield* metric.prepare(params)
  return prepared.compare(yield* statesOf(prepared, first, period), yield* statesOf(prepared, second, period), level)
})
