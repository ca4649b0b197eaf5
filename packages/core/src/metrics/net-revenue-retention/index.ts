import * as Schema from "effect/Schema"
import { CrossProducts } from "../../moments/CrossProducts.ts"
import { and, column, type Expr, ge, gt, le, lt, not, or, present, value } from "../../questions/Expr.ts"
import { tally, unitMoments } from "../../questions/Question.ts"
import { type Interval, type PairedSample, ratioOfSums, twoRatios } from "../../stats/index.ts"
import { caveat } from "../Caveat.ts"
import * as Metric from "../Metric.ts"
import { amountIn, foreign, moneyCaveats, moneyParams, moneyProblem } from "../money.ts"
import { reachCaveats, reachOf, reachTold } from "../reach.ts"
import { oddCaveats } from "../spells.ts"
import { textsOf, titleOf } from "./texts.ts"

const params = Schema.Struct({
  /** With what customers came to pay more (`net`), or each at most what it was (`gross`). */
  form: Metric.withDefault(Schema.Literals(["net", "gross"]), "net"),
  ...moneyParams,
}).check(Schema.makeFilter((money) => moneyProblem(money) ?? true))

const [at, until] = [column("at"), column("until")]

/** Subscriptions that run just before an instant: what ends at it, or begins, is of the time after. */
const runningBefore = (instant: number): Expr => and(lt(at, instant), or(not(present(until)), ge(until, instant)))

/**
 * Monthly revenue at the end of a period from those who were customers at its start, over what they brought then. Who
 * came in the period is not in it.
 *
 * **Gotchas**
 *
 * Net of 100 % may hide that a third has left, where the rest pay more: read it beside the gross form and `churn-rate`.
 *
 * @category metrics
 * @since 0.2.0
 */
export const netRevenueRetention = Metric.make({
  id: "net-revenue-retention",
  docs: {
    title: {
      en: "Revenue retention",
      ru: "Удержание выручки",
      pl: "Retencja przychodów",
    },
    description: {
      en: "Monthly revenue kept from the customers there were at the start of the period.",
      ru: "Ежемесячная выручка, сохранённая от клиентов, которые были на начало периода.",
      pl: "Przychód miesięczny zachowany od klientów z początku okresu.",
    },
    source: "ratio of sums over the customers of the start, delta method (Deng, Knoblich & Lu 2018) or Fieller 1954",
    notWhen: {
      en: "a few customers make most of the revenue: the number is then about these few",
      ru: "большую часть выручки дают немногие клиенты: тогда число говорит лишь о них",
      pl: "większość przychodu daje kilku klientów: liczba mówi wtedy tylko o nich",
    },
  },
  title: titleOf,
  better: "higher",
  params,
  periodic: true,
  passport: (decided) => ({
    unit: { kind: decided.form === "net" ? "ratio" : "proportion" },
    unitOfN: "customer",
    ...textsOf(decided),
    kind: "subscription",
    clock: "at",
  }),
  questions: (decided, context) => {
    const { calendar, period } = context
    const asked = period === null || period.previous === null ? null : period
    const [then, now] =
      asked === null ? [value(false), value(false)] : [runningBefore(asked.from), runningBefore(asked.to)]
    const amount = amountIn(decided, calendar)
    const [before, after] = [column("before"), column("after")]
    return {
      customers: unitMoments(
        "subscription",
        "customer",
        { before: { agg: "sum", of: amount, where: then }, after: { agg: "sum", of: amount, where: now } },
        {
          // Revenue now and then; of those who pay more, gross counts what it was.
          all: { stat: "products", of: [after, before], where: gt(before, 0) },
          less: { stat: "products", of: [after, before], where: and(gt(before, 0), le(after, before)) },
          more: { stat: "products", of: [before, before], where: and(gt(before, 0), gt(after, before)) },
        },
      ),
      rows: tally(
        "subscription",
        {
          foreign: { stat: "count", where: foreign(decided, calendar) },
          without: { stat: "count", where: not(present(column("amount"))) },
          nameless: { stat: "count", where: not(present(column("customer"))) },
        },
        { where: or(then, now) },
      ),
      all: tally("subscription", { ...reachOf(context, null), backwards: { stat: "count", where: lt(until, at) } }),
    }
  },
  estimate: (states, decided, level) => {
    const { all, rows } = states
    const withheld = moneyCaveats(decided, rows.foreign.n)
    const units = unitsOf(states.customers, decided.form)
    const ratio = ratioOfSums(units, level)
    const n = units.n
    const caveats = [
      ...reachCaveats(reachTold(all)),
      ...withheld,
      ...(rows.without.n > 0 ? [caveat("not-stated", { n: rows.without.n })] : []),
      ...oddCaveats({ nameless: rows.nameless, backwards: all.backwards }),
    ]
    const none = { n, nEffective: n === 0 ? null : n, value: null, interval: null, numerator: null, denominator: null }
    if (withheld.length > 0 || ratio === null) return { ...none, caveats }
    const whole = (sum: number) => (decided.rates.length > 0 ? sum : Math.round(sum))
    const interval = ratio.se === 0 ? null : within(ratio.interval, decided.form)
    return {
      ...none,
      value: ratio.value,
      interval,
      numerator: whole(units.meanX * n),
      denominator: whole(units.meanY * n),
      caveats: interval === null ? [...caveats, caveat("no-ci")] : caveats,
    }
  },
  compare: (first, second, decided, level) => {
    if (first.rows.foreign.n > 0 || second.rows.foreign.n > 0) return null
    const [a, b] = [unitsOf(first.customers, decided.form), unitsOf(second.customers, decided.form)]
    const [own, other] = [ratioOfSums(a, level), ratioOfSums(b, level)]
    if (own === null || other === null) return null
    const test = twoRatios(a, b, level)
    return {
      difference: own.value - other.value,
      interval: test?.interval ?? null,
      test: test === null ? null : "welch-t",
      p: test?.p ?? null,
      effect: null,
    }
  },
})

interface CustomerStates {
  readonly all: CrossProducts
  readonly less: CrossProducts
  readonly more: CrossProducts
}

/** Customers of the start as pairs of revenue now and then. */
const unitsOf = ({ all, less, more }: CustomerStates, form: "net" | "gross"): PairedSample => {
  const { c, mean, n } = form === "net" ? all : CrossProducts.merge(less, more)
  const [meanX = 0, meanY = 0] = mean
  const [mxx = 0, cxy = 0, , myy = 0] = c
  return { n, meanX, meanY, mxx, cxy, myy }
}

/** Nobody keeps less than nothing, and gross nobody more than there was. */
const within = (interval: Interval | null, form: "net" | "gross"): Interval | null =>
  interval === null
    ? null
    : {
        ...interval,
        low: Math.max(0, interval.low ?? 0),
        high: form === "net" ? interval.high : Math.min(1, interval.high ?? 1),
      }
