import { atRates, type Money } from "../money.ts"
import { exceptStatuses } from "../orders.ts"
import { type Basis, basisTexts } from "../revenue.ts"

/** What the parameters of the metric say in words. */
export interface Said extends Money {
  readonly form: "relative" | "log"
  readonly customers: "all" | "same"
  readonly basis: Basis
  readonly except: ReadonlyArray<string>
}

export const titleOf = ({ customers, form }: Said) => {
  const of =
    customers === "all"
      ? { en: "Sales growth", ru: "Рост продаж", pl: "Wzrost sprzedaży" }
      : {
          en: "Sales growth with customers of both periods",
          ru: "Рост продаж постоянным клиентам",
          pl: "Wzrost sprzedaży stałym klientom",
        }
  return form === "relative"
    ? of
    : { en: `${of.en}, logarithmic`, ru: `${of.ru}, логарифмический`, pl: `${of.pl}, logarytmiczny` }
}

const before = {
  en: "the same of the period before",
  ru: "то же за предыдущий период",
  pl: "to samo w poprzednim okresie",
} as const

const both = {
  en: ", of customers who bought in both periods",
  ru: ", только клиентов с покупками в обоих периодах",
  pl: ", tylko klientów z zakupami w obu okresach",
} as const

export const textsOf = (said: Said) => {
  const { en, pl, ru } = exceptStatuses(said.except, atRates(said, basisTexts[said.basis]))
  const of = said.customers === "same" ? both : { en: "", ru: "", pl: "" }
  return {
    numerator: { en: `${en}${of.en}`, ru: `${ru}${of.ru}`, pl: `${pl}${of.pl}` },
    denominator: before,
  }
}
