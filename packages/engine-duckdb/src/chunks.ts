import { DOUBLE, DuckDBDataChunk, INTEGER, VARCHAR } from "@duckdb/node-api"
import type { Column } from "@touchpoint/core/facts"
import * as Effect from "effect/Effect"
import { type DuckDBFailed, failed } from "./DuckDBFailed.ts"
import type { Chunk, Connection } from "./Session.ts"

/** Rows DuckDB takes at a time. */
const ROWS = 2048

/** A column handed to DuckDB: texts and numbers of a fact table, or whole numbers. */
export type Handed = Column | { readonly type: "integer"; readonly values: ArrayLike<number> }

const types = { text: VARCHAR, number: DOUBLE, integer: INTEGER } as const

/** Columns of a table that is filled from JavaScript, in the order they are appended. */
export const declared = (column: Handed["type"]): string =>
  column === "text" ? "VARCHAR" : column === "number" ? "DOUBLE" : "INTEGER"

/** Appends rows to a table whose columns have the types of the columns given, in their order. Absent becomes NULL. */
export const append = (
  connection: Connection,
  table: string,
  columns: ReadonlyArray<Handed>,
  rows: number,
): Effect.Effect<void, DuckDBFailed> =>
  Effect.gen(function* () {
    if (rows === 0) return
    const attempt = <A>(work: () => A) => Effect.try({ try: work, catch: (thrown) => failed("taking rows", thrown) })
    const appender = yield* Effect.tryPromise({
      try: () => connection.raw.createAppender(table),
      catch: (thrown) => failed("taking rows", thrown),
    })
    const filling = Effect.gen(function* () {
      for (let from = 0; from < rows; from += ROWS) {
        const size = Math.min(ROWS, rows - from)
        yield* attempt(() => appender.appendDataChunk(chunkOf(columns, from, size)))
        // Nothing of this waits for anything: whoever wants to stop it has to be let in.
        if ((from / ROWS) % 8 === 0) yield* Effect.yieldNow
      }
      yield* attempt(() => appender.flushSync())
    })
    yield* Effect.ensuring(
      filling,
      Effect.sync(() => appender.closeSync()),
    )
  })

const chunkOf = (columns: ReadonlyArray<Handed>, from: number, size: number): DuckDBDataChunk => {
  const chunk = DuckDBDataChunk.create(
    columns.map(({ type }) => types[type]),
    size,
  )
  for (const [i, column] of columns.entries()) chunk.setColumnValues(i, valuesOf(column, from, size))
  return chunk
}

const valuesOf = (column: Handed, from: number, size: number): ReadonlyArray<string | number | null> => {
  const out: Array<string | number | null> = Array.from({ length: size })
  for (let i = 0; i < size; i++) {
    if (column.type === "text") out[i] = column.dictionary[column.codes[from + i] ?? -1] ?? null
    else {
      const value = column.values[from + i]
      out[i] = value === undefined || value !== value ? null : value
    }
  }
  return out
}

/** The numbers of a streamed column without NULLs, as they lie in memory; valid until the next chunk. */
export const numbersOf = (chunk: Chunk, column: number): ArrayLike<number> => {
  const vector = chunk.getColumnVector(column)
  const { items } = vector as unknown as { readonly items?: unknown }
  if (items instanceof Float64Array || items instanceof Int32Array || items instanceof Uint8Array) return items
  return vector.toArray().map(Number)
}

/** The values of a streamed column. */
export const valuesIn = (chunk: Chunk, column: number): ReadonlyArray<string | number | null> =>
  chunk
    .getColumnValues(column)
    .map((value) => (typeof value === "bigint" ? Number(value) : (value as string | number | null)))
