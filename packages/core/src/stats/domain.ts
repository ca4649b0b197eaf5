import type { PairedSample, Sample, Successes } from "./summaries.ts"

// A formula fed with an impossible argument is a mistake of its caller: it throws here, so that no NaN leaves a formula.
// An empty denominator is no mistake: the formulas return `null` for it.

/**
 * Rounding that a share computed as `x / n` may carry beyond its bounds.
 *
 * @internal
 */
const slack = 1e-9

const reject = (what: string, wanted: string, value: number): never => {
  throw new RangeError(`${what} must be ${wanted}, got ${value}`)
}

/**
 * A number, possibly infinite.
 *
 * @internal
 */
export const real = (what: string, value: number): number =>
  Number.isNaN(value) ? reject(what, "a number", value) : value

/**
 * A finite number.
 *
 * @internal
 */
export const finite = (what: string, value: number): number =>
  Number.isFinite(value) ? value : reject(what, "finite", value)

/**
 * A finite number above zero.
 *
 * @internal
 */
export const positive = (what: string, value: number): number =>
  value > 0 && value < Infinity ? value : reject(what, "positive and finite", value)

/**
 * A finite number, zero or above.
 *
 * @internal
 */
export const atLeastZero = (what: string, value: number): number =>
  value >= 0 && value < Infinity ? value : reject(what, "finite and not negative", value)

/**
 * A probability between 0 and 1, both included.
 *
 * @internal
 */
export const probability = (what: string, value: number): number =>
  value >= 0 && value <= 1 ? value : reject(what, "between 0 and 1", value)

/**
 * A confidence level strictly between 0 and 1.
 *
 * @internal
 */
export const confidence = (level: number): number =>
  level > 0 && level < 1 ? level : reject("level", "between 0 and 1, both excluded", level)

/**
 * Counts whose successes do not exceed its trials, with the rounding of weighted counts taken off.
 *
 * @internal
 */
export const successes = ({ n, x }: Successes): Successes => {
  atLeastZero("n", n)
  if (!(x >= -slack * n && x <= n * (1 + slack))) reject("x", `between 0 and n = ${n}`, x)
  return { x: Math.min(n, Math.max(0, x)), n }
}

/**
 * A finite sample.
 *
 * @internal
 */
export const sample = ({ m2, mean, n }: Sample): Sample => ({
  n: atLeastZero("n", n),
  mean: finite("mean", mean),
  m2: atLeastZero("m2", m2),
})

/**
 * A finite sample of pairs.
 *
 * @internal
 */
export const pairedSample = ({ cxy, meanX, meanY, mxx, myy, n }: PairedSample): PairedSample => ({
  n: atLeastZero("n", n),
  meanX: finite("meanX", meanX),
  meanY: finite("meanY", meanY),
  mxx: atLeastZero("mxx", mxx),
  myy: atLeastZero("myy", myy),
  cxy: finite("cxy", cxy),
})
