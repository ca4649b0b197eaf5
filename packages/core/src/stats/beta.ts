import { deviance } from "./deviance.ts"
import { probability, real } from "./domain.ts"
import { halfLogTwoPi, stirlingError } from "./gamma.ts"

/** Shapes the formulas below were tried for: at least `least`, at most `most`, the smaller one at most `mostBoth`. */
const least = 1e-10
const most = 1e18
const mostBoth = 1e13

const shapes = (a: number, b: number): void => {
  const [small, large] = [Math.min(a, b), Math.max(a, b)]
  if (!(small >= least && small <= mostBoth && large <= most))
    throw new RangeError(
      `shapes must be between ${least} and ${most}, one of them at most ${mostBoth}, got ${a} and ${b}`,
    )
}

/** a - (a + b) x with y = 1 - x: the smaller of x and y carries the digits of this difference. */
const distance = (a: number, b: number, x: number, y: number): number => (x < y ? a - (a + b) * x : (a + b) * y - b)

/** log(x^a y^b / B(a, b)) with y = 1 - x: exact to the last digits for any shape, by deviances from the mean. */
const logKernel = (a: number, b: number, x: number, y: number): number => {
  const n = a + b
  const away = distance(a, b, x, y)
  const exponent = deviance(a, n * x, away) + deviance(b, n * y, -away)
  const corrections = stirlingError(n) - stirlingError(a) - stirlingError(b)
  return 0.5 * (Math.log(a) + Math.log(b / n)) - halfLogTwoPi - exponent + corrections
}

/** Far beyond what any shape was seen to need; a bound so that no argument can hang. */
const mostTerms = 100_000

/** Lentz's method divides by its terms: a zero among them becomes next to zero. */
const apart = (value: number): number => (value === 0 ? 1e-300 : value)

/**
 * x^a y^b / (B(a, b) I_x(a, b)) by Lentz's method: the even part of the continued fraction NIST DLMF 8.17.22, which
 * converges twice as fast and subtracts nothing but the distance from the mean (Didonato & Morris 1992).
 */
const fraction = (a: number, b: number, x: number, y: number): number => {
  const away = distance(a, b, x, y)
  let value = apart((a * (away + 1)) / (a + 1))
  let c = value
  let d = 0
  for (let m = 1; m < mostTerms; m++) {
    const k = a + 2 * m - 1
    const top = ((a + m - 1) / k) * ((a + b + m - 1) / k) * m * (b - m) * x * x
    const bottom = m + (m * (b - m) * x) / k + ((a + m) * (away + 1 + m * (1 + y))) / (k + 2)
    d = 1 / apart(bottom + top * d)
    c = apart(bottom + top / c)
    value *= c * d
    if (Math.abs(c * d - 1) < 4e-16) break
  }
  return value
}

/** log of the lower tail; converges fast only where x is below the mean. */
const logLower = (a: number, b: number, x: number, y: number): number =>
  logKernel(a, b, x, y) - Math.log(fraction(a, b, x, y))

/**
 * Both tails at x, given with its complement y = 1 - x so that neither loses digits.
 *
 * @internal
 */
export const betaTails = (
  x: number,
  y: number,
  a: number,
  b: number,
): { readonly lower: number; readonly upper: number } => {
  shapes(a, b)
  if (x <= 0) return { lower: 0, upper: 1 }
  if (y <= 0) return { lower: 1, upper: 0 }
  // The fraction converges fast on the side away from the mean; the other side is the complement unless that costs digits.
  const below = x * (a + b + 2) <= a + 1
  const near = Math.exp(below ? logLower(a, b, x, y) : logLower(b, a, y, x))
  const far = near < 0.999 ? 1 - near : Math.exp(below ? logLower(b, a, y, x) : logLower(a, b, x, y))
  return below ? { lower: near, upper: far } : { lower: far, upper: near }
}

/** exp(edge) is a double with all its digits. */
const edge = -700

/**
 * log(x / (1 - x)) of the point below which a beta variable stays with probability p <= 1/2.
 *
 * Newton's method on log P against the logit: P is log-concave there, so that the first step lands below the point and
 * the others climb to it, for every shape; and the logit keeps a point near 0 as exact as one near 1.
 *
 * @internal
 */
export const betaLogit = (p: number, a: number, b: number): number => {
  shapes(a, b)
  const target = Math.log(p)
  let u = Math.log(a / b)
  for (let step = 0; step < 200; step++) {
    const y = 1 / (1 + Math.exp(u))
    const x = 1 / (1 + Math.exp(-u))
    if (y === 0) return u
    const kernel = logKernel(a, b, x, y)
    // d log P / du = e^kernel / P, which below the mean is the fraction, however far out both logarithms are.
    const slope = x * (a + b + 2) <= a + 1 ? fraction(a, b, x, y) : Math.exp(kernel) / betaTails(x, y, a, b).lower
    const change = (target - kernel + Math.log(slope)) / slope
    // at the edge of the doubles log P is a straight line in the logit: one step is exact
    if (u <= edge && change < 0) return u + change
    u = Math.max(edge, u + change)
    if (Math.abs(change) <= 1e-15 * Math.max(1, Math.abs(u))) break
  }
  return u
}

const logistic = (u: number): number => 1 / (1 + Math.exp(-u))

/**
 * Probability that a beta variable with shapes `a, b > 0` is at most `x`: the regularised incomplete beta function.
 *
 * Relative error below 1e-12 for shapes up to 1e4, far tail included; shapes below 1e-10, above 1e18, or both above 1e13
 * are refused. Source: NIST DLMF 8.17.22 with the leading factor
 * by saddle-point deviances (Loader 2000).
 *
 * @category Distributions
 * @since 0.1.0
 * @example
 * ```ts
 * import { betaCdf } from "@touchpoint/core/stats"
 *
 * console.log(betaCdf(0.5, 2, 3).toFixed(12)) // 0.687500000000
 * ```
 */
export const betaCdf = (x: number, a: number, b: number): number => betaTails(real("x", x), 1 - x, a, b).lower

/**
 * Probability that a beta variable with shapes `a, b > 0` exceeds `x`; keeps its relative accuracy in the far tail.
 *
 * Source: as {@link betaCdf}.
 *
 * @category Distributions
 * @since 0.1.0
 * @example
 * ```ts
 * import { betaSf } from "@touchpoint/core/stats"
 *
 * console.log(betaSf(0.9, 1, 20).toPrecision(6)) // 1.00000e-20
 * ```
 */
export const betaSf = (x: number, a: number, b: number): number => betaTails(real("x", x), 1 - x, a, b).upper

/**
 * The point a beta variable with shapes `a, b > 0` stays below with probability `p`, between 0 and 1.
 *
 * Source: Newton's method on {@link betaCdf} in the logit of the point.
 *
 * @category Distributions
 * @since 0.1.0
 * @example
 * ```ts
 * import { betaQuantile } from "@touchpoint/core/stats"
 *
 * console.log(betaQuantile(0.025, 0.5, 3).toPrecision(10)) // 0.0001778199329
 * ```
 */
export const betaQuantile = (p: number, a: number, b: number): number => {
  probability("p", p)
  if (p > 0.5) return betaUpperQuantile(1 - p, a, b)
  return logistic(betaLogit(p, a, b))
}

/**
 * The point a beta variable with shapes `a, b > 0` exceeds with probability `q`, between 0 and 1; for tails too thin for
 * `betaQuantile(1 - q, a, b)`.
 *
 * Source: as {@link betaQuantile}.
 *
 * @category Distributions
 * @since 0.1.0
 * @example
 * ```ts
 * import { betaUpperQuantile } from "@touchpoint/core/stats"
 *
 * console.log(betaUpperQuantile(1e-20, 1, 20).toFixed(12)) // 0.900000000000
 * ```
 */
export const betaUpperQuantile = (q: number, a: number, b: number): number => {
  probability("q", q)
  if (q > 0.5) return betaQuantile(1 - q, a, b)
  return logistic(-betaLogit(q, b, a))
}
