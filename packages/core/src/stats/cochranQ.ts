import { chiSquaredSf } from "./chiSquared.ts"
import { isCount } from "./domain.ts"

/**
 * How often one row of yes and no was seen: an item found the same (or not) in each of several channels.
 *
 * @category Tests
 * @since 0.2.0
 */
export interface Pattern {
  readonly yes: ReadonlyArray<boolean>
  readonly n: number
}

/**
 * Result of {@link cochranQ}.
 *
 * @category Tests
 * @since 0.2.0
 */
export interface CochranQ {
  readonly q: number
  readonly df: number
  readonly p: number
}

/**
 * Is the share of yes the same in several channels, judged on the same items? `null` with fewer than two channels, or
 * where every item has the same answer everywhere.
 *
 * Source: Cochran 1950; chi-squared with one degree of freedom fewer than channels, from about 24 answers on that differ.
 *
 * @category Tests
 * @since 0.2.0
 * @example
 * ```ts
 * import { cochranQ } from "@touchpoint/core/stats"
 *
 * const [both, first] = [[true, true], [true, false]]
 * console.log(cochranQ([{ yes: both, n: 20 }, { yes: first, n: 9 }])?.q) // 9
 * ```
 */
export const cochranQ = (patterns: ReadonlyArray<Pattern>): CochranQ | null => {
  const k = patterns[0]?.yes.length ?? 0
  if (patterns.some(({ n, yes }) => yes.length !== k || !isCount(n))) return null
  const columns = Array<number>(k).fill(0)
  let [all, squares] = [0, 0]
  for (const { n, yes } of patterns) {
    const row = yes.filter(Boolean).length
    all += n * row
    squares += n * row * row
    for (const [j, one] of yes.entries()) if (one) columns[j] = (columns[j] ?? 0) + n
  }
  // One channel, or none, leaves no room for differences.
  const room = k * all - squares
  if (room <= 0) return null
  const mean = all / k
  const q = (k * (k - 1) * columns.reduce((sum, column) => sum + (column - mean) ** 2, 0)) / room
  return { q, df: k - 1, p: chiSquaredSf(q, k - 1) }
}
