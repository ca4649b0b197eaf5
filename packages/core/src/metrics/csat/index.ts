import * as Schema from "effect/Schema"
import { answersOf, feedbackParams, type FeedbackParams, polarityParam, relationTitle } from "../feedback.ts"
import { type Band, compareForm, estimateForm, type FeedbackForm, formQuestions, testParam } from "../feedbackForms.ts"
import * as Metric from "../Metric.ts"
import { numeratorOf, titleOf } from "./texts.ts"

interface Params extends FeedbackParams {
  readonly form: "top-box" | "mean" | "net"
  readonly top: number
  readonly polarity: "high" | "low"
}

const formOf = ({ form, polarity, scale, top }: Params): FeedbackForm => {
  const high: Band = { from: scale.max - top + 1 }
  const low: Band = { to: scale.min + top - 1 }
  const [good, bad] = polarity === "high" ? [high, low] : [low, high]
  return { form: form === "top-box" ? "share" : form, good, bad }
}

/**
 * Customer satisfaction. The form is part of the definition: `top-box` is the share of the best `top` scores (4–5 of
 * 1–5), `mean` the mean score, `net` the top boxes minus the bottom boxes in points. They are different numbers.
 *
 * **Gotchas**
 *
 * Where low scores are the good ones (`polarity: "low"`, as with school marks), the best scores are the lowest. The mean
 * stays on the scale asked, so that less is better.
 *
 * @category metrics
 * @since 0.1.0
 */
export const csat = Metric.make({
  id: "csat",
  docs: {
    title: {
      en: "Customer satisfaction (CSAT)",
      ru: "Удовлетворённость клиентов (CSAT)",
      pl: "Satysfakcja klienta (CSAT)",
    },
    description: {
      en: "Share of satisfied answers (top boxes), mean score, or net satisfaction.",
      ru: "Доля довольных ответов (верхние оценки), средняя оценка или чистая удовлетворённость.",
      pl: "Odsetek zadowolonych odpowiedzi (najwyższe oceny), średnia ocena lub satysfakcja netto.",
    },
    source: "top-box share with Wilson 1927; mean with Student's t; net with adjusted Wald (Rocks 2016)",
    notWhen: {
      en: "only closed cases or only buyers were asked: the number describes those who were asked",
      ru: "спрашивали только по закрытым обращениям или только покупателей: число описывает тех, кого спросили",
      pl: "pytano tylko w zamkniętych sprawach albo tylko kupujących: liczba opisuje tych, których zapytano",
    },
  },
  title: (params) =>
    relationTitle(titleOf(params.form, formOf(params).good, params.scale), params.relation, "transactional"),
  better: "higher",
  betterWith: ({ form, polarity }) => (form === "mean" && polarity === "low" ? "lower" : "higher"),
  params: Schema.Struct({
    form: Metric.withDefault(Schema.Literals(["top-box", "mean", "net"]), "top-box"),
    /** How many of the best scores are "satisfied". */
    top: Metric.withDefault(Schema.Int.check(Schema.isGreaterThan(0)), 2),
    ...polarityParam,
    ...testParam,
    ...feedbackParams("csat", { min: 1, max: 5 }, "transactional"),
  }).check(
    Schema.makeFilter(({ form, scale, top }) => {
      const most = Math.floor((scale.max - scale.min + 1) / (form === "net" ? 2 : 1)) - (form === "net" ? 0 : 1)
      return (
        form === "mean" ||
        top <= most ||
        `top: at most ${most} scores of ${scale.min}–${scale.max} can be the best for the form ${form}`
      )
    }),
  ),
  passport: (params) => {
    const { bad, form, good } = formOf(params)
    return {
      unit: {
        share: { kind: "proportion" as const },
        mean: { kind: "points" as const, ...params.scale },
        net: { kind: "points" as const },
      }[form],
      unitOfN: "answer",
      numerator: numeratorOf(form, good, bad, params.scale),
      denominator: answersOf[params.relation],
      kind: "feedback",
      clock: "at",
    }
  },
  questions: (params) => formQuestions(params, formOf(params)),
  estimate: (states, params, level) => estimateForm(states, params, formOf(params), level),
  compare: (first, second, params, level) => compareForm(first, second, params, formOf(params), level),
})
