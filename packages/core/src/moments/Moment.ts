import type * as Schema from "effect/Schema"

/**
 * Along which axes states merge exactly: over disjoint *units* (customers on different shards), or also over *time*
 * (disjoint periods of the same units).
 *
 * @category moments
 * @since 0.1.0
 */
export type MergeAxis = "unit" | "time"

/**
 * A mergeable state: the smallest thing to remember about rows so that nothing has to be counted twice.
 *
 * `merge` is associative and commutative with `empty` as identity (up to float rounding where the state holds means).
 * `axes` says along which axes merging is exact; the answer that carries the state refuses the others.
 *
 * @category moments
 * @since 0.1.0
 */
export interface Moment<State> {
  readonly id: string
  readonly axes: ReadonlyArray<MergeAxis>
  readonly schema: Schema.Codec<State, State>
  readonly empty: State
  readonly merge: (left: State, right: State) => State
}
