import type { Measurement } from "../../../metrics/Measurement.ts"
import { message } from "../../../rules/Message.ts"
import type { Cohorts, Section } from "../../Block.ts"
import type { CohortsInput } from "./ReportInput.ts"
import { said, section } from "./section.ts"

/** Cohorts that are shown: the latest. */
const MOST = 12

/** Who began when and came back when; nothing where no cohort is old enough to say. */
export const cohortsSection = ({ columns, every }: CohortsInput): ReadonlyArray<Section> => {
  const measured = columns.map(({ index, result }) => ({
    index,
    byStart: new Map(result.measurements.flatMap((m) => (m.period === null ? [] : [[m.period.from, m] as const]))),
  }))
  const starts = [...new Set(measured.flatMap(({ byStart }) => [...byStart.keys()]))]
    .toSorted((a, b) => a - b)
    .slice(-MOST)
  const rows = starts.map((start): Cohorts["rows"][number] => {
    const all = measured.map(({ byStart }) => byStart.get(start) ?? null)
    return {
      period: all.find((m) => m !== null)?.period ?? null,
      n: Math.max(0, ...all.map((m) => m?.n ?? 0)),
      cells: all.map((m) => (m === null || isOpen(m) ? null : m)),
    }
  })
  const kept = measured.flatMap((_, i) => (rows.some(({ cells }) => (cells[i] ?? null) !== null) ? [i] : []))
  if (kept.length === 0) return []
  const shown = rows
    .map(({ cells, ...row }) => ({ ...row, cells: kept.map((i) => cells[i] ?? null) }))
    .filter(({ n }) => n > 0)
  const indexes = kept.flatMap((i) => measured[i]?.index ?? [])
  return [
    section(titleOf(shown, indexes, every), [
      { type: "cohorts", title: said("cohortsLegend"), rows: shown, columns: indexes, every },
    ]),
  ]
}

/** Nothing can be said yet; what is withheld for privacy or breaks otherwise is no open cell. */
const isOpen = ({ caveats, value }: Measurement): boolean =>
  value === null && !caveats.some(({ id }) => id === "below-minimum-cell")

/** The title speaks of the first column: the spread of the cohorts that are large enough. */
const titleOf = (rows: Cohorts["rows"], indexes: ReadonlyArray<number>, every: CohortsInput["every"]) => {
  const solid = rows
    .flatMap(({ cells }) => cells[0] ?? [])
    .filter(
      ({ caveats, period, value }) =>
        value !== null && period?.complete !== false && !caveats.some(({ id }) => id === "insufficient"),
    )
    .toSorted((a, b) => (a.value ?? 0) - (b.value ?? 0))
  const [low, high] = [solid[0], solid.at(-1)]
  return message(
    "report/cohorts",
    { index: indexes[0] ?? 1, every },
    low === undefined || high === undefined ? [] : low === high ? [low] : [low, high],
  )
}
