import path from "node:path"
import type { FactTable } from "@touchpoint/core/facts"
import * as Effect from "effect/Effect"
import { TouchpointError } from "../TouchpointError.ts"
import { duckdb } from "./duckdb.ts"
import { writeFacts } from "./factsOut.ts"

/** Formats by the end of a file's name. */
const formats: ReadonlyMap<string, "csv" | "jsonl" | "parquet"> = new Map([
  [".csv", "csv"],
  [".jsonl", "jsonl"],
  [".ndjson", "jsonl"],
  [".parquet", "parquet"],
])

/** The format a file is to be written in; its extension decides. */
export const factsFormat = (file: string): Effect.Effect<"csv" | "jsonl" | "parquet", TouchpointError> => {
  const extension = path.extname(file).toLowerCase()
  const format = formats.get(extension)
  return format === undefined
    ? Effect.fail(
        new TouchpointError(
          "options",
          `Facts are not written as ${JSON.stringify(extension === "" ? file : extension)}`,
          {
            where: "--out",
            fix: "Give a file ending in .csv, .jsonl or .parquet",
          },
        ),
      )
    : Effect.succeed(format)
}

/** Writes facts, whole or not at all; returns how many cells of CSV were escaped. */
export const saveFacts = Effect.fnUntraced(function* (file: string, table: FactTable) {
  const format = yield* factsFormat(file)
  if (format !== "parquet") return yield* writeFacts(file, table, format)
  const { engine } = yield* duckdb
  yield* engine.writeParquet(file, [table])
  return 0
})
