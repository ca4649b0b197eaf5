import * as Schema from "effect/Schema"
import type { Locale } from "../model/Identifier.ts"
import { column, type Expr, not, oneOf, or, present } from "../questions/Expr.ts"
import { withDefault } from "./Metric.ts"

/** Statuses of orders that do not count, as the shop names them. @category metrics @since 0.2.0 */
export const exceptParam = withDefault(Schema.Array(Schema.String), [])

/** Orders that count: those of another status, and those without one. @category metrics @since 0.2.0 */
export const countedOrders = (except: ReadonlyArray<string>): Expr | null => {
  const status = column("status")
  return except.length === 0 ? null : or(not(present(status)), not(oneOf(status, except)))
}

/** A text about orders that says which statuses were left out. @category metrics @since 0.2.0 */
export const exceptStatuses = (
  except: ReadonlyArray<string>,
  text: Readonly<Record<Locale, string>>,
): Readonly<Record<Locale, string>> => {
  if (except.length === 0) return text
  const list = except.join(", ")
  return {
    en: `${text.en}, without orders of status ${list}`,
    ru: `${text.ru}, без заказов со статусом ${list}`,
    pl: `${text.pl}, bez zamówień o statusie ${list}`,
  }
}

/** Orders that a metric of their amounts counts, in words: with those refunded in full, or without. */
export const ordersCounted = {
  count: {
    en: "orders with an amount in the period",
    ru: "заказы с указанной суммой за период",
    pl: "zamówienia z podaną kwotą w okresie",
  },
  "leave-out": {
    en: "orders with an amount in the period and not refunded in full",
    ru: "заказы с указанной суммой за период, возвращённые не полностью",
    pl: "zamówienia z podaną kwotą w okresie, nie w pełni zwrócone",
  },
} as const
