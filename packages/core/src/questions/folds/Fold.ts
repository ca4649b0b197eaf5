import type * as Schema from "effect/Schema"
import type { MergeAxis } from "../../moments/Moment.ts"
import type { DimensionValue } from "../Dimension.ts"

/**
 * The time-ordered rows of one unit, as columns: row `i` of the trail is at `from + i` of each array for
 * `from ≤ index < to`.
 *
 * **Gotchas**
 *
 * Engines use one object for all units. A fold reads it and keeps nothing of it.
 *
 * @category folds
 * @since 0.1.0
 */
export interface Trail {
  readonly from: number
  readonly to: number
  /** Instants, ascending; −∞ for undated profiles, which come first. */
  readonly at: Float64Array
  /** Index of the row's kind in the question's `kinds`. */
  readonly kind: Uint8Array
  /** Code of the row's label; `-1` is absent. */
  readonly label: Int32Array
  /** Bit `i` is set where the row bears `marks[i]`. */
  readonly marks: Int32Array
  /** Code of the group the row opens in; `-1` where it cannot open. */
  readonly group: Int32Array
  /** The number the question gives the row, `NaN` where absent; `null` where no kind has one. */
  readonly value: Float64Array | null
}

/** A group of opening rows: its value of every dimension, and its bucket. @category folds @since 0.2.0 */
export interface TrailGroup {
  readonly key: ReadonlyArray<DimensionValue>
  readonly bucket: number | null
}

/** What a fold may know before it starts; complete before the first unit. @category folds @since 0.1.0 */
export interface FoldContext {
  /** Texts of the label codes. */
  readonly labels: ReadonlyArray<string>
  /** Groups by code. A question that is not split has exactly one, also without rows. */
  readonly groups: ReadonlyArray<TrailGroup>
  /** Ids of the marks, by bit. */
  readonly marks: ReadonlyArray<string>
  /** Ids of the kinds, by index. */
  readonly kinds: ReadonlyArray<string>
}

/** A fold at work: takes one unit after the other, then gives its states. @category folds @since 0.2.0 */
export interface Running<State> {
  /** Is given every unit that has a row, also where none can open. */
  readonly unit: (trail: Trail) => void
  /** States by group code; groups without one are no part of the answer. */
  readonly finish: () => ReadonlyArray<State | undefined>
}

/**
 * A fold over trails: typed state, merge, and JSON codec. Folds asked together share one pass over the rows.
 *
 * **Details**
 *
 * A group's state is what the question would give if only the rows of that group could open: a month of a trend is the
 * number that month has when it is asked alone. A unit may therefore count in several groups. A fold that does
 * otherwise says so.
 *
 * **Gotchas**
 *
 * Folds of other packages are ids with a scope (`acme/dwell`). They are items of a plugin, or are given to the engine;
 * `merge` and `answerCodec` are given them too.
 *
 * @category folds
 * @since 0.1.0
 */
export interface Fold<State = unknown, Options = unknown> {
  readonly type: "fold"
  readonly id: string
  /** Raised when the state, or what it counts, changes. */
  readonly version: number
  /** Column that the trail's `label` holds where the question names no other; `null` where the fold reads no labels. */
  readonly label: string | null
  readonly options: Schema.Codec<Options, unknown>
  readonly axes: ReadonlyArray<MergeAxis>
  readonly schema: Schema.Codec<State, unknown>
  // Methods, so that folds of all states are folds.
  /** State of a group that has no trail. */
  empty(options: Options): State
  merge(left: State, right: State): State
  /** What is wrong with options for these marks and kinds; `null` where nothing is. */
  problem?(options: Options, context: Pick<FoldContext, "marks" | "kinds">): string | null
  run(options: Options, context: FoldContext): Running<State>
}

/** Declares a fold. @category folds @since 0.2.0 */
export const makeFold = <State, Options>(fold: Omit<Fold<State, Options>, "type">): Fold<State, Options> => ({
  type: "fold",
  ...fold,
})
