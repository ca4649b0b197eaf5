import {
  defaultLimits,
  DimensionUnavailable,
  Engine,
  EngineError,
  LimitExceeded,
  type Limits,
  questionsProblem,
} from "@touchpoint/core/engine"
import { kindOf } from "@touchpoint/core/facts"
import { type Answer, type Fold, type Question, questionKey, withFolds } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import { ClickHouseFailed } from "../ClickHouseFailed.ts"
import type { ClickHouseFacts } from "../tables/connect.ts"
import { borrow } from "./borrow.ts"
import type { Held, Reason } from "./Ground.ts"
import { prepare } from "./prepare.ts"
import { askCounted, compileCounted } from "./tally.ts"
import { askTrails, compileTrails } from "./trails.ts"

/** Id of the engine. @category engine @since 0.2.0 */
export const id = "clickhouse"

/** What the engine keeps to, and the folds it is to know by name beside the shipped ones. @category engine @since 0.2.0 */
export interface ClickHouseEngineOptions extends Partial<Limits> {
  /** Folds of plugins: questions about them are `QuestionUnsupported`, and not unknown. */
  readonly folds?: Iterable<Fold>
}

/** Rows are the cluster's to hold. */
const limitsOf = (options: Partial<Limits>): Limits => ({ ...defaultLimits, rows: Number.MAX_SAFE_INTEGER, ...options })

/**
 * The engine that asks ClickHouse. Everything is counted there, by the servers that hold the rows; what comes back are
 * groups and their sums, and no row about a person.
 *
 * **Gotchas**
 *
 * Folds of plugins have no SQL and are `QuestionUnsupported`. A question is several queries where it needs several passes: while rows are being written, each sees its
 * own moment, unless `asOf` is given.
 *
 * @category engine
 * @since 0.2.0
 */
export const make = (
  facts: ClickHouseFacts,
  options: ClickHouseEngineOptions = {},
): Effect.Effect<Engine["Service"], EngineError> =>
  Effect.gen(function* () {
    const { folds: others = [], ...limits } = options
    const bounds = limitsOf(limits)
    const folds = withFolds(others)
    const total = [...facts.outline.rows.values()].reduce((sum, rows) => sum + rows, 0)
    if (total > bounds.rows)
      return yield* failure(new LimitExceeded({ limit: "rows", allowed: bounds.rows, found: total }))
    const answerAll = Effect.fnUntraced(function* (
      questions: ReadonlyArray<Question>,
    ): Effect.fn.Return<ReadonlyArray<Answer>, Reason | ClickHouseFailed> {
      const problem = questionsProblem(questions)
      if (problem !== null) return yield* Effect.fail(problem)
      // Tables may change between asks: what was found out about them is found out again.
      const held: Held = { ...facts, fanOut: new Map(), borrow }
      yield* prepare(held, questions)
      const known = new Map<string, Answer>()
      const answers: Array<Answer> = []
      for (const question of questions) {
        const key = questionKey(question)
        const answer = known.get(key) ?? (yield* answerOne(held, question))
        known.set(key, answer)
        answers.push(answer)
      }
      return answers
    })
    const answerOne = Effect.fnUntraced(function* (
      held: Held,
      question: Question,
    ): Effect.fn.Return<Answer, Reason | ClickHouseFailed> {
      yield* Effect.fromResult(
        checkKinds(held, question.shape === "trails" ? question.kinds.map(({ kind }) => kind) : [question.kind]),
      )
      if (question.shape === "trails") {
        const compiled = yield* Effect.fromResult(compileTrails(held, question, folds))
        return yield* askTrails(held, question, compiled, bounds.groups)
      }
      const compiled = yield* Effect.fromResult(compileCounted(held, question))
      return yield* askCounted(held, question, compiled, bounds.groups)
    })
    return Engine.of({
      id,
      folds,
      ask: (questions) =>
        questions.length === 0 ? Effect.succeed([]) : answerAll(questions).pipe(Effect.catch(failure)),
      watermarks: Effect.succeed(facts.outline.watermarks),
      rows: Effect.succeed(facts.outline.rows),
    })
  })

/** {@link make} as a layer. @category engine @since 0.2.0 */
export const layer = (
  facts: ClickHouseFacts,
  options: ClickHouseEngineOptions = {},
): Layer.Layer<Engine, EngineError> => Layer.effect(Engine, make(facts, options))

const failure = (reason: Reason | ClickHouseFailed) =>
  Effect.fail(
    new EngineError({
      engine: id,
      reason: reason instanceof ClickHouseFailed ? { _tag: "Defect", problem: reason.message } : reason,
    }),
  )

const checkKinds = (
  { outline: { model } }: Held,
  kinds: ReadonlyArray<string>,
): Result.Result<void, DimensionUnavailable> => {
  const unknown = kinds.find((kind) => kindOf(model, kind)?.id !== kind)
  return unknown === undefined
    ? Result.succeed(undefined)
    : Result.fail(new DimensionUnavailable({ kind: unknown, name: unknown, available: Object.keys(model.kinds) }))
}
