import { logCounter } from "../../../moments/LogHistogram.ts"
import { emptyFunnel, type Funnel } from "./Funnel.ts"

/** Counts the attempts of one group. */
export interface Counting {
  /** Whether an attempt was counted. */
  readonly any: () => boolean
  /** `open` is the time an attempt that may still change has had so far; `null` where it cannot. */
  readonly attempt: (reached: number, times: Float64Array, open: number | null) => void
  /** The attempts so far were those of one unit, and there are no more of it. */
  readonly endOfUnit: () => void
  readonly state: () => Funnel
}

/** Starts to count. */
export const counting = (steps: number): Counting => {
  const { clusters, ...zero } = emptyFunnel(steps)
  const counts = { ...zero, pending: [...zero.pending], reached: [...zero.reached] }
  const sums = { units: 0, squares: 0, reached: clusters.reached.map((sum) => ({ ...sum })) }
  const sinceFirst = zero.sinceFirst.map(() => logCounter())
  const sincePrevious = zero.sincePrevious.map(() => logCounter())
  const pendingSinceFirst = zero.pendingSinceFirst.map(() => logCounter())
  const waiting = zero.waiting.map(() => logCounter())
  // Mature attempts of the unit at hand, by how many steps they reached at least.
  const own = new Float64Array(steps)
  return {
    any: () => counts.entrants + counts.immature > 0,
    attempt: (reached, times, open) => {
      if (open !== null) {
        counts.immature++
        for (let k = 0; k < reached; k++) {
          counts.pending[k] = (counts.pending[k] as number) + 1
          if (k > 0) pendingSinceFirst[k - 1]?.add((times[k] as number) - (times[0] as number))
        }
        for (let k = Math.max(1, reached); k < steps; k++) waiting[k - 1]?.add(open)
        return
      }
      counts.entrants++
      for (let k = 0; k < reached; k++) {
        counts.reached[k] = (counts.reached[k] as number) + 1
        own[k] = (own[k] as number) + 1
        if (k === 0) continue
        const time = times[k] as number
        sinceFirst[k - 1]?.add(time - (times[0] as number))
        sincePrevious[k - 1]?.add(time - (times[k - 1] as number))
      }
    },
    endOfUnit: () => {
      const attempts = own[0] as number
      if (attempts === 0) return
      sums.units++
      sums.squares += attempts * attempts
      for (let k = 0; k < steps; k++) {
        const sum = sums.reached[k]
        if (sum === undefined) break
        const reached = own[k] as number
        sum.cross += attempts * reached
        sum.squares += reached * reached
        own[k] = 0
      }
    },
    state: () => ({
      ...counts,
      sinceFirst: sinceFirst.map((counter) => counter.state()),
      sincePrevious: sincePrevious.map((counter) => counter.state()),
      pendingSinceFirst: pendingSinceFirst.map((counter) => counter.state()),
      waiting: waiting.map((counter) => counter.state()),
      clusters: sums,
    }),
  }
}
