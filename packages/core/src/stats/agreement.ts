import { atLeastZero } from "./domain.ts"

/**
 * Agreement of raters beyond chance: 1 is full, 0 what chance gives.
 *
 * @category Agreement
 * @since 0.2.0
 */
export interface Agreement {
  readonly kappa: number
  /** Share of pairs that agree. */
  readonly observed: number
  /** Share that would agree by chance. */
  readonly expected: number
}

const beyondChance = (observed: number, expected: number): Agreement | null =>
  expected === 1 ? null : { kappa: (observed - expected) / (1 - expected), observed, expected }

const sum = (values: ReadonlyArray<number>): number => values.reduce((total, x) => total + atLeastZero("count", x), 0)

/**
 * Cohen's kappa of two raters: `table[i][j]` items the first called i and the second j. `null` without items, or where
 * both used one category only, so that chance agrees always.
 *
 * Source: Cohen 1960.
 *
 * @category Agreement
 * @since 0.2.0
 * @example
 * ```ts
 * import { cohenKappa } from "@touchpoint/core/stats"
 *
 * console.log(cohenKappa([[20, 5], [10, 15]])?.kappa.toFixed(6)) // 0.400000
 * ```
 */
export const cohenKappa = (table: ReadonlyArray<ReadonlyArray<number>>): Agreement | null => {
  const rows = table.map(sum)
  const n = sum(rows)
  if (n === 0) return null
  const columns = table.map((_, j) => sum(table.map((row) => row[j] ?? 0)))
  const observed = table.reduce((total, row, i) => total + (row[i] ?? 0), 0) / n
  const expected = rows.reduce((total, row, i) => total + (row / n) * ((columns[i] ?? 0) / n), 0)
  return beyondChance(observed, expected)
}

/**
 * Fleiss' kappa of several raters: `counts[i][j]` raters called item i by category j, as many raters for every item.
 * `null` with fewer than two raters, or where all used one category only.
 *
 * Source: Fleiss 1971.
 *
 * @category Agreement
 * @since 0.2.0
 * @example
 * ```ts
 * import { fleissKappa } from "@touchpoint/core/stats"
 *
 * console.log(fleissKappa([[3, 0], [0, 3]])?.kappa) // 1
 * ```
 */
export const fleissKappa = (counts: ReadonlyArray<ReadonlyArray<number>>): Agreement | null => {
  const raters = sum(counts[0] ?? [])
  if (raters < 2) return null
  if (counts.some((item) => sum(item) !== raters))
    throw new RangeError("every item must be rated by the same number of raters")
  const items = counts.length
  const pairs = (item: ReadonlyArray<number>) =>
    (item.reduce((total, x) => total + x * x, 0) - raters) / (raters * (raters - 1))
  const observed = counts.reduce((total, item) => total + pairs(item), 0) / items
  const expected = (counts[0] ?? []).reduce(
    (total, _, j) => total + (sum(counts.map((item) => item[j] ?? 0)) / (items * raters)) ** 2,
    0,
  )
  return beyondChance(observed, expected)
}
