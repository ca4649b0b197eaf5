import { countLevels, type Histogram } from "../moments/Histogram.ts"
import type { CrossProducts } from "../moments/CrossProducts.ts"
import { effectiveSize } from "../stats/index.ts"
import { type Caveat, caveat } from "./Caveat.ts"

/** Whether rows count by their weights (samples) or one each. @category metrics @since 0.1.0 */
export type Weights = "use" | "ignore"

/** Rows with the sums of their weights and squared weights. @category metrics @since 0.1.0 */
export interface Weighing {
  readonly n: number
  readonly w: number
  readonly w2: number
}

/** Rows as they count: with weights, or one each. @category metrics @since 0.1.0 */
export const weigh = ({ n, w, w2 }: Weighing, weights: Weights): Weighing =>
  weights === "use" ? { n, w, w2 } : { n, w: n, w2: n }

/** How many independent rows an interval may count on, and what to say about it. @category metrics @since 0.1.0 */
export interface EffectiveSize {
  readonly size: number
  readonly caveats: ReadonlyArray<Caveat>
}

/** Rows that cluster in units, and those that name none. @category metrics @since 0.1.0 */
export interface Clusters {
  /** Cross-products per unit of (Σ w·worth, Σ w, rows). */
  readonly sums: CrossProducts
  /** Scores of the rows without a unit: each is a unit of its own. */
  readonly loose: Histogram
  /** What a score is worth: 0 / 1, −1 / 1, or itself. */
  readonly worth: (score: number) => number
}

/**
 * How many independent rows the rows are worth: Kish's effective size of their weights; where rows cluster in units,
 * the variance of one row over the linearised variance of the (weighted) ratio Σ w·worth / Σ w, with the unit as the
 * independent observation. Units that answer alike throughout count once each. Never more than their weights are worth.
 *
 * Source: Kish 1965; linearised ratio estimator as in R survey::svyratio.
 *
 * @category metrics
 * @since 0.1.0
 */
export const effectiveRows = (
  rows: Weighing,
  weights: Weights,
  variance: number | null,
  clusters: Clusters | null,
): EffectiveSize => {
  const caveats: Array<Caveat> = []
  const uneven = rows.n > 0 && (rows.w !== rows.n || rows.w2 !== rows.n)
  if (uneven && weights === "ignore") caveats.push(caveat("weights-ignored"))
  const kish = weightedSize(rows, weights)
  const clustered = clusters === null ? null : finite(clusteredRows(clusters, variance ?? 0, weights))
  // A few heavy rows pull the ratio onto themselves and seem to leave nothing to vary: no cluster is worth more than its weights.
  const size = clustered === null ? kish : Math.min(kish, Math.max(Math.min(1, rows.n), clustered))
  if (uneven && weights === "use" && rows.w > 0)
    caveats.push(caveat("weighted", { nEffective: size, population: rows.w }))
  // Below one row in a hundred the loss is noise of the estimate, not a structure worth a caveat.
  if (clustered !== null && size < kish / 1.01) caveats.push(caveat("clustered", { deff: kish / size }))
  return { size, caveats }
}

/** How many rows the weights leave of them. Source: Kish 1965. @category metrics @since 0.2.0 */
export const weightedSize = (rows: Weighing, weights: Weights): number => {
  const { w, w2 } = weigh(rows, weights)
  // Squares of tiny weights underflow; a size that cannot be told from the weights is that of the rows.
  return Math.min(rows.n, finite(effectiveSize({ sumW: w, sumW2: w2 })) ?? rows.n)
}

const finite = (x: number | null): number | null => (x !== null && Number.isFinite(x) ? x : null)

/** Effective rows by clusters; `null` where no unit has two rows, so that nothing clusters. */
const clusteredRows = ({ loose, sums, worth }: Clusters, variance: number, weights: Weights): number | null => {
  const [meanX = 0, meanY = 0, meanRows = 0] = sums.mean
  const [mxx = 0, mxy = 0, , , myy = 0] = sums.c
  if (sums.n === 0 || meanRows === 1) return null
  const alone = weigh(countLevels(loose), weights)
  const units = sums.n + alone.n
  const level = (l: Histogram["levels"][number]) => weigh(l, weights)
  const totalY = sums.n * meanY + alone.w
  if (totalY === 0) return null
  const totalX = sums.n * meanX + loose.levels.reduce((sum, l) => sum + level(l).w * worth(l.value), 0)
  const ratio = totalX / totalY
  const within = mxx - 2 * ratio * mxy + ratio * ratio * myy + sums.n * (meanX - ratio * meanY) ** 2
  const outside = loose.levels.reduce((sum, l) => sum + level(l).w2 * (worth(l.value) - ratio) ** 2, 0)
  const se2 = units < 2 ? 0 : ((units / (units - 1)) * (Math.max(0, within) + outside)) / (totalY * totalY)
  // One unit, or all answers alike: nothing shows how units differ, so each counts once by its weight.
  if (se2 <= 1e-12 * Math.max(variance, 1e-300) || variance === 0)
    return (totalY * totalY) / (myy + sums.n * meanY * meanY + alone.w2)
  return variance / se2
}
