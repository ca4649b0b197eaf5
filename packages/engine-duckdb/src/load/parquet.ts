import { SourceUnreadable } from "@touchpoint/core/facts"
import * as Effect from "effect/Effect"
import type { DuckDBFailed } from "../DuckDBFailed.ts"
import type { Connection } from "../Session.ts"
import { literal } from "../sql.ts"
import type { SourceColumn } from "./cells.ts"
import { pathLiteral } from "./files.ts"
import type { Reading } from "./stage.ts"

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
    if (!columns.has(name)) columns.set(name, columnOf(String(types[i]?.[1] ?? "VARCHAR"), `c${i}`))
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

/**
 * A typed column as text: whole numbers by their digits, doubles by the shortest decimal (whole ones without a
 * fraction), decimals with their digits, days as `2026-01-31`, instants as `2026-01-31T10:00:00.000Z`, local times
 * without the `Z`, booleans as `true` and `false`.
 */
const columnOf = (type: string, column: string): SourceColumn => ({
  text: textOf(type, column),
  typed: {
    type: /^TIMESTAMP_(S|MS|NS)$/.test(type) ? "TIMESTAMP" : type,
    value: /^TIMESTAMP_(S|MS|NS)$/.test(type) ? `CAST(${column} AS TIMESTAMP)` : column,
  },
})

const textOf = (type: string, column: string): string => {
  if (type === "VARCHAR") return column
  if (type === "DOUBLE" || type === "FLOAT")
    return `CASE WHEN abs(${column}) <= 9007199254740992 AND ${column} = trunc(${column}) THEN CAST(CAST(${column} AS BIGINT) AS VARCHAR) ELSE CAST(${column} AS VARCHAR) END`
  const local = (value: string, zone: string) =>
    `CASE WHEN isfinite(${value}) AND year(${value}) BETWEEN 1 AND 9999 THEN strftime(${value}, ${literal(`%Y-%m-%dT%H:%M:%S.%g${zone}`)}) ELSE CAST(${value} AS VARCHAR) END`
  if (type === "TIMESTAMP WITH TIME ZONE") return local(`(${column} AT TIME ZONE 'UTC')`, "Z")
  if (type.startsWith("TIMESTAMP")) return local(`CAST(${column} AS TIMESTAMP)`, "")
  return `CAST(${column} AS VARCHAR)`
}
