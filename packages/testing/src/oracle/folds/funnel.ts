import type { Funnel, FunnelOptions } from "@touchpoint/core/questions"
import { gather } from "../rows.ts"
import { byGroup, type Counted, type Place, type Seen } from "../Seen.ts"
import { durations } from "./histograms.ts"

interface Attempt {
  readonly unit: number
  readonly group: Place
  readonly mature: boolean
  /** When each step was reached. */
  readonly times: ReadonlyArray<number>
}

/** The fold `funnel`, counted anew. @category oracle @since 0.2.0 */
export const funnel = (units: ReadonlyArray<ReadonlyArray<Seen>>, options: FunnelOptions): Counted<Funnel> => {
  const attempts = units.flatMap((unit, number) => {
    const all = unit.flatMap((row, opening): ReadonlyArray<Attempt> => {
      const opens = options.order === "any" ? options.steps : options.steps.slice(0, 1)
      if (row.group === null || !opens.some((step) => row.marks.has(step))) return []
      return [
        { unit: number, group: row.group, mature: isMature(options, row.at), times: follow(options, unit, opening) },
      ]
    })
    const groups = byGroup(all, ({ group }) => group).map(([, own]) => own)
    return groups.flatMap((own) => (options.attempt === "every" ? own : chosen(options, own)))
  })
  return byGroup(attempts, ({ group }) => group).map(([place, own]) => [place, stateOf(options, own)])
}

const chosen = ({ attempt }: FunnelOptions, own: ReadonlyArray<Attempt>): ReadonlyArray<Attempt> => {
  if (attempt === "first") return own.slice(0, 1)
  const over = own.filter(({ mature }) => mature)
  if (attempt === "best") return longest(over.length > 0 ? over : own).slice(0, 1)
  const far = longest(own)
  return [...far.filter(({ mature }) => mature), ...far].slice(0, 1)
}

const longest = (attempts: ReadonlyArray<Attempt>): ReadonlyArray<Attempt> => {
  const most = Math.max(...attempts.map(({ times }) => times.length))
  return attempts.filter(({ times }) => times.length === most)
}

const isMature = ({ asOf, windows, within }: FunnelOptions, at: number): boolean => {
  const steps =
    windows.length === 0 || windows.includes(null) ? Infinity : windows.reduce<number>((a, b) => a + (b ?? 0), 0)
  const wait = Math.min(within ?? Infinity, steps)
  return asOf === null || wait === Infinity || at + wait <= asOf
}

const follow = (options: FunnelOptions, unit: ReadonlyArray<Seen>, opening: number): ReadonlyArray<number> =>
  options.order === "any"
    ? unordered(options, unit, opening)
    : options.ties === "either"
      ? greedily(options, unit, opening)
      : options.order === "strict"
        ? walking(options, unit, opening)
        : everywhere(options, unit, opening)

const barred = ({ exclude }: FunnelOptions, reached: number, row: Seen): boolean =>
  exclude.some(({ after, before, mark }) => after <= reached && reached < before && row.marks.has(mark))

/** All rows at which a step can be reached, step by step. */
const everywhere = (options: FunnelOptions, unit: ReadonlyArray<Seen>, opening: number): ReadonlyArray<number> => {
  const { steps, ties, tolerance, windows, within } = options
  const start = (unit[opening] as Seen).at
  const times = [start]
  let reached = [opening]
  for (let k = 1; k < steps.length; k++) {
    const last = reached
    reached = unit.flatMap((row, j) => {
      const from = last.filter((i) => {
        const before = unit[i] as Seen
        return (
          i < j &&
          (ties === "sequence" || row.at > before.at + tolerance) &&
          row.at - before.at <= (windows[k - 1] ?? Infinity) &&
          unit.slice(i + 1, j).every((between) => !barred(options, k, between))
        )
      })
      return from.length > 0 && row.marks.has(steps[k] ?? "") && row.at <= start + (within ?? Infinity) ? [j] : []
    })
    if (reached.length === 0) break
    times.push(Math.min(...reached.map((j) => (unit[j] as Seen).at)))
  }
  return times
}

/** Row after row: it is the next step, or passed over, or the end. */
const walking = (options: FunnelOptions, unit: ReadonlyArray<Seen>, opening: number): ReadonlyArray<number> => {
  const { steps, ties, tolerance, windows, within } = options
  let last = unit[opening] as Seen
  const times = [last.at]
  for (const row of unit.slice(opening + 1)) {
    const k = times.length
    const next = steps[k]
    if (next === undefined || row.at > Number(times[0]) + (within ?? Infinity)) break
    if (row.marks.has(next) && (ties === "sequence" || row.at > last.at + tolerance)) {
      if (row.at - last.at > (windows[k - 1] ?? Infinity)) break
      times.push(row.at)
      last = row
    } else if (barred(options, k, row) || !steps.slice(0, k).some((step) => row.marks.has(step))) break
  }
  return times
}

/** The first row not taken yet that may follow, by order of the trail. */
const greedily = (options: FunnelOptions, unit: ReadonlyArray<Seen>, opening: number): ReadonlyArray<number> => {
  const { order, steps, tolerance, windows, within } = options
  const taken = [unit[opening] as Seen]
  const times = [Number(taken[0]?.at)]
  for (let k = 1; k < steps.length; k++) {
    const last = taken.at(-1) as Seen
    const next = unit.find(
      (row) => row.marks.has(steps[k] ?? "") && row.at >= last.at - tolerance && !taken.includes(row),
    )
    if (next === undefined || next.at > Number(times[0]) + (within ?? Infinity)) break
    if (next.at - last.at > (windows[k - 1] ?? Infinity)) break
    const between = unit.filter((row) => row.at > last.at + tolerance && row.at < next.at - tolerance)
    if (between.some((row) => barred(options, k, row))) break
    const known = steps.slice(0, k)
    if (order === "strict" && between.some((row) => !known.some((step) => row.marks.has(step)))) break
    taken.push(next)
    times.push(Math.max(next.at, ...times))
  }
  return times
}

const unordered = (options: FunnelOptions, unit: ReadonlyArray<Seen>, opening: number): ReadonlyArray<number> => {
  const { steps, ties, tolerance, within } = options
  const start = (unit[opening] as Seen).at
  const near = unit.filter((row, i) => {
    if (row.at > start + (within ?? Infinity)) return false
    if (ties === "sequence") return i >= opening
    return ties === "either" ? row.at >= start - tolerance : i === opening || row.at > start + tolerance
  })
  return steps
    .map((step) => near.filter(({ marks }) => marks.has(step)).map(({ at }) => Math.max(at, start)))
    .flatMap((at) => (at.length === 0 ? [] : [Math.min(...at)]))
    .toSorted((a, b) => a - b)
}

const stateOf = ({ asOf, steps }: FunnelOptions, attempts: ReadonlyArray<Attempt>): Funnel => {
  const mature = attempts.filter((one) => one.mature)
  const open = attempts.filter((one) => !one.mature)
  const reaching = (some: ReadonlyArray<Attempt>, k: number) => some.filter(({ times }) => times.length > k)
  const later = steps.map((_, k) => k).slice(1)
  const units = gather(mature, ({ unit }) => [unit])
  const total = (of: (own: ReadonlyArray<Attempt>) => number) => units.map(of).reduce((a, b) => a + b, 0)
  const wait = (k: number, from: number) =>
    durations(reaching(mature, k).map(({ times }) => Number(times[k]) - Number(times[from])))
  return {
    entrants: mature.length,
    immature: open.length,
    pending: steps.map((_, k) => reaching(open, k).length),
    reached: steps.map((_, k) => reaching(mature, k).length),
    sinceFirst: later.map((k) => wait(k, 0)),
    sincePrevious: later.map((k) => wait(k, k - 1)),
    pendingSinceFirst: later.map((k) =>
      durations(reaching(open, k).map(({ times }) => Number(times[k]) - Number(times[0]))),
    ),
    waiting: later.map((k) =>
      durations(open.filter(({ times }) => times.length <= k).map(({ times }) => Number(asOf) - Number(times[0]))),
    ),
    clusters: {
      units: units.length,
      squares: total((own) => own.length ** 2),
      reached: steps.map((_, k) => ({
        cross: total((own) => own.length * reaching(own, k).length),
        squares: total((own) => reaching(own, k).length ** 2),
      })),
    },
  }
}
