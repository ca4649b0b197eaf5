import { atRates, type Money } from "../money.ts"
import { exceptStatuses, ordersCounted } from "../orders.ts"

/** What the parameters of the metric say in words. */
export interface Said extends Money {
  readonly basis: "net-by-order-date" | "gross"
  readonly q: number
  readonly refunded: "count" | "leave-out"
  readonly except: ReadonlyArray<string>
}

const share = (q: number): string => String(Math.round(q * 10_000) / 100)

export const titleOf = ({ basis, q, refunded }: Said) => {
  const of =
    q === 0.5
      ? { en: "Median order value", ru: "Медиана суммы заказа", pl: "Mediana wartości zamówienia" }
      : {
          en: `Order value, ${share(q)}th percentile`,
          ru: `Сумма заказа, ${share(q).replace(".", ",")}-й процентиль`,
          pl: `Wartość zamówienia, ${share(q).replace(".", ",")}. percentyl`,
        }
  const how =
    basis === "gross"
      ? { en: "gross", ru: "без вычета возвратов", pl: "brutto" }
      : refunded === "count"
        ? { en: "net of refunds", ru: "за вычетом возвратов", pl: "po zwrotach" }
        : {
            en: "net of refunds, of orders kept",
            ru: "за вычетом возвратов, по сохранённым заказам",
            pl: "po zwrotach, z zachowanych zamówień",
          }
  return { en: `${of.en}, ${how.en}`, ru: `${of.ru}, ${how.ru}`, pl: `${of.pl}, ${how.pl}` }
}

export const textsOf = (said: Said) => ({
  numerator: atRates(
    said,
    said.basis === "gross"
      ? {
          en: `the amount that ${share(said.q)}% of the orders in the period do not exceed`,
          ru: `сумма, которую не превышают ${share(said.q)} % заказов за период`,
          pl: `kwota, której nie przekracza ${share(said.q)}% zamówień z okresu`,
        }
      : {
          en: `the amount, less refunds, that ${share(said.q)}% of the orders in the period do not exceed`,
          ru: `сумма за вычетом возвратов, которую не превышают ${share(said.q)} % заказов за период`,
          pl: `kwota po zwrotach, której nie przekracza ${share(said.q)}% zamówień z okresu`,
        },
  ),
  denominator: exceptStatuses(said.except, ordersCounted[said.refunded]),
})
