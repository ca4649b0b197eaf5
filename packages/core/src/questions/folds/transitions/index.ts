import * as Schema from "effect/Schema"
import type { Fold } from "../Fold.ts"

/** Rows of {@link Transitions}: from, to, how often. `null` is the start as `from` and the end as `to`. @category folds @since 0.1.0 */
export const Transition = Schema.Struct({
  from: Schema.NullOr(Schema.String),
  to: Schema.NullOr(Schema.String),
  count: Schema.Int,
})
/** @see {@link Transition} @category folds @since 0.1.0 */
export type Transition = typeof Transition.Type

/** State of the fold `transitions`: every move between two neighbouring rows, ordered by names. @category folds @since 0.1.0 */
export interface Transitions {
  readonly trails: number
  readonly moves: ReadonlyArray<Transition>
}

/** Options of the fold `transitions`. @category folds @since 0.1.0 */
export interface TransitionOptions {
  /** Neighbouring rows with one label count as one visit. */
  readonly collapse: boolean
}

const byNames = (a: Transition, b: Transition): number => compareNames(a.from, b.from) || compareNames(a.to, b.to)
const compareNames = (a: string | null, b: string | null): number =>
  a === b ? 0 : a === null ? -1 : b === null ? 1 : a < b ? -1 : 1

/**
 * Counts moves from touchpoint to touchpoint, with the start and the end of every trail. Mass is conserved: what enters
 * a touchpoint leaves it. Rows without a touchpoint are passed over.
 *
 * @category folds
 * @since 0.1.0
 */
export const transitions: Fold<Transitions, TransitionOptions> = {
  id: "transitions",
  version: 1,
  label: "touchpoint",
  options: Schema.Struct({ collapse: Schema.Boolean }),
  axes: ["unit"],
  schema: Schema.Struct({ trails: Schema.Int, moves: Schema.Array(Transition) }),
  merge: (a, b) => {
    const counts = new Map<string, Transition>()
    for (const move of [...a.moves, ...b.moves]) {
      const key = JSON.stringify([move.from, move.to])
      counts.set(key, { ...move, count: move.count + (counts.get(key)?.count ?? 0) })
    }
    return { trails: a.trails + b.trails, moves: [...counts.values()].toSorted(byNames) }
  },
  run: ({ collapse }, { labels }) => {
    // Code labels.length stands for the start and the end.
    const size = labels.length + 1
    const edge = labels.length
    const counts = new Map<number, number>()
    const move = (from: number, to: number) => {
      const at = from * size + to
      counts.set(at, (counts.get(at) ?? 0) + 1)
    }
    let trails = 0
    return {
      unit: ({ from, to, label }) => {
        let last = edge
        for (let row = from; row < to; row++) {
          const code = label[row] ?? -1
          if (code < 0 || (collapse && code === last)) continue
          move(last, code)
          last = code
        }
        if (last === edge) return
        move(last, edge)
        trails++
      },
      finish: () => ({
        trails,
        moves: [...counts]
          .map(([at, count]) => ({
            from: labels[Math.floor(at / size)] ?? null,
            to: labels[at % size] ?? null,
            count,
          }))
          .toSorted(byNames),
      }),
    }
  },
}
