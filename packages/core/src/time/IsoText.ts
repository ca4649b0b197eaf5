import { daysInMonth, make } from "./LocalDay.ts"

const HOUR = 3_600_000
const DAY = 24 * HOUR

/**
 * What a text says, before a zone is applied; one is made per parser and written over for each text, so that reading
 * allocates nothing.
 */
export interface Reading {
  /** Local time in milliseconds, as an instant in UTC with the same digits would have. */
  local: number
  /** Offset from UTC in milliseconds that the text itself gives, else `NaN`. */
  offset: number
  /** Whether the text has a time of day. */
  hasTime: boolean
}

/** Reads a text in one format; `false` leaves the reading undefined. */
export type Reader = (text: string, into: Reading) => boolean

/** An empty reading. */
export const reading = (): Reading => ({ local: 0, offset: Number.NaN, hasTime: false })

/** Local time of valid parts in milliseconds, `NaN` where a part is out of its range. */
export const localTime = (
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  millisecond: number,
): number =>
  year >= 1 &&
  month >= 1 &&
  month <= 12 &&
  day >= 1 &&
  (day <= 28 || day <= daysInMonth(year, month)) &&
  hour <= 23 &&
  minute <= 59 &&
  second <= 59
    ? make(year, month, day) * DAY + hour * HOUR + minute * 60_000 + second * 1000 + millisecond
    : Number.NaN

const isDigit = (code: number): boolean => code >= 48 && code <= 57

/** The number written by two digits, `NaN` if they are none (as past the end of the text). */
const two = (text: string, at: number): number => {
  const tens = text.charCodeAt(at) - 48
  const ones = text.charCodeAt(at + 1) - 48
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
}

/** `Z`, `±hh`, `±hhmm` or `±hh:mm` from a position to the end, in milliseconds; `undefined` if it is something else. */
const offsetFrom = (text: string, at: number): number | undefined => {
  const code = text.charCodeAt(at)
  const rest = text.length - at
  if (code === 90) return rest === 1 ? 0 : undefined
  if (code !== 43 && code !== 45) return undefined
  const hours = two(text, at + 1)
  const colon = text.charCodeAt(at + 3) === 58
  const minutes = rest === 3 ? 0 : rest === (colon ? 6 : 5) ? two(text, at + (colon ? 4 : 3)) : Number.NaN
  if (!(hours <= 23 && minutes <= 59)) return undefined
  const offset = hours * HOUR + minutes * 60_000
  return code === 45 ? -offset : offset
}

/**
 * Reads ISO 8601 in its extended form: a date, then optionally `T` or one blank, hours and minutes, seconds, a fraction
 * of 1 to 9 digits (cut to milliseconds) after a point or comma, and an offset.
 */
export const read: Reader = (text, into) => {
  const length = text.length
  if (length < 10 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return false
  const year = two(text, 0) * 100 + two(text, 2)
  const month = two(text, 5)
  const day = two(text, 8)
  into.offset = Number.NaN
  into.hasTime = length > 10
  if (length === 10) {
    into.local = localTime(year, month, day, 0, 0, 0, 0)
    return !Number.isNaN(into.local)
  }
  const separator = text.charCodeAt(10)
  if ((separator !== 84 && separator !== 32) || text.charCodeAt(13) !== 58) return false
  let at = 16
  let second = 0
  let millisecond = 0
  if (text.charCodeAt(16) === 58) {
    second = two(text, 17)
    at = 19
    const mark = text.charCodeAt(19)
    if (mark === 46 || mark === 44) {
      at = 20
      let scale = 100
      while (at < 29 && isDigit(text.charCodeAt(at))) {
        millisecond += (text.charCodeAt(at) - 48) * Math.floor(scale)
        scale /= 10
        at++
      }
      if (at === 20) return false
    }
  }
  into.local = localTime(year, month, day, two(text, 11), two(text, 14), second, millisecond)
  if (Number.isNaN(into.local)) return false
  if (at === length) return true
  const offset = offsetFrom(text, at)
  if (offset === undefined) return false
  into.offset = offset
  return true
}
