import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { Dimension } from "./Dimension.ts"
import { Expr } from "./Expr.ts"
import type { Fold } from "./folds/Fold.ts"
import { misfit } from "./folds/misfit.ts"
import { QuestionInvalid } from "./QuestionInvalid.ts"
import { Span } from "./Span.ts"

/**
 * A name for rows that folds look for, such as a step of a funnel: a row bears the mark when one alternative is of its
 * kind and holds.
 *
 * @category questions
 * @since 0.2.0
 */
export const Mark = Schema.Struct({
  id: Schema.String,
  any: Schema.Array(Schema.Struct({ kind: Schema.String, when: Schema.NullOr(Expr) })),
})
/** @see {@link Mark} @category questions @since 0.2.0 */
export type Mark = typeof Mark.Type

/**
 * Rows of a kind that a trail is made of. `value` gives each a number for the fold, and `label` a name; where that is
 * `null`, a fold that reads labels takes the column it names itself, if the kind has it.
 *
 * @category questions
 * @since 0.2.0
 */
export const TrailKind = Schema.Struct({
  kind: Schema.String,
  where: Schema.NullOr(Expr),
  value: Schema.NullOr(Expr),
  label: Schema.NullOr(Dimension),
})
/** @see {@link TrailKind} @category questions @since 0.2.0 */
export type TrailKind = typeof TrailKind.Type

/**
 * Which rows may open an attempt, and to which group they belong. Filters, periods, calendar buckets and dimensions of
 * a request apply here: to where a customer came in, and not to what he did then.
 *
 * @category questions
 * @since 0.2.0
 */
export const Opening = Schema.Struct({
  /** One of the kinds; only its rows can open. */
  kind: Schema.String,
  where: Schema.NullOr(Expr),
  /** The period, by the opening row's `at`. */
  span: Schema.NullOr(Span),
  /** Sorted instants; splits answers by the opening row's `at`. */
  edges: Schema.NullOr(Schema.Array(Schema.Finite)),
  by: Schema.Array(Dimension),
})
/** @see {@link Opening} @category questions @since 0.2.0 */
export type Opening = typeof Opening.Type

/**
 * A named fold over each unit's rows of several kinds, in order of time: `at`, kind rank, source, `sequence`, `eventId`.
 *
 * **Gotchas**
 *
 * Rows without `at` have no place in a trail and are not seen. Undated profiles (kind `customer`) are, where `span` is
 * `null`: they come first, at −∞, and never open.
 *
 * @category questions
 * @since 0.1.0
 */
export interface Trails<State = unknown> {
  readonly shape: "trails"
  /** Rows seen; each kind once. */
  readonly kinds: ReadonlyArray<TrailKind>
  /** Column that names the unit. */
  readonly unit: string
  /** Rows outside are not seen at all; `null` as a rule. */
  readonly span: Span | null
  readonly marks: ReadonlyArray<Mark>
  readonly open: Opening
  readonly fold: string
  readonly options: Readonly<Record<string, Schema.Json>>
  /** Type of the fold's state; never a value. */
  readonly "~state"?: State
}

/** JSON codec of {@link Trails}. @category questions @since 0.2.0 */
export const TrailsSchema = Schema.Struct({
  shape: Schema.Literal("trails"),
  kinds: Schema.Array(TrailKind),
  unit: Schema.String,
  span: Schema.NullOr(Span),
  marks: Schema.Array(Mark),
  open: Opening,
  fold: Schema.String,
  options: Schema.Record(Schema.String, Schema.Json),
})

/** What {@link trails} takes; all but the kinds may be left out. @category questions @since 0.2.0 */
export interface TrailsOver {
  /** A kind, or one with a filter, a value or a label. */
  readonly kinds: readonly [string | Partial<TrailKind>, ...ReadonlyArray<string | Partial<TrailKind>>]
  /** `customer` where left out. */
  readonly unit?: string
  readonly span?: Span | null
  readonly marks?: ReadonlyArray<Mark>
  /** Rows of the first kind may open where left out. */
  readonly open?: Partial<Opening>
}

/**
 * A fold over trails, with its options by type. The states of the answer's groups are `{ fold: State }`.
 *
 * **Gotchas**
 *
 * Throws {@link QuestionInvalid} where options do not fit the fold, and so do the builders of analyses: at the line
 * that is wrong, before anything is read.
 *
 * **Example** (From the landing page to an order)
 *
 * ```ts
 * import { column, eq, funnel, funnelDefaults, mark, trails } from "@touchpoint/core/questions"
 *
 * const landed = mark("landed", { kind: "interaction", when: eq(column("touchpoint"), "landing-page") })
 * const question = trails(
 *   funnel,
 *   { ...funnelDefaults, steps: ["landed", "ordered"], within: 86_400_000 },
 *   { kinds: ["interaction", "order"], marks: [landed, mark("ordered", { kind: "order" })] },
 * )
 * console.log(question.open.kind, question.unit) // interaction customer
 * ```
 *
 * @category questions
 * @since 0.2.0
 */
export const trails = <State, Options>(
  fold: Pick<Fold<State, Options>, "id" | "options" | "schema">,
  options: NoInfer<Options>,
  over: TrailsOver,
): Trails<State> => {
  const encoded = Schema.encodeResult(fold.options)(options, { errors: "all" })
  if (Result.isFailure(encoded)) throw new QuestionInvalid({ problem: misfit(fold.id, encoded.failure) })
  const kinds = over.kinds.map((one): TrailKind => ({
    kind: "",
    where: null,
    value: null,
    label: null,
    ...(typeof one === "string" ? { kind: one } : one),
  }))
  return {
    shape: "trails",
    kinds,
    unit: over.unit ?? "customer",
    span: over.span ?? null,
    marks: over.marks ?? [],
    open: { kind: kinds[0]?.kind ?? "", where: null, span: null, edges: null, by: [], ...over.open },
    fold: fold.id,
    options: encoded.success as Trails["options"],
  }
}

/** A mark with its alternatives; one without `when` is borne by every row of its kind. @category questions @since 0.2.0 */
export const mark = (
  id: string,
  ...any: ReadonlyArray<{ readonly kind: string; readonly when?: Expr | null }>
): Mark => ({ id, any: any.map(({ kind, when = null }) => ({ kind, when })) })
