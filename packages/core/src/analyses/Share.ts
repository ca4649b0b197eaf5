import { type Interval, wilson } from "../stats/index.ts"

/** A share with what it is of. @category shares @since 0.2.0 */
export interface Share {
  /** Numerator over denominator; `null` where there is nothing to divide by. */
  readonly value: number | null
  /** Wilson's, at `nEffective`; `null` where that is. */
  readonly interval: Interval | null
  readonly numerator: number
  readonly denominator: number
  /** Independent trials it is worth: the denominator, or fewer; `null` where nobody can tell, or there are none. */
  readonly nEffective: number | null
}

/**
 * A share, worth `size` independent trials: all of them where left out.
 *
 * **Example** (54 of 120)
 *
 * ```ts
 * import { shareOf } from "@touchpoint/core/analyses"
 *
 * const share = shareOf(54, 120)
 * console.log(share.value, share.interval?.low?.toFixed(4), share.interval?.high?.toFixed(4)) // 0.45 0.3639 0.5392
 * ```
 *
 * @category shares
 * @since 0.2.0
 */
export const shareOf = (
  numerator: number,
  denominator: number,
  level?: number,
  size: number | null = denominator,
): Share => {
  const known = denominator > 0
  const value = known ? numerator / denominator : null
  const nEffective = known ? size : null
  return {
    value,
    interval: value === null || nEffective === null ? null : wilson(value * nEffective, nEffective, level),
    numerator,
    denominator,
    nEffective,
  }
}
