import * as Schema from "effect/Schema"
import { type Fold, makeFold } from "../Fold.ts"
import type { Durations } from "./Durations.ts"
import { Lengths, mergeLengths } from "./lengths.ts"
import { DurationOptions, problemOf } from "./options.ts"
import { running } from "./running.ts"

export type * from "./Durations.ts"
export * from "./lengths.ts"
export { durationDefaults, DurationOptions } from "./options.ts"

/**
 * How long it takes from one thing to another within a unit: from a question to its answer, from a touchpoint to the
 * next. A duration belongs to the group of its starting row; rows that cannot open begin one too, which is not counted.
 *
 * **Details**
 *
 * A number the question gives a starting row as `value` is the length of the duration; nothing has to end it then.
 *
 * **Gotchas**
 *
 * A unit counts as many durations as it has only with `count: "every"`; these are not independent of each other.
 *
 * @category folds
 * @since 0.2.0
 */
export const durations: Fold<Durations, DurationOptions> = makeFold({
  id: "durations",
  version: 1,
  label: "touchpoint",
  options: DurationOptions,
  axes: ["unit"],
  schema: Schema.Struct({
    units: Schema.Int,
    timed: Schema.Int,
    closed: Lengths,
    open: Lengths,
    dropped: Lengths,
    unknown: Schema.Int,
    negative: Schema.Int,
    targets: Schema.Array(Schema.Struct({ n: Schema.Int, x: Schema.Int, dropped: Schema.Int })),
  }),
  empty: ({ targets }: DurationOptions): Durations => ({
    units: 0,
    timed: 0,
    closed: [],
    open: [],
    dropped: [],
    unknown: 0,
    negative: 0,
    targets: targets.map(() => ({ n: 0, x: 0, dropped: 0 })),
  }),
  merge: (a: Durations, b: Durations): Durations => ({
    units: a.units + b.units,
    timed: a.timed + b.timed,
    closed: mergeLengths(a.closed, b.closed),
    open: mergeLengths(a.open, b.open),
    dropped: mergeLengths(a.dropped, b.dropped),
    unknown: a.unknown + b.unknown,
    negative: a.negative + b.negative,
    targets: a.targets.map(({ dropped, n, x }, i) => ({
      n: n + (b.targets[i]?.n ?? 0),
      x: x + (b.targets[i]?.x ?? 0),
      dropped: dropped + (b.targets[i]?.dropped ?? 0),
    })),
  }),
  problem: (options: DurationOptions, { marks }) => problemOf(options, marks),
  run: (options: DurationOptions, context) => running(options, context),
})
