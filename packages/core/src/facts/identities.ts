import type { TextColumn } from "./Column.ts"
import type { FactKind } from "./FactKind.ts"
import type { FactTable } from "./FactTable.ts"

/**
 * Aliases closed transitively: where every alias leads in the end. Aliases that lead in a circle are named in
 * `cycles` and lead to themselves.
 *
 * @category facts
 * @since 0.1.0
 */
export interface Closure {
  readonly canonical: (id: string) => string
  readonly cycles: ReadonlySet<string>
}

/** Closes alias → customer pairs. @category facts @since 0.1.0 */
export const closeIdentities = (pairs: Iterable<readonly [alias: string, customer: string]>): Closure => {
  const next = new Map<string, string>()
  for (const [alias, customer] of pairs) if (alias !== customer && !next.has(alias)) next.set(alias, customer)
  const end = new Map<string, string>()
  const cycles = new Set<string>()
  for (const alias of next.keys()) {
    const path: Array<string> = []
    const seen = new Set<string>()
    let at = alias
    while (!end.has(at) && !seen.has(at) && next.has(at)) {
      seen.add(at)
      path.push(at)
      at = next.get(at) ?? at
    }
    const circle = seen.has(at)
    if (circle) for (const id of path.slice(path.indexOf(at))) cycles.add(id)
    const target = end.get(at) ?? at
    for (const id of path) end.set(id, cycles.has(id) ? id : target)
  }
  return { canonical: (id) => end.get(id) ?? id, cycles }
}

/** Aliases of a table of identities, and the customers they name. @category facts @since 0.2.0 */
export const aliasPairs = ({ columns }: FactTable): ReadonlyArray<readonly [alias: string, customer: string]> => {
  const [alias, canonical] = [columns.get("alias"), columns.get("canonical")]
  if (alias?.type !== "text" || canonical?.type !== "text") return []
  return Array.from(alias.codes, (code, row) => [
    alias.dictionary[code] ?? "",
    canonical.dictionary[canonical.codes[row] ?? -1] ?? "",
  ])
}

/** Whether facts of a kind are of customers who may be unknown: those that say who customers are make them known. @category facts @since 0.2.0 */
export const mayBeUnresolved = ({ id, people }: FactKind): boolean =>
  people.length > 0 && id !== "customer" && id !== "identity"

/** Aliases and the customers they lead to in the end, without those that lead in a circle. @category facts @since 0.2.0 */
export const closedPairs = (
  pairs: ReadonlyArray<readonly [alias: string, customer: string]>,
  { canonical, cycles }: Closure,
): ReadonlyMap<string, string> =>
  new Map(pairs.flatMap(([alias]) => (cycles.has(alias) ? [] : [[alias, canonical(alias)] as const])))

/** A text column with every distinct text sent through a function; rows whose texts become one share a code. @category facts @since 0.1.0 */
export const recode = (column: TextColumn, rename: (text: string) => string): TextColumn => {
  const codeOf = new Map<string, number>()
  const codes = column.dictionary.map((word) => {
    const name = rename(word)
    const code = codeOf.get(name) ?? codeOf.size
    codeOf.set(name, code)
    return code
  })
  return { type: "text", codes: column.codes.map((code) => codes[code] ?? -1), dictionary: [...codeOf.keys()] }
}
