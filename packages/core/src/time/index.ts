/**
 * Time: zones, calendars, periods, buckets, watermarks and the parsing of timestamps. An instant is a plain number,
 * milliseconds since 1970-01-01T00:00:00Z; nothing here reads the clock or the zone of the process.
 *
 * @module
 */
export * as Calendar from "./Calendar.ts"
export * as Edges from "./Edges.ts"
export * as FiscalYear from "./FiscalYear.ts"
export * as Instant from "./Instant.ts"
export * as LocalDay from "./LocalDay.ts"
export * as LocalTime from "./LocalTime.ts"
export * as ParseInstant from "./ParseInstant.ts"
export * as Period from "./Period.ts"
export * as Watermark from "./Watermark.ts"
export * as WorkingHours from "./WorkingHours.ts"
export * as Zone from "./Zone.ts"
