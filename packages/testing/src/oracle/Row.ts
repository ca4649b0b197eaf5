import { cell, type FactKind, type Facts } from "@touchpoint/core/facts"

/** A value of an expression; `null` is absent. @category oracle @since 0.1.0 */
export type Value = string | number | boolean | null

/** One fact as a plain row (or one unit with its aggregates), at its place in the table. @category oracle @since 0.1.0 */
export interface Row {
  readonly kind: string
  readonly place: number
  readonly cells: ReadonlyMap<string, Value>
}

/** Facts as rows. @category oracle @since 0.1.0 */
export interface World {
  readonly facts: Facts
  readonly kinds: ReadonlyMap<string, FactKind.FactKind>
  readonly rows: ReadonlyMap<string, ReadonlyArray<Row>>
}

/** Turns columns into rows; the only place of the oracle that sees a column. @category oracle @since 0.1.0 */
export const worldOf = (facts: Facts): World => {
  const kinds = new Map<string, FactKind.FactKind>(Object.entries(facts.model.kinds))
  const rows = new Map<string, ReadonlyArray<Row>>()
  for (const [id, kind] of kinds) {
    const fields = new Map(Object.entries(kind.fields))
    const table = facts.tables.get(id)
    const at = (place: number): Row => {
      // A row that was given no weight stands for itself.
      const cells = new Map<string, Value>([["weight", 1]])
      for (const [name, column] of table?.columns ?? []) {
        const value = cell(column, place)
        if (value !== null) cells.set(name, fields.get(name)?.type === "boolean" ? value !== 0 : value)
      }
      return { kind: id, place, cells }
    }
    rows.set(
      id,
      Array.from({ length: table?.rows ?? 0 }, (_, place) => at(place)),
    )
  }
  return { facts, kinds, rows }
}

/** A cell; absent where the column is not mapped. @category oracle @since 0.1.0 */
export const get = (row: Row, column: string): Value => row.cells.get(column) ?? null

/** The rows a row references by the link its kind declares to a target. @category oracle @since 0.1.0 */
export const linked = (world: World, row: Row, target: string): ReadonlyArray<Row> => {
  const link = world.kinds.get(row.kind)?.links.find((one) => one.target === target)
  const key = link === undefined ? null : get(row, link.key)
  if (link === undefined || key === null) return []
  return (world.rows.get(target) ?? []).filter((other) => get(other, link.targetKey) === key)
}

/** Absent first, then numbers, or texts by code unit. @category oracle @since 0.1.0 */
export const compareValues = (a: Value, b: Value): number =>
  a === b ? 0 : a === null ? -1 : b === null ? 1 : a < b ? -1 : 1

/** Total order of the rows of a unit: instant, kind rank, source, sequence, event id, place. @category oracle @since 0.1.0 */
export const compareRows =
  (world: World) =>
  (a: Row, b: Row): number => {
    const rank = (row: Row) => world.kinds.get(row.kind)?.rank ?? 0
    const by = (column: string) => compareValues(get(a, column), get(b, column))
    return by("at") || rank(a) - rank(b) || by("source") || by("sequence") || by("eventId") || a.place - b.place
  }
