import * as Schema from "effect/Schema"
import type { Moments } from "../../moments/Moments.ts"
import { column, not, present } from "../../questions/Expr.ts"
import { tally, unitMoments } from "../../questions/Question.ts"
import { meanInterval } from "../../stats/index.ts"
import { caveat } from "../Caveat.ts"
import { meanDifference } from "../difference.ts"
import * as Metric from "../Metric.ts"
import { countedOrders, exceptParam, exceptStatuses } from "../orders.ts"

/** Fewest orders of a buyer: no mean of buyers lies below. */
const FEWEST = 1

/**
 * Orders per buyer within the period: all orders with a customer over the customers who made them. The form
 * `dispersion` is the variance of these counts over their mean: 1 where buying is as random as a Poisson process, more
 * where few customers make most orders.
 *
 * **Gotchas**
 *
 * The base is part of the definition: 1.68 orders per buyer are 1.2 per customer where four in ten customers in all
 * bought nothing. It grows with the length of the period, so compare periods of one length only.
 *
 * @category metrics
 * @since 0.2.0
 */
export const purchaseFrequency = Metric.make({
  id: "purchase-frequency",
  docs: {
    title: { en: "Purchase frequency", ru: "Частота покупок", pl: "Częstotliwość zakupów" },
    description: {
      en: "Orders per buyer within the period.",
      ru: "Число заказов на одного покупателя за период.",
      pl: "Liczba zamówień na kupującego w danym okresie.",
    },
    source:
      "mean orders of customers with an order; interval: Student's t; dispersion: variance over mean (Fisher 1925)",
    notWhen: {
      en: "orders were sampled instead of customers, or periods of unequal length are compared",
      ru: "в выборку брали заказы, а не клиентов, или сравнивают периоды разной длины",
      pl: "próbę losowano z zamówień zamiast z klientów albo porównuje się okresy różnej długości",
    },
  },
  title: ({ form }) =>
    ({
      mean: { en: "Orders per buyer", ru: "Заказов на покупателя", pl: "Zamówienia na kupującego" },
      dispersion: {
        en: "Dispersion of orders per buyer",
        ru: "Разброс числа заказов на покупателя",
        pl: "Rozproszenie liczby zamówień na kupującego",
      },
    })[form],
  better: "higher",
  params: Schema.Struct({
    form: Metric.withDefault(Schema.Literals(["mean", "dispersion"]), "mean"),
    base: Metric.withDefault(Schema.Literals(["buyers"]), "buyers"),
    /** Statuses of orders that do not count, as the shop names them. */
    except: exceptParam,
  }),
  passport: ({ except, form }) => ({
    unit: { kind: "ratio" },
    unitOfN: "customer",
    numerator: {
      mean: exceptStatuses(except, {
        en: "orders with a customer in the period",
        ru: "заказы с указанием клиента за период",
        pl: "zamówienia ze wskazaniem klienta w okresie",
      }),
      dispersion: exceptStatuses(except, {
        en: "variance of the number of orders per customer in the period",
        ru: "дисперсия числа заказов на клиента за период",
        pl: "wariancja liczby zamówień na klienta w okresie",
      }),
    }[form],
    denominator: {
      mean: {
        en: "customers with one order or more in the period",
        ru: "клиенты хотя бы с одним заказом за период",
        pl: "klienci z co najmniej jednym zamówieniem w okresie",
      },
      dispersion: {
        en: "mean number of orders of customers with one order or more",
        ru: "среднее число заказов у клиентов хотя бы с одним заказом",
        pl: "średnia liczba zamówień klientów z co najmniej jednym zamówieniem",
      },
    }[form],
    kind: "order",
    clock: "at",
  }),
  everyStatus: ({ except }) => except.length === 0,
  questions: ({ except }) => {
    const where = countedOrders(except)
    return {
      customers: unitMoments(
        "order",
        "customer",
        { orders: { agg: "count" } },
        { orders: { stat: "moments", of: column("orders") } },
        { where },
      ),
      rows: tally(
        "order",
        { anonymous: { stat: "count", where: not(present(column("customer"))) }, all: { stat: "count" } },
        { where },
      ),
    }
  },
  estimate: ({ customers: { orders }, rows }, { form }, level) => {
    const { mean, n } = orders
    const caveats = [
      ...(rows.anonymous.n > 0 ? [caveat("no-customer", { n: rows.anonymous.n })] : []),
      // Orders carry weights, customers do not: a customer's orders may differ in theirs.
      ...(rows.all.w === rows.all.n ? [] : [caveat("weights-ignored")]),
    ]
    const ratio = dispersionOf(orders)
    const common = { n, nEffective: n === 0 ? null : n }
    if (form === "dispersion")
      return {
        ...common,
        value: ratio,
        interval: null,
        numerator: ratio === null ? null : ratio * mean,
        denominator: ratio === null ? null : mean,
        caveats: [...caveats, caveat("no-ci")],
      }
    const interval = orders.m2 > 0 ? meanInterval(orders, level) : null
    return {
      ...common,
      value: n === 0 ? null : mean,
      interval:
        interval === null || interval.low === null ? interval : { ...interval, low: Math.max(FEWEST, interval.low) },
      numerator: Math.round(mean * n),
      denominator: n,
      caveats: [
        ...caveats,
        ...(ratio !== null && ratio > 1 ? [caveat("dispersed", { ratio })] : []),
        ...(n > 0 && interval === null ? [caveat("no-ci")] : []),
      ],
    }
  },
  compare: (first, second, { form }, level) =>
    form === "dispersion" ? null : meanDifference(first.customers.orders, second.customers.orders, level),
})

/** Variance over mean; `null` with fewer than two customers. */
const dispersionOf = ({ m2, mean, n }: Moments): number | null => (n < 2 ? null : m2 / (n - 1) / mean)
