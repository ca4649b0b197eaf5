import * as Schema from "effect/Schema"
import { type Fold, makeFold } from "../Fold.ts"

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

/** Most cells counted in an array; more labels than fit are counted in a map. */
const DENSE = 1 << 20

/** Counts by cell: dense where there are few cells, so that a move is one addition. */
const counter = (cells: number) => {
  if (cells <= DENSE) {
    const counts = new Int32Array(cells)
    return {
      add: (cell: number) => {
        counts[cell] = (counts[cell] as number) + 1
      },
      entries: () => Array.from(counts.entries()).filter(([, count]) => count > 0),
    }
  }
  const counts = new Map<number, number>()
  return {
    add: (cell: number) => void counts.set(cell, (counts.get(cell) ?? 0) + 1),
    entries: () => [...counts],
  }
}

/**
 * Counts moves from touchpoint to touchpoint, with the start and the end of every trail. Mass is conserved: what enters
 * a touchpoint leaves it. Rows without a touchpoint are passed over. A trail counts once and whole, in the group of its
 * first opening row; one that no row opens does not count.
 *
 * @category folds
 * @since 0.1.0
 */
export const transitions: Fold<Transitions, TransitionOptions> = makeFold({
  id: "transitions",
  version: 2,
  label: "touchpoint",
  options: Schema.Struct({ collapse: Schema.Boolean }),
  axes: ["unit"],
  schema: Schema.Struct({ trails: Schema.Int, moves: Schema.Array(Transition) }),
  empty: (): Transitions => ({ trails: 0, moves: [] }),
  merge: (a, b) => {
    const counts = new Map<string, Transition>()
    for (const move of [...a.moves, ...b.moves]) {
      const key = JSON.stringify([move.from, move.to])
      counts.set(key, { ...move, count: move.count + (counts.get(key)?.count ?? 0) })
    }
    return { trails: a.trails + b.trails, moves: [...counts.values()].toSorted(byNames) }
  },
  run: ({ collapse }: TransitionOptions, { groups, labels }) => {
    // Code labels.length stands for the start and the end.
    const size = labels.length + 1
    const edge = labels.length
    const counts = counter(size * size * groups.length)
    const trails = new Int32Array(groups.length)
    return {
      unit: ({ from, group, label, to }) => {
        let opened = -1
        for (let row = from; row < to && opened < 0; row++) opened = group[row] as number
        if (opened < 0) return
        const own = opened * size * size
        let last = edge
        for (let row = from; row < to; row++) {
          const code = label[row] as number
          if (code < 0 || (collapse && code === last)) continue
          counts.add(own + last * size + code)
          last = code
        }
        if (last === edge) return
        counts.add(own + last * size + edge)
        trails[opened] = (trails[opened] as number) + 1
      },
      finish: () => {
        const moves = groups.map((): Array<Transition> => [])
        for (const [cell, count] of counts.entries()) {
          const move = cell % (size * size)
          moves[Math.floor(cell / (size * size))]?.push({
            from: labels[Math.floor(move / size)] ?? null,
            to: labels[move % size] ?? null,
            count,
          })
        }
        return moves.map((own, code) =>
          own.length === 0 ? undefined : { trails: trails[code] ?? 0, moves: own.toSorted(byNames) },
        )
      },
    }
  },
})
