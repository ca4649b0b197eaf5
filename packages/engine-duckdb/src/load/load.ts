import {
  type AssembleOptions,
  type AttributeUnsupported,
  ColumnMissing,
  type FactsOutline,
  type FieldReader,
  fieldReaders,
  type MappingInvalid,
  type Records,
  type Reject,
  rejectCollector,
  rowDecoder,
  type SourceNotes,
  type SourceReport,
  SourceUnreadable,
} from "@touchpoint/core/facts"
import { nearest, type OptionsInvalid } from "@touchpoint/core/model"
import type { Watermark } from "@touchpoint/core/time"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { append, type Handed } from "../chunks.ts"
import type { DuckDBFailed } from "../DuckDBFailed.ts"
import type { Resources } from "../Resources.ts"
import { type Connection, open, type Session } from "../Session.ts"
import { assembleKind, readIdentities } from "./assemble.ts"
import { notesOf, openCsv, readCsv, suspectCells } from "./csv.ts"
import { type FileUse, filesOf, hashFile, shownFile } from "./files.ts"
import { openJsonLines } from "./jsonLines.ts"
import { createTable, type KindTable, kindTable, typeOf } from "./KindTable.ts"
import { notWhole, openParquet } from "./parquet.ts"
import { rejectLog, takeBadRows } from "./rejects.ts"
import type { Part, Source } from "./Source.ts"
import { insertRows, type Reading } from "./stage.ts"

/** How sources are loaded. @category loading @since 0.2.0 */
export interface LoadOptions extends AssembleOptions {
  readonly resources?: Resources
  /** Folder that rejects of patterns name their files relative to. */
  readonly base?: string
  readonly onProgress?: (progress: { readonly stage: "read"; readonly what: string }) => void
}

/** Facts inside DuckDB; what there is to know of them without their rows is the outline. @category loading @since 0.2.0 */
export interface DuckDBFacts {
  readonly outline: FactsOutline
  /** The files that were read. */
  readonly files: ReadonlyArray<FileUse>
  readonly session: Session
  readonly tables: ReadonlyMap<string, KindTable>
}

/** Why sources cannot be loaded. @category loading @since 0.2.0 */
export type LoadError =
  | AttributeUnsupported
  | ColumnMissing
  | DuckDBFailed
  | MappingInvalid
  | OptionsInvalid
  | SourceUnreadable

/**
 * Reads sources into DuckDB as core's `decodeRecords` and `assemble` would: the same facts, the same rejects, the same
 * watermarks. The facts live as long as the scope.
 *
 * @category loading
 * @since 0.2.0
 */
export const load = Effect.fnUntraced(function* (
  sources: ReadonlyArray<Source>,
  options: LoadOptions,
): Effect.fn.Return<DuckDBFacts, LoadError, Scope.Scope> {
  const issue = options.model.issues[0]
  if (issue !== undefined) return yield* issue
  const session = yield* open(options.resources)
  const connection = yield* session.connect
  const reading = new Map<Source, ReadonlyArray<FieldReader>>()
  for (const source of sources)
    reading.set(
      source,
      yield* fieldReaders(source.mapping, source.kind, { source: source.name, zone: options.calendar.zone }),
    )
  const tables = new Map<string, KindTable>()
  for (const [id, some] of Map.groupBy(sources, ({ kind }) => kind.id)) {
    const kind = (some[0] as Source).kind
    const table = kindTable(
      kind,
      session.fresh("facts"),
      some.map((source) => reading.get(source) ?? []),
    )
    yield* connection.run("making tables", createTable(table))
    tables.set(id, table)
  }
  const loading: Loading = { session, connection, options, files: new Map(), nextFile: 0 }
  const parts: Array<Part> = []
  for (const source of sources) {
    const part: Part = {
      source,
      table: tables.get(source.kind.id) as KindTable,
      readers: reading.get(source) ?? [],
      key: source.mapping.key ?? source.kind.key,
      log: rejectLog(),
      files: new Map(),
      rows: 0,
      good: 0,
      notes: { encoding: null, suspectCells: {} },
    }
    parts.push(part)
    options.onProgress?.({ stage: "read", what: source.name })
    yield* Effect.yieldNow
    yield* loadSource(loading, part)
  }
  const identities = yield* readIdentities(connection, tables.get("identity"))
  for (const [id, table] of tables) {
    const own = parts.filter((part) => part.source.kind.id === id)
    yield* assembleKind(session, connection, table, own, identities, {
      inventory: options.inventory ?? null,
      asOf: options.asOf,
      unmasked: options.unmasked ?? false,
    })
  }
  const outline = yield* outlineOf(connection, parts, tables, options)
  yield* session.lock
  return {
    outline,
    files: [...loading.files.values()].toSorted((a, b) => (a.source < b.source ? -1 : 1)),
    session,
    tables,
  } satisfies DuckDBFacts
})

interface Loading {
  readonly session: Session
  readonly connection: Connection
  readonly options: LoadOptions
  readonly files: Map<string, FileUse>
  nextFile: number
}

const loadSource = Effect.fnUntraced(function* (loading: Loading, part: Part): Effect.fn.Return<void, LoadError> {
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
  const given = "csv" in from ? from.csv : "parquet" in from ? from.parquet : from.jsonl
  const { files, pattern } = yield* filesOf(loading.connection, name, given)
  for (const file of files) {
    const label = pattern ? shownFile(loading.options.base ?? process.cwd(), file) : name
    const origin = pattern ? label : (part.source.origin ?? name)
    if (pattern) loading.options.onProgress?.({ stage: "read", what: label })
    yield* Effect.yieldNow
    const use =
      "csv" in from
        ? yield* loadCsv(loading, part, file, label, from.options)
        : "parquet" in from
          ? yield* loadParquet(loading, part, file, label)
          : yield* loadJsonLines(loading, part, file, label)
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

const loadCsv = Effect.fnUntraced(function* (
  loading: Loading,
  part: Part,
  file: string,
  label: string,
  given: unknown,
) {
  const opened = yield* openCsv(label, file, given)
  yield* missingColumns(part, opened.header, label)
  if (opened.way === "careful") {
    yield* takeRecords(loading, part, opened.records, label)
    return opened.use
  }
  const { connection, session } = loading
  const mapped = new Set(part.readers.flatMap(({ column }) => (column === null ? [] : [column])))
  const read = yield* readCsv(session, connection, file, opened, mapped)
  if (read === null) {
    yield* takeRecords(loading, part, yield* opened.records, label)
    return opened.use
  }
  const { reading, table } = read
  yield* Effect.gen(function* () {
    const before = opened.layout.headerRow + opened.layout.skipRows
    yield* takeRows(loading, part, reading, label, opened.rows, before + 1)
    const suspects = opened.ascii
      ? new Map<string, number>()
      : yield* suspectCells(connection, table, reading.columns, mapped)
    addNotes(part, notesOf(suspects))
  }).pipe(Effect.ensuring(Effect.ignore(connection.run("clearing up", `DROP TABLE IF EXISTS ${table}`))))
  return opened.use
})

const loadParquet = Effect.fnUntraced(function* (loading: Loading, part: Part, file: string, label: string) {
  const use = yield* hashFile(label, file)
  const { header, reading, rows } = yield* openParquet(loading.connection, label, file)
  yield* missingColumns(part, header, label)
  yield* Effect.mapError(takeRows(loading, part, reading, label, rows, 1), notWhole(label))
  return use
})

const loadJsonLines = Effect.fnUntraced(function* (loading: Loading, part: Part, file: string, label: string) {
  const use = yield* hashFile(label, file)
  const records = yield* openJsonLines(label, file)
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
  const target = { table, part: file, readers, sequence: part.good, firstRow }
  yield* insertRows(session, connection, reading, target)
  const bad = yield* takeBadRows(connection, table, file, readers, {
    source: part.source.name,
    file: part.files.get(file) ?? null,
    unmasked: options.unmasked ?? false,
    sequence: part.good,
    room: part.log.room(),
  })
  part.log.add(bad)
  part.rows += rows
  part.good += rows - bad.count
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
  yield* Stream.runForEach(records.batches, (batch) =>
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
      return append(connection, table.name, given, size)
    }),
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

/** Instants at which something happened; what is only due says nothing about how far the facts reach. */
const HAPPENED = ["at", "fulfilledAt", "deliveredAt"]

const outlineOf = Effect.fnUntraced(function* (
  connection: Connection,
  parts: ReadonlyArray<Part>,
  tables: ReadonlyMap<string, KindTable>,
  options: LoadOptions,
) {
  const facts = new Map<number, number>()
  const rows = new Map<string, number>()
  const watermarks = new Map<string, Watermark.Watermark>()
  for (const [id, { columns, name }] of tables) {
    const happened = HAPPENED.flatMap((field) => columns.get(field) ?? [])
    const latest = happened.length === 0 ? "NULL" : `greatest(${happened.map((column) => `max(${column})`).join(", ")})`
    const counts = yield* connection.rows("counting facts", `SELECT p, count(*), ${latest} FROM ${name} GROUP BY p`)
    let at: number | null = null
    let total = 0
    for (const [file, count, until] of counts) {
      facts.set(Number(file), Number(count))
      total += Number(count)
      if (until !== null && until !== undefined) at = Math.max(at ?? Number.NEGATIVE_INFINITY, Number(until))
    }
    rows.set(id, total)
    if (options.asOf !== undefined) watermarks.set(id, { at: options.asOf, inferred: false })
    else if (at !== null) watermarks.set(id, { at, inferred: true })
  }
  const reports = parts.map((part): SourceReport => {
    const { byReason, count } = part.log.report()
    return {
      source: part.source.name,
      origin: part.source.origin ?? part.source.name,
      kind: part.source.kind.id,
      rows: part.rows,
      facts: [...part.files.keys()].reduce((sum, file) => sum + (facts.get(file) ?? 0), 0),
      rejects: count,
      byReason: { ...byReason },
      undated: !part.readers.some(({ name }) => name === "at"),
      notes: part.notes,
    }
  })
  return {
    model: options.model,
    calendar: options.calendar,
    inventory: options.inventory ?? null,
    rows,
    watermarks,
    bands: new Map(
      parts.flatMap((part) =>
        part.readers.flatMap(({ banded, known, name }) =>
          banded ? [[`${part.source.kind.id}/${name}`, known] as const] : [],
        ),
      ),
    ),
    sources: reports,
    rejects: parts.flatMap((part): ReadonlyArray<Reject> => part.log.report().rejects),
  } satisfies FactsOutline
})
