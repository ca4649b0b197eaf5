import type { DurationOptions, Durations, Lengths } from "@touchpoint/core/questions"
import { byGroup, type Counted, type Place, type Seen } from "../Seen.ts"

/** What became of a duration; `length` is not known of what runs without end. */
interface Outcome {
  readonly what: "closed" | "open" | "dropped" | "unknown" | "negative"
  readonly group: Place | null
  readonly length: number
  /** How long it would have lasted by `asOf`, had nothing ended it. */
  readonly age: number
}

type Unit = ReadonlyArray<Seen>

/** The fold `durations`, counted anew. @category oracle @since 0.2.0 */
export const durations = (units: ReadonlyArray<Unit>, options: DurationOptions): Counted<Durations> => {
  const outcomes = units.flatMap((unit, of) =>
    (options.count === "whole" ? whole(unit, options) : several(unit, options)).map((one) => ({ ...one, of })),
  )
  return byGroup(outcomes, ({ group }) => group).map(([place, own]) => {
    const all = (what: Outcome["what"]) => own.filter((one) => one.what === what)
    const due = (one: Outcome, target: number) =>
      one.what !== "negative" && one.what !== "unknown" && (one.what === "closed" ? one.age : one.length) >= target
    return [
      place,
      {
        units: new Set(own.filter(({ what }) => what !== "negative").map(({ of }) => of)).size,
        timed: new Set(own.filter(({ what }) => what !== "negative" && what !== "unknown").map(({ of }) => of)).size,
        closed: lengths(all("closed")),
        open: lengths(all("open")),
        dropped: lengths(all("dropped")),
        unknown: all("unknown").length,
        negative: all("negative").length,
        targets: options.targets.map((target) => ({
          n: own.filter((one) => due(one, target)).length,
          x: all("closed").filter((one) => due(one, target) && one.length <= target).length,
          dropped: all("dropped").filter((one) => !due(one, target)).length,
        })),
      },
    ]
  })
}

/** Four significant digits of whole milliseconds. */
const lengths = (outcomes: ReadonlyArray<Outcome>): Lengths => {
  const kept = outcomes.map(({ length }) => Number(Math.round(length).toPrecision(4)))
  return [...new Set(kept)]
    .toSorted((a, b) => a - b)
    .map((length) => [length, kept.filter((one) => one === length).length])
}

const bears = (row: Seen | undefined, id: string | null): boolean => id !== null && row?.marks.has(id) === true

/** Milliseconds of the clock of a starting row, piece by piece. */
const clockOf = (row: Seen, { clocks }: DurationOptions) => {
  const { open } = clocks.find(({ mark }) => mark === null || bears(row, mark)) ?? { open: null }
  if (open === null) return (from: number, to: number) => to - from
  const pairs = open.flatMap((edge, i) => (i % 2 === 0 && i + 1 < open.length ? [[edge, open[i + 1] ?? edge]] : []))
  return (from: number, to: number) =>
    pairs.reduce((sum, [a = 0, b = 0]) => sum + Math.max(0, Math.min(b, to) - Math.max(a, from)), 0)
}

/** How long the clock has run from row `s` to an instant, over the rows before `end`. */
const ran = (unit: Unit, s: number, end: number, at: number, options: DurationOptions): number => {
  const first = unit[s]
  if (first === undefined) return 0
  const elapsed = clockOf(first, options)
  let [sum, since] = [0, null as number | null]
  for (const row of unit.slice(s, end)) {
    if (row === first || (since === null && bears(row, options.resume))) since = row.at
    if (since === null || !bears(row, options.pause)) continue
    sum += Math.max(0, elapsed(since, row.at))
    since = null
  }
  return since === null ? sum : sum + Math.max(0, elapsed(since, at))
}

const closed = (unit: Unit, s: number, end: number, options: DurationOptions): Outcome => {
  const at = unit[end]?.at ?? 0
  return ended(unit, s, ran(unit, s, end, at, options), at, options)
}

const ended = (unit: Unit, s: number, length: number, at: number, options: DurationOptions): Outcome => {
  const row = unit[s] as Seen
  const { asOf } = options
  const age = asOf === null ? Infinity : length + Math.max(0, clockOf(row, options)(at, asOf))
  return { what: "closed", group: row.group, length, age }
}

/** A duration whose length the question gives. */
const known = (unit: Unit, s: number, options: DurationOptions): Outcome | null => {
  const row = unit[s] as Seen
  if (row.value === null) return null
  return row.value < 0
    ? { what: "negative", group: row.group, length: 0, age: 0 }
    : ended(unit, s, row.value, row.at + row.value, options)
}

const dropped = (unit: Unit, s: number, end: number, options: DurationOptions): Outcome => {
  const length = ran(unit, s, end, unit[end]?.at ?? 0, options)
  return { what: "dropped", group: (unit[s] as Seen).group, length, age: length }
}

const open = (unit: Unit, s: number, options: DurationOptions): Outcome => {
  const { asOf } = options
  const length = asOf === null ? 0 : ran(unit, s, unit.length, asOf, options)
  return { what: asOf === null ? "unknown" : "open", group: (unit[s] as Seen).group, length, age: length }
}

const begins = (row: Seen | undefined, { restart, start }: DurationOptions): boolean =>
  bears(row, start) || bears(row, restart)

const stops = (unit: Unit, s: number, { collapse, stop }: DurationOptions) => {
  const labelOf = (row: Seen | undefined) => row?.label("touchpoint") ?? null
  return (row: Seen): boolean => bears(row, stop) && !(collapse && labelOf(row) === labelOf(unit[s]))
}

/** Whether something ended at or before the first beginning, and nothing took that back or began anew since. */
const isEarly = (unit: Unit, options: DurationOptions, restart = options.restart): boolean => {
  const first = unit.findIndex((row) => begins(row, options))
  const stop = unit.slice(0, first + 1).findLastIndex((row) => bears(row, options.stop))
  return stop >= 0 && !unit.slice(stop).some((row) => bears(row, restart))
}

const all = (unit: Unit, from: number, options: DurationOptions): ReadonlyArray<Outcome> => {
  const after = unit.slice(from).findIndex((row) => begins(row, options))
  if (after < 0) return []
  const s = from + after
  const given = known(unit, s, options)
  if (given !== null) return [given, ...all(unit, s + 1, options)]
  const ends = stops(unit, s, options)
  const next = unit
    .slice(s + 1)
    .findIndex((row) => bears(row, options.drop) || ends(row) || bears(row, options.restart))
  if (next < 0) return [open(unit, s, options)]
  const end = s + 1 + next
  const row = unit[end] as Seen
  const own = bears(row, options.drop)
    ? [dropped(unit, s, end, options)]
    : ends(row)
      ? [closed(unit, s, end, options)]
      : []
  return [...own, ...all(unit, end, options)]
}

const several = (unit: Unit, options: DurationOptions): ReadonlyArray<Outcome> => {
  const outcomes = all(unit, 0, options)
  if (options.count === "every") return outcomes
  const first = outcomes.findIndex(({ what }) => what === "closed")
  const before = outcomes.slice(0, first < 0 ? undefined : first)
  const negative = before.filter(({ what }) => what === "negative")
  const last = first < 0 ? before.at(-1) : outcomes[first]
  if (last === undefined || last.what === "negative") return negative
  return [...negative, first < 0 && isEarly(unit, options) ? { ...last, what: "negative" } : last]
}

const whole = (unit: Unit, { restart, ...rest }: DurationOptions): ReadonlyArray<Outcome> => {
  const options = { ...rest, restart: null }
  const s = unit.findIndex((row) => begins(row, options))
  if (s < 0) return []
  const drop = unit.findIndex((row) => bears(row, options.drop))
  if (drop >= 0 && drop <= s) return [dropped(unit, s, s, options)]
  const given = known(unit, s, options)
  if (given !== null) return [given]
  if (drop >= 0) return [dropped(unit, s, drop, options)]
  const again = Math.max(
    s,
    unit.findLastIndex((row) => bears(row, restart)),
  )
  const end = unit.findIndex((row, i) => i > again && stops(unit, s, options)(row))
  if (end >= 0) return [closed(unit, s, end, options)]
  const left = open(unit, s, options)
  return [isEarly(unit, options, restart) ? { ...left, what: "negative" } : left]
}
