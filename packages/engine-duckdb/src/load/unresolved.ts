import { mayBeUnresolved } from "@touchpoint/core/facts"
import * as Effect from "effect/Effect"
import type { DuckDBFailed } from "../DuckDBFailed.ts"
import type { Connection, Session } from "../Session.ts"
import { tableOfTexts } from "./assemble.ts"
import type { KindTable } from "./KindTable.ts"

/** Facts by file that name customers, and those whose customers neither identities nor profiles know. */
export interface Unresolved {
  readonly named: ReadonlyMap<number, number>
  readonly strange: ReadonlyMap<number, number>
}

/** Counts them where there are identities. */
export const unresolvedIn = Effect.fnUntraced(function* (
  session: Session,
  connection: Connection,
  tables: ReadonlyMap<string, KindTable>,
  customers: ReadonlySet<string>,
): Effect.fn.Return<Unresolved, DuckDBFailed> {
  const [named, strange] = [new Map<number, number>(), new Map<number, number>()]
  if (customers.size === 0) return { named, strange }
  const known = yield* tableOfTexts(session, connection, customers)
  const profiles = tables.get("customer")
  const own = profiles?.columns.get("customer")
  const described = own === undefined ? "" : ` UNION SELECT ${own} FROM ${profiles?.name} WHERE ${own} IS NOT NULL`
  for (const { coded, columns, kind, name } of tables.values()) {
    if (!mayBeUnresolved(kind)) continue
    const people = kind.people.flatMap((field) => {
      const [column, words] = [columns.get(field), coded.get(field)]
      if (column === undefined || words === undefined) return []
      const present = `${column} IS NOT NULL`
      const led = `SELECT c FROM ${words} AS words JOIN ${known} AS known ON known.w = words.w`
      return [{ present, unknown: `(${present} AND ${column} NOT IN (${led}${described}))` }]
    })
    if (people.length === 0) continue
    const some = (of: "present" | "unknown") => `count(*) FILTER (${people.map((one) => one[of]).join(" OR ")})`
    const counts = yield* connection.rows(
      "counting unresolved customers",
      `SELECT p, ${some("present")}, ${some("unknown")} FROM ${name} GROUP BY p`,
    )
    for (const [file, present, unknown] of counts) {
      named.set(Number(file), Number(present))
      strange.set(Number(file), Number(unknown))
    }
  }
  yield* connection.run("clearing up", `DROP TABLE ${known}`)
  return { named, strange }
})
