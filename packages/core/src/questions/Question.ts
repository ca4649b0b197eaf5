import * as Schema from "effect/Schema"
import { Dimension } from "./Dimension.ts"
import { Expr } from "./Expr.ts"
import { Measure, type Measures, type StatesOf } from "./Measure.ts"
import { Span } from "./Span.ts"
import { type Trails, TrailsSchema } from "./Trails.ts"

/**
 * Which rows of a unit count: all, or the first or latest per unit (and per bucket, where the question has edges) in
 * the trail's total order. Rows without the unit all count.
 *
 * @category questions
 * @since 0.1.0
 */
export const Pick = Schema.Union([
  Schema.Struct({ take: Schema.Literal("all") }),
  Schema.Struct({ take: Schema.Literals(["first", "latest"]), per: Schema.String }),
])
/** @see {@link Pick} @category questions @since 0.1.0 */
export type Pick = typeof Pick.Type

const scope = {
  /** Rows that count. Applied first. */
  where: Schema.NullOr(Expr),
  /** Keeps only customers with at least one row (of this kind, in the span) that satisfies it; their other rows stay. */
  among: Schema.NullOr(Expr),
  /** The instant column that places a row in time. */
  clock: Schema.String,
  /** Rows outside are left out; `null` takes all, dated or not. */
  span: Schema.NullOr(Span),
  /** Sorted instants; splits answers into `[edgeᵢ, edgeᵢ₊₁)`; rows outside are left out. */
  edges: Schema.NullOr(Schema.Array(Schema.Finite)),
  by: Schema.Array(Dimension),
  pick: Pick,
}

/** What every question over one kind has. @category questions @since 0.1.0 */
export interface Scope {
  readonly where: Expr | null
  readonly among: Expr | null
  readonly clock: string
  readonly span: Span | null
  readonly edges: ReadonlyArray<number> | null
  readonly by: ReadonlyArray<Dimension>
  readonly pick: Pick
}

/** The scope of all rows: nothing filtered, nothing split. @category questions @since 0.1.0 */
export const everything: Scope = {
  where: null,
  among: null,
  clock: "at",
  span: null,
  edges: null,
  by: [],
  pick: { take: "all" },
}

/** Rows of one kind → groups of states. @category questions @since 0.1.0 */
export interface Tally<M extends Measures = Measures> extends Scope {
  readonly shape: "tally"
  readonly kind: string
  readonly measures: M
}

/** What is computed for each unit before units are counted. @category questions @since 0.1.0 */
export const Aggregate = Schema.Union([
  Schema.Struct({ agg: Schema.Literal("count"), where: Schema.optionalKey(Expr) }),
  Schema.Struct({ agg: Schema.Literals(["sum", "min", "max"]), of: Expr, where: Schema.optionalKey(Expr) }),
])
/** @see {@link Aggregate} @category questions @since 0.1.0 */
export type Aggregate = typeof Aggregate.Type

/**
 * Rows of one kind → aggregates per unit and group → states over units. Measures see the aggregates as columns; `sum`
 * of no rows is 0, `min` and `max` of none are absent. Rows without the unit are left out. Weights are ignored except
 * where an aggregate sums the column `weight`.
 *
 * @category questions
 * @since 0.1.0
 */
export interface UnitMoments<M extends Measures = Measures> extends Scope {
  readonly shape: "unit-moments"
  readonly kind: string
  /** Column that names the unit. */
  readonly unit: string
  readonly aggregates: Readonly<Record<string, Aggregate>>
  readonly measures: M
}

/** A question to an engine. @category questions @since 0.1.0 */
export type Question<M extends Measures = Measures> = Tally<M> | UnitMoments<M> | Trails

/** The states of each group of a question's answer: one per measure, or the fold's. @category questions @since 0.2.0 */
export type GroupStates<Q extends Question> = [Q] extends [Trails<infer State>]
  ? { readonly fold: State }
  : [Q] extends [{ readonly measures: infer M extends Measures }]
    ? StatesOf<M>
    : Readonly<Record<string, unknown>>

const measures = Schema.Record(Schema.String, Measure)

/** JSON codec of {@link Question}. @category questions @since 0.1.0 */
export const Question: Schema.Codec<Question, Question> = Schema.Union([
  Schema.Struct({ shape: Schema.Literal("tally"), kind: Schema.String, ...scope, measures }),
  Schema.Struct({
    shape: Schema.Literal("unit-moments"),
    kind: Schema.String,
    unit: Schema.String,
    ...scope,
    aggregates: Schema.Record(Schema.String, Aggregate),
    measures,
  }),
  TrailsSchema,
]) as Schema.Codec<Question, Question>

/**
 * A tally over all rows of a kind, or over the scope given.
 *
 * **Example** (Answers by instrument)
 *
 * ```ts
 * import { column, dimension, tally } from "@touchpoint/core/questions"
 *
 * const answers = tally("feedback", { answers: { stat: "count" } }, { by: [dimension("instrument", column("instrument"))] })
 * console.log(answers.by.length) // 1
 * ```
 *
 * @category questions
 * @since 0.1.0
 */
export const tally = <const M extends Measures>(kind: string, named: M, within: Partial<Scope> = {}): Tally<M> => ({
  shape: "tally",
  kind,
  ...everything,
  ...within,
  measures: named,
})

/** Moments over units of a kind. @category questions @since 0.1.0 */
export const unitMoments = <const M extends Measures>(
  kind: string,
  unit: string,
  aggregates: Readonly<Record<string, Aggregate>>,
  named: M,
  within: Partial<Scope> = {},
): UnitMoments<M> => ({ shape: "unit-moments", kind, unit, ...everything, ...within, aggregates, measures: named })

/** The canonical text of a question: equal questions have equal texts. @category questions @since 0.1.0 */
export const questionKey = (question: Question): string => canonicalJson(question)

/** JSON with the keys of every object sorted. @category questions @since 0.1.0 */
export const canonicalJson = (input: unknown): string =>
  JSON.stringify(input, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : inner,
  )
