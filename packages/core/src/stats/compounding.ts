import { isShare } from "./domain.ts"

/**
 * What a growth per period comes to over `periods` of them, compounded; a fraction of a period turns yearly growth into
 * monthly. `null` for a growth below -1.
 *
 * Never multiply: 5 % a month is not 60 % a year.
 *
 * Source: `(1 + growth)^periods - 1`.
 *
 * @category Growth
 * @since 0.2.0
 * @example
 * ```ts
 * import { growthOver } from "@touchpoint/core/stats"
 *
 * // 100 become 150 in three years: the yearly growth
 * console.log(growthOver(0.5, 1 / 3)?.toFixed(10)) // 0.1447142426
 * console.log(growthOver(0.1, 12)?.toFixed(10)) // 2.1384283767
 * ```
 */
export const growthOver = (growth: number, periods: number): number | null => {
  // Who lost everything has no logarithm, and yet lost nothing in no time.
  if (growth === -1 && periods === 0) return 0
  // A growth below -1 has no logarithm.
  const grown = Math.expm1(periods * Math.log1p(growth))
  return Number.isFinite(grown) && Number.isFinite(periods) ? grown : null
}

/**
 * What a share lost per period comes to over `periods` of them: of those left, the same share goes each time. `null` for
 * what is no share.
 *
 * Source: `1 - (1 - share)^periods`.
 *
 * @category Growth
 * @since 0.2.0
 * @example
 * ```ts
 * import { lossOver } from "@touchpoint/core/stats"
 *
 * console.log(lossOver(0.05, 12)?.toFixed(10)) // 0.4596399123
 * console.log(lossOver(0.3, 1 / 12)?.toFixed(10)) // 0.0292855304
 * ```
 */
export const lossOver = (share: number, periods: number): number | null => {
  const grown = isShare(share) && periods >= 0 ? growthOver(-share, periods) : null
  return grown === null ? null : 0 - grown
}

/**
 * The constant hazard at which a share is lost in one period; its inverse is the mean lifetime, were it constant. `null`
 * where all are lost.
 *
 * Source: `-ln(1 - share)`.
 *
 * @category Growth
 * @since 0.2.0
 * @example
 * ```ts
 * import { hazardOf } from "@touchpoint/core/stats"
 *
 * console.log(hazardOf(0.05)?.toFixed(10)) // 0.0512932944
 * ```
 */
export const hazardOf = (share: number): number | null => (isShare(share) && share < 1 ? 0 - Math.log1p(-share) : null)
