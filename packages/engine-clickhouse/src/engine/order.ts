import type { Ground } from "./Ground.ts"

/**
 * A text whose bytes are in the order of the code units of JavaScript. There the signs beyond U+FFFF come before those
 * from U+E000 on; a sign above all others before each of the latter puts them behind. Most texts have none of either.
 */
const codeUnitOrder = (text: string): string =>
  `if(lengthUTF8(${text}) = length(${text}), ${text}, replaceRegexpAll(${text}, '([\\\\x{E000}-\\\\x{FFFF}])', '\\xF4\\x8F\\xBF\\xBF\\\\1'))`

/** Columns of the total order of rows: instant, source, sequence, event id, and what breaks the last ties. */
export const orderKeys = (ground: Ground): ReadonlyArray<readonly [name: string, sql: string]> => {
  const table = ground.held.tables.get(ground.kind.id)
  const keys = ["at", "source", "sequence", "eventId"].flatMap((name) => {
    const column = table?.columns.get(name)?.(ground.alias)
    if (column === undefined) return []
    return [[name, name === "source" || name === "eventId" ? codeUnitOrder(column) : column] as const]
  })
  const last = table?.order.map((column, i) => [`order${i}`, column(ground.alias)] as const) ?? []
  return [...keys, ...last]
}
