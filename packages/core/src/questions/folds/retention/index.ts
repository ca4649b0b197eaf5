import * as Schema from "effect/Schema"
import { locate } from "../../../time/Edges.ts"
import { type Fold, type FoldContext, makeFold, type Running, type Trail } from "../Fold.ts"

const Count = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 10_000 }))
const Index = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))

/** How time is counted from the entry on. @category folds @since 0.2.0 */
export const RetentionClock = Schema.Union([
  /** By buckets of the calendar: what comes in the bucket of the entry has index 0. */
  Schema.Struct({ kind: Schema.Literal("calendar"), edges: Schema.Array(Schema.Finite) }),
  /** By lengths of time from the entry on, both instants floored to multiples of `floor` ms where it is above 0. */
  Schema.Struct({
    kind: Schema.Literal("elapsed"),
    length: Schema.Finite.check(Schema.isGreaterThan(0)),
    floor: Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0)),
  }),
])
/** @see {@link RetentionClock} @category folds @since 0.2.0 */
export type RetentionClock = typeof RetentionClock.Type

/** Options of the fold `retention`. @category folds @since 0.2.0 */
export const RetentionOptions = Schema.Struct({
  /** Mark of the entry: a unit enters once, with the first row of all that bears it. */
  entry: Schema.String,
  /** Mark of the return. */
  return: Schema.String,
  clock: RetentionClock,
  /** How many indices are counted, from 0 on. */
  count: Count,
  /** Indices `from ≤ index < to` that are also counted together. */
  bracket: Schema.NullOr(Schema.Tuple([Index, Index])),
  /** Up to when facts are complete; `null`: up to the end. */
  asOf: Schema.NullOr(Schema.Finite),
})
/** @see {@link RetentionOptions} @category folds @since 0.2.0 */
export type RetentionOptions = typeof RetentionOptions.Type

/** Members of a cohort for whom an index is over: `n`, and how many of them returned. @category folds @since 0.2.0 */
export const RetentionAt = Schema.Struct({ n: Schema.Int, on: Schema.Int, onOrAfter: Schema.Int })
/** @see {@link RetentionAt} @category folds @since 0.2.0 */
export type RetentionAt = typeof RetentionAt.Type

/** State of the fold `retention`. @category folds @since 0.2.0 */
export interface Retention {
  /** Units that entered. An index is mature for the whole cohort where its `n` is all of them. */
  readonly members: number
  /** Units that entered outside the edges; they are no members. */
  readonly outside: number
  /** By index. */
  readonly indices: ReadonlyArray<RetentionAt>
  /** Members for whom the bracket is over, and how many of them returned in it. */
  readonly bracket: { readonly n: number; readonly x: number } | null
}

/**
 * Who of those that entered came back, and when.
 *
 * **Details**
 *
 * Members count at an index only when it is over for them. The entry's row itself is a return of index 0 where it bears
 * that mark too. Returns before the entry are none.
 *
 * @category folds
 * @since 0.2.0
 */
export const retention: Fold<Retention, RetentionOptions> = makeFold({
  id: "retention",
  version: 1,
  label: null,
  options: RetentionOptions,
  axes: ["unit"],
  schema: Schema.Struct({
    members: Schema.Int,
    outside: Schema.Int,
    indices: Schema.Array(RetentionAt),
    bracket: Schema.NullOr(Schema.Struct({ n: Schema.Int, x: Schema.Int })),
  }),
  empty: ({ bracket, count }: RetentionOptions): Retention => ({
    members: 0,
    outside: 0,
    indices: Array.from({ length: count }, () => ({ n: 0, on: 0, onOrAfter: 0 })),
    bracket: bracket === null ? null : { n: 0, x: 0 },
  }),
  merge: (a: Retention, b: Retention): Retention => ({
    members: a.members + b.members,
    outside: a.outside + b.outside,
    indices: a.indices.map(({ n, on, onOrAfter }, index) => {
      const other = b.indices[index]
      return { n: n + (other?.n ?? 0), on: on + (other?.on ?? 0), onOrAfter: onOrAfter + (other?.onOrAfter ?? 0) }
    }),
    bracket: a.bracket === null ? null : { n: a.bracket.n + (b.bracket?.n ?? 0), x: a.bracket.x + (b.bracket?.x ?? 0) },
  }),
  problem: ({ bracket, clock, ...options }: RetentionOptions, { marks }) => {
    const unknown = [options.entry, options.return].find((mark) => !marks.includes(mark))
    if (unknown !== undefined) return `there is no mark ${JSON.stringify(unknown)}`
    if (bracket !== null && bracket[0] >= bracket[1]) return "a bracket has to end after it begins"
    if (clock.kind === "elapsed") return null
    return clock.edges.some((edge, i) => i > 0 && edge <= (clock.edges[i - 1] ?? edge)) ? "edges must ascend" : null
  },
  run: (options: RetentionOptions, context) => running(options, context),
})

/** The clock of the unit at hand, which rows move on: they come in order. */
interface UnitClock {
  /** Starts it at the entry; `false` where that is outside. */
  readonly start: (entry: number) => boolean
  /** The index of an instant that is not before the one asked last. */
  readonly index: (at: number) => number
  /** How many indices are over. */
  readonly over: (limit: number) => number
}

const clockOf = (clock: RetentionClock, asOf: number | null): UnitClock => {
  const until = asOf ?? Infinity
  let start = 0
  if (clock.kind === "elapsed") {
    const { floor, length } = clock
    const floored = (at: number) => (floor > 0 ? Math.floor(at / floor) * floor : at)
    return {
      start: (entry) => {
        start = floored(entry)
        return true
      },
      index: (at) => Math.floor((floored(at) - start) / length),
      // The instant before the end of an index has to be known.
      over: (limit) => Math.max(0, Math.min(limit, Math.floor((until + 1 - start) / length))),
    }
  }
  const edges = Float64Array.from(clock.edges)
  const last = edges.length - 1
  let bucket = 0
  return {
    start: (entry) => {
      start = bucket = locate({ edges: clock.edges, labels: [] }, entry)
      return start >= 0
    },
    index: (at) => {
      while (bucket < last && at >= (edges[bucket + 1] as number)) bucket++
      return bucket - start
    },
    over: (limit) => {
      let over = 0
      while (over < limit && start + over < last && (edges[start + over + 1] as number) - 1 <= until) over++
      return over
    },
  }
}

const running = (options: RetentionOptions, { groups, marks }: FoldContext): Running<Retention> => {
  const { asOf, bracket, count } = options
  const [entryBit, returnBit] = [1 << marks.indexOf(options.entry), 1 << marks.indexOf(options.return)]
  const clock = clockOf(options.clock, asOf)
  const limit = Math.max(count, bracket?.[1] ?? 0)
  const counts = groups.map(() => ({
    members: 0,
    outside: 0,
    n: new Float64Array(count),
    on: new Float64Array(count),
    onOrAfter: new Float64Array(count),
    bracket: { n: 0, x: 0 },
  }))
  const active = new Uint8Array(limit)
  return {
    unit: ({ at, from, group, marks: borne, to }: Trail) => {
      let entry = from
      while (entry < to && ((borne[entry] as number) & entryBit) === 0) entry++
      const own = entry === to ? undefined : counts[group[entry] as number]
      if (own === undefined) return
      if (!clock.start(at[entry] as number)) {
        own.outside++
        return
      }
      active.fill(0)
      let latest = -1
      for (let row = entry; row < to; row++) {
        if (((borne[row] as number) & returnBit) === 0) continue
        const index = clock.index(at[row] as number)
        if (index < limit) active[index] = 1
        latest = Math.max(latest, index)
      }
      own.members++
      const over = clock.over(limit)
      for (let index = 0; index < count && index < over; index++) {
        own.n[index] = (own.n[index] as number) + 1
        if (active[index] === 1) own.on[index] = (own.on[index] as number) + 1
        if (latest >= index) own.onOrAfter[index] = (own.onOrAfter[index] as number) + 1
      }
      if (bracket === null || over < bracket[1]) return
      own.bracket.n++
      if (active.subarray(bracket[0], bracket[1]).includes(1)) own.bracket.x++
    },
    finish: () =>
      counts.map(({ members, n, on, onOrAfter, outside, ...own }) =>
        members + outside === 0
          ? undefined
          : {
              members,
              outside,
              indices: Array.from(n, (mature, index) => ({
                n: mature,
                on: on[index] as number,
                onOrAfter: onOrAfter[index] as number,
              })),
              bracket: bracket === null ? null : own.bracket,
            },
      ),
  }
}
