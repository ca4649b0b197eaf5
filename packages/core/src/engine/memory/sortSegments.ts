/** Slots in segments: those of segment `u` are from `starts[u]` to `starts[u + 1]`. */
export interface Slots {
  readonly starts: Int32Array
  readonly at: Float64Array
  readonly part: Uint8Array
  readonly place: Int32Array
}

/** Longest segment sorted by insertion: most units have few rows, and most sources are in order already. */
const SHORT = 32

/** Sorts each segment by instant, then every run of one instant by `tie`, which compares slots. */
export const sortSegments = (slots: Slots, tie: (a: number, b: number) => number): void => {
  const { at, starts } = slots
  for (let u = 0; u + 1 < starts.length; u++) {
    const from = starts[u] as number
    const to = starts[u + 1] as number
    if (to - from <= SHORT) insertion(slots, from, to)
    else if (!ascends(at, from, to)) permute(slots, from, to, (a, b) => (at[a] as number) - (at[b] as number))
    for (let i = from + 1; i < to; i++) {
      if (at[i] !== at[i - 1]) continue
      let end = i + 1
      while (end < to && at[end] === at[i]) end++
      permute(slots, i - 1, end, tie)
      i = end
    }
  }
}

const ascends = (at: Float64Array, from: number, to: number): boolean => {
  for (let i = from + 1; i < to; i++) if ((at[i] as number) < (at[i - 1] as number)) return false
  return true
}

/** Stable: rows of one instant stay as they came. */
const insertion = ({ at, part, place }: Slots, from: number, to: number): void => {
  for (let i = from + 1; i < to; i++) {
    const instant = at[i] as number
    let j = i - 1
    if ((at[j] as number) <= instant) continue
    const [kind, row] = [part[i] as number, place[i] as number]
    while (j >= from && (at[j] as number) > instant) {
      at[j + 1] = at[j] as number
      part[j + 1] = part[j] as number
      place[j + 1] = place[j] as number
      j--
    }
    at[j + 1] = instant
    part[j + 1] = kind
    place[j + 1] = row
  }
}

/** Sorts slots by a comparison of slots as they stand before. */
const permute = (
  { at, part, place }: Slots,
  from: number,
  to: number,
  compare: (a: number, b: number) => number,
): void => {
  const order = new Int32Array(to - from)
  for (let i = 0; i < order.length; i++) order[i] = from + i
  // −∞ − −∞ is not a number: undated rows are equal.
  order.sort((a, b) => compare(a, b) || a - b)
  const [ats, kinds, rows] = [at.slice(from, to), part.slice(from, to), place.slice(from, to)]
  for (let i = 0; i < order.length; i++) {
    const old = (order[i] as number) - from
    at[from + i] = ats[old] as number
    part[from + i] = kinds[old] as number
    place[from + i] = rows[old] as number
  }
}
