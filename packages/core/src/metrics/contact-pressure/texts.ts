import type { Locale } from "../../model/Identifier.ts"
import { classesText } from "../contacts.ts"
import { daysText } from "../days.ts"
import { quantileText } from "../waitTexts.ts"

type Texts = Readonly<Record<Locale, string>>

interface Described {
  readonly form: "share-over" | "mean" | "peak" | "excess" | "quantile" | "decayed"
  readonly cap: number
  readonly days: number
  readonly clock: "rolling" | "calendar"
  readonly classes: ReadonlyArray<string>
  readonly base: "contacted" | "customers" | "contactable"
  readonly q: number
  readonly halfLife: number
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
  const quantile = quantileText(decided.q)
  const half = daysText(decided.halfLife)
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
    excess: {
      en: `Contacts over the cap, per customer (${cap} within ${window.en})`,
      ru: `Контактов сверх предела на клиента (${cap} за ${window.ru})`,
      pl: `Kontakty ponad limit na klienta (${cap} w ciągu ${window.pl})`,
    },
    quantile: {
      en: `Most contacts within ${window.en}, ${quantile.en}`,
      ru: `Наибольшее число контактов за ${window.ru}, ${quantile.ru}`,
      pl: `Najwięcej kontaktów w ciągu ${window.pl}, ${quantile.pl}`,
    },
    decayed: {
      en: `Contact pressure left at the end, per customer (half-life ${half.en})`,
      ru: `Остаточное давление контактов на клиента (полураспад ${half.ru})`,
      pl: `Presja kontaktów pozostała na koniec, na klienta (okres połowiczny ${half.pl})`,
    },
  }[decided.form]
}

/** Numerator and denominator in words. */
export const textsOf = (decided: Described): { readonly numerator: Texts; readonly denominator: Texts } => {
  const window = windowOf(decided)
  const classes = classesText(decided.classes)
  const numerator: Readonly<Record<"share-over" | "mean" | "peak", Texts>> = {
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
  const quantile = quantileText(decided.q)
  const of: Readonly<Record<"excess" | "quantile" | "decayed", Texts>> = {
    excess: {
      en: `sum over customers of the contacts above ${decided.cap} in the fullest ${window.en} of each (${classes.en})`,
      ru: `сумма по клиентам контактов сверх ${decided.cap} в самом плотном окне каждого, окно: ${window.ru} (${classes.ru})`,
      pl: `suma po klientach kontaktów powyżej ${decided.cap} w najpełniejszym oknie każdego, okno: ${window.pl} (${classes.pl})`,
    },
    quantile: {
      en: `the most contacts a customer got within ${window.en}, ${quantile.en} of customers (${classes.en})`,
      ru: `наибольшее число контактов клиента за ${window.ru}, ${quantile.ru} по клиентам (${classes.ru})`,
      pl: `największa liczba kontaktów klienta w ciągu ${window.pl}, ${quantile.pl} po klientach (${classes.pl})`,
    },
    decayed: {
      en: `contacts up to the end of the period, each half as much after every ${daysText(decided.halfLife).en} (${classes.en})`,
      ru: `контакты до конца периода, вес каждого вдвое меньше через каждые ${daysText(decided.halfLife).ru} (${classes.ru})`,
      pl: `kontakty do końca okresu, waga każdego o połowę mniejsza co ${decided.halfLife === 1 ? "1 dzień" : daysText(decided.halfLife).pl} (${classes.pl})`,
    },
  }
  const denominator: Readonly<Record<Described["base"], Texts>> = {
    contacted: {
      en: "customers with one contact or more in the period",
      ru: "клиенты хотя бы с одним контактом за период",
      pl: "klienci z co najmniej jednym kontaktem w okresie",
    },
    customers: {
      en: "all customers known by the end of the period from a profile or a contact, also without a contact in it",
      ru: "все клиенты, известные к концу периода по профилю или контакту, в том числе без контактов за период",
      pl: "wszyscy klienci znani do końca okresu z profilu lub kontaktu, także bez kontaktu w okresie",
    },
    contactable: {
      en: "customers whose consent lasted for some of the period, also without a contact in it",
      ru: "клиенты, согласие которых действовало хотя бы часть периода, в том числе без контактов",
      pl: "klienci, których zgoda obowiązywała choć przez część okresu, także bez kontaktu",
    },
  }
  const decayed: Readonly<Record<Described["base"], Texts>> = {
    ...denominator,
    contacted: {
      en: "customers with one contact or more up to the end of the period",
      ru: "клиенты хотя бы с одним контактом до конца периода",
      pl: "klienci z co najmniej jednym kontaktem do końca okresu",
    },
  }
  return {
    numerator: { ...numerator, ...of }[decided.form],
    denominator: (decided.form === "decayed" ? decayed : denominator)[decided.base],
  }
}
