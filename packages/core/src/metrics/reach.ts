import { value } from "../questions/Expr.ts"
import * as Calendar from "../time/Calendar.ts"
import { type Caveat, caveat } from "./Caveat.ts"
import { DAY } from "./days.ts"
import type { MetricContext } from "./Metric.ts"

/** Up to where the facts reach back, as an estimate is told of it. @category metrics @since 0.2.0 */
export interface Reach {
  /** No period was asked for, so that nothing goes before it. */
  readonly endless: boolean
  /** The facts begin after what the number has to look back to. */
  readonly short: boolean
  /** How many days it has to look back. */
  readonly days: number
  /** There are facts, and the period began before they end: that nobody is in it is known, if only so far. */
  readonly begun: boolean
}

// Rows are counted by a constant, so that an estimate learns what was known when it was asked.
const told = (holds: boolean) => ({ stat: "count", where: value(holds) }) as const

/**
 * Measures that tell an estimate whether there is a period, and whether the facts reach back to an instant: counts of
 * rows where it is so, none where it is not.
 *
 * @category metrics
 * @since 0.2.0
 */
export const reachOf = (
  { asOf, calendar, extent, period }: MetricContext,
  /** From when on facts have to be there; `null` where nothing is looked back to. */
  from: number | null,
) => {
  const first = extent("at")?.min
  const begin = first === undefined ? Infinity : Calendar.startOf(calendar, "day", first)
  const endless = period !== null && period.previous === null
  const days = period === null || from === null ? 0 : Math.round((period.from - from) / DAY)
  return {
    endless: told(endless),
    short: told(!endless && from !== null && from < begin),
    begun: told(asOf !== null && period !== null && period.from <= asOf),
    days: { stat: "extent", of: value(days) },
  } as const
}

/** What comes back of {@link reachOf}. @category metrics @since 0.2.0 */
export interface ReachStates {
  readonly endless: { readonly n: number }
  readonly short: { readonly n: number }
  readonly begun: { readonly n: number }
  readonly days: { readonly max: number | null }
}

/** What {@link reachOf} told. @category metrics @since 0.2.0 */
export const reachTold = ({ begun, days, endless, short }: ReachStates): Reach => ({
  endless: endless.n > 0,
  short: short.n > 0,
  days: days.max ?? 0,
  begun: begun.n > 0,
})

/** What is said where no period was asked for, or the facts do not reach back far enough. @category metrics @since 0.2.0 */
export const reachCaveats = ({ days, endless, short }: Reach): ReadonlyArray<Caveat> =>
  endless ? [caveat("period-needed")] : short ? [caveat("history-unknown", { days })] : []
