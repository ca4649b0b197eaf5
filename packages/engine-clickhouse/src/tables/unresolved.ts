import type { LimitExceeded } from "@touchpoint/core/engine"
import { mayBeUnresolved } from "@touchpoint/core/facts"
import * as Effect from "effect/Effect"
import type { ClickHouseFailed } from "../ClickHouseFailed.ts"
import type { Session } from "../Session.ts"
import type { Parameters } from "../sql.ts"
import type { Aliases } from "./aliases.ts"
import type { KindTable } from "./KindTable.ts"

/** Facts of a table whose customers neither aliases nor profiles know; `null` for tables that name none. */
export const unresolvedIn = Effect.fnUntraced(function* (
  session: Session,
  table: KindTable,
  aliases: Aliases,
  profiles: KindTable | undefined,
  values: Parameters,
): Effect.fn.Return<number | null, ClickHouseFailed | LimitExceeded> {
  if (!mayBeUnresolved(table.kind)) return null
  const known = [
    `SELECT canonical FROM ${aliases} AS k`,
    ...(profiles === undefined ? [] : peopleOf(profiles, "c").map((one) => `SELECT ${one} ${rowsOf(profiles, "c")}`)),
  ].join(" UNION ALL ")
  const strange = peopleOf(table, "f").map((one) => `ifNull(${one} GLOBAL NOT IN (${known}), 0)`)
  if (strange.length === 0) return 0
  const sql = `SELECT toString(countIf(${strange.join(" OR ")})) ${rowsOf(table, "f")}`
  const [row = []] = yield* session.rows("counting unresolved customers", sql, values.of(sql))
  return Number(row[0] ?? 0)
})

/** Columns that name customers. */
const peopleOf = ({ columns, kind }: KindTable, alias: string): ReadonlyArray<string> =>
  kind.people.flatMap((name) => columns.get(name)?.(alias) ?? [])

/** The rows, with what these columns need. */
const rowsOf = ({ from, joins, where }: KindTable, alias: string): string => {
  const conditions = where.map((condition) => condition(alias))
  return `FROM ${[from(alias), ...Array.from(joins.values(), (join) => join(alias))].join(" ")}${conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`}`
}
