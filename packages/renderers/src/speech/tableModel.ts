import type { Interval, Measurement } from "@touchpoint/core/metrics"
import { baselineName, groupName, type Notes, notesOf, periodText, type Voice } from "@touchpoint/core/report"
import { message } from "@touchpoint/core/rules"
import { headed } from "./plain.ts"
import { effectText, metricName, sampleHeader, testText } from "./phrases.ts"

/** A cell: its text, and a smaller one below or after it. */
export interface Cell {
  readonly text: string
  readonly small?: string
}

/** A column; `figure` columns hold numbers, `name` columns what they are of. */
export interface Column {
  readonly header: string
  readonly kind: "name" | "figure"
  readonly cell: (m: Measurement) => Cell
}

/** Measurements as a table, before any markup. */
export interface TableModel {
  readonly caption: string
  readonly columns: ReadonlyArray<Column>
  readonly rows: ReadonlyArray<Measurement>
  readonly notes: Notes
}

/** Which columns measurements need, and the period they share in the caption. */
export const tableModel = (voice: Voice, title: string, rows: ReadonlyArray<Measurement>): TableModel => {
  const periods = new Set(rows.map(({ period }) => periodText(voice, period)))
  const [period] = periods
  return {
    caption: periods.size === 1 && period !== undefined ? `${title} · ${period}` : title,
    columns: [
      ...nameColumns(voice, rows, periods.size > 1),
      ...valueColumns(voice, rows),
      ...versusColumns(voice, rows),
    ],
    rows,
    notes: notesOf(voice, rows),
  }
}

const nameColumns = (voice: Voice, rows: ReadonlyArray<Measurement>, period: boolean): ReadonlyArray<Column> => {
  const metrics = new Set(rows.map(({ definition }) => definition)).size > 1
  const split = rows.some(({ by }) => Object.keys(by).length > 0)
  return [
    ...(metrics ? [named(voice.label("metric"), (m) => metricName(voice, m, rows))] : []),
    ...(split || !(metrics || period) ? [named(groupHeader(voice, rows), (m) => groupName(voice, m.by))] : []),
    ...(period ? [named(voice.label("period"), (m) => periodText(voice, m.period))] : []),
  ]
}

const named = (header: string, text: (m: Measurement) => string): Column => ({
  header,
  kind: "name",
  cell: (m) => ({ text: text(m) }),
})

/** Names of the dimensions where the report has them. */
const groupHeader = (voice: Voice, rows: ReadonlyArray<Measurement>): string => {
  const dimensions = [...new Set(rows.flatMap(({ by }) => Object.keys(by)))]
  const names = dimensions.map((id) => voice.wording.name("dimension", id))
  return names.length > 0 && names.every((name, i) => name !== dimensions[i])
    ? names.map((name) => headed(name, voice.locale)).join(" · ")
    : voice.label("group")
}

/** All intervals of a table: where they have several levels, every cell says its own. */
const intervalsOf = (rows: ReadonlyArray<Measurement>): ReadonlyArray<Interval | null> =>
  rows.flatMap(({ interval, versus }) => [interval, versus?.interval ?? null])

const isMixed = (rows: ReadonlyArray<Measurement>): boolean =>
  new Set(intervalsOf(rows).flatMap((interval) => interval?.level ?? [])).size > 1

/** Intervals of rows. */
export const intervalColumn = (voice: Voice, rows: ReadonlyArray<Measurement>): Column => {
  const mixed = isMixed(rows)
  return figure(voice.intervalLabel(intervalsOf(rows)), (m) => ({
    text: voice.wording.interval(m.interval, m.unit),
    ...(mixed && m.interval !== null ? { small: voice.intervalLabel([m.interval]) } : {}),
  }))
}

const valueColumns = (voice: Voice, rows: ReadonlyArray<Measurement>): ReadonlyArray<Column> => {
  const { wording } = voice
  const share = rows.some(({ unit }) => unit.kind === "proportion")
  const units = new Set(rows.map(({ unitOfN }) => unitOfN)).size
  const count = (n: number | null) => (n === null ? wording.value(null, { kind: "count" }) : wording.count(n))
  return [
    figure(voice.label("value"), (m) => ({ text: wording.value(m.value, m.unit) })),
    intervalColumn(voice, rows),
    figure(sampleHeader(voice, rows), (m) => {
      const effective = m.nEffective === null ? null : wording.count(Math.round(m.nEffective))
      const n = units > 1 ? voice.say(message("report/size", { n: m.n }, [m])) : wording.count(m.n)
      return effective === null || effective === wording.count(m.n)
        ? { text: n }
        : { text: n, small: `${voice.label("effectiveSample")} ${effective}` }
    }),
    ...(share
      ? [
          figure(`${voice.label("numerator")} / ${voice.label("denominator")}`, (m) => ({
            text: m.unit.kind === "proportion" ? `${count(m.numerator)} / ${count(m.denominator)}` : "",
          })),
        ]
      : []),
  ]
}

const figure = (header: string, cell: (m: Measurement) => Cell): Column => ({ header, kind: "figure", cell })

const versusColumns = (voice: Voice, rows: ReadonlyArray<Measurement>): ReadonlyArray<Column> => {
  const compared = rows.flatMap(({ versus }) => (versus === undefined ? [] : [versus]))
  if (compared.length === 0) return []
  const baselines = new Set(compared.map((versus) => baselineName(voice, versus)))
  const [baseline] = baselines
  const mixed = isMixed(rows)
  const header =
    baselines.size === 1 && baseline !== undefined && baseline !== ""
      ? voice.say(message("report/against", { baseline }))
      : voice.label("difference")
  return [
    figure(header, (m) => {
      const { versus } = m
      if (versus === undefined) return { text: "" }
      const text = voice.wording.difference(versus.difference, m.unit)
      const details = [
        ...(versus.interval === null
          ? []
          : [
              `${mixed ? `${voice.intervalLabel([versus.interval])} ` : ""}${voice.wording.differenceInterval(versus.interval, m.unit)}`,
            ]),
        ...(versus.mix === undefined ? [] : [voice.say(message("report/takenApart", {}, [m]))]),
        ...(baselines.size > 1 ? [baselineName(voice, versus)] : []),
      ]
      return details.length === 0 ? { text } : { text, small: details.join(" · ") }
    }),
    figure(voice.label("test"), (m) => {
      if (m.versus === undefined) return { text: "" }
      const effect = effectText(voice, m)
      return effect === "" ? { text: testText(voice, m.versus) } : { text: testText(voice, m.versus), small: effect }
    }),
  ]
}
