import type { Funnel } from "../questions/folds/funnel/index.ts"
import type { CrossProducts } from "../moments/CrossProducts.ts"
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
