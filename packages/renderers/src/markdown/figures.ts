import type { Measurement } from "@touchpoint/core/metrics"
import type { Voice } from "@touchpoint/core/report"
import { message } from "@touchpoint/core/rules"
import { notesOf } from "../speech/notes.ts"
import {
  aroundDifference,
  baselineName,
  caveatText,
  fullText,
  groupName,
  metricName,
  periodText,
} from "../speech/phrases.ts"
import { type Axis, axisOf, isOff, onAxis, spanned } from "../speech/scale.ts"
import { type Cell, intervalColumn, tableModel } from "../speech/tableModel.ts"
import { code, escape, table } from "./escape.ts"

/** The few numbers to see first, as a list. */
export const keyFigures = (voice: Voice, measurements: ReadonlyArray<Measurement>): string =>
  measurements
    .flatMap((m) => {
      const group = Object.keys(m.by).length === 0 ? "" : ` · ${groupName(voice, m.by)}`
      const name = `${metricName(voice, m, measurements)}${group}`
      return [
        `- **${escape(name)}**: ${escape(`${fullText(voice, m)} · ${periodText(voice, m.period)}`)}`,
        ...(m.versus === undefined ? [] : [`  - ${escape(versusText(voice, m, m.versus))}`]),
        ...(m.value === null ? [] : m.caveats.map((caveat) => `  - ${escape(caveatText(voice, caveat))}`)),
      ]
    })
    .join("\n")

const versusText = (voice: Voice, m: Measurement, versus: NonNullable<Measurement["versus"]>): string => {
  const baseline = baselineName(voice, versus)
  const label = baseline === "" ? voice.label("difference") : voice.say(message("report/against", { baseline }))
  return `${label}: ${voice.wording.difference(versus.difference, m.unit)}${aroundDifference(voice, versus.interval, m.unit)}`
}

/** Measurements with all columns and numbered notes. */
export const measurementTable = (voice: Voice, title: string, measurements: ReadonlyArray<Measurement>): string => {
  const { caption, columns, notes, rows } = tableModel(voice, title, measurements)
  const first = columns.findIndex(({ kind }) => kind === "figure")
  const cells = rows.map((m) =>
    columns.map((column, i) => `${written(column.cell(m))}${i === first ? marks(notes.of(m)) : ""}`),
  )
  return [
    `**${escape(caption)}**${marks(notes.common)}`,
    table(
      columns.map(({ header, kind }) => ({ text: header, right: kind === "figure" })),
      cells,
    ),
    ...(notes.sentences.length === 0 ? [] : [notes.sentences.map((text, i) => `${i + 1}. ${escape(text)}`).join("\n")]),
  ].join("\n\n")
}

const written = ({ small, text }: Cell): string =>
  small === undefined ? escape(text) : `${escape(text)} (${escape(small)})`

const marks = (numbers: ReadonlyArray<number>): string =>
  numbers.length === 0 ? "" : ` <sup>${numbers.join(", ")}</sup>`

/** Characters a picture is wide. */
const WIDTH = 41

/** One metric by groups: value, n, and the interval drawn in characters. */
export const dotPlot = (
  voice: Voice,
  title: string,
  measurements: ReadonlyArray<Measurement>,
  reference: Measurement | null,
): string => {
  const total = reference === null || reference.value === null ? null : reference
  const rows = [...measurements, ...(total === null ? [] : [total])]
  return pictures(voice, title, voice.label("group"), rows, total?.value ?? null, (m) => groupName(voice, m.by))
}

/** One metric over time: as a plot, a row per period, a table per group. */
export const trend = (voice: Voice, title: string, measurements: ReadonlyArray<Measurement>): string => {
  const groups = Map.groupBy(measurements, ({ by }) => JSON.stringify(by))
  const axis = axisOf(spanned(measurements), measurements[0]?.unit ?? { kind: "count" }, voice.wording, 5)
  const legend = [
    ...(measurements.some(({ period }) => period?.complete === false) ? [voice.label("partialLegend")] : []),
    ...(measurements.some((m) => isOff(axis, m)) ? [voice.label("offScaleLegend")] : []),
  ]
  return [...groups.values()]
    .map((rows) => {
      const by = rows[0]?.by ?? {}
      const name = Object.keys(by).length === 0 ? title : groupName(voice, by)
      return pictures(voice, name, voice.label("period"), rows, null, (m) => periodText(voice, m.period), measurements)
    })
    .concat(legend.length === 0 ? [] : [escape(legend.join(" · "))])
    .join("\n\n")
}

const pictures = (
  voice: Voice,
  title: string,
  header: string,
  rows: ReadonlyArray<Measurement>,
  reference: number | null,
  nameOf: (m: Measurement) => string,
  scaled: ReadonlyArray<Measurement> = rows,
): string => {
  const unit = rows[0]?.unit ?? { kind: "count" }
  const axis = axisOf(spanned(scaled), unit, voice.wording, 5)
  const { label, wording } = voice
  const notes = notesOf(voice, rows)
  const interval = intervalColumn(voice, scaled)
  const why = (m: Measurement) =>
    notes
      .of(m)
      .map((number) => notes.sentences[number - 1] ?? "")
      .join("; ")
  return [
    `**${escape(title)}**`,
    table(
      [
        { text: header, right: false },
        { text: label("value"), right: true },
        { text: interval.header, right: true },
        { text: label("sample"), right: true },
        { text: axis.ticks.map(({ text }) => text).join(" · "), right: false },
      ],
      rows.map((m) => [
        escape(nameOf(m)),
        escape(wording.value(m.value, m.unit)),
        written(interval.cell(m)),
        wording.count(m.n),
        m.value === null ? escape(why(m)) : picture(axis, m, m.value, reference),
      ]),
    ),
  ].join("\n\n")
}

const picture = (axis: Axis, m: Measurement, value: number, reference: number | null): string => {
  const place = (x: number) => Math.round(axis.at(x) * (WIDTH - 1))
  const drawn = Array.from({ length: WIDTH }, () => "·")
  if (reference !== null) drawn[place(reference)] = "┆"
  if (m.interval !== null && (m.interval.low !== null || m.interval.high !== null)) {
    const [low, high] = onAxis(axis, m.interval)
    const [from, to] = [low === null ? 0 : place(low), high === null ? WIDTH - 1 : place(high)]
    drawn.fill("─", from, to + 1)
    drawn[from] = low === null ? "◄" : "├"
    drawn[to] = high === null ? "►" : "┤"
  }
  const dot = m.period?.complete === false ? "○" : "●"
  drawn[place(value)] = { within: dot, below: "◄", above: "►" }[axis.side(value)]
  return code(drawn.join(""))
}
