import type { Span } from "@touchpoint/core/questions"
import { identifier, literal } from "../sql.ts"
import type { ColumnMap } from "./TableMap.ts"

type ColumnSpec = Extract<Exclude<ColumnMap, string>, { readonly column: string }>

/** Conditions that rows of a span meet, and few others do. */
export type NearSpan = (alias: string, span: Span) => ReadonlyArray<string>

const DAY = 86_400_000

/** An instant in milliseconds as a value of a column's type, rounded down and a little more, or up; `null` has none. */
interface Bounds {
  readonly low: (at: number) => string | null
  readonly high: (at: number) => string | null
}

/**
 * Conditions on a column of instants as it is, so that servers leave out parts and granules of other times; the exact
 * condition is on what the column means, through which they cannot look. `null` where a column has none.
 */
export const nearSpan = ({ column, key, unit = "ms" }: ColumnSpec, type: string): NearSpan | null => {
  const bounds = key === undefined ? boundsOf(bareType(type), unit === "s" ? 1000 : 1) : null
  if (bounds === null) return null
  return (alias, { from, to }) => {
    const [low, high] = [from === null ? null : bounds.low(from), to === null ? null : bounds.high(to)]
    const name = `${alias}.${identifier(column)}`
    return [...(low === null ? [] : [`${name} >= ${low}`]), ...(high === null ? [] : [`${name} <= ${high}`])]
  }
}

/** The type without what only says how it is stored, or that it may be absent. */
const bareType = (type: string): string => {
  const inner = /^(?:Nullable|LowCardinality)\((.*)\)$/.exec(type)?.[1]
  return inner === undefined ? type : bareType(inner)
}

/** Whole numbers between two bounds, made of an instant; beyond them the column may not be compared at all. */
const within = (least: number, most: number, size: number, write: (value: number) => string): Bounds => {
  const written = (value: number): string | null => (value >= least && value <= most ? write(value) : null)
  return {
    low: (at) => written(Math.floor(at / size) - 1),
    high: (at) => written(Math.ceil(at / size) + 1),
  }
}

const isoDay = (day: number): string => literal(new Date(day * DAY).toISOString().slice(0, 10))
const days = (year: number): number => Date.UTC(year, 0, 1) / DAY

const boundsOf = (type: string, size: number): Bounds | null => {
  // Nanoseconds reach from 1900 to 2262.
  if (type.startsWith("DateTime64"))
    return within(days(1900) * DAY, days(2262) * DAY, 1, (at) => `fromUnixTimestamp64Milli(toInt64(${at}), 'UTC')`)
  if (type.startsWith("DateTime")) return within(0, 2 ** 32 - 1, 1000, (at) => `toDateTime(${at}, 'UTC')`)
  // A day begins at another instant in every zone, less than a day away.
  if (type === "Date32") return within(days(1900), days(2299), DAY, (day) => `toDate32(${isoDay(day)})`)
  if (type === "Date") return within(0, 2 ** 16 - 1, DAY, (day) => `toDate(${isoDay(day)})`)
  // Comparing decimals fails where a number does not fit into them.
  if (!/^(?:U?Int(?:32|64)|Float(?:32|64))$/.test(type)) return null
  return within(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, size, String)
}
