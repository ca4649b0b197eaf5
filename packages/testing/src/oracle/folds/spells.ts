import type { Spells, SpellsOptions } from "@touchpoint/core/questions"
import { bucketOf } from "../evaluate.ts"
import { byGroup, type Counted, type Place, type Seen } from "../Seen.ts"
import { levels } from "./histograms.ts"

interface Spell {
  readonly unit: number
  readonly first: boolean
  readonly group: Place | null
  readonly start: number
  /** Infinite while it runs. */
  readonly end: number
}

/** The fold `spells`, counted anew. @category oracle @since 0.2.0 */
export const spells = (units: ReadonlyArray<ReadonlyArray<Seen>>, options: SpellsOptions): Counted<Spells> => {
  const all = units.flatMap((unit, number) => spellsOf(unit, options).map((spell) => ({ ...spell, unit: number })))
  return byGroup(all, ({ group }) => group).flatMap(([place, own]): Counted<Spells> => {
    const known = own.filter((spell) => spell.first && isKnown(options, spell))
    const state = { units: known.length, period: periodOf(options, own), lives: livesOf(options, known) }
    return state.units + (state.period?.units ?? 0) === 0 ? [] : [[place, state]]
  })
}

/** A row begins a spell where every row before it was over for longer than the grace. */
const spellsOf = (unit: ReadonlyArray<Seen>, { asOf, grace }: SpellsOptions): ReadonlyArray<Omit<Spell, "unit">> => {
  const rows = unit
    .filter(({ at, value }) => Number.isFinite(at) && at <= (asOf ?? Infinity) && (value === null || value >= at))
    .map(({ at, group, value }) => ({ group, start: at, end: value ?? Infinity }))
  const begins = rows.flatMap(({ start }, i) => (rows.slice(0, i).every(({ end }) => end + grace < start) ? [i] : []))
  return begins.map((from, i) => {
    const own = rows.slice(from, begins[i + 1])
    const end = Math.max(...own.map((row) => row.end))
    const { group = null, start = 0 } = own[0] ?? {}
    return { first: i === 0, group, start, end: end + grace <= (asOf ?? Infinity) ? end : Infinity }
  })
}

const within = (of: NonNullable<SpellsOptions["period"]>, at: number): boolean => of.from <= at && at < of.to

const periodOf = ({ asOf, period }: SpellsOptions, all: ReadonlyArray<Spell>): Spells["period"] => {
  if (period === null) return null
  const { from, to } = period
  const own = all.filter(({ end, start }) => start < to && end >= from)
  const perUnit = [...new Set(own.map(({ unit }) => unit))].map((unit) => {
    const some = own.filter((spell) => spell.unit === unit)
    return {
      start: some.filter(({ start }) => start < from).length,
      end: some.filter(({ end }) => end >= to).length,
      lost: some.filter(({ end }) => within(period, end)).length,
    }
  })
  const total = <T>(of: ReadonlyArray<T>, count: (one: T) => number) => of.reduce((sum, one) => sum + count(one), 0)
  return {
    units: perUnit.length,
    start: total(perUnit, ({ start }) => start),
    lostOfStart: own.filter(({ end, start }) => start < from && end < to).length,
    joined: own.filter(({ start }) => within(period, start)).length,
    lost: total(perUnit, ({ lost }) => lost),
    end: total(perUnit, ({ end }) => end),
    exposure: total(own, ({ end, start }) => Math.max(0, Math.min(end, to, asOf ?? Infinity) - Math.max(start, from))),
    squares: {
      lost: total(perUnit, ({ lost }) => lost * lost),
      lostStart: total(perUnit, ({ lost, start }) => lost * start),
      lostEnd: total(perUnit, ({ end, lost }) => lost * end),
      startEnd: total(perUnit, ({ end, start }) => start * end),
    },
  }
}

/** Days since the first edge; what is later than the last edge is on the day after it, what is earlier on none. */
const dayOf = (days: ReadonlyArray<number>, at: number): number | null =>
  days.length > 0 && at >= Number(days.at(-1)) ? days.length - 1 : bucketOf(days, at)

/** Ends are known so far: who ended within the grace before may come back. */
const followedTo = ({ asOf, grace }: SpellsOptions): number => (asOf === null ? Infinity : asOf - grace)

const timesOf = (options: SpellsOptions, { end, start }: Pick<Spell, "end" | "start">) => {
  const days = options.days ?? []
  const born = dayOf(days, start)
  if (born === null) return null
  const over = dayOf(days, end === Infinity ? followedTo(options) : end)
  const entered = options.since === null || options.since <= start ? 0 : Number(dayOf(days, options.since)) - born
  return { days: Number(over) - born, entered }
}

/** Whether a spell was followed at all, still there when spells came to be known, and for a whole day after. */
const isKnown = (options: SpellsOptions, spell: Spell): boolean => {
  if (spell.end === Infinity && spell.start > followedTo(options)) return false
  if (options.since === null) return true
  if (Math.min(spell.end, followedTo(options)) < options.since) return false
  const times = timesOf(options, spell)
  return times === null || times.entered <= 0 || times.days > times.entered
}

const livesOf = (options: SpellsOptions, own: ReadonlyArray<Spell>): Spells["lives"] => {
  if (options.days === null) return null
  const lives = own.flatMap((spell) => {
    const times = timesOf(options, spell)
    return times === null ? [] : [{ ...times, open: spell.end === Infinity }]
  })
  return {
    ended: levels(lives.filter(({ open }) => !open).map(({ days }) => days)),
    running: levels(lives.filter(({ open }) => open).map(({ days }) => days)),
    entered: levels(lives.filter(({ entered }) => entered > 0).map(({ entered }) => entered)),
  }
}
