import type { CrossProducts } from "../../moments/CrossProducts.ts"
import type { Count } from "../../moments/Count.ts"
import type { Sum } from "../../moments/Sum.ts"
import { add, and, column, type Expr, gt, le, mul, ne, not, or, present, value } from "../../questions/Expr.ts"
import { tally, unitMoments } from "../../questions/Question.ts"
import type { MetricContext } from "../Metric.ts"
import { countedOrders } from "../orders.ts"
import { revenueOf } from "../revenue.ts"
import type { Said } from "./texts.ts"

/** The states that the questions leave. */
export interface RevenueStates {
  readonly customers: { readonly sums: CrossProducts }
  readonly orders: {
    readonly loose: CrossProducts
    readonly all: Count
    readonly foreign: Count
    readonly over: Count
    /** Orders that do not stand for themselves alone. */
    readonly weighed: Count
    readonly raw: Sum
  }
  readonly bare: { readonly rows: Count }
}

/** Revenue and orders by customer, and of those who name none; rows that cannot be added, and what a cap changes. */
export const questionsOf = (said: Said, { calendar, period }: MetricContext) => {
  const { basis, cap, except, refunded, weights } = said
  // Orders are placed in time by the request; refunds of the till need their own time, and so the orders with them.
  // Of all time means all: refunds may come after the last order.
  const within = basis === "net-by-refund-date" && period !== null && period.previous !== null ? period : null
  const { foreign, placed, touched, worth } = revenueOf(basis, said, calendar, within)
  const weight = weights === "use" ? column("weight") : value(1)
  const counted = within === null ? weight : mul(weight, placed)
  const brought = mul(cap === null ? worth : atMost(worth, cap), weight)
  // Free orders are orders; only what was paid can be refunded in full. What a refund in another currency takes off is
  // not known, so that its order stays, to be refused.
  const kept = refunded === "count" ? null : or(not(gt(column("amount"), 0)), gt(worth, 0), foreign)
  const among = [countedOrders(except), kept, within === null ? null : touched].filter((expr) => expr !== null)
  const paid = and(present(column("amount")), ...among)
  return {
    customers: unitMoments(
      "order",
      "customer",
      { revenue: { agg: "sum", of: brought }, orders: { agg: "sum", of: counted } },
      { sums: { stat: "products", of: [column("revenue"), column("orders")] } },
      { where: paid },
    ),
    orders: tally(
      "order",
      {
        // An order that names nobody is a unit of its own.
        loose: { stat: "products", of: [brought, counted], where: not(present(column("customer"))) },
        all: { stat: "count", where: placed },
        foreign: { stat: "count", where: foreign },
        over: { stat: "count", where: cap === null ? value(false) : gt(worth, cap) },
        raw: { stat: "sum", of: mul(worth, weight) },
        weighed: { stat: "count", where: ne(column("weight"), 1) },
      },
      { where: paid },
    ),
    bare: tally(
      "order",
      { rows: { stat: "count" } },
      {
        where: and(not(present(column("amount"))), placed, ...[countedOrders(except)].filter((expr) => expr !== null)),
      },
    ),
  }
}

/** The smaller of an amount and a cap. */
const atMost = (amount: Expr, cap: number): Expr => add(mul(amount, le(amount, cap)), mul(gt(amount, cap), value(cap)))
