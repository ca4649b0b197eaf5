import * as Schema from "effect/Schema"
import { dimension } from "../../questions/Dimension.ts"
import { and, bucket, column, gt, not, or, present, shard } from "../../questions/Expr.ts"
import { tally } from "../../questions/Question.ts"
import { caveat } from "../Caveat.ts"
import * as Metric from "../Metric.ts"
import { moneyCaveats, moneyParams, moneyProblem } from "../money.ts"
import { countedOrders, exceptParam } from "../orders.ts"
import { revenueOf } from "../revenue.ts"
import { quantileDifference, quantileOf, type Shard } from "./quantile.ts"
import { textsOf, titleOf } from "./texts.ts"

/** Shards of customers: a quarter of those there are is enough to see how alike the orders of one customer are. */
const SHARDS = Array.from({ length: 33 }, (_, i) => 4 * i)

const params = Schema.Struct({
  /** Which quantile: 0.5 the median, 0.9 what nine in ten orders do not exceed. */
  q: Metric.withDefault(Schema.Finite.check(Schema.isGreaterThan(0), Schema.isLessThan(1)), 0.5),
  basis: Metric.withDefault(Schema.Literals(["net-by-order-date", "gross"]), "net-by-order-date"),
  /** Whether an order refunded in full still counts, as one of nothing. */
  refunded: Metric.withDefault(Schema.Literals(["count", "leave-out"]), "count"),
  ...moneyParams,
  /** Statuses of orders that do not count, as the shop names them. */
  except: exceptParam,
}).check(
  Schema.makeFilter(({ basis, refunded, ...money }) => {
    if (basis === "gross" && refunded === "leave-out") return "refunded: a gross basis knows of no refunds; use count"
    return moneyProblem(money) ?? true
  }),
)

/**
 * The order value that half of the orders (or the share `q` of them) do not exceed: an amount that somebody paid, exact
 * and not interpolated. A few very large orders do not move it.
 *
 * **Gotchas**
 *
 * It is no average: orders times the median are not the revenue.
 *
 * @category metrics
 * @since 0.2.0
 */
export const medianOrderValue = Metric.make({
  id: "median-order-value",
  docs: {
    title: { en: "Median order value", ru: "Медиана суммы заказа", pl: "Mediana wartości zamówienia" },
    description: {
      en: "The amount that half of the orders do not exceed.",
      ru: "Сумма, которую не превышает половина заказов.",
      pl: "Kwota, której nie przekracza połowa zamówień.",
    },
    source:
      "nearest-rank quantile (type 1 of Hyndman & Fan 1996); distribution-free interval at the effective size (Conover 1999; Woodruff 1952; Korn & Graubard 1998)",
    notWhen: {
      en: "revenue is the question: orders times the median are not the revenue",
      ru: "вопрос в выручке: число заказов, умноженное на медиану, не равно выручке",
      pl: "pytanie dotyczy przychodu: liczba zamówień razy mediana to nie przychód",
    },
  },
  title: titleOf,
  better: "higher",
  params,
  passport: (said) => ({
    unit: { kind: "money", currency: said.currency },
    unitOfN: "order",
    ...textsOf(said),
    kind: "order",
    clock: "at",
  }),
  everyStatus: ({ except }) => except.length === 0,
  takesRefunds: ({ basis }) => basis !== "gross",
  questions: ({ basis, except, refunded, ...money }, { calendar }) => {
    const { foreign, worth } = revenueOf(basis, money, calendar)
    const counted = countedOrders(except)
    // Free orders are orders; only what was paid can be refunded in full. What a refund in another currency takes off is
    // not known, so that its order stays, to be refused.
    const kept = refunded === "count" ? null : or(not(gt(column("amount"), 0)), gt(worth, 0), foreign)
    const paid = and(present(column("amount")), ...[counted, kept].filter((expr) => expr !== null))
    return {
      shards: Metric.apart(
        tally(
          "order",
          {
            amounts: { stat: "histogram", of: worth },
            customers: { stat: "units", of: "customer" },
            rows: { stat: "count" },
            foreign: { stat: "count", where: foreign },
          },
          { where: paid },
        ),
        [dimension("shard", bucket(shard(column("customer")), SHARDS))],
      ),
      bare: tally(
        "order",
        { rows: { stat: "count" } },
        { where: and(not(present(column("amount"))), ...(counted === null ? [] : [counted])) },
      ),
    }
  },
  estimate: ({ bare, shards }, { q, ...money }, level) => {
    const [rows, weights, foreign] = (["n", "w", "foreign"] as const).map((what) =>
      shards.reduce((sum, { states }) => sum + (what === "foreign" ? states.foreign.n : states.rows[what]), 0),
    ) as [number, number, number]
    const withheld = moneyCaveats(money, foreign)
    const found = quantileOf(shards.map(shardOf), q, level)
    const caveats = [
      ...withheld,
      ...(bare.rows.n > 0 ? [caveat("no-amount", { n: bare.rows.n })] : []),
      ...(weights === rows ? [] : [caveat("weights-ignored")]),
    ]
    const common = { n: rows, numerator: null, denominator: null }
    if (withheld.length > 0 || found === null)
      return { ...common, value: null, interval: null, nEffective: null, caveats }
    const { interval, nEffective, value } = found
    return {
      ...common,
      value,
      interval,
      nEffective,
      caveats: [
        ...caveats,
        ...(nEffective < rows / 1.01 ? [caveat("clustered", { deff: rows / nEffective })] : []),
        ...(interval === null ? [caveat("no-ci")] : []),
      ],
    }
  },
  compare: (first, second, { q }, level) =>
    [...first.shards, ...second.shards].some(({ states }) => states.foreign.n > 0)
      ? null
      : quantileDifference(first.shards.map(shardOf), second.shards.map(shardOf), q, level),
})

const shardOf = ({
  key: [shardKey],
  states,
}: {
  readonly key: ReadonlyArray<unknown>
  readonly states: { readonly amounts: Shard["amounts"]; readonly customers: { readonly n: number } }
}): Shard => ({ amounts: states.amounts, customers: states.customers.n, named: shardKey !== null })
