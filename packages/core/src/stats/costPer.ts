import { held, isPositive, successes } from "./domain.ts"
import { defaultLevel, type Interval } from "./interval.ts"
import { garwood } from "./poisson.ts"
import { wilson } from "./proportion.ts"
import type { Successes } from "./summaries.ts"

/**
 * What one of a number of things cost.
 *
 * @category Cost
 * @since 0.2.0
 */
export interface CostPer {
  /** `null` where nothing was had for the money. */
  readonly value: number | null
  /** Open above where nothing was had; `low` then says what one costs at least. */
  readonly interval: Interval
}

const over = (cost: number, count: number | null): number | null =>
  count === null || count === 0 ? null : cost / count

/**
 * Cost of one of `events` that a fixed sum brought (acquisitions, contacts): the interval of a count, turned over. `null`
 * for a cost that is not above zero.
 *
 * Source: Garwood 1936, inverted.
 *
 * @category Cost
 * @since 0.2.0
 * @example
 * ```ts
 * import { costPerEvent } from "@touchpoint/core/stats"
 *
 * console.log(costPerEvent(5000, 40)?.interval.low?.toFixed(10)) // 91.7959280925
 * // nobody came for 5000: one costs at least
 * console.log(costPerEvent(5000, 0)?.interval.low?.toFixed(10)) // 1355.4251534091
 * ```
 */
export const costPerEvent = (cost: number, events: number, level: number = defaultLevel): CostPer | null => {
  const counts = garwood(events, 1, level)
  if (!isPositive(cost) || counts === null) return null
  const interval = { low: over(cost, counts.high), high: over(cost, counts.low), level, method: "garwood-inverted" }
  return held({ value: over(cost, events), interval })
}

/**
 * Cost of one success where the trials are known (clicks that were paid for, and how many bought): narrower than
 * {@link costPerEvent}, which does not know how many there might have been. `null` without trials or cost.
 *
 * Source: Wilson 1927, inverted.
 *
 * @category Cost
 * @since 0.2.0
 * @example
 * ```ts
 * import { costPerSuccess } from "@touchpoint/core/stats"
 *
 * console.log(costPerSuccess(5000, { x: 40, n: 2500 })?.interval.high?.toFixed(10)) // 169.8942849135
 * ```
 */
export const costPerSuccess = (cost: number, trials: Successes, level: number = defaultLevel): CostPer | null => {
  const counts = successes(trials)
  if (!isPositive(cost) || counts === null) return null
  const share = wilson(counts.x, counts.n, level)
  if (share === null) return null
  const [low, high] = [over(cost / counts.n, share.high), over(cost / counts.n, share.low)]
  return held({ value: over(cost, counts.x), interval: { low, high, level, method: "wilson-inverted" } })
}
