import { isShare } from "./domain.ts"

/** What is no p-value is evidence of nothing: it counts in the family as 1. */
const probabilities = (p: ReadonlyArray<number>): ReadonlyArray<number> =>
  p.map((value) => (isShare(value) ? value : 1))

/** Positions of the p-values, smallest first. */
const ascending = (p: ReadonlyArray<number>): ReadonlyArray<number> =>
  p
    .map((value, i) => [value, i] as const)
    .toSorted(([x], [y]) => x - y)
    .map(([, i]) => i)

/**
 * Benjamini-Hochberg q-values, in the order of the p-values given. Rejecting where `q <= 0.05` keeps the expected share of
 * false discoveries at 5 %: for tables that explore. What is no probability counts as 1.
 *
 * Source: Benjamini & Hochberg 1995; equals R's `p.adjust(p, "BH")`.
 *
 * @category Multiplicity
 * @since 0.1.0
 * @example
 * ```ts
 * import { benjaminiHochberg } from "@touchpoint/core/stats"
 *
 * console.log(benjaminiHochberg([0.5, 0.01, 0.02]).join(" ")) // 0.5 0.03 0.03
 * ```
 */
export const benjaminiHochberg = (pValues: ReadonlyArray<number>): ReadonlyArray<number> => {
  const p = probabilities(pValues)
  const q = p.map(() => 1)
  let running = 1
  for (const [rank, i] of [...ascending(p).entries()].toReversed()) {
    running = Math.min(running, ((p[i] ?? 1) * p.length) / (rank + 1))
    q[i] = running
  }
  return q
}

/**
 * Holm's adjusted p-values, in the order of the p-values given. Rejecting where `<= 0.05` keeps the chance of any false
 * rejection at 5 %: for claims that must hold. What is no probability counts as 1.
 *
 * Source: Holm 1979; equals R's `p.adjust(p, "holm")`.
 *
 * @category Multiplicity
 * @since 0.1.0
 * @example
 * ```ts
 * import { holm } from "@touchpoint/core/stats"
 *
 * console.log(holm([0.5, 0.01, 0.02]).join(" ")) // 0.5 0.03 0.04
 * ```
 */
export const holm = (pValues: ReadonlyArray<number>): ReadonlyArray<number> => {
  const p = probabilities(pValues)
  const adjusted = p.map(() => 1)
  let running = 0
  for (const [rank, i] of ascending(p).entries()) {
    running = Math.min(1, Math.max(running, (p[i] ?? 1) * (p.length - rank)))
    adjusted[i] = running
  }
  return adjusted
}
