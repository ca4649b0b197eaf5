import { confidence, sample } from "./domain.ts"
import { defaultLevel, type Interval } from "./interval.ts"
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
  confidence(level)
  const { m2, mean, n } = sample(values)
  if (n < 2) return null
  const half = studentTQuantile((1 + level) / 2, n - 1) * Math.sqrt(m2 / (n - 1) / n)
  return { low: mean - half, high: mean + half, level, method: "student-t" }
}
