import * as Schema from "effect/Schema"
import { type Accrued, type Accrual, accrual } from "../../questions/folds/accrual/index.ts"
import { and, column, ne, not, or, present } from "../../questions/Expr.ts"
import { tally } from "../../questions/Question.ts"
import { mark, trails } from "../../questions/Trails.ts"
import { meanInterval, skewness, skewnessSampleSize } from "../../stats/index.ts"
import { caveat } from "../Caveat.ts"
import { DAY, daysText } from "../days.ts"
import { meanDifference } from "../difference.ts"
import { enteredEarly } from "../history.ts"
import * as Metric from "../Metric.ts"
import { atRates, moneyCaveats, moneyParams, moneyProblem } from "../money.ts"
import { countedOrders, exceptParam, exceptStatuses } from "../orders.ts"
import { revenueOf } from "../revenue.ts"

const params = Schema.Struct({
  /** Days from the first order whose revenue counts. */
  within: Metric.withDefault(Schema.Finite.check(Schema.isGreaterThan(0)), 365),
  basis: Metric.withDefault(Schema.Literals(["net-by-order-date", "gross"]), "net-by-order-date"),
  ...moneyParams,
  /** Statuses of orders that do not count, as the shop names them. */
  except: exceptParam,
}).check(Schema.makeFilter((money) => moneyProblem(money) ?? true))

/**
 * What a customer brought within some days of the first order: the mean over all customers of a cohort who have had
 * these days. Observed, not predicted.
 *
 * **Gotchas**
 *
 * The first order is the first of all that the facts hold. Where they begin later than the shop, old customers look new,
 * and worth more.
 *
 * @category metrics
 * @since 0.2.0
 */
export const customerValue = Metric.make({
  id: "customer-value",
  docs: {
    title: { en: "Customer value", ru: "Ценность клиента", pl: "Wartość klienta" },
    description: {
      en: "Revenue per customer within some days of the first order, as observed.",
      ru: "Фактическая выручка на клиента за определённое число дней после первого заказа.",
      pl: "Rzeczywisty przychód na klienta w ciągu określonej liczby dni od pierwszego zamówienia.",
    },
    source:
      "mean revenue within a fixed window of the first order, mature customers only; interval: Student's t; how many it takes: Kohavi et al. 2014",
    notWhen: {
      en: "a value for the whole life is asked: what customers bring after these days is not in it",
      ru: "нужна ценность за всё время: выручка после этих дней сюда не входит",
      pl: "potrzebna jest wartość z całego okresu: przychodu po tych dniach tu nie ma",
    },
  },
  title: ({ within }) => {
    const days = daysText(within)
    return {
      en: `Customer value of ${days.en}`,
      ru: `Ценность клиента: ${days.ru}`,
      pl: `Wartość klienta w ciągu ${days.pl}`,
    }
  },
  better: "higher",
  params,
  horizon: ({ within }) => within * DAY,
  passport: ({ basis, except, within, ...money }) => {
    const days = daysText(within)
    return {
      unit: { kind: "money", currency: money.currency },
      unitOfN: "customer",
      numerator: atRates(
        money,
        basis === "gross"
          ? {
              en: `amounts of their orders within ${days.en} of the first`,
              ru: `суммы их заказов в течение ${days.ru} после первого`,
              pl: `kwoty ich zamówień w ciągu ${days.pl} od pierwszego`,
            }
          : {
              en: `amounts of their orders within ${days.en} of the first, minus all refunds of these orders`,
              ru: `суммы их заказов в течение ${days.ru} после первого минус все возвраты по этим заказам`,
              pl: `kwoty ich zamówień w ciągu ${days.pl} od pierwszego minus wszystkie zwroty za te zamówienia`,
            },
      ),
      denominator: exceptStatuses(except, {
        en: `customers whose first order of all is in the period and at least ${days.en} old`,
        ru: `клиенты, чей самый первый заказ приходится на период и сделан не менее ${days.ru} назад`,
        pl: `klienci, których pierwsze w ogóle zamówienie przypada na okres, po upływie ${days.pl} od niego`,
      }),
      kind: "order",
      clock: "at",
    }
  },
  everyStatus: ({ except }) => except.length === 0,
  takesRefunds: ({ basis }) => basis !== "gross",
  questions: ({ basis, except, within, ...money }, context) => {
    const where = countedOrders(except)
    const { foreign, worth } = revenueOf(basis, money, context.calendar)
    const options = { entry: "order", counted: "order", windows: [within * DAY], asOf: context.asOf }
    const of = (value: typeof worth) =>
      trails(accrual, options, { kinds: [{ kind: "order", where, value }], marks: [mark("order", { kind: "order" })] })
    const counted = where === null ? [] : [where]
    const [anonymous, bare] = [not(present(column("customer"))), not(present(column("amount")))]
    const weighted = ne(column("weight"), 1)
    return {
      customers: of(worth),
      // An order without an amount brings nothing, in whatever currency.
      strange: of(and(present(column("amount")), foreign)),
      early: enteredEarly(context, within, where),
      // Only the rows that are told of: a month without new customers has no number.
      odd: tally(
        "order",
        {
          anonymous: { stat: "count", where: anonymous },
          bare: { stat: "count", where: and(not(anonymous), bare) },
          weighted: { stat: "count", where: weighted },
        },
        { where: and(or(anonymous, bare, weighted), ...counted) },
      ),
    }
  },
  estimate: ({ customers: { fold }, early, odd, strange }, { within, ...money }, level) => {
    const own = valuesOf(fold)
    const { mean, n } = own
    const others = valuesOf(strange.fold)
    const withheld = moneyCaveats(money, Math.round(others.mean * others.n))
    const common = { n, nEffective: n === 0 ? null : n }
    const caveats = [
      ...withheld,
      ...(fold.units > n ? [caveat("immature-window", { n: fold.units - n })] : []),
      ...(odd.anonymous.n > 0 ? [caveat("no-customer", { n: odd.anonymous.n })] : []),
      ...(odd.bare.n > 0 ? [caveat("no-amount", { n: odd.bare.n })] : []),
      ...(early.fold.units > 0 ? [caveat("history-unknown", { n: early.fold.units, days: within })] : []),
      ...(odd.weighted.n > 0 ? [caveat("weights-ignored")] : []),
    ]
    if (withheld.length > 0 || n === 0)
      return { ...common, value: null, interval: null, numerator: null, denominator: n === 0 ? 0 : null, caveats }
    const interval = own.m2 > 0 ? meanInterval(own, level) : null
    const skew = skewness(own) ?? 0
    const minimum = skewnessSampleSize(skew) ?? 0
    return {
      ...common,
      value: mean,
      interval,
      numerator: money.rates.length > 0 ? mean * n : Math.round(mean * n),
      denominator: n,
      caveats: [
        ...caveats,
        ...(n < minimum ? [caveat("skewed", { skewness: skew, minimum })] : []),
        ...(interval === null ? [caveat("no-ci")] : []),
      ],
    }
  },
  compare: (first, second, _, level) =>
    [first, second].some(({ strange }) => valuesOf(strange.fold).mean > 0)
      ? null
      : meanDifference(valuesOf(first.customers.fold), valuesOf(second.customers.fold), level),
})

const valuesOf = ({ windows }: Accrual): Accrued => windows[0] ?? { n: 0, mean: 0, m2: 0, m3: 0 }
