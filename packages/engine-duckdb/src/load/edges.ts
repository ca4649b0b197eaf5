import { LocalTime } from "@touchpoint/core/time"
import { double } from "../sql.ts"

/**
 * A search in sorted edges as an expression: the leaf of the interval that holds `x`, interval 0 being everything below
 * the first edge. Engines do no calendar arithmetic, they search edges; a tree of comparisons does so in log n steps.
 */
export const searchTree = (x: string, edges: ReadonlyArray<number>, leaf: (interval: number) => string): string => {
  const between = (low: number, high: number): string => {
    if (low === high) return leaf(low)
    const middle = (low + high) >>> 1
    return `CASE WHEN ${x} < ${double(edges[middle] ?? 0)} THEN ${between(low, middle)} ELSE ${between(middle + 1, high)} END`
  }
  return between(0, edges.length)
}

const WEEK = 7 * 86_400_000
const FIRST = 0
const LAST = Date.UTC(2050, 0, 1)

const offsets = new Map<
  string,
  { readonly edges: ReadonlyArray<number>; readonly leaves: ReadonlyArray<number | null> }
>()

/**
 * Local times of a zone cut where its clock changes: edges of local time, and the offset of each interval. Hours the
 * clock skipped or showed twice, and times far away, have none.
 */
const offsetsOf = (zone: string) => {
  const known = offsets.get(zone)
  if (known !== undefined) return known
  const clock = LocalTime.of(zone)
  let offset = clock.offsetAt(FIRST)
  const edges = [FIRST + offset]
  const leaves: Array<number | null> = [null, offset]
  for (let from = FIRST; from < LAST; from += WEEK) {
    const change = clock.transition(from, from + WEEK)
    if (change === undefined) continue
    const next = clock.offsetAt(change)
    edges.push(change + Math.min(offset, next), change + Math.max(offset, next))
    leaves.push(null, next)
    offset = next
  }
  edges.push(LAST + offset)
  leaves.push(null)
  const made = { edges, leaves }
  offsets.set(zone, made)
  return made
}

/** The instant of a local time in a zone; NULL where a person has to say which is meant, or core has to look it up. */
export const instantOfLocal = (local: string, zone: string): string => {
  const { edges, leaves } = offsetsOf(zone)
  return searchTree(local, edges, (interval) => {
    const offset = leaves[interval] ?? null
    return offset === null ? "NULL" : `${local} - ${double(offset)}`
  })
}
