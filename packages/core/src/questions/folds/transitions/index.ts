import * as Schema from "effect/Schema"
import { type Fold, type FoldContext, makeFold, type Running } from "../Fold.ts"
import { Milliseconds } from "../journeys.ts"
import { moveCounter } from "./moveCounter.ts"
import { byNames, mergeTransitions, type Transition, type Transitions, TransitionsSchema } from "./Transitions.ts"

export type { Transition, Transitions } from "./Transitions.ts"

/** Options of the fold `transitions`. @category folds @since 0.1.0 */
export const TransitionOptions = Schema.Struct({
  /** Neighbouring rows with one label count as one visit. */
  collapse: Schema.Boolean,
  /** A pause above these milliseconds ends a walk, and the next row begins another; `null`: none does. */
  gap: Schema.NullOr(Milliseconds),
  /** Whether it is counted how long each move takes, from the first row of a visit to the first of the next. */
  dwell: Schema.Boolean,
})
/** @see {@link TransitionOptions} @category folds @since 0.1.0 */
export type TransitionOptions = typeof TransitionOptions.Type

/** Visits of whole trails, with their lengths. @category folds @since 0.2.0 */
export const transitionDefaults: TransitionOptions = { collapse: true, gap: null, dwell: true }

/**
 * Counts moves from touchpoint to touchpoint, with the start and the end of every walk. Mass is conserved: what enters a
 * touchpoint leaves it. Rows without a touchpoint or without a time are passed over. A walk counts whole, in the group of
 * its first row; where that cannot open, it does not count.
 *
 * @category folds
 * @since 0.1.0
 */
export const transitions: Fold<Transitions, TransitionOptions> = makeFold({
  id: "transitions",
  version: 3,
  label: "touchpoint",
  options: TransitionOptions,
  axes: ["unit"],
  schema: TransitionsSchema,
  empty: (): Transitions => ({ walks: 0, moves: [] }),
  merge: mergeTransitions,
  run: (options: TransitionOptions, context) => running(options, context),
})

const running = (options: TransitionOptions, { groups, labels }: FoldContext): Running<Transitions> => {
  const { collapse, dwell } = options
  const gap = options.gap ?? Number.POSITIVE_INFINITY
  // Code labels.length stands for the start and the end.
  const size = labels.length + 1
  const edge = labels.length
  const counter = moveCounter(size * size * groups.length)
  const walks = new Int32Array(groups.length)
  let walk = 0
  return {
    unit: ({ at, from, group, label, to }) => {
      // `own` is where the cells of the walk's group begin, −1 where it does not count.
      let own = -1
      let last = edge
      let visit = Number.NaN
      let before = Number.NaN
      for (let row = from; row < to; row++) {
        const code = label[row] as number
        const instant = at[row] as number
        if (code < 0 || instant === Number.NEGATIVE_INFINITY) continue
        if (last !== edge && instant - before > gap) {
          if (own >= 0) counter.add(own + last * size + edge, walk, Number.NaN)
          last = edge
        }
        before = instant
        if (last === edge) {
          const opened = group[row] as number
          own = opened < 0 ? -1 : opened * size * size
          if (opened >= 0) {
            walks[opened] = (walks[opened] as number) + 1
            walk++
          }
        } else if (collapse && code === last) continue
        if (own >= 0) counter.add(own + last * size + code, walk, dwell && last !== edge ? instant - visit : Number.NaN)
        last = code
        visit = instant
      }
      if (last !== edge && own >= 0) counter.add(own + last * size + edge, walk, Number.NaN)
    },
    finish: () => {
      const moves = groups.map((): Array<Transition> => [])
      for (const [cell, count] of counter.entries()) {
        const move = cell % (size * size)
        moves[Math.floor(cell / (size * size))]?.push({
          from: labels[Math.floor(move / size)] ?? null,
          to: labels[move % size] ?? null,
          ...count,
        })
      }
      return moves.map((own, code) =>
        own.length === 0 ? undefined : { walks: walks[code] ?? 0, moves: own.toSorted(byNames) },
      )
    },
  }
}
