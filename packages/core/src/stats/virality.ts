import { isPositive } from "./domain.ts"

/**
 * Members that each bring `k` others, who do the same after a cycle.
 *
 * @category Virality
 * @since 0.2.0
 */
export interface Spread {
  /** New members that one member brings: invitations sent times share accepted. */
  readonly k: number
  /** Mean time from joining to bringing the next. */
  readonly cycle: number
}

/** Whether both can be: nobody brings fewer than none. */
const isSpread = ({ cycle, k }: Spread): boolean => k >= 0 && isPositive(cycle)

const said = (value: number): number | null => (Number.isFinite(value) ? value : null)

/**
 * Members after a time, starting from `start`, were everybody to bring `k` others and nobody ever to run out of people
 * to invite: a bound that no market reaches, and no forecast.
 *
 * Source: `start (k^(time / cycle + 1) - 1) / (k - 1)`, Skok, "Lessons learned: viral marketing".
 *
 * @category Virality
 * @since 0.2.0
 * @example
 * ```ts
 * import { membersAfter } from "@touchpoint/core/stats"
 *
 * // half the cycle is worth more than any k
 * console.log(membersAfter({ k: 2, cycle: 2 }, { start: 10, time: 20 })) // 20470
 * console.log(membersAfter({ k: 2, cycle: 1 }, { start: 10, time: 20 })) // 20971510
 * ```
 */
export const membersAfter = (
  spread: Spread,
  { start, time }: { readonly start: number; readonly time: number },
): number | null => {
  if (!isSpread(spread) || !(time >= 0) || !(start >= 0)) return null
  const [{ k }, cycles] = [spread, time / spread.cycle + 1]
  const growth = k - 1
  // expm1(x) / growth, which is `cycles` at k = 1 and keeps its digits beside it
  return said(
    start *
      (growth === 0
        ? cycles
        : Math.abs(growth) < 0.5
          ? Math.expm1(cycles * Math.log1p(growth)) / growth
          : (k ** cycles - 1) / growth),
  )
}

/**
 * How many members one member comes to in the end, where each brings fewer than one other; `null` from `k = 1` on, where
 * nothing ends it.
 *
 * Source: geometric series, `1 / (1 - k)`.
 *
 * @category Virality
 * @since 0.2.0
 * @example
 * ```ts
 * import { viralMultiplier } from "@touchpoint/core/stats"
 *
 * console.log(viralMultiplier(0.165)?.toFixed(10)) // 1.1976047904
 * ```
 */
export const viralMultiplier = (k: number): number | null => (k >= 0 && k < 1 ? 1 / (1 - k) : null)

/**
 * Rate at which members grow, per unit of time of the cycle: below zero where each brings fewer than one. With `shape`
 * the cycles vary as a gamma distribution of that shape (1: exponential), without it they are all alike. `null` where
 * nobody brings anybody.
 *
 * Source: Lotka-Euler equation; `ln k / cycle` and `(k^(1 / shape) - 1) shape / cycle` (Wallinga & Lipsitch 2007).
 *
 * @category Virality
 * @since 0.2.0
 * @example
 * ```ts
 * import { viralRate } from "@touchpoint/core/stats"
 *
 * console.log(viralRate({ k: 1.5, cycle: 5 })?.toFixed(10)) // 0.0810930216
 * console.log(viralRate({ k: 1.5, cycle: 5 }, 2)?.toFixed(10)) // 0.0898979486
 * ```
 */
export const viralRate = (spread: Spread, shape?: number): number | null => {
  if (!isSpread(spread) || spread.k === 0) return null
  const { cycle, k } = spread
  if (shape === undefined) return said(Math.log(k) / cycle)
  return isPositive(shape) ? said((Math.expm1(Math.log(k) / shape) * shape) / cycle) : null
}
