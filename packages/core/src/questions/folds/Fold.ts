import type * as Schema from "effect/Schema"
import type { MergeAxis } from "../../moments/Moment.ts"

/**
 * The time-ordered rows of one unit, as columns cut to the unit: row `i` of the trail is at `from + i` of each array
 * for `from ≤ index < to`.
 *
 * @category folds
 * @since 0.1.0
 */
export interface Trail {
  readonly from: number
  readonly to: number
  /** Instants, ascending. */
  readonly at: Float64Array
  /** Index of the row's kind in the question's `kinds`. */
  readonly kind: Uint8Array
  /** Code of the row's label; `-1` is absent. */
  readonly label: Int32Array
}

/** What a fold may know before it starts. @category folds @since 0.1.0 */
export interface FoldContext {
  /** Texts of the label codes. */
  readonly labels: ReadonlyArray<string>
}

/**
 * A fold over trails: typed state, merge, and JSON codec. `run` gives a collector that takes one unit after the other
 * and then its state; folds asked together share one pass over the rows.
 *
 * @category folds
 * @since 0.1.0
 */
export interface Fold<State = unknown, Options = unknown> {
  readonly id: string
  readonly version: number
  /** Column of the rows that the trail's `label` holds. */
  readonly label: string
  readonly options: Schema.Codec<Options, Schema.Json>
  readonly axes: ReadonlyArray<MergeAxis>
  readonly schema: Schema.Codec<State, unknown>
  readonly merge: (left: State, right: State) => State
  readonly run: (
    options: Options,
    context: FoldContext,
  ) => { readonly unit: (trail: Trail) => void; readonly finish: () => State }
}
