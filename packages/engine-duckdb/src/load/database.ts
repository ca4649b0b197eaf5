import path from "node:path"
import { SourceUnreadable } from "@touchpoint/core/facts"
import { nearest } from "@touchpoint/core/model"
import * as Effect from "effect/Effect"
import { DuckDBFailed } from "../DuckDBFailed.ts"
import type { Connection, Session } from "../Session.ts"
import { identifier, literal } from "../sql.ts"
import type { SourceColumn } from "./cells.ts"
import type { Reading } from "./rowsQuery.ts"
import { typedColumn } from "./typedColumn.ts"

/** A table of a database file, attached under a name of ours. */
export interface OpenedTable {
  readonly database: string
  readonly header: ReadonlyArray<string>
  readonly rows: number
  readonly reading: Reading
}

/**
 * Attaches a DuckDB database file, read-only, and opens one of its tables. Only tables are read: a view is a query of
 * somebody else's and could read any file. Whoever opens it detaches `database` in the end.
 */
export const openTable = Effect.fnUntraced(function* (
  session: Session,
  connection: Connection,
  source: string,
  file: string,
  table: string,
): Effect.fn.Return<OpenedTable, SourceUnreadable | DuckDBFailed> {
  const database = yield* attached(session, connection, source, file)
  const opened = Effect.gen(function* () {
    const relation = yield* relationOf(connection, source, database, table)
    const described = yield* connection.rows("opening a table", `DESCRIBE SELECT * FROM ${relation}`)
    const [counted] = yield* connection.rows("opening a table", `SELECT count(*) FROM ${relation}`)
    const header = described.map(([name]) => String(name))
    const columns = new Map<string, SourceColumn>()
    for (const [i, [name, type]] of described.entries()) {
      // Texts are compared sign by sign, whatever the table thinks of case and accents.
      const own = String(type) === "VARCHAR" ? `(c${i} COLLATE "binary")` : `c${i}`
      columns.set(String(name), typedColumn(String(type), own))
    }
    // Where a column has the name of DuckDB's own row numbers, rows are counted in their order.
    const place = header.some((name) => name.toLowerCase() === "rowid") ? "row_number() OVER () - 1" : "rowid"
    const aliases = ["k", ...header.map((_, i) => `c${i}`)]
    return {
      database,
      header,
      rows: Number(counted?.[0] ?? 0),
      reading: { query: `SELECT * FROM (SELECT ${place}, * FROM ${relation}) AS f(${aliases.join(", ")})`, columns },
    }
  })
  return yield* opened.pipe(
    Effect.mapError(notRead(source)),
    Effect.tapCause(() => detach(connection, database)),
  )
})

/** Attaches a database file, read-only, under a name of ours. */
export const attached = (
  session: Session,
  connection: Connection,
  source: string,
  file: string,
): Effect.Effect<string, SourceUnreadable | DuckDBFailed> =>
  Effect.suspend(() => {
    const database = session.fresh("db")
    const attach = `ATTACH ${literal(path.resolve(file))} AS ${database} (READ_ONLY, TYPE duckdb)`
    return Effect.as(Effect.mapError(connection.run("opening a database", attach), notOpened(source)), database)
  })

/** Lets go of a database file. */
export const detach = (connection: Connection, database: string): Effect.Effect<void> =>
  Effect.ignore(connection.run("clearing up", `DETACH ${database}`))

/** The table of a name, or of `schema.table`; the name is looked up and never read as SQL. */
const relationOf = Effect.fnUntraced(function* (
  connection: Connection,
  source: string,
  database: string,
  wanted: string,
) {
  const found = yield* connection.rows(
    "looking for a table",
    `SELECT schema_name, table_name, false FROM duckdb_tables() WHERE database_name = ${literal(database)} AND NOT internal UNION ALL SELECT schema_name, view_name, true FROM duckdb_views() WHERE database_name = ${literal(database)} AND NOT internal ORDER BY 1, 2`,
  )
  const named = found.map(([schema, name, view]) => ({
    relation: `${database}.${identifier(String(schema))}.${identifier(String(name))}`,
    full: `${String(schema)}.${String(name)}`,
    short: String(name),
    main: schema === "main",
    view: view === true,
  }))
  const exact = named.filter(({ full, short }) => short === wanted || full === wanted)
  const one =
    exact.length > 1 ? exact.find(({ full, main, short }) => full === wanted || (main && short === wanted)) : exact[0]
  const shown = named.flatMap(({ full, main, short, view }) => (view ? [] : [main ? short : full]))
  if (one === undefined)
    return yield* new SourceUnreadable({
      source,
      problem:
        exact.length > 1
          ? `it has several tables ${JSON.stringify(wanted)}: ${exact.map(({ full }) => full).join(", ")}`
          : `it has no table ${JSON.stringify(wanted)}`,
      fix:
        exact.length > 1
          ? "write the schema before the name"
          : (suggestion(wanted, shown) ??
            (shown.length === 0
              ? "it has no tables at all; name another file"
              : `name one of ${shown.slice(0, SHOWN).join(", ")}`)),
    })
  if (one.view)
    return yield* new SourceUnreadable({
      source,
      problem: `${JSON.stringify(wanted)} is a view, and views are not run: they could read any file`,
      fix: "keep its rows in a table (CREATE TABLE … AS SELECT * FROM the view), and name that",
    })
  return one.relation
})

/** Most names that are listed. */
const SHOWN = 10

const suggestion = (wanted: string, names: ReadonlyArray<string>): string | null => {
  const near = nearest(wanted, names)
  return near === undefined ? null : `did you mean ${near}?`
}

const reasons: ReadonlyArray<readonly [sign: RegExp, problem: string, fix: string]> = [
  [
    /could not set lock/i,
    "another program has it open for writing",
    "close it there, or copy the file and name the copy",
  ],
  [
    /not a valid DuckDB database/i,
    "it is no DuckDB database",
    "name a file written by DuckDB, or read it as csv, parquet or jsonl",
  ],
  [
    /database file with version number|newer (?:version|DuckDB)|storage version/i,
    "it was written by a version of DuckDB that this one does not read",
    "install the newer engine, or write the file again with ATTACH … (STORAGE_VERSION 'v1.0.0')",
  ],
  [
    /corrupt|checksum|could not read enough bytes|serialization error|truncat/i,
    "its data is damaged or cut off",
    "fetch or write the file again",
  ],
  [/encrypt/i, "it is encrypted", "write a copy that is not, and name that"],
]

/** What DuckDB says of a database it cannot open, said of the source. */
const notOpened = (source: string) => (error: DuckDBFailed) => {
  if (error.reason !== "other") return error
  const [, problem, fix] = reasons.find(([sign]) => sign.test(error.problem)) ?? [
    null,
    `DuckDB cannot open it (${error.problem})`,
    "check that the file can be read and is whole",
  ]
  return new SourceUnreadable({ source, problem, fix })
}

/** What DuckDB says of a database whose blocks it cannot read, said of the source; other failures stay what they are. */
export const notRead =
  (source: string) =>
  (error: DuckDBFailed | SourceUnreadable): DuckDBFailed | SourceUnreadable =>
    error instanceof DuckDBFailed && reasons.some(([sign]) => sign.test(error.problem))
      ? notOpened(source)(error)
      : error
