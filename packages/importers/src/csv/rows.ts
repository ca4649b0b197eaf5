import { parse } from "csv-parse/browser/esm/sync"
import * as Result from "effect/Result"
import { joinBytes } from "../source/encodings.ts"

/** How a file separates cells and rows. @category importers @since 0.2.0 */
export interface Dialect {
  readonly delimiter: string
  readonly quote: string
  readonly lineEnd: "lf" | "cr"
  readonly maxCell: number
}

/** Hears the rows of a file in order, each with the line it begins in. */
export interface RowSink {
  readonly row: (cells: ReadonlyArray<string>, line: number) => void
  readonly unreadable: (text: string, line: number) => void
}

/** Takes a file piece by piece; `last` says that nothing follows. */
export interface RowReader {
  readonly push: (text: string, last: boolean) => void
}

/** Thrown where a single record grows beyond what is kept in memory. */
export class RecordTooLong {
  readonly line: number
  constructor(line: number) {
    this.line = line
  }
}

interface CsvFailure {
  readonly code: string
  /** Where the last whole cell ended. */
  readonly bytes: number
}

const LF = 10
const CR = 13
const RECORD_BYTES = 16 * 1024 ** 2
const SHOWN_BYTES = 1000
const nothing = new Uint8Array(0)
const misquoted = { code: "misquoted", bytes: 0 }

/**
 * Reads rows with csv-parse, whole lines at a time: a record that is still open at the end of a piece is parsed again
 * with the next one. Where quotes cannot be understood, the first line of the record is unreadable and reading goes on
 * with the line after it, so one stray quote costs one line and never the rest of the file.
 */
export const rowReader = (dialect: Dialect, sink: RowSink): RowReader => {
  const { lineEnd, maxCell, quote } = dialect
  const encoder = new TextEncoder()
  let carry: Uint8Array = nothing
  let enough = 0
  let line = 1
  const breakAt = (bytes: Uint8Array, at: number): boolean =>
    bytes[at] === LF ? lineEnd === "lf" || bytes[at - 1] !== CR : lineEnd === "cr" && bytes[at] === CR
  const countLines = (bytes: Uint8Array, from: number, to: number) => {
    if (lineEnd === "lf")
      for (let at = bytes.indexOf(LF, from); at !== -1 && at < to; at = bytes.indexOf(LF, at + 1)) line++
    else for (let at = from; at < to; at++) if (breakAt(bytes, at)) line++
  }
  /** Where the next record begins: behind blank lines, which are counted. */
  const skipBlank = (bytes: Uint8Array, from: number): number => {
    let at = from
    for (;;) {
      const size =
        lineEnd === "cr"
          ? Number(bytes[at] === CR)
          : bytes[at] === LF
            ? 1
            : bytes[at] === CR && bytes[at + 1] === LF
              ? 2
              : 0
      if (size === 0) return at
      at += size
      line++
    }
  }
  /** Parses whole lines; tells where the last good record ended and why it stopped before the end. */
  const parseLines = (bytes: Uint8Array): { readonly end: number; readonly failure: CsvFailure | null } => {
    let end = 0
    const onRecord = (cells: Array<string>, info: { readonly bytes: number }): null => {
      const begins = skipBlank(bytes, end)
      end = begins
      const record = bytes.subarray(begins, info.bytes)
      const first = line
      countLines(bytes, begins, info.bytes)
      const wrong = quote !== "" && cells.some((cell) => cell.startsWith(quote)) && !isStrict(record, dialect)
      if (wrong && line > first + 1) {
        line = first
        throw misquoted
      }
      const long =
        record.length > maxCell && cells.some((cell) => cell.length > maxCell || encoder.encode(cell).length > maxCell)
      if (wrong || long) sink.unreadable(shown(record), first)
      else sink.row(cells, first)
      end = info.bytes
      return null
    }
    const parsed = Result.try({
      try: () => parse(bytes, { ...csvOptions(dialect), relax_quotes: true, on_record: onRecord }),
      catch: (error) => error,
    })
    if (Result.isSuccess(parsed)) {
      countLines(bytes, end, bytes.length)
      return { end: bytes.length, failure: null }
    }
    if (!isCsvFailure(parsed.failure)) throw parsed.failure
    return { end, failure: parsed.failure }
  }
  const push = (text: string, last: boolean): void => {
    const bytes = joinBytes(carry.length === 0 ? [encoder.encode(text)] : [carry, encoder.encode(text)])
    let at = 0
    if (!last && bytes.length < enough) {
      carry = bytes
      return
    }
    enough = 0
    for (;;) {
      const lines = bytes.subarray(at, last ? bytes.length : wholeLines(bytes, lineEnd))
      if (lines.length === 0) break
      const { end, failure } = parseLines(lines)
      at += end
      if (failure === null) break
      const open = failure.code === "CSV_QUOTE_NOT_CLOSED" && !last
      if (open && lines.length - Math.max(failure.bytes, end) <= maxCell) {
        enough = 2 * (bytes.length - at)
        break
      }
      at = skipBlank(bytes, at)
      let next = at
      while (next < bytes.length && !breakAt(bytes, next)) next++
      sink.unreadable(shown(bytes.subarray(at, next)), line)
      line++
      at = next + 1
    }
    carry = last ? nothing : bytes.slice(at)
    if (carry.length > Math.max(RECORD_BYTES, 16 * maxCell)) throw new RecordTooLong(line)
  }
  return { push }
}

const csvOptions = ({ delimiter, lineEnd, quote }: Dialect) => ({
  delimiter,
  quote: quote === "" ? null : quote,
  escape: quote === "" ? null : quote,
  record_delimiter: lineEnd === "lf" ? ["\r\n", "\n"] : ["\r"],
  relax_column_count: true,
  skip_empty_lines: true,
})

/**
 * A cell that begins with a quote was either written so, in three quotes, or has text behind its closing quote. Where
 * there are three quotes somewhere, a second, strict parse tells.
 */
const isStrict = (record: Uint8Array, dialect: Dialect): boolean =>
  new TextDecoder().decode(record).includes(dialect.quote.repeat(3)) &&
  Result.isSuccess(Result.try(() => parse(record, csvOptions(dialect))))

const isCsvFailure = (error: unknown): error is CsvFailure =>
  error === misquoted || (error instanceof Error && "code" in error && "bytes" in error)

/** End of the last whole line. A CR at the very end waits for the LF that may follow. */
const wholeLines = (bytes: Uint8Array, lineEnd: "lf" | "cr"): number =>
  (lineEnd === "lf" ? bytes.lastIndexOf(LF) : bytes.lastIndexOf(CR)) + 1

const shown = (bytes: Uint8Array): string =>
  new TextDecoder().decode(bytes.subarray(0, SHOWN_BYTES), { stream: true }).trimEnd()
