import type { Durations, Lengths } from "../questions/folds/durations/index.ts"
import { type Caveat, caveat } from "./Caveat.ts"

const total = (lengths: Lengths): number => lengths.reduce((sum, [, n]) => sum + n, 0)

/**
 * Of enquiries that ended (without a person) or were given up (to one): how many ended so. Open ones may still go either
 * way and are outside.
 *
 * @category metrics
 * @since 0.2.0
 */
export const handledOf = ({ closed, dropped, negative, unknown }: Durations) => {
  const x = total(closed)
  const n = x + total(dropped)
  const caveats: ReadonlyArray<Caveat> = [
    ...(unknown > 0 ? [caveat("immature-window", { n: unknown })] : []),
    ...(negative > 0 ? [caveat("backwards", { n: negative })] : []),
  ]
  return { x, n, size: n, caveats }
}
