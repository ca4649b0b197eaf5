import type { Locale } from "../../model/Identifier.ts"
import { classesText } from "../contacts.ts"
import { daysText } from "../days.ts"
import { quantileText } from "../waitTexts.ts"

type Texts = Readonly<Record<Locale, string>>

interface Described {
  readonly form: "share-below" | "quantile"
  readonly days: number
  readonly clock: "rolling" | "calendar"
  readonly classes: ReadonlyArray<string>
  readonly q: number
}

/** `a calendar week` after “within”. */
const windowOf = ({ clock, days }: Described): Texts =>
  clock === "rolling"
    ? daysText(days)
    : days === 1
      ? { en: "one calendar day", ru: "один календарный день", pl: "jednego dnia kalendarzowego" }
      : days === 7
        ? { en: "one calendar week", ru: "одну календарную неделю", pl: "jednego tygodnia kalendarzowego" }
        : { en: "one calendar month", ru: "один календарный месяц", pl: "jednego miesiąca kalendarzowego" }

/** What the number is called. */
export const titleOf = (decided: Described): Texts => {
  const window = windowOf(decided)
  const quantile = quantileText(decided.q)
  return decided.form === "share-below"
    ? {
        en: `Customers contacted again within ${window.en}`,
        ru: `Клиенты с повторным контактом за ${window.ru}`,
        pl: `Klienci z kolejnym kontaktem w ciągu ${window.pl}`,
      }
    : {
        en: `Shortest gap between contacts, ${quantile.en}`,
        ru: `Кратчайший промежуток между контактами, ${quantile.ru}`,
        pl: `Najkrótszy odstęp między kontaktami, ${quantile.pl}`,
      }
}

/** Numerator and denominator in words. */
export const textsOf = (decided: Described): { readonly numerator: Texts; readonly denominator: Texts } => {
  const window = windowOf(decided)
  const quantile = quantileText(decided.q)
  const classes = classesText(decided.classes)
  return {
    numerator:
      decided.form === "share-below"
        ? {
            en: `customers who once got two contacts within ${window.en} (${classes.en})`,
            ru: `клиенты, хотя бы раз получившие два контакта за ${window.ru} (${classes.ru})`,
            pl: `klienci, którzy choć raz otrzymali dwa kontakty w ciągu ${window.pl} (${classes.pl})`,
          }
        : {
            en: `the shortest time between two contacts of a customer, ${quantile.en} of customers (${classes.en})`,
            ru: `кратчайшее время между двумя контактами клиента, ${quantile.ru} по клиентам (${classes.ru})`,
            pl: `najkrótszy czas między dwoma kontaktami klienta, ${quantile.pl} po klientach (${classes.pl})`,
          },
    denominator: {
      en: "customers with two contacts or more in the period",
      ru: "клиенты с двумя контактами и более за период",
      pl: "klienci z co najmniej dwoma kontaktami w okresie",
    },
  }
}
