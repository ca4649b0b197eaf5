import * as Schema from "effect/Schema"
import type { Locale } from "../model/Identifier.ts"
import { and, coalesce, column, type Expr, ge, link, lt, mul, or, sub, value } from "../questions/Expr.ts"
import type { Calendar } from "../time/Calendar.ts"
import { amountIn, type AmountOf, foreign, type Money } from "./money.ts"
import { withDefault } from "./Metric.ts"

type Texts = Readonly<Record<Locale, string>>

/**
 * What revenue is. `gross`: amounts of orders. `net-by-order-date`: less their refunds, whenever these were paid, in the
 * period of the order, so that the past may still fall. `net-by-refund-date`: less the refunds paid in the period,
 * whenever the order was: what the till holds, which may be less than nothing.
 *
 * @category money
 * @since 0.2.0
 */
export const Basis = Schema.Literals(["net-by-order-date", "net-by-refund-date", "gross"])
/** @see {@link Basis} @category money @since 0.2.0 */
export type Basis = typeof Basis.Type

/** The parameter that names the basis. @category money @since 0.2.0 */
export const basisParam = withDefault(Basis, "net-by-order-date")

/** What an order row brings, and where it cannot be said. @category money @since 0.2.0 */
export interface Revenue {
  /** Minor units of the definition's currency; absent where the order has no amount. */
  readonly worth: Expr
  /** Whether the row has anything to do with the time asked about: never absent. */
  readonly touched: Expr
  /** Whether the order itself lies in it: never absent. */
  readonly placed: Expr
  /** Whether amounts of another currency would be added: never absent. */
  readonly foreign: Expr
}

/** Half-open range of instants. */
export interface Within {
  readonly from: number
  readonly to: number
}

const held = (condition: Expr): Expr => coalesce(condition, value(false))

/** Whether the row's own instant lies within; all rows where nothing limits them. */
export const happenedIn = (within: Within | null): Expr =>
  within === null ? value(true) : held(and(ge(column("at"), within.from), lt(column("at"), within.to)))

/**
 * What an order row brings within a time; all of it where `within` is `null`. The questions of a metric that is placed
 * in time by its request ask `null`, and so may those of `net-by-refund-date` over undated facts only.
 *
 * @category money
 * @since 0.2.0
 */
export const revenueOf = (basis: Basis, money: Money, calendar: Calendar, within: Within | null = null): Revenue => {
  const placed = happenedIn(within)
  const amount = amountIn(money, calendar)
  const only = (worth: Expr, condition: Expr): Expr => (within === null ? worth : mul(worth, condition))
  const own = foreign(money, calendar)
  if (basis === "gross")
    return { worth: only(amount, placed), touched: placed, placed, foreign: both(within, placed, own) }
  // A refund undoes its order: where that counts by its date, so does the rate at which both are converted.
  const of: AmountOf =
    basis === "net-by-order-date" && money.rates.length > 0 ? { at: link("order", column("at"), "min") } : {}
  const paidBack = amountIn(money, calendar, of)
  const strange = foreign(money, calendar, of)
  if (basis === "net-by-order-date") {
    const refunds = coalesce(link("refund", paidBack, "sum"), value(0))
    return {
      worth: only(sub(amount, refunds), placed),
      touched: placed,
      placed,
      foreign: both(within, placed, or(own, held(link("refund", strange, "any")))),
    }
  }
  const refunds = coalesce(link("refund", only(paidBack, placed), "sum"), value(0))
  return {
    worth: sub(only(amount, placed), refunds),
    touched: or(placed, held(link("refund", placed, "any"))),
    placed,
    foreign: or(both(within, placed, own), held(link("refund", both(within, placed, strange), "any"))),
  }
}

const both = (within: Within | null, placed: Expr, condition: Expr): Expr =>
  within === null ? condition : and(placed, condition)

/** What the amounts of a basis are, for sentences. @category money @since 0.2.0 */
export const basisTexts: Readonly<Record<Basis, Texts>> = {
  "net-by-order-date": {
    en: "amounts of orders in the period minus all refunds of these orders",
    ru: "суммы заказов за период минус все возвраты по этим заказам",
    pl: "kwoty zamówień z okresu minus wszystkie zwroty za te zamówienia",
  },
  "net-by-refund-date": {
    en: "amounts of orders in the period minus refunds paid in the period",
    ru: "суммы заказов за период минус возвраты, выплаченные за период",
    pl: "kwoty zamówień z okresu minus zwroty wypłacone w okresie",
  },
  gross: {
    en: "amounts of orders in the period",
    ru: "суммы заказов за период",
    pl: "kwoty zamówień z okresu",
  },
}
