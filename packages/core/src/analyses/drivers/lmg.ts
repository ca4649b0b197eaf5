import type { Correlations } from "./correlations.ts"
import { COLLINEAR } from "./correlations.ts"

/** Predictors up to which all orders are averaged: 2¹² regressions. */
export const EXACT = 12

/**
 * What each predictor explains, averaged over all orders in which predictors can enter: their Shapley values, which sum to
 * R². Every set of predictors is regressed on once, each from the one before by one elimination.
 *
 * Source: Lindeman, Merenda & Gold 1980.
 */
export const lmg = (whole: Correlations): ReadonlyArray<number> => {
  const p = whole.size - 1
  const explained = explainedBy(whole)
  const weights = sizeWeights(p)
  return Array.from({ length: p }, (_, own) => {
    const bit = 1 << own
    let sum = 0
    for (let set = 0; set < explained.length; set++)
      if ((set & bit) === 0)
        sum += (weights[ones(set)] as number) * ((explained[set | bit] as number) - (explained[set] as number))
    return sum
  })
}

/** R² of the outcome on every set of predictors, the bits of its index. */
const explainedBy = ({ r, size }: Correlations): Float64Array => {
  const p = size - 1
  const explained = new Float64Array(2 ** p)
  // One matrix for each depth: the correlations with what was taken in swept out. Only predictors still to come are kept.
  const levels = Array.from({ length: p + 1 }, () => new Float64Array(size * size))
  levels[0]?.set(r)
  const take = (depth: number, from: number, set: number, so: number) => {
    const own = levels[depth] as Float64Array
    const next = levels[depth + 1] as Float64Array
    for (let k = from; k <= p; k++) {
      const pivot = own[k * size + k] as number
      const known = pivot <= COLLINEAR
      const more = set | (1 << (k - 1))
      const now = known ? so : so + (own[k] as number) ** 2 / pivot
      explained[more] = now
      if (k === p) continue
      for (const i of places(k, p)) {
        const factor = known ? 0 : (own[i * size + k] as number) / pivot
        for (let j = k + 1; j <= p; j++)
          next[i * size + j] = (own[i * size + j] as number) - factor * (own[k * size + j] as number)
      }
      take(depth + 1, k + 1, more, now)
    }
  }
  take(0, 1, 0, 0)
  return explained
}

/** The outcome and the predictors after `k`. */
const places = function* (k: number, p: number): Iterable<number> {
  yield 0
  for (let i = k + 1; i <= p; i++) yield i
}

/** s! (p − s − 1)! / p!, the share of orders in which a predictor comes right after a given set of s others. */
const sizeWeights = (p: number): ReadonlyArray<number> => {
  const weights = [1 / p]
  for (let s = 1; s < p; s++) weights.push(((weights[s - 1] as number) * s) / (p - s))
  return weights
}

const ones = (set: number): number => {
  let count = 0
  for (let left = set; left > 0; left &= left - 1) count++
  return count
}
