import type { Measurement } from "@touchpoint/core/metrics"
import { baselineName, changeOf, groupName, type Leaf, notesOf, periodText, type Voice } from "@touchpoint/core/report"
import { message } from "@touchpoint/core/rules"
import { type Better, changeArrow, changeText, latestChange } from "../speech/change.ts"
import { intervalPicture } from "../speech/characters.ts"
import { aroundDifference, fullText, metricName, sampleHeader } from "../speech/phrases.ts"
import { axisOf, isOff, spanned } from "../speech/scale.ts"
import { type Cell, intervalColumn, tableModel } from "../speech/tableModel.ts"
import { code, escape, table } from "./escape.ts"
import { marks, notesList } from "./notes.ts"

type KeyFigures = Extract<Leaf, { type: "key-figures" }>

/** The few numbers to see first, as a list; what all share is said once below. */
export const keyFigures = (voice: Voice, { better, measurements, trends }: KeyFigures): string => {
  const notes = notesOf(voice, measurements)
  const sentence = (number: number) => notes.sentences[number - 1] ?? ""
  const items = measurements.flatMap((m, i) => {
    const changed = latestChange(m, trends[i] ?? [])
    const group = Object.keys(m.by).length === 0 ? "" : ` · ${groupName(voice, m.by)}`
    const name = `${metricName(voice, m, measurements)}${group}`
    const against = m.versus === undefined || m.versus.period !== undefined ? null : m.versus
    return [
      `- **${escape(name)}**: ${escape(`${fullText(voice, m)} · ${periodText(voice, m.period)}`)}`,
      ...(against === null ? [] : [`  - ${escape(versusText(voice, m, against))}`]),
      ...(changed === null ? [] : [`  - ${escape(change(voice, m, changed, better[i] ?? "neutral"))}`]),
      ...(m.value === null ? [] : notes.of(m).map((number) => `  - ${escape(sentence(number))}`)),
    ]
  })
  const shared = notes.common.map((number) => escape(sentence(number))).join("; ")
  return [items.join("\n"), ...(shared === "" ? [] : [shared])].join("\n\n")
}

/** How a number changed; where it is a part of the time that did, which, and what it is there. */
const change = (voice: Voice, m: Measurement, changed: Measurement, better: Better): string => {
  const text = changeText(voice, changed, better)
  const arrow = changeArrow(changed, changeOf(changed, better) ?? "none")
  return changed === m
    ? `${arrow} ${text}`
    : `${arrow} ${periodText(voice, changed.period)}: ${voice.wording.value(changed.value, changed.unit)}, ${text}`
}

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
    ...notesList(notes),
  ].join("\n\n")
}

const written = ({ small, text }: Cell): string =>
  small === undefined ? escape(text) : `${escape(text)} (${escape(small)})`

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
        { text: sampleHeader(voice, scaled), right: true },
        { text: axis.ticks.map(({ text }) => text).join(" · "), right: false },
      ],
      rows.map((m) => [
        escape(nameOf(m)),
        escape(wording.value(m.value, m.unit)),
        written(interval.cell(m)),
        wording.count(m.n),
        m.value === null ? escape(why(m)) : code(intervalPicture(axis, m, m.value, reference, WIDTH)),
      ]),
    ),
  ].join("\n\n")
}
