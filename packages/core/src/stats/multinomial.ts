import { isLevel } from "./domain.ts"
import { defaultLevel, type Interval } from "./interval.ts"
import { wilson } from "./proportion.ts"

/**
 * Simultaneous intervals of the shares of all categories: with confidence `level` every one of them holds its share at
 * once. Wider than Wilson's of one share alone. `null` without answers or with fewer than two categories.
 *
 * Source: Goodman 1965: Wilson's score interval at the level that Bonferroni gives each category.
 *
 * @category Proportions
 * @since 0.2.0
 * @example
 * ```ts
 * import { goodman } from "@touchpoint/core/stats"
 *
 * const [unaware] = goodman([400, 300, 150, 100, 50]) ?? []
 * console.log(unaware?.low?.toFixed(10)) // 0.3608808057
 * ```
 */
export const goodman = (
  counts: ReadonlyArray<number>,
  level: number = defaultLevel,
): ReadonlyArray<Interval> | null => {
  if (!isLevel(level) || counts.length < 2) return null
  const n = counts.reduce((sum, count) => sum + count, 0)
  const each = 1 - (1 - level) / counts.length
  const intervals = counts.flatMap((count) => wilson(count, n, each) ?? [])
  return intervals.length < counts.length ? null : intervals.map((one) => ({ ...one, level, method: "goodman" }))
}
