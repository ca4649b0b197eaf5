import type { Measurement } from "@touchpoint/core/metrics"
import type { Voice } from "@touchpoint/core/report"
import { inertLine } from "./terminal.ts"

/** Columns of texts, padded: the first to the left, the others to the right; the last runs free. */
const align = (rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const width = rows[0]?.map((_, column) => Math.max(...rows.map((row) => [...(row[column] ?? "")].length))) ?? []
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const pad = " ".repeat(Math.max(0, (width[column] ?? 0) - [...cell].length))
          if (column === row.length - 1) return cell
          return column === 0 ? cell + pad : pad + cell
        })
        .join("  ")
        .trimEnd(),
    )
    .join("\n")
}

/** Measurements as lines for a terminal. */
export const measurementTable = (measurements: ReadonlyArray<Measurement>, voice: Voice): string => {
  const { label, say, wording } = voice
  const header = [
    label("group"),
    label("value"),
    voice.intervalLabel(measurements.map((m) => m.interval)),
    label("sample"),
    label("caveats"),
  ]
  const rows = measurements.map((m) => [
    inertLine(
      [wording.metric(m), wording.group(m), m.period === null ? label("undatedPeriod") : wording.period(m.period)]
        .filter((part) => part !== "")
        .join(" · "),
    ),
    wording.value(m.value, m.unit),
    wording.interval(m.interval, m.unit),
    wording.count(m.n),
    inertLine(m.caveats.map(({ data, id }) => say({ id: `report/${id}`, data: data ?? {}, of: [m] })).join("; ")),
  ])
  return align([header, ...rows])
}
