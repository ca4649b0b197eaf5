/**
 * Successes out of trials. Both numbers may be real: a weighted or clustered share enters as `share * n` out of an
 * effective `n`.
 *
 * @category Summaries
 * @since 0.1.0
 */
export interface Successes {
  /** Successes, `0 <= x <= n`. */
  readonly x: number
  /** Trials. */
  readonly n: number
}

/**
 * Count, mean and sum of squared deviations from the mean of one quantity.
 *
 * @category Summaries
 * @since 0.1.0
 */
export interface Sample {
  /** Number of units. */
  readonly n: number
  /** Mean, in the unit of the quantity. */
  readonly mean: number
  /** Sum of squared deviations from the mean, in the squared unit of the quantity. */
  readonly m2: number
}

/**
 * Two quantities measured on the same units (customers, clusters): their means and central cross-products, the sums of
 * squared deviations from the means and of the products of these deviations.
 *
 * @category Summaries
 * @since 0.1.0
 */
export interface PairedSample {
  /** Number of units. */
  readonly n: number
  /** Mean of x, the numerator of a ratio. */
  readonly meanX: number
  /** Mean of y, the denominator of a ratio. */
  readonly meanY: number
  /** Sum of squared deviations of x. */
  readonly mxx: number
  /** Sum of squared deviations of y. */
  readonly myy: number
  /** Sum of products of the deviations of x and y. */
  readonly cxy: number
}

/**
 * How often each level of an ordinal scale was given: level to count.
 *
 * @category Summaries
 * @since 0.1.0
 */
export type LevelCounts = ReadonlyMap<number, number>
