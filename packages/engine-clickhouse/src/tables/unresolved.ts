import { mayBeUnresolved, type SourceReport } from "@touchpoint/core/facts"
import * as Effect from "effect/Effect"
import type { ClickHouseFailed } from "../ClickHouseFailed.ts"
import type { Session } from "../Session.ts"
import type { Parameters } from "../sql.ts"
import type { Aliases } from "./aliases.ts"
import type { KindTable } from "./KindTable.ts"

/**
 * Facts of a table that name customers, and those whose customers neither aliases nor profiles know; `null` where there
 * are none, or where it may not cost as much to know.
 */
export const unresolvedIn = Effect.fnUntraced(function* (
  session: Session,
  table: KindTable,
  aliases: Aliases,
  profiles: KindTable | undefined,
  values: Parameters,
): Effect.fn.Return<NonNullable<SourceReport["unresolved"]> | null, ClickHouseFailed> {
  if (!mayBeUnresolved(table.kind)) return null
  const known = [
    `SELECT canonical FROM ${aliases} AS k`,
    ...(profiles === undefined ? [] : peopleOf(profiles, "c").map((one) => `SELECT ${one} ${rowsOf(profiles, "c")}`)),
  ].join(" UNION ALL ")
  const people = peopleOf(table, "f")
  if (people.length === 0) return null
  const named = people.map((one) => `isNotNull(${one})`).join(" OR ")
  const strange = people.map((one) => `ifNull(${one} GLOBAL NOT IN (${known}), 0)`).join(" OR ")
  const sql = `SELECT toString(countIf(${named})), toString(countIf(${strange})) ${rowsOf(table, "f")}`
  const [row = []] = yield* session
    .rows("counting unresolved customers", sql, values.of(sql))
    .pipe(Effect.catchTag("LimitExceeded", () => Effect.succeed([])))
  const [of = 0, facts = 0] = row.map(Number)
  return of === 0 ? null : { facts, of }
})

/** Columns that name customers. */
const peopleOf = ({ columns, kind }: KindTable, alias: string): ReadonlyArray<string> =>
  kind.people.flatMap((name) => columns.get(name)?.(alias) ?? [])

/** The rows, with what these columns need. */
const rowsOf = ({ from, joins, where }: KindTable, alias: string): string => {
  const conditions = where.map((condition) => condition(alias))
  return `FROM ${[from(alias), ...Array.from(joins.values(), (join) => join(alias))].join(" ")}${conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`}`
}
