import * as Schema from "effect/Schema"
import type { Moments } from "../../moments/Moments.ts"
import { column, ge, not, present } from "../../questions/Expr.ts"
import { tally, unitMoments } from "../../questions/Question.ts"
import { meanInterval, type PairedSample, twoRatios, wilson } from "../../stats/index.ts"
import { caveat } from "../Caveat.ts"
import { shareDifference } from "../difference.ts"
import * as Metric from "../Metric.ts"
import { countedOrders, exceptParam, exceptStatuses } from "../orders.ts"

/**
 * Repeat purchase rate: customers with at least two orders in the period among customers with at least one. The form
 * `orders` is the share of orders that are not the first of their customer in the period, which is another number.
 *
 * **Gotchas**
 *
 * It grows with the length of the period, and customers who came late had less time to come again: compare periods of
 * one length only. Where orders rather than customers were sampled it is far too low; do not use it there.
 *
 * @category metrics
 * @since 0.1.0
 */
export const repeatRate = Metric.make({
  id: "repeat-rate",
  docs: {
    title: { en: "Repeat purchase rate", ru: "Доля повторных покупателей", pl: "Wskaźnik powtórnych zakupów" },
    description: {
      en: "Customers with two orders or more among customers with one or more, within the period.",
      ru: "Клиенты с двумя заказами и более среди клиентов хотя бы с одним заказом за период.",
      pl: "Klienci z co najmniej dwoma zamówieniami wśród klientów z co najmniej jednym, w danym okresie.",
    },
    source:
      "share of buyers with two orders or more; interval: Wilson 1927; of repeat orders 1 less one over the mean orders of buyers, by its Student's t",
    notWhen: {
      en: "orders were sampled instead of customers, or the period is shorter than customers usually wait",
      ru: "в выборку брали заказы, а не клиентов, или период короче обычного промежутка между покупками",
      pl: "próbę losowano z zamówień zamiast z klientów albo okres jest krótszy niż zwykła przerwa między zakupami",
    },
  },
  title: ({ form }) =>
    ({
      customers: { en: "Repeat purchase rate", ru: "Доля повторных покупателей", pl: "Wskaźnik powtórnych zakupów" },
      orders: { en: "Share of repeat orders", ru: "Доля повторных заказов", pl: "Udział powtórnych zamówień" },
    })[form],
  better: "higher",
  params: Schema.Struct({
    /** What is counted: customers who came again, or the orders they did it with. */
    form: Metric.withDefault(Schema.Literals(["customers", "orders"]), "customers"),
    /** Statuses of orders that do not count, as the shop names them. */
    except: exceptParam,
  }),
  passport: ({ except, form }) => ({
    unit: { kind: "proportion" },
    unitOfN: form === "customers" ? "customer" : "order",
    numerator: {
      customers: {
        en: "customers with two orders or more in the period",
        ru: "клиенты с двумя заказами и более за период",
        pl: "klienci z co najmniej dwoma zamówieniami w okresie",
      },
      orders: {
        en: "orders that are not the first of their customer in the period",
        ru: "заказы, которые у клиента не первые за период",
        pl: "zamówienia, które nie są pierwszym zamówieniem klienta w okresie",
      },
    }[form],
    denominator: exceptStatuses(
      except,
      {
        customers: {
          en: "customers with one order or more in the period",
          ru: "клиенты хотя бы с одним заказом за период",
          pl: "klienci z co najmniej jednym zamówieniem w okresie",
        },
        orders: {
          en: "orders with a customer in the period",
          ru: "заказы с указанием клиента за период",
          pl: "zamówienia ze wskazaniem klienta w okresie",
        },
      }[form],
    ),
    kind: "order",
    clock: "at",
  }),
  everyStatus: ({ except }) => except.length === 0,
  questions: ({ except }) => {
    const counts = countedOrders(except)
    return {
      customers: unitMoments(
        "order",
        "customer",
        { orders: { agg: "count" } },
        {
          repeated: { stat: "proportion", of: ge(column("orders"), 2) },
          orders: { stat: "moments", of: column("orders") },
        },
        { where: counts },
      ),
      anonymous: tally(
        "order",
        { rows: { stat: "count", where: not(present(column("customer"))) }, orders: { stat: "count" } },
        { where: counts },
      ),
    }
  },
  estimate: ({ anonymous, customers }, { form }, level) => {
    const { repeated } = customers
    const told =
      form === "customers"
        ? {
            value: repeated.n === 0 ? null : repeated.x / repeated.n,
            interval: wilson(repeated.x, repeated.n, level),
            n: repeated.n,
            numerator: repeated.x,
            denominator: repeated.n,
          }
        : ordersTold(customers.orders, level)
    return {
      ...told,
      nEffective: repeated.n === 0 ? null : repeated.n,
      caveats: [
        ...(anonymous.rows.n > 0 ? [caveat("no-customer", { n: anonymous.rows.n })] : []),
        // Orders carry weights, customers do not: a customer's orders may differ in theirs.
        ...(anonymous.orders.w === anonymous.orders.n ? [] : [caveat("weights-ignored")]),
        ...(told.value !== null && told.interval === null ? [caveat("no-ci")] : []),
      ],
    }
  },
  compare: (first, second, { form }, level) => {
    if (form === "customers") return shareDifference(first.customers.repeated, second.customers.repeated, level)
    const test = twoRatios(unitsOf(first.customers.orders), unitsOf(second.customers.orders), level)
    return test === null
      ? null
      : { difference: test.difference, interval: test.interval, test: "welch-t", p: test.p, effect: null }
  },
})

/** Of all orders, all but one of each customer repeat: the share is 1 less one over the orders per customer. */
const ordersTold = (orders: Moments, level: number) => {
  const { m2, mean, n } = orders
  const all = Math.round(mean * n)
  const again = all - n
  const { high = null, low = null } = (m2 > 0 ? meanInterval(orders, level) : null) ?? {}
  return {
    value: n === 0 ? null : again / all,
    interval:
      low === null || high === null
        ? null
        : { low: 1 - 1 / Math.max(1, low), high: 1 - 1 / high, level, method: "student-t" },
    n: all,
    numerator: again,
    denominator: all,
  }
}

/** Customers as units of (repeat orders, orders). */
const unitsOf = ({ m2, mean, n }: Moments): PairedSample => ({
  n,
  meanX: mean - 1,
  meanY: mean,
  mxx: m2,
  myy: m2,
  cxy: m2,
})
