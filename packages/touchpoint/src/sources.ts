import path from "node:path"
import { Importer, Plugin } from "@touchpoint/core/plugins"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { runPromise } from "./run.ts"
import { batteries } from "./project/batteries.ts"
import type { Config, Source } from "./project/Config.ts"
import { readFile } from "./project/files.ts"
import { fileOf, optionsOf } from "./project/given.ts"
import type { Cell } from "./project/records.ts"
import { TouchpointError } from "./TouchpointError.ts"

/** Which columns become which fields, and how they are read. @category sources @since 0.1.0 */
export type Columns = Source["map"]
/** Constants of all rows. @category sources @since 0.1.0 */
export type Constants = NonNullable<Source["with"]>
/** How a source is read: its name, words for "no value", importer options. @category sources @since 0.1.0 */
export type Reading = Omit<
  Source,
  "csv" | "parquet" | "jsonl" | "duckdb" | "table" | "rows" | "import" | "path" | "map" | "with"
>

/**
 * A CSV source: its path, which columns become which fields, and constants for the rest.
 *
 * @category sources
 * @since 0.1.0
 */
export const csv = (file: string, map: Columns, constants: Constants = {}, reading: Reading = {}): Source => ({
  csv: file,
  map,
  with: constants,
  ...reading,
})

/**
 * A Parquet source, or several by a pattern (`events/*.parquet`); read by DuckDB, which has to be installed.
 *
 * @category sources
 * @since 0.2.0
 */
export const parquet = (file: string, map: Columns, constants: Constants = {}, reading: Reading = {}): Source => ({
  parquet: file,
  map,
  with: constants,
  ...reading,
})

/**
 * A source of JSON objects, one per line, or several by a pattern; read into DuckDB, which has to be installed.
 *
 * @category sources
 * @since 0.2.0
 */
export const jsonl = (file: string, map: Columns, constants: Constants = {}, reading: Reading = {}): Source => ({
  jsonl: file,
  map,
  with: constants,
  ...reading,
})

/**
 * A table of a DuckDB database file, opened read-only; `schema.table` where it lies in another schema than `main`. Read by
 * DuckDB, which has to be installed.
 *
 * **Gotchas**
 *
 * Views are not read: save their rows as a table. A file that another program has open for writing cannot be read.
 *
 * @category sources
 * @since 0.2.0
 */
export const duckdb = (
  file: string,
  table: string,
  map: Columns,
  constants: Constants = {},
  reading: Reading = {},
): Source => ({ duckdb: file, table, map, with: constants, ...reading })

/**
 * Records of a script as a source; bad cells become rejects as in any file.
 *
 * @category sources
 * @since 0.1.0
 */
export const rows = (
  records: ReadonlyArray<Readonly<Record<string, Cell>>>,
  map: Columns,
  constants: Constants = {},
  reading: Reading = {},
): Source => ({ rows: readableOf(records), map, with: constants, ...reading })

type Records = ReadonlyArray<Readonly<Record<string, Cell>>>

/** What is no list of records, or cannot be read, is left as it is: the configuration is refused for it. */
const readableOf = (records: Records): Records => {
  try {
    return Array.isArray(records) ? records.map(readable) : records
  } catch {
    return records
  }
}

/** A record whose numbers and dates that are none are texts: they become rejects and do not end the run. */
const readable = (record: Readonly<Record<string, Cell>>): Readonly<Record<string, Cell>> =>
  typeof record === "object" && record !== null && Object.values(record).some(isNone)
    ? Object.fromEntries(Object.entries(record).map(([name, cell]) => [name, isNone(cell) ? String(cell) : cell]))
    : record

const isNone = (cell: Cell): boolean =>
  (typeof cell === "number" && !Number.isFinite(cell)) || (cell instanceof Date && Number.isNaN(cell.getTime()))

/** Types a configuration written in TypeScript. @category config @since 0.1.0 */
export const defineConfig = (config: Config): Config => config

/**
 * Reads a file into records, all cells as texts, for scripts that join tables before they become facts. Rows that cannot
 * be read are an error here, since nothing would report them.
 *
 * @category sources
 * @since 0.1.0
 */
export const readRecords = async (
  file: string,
  options?: {
    readonly base?: string
    readonly options?: Readonly<Record<string, unknown>>
    readonly signal?: AbortSignal
  },
): Promise<ReadonlyArray<Readonly<Record<string, string>>>> => {
  const { base = process.cwd(), options: reading, signal } = optionsOf(options)
  const program = Effect.gen(function* () {
    yield* fileOf(file, "file")
    const registry = yield* Effect.fromResult(Plugin.register(batteries))
    const importer = [...registry.importers.values()].find((item) =>
      item.accepts.extensions.some((end) => file.toLowerCase().endsWith(end)),
    )
    if (importer === undefined || importer.yields !== "records")
      return yield* Effect.fail(
        new TouchpointError("options", `No importer reads ${file}`, {
          where: file,
          fix: "Give a .csv or .xes file, packed by gzip (.gz) or not",
        }),
      )
    const { bytes } = readFile(file, path.resolve(base, file))
    const records = yield* importer.open({ source: file, bytes, limits: Importer.defaultImportLimits }, reading)
    const out: Array<Readonly<Record<string, string>>> = []
    yield* Stream.runForEach(records.batches, (batch) =>
      Effect.suspend(() => {
        const [broken] = batch.broken
        if (broken !== undefined)
          return Effect.fail(
            new TouchpointError("source", `${file}:${broken.row} cannot be read: ${broken.reason}`, {
              where: file,
              fix: "Correct the row",
            }),
          )
        for (let row = 0; row < batch.rows; row++)
          out.push(Object.fromEntries(records.header.map((name) => [name, batch.columns.get(name)?.[row] ?? ""])))
        return Effect.void
      }),
    )
    return out
  })
  return runPromise(program, signal)
}
