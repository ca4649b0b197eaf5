import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Name } from "../model/Identifier.ts"
import { decodeOptions, OptionsInvalid } from "../model/OptionsInvalid.ts"
import type { Dimension, DimensionValue } from "../questions/Dimension.ts"
import type { GroupStates, Question } from "../questions/Question.ts"
import type { Interval } from "../stats/interval.ts"
import type { Calendar } from "../time/Calendar.ts"
import type { Caveat } from "./Caveat.ts"
import type { Horizon } from "./horizon.ts"
import type { Passport } from "./Passport.ts"
import type { Versus } from "./Measurement.ts"

/** A question a metric may ask: every shape has groups. @category metrics @since 0.1.0 */
export type GroupedQuestion = Question

/** What a metric may know when it asks: the calendar, up to when facts are complete, and the range of instants it named. @category metrics @since 0.1.0 */
export interface MetricContext {
  readonly calendar: Calendar
  /** Up to when all kinds the metric waits for are complete; `null` where its facts are undated. */
  readonly asOf: number | null
  /** Range of each column of `extents`, over all facts of the kind. */
  readonly extent: (column: string) => { readonly min: number; readonly max: number } | null
  /**
   * The period the number is of, and the one before it. Only where the metric is `periodic`: others are asked of all
   * time at once, and `null` is all they are told.
   */
  readonly period: PeriodAsked | null
}

/** A period a metric is asked of, and the one before it. @category metrics @since 0.2.0 */
export interface PeriodAsked {
  readonly from: number
  /** Itself outside. */
  readonly to: number
  /** The period before, as long as this one by the calendar; `null` where the number is of all time. */
  readonly previous: { readonly from: number; readonly to: number } | null
  /** Whether the facts reach back to the beginning of the period before, so that it is known whole. */
  readonly previousKnown: boolean
}

/** A number of one group, before it becomes a measurement. @category metrics @since 0.1.0 */
export interface Estimate {
  readonly value: number | null
  readonly interval: Interval | null
  readonly n: number
  readonly nEffective: number | null
  readonly numerator: number | null
  readonly denominator: number | null
  readonly caveats: ReadonlyArray<Caveat>
}

/** A difference of two groups, first minus second. @category metrics @since 0.1.0 */
export type Comparison = Pick<Versus, "difference" | "interval" | "test" | "p" | "effect">

type AnyQuestions = Readonly<Record<string, GroupedQuestion>>

/** A question that a metric splits for itself. @category metrics @since 0.2.0 */
export type Apart<Q extends Question> = Q & { readonly "~apart"?: true }

/** One part of a question that a metric splits for itself: its values of the metric's own dimensions. @category metrics @since 0.2.0 */
export interface Part<Q extends Question> {
  readonly key: ReadonlyArray<DimensionValue>
  readonly states: GroupStates<Q>
}

/**
 * A question that the metric splits for itself: by channel, by shard. Its state is a list of {@link Part}s, in the order
 * of their keys; what the request splits by comes on top and is not seen.
 *
 * @category metrics
 * @since 0.2.0
 */
export const apart = <Q extends Question>(question: Q, by: ReadonlyArray<Dimension>): Apart<Q> =>
  (question.shape === "trails" ? { ...question, open: { ...question.open, by } } : { ...question, by }) as Apart<Q>

/** What a question itself is split by. @category metrics @since 0.2.0 */
export const ownDimensions = (question: Question): ReadonlyArray<Dimension> =>
  question.shape === "trails" ? question.open.by : question.by

/** The states of every question of a metric, for one group. @category metrics @since 0.1.0 */
export type StatesFor<Q extends AnyQuestions> = {
  readonly [K in keyof Q]: "~apart" extends keyof Q[K] ? ReadonlyArray<Part<Q[K]>> : GroupStates<Q[K]>
}

/** How a metric is declared. @category metrics @since 0.1.0 */
export interface Declaration<Params, Q extends AnyQuestions> {
  readonly id: string
  readonly docs: {
    readonly title: Name
    readonly description: Name
    /** Where the formula comes from: a citation, the same in every language. */
    readonly source: string
    /** Completes "Not when …". */
    readonly notWhen: Name
  }
  /** Name of the number these parameters make, where it is more special than the metric's. */
  readonly title?: (params: Params) => Name
  /** Which direction is good. */
  readonly better: "higher" | "lower" | "neutral"
  /** Where these parameters turn it: of what was kept more is good, of what was late less. `better` where left out. */
  readonly betterWith?: (params: Params) => "higher" | "lower" | "neutral"
  readonly params: Schema.Codec<Params, unknown>
  /** Instant columns whose range the questions need. */
  readonly extents?: ReadonlyArray<string>
  readonly passport: (
    params: Params,
  ) => Pick<Passport, "unit" | "unitOfN" | "numerator" | "denominator" | "kind" | "clock">
  /** Columns beside the passport's clock that place some of its rows in time; they are among `extents`. */
  readonly clocks?: (params: Params) => ReadonlyArray<string>
  /**
   * Kinds whose facts the number waits for; the passport's alone where left out. `asOf` is the earliest of their
   * watermarks. Leave out kinds that are only looked up: profiles may be dated years ago.
   */
  readonly kinds?: (params: Params) => ReadonlyArray<string>
  /**
   * The time the last entrants of a period are given: its number is final, and the period complete, only where facts
   * reach so far beyond its end. Milliseconds, or intervals of the calendar; none where left out. Of all time, entrants
   * who had no time are left out and told of; a number that counts them says how many (`counted` of `immature-window`), and
   * its period is not complete.
   */
  readonly horizon?: (params: Params) => Horizon
  /** Whether orders of every status count: what statuses there are is then said with the number (`statuses-counted`). */
  readonly everyStatus?: (params: Params) => boolean
  /** Whether refunds are taken off: those of orders nobody knows are then said with the number (`refunds-unmatched`). */
  readonly takesRefunds?: (params: Params) => boolean
  /**
   * The number looks beyond the rows of its period: at the period before, or at who was there when it began. Its
   * questions then place rows in time themselves, by `context.period`, and are asked anew for every bucket of time. A
   * function where only some parameters make it so.
   */
  readonly periodic?: boolean | ((params: Params) => boolean)
  readonly questions: (params: Params, context: MetricContext) => Q
  /**
   * The number. One that counts rows by their weights says `weighted`, or has the parameter `weights: use`; with any other
   * it is said that they are ignored, where there are some.
   */
  readonly estimate: (states: StatesFor<Q>, params: Params, level: number) => Estimate
  /** First minus second; `null` where the two cannot be compared. */
  readonly compare: (first: StatesFor<Q>, second: StatesFor<Q>, params: Params, level: number) => Comparison | null
}

/** A metric with its parameters decided: one number. @category metrics @since 0.1.0 */
export interface PreparedMetric {
  readonly metric: string
  readonly title: Name
  readonly docs: Metric["docs"]
  readonly better: Metric["better"]
  readonly params: Readonly<Record<string, Schema.Json>>
  readonly extents: ReadonlyArray<string>
  /** Columns beside the passport's clock that place some of its rows in time; none where left out. */
  readonly clocks?: ReadonlyArray<string>
  /** Kinds whose facts the number waits for; the passport's alone where left out. */
  readonly kinds?: ReadonlyArray<string>
  /** How far beyond a period facts must reach; no further than its end where left out. */
  readonly horizon?: Horizon
  /** Orders of every status count; not where left out. */
  readonly everyStatus?: boolean
  /** Refunds are taken off; not where left out. */
  readonly takesRefunds?: boolean
  /** Its questions place rows in time themselves; not where left out. */
  readonly periodic?: boolean
  readonly passport: ReturnType<Declaration<unknown, AnyQuestions>["passport"]>
  readonly questions: (context: MetricContext) => AnyQuestions
  readonly estimate: (states: Readonly<Record<string, unknown>>, level: number) => Estimate
  readonly compare: (
    first: Readonly<Record<string, unknown>>,
    second: Readonly<Record<string, unknown>>,
    level: number,
  ) => Comparison | null
}

/**
 * Questions, estimator and passport of a number. Families (forms, windows, scales) are parameters; one metric with its
 * parameters is one number.
 *
 * @category metrics
 * @since 0.1.0
 */
export interface Metric {
  readonly type: "metric"
  readonly id: string
  readonly docs: Declaration<unknown, AnyQuestions>["docs"]
  readonly better: "higher" | "lower" | "neutral"
  readonly params: Schema.Top
  /** Decides the parameters; unknown or unfit ones fail. */
  readonly prepare: (params?: unknown) => Effect.Effect<PreparedMetric, OptionsInvalid>
}

/**
 * Declares a metric.
 *
 * @category metrics
 * @since 0.1.0
 */
export const make = <Params, Q extends AnyQuestions>(declaration: Declaration<Params, Q>): Metric => ({
  type: "metric",
  id: declaration.id,
  docs: declaration.docs,
  better: declaration.better,
  params: declaration.params,
  prepare: (input) =>
    Effect.map(decodeParams(declaration, input), (params) => ({
      metric: declaration.id,
      title: declaration.title?.(params) ?? declaration.docs.title,
      docs: declaration.docs,
      better: declaration.betterWith?.(params) ?? declaration.better,
      params: Schema.encodeSync(declaration.params)(params) as Readonly<Record<string, Schema.Json>>,
      extents: declaration.extents ?? [],
      passport: declaration.passport(params),
      ...(declaration.clocks === undefined ? {} : { clocks: declaration.clocks(params) }),
      ...(declaration.kinds === undefined ? {} : { kinds: declaration.kinds(params) }),
      ...(declaration.horizon === undefined ? {} : { horizon: declaration.horizon(params) }),
      ...(declaration.everyStatus === undefined ? {} : { everyStatus: declaration.everyStatus(params) }),
      ...(declaration.takesRefunds === undefined ? {} : { takesRefunds: declaration.takesRefunds(params) }),
      ...(isPeriodic(declaration, params) ? { periodic: true } : {}),
      questions: (context) => declaration.questions(params, context),
      estimate: (states, level) => declaration.estimate(states as StatesFor<Q>, params, level),
      compare: (first, second, level) =>
        declaration.compare(first as StatesFor<Q>, second as StatesFor<Q>, params, level),
    })),
})

/** Parameters as declared; a number that doubles do not count exactly is no number of days and no limit. */
const decodeParams = <Params, Q extends AnyQuestions>({ id, params }: Declaration<Params, Q>, input: unknown) => {
  const owner = `metric ${id}`
  return Effect.flatMap(decodeOptions(owner, params, input), (decoded) => {
    const endless = Object.entries(decoded as object).flatMap(([path, of]) =>
      typeof of === "number" && Math.abs(of) > Number.MAX_SAFE_INTEGER ? [path] : [],
    )
    const problem = `Expected a value between ${-Number.MAX_SAFE_INTEGER} and ${Number.MAX_SAFE_INTEGER}`
    return endless.length === 0
      ? Effect.succeed(decoded)
      : Effect.fail(new OptionsInvalid({ owner, issues: endless.map((path) => ({ path, problem })) }))
  })
}

const isPeriodic = <Params, Q extends AnyQuestions>({ periodic }: Declaration<Params, Q>, params: Params): boolean =>
  typeof periodic === "function" ? periodic(params) : periodic === true

/** A parameter with a default: absent in the input, always present in the passport. @category metrics @since 0.1.0 */
export const withDefault = <S extends Schema.Top & { readonly Encoded: unknown }>(schema: S, value: S["Encoded"]) =>
  schema.pipe(Schema.withDecodingDefaultKey(Effect.succeed(value)))
