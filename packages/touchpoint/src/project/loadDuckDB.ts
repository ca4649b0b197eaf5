import path from "node:path"
import type { AssembleOptions } from "@touchpoint/core/facts"
import type { Fold } from "@touchpoint/core/questions"
import type { Source as DuckSource } from "@touchpoint/engine-duckdb"
import * as Effect from "effect/Effect"
import { TouchpointError } from "../TouchpointError.ts"
import { duckdb } from "./duckdb.ts"
import type { DuckDBChoice } from "./engines.ts"
import type { FileUse } from "./files.ts"
import { type LoadOptions, openRecords, type PlacedSource } from "./openRecords.ts"

/** Reads all sources into DuckDB, which holds them as long as the scope. */
export const loadDuckDB = Effect.fnUntraced(function* (
  sources: ReadonlyArray<PlacedSource>,
  assembling: AssembleOptions,
  options: LoadOptions,
  files: Map<string, FileUse>,
  { spill, ...choice }: DuckDBChoice,
) {
  const { engine, manifest } = yield* duckdb
  const given: Array<DuckSource> = []
  for (const source of sources) given.push(yield* sourceOf(source, options, files))
  const { base, onProgress } = options
  const heard = onProgress === undefined ? {} : { onProgress }
  const facts = yield* engine
    .load(given, {
      ...assembling,
      base,
      resources: { ...choice, ...(spill === undefined ? {} : { spill: path.resolve(base, spill) }) },
      ...heard,
    })
    .pipe(
      Effect.catchTag("DuckDBFailed", (error) =>
        Effect.fail(new TouchpointError("source", error.message, { where: "engine", cause: error })),
      ),
    )
  for (const file of facts.files) files.set(file.source, file)
  return {
    facts: facts.outline,
    engine: (folds: Iterable<Fold>) => engine.DuckDBEngine.layer(facts, { folds, ...heard }),
    versions: { [manifest.name]: manifest.version },
  }
})

const sourceOf = Effect.fnUntraced(function* (source: PlacedSource, options: LoadOptions, files: Map<string, FileUse>) {
  const { file, given, kind, mapping, name } = source
  const common = { name, kind, mapping, ...(file === undefined ? {} : { origin: file }) }
  const full = path.resolve(options.base, file ?? "")
  if (given.csv !== undefined) return { ...common, from: { csv: full, options: given.options } } satisfies DuckSource
  if (given.parquet !== undefined) return { ...common, from: { parquet: full } } satisfies DuckSource
  if (given.jsonl !== undefined) return { ...common, from: { jsonl: full } } satisfies DuckSource
  if (given.duckdb !== undefined)
    return { ...common, from: { duckdb: full, table: given.table ?? "" } } satisfies DuckSource
  const { odd, records } = yield* openRecords(source, options, files)
  return { ...common, from: { records, rejects: odd } } satisfies DuckSource
})
