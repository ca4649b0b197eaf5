import * as Schema from "effect/Schema"
import { and, column, ge, gt, lt, not, present, value } from "../../questions/Expr.ts"
import { tally, unitMoments } from "../../questions/Question.ts"
import { garwood, mover, rateRatio, wilson } from "../../stats/index.ts"
import { caveat } from "../Caveat.ts"
import { DAY } from "../days.ts"
import { shareDifference } from "../difference.ts"
import { activityRows } from "../lifecycleStates.ts"
import * as Metric from "../Metric.ts"
import { type Reach, reachCaveats, reachOf, type ReachStates, reachTold } from "../reach.ts"
import { anyOrders } from "../statuses.ts"
import { kindOfStep, Step, stepTexts } from "../step.ts"

/**
 * Customers of a period who were there before it, as a share of the customers of the period or as their number.
 *
 * **Gotchas**
 *
 * `repeat-rate` asks for two orders within the period; here one is enough, and the other may be years ago. It depends on
 * how far the facts reach back: whoever came before them looks new.
 *
 * @category metrics
 * @since 0.2.0
 */
export const returningCustomers = Metric.make({
  id: "returning-customers",
  docs: {
    title: { en: "Returning customers", ru: "Вернувшиеся клиенты", pl: "Powracający klienci" },
    description: {
      en: "Customers of the period who were there before it.",
      ru: "Клиенты периода, которые бывали и раньше.",
      pl: "Klienci z okresu, którzy byli już wcześniej.",
    },
    source:
      "customers seen before the period, as Matomo's returning visits; interval: Wilson 1927, of counts Garwood 1936",
    notWhen: {
      en: "many buy without an account: who returns as a guest looks new",
      ru: "многие покупают без учётной записи: вернувшийся гость выглядит новым",
      pl: "wielu kupuje bez konta: kto wraca jako gość, wygląda na nowego",
    },
  },
  title: ({ form }) =>
    form === "share"
      ? { en: "Returning customers, share", ru: "Вернувшиеся клиенты, доля", pl: "Powracający klienci, odsetek" }
      : { en: "Returning customers", ru: "Вернувшиеся клиенты", pl: "Powracający klienci" },
  better: "higher",
  params: Schema.Struct({
    form: Metric.withDefault(Schema.Literals(["share", "count"]), "share"),
    /** What makes somebody a customer of the period. */
    activity: Metric.withDefault(Step, { kind: "order" }),
  }),
  periodic: true,
  passport: ({ activity, form }) => {
    const { en, pl, ru } = stepTexts(activity)
    return {
      unit: { kind: form === "share" ? "proportion" : "count" },
      unitOfN: "customer",
      numerator: {
        en: `customers with an event (${en}) in the period and before it`,
        ru: `клиенты с событием (${ru}) за период и до него`,
        pl: `klienci ze zdarzeniem (${pl}) w okresie i przed nim`,
      },
      denominator: {
        en: `customers with an event (${en}) in the period`,
        ru: `клиенты с событием (${ru}) за период`,
        pl: `klienci ze zdarzeniem (${pl}) w okresie`,
      },
      kind: kindOfStep(activity),
      clock: "at",
    }
  },
  everyStatus: ({ activity }) => anyOrders([activity]),
  questions: ({ activity }, context) => {
    const kind = kindOfStep(activity)
    const { period } = context
    const asked = period === null || period.previous === null ? null : period
    const at = column("at")
    const now = asked === null ? value(false) : and(ge(at, asked.from), lt(at, asked.to))
    const earlier = asked === null ? value(false) : lt(at, asked.from)
    return {
      customers: unitMoments(
        kind,
        "customer",
        { now: { agg: "count", where: now }, earlier: { agg: "count", where: earlier } },
        { returned: { stat: "proportion", of: gt(column("earlier"), 0), where: gt(column("now"), 0) } },
        { where: activityRows(activity) },
      ),
      // Without a day of earlier facts nobody can return; with less than a period of them the reader is told.
      any: tally(kind, reachOf(context, asked === null ? null : asked.from - DAY)),
      long: tally(kind, reachOf(context, asked?.previous?.from ?? null)),
      anonymous: tally(
        kind,
        { rows: { stat: "count" } },
        { where: activityRows(activity, not(present(column("customer"))), now) },
      ),
    }
  },
  estimate: (states, { form }, level) => {
    const { said } = reachesOf(states)
    const { n, x } = states.customers.returned
    const nameless = states.anonymous.rows.n
    const caveats = [...reachCaveats(said), ...(nameless > 0 ? [caveat("no-customer", { n: nameless })] : [])]
    if (isWithheld(states, form))
      return { value: null, interval: null, n, nEffective: null, numerator: null, denominator: null, caveats }
    return {
      value: form === "share" ? x / n : x,
      interval: form === "share" ? wilson(x, n, level) : garwood(x, 1, level),
      n,
      nEffective: n === 0 ? null : n,
      numerator: x,
      denominator: n,
      caveats,
    }
  },
  compare: (first, second, { form }, level) => {
    const [a, b] = [first.customers.returned, second.customers.returned]
    if (isWithheld(first, form) || isWithheld(second, form)) return null
    if (form === "share") return shareDifference(a, b, level)
    const of = ({ x }: { readonly x: number }) => ({ value: x, interval: garwood(x, 1, level) })
    return {
      difference: a.x - b.x,
      interval: mover(of(a), of(b)),
      test: "conditional-binomial",
      p: rateRatio({ events: a.x, exposure: 1 }, { events: b.x, exposure: 1 }, level)?.p ?? null,
      effect: null,
    }
  },
})

/** A share of nobody is none. To count nobody is to count: unless there are no facts, or they name nobody. */
const isWithheld = (states: States, form: "share" | "count"): boolean => {
  const { told, unknown } = reachesOf(states)
  const nobody = states.customers.returned.n === 0
  return unknown || (nobody && (form === "share" || !told.begun || states.anonymous.rows.n > 0))
}

interface States {
  readonly customers: { readonly returned: { readonly n: number } }
  readonly any: ReachStates
  readonly long: ReachStates
  readonly anonymous: { readonly rows: { readonly n: number } }
}

/** Whether anything is known of the time before, and what is to be said of it. */
const reachesOf = ({
  any,
  long,
}: Pick<States, "any" | "long">): {
  readonly told: Reach
  readonly said: Reach
  readonly unknown: boolean
} => {
  const [some, period] = [reachTold(any), reachTold(long)]
  // A period of hours may be known whole before it, and no day is.
  return { told: period, said: period.endless || period.short ? period : some, unknown: some.endless || some.short }
}
