import { between, held, isLevel, isSample } from "./domain.ts"
import { defaultLevel, type Estimate, type Interval } from "./interval.ts"
import { studentTQuantile } from "./studentT.ts"
import type { Sample } from "./summaries.ts"

/**
 * Student t interval of a mean, in the unit of the mean: `mean +- t * s / sqrt(n)` with `n - 1` degrees of freedom.
 *
 * `null` for `n < 2`. If all values are equal the interval has no width; say so rather than show it.
 *
 * Source: Student 1908.
 *
 * @category Means
 * @since 0.1.0
 * @example
 * ```ts
 * import { meanInterval } from "@touchpoint/core/stats"
 *
 * const interval = meanInterval({ n: 8, mean: 13.75, m2: 55.5 })
 * console.log(interval?.low?.toFixed(10)) // 11.3959557758
 * ```
 */
export const meanInterval = (values: Sample, level: number = defaultLevel): Interval | null => {
  if (!isLevel(level) || !isSample(values)) return null
  const { m2, mean, n } = values
  if (n < 2) return null
  const half = studentTQuantile((1 + level) / 2, n - 1) * Math.sqrt(m2 / (n - 1) / n)
  return between(mean - half, mean + half, level, "student-t")
}

/**
 * Geometric mean from the logarithms of values, with its interval: for durations and amounts with a long tail. `null`
 * for fewer than two values.
 *
 * Source: Student 1908 on the logarithms, turned back.
 *
 * @category Means
 * @since 0.2.0
 * @example
 * ```ts
 * import { geometricMean } from "@touchpoint/core/stats"
 *
 * // 1, 10 and 100
 * const middle = geometricMean({ n: 3, mean: Math.log(10), m2: 2 * Math.log(10) ** 2 })
 * console.log(middle?.value.toFixed(6)) // 10.000000
 * ```
 */
export const geometricMean = (logarithms: Sample, level: number = defaultLevel): Estimate | null => {
  const interval = meanInterval(logarithms, level)
  if (interval === null || interval.low === null || interval.high === null) return null
  const [low, high] = [Math.exp(interval.low), Math.exp(interval.high)]
  return held({ value: Math.exp(logarithms.mean), interval: { low, high, level, method: "student-t-log" } })
}
