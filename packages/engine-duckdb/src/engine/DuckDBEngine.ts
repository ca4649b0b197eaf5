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
import {
  type Answer,
  compareGroups,
  type Fold,
  type Group,
  type Question,
  questionKey,
  type Trails,
  withFolds,
} from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { DuckDBFailed } from "../DuckDBFailed.ts"
import type { DuckDBFacts } from "../load/LoadOptions.ts"
import { type OnProgress, reporter } from "../Progress.ts"
import { type Alongside, alongside } from "./alongside.ts"
import { borrow } from "./borrow.ts"
import type { Held, Reason } from "./Ground.ts"
import { type Findings, prepare } from "./prepare.ts"
import { askCounted, compileCounted } from "./tally.ts"
import { askTrails, passKey } from "./trails.ts"
import { numberUnits } from "./trailSort.ts"

/** Id of the engine. @category engine @since 0.2.0 */
export const id = "duckdb"

/** What the engine keeps to, and the folds it knows beside the shipped ones. @category engine @since 0.2.0 */
export interface DuckDBEngineOptions extends Partial<Limits> {
  readonly folds?: Iterable<Fold>
  /** Hears how far questions have come; at most ten times a second. */
  readonly onProgress?: OnProgress
}

/** Rows are DuckDB's to hold; it spills. */
const limitsOf = (options: Partial<Limits>): Limits => ({ ...defaultLimits, rows: Number.MAX_SAFE_INTEGER, ...options })

/**
 * The engine that asks DuckDB. Tallies and unit moments become one query each; trails become one sort of narrow rows,
 * which DuckDB spills where it has to, streamed through the same folds as in memory with one unit in hand at a time.
 *
 * @category engine
 * @since 0.2.0
 */
export const make = (
  facts: DuckDBFacts,
  options: DuckDBEngineOptions = {},
): Effect.Effect<Engine["Service"], EngineError, Scope.Scope> =>
  Effect.gen(function* () {
    const { folds: others = [], onProgress, ...limits } = options
    const report = reporter(onProgress)
    const bounds = limitsOf(limits)
    const folds = withFolds(others)
    const total = [...facts.outline.rows.values()].reduce((sum, rows) => sum + rows, 0)
    if (total > bounds.rows)
      return yield* failure(new LimitExceeded({ limit: "rows", allowed: bounds.rows, found: total }))
    const findings: Findings = { fanOut: new Map(), wide: new Map() }
    const held: Held = {
      outline: facts.outline,
      tables: facts.tables,
      numbers: new Map(),
      fanOut: findings.fanOut,
      borrow,
    }
    const units = new Map<string, string>()
    const own: Array<string> = []
    // A session may outlive the engine.
    yield* Effect.addFinalizer(() =>
      own.length === 0
        ? Effect.void
        : Effect.ignore(
            Effect.scoped(
              Effect.flatMap(facts.session.connect, (connection) =>
                connection.run("clearing up", own.map((name) => `DROP TABLE ${name}`).join("; ")),
              ),
            ),
          ),
    )
    const answerAll = Effect.fnUntraced(function* (
      questions: ReadonlyArray<Question>,
    ): Effect.fn.Return<ReadonlyArray<Answer>, Reason | DuckDBFailed, Scope.Scope> {
      const problem = questionsProblem(questions)
      if (problem !== null) return yield* Effect.fail(problem)
      const connection = yield* facts.session.connecting(report)
      report.begin("measure", questions.length === 1 ? "1 question" : `${questions.length} questions`)
      report.enter("count")
      yield* prepare(connection, held, findings, questions)
      const ordering = { wide: new Set([...findings.wide].flatMap(([key, wide]) => (wide ? [key] : []))) }
      const pass = {
        held,
        session: facts.session,
        connection,
        report,
        ordering,
        folds,
        maximum: bounds.groups,
        units: (column: string) =>
          Effect.gen(function* () {
            const known = units.get(column)
            if (known !== undefined) return known
            const { made, name } = yield* numberUnits(held, facts.session, connection, column)
            units.set(column, name)
            if (made) own.push(name)
            return name
          }),
      }
      const known = new Map<string, Answer>()
      const counted = new Map<string, readonly [way: Alongside, walked: ReadonlyArray<Group>]>()
      for (const { tallies, together } of passesOf(held, questions)) {
        yield* checkKinds(
          held,
          (together[0]?.kinds ?? []).map(({ kind }) => kind),
        )
        const ways = [...tallies.values()]
        const answered = yield* askTrails([...together, ...ways.map((way) => way.trails)], {
          ...pass,
          folds: new Map([...folds, ...ways.map(({ fold }) => [fold.id, fold] as const)]),
        })
        for (const [i, question] of together.entries())
          known.set(questionKey(question), {
            version: 1,
            question,
            groups: (answered[i] ?? []).toSorted(compareGroups),
          })
        for (const [i, [key, way]] of [...tallies].entries())
          counted.set(key, [way, answered[together.length + i] ?? []])
      }
      const answers: Array<Answer> = []
      report.enter("count")
      for (const [i, question] of questions.entries()) {
        report.at(i, questions.length, "ask")
        const key = questionKey(question)
        const done = known.get(key)
        if (done !== undefined) {
          answers.push(done)
          continue
        }
        if (question.shape === "trails") continue
        yield* checkKinds(held, [question.kind])
        const [way, walked = []] = counted.get(key) ?? []
        const asked = way?.rest ?? question
        const compiled = yield* Effect.fromResult(compileCounted(held, asked, ordering))
        const found = yield* askCounted(connection, asked, compiled, bounds.groups)
        const answer = way === undefined ? found : yield* Effect.fromResult(way.answer(walked, found, bounds.groups))
        known.set(key, answer)
        answers.push(answer)
      }
      // A listener that failed at the last of all is heard too.
      report.check()
      return answers
    })
    return Engine.of({
      id,
      folds,
      ask: (questions) =>
        questions.length === 0 ? Effect.succeed([]) : Effect.scoped(answerAll(questions)).pipe(Effect.catch(failure)),
      watermarks: Effect.succeed(facts.outline.watermarks),
      rows: Effect.succeed(facts.outline.rows),
    })
  })

/** {@link make} as a layer. @category engine @since 0.2.0 */
export const layer = (facts: DuckDBFacts, options: DuckDBEngineOptions = {}): Layer.Layer<Engine, EngineError> =>
  Layer.effect(Engine, make(facts, options))

const failure = (reason: Reason | DuckDBFailed) =>
  Effect.fail(
    new EngineError({
      engine: id,
      reason: reason instanceof DuckDBFailed ? { _tag: "Defect", problem: reason.message } : reason,
    }),
  )

/** Trails that read the same rows, and the tallies that are counted while these are walked. */
interface Walked {
  readonly together: Array<Trails>
  readonly tallies: Map<string, Alongside>
}

const passesOf = (held: Held, questions: ReadonlyArray<Question>): Iterable<Walked> => {
  const passes = new Map<string, Walked>()
  for (const question of questions) {
    if (question.shape !== "trails") continue
    const pass: Walked = passes.get(passKey(question)) ?? { together: [], tallies: new Map() }
    pass.together.push(question)
    passes.set(passKey(question), pass)
  }
  for (const question of questions) {
    const way = question.shape === "tally" ? alongside(held, question) : null
    if (way !== null) passes.get(passKey(way.trails))?.tallies.set(questionKey(question), way)
  }
  return passes.values()
}

const checkKinds = (
  { outline: { model } }: Held,
  kinds: ReadonlyArray<string>,
): Effect.Effect<void, DimensionUnavailable> => {
  const unknown = kinds.find((kind) => kindOf(model, kind)?.id !== kind)
  return unknown === undefined
    ? Effect.void
    : Effect.fail(new DimensionUnavailable({ kind: unknown, name: unknown, available: Object.keys(model.kinds) }))
}
