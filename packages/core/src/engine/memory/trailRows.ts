import * as Result from "effect/Result"
import { everything } from "../../questions/Question.ts"
import type { Trails } from "../../questions/Trails.ts"
import type { Reason, Rows } from "./evaluate.ts"
import { type OrderKeys, orderKeys } from "./order.ts"
import { select, textColumn } from "./selection.ts"
import { byUnit } from "./byUnit.ts"
import type { Part } from "./Part.ts"
import { type Share, shareOfTrails, wordIsMine } from "./Share.ts"
import { sortSegments } from "./sortSegments.ts"

/** Trails sorted once for all folds that read the same rows: unit `u` has the slots from `starts[u]` to `starts[u + 1]`. */
export interface SortedTrails {
  readonly parts: ReadonlyArray<Part>
  readonly starts: Int32Array
  /** Kind and row of the table in each slot. */
  readonly part: Uint8Array
  readonly place: Int32Array
  readonly at: Float64Array
  /** Codes of a part's rows that were put in the order of slots, by the codes: several columns are made of the same. */
  readonly slotted: Map<Int32Array, Int32Array>
}

/** Rows of the question's kinds by unit, each unit's by the total order: at, kind rank, source, sequence, event id. */
export const sortTrails = (
  question: Pick<Trails, "kinds" | "unit" | "span">,
  rowsOf: (kind: string) => Rows,
  share: Share | null = null,
): Result.Result<SortedTrails, Reason> =>
  Result.gen(function* () {
    const several = question.kinds.length > 1
    const units = interning(several, several && share !== null ? wordIsMine(share) : null)
    const parts: Array<Part> = []
    for (const { kind, where } of question.kinds) {
      const rows = rowsOf(kind)
      const named = yield* textColumn(rows, question.unit)
      const unit = units.codes(named.words)
      const mine = share === null ? null : yield* shareOfTrails(rows, question.unit, unit, share)
      const selected = yield* select(rows, { ...everything, where, span: question.span }, mine)
      const undated = question.span === null && rows.table.kind.id === "customer"
      const at = instants(rows, undated)
      parts.push({
        rows,
        kept: placed(selected.rows, named.codes, at),
        unit,
        unitOf: named.codes,
        at,
      })
    }
    return arrange(parts, units.size())
  })

/** Rows that have a unit and an instant. */
const placed = (rows: Int32Array, unit: Int32Array, at: Float64Array): Int32Array => {
  const out = new Int32Array(rows.length)
  let size = 0
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number
    if ((unit[row] as number) >= 0 && at[row] === at[row]) out[size++] = row
  }
  return out.subarray(0, size)
}

/** One code per word over all kinds, −1 for those of other shares; the words of one kind alone are distinct already. */
const interning = (several: boolean, mine: ((word: string) => boolean) | null) => {
  const known = new Map<string, number>()
  let size = 0
  const code = (word: string) => known.get(word) ?? (known.set(word, size), size++)
  return {
    codes: (words: ReadonlyArray<string>): Int32Array | null => {
      if (several) return Int32Array.from(words, mine === null ? code : (word) => (mine(word) ? code(word) : -1))
      size = words.length
      return null
    },
    size: () => size,
  }
}

const instants = ({ table }: Rows, undated: boolean): Float64Array => {
  const column = table.columns.get("at")
  const values = column?.type === "number" ? column.values : new Float64Array(table.rows).fill(Number.NaN)
  return undated ? values.map((at) => (at === at ? at : Number.NEGATIVE_INFINITY)) : values
}

/** Rows by unit, then each unit's rows by instant, then rows of one instant by the rest of the order. */
const arrange = (parts: ReadonlyArray<Part>, units: number): SortedTrails => {
  const { part, place, starts } = byUnit(parts, units)
  const at = new Float64Array(place.length)
  const [only] = parts
  if (parts.length === 1 && only !== undefined)
    for (let slot = 0; slot < at.length; slot++) at[slot] = only.at[place[slot] as number] as number
  else
    for (let slot = 0; slot < at.length; slot++)
      at[slot] = (parts[part[slot] as number] as Part).at[place[slot] as number] as number
  sortSegments({ starts, at, part, place }, tieBreak(parts, part, place))
  return { parts, starts, part, place, at, slotted: new Map() }
}

/** Order of two slots of one instant. The keys are ranked when the first tie is met: ranking ids is a sort of its own. */
const tieBreak = (parts: ReadonlyArray<Part>, part: Uint8Array, place: Int32Array) => {
  const known: Array<OrderKeys> = []
  const keysOf = (p: number): OrderKeys => (known[p] ??= orderKeys((parts[p] as Part).rows.table))
  let sources: ReadonlyArray<(row: number) => number> | undefined
  return (a: number, b: number): number => {
    const [p, q] = [part[a] as number, part[b] as number]
    const byKind = (parts[p] as Part).rows.table.kind.rank - (parts[q] as Part).rows.table.kind.rank
    if (byKind !== 0) return byKind
    const [i, j] = [place[a] as number, place[b] as number]
    sources ??= sourceRanks(parts)
    const bySource = (sources[p]?.(i) ?? 0) - (sources[q]?.(j) ?? 0)
    if (bySource !== 0) return bySource
    if (p !== q) return p - q
    const keys = keysOf(p)
    const bySequence = (keys.sequence[i] ?? 0) - (keys.sequence[j] ?? 0)
    // Both absent: ∞ − ∞ is not a number.
    if (bySequence !== 0 && bySequence === bySequence) return bySequence
    return (keys.eventId[i] ?? 0) - (keys.eventId[j] ?? 0) || i - j
  }
}

/** Rank of a row's source among the sources of all parts. */
const sourceRanks = (parts: ReadonlyArray<Part>): ReadonlyArray<(row: number) => number> => {
  const columns = parts.map(({ rows }) => rows.table.columns.get("source"))
  const names = [...new Set(columns.flatMap((column) => (column?.type === "text" ? column.dictionary : [])))].toSorted()
  const rank = new Map(names.map((name, order) => [name, order] as const))
  return columns.map((column) => {
    if (column?.type !== "text") return () => -1
    const ranks = column.dictionary.map((name) => rank.get(name) ?? -1)
    return (row) => ranks[column.codes[row] as number] ?? -1
  })
}
