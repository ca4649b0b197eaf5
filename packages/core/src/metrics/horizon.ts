import * as Schema from "effect/Schema"
import * as Calendar from "../time/Calendar.ts"

/**
 * The time that the last entrants of a period are given: milliseconds, or until their interval of the calendar and so
 * many `after` it are over.
 *
 * @category metrics
 * @since 0.2.0
 */
export const Horizon = Schema.Union([
  Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0)),
  Schema.Struct({ interval: Calendar.Grain, after: Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)) }),
])
/** @see {@link Horizon} @category metrics @since 0.2.0 */
export type Horizon = typeof Horizon.Type

/**
 * When whoever entered before `end` has had the time: the facts have to reach so far, the instant itself not included.
 *
 * @category metrics
 * @since 0.2.0
 */
export const settledAt = (horizon: Horizon, end: number, calendar: Calendar.Calendar): number => {
  if (typeof horizon === "number") return end + horizon
  let over = Calendar.next(calendar, horizon.interval, end - 1)
  for (let i = 0; i < horizon.after; i++) over = Calendar.next(calendar, horizon.interval, over)
  return over
}
