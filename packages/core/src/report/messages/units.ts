import type { Interval, Measurement } from "../../metrics/Measurement.ts"
import type { Locale } from "../../model/Identifier.ts"
import type { PluralForms, Sentence, Wording } from "../../rules/Wording.ts"
import { defaultLevel } from "../../stats/interval.ts"
import type { Grain } from "../../time/Calendar.ts"

const en = (one: string, other: string): PluralForms => ({ one, other })
/** A Russian fraction takes the genitive singular, which a nominative count of 2 takes too. */
const ru = (one: string, few: string, many: string): PluralForms => ({ one, few, many, other: few })
/** A Polish fraction takes the genitive singular, a form of its own. */
const pl = (one: string, few: string, many: string, other: string): PluralForms => ({ one, few, many, other })

const units: Readonly<Record<string, Readonly<Record<Locale, PluralForms>>>> = {
  answer: {
    en: en("answer", "answers"),
    ru: ru("ответ", "ответа", "ответов"),
    pl: pl("odpowiedź", "odpowiedzi", "odpowiedzi", "odpowiedzi"),
  },
  promise: {
    en: en("promise", "promises"),
    ru: ru("обещание", "обещания", "обещаний"),
    pl: pl("obietnica", "obietnice", "obietnic", "obietnicy"),
  },
  customer: {
    en: en("customer", "customers"),
    ru: ru("клиент", "клиента", "клиентов"),
    pl: pl("klient", "klientów", "klientów", "klienta"),
  },
  order: {
    en: en("order", "orders"),
    ru: ru("заказ", "заказа", "заказов"),
    pl: pl("zamówienie", "zamówienia", "zamówień", "zamówienia"),
  },
  interaction: {
    en: en("interaction", "interactions"),
    ru: ru("взаимодействие", "взаимодействия", "взаимодействий"),
    pl: pl("interakcja", "interakcje", "interakcji", "interakcji"),
  },
  contact: {
    en: en("contact", "contacts"),
    ru: ru("контакт", "контакта", "контактов"),
    pl: pl("kontakt", "kontakty", "kontaktów", "kontaktu"),
  },
  profile: {
    en: en("profile", "profiles"),
    ru: ru("профиль", "профиля", "профилей"),
    pl: pl("profil", "profile", "profili", "profilu"),
  },
  enquiry: {
    en: en("enquiry", "enquiries"),
    ru: ru("обращение", "обращения", "обращений"),
    pl: pl("zgłoszenie", "zgłoszenia", "zgłoszeń", "zgłoszenia"),
  },
  wait: {
    en: en("wait", "waits"),
    ru: ru("ожидание", "ожидания", "ожиданий"),
    pl: pl("oczekiwanie", "oczekiwania", "oczekiwań", "oczekiwania"),
  },
  reply: {
    en: en("reply", "replies"),
    ru: ru("ответ", "ответа", "ответов"),
    pl: pl("odpowiedź", "odpowiedzi", "odpowiedzi", "odpowiedzi"),
  },
  stay: {
    en: en("stay", "stays"),
    ru: ru("пребывание", "пребывания", "пребываний"),
    pl: pl("pobyt", "pobyty", "pobytów", "pobytu"),
  },
  session: {
    en: en("session", "sessions"),
    ru: ru("сессия", "сессии", "сессий"),
    pl: pl("sesja", "sesje", "sesji", "sesji"),
  },
  attempt: {
    en: en("attempt", "attempts"),
    ru: ru("попытка", "попытки", "попыток"),
    pl: pl("próba", "próby", "prób", "próby"),
  },
  invitation: {
    en: en("invitation", "invitations"),
    ru: ru("приглашение", "приглашения", "приглашений"),
    pl: pl("zaproszenie", "zaproszenia", "zaproszeń", "zaproszenia"),
  },
  item: {
    en: en("item", "items"),
    ru: ru("пункт", "пункта", "пунктов"),
    pl: pl("pozycja", "pozycje", "pozycji", "pozycji"),
  },
  visit: {
    en: en("visit", "visits"),
    ru: ru("визит", "визита", "визитов"),
    pl: pl("wizyta", "wizyty", "wizyt", "wizyty"),
  },
  row: {
    en: en("row", "rows"),
    ru: ru("строка", "строки", "строк"),
    pl: pl("wiersz", "wiersze", "wierszy", "wiersza"),
  },
  cell: {
    en: en("cell", "cells"),
    ru: ru("ячейка", "ячейки", "ячеек"),
    pl: pl("komórka", "komórki", "komórek", "komórki"),
  },
  touchpoint: {
    en: en("touchpoint", "touchpoints"),
    ru: ru("точка контакта", "точки контакта", "точек контакта"),
    pl: pl("punkt styku", "punkty styku", "punktów styku", "punktu styku"),
  },
  stage: {
    en: en("stage", "stages"),
    ru: ru("этап", "этапа", "этапов"),
    pl: pl("etap", "etapy", "etapów", "etapu"),
  },
  day: {
    en: en("day", "days"),
    ru: ru("день", "дня", "дней"),
    pl: pl("dzień", "dni", "dni", "dnia"),
  },
  group: {
    en: en("group", "groups"),
    ru: ru("группа", "группы", "групп"),
    pl: pl("grupa", "grupy", "grup", "grupy"),
  },
}

/** Plural forms of a unit of n, nominative as after a number; the id itself for a unit nobody named. */
export const unitForms = (unit: string, locale: Locale): PluralForms =>
  (Object.hasOwn(units, unit) ? units[unit]?.[locale] : undefined) ?? { other: unit }

// What the sentences of every locale read from their data.

export const text = (x: unknown) => (typeof x === "string" ? x : typeof x === "number" ? String(x) : "")
export const num = (x: unknown) => (typeof x === "number" ? x : 0)

/** The level all intervals have; `null` where they have several, or there is none. */
export const levelOf = (intervals: ReadonlyArray<Interval | null>): number | null => {
  const levels = new Set(intervals.flatMap((interval) => interval?.level ?? []))
  const [level = null] = levels
  return levels.size === 1 ? level : null
}

/** A level as a percentage with the decimals it has: `95%`, `99.9%`; empty where none is given. */
export const levelText = (level: unknown, w: Wording): string => {
  if (typeof level !== "number") return ""
  const whole = (digits: number) => Math.abs(level * 10 ** (digits + 2) - Math.round(level * 10 ** (digits + 2))) < 1e-9
  return w.percent(level, [0, 1, 2].find(whole) ?? 3)
}

/** An amount in minor units of a currency; a plain number where none is named. */
export const amountOf = (amount: unknown, currency: unknown, w: Wording): string =>
  typeof currency === "string" ? w.value(num(amount), { kind: "money", currency }) : w.number(num(amount), 2)

/**
 * A name as it stands within a sentence: `promises kept`, but `NPS`.
 *
 * @category reports
 * @since 0.2.0
 */
export const within = (name: string): string => {
  const [first = "", second = ""] = name
  return second === second.toLowerCase() && second !== second.toUpperCase()
    ? `${first.toLowerCase()}${name.slice(first.length)}`
    : name
}

/** A rate of growth with its sign: `+29.5%`. */
export const rateOf = (rate: unknown, w: Wording): string =>
  `${num(rate) > 0 && /[1-9]/u.test(w.percent(num(rate))) ? "+" : ""}${w.percent(num(rate))}`

/** A scale as data name it, `0.5–5`, with its ends as the locale writes them; any other text as it is. */
export const scaleOf = (scale: unknown, w: Wording): string => {
  const ends = /^(-?\d+(?:\.\d+)?)–(-?\d+(?:\.\d+)?)$/u.exec(text(scale))
  return ends === null ? text(scale) : rangeText(Number(ends[1]), Number(ends[2]), w)
}

/** `0–10`; with a minus in sight, `−5 … 5`. */
export const rangeText = (low: number, high: number, w: Wording): string =>
  `${plainNumber(low, w)}${low < 0 || high < 0 ? " … " : "–"}${plainNumber(high, w)}`

/** A number with the decimals it has, six at most: what was decided is not rounded to what is usual. */
export const plainNumber = (x: number, w: Wording): string => {
  const digits = Array.from({ length: DECIMALS }, (_, i) => i).find((i) => Number(x.toFixed(i)) === x) ?? DECIMALS
  return w.number(x, digits)
}
const DECIMALS = 6

/** A baseline as data name it, `shop = north, channel = null`, in the report's names. */
export const baselineOf = (baseline: unknown, w: Wording): string =>
  text(baseline)
    .split(", ")
    .map((part) => {
      const [, dimension, value] = /^(\S+) = (.*)$/u.exec(part) ?? []
      if (dimension === undefined || value === undefined) return part
      const group = w.group({ by: { [dimension]: value === "null" ? null : value } })
      return `${w.name("dimension", dimension)}: ${group}`
    })
    .join(", ")

/** What two definitions differ in, by the names that reports have for it. */
export const differencesOf = (differs: unknown, w: Wording, own: Readonly<Record<string, string>>): string =>
  text(differs)
    .split(", ")
    .map((id) => (Object.hasOwn(own, id) ? (own[id] ?? id) : w.name("parameter", id)))
    .join(", ")

/** A sentence that depends on nothing. */
export const fixed =
  (sentence: string): Sentence =>
  () =>
    sentence

export const metric = (m: Measurement | undefined, w: Wording) => (m === undefined ? "" : w.metric(m))
export const figure = (m: Measurement | undefined, w: Wording) => (m === undefined ? "" : w.value(m.value, m.unit))

/** `12 answers`; the bare number where no unit is known. */
export const counted = (n: unknown, unit: string | undefined, w: Wording) =>
  unit === undefined || unit === "" ? w.count(num(n)) : w.plural(num(n), unitForms(unit, w.locale))

/** What a measurement is of: its group, the period where it is told apart by it, and `whole` where neither is. */
export const place = (
  m: { readonly by?: Measurement["by"]; readonly period?: Measurement["period"] } | undefined,
  whole: string,
  w: Wording,
) =>
  [w.group({ by: m?.by ?? {} }), m?.period ? w.period(m.period) : ""].filter((part) => part !== "").join(", ") || whole

/** What a number is compared with: a group, a period, or everybody outside its own group. */
export const baseOf = (versus: NonNullable<Measurement["versus"]>, whole: string, rest: string, w: Wording) => {
  const { by = {}, rest: along } = versus
  return along === undefined
    ? place(versus, whole, w)
    : [w.group({ by }), rest].filter((part) => part !== "").join(", ")
}

/** Places of two measurements of one metric; the period only where they differ in it. */
export const places = (a: Measurement | undefined, b: Measurement | undefined, whole: string, w: Wording) => {
  const same = a?.period?.from === b?.period?.from && a?.period?.to === b?.period?.to
  const of = (m: Measurement | undefined) =>
    place({ by: m?.by ?? {}, period: same ? null : (m?.period ?? null) }, whole, w)
  return [of(a), of(b)] as const
}

/** A part of a difference, in the unit of the number where that is known. */
export const partOfDifference = (x: unknown, m: Measurement | undefined, w: Wording) =>
  m === undefined ? w.number(num(x), 3) : w.difference(num(x), m.unit)

/** Two measurements, the lower value first: titles get the worse one first, which may be the higher. */
export const ascending = (a: Measurement | undefined, b: Measurement | undefined) =>
  (a?.value ?? 0) <= (b?.value ?? 0) ? ([a, b] as const) : ([b, a] as const)

/** Whether the interval of a comparison lies wholly on one side of zero; of a test without an interval, its p-value. */
export const isClear = ({ versus }: Measurement): boolean => {
  if (versus === undefined) return false
  if (versus.interval === null) return versus.p !== null && versus.p < 1 - defaultLevel
  const { high, low } = versus.interval
  return low !== null && high !== null && (low > 0 || high < 0)
}

/** Name of a funnel's step: its own, else that of the touchpoint. */
export const stepName = (step: unknown, w: Wording): string => {
  const id = text(step)
  const own = w.name("step", id)
  return own === id ? w.name("touchpoint", id) : own
}

/** What a sentence calls something named in its data: the name the report has for it. */
export const nameOf = (kind: string, id: unknown, w: Wording): string => w.name(kind, text(id))

/** A grain of the calendar as data name it; `month` where they name none. */
export const grainOf = (every: unknown): Grain =>
  every === "hour" || every === "day" || every === "week" || every === "quarter" || every === "year" ? every : "month"

/** Plural forms of the grains of the calendar, in the case a sentence needs. */
export type Grains = Readonly<Record<Grain, PluralForms>>
