import * as Schema from "effect/Schema"
import { CrossProducts } from "../../moments/CrossProducts.ts"
import { and, coalesce, column, gt, link, mul, ne, not, or, present, sub, value } from "../../questions/Expr.ts"
import { tally, unitMoments } from "../../questions/Question.ts"
import { type PairedSample, ratioOfSums, twoRatios } from "../../stats/index.ts"
import { caveat } from "../Caveat.ts"
import * as Metric from "../Metric.ts"
import { countedOrders, exceptParam, exceptStatuses } from "../orders.ts"

/** ISO 4217: no currency. */
const NONE = "XXX"

const amount = column("amount")
const currency = column("currency")
const refunded = coalesce(link("refund", amount, "sum"), value(0))

/**
 * Revenue over orders. `net-by-order-date` takes off what was refunded, whenever that was, in the period of the order,
 * so that the past may still fall; `gross` does not. All orders must be in the `currency` of the definition.
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
      en: "a few very large orders make most of the revenue: look at the distribution first",
      ru: "большую часть выручки дают несколько очень крупных заказов: сначала посмотрите на распределение",
      pl: "większość przychodu dają nieliczne bardzo duże zamówienia: najpierw obejrzyj rozkład",
    },
  },
  title: ({ basis, weights }) => {
    const raw =
      weights === "use" ? { en: "", ru: "", pl: "" } : { en: ", unweighted", ru: ", без весов", pl: ", bez wag" }
    const bases = {
      "net-by-order-date": {
        en: "Average order value, net of refunds",
        ru: "Средний чек за вычетом возвратов",
        pl: "Średnia wartość zamówienia po zwrotach",
      },
      gross: {
        en: "Average order value, gross",
        ru: "Средний чек без вычета возвратов",
        pl: "Średnia wartość zamówienia brutto",
      },
    }[basis]
    return { en: `${bases.en}${raw.en}`, ru: `${bases.ru}${raw.ru}`, pl: `${bases.pl}${raw.pl}` }
  },
  better: "higher",
  params: Schema.Struct({
    basis: Metric.withDefault(Schema.Literals(["net-by-order-date", "gross"]), "net-by-order-date"),
    /** Whether an order refunded in full still counts as one order. */
    refunded: Metric.withDefault(Schema.Literals(["count", "leave-out"]), "count"),
    /** Currency of the amounts. */
    currency: Metric.withDefault(
      Schema.String.check(Schema.isPattern(/^[A-Z]{3}$/, { message: "expected an ISO 4217 code such as EUR" })),
      NONE,
    ),
    /** Statuses of orders that do not count, as the shop names them. */
    except: exceptParam,
    weights: Metric.withDefault(Schema.Literals(["use", "ignore"]), "use"),
  }).check(
    Schema.makeFilter(
      ({ basis, refunded: full }) =>
        basis === "net-by-order-date" || full === "count" || "refunded: a gross basis knows of no refunds; use count",
    ),
  ),
  passport: ({ basis, currency: code, except, refunded: full }) => ({
    unit: { kind: "money", currency: code },
    unitOfN: "order",
    numerator: {
      "net-by-order-date": {
        en: "amounts of orders in the period minus all refunds of these orders",
        ru: "суммы заказов за период минус все возвраты по этим заказам",
        pl: "kwoty zamówień z okresu minus wszystkie zwroty za te zamówienia",
      },
      gross: {
        en: "amounts of orders in the period",
        ru: "суммы заказов за период",
        pl: "kwoty zamówień z okresu",
      },
    }[basis],
    denominator: exceptStatuses(
      except,
      full === "count"
        ? {
            en: "orders with an amount in the period",
            ru: "заказы с указанной суммой за период",
            pl: "zamówienia z podaną kwotą w okresie",
          }
        : {
            en: "orders with an amount in the period and not refunded in full",
            ru: "заказы с указанной суммой за период, возвращённые не полностью",
            pl: "zamówienia z podaną kwotą w okresie, nie w pełni zwrócone",
          },
    ),
    kind: "order",
    clock: "at",
  }),
  everyStatus: ({ except }) => except.length === 0,
  questions: ({ basis, currency: code, except, refunded: full, weights }) => {
    const net = basis === "net-by-order-date"
    const worth = net ? sub(amount, refunded) : amount
    const weight = weights === "use" ? column("weight") : value(1)
    const foreign = and(present(currency), ne(currency, code))
    const foreignRefund = coalesce(link("refund", foreign, "any"), value(false))
    // Free orders are orders; only what was paid can be refunded in full.
    const kept = full === "count" ? null : or(not(gt(amount, 0)), gt(worth, 0))
    const counted = [countedOrders(except), kept].filter((expr) => expr !== null)
    const paid = and(present(amount), ...counted)
    return {
      customers: unitMoments(
        "order",
        "customer",
        { revenue: { agg: "sum", of: mul(worth, weight) }, orders: { agg: "sum", of: weight } },
        { sums: { stat: "products", of: [column("revenue"), column("orders")] } },
        { where: paid },
      ),
      orders: tally(
        "order",
        {
          // An order that names nobody is a unit of its own.
          loose: { stat: "products", of: [mul(worth, weight), weight], where: not(present(column("customer"))) },
          all: { stat: "count" },
          foreign: { stat: "count", where: net ? or(coalesce(foreign, value(false)), foreignRefund) : foreign },
        },
        { where: paid },
      ),
      bare: tally(
        "order",
        { rows: { stat: "count" } },
        { where: and(not(present(amount)), ...[countedOrders(except)].filter((expr) => expr !== null)) },
      ),
    }
  },
  estimate: (states, params, level) => {
    const { all, foreign } = states.orders
    const units = unitsOf(states)
    const ratio = ratioOfSums(units, level)
    const weighted = params.weights === "use" && all.w !== all.n
    const caveats = [
      ...(foreign.n > 0 ? [caveat("currency-mixed", { n: foreign.n, expected: params.currency })] : []),
      ...(states.bare.rows.n > 0 ? [caveat("no-amount", { n: states.bare.rows.n })] : []),
      ...(params.weights === "ignore" && all.w !== all.n ? [caveat("weights-ignored")] : []),
      ...(weighted ? [caveat("weighted", { population: all.w, nEffective: units.n })] : []),
    ]
    const common = { n: all.n, nEffective: all.n === 0 ? null : units.n }
    if (foreign.n > 0 || ratio === null)
      return { ...common, value: null, interval: null, numerator: null, denominator: null, caveats }
    const interval = ratio.se === 0 ? null : ratio.interval
    return {
      ...common,
      value: ratio.value,
      interval,
      numerator: whole(units.meanX * units.n, weighted),
      denominator: whole(units.meanY * units.n, weighted),
      caveats: interval === null ? [...caveats, caveat("no-ci")] : caveats,
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

interface RevenueStates {
  readonly customers: { readonly sums: CrossProducts }
  readonly orders: { readonly loose: CrossProducts }
}

/** Customers, and orders that name none, as units of (revenue, orders). */
const unitsOf = ({ customers, orders }: RevenueStates): PairedSample => {
  const { c, mean, n } = CrossProducts.merge(customers.sums, orders.loose)
  const [meanX = 0, meanY = 0] = mean
  const [mxx = 0, cxy = 0, , myy = 0] = c
  return { n, meanX, meanY, mxx, cxy, myy }
}

/** Sums of whole numbers are whole; a mean times its count is not quite. */
const whole = (sum: number, weighted: boolean): number => (weighted ? sum : Math.round(sum))
