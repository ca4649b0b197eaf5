import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as FactKind from "../../facts/FactKind.ts"
import { type Facts, kindOf } from "../../facts/Facts.ts"
import type { FactTable } from "../../facts/FactTable.ts"
import { deepPath } from "../../model/depth.ts"
import { type Answer, compareGroups, type Group } from "../../questions/Answer.ts"
import type { Fold } from "../../questions/folds/Fold.ts"
import { type Folds, withFolds } from "../../questions/folds/shipped.ts"
import { type Question, questionKey, type Tally, type UnitMoments } from "../../questions/Question.ts"
import type { Trails } from "../../questions/Trails.ts"
import { DimensionUnavailable, Engine, EngineError, LimitExceeded, QuestionInvalid } from "../Engine.ts"
import { defaultLimits, type Limits, NESTING } from "../Limits.ts"
import { borrower } from "./borrow.ts"
import { evaluateNumber, type Reason, type Rows } from "./evaluate.ts"
import { groupBy } from "./grouping.ts"
import { measureAll } from "./measures.ts"
import { select } from "./selection.ts"
import { foldTrails, passKey } from "./trails.ts"
import { askUnits, type Grouped, withBuckets } from "./units.ts"

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
            const answers = answerAll(facts, bounds, folds, questions)
            return Result.isSuccess(answers) ? Effect.succeed(answers.success) : failure(answers.failure)
          }),
        watermarks: Effect.succeed(facts.watermarks),
        rows: Effect.succeed(new Map([...facts.tables].map(([kind, table]) => [kind, table.rows] as const))),
      })
    }),
  )
}

const isExpr = (node: object) => "op" in node

const failure = (reason: Reason) => Effect.fail(new EngineError({ engine: id, reason }))

const answerAll = (
  facts: Facts,
  limits: Limits,
  folds: Folds,
  questions: ReadonlyArray<Question>,
): Result.Result<ReadonlyArray<Answer>, Reason> =>
  Result.gen(function* () {
    if (deepPath(questions, NESTING, isExpr) !== null)
      return yield* Result.fail(new QuestionInvalid({ problem: `an expression nests more than ${NESTING} levels` }))
    const open = new Map<string, Rows>()
    const rowsOf = (kind: string): Rows => {
      const known = open.get(kind)
      if (known !== undefined) return known
      const table = facts.tables.get(kind) ?? noRows(facts, kind)
      const rows: Rows = { facts, table, vectors: new Map(), borrow: borrower(rowsOf) }
      open.set(kind, rows)
      return rows
    }
    const passes = new Map<string, Array<Trails>>()
    for (const question of questions)
      if (question.shape === "trails")
        passes.set(passKey(question), [...(passes.get(passKey(question)) ?? []), question])
    const known = new Map<string, Answer>()
    for (const together of passes.values()) {
      yield* checkKinds(
        facts,
        (together[0]?.kinds ?? []).map(({ kind }) => kind),
      )
      const answered = yield* foldTrails(together, rowsOf, { folds, maximum: limits.groups })
      for (const [i, question] of together.entries())
        known.set(questionKey(question), {
          version: 1,
          question,
          groups: (answered[i] ?? []).toSorted(compareGroups),
        })
    }
    const answers: Array<Answer> = []
    for (const question of questions) {
      const key = questionKey(question)
      const done = known.get(key)
      if (done !== undefined) {
        answers.push(done)
        continue
      }
      if (question.shape === "trails") continue
      yield* checkKinds(facts, [question.kind])
      const answer = yield* answerOne(question, rowsOf(question.kind), limits)
      known.set(key, answer)
      answers.push(answer)
    }
    return answers
  })

/** A kind without facts is a table without rows, so that a question is as right or wrong as with them. */
const noRows = (facts: Facts, kind: string): FactTable => ({
  kind: kindOf(facts.model, kind) ?? FactKind.make({ id: kind, plural: kind, doc: "", row: "", rank: 0, fields: {} }),
  rows: 0,
  columns: new Map(),
})

const checkKinds = (facts: Facts, kinds: ReadonlyArray<string>): Result.Result<void, Reason> => {
  const unknown = kinds.find((kind) => kindOf(facts.model, kind)?.id !== kind)
  return unknown === undefined
    ? Result.succeed(undefined)
    : Result.fail(new DimensionUnavailable({ kind: unknown, name: unknown, available: Object.keys(facts.model.kinds) }))
}

const answerOne = (question: Tally | UnitMoments, rows: Rows, limits: Limits): Result.Result<Answer, Reason> =>
  Result.gen(function* () {
    const grouped = question.shape === "tally" ? yield* askTally(rows, question) : yield* askUnits(rows, question)
    if (grouped.keys.length > limits.groups)
      return yield* Result.fail(
        new LimitExceeded({ limit: "groups", allowed: limits.groups, found: grouped.keys.length }),
      )
    const groups = grouped.keys.map((key, i): Group => ({
      key,
      bucket: grouped.buckets?.[i] ?? null,
      states: grouped.states[i] ?? {},
    }))
    return { version: 1, question, groups: groups.toSorted(compareGroups) } as const
  })

const askTally = (rows: Rows, question: Tally): Result.Result<Grouped, Reason> =>
  Result.gen(function* () {
    const selected = yield* select(rows, question)
    const grouping = yield* groupBy(rows, selected.rows, question.by)
    const groups = withBuckets(grouping.of, grouping.keys, selected.buckets)
    // Without dimensions there is one group, unless no row arrived.
    const count = selected.rows.length === 0 ? 0 : groups.keys.length
    const weight = rows.table.columns.has("weight")
      ? (yield* evaluateNumber(rows, { op: "column", column: "weight" })).values
      : null
    const states = yield* measureAll(
      { rows, selection: selected.rows, group: groups.of, groups: count, weight },
      question.measures,
    )
    return { keys: groups.keys.slice(0, count), buckets: groups.buckets, states }
  })
