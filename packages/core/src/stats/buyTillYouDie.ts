import { isCount, isPositive } from "./domain.ts"

/**
 * Parameters of the BG/NBD model: customers buy at rates that vary as a gamma distribution (`r`, `alpha`), and leave
 * after any purchase with a chance that varies as a beta distribution (`a`, `b`).
 *
 * @category Buying
 * @since 0.2.0
 */
export interface BuyingModel {
  readonly r: number
  /** In the unit of time of the histories. */
  readonly alpha: number
  readonly a: number
  readonly b: number
}

/**
 * What is known of a customer.
 *
 * @category Buying
 * @since 0.2.0
 */
export interface BuyingHistory {
  /** Purchases after the first. */
  readonly repeats: number
  /** Time from the first purchase to the last. */
  readonly last: number
  /** Time from the first purchase to now. */
  readonly seen: number
}

const known = ({ a, alpha, b, r }: BuyingModel, { last, repeats, seen }: BuyingHistory): boolean =>
  [a, alpha, b, r].every(isPositive) && isCount(repeats) && last >= 0 && last <= seen && seen < Infinity

/**
 * Chance that a customer with such a history will ever buy again, by the BG/NBD model. `null` for a history or
 * parameters that cannot be.
 *
 * Without a repeat it is 1, whatever the time: in this model nobody leaves before a second purchase. That is the model,
 * not the customer; do not show it.
 *
 * Source: Fader, Hardie & Lee 2005 and their note of 2008 on P(alive). The parameters are fitted elsewhere, and no
 * interval says how sure they are.
 *
 * @category Buying
 * @since 0.2.0
 * @example
 * ```ts
 * import { chanceAlive } from "@touchpoint/core/stats"
 *
 * const cdnow = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }
 * console.log(chanceAlive(cdnow, { repeats: 2, last: 30.43, seen: 38.86 })?.toFixed(10)) // 0.7265785701
 * ```
 */
export const chanceAlive = (model: BuyingModel, history: BuyingHistory): number | null => {
  if (!known(model, history)) return null
  const { a, alpha, b, r } = model
  const { last, repeats, seen } = history
  if (repeats === 0) return 1
  const odds = Math.log(a / (b + repeats - 1)) + (r + repeats) * Math.log1p((seen - last) / (alpha + last))
  return Number.isNaN(odds) ? null : 1 / (1 + Math.exp(odds))
}

/** Far beyond what any history was seen to need; a bound so that no argument can hang. */
const mostTerms = 1_000_000

/**
 * Purchases to expect of a customer with such a history in the next `time`, by the BG/NBD model. `null` for a history or
 * parameters that cannot be, or that need more terms than can be added.
 *
 * Source: Fader, Hardie & Lee 2005, equation 10. Its hypergeometric function is transformed by Euler's formula and the
 * leading terms are taken together, so that nothing is divided by `a - 1`, which may be 0.
 *
 * @category Buying
 * @since 0.2.0
 * @example
 * ```ts
 * import { expectedPurchases } from "@touchpoint/core/stats"
 *
 * // the customer of the paper: 1.226 purchases in the next 39 weeks
 * const cdnow = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }
 * console.log(expectedPurchases(cdnow, { repeats: 2, last: 30.43, seen: 38.86 }, 39)?.toFixed(10)) // 1.2260281748
 * ```
 */
export const expectedPurchases = (model: BuyingModel, history: BuyingHistory, time: number): number | null => {
  const alive = chanceAlive(model, history)
  if (alive === null || !(time >= 0)) return null
  const { a, alpha, b, r } = model
  const { repeats, seen } = history
  const z = time / (alpha + seen + time)
  // With e = a - 1, c = a + b + x - 1 and 2F1(r + x, b + x; c; z) = (1 - z)^(e - r - x) 2F1(c - r - x, e; c; z), where the
  // last is 1 + e G: [1 - (1 - z)^e (1 + e G)] / e = -expm1(e ln(1 - z)) / e - (1 - z)^e G.
  const [e, c] = [a - 1, a + b + repeats - 1]
  const log = Math.log1p(-z)
  // c G = sum over k >= 1 of (c - r - x)_k (e + 1)_(k-1) / ((c + 1)_(k-1) k!) z^k
  let term = (c - r - repeats) * z
  let sum = term
  let k = 1
  for (; k < mostTerms && Math.abs(term) > 1e-17 * Math.abs(sum); k++) {
    term *= ((c - r - repeats + k) * (e + k) * z) / ((c + k) * (k + 1))
    sum += term
  }
  const first = e === 0 ? -log : -Math.expm1(e * log) / e
  const expected = (c * first - Math.exp(e * log) * sum) * alive
  return k < mostTerms && Number.isFinite(expected) ? Math.max(0, expected) : null
}
