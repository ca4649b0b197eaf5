import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { dimension, type DimensionValue } from "../questions/Dimension.ts"
import {
  add,
  and,
  bucket,
  coalesce,
  column,
  type Expr,
  ge,
  gt,
  le,
  lt,
  mul,
  not,
  oneOf,
  or,
  present,
  sub,
  value,
} from "../questions/Expr.ts"
import { tally } from "../questions/Question.ts"
import * as Edges from "../time/Edges.ts"
import { type Caveat, caveat } from "./Caveat.ts"
import { apart, type MetricContext, type Part, withDefault } from "./Metric.ts"
import { amountIn, foreign, type Money, moneyParams } from "./money.ts"

/** Parameters of every metric of costs. */
export const spendingParams = {
  /** Which costs count, by their purpose, as the books name it; all where empty. */
  purposes: withDefault(Schema.Array(Schema.NonEmptyString), []),
  /** Where the cost of a length of time counts: in full where it begins, or evenly over its time. */
  spread: withDefault(Schema.Literals(["start", "even"]), "start"),
  ...moneyParams,
} as const

/** Which costs count, and where in time. */
export interface Spending extends Money {
  readonly purposes: ReadonlyArray<string>
  readonly spread: "start" | "even"
}

/** What costs and what they brought are paired by: the observations of an interval. */
export const SpendingUnit = Schema.Literals(["day", "touchpoint", "campaign"])
/** @see {@link SpendingUnit} */
export type SpendingUnit = typeof SpendingUnit.Type

/** The period asked for; `null` for all time. */
export const spanOf = ({ period }: MetricContext): { readonly from: number; readonly to: number } | null =>
  period === null || period.previous === null ? null : { from: period.from, to: period.to }

/** Days of the period, from the first to the last fact where none was asked for. */
const daysOf = ({ calendar, period }: MetricContext): ReadonlyArray<number> => {
  const cut =
    period === null ? null : Edges.calendarEdges(calendar, "day", period.from, Math.max(period.to, period.from + 1))
  return cut !== null && Result.isSuccess(cut) ? cut.success.edges : []
}

/** Number of the day of an instant; what lies before or after all days belongs to the first or last. */
const dayOf = (at: Expr, edges: ReadonlyArray<number>): Expr =>
  edges.length < 2 ? value(0) : coalesce(bucket(at, edges), mul(ge(at, edges.at(-1) ?? 0), edges.length - 2))

/** The unit a row belongs to. `campaign` names the column of that of its kind. */
export const unitOf = (unit: SpendingUnit, context: MetricContext, campaign = "campaign"): Expr =>
  unit === "day" ? dayOf(column("at"), daysOf(context)) : column(unit === "campaign" ? campaign : unit)

const held = (condition: Expr): Expr => coalesce(condition, value(false))

/**
 * Costs, apart by how much of their time lies in the period and by the units they belong to. A row whose end is not
 * after its beginning has no length: it counts where it begins.
 */
export const costsOf = (spending: Spending, context: MetricContext, unit: SpendingUnit | null) => {
  const { calendar } = context
  const span = spanOf(context)
  const [at, until] = [column("at"), coalesce(column("until"), column("at"))]
  const long = held(gt(until, at))
  const even = spending.spread === "even"
  const outside = (from: number, to: number) => and(long, or(lt(at, from), gt(until, to)))
  const begins = span === null ? null : and(ge(at, span.from), lt(at, span.to))
  const reaches = span === null ? null : and(long, lt(at, span.to), gt(until, span.from))
  const prorated = even && span !== null
  const first = (edge: number) => add(mul(at, ge(at, edge)), mul(lt(at, edge), edge))
  const last = (edge: number) => add(mul(until, le(until, edge)), mul(gt(until, edge), edge))
  const inside = prorated ? add(mul(long, sub(last(span.to), first(span.from))), not(long)) : value(1)
  const length = prorated ? add(mul(long, sub(until, at)), not(long)) : value(1)
  const own = unit === null ? value(0) : unitOf(unit, context)
  // The last instant of a time is the one before its end.
  const end = unit === "day" && even ? dayOf(sub(until, long), daysOf(context)) : own
  // What began before and reaches into the period is seen, if only to be said.
  const counted = even || begins === null ? value(true) : begins
  const seen = [
    begins === null || reaches === null ? null : or(begins, reaches),
    spending.purposes.length === 0 ? null : oneOf(column("purpose"), spending.purposes),
  ].filter((expr) => expr !== null)
  return apart(
    tally(
      "cost",
      {
        amount: { stat: "sum", of: amountIn(spending, calendar), where: counted },
        rows: { stat: "count", where: counted },
        foreign: { stat: "count", where: and(counted, foreign(spending, calendar)) },
        clicks: { stat: "sum", of: column("clicks"), where: counted },
        unclicked: { stat: "count", where: and(counted, not(present(column("clicks")))) },
        // What an even spread takes care of is nothing to be warned of.
        outside: { stat: "count", where: even || span === null ? value(false) : outside(span.from, span.to) },
        backwards: { stat: "count", where: and(counted, lt(column("until"), at)) },
      },
      { where: seen.length === 0 ? null : and(...seen) },
    ),
    [dimension("inside", inside), dimension("length", length), dimension("from", own), dimension("to", end)],
  )
}

/** Costs of a group, and of each of its units. */
export interface Spent {
  readonly total: number
  readonly rows: number
  readonly foreign: number
  readonly clicks: number
  /** Rows that do not say how many clicks they bought. */
  readonly unclicked: number
  readonly outside: number
  readonly backwards: number
  /** What each unit cost, and in how many rows. */
  readonly by: ReadonlyMap<DimensionValue, { readonly amount: number; readonly rows: number }>
}

/** Adds up the parts of {@link costsOf}; days share a cost of several days evenly. */
export const spentOf = (parts: ReadonlyArray<Part<ReturnType<typeof costsOf>>>): Spent => {
  const by = new Map<DimensionValue, { readonly amount: number; readonly rows: number }>()
  let [total, rows, strange, clicks, unclicked, outside, backwards] = [0, 0, 0, 0, 0, 0, 0]
  for (const { key, states } of parts) {
    const [inside, length, from = null, to = null] = key
    const share = Number(inside) / Number(length)
    const amount = states.amount.sum * share
    total += amount
    rows += states.rows.n
    strange += states.foreign.n
    clicks += states.clicks.sum * share
    unclicked += states.unclicked.n
    outside += states.outside.n
    backwards += states.backwards.n
    const several = typeof from === "number" && typeof to === "number" && to > from
    const units = several ? Array.from({ length: to - from + 1 }, (_, i) => from + i) : [from]
    if (states.rows.n === 0) continue
    for (const unit of units) {
      const known = by.get(unit) ?? { amount: 0, rows: 0 }
      by.set(unit, { amount: known.amount + amount / units.length, rows: known.rows + states.rows.n })
    }
  }
  return { total, rows, foreign: strange, clicks, unclicked, outside, backwards, by }
}

/** What a reader of costs must know; `without` counts what has no cost. */
export const spendingCaveats = ({ backwards, outside, rows }: Spent, without: number): ReadonlyArray<Caveat> => [
  ...(rows === 0 || without > 0 ? [caveat("cost-missing", { n: without })] : []),
  ...(outside > 0 ? [caveat("cost-outside", { n: outside })] : []),
  ...(backwards > 0 ? [caveat("backwards", { n: backwards })] : []),
]
