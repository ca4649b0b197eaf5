import { held } from "./domain.ts"
import type { Interval } from "./interval.ts"

/**
 * A value with its interval.
 *
 * @category Intervals
 * @since 0.2.0
 */
export interface WithInterval {
  readonly value: number
  readonly interval: Interval | null
}

/**
 * The interval of a difference of two independent values, first minus second, from their own intervals: the distances
 * to the limits are squared and added (MOVER). It is as lopsided as they are; a side open in one of them is open. `null`
 * where both sides are, and for intervals of two levels.
 *
 * Source: Newcombe 1998, Zou & Donner 2008.
 *
 * @category Intervals
 * @since 0.2.0
 * @example
 * ```ts
 * import { mover, wilson } from "@touchpoint/core/stats"
 *
 * // of Wilson's intervals it is Newcombe's
 * const of = (x: number, n: number) => ({ value: x / n, interval: wilson(x, n) })
 * console.log(mover(of(56, 70), of(48, 80))?.low?.toFixed(10)) // 0.0524314724
 * ```
 */
export const mover = (first: WithInterval, second: WithInterval): Interval | null => {
  const [a, b] = [first.interval, second.interval]
  if (a === null || b === null || a.level !== b.level) return null
  const difference = first.value - second.value
  const reach = (own: number | null, other: number | null): number | null => {
    const distance = own === null || other === null ? Infinity : Math.hypot(own - first.value, other - second.value)
    return Number.isFinite(distance) ? distance : null
  }
  const [down, up] = [reach(a.low, b.high), reach(a.high, b.low)]
  if (down === null && up === null) return null
  return held({
    low: down === null ? null : difference - down,
    high: up === null ? null : difference + up,
    level: a.level,
    method: "mover",
  })
}
