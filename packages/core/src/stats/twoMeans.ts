import { held, isLevel, isSample } from "./domain.ts"
import { logBeta } from "./gamma.ts"
import { defaultLevel, type Interval } from "./interval.ts"
import { studentTQuantile, studentTSf } from "./studentT.ts"
import type { Sample } from "./summaries.ts"

/**
 * The difference of two independent estimates, first minus second. `df`, `t`, `p` and `interval` are `null` where the
 * standard error is zero.
 *
 * @category Means
 * @since 0.1.0
 */
export interface Difference {
  readonly difference: number
  readonly se: number
  readonly df: number | null
  readonly t: number | null
  /** Two-sided p-value. */
  readonly p: number | null
  readonly interval: Interval | null
}

/** t-test and interval of a value with a known standard error. */
const studentised = (difference: number, se: number, df: number, level: number, method: string): Difference | null => {
  if (!Number.isFinite(difference) || !Number.isFinite(se)) return null
  if (!(se > 0)) return { difference, se, df: null, t: null, p: null, interval: null }
  const t = difference / se
  const half = studentTQuantile((1 + level) / 2, df) * se
  const interval = { low: difference - half, high: difference + half, level, method }
  return held({ difference, se, df, t, p: 2 * studentTSf(Math.abs(t), df), interval })
}

/** Degrees of freedom of the sum of two variances, given as standard errors with their own. Satterthwaite 1946. */
const satterthwaite = (se1: number, df1: number, se2: number, df2: number): number => {
  const share = (se1 / Math.hypot(se1, se2)) ** 2
  return 1 / ((share * share) / df1 + ((1 - share) * (1 - share)) / df2)
}

interface Estimated {
  readonly value: number
  readonly se: number
  readonly df: number
}

/**
 * Welch's comparison of any two independent estimates.
 *
 * @internal
 */
export const welchDifference = (a: Estimated, b: Estimated, level: number, method: string): Difference | null =>
  studentised(a.value - b.value, Math.hypot(a.se, b.se), satterthwaite(a.se, a.df, b.se, b.df), level, method)

const estimated = ({ m2, mean, n }: Sample): Estimated => ({
  value: mean,
  se: Math.sqrt(m2 / (n - 1) / n),
  df: n - 1,
})

/**
 * Welch's test of two means and the interval of their difference `a - b`, in the unit of the means. The variances may
 * differ. `null` where a group has fewer than two values.
 *
 * Source: Welch 1947, Satterthwaite 1946.
 *
 * @category Means
 * @since 0.1.0
 * @example
 * ```ts
 * import { welch } from "@touchpoint/core/stats"
 *
 * const test = welch({ n: 8, mean: 14, m2: 56 }, { n: 10, mean: 11, m2: 90 })
 * console.log(test?.difference) // 3
 * console.log(test?.df?.toFixed(6)) // 15.750000
 * console.log(test?.p?.toFixed(6)) // 0.050126
 * ```
 */
export const welch = (a: Sample, b: Sample, level: number = defaultLevel): Difference | null => {
  if (!isLevel(level) || !isSample(a) || !isSample(b) || a.n < 2 || b.n < 2) return null
  return welchDifference(estimated(a), estimated(b), level, "welch")
}

/**
 * Relative lift of one mean over another, `a / b - 1` as a fraction, with its t-test and interval (delta method, Welch's
 * degrees of freedom). `null` where a group has fewer than two values or the mean of `b` is zero.
 *
 * Source: delta method for a ratio of independent means, as GrowthBook's `variance_of_ratios`.
 *
 * @category Means
 * @since 0.1.0
 * @example
 * ```ts
 * import { relativeLift } from "@touchpoint/core/stats"
 *
 * const lift = relativeLift({ n: 100, mean: 12, m2: 900 }, { n: 100, mean: 10, m2: 900 })
 * console.log(lift?.difference.toFixed(3)) // 0.200
 * console.log(lift?.se.toFixed(10)) // 0.0470975776
 * ```
 */
export const relativeLift = (a: Sample, b: Sample, level: number = defaultLevel): Difference | null => {
  if (!isLevel(level) || !isSample(a) || !isSample(b) || a.n < 2 || b.n < 2) return null
  const [first, second] = [estimated(a), estimated(b)]
  const ratio = first.value / second.value
  const se = Math.hypot(first.se, ratio * second.se) / Math.abs(second.value)
  const df = satterthwaite(first.se, first.df, second.se, second.df)
  return studentised(ratio - 1, se, df, level, "delta")
}

/**
 * Cohen's d: the difference `a - b` of two means in pooled standard deviations. `null` where a group has fewer than two
 * values or nothing varies.
 *
 * Source: Cohen 1988, chapter 2.
 *
 * @category Effect sizes
 * @since 0.1.0
 * @example
 * ```ts
 * import { cohenD } from "@touchpoint/core/stats"
 *
 * console.log(cohenD({ n: 5, mean: 14, m2: 16 }, { n: 5, mean: 11, m2: 16 })) // 1.5
 * ```
 */
export const cohenD = (a: Sample, b: Sample): number | null => {
  if (!isSample(a) || !isSample(b) || a.n < 2 || b.n < 2) return null
  const d = (a.mean - b.mean) / Math.sqrt((a.m2 + b.m2) / (a.n + b.n - 2))
  return Number.isFinite(d) ? d : null
}

/**
 * How to correct Cohen's d for small samples: `approximate` is `1 - 3 / (4 df - 1)`, `exact` the gamma ratio.
 *
 * @category Effect sizes
 * @since 0.1.0
 */
export type HedgesForm = "approximate" | "exact"

/**
 * Hedges' correction J for `df` degrees of freedom, the factor that takes the bias off Cohen's d; `null` below 2.
 *
 * Source: Hedges 1981, equations 6e (exact) and 6f (approximate).
 *
 * @category Effect sizes
 * @since 0.1.0
 * @example
 * ```ts
 * import { hedgesCorrection } from "@touchpoint/core/stats"
 *
 * console.log(hedgesCorrection(13, "exact")?.toFixed(10)) // 0.9409824675
 * ```
 */
export const hedgesCorrection = (df: number, form: HedgesForm = "approximate"): number | null => {
  if (!(df >= 2 && df < Infinity)) return null
  if (form === "approximate") return 1 - 3 / (4 * df - 1)
  // gamma(df/2) / gamma((df-1)/2) = sqrt(pi) / B((df-1)/2, 1/2): the form that stays exact for large df
  return Math.sqrt((2 * Math.PI) / df) * Math.exp(-logBeta((df - 1) / 2, 0.5))
}

/**
 * Hedges' g: Cohen's d of `a - b`, corrected for small samples. `null` where Cohen's d is.
 *
 * Source: Hedges 1981.
 *
 * @category Effect sizes
 * @since 0.1.0
 * @example
 * ```ts
 * import { hedgesG } from "@touchpoint/core/stats"
 *
 * console.log(hedgesG({ n: 5, mean: 14, m2: 16 }, { n: 5, mean: 11, m2: 16 })?.toFixed(10)) // 1.3548387097
 * ```
 */
export const hedgesG = (a: Sample, b: Sample, form: HedgesForm = "approximate"): number | null => {
  const d = cohenD(a, b)
  const correction = hedgesCorrection(a.n + b.n - 2, form)
  return d === null || correction === null ? null : d * correction
}
