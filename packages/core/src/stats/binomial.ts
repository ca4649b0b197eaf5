import { betaTails } from "./beta.ts"
import { atLeastZero, isCount, isShare, probability, real } from "./domain.ts"
import { logBeta } from "./gamma.ts"

/** Both tails of the number of successes in n trials: P(X <= k) and P(X > k). */
const tails = (k: number, n: number, p: number): { readonly lower: number; readonly upper: number } => {
  real("k", k)
  atLeastZero("n", n)
  probability("p", p)
  const successes = Math.floor(k)
  if (successes < 0) return { lower: 0, upper: 1 }
  // Weighted trials may not be whole: what is less than the shape of a beta function can be is none.
  if (n - successes < 1e-9) return { lower: 1, upper: 0 }
  return betaTails(1 - p, p, n - successes, successes + 1)
}

/**
 * Probability of at most `k` successes in `n` independent trials of probability `p`.
 *
 * Source: incomplete beta function, NIST DLMF 8.17.5.
 *
 * @category Distributions
 * @since 0.1.0
 * @example
 * ```ts
 * import { binomialCdf } from "@touchpoint/core/stats"
 *
 * console.log(binomialCdf(94, 100, 0.97).toFixed(10)) // 0.0808371289
 * ```
 */
export const binomialCdf = (k: number, n: number, p: number): number => tails(k, n, p).lower

/**
 * Probability of more than `k` successes in `n` independent trials of probability `p`; keeps its relative accuracy in
 * the far tail.
 *
 * Source: as {@link binomialCdf}.
 *
 * @category Distributions
 * @since 0.1.0
 * @example
 * ```ts
 * import { binomialSf } from "@touchpoint/core/stats"
 *
 * console.log(binomialSf(2, 3, 0.5).toFixed(6)) // 0.125000
 * ```
 */
export const binomialSf = (k: number, n: number, p: number): number => tails(k, n, p).upper

/** Smallest whole k from 0 to n for which `holds`, which stays true once it is. */
const first = (n: number, holds: (k: number) => boolean): number => {
  let [low, high] = [0, Math.floor(n)]
  while (low < high) {
    const middle = low + Math.floor((high - low) / 2)
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}

/**
 * Smallest number of successes that `n` trials of probability `p` do not exceed with probability `tail`.
 *
 * Source: bisection on {@link binomialCdf}.
 *
 * @category Distributions
 * @since 0.2.0
 * @example
 * ```ts
 * import { binomialQuantile } from "@touchpoint/core/stats"
 *
 * console.log(binomialQuantile(0.025, 20, 0.5)) // 6
 * ```
 */
export const binomialQuantile = (tail: number, n: number, p: number): number => {
  probability("tail", tail)
  return first(atLeastZero("n", n), (k) => binomialCdf(k, n, p) >= tail)
}

/**
 * Smallest number of successes that `n` trials of probability `p` exceed with at most probability `tail`; for tails too
 * thin for `binomialQuantile(1 - tail, n, p)`.
 *
 * Source: bisection on {@link binomialSf}.
 *
 * @category Distributions
 * @since 0.2.0
 * @example
 * ```ts
 * import { binomialUpperQuantile } from "@touchpoint/core/stats"
 *
 * console.log(binomialUpperQuantile(0.025, 20, 0.5)) // 14
 * ```
 */
export const binomialUpperQuantile = (tail: number, n: number, p: number): number => {
  probability("tail", tail)
  return first(atLeastZero("n", n), (k) => binomialSf(k, n, p) <= tail)
}

/**
 * What an exact test asks: whether the share is below the stated one (`less`), above it (`greater`), or another one
 * (`two-sided`).
 *
 * @category Tests
 * @since 0.1.0
 */
export type Alternative = "less" | "greater" | "two-sided"

/** log of the probability of k successes, but for a constant of n; no number where p is 0 or 1. */
const logWeight = (k: number, n: number, p: number): number =>
  k * Math.log(p) + (n - k) * Math.log1p(-p) - logBeta(k + 1, n - k + 1)

/** Results as likely as the observed one up to rounding count as extreme, as in R. */
const tie = 1e-7

/** Probability of all results no likelier than x: the tail x lies in, and its like on the other side of the mode. */
const bothTails = (x: number, n: number, p: number): number | null => {
  if (!Number.isSafeInteger(x) || !Number.isSafeInteger(n)) return null
  const limit = logWeight(x, n, p) + tie
  const mode = Math.min(n, Math.floor((n + 1) * p))
  // Where p is 0 or 1 nothing is, and the tail of x says all.
  const unlikely = (k: number): boolean => logWeight(k, n, p) <= limit
  if (unlikely(mode)) return 1
  // Weights fall on both sides of the mode; above it they are few enough from `first` on, below it up to before `first`.
  if (x < mode) {
    const above = mode + 1 + first(n - mode, (k) => unlikely(mode + 1 + k))
    return Math.min(1, binomialCdf(x, n, p) + binomialSf(above - 1, n, p))
  }
  const below = first(mode + 1, (k) => !unlikely(k)) - 1
  return Math.min(1, binomialSf(x - 1, n, p) + binomialCdf(below, n, p))
}

/**
 * Exact binomial test: the probability, were the share `share`, of a result at least as far on the side of `alternative`
 * as `x` successes out of `n`; two-sided, of all results no likelier. `null` for `n = 0`, counts that cannot be, and
 * two-sided for counts that are not whole.
 *
 * 94 kept promises of 100 do not refute a contract of 97 %:
 *
 * Source: Clopper & Pearson 1934; two-sided as R's `binom.test`.
 *
 * @category Tests
 * @since 0.1.0
 * @example
 * ```ts
 * import { binomialTest } from "@touchpoint/core/stats"
 *
 * console.log(binomialTest(94, 100, 0.97, "less")?.toFixed(10)) // 0.0808371289
 * // R: binom.test(682, 925, p = 0.75)
 * console.log(binomialTest(682, 925, 0.75, "two-sided")?.toFixed(4)) // 0.3825
 * ```
 */
export const binomialTest = (x: number, n: number, share: number, alternative: Alternative): number | null => {
  if (!isCount(n) || n === 0 || !(x >= 0 && x <= n) || !isShare(share)) return null
  if (alternative === "two-sided") return bothTails(x, n, share)
  return alternative === "less" ? binomialCdf(x, n, share) : binomialSf(Math.ceil(x) - 1, n, share)
}
