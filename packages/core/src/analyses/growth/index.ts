import type * as Schema from "effect/Schema"

/** What was sold in a period, over the same orders throughout. @category growth @since 0.2.0 */
export interface Sales {
  /** Customers who bought. */
  readonly customers: number
  /** Orders they made. */
  readonly orders: number
  /** What these orders brought. */
  readonly revenue: number
}

/** What one factor did to the revenue. @category growth @since 0.2.0 */
export interface Contribution {
  /** The factor before and now, and now over before. */
  readonly before: number
  readonly now: number
  readonly ratio: number
  /** Its part of the change of revenue, in the unit of the revenue. The parts of all factors add up to the change. */
  readonly effect: number
  /** Its part of the logarithm of the growth: `ln ratio`. These add up too, and over periods. */
  readonly log: number
}

/** A change of revenue, taken apart. @category growth @since 0.2.0 */
export interface GrowthParts {
  /** Revenue now less revenue before. */
  readonly change: number
  /** Change over revenue before. */
  readonly growth: number
  /** More or fewer customers. */
  readonly customers: Contribution
  /** Orders per customer. */
  readonly frequency: Contribution
  /** Revenue per order. */
  readonly orderValue: Contribution
}

/**
 * Takes a change of revenue apart into its three factors: customers × orders per customer × revenue per order.
 *
 * **Details**
 *
 * Each factor's part is the logarithmic mean of the two revenues times the logarithm of how the factor changed. Parts add
 * up to the change with no rest and nothing left for the order in which the factors are taken; with the periods the other
 * way round they change their sign. Source: LMDI-I (Ang 2005, Energy Policy 33:867–871).
 *
 * **Gotchas**
 *
 * `null` where a period sold nothing or less: a factor of 0 has no logarithm. All three have to be of the same orders,
 * those with a customer; else customers × frequency × order value is not the revenue. Credit is arithmetic and no cause:
 * new customers who buy less lower the frequency of all.
 *
 * **Example** (Fewer customers who buy more)
 *
 * ```ts
 * import { growthParts } from "@touchpoint/core/analyses"
 *
 * const parts = growthParts({ customers: 100, orders: 150, revenue: 6000 }, { customers: 80, orders: 160, revenue: 8000 })
 * console.log(parts?.change) // 2000
 * console.log(parts?.customers.effect.toFixed(2), parts?.frequency.effect.toFixed(2), parts?.orderValue.effect.toFixed(2)) // -1551.32 2000.00 1551.32
 * ```
 *
 * @category growth
 * @since 0.2.0
 */
export const growthParts = (before: Sales, now: Sales): GrowthParts | null => {
  const all = [before, now].flatMap(({ customers, orders, revenue }) => [customers, orders, revenue])
  if (!all.every((one) => one > 0 && Number.isFinite(one))) return null
  const mean = logarithmicMean(now.revenue, before.revenue)
  const part = (of: (sales: Sales) => number): Contribution => {
    const [first, second] = [of(before), of(now)]
    const log = Math.log(second / first)
    return { before: first, now: second, ratio: second / first, effect: mean * log, log }
  }
  const change = now.revenue - before.revenue
  return {
    change,
    growth: change / before.revenue,
    customers: part(({ customers }) => customers),
    frequency: part(({ customers, orders }) => orders / customers),
    orderValue: part(({ orders, revenue }) => revenue / orders),
  }
}

/** (a − b) ÷ ln(a ÷ b), which is a where both are equal; between the two. */
const logarithmicMean = (a: number, b: number): number => {
  const step = (a - b) / b
  // ln(1 + x) ÷ x keeps its digits beside 1, where a quotient of logarithms loses them.
  return step === 0 ? a : (b * step) / Math.log1p(step)
}

/** Two numbers with what they were divided from: measurements have these. @category growth @since 0.2.0 */
export interface Quotient {
  readonly numerator: number | null
  readonly denominator: number | null
}

/**
 * What was sold, from the two metrics that know: `purchase-frequency` (orders of buyers) and `average-order-value`.
 * `null` where one has no value, or where the two are of other orders: of other statuses, or some without a customer.
 *
 * @category growth
 * @since 0.2.0
 */
export const salesOf = (frequency: Quotient, orderValue: Quotient): Sales | null => {
  const { denominator: customers, numerator: orders } = frequency
  const { denominator, numerator: revenue } = orderValue
  return customers === null || orders === null || revenue === null || denominator !== orders
    ? null
    : { customers, orders, revenue }
}

/**
 * Parameters with which `purchase-frequency` and `average-order-value` count the orders of a `sales-growth`: what is
 * sold is then their product with the number of customers.
 *
 * @category growth
 * @since 0.2.0
 */
export const growthFactors = ({
  basis,
  currency,
  except,
  rates,
}: Readonly<Record<string, Json>>): {
  readonly frequency: Readonly<Record<string, Json>>
  readonly orderValue: Readonly<Record<string, Json>>
} => ({
  frequency: stated({ form: "mean", base: "buyers", except }),
  orderValue: stated({ basis, currency, except, rates, refunded: "count", cap: null }),
})

type Json = Schema.Json

const stated = (params: Readonly<Record<string, Json | undefined>>): Readonly<Record<string, Json>> =>
  Object.fromEntries(Object.entries(params).filter((entry): entry is [string, Json] => entry[1] !== undefined))
