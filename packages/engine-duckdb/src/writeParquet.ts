import * as fs from "node:fs/promises"
import path from "node:path"
import type { Column, FactKind, Field } from "@touchpoint/core/facts"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { append, declared, type Handed } from "./chunks.ts"
import type { Resources } from "./Resources.ts"
import { type Connection, open, type Session } from "./Session.ts"
import { identifier, literal } from "./sql.ts"

/** Rows of one kind of facts, by column; a `FactTable` is one. @category writing @since 0.2.0 */
export interface FactBatch {
  readonly kind: FactKind.FactKind
  readonly rows: number
  readonly columns: ReadonlyMap<string, Column>
}

/** How a file is written. @category writing @since 0.2.0 */
export interface WriteOptions {
  readonly compression?: "zstd" | "snappy" | "gzip" | "none"
  readonly resources?: Resources
}

/** Facts could not be written as a file: which, why, what to do. @category errors @since 0.2.0 */
export class ParquetUnwritable extends Schema.TaggedError<ParquetUnwritable>()("ParquetUnwritable", {
  file: Schema.String,
  problem: Schema.String,
  fix: Schema.String,
}) {
  override get message(): string {
    return `${this.file} cannot be written: ${this.problem}; ${this.fix}`
  }
}

/**
 * Writes facts of one kind as a Parquet file, batch after batch; the rows wait in DuckDB, which spills, and not in
 * JavaScript. The file appears whole or not at all. Gives the number of rows.
 *
 * **Details**
 *
 * Columns have the names of the fields, in the kind's order; those of the first batch decide which there are. Texts are
 * `VARCHAR`, numbers `DOUBLE`, integers `BIGINT`, booleans `BOOLEAN`, instants `TIMESTAMP WITH TIME ZONE`, so that other
 * tools read them as what they are. Read back with a mapping that names each field by itself, the file gives the same
 * facts.
 *
 * @category writing
 * @since 0.2.0
 */
export const writeParquet = (
  file: string,
  batches: Iterable<FactBatch> | AsyncIterable<FactBatch>,
  options: WriteOptions = {},
) =>
  write((kind) => ({ file, only: kind }), file, batches, options).pipe(
    Effect.map((rows) => [...rows.values()].reduce((sum, count) => sum + count, 0)),
  )

/**
 * Writes facts of several kinds, as they come, into one Parquet file for each kind: {@link writeParquet} for batches
 * that mix kinds, in one pass over them. Gives the number of rows by kind.
 *
 * @category writing
 * @since 0.2.0
 */
export const writeParquetFiles = (
  fileOf: (kind: FactKind.FactKind) => string,
  batches: Iterable<FactBatch> | AsyncIterable<FactBatch>,
  options: WriteOptions = {},
) => write((kind) => ({ file: fileOf(kind), only: null }), "a file", batches, options)

/** Where a kind goes, and the only kind that may go there where there is one. */
type Place = (kind: FactKind.FactKind) => { readonly file: string; readonly only: FactKind.FactKind | null }

const write = (
  place: Place,
  shown: string,
  batches: Iterable<FactBatch> | AsyncIterable<FactBatch>,
  options: WriteOptions,
) =>
  Effect.scoped(
    Effect.gen(function* () {
      const session = yield* open(options.resources)
      const connection = yield* session.connect
      const files = new Map<string, Written>()
      const iterator = iterate(batches)
      yield* Effect.addFinalizer(() => Effect.promise(() => iterator.stop()))
      for (;;) {
        const batch = yield* Effect.tryPromise({
          try: () => iterator.next(),
          catch: (thrown) =>
            unwritable(
              shown,
              `its rows ended early: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
              "correct what makes them",
            ),
        })
        if (batch === null) break
        const known = files.get(batch.kind.id) ?? (yield* begin(session, connection, place, files, batch))
        yield* append(connection, known.table, handed(known.layout, batch), batch.rows)
        known.rows += batch.rows
      }
      if (files.size === 0)
        return yield* unwritable(shown, "there are no rows, not even none of a kind", "give at least one batch")
      for (const { file, layout, table } of files.values())
        yield* copy(connection, table, layout, file, options.compression ?? "zstd")
      return new Map([...files].map(([kind, { rows }]) => [kind, rows] as const))
    }),
  )

/** A kind while its rows are collected. */
interface Written {
  readonly file: string
  readonly table: string
  readonly layout: Layout
  rows: number
}

const begin = Effect.fnUntraced(function* (
  session: Session,
  connection: Connection,
  place: Place,
  files: Map<string, Written>,
  batch: FactBatch,
) {
  const { file, only } = place(batch.kind)
  const [first] = files.keys()
  if (only !== null && first !== undefined)
    return yield* unwritable(file, `it would hold ${first} and ${batch.kind.id}`, "write one file for each kind")
  // DuckDB would write to the path up to there.
  if (file.includes("\0")) return yield* unwritable(file, "a path has no NUL", "correct the path")
  const made: Written = { file, table: session.fresh("rows"), layout: layoutOf(batch), rows: 0 }
  yield* connection.run("preparing a file", createTable(made.table, made.layout))
  files.set(batch.kind.id, made)
  return made
})

interface Layout {
  readonly fields: ReadonlyArray<readonly [name: string, field: Field]>
}

const layoutOf = ({ columns, kind }: FactBatch): Layout => ({
  fields: Object.entries(kind.fields).filter(([name]) => columns.has(name)),
})

const typeOf = (field: Field): Handed["type"] => (field.type === "text" ? "text" : "number")

const createTable = (table: string, { fields }: Layout): string =>
  `CREATE TABLE ${table} (${fields.map(([, field], i) => `f${i} ${declared(typeOf(field))}`).join(", ")}${fields.length === 0 ? "f0 DOUBLE" : ""})`

const handed = ({ fields }: Layout, { columns, rows }: FactBatch): ReadonlyArray<Handed> => {
  const all = fields.map(([name, field]): Handed => {
    const column = columns.get(name)
    if (column !== undefined && column.type === typeOf(field)) return column
    return field.type === "text"
      ? { type: "text", codes: new Int32Array(rows).fill(-1), dictionary: [] }
      : { type: "number", values: new Float64Array(rows).fill(Number.NaN) }
  })
  return all.length === 0 ? [{ type: "number", values: new Float64Array(rows) }] : all
}

const written = {
  text: (column: string) => column,
  number: (column: string) => column,
  integer: (column: string) => `CAST(${column} AS BIGINT)`,
  boolean: (column: string) => `${column} <> 0`,
  instant: (column: string) => `make_timestamptz(CAST(${column} * 1000 AS BIGINT))`,
} as const satisfies Record<Field["type"], (column: string) => string>

const copy = (connection: Connection, table: string, { fields }: Layout, file: string, compression: string) =>
  Effect.gen(function* () {
    const beside = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}-${++writing}.tmp`)
    const selected = fields.map(([name, field], i) => `${written[field.type](`f${i}`)} AS ${identifier(name)}`)
    const sql = `COPY (SELECT ${selected.join(", ")} FROM ${table}) TO ${literal(beside)} (FORMAT parquet, COMPRESSION ${literal(compression === "none" ? "uncompressed" : compression)})`
    const attempt = (work: () => Promise<unknown>) =>
      Effect.tryPromise({
        try: work,
        catch: (thrown) =>
          unwritable(
            file,
            thrown instanceof Error ? thrown.message : String(thrown),
            "choose another path or correct its permissions",
          ),
      })
    yield* attempt(() => fs.mkdir(path.dirname(file), { recursive: true }))
    yield* Effect.ensuring(
      Effect.andThen(
        connection.run("writing a file", sql),
        attempt(() => fs.rename(beside, file)),
      ),
      Effect.promise(() => fs.rm(beside, { force: true }).catch(() => undefined)),
    )
  })

let writing = 0

const unwritable = (file: string, problem: string, fix: string) => new ParquetUnwritable({ file, problem, fix })

/** One way through batches that are there and batches that are waited for. */
const iterate = (batches: Iterable<FactBatch> | AsyncIterable<FactBatch>) => {
  const iterator = Symbol.asyncIterator in batches ? batches[Symbol.asyncIterator]() : batches[Symbol.iterator]()
  let done = false
  return {
    next: async (): Promise<FactBatch | null> => {
      const step = await iterator.next()
      if (step.done === true) done = true
      return step.done === true ? null : step.value
    },
    stop: async (): Promise<void> => {
      if (!done) await iterator.return?.()
    },
  }
}

/** {@link writeParquet} for scripts: a promise of the number of rows. @category writing @since 0.2.0 */
export const saveParquet = (
  file: string,
  batches: Iterable<FactBatch> | AsyncIterable<FactBatch>,
  options: WriteOptions & { readonly signal?: AbortSignal } = {},
): Promise<number> =>
  Effect.runPromise(
    writeParquet(file, batches, options),
    options.signal === undefined ? undefined : { signal: options.signal },
  )

/** {@link writeParquetFiles} for scripts: a promise of the number of rows by kind. @category writing @since 0.2.0 */
export const saveParquetFiles = (
  fileOf: (kind: FactKind.FactKind) => string,
  batches: Iterable<FactBatch> | AsyncIterable<FactBatch>,
  options: WriteOptions & { readonly signal?: AbortSignal } = {},
): Promise<ReadonlyMap<string, number>> =>
  Effect.runPromise(
    writeParquetFiles(fileOf, batches, options),
    options.signal === undefined ? undefined : { signal: options.signal },
  )
