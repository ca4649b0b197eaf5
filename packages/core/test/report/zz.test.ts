import { assert, describe, it } from "@effect/vitest"
import type { Measurement } from "@touchpoint/core/metrics"
import type { Locale } from "@touchpoint/core/model"
import { makeVoice, makeWording, type Names } from "@touchpoint/core/report"
import type { MessageData } from "@touchpoint/core/rules"
import { sentences } from "../../src/report/messages/index.ts"
import { unitForms } from "../../src/report/messages/units.ts"

const locales = ["en", "ru", "pl"] as const
const ids = Object.keys(sentences.en)

const names: Names = {
  metric: { nps: { en: "Net Promoter Score (NPS)", ru: "Индекс лояльности NPS", pl: "Wskaźnik NPS" } },
  region: { west: { en: "West", ru: "Запад", pl: "Zachód" }, east: { en: "East", ru: "Восток", pl: "Wschód" } },
}

const month = (m: number) => ({
  from: Date.UTC(2018, m - 1, 1),
  to: Date.UTC(2018, m, 1),
  zone: "UTC",
  complete: true,
})
const interval = (low: number | null, high: number | null) => ({ low, high, level: 0.95, method: "wald" })

const west: Measurement = {
  schema: 1,
  metric: "nps",
  params: {},
  definition: "d",
  unit: { kind: "points" },
  by: { region: "west" },
  period: month(3),
  asOf: Date.UTC(2018, 3, 1),
  value: 51.84,
  interval: interval(49, 54.6),
  n: 1234,
  unitOfN: "answer",
  nEffective: 1234,
  numerator: null,
  denominator: null,
  caveats: [],
  versus: {
    by: { region: "east" },
    value: -5,
    n: 900,
    difference: 56.84,
    interval: interval(50, 60),
    test: "z",
    p: 0.0001,
    q: 0.0002,
    effect: { kind: "cohen-h", value: 0.256 },
  },
}
const east: Measurement = { ...west, by: { region: "east" }, value: -5, interval: interval(-8, -2) }
const whole: Measurement = { ...west, by: {} }
const january: Measurement = { ...whole, period: month(1), value: 53 }
const february: Measurement = { ...whole, period: month(2), value: 48 }
const unclear = (m: Measurement, by: Measurement["by"]): Measurement =>
  m.versus === undefined ? m : { ...m, versus: { ...m.versus, by, interval: interval(-1, 4) } }

const say = (locale: Locale, id: string, data: MessageData = {}, of: ReadonlyArray<Measurement> = []) =>
  makeVoice(locale, names, "UTC").say({ id: `report/${id}`, data, of })
/** As written, with no-break spaces as plain ones. */
const plain = (...given: Parameters<typeof say>) => say(...given).replaceAll(/[\u00a0\u202f]/g, " ")

const counts = [0, 1, 2, 5, 21, 22, 25, 1234, 12_345]
const dataOf = (n: number): MessageData => ({
  title: "Garden centre",
  groups: n,
  baseline: "West",
  at: Date.UTC(2018, 4, 31),
  metric: "nps",
  n,
  cells: n,
  minimum: 30,
  expected: "0–10",
  scale: "1–5",
  standard: "0–10",
  assumed: "0–10",
  deff: 1.312,
  population: 123_456.7,
  nEffective: 980.2,
  share: 0.0234,
  comparisons: n,
  problem: "TypeError: no such column",
})
const { versus: _, ...alone } = west
const measured: ReadonlyArray<ReadonlyArray<Measurement>> = [
  [],
  [west],
  [alone],
  [west, east],
  [whole, whole],
  [whole, february, january],
  [unclear(west, { region: "east" })],
  [unclear(whole, {})],
  [{ ...whole, value: null, interval: null, period: null, unitOfN: "" }],
  [{ ...east, by: { region: null }, value: 0.034, interval: interval(null, 0.05), unit: { kind: "proportion" } }],
  [{ ...east, value: -123_456, interval: null, unit: { kind: "money", currency: "PLN" } }],
  [{ ...east, value: 9_000_000, interval: null, unit: { kind: "duration" } }],
]

/** How many measurements a title is of; it is never made with fewer. */
const needs: Readonly<Record<string, number>> = { overall: 1, differs: 2, alike: 2, versus: 1, trend: 3 }


it("x",()=>{ for (const l of locales) console.log(ids.map((id)=>id+" | "+say(l,id,dataOf(22),[west,east,february])).join("\n")); assert.ok(unitForms&&makeWording&&measured&&needs&&unclear&&january&&plain&&counts) })
