import { probability, real } from "./domain.ts"

/** exp(-x^2 / 2) with the exponent split, so that its rounding is not magnified in the far tail. */
const bell = (x: number): number => {
  const head = Math.trunc(x * 16) / 16
  return Math.exp((-head * head) / 2) * Math.exp((-(x - head) * (x + head)) / 2)
}

const density = (x: number): number => bell(x) / Math.sqrt(2 * Math.PI)

/** Phi(x) - 1/2 for moderate x: phi(x) * (x + x^3/3 + x^5/15 + ...), all terms of one sign. */
const centre = (x: number): number => {
  let sum = x
  let term = x
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
    term *= (x * x) / k
    sum += term
  }
  return density(x) * sum
}

/** Upper tail for x >= 1.5: phi(x) / (x + 1/(x + 2/(x + 3/(x + ...)))), by Lentz's method. */
const farTail = (x: number): number => {
  let fraction = x
  let c = x
  let d = 0
  for (let k = 1; k < 1000; k++) {
    d = 1 / (x + k * d)
    c = x + k / c
    fraction *= c * d
    if (Math.abs(c * d - 1) < 2e-16) break
  }
  return density(x) / fraction
}

/**
 * Probability that a standard normal variable exceeds `x`; keeps its relative accuracy in the far tail.
 *
 * Source: series and Laplace's continued fraction, NIST DLMF 7.6.2 and 7.9.1.
 *
 * @category Distributions
 * @since 0.1.0
 * @example
 * ```ts
 * import { normalSf } from "@touchpoint/core/stats"
 *
 * console.log(normalSf(10).toPrecision(12)) // 7.61985302416e-24
 * ```
 */
export const normalSf = (x: number): number => {
  real("x", x)
  // Beyond 40 no double is small enough, and below -40 none is near enough to 1.
  if (x > 40) return 0
  if (x < -40) return 1
  if (x >= 1.5) return farTail(x)
  return x <= -1.5 ? 1 - farTail(-x) : 0.5 - centre(x)
}

/**
 * Probability that a standard normal variable is at most `x`; keeps its relative accuracy in the far tail.
 *
 * Source: as {@link normalSf}.
 *
 * @category Distributions
 * @since 0.1.0
 * @example
 * ```ts
 * import { normalCdf } from "@touchpoint/core/stats"
 *
 * console.log(normalCdf(1.96).toFixed(12)) // 0.975002104852
 * ```
 */
export const normalCdf = (x: number): number => normalSf(-x)

type Coefficients = ReadonlyArray<number>

/** Quotient of two polynomials, coefficients from the highest power down. */
const rational = (top: Coefficients, bottom: Coefficients, r: number): number =>
  top.reduce((sum, c) => sum * r + c, 0) / bottom.reduce((sum, c) => sum * r + c, 0)

// Wichura's coefficients (PPND16), rounded to doubles.
const central: readonly [Coefficients, Coefficients] = [
  [
    2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513,
    133.14166789178438, 3.3871328727963665,
  ],
  [
    5226.495278852546, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579,
    42.31333070160091, 1,
  ],
]
const outer: readonly [Coefficients, Coefficients] = [
  [
    0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
    5.769497221460691, 4.630337846156546, 1.4234371107496835,
  ],
  [
    1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
    1.6763848301838038, 2.053191626637759, 1,
  ],
]
const remote: readonly [Coefficients, Coefficients] = [
  [
    2.0103343992922881e-7, 0.000027115555687434876, 0.0012426609473880784, 0.026532189526576124, 0.29656057182850487,
    1.7848265399172913, 5.463784911164114, 6.657904643501103,
  ],
  [
    2.0442631033899397e-15, 1.421511758316446e-7, 0.000018463183175100548, 0.0007868691311456133, 0.014875361290850615,
    0.1369298809227358, 0.599832206555888, 1,
  ],
]

/**
 * The value a standard normal variable stays below with probability `p`; `-Infinity` at 0 and `Infinity` at 1.
 *
 * For an upper tail probability `q` below 1e-16 use `-normalQuantile(q)`: `1 - q` is not representable.
 *
 * Source: Wichura 1988, algorithm AS 241 (PPND16).
 *
 * @category Distributions
 * @since 0.1.0
 * @example
 * ```ts
 * import { normalQuantile } from "@touchpoint/core/stats"
 *
 * console.log(normalQuantile(0.975).toFixed(12)) // 1.959963984540
 * ```
 */
export const normalQuantile = (p: number): number => {
  probability("p", p)
  const q = p - 0.5
  if (Math.abs(q) <= 0.425) return q * rational(...central, 0.180625 - q * q)
  const tail = Math.min(p, 1 - p)
  if (tail === 0) return q < 0 ? -Infinity : Infinity
  const r = Math.sqrt(-Math.log(tail))
  const x = r <= 5 ? rational(...outer, r - 1.6) : rational(...remote, r - 5)
  return q < 0 ? -x : x
}
