import { deviance } from "./deviance.ts"
import { positive } from "./domain.ts"
import { halfLogTwoPi, stirlingError } from "./gamma.ts"
import { normalSf } from "./normal.ts"

/** Far beyond what any shape was seen to need; a bound so that no argument can hang. */
const mostTerms = 1_000_000

/** log(x^a e^-x / gamma(a + 1)): exact to the last digits for any shape, by the deviance from the mean. */
const logKernel = (x: number, a: number): number =>
  -0.5 * Math.log(a) - halfLogTwoPi - deviance(a, x, a - x) - stirlingError(a)

/** log P(a, x) by its power series, all terms positive; for x up to about a. NIST DLMF 8.11.4. */
const logLower = (x: number, a: number): number => {
  let [sum, term] = [1, 1]
  for (let k = 1; k < mostTerms; k++) {
    term *= x / (a + k)
    sum += term
    if (term < sum * 1e-17) break
  }
  return logKernel(x, a) + Math.log(sum)
}

/** Lentz's method divides by its terms: a zero among them becomes next to zero. */
const apart = (value: number): number => (value === 0 ? 1e-300 : value)

/** log Q(a, x) by Lentz's method on its continued fraction, for x above a. NIST DLMF 8.9.2, contracted. */
const logUpper = (x: number, a: number): number => {
  let b = x + 1 - a
  let value = apart(b)
  let c = value
  let d = 0
  for (let k = 1; k < mostTerms; k++) {
    const top = -k * (k - a)
    b += 2
    d = 1 / apart(b + top * d)
    c = apart(b + top / c)
    value *= c * d
    if (Math.abs(c * d - 1) < 4e-16) break
  }
  return logKernel(x, a) + Math.log(a) - Math.log(value)
}

/** From this shape on, and up to so many standard deviations from the mean, the sums above need too many terms. */
const large = 1e8
const far = 36

/** Both tails near the mean of a large shape: normal ones, and what they miss. NIST DLMF 8.12.3, 8.12.4, 8.12.11. */
const tailsNearMean = (x: number, a: number): { readonly lower: number; readonly upper: number } => {
  const half = deviance(a, x, a - x)
  const z = Math.sign(x - a) * Math.sqrt(2 * half)
  const eta = z / Math.sqrt(a)
  const missed = Math.exp(-half - halfLogTwoPi) * ((-1 / 3 + eta / 12 - (2 * eta * eta) / 135) / Math.sqrt(a))
  return { lower: Math.log(normalSf(-z) - missed), upper: Math.log(normalSf(z) + missed) }
}

/**
 * Logarithms of both tails of a gamma variable with shape a and rate 1; the one that is not far out is the complement
 * of the other.
 *
 * @internal
 */
export const logGammaTails = (x: number, a: number): { readonly lower: number; readonly upper: number } => {
  positive("shape", a)
  if (x <= 0) return { lower: -Infinity, upper: 0 }
  if (x === Infinity) return { lower: 0, upper: -Infinity }
  if (a >= large && Math.abs(x - a) <= far * Math.sqrt(a)) return tailsNearMean(x, a)
  if (x <= a + 1) {
    const lower = Math.min(0, logLower(x, a))
    return { lower, upper: Math.log1p(-Math.exp(lower)) }
  }
  const upper = Math.min(0, logUpper(x, a))
  return { lower: Math.log1p(-Math.exp(upper)), upper }
}

const STEPS = 500
/** exp(EDGE) is a double with all its digits. */
const EDGE = -700
/** Longest step outwards: far out on the upper side the tail falls so fast that its logarithm has no digits left. */
const OUTWARDS = 0.5

/**
 * The point of which a tail of a gamma variable with shape a is `p`, at most 1/2.
 *
 * Newton's method on the logarithm of the tail against log x: both tails are log-concave there, so that the first step
 * lands on the outer side of the point and the others approach it from there, for every shape.
 *
 * @internal
 */
export const gammaPoint = (p: number, a: number, tail: "lower" | "upper"): number => {
  if (p === 0) return tail === "lower" ? 0 : Infinity
  const target = Math.log(p)
  let u = Math.log(a)
  for (let step = 0; step < STEPS; step++) {
    const x = Math.exp(u)
    const log = logGammaTails(x, a)[tail]
    // d P / d log x = x^a e^-x / gamma(a)
    const slope = Math.exp(logKernel(x, a) + Math.log(a) - log) * (tail === "lower" ? 1 : -1)
    const wanted = (target - log) / slope
    const change = tail === "upper" ? Math.min(OUTWARDS, wanted) : wanted
    if (!Number.isFinite(change)) break
    // At the edge of the doubles the logarithm of P is a straight line: one step is exact.
    if (u <= EDGE && change < 0) return Math.exp(u + change)
    u = Math.max(EDGE, u + change)
    if (Math.abs(change) <= 1e-15 * Math.max(1, Math.abs(u))) break
  }
  return Math.exp(u)
}
