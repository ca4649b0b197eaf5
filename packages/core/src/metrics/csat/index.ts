import * as Schema from "effect/Schema"
import { countLevels } from "../../moments/Histogram.ts"
import { type Expr, sub } from "../../questions/Expr.ts"
import { type Interval, meanInterval, netScore, wilson } from "../../stats/index.ts"
import { caveat } from "../Caveat.ts"
import { meanDifference, netScoreDifference, reaching, shareDifference } from "../difference.ts"
import { effectiveRows, weigh } from "../effectiveSize.ts"
import {
  answers,
  answersOf,
  clustersOf,
  atLeast,
  atMost,
  feedbackParams,
  type FeedbackParams,
  feedbackQuestions,
  type FeedbackStates,
  relationTitle,
  scoreItself,
  scoreMoments,
} from "../feedback.ts"
import * as Metric from "../Metric.ts"

type Params = FeedbackParams & { readonly form: "top-box" | "mean" | "net"; readonly top: number }

const topFrom = ({ scale, top }: Params) => scale.max - top + 1
const bottomTo = ({ scale, top }: Params) => scale.min + top - 1

/**
 * Customer satisfaction. The form is part of the definition: `top-box` is the share of the best `top` scores (4–5 of
 * 1–5), `mean` the mean score, `net` the top boxes minus the bottom boxes in points. They are different numbers.
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
  title: ({ form, relation, scale, top }) => {
    const title = {
      "top-box": {
        en: `Satisfied customers (CSAT, ${scale.max - top + 1}–${scale.max} of ${scale.max})`,
        ru: `Доля довольных (CSAT, ${scale.max - top + 1}–${scale.max} из ${scale.max})`,
        pl: `Odsetek zadowolonych (CSAT, ${scale.max - top + 1}–${scale.max} z ${scale.max})`,
      },
      mean: {
        en: `Mean satisfaction (CSAT, ${scale.min}–${scale.max})`,
        ru: `Средняя удовлетворённость (CSAT, ${scale.min}–${scale.max})`,
        pl: `Średnia satysfakcja (CSAT, ${scale.min}–${scale.max})`,
      },
      net: { en: "Net satisfaction (CSAT)", ru: "Чистая удовлетворённость (CSAT)", pl: "Satysfakcja netto (CSAT)" },
    }[form]
    return relationTitle(title, relation, "transactional")
  },
  better: "higher",
  params: Schema.Struct({
    form: Metric.withDefault(Schema.Literals(["top-box", "mean", "net"]), "top-box"),
    /** How many of the best scores are "satisfied". */
    top: Metric.withDefault(Schema.Int.check(Schema.isGreaterThan(0)), 2),
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
  passport: (params) => ({
    unit:
      params.form === "top-box"
        ? { kind: "proportion" }
        : params.form === "mean"
          ? { kind: "points", ...params.scale }
          : { kind: "points" },
    unitOfN: "answer",
    numerator: {
      "top-box": {
        en: `answers from ${topFrom(params)} to ${params.scale.max}`,
        ru: `ответы от ${topFrom(params)} до ${params.scale.max}`,
        pl: `odpowiedzi od ${topFrom(params)} do ${params.scale.max}`,
      },
      mean: { en: "sum of scores", ru: "сумма оценок", pl: "suma ocen" },
      net: {
        en: `answers from ${topFrom(params)} minus answers up to ${bottomTo(params)}`,
        ru: `ответы от ${topFrom(params)} минус ответы до ${bottomTo(params)} включительно`,
        pl: `odpowiedzi od ${topFrom(params)} minus odpowiedzi do ${bottomTo(params)} włącznie`,
      },
    }[params.form],
    denominator: answersOf[params.relation],
    kind: "feedback",
    clock: "at",
  }),
  questions: (params) => feedbackQuestions(params, worthOf(params)),
  estimate: (states, params, level) => {
    const { all, caveats, mixed } = answers(states, params)
    const basis = basisOf(states, params)
    const common = { n: all.n, nEffective: basis.total === 0 ? null : basis.size, denominator: basis.total }
    const notes = [...caveats, ...basis.caveats]
    if (mixed || basis.total === 0) return { ...common, value: null, interval: null, numerator: null, caveats: notes }
    switch (params.form) {
      case "top-box": {
        const share = basis.top / basis.total
        return {
          ...common,
          value: share,
          interval: wilson(share * basis.size, basis.size, level),
          numerator: basis.top,
          caveats: notes,
        }
      }
      case "mean": {
        const interval = basis.spread > 0 ? within(params.scale, meanInterval(basis.sample, level)) : null
        return {
          ...common,
          value: basis.mean,
          interval,
          numerator: basis.mean * basis.total,
          caveats: interval === null ? [...notes, caveat("no-ci")] : notes,
        }
      }
      case "net": {
        const net = netScore(
          { promoters: basis.top, detractors: basis.bottom, n: basis.total, nEffective: basis.size },
          level,
        )
        return {
          ...common,
          value: net?.value ?? null,
          interval: net === null ? null : reaching(net.interval, net.value),
          numerator: basis.top - basis.bottom,
          caveats: notes,
        }
      }
    }
  },
  compare: (first, second, params, level) => {
    if (answers(first, params).mixed || answers(second, params).mixed) return null
    const [a, b] = [basisOf(first, params), basisOf(second, params)]
    if (a.total === 0 || b.total === 0) return null
    const net = (basis: typeof a) => ({
      promoters: basis.top,
      detractors: basis.bottom,
      n: basis.total,
      nEffective: basis.size,
    })
    switch (params.form) {
      case "top-box":
        return shareDifference(effectiveShare(a), effectiveShare(b), level)
      case "net":
        return netScoreDifference(net(a), net(b), level)
      case "mean":
        return meanDifference(a.sample, b.sample, level)
    }
  },
})

const effectiveShare = ({ size, top, total }: ReturnType<typeof basisOf>) => ({ x: (top / total) * size, n: size })

/** No mean lies off its scale; t knows nothing of scales. */
const within = ({ max, min }: Params["scale"], interval: Interval | null): Interval | null =>
  interval === null
    ? null
    : {
        ...interval,
        low: interval.low === null ? null : Math.max(min, interval.low),
        high: interval.high === null ? null : Math.min(max, interval.high),
      }

/** The same worth as a question counts, of a score in hand. */
const worthIn =
  (params: Params) =>
  (score: number): number =>
    params.form === "mean"
      ? score
      : (score >= topFrom(params) ? 1 : 0) - (params.form === "net" && score <= bottomTo(params) ? 1 : 0)

const worthOf = (params: Params): Expr =>
  ({
    "top-box": atLeast(topFrom(params)),
    mean: scoreItself,
    net: sub(atLeast(topFrom(params)), atMost(bottomTo(params))),
  })[params.form]

const basisOf = (states: FeedbackStates, params: Params) => {
  const { scores } = states.scores
  const weighed = (test?: (score: number) => boolean) => weigh(countLevels(scores, test), params.weights).w
  const total = weighed()
  const top = weighed((score) => score >= topFrom(params))
  const bottom = weighed((score) => score <= bottomTo(params))
  const moments = scoreMoments(scores, params.weights)
  const share = total === 0 ? 0 : top / total
  const variance = {
    "top-box": share * (1 - share),
    mean: moments?.variance ?? null,
    net: total === 0 ? null : (top + bottom) / total - ((top - bottom) / total) ** 2,
  }[params.form]
  const { caveats, size } = effectiveRows(
    countLevels(scores),
    params.weights,
    variance,
    clustersOf(states, params, worthIn(params)),
  )
  const mean = moments?.mean ?? 0
  // A sample of the effective size with the spread of the answers, unbiased in the answers themselves.
  const n = countLevels(scores).n
  const unbiased = n > 1 ? ((moments?.variance ?? 0) * n) / (n - 1) : 0
  const sample = { n: size, mean, m2: unbiased * Math.max(0, size - 1) }
  return { total, top, bottom, mean, spread: moments?.variance ?? 0, sample, size, caveats }
}
