import {
  ColumnMissing,
  type FieldReader,
  type Records,
  rejectCollector,
  rowDecoder,
  type SourceNotes,
} from "@touchpoint/core/facts"
import { nearest } from "@touchpoint/core/model"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import { append, type Handed } from "../chunks.ts"
import type { Reporter } from "../Progress.ts"
import type { Connection, Session } from "../Session.ts"
import { notesOf, openCsv, readCsv, suspectCells } from "./csv.ts"
import { detach, notRead, openTable } from "./database.ts"
import { type FileUse, filesOf, hashFile, shownFile } from "./files.ts"
import { openJsonLines } from "./jsonLines.ts"
import { typeOf } from "./KindTable.ts"
import type { LoadError, LoadOptions } from "./LoadOptions.ts"
import { notWhole, openParquet } from "./parquet.ts"
import { badRows } from "./rejects.ts"
import type { Origin, Part } from "./Source.ts"
import { hasGrown, lookAt, type SourceFile, stillThere } from "./SourceFile.ts"
import type { Reading } from "./rowsQuery.ts"
import { insertDirect, insertStaged } from "./stage.ts"
import { keepStaged, staged } from "./staging.ts"

/** Sources while they are read into one session. */
export interface Loading {
  readonly session: Session
  readonly connection: Connection
  readonly options: LoadOptions
  readonly files: Map<string, FileUse>
  readonly report: Reporter
  nextFile: number
}

/** Reads one source into the table of its kind. */
export const loadSource = Effect.fnUntraced(function* (
  loading: Loading,
  part: Part,
): Effect.fn.Return<void, LoadError> {
  const { from, name } = part.source
  if ("records" in from) {
    yield* missingColumns(part, from.records.header, name)
    yield* takeRecords(loading, part, from.records, name)
    const rejects = from.rejects ?? []
    const more = rejectCollector()
    for (const reject of rejects) more.add(reject)
    part.log.add(more.report())
    part.rows += rejects.length
    return
  }
  if ("duckdb" in from) return yield* loadTable(loading, part, from, part.source.origin ?? name)
  const given = "csv" in from ? from.csv : "parquet" in from ? from.parquet : from.jsonl
  const { files, pattern } = yield* filesOf(loading.connection, name, given)
  for (const file of files) {
    const label = pattern ? shownFile(loading.options.base ?? process.cwd(), file) : name
    const origin = pattern ? label : (part.source.origin ?? name)
    if (pattern) loading.report.begin("read", label)
    yield* Effect.yieldNow
    const opened = yield* lookAt(label, file)
    const use =
      "csv" in from
        ? yield* loadCsv(loading, part, opened, label, from.options)
        : "parquet" in from
          ? yield* loadParquet(loading, part, opened, label)
          : yield* loadJsonLines(loading, part, opened, label)
    yield* stillThere(label, opened, "parquet" in from ? "may not grow" : "may grow")
    loading.files.set(origin, { ...use, source: origin })
  }
})

const missingColumns = (part: Part, header: ReadonlyArray<string>, source: string) => {
  const known = new Set(header)
  const missing = part.readers.flatMap(({ column }) => (column === null || known.has(column) ? [] : [column]))
  return missing.length === 0
    ? Effect.void
    : Effect.fail(
        new ColumnMissing({
          source,
          missing: [...new Set(missing)],
          available: [...header],
          suggestion: nearest(missing[0] ?? "", header) ?? null,
        }),
      )
}

const mappedColumns = ({ readers }: Part): ReadonlySet<string> =>
  new Set(readers.flatMap(({ column }) => (column === null ? [] : [column])))

const loadCsv = Effect.fnUntraced(function* (
  loading: Loading,
  part: Part,
  file: SourceFile,
  label: string,
  given: unknown,
) {
  const opened = yield* openCsv(label, file, given, loading.report)
  yield* missingColumns(part, opened.header, label)
  const careful = Effect.flatMap(opened.records, (records) => takeRecords(loading, part, records, label))
  if (opened.why !== null) {
    const { use } = yield* opened.scanned
    yield* careful
    return use
  }
  const { connection, session } = loading
  const mapped = mappedColumns(part)
  // JavaScript looks through the bytes while DuckDB reads them: what only one of them understands is read with care. A
  // packed file is looked through first, since it may be no packed file.
  const [scanned, read] = yield* Effect.all(
    [opened.scanned, Effect.result(readCsv(session, connection, file, opened, mapped))],
    { concurrency: opened.packing === "none" ? 2 : 1 },
  )
  const table = Result.isSuccess(read) ? read.success?.table : undefined
  const dropped =
    table === undefined ? Effect.void : Effect.ignore(connection.run("clearing up", `DROP TABLE IF EXISTS ${table}`))
  // DuckDB reads as far as the file goes by now, and would take what follows an open last line for its end.
  const longer = scanned.open && (yield* hasGrown(file))
  const kept = scanned.odd === null && !longer ? yield* Effect.fromResult(read) : null
  if (kept === null || kept.rows !== scanned.rows) {
    yield* dropped
    yield* careful
    return scanned.use
  }
  yield* Effect.gen(function* () {
    const before = opened.layout.headerRow + opened.layout.skipRows
    yield* takeRows(loading, part, kept.reading, label, scanned.rows, before + 1)
    const suspects = scanned.ascii
      ? new Map<string, number>()
      : yield* suspectCells(connection, kept.table, kept.reading.columns, mapped)
    addNotes(part, notesOf(suspects))
  }).pipe(Effect.ensuring(dropped))
  return scanned.use
})

const loadParquet = Effect.fnUntraced(function* (loading: Loading, part: Part, file: SourceFile, label: string) {
  const reading = Effect.gen(function* () {
    const { header, reading: rows, rows: count } = yield* openParquet(loading.connection, label, file.path)
    yield* missingColumns(part, header, label)
    yield* Effect.mapError(takeRows(loading, part, rows, label, count, 1), notWhole(label))
  })
  // JavaScript has nothing to do while DuckDB reads.
  const [, use] = yield* Effect.all([reading, hashFile(label, file, loading.report)], { concurrency: 2 })
  return use
})

/** A table of a database file; where rows are wrong they are named by DuckDB's own number of the row. */
const loadTable = Effect.fnUntraced(function* (
  loading: Loading,
  part: Part,
  { duckdb: file, table }: Extract<Origin, { readonly duckdb: string }>,
  origin: string,
) {
  const { name } = part.source
  const { connection, session } = loading
  const opened = yield* lookAt(name, file)
  if (!loading.files.has(origin))
    loading.files.set(origin, { ...(yield* hashFile(name, opened, loading.report)), source: origin })
  const { database, header, reading, rows } = yield* openTable(session, connection, name, file, table)
  yield* missingColumns(part, header, name).pipe(
    Effect.andThen(Effect.mapError(takeRows(loading, part, reading, name, rows, 0), notRead(name))),
    // While it is attached nobody else may write it; before that they may have.
    Effect.andThen(stillThere(name, opened, "may not grow")),
    Effect.ensuring(detach(connection, database)),
  )
})

const loadJsonLines = Effect.fnUntraced(function* (loading: Loading, part: Part, file: SourceFile, label: string) {
  const use = yield* hashFile(label, file, loading.report)
  const records = yield* openJsonLines(label, file, mappedColumns(part))
  if (records.header.length > 0) yield* missingColumns(part, records.header, label)
  yield* takeRecords(loading, part, records, label)
  return use
})

/** The fast way: DuckDB reads the rows. */
const takeRows = Effect.fnUntraced(function* (
  loading: Loading,
  part: Part,
  reading: Reading,
  label: string,
  rows: number,
  firstRow: number,
) {
  const { connection, options, session } = loading
  const file = nextFile(loading, part, label)
  const { readers, table } = part
  const bad = yield* staged(loading, part, (staging) =>
    Effect.gen(function* () {
      const target = { table, part: file, readers, sequence: part.good, firstRow }
      const direct = yield* insertDirect(session, connection, reading, target, staging, rows)
      if (direct === null) yield* insertStaged(session, connection, reading, { ...target, table: staging })
      if (direct === 0) return null
      const report = yield* badRows(connection, staging, file, readers, {
        source: part.source.name,
        file: part.files.get(file) ?? null,
        unmasked: options.unmasked ?? false,
        room: part.log.room(),
      })
      if (direct === null) yield* keepStaged(loading, part, staging, report.count > 0)
      return report
    }),
  )
  if (bad !== null) part.log.add(bad)
  part.rows += rows
  part.good += rows - (bad?.count ?? 0)
})

/** The careful way: JavaScript reads and decodes the rows, DuckDB only keeps them. */
const takeRecords = Effect.fnUntraced(function* (loading: Loading, part: Part, records: Records, label: string) {
  const { connection, options } = loading
  const file = nextFile(loading, part, label)
  const { readers, table } = part
  const rejects = rejectCollector()
  const decoder = rowDecoder(readers, rejects, {
    source: part.source.name,
    unmasked: options.unmasked ?? false,
  })
  let last = Number.NEGATIVE_INFINITY
  yield* staged(loading, part, (staging) =>
    Effect.andThen(
      Stream.runForEach(records.batches, (batch) =>
        Effect.suspend(() => {
          decoder.push(batch)
          const { columns, places } = decoder.take()
          // Places tell rows apart; an importer whose places do not is counted instead.
          const rows = places.map((place, i) =>
            place > last ? (last = place) : (last = Math.max(last, part.good + i) + 1),
          )
          const sequence = Float64Array.from(places, (_, i) => part.good + i)
          const size = places.length
          part.good += size
          const given: ReadonlyArray<Handed> = [
            { type: "integer", values: new Float64Array(size).fill(file) },
            { type: "integer", values: rows },
            { type: "integer", values: new Float64Array(size).fill(Number.NaN) },
            { type: "text", codes: new Int32Array(size).fill(-1), dictionary: [] },
            ...[...table.columns.keys()].map((name): Handed => {
              const column = columns.get(name)
              if (column !== undefined) return column
              if (name === "sequence") return { type: "number", values: sequence }
              const field = table.kind.fields[name]
              return field !== undefined && typeOf(field) === "text"
                ? { type: "text", codes: new Int32Array(size).fill(-1), dictionary: [] }
                : { type: "number", values: new Float64Array(size).fill(Number.NaN) }
            }),
          ]
          return append(connection, staging.name, given, size)
        }),
      ),
      keepStaged(loading, part, staging, false),
    ),
  )
  const inFile = part.files.get(file) ?? null
  const report = rejects.report()
  part.log.add(
    inFile === null ? report : { ...report, rejects: report.rejects.map((reject) => ({ ...reject, file: inFile })) },
  )
  part.rows += decoder.rows()
  addNotes(part, ofColumns(records.notes(), readers))
})

const nextFile = (loading: Loading, part: Part, label: string): number => {
  const file = loading.nextFile++
  part.files.set(file, label === part.source.name ? null : label)
  return file
}

const ofColumns = (notes: SourceNotes, readers: ReadonlyArray<FieldReader>): SourceNotes => {
  const mapped = new Set(readers.map(({ column }) => column))
  return {
    ...notes,
    suspectCells: Object.fromEntries(Object.entries(notes.suspectCells).filter(([name]) => mapped.has(name))),
  }
}

/** Notes of several files add up. */
const addNotes = (part: Part, more: SourceNotes): void => {
  const suspects = new Map(Object.entries(part.notes.suspectCells))
  for (const [name, count] of Object.entries(more.suspectCells)) suspects.set(name, (suspects.get(name) ?? 0) + count)
  part.notes = { encoding: part.notes.encoding ?? more.encoding, suspectCells: Object.fromEntries(suspects) }
}
