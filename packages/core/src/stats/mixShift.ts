import { isCount, successes } from "./domain.ts"
import type { Successes } from "./summaries.ts"

/**
 * One segment in two groups (periods, arms).
 *
 * @category Mix
 * @since 0.2.0
 */
export interface SegmentPair {
  readonly first: Successes
  readonly second: Successes
}

/**
 * The difference of two shares, first minus second, taken apart: what the segments' own shares make of it, and what
 * their sizes do. The two add up to the difference exactly.
 *
 * @category Mix
 * @since 0.2.0
 */
export interface MixShift {
  readonly difference: number
  readonly rate: number
  readonly mix: number
}

const total = (groups: ReadonlyArray<Successes>): Successes =>
  groups.reduce((sum, { n, x }) => ({ n: sum.n + n, x: sum.x + x }), { n: 0, x: 0 })

/** The pairs with the rounding of weighted counts taken off; `null` where one cannot be. */
const wholePairs = (segments: ReadonlyArray<SegmentPair>): ReadonlyArray<SegmentPair> | null => {
  const out: Array<SegmentPair> = []
  for (const pair of segments) {
    const [first, second] = [successes(pair.first), successes(pair.second)]
    if (first === null || second === null) return null
    out.push({ first, second })
  }
  return out
}

/**
 * Kitagawa's decomposition of a difference of shares over segments. A segment that is in one group only has no share
 * in the other: it counts as mix. `null` where a group is empty.
 *
 * Source: Kitagawa 1955.
 *
 * @category Mix
 * @since 0.2.0
 * @example
 * ```ts
 * import { kitagawa } from "@touchpoint/core/stats"
 *
 * // kidney stones, treatment A against B: better in both sizes, worse as a whole
 * const shift = kitagawa([
 *   { first: { x: 81, n: 87 }, second: { x: 234, n: 270 } },
 *   { first: { x: 192, n: 263 }, second: { x: 55, n: 80 } },
 * ])
 * console.log(shift?.rate.toFixed(10), shift?.mix.toFixed(10)) // 0.0536712174 -0.0993855031
 * ```
 */
export const kitagawa = (segments: ReadonlyArray<SegmentPair>): MixShift | null => {
  const pairs = wholePairs(segments)
  if (pairs === null) return null
  const [one, two] = [total(pairs.map((p) => p.first)), total(pairs.map((p) => p.second))]
  if (one.n === 0 || two.n === 0) return null
  let [rate, mix] = [0, 0]
  for (const { first, second } of pairs) {
    if (first.n === 0 && second.n === 0) continue
    const [w1, w2] = [first.n / one.n, second.n / two.n]
    const r1 = first.n > 0 ? first.x / first.n : second.x / second.n
    const r2 = second.n > 0 ? second.x / second.n : r1
    rate += ((w1 + w2) / 2) * (r1 - r2)
    mix += ((r1 + r2) / 2) * (w1 - w2)
  }
  return { difference: one.x / one.n - two.x / two.n, rate, mix }
}

/**
 * Odds ratio of two groups, first to second, with the segments held fixed. `null` where no segment tells them apart.
 *
 * Source: Mantel & Haenszel 1959.
 *
 * @category Mix
 * @since 0.2.0
 * @example
 * ```ts
 * import { mantelHaenszel } from "@touchpoint/core/stats"
 *
 * const ratio = mantelHaenszel([
 *   { first: { x: 81, n: 87 }, second: { x: 234, n: 270 } },
 *   { first: { x: 192, n: 263 }, second: { x: 55, n: 80 } },
 * ])
 * console.log(ratio?.toFixed(10)) // 1.4468466249
 * ```
 */
export const mantelHaenszel = (segments: ReadonlyArray<SegmentPair>): number | null => {
  let [top, bottom] = [0, 0]
  const pairs = wholePairs(segments)
  if (pairs === null) return null
  for (const { first, second } of pairs) {
    const n = first.n + second.n
    if (n === 0) continue
    top += (first.x * (second.n - second.x)) / n
    bottom += (second.x * (first.n - first.x)) / n
  }
  const ratio = top / bottom
  return Number.isFinite(ratio) ? ratio : null
}

/**
 * The share a group would have were its segments as large as given: direct standardisation. `null` where a segment
 * that counts has no trials, or no segment counts.
 *
 * Source: direct standardisation, Armitage, Berry & Matthews 2002, section 19.4.
 *
 * @category Mix
 * @since 0.2.0
 * @example
 * ```ts
 * import { standardised } from "@touchpoint/core/stats"
 *
 * console.log(standardised([{ x: 9, n: 10 }, { x: 1, n: 10 }], [1, 3])?.toFixed(2)) // 0.30
 * ```
 */
export const standardised = (segments: ReadonlyArray<Successes>, sizes: ReadonlyArray<number>): number | null => {
  let [share, size] = [0, 0]
  for (const [i, segment] of segments.entries()) {
    const weight = sizes[i] ?? 0
    if (weight === 0) continue
    const counts = successes(segment)
    if (counts === null || counts.n === 0 || !isCount(weight)) return null
    share += (weight * counts.x) / counts.n
    size += weight
  }
  return size === 0 ? null : share / size
}
