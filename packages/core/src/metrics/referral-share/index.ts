import * as Schema from "effect/Schema"
import { column, le, not, present } from "../../questions/Expr.ts"
import { tally } from "../../questions/Question.ts"
import { wilson } from "../../stats/index.ts"
import { caveat } from "../Caveat.ts"
import { shareDifference } from "../difference.ts"
import { broughtSince } from "../invitations.ts"
import * as Metric from "../Metric.ts"
import { KNOWN_DAYS, nearTheBeginning, newcomers } from "../newcomers.ts"
import { countedOrders, exceptParam, exceptStatuses } from "../orders.ts"

/**
 * Share of new customers who came by an invitation: those of whom the facts hold one that was accepted, sent before
 * their first order of all.
 *
 * **Gotchas**
 *
 * This is not the K-factor: it says where customers came from, not how many each of them brings along.
 *
 * @category metrics
 * @since 0.2.0
 */
export const referralShare = Metric.make({
  id: "referral-share",
  docs: {
    title: { en: "Referral share", ru: "Доля клиентов по приглашению", pl: "Udział klientów z polecenia" },
    description: {
      en: "New customers who came by the invitation of another customer.",
      ru: "Доля новых клиентов, пришедших по приглашению другого клиента.",
      pl: "Odsetek nowych klientów, którzy przyszli z polecenia innego klienta.",
    },
    source: "share of customers by first order; interval: Wilson 1927",
    notWhen: {
      en: "invitations name people otherwise than orders do: nobody would be found in both",
      ru: "в приглашениях люди обозначены иначе, чем в заказах: совпадений не найдётся",
      pl: "zaproszenia oznaczają ludzi inaczej niż zamówienia: nikt nie znajdzie się w obu",
    },
  },
  better: "neutral",
  params: Schema.Struct({
    /** Statuses of orders that do not count, as the shop names them. */
    except: exceptParam,
  }),
  kinds: () => ["order", "referral"],
  passport: ({ except }) => ({
    unit: { kind: "proportion" },
    unitOfN: "customer",
    numerator: {
      en: "new customers with an accepted invitation sent before their first order",
      ru: "новые клиенты с принятым приглашением, отправленным до первого заказа",
      pl: "nowi klienci z przyjętym zaproszeniem wysłanym przed pierwszym zamówieniem",
    },
    denominator: exceptStatuses(except, {
      en: "customers whose first order of all is in the period",
      ru: "клиенты, чей самый первый заказ приходится на период",
      pl: "klienci, których pierwsze w ogóle zamówienie przypada na okres",
    }),
    kind: "order",
    clock: "at",
  }),
  everyStatus: ({ except }) => except.length === 0,
  questions: ({ except }, context) => {
    const where = countedOrders(except)
    return {
      all: newcomers("order", where),
      referred: newcomers("order", where, { opens: le(broughtSince, column("at")) }),
      early: newcomers("order", where, { opens: nearTheBeginning(context) }),
      orders: tally("order", { anonymous: { stat: "count", where: not(present(column("customer"))) } }, { where }),
    }
  },
  estimate: ({ all, early, orders, referred }, _, level) => {
    const [n, x] = [all.fold.units, referred.fold.units]
    return {
      value: n === 0 ? null : x / n,
      interval: wilson(x, n, level),
      n,
      nEffective: n === 0 ? null : n,
      numerator: x,
      denominator: n,
      caveats: [
        ...(orders.anonymous.n > 0 ? [caveat("no-customer", { n: orders.anonymous.n })] : []),
        ...(early.fold.units > 0 ? [caveat("history-unknown", { n: early.fold.units, days: KNOWN_DAYS })] : []),
      ],
    }
  },
  compare: (first, second, _, level) =>
    shareDifference(
      { n: first.all.fold.units, x: first.referred.fold.units },
      { n: second.all.fold.units, x: second.referred.fold.units },
      level,
    ),
})
