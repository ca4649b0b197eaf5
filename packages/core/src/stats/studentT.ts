import { betaLogit, betaTails } from "./beta.ts"
import { probability, real } from "./domain.ts"
import { logBeta } from "./gamma.ts"
import { normalQuantile, normalSf } from "./normal.ts"

/** From here on the t distribution equals the normal one to the last digit. */
const practicallyNormal = 1e18

/** From here on 1 + w is w to the last digit, and w itself may overflow. */
const mostSquared = 1e200

/** Both tails together beyond any beta function: (df / t^2)^(df/2) / (df/2 B(df/2, 1/2)), by logarithms. */
const remote = (t: number, df: number): number =>
  Math.exp(df * (Math.log(df) / 2 - Math.log(t)) - Math.log(df / 2) - logBeta(df / 2, 0.5))

const degrees = (df: number): number => {
  if (!(df > 0)) throw new RangeError(`df must be positive, got ${df}`)
  return df
}

/**
 * Probability that a Student t variable with `df > 0` degrees of freedom (fractional allowed, `Infinity` is the normal
 * distribution) exceeds `t`; keeps its relative accuracy in the far tail.
 *
 * Source: half the incomplete beta function at `df / (df + t^2)`, NIST DLMF 8.17; two-sided p = `2 * studentTSf(|t|, df)`.
 *
 * @category Distributions
 * @since 0.1.0
 * @example
 * ```ts
 * import { studentTSf } from "@touchpoint/core/stats"
 *
 * console.log((2 * studentTSf(2.7098233703510703, 12.42712977424846)).toFixed(10)) // 0.0184648327
 * ```
 */
export const studentTSf = (t: number, df: number): number => {
  real("t", t)
  if (degrees(df) >= practicallyNormal) return normalSf(t)
  const w = (t / Math.sqrt(df)) ** 2
  const tail = (w < mostSquared ? betaTails(1 / (1 + w), w / (1 + w), df / 2, 0.5).lower : remote(Math.abs(t), df)) / 2
  return t >= 0 ? tail : 1 - tail
}

/**
 * Probability that a Student t variable with `df > 0` degrees of freedom is at most `t`.
 *
 * Source: as {@link studentTSf}.
 *
 * @category Distributions
 * @since 0.1.0
 * @example
 * ```ts
 * import { studentTCdf } from "@touchpoint/core/stats"
 *
 * console.log(studentTCdf(1, 1).toFixed(12)) // 0.750000000000
 * ```
 */
export const studentTCdf = (t: number, df: number): number => studentTSf(-t, df)

/** t with upper tail q <= 1/2; `centre` = 1 - 2q, exact where q is near 1/2. */
const upper = (q: number, centre: number, df: number): number => {
  const logit = centre >= 0.5 ? -betaLogit(2 * q, df / 2, 0.5) : betaLogit(centre, 0.5, df / 2)
  return Math.sqrt(df) * Math.exp(logit / 2)
}

/**
 * The value a Student t variable with `df > 0` degrees of freedom stays below with probability `p`.
 *
 * For an upper tail probability `q` below 1e-16 use `-studentTQuantile(q, df)`.
 *
 * Source: inverse of {@link studentTSf} through the beta quantile.
 *
 * @category Distributions
 * @since 0.1.0
 * @example
 * ```ts
 * import { studentTQuantile } from "@touchpoint/core/stats"
 *
 * console.log(studentTQuantile(0.975, 7).toFixed(10)) // 2.3646242516
 * ```
 */
export const studentTQuantile = (p: number, df: number): number => {
  probability("p", p)
  if (degrees(df) >= practicallyNormal) return normalQuantile(p)
  return p < 0.5 ? -upper(p, 1 - 2 * p, df) : upper(1 - p, 2 * p - 1, df)
}
