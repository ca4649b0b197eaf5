import type { Records, TextBatch } from "@touchpoint/core/facts"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"

/** Cells that scripts hand over. */
export type Cell = string | number | boolean | Date | null | undefined

const text = (cell: Cell): string => {
  if (cell === null || cell === undefined) return ""
  if (!(cell instanceof Date)) return String(cell)
  // A date of a script may be of a class of its own.
  const at = Date.prototype.getTime.call(cell)
  return Number.isNaN(at) ? "invalid date" : new Date(at).toISOString()
}

const BATCH = 8192

/** A cell that cannot be taken as the text it is mapped to. */
export interface OddCell {
  readonly row: number
  readonly column: string
  readonly value: string
}

/** An integer this large is not the one somebody wrote: as an id it would name another. */
const isRounded = (cell: Cell): boolean => Number.isInteger(cell) && !Number.isSafeInteger(cell)

/**
 * Records of a script as a source: read like any other, so bad cells become rejects and not surprises. Rows with odd
 * cells are left out of the records.
 */
export const recordsOf = (
  source: string,
  rows: ReadonlyArray<Readonly<Record<string, Cell>>>,
  /** Columns the mapping names: a list without records lacks none of them. */
  mapped: ReadonlyArray<string>,
  /** Columns that become texts. */
  texts: ReadonlyArray<string>,
): { readonly records: Records; readonly odd: ReadonlyArray<OddCell> } => {
  const names = new Set(rows.length === 0 ? mapped : [])
  for (const row of rows) for (const name of Object.keys(row)) names.add(name)
  const header = [...names]
  const cellOf = (row: Readonly<Record<string, Cell>>, name: string): Cell =>
    Object.hasOwn(row, name) ? row[name] : undefined
  const odd: Array<OddCell> = []
  const good: Array<number> = []
  for (const [i, row] of rows.entries()) {
    const column = texts.find((name) => isRounded(cellOf(row, name)))
    if (column === undefined) good.push(i)
    else odd.push({ row: i + 1, column, value: text(cellOf(row, column)) })
  }
  const batch = (start: number): TextBatch => {
    const part = good.slice(start, start + BATCH)
    return {
      rows: part.length,
      rowNumbers: part.map((i) => i + 1),
      columns: new Map(header.map((name) => [name, part.map((i) => text(cellOf(rows[i] ?? {}, name)))])),
      broken: [],
    }
  }
  const starts = Array.from({ length: Math.ceil(good.length / BATCH) }, (_, i) => i * BATCH)
  return {
    records: {
      source,
      header,
      // A run that is to be stopped is told between two batches.
      batches: Stream.mapEffect(Stream.fromIterable(starts), (start) =>
        Effect.map(Effect.yieldNow, () => batch(start)),
      ),
      notes: () => ({ encoding: null, suspectCells: {} }),
    },
    odd,
  }
}
