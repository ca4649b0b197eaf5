import type { Part } from "./Part.ts"

/** Rows in segments: those of unit `u` are from `starts[u]` to `starts[u + 1]`, in the order of parts and rows. */
export interface ByUnit {
  readonly starts: Int32Array
  readonly part: Uint8Array
  readonly place: Int32Array
}

/** Bits of a unit that are sorted last. So many counters, and the rows between them, fit a processor's cache. */
const LOW = 11

/**
 * Sorts rows by unit, stable and without comparing: first into blocks of units, then each block. One pass with a counter
 * for every unit would wait for memory at nearly every row.
 */
export const byUnit = (parts: ReadonlyArray<Part>, units: number): ByUnit => {
  const total = parts.reduce((sum, { kept }) => sum + kept.length, 0)
  const blocks = (units >> LOW) + 1
  const ends = new Int32Array(blocks + 1)
  for (const part of parts) countBlocks(part, ends)
  for (let block = 0; block < blocks; block++) ends[block + 1] = (ends[block + 1] as number) + (ends[block] as number)
  const froms = ends.slice()
  const rough = { low: new Uint16Array(total), part: new Uint8Array(total), place: new Int32Array(total) }
  for (const [p, part] of parts.entries()) roughly(part, p, ends, rough)
  const starts = new Int32Array(units + 1)
  const [part, place] = [new Uint8Array(total), new Int32Array(total)]
  const next = new Int32Array(1 << LOW)
  for (let block = 0; block < blocks; block++) {
    const [from, to] = [froms[block] as number, froms[block + 1] ?? total]
    const first = block << LOW
    const size = Math.min(1 << LOW, units - first)
    next.fill(0)
    for (let slot = from; slot < to; slot++) {
      const low = rough.low[slot] as number
      next[low] = (next[low] as number) + 1
    }
    for (let u = 0, slot = from; u < size; u++) {
      const rows = next[u] as number
      starts[first + u] = slot
      next[u] = slot
      slot += rows
    }
    for (let slot = from; slot < to; slot++) {
      const low = rough.low[slot] as number
      const target = next[low] as number
      next[low] = target + 1
      place[target] = rough.place[slot] as number
      part[target] = rough.part[slot] as number
    }
  }
  starts[units] = total
  return { starts, part, place }
}

const countBlocks = ({ kept, unit, unitOf }: Part, ends: Int32Array): void => {
  for (let i = 0; i < kept.length; i++) {
    const code = unitOf[kept[i] as number] as number
    const block = ((unit === null ? code : (unit[code] as number)) >> LOW) + 1
    ends[block] = (ends[block] as number) + 1
  }
}

/** Puts rows into the blocks of their units. */
const roughly = (
  { kept, unit, unitOf }: Part,
  p: number,
  ends: Int32Array,
  { low, part, place }: { readonly low: Uint16Array; readonly part: Uint8Array; readonly place: Int32Array },
): void => {
  for (let i = 0; i < kept.length; i++) {
    const row = kept[i] as number
    const code = unitOf[row] as number
    const u = unit === null ? code : (unit[code] as number)
    const slot = ends[u >> LOW] as number
    ends[u >> LOW] = slot + 1
    low[slot] = u & ((1 << LOW) - 1)
    place[slot] = row
    if (p > 0) part[slot] = p
  }
}
