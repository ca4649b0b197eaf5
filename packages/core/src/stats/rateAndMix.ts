/**
 * One segment in two groups: a sum `x` over a count `n`. Shares are sums of 0 and 1, means sums of what was measured.
 *
 * @category Mix
 * @since 0.2.0
 */
export interface RatePair {
  readonly first: { readonly x: number; readonly n: number }
  readonly second: { readonly x: number; readonly n: number }
}

const isPair = ({ first, second }: RatePair): boolean =>
  [first, second].every(({ n, x }) => n > 0 || (n === 0 && x === 0))

/**
 * Kitagawa's decomposition of the difference of two rates over segments, first minus second, for any sums over counts:
 * shares, means, amounts per order. `rate` is what the segments' own rates make of it, `mix` what their sizes do. A
 * segment that is in one group only counts as mix, at the rate it has there. `null` where a group is empty, or a segment
 * has a sum over no count.
 *
 * Source: Kitagawa 1955.
 *
 * @category Mix
 * @since 0.2.0
 * @example
 * ```ts
 * import { rateAndMix } from "@touchpoint/core/stats"
 *
 * // the same amounts per order, and more of the large orders
 * const shift = rateAndMix([
 *   { first: { x: 100, n: 10 }, second: { x: 300, n: 30 } },
 *   { first: { x: 1500, n: 30 }, second: { x: 500, n: 10 } },
 * ])
 * console.log(shift?.rate, shift?.mix) // 0 20
 * ```
 */
export const rateAndMix = (
  segments: ReadonlyArray<RatePair>,
): { readonly rate: number; readonly mix: number } | null => {
  if (!segments.every(isPair)) return null
  const one = segments.reduce((sum, { first }) => sum + first.n, 0)
  const two = segments.reduce((sum, { second }) => sum + second.n, 0)
  // Where only the second is empty its weights are no numbers.
  if (one === 0) return null
  let [rate, mix] = [0, 0]
  for (const { first, second } of segments) {
    if (first.n === 0 && second.n === 0) continue
    const [w1, w2] = [first.n / one, second.n / two]
    const r1 = first.n > 0 ? first.x / first.n : second.x / second.n
    const r2 = second.n > 0 ? second.x / second.n : r1
    rate += ((w1 + w2) / 2) * (r1 - r2)
    mix += ((r1 + r2) / 2) * (w1 - w2)
  }
  return Number.isFinite(rate) && Number.isFinite(mix) ? { rate, mix } : null
}
