import * as Schema from "effect/Schema"
import { countDurations } from "../../moments/LogHistogram.ts"
import { countLevels } from "../../moments/Histogram.ts"
import { and, bucket, coalesce, column, type Expr, ge, link, not, sub, value } from "../../questions/Expr.ts"
import type { Referrals } from "../../questions/folds/referrals/index.ts"
import type { StatesOf } from "../../questions/Measure.ts"
import { type Question, tally } from "../../questions/Question.ts"
import { caveat } from "../Caveat.ts"
import { DAY } from "../days.ts"
import { membersOf, toSomebodyNew, won } from "../invitations.ts"
import * as Metric from "../Metric.ts"
import { anyOrders } from "../statuses.ts"
import { kindOfStep, Step } from "../step.ts"
import { curveDifference, quantileAmong, quantileOfAll, rankDifference, SECOND } from "./estimate.ts"
import { textsOf, titleOf } from "./texts.ts"

/**
 * How long a round of invitations takes. `generation`: from the inviter's first order to the acceptance by the invited,
 * of the acceptances that `k-factor` counts with the same parameters. `acceptance`: from sending, of all invitations;
 * those still open are counted for as long as they are known (Kaplan–Meier).
 *
 * **Gotchas**
 *
 * Most invitations are never accepted: the median of `acceptance` is then `null`, for half of them never are.
 *
 * @category metrics
 * @since 0.2.0
 */
export const viralCycleTime = Metric.make({
  id: "viral-cycle-time",
  docs: {
    title: { en: "Viral cycle time", ru: "Длительность вирусного цикла", pl: "Czas cyklu wirusowego" },
    description: {
      en: "Time from a customer's start to the start of those the customer brought along.",
      ru: "Время от начала отношений с клиентом до прихода тех, кого он привёл.",
      pl: "Czas od początku relacji z klientem do pojawienia się osób, które przyprowadził.",
    },
    source:
      "nearest-rank quantile with order-statistic interval (Conover 1999) among mature inviters; Kaplan & Meier 1958 for all invitations; both from a log-histogram, within 1 %",
    notWhen: {
      en: "few invitations are accepted: ten acceptances bound no median",
      ru: "принятых приглашений мало: по десяти случаям медиану не оценить",
      pl: "przyjętych zaproszeń jest mało: dziesięć przypadków nie wyznacza mediany",
    },
  },
  title: titleOf,
  better: "lower",
  params: Schema.Struct({
    form: Metric.withDefault(Schema.Literals(["generation", "acceptance"]), "generation"),
    /** What the inviter's time starts with: the first of all. Of `generation` only. */
    entry: Metric.withDefault(Step, { kind: "order" }),
    /** Days from it in which invitations are sent and accepted. Of `generation` only. */
    within: Metric.withDefault(Schema.Finite.check(Schema.isGreaterThan(0)), 30),
    /** Which quantile: 0.5 is the median. */
    q: Metric.withDefault(Schema.Finite.check(Schema.isBetween({ minimum: 0.01, maximum: 0.99 })), 0.5),
  }),
  kinds: ({ entry, form }) => (form === "acceptance" ? ["referral"] : [...new Set([kindOfStep(entry), "referral"])]),
  horizon: ({ form, within }) => (form === "acceptance" ? 0 : within * DAY),
  passport: (decided) => ({
    unit: { kind: "duration" },
    unitOfN: "invitation",
    ...textsOf(decided),
    kind: decided.form === "acceptance" ? "referral" : kindOfStep(decided.entry),
    clock: "at",
  }),
  everyStatus: ({ entry, form }) => form === "generation" && anyOrders([entry]),
  questions: ({ entry, form, within }, context): Questions => {
    // Only the one that the form reads is asked.
    const asked: Partial<Questions> =
      form === "generation" ? { cohort: membersOf(entry, within, context) } : { sent: waitsOf(context.asOf) }
    return asked as Questions
  },
  estimate: (states, { form, q }, level) => {
    const { backwards, immature, n, open, timed } =
      form === "generation" ? ofGenerations(states.cohort.fold, q, level) : ofAll(states.sent, q, level)
    return {
      ...timed,
      n,
      nEffective: n === 0 ? null : n,
      numerator: null,
      denominator: null,
      caveats: [
        ...(immature > 0 ? [caveat("immature-window", { n: immature })] : []),
        ...(open > 0 ? [caveat("censored", { n: open })] : []),
        ...(backwards > 0 ? [caveat("backwards", { n: backwards })] : []),
        ...(n > 0 && timed.value === null ? [caveat("not-reached", { n: open, minimum: 1 })] : []),
        ...(n > 0 && timed.interval === null ? [caveat("no-ci")] : []),
      ],
    }
  },
  compare: (first, second, { form, q }) =>
    form === "generation"
      ? rankDifference(first.cohort.fold.generations, second.cohort.fold.generations, q)
      : curveDifference(first.sent, second.sent, q),
})

interface Questions extends Readonly<Record<string, Question>> {
  readonly cohort: ReturnType<typeof membersOf>
  readonly sent: ReturnType<typeof waitsOf>
}

const ofGenerations = ({ backwards, generations, mature, members }: Referrals, q: number, level: number) => ({
  timed: quantileAmong(generations, q, level),
  n: countDurations(generations),
  immature: members - mature.reduce((sum, one) => sum + one.n, 0),
  open: 0,
  backwards,
})

const ofAll = (sent: StatesOf<ReturnType<typeof waitsOf>["measures"]>, q: number, level: number) => ({
  timed: quantileOfAll(sent, q, level),
  n: countLevels(sent.open).n + countLevels(sent.taken).n,
  immature: 0,
  open: countLevels(sent.open).n,
  backwards: sent.backwards.n,
})

/** Width of a bin, as of the logarithmic histogram: quantiles within 1 %. */
const GAMMA = 1.01 / 0.99

/** From a second to a hundred years in bins of 2 %, and the duration that stands for each; less than a second is 0. */
const scale = (() => {
  const keys = Array.from(
    { length: Math.ceil(Math.log(100 * 365.25 * (DAY / 1000)) / Math.log(GAMMA)) },
    (_, i) => i + 1,
  )
  return {
    edges: [0, SECOND, ...keys.map((key) => SECOND * GAMMA ** key)],
    values: [0, ...keys.map((key) => (2 * SECOND * GAMMA ** key) / (1 + GAMMA))],
  }
})()

const binned = (duration: Expr): Expr => bucket(duration, scale.edges, scale.values)

/** How long invitations took to be accepted, and how long the others have been open. */
const waitsOf = (asOf: number | null) => {
  const [sent, acceptedAt] = [column("at"), column("acceptedAt")]
  const inOrder = ge(acceptedAt, sent)
  const accepted = and(won, inOrder)
  // Who accepted somebody else's invitation does not wait any more.
  const until = coalesce(link("referral", acceptedAt, "min"), value(asOf ?? 0))
  return tally(
    "referral",
    {
      taken: { stat: "histogram", of: binned(sub(acceptedAt, sent)), where: accepted },
      // Whose acceptance is dated before the sending is neither accepted nor open.
      open: {
        stat: "histogram",
        of: binned(sub(until, sent)),
        where: and(not(coalesce(accepted, value(false))), coalesce(inOrder, value(true))),
      },
      backwards: { stat: "count", where: not(inOrder) },
    },
    { where: toSomebodyNew },
  )
}
