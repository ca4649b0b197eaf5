import { type Facts, outlineOfFacts, type TextColumn } from "@touchpoint/core/facts"
import * as Effect from "effect/Effect"
import { append, type Handed } from "../chunks.ts"
import type { Resources } from "../Resources.ts"
import { open, type Session } from "../Session.ts"
import { createTable, type KindTable, tableOf, type Words } from "./KindTable.ts"
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
  const words: Words = { people: session.fresh("people"), labels: session.fresh("labels") }
  // A session of somebody else's lives on; the facts do not.
  if ("connect" in given)
    yield* Effect.addFinalizer(() =>
      Effect.ignore(
        Effect.scoped(
          Effect.flatMap(session.connect, (connection) =>
            connection.run(
              "clearing up",
              [...Array.from(tables.values(), ({ name }) => name), words.people, words.labels]
                .map((name) => `DROP TABLE IF EXISTS ${name}`)
                .join("; "),
            ),
          ),
        ),
      ),
    )
  yield* Effect.scoped(
    Effect.gen(function* () {
      const connection = yield* session.connect
      const known = new Map(Object.values(words).map((name) => [name, new Map<string, number>()] as const))
      for (const [id, { columns, kind, rows }] of facts.tables) {
        const table = tableOf(kind, session.fresh("facts"), words, (field) => columns.has(field))
        yield* connection.run("making tables", createTable(table))
        tables.set(id, table)
        const constant = (value: number): Handed => ({ type: "integer", values: new Float64Array(rows).fill(value) })
        const own = [...table.columns.keys()].flatMap((name): ReadonlyArray<Handed> => {
          const column = columns.get(name)
          const coding = known.get(table.coded.get(name) ?? "")
          if (column === undefined) return []
          return [coding === undefined || column.type !== "text" ? column : numbered(column, coding)]
        })
        const places: Handed = { type: "integer", values: Int32Array.from({ length: rows }, (_, i) => i) }
        yield* append(connection, table.name, [constant(0), places, ...own], rows)
      }
      for (const [name, coding] of known) {
        yield* connection.run("making tables", `CREATE TABLE ${name} (w VARCHAR, c INTEGER)`)
        const codes = Int32Array.from(coding.values())
        yield* append(
          connection,
          name,
          [
            { type: "text", codes, dictionary: [...coding.keys()] },
            { type: "integer", values: codes },
          ],
          coding.size,
        )
      }
    }),
  )
  return { outline: outlineOfFacts(facts), files: [], session, tables } satisfies DuckDBFacts
})

/** A column of texts as the numbers of its words; absent is not a number. */
const numbered = ({ codes, dictionary }: TextColumn, known: Map<string, number>): Handed => {
  const numbers = dictionary.map((word) => {
    const code = known.get(word) ?? known.size
    known.set(word, code)
    return code
  })
  return { type: "integer", values: Float64Array.from(codes, (code) => numbers[code] ?? Number.NaN) }
}
