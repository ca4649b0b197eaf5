import * as Schema from "effect/Schema"
import type { Moment } from "./Moment.ts"

/** One level of a histogram: `n` rows of this `value` with weights summing to `w` and their squares to `w2`. @category moments @since 0.1.0 */
export interface Level {
  readonly value: number
  readonly n: number
  readonly w: number
  readonly w2: number
}

/** Exact counts by value, ascending. @category moments @since 0.1.0 */
export interface Histogram {
  readonly levels: ReadonlyArray<Level>
}

/**
 * Counts per value of an ordinal scale: enough for every form of CSAT, NPS and CES and for rank tests, so bands can be
 * re-defined later. Merges over units and time.
 *
 * @category moments
 * @since 0.1.0
 */
export const Histogram: Moment<Histogram> = {
  id: "histogram",
  axes: ["unit", "time"],
  schema: Schema.Struct({
    levels: Schema.Array(
      Schema.Struct({ value: Schema.Finite, n: Schema.Finite, w: Schema.Finite, w2: Schema.Finite }),
    ),
  }),
  empty: { levels: [] },
  merge: (a, b) => {
    const byValue = new Map<number, Level>()
    for (const level of [...a.levels, ...b.levels]) {
      const at = byValue.get(level.value)
      byValue.set(
        level.value,
        at === undefined ? level : { value: level.value, n: at.n + level.n, w: at.w + level.w, w2: at.w2 + level.w2 },
      )
    }
    return { levels: [...byValue.values()].toSorted((x, y) => x.value - y.value) }
  },
}

/**
 * Rows and weights of the levels that satisfy a test.
 *
 * @category moments
 * @since 0.1.0
 */
export const countLevels = (histogram: Histogram, test: (value: number) => boolean = () => true) => {
  let [n, w, w2] = [0, 0, 0]
  for (const level of histogram.levels) if (test(level.value)) [n, w, w2] = [n + level.n, w + level.w, w2 + level.w2]
  return { n, w, w2 }
}

/** The histogram of unweighted counts by value. @category moments @since 0.2.0 */
export const histogramOf = (counts: Iterable<readonly [value: number, n: number]>): Histogram => ({
  levels: [...counts].toSorted(([a], [b]) => a - b).map(([value, n]) => ({ value, n, w: n, w2: n })),
})
