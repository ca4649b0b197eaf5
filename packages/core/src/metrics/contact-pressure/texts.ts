import type { Locale } from "../../model/Identifier.ts"

type Texts = Readonly<Record<Locale, string>>

interface Described {
  readonly form: "share-over" | "mean" | "peak"
  readonly cap: number
  readonly days: number
  readonly clock: "rolling" | "calendar"
  readonly classes: ReadonlyArray<string>
  readonly base: "contacted" | "customers"
}

/** `7 days`, `a calendar week` after “within”. */
const windowOf = ({ clock, days }: Described): Texts => {
  if (clock === "rolling")
    return {
      en: days === 1 ? "24 hours" : `${days} days`,
      ru: days === 1 ? "24 ч" : `${days} дн.`,
      pl: days === 1 ? "24 godzin" : `${days} dni`,
    }
  return days === 1
    ? { en: "a calendar day", ru: "календарный день", pl: "dnia kalendarzowego" }
    : days === 7
      ? { en: "a calendar week", ru: "календарную неделю", pl: "tygodnia kalendarzowego" }
      : { en: "a calendar month", ru: "календарный месяц", pl: "miesiąca kalendarzowego" }
}

/** What the number is called with its cap and window. */
export const titleOf = (decided: Described): Texts => {
  const window = windowOf(decided)
  const { cap } = decided
  return {
    "share-over": {
      en: `Customers over the contact cap (${cap} within ${window.en})`,
      ru: `Клиенты сверх предела контактов (${cap} за ${window.ru})`,
      pl: `Klienci ponad limitem kontaktów (${cap} w ciągu ${window.pl})`,
    },
    mean: { en: "Contacts per customer", ru: "Контактов на клиента", pl: "Kontakty na klienta" },
    peak: {
      en: `Most contacts within ${window.en}, per customer`,
      ru: `Наибольшее число контактов за ${window.ru} на клиента`,
      pl: `Najwięcej kontaktów w ciągu ${window.pl} na klienta`,
    },
  }[decided.form]
}

/** Numerator and denominator in words. */
export const textsOf = (decided: Described): { readonly numerator: Texts; readonly denominator: Texts } => {
  const window = windowOf(decided)
  const list = decided.classes.join(", ")
  const classes: Texts =
    list === ""
      ? { en: "without a class", ru: "класс не указан", pl: "bez klasy" }
      : { en: `class ${list}, or none`, ru: `класс ${list} или не указан`, pl: `klasa ${list} lub brak klasy` }
  const numerator: Readonly<Record<Described["form"], Texts>> = {
    "share-over": {
      en: `customers who once got more than ${decided.cap} contacts within ${window.en} (${classes.en})`,
      ru: `клиенты, у которых хотя бы раз контактов было больше ${decided.cap} за ${window.ru} (${classes.ru})`,
      pl: `klienci, u których choć raz liczba kontaktów przekroczyła ${decided.cap} w ciągu ${window.pl} (${classes.pl})`,
    },
    mean: {
      en: `contacts that reached customers in the period (${classes.en})`,
      ru: `контакты, дошедшие до клиентов за период (${classes.ru})`,
      pl: `kontakty, które dotarły do klientów w okresie (${classes.pl})`,
    },
    peak: {
      en: `sum over customers of the most contacts each got within ${window.en} (${classes.en})`,
      ru: `сумма по клиентам наибольшего числа контактов за ${window.ru} (${classes.ru})`,
      pl: `suma po klientach największej liczby kontaktów w ciągu ${window.pl} (${classes.pl})`,
    },
  }
  const denominator: Readonly<Record<Described["base"], Texts>> = {
    contacted: {
      en: "customers with one contact or more in the period",
      ru: "клиенты хотя бы с одним контактом за период",
      pl: "klienci z co najmniej jednym kontaktem w okresie",
    },
    customers: {
      en: "all customers known by a profile or a contact, also without a contact in the period",
      ru: "все клиенты, известные по профилю или контакту, в том числе без контактов за период",
      pl: "wszyscy klienci znani z profilu lub kontaktu, także bez kontaktu w okresie",
    },
  }
  return { numerator: numerator[decided.form], denominator: denominator[decided.base] }
}
