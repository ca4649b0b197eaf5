import { positive } from "./domain.ts"

/** B(2k) / (2k (2k - 1)), k = 1 ... 9: Stirling's series in 1/z. NIST DLMF 5.11.1. */
const stirling = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360360,
  1 / 156,
  -3617 / 122400,
  43867 / 244188,
] as const

/**
 * log(2 pi) / 2
 *
 * @internal
 */
export const halfLogTwoPi = 0.9189385332046727

/**
 * What Stirling's formula misses: `lgamma(z) - (z - 1/2) log z + z - log(2 pi)/2`, for z > 0.
 *
 * @internal
 */
export const stirlingError = (z: number): number => {
  let sum = 0
  let w = z
  // delta(w) = delta(w + 1) + (w + 1/2) log(1 + 1/w) - 1
  for (; w < 12; w++) sum += (w + 0.5) * (w < 1 ? Math.log1p(w) - Math.log(w) : Math.log1p(1 / w)) - 1
  const r = 1 / (w * w)
  let series = 0
  for (let k = stirling.length - 1; k >= 0; k--) series = series * r + (stirling[k] ?? 0)
  return sum + series / w
}

const oneMinusEuler = 0.42278433509846713

/** (-1)^k (zeta(k) - 1) / k, k = 2 ... 23: series of lgamma(2 + e). NIST DLMF 5.7.3. */
const zetaSeries = [
  0.3224670334241132, -0.0673523010531981, 0.020580808427784546, -0.007385551028673986, 0.0028905103307415234,
  -0.001192753911703261, 0.0005096695247430425, -0.00022315475845357939, 9.945751278180853e-5, -4.492623673813314e-5,
  2.050721277567069e-5, -9.439488275268397e-6, 4.374866789907488e-6, -2.039215753801366e-6, 9.55141213040742e-7,
  -4.492469198764566e-7, 2.1207184805554665e-7, -1.0043224823968099e-7, 4.7698101693639804e-8, -2.2711094608943164e-8,
  1.0838659214896955e-8, -5.183475041970047e-9,
]

/** lgamma(2 + e) for |e| <= 0.3, with relative accuracy at its zero e = 0. */
const nearTwo = (e: number): number => e * (oneMinusEuler + e * zetaSeries.reduceRight((sum, c) => sum * e + c, 0))

/**
 * Natural logarithm of the gamma function, for `z > 0`.
 *
 * Source: Stirling's series with upward recurrence (NIST DLMF 5.11.1, 5.5.1); near its zeros 1 and 2 the zeta series
 * (5.7.3), so that the relative error stays small there too.
 *
 * @category Special functions
 * @since 0.1.0
 * @example
 * ```ts
 * import { lgamma } from "@touchpoint/core/stats"
 *
 * console.log(Math.exp(lgamma(6)).toFixed(9)) // 120.000000000
 * ```
 */
export const lgamma = (z: number): number => {
  positive("z", z)
  if (Math.abs(z - 2) <= 0.3) return nearTwo(z - 2)
  if (Math.abs(z - 1) <= 0.3) return nearTwo(z - 1) - Math.log1p(z - 1)
  return (z - 0.5) * Math.log(z) - z + halfLogTwoPi + stirlingError(z)
}

/** a log(a / (a + b)), exact also where b is far smaller than a. */
const part = (a: number, b: number): number => -a * Math.log1p(b / a)

/**
 * Natural logarithm of the beta function `gamma(a) gamma(b) / gamma(a + b)`, for `a, b > 0`.
 *
 * Written as a difference of Stirling corrections: for large shapes nothing large is subtracted, which a sum of three
 * log-gammas would do. Source: NIST DLMF 5.11.1, 5.12.1.
 *
 * @category Special functions
 * @since 0.1.0
 * @example
 * ```ts
 * import { logBeta } from "@touchpoint/core/stats"
 *
 * console.log(Math.exp(-logBeta(2, 3)).toFixed(9)) // 12.000000000
 * ```
 */
export const logBeta = (a: number, b: number): number => {
  positive("a", a)
  positive("b", b)
  const corrections = stirlingError(a) + stirlingError(b) - stirlingError(a + b)
  return halfLogTwoPi + 0.5 * Math.log(1 / a + 1 / b) + part(a, b) + part(b, a) + corrections
}
