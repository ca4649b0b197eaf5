import { held, isLevel, isShare, successes } from "./domain.ts"
import { normalQuantile } from "./normal.ts"
import type { Successes } from "./summaries.ts"

/**
 * A share against a target: how many standard errors apart, and between which shares chance would keep a group of its
 * size.
 *
 * @category League tables
 * @since 0.2.0
 */
export interface TargetLimits {
  readonly z: number
  readonly low: number
  readonly high: number
}

/**
 * Limits of a funnel plot: instead of a rank, whether a group of this size lies beyond what chance does around the
 * target. The limits may leave 0 … 1; cut them where they are drawn. `null` without trials or for a target of 0 or 1.
 *
 * Source: Spiegelhalter 2005.
 *
 * @category League tables
 * @since 0.2.0
 * @example
 * ```ts
 * import { funnelLimits } from "@touchpoint/core/stats"
 *
 * console.log(funnelLimits({ x: 30, n: 100 }, 0.5)?.z) // -4
 * ```
 */
export const funnelLimits = (group: Successes, target: number, level = 0.95): TargetLimits | null => {
  const counts = successes(group)
  if (!isLevel(level) || !isShare(target) || counts === null) return null
  const { n, x } = counts
  // Infinite without trials, 0 for a target of 0 or 1: no number comes of either.
  const se = Math.sqrt((target * (1 - target)) / n)
  const half = normalQuantile((1 + level) / 2) * se
  return held({ z: (x / n - target) / se, low: target - half, high: target + half })
}

/**
 * Percentile rank of a value among its peers, 0 … 100: those below, and half of those equal. `null` with fewer than
 * five peers, who are no benchmark, or where one has no value.
 *
 * @category League tables
 * @since 0.2.0
 * @example
 * ```ts
 * import { percentileRank } from "@touchpoint/core/stats"
 *
 * console.log(percentileRank(70, [62, 65, 70, 70, 74, 80, 81, 90])) // 37.5
 * ```
 */
export const percentileRank = (own: number, peers: ReadonlyArray<number>): number | null => {
  if (peers.length < 5 || ![own, ...peers].every(Number.isFinite)) return null
  const points = peers.reduce((sum, peer) => sum + (peer < own ? 1 : peer === own ? 0.5 : 0), 0)
  return (100 * points) / peers.length
}
