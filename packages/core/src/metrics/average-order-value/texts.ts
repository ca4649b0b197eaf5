import { atRates, type Money } from "../money.ts"
import { exceptStatuses, ordersCounted } from "../orders.ts"
import { type Basis, basisTexts } from "../revenue.ts"

/** What the parameters of the metric say in words. */
export interface Said extends Money {
  readonly basis: Basis
  readonly refunded: "count" | "leave-out"
  readonly except: ReadonlyArray<string>
  readonly weights: "use" | "ignore"
  readonly cap: number | null
}

const bases = {
  "net-by-order-date": {
    en: "Average order value, net of refunds",
    ru: "Средний чек за вычетом возвратов",
    pl: "Średnia wartość zamówienia po zwrotach",
  },
  "net-by-refund-date": {
    en: "Average order value, less refunds paid in the period",
    ru: "Средний чек за вычетом возвратов, выплаченных в периоде",
    pl: "Średnia wartość zamówienia po zwrotach wypłaconych w okresie",
  },
  gross: {
    en: "Average order value, gross",
    ru: "Средний чек без вычета возвратов",
    pl: "Średnia wartość zamówienia brutto",
  },
} as const

const nothing = { en: "", ru: "", pl: "" }

export const titleOf = ({ basis, cap, refunded, weights }: Said) => {
  const kept =
    refunded === "count"
      ? nothing
      : { en: ", per order kept", ru: ", на сохранённый заказ", pl: ", na zachowane zamówienie" }
  const capped = cap === null ? nothing : { en: ", capped", ru: ", с ограничением сумм", pl: ", z ograniczeniem kwot" }
  const raw = weights === "use" ? nothing : { en: ", unweighted", ru: ", без весов", pl: ", bez wag" }
  const { en, pl, ru } = bases[basis]
  return {
    en: `${en}${kept.en}${capped.en}${raw.en}`,
    ru: `${ru}${kept.ru}${capped.ru}${raw.ru}`,
    pl: `${pl}${kept.pl}${capped.pl}${raw.pl}`,
  }
}

export const textsOf = (said: Said) => ({
  numerator: capText(said, atRates(said, basisTexts[said.basis])),
  denominator: exceptStatuses(said.except, ordersCounted[said.refunded]),
})

const capText = ({ cap }: Said, text: { readonly en: string; readonly ru: string; readonly pl: string }) =>
  cap === null
    ? text
    : {
        en: `${text.en}, each at most ${cap} minor units`,
        ru: `${text.ru}, каждая не больше ${cap} в минимальных единицах валюты`,
        pl: `${text.pl}, każda najwyżej ${cap} w jednostkach podrzędnych waluty`,
      }
