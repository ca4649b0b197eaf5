import process from "node:process"
import type { Measurement } from "@touchpoint/core/metrics"
import type { Voice } from "@touchpoint/core/report"
import { align, pageWidth, widthOf, wrap } from "./columns.ts"
import { inertLine } from "./terminal.ts"

/**
 * Measurements as lines for a terminal, and what to know of them below, each sentence once. Where the lines are longer
 * than the terminal, each group stands above its figures.
 */
export const measurementTable = (
  measurements: ReadonlyArray<Measurement>,
  voice: Voice,
  // Behind a pipe nothing wraps, and a line is a row.
  width = process.stdout.isTTY ? pageWidth(process.stdout) : Number.POSITIVE_INFINITY,
): string => {
  const { label, wording } = voice
  const compared = measurements.filter(({ versus }) => versus !== undefined)
  const outside = compared.length > 0 && compared.every(({ versus }) => versus?.rest !== undefined)
  const against = outside ? label("against", { baseline: label("rest") }) : label("difference")
  const notes = notesOf(measurements, voice)
  const header = [
    label("value"),
    voice.intervalLabel(measurements.map((m) => m.interval)),
    label("sample"),
    ...(compared.length > 0 ? [against] : []),
    notes.size === 0 ? "" : label("caveats"),
  ]
  const groups = measurements.map((m) => groupOf(m, voice))
  const figures = measurements.map((m) => [
    wording.value(m.value, m.unit),
    wording.interval(m.interval, m.unit),
    wording.count(m.n),
    ...(compared.length > 0 ? [changeOf(m, voice)] : []),
    m.caveats.map((caveat) => notes.get(saidOf(caveat, m, voice)) ?? "").join(" "),
  ])
  const lines = align(
    [header, ...figures].map((row, i) => [i === 0 ? label("group") : (groups[i - 1] ?? ""), ...row]),
    (column) => column > 0 && column < header.length,
  )
  const fits = lines.split("\n").every((line) => widthOf(line) <= width)
  const [head = "", ...below] = align([header, ...figures], (column) => column < header.length - 1).split("\n")
  const table = fits ? lines : [`  ${head}`, ...below.flatMap((line, i) => [groups[i] ?? "", `  ${line}`])].join("\n")
  const told = Array.from(notes, ([text, sign]) => wrap(`${sign} ${text}`, width, "    "))
  return told.length === 0 ? table : [table, "", ...told].join("\n")
}

const groupOf = (m: Measurement, { label, wording }: Voice): string =>
  inertLine(
    [wording.metric(m), wording.group(m), m.period === null ? label("undatedPeriod") : wording.period(m.period)]
      .filter((part) => part !== "")
      .join(" · "),
  )

const saidOf = ({ data, id }: Measurement["caveats"][number], m: Measurement, { say }: Voice): string =>
  inertLine(say({ id: `report/${id}`, data: data ?? {}, of: [m] }))

/** Signs of the sentences that stand below, in the order of their first use. */
const notesOf = (measurements: ReadonlyArray<Measurement>, voice: Voice): ReadonlyMap<string, string> =>
  new Map(
    [...new Set(measurements.flatMap((m) => m.caveats.map((caveat) => saidOf(caveat, m, voice))))].map(
      (text, i) => [text, `[${i + 1}]`] as const,
    ),
  )

/** The difference to the baseline, with its interval, how likely chance alone makes it, and what it is made of. */
const changeOf = (m: Measurement, { label, say, wording }: Voice): string => {
  const { unit, versus } = m
  if (versus === undefined) return ""
  if (versus.difference === null) return label("changeWithheld")
  const difference = wording.difference(versus.difference, unit)
  const chance = versus.q === null ? (versus.p === null ? null : wording.pValue(versus.p)) : wording.qValue(versus.q)
  const beside = [
    ...(versus.interval === null ? [] : [wording.differenceInterval(versus.interval, unit)]),
    ...(chance === null ? [] : [chance]),
    ...(versus.mix === undefined ? [] : [say({ id: "report/takenApart", data: {}, of: [m] })]),
  ]
  return beside.length === 0 ? difference : `${difference} (${beside.join("; ")})`
}
