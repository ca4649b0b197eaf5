import type { Funnel } from "../questions/folds/funnel/index.ts"
import type { CrossProducts } from "../moments/CrossProducts.ts"
import { caveat } from "./Caveat.ts"
import { type EffectiveSize, effectiveRows } from "./effectiveSize.ts"

/**
 * How many independent attempts those of a funnel are worth, where units make several: the linearised variance of the
 * share of attempts that reached a step, with the unit as the independent observation.
 *
 * @category metrics
 * @since 0.2.0
 */
export const effectiveAttempts = ({ clusters, entrants, reached }: Funnel, step: number): EffectiveSize => {
  const { squares, units } = clusters
  const { cross = 0, squares: own = 0 } = clusters.reached[step] ?? {}
  const x = reached[step] ?? 0
  const [meanX, meanM] = units === 0 ? [0, 0] : [x / units, entrants / units]
  const [mxx, mxm, mmm] = [own - x * meanX, cross - x * meanM, squares - entrants * meanM]
  const sums: CrossProducts = {
    n: units,
    mean: [meanX, meanM, meanM],
    c: [mxx, mxm, mxm, mxm, mmm, mmm, mxm, mmm, mmm],
  }
  const p = entrants === 0 ? 0 : x / entrants
  return effectiveRows({ n: entrants, w: entrants, w2: entrants }, "ignore", p * (1 - p), {
    sums,
    loose: { levels: [] },
    worth: (share) => share,
  })
}

/** Attempts and those of them that got to the step, of one cluster or summed over many. @category metrics @since 0.2.0 */
export interface Attempts {
  readonly n: number
  readonly x: number
}

/** Clusters of one attempt and more that stand alone: how many, and the sums of squares over them. */
export interface LooseAttempts {
  readonly units: number
  readonly nn: number
  readonly nx: number
  readonly xx: number
}

/**
 * How many independent attempts those of clusters are worth: the linearised variance of their share with the cluster
 * (a shard of customers, or a unit of nobody known) as the independent observation. Where nothing varies, or one
 * cluster is all there is, every one of the `people` counts once.
 *
 * @category metrics
 * @since 0.2.0
 */
export const effectiveParts = (
  whole: Attempts,
  clusters: ReadonlyArray<Attempts>,
  loose: LooseAttempts,
  people: number,
): EffectiveSize => {
  const { n, x } = whole
  const units = clusters.length + loose.units
  const sum = (of: (one: Attempts) => number) => clusters.reduce((total, one) => total + of(one), 0)
  const [nn, nx, xx] = [
    sum((one) => one.n * one.n) + loose.nn,
    sum((one) => one.n * one.x) + loose.nx,
    sum((one) => one.x * one.x) + loose.xx,
  ]
  const p = n === 0 ? 0 : x / n
  // Exact sums of whole numbers: nothing cancels.
  const residual = Math.max(0, xx - 2 * p * nx + p * p * nn)
  const se2 = units < 2 || n === 0 ? 0 : ((units / (units - 1)) * residual) / (n * n)
  const size = se2 > 0 && p > 0 && p < 1 ? (p * (1 - p)) / se2 : people
  const fitting = Math.max(Math.min(1, n), Math.min(n, size))
  // Below one attempt in a hundred the loss is noise of the estimate.
  return { size: fitting, caveats: fitting < n / 1.01 ? [caveat("clustered", { deff: n / fitting })] : [] }
}
