import { and, column, type Expr, ge, gt, lt, mul, not, present, sub, value } from "../../questions/Expr.ts"
import { tally, unitMoments } from "../../questions/Question.ts"
import type { MetricContext, PeriodAsked } from "../Metric.ts"
import { countedOrders } from "../orders.ts"
import { happenedIn } from "../revenue.ts"
import type { Said } from "./texts.ts"

/** Milliseconds of a mean year of 365.25 days. */
const YEAR = 365.25 * 86_400_000

/**
 * Orders of each customer in the period, and how long each has been one in it. Buyers are found by the request's period;
 * other bases need those who bought before it only, so they place orders in time themselves.
 */
export const questionsOf = ({ base, except }: Said, { asOf, period }: MetricContext) => {
  const within = base === "buyers" ? null : observed(period, asOf)
  const counted = countedOrders(except)
  const known = within === null ? null : lt(column("at"), within.to)
  const all = [counted, known].filter((expr) => expr !== null)
  const where = all.length === 0 ? null : and(...all)
  const placed = happenedIn(within)
  return {
    customers: unitMoments(
      "order",
      "customer",
      {
        orders: { agg: "count", where: placed },
        ...(base === "customer-years" ? { first: { agg: "min", of: column("at") } } : {}),
      },
      {
        orders: { stat: "moments", of: column("orders") },
        rate: {
          stat: "products",
          of: base === "customer-years" ? rateOf(within, asOf) : [column("orders"), value(1)],
        },
      },
      { where },
    ),
    rows: tally(
      "order",
      { anonymous: { stat: "count", where: not(present(column("customer"))) }, all: { stat: "count" } },
      { where: and(placed, ...(where === null ? [] : [where])) },
    ),
  }
}

interface Within {
  readonly from: number
  readonly to: number
}

/**
 * The part of a period that facts reach: orders and years are counted in the same time, none where it has not begun. All
 * time does not end with the last order: that nobody has bought since is known, too.
 */
const observed = (period: PeriodAsked | null, asOf: number | null): Within | null => {
  if (period === null || asOf === null) return period
  const end = period.previous === null ? asOf + 1 : Math.min(period.to, asOf + 1)
  return { from: period.from, to: Math.max(period.from, end) }
}

/** Orders after the first of all, and the years since it, of the time. */
const rateOf = (within: Within | null, asOf: number | null): readonly [Expr, Expr] => {
  const first = column("first")
  if (within === null || asOf === null) return [column("orders"), value(0)]
  const { from, to } = within
  const begun = mul(sub(first, from), gt(first, from))
  return [sub(column("orders"), ge(first, from)), mul(sub(value(to - from), begun), 1 / YEAR)]
}
