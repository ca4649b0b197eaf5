import { and, coalesce, column, eq, not, present, shard } from "../../questions/Expr.ts"
import { dimension } from "../../questions/Dimension.ts"
import { tally, unitMoments } from "../../questions/Question.ts"
import { studentTSf } from "../../stats/index.ts"
import { caveat } from "../Caveat.ts"
import { isAnswered, scoring } from "../feedback.ts"
import * as Metric from "../Metric.ts"
import { channelOfAnswer, isCompared, params, type Params } from "./params.ts"
import { answersAsked, scaleCaveats } from "./quality.ts"
import { channelsOf, differenceOf, intervalOf, spreadOf, sumsOfAnswers, sumsOfCustomers } from "./spread.ts"
import { docs, fractions, titles } from "./texts.ts"

const score = column("score")
const customer = column("customer")

const questions = (given: Params) => {
  const channel = channelOfAnswer(given)
  const counted = and(eq(column("instrument"), given.instrument), isAnswered(scoring(given)))
  const compared = and(counted, isCompared(channel, given))
  // An answer without a customer is left out alone.
  const by = [dimension("channel", channel), dimension("shard", shard(coalesce(customer, column("eventId"))))]
  return {
    answers: tally("feedback", answersAsked(given, channel), { where: counted }),
    customers: Metric.apart(
      unitMoments(
        "feedback",
        "customer",
        { sum: { agg: "sum", of: score }, answers: { agg: "count" } },
        { sums: { stat: "products", of: [column("sum"), column("answers")] } },
        { where: compared },
      ),
      by,
    ),
    anonymous: Metric.apart(
      tally("feedback", { scores: { stat: "histogram", of: score } }, { where: and(compared, not(present(customer))) }),
      by,
    ),
  }
}

type States = Metric.StatesFor<ReturnType<typeof questions>>

const lengthOf = ({ scale }: Params): number => scale.max - scale.min

const spread = ({ anonymous, customers }: States, given: Params) => {
  const centre = (given.scale.min + given.scale.max) / 2
  const placed = ({ key: [channel = null, of = null] }: States["customers"][number] | States["anonymous"][number]) => ({
    channel: String(channel),
    shard: of === null ? null : Number(of),
  })
  return spreadOf(
    channelsOf([
      ...customers.map((part) => ({ ...placed(part), sums: sumsOfCustomers(part.states.sums, centre) })),
      ...anonymous.map((part) => ({ ...placed(part), sums: sumsOfAnswers(part.states.scores, centre) })),
    ]),
    lengthOf(given),
  )
}

/** How little the mean scores of channels differ beyond their noise, from 0 to 1. */
export const scores = Metric.make({
  id: "cross-channel-consistency",
  docs,
  title: () => titles.score,
  better: "higher",
  params,
  passport: () => ({
    unit: { kind: "ratio" },
    unitOfN: "answer",
    ...fractions.score,
    kind: "feedback",
    clock: "at",
  }),
  questions,
  estimate: (states, given, level) => {
    const { caveats, mixed } = scaleCaveats(states.answers, given.scale)
    const found = spread(states, given)
    const value = mixed ? null : found.value
    const interval = value === null ? null : intervalOf(found, lengthOf(given), level)
    const half = lengthOf(given) / 2
    return {
      value,
      interval,
      n: found.n,
      nEffective: found.customers === 0 ? null : found.customers,
      numerator: value === null ? null : value * half,
      denominator: half,
      caveats: [
        ...caveats,
        ...(found.excluded > 0 ? [caveat("channels-excluded", { n: found.excluded })] : []),
        // One channel is left, and nothing to compare it with.
        ...(found.value === null && found.n > 0 ? [caveat("one-channel", { n: found.n })] : []),
        ...(value !== null && interval === null ? [caveat("no-ci")] : []),
      ],
    }
  },
  compare: (first, second, given, level) => {
    if (scaleCaveats(first.answers, given.scale).mixed || scaleCaveats(second.answers, given.scale).mixed) return null
    const found = differenceOf(spread(first, given), spread(second, given), lengthOf(given), level)
    if (found === null) return null
    const { df, difference, interval, se } = found
    return {
      difference,
      interval: se > 0 ? interval : null,
      test: "jackknife-t",
      p: se > 0 ? 2 * studentTSf(Math.abs(difference) / se, df) : null,
      effect: null,
    }
  },
})
