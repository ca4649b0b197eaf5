import type { Interval, Measurement, Unit } from "../metrics/Measurement.ts"
import { type Locale, nameIn } from "../model/Identifier.ts"
import type { Wording } from "../rules/Wording.ts"
import * as Calendar from "../time/Calendar.ts"
import type { Names } from "./Report.ts"

const MINUS = "−"
/** Intl writes a hyphen for the minus of these locales. */
const withMinus = (text: string): string => text.replace(/^-/, MINUS)

/** Words of a locale that stand inside figures. */
const words: Readonly<
  Record<
    Locale,
    {
      readonly points: string
      readonly none: string
      readonly absent: string
      readonly upTo: string
      readonly from: string
    }
  >
> = {
  en: { points: "pp", none: "n/a", absent: "not stated", upTo: "up to", from: "from" },
  ru: { points: "п. п.", none: "н/д", absent: "не указано", upTo: "до", from: "от" },
  pl: { points: "p.p.", none: "b.d.", absent: "nie podano", upTo: "do", from: "od" },
}

/**
 * How figures are written in a locale, with the names of a report. Rounding happens here and nowhere else: shares to
 * one decimal of a percent, points to one decimal.
 *
 * @category reports
 * @since 0.1.0
 */
export const makeWording = (locale: Locale, names: Names, zone: string): Wording => {
  const plurals = new Intl.PluralRules(locale)
  // Grouping is the locale's own: Polish sets none in four digits (1234,5 but 12 345,6).
  const decimals = (digits: number) =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: digits, minimumFractionDigits: digits, useGrouping: "auto" })
  const formats = [0, 1, 2, 3].map(decimals)
  const number = (x: number, digits = 1): string => {
    const text = (formats[digits] ?? decimals(digits)).format(Math.abs(x))
    return x < 0 && /[1-9]/.test(text) ? `${MINUS}${text}` : text
  }
  const count = (n: number) => (Number.isInteger(n) ? number(n, 0) : number(n, n < 1000 ? 1 : 0))
  // Russian sets a space before the sign, Polish and English none.
  const percentSign = locale === "ru" ? "\u00a0%" : "%"
  const percent = (fraction: number, digits = 1) => `${number(fraction * 100, digits)}${percentSign}`
  const w = words[locale]
  const money = (x: number, currency: string) =>
    withMinus(
      new Intl.NumberFormat(locale, { style: "currency", currency, signDisplay: "negative" }).format(
        x / 10 ** fractionDigits(currency),
      ),
    )
  const bare = (x: number, unit: Unit): string => {
    switch (unit.kind) {
      case "proportion":
        return number(x * 100, 1)
      case "points":
        return number(x, pointDigits(unit))
      case "count":
        return count(x)
      case "ratio":
        return number(x, 2)
      case "duration":
        return duration(x, locale)
      case "money":
        return money(x, unit.currency)
    }
  }
  const value = (x: number | null, unit: Unit) =>
    x === null ? w.none : `${bare(x, unit)}${unit.kind === "proportion" ? percentSign : ""}`
  const signed = (text: string, x: number) => (x > 0 ? `+${text}` : text)
  const interval = (i: Interval | null, unit: Unit) => {
    if (i === null || (i.low === null && i.high === null)) return w.none
    const sign = unit.kind === "proportion" ? percentSign : ""
    if (i.low === null) return `${w.upTo} ${bare(i.high ?? 0, unit)}${sign}`
    if (i.high === null) return `${w.from} ${bare(i.low, unit)}${sign}`
    // An en dash between numbers; with a minus in sight, words are clearer than signs.
    const dash = i.low < 0 || i.high < 0 ? " … " : "–"
    return `${bare(i.low, unit)}${dash}${bare(i.high, unit)}${sign}`
  }
  const name = (kind: string, id: string) => {
    const own = Object.hasOwn(names, kind) ? names[kind] : undefined
    return own !== undefined && Object.hasOwn(own, id) ? nameIn(own[id], locale, id) : id
  }
  const dayFormat = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: zone })
  const monthFormat = new Intl.DateTimeFormat(locale, { month: "short", year: "numeric", timeZone: zone })
  const yearFormat = new Intl.DateTimeFormat(locale, { year: "numeric", timeZone: zone })
  const calendar = Calendar.make(zone)
  const spans = (period: NonNullable<Measurement["period"]>, grain: Calendar.Grain) =>
    Calendar.startOf(calendar, grain, period.from) === period.from &&
    Calendar.next(calendar, grain, period.from) === period.to
  return {
    locale,
    count,
    number,
    percent,
    value,
    difference: (x, unit) => {
      if (x === null) return w.none
      if (unit.kind === "proportion") return `${signed(number(x * 100, 1), x)} ${w.points}`
      return signed(bare(x, unit), x)
    },
    interval,
    pValue: (p) => (p < 0.001 ? `p < ${number(0.001, 3)}` : `p = ${number(p, 3)}`),
    // The form goes with the figure that is shown, which from 1000 on is whole.
    plural: (n, forms) => `${count(n)} ${forms[plurals.select(n < 1000 ? n : Math.round(n))] ?? forms.other}`,
    group: ({ by }) =>
      Object.entries(by)
        .map(([dimension, inner]) => (inner === null ? w.absent : name(dimension, String(inner))))
        .join(" · "),
    metric: ({ definition, metric }) => {
      const own = name("definition", definition)
      return own === definition ? name("metric", metric) : own
    },
    name,
    period: (period) => {
      if (period === null) return w.none
      if (spans(period, "month")) return monthFormat.format(period.from)
      if (spans(period, "year")) return yearFormat.format(period.from)
      if (spans(period, "day")) return dayFormat.format(period.from)
      return dayFormat.formatRange(period.from, period.to - 1)
    },
    day: (instant) => dayFormat.format(instant),
    list: (items) => new Intl.ListFormat(locale, { type: "conjunction" }).format(items),
  }
}

const fractionDigits = (currency: string): number =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2

const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
] as const

const duration = (ms: number, locale: Locale): string => {
  const [unit, size] = UNITS.find(([, length]) => Math.abs(ms) >= length) ?? (["second", 1000] as const)
  return withMinus(
    new Intl.NumberFormat(locale, {
      style: "unit",
      unit,
      unitDisplay: "short",
      maximumFractionDigits: 1,
      signDisplay: "negative",
    }).format(ms / size),
  )
}

/** Means of a short scale differ in the second decimal; scores from −100 to 100 do not. */
const pointDigits = ({ max = 100, min = -100 }: Extract<Unit, { readonly kind: "points" }>): number => (max - min <= 20 ? 2 : 1)
