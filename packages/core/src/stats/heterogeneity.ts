import { chiSquaredSf } from "./chiSquared.ts"
import { held, isSample } from "./domain.ts"
import type { Sample } from "./summaries.ts"

/**
 * How much several means differ beyond what their noise explains.
 *
 * @category Heterogeneity
 * @since 0.2.0
 */
export interface Heterogeneity {
  /** Mean weighted by precision, were there one common mean. */
  readonly mean: number
  /** Cochran's Q; chi-squared with one degree of freedom fewer than groups were there one common mean. */
  readonly q: number
  readonly p: number
  /** Share of the spread of the means that is no noise, 0 … 1. */
  readonly i2: number
  /** Variance between the groups, noise taken off. */
  readonly tau2: number
}

/**
 * Heterogeneity of the means of groups (channels, shops). Groups with fewer than two values, or whose values do not
 * vary, have no precision and are left out; `null` where fewer than two are left.
 *
 * Source: DerSimonian & Laird 1986; Higgins & Thompson 2002 for I².
 *
 * @category Heterogeneity
 * @since 0.2.0
 * @example
 * ```ts
 * import { heterogeneity } from "@touchpoint/core/stats"
 *
 * const groups = [{ n: 100, mean: 4, m2: 99 }, { n: 100, mean: 4, m2: 99 }]
 * console.log(heterogeneity(groups)?.tau2) // 0
 * ```
 */
export const heterogeneity = (groups: ReadonlyArray<Sample>): Heterogeneity | null => {
  const precise = groups.filter(({ m2, n }) => n >= 2 && m2 > 0)
  if (precise.length < 2 || !groups.every(isSample)) return null
  const weighed = precise.map(({ m2, mean, n }) => ({ mean, w: (n * (n - 1)) / m2 }))
  const total = weighed.reduce((sum, { w }) => sum + w, 0)
  const mean = weighed.reduce((sum, group) => sum + group.w * group.mean, 0) / total
  const q = weighed.reduce((sum, group) => sum + group.w * (group.mean - mean) ** 2, 0)
  const df = weighed.length - 1
  const squares = weighed.reduce((sum, { w }) => sum + w * w, 0)
  if (!Number.isFinite(q)) return null
  return held({
    mean,
    q,
    p: chiSquaredSf(q, df),
    i2: Math.max(0, (q - df) / q),
    tau2: Math.max(0, (q - df) / (total - squares / total)),
  })
}
