import type { CrossProducts } from "../moments/CrossProducts.ts"
import { effectiveSize, ratioOfSums } from "../stats/index.ts"
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

/**
 * Kish's effective size of weighted rows, lowered further where rows cluster in units: `variance` is that of one row,
 * `clusters` the cross-products of (Σ value, Σ 1) per unit. The size never exceeds the rows.
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
  clusters: CrossProducts | null,
): EffectiveSize => {
  const caveats: Array<Caveat> = []
  const uneven = rows.n > 0 && (rows.w !== rows.n || rows.w2 !== rows.n)
  let size = rows.n
  if (uneven && weights === "ignore") caveats.push(caveat("weights-ignored"))
  if (uneven && weights === "use") {
    size = Math.min(rows.n, effectiveSize({ sumW: rows.w, sumW2: rows.w2 }) ?? rows.n)
    caveats.push(caveat("weighted", { nEffective: size, population: rows.w }))
  }
  const deff = clusters === null || variance === null ? 1 : designEffect(rows.n, clusters, variance)
  if (deff > 1) {
    size = Math.max(1, size / deff)
    // Below one row in a hundred the loss is noise of the estimate, not a structure worth a caveat.
    if (deff > 1.01) caveats.push(caveat("clustered", { deff }))
  }
  return { size, caveats }
}

/** How much wider the variance is than that of independent rows; rows without a unit are units of their own. */
const designEffect = (rows: number, clusters: CrossProducts, variance: number): number => {
  const [meanX = 0, meanY = 0] = clusters.mean
  const [mxx = 0, cxy = 0, , myy = 0] = clusters.c
  if (clusters.n < 2 || meanY === 1 || variance === 0 || rows === 0) return 1
  const se = ratioOfSums({ n: clusters.n, meanX, meanY, mxx, myy, cxy })?.se ?? null
  if (se === null || se === 0) return 1
  const clustered = Math.min(rows, clusters.n * meanY)
  const deff = (clustered * se * se) / variance
  return (clustered * deff + (rows - clustered)) / rows
}
