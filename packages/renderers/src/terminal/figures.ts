import type { Measurement } from "@touchpoint/core/metrics"
import { type Change, changeOf, groupName, type Leaf, type Notes, notesOf, periodText } from "@touchpoint/core/report"
import { changeArrow, changeText, latestChange } from "../speech/change.ts"
import { intervalPicture, sparkline } from "../speech/characters.ts"
import { metricName, sampleText } from "../speech/phrases.ts"
import { type Axis, axisOf, isOff, isWeak, spanned } from "../speech/scale.ts"
import { plain } from "../speech/plain.ts"
import { tableModel } from "../speech/tableModel.ts"
import { type Lines, noteLines, type Page, prose, raised } from "./Page.ts"
import type { Style } from "./paint.ts"
import { type Column, type Row, table } from "./table.ts"
import { widthOf, wrap } from "./width.ts"

const STYLES: Readonly<Record<Change, Style>> = {
  better: "good",
  worse: "bad",
  up: "strong",
  down: "strong",
  none: "dim",
  withheld: "dim",
}

/** Columns between a name and its figure, at most: a longer way is lost to the eye. */
const REACH = 80

/** The few numbers to see first: name and value, then what makes it honest, then how it changed. */
export const keyFigures = (
  page: Page,
  { better, measurements, trends }: Extract<Leaf, { type: "key-figures" }>,
): Lines => {
  const { voice } = page
  const notes = notesOf(voice, measurements)
  const periods = new Set(measurements.map(({ period }) => periodText(voice, period)))
  const [period] = periods
  const lines = measurements.flatMap((m, i) => {
    const trend = trends[i] ?? []
    const changed = latestChange(m, trend)
    const group = Object.keys(m.by).length === 0 ? "" : ` · ${groupName(voice, m.by)}`
    const line = sparkline(trend.filter((point) => point.period?.complete !== false).map(({ value }) => value))
    const sure = [
      ...(m.interval === null
        ? []
        : [`${voice.intervalLabel([m.interval])} ${voice.wording.interval(m.interval, m.unit)}`]),
      sampleText(voice, m),
      ...(periods.size > 1 ? [periodText(voice, m.period)] : []),
    ].join(" · ")
    return [
      ...leader(
        page,
        `${metricName(voice, m, measurements)}${group}`,
        voice.wording.value(m.value, m.unit),
        notes.of(m),
      ),
      ...trailed(page, prose(page, sure, "dim", "  "), line),
      ...(changed === null ? [] : changeLines(page, m, changed, better[i] ?? "neutral")),
    ]
  })
  const shared = periods.size === 1 && period !== undefined ? prose(page, period, "dim") : []
  return [...shared, ...lines, ...numbered(page, notes)]
}

/** Lines with a small picture behind the last, or below it where there is no room. */
const trailed = ({ paint, width }: Page, lines: Lines, line: string): Lines => {
  const last = lines.at(-1) ?? ""
  if (line === "") return lines
  return widthOf(last) + 2 + widthOf(line) <= width
    ? [...lines.slice(0, -1), `${last}  ${paint("accent", line)}`]
    : [...lines, `  ${paint("accent", line)}`]
}

/** A name, dots, and a value at the right. */
const leader = (page: Page, name: string, value: string, marks: ReadonlyArray<number>): Lines => {
  const { paint } = page
  const width = Math.min(page.width, REACH)
  const figure = `${value}${raised(marks)}`
  const lines = wrap(plain(name), Math.max(10, width - widthOf(figure) - 4))
  return lines.map((line, i) => {
    if (i < lines.length - 1) return line
    const dots = "·".repeat(Math.max(1, width - widthOf(line) - widthOf(figure) - 2))
    return `${line} ${paint("dim", dots)} ${paint("strong", value)}${paint("dim", raised(marks))}`
  })
}

const changeLines = (
  page: Page,
  m: Measurement,
  changed: Measurement,
  better: "higher" | "lower" | "neutral",
): Lines => {
  const { voice } = page
  const change = changeOf(changed, better) ?? "withheld"
  const now =
    changed === m ? "" : `${periodText(voice, changed.period)}: ${voice.wording.value(changed.value, changed.unit)}, `
  return prose(
    page,
    `${now}${changeText(voice, changed, better)}`,
    STYLES[change],
    `  ${changeArrow(changed, change)} `,
  )
}

/** All notes of a picture: those that hold for all rows have a number too. */
const numbered = (page: Page, notes: Notes): Lines => noteLines(page, notes.sentences)

/** One metric by groups: value, interval as a picture, n. */
export const dotPlot = (
  page: Page,
  title: string,
  measurements: ReadonlyArray<Measurement>,
  reference: Measurement | null,
): Lines => {
  const total = reference === null || reference.value === null ? null : reference
  const rows = [...measurements, ...(total === null ? [] : [total])]
  const { voice } = page
  return picture(page, {
    title,
    header: voice.label("group"),
    rows,
    scaled: rows,
    reference: total?.value ?? null,
    nameOf: (m) => groupName(voice, m.by),
    notes: true,
  })
}

/** One metric over time: a row per period, a table per group. */
export const trend = (page: Page, title: string, measurements: ReadonlyArray<Measurement>): Lines => {
  const { voice } = page
  const groups = [...Map.groupBy(measurements, ({ by }) => JSON.stringify(by)).values()]
  const axis = axisOf(spanned(measurements), measurements[0]?.unit ?? { kind: "count" }, voice.wording, 3)
  const legend = [
    ...(measurements.some(({ period }) => period?.complete === false) ? [voice.label("partialLegend")] : []),
    ...(measurements.some((m) => isOff(axis, m)) ? [voice.label("offScaleLegend")] : []),
  ]
  const lines = groups.flatMap((rows, i) => {
    const by = rows[0]?.by ?? {}
    return [
      ...(i === 0 ? [] : [""]),
      ...picture(page, {
        title: Object.keys(by).length === 0 ? title : groupName(voice, by),
        header: voice.label("period"),
        rows,
        scaled: measurements,
        reference: null,
        nameOf: (m) => voice.wording.period(m.period),
        notes: groups.length === 1,
      }),
    ]
  })
  return [...lines, ...(legend.length === 0 ? [] : prose(page, legend.join(" · "), "dim"))]
}

interface Pictured {
  readonly title: string
  readonly header: string
  readonly rows: ReadonlyArray<Measurement>
  readonly scaled: ReadonlyArray<Measurement>
  readonly reference: number | null
  readonly nameOf: (m: Measurement) => string
  readonly notes: boolean
}

/** The ticks of an axis over the places they stand at, as far as they have room; spaces that no line breaks at. */
const scaleText = ({ at, ticks }: Axis, room: number): string => {
  const drawn = Array.from({ length: room }, () => "\u00a0")
  let free = 0
  for (const { text, value } of ticks) {
    const [width, middle] = [[...text].length, Math.round(at(value) * (room - 1))]
    const start = Math.max(0, Math.min(middle - Math.floor(width / 2), room - width))
    if (start < free) continue
    drawn.splice(start, width, ...text)
    free = start + width + 1
  }
  return drawn.join("").trimEnd()
}

const picture = (page: Page, { header, nameOf, notes: noted, reference, rows, scaled, title }: Pictured): Lines => {
  const { voice, width } = page
  const { label, wording } = voice
  const room = Math.max(15, Math.min(45, Math.floor(width * 0.3)))
  const axis = axisOf(spanned(scaled), rows[0]?.unit ?? { kind: "count" }, wording, 3)
  const notes = notesOf(voice, rows)
  const columns: ReadonlyArray<Column> = [
    { header, flexible: true },
    { header: label("value"), right: true },
    { header: scaleText(axis, room) },
    { header: voice.intervalLabel(rows.map(({ interval }) => interval)), right: true, omit: 1 },
    { header: label("sample"), right: true },
  ]
  const cells = rows.map((m): Row => [
    nameOf(m),
    {
      text: `${wording.value(m.value, m.unit)}${noted ? raised(notes.of(m)) : ""}`,
      style: isWeak(m) || m.value === null ? "dim" : "strong",
    },
    {
      text: m.value === null ? "" : intervalPicture(axis, m, m.value, reference, room),
      style: isWeak(m) ? "dim" : "accent",
    },
    m.interval === null ? "" : wording.interval(m.interval, m.unit),
    wording.count(m.n),
  ])
  return [...prose(page, title, "dim"), ...table(page, columns, cells), ...(noted ? numbered(page, notes) : [])]
}

/** Measurements with all columns and numbered notes. */
export const measurementTable = (page: Page, title: string, measurements: ReadonlyArray<Measurement>): Lines => {
  const { caption, columns, notes, rows } = tableModel(page.voice, title, measurements)
  const first = columns.findIndex(({ kind }) => kind === "figure")
  return [
    ...prose(page, caption, "dim"),
    ...table(
      page,
      columns.map(({ header, kind }, i) => ({
        header,
        right: kind === "figure",
        flexible: kind === "name" || i > first + 1,
      })),
      rows.map((m) =>
        columns.map((column, i) => {
          const { small, text } = column.cell(m)
          const written = small === undefined ? text : `${text} (${small})`
          return { text: `${written}${i === first ? raised(notes.of(m)) : ""}`, style: i === first ? "strong" : null }
        }),
      ),
    ),
    ...numbered(page, notes),
  ]
}
