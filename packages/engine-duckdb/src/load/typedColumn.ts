import { literal } from "../sql.ts"
import type { SourceColumn } from "./cells.ts"

/**
 * A typed column as text: whole numbers by their digits, doubles by the shortest decimal (whole ones without a
 * fraction), decimals with their digits, days as `2026-01-31`, instants as `2026-01-31T10:00:00.000Z`, local times
 * without the `Z`, booleans as `true` and `false`.
 */
export const typedColumn = (type: string, column: string): SourceColumn => ({
  text: textOf(type, column),
  typed: {
    type: /^TIMESTAMP_(S|MS|NS)$/.test(type) ? "TIMESTAMP" : type,
    value: /^TIMESTAMP_(S|MS|NS)$/.test(type) ? `CAST(${column} AS TIMESTAMP)` : column,
  },
})

const textOf = (type: string, column: string): string => {
  if (type === "VARCHAR") return column
  if (type === "DOUBLE" || type === "FLOAT")
    return `CASE WHEN abs(${column}) <= 9007199254740992 AND ${column} = trunc(${column}) THEN CAST(CAST(${column} AS BIGINT) AS VARCHAR) ELSE CAST(${column} AS VARCHAR) END`
  const local = (value: string, zone: string) =>
    `CASE WHEN isfinite(${value}) AND year(${value}) BETWEEN 1 AND 9999 THEN strftime(${value}, ${literal(`%Y-%m-%dT%H:%M:%S.%g${zone}`)}) ELSE CAST(${value} AS VARCHAR) END`
  if (type === "TIMESTAMP WITH TIME ZONE") return local(`(${column} AT TIME ZONE 'UTC')`, "Z")
  if (type.startsWith("TIMESTAMP")) return local(`CAST(${column} AS TIMESTAMP)`, "")
  return `CAST(${column} AS VARCHAR)`
}
