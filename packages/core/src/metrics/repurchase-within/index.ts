import * as Schema from "effect/Schema"
import { type Recurrence, recurrence } from "../../questions/folds/recurrence/index.ts"
import { and, column, not, present } from "../../questions/Expr.ts"
import { tally } from "../../questions/Question.ts"
import { mark, trails } from "../../questions/Trails.ts"
import { wilson } from "../../stats/index.ts"
import { caveat } from "../Caveat.ts"
import { DAY, daysText } from "../days.ts"
import { shareDifference } from "../difference.ts"
import { enteredEarly } from "../history.ts"
import * as Metric from "../Metric.ts"
import { countedOrders, exceptParam, exceptStatuses } from "../orders.ts"

const MINUTE = 60_000

/**
 * Share of customers whose second order came within a number of days of their first. Only customers who have had these
 * days count, and each in the period of the first order; so periods of any length are comparable.
 *
 * **Gotchas**
 *
 * The first order is the first of all that the facts hold. Where they begin later than the shop, old customers look new.
 *
 * @category metrics
 * @since 0.2.0
 */
export const repurchaseWithin = Metric.make({
  id: "repurchase-within",
  docs: {
    title: { en: "Repurchase in time", ru: "Повторная покупка в срок", pl: "Powtórny zakup w terminie" },
    description: {
      en: "Share of customers who ordered again within some days of their first order.",
      ru: "Доля клиентов, заказавших снова за определённое число дней после первого заказа.",
      pl: "Odsetek klientów, którzy zamówili ponownie w ciągu określonej liczby dni od pierwszego zamówienia.",
    },
    source: "second order within a fixed window of the first, mature customers only; interval: Wilson 1927",
    notWhen: {
      en: "the facts begin later than the shop: customers of long standing would look new",
      ru: "данные начинаются позже работы магазина: давние клиенты выглядели бы новыми",
      pl: "dane zaczynają się później niż sklep: dawni klienci wyglądaliby na nowych",
    },
  },
  title: ({ within }) => {
    const days = daysText(within)
    return {
      en: `Repurchase within ${days.en}`,
      ru: `Повторная покупка в течение ${days.ru}`,
      pl: `Powtórny zakup w ciągu ${days.pl}`,
    }
  },
  better: "higher",
  params: Schema.Struct({
    /** Days from the first order in which the second has to come. */
    within: Metric.withDefault(Schema.Finite.check(Schema.isGreaterThan(0)), 90),
    /** Minutes within which orders after each other are one purchase. */
    apart: Metric.withDefault(Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0)), 0),
    /** Statuses of orders that do not count, as the shop names them. */
    except: exceptParam,
  }),
  horizon: ({ within }) => within * DAY,
  passport: ({ except, within }) => {
    const days = daysText(within)
    return {
      unit: { kind: "proportion" },
      unitOfN: "customer",
      numerator: {
        en: `customers with a second order within ${days.en} of the first`,
        ru: `клиенты со вторым заказом в течение ${days.ru} после первого`,
        pl: `klienci z drugim zamówieniem w ciągu ${days.pl} od pierwszego`,
      },
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
  questions: ({ apart, except, within }, context) => {
    const where = countedOrders(except)
    return {
      customers: trails(
        recurrence,
        { mark: "order", horizons: [within * DAY], apart: apart * MINUTE, asOf: context.asOf },
        { kinds: [{ kind: "order", where }], marks: [mark("order", { kind: "order" })] },
      ),
      anonymous: tally(
        "order",
        { rows: { stat: "count" } },
        { where: and(not(present(column("customer"))), ...(where === null ? [] : [where])) },
      ),
      early: enteredEarly(context, within, where),
    }
  },
  estimate: ({ anonymous, customers: { fold }, early }, { within }, level) => {
    const { n, x } = shareOf(fold)
    return {
      value: n === 0 ? null : x / n,
      interval: wilson(x, n, level),
      n,
      nEffective: n === 0 ? null : n,
      numerator: x,
      denominator: n,
      caveats: [
        ...(fold.units > n ? [caveat("immature-window", { n: fold.units - n })] : []),
        ...(anonymous.rows.n > 0 ? [caveat("no-customer", { n: anonymous.rows.n })] : []),
        ...(early.fold.units > 0 ? [caveat("history-unknown", { n: early.fold.units, days: within })] : []),
      ],
    }
  },
  compare: (first, second, _, level) =>
    shareDifference(shareOf(first.customers.fold), shareOf(second.customers.fold), level),
})

const shareOf = ({ horizons }: Recurrence) => horizons[0] ?? { n: 0, x: 0 }
