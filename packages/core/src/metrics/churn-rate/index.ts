import * as Schema from "effect/Schema"
import { add, and, column, type Expr, lt, not, present, value } from "../../questions/Expr.ts"
import { spells } from "../../questions/folds/spells/index.ts"
import { tally } from "../../questions/Question.ts"
import { trails } from "../../questions/Trails.ts"
import { DAY } from "../days.ts"
import * as Metric from "../Metric.ts"
import { reachCaveats, reachOf, reachTold } from "../reach.ts"
import { contractSpells, oddCaveats } from "../spells.ts"
import { anyOrders } from "../statuses.ts"
import { conditionOf, happened, kindOfStep, Step } from "../step.ts"
import { churnOf, compareChurn } from "./estimate.ts"
import { textsOf, titleOf } from "./texts.ts"

const params = Schema.Struct({
  /** What is lost over what. */
  form: Metric.withDefault(Schema.Literals(["of-start", "all-of-start", "all-of-average", "per-exposure"]), "of-start"),
  /** What ends with a customer: a contract, or the days without activity. */
  ends: Metric.withDefault(Schema.Literals(["contract", "inactivity"]), "contract"),
  /** Days without a contract that do not count as lost. */
  grace: Metric.withDefault(Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0)), 0),
  /** What customers do while they are customers; only with `inactivity`. */
  activity: Metric.withDefault(Step, { kind: "order" }),
  /** Days without activity after which a customer is lost; only with `inactivity`. */
  days: Metric.withDefault(Schema.Finite.check(Schema.isGreaterThan(0)), 90),
}).check(
  Schema.makeFilter(
    ({ ends, grace }) =>
      ends === "contract" || grace === 0 || "grace: days without activity are their own grace; use days",
  ),
)

type Params = typeof params.Type

const kindOf = ({ activity, ends }: Params) => (ends === "contract" ? "subscription" : kindOfStep(activity))

/**
 * Customers lost in a period, among those there were when it began. A customer is there while a subscription runs, or
 * for so many days after each activity; who comes back after being lost is a customer anew.
 *
 * **Gotchas**
 *
 * A monthly rate times twelve is no yearly one: 5 % a month are 46 % a year (`lossOver` of the statistics). Nor is one
 * over it a lifetime, unless the rate never changes with age; use `customer-survival`.
 *
 * @category metrics
 * @since 0.2.0
 */
export const churnRate = Metric.make({
  id: "churn-rate",
  docs: {
    title: { en: "Churn rate", ru: "Отток клиентов", pl: "Wskaźnik odejść (churn)" },
    description: {
      en: "Share of the customers at the start of a period who were lost in it.",
      ru: "Доля клиентов, которые были на начало периода и ушли за период.",
      pl: "Odsetek klientów z początku okresu, którzy odeszli w okresie.",
    },
    source: "lost over those at the start; interval: Wilson 1927, ratios by the delta method, exposure by Garwood 1936",
    notWhen: {
      en: "customers have no contract and differ widely in their pauses: one number of days fits none of them",
      ru: "договора нет, а паузы у клиентов очень разные: одно число дней не подойдёт никому",
      pl: "nie ma umowy, a przerwy klientów bardzo się różnią: jedna liczba dni nie pasuje do nikogo",
    },
  },
  title: titleOf,
  better: "lower",
  params,
  periodic: true,
  // Whoever is away at the end may still come back within the grace.
  horizon: ({ grace }) => grace * DAY,
  passport: (decided) => ({
    unit: { kind: decided.form === "of-start" ? "proportion" : "ratio" },
    unitOfN: "customer",
    ...textsOf(decided),
    kind: kindOf(decided),
    clock: "at",
  }),
  everyStatus: ({ activity, ends }) => ends === "inactivity" && anyOrders([activity]),
  questions: (decided, context) => {
    const { activity, days, ends, grace } = decided
    const { asOf, period } = context
    const kind = kindOf(decided)
    const options = {
      asOf,
      period: period === null || period.previous === null ? null : { from: period.from, to: period.to },
      days: null,
      since: null,
    }
    const contract = ends === "contract"
    const all = contract ? [] : [conditionOf(activity), happened(kindOfStep(activity))].filter((one) => one !== null)
    const where: Expr | null = all.length === 0 ? null : and(...all)
    return {
      customers: contract
        ? contractSpells({ ...options, grace })
        : trails(spells, { ...options, grace: 0 }, { kinds: [{ kind, where, value: add(column("at"), days * DAY) }] }),
      odd: tally(
        kind,
        {
          nameless: { stat: "count", where: not(present(column("customer"))) },
          backwards: { stat: "count", where: contract ? lt(column("until"), column("at")) : value(false) },
        },
        { where },
      ),
      reach: tally(kind, reachOf(context, contract || period === null ? null : period.from - days * DAY), { where }),
    }
  },
  estimate: ({ customers: { fold }, odd, reach }, decided, level) => {
    const { form } = decided
    const told = reachTold(reach)
    const estimate = churnOf(fold.period, form, level)
    const caveats = [...reachCaveats(told), ...estimate.caveats, ...oddCaveats(odd)]
    return told.short ? { ...estimate, value: null, interval: null, caveats } : { ...estimate, caveats }
  },
  compare: (first, second, { form }, level) =>
    reachTold(first.reach).short || reachTold(second.reach).short
      ? null
      : compareChurn(first.customers.fold.period, second.customers.fold.period, form, level),
})
