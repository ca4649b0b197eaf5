import type { Locale } from "../model/Identifier.ts"
import * as LocalDay from "../time/LocalDay.ts"
import { amountOf, counted, plainNumber, rangeText, within } from "./messages/units.ts"
import type { Voice } from "./voice.ts"
import { makeWording } from "./wording.ts"

const DAY = 86_400_000
/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1)
const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const
/** Days and rates that are listed one by one; the others are only counted. */
const LISTED = 6

type Fields = Readonly<Record<string, unknown>>

const words: Readonly<
  Record<
    Locale,
    {
      readonly unset: string
      readonly none: string
      readonly since: string
      readonly closed: (days: string, list: string) => string
    }
  >
> = {
  en: { unset: "not set", none: "none", since: "from", closed: (days, list) => `closed on ${days} (${list})` },
  ru: { unset: "не задано", none: "нет", since: "с", closed: (days, list) => `закрыто ${days} (${list})` },
  pl: { unset: "nie ustawiono", none: "brak", since: "od", closed: (days, list) => `zamknięte ${days} (${list})` },
}

/**
 * What a parameter of a metric is set to, in words: a choice by its name, a step by that of its touchpoint or kind, a
 * scale as `1–5`, opening hours as `Mon–Fri 09:00–17:00`.
 *
 * **Details**
 *
 * `params` are all parameters of the metric: amounts are in the currency they name. What nobody has named stays as it is.
 *
 * @category reports
 * @since 0.2.0
 */
export const parameterText = (voice: Voice, key: string, value: unknown, params: Fields = {}): string => {
  const { wording } = voice
  const said = words[voice.locale]
  if (value === null || value === undefined) return said.unset
  if (typeof value === "string") {
    const own = wording.name("choice", `${key}/${value}`)
    return own === `${key}/${value}` ? wording.name("touchpoint", value) : own
  }
  if (typeof value === "number")
    return key === "cap" && typeof params["currency"] === "string"
      ? amountOf(value, params["currency"], wording)
      : plainNumber(value, wording)
  if (Array.isArray(value)) {
    const items: ReadonlyArray<unknown> = value
    if (items.length === 0) return said.none
    const shown = items.every(isRate) ? items.slice(0, LISTED) : items
    const texts = shown.map((item) => parameterText(voice, key, item, params))
    if (shown.length < items.length) texts.push(more(items.length - shown.length, voice))
    return texts.join(key === "steps" ? " → " : ", ")
  }
  if (isFields(value)) return fieldsText(voice, value, params)
  return typeof value === "boolean" ? String(value) : said.unset
}

const fieldsText = (voice: Voice, value: Fields, params: Fields): string => {
  const { wording } = voice
  const { clock, hours, is, kind, max, min } = value
  if (typeof min === "number" && typeof max === "number" && Object.keys(value).length === 2)
    return rangeText(min, max, wording)
  if (typeof kind === "string") {
    const conditions = isFields(is) ? conditionsText(voice, is) : ""
    return `${wording.name("step", kind)}${conditions === "" ? "" : ` (${conditions})`}`
  }
  if (isFields(hours)) return hoursText(voice, value)
  if (isFields(is) && clock !== undefined)
    return `${conditionsText(voice, is)} (${parameterText(voice, "clock", clock, params)})`
  if (isRate(value)) return rateText(voice, value, params)
  return Object.entries(value)
    .map(([key, inner]) => {
      const items: ReadonlyArray<unknown> = Array.isArray(inner) && inner.length > 0 ? inner : [inner]
      const texts = items.map((item) => parameterText(voice, key, item, params))
      return `${wording.name("parameter", key)}: ${texts.join(" / ")}`
    })
    .join(", ")
}

/** What the columns of a fact have to be: `touchpoint: E-mail newsletter, status: paid / sent`. */
const conditionsText = ({ wording }: Voice, is: Fields): string =>
  Object.entries(is)
    .map(([column, wanted]) => {
      const values = (Array.isArray(wanted) ? wanted : [wanted]).map((one: unknown) =>
        typeof one === "number" ? plainNumber(one, wording) : wording.name(column, String(one)),
      )
      return `${within(wording.name("dimension", column))}: ${values.join(" / ")}`
    })
    .join(", ")

/** `Mon–Fri 09:00–12:00 and 13:00–17:00, Sat 10:00–14:00, closed on 1 day (25 Dec 2026), Europe/Warsaw` */
const hoursText = (voice: Voice, { holidays, hours, zone }: Fields): string => {
  const { locale, wording } = voice
  const format = new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" })
  const name = (i: number) => format.format(MONDAY + i * DAY)
  const ranges = weekdays.map((day) => {
    const open = (hours as Fields)[day]
    return Array.isArray(open) ? wording.list(open.map((range) => String(range).replace("-", "–"))) : ""
  })
  const week = ranges.flatMap((open, i) => {
    if (open === "" || open === ranges[i - 1]) return []
    const next = ranges.findIndex((other, j) => j > i && other !== open)
    const last = (next === -1 ? ranges.length : next) - 1
    return [`${last === i ? name(i) : `${name(i)}–${name(last)}`} ${open}`]
  })
  const closed = Array.isArray(holidays) ? holidays.map(String) : []
  const days = closed.slice(0, LISTED).map((text) => dayText(text, locale))
  if (days.length < closed.length) days.push(more(closed.length - days.length, voice))
  return [
    ...week,
    ...(closed.length === 0 ? [] : [words[locale].closed(counted(closed.length, "day", wording), days.join(", "))]),
    ...(typeof zone === "string" ? [zone] : []),
  ].join(", ")
}

/** A local day as the locale writes days, whatever the zone. */
const dayText = (text: string, locale: Locale): string => {
  const day = LocalDay.parse(text)
  return day === undefined ? text : makeWording(locale, {}, "UTC").day(day * DAY)
}

const isRate = (
  value: unknown,
): value is { readonly currency: string; readonly rate: number; readonly from?: unknown } =>
  isFields(value) && typeof value["currency"] === "string" && typeof value["rate"] === "number"

/** `1 EUR = 4.3 PLN from 1 Jan 2026` */
const rateText = (voice: Voice, value: Fields, params: Fields): string => {
  const { currency, from, rate } = value
  const into = typeof params["currency"] === "string" ? ` ${params["currency"]}` : ""
  const since = typeof from === "string" ? ` ${words[voice.locale].since} ${dayText(from, voice.locale)}` : ""
  return `1 ${String(currency)} = ${plainNumber(Number(rate), voice.wording)}${into}${since}`
}

const more = (n: number, { wording }: Voice): string => `… (+${wording.count(n)})`

const isFields = (x: unknown): x is Fields => typeof x === "object" && x !== null && !Array.isArray(x)
