import { DuckDBInstance } from "@duckdb/node-api"
import * as Effect from "effect/Effect"
import { literal } from "../../src/sql.ts"

/** Columns of {@link writeEvents}: 32 characters name a customer, and no two rows are alike. */
const COLUMNS = (rows: number, customers: number) =>
  [
    `md5(CAST(CAST(hash(e) % ${customers} AS BIGINT) AS VARCHAR)) AS customer`,
    `'touchpoint-' || CAST(hash(e + 1) % 30 AS VARCHAR) AS touchpoint`,
    `make_timestamptz(1735689600000000 + 1000 * CAST(hash(e + 2) % 31536000000 AS BIGINT)) AS "at"`,
    `CASE WHEN e = ${rows - 1} THEN 'last' ELSE 'e' || CAST(e AS VARCHAR) END AS id`,
  ].join(", ")

/** Writes events to a Parquet file, made inside DuckDB and the same in every run: a tenth as many customers as rows. */
export const writeEvents = (file: string, rows: number, customers = Math.ceil(rows / 10)): Effect.Effect<void> =>
  Effect.promise(async () => {
    const instance = await DuckDBInstance.create(":memory:", { threads: "2" })
    const connection = await instance.connect()
    await connection.run(
      `COPY (SELECT ${COLUMNS(rows, customers)} FROM range(${rows}) AS r(e)) TO ${literal(file)} (FORMAT parquet)`,
    )
    connection.closeSync()
    instance.closeSync()
  })
