import { isCount } from "./domain.ts"

/**
 * How lopsided values are, from their central sums of squares and cubes; 0 is even, above 0 a long tail of large values.
 * `null` with fewer than two values, or where they do not vary.
 *
 * Source: Fisher's g1, `sqrt(n) m3 / m2^(3/2)`.
 *
 * @category Means
 * @since 0.2.0
 * @example
 * ```ts
 * import { skewness } from "@touchpoint/core/stats"
 *
 * console.log(skewness({ n: 5, m2: 90.8, m3: 53.52 })?.toFixed(10)) // 0.1383159724
 * ```
 */
export const skewness = ({
  m2,
  m3,
  n,
}: {
  readonly n: number
  readonly m2: number
  readonly m3: number
}): number | null => {
  const g1 = (m3 / m2) * Math.sqrt(n / m2)
  return isCount(n) && n >= 2 && Number.isFinite(g1) ? g1 : null
}

/**
 * From how many values on the interval of a mean holds, values being so skewed: with fewer, show a median beside it.
 * `null` for what is no skewness.
 *
 * Source: Kohavi et al. 2014, rule 7: `355 skewness^2`.
 *
 * @category Means
 * @since 0.2.0
 * @example
 * ```ts
 * import { skewnessSampleSize } from "@touchpoint/core/stats"
 *
 * console.log(skewnessSampleSize(3)) // 3195
 * ```
 */
export const skewnessSampleSize = (skew: number): number | null => {
  const size = 355 * skew * skew
  return Number.isFinite(size) ? Math.ceil(size) : null
}
