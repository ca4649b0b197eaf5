import type { Trail } from "../Fold.ts"

/** What chains of steps are searched in: the rows of one unit, numbered from 0, with what can be known before searching. */
export interface FunnelRows {
  /** How many rows. */
  readonly n: number
  readonly at: Float64Array
  /** `next[k·(n+1) + i]`: the first row from `i` on that bears step `k`; `n` where none does. */
  readonly next: Int32Array
  /** `foreign[k·(n+1) + i]`: the first row from `i` on that bears none of the first `k` steps. Made for `strict`. */
  readonly foreign: Int32Array
  /** `barrier[k·(n+1) + i]`: the first row from `i` on that is excluded between steps `k` and `k + 1`. */
  readonly barrier: Int32Array
  /** The first row later than row `i` by more than the tolerance. */
  readonly after: Int32Array
  /** The first row that is earlier than row `i` by at most the tolerance. */
  readonly near: Int32Array
}

/** Which of the tables a search needs. */
export interface FunnelTables {
  /** Bits of the steps' marks, and of the marks excluded after each step. */
  readonly steps: ReadonlyArray<number>
  readonly excluded: ReadonlyArray<number>
  readonly strict: boolean
  readonly tolerance: number | null
}

/** Makes the tables of one unit after the other in the same arrays: O(rows × steps). */
export const funnelRows = ({ excluded, steps, strict, tolerance }: FunnelTables): ((trail: Trail) => FunnelRows) => {
  const barred = excluded.some((bits) => bits !== 0)
  let size = 0
  let rows = {
    at: new Float64Array(),
    next: new Int32Array(),
    foreign: new Int32Array(),
    barrier: new Int32Array(),
    after: new Int32Array(),
    near: new Int32Array(),
  }
  const grow = (n: number) => {
    if (n <= size) return
    size = Math.max(64, 2 * n)
    const table = (wanted: boolean, columns: number) => new Int32Array(wanted ? (size + 1) * columns : 0)
    rows = {
      at: new Float64Array(size),
      next: table(true, steps.length),
      foreign: table(strict, steps.length + 1),
      barrier: table(barred, steps.length),
      after: table(tolerance !== null, 1),
      near: table(tolerance !== null, 1),
    }
  }
  return ({ at, from, marks, to }) => {
    const n = to - from
    grow(n)
    for (let i = 0; i < n; i++) rows.at[i] = at[from + i] as number
    let reached = 0
    for (const [k, step] of steps.entries()) {
      const own = k * (n + 1)
      firsts(rows.next, own, n, (i) => ((marks[from + i] as number) & step) !== 0)
      const before = reached
      if (strict) firsts(rows.foreign, own, n, (i) => ((marks[from + i] as number) & before) === 0)
      const bars = excluded[k] ?? 0
      if (barred) firsts(rows.barrier, own, n, (i) => ((marks[from + i] as number) & bars) !== 0)
      reached |= step
    }
    if (tolerance !== null) {
      for (let i = 0, later = 0, near = 0; i < n; i++) {
        const instant = rows.at[i] as number
        while (later < n && (rows.at[later] as number) <= instant + tolerance) later++
        while ((rows.at[near] as number) < instant - tolerance) near++
        rows.after[i] = later
        rows.near[i] = near
      }
    }
    return { n, ...rows }
  }
}

/** `out[own + i]`: the first row from `i` on for which the test holds. */
const firsts = (out: Int32Array, own: number, n: number, test: (i: number) => boolean): void => {
  let first = n
  out[own + n] = n
  for (let i = n - 1; i >= 0; i--) {
    if (test(i)) first = i
    out[own + i] = first
  }
}
