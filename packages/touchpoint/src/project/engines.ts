import * as fs from "node:fs/promises"
import path from "node:path"
import * as Effect from "effect/Effect"
import { configIssue, type ConfigInvalid } from "./Config.ts"
import type { EngineChoice } from "./EngineChoice.ts"
import type { LoadOptions, PlacedSource } from "./openRecords.ts"

/** What DuckDB may use. */
export type DuckDBChoice = Extract<EngineChoice, { readonly duckdb: unknown }>["duckdb"]

/** What DuckDB may use where it is to hold the facts; `null` where memory is. A source may decide it, and contradict. */
export const chooseEngine = Effect.fnUntraced(function* (
  choice: Exclude<EngineChoice, { readonly clickhouse: unknown }> | undefined,
  sources: ReadonlyArray<PlacedSource>,
  options: LoadOptions,
): Effect.fn.Return<DuckDBChoice | null, ConfigInvalid> {
  if (typeof choice === "object") return choice.duckdb
  if (choice === "duckdb") return {}
  for (const source of sources) {
    const why = yield* whyDuckDB(source, options)
    if (why === null) continue
    if (choice === undefined) return {}
    return yield* configIssue(
      options.source,
      "engine",
      `the engine in memory does not read ${why} (${source.where}); leave engine out, or write engine: duckdb`,
    )
  }
  return null
})

const whyDuckDB = Effect.fnUntraced(function* ({ file, given }: PlacedSource, { base }: LoadOptions) {
  if (given.parquet !== undefined) return "Parquet"
  if (given.jsonl !== undefined) return "JSON lines"
  if (given.duckdb !== undefined) return "database files"
  if (given.csv === undefined || file === undefined || !/[*?[]/.test(file) || file.includes("\0")) return null
  // A file may be called so.
  const there = yield* Effect.promise(() =>
    fs.stat(path.resolve(base, file)).then(
      (stat) => stat.isFile(),
      () => false,
    ),
  )
  return there ? null : "patterns of files"
})
