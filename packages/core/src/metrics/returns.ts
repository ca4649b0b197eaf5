import * as Schema from "effect/Schema"
import type { Locale } from "../model/Identifier.ts"
import { dimension } from "../questions/Dimension.ts"
import { and, column, gt, not, present, value } from "../questions/Expr.ts"
import { tally } from "../questions/Question.ts"
import { type Interval, ratioOfSums, twoRatios } from "../stats/index.ts"
import { caveat } from "./Caveat.ts"
import { DAY } from "./days.ts"
import { apart, type Comparison, type Estimate, type MetricContext, type StatesFor, withDefault } from "./Metric.ts"
import { atRates, moneyCaveats, moneyProblem } from "./money.ts"
import { countedOrders, exceptParam, exceptStatuses } from "./orders.ts"
import { basisTexts, revenueOf } from "./revenue.ts"
import { costsOf, spanOf, spendingCaveats, spendingParams, SpendingUnit, spentOf, unitOf } from "./spending.ts"
import { pairUp, withoutInterval } from "./spendingPairs.ts"
import { costTexts, withCost } from "./spendingTexts.ts"

/** Parameters of what is earned on costs. */
export const returnParams = {
  /** Where revenue and costs are recorded together: what the interval takes for independent. */
  pairs: withDefault(SpendingUnit, "day"),
  basis: withDefault(Schema.Literals(["net-by-order-date", "gross"]), "net-by-order-date"),
  /** Days after which hardly any order is refunded any more; younger ones are said. Of a net basis only. */
  settles: withDefault(Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0)), 30),
  ...spendingParams,
  /** Statuses of orders that do not count, as the shop names them. */
  except: exceptParam,
} as const

const Returns = Schema.Struct(returnParams)

/** What is earned on which costs. */
export type Returns = typeof Returns.Type

/** What is wrong with the rates of such parameters. */
export const returnProblem = (params: Returns): string | true => moneyProblem(params) ?? true

/** Revenue and cost, in words. */
export const returnTexts = (params: Returns) => {
  const revenue = exceptStatuses(params.except, withCost(params.pairs, atRates(params, basisTexts[params.basis])))
  return { revenue, cost: costTexts(params) } satisfies Record<string, Readonly<Record<Locale, string>>>
}

/** Revenue and costs by unit. */
export const returnQuestions = (params: Returns, context: MetricContext) => {
  const { basis, except, pairs, settles } = params
  const { foreign, worth } = revenueOf(basis, params, context.calendar)
  const counted = countedOrders(except)
  const [paid, at] = [present(column("amount")), column("at")]
  const young = basis === "gross" || context.asOf === null ? value(false) : gt(at, context.asOf - settles * DAY)
  return {
    costs: costsOf(params, context, pairs),
    orders: apart(
      tally(
        "order",
        {
          revenue: { stat: "sum", of: worth, where: paid },
          rows: { stat: "count", where: paid },
          bare: { stat: "count", where: not(paid) },
          foreign: { stat: "count", where: and(paid, foreign) },
          young: { stat: "count", where: and(paid, young) },
        },
        { where: counted, span: spanOf(context) },
      ),
      [dimension("unit", unitOf(pairs, context))],
    ),
  }
}

type States = StatesFor<ReturnType<typeof returnQuestions>>

const sum = (of: ReadonlyArray<number>): number => of.reduce((all, one) => all + one, 0)

const paired = ({ costs, orders }: States, said: Returns) => {
  const spent = spentOf(costs)
  // A day whose orders state no amount is none of those that revenue is known of.
  const brought = new Map(
    orders
      .filter(({ states }) => states.rows.n > 0)
      .map(({ key: [one = null], states: { revenue, rows } }) => [one, { amount: revenue.sum, rows: rows.n }] as const),
  )
  const strange = spent.foreign + sum(orders.map(({ states }) => states.foreign.n))
  // Where no order says where it was placed, nobody knows what each of the places brought: not nothing.
  const unnamed = said.pairs !== "day" && brought.size > 0 && [...brought.keys()].every((one) => one === null)
  return { spent, strange, unnamed, pairs: pairUp(spent, brought, said.pairs) }
}

/** A number that rises with revenue over cost, in a straight line. */
export interface Line {
  readonly times: number
  readonly plus: number
}

/** Whether revenue may be related to these costs. */
const related = ({ pairs, strange, unnamed }: ReturnType<typeof paired>): boolean =>
  strange === 0 && !unnamed && pairs.cost > 0

/** Revenue over cost, and what a line makes of it; `null` without a line. */
export const estimateReturn = (states: States, params: Returns, line: Line | null, level: number): Estimate => {
  const found = paired(states, params)
  const { pairs, spent, strange, unnamed } = found
  const { orders } = states
  const counts = (of: "bare" | "young") => sum(orders.map((part) => part.states[of].n))
  const weighted = orders.some(({ states: { rows } }) => rows.w !== rows.n)
  const [bare, young] = [counts("bare"), counts("young")]
  const known = pairs.units.n > 0
  const caveats = [
    ...moneyCaveats(params, strange),
    ...spendingCaveats(known ? spent : { ...spent, rows: 0 }, unnamed ? 0 : pairs.without),
    ...(known && pairs.cost <= 0 ? [caveat("cost-nonpositive")] : []),
    ...(unnamed || pairs.nameless > 0
      ? [caveat("not-stated", { n: pairs.nameless + (unnamed ? pairs.without : 0) })]
      : []),
    ...(bare > 0 ? [caveat("no-amount", { n: bare })] : []),
    ...(young > 0 ? [caveat("immature-revenue", { n: young, days: params.settles })] : []),
    ...(weighted ? [caveat("weights-ignored")] : []),
  ]
  const common = { n: pairs.rows, nEffective: known ? pairs.units.n : null }
  const ratio = related(found) ? ratioOfSums(pairs.units, level) : null
  if (ratio === null || line === null) {
    const shown =
      strange > 0 || unnamed || !known
        ? { numerator: null, denominator: null }
        : { numerator: pairs.brought, denominator: pairs.cost }
    return { ...common, ...shown, value: null, interval: null, caveats }
  }
  const interval = ratio.se === 0 ? null : along(ratio.interval, line)
  return {
    ...common,
    // Of the sums themselves, which are exact.
    value: line.times * (pairs.brought / pairs.cost) + line.plus,
    interval,
    numerator: pairs.brought,
    denominator: pairs.cost,
    caveats: interval === null ? [...caveats, withoutInterval(pairs, params)] : caveats,
  }
}

const along = (interval: Interval | null, { plus, times }: Line): Interval | null => {
  if (interval === null) return null
  const move = (side: number | null) => (side === null ? null : times * side + plus)
  return { ...interval, low: move(interval.low), high: move(interval.high) }
}

/** First minus second, tested as the difference of two ratios. */
export const compareReturns = (
  first: States,
  second: States,
  params: Returns,
  times: number,
  level: number,
): Comparison | null => {
  const [a, b] = [paired(first, params), paired(second, params)]
  if (!related(a) || !related(b)) return null
  const [left, right] = [ratioOfSums(a.pairs.units, level), ratioOfSums(b.pairs.units, level)]
  if (left === null || right === null) return null
  const test = twoRatios(a.pairs.units, b.pairs.units, level)
  return {
    difference: times * (left.value - right.value),
    interval: along(test?.interval ?? null, { times, plus: 0 }),
    test: "welch-t",
    p: test?.p ?? null,
    effect: null,
  }
}
