import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { MergeAxis } from "../moments/Moment.ts"
import { type DimensionValue, DimensionValue as DimensionValueSchema } from "./Dimension.ts"
import { type Measures, moments, type State, type States, type StatesOf } from "./Measure.ts"
import { Question, questionKey } from "./Question.ts"
import { foldOf } from "./folds/index.ts"

/**
 * One group of an answer: its value of every dimension, in the question's order, and its bucket where the question has
 * edges.
 *
 * @category answers
 * @since 0.1.0
 */
export interface Group<M extends Measures = Measures> {
  readonly key: ReadonlyArray<DimensionValue>
  readonly bucket: number | null
  readonly states: StatesOf<M>
}

/**
 * Mergeable sufficient statistics that answer a question. Holds no ids of customers.
 *
 * @category answers
 * @since 0.1.0
 */
export interface Answer<M extends Measures = Measures> {
  readonly version: 1
  readonly question: Question<M>
  /** Groups that have rows, ordered by {@link compareGroups}. Empty for trails. */
  readonly groups: ReadonlyArray<Group<M>>
  /** State of the fold; `null` for other shapes. */
  readonly fold: unknown
}

/** Two answers cannot become one. @category errors @since 0.1.0 */
export class MergeRefused extends Schema.TaggedError<MergeRefused>()("MergeRefused", {
  reason: Schema.Literals(["different-questions", "not-along-time"]),
}) {
  override get message(): string {
    return this.reason === "different-questions"
      ? "The answers are to different questions; ask one question on every shard"
      : "The answer counts units and cannot be added up over time; ask the whole period at once"
  }
}

/** Axes along which the answer to a question merges exactly. @category answers @since 0.1.0 */
export const mergeAxes = (question: Question): ReadonlyArray<MergeAxis> => {
  if (question.shape === "trails") return foldOf(question.fold)?.axes ?? ["unit"]
  if (question.shape === "unit-moments" || question.pick.take !== "all" || question.among !== null) return ["unit"]
  return Object.values(question.measures).every((m) => moments[m.stat].axes.includes("time"))
    ? ["unit", "time"]
    : ["unit"]
}

/**
 * Merges two answers to one question over disjoint units, or over disjoint time where the answer allows it.
 *
 * @category answers
 * @since 0.1.0
 */
export const merge = <M extends Measures>(
  left: Answer<M>,
  right: Answer<M>,
  axis: MergeAxis = "unit",
): Result.Result<Answer<M>, MergeRefused> => {
  if (questionKey(left.question) !== questionKey(right.question))
    return Result.fail(new MergeRefused({ reason: "different-questions" }))
  if (!mergeAxes(left.question).includes(axis)) return Result.fail(new MergeRefused({ reason: "not-along-time" }))
  if (left.question.shape === "trails") {
    const fold = foldOf(left.question.fold)
    return Result.succeed({ ...left, fold: fold === undefined ? null : fold.merge(left.fold, right.fold) })
  }
  const { measures } = left.question
  const byKey = new Map<string, Group<M>>()
  for (const group of [...left.groups, ...right.groups]) {
    const key = groupKey(group)
    const known = byKey.get(key)
    byKey.set(
      key,
      known === undefined ? group : { ...group, states: mergeStates(measures, known.states, group.states) },
    )
  }
  return Result.succeed({ ...left, groups: [...byKey.values()].toSorted(compareGroups) })
}

/** Merges the states of one group, measure by measure. @category answers @since 0.1.0 */
export const mergeStates = <M extends Measures>(measures: M, a: StatesOf<M>, b: StatesOf<M>): StatesOf<M> =>
  Object.fromEntries(
    Object.entries(measures).map(([name, { stat }]): [string, State] => [name, mergeState(stat, a[name], b[name])]),
  ) as StatesOf<M>

const mergeState = <S extends keyof States>(stat: S, a: unknown, b: unknown): States[S] =>
  moments[stat].merge(a as States[S], b as States[S])

/** The states of a group without rows. @category answers @since 0.1.0 */
export const emptyStates = <M extends Measures>(measures: M): StatesOf<M> =>
  Object.fromEntries(Object.entries(measures).map(([name, m]) => [name, moments[m.stat].empty])) as StatesOf<M>

/** The canonical text of a group's key. @category answers @since 0.1.0 */
export const groupKey = (group: Pick<Group, "key" | "bucket">): string => JSON.stringify([group.key, group.bucket])

/**
 * Order of groups, the same on every engine: by dimension values (absent last, numbers before texts, texts by code
 * unit), then by bucket.
 *
 * @category answers
 * @since 0.1.0
 */
export const compareGroups = (a: Pick<Group, "key" | "bucket">, b: Pick<Group, "key" | "bucket">): number => {
  for (const [i, left] of a.key.entries()) {
    const order = compareValues(left, b.key[i] ?? null)
    if (order !== 0) return order
  }
  return (a.bucket ?? -1) - (b.bucket ?? -1)
}

const compareValues = (a: DimensionValue, b: DimensionValue): number => {
  if (a === b) return 0
  if (a === null || b === null) return a === null ? 1 : -1
  if (typeof a === "number") return typeof b === "number" ? a - b : -1
  return typeof b === "number" ? 1 : a < b ? -1 : 1
}

/**
 * JSON codec of the answers to one question: answers travel between machines and are cached.
 *
 * @category answers
 * @since 0.1.0
 */
export const answerCodec = (question: Question): Schema.Codec<Answer, unknown> => {
  const states =
    question.shape === "trails"
      ? {}
      : Object.fromEntries(Object.entries(question.measures).map(([name, m]) => [name, moments[m.stat].schema]))
  return Schema.Struct({
    version: Schema.Literal(1),
    question: Question,
    groups: Schema.Array(
      Schema.Struct({
        key: Schema.Array(DimensionValueSchema),
        bucket: Schema.NullOr(Schema.Int),
        states: Schema.Struct(states),
      }),
    ),
    fold: question.shape === "trails" ? (foldOf(question.fold)?.schema ?? Schema.Null) : Schema.Null,
  })
}
