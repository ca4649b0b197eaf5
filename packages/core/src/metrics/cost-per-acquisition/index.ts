import * as Schema from "effect/Schema"
import { and, column, not, present } from "../../questions/Expr.ts"
import { tally, unitMoments } from "../../questions/Question.ts"
import { caveat } from "../Caveat.ts"
import * as Metric from "../Metric.ts"
import { moneyCaveats, moneyProblem } from "../money.ts"
import { KNOWN_DAYS, nearTheBeginning, newcomers } from "../newcomers.ts"
import { costsOf, spanOf, spendingCaveats, spendingParams, spentOf } from "../spending.ts"
import { anyOrders } from "../statuses.ts"
import { conditionOf, happened, kindOfStep, Step, type StepKind } from "../step.ts"
import { type Acquired, costDifference, costInterval } from "./estimate.ts"
import { textsOf, titleOf } from "./texts.ts"

const params = Schema.Struct({
  /** What counts as won. */
  acquired: Metric.withDefault(Step, { kind: "order" }),
  /** `new`: customers, by the first of all their own; `every`: each time. */
  count: Metric.withDefault(Schema.Literals(["new", "every"]), "new"),
  /** Whether the clicks that costs bought are the trials of the interval. */
  clicks: Metric.withDefault(Schema.Literals(["ignore", "use"]), "ignore"),
  ...spendingParams,
}).check(Schema.makeFilter((said) => moneyProblem(said) ?? true))

type Params = typeof params.Type

/** What one row of a kind is, where `n` counts rows. */
const rowOf: Partial<Readonly<Record<StepKind, string>>> = {
  contact: "contact",
  interaction: "interaction",
  order: "order",
  promise: "promise",
  referral: "invitation",
  subscription: "subscription",
}

/**
 * Money spent per customer won: the costs of a period over the customers whose first order of all is in it. With another
 * step, the cost of what the shop takes for a conversion; with `count: every` of each of them.
 *
 * **Gotchas**
 *
 * All costs count whose `purposes` are not left out, and all who came, however they found the way: it is a price, not an
 * effect.
 *
 * @category metrics
 * @since 0.2.0
 */
export const costPerAcquisition = Metric.make({
  id: "cost-per-acquisition",
  docs: {
    title: { en: "Cost per acquisition", ru: "Стоимость привлечения", pl: "Koszt pozyskania" },
    description: {
      en: "Costs of a period per new customer or conversion.",
      ru: "Расходы периода на одного нового клиента или одну конверсию.",
      pl: "Koszty okresu na nowego klienta lub konwersję.",
    },
    source: "fixed cost over a count: interval of Garwood 1936, or of Wilson 1927 over clicks, turned over",
    notWhen: {
      en: "most customers are won long after the money was spent: the costs are then of another period",
      ru: "большинство клиентов приходит намного позже расходов: тогда расходы относятся к другому периоду",
      pl: "większość klientów przychodzi długo po wydatkach: koszty są wtedy z innego okresu",
    },
  },
  title: titleOf,
  better: "lower",
  params,
  kinds: ({ acquired }) => [kindOfStep(acquired), "cost"],
  passport: (said) => ({
    unit: { kind: "money", currency: said.currency },
    unitOfN: said.count === "new" ? "customer" : (rowOf[kindOfStep(said.acquired)] ?? "row"),
    ...textsOf(said),
    kind: kindOfStep(said.acquired),
    clock: "at",
  }),
  everyStatus: ({ acquired }) => anyOrders([acquired]),
  periodic: true,
  questions: ({ acquired, ...spending }, context) => {
    const kind = kindOfStep(acquired)
    const span = spanOf(context)
    const conditions = [conditionOf(acquired), happened(kind)].filter((expr) => expr !== null)
    const where = conditions.length === 0 ? null : and(...conditions)
    return {
      costs: costsOf(spending, context, null),
      newcomers: newcomers(kind, where, { span }),
      customers: unitMoments(
        kind,
        "customer",
        { times: { agg: "count" } },
        { times: { stat: "moments", of: column("times") } },
        { where, span },
      ),
      early: newcomers(kind, where, { span, opens: nearTheBeginning(context) }),
      rows: tally(kind, { anonymous: { stat: "count", where: not(present(column("customer"))) } }, { where, span }),
    }
  },
  estimate: (states, said, level) => {
    const spent = spentOf(states.costs)
    const acquired = acquiredOf(states, said)
    const { anonymous } = states.rows
    const { n } = acquired
    const caveats = [
      ...moneyCaveats(said, spent.foreign),
      ...spendingCaveats(spent, spent.rows === 0 ? n : 0),
      ...(spent.total < 0 ? [caveat("cost-nonpositive")] : []),
      ...(said.count === "new" && anonymous.n > 0 ? [caveat("no-customer", { n: anonymous.n })] : []),
      ...(said.count === "new" && states.early.fold.units > 0
        ? [caveat("history-unknown", { n: states.early.fold.units, days: KNOWN_DAYS })]
        : []),
    ]
    const shown = spent.foreign === 0 && spent.rows > 0
    const common = {
      n,
      nEffective: n === 0 ? null : acquired.effective,
      numerator: shown ? spent.total : null,
      denominator: shown ? n : null,
    }
    if (!shown || spent.total < 0) return { ...common, value: null, interval: null, caveats }
    const interval = costInterval(spent, acquired, said.clicks, level)
    return {
      ...common,
      value: n === 0 ? null : spent.total / n,
      interval,
      caveats: interval === null ? [...caveats, caveat("no-ci")] : caveats,
    }
  },
  compare: (first, second, said, level) => {
    const side = (states: typeof first) => {
      const [spent, acquired] = [spentOf(states.costs), acquiredOf(states, said)]
      return { spent, acquired, interval: costInterval(spent, acquired, said.clicks, level) }
    }
    const [a, b] = [side(first), side(second)]
    return [a, b].some(({ spent }) => spent.foreign > 0 || spent.total <= 0) ? null : costDifference(a, b)
  },
})

interface States {
  readonly newcomers: { readonly fold: { readonly units: number } }
  readonly customers: { readonly times: { readonly n: number; readonly mean: number; readonly m2: number } }
  readonly rows: { readonly anonymous: { readonly n: number } }
}

/** What was won, and how many independent ones that is worth: (Σx)² ÷ Σx² of the customers' own. */
const acquiredOf = ({ customers: { times }, newcomers: { fold }, rows }: States, { count }: Params): Acquired => {
  if (count === "new") return { n: fold.units, effective: fold.units }
  const loose = rows.anonymous.n
  const n = Math.round(times.n * times.mean) + loose
  const squares = Math.round(times.m2 + times.n * times.mean * times.mean) + loose
  return { n, effective: n === 0 ? 0 : (n * n) / squares }
}
