import type { Measurement } from "@touchpoint/core/metrics"
import type { Voice } from "@touchpoint/core/report"
import { align } from "./columns.ts"
import { inertLine } from "./terminal.ts"

/** Measurements as lines for a terminal. */
export const measurementTable = (measurements: ReadonlyArray<Measurement>, voice: Voice): string => {
  const { label, say, wording } = voice
  const compared = measurements.some(({ versus }) => versus !== undefined)
  const header = [
    label("group"),
    label("value"),
    voice.intervalLabel(measurements.map((m) => m.interval)),
    label("sample"),
    ...(compared ? [label("difference")] : []),
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
    ...(compared ? [changeOf(m, voice)] : []),
    inertLine(m.caveats.map(({ data, id }) => say({ id: `report/${id}`, data: data ?? {}, of: [m] })).join("; ")),
  ])
  return align([header, ...rows], (column) => column > 0 && column < header.length - 1)
}

/** The difference to the baseline or the period before, with its interval. */
const changeOf = ({ unit, versus }: Measurement, { label, wording }: Voice): string => {
  if (versus === undefined) return ""
  if (versus.difference === null) return label("changeWithheld")
  const difference = wording.difference(versus.difference, unit)
  return versus.interval === null ? difference : `${difference} (${wording.differenceInterval(versus.interval, unit)})`
}
