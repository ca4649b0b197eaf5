import * as Schema from "effect/Schema"
import type { Locale } from "../model/Identifier.ts"
import { countLevels, type Histogram } from "../moments/Histogram.ts"
import type { CrossProducts } from "../moments/CrossProducts.ts"
import type { Count } from "../moments/Count.ts"
import {
  and,
  coalesce,
  column,
  eq,
  type Expr,
  gt,
  lt,
  mul,
  ne,
  not,
  oneOf,
  or,
  present,
  value,
} from "../questions/Expr.ts"
import { type Scope, tally, unitMoments } from "../questions/Question.ts"
import { type Caveat, caveat } from "./Caveat.ts"
import { type Clusters, weigh, type Weighing } from "./effectiveSize.ts"
import { withDefault } from "./Metric.ts"

/** The scale a question was asked on. @category metrics @since 0.1.0 */
export const Scale = Schema.Struct({ min: Schema.Finite, max: Schema.Finite }).check(
  Schema.makeFilter(({ max, min }) => min < max || "the scale ends where it begins, or before"),
)
/** @see {@link Scale} @category metrics @since 0.1.0 */
export type Scale = typeof Scale.Type

/** Parameters that all survey metrics share. @category metrics @since 0.1.0 */
export const feedbackParams = (instrument: string, scale: Scale, relation: "relational" | "transactional") => ({
  /** Which feedback counts. */
  instrument: withDefault(Schema.String, instrument),
  scale: withDefault(Scale, scale),
  /** `relational`: the latest answer per customer and period. `transactional`: every answer, clustered by customer. */
  relation: withDefault(Schema.Literals(["relational", "transactional"]), relation),
  weights: withDefault(Schema.Literals(["use", "ignore"]), "use"),
})

/** Which end of the scale is good, for metrics that take either. @category metrics @since 0.2.0 */
export const polarityParam = { polarity: withDefault(Schema.Literals(["high", "low"]), "high") }

/** Which answers a survey metric divides by. @category metrics @since 0.2.0 */
export const answersOf = {
  relational: {
    en: "latest answer of each customer in the period",
    ru: "последний ответ каждого клиента за период",
    pl: "ostatnia odpowiedź każdego klienta w okresie",
  },
  transactional: { en: "all answers", ru: "все ответы", pl: "wszystkie odpowiedzi" },
} as const

const relations: Readonly<Record<keyof typeof answersOf, Readonly<Record<Locale, string>>>> = {
  relational: { en: "relational", ru: "по последним ответам", pl: "z ostatnich odpowiedzi" },
  transactional: { en: "transactional", ru: "по всем ответам", pl: "ze wszystkich odpowiedzi" },
}

/** A title of a survey metric; where the relation is not the one it usually has, the title says which. @category metrics @since 0.2.0 */
export const relationTitle = (
  title: Readonly<Record<Locale, string>>,
  relation: keyof typeof answersOf,
  usual: keyof typeof answersOf,
): Readonly<Record<Locale, string>> => {
  const { en, pl, ru } = relations[relation]
  return relation === usual ? title : { en: `${title.en}, ${en}`, ru: `${title.ru}, ${ru}`, pl: `${title.pl}, ${pl}` }
}

/** Decided parameters of a survey metric. @category metrics @since 0.1.0 */
export interface FeedbackParams {
  readonly instrument: string
  readonly scale: Scale
  readonly relation: "relational" | "transactional"
  readonly weights: "use" | "ignore"
  /** Which end of the scale is good; `high` where left out. */
  readonly polarity?: "high" | "low"
  /** `asked`: those who were asked in vain count too, as neither good nor bad; `answered` where left out. */
  readonly base?: "answered" | "asked"
}

const score = column("score")
const status = column("status")
const customer = column("customer")
const declined = and(present(status), oneOf(status, ["dismissed", "na"]))

/** What is an answer, where it is not the score. @category metrics @since 0.2.0 */
export interface Answering {
  /** What is counted by value. */
  readonly of: Expr
  /** Whether the row has an answer, never absent; whether it was taken back is looked at apart. */
  readonly given: Expr
  /** Whether it was given on another scale. */
  readonly otherScale: Expr
  /** Whether the scale is not known. */
  readonly noScale: Expr
}

/** Answers that were not taken back. @category metrics @since 0.2.0 */
export const isAnswered = ({ given }: Answering): Expr => and(given, not(declined))

/** Answers by their score on a scale. @category metrics @since 0.2.0 */
export const scoring = ({ polarity, scale }: Pick<FeedbackParams, "polarity" | "scale">): Answering => ({
  of: score,
  given: present(score),
  otherScale: or(
    and(present(column("scaleMin")), ne(column("scaleMin"), scale.min)),
    and(present(column("scaleMax")), ne(column("scaleMax"), scale.max)),
    and(present(column("polarity")), ne(column("polarity"), polarity ?? "high")),
    // Without a declared scale, a score beyond the assumed one shows that it was another.
    lt(score, scale.min),
    gt(score, scale.max),
  ),
  noScale: not(present(column("scaleMin"))),
})

/**
 * Questions of a survey metric: the histogram of scores, rows without a score or on another scale, and per customer
 * the sum of `worth` (a 0 / 1 or −1 / 1 worth of an answer, or the score itself) for the effect of clustering.
 *
 * @category metrics
 * @since 0.1.0
 */
export const feedbackQuestions = (params: FeedbackParams, worth: Expr, answering: Answering = scoring(params)) => {
  const { base, instrument, relation, weights } = params
  const weight = weights === "use" ? column("weight") : value(1)
  const own = eq(column("instrument"), instrument)
  const answered = isAnswered(answering)
  // An empty row says that somebody was asked only where it has a status.
  const counts = base === "asked" ? or(answered, and(not(answered), present(status))) : answered
  const within: Partial<Scope> =
    relation === "relational"
      ? { where: and(own, counts), pick: { take: "latest", per: "customer" } }
      : { where: and(own, counts) }
  // Those who were asked in vain are worth nothing, and count.
  const worthOf = base === "asked" ? coalesce(mul(worth, mul(answered, 1)), value(0)) : worth
  return {
    scores: tally(
      "feedback",
      {
        scores: { stat: "histogram", of: answering.of, where: answered },
        silent: { stat: "histogram", of: value(0), where: not(answered) },
        otherScale: { stat: "count", where: and(answered, answering.otherScale) },
        noScale: { stat: "count", where: and(answered, answering.noScale) },
        loose: { stat: "histogram", of: worthOf, where: not(present(customer)) },
      },
      within,
    ),
    unanswered: tally("feedback", { rows: { stat: "count" } }, { where: and(own, not(counts)) }),
    customers: unitMoments(
      "feedback",
      "customer",
      {
        worth: { agg: "sum", of: mul(worthOf, weight) },
        weights: { agg: "sum", of: weight },
        answers: { agg: "count" },
      },
      { sums: { stat: "products", of: [column("worth"), column("weights"), column("answers")] } },
      within,
    ),
  }
}

/** 1 where the score is at least `from`, 0 otherwise. @category metrics @since 0.1.0 */
export const atLeast = (from: number): Expr => mul({ op: "ge", left: score, right: value(from) }, 1)
/** 1 where the score is below `to`, 0 otherwise. @category metrics @since 0.1.0 */
export const below = (to: number): Expr => mul({ op: "lt", left: score, right: value(to) }, 1)
/** The score itself. @category metrics @since 0.1.0 */
export const scoreItself: Expr = score

/** The states a survey metric is estimated from. @category metrics @since 0.1.0 */
export interface FeedbackStates {
  readonly scores: {
    readonly scores: Histogram
    /** Rows asked in vain, where they count. */
    readonly silent: Histogram
    readonly otherScale: Count
    readonly noScale: Count
    /** What rows without a customer are worth. */
    readonly loose: Histogram
  }
  readonly unanswered: { readonly rows: Count }
  readonly customers: { readonly sums: CrossProducts }
}

/** Clusters of answers by customer, where every answer counts; the latest of each does not cluster. @category metrics @since 0.1.0 */
export const clustersOf = (
  { customers, scores }: Pick<FeedbackStates, "customers" | "scores">,
  { relation }: Pick<FeedbackParams, "relation">,
): Clusters | null =>
  relation === "transactional" ? { sums: customers.sums, loose: scores.loose, worth: (worth) => worth } : null

/** All answers, and what must be said about them; `mixed` where some were given on another scale than declared. @category metrics @since 0.1.0 */
export const answers = (states: FeedbackStates, params: FeedbackParams) => {
  const { loose, noScale, otherScale } = states.scores
  const all = rowsOf(states)
  const caveats: Array<Caveat> = []
  if (otherScale.n > 0)
    caveats.push(caveat("scale-mismatch", { n: otherScale.n, expected: `${params.scale.min}–${params.scale.max}` }))
  if (noScale.n > 0)
    caveats.push(caveat("scale-missing", { n: noScale.n, assumed: `${params.scale.min}–${params.scale.max}` }))
  if (states.unanswered.rows.n > 0) caveats.push(caveat("no-score", { n: states.unanswered.rows.n }))
  const anonymous = countLevels(loose).n
  if (params.relation === "relational" && anonymous > 0) caveats.push(caveat("no-customer", { n: anonymous }))
  if (all.n > 0 && weigh(all, params.weights).w === 0) caveats.push(caveat("zero-denominator"))
  return { all, caveats, mixed: otherScale.n > 0 }
}

/** All rows that count: answers, and where so asked those asked in vain. @category metrics @since 0.2.0 */
export const rowsOf = ({ scores: { scores, silent } }: Pick<FeedbackStates, "scores">): Weighing => {
  const [some, others] = [countLevels(scores), countLevels(silent)]
  return { n: some.n + others.n, w: some.w + others.w, w2: some.w2 + others.w2 }
}

/** Mean and variance of one answer, weighted as decided. @category metrics @since 0.1.0 */
export const scoreMoments = (scores: Histogram, weights: "use" | "ignore") => {
  const weightOf = (level: Weighing) => (weights === "use" ? level.w : level.n)
  const total = scores.levels.reduce((sum, level) => sum + weightOf(level), 0)
  if (total === 0) return null
  const mean = scores.levels.reduce((sum, level) => sum + level.value * weightOf(level), 0) / total
  const spread = scores.levels.reduce((sum, level) => sum + weightOf(level) * (level.value - mean) ** 2, 0)
  return { mean, variance: spread / total }
}
