import { type Records, SourceUnreadable, type TextBatch } from "@touchpoint/core/facts"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { bytesOf, packingOf } from "./files.ts"
import { utf8Lines } from "./lines.ts"
import type { SourceFile } from "./SourceFile.ts"

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
 * read once for them; batches have those `wanted`, or all. A line that is no object or not UTF-8 is an unreadable row;
 * blank lines are none.
 */
export const openJsonLines = Effect.fnUntraced(function* (
  source: string,
  file: SourceFile,
  wanted: ReadonlySet<string> | null = null,
): Effect.fn.Return<Records, SourceUnreadable> {
  const bytes = bytesOf(source, file, yield* packingOf(source, file))
  const lines = utf8Lines(source, bytes).pipe(Stream.flattenIterable, Stream.grouped(BATCH))
  const names = new Set<string>()
  let records = 0
  let damaged = 0
  yield* Stream.runForEach(lines, (some) =>
    Effect.sync(() => {
      for (const { text, valid } of some) {
        const record = valid ? parse(text) : null
        if (record !== null) records++
        if (!valid) damaged++
        for (const name of Object.keys(record ?? {})) names.add(name)
      }
    }),
  )
  if (records === 0 && damaged > 0)
    return yield* new SourceUnreadable({
      source,
      problem: "its text is not UTF-8",
      fix: "convert it from the encoding it was written in (iconv -f windows-1251 -t utf-8)",
    })
  const header = [...names]
  const kept = wanted === null ? header : header.filter((name) => wanted.has(name))
  return {
    source,
    header,
    batches: Stream.suspend(() => {
      let line = 0
      return Stream.map(lines, (some): TextBatch => {
        const columns = kept.map((): Array<string> => [])
        const rowNumbers: Array<number> = []
        const broken: Array<TextBatch["broken"][number]> = []
        for (const { text, valid } of some) {
          line++
          if (text.trim() === "") continue
          const record = valid ? parse(text) : null
          if (record === null) {
            broken.push({ row: line, reason: "unreadable-row", value: text.slice(0, SHOWN) })
            continue
          }
          rowNumbers.push(line)
          for (const [i, name] of kept.entries())
            columns[i]?.push(Object.hasOwn(record, name) ? cellOf(record[name]) : "")
        }
        return {
          rows: rowNumbers.length,
          rowNumbers,
          columns: new Map(kept.map((name, i) => [name, columns[i] ?? []] as const)),
          broken,
        }
      })
    }),
    notes: () => ({ encoding: "utf-8", suspectCells: {} }),
  }
})
