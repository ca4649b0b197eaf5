import { held, isCount, isLevel } from "./domain.ts"
import { defaultLevel, type Interval } from "./interval.ts"
import { normalQuantile } from "./normal.ts"

/**
 * An index over stages.
 *
 * @category Indices
 * @since 0.2.0
 */
export interface WeightedIndex {
  /** Mean worth of a unit. */
  readonly value: number
  readonly se: number
  /** `null` where all units are worth the same: nothing shows how they vary. */
  readonly interval: Interval | null
  /** Share of the units at this stage or a later one, for every stage; the first is 1. */
  readonly atLeast: ReadonlyArray<number>
}

/**
 * Index of a population spread over ordered stages that are worth something each: how ready, aware or loyal it is as a
 * whole. `null` without units, or where stages and weights do not match.
 *
 * The weights are a choice: show what the index becomes with other ones. From about 30 units on the interval holds.
 *
 * Source: mean of a multinomial, `var = sum w^2 p - (sum w p)^2`, normal interval.
 *
 * @category Indices
 * @since 0.2.0
 * @example
 * ```ts
 * import { weightedIndex } from "@touchpoint/core/stats"
 *
 * const readiness = weightedIndex([400, 300, 150, 100, 50], [0, 0.25, 0.5, 0.75, 1])
 * console.log(readiness?.value.toFixed(3), readiness?.interval?.low?.toFixed(10)) // 0.275 0.2567318108
 * ```
 */
export const weightedIndex = (
  counts: ReadonlyArray<number>,
  weights: ReadonlyArray<number>,
  level: number = defaultLevel,
): WeightedIndex | null => {
  const n = counts.reduce((sum, count) => sum + count, 0)
  if (!isLevel(level) || counts.length !== weights.length || !counts.every(isCount) || !isCount(n)) return null
  const mean = counts.reduce((sum, count, k) => sum + (count / n) * (weights[k] ?? 0), 0)
  const variance = counts.reduce((sum, count, k) => sum + (count / n) * ((weights[k] ?? 0) - mean) ** 2, 0)
  const se = Math.sqrt(variance / n)
  const half = normalQuantile((1 + level) / 2) * se
  const atLeast = counts.map((_, k) => counts.slice(k).reduce((sum, count) => sum + count, 0) / n)
  const interval = se > 0 ? { low: mean - half, high: mean + half, level, method: "normal" } : null
  return held({ value: mean, se, interval, atLeast })
}
