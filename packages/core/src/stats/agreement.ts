import { isCount } from "./domain.ts"

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

const sum = (values: ReadonlyArray<number>): number => values.reduce((total, x) => total + x, 0)

const areCounts = (table: ReadonlyArray<ReadonlyArray<number>>): boolean => table.every((row) => row.every(isCount))

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
  if (n === 0 || !areCounts(table)) return null
  const columns = table.map((_, j) => sum(table.map((row) => row[j] ?? 0)))
  const observed = table.reduce((total, row, i) => total + (row[i] ?? 0), 0) / n
  const expected = rows.reduce((total, row, i) => total + (row / n) * ((columns[i] ?? 0) / n), 0)
  return beyondChance(observed, expected)
}

/**
 * Fleiss' kappa of several raters: `counts[i][j]` raters called item i by category j, as many raters for every item.
 * `null` with fewer than two raters, with another number of them for some item, or where all used one category only.
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
  if (!(raters >= 2) || !areCounts(counts) || counts.some((item) => sum(item) !== raters)) return null
  const items = counts.length
  const pairs = (item: ReadonlyArray<number>) =>
    (item.reduce((total, x) => total + x * x, 0) - raters) / (raters * (raters - 1))
  const observed = counts.reduce((total, item) => total + pairs(item), 0) / items
  const categories = Math.max(...counts.map((item) => item.length))
  let expected = 0
  for (let j = 0; j < categories; j++) expected += (sum(counts.map((item) => item[j] ?? 0)) / (items * raters)) ** 2
  return beyondChance(observed, expected)
}
