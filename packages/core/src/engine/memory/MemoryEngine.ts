import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import type { Facts } from "../../facts/Facts.ts"
import type { Answer } from "../../questions/Answer.ts"
import type { Fold } from "../../questions/folds/Fold.ts"
import { withFolds } from "../../questions/folds/shipped.ts"
import { type Question, questionKey } from "../../questions/Question.ts"
import { Engine, EngineError, LimitExceeded } from "../Engine.ts"
import { defaultLimits, type Limits } from "../Limits.ts"
import { questionsProblem } from "../questionsProblem.ts"
import { answerEach, type Answering } from "./answerEach.ts"
import type { Reason } from "./evaluate.ts"

/** Id of the engine in memory. @category engine @since 0.1.0 */
export const id = "memory"

/** What the engine keeps to, and the folds it knows beside the shipped ones. @category engine @since 0.2.0 */
export interface MemoryOptions extends Partial<Limits> {
  readonly folds?: Iterable<Fold>
}

/**
 * The engine that holds facts as typed arrays in memory. Runs in browsers, workers and Node. Equal questions are
 * answered once, equal expressions are computed once per ask, and folds over the same rows share one sort and one pass.
 *
 * @category engine
 * @since 0.1.0
 */
export const layer = (facts: Facts, options: MemoryOptions = {}): Layer.Layer<Engine, EngineError> => {
  const { folds: others = [], ...limits } = options
  // At once: an iterable may be one that ends, and layers may be built again.
  const folds = withFolds(others)
  return Layer.effect(
    Engine,
    Effect.gen(function* () {
      const bounds = { ...defaultLimits, ...limits }
      const total = [...facts.tables.values()].reduce((sum, table) => sum + table.rows, 0)
      if (total > bounds.rows)
        return yield* failure(new LimitExceeded({ limit: "rows", allowed: bounds.rows, found: total }))
      return Engine.of({
        id,
        folds,
        ask: (questions) =>
          Effect.suspend(() => {
            const answers = answerAll(facts, questions, { folds, groups: bounds.groups, share: null })
            return Result.isSuccess(answers) ? Effect.succeed(answers.success) : failure(answers.failure)
          }),
        watermarks: Effect.succeed(facts.watermarks),
        rows: Effect.succeed(new Map([...facts.tables].map(([kind, table]) => [kind, table.rows] as const))),
      })
    }),
  )
}

const failure = (reason: Reason) => Effect.fail(new EngineError({ engine: id, reason }))

const answerAll = (
  facts: Facts,
  questions: ReadonlyArray<Question>,
  answering: Answering,
): Result.Result<ReadonlyArray<Answer>, Reason> =>
  Result.gen(function* () {
    const problem = questionsProblem(questions)
    if (problem !== null) return yield* Result.fail(problem)
    const known = new Map<string, Answer>()
    for (const step of answerEach(facts, questions, answering))
      for (const [key, answer] of yield* step) known.set(key, answer)
    return questions.map((question) => known.get(questionKey(question)) as Answer)
  })
