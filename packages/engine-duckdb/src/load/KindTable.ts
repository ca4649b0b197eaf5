import type { FactKind, Field, FieldReader } from "@touchpoint/core/facts"
import { declared } from "../chunks.ts"

/**
 * The table of one kind inside DuckDB. Its columns have names of our own: names from outside may differ by case only.
 * `p` is the file a row came from, `r` its place there; texts are `VARCHAR`, everything else `DOUBLE`, absent is NULL.
 */
export interface KindTable {
  readonly kind: FactKind.FactKind
  readonly name: string
  /** Column by field, for the fields some source gives. */
  readonly columns: ReadonlyMap<string, string>
  /** Whether source and sequence tell all rows apart, so that nothing else orders them. */
  readonly sequenced: boolean
}

/** Field types as DuckDB has them. */
export const typeOf = (field: Field): "text" | "number" => (field.type === "text" ? "text" : "number")

/** A table for all fields that some source gives. */
export const kindTable = (
  kind: FactKind.FactKind,
  name: string,
  readers: ReadonlyArray<ReadonlyArray<FieldReader>>,
): KindTable => {
  const sources = readers.map((some) => some.find((reader) => reader.name === "source"))
  // Where no field says the place of a row, its source numbers it.
  const sequenced =
    readers.every((some) => !some.some((reader) => reader.name === "sequence")) &&
    sources.every((source) => source?.column === null) &&
    new Set(sources.map((source) => source?.read(""))).size === readers.length
  const given = new Set(readers.flatMap((some) => some.map((reader) => reader.name)))
  given.add("sequence")
  return tableOf(kind, name, (field) => given.has(field), sequenced)
}

/** A table for the fields wanted. */
export const tableOf = (
  kind: FactKind.FactKind,
  name: string,
  wanted: (field: string) => boolean,
  sequenced = false,
): KindTable => ({
  kind,
  name,
  sequenced,
  columns: new Map(Object.keys(kind.fields).flatMap((field, i) => (wanted(field) ? [[field, `f${i}`] as const] : []))),
})

/** Its columns after `p` and `r`, in the order in which rows are given to it. */
export const fieldsOf = ({ columns, kind }: KindTable): ReadonlyArray<readonly [column: string, field: Field]> =>
  [...columns].flatMap(([name, column]) => {
    const field = kind.fields[name]
    return field === undefined ? [] : [[column, field] as const]
  })

/** Makes the table. `b` and `t` are, while a source is read, why a row is bad and the text that shows it. */
export const createTable = (table: KindTable): string =>
  `CREATE TABLE ${table.name} (p INTEGER, r INTEGER, b INTEGER, t VARCHAR, ${fieldsOf(table)
    .map(([column, field]) => `${column} ${declared(typeOf(field))}`)
    .join(", ")})`
