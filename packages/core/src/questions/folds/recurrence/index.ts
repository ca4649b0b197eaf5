import * as Schema from "effect/Schema"
import { Histogram, histogramOf } from "../../../moments/Histogram.ts"
import { logCounter, LogHistogram } from "../../../moments/LogHistogram.ts"
import { type Fold, type FoldContext, makeFold, type Running, type Trail } from "../Fold.ts"

const Milliseconds = Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0))

/** Options of the fold `recurrence`. @category folds @since 0.2.0 */
export const RecurrenceOptions = Schema.Struct({
  /** Mark of what recurs. */
  mark: Schema.String,
  /** Milliseconds from the first to the second, the last one included, that are asked about. */
  horizons: Schema.Array(Milliseconds),
  /** A row less than this many milliseconds after the one before is part of it: parcels of one purchase. */
  apart: Milliseconds,
  /** Up to when facts are complete; `null`: everybody had all the time there is. */
  asOf: Schema.NullOr(Schema.Finite),
})
/** @see {@link RecurrenceOptions} @category folds @since 0.2.0 */
export type RecurrenceOptions = typeof RecurrenceOptions.Type

/** State of the fold `recurrence`. @category folds @since 0.2.0 */
export interface Recurrence {
  /** Units with one or more. */
  readonly units: number
  /** By horizon: units that had this long since their first, and how many of them had a second within it. */
  readonly horizons: ReadonlyArray<{ readonly n: number; readonly x: number }>
  /** Units by how often it occurred. */
  readonly counts: Histogram
  /** Milliseconds from the first to the second. */
  readonly delays: LogHistogram
  /** Milliseconds from each to the next. */
  readonly gaps: LogHistogram
  /** Milliseconds from the only one to `asOf`: units that still wait for a second. Empty without `asOf`. */
  readonly waiting: LogHistogram
  /** Milliseconds from the last one to `asOf`. Empty without it. */
  readonly since: LogHistogram
}

const Shares = Schema.Array(Schema.Struct({ n: Schema.Int, x: Schema.Int }))

/**
 * How often and how soon something happens again to a unit. A unit belongs to the group of its first occurrence of all;
 * where that cannot open, the unit is not counted.
 *
 * @category folds
 * @since 0.2.0
 */
export const recurrence: Fold<Recurrence, RecurrenceOptions> = makeFold({
  id: "recurrence",
  version: 1,
  label: null,
  options: RecurrenceOptions,
  axes: ["unit"],
  schema: Schema.Struct({
    units: Schema.Int,
    horizons: Shares,
    counts: Histogram.schema,
    delays: LogHistogram.schema,
    gaps: LogHistogram.schema,
    waiting: LogHistogram.schema,
    since: LogHistogram.schema,
  }),
  empty: ({ horizons }: RecurrenceOptions): Recurrence => ({
    units: 0,
    horizons: horizons.map(() => ({ n: 0, x: 0 })),
    counts: Histogram.empty,
    delays: LogHistogram.empty,
    gaps: LogHistogram.empty,
    waiting: LogHistogram.empty,
    since: LogHistogram.empty,
  }),
  merge: (a: Recurrence, b: Recurrence): Recurrence => ({
    units: a.units + b.units,
    horizons: a.horizons.map(({ n, x }, i) => ({ n: n + (b.horizons[i]?.n ?? 0), x: x + (b.horizons[i]?.x ?? 0) })),
    counts: Histogram.merge(a.counts, b.counts),
    delays: LogHistogram.merge(a.delays, b.delays),
    gaps: LogHistogram.merge(a.gaps, b.gaps),
    waiting: LogHistogram.merge(a.waiting, b.waiting),
    since: LogHistogram.merge(a.since, b.since),
  }),
  problem: ({ mark }: RecurrenceOptions, { marks }) =>
    marks.includes(mark) ? null : `there is no mark ${JSON.stringify(mark)}`,
  run: (options: RecurrenceOptions, context) => running(options, context),
})

const running = (options: RecurrenceOptions, { groups, marks }: FoldContext): Running<Recurrence> => {
  const { apart, asOf, horizons } = options
  const bit = 1 << marks.indexOf(options.mark)
  const counts = groups.map(() => ({
    units: 0,
    horizons: horizons.map(() => ({ n: 0, x: 0 })),
    counts: new Map<number, number>(),
    delays: logCounter(),
    gaps: logCounter(),
    waiting: logCounter(),
    since: logCounter(),
  }))
  return {
    unit: ({ at, from, group, marks: borne, to }: Trail) => {
      let row = from
      while (row < to && ((borne[row] as number) & bit) === 0) row++
      const own = row === to ? undefined : counts[group[row] as number]
      if (own === undefined) return
      const first = at[row] as number
      // What is part of an occurrence is measured from the row before it, so that parcels may come one after the other.
      let [last, before, times, second] = [first, first, 1, Infinity]
      for (row++; row < to; row++) {
        if (((borne[row] as number) & bit) === 0) continue
        const instant = at[row] as number
        if (instant - before >= apart) {
          own.gaps.add(instant - last)
          times++
          if (times === 2) second = instant
          last = instant
        }
        before = instant
      }
      own.units++
      own.counts.set(times, (own.counts.get(times) ?? 0) + 1)
      for (const [i, horizon] of horizons.entries()) {
        const share = own.horizons[i]
        if (share === undefined || (asOf !== null && first + horizon > asOf)) continue
        share.n++
        if (second - first <= horizon) share.x++
      }
      if (times > 1) own.delays.add(second - first)
      else if (asOf !== null) own.waiting.add(asOf - first)
      if (asOf !== null) own.since.add(asOf - last)
    },
    finish: () =>
      counts.map(({ counts: times, delays, gaps, since, waiting, ...own }) =>
        own.units === 0
          ? undefined
          : {
              ...own,
              counts: histogramOf(times),
              delays: delays.state(),
              gaps: gaps.state(),
              waiting: waiting.state(),
              since: since.state(),
            },
      ),
  }
}
