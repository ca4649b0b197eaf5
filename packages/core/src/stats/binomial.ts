import { betaTails } from "./beta.ts"
import { atLeastZero, probability, real } from "./domain.ts"

/** Both tails of the number of successes in n trials: P(X <= k) and P(X > k). */
const tails = (k: number, n: number, p: number): { readonly lower: number; readonly upper: number } => {
  real("k", k)
  atLeastZero("n", n)
  probability("p", p)
  const successes = Math.floor(k)
  if (successes < 0) return { lower: 0, upper: 1 }
  if (successes >= n) return { lower: 1, upper: 0 }
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

/**
 * The side of a one-sided test: `less` asks whether the share is below the stated one, `greater` whether it is above.
 *
 * @category Tests
 * @since 0.1.0
 */
export type Alternative = "less" | "greater"

/**
 * Exact one-sided binomial test: the probability, were the share `share`, of a result at least as far on the
 * `alternative` side as `x` successes out of `n`. `null` for `n = 0`.
 *
 * 94 kept promises of 100 do not refute a contract of 97 %:
 *
 * Source: Clopper & Pearson 1934.
 *
 * @category Tests
 * @since 0.1.0
 * @example
 * ```ts
 * import { binomialTest } from "@touchpoint/core/stats"
 *
 * console.log(binomialTest(94, 100, 0.97, "less")?.toFixed(10)) // 0.0808371289
 * ```
 */
export const binomialTest = (x: number, n: number, share: number, alternative: Alternative): number | null => {
  if (n === 0) return null
  return alternative === "less" ? binomialCdf(x, n, share) : binomialSf(Math.ceil(x) - 1, n, share)
}
