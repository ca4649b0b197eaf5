import type { Records, TextBatch } from "@touchpoint/core/facts"
import * as Stream from "effect/Stream"

/** Cells that scripts hand over. */
export type Cell = string | number | boolean | Date | null | undefined

const text = (cell: Cell): string =>
  cell === null || cell === undefined
    ? ""
    : cell instanceof Date
      ? Number.isNaN(cell.getTime())
        ? "invalid date"
        : cell.toISOString()
      : String(cell)

const BATCH = 8192

/** Records of a script as a source: read like any other, so bad cells become rejects and not surprises. */
export const recordsOf = (
  source: string,
  rows: ReadonlyArray<Readonly<Record<string, Cell>>>,
  /** Columns the mapping names: a list without records lacks none of them. */
  mapped: ReadonlyArray<string>,
): Records => {
  const header = [...new Set(rows.length === 0 ? mapped : rows.flatMap((row) => Object.keys(row)))]
  const batch = (start: number): TextBatch => {
    const part = rows.slice(start, start + BATCH)
    return {
      rows: part.length,
      rowNumbers: part.map((_, i) => start + i + 1),
      columns: new Map(
        header.map((name) => [name, part.map((row) => text(Object.hasOwn(row, name) ? row[name] : undefined))]),
      ),
      broken: [],
    }
  }
  const starts = Array.from({ length: Math.ceil(rows.length / BATCH) }, (_, i) => i * BATCH)
  return {
    source,
    header,
    batches: Stream.map(Stream.fromIterable(starts), batch),
    notes: () => ({ encoding: null, suspectCells: {} }),
  }
}
