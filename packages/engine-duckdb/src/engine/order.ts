import * as Result from "effect/Result"
import type { Ground } from "./Ground.ts"

/** Texts whose order differs from that of their bytes, by `kind/column`; everything else is ordered as DuckDB does. */
export interface Ordering {
  readonly wide: ReadonlySet<string>
}

/** Key of a column in {@link Ordering}. */
export const orderingKey = (kind: string, column: string): string => JSON.stringify([kind, column])

/** Texts with a sign of U+E000 or above: only these can be ordered otherwise by code units than by bytes. */
export const WIDE = "[\\x{E000}-\\x{10FFFF}]"

/**
 * A text whose bytes are in the order of the code units of JavaScript. There the signs beyond U+FFFF come before those
 * from U+E000 on; a sign above all others before each of the latter puts them behind.
 */
export const codeUnitOrder = (text: string): string =>
  `regexp_replace(${text}, '([\\x{E000}-\\x{FFFF}])', chr(1114111) || '\\1', 'g')`

/**
 * The total order of rows as sort keys: at, source, sequence, event id, place. Absent comes first; the latest row is the
 * first of the reversed order.
 */
export const ordered = (
  ground: Ground,
  { wide }: Ordering,
  reversed: boolean,
): ReadonlyArray<readonly [sql: string, direction: string]> => {
  const table = ground.held.tables.get(ground.kind.id)
  const direction = reversed ? "DESC NULLS LAST" : "ASC NULLS FIRST"
  const keys = ["at", "source", "sequence", "eventId"].flatMap((name) => {
    if (table?.columns.has(name) !== true) return []
    const sql = Result.getOrThrow(ground.own(name)).sql
    return [wide.has(orderingKey(ground.kind.id, name)) ? codeUnitOrder(sql) : sql]
  })
  return [...keys, `${ground.alias}.p`, `${ground.alias}.r`].map((sql) => [sql, direction] as const)
}
