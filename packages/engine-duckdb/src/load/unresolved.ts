import { mayBeUnresolved } from "@touchpoint/core/facts"
import * as Effect from "effect/Effect"
import type { DuckDBFailed } from "../DuckDBFailed.ts"
import type { Connection, Session } from "../Session.ts"
import { tableOfTexts } from "./assemble.ts"
import type { KindTable } from "./KindTable.ts"

/** Facts by file whose customers neither identities nor profiles know; `null` where there are no identities. */
export const unresolvedIn = Effect.fnUntraced(function* (
  session: Session,
  connection: Connection,
  tables: ReadonlyMap<string, KindTable>,
  customers: ReadonlySet<string> | null,
): Effect.fn.Return<ReadonlyMap<number, number> | null, DuckDBFailed> {
  if (customers === null) return null
  const known = yield* tableOfTexts(session, connection, customers)
  const found = new Map<number, number>()
  const profiles = tables.get("customer")
  for (const { coded, columns, kind, name } of tables.values()) {
    if (!mayBeUnresolved(kind)) continue
    const strange = kind.people.flatMap((field) => {
      const [column, words] = [columns.get(field), coded.get(field)]
      if (column === undefined || words === undefined) return []
      const own = profiles?.columns.get("customer")
      const among = [
        ...(known === null ? [] : [`SELECT c FROM ${words} AS words JOIN ${known} AS known ON known.w = words.w`]),
        ...(own === undefined ? [] : [`SELECT ${own} FROM ${profiles?.name} WHERE ${own} IS NOT NULL`]),
      ]
      return [`${column} IS NOT NULL${among.length === 0 ? "" : ` AND ${column} NOT IN (${among.join(" UNION ")})`}`]
    })
    if (strange.length === 0) continue
    const counts = yield* connection.rows(
      "counting unresolved customers",
      `SELECT p, count(*) FROM ${name} WHERE ${strange.map((one) => `(${one})`).join(" OR ")} GROUP BY p`,
    )
    for (const [file, count] of counts) found.set(Number(file), Number(count))
  }
  return found
})
