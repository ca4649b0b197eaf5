import { held, isCount } from "./domain.ts"
import { normalSf } from "./normal.ts"
import type { LevelCounts } from "./summaries.ts"

/**
 * Result of {@link mannWhitney}.
 *
 * @category Tests
 * @since 0.1.0
 */
export interface MannWhitney {
  /** Pairs in which the first group's answer is higher; ties count one half. */
  readonly u: number
  /** Normal deviate with tie correction, without continuity correction; `null` where all answers are equal. */
  readonly z: number | null
  /** Two-sided p-value; `null` where `z` is. */
  readonly p: number | null
  /** Probability that an answer of the first group is the higher one (Vargha & Delaney's A). */
  readonly a: number
  /** Cliff's delta, `2a - 1`: 0.147 is called small, 0.33 medium, 0.474 large. */
  readonly cliffsDelta: number
}

/** All answers; 0 where a level or a count is none. */
const size = (counts: LevelCounts): number => {
  let n = 0
  for (const [value, count] of counts) {
    if (!Number.isFinite(value) || !isCount(count)) return 0
    n += count
  }
  return n
}

/**
 * Mann-Whitney (Wilcoxon rank-sum) test of two groups of ordinal answers, given as counts by level.
 *
 * Two-sided normal approximation with tie correction. `null` where a group is empty or has an impossible level.
 *
 * Source: Mann & Whitney 1947; equals R's `wilcox.test(correct = FALSE, exact = FALSE)`.
 *
 * @category Tests
 * @since 0.1.0
 * @example
 * ```ts
 * import { mannWhitney } from "@touchpoint/core/stats"
 *
 * const before = new Map([[1, 6], [2, 9], [3, 20], [4, 45], [5, 30]])
 * const after = new Map([[1, 3], [2, 5], [3, 12], [4, 40], [5, 40]])
 * const test = mannWhitney(after, before)
 * console.log(test?.u) // 6461.5
 * console.log(test?.p?.toFixed(10)) // 0.0206757947
 * ```
 */
export const mannWhitney = (first: LevelCounts, second: LevelCounts): MannWhitney | null => {
  // Of an empty group no pairs are made: `a` is no number then, and nothing with it is held.
  const [n1, n2] = [size(first), size(second)]
  const given = [...first, ...second].filter(([, count]) => count > 0).map(([level]) => level)
  const levels = [...new Set(given)].toSorted((x, y) => x - y)
  const n = n1 + n2
  let u = 0
  let below = 0
  let ties = 0
  for (const level of levels) {
    const [mine, theirs] = [first.get(level) ?? 0, second.get(level) ?? 0]
    u += mine * (below + theirs / 2)
    below += theirs
    ties += (mine + theirs) * (mine + theirs - 1) * (mine + theirs + 1)
  }
  const variance = ((n1 * n2) / 12) * (n + 1 - ties / (n * (n - 1)))
  const z = levels.length > 1 && variance > 0 ? (u - (n1 * n2) / 2) / Math.sqrt(variance) : null
  const a = u / (n1 * n2)
  return held({ u, z, p: z === null ? null : 2 * normalSf(Math.abs(z)), a, cliffsDelta: 2 * a - 1 })
}
