import type { Records, SourceUnreadable, TextBatch } from "@touchpoint/core/facts"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { bytesOf, packingOf } from "./files.ts"

const BATCH = 8192
const SHOWN = 1000

/** What a reviver is told about the text a value was written as. */
interface Written {
  readonly source?: string
}

/** A value of a record as text: texts as they are, whole numbers by their digits, absent values as nothing. */
const cellOf = (value: unknown): string => {
  if (value === null || value === undefined) return ""
  if (typeof value === "string") return value
  return typeof value === "number" || typeof value === "boolean" ? String(value) : JSON.stringify(value)
}

/** Whole numbers beyond the safe ones keep their digits: as an id they would name another. */
const keepDigits = (_: string, value: unknown, written?: Written): unknown =>
  typeof value === "number" && !Number.isSafeInteger(value) && /^-?\d+$/.test(written?.source ?? "")
    ? written?.source
    : value

const parse = (line: string): Readonly<Record<string, unknown>> | null => {
  try {
    const value: unknown = JSON.parse(line, keepDigits)
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null
  } catch {
    return null
  }
}

/**
 * Lines of JSON objects as records; packed by gzip or zstd or not. Columns are the keys of all objects, so the file is
 * read once for them. A line that is no object is an unreadable row; blank lines are none.
 */
export const openJsonLines = Effect.fnUntraced(function* (
  source: string,
  file: string,
): Effect.fn.Return<Records, SourceUnreadable> {
  const bytes = bytesOf(source, file, yield* packingOf(source, file))
  const lines = bytes.pipe(Stream.decodeText(), Stream.splitLines, Stream.grouped(BATCH))
  const names = new Set<string>()
  yield* Stream.runForEach(lines, (some) =>
    Effect.sync(() => {
      for (const line of some) for (const name of Object.keys(parse(line) ?? {})) names.add(name)
    }),
  )
  const header = [...names]
  return {
    source,
    header,
    batches: Stream.suspend(() => {
      let line = 0
      return Stream.map(lines, (some): TextBatch => {
        const columns = header.map((): Array<string> => [])
        const rowNumbers: Array<number> = []
        const broken: Array<TextBatch["broken"][number]> = []
        for (const text of some) {
          line++
          if (text.trim() === "") continue
          const record = parse(text)
          if (record === null) {
            broken.push({ row: line, reason: "unreadable-row", value: text.slice(0, SHOWN) })
            continue
          }
          rowNumbers.push(line)
          for (const [i, name] of header.entries())
            columns[i]?.push(Object.hasOwn(record, name) ? cellOf(record[name]) : "")
        }
        return {
          rows: rowNumbers.length,
          rowNumbers,
          columns: new Map(header.map((name, i) => [name, columns[i] ?? []] as const)),
          broken,
        }
      })
    }),
    notes: () => ({ encoding: "utf-8", suspectCells: {} }),
  }
})
