import { Calendar, LocalDay } from "@touchpoint/core/time"
import { cumulate, place, type Random } from "../Random.ts"

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Days known before and after the simulated ones: registrations lie before, promises end after. */
const BEFORE = 1000
const AFTER = 200

/** When people are online, by local hour. */
const ONLINE_HOURS = cumulate([
  0.8, 0.4, 0.2, 0.1, 0.1, 0.3, 0.9, 1.8, 2.6, 3.2, 3.6, 3.8, 3.9, 3.7, 3.6, 3.7, 4, 4.6, 5.4, 6.2, 6.6, 5.8, 3.8, 1.9,
])
/** When people are in a store or take a parcel, by local hour. */
const STORE_HOURS = cumulate([0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 4, 5, 5, 4, 4, 5, 6, 7, 6, 4, 0, 0, 0, 0])

/** Demand by month, from January, and by weekday, from Sunday. */
const SEASON = [0.9, 0.85, 1, 1.05, 1.05, 0.95, 0.85, 0.85, 1, 1.05, 1.3, 1.45]
const WEEK = [1.15, 1.1, 1.05, 1, 1, 0.95, 0.9]
const BLACK_WEEK = 1.8
const AFTER_CHRISTMAS = 0.6

/** Days on which stores in Poland stay closed besides Sundays; movable feasts fall on Sundays or are left out. */
const CLOSED = new Set(["01-01", "01-06", "05-01", "05-03", "08-15", "11-01", "11-11", "12-25", "12-26"])

/**
 * The days of the simulation in the shop's zone: their first instants (23 or 25 hours apart where the clock changes),
 * how much is going on, when stores are open. Days are numbered from the first simulated one; numbers outside lie
 * before or after.
 */
export class ShopTime {
  readonly calendar: Calendar.Calendar
  /** First instant simulated. */
  readonly from: number
  /** First instant no longer simulated. */
  readonly end: number
  readonly days: number
  /** First day of every calendar month that begins within, and the day after the last one. */
  readonly months: ReadonlyArray<number>
  /** `YYYY-MM` of every month, and how much is going on in it. */
  readonly monthTexts: ReadonlyArray<string>
  private readonly seasons: ReadonlyArray<number>
  private readonly first: number
  private readonly starts: Float64Array
  private readonly demand: Float64Array
  /** The next open day from every day on, itself included. */
  private readonly opens: Int32Array

  constructor(zone: string, from: string, to: string) {
    this.calendar = Calendar.make(zone)
    this.first = LocalDay.parse(from) ?? 0
    this.days = (LocalDay.parse(to) ?? 0) - this.first
    this.starts = Float64Array.from({ length: BEFORE + this.days + AFTER + 1 }, (_, i) =>
      startOf(this.calendar, this.first + i - BEFORE),
    )
    this.opens = new Int32Array(this.starts.length)
    for (let i = this.opens.length - 1, next = 0; i >= 0; i--) {
      if (isOpen(this.first + i - BEFORE)) next = i - BEFORE
      this.opens[i] = next
    }
    this.from = this.start(0)
    this.end = this.start(this.days)
    this.demand = cumulate(Array.from({ length: this.days }, (_, day) => demandOf(this.first + day)))
    const within = Array.from({ length: this.days }, (_, day) => day)
    this.months = [...within.filter((day) => day === 0 || LocalDay.toCivil(this.first + day).day === 1), this.days]
    this.monthTexts = this.months.map((day) => this.text(day).slice(0, 7))
    this.seasons = this.months.map((day) => SEASON[this.civil(day).month - 1] ?? 1)
  }

  /** First instant of a day. */
  start(day: number): number {
    return this.starts[Math.min(Math.max(day + BEFORE, 0), this.starts.length - 1)] ?? 0
  }

  /** The instant of a local time (milliseconds since midnight) of a day; the clock changes before three o'clock. */
  at(day: number, local: number): number {
    return local >= 3 * HOUR ? this.start(day + 1) - (DAY - local) : this.start(day) + local
  }

  /** The day an instant is in. */
  dayOf(instant: number): number {
    let day = Math.floor((instant - this.from) / DAY)
    while (this.start(day) > instant) day--
    while (this.start(day + 1) <= instant && day < this.days + AFTER) day++
    return day
  }

  /** `YYYY-MM-DD` of a day. */
  text(day: number): string {
    return LocalDay.format(this.first + day)
  }

  /** Year, month and day of a day. */
  civil(day: number): LocalDay.Civil {
    return LocalDay.toCivil(this.first + day)
  }

  /** Number of a calendar day. */
  day(year: number, month: number, day: number): number {
    return LocalDay.make(year, month, day) - this.first
  }

  /** The day itself, or the next on which stores are open and parcels are carried. */
  open(day: number): number {
    return this.opens[Math.min(Math.max(day + BEFORE, 0), this.opens.length - 1)] ?? day
  }

  /** A day from `low` up to, not including, `high`, busy ones more often; `share` is drawn. */
  pickDay(share: number, low: number, high: number): number {
    const below = low <= 0 ? 0 : (this.demand[low - 1] ?? 0)
    const total = this.demand[Math.min(high, this.days) - 1] ?? 0
    return place(this.demand, below + share * (total - below))
  }

  /** An instant of a day at which people are online. */
  online(random: Random, day: number): number {
    return this.at(day, random.pick(ONLINE_HOURS) * HOUR + random.below(HOUR))
  }

  /** An instant of an open day, the given one or the next, at which stores are open. */
  inStore(random: Random, day: number): number {
    return this.at(this.open(day), random.pick(STORE_HOURS) * HOUR + random.below(HOUR))
  }

  /** How much is going on in a month, 1 on average. */
  season(month: number): number {
    return this.seasons[month] ?? 1
  }
}

const startOf = (calendar: Calendar.Calendar, day: LocalDay.LocalDay): number =>
  Calendar.instantOf(calendar, LocalDay.format(day)) ?? 0

const isOpen = (day: LocalDay.LocalDay): boolean =>
  LocalDay.weekday(day) !== 0 && !CLOSED.has(LocalDay.format(day).slice(5))

const demandOf = (day: LocalDay.LocalDay): number => {
  const { day: date, month } = LocalDay.toCivil(day)
  const special =
    month === 11 && date >= 23 && date <= 30 ? BLACK_WEEK : month === 12 && date >= 24 ? AFTER_CHRISTMAS : 1
  return (SEASON[month - 1] ?? 1) * (WEEK[LocalDay.weekday(day)] ?? 1) * special
}
