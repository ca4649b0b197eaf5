import { successes } from "./domain.ts"
import type { Successes } from "./summaries.ts"

/** Tables as likely as the observed one up to rounding count as extreme, as in R. */
const tie = 1 + 1e-7

/** More tables than these nobody waits for; so many counts need no exact test. */
const mostTables = 1e7

/** Unnormalised hypergeometric weight of every table with the observed margins, the likeliest being 1. */
const weights = (n1: number, n2: number, total: number): { readonly from: number; readonly of: Float64Array } => {
  const from = Math.max(0, total - n2)
  const to = Math.min(n1, total)
  const of = new Float64Array(to - from + 1)
  const mode = Math.min(to, Math.max(from, Math.floor(((n1 + 1) * (total + 1)) / (n1 + n2 + 2))))
  of[mode - from] = 1
  const ratio = (k: number): number => ((n1 - k) * (total - k)) / ((k + 1) * (n2 - total + k + 1))
  for (let k = mode; k < to; k++) of[k + 1 - from] = (of[k - from] ?? 0) * ratio(k)
  for (let k = mode; k > from; k--) of[k - 1 - from] = (of[k - from] ?? 0) / ratio(k - 1)
  return { from, of }
}

/**
 * Fisher's exact test of two shares, two-sided: the probability, given the margins, of all tables no likelier than the
 * observed one. `null` where a group is empty or a count is not whole.
 *
 * Exact in one pass over the possible tables, relative to the likeliest one, so that no factorial is needed; below 1e-300
 * the result may round to 0.
 *
 * Source: Fisher 1935, two-sided rule of R's `fisher.test`.
 *
 * @category Tests
 * @since 0.1.0
 * @example
 * ```ts
 * import { fisherExact } from "@touchpoint/core/stats"
 *
 * console.log(fisherExact({ x: 9, n: 10 }, { x: 3, n: 10 })?.toFixed(10)) // 0.0197666111
 * ```
 */
export const fisherExact = (a: Successes, b: Successes): number | null => {
  const [first, second] = [successes(a), successes(b)]
  if (first === null || second === null || a.n === 0 || b.n === 0) return null
  if (![a.x, a.n, b.x, b.n].every(Number.isSafeInteger)) return null
  const total = first.x + second.x
  if (Math.min(first.n, total) - Math.max(0, total - second.n) > mostTables) return null
  const { from, of } = weights(first.n, second.n, total)
  const limit = (of[first.x - from] ?? 0) * tie
  let extreme = 0
  let all = 0
  for (const weight of of.toSorted()) {
    all += weight
    if (weight <= limit) extreme += weight
  }
  return extreme / all
}
