import * as Schema from "effect/Schema"
import { Histogram, histogramOf } from "../../../moments/Histogram.ts"
import { locate } from "../../../time/Edges.ts"
import { type Fold, type FoldContext, makeFold, type Running, type Trail } from "../Fold.ts"

/** Options of the fold `spells`. @category folds @since 0.2.0 */
export const SpellsOptions = Schema.Struct({
  /** Milliseconds a unit may be away between two rows of one spell, the last one included. */
  grace: Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0)),
  /** Up to when facts are complete: what would end later still runs. `null`: up to the end. */
  asOf: Schema.NullOr(Schema.Finite),
  /** The period whose comings and goings are counted, `from ≤ instant < to`. */
  period: Schema.NullOr(Schema.Struct({ from: Schema.Finite, to: Schema.Finite })),
  /** Edges of the days in which lifetimes are counted; `null`: they are not. */
  days: Schema.NullOr(Schema.Array(Schema.Finite)),
  /** Since when spells are known: those that ended before are not, the others were known only from then on. */
  since: Schema.NullOr(Schema.Finite),
})
/** @see {@link SpellsOptions} @category folds @since 0.2.0 */
export type SpellsOptions = typeof SpellsOptions.Type

const Period = Schema.Struct({
  /** Units with a spell that ran at some time of the period. */
  units: Schema.Int,
  /** Units with a spell when it began, and how many of these spells ended in it. */
  start: Schema.Int,
  lostOfStart: Schema.Int,
  /** Spells that began in it, and all that ended in it. */
  joined: Schema.Int,
  lost: Schema.Int,
  /** Units with a spell when it ended. */
  end: Schema.Int,
  /** Milliseconds of spells within it, as far as they are known. */
  exposure: Schema.Finite,
  /** Sums over units: lost², lost × start, lost × end, start × end. */
  squares: Schema.Struct({ lost: Schema.Int, lostStart: Schema.Int, lostEnd: Schema.Int, startEnd: Schema.Int }),
})

const Lives = Schema.Struct({ ended: Histogram.schema, running: Histogram.schema, entered: Histogram.schema })

/** Comings and goings of one period. @category folds @since 0.2.0 */
export type SpellsPeriod = typeof Period.Type

/** State of the fold `spells`. @category folds @since 0.2.0 */
export interface Spells {
  /** Units whose first spell it is, and of whom it is known how long it lasts or lasted at least. */
  readonly units: number
  /** `null` where no period was asked about. */
  readonly period: SpellsPeriod | null
  /** First spells by their days: those that ended, those that run, and the days after which they came to be known. */
  readonly lives: typeof Lives.Type | null
}

const nothing: SpellsPeriod = {
  units: 0,
  start: 0,
  lostOfStart: 0,
  joined: 0,
  lost: 0,
  end: 0,
  exposure: 0,
  squares: { lost: 0, lostStart: 0, lostEnd: 0, startEnd: 0 },
}

/**
 * Spells of units: rows that last from `at` to the value the question gives them (none: they still run) become one
 * spell where they overlap or follow each other within `grace`. Counts who had one when a period began, who lost it,
 * and how long first spells last.
 *
 * **Details**
 *
 * A spell belongs to the group of its first row. Just before an instant counts as at it: what ends when a period begins
 * was there at its start and is lost in it. Rows that end before they begin, and those after `asOf`, are not seen.
 *
 * @category folds
 * @since 0.2.0
 */
export const spells: Fold<Spells, SpellsOptions> = makeFold({
  id: "spells",
  version: 2,
  label: null,
  options: SpellsOptions,
  axes: ["unit"],
  schema: Schema.Struct({ units: Schema.Int, period: Schema.NullOr(Period), lives: Schema.NullOr(Lives) }),
  empty: ({ days, period }: SpellsOptions): Spells => ({
    units: 0,
    period: period === null ? null : nothing,
    lives: days === null ? null : { ended: Histogram.empty, running: Histogram.empty, entered: Histogram.empty },
  }),
  merge: (a: Spells, b: Spells): Spells => ({
    units: a.units + b.units,
    period: a.period === null || b.period === null ? null : joinedPeriods(a.period, b.period),
    lives:
      a.lives === null || b.lives === null
        ? null
        : {
            ended: Histogram.merge(a.lives.ended, b.lives.ended),
            running: Histogram.merge(a.lives.running, b.lives.running),
            entered: Histogram.merge(a.lives.entered, b.lives.entered),
          },
  }),
  problem: ({ days, period }: SpellsOptions) => {
    if (period !== null && period.from > period.to) return "a period has to end after it begins"
    return (days ?? []).some((edge, i, all) => i > 0 && edge <= (all[i - 1] ?? edge)) ? "days must ascend" : null
  },
  run: (options: SpellsOptions, context) => running(options, context),
})

const joinedPeriods = (a: SpellsPeriod, b: SpellsPeriod): SpellsPeriod => ({
  units: a.units + b.units,
  start: a.start + b.start,
  lostOfStart: a.lostOfStart + b.lostOfStart,
  joined: a.joined + b.joined,
  lost: a.lost + b.lost,
  end: a.end + b.end,
  exposure: a.exposure + b.exposure,
  squares: {
    lost: a.squares.lost + b.squares.lost,
    lostStart: a.squares.lostStart + b.squares.lostStart,
    lostEnd: a.squares.lostEnd + b.squares.lostEnd,
    startEnd: a.squares.startEnd + b.squares.startEnd,
  },
})

/** A spell; `end` is infinite while it runs. */
interface Spell {
  readonly group: number
  readonly start: number
  end: number
}

/** The spells of a unit, in order. */
const spellsOf = ({ at, from, group, to, value }: Trail, { asOf, grace }: SpellsOptions): ReadonlyArray<Spell> => {
  const found: Array<Spell> = []
  let last: Spell | undefined
  for (let row = from; row < to; row++) {
    const start = at[row] as number
    const given = value === null ? Number.NaN : (value[row] as number)
    const end = given === given ? given : Infinity
    if (start === -Infinity || end < start || (asOf !== null && start > asOf)) continue
    if (last !== undefined && start <= last.end + grace) {
      if (end > last.end) last.end = end
    } else found.push((last = { group: group[row] as number, start, end }))
  }
  // Whoever has been away for less than the grace may still come back.
  if (asOf !== null) for (const spell of found) if (spell.end + grace > asOf) spell.end = Infinity
  return found
}

/** What one unit does in the period, in one group. */
interface Moves {
  readonly group: number
  start: number
  end: number
  lost: number
}

const running = (options: SpellsOptions, { groups }: FoldContext): Running<Spells> => {
  const { asOf, days, grace, period, since } = options
  const edges = { edges: days ?? [], labels: [] }
  const last = edges.edges.length - 1
  const dayOf = (at: number) => {
    const day = locate(edges, at)
    return day < 0 && at >= (edges.edges[last] ?? Infinity) ? last : day
  }
  const counts = groups.map(() => ({
    units: 0,
    period: { ...nothing, squares: { ...nothing.squares } },
    ended: new Map<number, number>(),
    running: new Map<number, number>(),
    entered: new Map<number, number>(),
  }))
  type Counts = (typeof counts)[number]
  // No end is known after this: who ended later may still come back. Those who run are followed no longer either, or
  // the last days would be days on which nobody can leave.
  const followed = asOf === null ? Infinity : asOf - grace
  const live = (own: Counts, { end, start }: Spell) => {
    // Of who came after that nothing is known yet: neither leaving nor staying.
    if (end === Infinity && start > followed) return
    if (since !== null && Math.min(end, followed) < since) return
    const open = end === Infinity
    const born = days === null ? -1 : dayOf(start)
    if (born >= 0) {
      const day = dayOf(open ? followed : end) - born
      const known = since === null || since <= start ? 0 : dayOf(since) - born
      // What was known for no whole day tells nothing.
      if (known > 0 && day <= known) return
      increment(open ? own.running : own.ended, day)
      if (known > 0) increment(own.entered, known)
    }
    own.units++
  }
  const move = (moves: Array<Moves>, { end, group, start }: Spell, { from, to }: { from: number; to: number }) => {
    const own = (counts[group] as Counts).period
    if (start >= to || end < from) return
    let unit = moves.find((one) => one.group === group)
    if (unit === undefined) moves.push((unit = { group, start: 0, end: 0, lost: 0 }))
    const lost = end < to
    if (start < from) {
      unit.start = 1
      if (lost) own.lostOfStart++
    } else own.joined++
    if (lost) unit.lost++
    else unit.end = 1
    own.exposure += Math.max(0, Math.min(end, to, asOf ?? to) - Math.max(start, from))
  }
  return {
    unit: (trail) => {
      const all = spellsOf(trail, options)
      const [first] = all
      const own = first === undefined ? undefined : counts[first.group]
      if (first !== undefined && own !== undefined) live(own, first)
      if (period === null) return
      const moves: Array<Moves> = []
      for (const spell of all) if (spell.group >= 0) move(moves, spell, period)
      for (const { end, group, lost, start } of moves) {
        const { period: sums } = counts[group] as Counts
        sums.units++
        sums.start += start
        sums.end += end
        sums.lost += lost
        sums.squares.lost += lost * lost
        sums.squares.lostStart += lost * start
        sums.squares.lostEnd += lost * end
        sums.squares.startEnd += start * end
      }
    },
    finish: () =>
      counts.map(({ ended, entered, period: sums, running: open, units }) =>
        units + sums.units === 0
          ? undefined
          : {
              units,
              period: period === null ? null : sums,
              lives:
                days === null
                  ? null
                  : { ended: histogramOf(ended), running: histogramOf(open), entered: histogramOf(entered) },
            },
      ),
  }
}

const increment = (counts: Map<number, number>, value: number): void => {
  counts.set(value, (counts.get(value) ?? 0) + 1)
}
