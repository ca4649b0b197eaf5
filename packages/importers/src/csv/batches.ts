import { type SourceNotes, SourceUnreadable, type TextBatch } from "@touchpoint/core/facts"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { ImportInput } from "../source/input.ts"
import { unreadable } from "../source/unreadable.ts"
import { looksDamaged, mayBeDamaged } from "./damage.ts"
import { textReader } from "./encoding.ts"
import { type Dialect, RecordTooLong, rowReader } from "./rows.ts"
import { isBlank } from "./sniff.ts"

const BATCH_ROWS = 8192
const PIECE_BYTES = 256 * 1024
const PARSED_CHARACTERS = 256 * 1024
const SHOWN = 1000

/** What the beginning of a source told about the rest. @category importers @since 0.2.0 */
export interface Layout {
  readonly encoding: string | undefined
  readonly dialect: Dialect
  readonly headerRow: number
  readonly skipRows: number
  /** Cells of the header as they are written. */
  readonly header: ReadonlyArray<string>
  readonly names: ReadonlyArray<string>
}

/** Reads all rows into batches; what is noticed on the way goes to `notes`. */
export const readBatches = (
  input: ImportInput,
  bytes: Stream.Stream<Uint8Array, SourceUnreadable>,
  layout: Layout,
  notes: Noticed,
): Stream.Stream<TextBatch, SourceUnreadable> =>
  Stream.suspend(() => {
    notes.suspects.clear()
    const text = textReader(layout.encoding, (encoding) => (notes.encoding = encoding))
    const rows = batcher(input, layout, notes)
    return bytes.pipe(
      Stream.flatMap((chunk): Stream.Stream<Uint8Array | null> => Stream.fromIterable(pieces(chunk))),
      Stream.concat(Stream.succeed(null)),
      Stream.mapEffect((chunk) =>
        Effect.try({
          try: () => (chunk === null ? rows.push(text.end(), true) : rows.push(text.push(chunk), false)),
          catch: (error) => explain(input.source, error),
        }),
      ),
      Stream.flattenIterable,
    )
  })

const pieces = (chunk: Uint8Array): ReadonlyArray<Uint8Array> =>
  Array.from({ length: Math.ceil(chunk.length / PIECE_BYTES) }, (_, at) =>
    chunk.subarray(at * PIECE_BYTES, (at + 1) * PIECE_BYTES),
  )

/** Notes while they are being taken. */
export interface Noticed {
  encoding: string | undefined
  /** Damaged cells by column. */
  readonly suspects: Map<string, number>
}

/** Notes as the contract has them. Built from entries, so a column `__proto__` is a key like any other. */
export const sourceNotes = ({ encoding, suspects }: Noticed): SourceNotes => ({
  encoding: encoding ?? "utf-8",
  suspectCells: Object.fromEntries(suspects),
})

const changed = (source: string): SourceUnreadable =>
  unreadable(
    source,
    "it reads differently the second time",
    "give bytes that can be read again (a file, or an array), and leave the file alone while it is read",
  )

const tooManyRows = (source: string, limit: number): SourceUnreadable =>
  unreadable(
    source,
    `it has more than ${limit.toLocaleString("en")} rows`,
    "raise the limit of rows if the file is trusted, or split it",
  )

const batcher = (input: ImportInput, layout: Layout, notes: Noticed) => {
  const { dialect, header, names } = layout
  const first = layout.headerRow + layout.skipRows
  let ready: Array<TextBatch> = []
  let columns = names.map((): Array<string> => [])
  let rowNumbers: Array<number> = []
  let broken: Array<TextBatch["broken"][number]> = []
  let pending = ""
  let tail = ""
  let damaged = false
  let seen = 0
  const flush = () => {
    if (rowNumbers.length === 0 && broken.length === 0) return
    const byName = new Map(names.map((name, at) => [name, columns[at] ?? []]))
    ready.push({ rows: rowNumbers.length, rowNumbers, columns: byName, broken })
    columns = names.map(() => [])
    rowNumbers = []
    broken = []
  }
  const count = (): boolean => {
    seen++
    if (seen <= first) return false
    if (seen - first > input.limits.rows) throw tooManyRows(input.source, input.limits.rows)
    if (rowNumbers.length + broken.length >= BATCH_ROWS) flush()
    return true
  }
  const suspect = (cells: ReadonlyArray<string>) => {
    for (const [at, cell] of cells.entries()) {
      if (!looksDamaged(cell)) continue
      const name = names[at] ?? ""
      notes.suspects.set(name, (notes.suspects.get(name) ?? 0) + 1)
    }
  }
  const reader = rowReader(dialect, {
    row: (cells, line) => {
      if (isBlank(cells) && (names.length > 1 || seen < layout.headerRow)) return
      if (!count()) {
        if (seen === layout.headerRow && cells.join("\n") !== header.join("\n")) throw changed(input.source)
      } else if (cells.length === names.length) {
        for (let at = 0; at < cells.length; at++) columns[at]?.push(cells[at] ?? "")
        rowNumbers.push(line)
        if (damaged) suspect(cells)
      } else broken.push({ row: line, reason: "cell-count", value: cells.join(dialect.delimiter).slice(0, SHOWN) })
    },
    unreadable: (value, line) => {
      if (count()) broken.push({ row: line, reason: "unreadable-row", value })
    },
  })
  const push = (text: string, last: boolean): ReadonlyArray<TextBatch> => {
    pending += text
    if (!last && pending.length < PARSED_CHARACTERS) return []
    const here = mayBeDamaged(tail + pending)
    damaged ||= here
    reader.push(pending, last)
    damaged = here
    tail = pending.slice(-8)
    pending = ""
    if (last && seen < layout.headerRow) throw changed(input.source)
    if (last) flush()
    const batches = ready
    ready = []
    return batches
  }
  return { push }
}

const explain = (source: string, error: unknown): SourceUnreadable => {
  if (error instanceof SourceUnreadable) return error
  if (!(error instanceof RecordTooLong)) throw error
  return unreadable(
    source,
    `the row that begins in line ${error.line} is longer than can be kept in memory`,
    "check that this is a text file with line breaks, and its quotes",
  )
}
