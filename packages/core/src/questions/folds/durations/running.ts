import { stopwatch } from "../../../time/WorkingHours.ts"
import type { FoldContext, Running, Trail } from "../Fold.ts"
import type { Durations } from "./Durations.ts"
import { lengthCounter } from "./lengths.ts"
import type { DurationOptions } from "./options.ts"

type Clock = (from: number, to: number) => number

/** The wall clock. */
const always: Clock = (from, to) => to - from

/** A duration that runs, or that stood last. One object serves all units. */
interface Timed {
  /** Group of the starting row; `-1` where it belongs to none. */
  group: number
  label: number
  clock: Clock
  /** What had run before `since`. */
  elapsed: number
  /** Since when the clock runs; `NaN` while it stands. */
  since: number
}

const read = ({ clock, elapsed, since }: Timed, at: number): number =>
  since === since ? elapsed + Math.max(0, clock(since, at)) : elapsed

/** Counts durations unit by unit. */
export const running = (options: DurationOptions, { groups, marks }: FoldContext): Running<Durations> => {
  const { asOf, collapse, count, targets } = options
  const bit = (id: string | null) => (id === null ? 0 : 1 << marks.indexOf(id))
  const [start, stop, restart, drop] = [options.start, options.stop, options.restart, options.drop].map(bit) as [
    number,
    number,
    number,
    number,
  ]
  const [pause, resume] = [bit(options.pause), bit(options.resume)]
  const clocks = options.clocks.map(({ mark, open }) => ({
    mark: bit(mark),
    clock: open === null ? always : stopwatch(open),
  }))
  const tallies = Array<ReturnType<typeof tally> | undefined>(groups.length).fill(undefined)
  /** Most groups of a question split finely stay empty. */
  const of = (group: number) => (group < 0 ? undefined : (tallies[group] ??= tally(targets)))
  const timed: Timed = { group: -1, label: -1, clock: always, elapsed: 0, since: Number.NaN }
  const clockOf = (borne: number): Clock =>
    clocks.find(({ mark }) => mark === 0 || (borne & mark) !== 0)?.clock ?? always

  /** A duration of `length` that ended at an instant; it was due at a target once the clock had run that long. */
  const close = (unit: number, length: number, at: number): void =>
    of(timed.group)?.close(unit, length, asOf === null ? Infinity : length + Math.max(0, timed.clock(at, asOf)))
  /** One whose end is not known. */
  const leave = (unit: number): void => {
    const own = of(timed.group)
    if (asOf === null) own?.unknown(unit)
    else own?.leave(unit, read(timed, asOf))
  }
  const begin = (trail: Trail, row: number): void => {
    timed.group = trail.group[row] as number
    timed.label = trail.label[row] as number
    timed.clock = clockOf(trail.marks[row] as number)
    timed.elapsed = 0
    timed.since = trail.at[row] as number
  }
  /** The length that the question gives a starting row. */
  const lengthAt = ({ value }: Trail, row: number): number => (value === null ? Number.NaN : (value[row] as number))
  const tick = (borne: number, at: number): void => {
    if ((borne & resume) !== 0 && timed.since !== timed.since) timed.since = at
  }
  const hold = (borne: number, at: number): void => {
    if ((borne & pause) === 0 || timed.since !== timed.since) return
    timed.elapsed = read(timed, at)
    timed.since = Number.NaN
  }

  /** Every duration of a unit, or the first that ends. */
  const several = (trail: Trail, unit: number, first: boolean): void => {
    let [runs, begun, early] = [false, false, false]
    /** Where only the first that ends counts: what was given up last, in case nothing follows. */
    let [given, group] = [Number.NaN, -1]
    for (let row = trail.from; row < trail.to; row++) {
      const [borne, at] = [trail.marks[row] as number, trail.at[row] as number]
      if (runs) {
        tick(borne, at)
        if ((borne & drop) !== 0) {
          runs = false
          if (first) [given, group] = [read(timed, at), timed.group]
          else of(timed.group)?.drop(unit, read(timed, at))
        } else if ((borne & stop) !== 0 && !(collapse && trail.label[row] === timed.label)) {
          runs = false
          close(unit, read(timed, at), at)
          if (first) return
        }
      } else if (!begun && (borne & stop) !== 0) early = first
      // No clock that is wrong explains a stop before what begins anew.
      if ((borne & restart) !== 0) early = false
      if ((borne & restart) !== 0 || ((borne & start) !== 0 && !runs)) {
        begin(trail, row)
        begun = true
        given = Number.NaN
        const known = lengthAt(trail, row)
        runs = known !== known
        if (known < 0) of(timed.group)?.negative()
        else if (!runs) {
          close(unit, known, at + known)
          if (first) return
        }
      }
      if (runs) hold(borne, at)
    }
    if (early && (runs || given === given)) of(runs ? timed.group : group)?.negative()
    else if (runs) leave(unit)
    else if (given === given) of(group)?.drop(unit, given)
  }

  /** The one duration of a unit, up to its last end. */
  const whole = (trail: Trail, unit: number): void => {
    let [begun, gone, early, length, ended] = [false, false, false, Number.NaN, Number.NaN]
    for (let row = trail.from; row < trail.to; row++) {
      const [borne, at] = [trail.marks[row] as number, trail.at[row] as number]
      gone ||= (borne & drop) !== 0
      if (begun) {
        tick(borne, at)
        if (gone) {
          of(timed.group)?.drop(unit, read(timed, at))
          return
        }
        if ((borne & stop) !== 0 && length !== length && !(collapse && trail.label[row] === timed.label))
          [length, ended] = [read(timed, at), at]
        if ((borne & restart) !== 0) length = Number.NaN
      } else if ((borne & stop) !== 0) early = true
      if (!begun && (borne & start) !== 0) {
        begin(trail, row)
        begun = true
        if (gone) {
          of(timed.group)?.drop(unit, 0)
          return
        }
        const known = lengthAt(trail, row)
        if (known < 0) of(timed.group)?.negative()
        if (known >= 0) close(unit, known, at + known)
        if (known === known) return
      }
      // Nor one before what takes an end back.
      if ((borne & restart) !== 0) early = false
      if (begun) hold(borne, at)
    }
    if (!begun) return
    if (length === length) close(unit, length, ended)
    else if (early) of(timed.group)?.negative()
    else leave(unit)
  }

  let unit = 0
  return {
    unit: (trail) => {
      unit++
      if (count === "whole") whole(trail, unit)
      else several(trail, unit, count === "first-stopped")
    },
    finish: () => tallies.map((own) => own?.state()),
  }
}

/** Counts of one group. */
const tally = (targets: DurationOptions["targets"]) => {
  const [closed, open, dropped] = [lengthCounter(), lengthCounter(), lengthCounter()]
  const due = targets.map(() => ({ n: 0, x: 0, dropped: 0 }))
  let [units, timed, unknown, negative] = [0, 0, 0, 0]
  /** The units met last. */
  let [last, lastTimed] = [-1, -1]
  const meet = (unit: number) => {
    if (unit !== last) units++
    last = unit
  }
  const time = (unit: number) => {
    meet(unit)
    if (unit !== lastTimed) timed++
    lastTimed = unit
  }
  return {
    close: (unit: number, length: number, age: number) => {
      time(unit)
      closed.add(length)
      for (const [i, target] of targets.entries()) {
        const own = due[i]
        if (own === undefined || age < target) continue
        own.n++
        if (length <= target) own.x++
      }
    },
    leave: (unit: number, age: number) => {
      time(unit)
      open.add(age)
      for (const [i, target] of targets.entries()) {
        const own = due[i]
        if (own !== undefined && age >= target) own.n++
      }
    },
    drop: (unit: number, age: number) => {
      time(unit)
      dropped.add(age)
      for (const [i, target] of targets.entries()) {
        const own = due[i]
        if (own === undefined) continue
        if (age >= target) own.n++
        else own.dropped++
      }
    },
    unknown: (unit: number) => {
      meet(unit)
      unknown++
    },
    negative: () => {
      negative++
    },
    state: (): Durations | undefined =>
      units + negative === 0
        ? undefined
        : {
            units,
            timed,
            closed: closed.state(),
            open: open.state(),
            dropped: dropped.state(),
            unknown,
            negative,
            targets: due,
          },
  }
}
