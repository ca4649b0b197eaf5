import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { MergeAxis } from "../moments/Moment.ts"
import { type DimensionValue, DimensionValue as DimensionValueSchema } from "./Dimension.ts"
import { type Folds, folds as shipped, openFold } from "./folds/shipped.ts"
import { type Measure, type Measures, moments, type State, type States, type StatesOf } from "./Measure.ts"
import { type GroupStates, Question, questionKey } from "./Question.ts"

/**
 * One group of an answer: its value of every dimension, in the question's order, and its bucket where the question has
 * edges.
 *
 * @category answers
 * @since 0.1.0
 */
export interface Group<S = Readonly<Record<string, unknown>>> {
  readonly key: ReadonlyArray<DimensionValue>
  readonly bucket: number | null
  /** One state per measure; of trails `fold`, the state of the fold. */
  readonly states: S
}

/**
 * Mergeable sufficient statistics that answer a question. Holds no ids of customers.
 *
 * @category answers
 * @since 0.1.0
 */
export interface Answer<Q extends Question = Question> {
  readonly version: 1
  readonly question: Q
  /** Groups that have rows, ordered by {@link compareGroups}. */
  readonly groups: ReadonlyArray<Group<GroupStates<Q>>>
}

/** Two answers cannot become one. @category errors @since 0.1.0 */
export class MergeRefused extends Schema.TaggedError<MergeRefused>()("MergeRefused", {
  reason: Schema.Literals(["different-questions", "not-along-time", "unknown-fold"]),
}) {
  override get message(): string {
    switch (this.reason) {
      case "different-questions":
        return "The answers are to different questions; ask one question on every shard"
      case "not-along-time":
        return "The answer counts units and cannot be added up over time; ask the whole period at once"
      case "unknown-fold":
        return "The answer is of a fold that is not known here; give the folds of its plugin to merge"
    }
  }
}

/**
 * Axes that may be named when answers to a question are merged, as far as its type tells: what counts units is added up
 * over units only. What the type does not tell (rows picked per unit, a fold's own axes) is {@link MergeRefused} at run time.
 *
 * @category answers
 * @since 0.2.0
 */
export type AxisOf<Q extends Question> = Q extends { readonly shape: "unit-moments" }
  ? "unit"
  : Q extends { readonly shape: "tally"; readonly measures: infer M extends Measures }
    ? Measure extends M[keyof M]
      ? MergeAxis
      : [Extract<M[keyof M], { readonly stat: "units" | "products" }>] extends [never]
        ? MergeAxis
        : "unit"
    : MergeAxis

/** Axes along which the answer to a question merges exactly. @category answers @since 0.1.0 */
export const mergeAxes = (question: Question, folds: Folds = shipped): ReadonlyArray<MergeAxis> => {
  if (question.shape === "trails") return folds.get(question.fold)?.axes ?? ["unit"]
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
export const merge = <Q extends Question>(
  left: Answer<Q>,
  right: Answer<NoInfer<Q>>,
  axis: AxisOf<Q> = "unit" as AxisOf<Q>,
  /** Where the answer is of a fold of a plugin: with {@link withFolds}. */
  folds: Folds = shipped,
): Result.Result<Answer<Q>, MergeRefused> => {
  const question: Question = left.question
  if (questionKey(question) !== questionKey(right.question))
    return Result.fail(new MergeRefused({ reason: "different-questions" }))
  if (!mergeAxes(question, folds).includes(axis)) return Result.fail(new MergeRefused({ reason: "not-along-time" }))
  const fold = question.shape === "trails" ? folds.get(question.fold) : undefined
  if (question.shape === "trails" && fold === undefined)
    return Result.fail(new MergeRefused({ reason: "unknown-fold" }))
  const join = (a: GroupStates<Q>, b: GroupStates<Q>): unknown =>
    question.shape === "trails"
      ? { fold: fold?.merge((a as { readonly fold: unknown }).fold, (b as { readonly fold: unknown }).fold) }
      : mergeStates(question.measures, a as StatesOf<Measures>, b as StatesOf<Measures>)
  const byKey = new Map<string, Group<GroupStates<Q>>>()
  for (const group of [...left.groups, ...right.groups]) {
    const key = groupKey(group)
    const known = byKey.get(key)
    byKey.set(
      key,
      known === undefined ? group : { ...group, states: join(known.states, group.states) as GroupStates<Q> },
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

/**
 * The states of a group without rows, for a question of any shape; `{}` for a fold that is not known.
 *
 * @category answers
 * @since 0.2.0
 */
export const emptyGroup = (question: Question, folds: Folds = shipped): Readonly<Record<string, unknown>> => {
  if (question.shape !== "trails") return emptyStates(question.measures)
  const open = openFold(question, folds)
  return Result.isFailure(open) ? {} : { fold: open.success.fold.empty(open.success.options) }
}

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
 * JSON codec of the answers to one question: answers travel between machines and are cached. The answer of a fold that
 * is not known has no states.
 *
 * @category answers
 * @since 0.1.0
 */
export const answerCodec = (question: Question, folds: Folds = shipped): Schema.Codec<Answer, unknown> => {
  const states =
    question.shape === "trails"
      ? { fold: folds.get(question.fold)?.schema ?? Schema.Never }
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
  })
}
