import * as Schema from "effect/Schema"
import { type LogHistogram, LogHistogram as LogHistogramMoment } from "../../../moments/LogHistogram.ts"

/** Sums over units of mature attempts `m` and of those that reached a step `x`. @category folds @since 0.2.0 */
export interface FunnelClusters {
  readonly units: number
  /** Σ m² */
  readonly squares: number
  /** Per step: Σ m·x and Σ x². */
  readonly reached: ReadonlyArray<{ readonly cross: number; readonly squares: number }>
}

/** State of the fold `funnel`. Steps are counted from 0 here. @category folds @since 0.2.0 */
export interface Funnel {
  /** Mature attempts: their time is over. Every share is of them. */
  readonly entrants: number
  /** Attempts that may still change, and how many of them reached each step so far. */
  readonly immature: number
  readonly pending: ReadonlyArray<number>
  /** Mature attempts that reached each step; the first is `entrants`. */
  readonly reached: ReadonlyArray<number>
  /** Milliseconds from the first step, and from the step before, to each step but the first; of mature attempts. */
  readonly sinceFirst: ReadonlyArray<LogHistogram>
  readonly sincePrevious: ReadonlyArray<LogHistogram>
  /** Milliseconds from the first step to each other, of attempts that may still change and reached it already. */
  readonly pendingSinceFirst: ReadonlyArray<LogHistogram>
  /** Milliseconds from the first step to `asOf`, of attempts that may still change and have not reached each step yet. */
  readonly waiting: ReadonlyArray<LogHistogram>
  /** For the interval where a unit has several attempts. */
  readonly clusters: FunnelClusters
}

const Counts = Schema.Array(Schema.Int)
const Durations = Schema.Array(LogHistogramMoment.schema)

/** JSON of {@link Funnel}. */
export const FunnelSchema: Schema.Codec<Funnel, unknown> = Schema.Struct({
  entrants: Schema.Int,
  immature: Schema.Int,
  pending: Counts,
  reached: Counts,
  sinceFirst: Durations,
  sincePrevious: Durations,
  pendingSinceFirst: Durations,
  waiting: Durations,
  clusters: Schema.Struct({
    units: Schema.Int,
    squares: Schema.Int,
    reached: Schema.Array(Schema.Struct({ cross: Schema.Int, squares: Schema.Int })),
  }),
})

/** The state of a funnel nobody entered. */
export const emptyFunnel = (steps: number): Funnel => ({
  entrants: 0,
  immature: 0,
  pending: Array<number>(steps).fill(0),
  reached: Array<number>(steps).fill(0),
  sinceFirst: Array<LogHistogram>(steps - 1).fill(LogHistogramMoment.empty),
  sincePrevious: Array<LogHistogram>(steps - 1).fill(LogHistogramMoment.empty),
  pendingSinceFirst: Array<LogHistogram>(steps - 1).fill(LogHistogramMoment.empty),
  waiting: Array<LogHistogram>(steps - 1).fill(LogHistogramMoment.empty),
  clusters: { units: 0, squares: 0, reached: Array.from({ length: steps }, () => ({ cross: 0, squares: 0 })) },
})

/** Adds two states over disjoint units. */
export const mergeFunnels = (a: Funnel, b: Funnel): Funnel => ({
  entrants: a.entrants + b.entrants,
  immature: a.immature + b.immature,
  pending: added(a.pending, b.pending),
  reached: added(a.reached, b.reached),
  sinceFirst: joined(a.sinceFirst, b.sinceFirst),
  sincePrevious: joined(a.sincePrevious, b.sincePrevious),
  pendingSinceFirst: joined(a.pendingSinceFirst, b.pendingSinceFirst),
  waiting: joined(a.waiting, b.waiting),
  clusters: {
    units: a.clusters.units + b.clusters.units,
    squares: a.clusters.squares + b.clusters.squares,
    reached: a.clusters.reached.map(({ cross, squares }, k) => ({
      cross: cross + (b.clusters.reached[k]?.cross ?? 0),
      squares: squares + (b.clusters.reached[k]?.squares ?? 0),
    })),
  },
})

const added = (a: ReadonlyArray<number>, b: ReadonlyArray<number>): ReadonlyArray<number> =>
  a.map((n, k) => n + (b[k] ?? 0))

const joined = (a: ReadonlyArray<LogHistogram>, b: ReadonlyArray<LogHistogram>): ReadonlyArray<LogHistogram> =>
  a.map((histogram, k) => LogHistogramMoment.merge(histogram, b[k] ?? LogHistogramMoment.empty))
