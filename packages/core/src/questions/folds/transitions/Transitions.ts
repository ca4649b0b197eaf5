import * as Schema from "effect/Schema"
import { type LogHistogram, LogHistogram as LogHistogramMoment } from "../../../moments/LogHistogram.ts"

/** A move from one touchpoint to the next. `null` is the start as `from` and the end as `to`. @category folds @since 0.1.0 */
export interface Transition {
  readonly from: string | null
  readonly to: string | null
  readonly count: number
  /** Walks that have it, once or often. */
  readonly walks: number
  /** Milliseconds from the one to the other; empty for the start and the end, and where dwell was not asked for. */
  readonly dwell: LogHistogram
}

/** State of the fold `transitions`: every move between two neighbouring touches, ordered by names. @category folds @since 0.1.0 */
export interface Transitions {
  readonly walks: number
  readonly moves: ReadonlyArray<Transition>
}

/** JSON of {@link Transitions}. */
export const TransitionsSchema: Schema.Codec<Transitions, unknown> = Schema.Struct({
  walks: Schema.Int,
  moves: Schema.Array(
    Schema.Struct({
      from: Schema.NullOr(Schema.String),
      to: Schema.NullOr(Schema.String),
      count: Schema.Int,
      walks: Schema.Int,
      dwell: LogHistogramMoment.schema,
    }),
  ),
})

/** Adds two states over disjoint units. */
export const mergeTransitions = (a: Transitions, b: Transitions): Transitions => {
  const moves = new Map<string, Transition>()
  for (const move of [...a.moves, ...b.moves]) {
    const key = JSON.stringify([move.from, move.to])
    const known = moves.get(key)
    moves.set(
      key,
      known === undefined
        ? move
        : {
            ...move,
            count: move.count + known.count,
            walks: move.walks + known.walks,
            dwell: LogHistogramMoment.merge(known.dwell, move.dwell),
          },
    )
  }
  return { walks: a.walks + b.walks, moves: [...moves.values()].toSorted(byNames) }
}

/** Order of moves: the start and the end first. */
export const byNames = (a: Transition, b: Transition): number =>
  compareNames(a.from, b.from) || compareNames(a.to, b.to)
const compareNames = (a: string | null, b: string | null): number =>
  a === b ? 0 : a === null ? -1 : b === null ? 1 : a < b ? -1 : 1
