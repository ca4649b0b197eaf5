import type { Measurement, Unit } from "@touchpoint/core/metrics"
import type { Locale } from "@touchpoint/core/model"
import type { MessageData, PluralForms, Sentence, Wording } from "@touchpoint/core/rules"

/** A text of a message's data; empty where it has none. */
export const text = (data: MessageData, key: string): string => {
  const found = data[key]
  return typeof found === "string" ? found : ""
}

/** A number of a message's data; 0 where it has none. */
export const number = (data: MessageData, key: string): number => {
  const found = data[key]
  return typeof found === "number" ? found : 0
}

const quotes: Readonly<Record<Locale, readonly [string, string]>> = { en: ["“", "”"], ru: ["«", "»"], pl: ["„", "”"] }

/** Marks of a quotation within one. */
const inner: Readonly<Record<Locale, readonly [string, string]>> = { en: ["‘", "’"], ru: ["„", "“"], pl: ["«", "»"] }

/** The name of something in the quotation marks of the locale: «Курьеры „Аист“», never two of a kind in a row. */
export const quoted = (kind: string, id: string, w: Wording): string => {
  const [open, close] = quotes[w.locale]
  const [openInner, closeInner] = inner[w.locale]
  return `${open}${w.name(kind, id).replaceAll(open, openInner).replaceAll(close, closeInner)}${close}`
}

const intervalOf: Readonly<Record<Locale, (level: string) => string>> = {
  en: (level) => `${level} interval`,
  ru: (level) => `доверительный интервал ${level}:`,
  pl: (level) => `${level} przedział ufności:`,
}

/** `95% interval 80.5–85.2%`; empty where there is no interval. */
export const interval = ({ interval: found, unit }: Measurement, w: Wording): string =>
  found === null ? "" : `${intervalOf[w.locale](w.percent(found.level, 0))} ${w.interval(found, unit)}`

/** A threshold somebody set, with no more decimals than it was set with: `95%`, `0`. */
export const threshold = (x: number, { kind }: Unit, w: Wording): string =>
  kind === "proportion" ? w.percent(x, decimals(x * 100)) : w.number(x, decimals(x))

const decimals = (x: number): number =>
  [0, 1, 2].find((digits) => Math.abs(x * 10 ** digits - Math.round(x * 10 ** digits)) < 1e-9) ?? 3

/** Days, as they follow a number. */
export const days: Readonly<Record<Locale, PluralForms>> = {
  en: { one: "day", other: "days" },
  ru: { one: "день", few: "дня", many: "дней", other: "дня" },
  pl: { one: "dzień", few: "dni", many: "dni", other: "dnia" },
}

/** Customers, as they follow a number. */
export const customers: Readonly<Record<Locale, PluralForms>> = {
  en: { one: "customer", other: "customers" },
  ru: { one: "клиент", few: "клиента", many: "клиентов", other: "клиента" },
  pl: { one: "klient", few: "klientów", many: "klientów", other: "klienta" },
}

/** The name of a touchpoint in the quotation marks of the locale. */
export const touchpoint = (data: MessageData, w: Wording): string => quoted("touchpoint", text(data, "touchpoint"), w)

/**
 * Advice, with how many cases the target is away where that was counted (`gap` of the data): never fewer than one, in
 * which period, and never called a forecast. `span` is that period in brackets, with a space before it.
 */
export const advise =
  (
    gap: (n: number, data: MessageData, w: Wording, span: string) => string,
    advice: (data: MessageData, w: Wording) => string,
  ): Sentence =>
  (data, [m], w) => {
    const period = m?.period ?? null
    const span = period === null ? "" : ` (${w.period(period)})`
    return typeof data["gap"] === "number"
      ? `${advice(data, w)} ${gap(Math.max(1, Math.round(data["gap"])), data, w, span)}`
      : advice(data, w)
  }
