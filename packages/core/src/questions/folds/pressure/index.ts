import * as Schema from "effect/Schema"
import { Histogram, histogramOf } from "../../../moments/Histogram.ts"
import { logCounter, LogHistogram } from "../../../moments/LogHistogram.ts"
import { Moments } from "../../../moments/Moments.ts"
import { locate } from "../../../time/Edges.ts"
import { type Fold, type FoldContext, makeFold, type Running, type Trail } from "../Fold.ts"

/** The windows in which contacts are counted. @category folds @since 0.2.0 */
export const PressureClock = Schema.Union([
  /** Every window of `length` ms: later than its end less the length, and up to its end. */
  Schema.Struct({ kind: Schema.Literal("rolling"), length: Schema.Finite.check(Schema.isGreaterThan(0)) }),
  /** The buckets of the calendar; contacts outside are in no window. */
  Schema.Struct({ kind: Schema.Literal("calendar"), edges: Schema.Array(Schema.Finite) }),
  /** One window that ends at `at`, in which a contact weighs half as much each `halfLife` ms after it. */
  Schema.Struct({
    kind: Schema.Literal("decaying"),
    halfLife: Schema.Finite.check(Schema.isGreaterThan(0)),
    at: Schema.Finite,
  }),
])
/** @see {@link PressureClock} @category folds @since 0.2.0 */
export type PressureClock = typeof PressureClock.Type

/** Options of the fold `pressure`. @category folds @since 0.2.0 */
export const PressureOptions = Schema.Struct({
  clock: PressureClock,
  /** Rows of one `packageId`: `once` is one contact, at its first row, with the largest weight; `each` is its own. */
  packages: Schema.Literals(["once", "each"]),
  /** Only units with a row that bears this mark are counted; `null` counts all. */
  among: Schema.NullOr(Schema.String),
})
/** @see {@link PressureOptions} @category folds @since 0.2.0 */
export type PressureOptions = typeof PressureOptions.Type

/** State of the fold `pressure`. @category folds @since 0.2.0 */
export interface Pressure {
  /** Units counted: where the question is not split, those without a contact too. */
  readonly units: number
  readonly contacted: number
  /** Contacts of all units. */
  readonly contacts: number
  /** Contacts of units that are not counted, as they lack the mark. */
  readonly outside: number
  /** Units by the weight of their fullest window; 0 for those without a contact. */
  readonly peaks: Histogram
  /** Units by the weight of all their contacts. */
  readonly totals: Histogram
  /** Moments of the weight of the fullest window, not rounded. */
  readonly loads: Moments
  /** Units with two contacts or more, by the shortest time between two of them. */
  readonly gaps: LogHistogram
}

/**
 * How many contacts a unit gets in its fullest window. Contacts are the rows that open; each has the weight the question
 * gives as `value`, or 1.
 *
 * **Details**
 *
 * A question that is not split counts every unit that has a row of any kind: ask for `contact` and `customer`, and
 * customers nobody wrote to count as 0. In groups only units with a contact there are counted.
 *
 * **Gotchas**
 *
 * A window sees the contacts of its group only: where time is cut into buckets it does not look back into the one
 * before. Weights are counted to a millionth, decayed ones to a hundredth; `loads` are exact.
 *
 * @category folds
 * @since 0.2.0
 */
export const pressure: Fold<Pressure, PressureOptions> = makeFold({
  id: "pressure",
  version: 1,
  label: "packageId",
  options: PressureOptions,
  axes: ["unit"],
  schema: Schema.Struct({
    units: Schema.Int,
    contacted: Schema.Int,
    contacts: Schema.Int,
    outside: Schema.Int,
    peaks: Histogram.schema,
    totals: Histogram.schema,
    loads: Moments.schema,
    gaps: LogHistogram.schema,
  }),
  empty: (): Pressure => ({
    units: 0,
    contacted: 0,
    contacts: 0,
    outside: 0,
    peaks: Histogram.empty,
    totals: Histogram.empty,
    loads: Moments.empty,
    gaps: LogHistogram.empty,
  }),
  merge: (a: Pressure, b: Pressure): Pressure => ({
    units: a.units + b.units,
    contacted: a.contacted + b.contacted,
    contacts: a.contacts + b.contacts,
    outside: a.outside + b.outside,
    peaks: Histogram.merge(a.peaks, b.peaks),
    totals: Histogram.merge(a.totals, b.totals),
    loads: Moments.merge(a.loads, b.loads),
    gaps: LogHistogram.merge(a.gaps, b.gaps),
  }),
  problem: ({ among, clock }: PressureOptions, { marks }) =>
    clock.kind === "calendar" && clock.edges.some((edge, i) => i > 0 && edge <= (clock.edges[i - 1] ?? edge))
      ? "edges must ascend"
      : among === null || marks.includes(among)
        ? null
        : `there is no mark ${among}`,
  run: (options: PressureOptions, context) => running(options, context),
})

/** The contacts of one unit in one group, in order. */
interface Contacts {
  readonly at: Array<number>
  readonly weight: Array<number>
  /** Place of each package. */
  readonly packages: Map<number, number>
}

/** What is counted of one group. */
interface Counts {
  units: number
  contacted: number
  contacts: number
  outside: number
  mean: number
  m2: number
  readonly peaks: Map<number, number>
  readonly totals: Map<number, number>
  readonly gaps: ReturnType<typeof logCounter>
}

const running = ({ among, clock, packages }: PressureOptions, { groups, marks }: FoldContext): Running<Pressure> => {
  const peakOf = peaks(clock)
  const bit = among === null ? 0 : 1 << marks.indexOf(among)
  const [until, grain] = clock.kind === "decaying" ? [clock.at, 100] : [Number.POSITIVE_INFINITY, 1e6]
  const whole = groups.length === 1 && groups[0]?.key.length === 0 && groups[0].bucket === null
  const counts = groups.map((): Counts => ({
    units: 0,
    contacted: 0,
    contacts: 0,
    outside: 0,
    mean: 0,
    m2: 0,
    peaks: new Map(),
    totals: new Map(),
    gaps: logCounter(),
  }))
  const count = (code: number, contacts: Contacts, counted: boolean) => {
    const own = counts[code]
    if (own === undefined) return
    if (!counted) {
      own.outside += contacts.at.length
      return
    }
    own.units++
    if (contacts.at.length > 0) own.contacted++
    own.contacts += contacts.at.length
    const peak = peakOf(contacts)
    const delta = peak - own.mean
    own.mean += delta / own.units
    own.m2 += delta * (peak - own.mean)
    increment(own.peaks, peak, grain)
    increment(
      own.totals,
      contacts.weight.reduce((sum, weight) => sum + weight, 0),
      1e6,
    )
    if (contacts.at.length > 1) own.gaps.add(shortest(contacts.at))
  }
  const only = none()
  return {
    unit: (trail: Trail) => {
      const { at, from, group, to } = trail
      const counted = bit === 0 || bears(trail, bit)
      if (groups.length === 1) {
        // The usual question has one group: its contacts are gathered in the same arrays for every unit.
        only.at.length = only.weight.length = 0
        only.packages.clear()
        for (let row = from; row < to; row++)
          if ((group[row] as number) >= 0 && (at[row] as number) <= until) take(only, trail, row, packages === "once")
        if (whole || only.at.length > 0) count(0, only, counted)
        return
      }
      const met = new Map<number, Contacts>()
      for (let row = from; row < to; row++) {
        const code = group[row] as number
        if (code < 0 || (at[row] as number) > until) continue
        let contacts = met.get(code)
        if (contacts === undefined) met.set(code, (contacts = none()))
        take(contacts, trail, row, packages === "once")
      }
      for (const [code, contacts] of met) count(code, contacts, counted)
    },
    finish: () =>
      counts.map(({ contacted, contacts, gaps, m2, mean, outside, peaks: levels, totals, units }) =>
        units === 0 && outside === 0
          ? undefined
          : {
              units,
              contacted,
              contacts,
              outside,
              peaks: histogramOf(levels),
              totals: histogramOf(totals),
              loads: { n: units, w: units, w2: units, mean, m2 },
              gaps: gaps.state(),
            },
      ),
  }
}

/** Whether a row of the trail bears a mark, also one that opens nothing. */
const bears = ({ from, marks, to }: Trail, bit: number): boolean => {
  for (let row = from; row < to; row++) if (((marks[row] as number) & bit) !== 0) return true
  return false
}

const none = (): Contacts => ({ at: [], weight: [], packages: new Map() })

const take = ({ at, packages, weight }: Contacts, trail: Trail, row: number, once: boolean): void => {
  const given = trail.value === null ? Number.NaN : (trail.value[row] as number)
  // A row that was given no weight stands for itself.
  const own = given === given ? given : 1
  const code = trail.label[row] as number
  const known = once && code >= 0 ? packages.get(code) : undefined
  if (known !== undefined) {
    weight[known] = Math.max(weight[known] as number, own)
    return
  }
  if (once && code >= 0) packages.set(code, at.length)
  at.push(trail.at[row] as number)
  weight.push(own)
}

const increment = (counts: Map<number, number>, weight: number, grain: number): void => {
  const rounded = Math.round(weight * grain) / grain
  // −0 and 0 are one weight.
  const value = rounded === 0 ? 0 : rounded
  counts.set(value, (counts.get(value) ?? 0) + 1)
}

/** The shortest time between two instants that follow one another. */
const shortest = (at: ReadonlyArray<number>): number => {
  let gap = Number.POSITIVE_INFINITY
  for (let i = 1; i < at.length; i++) gap = Math.min(gap, (at[i] as number) - (at[i - 1] as number))
  return gap
}

const peaks = (clock: PressureClock): ((contacts: Contacts) => number) =>
  clock.kind === "rolling"
    ? rolling(clock.length)
    : clock.kind === "calendar"
      ? byBucket(clock.edges)
      : ({ at, weight }) =>
          at.reduce((sum, one, i) => sum + (weight[i] as number) * 2 ** ((one - clock.at) / clock.halfLife), 0)

/** The largest sum in a window that ends at a contact. */
const rolling =
  (length: number) =>
  ({ at, weight }: Contacts): number => {
    let [peak, sum, oldest] = [at.length === 0 ? 0 : -Infinity, 0, 0]
    for (let i = 0; i < at.length; i++) {
      const end = at[i] as number
      sum += weight[i] as number
      while ((at[oldest] as number) <= end - length) sum -= weight[oldest++] as number
      // A window ends after all contacts of its last instant.
      if (at[i + 1] !== end) peak = Math.max(peak, sum)
    }
    return peak
  }

/** The largest sum in a bucket that has a contact; 0 where none has. */
const byBucket =
  (edges: ReadonlyArray<number>) =>
  ({ at, weight }: Contacts): number => {
    const sums = new Map<number, number>()
    for (const [i, instant] of at.entries()) {
      const bucket = locate({ edges, labels: [] }, instant)
      if (bucket >= 0) sums.set(bucket, (sums.get(bucket) ?? 0) + (weight[i] as number))
    }
    return sums.size === 0 ? 0 : Math.max(...sums.values())
  }
