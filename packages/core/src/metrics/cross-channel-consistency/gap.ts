import type { Moments } from "../../moments/Moments.ts"
import { and, bucket, column, eq, type Expr, ge, gt, mul, not, or, present, sub } from "../../questions/Expr.ts"
import { tally, unitMoments } from "../../questions/Question.ts"
import { type Interval, meanInterval, type Sample } from "../../stats/index.ts"
import { caveat } from "../Caveat.ts"
import { meanDifference } from "../difference.ts"
import { isAnswered, type Scale, scoring } from "../feedback.ts"
import * as Metric from "../Metric.ts"
import { channelOfAnswer, isCompared, params } from "./params.ts"
import { answersAsked, scaleCaveats } from "./quality.ts"
import { docs, fractions, titles } from "./texts.ts"

/** Most answers of one customer in one channel; who gives more is no customer. */
const MOST = 100
const counts = Array.from({ length: MOST }, (_, i) => i + 1)

/** One through a count: there is no division in questions, but there are tables. */
const inverse = (count: Expr): Expr =>
  bucket(
    count,
    [...counts, MOST + 1],
    counts.map((n) => 1 / n),
  )

const distance = (a: Expr, b: Expr): Expr => mul(sub(a, b), sub(mul(mul(ge(a, b), 1), 2), 1))

/** How near the scores are that one customer gives to two channels, from 0 to 1. */
export const gap = Metric.make({
  id: "cross-channel-consistency",
  docs,
  title: () => titles["within-customer"],
  better: "higher",
  params,
  passport: () => ({
    unit: { kind: "ratio" },
    unitOfN: "customer",
    ...fractions["within-customer"],
    kind: "feedback",
    clock: "at",
  }),
  questions: (given) => {
    const channel = channelOfAnswer(given)
    const [one = "", other = ""] = given.channels ?? []
    const counted = and(eq(column("instrument"), given.instrument), isAnswered(scoring(given)))
    const [a, b] = [column("a"), column("b")]
    const both = and(gt(column("as"), 0), gt(column("bs"), 0))
    return {
      answers: tally("feedback", answersAsked(given, channel), { where: counted }),
      customers: unitMoments(
        "feedback",
        "customer",
        {
          a: { agg: "sum", of: column("score"), where: eq(channel, one) },
          as: { agg: "count", where: eq(channel, one) },
          b: { agg: "sum", of: column("score"), where: eq(channel, other) },
          bs: { agg: "count", where: eq(channel, other) },
        },
        {
          gaps: {
            stat: "moments",
            of: distance(mul(a, inverse(column("as"))), mul(b, inverse(column("bs")))),
            where: both,
          },
          alone: { stat: "count", where: and(or(gt(column("as"), 0), gt(column("bs"), 0)), not(both)) },
        },
        { where: and(counted, isCompared(channel, given), present(column("customer"))) },
      ),
    }
  },
  estimate: ({ answers, customers: { alone, gaps } }, { scale }, level) => {
    const { caveats, mixed } = scaleCaveats(answers, scale)
    const length = scale.max - scale.min
    const spread = gaps.m2 > 0 ? meanInterval(gaps, level) : null
    const value = mixed || gaps.n === 0 ? null : 1 - gaps.mean / length
    const interval = value === null || spread === null ? null : nearness(spread, scale)
    return {
      value,
      interval,
      n: gaps.n,
      nEffective: gaps.n === 0 ? null : gaps.n,
      numerator: value === null ? null : gaps.n * value * length,
      denominator: gaps.n * length,
      caveats: [
        ...caveats,
        ...(answers.anonymous.n > 0 ? [caveat("no-customer", { n: answers.anonymous.n })] : []),
        ...(alone.n > 0 ? [caveat("one-channel", { n: alone.n })] : []),
        ...(value !== null && interval === null ? [caveat("no-ci")] : []),
      ],
    }
  },
  compare: (first, second, { scale }, level) => {
    if (scaleCaveats(first.answers, scale).mixed || scaleCaveats(second.answers, scale).mixed) return null
    return meanDifference(nearnessOf(first.customers.gaps, scale), nearnessOf(second.customers.gaps, scale), level)
  },
})

/** An interval of gaps as one of nearness: the wide gap is the far end. */
const nearness = ({ high, low, ...rest }: Interval, { max, min }: Scale): Interval => ({
  ...rest,
  low: Math.max(0, 1 - (high ?? max - min) / (max - min)),
  high: Math.min(1, 1 - (low ?? 0) / (max - min)),
})

const nearnessOf = ({ m2, mean, n }: Moments, { max, min }: Scale): Sample => ({
  n,
  mean: 1 - mean / (max - min),
  m2: m2 / (max - min) ** 2,
})
