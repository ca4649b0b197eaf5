import type { FunnelOptions } from "./FunnelOptions.ts"
import type { FunnelRows } from "./FunnelRows.ts"

/** Follows the attempt that opens at a row: writes when each step was reached, and gives how many were. */
export type Follow = (rows: FunnelRows, opening: number, times: Float64Array) => number

type Limits = Pick<FunnelOptions, "steps" | "within" | "windows">

/** Each step is the first row after the step before that bears it. The earliest row leaves the most time to the rest. */
export const sequential =
  ({ steps, within }: Limits, distinct: boolean): Follow =>
  (rows, opening, times) => {
    const { after, at, n, next } = rows
    const last = (at[opening] as number) + (within ?? Infinity)
    let row = opening
    times[0] = at[opening] as number
    for (let k = 1; k < steps.length; k++) {
      row = next[k * (n + 1) + (distinct ? (after[row] as number) : row + 1)] as number
      if (row === n || (at[row] as number) > last) return k
      times[k] = at[row] as number
    }
    return steps.length
  }

/** As {@link sequential}, with rows up to the tolerance before a step as good as those after it; no row counts twice. */
export const either =
  ({ steps, windows, within }: Limits, strict: boolean): Follow =>
  (rows, opening, times) => {
    const { after, at, barrier, foreign, n, near, next } = rows
    const last = (at[opening] as number) + (within ?? Infinity)
    const used = [opening]
    let row = opening
    times[0] = at[opening] as number
    for (let k = 1; k < steps.length; k++) {
      const own = k * (n + 1)
      let found = next[own + (near[row] as number)] as number
      while (used.includes(found)) found = next[own + found + 1] as number
      if (found === n || (at[found] as number) > last) return k
      if ((at[found] as number) - (at[row] as number) > (windows[k - 1] ?? Infinity)) return k
      // Only what is certainly between two steps parts them.
      const [from, to] = [after[row] as number, near[found] as number]
      if (strict && (foreign[own + from] as number) < to) return k
      if (barrier.length > 0 && (barrier[own - (n + 1) + from] as number) < to) return k
      used.push(found)
      row = found
      times[k] = Math.max(at[row] as number, times[k - 1] as number)
    }
    return steps.length
  }

/** The next row that is not of a step reached has to bear the next step. */
export const strictly =
  ({ steps, windows, within }: Limits, distinct: boolean): Follow =>
  (rows, opening, times) => {
    const { after, at, barrier, foreign, n, next } = rows
    const last = (at[opening] as number) + (within ?? Infinity)
    let row = opening
    times[0] = at[opening] as number
    for (let k = 1; k < steps.length; k++) {
      const own = k * (n + 1)
      const found = next[own + (distinct ? (after[row] as number) : row + 1)] as number
      if (found === n || (at[found] as number) > last || (foreign[own + row + 1] as number) < found) return k
      if ((at[found] as number) - (at[row] as number) > (windows[k - 1] ?? Infinity)) return k
      if (barrier.length > 0 && (barrier[own - (n + 1) + row + 1] as number) < found) return k
      row = found
      times[k] = at[row] as number
    }
    return steps.length
  }

/** How many of the steps came, in whatever order; the times are those of the first, the second … */
export const unordered =
  ({ steps, within }: Limits, ties: FunnelOptions["ties"]): Follow =>
  (rows, opening, times) => {
    const { after, at, n, near, next } = rows
    const first = at[opening] as number
    const last = first + (within ?? Infinity)
    let reached = 0
    for (let k = 0; k < steps.length; k++) {
      const own = k * (n + 1)
      let found = next[own + (ties === "either" ? (near[opening] as number) : opening)] as number
      if (ties === "distinct" && found !== opening) found = next[own + (after[opening] as number)] as number
      if (found === n || (at[found] as number) > last) continue
      times[reached++] = Math.max(first, at[found] as number)
    }
    times.subarray(0, reached).sort()
    return reached
  }
