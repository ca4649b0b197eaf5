import * as Schema from "effect/Schema"
import { byLabel } from "../byLabel.ts"

/** How a planned step came, over the mature attempts. @category folds @since 0.2.0 */
export const StepKept = Schema.Struct({
  /** Attempts in which it came at all; in the others it is missing. */
  done: Schema.Int,
  /** Of these, those in which it came after a later step, by another channel, or too late. */
  outOfOrder: Schema.Int,
  wrongChannel: Schema.Int,
  late: Schema.Int,
  /** And those in which nothing was wrong with it. */
  conforming: Schema.Int,
  /** Rows that came once more, after the step was done. */
  repeated: Schema.Int,
})
/** @see {@link StepKept} @category folds @since 0.2.0 */
export type StepKept = typeof StepKept.Type

/** Rows of a label that no step plans. @category folds @since 0.2.0 */
export const Unplanned = Schema.Struct({ label: Schema.String, rows: Schema.Int, attempts: Schema.Int })
/** @see {@link Unplanned} @category folds @since 0.2.0 */
export type Unplanned = typeof Unplanned.Type

/** State of the fold `conformance`. @category folds @since 0.2.0 */
export interface Conformance {
  /** Mature attempts; every share is of them. */
  readonly attempts: number
  /** Attempts that may still change; they are counted nowhere else. */
  readonly immature: number
  /** Attempts in which every required step conforms, whatever else happened. */
  readonly kept: number
  /** Of these, those with nothing else: no step out of order, by another channel, late or repeated, and none unplanned. */
  readonly perfect: number
  /** In the order of the steps. */
  readonly steps: ReadonlyArray<StepKept>
  /** Attempts by how many of the required steps conform, from none on. */
  readonly conforming: ReadonlyArray<number>
  /** By label. */
  readonly unplanned: ReadonlyArray<Unplanned>
}

/** JSON of {@link Conformance}. */
export const ConformanceSchema: Schema.Codec<Conformance, unknown> = Schema.Struct({
  attempts: Schema.Int,
  immature: Schema.Int,
  kept: Schema.Int,
  perfect: Schema.Int,
  steps: Schema.Array(StepKept),
  conforming: Schema.Array(Schema.Int),
  unplanned: Schema.Array(Unplanned),
})

const nothing: StepKept = { done: 0, outOfOrder: 0, wrongChannel: 0, late: 0, conforming: 0, repeated: 0 }

/** The state of a group without attempts. */
export const emptyConformance = (steps: number, required: number): Conformance => ({
  attempts: 0,
  immature: 0,
  kept: 0,
  perfect: 0,
  steps: Array.from({ length: steps }, () => nothing),
  conforming: Array<number>(required + 1).fill(0),
  unplanned: [],
})

/** Adds two states over disjoint units. */
export const mergeConformance = (a: Conformance, b: Conformance): Conformance => {
  const rows = new Map(a.unplanned.map((row) => [row.label, row] as const))
  for (const row of b.unplanned) {
    const known = rows.get(row.label)
    rows.set(row.label, {
      label: row.label,
      rows: row.rows + (known?.rows ?? 0),
      attempts: row.attempts + (known?.attempts ?? 0),
    })
  }
  return {
    attempts: a.attempts + b.attempts,
    immature: a.immature + b.immature,
    kept: a.kept + b.kept,
    perfect: a.perfect + b.perfect,
    steps: a.steps.map((step, i) => sumOf(step, b.steps[i] ?? nothing)),
    conforming: a.conforming.map((n, i) => n + (b.conforming[i] ?? 0)),
    unplanned: [...rows.values()].toSorted(byLabel),
  }
}

const sumOf = (a: StepKept, b: StepKept): StepKept => ({
  done: a.done + b.done,
  outOfOrder: a.outOfOrder + b.outOfOrder,
  wrongChannel: a.wrongChannel + b.wrongChannel,
  late: a.late + b.late,
  conforming: a.conforming + b.conforming,
  repeated: a.repeated + b.repeated,
})
