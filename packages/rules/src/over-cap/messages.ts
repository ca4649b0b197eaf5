import type { Measurement } from "@touchpoint/core/metrics"
import type { Locale } from "@touchpoint/core/model"
import type { MessageData, PluralForms, Sentence, Sentences, Wording } from "@touchpoint/core/rules"
import { advise, interval, number, quoted, text, threshold } from "../spoken.ts"

/** Ids of what the rule says. */
export type OverCapMessage = "over" | "maybe-over" | "send-less"

const limit = (data: MessageData, w: Wording) => threshold(number(data, "limit"), { kind: "proportion" }, w)
const group = (data: MessageData, w: Wording) => quoted(text(data, "dimension"), text(data, "group"), w)
const dimension = (data: MessageData, w: Wording) => w.name("dimension", text(data, "dimension"))

const contacts: Readonly<Record<Locale, PluralForms>> = {
  en: { one: "contact", other: "contacts" },
  // After „больше” and „не более”, in the genitive.
  ru: { one: "контакта", few: "контактов", many: "контактов", other: "контакта" },
  pl: { one: "kontakt", few: "kontakty", many: "kontaktów", other: "kontaktu" },
}
const customers: Readonly<Record<Locale, PluralForms>> = {
  en: { one: "customer", other: "customers" },
  ru: { one: "клиента", few: "клиентов", many: "клиентов", other: "клиента" },
  pl: { one: "klient", few: "klientów", many: "klientów", other: "klienta" },
}
const days: Readonly<Record<Locale, PluralForms>> = {
  en: { one: "day", other: "days" },
  ru: { one: "день", few: "дня", many: "дней", other: "дня" },
  // After „w ciągu”, in the genitive.
  pl: { one: "dnia", few: "dni", many: "dni", other: "dnia" },
}

/** `within 7 days`, or the days, weeks and months of the calendar. */
const window: Readonly<Record<Locale, (data: MessageData, w: Wording) => string>> = {
  en: (d, w) => calendar.en[span(d)] ?? `within ${w.plural(number(d, "days"), days.en)}`,
  ru: (d, w) => calendar.ru[span(d)] ?? `за ${w.plural(number(d, "days"), days.ru)}`,
  pl: (d, w) => calendar.pl[span(d)] ?? `w ciągu ${w.plural(number(d, "days"), days.pl)}`,
}
const span = (data: MessageData) => (text(data, "clock") === "calendar" ? number(data, "days") : 0)
const calendar: Readonly<Record<Locale, Readonly<Record<number, string>>>> = {
  en: { 1: "in a calendar day", 7: "in a calendar week", 30: "in a calendar month" },
  ru: { 1: "за календарный день", 7: "за календарную неделю", 30: "за календарный месяц" },
  pl: { 1: "w dniu kalendarzowym", 7: "w tygodniu kalendarzowym", 30: "w miesiącu kalendarzowym" },
}

/** `4 contacts within 7 days` */
const cap: Readonly<Record<Locale, (data: MessageData, w: Wording) => string>> = {
  en: (d, w) => `${w.plural(number(d, "cap"), contacts.en)} ${window.en(d, w)}`,
  ru: (d, w) => `${w.plural(number(d, "cap"), contacts.ru)} ${window.ru(d, w)}`,
  pl: (d, w) => `${w.plural(number(d, "cap"), contacts.pl)} ${window.pl(d, w)}`,
}

/** ` Channels: E-mail (82%), App (18%).`, where contacts name them. */
const channels = (label: string, d: MessageData, w: Wording): string => {
  const named = Array.from({ length: number(d, "channels") }, (_, i) => {
    const id = text(d, `channel${i}`)
    return `${w.name("channel", id)} (${w.percent(number(d, `channelShare${i}`), 0)})`
  })
  return named.length === 0 ? "" : ` ${label}: ${named.join(", ")}.`
}

type Telling = (m: Measurement, data: MessageData, w: Wording) => string

const telling =
  (label: string, sentence: Telling): Sentence =>
  (data, [m], w) =>
    m === undefined ? text(data, "group") : `${sentence(m, data, w)}${channels(label, data, w)}`

const beside = (m: Measurement, w: Wording) => (m.interval === null ? "" : ` (${interval(m, w)})`)
const share = (m: Measurement, w: Wording) => w.value(m.value, m.unit)

/** Who got too much: all customers, or those of a group. */
const who: Readonly<Record<Locale, Telling>> = {
  en: (m, d, w) =>
    text(d, "group") === ""
      ? `${share(m, w)} of ${w.plural(m.n, customers.en)}`
      : `${share(m, w)} of ${w.plural(m.n, customers.en)} in ${group(d, w)} (${dimension(d, w)})`,
  ru: (m, d, w) =>
    text(d, "group") === ""
      ? `${share(m, w)} из ${w.plural(m.n, customers.ru)}`
      : `${share(m, w)} из ${w.plural(m.n, customers.ru)} в группе ${group(d, w)} (${dimension(d, w)})`,
  pl: (m, d, w) =>
    text(d, "group") === ""
      ? `${share(m, w)} klientów (łącznie ${w.count(m.n)})`
      : `${share(m, w)} klientów w grupie ${group(d, w)} (${dimension(d, w)}; łącznie ${w.count(m.n)})`,
}

/** What the rule says. */
export const messages: Sentences<OverCapMessage> = {
  en: {
    over: telling(
      "Channels",
      (m, d, w) => `${who.en(m, d, w)} got more than ${cap.en(d, w)}${beside(m, w)}; at most ${limit(d, w)} should.`,
    ),
    "maybe-over": telling(
      "Channels",
      (m, d, w) =>
        `${who.en(m, d, w)} got more than ${cap.en(d, w)}${beside(m, w)}; whether that is more than ${limit(d, w)} is not certain.`,
    ),
    "send-less": advise(
      (n, d, w, period) =>
        `At ${limit(d, w)}, about ${w.count(n)} fewer customers would be over it${period}: arithmetic, not a forecast.`,
      (d, w) =>
        text(d, "group") === ""
          ? `Keep to ${cap.en(d, w)} for every customer, counted over all channels and senders together.`
          : `Keep to ${cap.en(d, w)} for every customer in ${group(d, w)}, counted over all channels and senders together.`,
    ),
  },
  ru: {
    over: telling(
      "Каналы",
      (m, d, w) =>
        `Больше ${cap.ru(d, w)} получили ${who.ru(m, d, w)}${beside(m, w)}; допустимо не более ${limit(d, w)}.`,
    ),
    "maybe-over": telling(
      "Каналы",
      (m, d, w) =>
        `Больше ${cap.ru(d, w)} получили ${who.ru(m, d, w)}${beside(m, w)}; больше ли это допустимых ${limit(d, w)}, точно не известно.`,
    ),
    "send-less": advise(
      (n, d, w, period) =>
        `При доле ${limit(d, w)} таких клиентов было бы примерно на ${w.count(n)} меньше${period}: арифметика, а не прогноз.`,
      (d, w) =>
        text(d, "group") === ""
          ? `Соблюдайте предел для каждого клиента: не более ${cap.ru(d, w)}, считая по всем каналам и отправителям вместе.`
          : `Соблюдайте предел для каждого клиента в группе ${group(d, w)}: не более ${cap.ru(d, w)}, считая по всем каналам и отправителям вместе.`,
    ),
  },
  pl: {
    over: telling(
      "Kanały",
      (m, d, w) =>
        `Więcej niż ${cap.pl(d, w)} dostało ${who.pl(m, d, w)}${beside(m, w)}; dopuszczalne jest najwyżej ${limit(d, w)}.`,
    ),
    "maybe-over": telling(
      "Kanały",
      (m, d, w) =>
        `Więcej niż ${cap.pl(d, w)} dostało ${who.pl(m, d, w)}${beside(m, w)}; nie ma pewności, że to więcej niż dopuszczalne ${limit(d, w)}.`,
    ),
    "send-less": advise(
      (n, d, w, period) =>
        `Przy odsetku ${limit(d, w)} takich klientów byłoby o około ${w.count(n)} mniej${period}: rachunek, a nie prognoza.`,
      (d, w) =>
        text(d, "group") === ""
          ? `Przestrzegaj limitu dla każdego klienta: najwyżej ${cap.pl(d, w)}, licząc wszystkie kanały i nadawców razem.`
          : `Przestrzegaj limitu dla każdego klienta w grupie ${group(d, w)}: najwyżej ${cap.pl(d, w)}, licząc wszystkie kanały i nadawców razem.`,
    ),
  },
}
