import type { Trail } from "../Fold.ts"
import type { Counting } from "./Counting.ts"
import type { FunnelOptions } from "./FunnelOptions.ts"

/** Longest trail of which several attempts are followed row by row: longer ones are worth the tables. */
const SHORT = 64

/** What the usual funnel is counted with. */
export interface PlainFunnel {
  /** Bits of the steps' marks. */
  readonly steps: ReadonlyArray<number>
  readonly options: Pick<FunnelOptions, "asOf" | "attempt" | "within">
  readonly horizon: number | null
  readonly counts: ReadonlyArray<Counting>
}

/**
 * Counts a unit of the usual funnel: in sequence, without windows of steps or exclusions. Rows are followed where they
 * lie, nothing is made for a unit. `false` where the unit is too long for that.
 */
export const plainly = ({ counts, horizon, options, steps }: PlainFunnel): ((trail: Trail) => boolean) => {
  const { asOf, attempt, within } = options
  const opens = steps[0] ?? 0
  const length = steps.length
  const times = new Float64Array(length)
  // Of each group: the unit it was met in last, and its best attempt so far.
  const met = new Int32Array(counts.length)
  const bestRow = new Int32Array(counts.length)
  const bestRank = new Float64Array(counts.length)
  const groups = new Int32Array(counts.length)
  let unit = 0
  const follow = ({ at, marks, to }: Trail, opening: number): number => {
    const last = (at[opening] as number) + (within ?? Number.POSITIVE_INFINITY)
    times[0] = at[opening] as number
    let k = 1
    for (let row = opening + 1; row < to && k < length; row++) {
      if (((marks[row] as number) & (steps[k] as number)) === 0) continue
      const instant = at[row] as number
      if (instant > last) break
      times[k++] = instant
    }
    return k
  }
  const isMature = (at: number) => asOf === null || horizon === null || at + horizon <= asOf
  const count = (trail: Trail, group: number, opening: number) => {
    const opened = trail.at[opening] as number
    ;(counts[group] as Counting).attempt(follow(trail, opening), times, isMature(opened) ? null : (asOf ?? 0) - opened)
  }
  return (trail) => {
    const { at, from, group, marks, to } = trail
    if (attempt !== "first" && to - from > SHORT) return false
    unit++
    let size = 0
    for (let row = from; row < to; row++) {
      if (((marks[row] as number) & opens) === 0) continue
      const code = group[row] as number
      if (code < 0) continue
      const known = met[code] === unit
      if (!known) {
        met[code] = unit
        groups[size++] = code
        bestRank[code] = -1
      }
      if (attempt === "every" || (attempt === "first" && !known)) count(trail, code, row)
      else if (attempt === "best" || attempt === "furthest") {
        const mature = isMature(at[row] as number)
        const rank = follow(trail, row) + (mature ? (attempt === "best" ? 1000 : 0.5) : 0)
        if (rank > (bestRank[code] as number)) {
          bestRank[code] = rank
          bestRow[code] = row
        }
      }
    }
    for (let i = 0; i < size; i++) {
      const code = groups[i] as number
      if (attempt === "best" || attempt === "furthest") count(trail, code, bestRow[code] as number)
      ;(counts[code] as Counting).endOfUnit()
    }
    return true
  }
}
