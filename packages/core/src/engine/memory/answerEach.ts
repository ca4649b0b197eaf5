import * as Result from "effect/Result"
import * as FactKind from "../../facts/FactKind.ts"
import { type Facts, kindOf } from "../../facts/Facts.ts"
import type { FactTable } from "../../facts/FactTable.ts"
import { type Answer, compareGroups, type Group } from "../../questions/Answer.ts"
import type { Folds } from "../../questions/folds/shipped.ts"
import { type Question, questionKey, type Tally, type UnitMoments } from "../../questions/Question.ts"
import type { Trails } from "../../questions/Trails.ts"
import { DimensionUnavailable, LimitExceeded } from "../Engine.ts"
import type { Limits } from "../Limits.ts"
import { borrower } from "./borrow.ts"
import { evaluateNumber, type Reason, type Rows } from "./evaluate.ts"
import { groupBy } from "./grouping.ts"
import { measureAll } from "./measures.ts"
import { select } from "./selection.ts"
import { type Share, shareOfTally } from "./Share.ts"
import { foldTrails, passKey } from "./trails.ts"
import { askUnits, type Grouped, withBuckets } from "./units.ts"

/** What of facts is needed to count them. */
export type Counted = Pick<Facts, "model" | "inventory" | "tables">

/** What answers depend on beside the facts and the questions. */
export interface Answering extends Pick<Limits, "groups"> {
  readonly folds: Folds
  /** `null` counts everything. */
  readonly share: Share | null
}

/** Answers by {@link questionKey}, as far as one step has them. */
export type Step = Result.Result<ReadonlyArray<readonly [key: string, answer: Answer]>, Reason>

/**
 * Answers questions step by step, so that whoever asks may do something else in between: trails over the same rows in
 * one step, every other question in its own. Equal questions are answered once, equal expressions computed once.
 */
export const answerEach = function* (
  facts: Counted,
  questions: ReadonlyArray<Question>,
  answering: Answering,
): Generator<Step, void> {
  const open = new Map<string, Rows>()
  const rowsOf = (kind: string): Rows => {
    const known = open.get(kind)
    if (known !== undefined) return known
    const table = facts.tables.get(kind) ?? noRows(facts, kind)
    const rows: Rows = { facts, table, vectors: new Map(), borrow: borrower(rowsOf) }
    open.set(kind, rows)
    return rows
  }
  const distinct = [...new Map(questions.map((question) => [questionKey(question), question] as const))]
  const passes = Map.groupBy(
    distinct.flatMap(([key, question]) => (question.shape === "trails" ? [{ key, question }] : [])),
    ({ question }) => passKey(question),
  )
  for (const together of passes.values()) yield answerTrails(facts, together, rowsOf, answering)
  for (const [key, question] of distinct)
    if (question.shape !== "trails")
      yield Result.gen(function* () {
        yield* checkKinds(facts, [question.kind])
        return [[key, yield* answerOne(question, rowsOf(question.kind), answering)]] as const
      })
}

/** A kind without facts is a table without rows, so that a question is as right or wrong as with them. */
const noRows = (facts: Counted, kind: string): FactTable => ({
  kind: kindOf(facts.model, kind) ?? FactKind.make({ id: kind, plural: kind, doc: "", row: "", rank: 0, fields: {} }),
  rows: 0,
  columns: new Map(),
})

const checkKinds = (facts: Counted, kinds: ReadonlyArray<string>): Result.Result<void, Reason> => {
  const unknown = kinds.find((kind) => kindOf(facts.model, kind)?.id !== kind)
  return unknown === undefined
    ? Result.succeed(undefined)
    : Result.fail(new DimensionUnavailable({ kind: unknown, name: unknown, available: Object.keys(facts.model.kinds) }))
}

const answerTrails = (
  facts: Counted,
  together: ReadonlyArray<{ readonly key: string; readonly question: Trails }>,
  rowsOf: (kind: string) => Rows,
  { folds, groups: maximum, share }: Answering,
): Step =>
  Result.gen(function* () {
    yield* checkKinds(
      facts,
      (together[0]?.question.kinds ?? []).map(({ kind }) => kind),
    )
    const answered = yield* foldTrails(
      together.map(({ question }) => question),
      rowsOf,
      { folds, maximum, share },
    )
    return together.map(({ key, question }, i) => {
      const groups = (answered[i] ?? []).toSorted(compareGroups)
      return [key, { version: 1, question, groups }] as const
    })
  })

const answerOne = (
  question: Tally | UnitMoments,
  rows: Rows,
  { groups: maximum, share }: Answering,
): Result.Result<Answer, Reason> =>
  Result.gen(function* () {
    const grouped = yield* question.shape === "tally"
      ? askTally(rows, question, share)
      : askUnits(rows, question, share)
    if (grouped.keys.length > maximum)
      return yield* Result.fail(new LimitExceeded({ limit: "groups", allowed: maximum, found: grouped.keys.length }))
    const groups = grouped.keys.map((key, i): Group => ({
      key,
      bucket: grouped.buckets?.[i] ?? null,
      states: grouped.states[i] ?? {},
    }))
    return { version: 1, question, groups: groups.toSorted(compareGroups) } as const
  })

const askTally = (rows: Rows, question: Tally, share: Share | null): Result.Result<Grouped, Reason> =>
  Result.gen(function* () {
    const mine = share === null ? null : yield* shareOfTally(rows, question, share)
    const selected = yield* select(rows, question, mine)
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
