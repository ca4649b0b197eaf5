import * as Effect from "effect/Effect"
import { TouchpointError } from "../TouchpointError.ts"

/** DuckDB's engine and its manifest. It is an optional dependency: the only one that brings a native library. */
export const duckdb = Effect.tryPromise({
  try: async () => {
    const [engine, { default: manifest }] = await Promise.all([
      import("@touchpoint/engine-duckdb"),
      import("@touchpoint/engine-duckdb/package.json", { with: { type: "json" } }),
    ])
    return { engine, manifest }
  },
  catch: (cause) =>
    new TouchpointError("config", "DuckDB cannot be loaded: @touchpoint/engine-duckdb is missing or does not fit", {
      where: "@touchpoint/engine-duckdb",
      fix: "Install @touchpoint/engine-duckdb beside touchpoint, or use CSV files and the engine in memory",
      cause,
    }),
})
