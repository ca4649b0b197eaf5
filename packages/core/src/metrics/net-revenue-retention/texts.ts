import type { Locale } from "../../model/Identifier.ts"
import { atRates, type Money } from "../money.ts"

type Texts = Readonly<Record<Locale, string>>

interface Described extends Money {
  readonly form: "net" | "gross"
}

/** `Net revenue retention` */
export const titleOf = ({ form }: Described): Texts =>
  ({
    net: {
      en: "Net revenue retention",
      ru: "Чистое удержание выручки (NRR)",
      pl: "Retencja przychodów netto (NRR)",
    },
    gross: {
      en: "Gross revenue retention",
      ru: "Валовое удержание выручки (GRR)",
      pl: "Retencja przychodów brutto (GRR)",
    },
  })[form]

/** Numerator and denominator in words. */
export const textsOf = (decided: Described): { readonly numerator: Texts; readonly denominator: Texts } => {
  const end: Texts = {
    en: "monthly amounts of these customers at the end of the period",
    ru: "ежемесячные суммы этих клиентов на конец периода",
    pl: "kwoty miesięczne tych klientów na końcu okresu",
  }
  const most: Texts = {
    en: `${end.en}, of each at most what it was at the start`,
    ru: `${end.ru}, от каждого не больше, чем было на начало`,
    pl: `${end.pl}, od każdego najwyżej tyle, ile na początku`,
  }
  return {
    numerator: atRates(decided, decided.form === "net" ? end : most),
    denominator: atRates(decided, {
      en: "monthly amounts of the paying customers there were at the start of the period",
      ru: "ежемесячные суммы платящих клиентов на начало периода",
      pl: "kwoty miesięczne płacących klientów na początku okresu",
    }),
  }
}
