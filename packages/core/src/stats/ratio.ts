import { held, isLevel, isPaired } from "./domain.ts"
import { defaultLevel, type Interval } from "./interval.ts"
import { studentTQuantile } from "./studentT.ts"
import type { PairedSample } from "./summaries.ts"
import { type Difference, welchDifference } from "./twoMeans.ts"

/**
 * A ratio of sums over units.
 *
 * @category Ratios
 * @since 0.1.0
 */
export interface RatioOfSums {
  /** Sum of x over sum of y. */
  readonly value: number
  /** Standard error by the delta method; `null` with fewer than two units. */
  readonly se: number | null
  /** Units minus one; `null` where `se` is. */
  readonly df: number | null
  /** Fieller's g, how uncertain the denominator is: from 1 on it cannot be told from zero. */
  readonly g: number | null
  /** `value +- t * se`. */
  readonly delta: Interval | null
  /** Fieller's interval; `null` where it is unbounded. */
  readonly fieller: Interval | null
  /** The one to report: `delta` while g is small, `fieller` from `fiellerFrom` on. */
  readonly interval: Interval | null
}

/**
 * From this g on a ratio of sums reports Fieller's interval instead of the delta method's.
 *
 * Source: the usual rule that the delta method is good for g < 0.05 (Finney 1964).
 *
 * @category Ratios
 * @since 0.1.0
 * @example
 * ```ts
 * import { fiellerFrom } from "@touchpoint/core/stats"
 *
 * console.log(fiellerFrom) // 0.05
 * ```
 */
export const fiellerFrom = 0.05

/** What is left of sums that cancel has no digits below this share of them. */
const rounding = 1e-13

/** Sum of (x - R y)^2: 0 where every unit has the same ratio, in whatever order its sums were added. */
const residual = ({ cxy, mxx, myy }: PairedSample, ratio: number): number => {
  const [own, other] = [mxx, ratio * ratio * myy]
  const left = own - 2 * ratio * cxy + other
  return left <= rounding * (own + other) ? 0 : left
}

/** Roots of (my^2 - t^2 syy/n) R^2 - 2 (mx my - t^2 sxy/n) R + (mx^2 - t^2 sxx/n) = 0, centred on the ratio. */
const fiellerInterval = (value: number, units: PairedSample, t: number, g: number, level: number): Interval | null => {
  if (g >= 1) return null
  const { cxy, meanY, n } = units
  const k = (t * t) / (n * (n - 1) * meanY * meanY)
  // With R = value + d: (1 - g) d^2 - 2 (g value - k cxy) d - k (mxx - 2 value cxy + value^2 myy) = 0
  const middle = (g * value - k * cxy) / (1 - g)
  const half = Math.sqrt(middle * middle + (k * residual(units, value)) / (1 - g))
  return { low: value + middle - half, high: value + middle + half, level, method: "fieller" }
}

/**
 * Ratio of two sums over independent units, such as revenue per order over customers, in units of x per unit of y.
 *
 * `se^2 = n/(n-1) * (Mxx - 2R Cxy + R^2 Myy) / (sum y)^2`. `null` where the sum of y is zero.
 *
 * Source: delta method, Deng, Knoblich & Lu 2018 (arXiv 1803.06336), equal to R's `survey::svyratio`; Fieller 1954.
 *
 * @category Ratios
 * @since 0.1.0
 * @example
 * ```ts
 * import { ratioOfSums } from "@touchpoint/core/stats"
 *
 * // revenue and orders of ten customers
 * const aov = ratioOfSums({ n: 10, meanX: 106, meanY: 1.6, mxx: 79690, myy: 14.4, cxy: 1014 })
 * console.log(aov?.value) // 66.25
 * console.log(aov?.se?.toFixed(10)) // 6.0872918057
 * console.log(aov?.interval?.method) // fieller
 * ```
 */
export const ratioOfSums = (units: PairedSample, level: number = defaultLevel): RatioOfSums | null => {
  if (!isLevel(level) || !isPaired(units)) return null
  const { meanX, meanY, myy, n } = units
  if (n === 0) return null
  // Over no sum of y it is no number, and nothing with it is held.
  const value = meanX / meanY
  if (n < 2) return held({ value, se: null, df: null, g: null, delta: null, fieller: null, interval: null })
  const sum = n * meanY
  const se = Math.sqrt((n / (n - 1)) * residual(units, value)) / Math.abs(sum)
  const df = n - 1
  const t = studentTQuantile((1 + level) / 2, df)
  const g = (t * t * myy) / (df * n * meanY * meanY)
  const delta = { low: value - t * se, high: value + t * se, level, method: "delta" }
  const fieller = fiellerInterval(value, units, t, g, level)
  return held({ value, se, df, g, delta, fieller, interval: g < fiellerFrom ? delta : fieller })
}

/**
 * Difference `a - b` of two independent ratios of sums, tested as by Welch. `null` where a ratio has no standard error.
 *
 * Source: delta method for each ratio, degrees of freedom of Satterthwaite 1946.
 *
 * @category Ratios
 * @since 0.1.0
 * @example
 * ```ts
 * import { twoRatios } from "@touchpoint/core/stats"
 *
 * const before = { n: 10, meanX: 106, meanY: 1.6, mxx: 79690, myy: 14.4, cxy: 1014 }
 * const after = { ...before, meanX: 122 }
 * console.log(twoRatios(after, before)?.difference) // 10
 * ```
 */
export const twoRatios = (a: PairedSample, b: PairedSample, level: number = defaultLevel): Difference | null => {
  const [first, second] = [ratioOfSums(a, level), ratioOfSums(b, level)]
  if (first === null || second === null || first.se === null || second.se === null) return null
  return welchDifference(
    { value: first.value, se: first.se, df: a.n - 1 },
    { value: second.value, se: second.se, df: b.n - 1 },
    level,
    "welch",
  )
}
