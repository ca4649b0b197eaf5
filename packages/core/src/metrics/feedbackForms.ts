import * as Schema from "effect/Schema"
import { countLevels } from "../moments/Histogram.ts"
import { type Expr, ge, le, mul, sub } from "../questions/Expr.ts"
import { type Interval, mannWhitney, meanInterval, netScore, wilson } from "../stats/index.ts"
import { caveat } from "./Caveat.ts"
import { meanDifference, netScoreDifference, reaching, shareDifference } from "./difference.ts"
import { effectiveRows, weigh, weightedSize } from "./effectiveSize.ts"
import {
  answers,
  clustersOf,
  type FeedbackParams,
  feedbackQuestions,
  type FeedbackStates,
  rowsOf,
  type Scale,
  scoreItself,
  scoreMoments,
} from "./feedback.ts"
import type { Comparison, Estimate } from "./Metric.ts"
import { withDefault } from "./Metric.ts"

/** One end of a scale: all scores from one on, or up to one. @category metrics @since 0.2.0 */
export type Band = { readonly from: number } | { readonly to: number }

/** Which number is made of the answers: the share of good ones, their mean, or good minus bad in points. @category metrics @since 0.2.0 */
export interface FeedbackForm {
  readonly form: "share" | "mean" | "net"
  readonly good: Band
  readonly bad: Band
}

/**
 * What a difference is tested by: the number itself, or the whole distribution of scores (Mann-Whitney).
 *
 * @category metrics
 * @since 0.2.0
 */
export const testParam = { test: withDefault(Schema.Literals(["value", "distribution"]), "value") }

/** Parameters that decide a form of a survey metric. @category metrics @since 0.2.0 */
export interface FormParams extends FeedbackParams {
  readonly test: "value" | "distribution"
}

const inBand = (band: Band, score: number): boolean => ("from" in band ? score >= band.from : score <= band.to)
const bandOf = (band: Band): Expr => mul("from" in band ? ge(scoreItself, band.from) : le(scoreItself, band.to), 1)

/** What an answer is worth in a form: the same as {@link basisOf} counts of scores in hand. */
const worthOf = ({ bad, form, good }: FeedbackForm): Expr =>
  form === "mean" ? scoreItself : form === "share" ? bandOf(good) : sub(bandOf(good), bandOf(bad))

/**
 * Questions of a survey metric with forms; `ranked` are those whose clusters are of the scores themselves, as a test of
 * the whole distribution needs them.
 *
 * @category metrics
 * @since 0.2.0
 */
export const formQuestions = (params: FormParams, how: FeedbackForm) => {
  const own = feedbackQuestions(params, worthOf(how))
  const ranked = params.test === "distribution" ? feedbackQuestions(params, scoreItself) : own
  return { ...own, rankedScores: ranked.scores, rankedCustomers: ranked.customers }
}

/** The states a survey metric with forms is estimated from. @category metrics @since 0.2.0 */
export interface FormStates extends FeedbackStates {
  readonly rankedScores: FeedbackStates["scores"]
  readonly rankedCustomers: FeedbackStates["customers"]
}

/** No mean lies off its scale; t knows nothing of scales. */
const within = ({ max, min }: Scale, interval: Interval | null): Interval | null =>
  interval === null
    ? null
    : {
        ...interval,
        low: interval.low === null ? null : Math.max(min, interval.low),
        high: interval.high === null ? null : Math.min(max, interval.high),
      }

/** Weighted counts of a form, its mean and spread, and how many independent answers they are worth. @category metrics @since 0.2.0 */
export const basisOf = (
  states: Pick<FeedbackStates, "customers" | "scores">,
  params: Pick<FeedbackParams, "relation" | "weights">,
  { bad, form, good }: FeedbackForm,
) => {
  const { scores } = states.scores
  const weighed = (test?: (score: number) => boolean) => weigh(countLevels(scores, test), params.weights).w
  const total = weighed()
  const top = weighed((score) => inBand(good, score))
  const bottom = weighed((score) => inBand(bad, score))
  const moments = scoreMoments(scores, params.weights)
  const share = total === 0 ? 0 : top / total
  const variance = {
    share: share * (1 - share),
    mean: moments?.variance ?? null,
    net: total === 0 ? null : (top + bottom) / total - ((top - bottom) / total) ** 2,
  }[form]
  const rows = rowsOf(states)
  const { caveats, size } = effectiveRows(rows, params.weights, variance, clustersOf(states, params))
  const mean = moments?.mean ?? 0
  // A sample of the effective size with the spread of the answers, unbiased in as many as their weights are worth.
  const kish = weightedSize(rows, params.weights)
  const unbiased = kish > 1 ? ((moments?.variance ?? 0) * kish) / (kish - 1) : 0
  const sample = { n: size, mean, m2: unbiased * Math.max(0, size - 1) }
  return { total, top, bottom, mean, spread: moments?.variance ?? 0, sample, size, caveats }
}

type Basis = ReturnType<typeof basisOf>

const successes = ({ size, top, total }: Basis) => ({ x: (top / total) * size, n: size })
const net = ({ bottom, size, top, total }: Basis) => ({
  promoters: top,
  detractors: bottom,
  n: total,
  nEffective: size,
})

/** The number of a form with its interval: Wilson, Student's t or adjusted Wald. @category metrics @since 0.2.0 */
export const estimateForm = (
  states: FeedbackStates,
  params: FeedbackParams,
  how: FeedbackForm,
  level: number,
): Estimate => {
  const { all, caveats, mixed } = answers(states, params)
  const basis = basisOf(states, params, how)
  const common = { n: all.n, nEffective: basis.total === 0 ? null : basis.size, denominator: basis.total }
  const notes = [...caveats, ...basis.caveats]
  if (mixed || basis.total === 0) return { ...common, value: null, interval: null, numerator: null, caveats: notes }
  switch (how.form) {
    case "share": {
      const { n, x } = successes(basis)
      return {
        ...common,
        value: basis.top / basis.total,
        interval: wilson(x, n, level),
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
      const score = netScore(net(basis), level)
      return {
        ...common,
        value: score?.value ?? null,
        interval: score === null ? null : reaching(score.interval, score.value),
        numerator: basis.top - basis.bottom,
        caveats: notes,
      }
    }
  }
}

/** Compares two groups by their numbers; `null` where one is empty or mixes scales. @category metrics @since 0.2.0 */
export const compareNumbers = (
  first: FeedbackStates,
  second: FeedbackStates,
  params: FeedbackParams,
  how: FeedbackForm,
  level: number,
): Comparison | null => {
  if (answers(first, params).mixed || answers(second, params).mixed) return null
  const [a, b] = [basisOf(first, params, how), basisOf(second, params, how)]
  if (a.total === 0 || b.total === 0) return null
  return {
    share: () => shareDifference(successes(a), successes(b), level),
    mean: () => meanDifference(a.sample, b.sample, level),
    net: () => netScoreDifference(net(a), net(b), level),
  }[how.form]()
}

/**
 * Compares two groups by their numbers, or tests their whole distributions. The interval of the difference would tell
 * of the other test, so there is none beside this one.
 *
 * @category metrics
 * @since 0.2.0
 */
export const compareForm = (
  first: FormStates,
  second: FormStates,
  params: FormParams,
  how: FeedbackForm,
  level: number,
): Comparison | null => {
  const difference = compareNumbers(first, second, params, how, level)
  return params.test === "value" || difference === null
    ? difference
    : { ...difference, interval: null, ...rankTest(first, second, params, how) }
}

/** Mann-Whitney over all scores, each group shrunk to its effective size. Positive is better, as the difference is. */
const rankTest = (
  first: FormStates,
  second: FormStates,
  params: FormParams,
  { form }: FeedbackForm,
): Pick<Comparison, "test" | "p" | "effect"> => {
  const levels = ({ rankedCustomers: customers, rankedScores: scores }: FormStates) => {
    const { size, total } = basisOf({ customers, scores }, params, { form: "mean", good: { from: 0 }, bad: { to: 0 } })
    return new Map(
      scores.scores.levels.map((level) => [level.value, (weigh(level, params.weights).w / total) * size] as const),
    )
  }
  const test = mannWhitney(levels(first), levels(second))
  const sign = form !== "mean" && params.polarity === "low" ? -1 : 1
  return {
    test: "mann-whitney",
    p: test?.p ?? null,
    effect: { kind: "cliffs-delta", value: test === null ? null : sign * test.cliffsDelta },
  }
}
