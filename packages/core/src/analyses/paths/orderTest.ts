import type { Transitions } from "../../questions/folds/transitions/index.ts"
import { chiSquaredSf } from "../../stats/index.ts"

/** Whether the last touchpoint says something about the next. @category paths @since 0.2.0 */
export interface OrderTest {
  /** Likelihood ratio of a chain that remembers one touchpoint against one that remembers none. */
  readonly g2: number
  readonly df: number
  readonly p: number
  /** Bits of a step that are not known from the touchpoint before; each touchpoint weighs as often as it is left. */
  readonly entropyRate: number
  /** Moves between touchpoints that were counted. */
  readonly n: number
}

/**
 * Tests order 0 against order 1 of the moves between touchpoints, without start and end: small p means that where
 * somebody is says something about where he goes.
 *
 * **Gotchas**
 *
 * `null` with fewer than two touchpoints that are left, or entered. Moves of one customer are taken for independent, so p
 * is too small where customers differ. Source: Anderson & Goodman 1957.
 *
 * **Example** (What comes next depends on what was)
 *
 * ```ts
 * import { orderTest } from "@touchpoint/core/analyses"
 *
 * const dwell = { zero: 0, bins: [] }
 * const move = (from: string, to: string, count: number) => ({ from, to, count, walks: count, dwell })
 * const found = orderTest({ walks: 40, moves: [move("a", "b", 30), move("a", "c", 10), move("b", "b", 5), move("b", "c", 35)] })
 * console.log(found?.df, (found?.p ?? 1) < 0.001) // 1 true
 * ```
 *
 * @category paths
 * @since 0.2.0
 */
export const orderTest = ({ moves }: Transitions): OrderTest | null => {
  const inner = moves.flatMap(({ count, from, to }) => (from === null || to === null ? [] : [{ count, from, to }]))
  const [left, entered] = [new Map<string, number>(), new Map<string, number>()]
  for (const { count, from, to } of inner) {
    left.set(from, (left.get(from) ?? 0) + count)
    entered.set(to, (entered.get(to) ?? 0) + count)
  }
  if (left.size < 2 || entered.size < 2) return null
  const df = (left.size - 1) * (entered.size - 1)
  const n = [...left.values()].reduce((sum, count) => sum + count, 0)
  let [g2, entropy] = [0, 0]
  for (const { count, from, to } of inner) {
    const row = left.get(from) ?? 0
    g2 += 2 * count * Math.log((count * n) / (row * (entered.get(to) ?? 0)))
    entropy -= (count / n) * Math.log2(count / row)
  }
  return { g2: Math.max(0, g2), df, p: chiSquaredSf(Math.max(0, g2), df), entropyRate: entropy, n }
}
