import { type Facts, outlineOfFacts } from "@touchpoint/core/facts"
import * as Effect from "effect/Effect"
import { append, type Handed } from "../chunks.ts"
import type { Resources } from "../Resources.ts"
import { open, type Session } from "../Session.ts"
import { createTable, type KindTable, tableOf } from "./KindTable.ts"
import type { DuckDBFacts } from "./LoadOptions.ts"

/**
 * Puts facts that are in memory into DuckDB. They live as long as the scope, or as the session given.
 *
 * @category loading
 * @since 0.2.0
 */
export const hold = Effect.fnUntraced(function* (facts: Facts, given: Resources | Session = {}) {
  const session = "connect" in given ? given : yield* open(given)
  const tables = new Map<string, KindTable>()
  // A session of somebody else's lives on; the facts do not.
  if ("connect" in given)
    yield* Effect.addFinalizer(() =>
      Effect.ignore(
        Effect.scoped(
          Effect.flatMap(session.connect, (connection) =>
            connection.run(
              "clearing up",
              [...tables.values()].map(({ name }) => `DROP TABLE IF EXISTS ${name}`).join("; "),
            ),
          ),
        ),
      ),
    )
  yield* Effect.scoped(
    Effect.gen(function* () {
      const connection = yield* session.connect
      for (const [id, { columns, kind, rows }] of facts.tables) {
        const table = tableOf(kind, session.fresh("facts"), (field) => columns.has(field))
        yield* connection.run("making tables", createTable(table))
        const constant = (value: number): Handed => ({ type: "integer", values: new Float64Array(rows).fill(value) })
        const own = [...table.columns.keys()].flatMap((name): ReadonlyArray<Handed> => {
          const column = columns.get(name)
          return column === undefined ? [] : [column]
        })
        const bookkeeping: ReadonlyArray<Handed> = [
          constant(0),
          { type: "integer", values: Int32Array.from({ length: rows }, (_, i) => i) },
          constant(Number.NaN),
          { type: "text", codes: new Int32Array(rows).fill(-1), dictionary: [] },
        ]
        yield* append(connection, table.name, [...bookkeeping, ...own], rows)
        tables.set(id, table)
      }
    }),
  )
  return { outline: outlineOfFacts(facts), files: [], session, tables } satisfies DuckDBFacts
})
