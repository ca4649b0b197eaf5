import { SourceUnreadable } from "@touchpoint/core/facts"
import * as Effect from "effect/Effect"
import type { DuckDBFailed } from "../DuckDBFailed.ts"
import type { Connection } from "../Session.ts"
import type { SourceColumn } from "./cells.ts"
import { pathLiteral } from "./files.ts"
import type { Reading } from "./rowsQuery.ts"
import { typedColumn } from "./typedColumn.ts"

/** A Parquet file, opened: its columns and the query for its rows. */
interface OpenedParquet {
  readonly header: ReadonlyArray<string>
  readonly rows: number
  readonly reading: Reading
}

/** Opens a Parquet file; what is cut off or damaged is a source that cannot be read. */
export const openParquet = Effect.fnUntraced(function* (connection: Connection, source: string, file: string) {
  const path = pathLiteral(file)
  const open = Effect.gen(function* () {
    // The names as the file has them: as columns of a query they would be made different from one another.
    const schema = yield* connection.rows("opening a file", `SELECT name, num_children FROM parquet_schema(${path})`)
    const types = yield* connection.rows("opening a file", `DESCRIBE SELECT * FROM read_parquet(${path})`)
    const [counted] = yield* connection.rows(
      "opening a file",
      `SELECT sum(num_rows) FROM parquet_file_metadata(${path})`,
    )
    return { schema, types, rows: Number(counted?.[0] ?? 0) }
  })
  const { rows, schema, types } = yield* Effect.mapError(open, notWhole(source))
  const header = topLevel(schema)
  const names = header.length === types.length ? header : types.map(([name]) => String(name))
  const columns = new Map<string, SourceColumn>()
  for (const [i, name] of names.entries())
    if (!columns.has(name)) columns.set(name, typedColumn(String(types[i]?.[1] ?? "VARCHAR"), `c${i}`))
  // Where the file has a column of the name that DuckDB gives its row numbers, rows are counted in their order.
  const numbered = names.some((name) => name.toLowerCase() === "file_row_number")
    ? `SELECT row_number() OVER () - 1, * FROM read_parquet(${path})`
    : `SELECT file_row_number, * EXCLUDE (file_row_number) FROM read_parquet(${path}, file_row_number = true)`
  const aliases = ["k", ...names.map((_, i) => `c${i}`)]
  return {
    header: names,
    rows,
    reading: {
      query: `SELECT * FROM (${numbered}) AS f(${aliases.join(", ")})`,
      columns,
    },
  } satisfies OpenedParquet
})

/** What DuckDB says of a damaged file, said of the source. */
export const notWhole =
  (source: string) =>
  (error: DuckDBFailed): DuckDBFailed | SourceUnreadable =>
    error.reason === "other"
      ? new SourceUnreadable({
          source,
          problem: `it is no whole Parquet file (${error.problem})`,
          fix: "fetch or write the file again",
        })
      : error

/** Names of the columns, without those inside of lists and structures. */
const topLevel = (schema: ReadonlyArray<ReadonlyArray<string | number | boolean | null>>): ReadonlyArray<string> => {
  const names: Array<string> = []
  // The first entry is the root; children follow their parent.
  const left: Array<number> = []
  for (const [name, children] of schema) {
    if (left.length === 1) names.push(String(name))
    while (left.length > 0 && left.at(-1) === 0) left.pop()
    if (left.length > 0) left[left.length - 1] = (left.at(-1) ?? 1) - 1
    const count = Number(children ?? 0)
    if (count > 0) left.push(count)
    while (left.length > 0 && left.at(-1) === 0) left.pop()
  }
  return names
}
