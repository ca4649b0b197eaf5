import * as Schema from "effect/Schema"
import { CrossProducts } from "../../moments/CrossProducts.ts"
import { type PairedSample, ratioOfSums, twoRatios } from "../../stats/index.ts"
import { caveat } from "../Caveat.ts"
import * as Metric from "../Metric.ts"
import { moneyCaveats, moneyParams, moneyProblem } from "../money.ts"
import { exceptParam } from "../orders.ts"
import { basisParam } from "../revenue.ts"
import { questionsOf, type RevenueStates } from "./questions.ts"
import { textsOf, titleOf } from "./texts.ts"

const params = Schema.Struct({
  basis: basisParam,
  /** Whether an order refunded in full still counts as one order. */
  refunded: Metric.withDefault(Schema.Literals(["count", "leave-out"]), "count"),
  ...moneyParams,
  /** Most that an order counts for, in minor units; decided beforehand, not from the data. */
  cap: Metric.withDefault(Schema.NullOr(Schema.Int.check(Schema.isGreaterThan(0))), null),
  /** Statuses of orders that do not count, as the shop names them. */
  except: exceptParam,
  weights: Metric.withDefault(Schema.Literals(["use", "ignore"]), "use"),
}).check(
  Schema.makeFilter(({ basis, cap, refunded, ...money }) => {
    if (refunded === "leave-out" && basis === "gross") return "refunded: a gross basis knows of no refunds; use count"
    if (refunded === "leave-out" && basis !== "net-by-order-date")
      return "refunded: where refunds count by their own date, orders count by theirs; use count"
    if (cap !== null && basis === "net-by-refund-date")
      return "cap: where refunds count by their own date, no order has an amount of its own to cap; use another basis"
    return moneyProblem(money) ?? true
  }),
)

/**
 * Revenue over orders. `net-by-order-date` takes off what was refunded, whenever that was, in the period of the order,
 * so that the past may still fall; `net-by-refund-date` takes off what was refunded in the period; `gross` takes off
 * nothing. All orders must be in the `currency` of the definition, or in one that `rates` names.
 *
 * **Gotchas**
 *
 * Orders of one customer are alike, so the customer is the independent observation of the interval. The mean of the
 * customers' own averages is another number.
 *
 * @category metrics
 * @since 0.2.0
 */
export const averageOrderValue = Metric.make({
  id: "average-order-value",
  docs: {
    title: { en: "Average order value", ru: "Средний чек", pl: "Średnia wartość zamówienia" },
    description: {
      en: "Revenue per order, net of refunds or gross.",
      ru: "Выручка на один заказ, за вычетом возвратов или без вычета.",
      pl: "Przychód na zamówienie, po odjęciu zwrotów lub brutto.",
    },
    source: "ratio of sums over customers, delta method (Deng, Knoblich & Lu 2018); Fieller 1954 from g = 0.05",
    notWhen: {
      en: "a few very large orders make most of the revenue: look at the median and the distribution first, or cap the amounts",
      ru: "большую часть выручки дают несколько очень крупных заказов: сначала посмотрите на медиану и распределение или ограничьте суммы",
      pl: "większość przychodu dają nieliczne bardzo duże zamówienia: najpierw obejrzyj medianę i rozkład albo ogranicz kwoty",
    },
  },
  title: titleOf,
  better: "higher",
  params,
  passport: (said) => ({
    unit: { kind: "money", currency: said.currency },
    unitOfN: "order",
    ...textsOf(said),
    kind: "order",
    clock: "at",
  }),
  everyStatus: ({ except }) => except.length === 0,
  takesRefunds: ({ basis }) => basis !== "gross",
  // What the till pays back is placed in time apart from the orders.
  periodic: ({ basis }) => basis === "net-by-refund-date",
  questions: questionsOf,
  estimate: (states, said, level) => {
    const { all, foreign, over, raw, weighed } = states.orders
    const units = unitsOf(states)
    const ratio = ratioOfSums(units, level)
    const weighted = said.weights === "use" && weighed.n > 0
    const withheld = moneyCaveats(said, foreign.n)
    const caveats = [
      ...withheld,
      ...(states.bare.rows.n > 0 ? [caveat("no-amount", { n: states.bare.rows.n })] : []),
      ...(weighted ? [caveat("weighted", { population: all.w, nEffective: units.n })] : []),
    ]
    const common = { n: all.n, nEffective: all.n === 0 ? null : units.n }
    if (withheld.length > 0 || ratio === null)
      return { ...common, value: null, interval: null, numerator: null, denominator: null, caveats }
    const interval = ratio.se === 0 ? null : ratio.interval
    const orders = units.meanY * units.n
    const { cap, currency, rates } = said
    return {
      ...common,
      value: ratio.value,
      interval,
      numerator: weighted || rates.length > 0 ? units.meanX * units.n : Math.round(units.meanX * units.n),
      denominator: weighted ? orders : Math.round(orders),
      caveats: [
        ...caveats,
        ...(cap !== null && over.n > 0
          ? [caveat("winsorised", { n: over.n, cap, raw: raw.sum / orders, currency })]
          : []),
        ...(interval === null ? [caveat("no-ci")] : []),
      ],
    }
  },
  compare: (first, second, _, level) => {
    if (first.orders.foreign.n > 0 || second.orders.foreign.n > 0) return null
    const [a, b] = [ratioOfSums(unitsOf(first), level), ratioOfSums(unitsOf(second), level)]
    if (a === null || b === null) return null
    const test = twoRatios(unitsOf(first), unitsOf(second), level)
    return {
      difference: a.value - b.value,
      interval: test?.interval ?? null,
      test: "welch-t",
      p: test?.p ?? null,
      effect: null,
    }
  },
})

/** Customers, and orders that name none, as units of (revenue, orders). */
const unitsOf = ({ customers, orders }: Pick<RevenueStates, "customers" | "orders">): PairedSample => {
  const { c, mean, n } = CrossProducts.merge(customers.sums, orders.loose)
  const [meanX = 0, meanY = 0] = mean
  const [mxx = 0, cxy = 0, , myy = 0] = c
  return { n, meanX, meanY, mxx, cxy, myy }
}
