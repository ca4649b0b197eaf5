import * as Schema from "effect/Schema"
import type { CrossProducts } from "../../moments/CrossProducts.ts"
import type { Moments } from "../../moments/Moments.ts"
import { meanInterval, type PairedSample, ratioOfSums, twoRatios } from "../../stats/index.ts"
import { caveat } from "../Caveat.ts"
import { meanDifference } from "../difference.ts"
import * as Metric from "../Metric.ts"
import { exceptParam } from "../orders.ts"
import { questionsOf } from "./questions.ts"
import { textsOf, titleOf } from "./texts.ts"

const params = Schema.Struct({
  form: Metric.withDefault(Schema.Literals(["mean", "dispersion"]), "mean"),
  /** What orders are divided by. */
  base: Metric.withDefault(Schema.Literals(["buyers", "customers", "customer-years"]), "buyers"),
  /** Statuses of orders that do not count, as the shop names them. */
  except: exceptParam,
}).check(
  Schema.makeFilter(
    ({ base, form }) =>
      form === "mean" || base !== "customer-years" || "form: a rate over time has no dispersion; use another base",
  ),
)

/** Fewest orders of a member of the base: no mean lies below. */
const fewest = { buyers: 1, customers: 0, "customer-years": 0 } as const

/**
 * Orders per buyer within the period: all orders with a customer over the customers who made them. The form
 * `dispersion` is the variance of these counts over their mean: 1 where buying is as random as a Poisson process, more
 * where few customers make most orders.
 *
 * **Gotchas**
 *
 * The base is part of the definition: 1.68 orders per buyer are 1.2 per customer where four in fourteen customers bought
 * nothing. Per buyer or customer it grows with the length of the period, so compare periods of one length only; orders
 * per customer and year do not.
 *
 * @category metrics
 * @since 0.2.0
 */
export const purchaseFrequency = Metric.make({
  id: "purchase-frequency",
  docs: {
    title: { en: "Purchase frequency", ru: "Частота покупок", pl: "Częstotliwość zakupów" },
    description: {
      en: "Orders per buyer within the period, per customer, or per customer and year.",
      ru: "Число заказов за период на покупателя, на клиента или на клиента в год.",
      pl: "Liczba zamówień w okresie na kupującego, na klienta albo na klienta rocznie.",
    },
    source:
      "mean orders of customers; interval: Student's t, of rates over time as ratio of sums (delta method, Fieller 1954); dispersion: variance over mean (Fisher 1925)",
    notWhen: {
      en: "orders were sampled instead of customers, or periods of unequal length are compared per buyer or customer",
      ru: "в выборку брали заказы, а не клиентов, или на покупателя и клиента сравнивают периоды разной длины",
      pl: "próbę losowano z zamówień zamiast z klientów albo na kupującego lub klienta porównuje się okresy różnej długości",
    },
  },
  title: titleOf,
  better: "higher",
  params,
  passport: (said) => ({
    unit: { kind: "ratio" },
    unitOfN: "customer",
    ...textsOf(said),
    kind: "order",
    clock: "at",
  }),
  everyStatus: ({ except }) => except.length === 0,
  // Who bought nothing in the period bought before it.
  periodic: ({ base }) => base !== "buyers",
  questions: questionsOf,
  estimate: ({ customers: { orders, rate }, rows }, { base, form }, level) => {
    const { mean, n } = orders
    const caveats = [
      ...(rows.anonymous.n > 0 ? [caveat("no-customer", { n: rows.anonymous.n })] : []),
      // Orders carry weights, customers do not: a customer's orders may differ in theirs.
      ...(rows.all.w === rows.all.n ? [] : [caveat("weights-ignored")]),
    ]
    const dispersion = dispersionOf(orders)
    const common = { n, nEffective: n === 0 ? null : n }
    if (form === "dispersion")
      return {
        ...common,
        value: dispersion,
        interval: null,
        numerator: dispersion === null ? null : dispersion * mean,
        denominator: dispersion === null ? null : mean,
        caveats: [...caveats, caveat("no-ci")],
      }
    const timed = base === "customer-years"
    const { interval, ...found } = timed ? overTime(unitsOf(rate), level) : perCustomer(orders, level)
    return {
      ...common,
      ...found,
      interval: interval === null ? null : { ...interval, low: Math.max(fewest[base], interval.low ?? 0) },
      caveats: [
        ...caveats,
        // Counts of 1, 2 and 4 have a ratio of exactly 1: which side rounding puts it on must not matter.
        ...(!timed && (dispersion ?? 0) > 1 + 1e-9 ? [caveat("dispersed", { ratio: dispersion })] : []),
        ...(found.value !== null && interval === null ? [caveat("no-ci")] : []),
        // Customers there are, but no time of theirs: the period is yet to come.
        ...(found.value === null && n > 0 ? [caveat("zero-denominator")] : []),
      ],
    }
  },
  compare: (first, second, { base, form }, level) => {
    if (form === "dispersion") return null
    if (base !== "customer-years") return meanDifference(first.customers.orders, second.customers.orders, level)
    const test = twoRatios(unitsOf(first.customers.rate), unitsOf(second.customers.rate), level)
    return test === null
      ? null
      : { difference: test.difference, interval: test.interval, test: "welch-t", p: test.p, effect: null }
  },
})

/** Orders per customer; no interval where all have as many. */
const perCustomer = (orders: Moments, level: number) => ({
  value: orders.n === 0 ? null : orders.mean,
  interval: orders.m2 > 0 ? meanInterval(orders, level) : null,
  numerator: Math.round(orders.mean * orders.n),
  denominator: orders.n,
})

/** Orders over years; no interval where all have the same rate. */
const overTime = (units: PairedSample, level: number) => {
  const ratio = ratioOfSums(units, level)
  return {
    value: ratio?.value ?? null,
    interval: ratio === null || ratio.se === 0 ? null : ratio.interval,
    numerator: Math.round(units.meanX * units.n),
    denominator: units.meanY * units.n,
  }
}

/** Variance over mean; `null` with fewer than two customers, or where nobody bought. */
const dispersionOf = ({ m2, mean, n }: Moments): number | null => (n < 2 || mean === 0 ? null : m2 / (n - 1) / mean)

const unitsOf = ({ c, mean: [meanX = 0, meanY = 0], n }: CrossProducts): PairedSample => {
  const [mxx = 0, cxy = 0, , myy = 0] = c
  return { n, meanX, meanY, mxx, cxy, myy }
}
