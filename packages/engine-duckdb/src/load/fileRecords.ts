import { type Records, SourceUnreadable, type TextBatch } from "@touchpoint/core/facts"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { Resources } from "../Resources.ts"
import { open } from "../Session.ts"
import { readable } from "../sql.ts"
import { openJsonLines } from "./jsonLines.ts"
import { openParquet } from "./parquet.ts"
import { lookAt } from "./SourceFile.ts"

/**
 * A Parquet file, or lines of JSON objects, as records of texts: exactly the texts that {@link load} maps. For a look at
 * a file before there is a mapping; the records can be read as long as the scope lives.
 *
 * @category loading
 * @since 0.2.0
 */
export const fileRecords = Effect.fnUntraced(function* (
  source: string,
  file: string,
  format: "parquet" | "jsonl",
  resources: Resources = {},
) {
  const opened = yield* lookAt(source, file)
  if (format === "jsonl") return yield* openJsonLines(source, opened)
  const session = yield* open(resources)
  const connection = yield* session.connect
  const { header, reading } = yield* openParquet(connection, source, file)
  // A second column of one name cannot be told from the first.
  const names = [...reading.columns.keys()]
  const texts = Array.from(reading.columns.values(), ({ text }) => readable(`coalesce(${text}, '')`))
  const query = `SELECT ${["k", ...texts].join(", ")} FROM (${reading.query})`
  const unreadable = (thrown: unknown) =>
    new SourceUnreadable({
      source,
      problem: thrown instanceof Error ? thrown.message : "DuckDB cannot read it",
      fix: "fetch or write the file again",
    })
  const batches = async function* (): AsyncGenerator<TextBatch> {
    const result = await connection.raw.stream(query)
    for (;;) {
      const chunk = await result.fetchChunk()
      if (chunk === null || chunk.rowCount === 0) return
      const [places = [], ...columns] = chunk.getColumns()
      yield {
        rows: chunk.rowCount,
        rowNumbers: places.map((place) => Number(place) + 1),
        columns: new Map(names.map((name, i) => [name, (columns[i] ?? []).map(String)])),
        broken: [],
      }
    }
  }
  return {
    source,
    header: [...new Set(header)],
    batches: Stream.suspend(() => Stream.fromAsyncIterable(batches(), unreadable)),
    notes: () => ({ encoding: null, suspectCells: {} }),
  } satisfies Records
})
