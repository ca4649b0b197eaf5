import * as Schema from "effect/Schema"
import type { Locale } from "../model/Identifier.ts"
import { countLevels, type Histogram } from "../moments/Histogram.ts"
import type { CrossProducts } from "../moments/CrossProducts.ts"
import type { Count } from "../moments/Count.ts"
import { and, column, eq, type Expr, gt, lt, mul, ne, not, oneOf, or, present, value } from "../questions/Expr.ts"
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
}

const score = column("score")
const status = column("status")

/**
 * Questions of a survey metric: the histogram of scores, rows without a score or on another scale, and per customer
 * the sum of `worth` (a 0 / 1 or −1 / 1 worth of an answer, or the score itself) for the effect of clustering.
 *
 * @category metrics
 * @since 0.1.0
 */
export const feedbackQuestions = ({ instrument, relation, scale, weights }: FeedbackParams, worth: Expr) => {
  const weight = weights === "use" ? column("weight") : value(1)
  const asked = eq(column("instrument"), instrument)
  const declined = and(present(status), oneOf(status, ["dismissed", "na"]))
  const answered = and(asked, present(score), not(declined))
  const otherScale = or(
    and(present(column("scaleMin")), ne(column("scaleMin"), scale.min)),
    and(present(column("scaleMax")), ne(column("scaleMax"), scale.max)),
    and(present(column("polarity")), eq(column("polarity"), "low")),
    // Without a declared scale, a score beyond the assumed one shows that it was another.
    lt(score, scale.min),
    gt(score, scale.max),
  )
  const within: Partial<Scope> =
    relation === "relational" ? { where: answered, pick: { take: "latest", per: "customer" } } : { where: answered }
  return {
    scores: tally(
      "feedback",
      {
        scores: { stat: "histogram", of: score },
        otherScale: { stat: "count", where: otherScale },
        noScale: { stat: "count", where: not(present(column("scaleMin"))) },
        anonymous: { stat: "histogram", of: score, where: not(present(column("customer"))) },
      },
      within,
    ),
    unanswered: tally(
      "feedback",
      { rows: { stat: "count" } },
      { where: and(asked, or(not(present(score)), declined)) },
    ),
    customers: unitMoments(
      "feedback",
      "customer",
      {
        worth: { agg: "sum", of: mul(worth, weight) },
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
/** 1 where the score is at most `to`, 0 otherwise. @category metrics @since 0.1.0 */
export const atMost = (to: number): Expr => mul({ op: "le", left: score, right: value(to) }, 1)
/** The score itself. @category metrics @since 0.1.0 */
export const scoreItself: Expr = score

/** The states a survey metric is estimated from. @category metrics @since 0.1.0 */
export interface FeedbackStates {
  readonly scores: {
    readonly scores: Histogram
    readonly otherScale: Count
    readonly noScale: Count
    readonly anonymous: Histogram
  }
  readonly unanswered: { readonly rows: Count }
  readonly customers: { readonly sums: CrossProducts }
}

/** Clusters of answers by customer, where every answer counts; the latest of each does not cluster. @category metrics @since 0.1.0 */
export const clustersOf = (
  { customers, scores }: FeedbackStates,
  { relation }: FeedbackParams,
  worth: Clusters["worth"],
): Clusters | null => (relation === "transactional" ? { sums: customers.sums, loose: scores.anonymous, worth } : null)

/** All answers, and what must be said about them; `mixed` where some were given on another scale than declared. @category metrics @since 0.1.0 */
export const answers = (states: FeedbackStates, params: FeedbackParams) => {
  const { anonymous, noScale, otherScale, scores } = states.scores
  const all: Weighing = countLevels(scores)
  const caveats: Array<Caveat> = []
  if (otherScale.n > 0)
    caveats.push(caveat("scale-mismatch", { n: otherScale.n, expected: `${params.scale.min}–${params.scale.max}` }))
  if (noScale.n > 0)
    caveats.push(caveat("scale-missing", { n: noScale.n, assumed: `${params.scale.min}–${params.scale.max}` }))
  if (states.unanswered.rows.n > 0) caveats.push(caveat("no-score", { n: states.unanswered.rows.n }))
  const loose = countLevels(anonymous).n
  if (params.relation === "relational" && loose > 0) caveats.push(caveat("no-customer", { n: loose }))
  if (all.n > 0 && weigh(all, params.weights).w === 0) caveats.push(caveat("zero-denominator"))
  return { all, caveats, mixed: otherScale.n > 0 }
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
