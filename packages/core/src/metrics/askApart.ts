import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { Engine, EngineError } from "../engine/Engine.ts"
import { thrownText } from "../model/foreign.ts"
import type { Answer } from "../questions/Answer.ts"
import { askRanges } from "./context.ts"
import { preparedProblem } from "./guard.ts"
import type { GroupedQuestion, PreparedMetric } from "./Metric.ts"
import type { Range } from "./scope.ts"

/** What one request asks: within its filters and splits, and as the metric alone would. */
export interface Asking {
  readonly scoped: ReadonlyArray<GroupedQuestion>
  readonly bare: ReadonlyArray<GroupedQuestion>
}

/** A limit is reached by the facts and the request; anything else may be the fault of a metric. */
const blameless = ({ reason }: EngineError): boolean => reason._tag === "LimitExceeded"

/** An engine that throws at a question fails like one that refuses it. */
const typed = <A, R>(ask: Effect.Effect<A, EngineError, R>): Effect.Effect<A, EngineError, R | Engine> =>
  Effect.catchDefect(ask, (thrown) =>
    Effect.flatMap(Engine, ({ id }) =>
      Effect.fail(new EngineError({ engine: id, reason: { _tag: "Defect", problem: thrownText(thrown) } })),
    ),
  )

/**
 * Asks the questions of all requests together; where that fails, apart, to find out whose fault it is. Questions that
 * fail without the request's filters and splits too are the metric's failure, a text; those that fail only with them
 * are the error of whoever wrote the request.
 */
export const askAll = Effect.fnUntraced(function* (
  askings: ReadonlyArray<Asking>,
): Effect.fn.Return<ReadonlyArray<ReadonlyArray<Answer> | string>, EngineError, Engine> {
  const engine = yield* Engine
  const together = yield* Effect.result(typed(engine.ask(askings.flatMap(({ scoped }) => scoped))))
  if (Result.isSuccess(together)) {
    let next = 0
    return askings.map(({ scoped }) => together.success.slice(next, (next += scoped.length)))
  }
  if (blameless(together.failure)) return yield* together.failure
  const answers: Array<ReadonlyArray<Answer> | string> = []
  for (const { bare, scoped } of askings) {
    const own = yield* Effect.result(typed(engine.ask(scoped)))
    if (Result.isSuccess(own)) {
      answers.push(own.success)
      continue
    }
    const alone = yield* Effect.result(typed(engine.ask(bare)))
    if (blameless(own.failure) || Result.isSuccess(alone) || blameless(alone.failure)) return yield* own.failure
    answers.push(alone.failure.message)
  }
  return answers
})

/** Ranges of the instants each metric names; a text where it is malformed or names what is not there. */
export const askRangesOf = Effect.fnUntraced(function* (
  metrics: ReadonlyArray<PreparedMetric>,
): Effect.fn.Return<ReadonlyArray<ReadonlyMap<string, Range> | string>, EngineError, Engine> {
  const problems = metrics.map(preparedProblem)
  const columns = new Map<string, Set<string>>()
  for (const metric of metrics.filter((_, i) => problems[i] === null))
    for (const name of namesOf(metric))
      columns.set(metric.passport.kind, (columns.get(metric.passport.kind) ?? new Set()).add(name))
  const together = yield* Effect.result(typed(askRanges(columns)))
  if (Result.isSuccess(together))
    return metrics.map((metric, i) => problems[i] ?? together.success.get(metric.passport.kind) ?? new Map())
  if (blameless(together.failure)) return yield* together.failure
  const ranges: Array<ReadonlyMap<string, Range> | string> = []
  for (const [i, metric] of metrics.entries()) {
    const problem = problems[i] ?? null
    if (problem !== null) {
      ranges.push(problem)
      continue
    }
    const { kind } = metric.passport
    const own = yield* Effect.result(typed(askRanges(new Map([[kind, new Set(namesOf(metric))]]))))
    if (Result.isFailure(own) && blameless(own.failure)) return yield* own.failure
    ranges.push(Result.isSuccess(own) ? (own.success.get(kind) ?? new Map<string, Range>()) : own.failure.message)
  }
  return ranges
})

const namesOf = ({ extents, passport }: PreparedMetric): ReadonlyArray<string> => [passport.clock, ...extents]
