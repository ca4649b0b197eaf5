import { successes } from "./domain.ts"
import { normalSf } from "./normal.ts"
import type { Successes } from "./summaries.ts"

/**
 * Successes out of trials at a dose: contacts a week, months since the start.
 *
 * @category Tests
 * @since 0.2.0
 */
export interface Dose extends Successes {
  readonly dose: number
}

/**
 * Result of {@link cochranArmitage}.
 *
 * @category Tests
 * @since 0.2.0
 */
export interface Trend {
  /** Change of the share per unit of the dose, by least squares. */
  readonly slope: number
  /** Normal deviate, positive where the share rises with the dose. */
  readonly z: number
  /** Two-sided p-value. */
  readonly p: number
}

/**
 * Does a share rise or fall with a dose? Cochran-Armitage test for a linear trend. `null` where the dose does not vary,
 * or all answers agree. Seen, not tried: customers who got more letters may be others.
 *
 * Source: Cochran 1954, Armitage 1955; equal to R's `prop.trend.test`.
 *
 * @category Tests
 * @since 0.2.0
 * @example
 * ```ts
 * import { cochranArmitage } from "@touchpoint/core/stats"
 *
 * // the example of R's prop.trend.test: smokers among the patients of four groups
 * const trend = cochranArmitage([
 *   { dose: 1, x: 83, n: 86 }, { dose: 2, x: 90, n: 93 }, { dose: 3, x: 129, n: 136 }, { dose: 4, x: 70, n: 82 },
 * ])
 * console.log(trend?.p.toFixed(6)) // 0.004132
 * ```
 */
export const cochranArmitage = (doses: ReadonlyArray<Dose>): Trend | null => {
  let [trials, hits, sum] = [0, 0, 0]
  for (const { dose, n, x } of doses) {
    const counts = successes({ x, n })
    if (counts === null) return null
    trials += n
    hits += counts.x
    sum += n * dose
  }
  const [share, mean] = [hits / trials, sum / trials]
  const spread = doses.reduce((total, { dose, n }) => total + n * (dose - mean) ** 2, 0)
  const along = doses.reduce((total, { dose, n, x }) => total + (dose - mean) * (x - n * share), 0)
  const z = along / Math.sqrt(share * (1 - share) * spread)
  const slope = along / spread
  return Number.isFinite(z) && spread < Infinity ? { slope, z, p: 2 * normalSf(Math.abs(z)) } : null
}
