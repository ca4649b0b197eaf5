import type { Interval, Measurement, Unit } from "../metrics/Measurement.ts"
import { minorDigits } from "../metrics/money.ts"
import { type Locale, nameIn } from "../model/Identifier.ts"
import type { Wording } from "../rules/Wording.ts"
import * as Calendar from "../time/Calendar.ts"
import { standardNames } from "./messages/names.ts"
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
      readonly week: string
      /** Abbreviation of a quarter; Russian and Polish number quarters in Roman figures before it. */
      readonly quarter: string
    }
  >
> = {
  en: { points: "pp", none: "n/a", absent: "not stated", upTo: "up to", from: "from", week: "week of", quarter: "Q" },
  ru: {
    points: "п.\u00a0п.",
    none: "н/д",
    absent: "не указано",
    upTo: "до",
    from: "от",
    week: "неделя с",
    quarter: "кв.",
  },
  pl: {
    points: "p.p.",
    none: "b.d.",
    absent: "nie podano",
    upTo: "do",
    from: "od",
    week: "tydzień od",
    quarter: "kw.",
  },
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
  const chance = (p: number) => (p < 0.001 ? `<\u00a0${number(0.001, 3)}` : `=\u00a0${number(p, 3)}`)
  const money = (x: number, currency: string) =>
    withMinus(
      new Intl.NumberFormat(locale, { style: "currency", currency, signDisplay: "negative" }).format(
        x / 10 ** minorDigits(currency),
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
        return number(x, x !== 0 && Math.abs(x) < 0.1 ? 3 : 2)
      case "duration":
        return duration(x, locale)
      case "money":
        return money(x, unit.currency)
    }
  }
  const value = (x: number | null, unit: Unit) =>
    x === null ? w.none : `${bare(x, unit)}${unit.kind === "proportion" ? percentSign : ""}`
  // What rounds to zero has no sign.
  const signed = (text: string, x: number) => (x > 0 && /[1-9]/.test(text) ? `+${text}` : text)
  const change = (x: number, unit: Unit) => signed(unit.kind === "proportion" ? number(x * 100, 1) : bare(x, unit), x)
  const range = (
    i: Interval | null,
    unit: Unit,
    written: (x: number) => string,
    dash: (low: number, high: number) => string,
  ) => {
    if (i === null || (i.low === null && i.high === null)) return w.none
    if (i.low === null) return `${w.upTo} ${written(i.high ?? 0)}`
    if (i.high === null) return `${w.from} ${written(i.low)}`
    const ends = [written(i.low), written(i.high)] as const
    const [low, high] = unit.kind === "money" ? sharedCurrency(ends, locale, unit.currency) : ends
    return `${low}${dash(i.low, i.high)}${high}`
  }
  const name = (kind: string, id: string) => {
    for (const known of [names, standardNames]) {
      const own = Object.hasOwn(known, kind) ? known[kind] : undefined
      if (own !== undefined && Object.hasOwn(own, id)) return nameIn(own[id], locale, id)
    }
    return id
  }
  const { day, month, quarter, span, year } = datesOf(locale, zone)
  const calendar = Calendar.make(zone)
  const spans = (period: NonNullable<Measurement["period"]>, grain: Calendar.Grain, of = calendar) =>
    Calendar.startOf(of, grain, period.from) === period.from && Calendar.next(of, grain, period.from) === period.to
  const sundays = Calendar.make(zone, 0)
  return {
    locale,
    count,
    number,
    percent,
    value,
    difference: (x, unit) => {
      if (x === null) return w.none
      return unit.kind === "proportion" ? `${change(x, unit)}\u00a0${w.points}` : change(x, unit)
    },
    interval: (i, unit) => {
      // An en dash between numbers; with a minus in sight, words are clearer than signs.
      const text = range(
        i,
        unit,
        (x) => bare(x, unit),
        (low, high) => (low < 0 || high < 0 ? " … " : "–"),
      )
      return unit.kind === "proportion" && text !== w.none ? `${text}${percentSign}` : text
    },
    differenceInterval: (i, unit) => {
      const text = range(
        i,
        unit,
        (x) => change(x, unit),
        () => " … ",
      )
      return unit.kind === "proportion" && text !== w.none ? `${text}\u00a0${w.points}` : text
    },
    pValue: (p) => `p\u00a0${chance(p)}`,
    qValue: (q) => `q\u00a0${chance(q)}`,
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
      if (spans(period, "month")) return month(period.from)
      if (spans(period, "quarter")) return quarter(period.from)
      if (spans(period, "year")) return year(period.from)
      if (spans(period, "day")) return day(period.from)
      if (spans(period, "week") || spans(period, "week", sundays)) return `${w.week} ${day(period.from)}`
      return span(period.from, period.to - 1)
    },
    day,
    list: (items) => new Intl.ListFormat(locale, { type: "conjunction" }).format(items),
  }
}

const QUARTERS = ["I", "II", "III", "IV"] as const

/**
 * Dates of a locale and a zone. Day comes before month in all three, so ranges are put together here: what `formatRange`
 * makes of them differs between platforms.
 */
const datesOf = (locale: Locale, zone: string) => {
  // English dates as the rest of the words, British. Short Polish months have no genitive, which a day asks for.
  const tag = locale === "en" ? "en-GB" : locale
  const short = locale === "pl" ? "long" : "short"
  const format = (options: Intl.DateTimeFormatOptions) => {
    const made = new Intl.DateTimeFormat(tag, { ...options, calendar: "gregory", timeZone: zone })
    // A line breaks neither between day and month nor before the Russian sign of a year.
    return (instant: number) =>
      made
        .format(instant)
        .replace(/^(\d+)\s/u, "$1\u00a0")
        .replace(/\s(?=г\.$)/u, "\u00a0")
  }
  const day = format({ day: "numeric", month: short, year: "numeric" })
  const dayOfYear = format({ day: "numeric", month: short })
  const dayOfMonth = format({ day: "numeric" })
  const shortMonth = format({ month: "short", year: "numeric" })
  const month = (instant: number) => shortMonth(instant).replaceAll(" ", "\u00a0")
  const year = format({ year: "numeric" })
  const calendar = Calendar.make(zone)
  const labels = (instant: number) => Calendar.label(calendar, "quarter", instant).split("-Q")
  return {
    day,
    month,
    year,
    quarter: (instant: number): string => {
      const [of = "", number = "1"] = labels(instant)
      const { quarter } = words[locale]
      return locale === "en"
        ? `${quarter}${number}\u00a0${of}`
        : `${QUARTERS[Number(number) - 1] ?? ""}\u00a0${quarter}\u00a0${of}`
    },
    /** Days from one to another, both included. */
    span: (from: number, to: number): string => {
      if (day(from) === day(to)) return day(from)
      if (month(from) === month(to)) return `${dayOfMonth(from)}–${day(to)}`
      return `${year(from) === year(to) ? dayOfYear(from) : day(from)} – ${day(to)}`
    },
  }
}

/** Two amounts with their currency once: before the first where the locale sets it before, else behind the second. */
const sharedCurrency = (
  [low, high]: readonly [string, string],
  locale: Locale,
  currency: string,
): readonly [string, string] => {
  const parts = new Intl.NumberFormat(locale, { style: "currency", currency }).formatToParts(1)
  const sign = parts.find(({ type }) => type === "currency")?.value ?? currency
  const bare = (text: string) => text.replace(sign, "").replace(/^([+−]?)[\s\u00a0]+|[\s\u00a0]+$/gu, "$1")
  return parts[0]?.type === "currency" ? [low, bare(high)] : [bare(low), high]
}

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
const pointDigits = ({ max = 100, min = -100 }: Extract<Unit, { readonly kind: "points" }>): number =>
  max - min <= 20 ? 2 : 1
