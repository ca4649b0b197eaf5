import { type Measurement, minorDigits } from "@touchpoint/core/metrics"
import type { Voice } from "@touchpoint/core/report"
import { Instant } from "@touchpoint/core/time"

/**
 * A measurement as one flat row: for `console.table`, a spreadsheet or a data frame. Figures are plain numbers in the
 * unit named: percent, points, currency units and not minor ones, milliseconds.
 *
 * @category analysis
 * @since 0.2.0
 */
export interface TableRow {
  readonly metric: string
  /** Name of the metric in the language of the report. */
  readonly title: string
  /** `null` where the number is of no period. */
  readonly from: string | null
  /** The period ends before it. */
  readonly to: string | null
  /** Whether the facts reach to the end of the period. */
  readonly complete: boolean | null
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  /** `%`, a currency such as `EUR`, `ms`; else the id of the unit: `points`, `count`, `ratio`. */
  readonly unit: string
  readonly n: number
  readonly numerator: number | null
  readonly denominator: number | null
  /** What to know before using the number, as sentences. */
  readonly notes: string
  /** Dimensions that the number is split by, under their ids; `by.` stands before one that is called like a column here. */
  readonly [dimension: string]: string | number | boolean | null
}

type Unit = Measurement["unit"]

const unitOf = (unit: Unit): string =>
  unit.kind === "proportion" ? "%" : unit.kind === "money" ? unit.currency : unit.kind === "duration" ? "ms" : unit.kind

/** A figure in the unit that people read; without the digits that only the arithmetic made. */
const shown = (x: number | null | undefined, unit: Unit): number | null => {
  if (x === null || x === undefined) return null
  const scaled = unit.kind === "proportion" ? x * 100 : unit.kind === "money" ? x / 10 ** minorDigits(unit.currency) : x
  return Number(scaled.toPrecision(DIGITS))
}

const DIGITS = 12

/** Measurements as flat rows, all with the same columns: groups before figures. */
export const tableOf = (measurements: ReadonlyArray<Measurement>, voice: Voice): ReadonlyArray<TableRow> => {
  const dimensions = [...new Set(measurements.flatMap(({ by }) => Object.keys(by)))]
  return measurements.map((m) => {
    const { by, caveats, denominator, interval, metric, n, numerator, period, unit, value } = m
    const figures = {
      from: period === null ? null : Instant.format(period.from),
      to: period === null ? null : Instant.format(period.to),
      complete: period === null ? null : period.complete,
      value: shown(value, unit),
      low: shown(interval?.low, unit),
      high: shown(interval?.high, unit),
      unit: unitOf(unit),
      n,
      // Of an amount of money the numerator is one too.
      numerator: unit.kind === "money" ? shown(numerator, unit) : numerator,
      denominator,
      notes: caveats.map(({ data, id }) => voice.say({ id: `report/${id}`, data: data ?? {}, of: [m] })).join("; "),
    }
    const head = { metric, title: voice.wording.metric(m) }
    const groups = dimensions.map((name) => {
      const taken = Object.hasOwn(figures, name) || Object.hasOwn(head, name)
      return [taken ? `by.${name}` : name, Object.hasOwn(by, name) ? (by[name] ?? null) : null] as const
    })
    return { ...head, ...Object.fromEntries(groups), ...figures }
  })
}
