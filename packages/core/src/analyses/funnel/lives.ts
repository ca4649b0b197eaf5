import { logKey, type LogHistogram, logValue } from "../../moments/LogHistogram.ts"
import type { Funnel } from "../../questions/folds/funnel/index.ts"
import type { LifeCounts, Lifetimes } from "../../stats/index.ts"

/** A length of time as the bin of durations that ends it: what comes within it is at most this. */
export const binned = (time: number): number => (time > 0 ? logValue(logKey(time)) : 0)

/**
 * Lifetimes from the first step of a funnel to another one, counted from 0, in milliseconds within 1 %: of attempts that
 * got there; of those under way as long as they have been; of those whose time was over without it the whole horizon.
 *
 * @category funnel
 * @since 0.2.0
 */
export const funnelLives = (state: Funnel, step: number, horizon: number): Lifetimes => {
  const lives = new Map<number, LifeCounts>()
  const add = (time: number, events: number, censored: number) => {
    const known = lives.get(time)
    lives.set(time, { events: events + (known?.events ?? 0), censored: censored + (known?.censored ?? 0) })
  }
  const each = (histogram: LogHistogram | undefined, use: (time: number, n: number) => void) => {
    if (histogram === undefined) return
    if (histogram.zero > 0) use(0, histogram.zero)
    for (const [key, n] of histogram.bins) use(logValue(key), n)
  }
  each(state.sinceFirst[step - 1], (time, n) => add(time, n, 0))
  each(state.pendingSinceFirst[step - 1], (time, n) => add(time, n, 0))
  each(state.waiting[step - 1], (time, n) => add(time, 0, n))
  const without = state.entrants - (state.reached[step] ?? 0)
  if (without > 0) add(binned(horizon), 0, without)
  return lives
}
