import type { LocalDay } from "./LocalDay.ts"
import { isZone, ZoneInvalid } from "./Zone.ts"

const DAY = 86_400_000
const maximumDays = 65_536

/**
 * What a local time means in a zone. `unique`: one instant. `overlap`: the clock was set back and showed it twice;
 * `instant` is the earlier. `gap`: the clock was set forward over it; `instant` is the first one after.
 *
 * @category models
 * @since 0.1.0
 */
export interface Resolved {
  readonly instant: number
  readonly kind: "unique" | "overlap" | "gap"
}

/**
 * The wall clock of one zone. Local times are milliseconds too: those an instant in UTC with the same digits has.
 * Offsets are milliseconds to add to UTC. Instants outside the range of `Date` raise a `RangeError`.
 *
 * @category models
 * @since 0.1.0
 */
export interface LocalTime {
  /** Offset of the zone from UTC at an instant. */
  readonly offsetAt: (instant: number) => number
  /** The one offset of a whole local day, or `NaN` where the clock changes on it or next to it. */
  readonly steadyOffset: (day: LocalDay) => number
  /** The instant of a local time. */
  readonly resolve: (local: number) => Resolved
  /** The first instant in (from, to] whose offset is not that of `from`, for spans with at most one change. */
  readonly transition: (from: number, to: number) => number | undefined
}

/** Smallest integer in (low, high] that passes a test which, once passed, stays passed. */
const firstAfter = (low: number, high: number, passes: (value: number) => boolean): number => {
  let failing = low
  let passing = high
  while (passing - failing > 1) {
    const middle = Math.floor((failing + passing) / 2)
    if (passes(middle)) passing = middle
    else failing = middle
  }
  return passing
}

/** Milliseconds of `GMT`, `GMT-04:56:02` and the like: what the CLDR calls the long localized GMT format. */
const offsetOfText = (text: string): number => {
  const match = /GMT(?:([+\-\u2212])(\d{1,2})(?::?(\d{2}))?(?::?(\d{2}))?)?$/.exec(text)
  if (match?.[1] === undefined) return 0
  const seconds = Number(match[2]) * 3600 + Number(match[3] ?? 0) * 60 + Number(match[4] ?? 0)
  return (match[1] === "+" ? seconds : -seconds) * 1000
}

const make = (zone: string): LocalTime => {
  if (!isZone(zone)) throw new ZoneInvalid({ zone })
  // Read from Intl rather than by `tzOffset` of @date-fns/tz 1.5.0, which loses the sign of offsets between -1 h and 0
  // (Africa/Monrovia until 1972, Europe/Dublin and Europe/Lisbon before 1916).
  const text = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" })
  const measure = (instant: number): number => offsetOfText(text.format(instant))
  const days = new Map<number, number>()
  const localDays = new Map<LocalDay, number>()

  const remember = (memory: Map<number, number>, key: number, value: number): number => {
    if (memory.size >= maximumDays) memory.clear()
    memory.set(key, value)
    return value
  }
  const offsetOfDay = (day: number): number => {
    const known = days.get(day)
    if (known !== undefined) return known
    const start = measure(day * DAY)
    const steady = start === measure(day * DAY + DAY / 2) && start === measure(day * DAY + DAY - 1)
    return remember(days, day, steady ? start : Number.NaN)
  }
  const offsetAt = (instant: number): number => {
    const offset = offsetOfDay(Math.floor(instant / DAY))
    return Number.isNaN(offset) ? measure(instant) : offset
  }
  // Offsets lie within a day of UTC, so a change that touches a local day is on that day in UTC or on a neighbour.
  const steadyOffset = (day: LocalDay): number => {
    const known = localDays.get(day)
    if (known !== undefined) return known
    const offset = offsetOfDay(day)
    const steady = offset === offsetOfDay(day - 1) && offset === offsetOfDay(day + 1)
    return remember(localDays, day, steady ? offset : Number.NaN)
  }
  const resolve = (local: number): Resolved => {
    const steady = steadyOffset(Math.floor(local / DAY))
    if (!Number.isNaN(steady)) return { instant: local - steady, kind: "unique" }
    const instants = new Set<number>()
    for (let near = local - DAY; near <= local + DAY; near += DAY / 2) {
      const instant = local - offsetAt(near)
      if (instant + offsetAt(instant) === local) instants.add(instant)
    }
    if (instants.size > 0) return { instant: Math.min(...instants), kind: instants.size > 1 ? "overlap" : "unique" }
    return { instant: firstAfter(local - DAY, local + DAY, (t) => t + offsetAt(t) >= local), kind: "gap" }
  }
  const transition = (from: number, to: number): number | undefined => {
    const offset = offsetAt(from)
    return offsetAt(to) === offset ? undefined : firstAfter(from, to, (t) => offsetAt(t) !== offset)
  }
  return { offsetAt, steadyOffset, resolve, transition }
}

const zones = new Map<string, LocalTime>()

/**
 * The wall clock of a zone, with the offsets it has looked up so far. Throws `ZoneInvalid` for an unknown zone.
 *
 * @example
 * ```ts
 * import { LocalTime } from "@touchpoint/core/time"
 *
 * const berlin = LocalTime.of("Europe/Berlin")
 * console.log(berlin.offsetAt(Date.UTC(2025, 6, 1)) / 3_600_000) // 2
 * console.log(berlin.resolve(Date.UTC(2025, 2, 30, 2, 30)).kind) // gap
 * console.log(berlin.resolve(Date.UTC(2025, 9, 26, 2, 30)).kind) // overlap
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const of = (zone: string): LocalTime => {
  const known = zones.get(zone)
  if (known !== undefined) return known
  const made = make(zone)
  zones.set(zone, made)
  return made
}
