import type { Interval } from "./interval.ts"
import type { PairedSample, Sample, Successes } from "./summaries.ts"

// Formulas over data give `null` for what cannot be: infinite, negative, more successes than trials, no confidence level.
// The distributions always give a number; an argument outside their domain is a mistake of the caller and throws.

/**
 * Rounding that a share computed as `x / n` may carry beyond its bounds.
 *
 * @internal
 */
const slack = 1e-9

/** Beyond this nothing is a count: whole numbers end at 2^53, and the distributions were not tried. */
const mostCounted = 1e13

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
  isShare(value) ? value : reject(what, "between 0 and 1", value)

/**
 * Whether this is a confidence level, strictly between 0 and 1, and leaves a tail.
 *
 * @internal
 */
export const isLevel = (level: number): boolean => level > 0 && (1 + level) / 2 < 1

/**
 * Whether this is a share, 0 and 1 included.
 *
 * @internal
 */
export const isShare = (share: number): boolean => share >= 0 && share <= 1

/**
 * Whether something can be counted so often; weighted counts need not be whole.
 *
 * @internal
 */
export const isCount = (n: number): boolean => n >= 0 && n <= mostCounted

/**
 * Whether this is a finite number above zero.
 *
 * @internal
 */
export const isPositive = (value: number): boolean => value > 0 && value < Infinity

const isSpread = (value: number): boolean => value >= 0 && value < Infinity

/**
 * Counts whose successes do not exceed their trials, with the rounding of weighted counts taken off; `null` for others.
 *
 * @internal
 */
export const successes = ({ n, x }: Successes): Successes | null =>
  isCount(n) && x >= -slack * n && x <= n * (1 + slack) ? { x: Math.min(n, Math.max(0, x)), n } : null

/**
 * Whether every number of a sample can be one.
 *
 * @internal
 */
export const isSample = ({ m2, mean, n }: Sample): boolean => isCount(n) && Number.isFinite(mean) && isSpread(m2)

/**
 * Whether every number of a sample of pairs can be one.
 *
 * @internal
 */
export const isPaired = ({ cxy, meanX, meanY, mxx, myy, n }: PairedSample): boolean =>
  isCount(n) &&
  Number.isFinite(meanX) &&
  Number.isFinite(meanY) &&
  isSpread(mxx) &&
  isSpread(myy) &&
  Number.isFinite(cxy)

const said = (value: unknown): boolean =>
  typeof value === "number"
    ? Number.isFinite(value)
    : typeof value !== "object" || value === null || Object.values(value).every(said)

/**
 * The result, or `null` where one of its numbers grew beyond what a double can hold.
 *
 * @internal
 */
export const held = <Result extends object>(result: Result): Result | null => (said(result) ? result : null)

/**
 * The interval, or `null` where an end grew beyond what a double can hold.
 *
 * @internal
 */
export const between = (low: number, high: number, level: number, method: string): Interval | null =>
  held({ low, high, level, method })
