import process from "node:process"
import type { Measurement } from "@touchpoint/core/metrics"
import { baselineName, notesOf, type Voice } from "@touchpoint/core/report"
import { align, pageWidth, widthOf, wrap } from "./columns.ts"
import { inertLine } from "./terminal.ts"

/**
 * Measurements as lines for a terminal, and what to know of them below, each sentence once. Where the lines are longer
 * than the terminal, each group stands above its figures, what all groups share above all of them, and where that is not
 * enough, differences stand below their figures.
 */
export const measurementTable = (
  measurements: ReadonlyArray<Measurement>,
  voice: Voice,
  // Behind a pipe nothing wraps, and a line is a row.
  width = process.stdout.isTTY ? pageWidth(process.stdout) : Number.POSITIVE_INFINITY,
): string => {
  const { label, wording } = voice
  const notes = notesOf(voice, measurements)
  const marked = (m: Measurement) => [...notes.common, ...notes.of(m)].map((number) => `[${number}]`).join(" ")
  const names = measurements.map((m) => namesOf(m, voice))
  const groups = names.map(joined)
  const differences = differencesOf(measurements, voice)
  const compared = differences.texts.some((text) => text !== "")
  const note = notes.sentences.length === 0 ? "" : label("caveats")
  const figures = [label("value"), voice.intervalLabel(measurements.map((m) => m.interval)), label("sample")]
  const rows = measurements.map((m) => [
    wording.value(m.value, m.unit),
    wording.interval(m.interval, m.unit),
    wording.count(m.n),
  ])
  /** The rows, in columns of which all but the first (a name) and the last stand to the right. */
  const table = (named: boolean, beside: boolean): ReadonlyArray<string> => {
    const line = (group: string, cells: ReadonlyArray<string>, difference: string, last: string) => [
      ...(named ? [group] : []),
      ...cells,
      ...(beside ? [difference] : []),
      last,
    ]
    const head = line(label("group"), figures, differences.header, note)
    return align(
      [
        head,
        ...measurements.map((m, i) => line(groups[i] ?? "", rows[i] ?? [], differences.texts[i] ?? "", marked(m))),
      ],
      (column) => (!named || column > 0) && column < head.length - 1,
    ).split("\n")
  }
  const fits = (lines: ReadonlyArray<string>, indent = 0) => lines.every((line) => widthOf(line) + indent <= width)
  const whole = table(true, compared)
  const lines = (): ReadonlyArray<string> => {
    if (fits(whole)) return whole
    const beside = table(false, compared)
    const below = compared && !fits(beside, 2)
    const [head = "", ...under] = below ? table(false, false) : beside
    const { own, shared } = apart(names)
    return [
      ...(shared === "" ? [] : [wrap(shared, width, "  ")]),
      `  ${head}`,
      ...under.flatMap((line, i) => {
        const difference = below ? (differences.texts[i] ?? "") : ""
        return [
          wrap(own[i] ?? "", width, "  "),
          `  ${line}`,
          ...(difference === "" ? [] : [`  ${wrap(`${differences.header}: ${difference}`, width, "    ")}`]),
        ]
      }),
    ]
  }
  const told = notes.sentences.map((text, i) => wrap(inertLine(`[${i + 1}] ${text}`), width, "    "))
  return [...lines(), ...(told.length === 0 ? [] : ["", ...told])].join("\n")
}

/** What a measurement is of: its metric, its group, its period. */
type Named = readonly [metric: string, group: string, period: string]

const namesOf = (m: Measurement, { label, wording }: Voice): Named => [
  wording.metric(m),
  wording.group(m),
  m.period === null ? label("undatedPeriod") : wording.period(m.period),
]

const joined = (names: ReadonlyArray<string>): string => inertLine(names.filter((name) => name !== "").join(" · "))

/** What all rows share, and what is each one's own, as far as all of them have something of their own. */
const apart = (rows: ReadonlyArray<Named>): { readonly shared: string; readonly own: ReadonlyArray<string> } => {
  const [first = ["", "", ""]] = rows
  const isShared = first.map((name, i) => rows.every((row) => row[i] === name))
  const own = rows.map((row) => joined(row.filter((_, i) => isShared[i] !== true)))
  return own.includes("")
    ? { shared: "", own: rows.map(joined) }
    : { shared: joined(first.filter((_, i) => isShared[i] === true)), own }
}

/** Differences to baselines, and what heads them: the baseline, where all have the same. */
const differencesOf = (measurements: ReadonlyArray<Measurement>, voice: Voice) => {
  const names = measurements.map(({ versus }) => (versus === undefined ? null : baselineName(voice, versus)))
  const baselines = new Set(names.filter((name) => name !== null))
  const [baseline = ""] = baselines
  const one = baselines.size === 1
  return {
    header: inertLine(one ? voice.label("against", { baseline }) : voice.label("difference")),
    texts: measurements.map((m, i) => inertLine(changeOf(m, one ? null : (names[i] ?? null), voice))),
  }
}

/**
 * The difference to the baseline, with its interval, how likely chance alone makes it, what it is made of, and the
 * baseline where the rows have several.
 */
const changeOf = (m: Measurement, baseline: string | null, { label, say, wording }: Voice): string => {
  const { unit, versus } = m
  if (versus === undefined) return ""
  if (versus.difference === null)
    return baseline === null ? label("changeWithheld") : `${label("changeWithheld")}: ${baseline}`
  const chance = versus.q === null ? (versus.p === null ? null : wording.pValue(versus.p)) : wording.qValue(versus.q)
  const beside = [
    ...(versus.interval === null ? [] : [wording.differenceInterval(versus.interval, unit)]),
    ...(chance === null ? [] : [chance]),
    ...(versus.mix === undefined ? [] : [say({ id: "report/takenApart", data: {}, of: [m] })]),
  ]
  const difference = wording.difference(versus.difference, unit)
  const sure = beside.length === 0 ? difference : `${difference} (${beside.join("; ")})`
  return baseline === null ? sure : `${sure}, ${label("changeTo", { apart: 1, period: baseline })}`
}
