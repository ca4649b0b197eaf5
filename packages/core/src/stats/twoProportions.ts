import { between, held, isLevel, isShare, successes } from "./domain.ts"
import { fisherExact } from "./fisher.ts"
import { defaultLevel, type Estimate, type Interval } from "./interval.ts"
import { normalQuantile, normalSf } from "./normal.ts"
import { wilson } from "./proportion.ts"
import type { Successes } from "./summaries.ts"

/**
 * Newcombe's hybrid score interval of the difference `a - b` of two shares, between -1 and 1.
 *
 * Counts may be real (effective sizes). `null` where a group is empty.
 *
 * Source: Newcombe 1998, method 10.
 *
 * @category Proportions
 * @since 0.1.0
 * @example
 * ```ts
 * import { newcombe } from "@touchpoint/core/stats"
 *
 * const interval = newcombe({ x: 56, n: 70 }, { x: 48, n: 80 })
 * console.log(interval?.low?.toFixed(10)) // 0.0524314724
 * console.log(interval?.high?.toFixed(10)) // 0.3338726540
 * ```
 */
export const newcombe = (a: Successes, b: Successes, level: number = defaultLevel): Interval | null => {
  const [first, second] = [wilson(a.x, a.n, level), wilson(b.x, b.n, level)]
  if (first === null || second === null) return null
  const [p, q] = [Math.min(1, Math.max(0, a.x / a.n)), Math.min(1, Math.max(0, b.x / b.n))]
  const down = Math.hypot(p - (first.low ?? 0), (second.high ?? 1) - q)
  const up = Math.hypot((first.high ?? 1) - p, q - (second.low ?? 0))
  return between(Math.max(-1, p - q - down), Math.min(1, p - q + up), level, "newcombe")
}

/**
 * Result of {@link twoProportionTest}.
 *
 * @category Tests
 * @since 0.1.0
 */
export interface TwoProportionTest {
  /** Which test gave `p`. */
  readonly method: "pooled-z" | "fisher-exact"
  /** Pooled z of `a - b`; `null` where all answers agree. */
  readonly z: number | null
  /** Two-sided p-value. */
  readonly p: number | null
  /** Smallest count expected in a cell were the shares equal. */
  readonly smallestExpected: number
}

/** Below this expected count the normal approximation gives way to Fisher's test. Source: Cochran 1954. */
const fewExpected = 5

/**
 * Are two shares equal? Pooled z (Pearson's chi-square without continuity correction); Fisher's exact test, two-sided,
 * if a cell is expected below 5. `null` where a group is empty.
 *
 * Effective sizes may be fractions; the exact test then takes whole counts, rounded towards no difference.
 *
 * Source: Pearson 1900; Fisher 1935.
 *
 * @category Tests
 * @since 0.1.0
 * @example
 * ```ts
 * import { twoProportionTest } from "@touchpoint/core/stats"
 *
 * const test = twoProportionTest({ x: 56, n: 70 }, { x: 48, n: 80 })
 * console.log(test?.method) // pooled-z
 * console.log(test?.p?.toFixed(10)) // 0.0080450814
 * ```
 */
export const twoProportionTest = (a: Successes, b: Successes): TwoProportionTest | null => {
  const [first, second] = [successes(a), successes(b)]
  if (first === null || second === null || a.n === 0 || b.n === 0) return null
  const n = first.n + second.n
  const pooled = (first.x + second.x) / n
  const smallestExpected = Math.min(first.n, second.n) * Math.min(pooled, 1 - pooled)
  const variance = pooled * (1 - pooled) * (1 / first.n + 1 / second.n)
  const z = variance > 0 ? (first.x / first.n - second.x / second.n) / Math.sqrt(variance) : null
  // Effective counts may be fractions; the exact test takes whole ones. Sizes are cut (but not for float noise), and
  // both shares are rounded towards the pooled one, so that nothing is gained.
  const whole = ({ n: size, x }: Successes): Successes => {
    const cut = Math.floor(size + 1e-9)
    const exact = (x / size) * cut
    const near = Math.round(exact)
    if (Math.abs(exact - near) < 1e-6) return { n: cut, x: near }
    return { n: cut, x: x / size < pooled ? Math.ceil(exact) : Math.floor(exact) }
  }
  return smallestExpected < fewExpected
    ? { method: "fisher-exact", z, p: fisherExact(whole(a), whole(b)), smallestExpected }
    : { method: "pooled-z", z, p: 2 * normalSf(Math.abs(z ?? 0)), smallestExpected }
}

/**
 * Cohen's h of two shares, `2 asin(sqrt p1) - 2 asin(sqrt p2)`: a difference that means the same near 0 as near 1/2.
 * 0.2 is called small, 0.5 medium, 0.8 large. `null` for what is no share.
 *
 * Source: Cohen 1988, chapter 6.
 *
 * @category Effect sizes
 * @since 0.1.0
 * @example
 * ```ts
 * import { cohenH } from "@touchpoint/core/stats"
 *
 * console.log(cohenH(0.8, 0.6)?.toFixed(10)) // 0.4421431880
 * ```
 */
export const cohenH = (p1: number, p2: number): number | null =>
  isShare(p1) && isShare(p2) ? 2 * Math.asin(Math.sqrt(p1)) - 2 * Math.asin(Math.sqrt(p2)) : null

/**
 * Ratio of two shares, `a / b`, with Katz's interval on the logarithm. `null` where `b` has no success or a group is
 * empty; without a success in `a` the ratio is 0 and has no interval.
 *
 * Source: Katz et al. 1978.
 *
 * @category Effect sizes
 * @since 0.1.0
 * @example
 * ```ts
 * import { riskRatio } from "@touchpoint/core/stats"
 *
 * const ratio = riskRatio({ x: 9, n: 10 }, { x: 3, n: 10 })
 * console.log(ratio?.value.toFixed(6)) // 3.000000
 * console.log(ratio?.interval?.low?.toFixed(7)) // 1.1383504
 * ```
 */
export const riskRatio = (a: Successes, b: Successes, level: number = defaultLevel): Estimate | null => {
  const [first, second] = [successes(a), successes(b)]
  if (!isLevel(level) || first === null || second === null) return null
  // Over no success or no trial it is no number; from no success its spread is none, and so the ends.
  const value = first.x / first.n / (second.x / second.n)
  const z = normalQuantile((1 + level) / 2)
  const spread = Math.exp(z * Math.sqrt(1 / first.x - 1 / first.n + 1 / second.x - 1 / second.n))
  return held({ value, interval: between(value / spread, value * spread, level, "katz") })
}
