import type { LimitExceeded } from "@touchpoint/core/engine"
import { closedPairs, closeIdentities } from "@touchpoint/core/facts"
import * as Effect from "effect/Effect"
import type { ClickHouseFailed } from "../ClickHouseFailed.ts"
import type { Session } from "../Session.ts"
import type { Parameters } from "../sql.ts"
import type { ConnectOptions } from "./ConnectOptions.ts"
import type { KindTable } from "./KindTable.ts"
import { TableMismatch } from "./TableMap.ts"

/** Aliases of customers and whom they stand for: what is joined, with the columns `alias` and `canonical`. */
export type Aliases = string

/** Where aliases are looked up: in a mapped table, or in what travels beside statements; `null` where there are none. */
export const aliasesOf = Effect.fnUntraced(function* (
  session: Session,
  identities: ConnectOptions["identities"],
  mapped: KindTable | null,
  values: Parameters,
): Effect.fn.Return<Aliases | null, ClickHouseFailed | LimitExceeded | TableMismatch> {
  const pairs = [...(identities ?? [])]
  if (mapped !== null && pairs.length > 0)
    return yield* mismatch(null, "aliases are given beside the table; give one of the two")
  if (mapped !== null) return yield* inTable(session, mapped, values)
  // As they are now: what is counted later is counted by the same aliases.
  const rows = [...closedPairs(pairs, closeIdentities(pairs))]
  if (rows.length === 0) return null
  return values.table({
    name: "_touchpoint_aliases",
    structure: "alias String, canonical Nullable(String)",
    rows: () => rows,
  })
})

const mismatch = (field: string | null, problem: string) => new TableMismatch({ kind: "identity", field, problem })

/**
 * Aliases of a mapped table. Each has to name its customer at once: chains would be followed row by row, and rows about
 * a person stay where they are.
 */
const inTable = Effect.fnUntraced(function* (
  session: Session,
  { columns, from, where }: KindTable,
  values: Parameters,
): Effect.fn.Return<Aliases | null, ClickHouseFailed | LimitExceeded | TableMismatch> {
  const [alias, canonical] = [columns.get("alias")?.("i"), columns.get("canonical")?.("i")]
  if (alias === undefined || canonical === undefined)
    return yield* mismatch(alias === undefined ? "alias" : "canonical", "aliases of customers are looked up in it")
  const conditions = [...where.map((condition) => condition("i")), `isNotNull(${alias})`, `isNotNull(${canonical})`]
  const pairs = `(SELECT ${alias} AS alias, ${canonical} AS canonical FROM ${from("i")} WHERE ${conditions.join(" AND ")})`
  const several = `SELECT count() FROM (SELECT alias FROM ${pairs} GROUP BY alias HAVING min(canonical) <> max(canonical))`
  const moved = `${pairs} WHERE alias <> canonical`
  const chained = `SELECT count() FROM ${moved} AND canonical GLOBAL IN (SELECT alias FROM ${moved})`
  const sql = `SELECT toString((${several})), toString((${chained})), toString((SELECT count() FROM ${pairs}))`
  const [row = []] = yield* session.rows("looking at aliases", sql, values.of(sql))
  const [ambiguous, further, all] = row.map(Number)
  if (ambiguous !== 0)
    return yield* mismatch(
      "alias",
      `${ambiguous} of its aliases stand for several customers; let each of them stand for one`,
    )
  if (further !== 0)
    return yield* mismatch(
      "canonical",
      `${further} of its rows lead to another alias; let each alias name its customer at once`,
    )
  return all === 0 ? null : pairs
})
