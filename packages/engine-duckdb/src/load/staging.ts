import * as Effect from "effect/Effect"
import type { DuckDBFailed } from "../DuckDBFailed.ts"
import type { Connection, Session } from "../Session.ts"
import { createStaging, type KindTable, stagingOf } from "./KindTable.ts"
import type { Part } from "./Source.ts"
import { encode, learn, learnFrom, oneWord, originOf } from "./words.ts"

/** Where a staging table is made. */
interface Place {
  readonly connection: Connection
  readonly session: Session
}

/** A staging table for as long as rows are looked at. */
export const staged = <A, E>(
  { connection, session }: Place,
  { table }: Part,
  use: (staging: KindTable) => Effect.Effect<A, E>,
): Effect.Effect<A, E | DuckDBFailed> =>
  Effect.suspend(() => {
    const staging = stagingOf(table, session.fresh("staged"))
    return connection
      .run("making tables", createStaging(staging))
      .pipe(
        Effect.andThen(use(staging)),
        Effect.ensuring(Effect.ignore(connection.run("clearing up", `DROP TABLE IF EXISTS ${staging.name}`))),
      )
  })

/** Moves the good rows of a staging table to the table of their kind; where some were bad, the others are numbered anew. */
export const keepStaged = Effect.fnUntraced(function* (
  { connection, session }: Place,
  { good, readers, table }: Part,
  staging: KindTable,
  renumber: boolean,
) {
  for (const [field, words] of table.coded) {
    const origin = originOf(readers, field)
    const column = table.columns.get(field) ?? ""
    if (origin.from === "constant") yield* learn(connection, words, oneWord(origin.text))
    if (origin.from === "column")
      yield* learnFrom(session, connection, words, {
        rows: `SELECT * FROM ${staging.name} WHERE b IS NULL`,
        column,
        order: "min(r)",
        again: true,
      })
  }
  const sequence = table.columns.get("sequence")
  const own = sequence === undefined || readers.some(({ name }) => name === "sequence")
  const rows =
    own || !renumber
      ? `SELECT * FROM ${staging.name} WHERE b IS NULL`
      : `SELECT * REPLACE (CAST(row_number() OVER (ORDER BY r) - 1 + ${good} AS DOUBLE) AS ${sequence}) FROM ${staging.name} WHERE b IS NULL`
  yield* encode(connection, table, readers, rows)
})
