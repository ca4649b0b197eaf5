import type { Follow } from "./chains.ts"
import type { FunnelOptions } from "./FunnelOptions.ts"
import type { FunnelRows } from "./FunnelRows.ts"

/**
 * Chains whose steps have windows of their own, or rows that must not lie between: the first row that bears a step is
 * then not always the best, so the earliest end of every chain is searched, from the end to the start. For each number
 * of steps it is a smallest value in a window that slides, which is O(rows × steps²) for all openings of a unit.
 */
export const windowed = (
  { steps, windows, within }: Pick<FunnelOptions, "steps" | "windows" | "within">,
  distinct: boolean,
): ((rows: FunnelRows) => Follow) => {
  let size = 0
  let ends = new Float64Array()
  let buffers = { own: new Float64Array(), later: new Float64Array(), queue: new Int32Array() }
  return (rows) => {
    const { n } = rows
    if (n > size) {
      size = Math.max(64, 2 * n)
      ends = new Float64Array(size * steps.length)
      buffers = { own: new Float64Array(size), later: new Float64Array(size), queue: new Int32Array(size) }
    }
    for (let level = 1; level < steps.length; level++) {
      let { later, own } = buffers
      for (let i = 0; i < n; i++) later[i] = bears(rows, level, i) ? (rows.at[i] as number) : Infinity
      for (let k = level - 1; k >= 0; k--) {
        slide(rows, k, { own, later, queue: buffers.queue }, windows[k] ?? Infinity, distinct)
        ;[own, later] = [later, own]
      }
      for (let i = 0; i < n; i++) ends[level * n + i] = later[i] as number
    }
    return (_, opening, times) => {
      const first = rows.at[opening] as number
      times[0] = first
      for (let level = 1; level < steps.length; level++) {
        const end = ends[level * n + opening] as number
        if (!(end <= first + (within ?? Infinity)) || end === Infinity) return level
        times[level] = end
      }
      return steps.length
    }
  }
}

const bears = ({ n, next }: FunnelRows, k: number, i: number): boolean => next[k * (n + 1) + i] === i

interface Sliding {
  readonly own: Float64Array
  readonly later: Float64Array
  readonly queue: Int32Array
}

/** The earliest end of a chain from step `k` at each row: the smallest of those from step `k + 1` at the rows it may go to. */
const slide = (
  rows: FunnelRows,
  k: number,
  { later, own, queue }: Sliding,
  window: number,
  distinct: boolean,
): void => {
  const { after, at, barrier, n } = rows
  // The queue holds rows from right to left with ends that rise: its head is the smallest in the window.
  let [head, tail] = [0, 0]
  let low = n
  let high = n - 1
  for (let i = n - 1; i >= 0; i--) {
    const from = distinct ? (after[i] as number) : i + 1
    while (low > from) {
      low--
      while (tail > head && (later[queue[tail - 1] as number] as number) >= (later[low] as number)) tail--
      queue[tail++] = low
    }
    while (high >= 0 && (at[high] as number) - (at[i] as number) > window) high--
    const to = barrier.length === 0 ? high : Math.min(high, barrier[k * (n + 1) + i + 1] as number)
    while (tail > head && (queue[head] as number) > to) head++
    own[i] = bears(rows, k, i) && tail > head ? (later[queue[head] as number] as number) : Infinity
  }
}
