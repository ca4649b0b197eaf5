import * as Schema from "effect/Schema"
import { countLevels } from "../../moments/Histogram.ts"
import { sub } from "../../questions/Expr.ts"
import { netScore } from "../../stats/index.ts"
import { caveat } from "../Caveat.ts"
import { netScoreDifference, reaching } from "../difference.ts"
import { effectiveRows, weigh } from "../effectiveSize.ts"
import {
  answers,
  answersOf,
  atLeast,
  below,
  clustersOf,
  feedbackParams,
  type FeedbackParams,
  feedbackQuestions,
  type FeedbackStates,
  relationTitle,
  rowsOf,
} from "../feedback.ts"
import * as Metric from "../Metric.ts"

/** Lowest score of a promoter and highest of a detractor (exclusive of the next). Source: Reichheld 2003. */
const bands = { promoterFrom: 9, passiveFrom: 7 } as const

const STANDARD = { min: 0, max: 10 }

const TITLE = { en: "Net Promoter Score (NPS)", ru: "Индекс лояльности NPS", pl: "Wskaźnik NPS" } as const

const titleOfAsked = {
  en: `${TITLE.en} of all asked`,
  ru: `${TITLE.ru} среди всех опрошенных`,
  pl: `${TITLE.pl} wśród wszystkich zapytanych`,
}

const askedOf = {
  relational: {
    en: "customers asked in the period, by the last time of each",
    ru: "клиенты, опрошенные за период, по последнему разу каждого",
    pl: "klienci zapytani w okresie, według ostatniego razu każdego",
  },
  transactional: {
    en: "all times a customer was asked, answered or not",
    ru: "сколько раз клиентов спросили, с ответом или без",
    pl: "ile razy klientów zapytano, z odpowiedzią lub bez",
  },
} as const

/**
 * Net Promoter Score: share of promoters (9–10) minus share of detractors (below 7), in points from −100 to 100.
 *
 * **Gotchas**
 *
 * The scale is part of the definition. Answers on another scale than declared make the value `null`
 * (`scale-mismatch`); a declared scale other than 0–10 is counted and flagged (`nonstandard-scale`), since a scale
 * that begins at 1 shifts detractors.
 *
 * @category metrics
 * @since 0.1.0
 */
export const nps = Metric.make({
  id: "nps",
  docs: {
    title: TITLE,
    description: {
      en: "Share of promoters minus share of detractors among those who answered.",
      ru: "Доля промоутеров минус доля критиков среди ответивших.",
      pl: "Odsetek promotorów minus odsetek krytyków wśród odpowiadających.",
    },
    source: "Reichheld 2003; interval: adjusted Wald, Rocks 2016, arXiv 1601.07235",
    notWhen: {
      en: "the question was asked on 1–5 stars or as a satisfaction question: that is another metric (csat)",
      ru: "вопрос задавали по шкале 1–5 звёзд или как вопрос об удовлетворённости: это другой показатель (csat)",
      pl: "pytanie zadano w skali 1–5 gwiazdek albo jako pytanie o satysfakcję: to inny wskaźnik (csat)",
    },
  },
  title: ({ base, relation }) => relationTitle(base === "asked" ? titleOfAsked : TITLE, relation, "relational"),
  better: "higher",
  params: Schema.Struct({
    /** Whether those who were asked and gave no score count too, as passives do. */
    base: Metric.withDefault(Schema.Literals(["answered", "asked"]), "answered"),
    ...feedbackParams("nps", STANDARD, "relational"),
  }).check(
    Schema.makeFilter(
      ({ scale }) =>
        (scale.max === STANDARD.max && (scale.min === 0 || scale.min === 1)) ||
        "scale: the bands 0–6, 7–8, 9–10 mean something on 0–10 only (1–10 is counted and flagged); use csat for other scales",
    ),
  ),
  passport: ({ base, relation, scale }) => ({
    unit: { kind: "points" },
    unitOfN: base === "asked" ? "row" : "answer",
    numerator: {
      en: `answers from ${bands.promoterFrom} minus answers below ${bands.passiveFrom} on ${scale.min}–${scale.max}`,
      ru: `ответы от ${bands.promoterFrom} минус ответы ниже ${bands.passiveFrom} по шкале ${scale.min}–${scale.max}`,
      pl: `odpowiedzi od ${bands.promoterFrom} minus odpowiedzi poniżej ${bands.passiveFrom} w skali ${scale.min}–${scale.max}`,
    },
    denominator: (base === "asked" ? askedOf : answersOf)[relation],
    kind: "feedback",
    clock: "at",
  }),
  questions: (params) => feedbackQuestions(params, sub(atLeast(bands.promoterFrom), below(bands.passiveFrom))),
  estimate: (states, params, level) => {
    const { all, caveats, mixed } = answers(states, params)
    const counts = countsOf(states, params)
    // A source of answers only holds nobody who was asked in vain: their share is not 0, it is not known.
    const onlyAnswers = isOnlyAnswers(states, params)
    const score = mixed || onlyAnswers ? null : netScore(counts, level)
    // No other scale ends elsewhere.
    const standard = params.scale.min === STANDARD.min
    return {
      value: score?.value ?? null,
      interval: score === null ? null : reaching(score.interval, score.value),
      n: all.n,
      nEffective: counts.n === 0 ? null : counts.nEffective,
      numerator: score === null ? null : counts.promoters - counts.detractors,
      denominator: counts.n,
      caveats: [
        ...caveats,
        ...(standard
          ? []
          : [caveat("nonstandard-scale", { scale: `${params.scale.min}–${params.scale.max}`, standard: "0–10" })]),
        ...(onlyAnswers ? [caveat("only-answers")] : []),
        ...counts.caveats,
      ],
    }
  },
  compare: (first, second, params, level) => {
    if ([first, second].some((states) => answers(states, params).mixed || isOnlyAnswers(states, params))) return null
    return netScoreDifference(countsOf(first, params), countsOf(second, params), level)
  },
})

const worth = (score: number): number => (score >= bands.promoterFrom ? 1 : score < bands.passiveFrom ? -1 : 0)

const isOnlyAnswers = (states: FeedbackStates, { base }: FeedbackParams): boolean =>
  base === "asked" && countLevels(states.scores.scores).n > 0 && countLevels(states.scores.silent).n === 0

const countsOf = (states: FeedbackStates, params: FeedbackParams) => {
  const { weights } = params
  const of = (test: (score: number) => boolean) => weigh(countLevels(states.scores.scores, test), weights).w
  const all = rowsOf(states)
  const n = weigh(all, weights).w
  const promoters = of((score) => worth(score) > 0)
  const detractors = of((score) => worth(score) < 0)
  const variance = n === 0 ? null : (promoters + detractors) / n - ((promoters - detractors) / n) ** 2
  const { caveats, size } = effectiveRows(all, weights, variance, clustersOf(states, params))
  return { promoters, detractors, n, nEffective: size, caveats }
}
