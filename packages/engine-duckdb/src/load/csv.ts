import type { Records, SourceNotes, SourceUnreadable } from "@touchpoint/core/facts"
import { csv, CsvOptions, type Layout, looksDamaged, openLayout } from "@touchpoint/importers/csv"
import type { OptionsInvalid } from "@touchpoint/core/model"
import { decodeOptions } from "@touchpoint/core/model"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import { valuesIn } from "../chunks.ts"
import type { DuckDBFailed } from "../DuckDBFailed.ts"
import type { Reporter } from "../Progress.ts"
import type { Connection, Session } from "../Session.ts"
import { literal, readable } from "../sql.ts"
import { scan } from "./csvScan.ts"
import { bytesOf, type FileUse, hashFile, packingOf, type Packing, pathLiteral } from "./files.ts"
import type { SourceFile } from "./SourceFile.ts"
import type { Reading } from "./rowsQuery.ts"

/** Files of any size: whoever asks for this engine expects large ones. */
const limits = { bytes: Number.MAX_SAFE_INTEGER, rows: 2 ** 31 - 1 }

/** What the bytes of a delimited file are: their hash, and why DuckDB may not read them. */
export interface Scanned {
  readonly use: FileUse
  /** `null` where every line is one row. */
  readonly odd: string | null
  readonly rows: number
  readonly ascii: boolean
  /** Whether the last line has no end: what is written behind it later belongs to it. */
  readonly open: boolean
}

/** A delimited file, opened: how DuckDB could read it, or `null` where only the importer can. */
export interface OpenedCsv {
  readonly header: ReadonlyArray<string>
  readonly layout: Layout
  readonly packing: Packing
  /** One pass over the bytes; nothing looks for oddities where DuckDB cannot read the file anyway. */
  readonly scanned: Effect.Effect<Scanned, SourceUnreadable | OptionsInvalid>
  /** The careful way. */
  readonly records: Effect.Effect<Records, SourceUnreadable | OptionsInvalid>
  /** Why DuckDB cannot read such a file. */
  readonly why: string | null
}

/** Opens a delimited file as the CSV importer does, by its own sniffing. */
export const openCsv = Effect.fnUntraced(function* (
  source: string,
  file: SourceFile,
  given: unknown,
  report: Reporter,
): Effect.fn.Return<OpenedCsv, SourceUnreadable | OptionsInvalid> {
  const options = yield* decodeOptions("importer csv", CsvOptions, given ?? {})
  const packing = yield* packingOf(source, file)
  const bytes = bytesOf(source, file, packing)
  const input = { source, bytes, limits }
  const { layout } = yield* openLayout(input, options)
  const why = notForDuckDB(layout)
  const { delimiter, maxCell, quote } = layout.dialect
  const hashed = Effect.map(hashFile(source, file, report), (use): Scanned => ({
    use,
    odd: why,
    rows: 0,
    ascii: false,
    open: false,
  }))
  const scanned = Effect.gen(function* () {
    const scanning = scan({
      delimiter: delimiter.charCodeAt(0),
      quote: quote === "" ? -1 : quote.charCodeAt(0),
      cells: layout.names.length,
      before: layout.headerRow + layout.skipRows,
      maxLine: Math.min(maxCell, 1024 ** 2),
    })
    const use = yield* packing === "none"
      ? hashFile(source, file, report, scanning.push)
      : hashFile(source, file, report)
    if (packing !== "none") yield* Stream.runForEach(bytes, (chunk) => Effect.sync(() => scanning.push(chunk)))
    const found = scanning.finish()
    return { ...found, use, odd: found.rows >= limits.rows ? "too many rows" : found.odd }
  })
  return {
    header: layout.names,
    layout,
    packing,
    scanned: why === null ? scanned : hashed,
    records: csv.open(input, given ?? {}),
    why,
  }
})

const notForDuckDB = ({ dialect, encoding, names }: Layout): string | null => {
  if (encoding !== undefined && encoding !== "utf-8") return `the encoding ${encoding}`
  if (dialect.lineEnd === "cr") return "lines that end in CR"
  if (names.length < 2) return "a single column"
  const isByte = (sign: string) => sign.length === 1 && sign > "\0" && sign <= "\u007f"
  return isByte(dialect.delimiter) && (dialect.quote === "" || isByte(dialect.quote)) ? null : "signs beyond ASCII"
}

/**
 * The query that reads a clean file: no detection of any kind, all cells as texts, only the columns that are mapped.
 * The rows are kept in a table first, because only there each has its place. `null` where DuckDB cannot read the file.
 */
export const readCsv = Effect.fnUntraced(function* (
  session: Session,
  connection: Connection,
  file: SourceFile,
  { layout, packing }: OpenedCsv,
  mapped: ReadonlySet<string>,
): Effect.fn.Return<{ readonly reading: Reading; readonly table: string; readonly rows: number } | null, DuckDBFailed> {
  const { dialect, headerRow, names, skipRows } = layout
  const columns = names.map((_, i) => `${literal(`c${i}`)}: 'VARCHAR'`).join(", ")
  const options = {
    auto_detect: "false",
    header: "false",
    skip: String(headerRow + skipRows),
    delim: literal(dialect.delimiter),
    quote: literal(dialect.quote),
    escape: literal(dialect.quote),
    comment: "''",
    columns: `{${columns}}`,
    strict_mode: "true",
    null_padding: "false",
    ignore_errors: "false",
    max_line_size: String(2 * 1024 ** 2),
    compression: literal(packing),
  }
  const wanted = names.flatMap((name, i) => (mapped.has(name) ? [`c${i}`] : []))
  const table = session.fresh("lines")
  const selected = wanted.length === 0 ? "1 AS none" : wanted.join(", ")
  const args = Object.entries(options).map(([name, value]) => `${name} = ${value}`)
  const read = yield* Effect.result(
    connection.run(
      "reading a file",
      `CREATE TABLE ${table} AS SELECT ${selected} FROM read_csv(${pathLiteral(file.path)}, ${args.join(", ")})`,
    ),
  )
  if (Result.isFailure(read)) return read.failure.reason === "other" ? null : yield* read.failure
  const [counted] = yield* connection.rows("counting rows", `SELECT count(*) FROM ${table}`)
  return {
    table,
    rows: Number(counted?.[0]),
    reading: {
      query: `SELECT rowid AS k, * FROM ${table}`,
      columns: new Map(names.map((name, i) => [name, { text: `c${i}`, typed: null }] as const)),
    },
  }
})

/** What may be in a damaged text, as DuckDB's regular expressions say it; {@link looksDamaged} decides. */
const RARE = "[\\x{fffd}\\x{80}-\\x{9f}‚„ƒˆ†‡‰‹›“”•˜™ŠŒŽÃÂâĂĹÐÑ]|[РС][^\\x{00}-\\x{7f}А-яЁё]"

/** Counts the cells whose text looks damaged, by column, as the importer's notes do. */
export const suspectCells = Effect.fnUntraced(function* (
  connection: Connection,
  table: string,
  columns: Reading["columns"],
  mapped: ReadonlySet<string>,
) {
  const suspects = new Map<string, number>()
  for (const [name, { text }] of columns) {
    if (!mapped.has(name)) continue
    const query = `SELECT ${readable(text)}, CAST(count(*) AS DOUBLE) FROM ${table} WHERE regexp_matches(${text}, ${literal(RARE)}) GROUP BY ${text}`
    yield* connection.stream("looking for damaged texts", query, (chunk) => {
      const [texts, counts] = [valuesIn(chunk, 0), valuesIn(chunk, 1)]
      for (const [row, one] of texts.entries())
        if (looksDamaged(String(one))) suspects.set(name, (suspects.get(name) ?? 0) + Number(counts[row]))
    })
  }
  return suspects
})

/** Notes as the importer takes them of a clean file. */
export const notesOf = (suspects: ReadonlyMap<string, number>): SourceNotes => ({
  encoding: "utf-8",
  suspectCells: Object.fromEntries(suspects),
})
