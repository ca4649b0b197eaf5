import type { Measurement, Unit } from "@touchpoint/core/metrics"
import type { Locale } from "@touchpoint/core/model"
import type { MessageData, Wording } from "@touchpoint/core/rules"

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

/** The name of something in the quotation marks of the locale. */
export const quoted = (kind: string, id: string, w: Wording): string => quotes[w.locale].join(w.name(kind, id))

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
