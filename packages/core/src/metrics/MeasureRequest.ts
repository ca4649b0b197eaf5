import type { Dimension } from "../questions/Dimension.ts"
import type { Expr } from "../questions/Expr.ts"
import type { Grain } from "../time/Calendar.ts"
import type { Period } from "../time/Period.ts"
import type { By, Measurement } from "./Measurement.ts"
import type { PreparedMetric } from "./Metric.ts"

/** Splits and filter of a request over the rows of another kind than its metric's. @category measuring @since 0.2.0 */
export interface Elsewhere {
  readonly by: ReadonlyArray<Dimension>
  readonly where: Expr | null
  /** `mix` over those rows; without it they are not split by it. */
  readonly mix?: Dimension
}

/** One number to measure: of which facts, split how, compared with what. @category measuring @since 0.1.0 */
export interface MeasureRequest {
  readonly metric: PreparedMetric
  /** The convention its parameters are named after. */
  readonly preset?: string | null
  readonly by?: ReadonlyArray<Dimension>
  /** Rows that count; part of the definition. */
  readonly where?: Expr | null
  /** `by` and `where` over the rows of the metric's other kinds, where these have other columns. */
  readonly elsewhere?: ReadonlyMap<string, Elsewhere>
  readonly period?: Period | null
  /** Splits time into calendar buckets. */
  readonly every?: Grain | null
  /** The baseline group: every other group of the same bucket is compared with it. */
  readonly versus?: By | null
  /**
   * What every group is compared with. `previous`: itself in the period before, the one before `period` or before each
   * bucket of `every`. `year-before`: itself a year earlier, in the same months, or of anything shorter on the same
   * weekdays (364 days). `rest`: everybody outside the group, who have another value of the last dimension of `by` and
   * the same of all before it. Not together with `versus`.
   */
  readonly compare?: "previous" | "year-before" | "rest" | null
  /**
   * Takes every difference apart by a further dimension: what its parts' own numbers make of it, and what their sizes do
   * (`versus.mix`).
   */
  readonly mix?: Dimension | null
  /**
   * The one comparison that was decided on beforehand: its q is its p, and it is no part of the family of the others. At
   * most one of all requests measured together.
   */
  readonly primary?: boolean
}

/** A group being measured. */
export interface Measured {
  readonly measurement: Measurement
  readonly bucket: number | null
  readonly states: Readonly<Record<string, unknown>>
}
