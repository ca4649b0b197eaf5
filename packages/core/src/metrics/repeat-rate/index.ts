import * as Schema from "effect/Schema"
import { column, ge, not, present } from "../../questions/Expr.ts"
import { tally, unitMoments } from "../../questions/Question.ts"
import { wilson } from "../../stats/index.ts"
import { caveat } from "../Caveat.ts"
import { shareDifference } from "../difference.ts"
import * as Metric from "../Metric.ts"
import { countedOrders, exceptParam, exceptStatuses } from "../orders.ts"

/**
 * Repeat purchase rate: customers with at least two orders in the period among customers with at least one.
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
    source: "share of buyers with two orders or more; interval: Wilson 1927",
    notWhen: {
      en: "orders were sampled instead of customers, or the period is shorter than customers usually wait",
      ru: "в выборку брали заказы, а не клиентов, или период короче обычного промежутка между покупками",
      pl: "próbę losowano z zamówień zamiast z klientów albo okres jest krótszy niż zwykła przerwa między zakupami",
    },
  },
  better: "higher",
  params: Schema.Struct({
    /** Statuses of orders that do not count, as the shop names them. */
    except: exceptParam,
  }),
  passport: ({ except }) => ({
    unit: { kind: "proportion" },
    unitOfN: "customer",
    numerator: {
      en: "customers with two orders or more in the period",
      ru: "клиенты с двумя заказами и более за период",
      pl: "klienci z co najmniej dwoma zamówieniami w okresie",
    },
    denominator: exceptStatuses(except, {
      en: "customers with one order or more in the period",
      ru: "клиенты хотя бы с одним заказом за период",
      pl: "klienci z co najmniej jednym zamówieniem w okresie",
    }),
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
        { repeated: { stat: "proportion", of: ge(column("orders"), 2) } },
        { where: counts },
      ),
      anonymous: tally(
        "order",
        { rows: { stat: "count", where: not(present(column("customer"))) }, orders: { stat: "count" } },
        { where: counts },
      ),
    }
  },
  estimate: ({ anonymous, customers }, _, level) => {
    const { n, x } = customers.repeated
    return {
      value: n === 0 ? null : x / n,
      interval: wilson(x, n, level),
      n,
      nEffective: n === 0 ? null : n,
      numerator: x,
      denominator: n,
      caveats: [
        ...(anonymous.rows.n > 0 ? [caveat("no-customer", { n: anonymous.rows.n })] : []),
        // Orders carry weights, customers do not: a customer's orders may differ in theirs.
        ...(anonymous.orders.w === anonymous.orders.n ? [] : [caveat("weights-ignored")]),
      ],
    }
  },
  compare: (first, second, _, level) => shareDifference(first.customers.repeated, second.customers.repeated, level),
})
