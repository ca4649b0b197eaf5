import { add, and, column, type Expr, gt, not, or, present, value } from "../../questions/Expr.ts"
import { tally, unitMoments } from "../../questions/Question.ts"
import type { MetricContext } from "../Metric.ts"
import { countedOrders } from "../orders.ts"
import { revenueOf } from "../revenue.ts"
import type { Said } from "./texts.ts"

const NOWHERE = { from: 0, to: 0 }

/** What customers brought now and before, orders of nobody one by one, and what stands in the way of a growth. */
export const questionsOf = (said: Said, { asOf, calendar, period }: MetricContext) => {
  const { basis, customers, except } = said
  const now = revenueOf(basis, said, calendar, period)
  const before = revenueOf(basis, said, calendar, period?.previous ?? NOWHERE)
  const counted = countedOrders(except)
  const touched = or(now.touched, before.touched)
  const priced = and(present(column("amount")), touched, ...(counted === null ? [] : [counted]))
  const both = and(gt(column("ordersNow"), 0), gt(column("ordersBefore"), 0))
  // A fact about the time asked of, told with the rows, as nothing else reaches the estimate.
  const when = (condition: boolean): Expr => value(condition)
  const ended = period === null || asOf === null || period.to - 1 <= asOf
  return {
    customers: unitMoments(
      "order",
      "customer",
      {
        now: { agg: "sum", of: now.worth },
        before: { agg: "sum", of: before.worth },
        ordersNow: { agg: "count", where: now.placed },
        ordersBefore: { agg: "count", where: before.placed },
      },
      {
        sales: {
          stat: "products",
          of: [column("now"), column("before")],
          ...(customers === "same" ? { where: both } : {}),
        },
        kept: { stat: "sum", of: add(column("ordersNow"), column("ordersBefore")), where: both },
      },
      { where: priced },
    ),
    orders: tally(
      "order",
      {
        n: { stat: "count", where: or(now.placed, before.placed) },
        now: { stat: "count", where: now.placed },
        before: { stat: "count", where: before.placed },
        all: { stat: "count" },
        loose: { stat: "products", of: [now.worth, before.worth], where: not(present(column("customer"))) },
        foreign: { stat: "count", where: or(now.foreign, before.foreign) },
        without: { stat: "count", where: when(period === null || period.previous === null) },
        unknown: { stat: "count", where: when(period !== null && period.previous !== null && !period.previousKnown) },
        // When the two periods begin: growth of months in a row shares one.
        from: { stat: "extent", of: value(period?.from ?? 0) },
        previousFrom: { stat: "extent", of: value(period?.previous?.from ?? 0) },
        unfinished: { stat: "count", where: when(!ended) },
      },
      { where: priced },
    ),
    bare: tally(
      "order",
      {
        rows: { stat: "count" },
        now: { stat: "count", where: now.placed },
        before: { stat: "count", where: before.placed },
      },
      {
        where: and(
          not(present(column("amount"))),
          or(now.placed, before.placed),
          ...(counted === null ? [] : [counted]),
        ),
      },
    ),
  }
}
