import type { FactKind, Field, FieldReader } from "@touchpoint/core/facts"
import { declared } from "../chunks.ts"

/**
 * The table of one kind inside DuckDB. Its columns have names of our own: names from outside may differ by case only.
 * `p` is the file a row came from, `r` its place there; texts are `VARCHAR`, everything else `DOUBLE`, absent is NULL.
 * Texts that many rows share are whole numbers, and what they stand for is in a table of words.
 */
export interface KindTable {
  readonly kind: FactKind.FactKind
  readonly name: string
  /** Column by field, for the fields some source gives. */
  readonly columns: ReadonlyMap<string, string>
  /** Table of the words (`w`) that a column's numbers (`c`) stand for, by field. */
  readonly coded: ReadonlyMap<string, string>
  /** Whether source and sequence tell all rows apart, so that nothing else orders them. */
  readonly sequenced: boolean
}

/** Tables of words: customers are many, all others are few. Equal texts have one number in each. */
export interface Words {
  readonly people: string
  readonly labels: string
}

/** Field types as DuckDB has them. */
export const typeOf = (field: Field): "text" | "number" => (field.type === "text" ? "text" : "number")

/** A table for all fields that some source gives. */
export const kindTable = (
  kind: FactKind.FactKind,
  name: string,
  words: Words,
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
  return tableOf(kind, name, words, (field) => given.has(field), sequenced)
}

/** A table for the fields wanted. */
export const tableOf = (
  kind: FactKind.FactKind,
  name: string,
  words: Words,
  wanted: (field: string) => boolean,
  sequenced = false,
): KindTable => {
  const fields = Object.keys(kind.fields)
  return {
    kind,
    name,
    sequenced,
    columns: new Map(fields.flatMap((field, i) => (wanted(field) ? [[field, `f${i}`] as const] : []))),
    coded: new Map(
      fields.flatMap((field) => {
        const of = wordsOf(kind, field, words)
        return of === null || !wanted(field) ? [] : [[field, of] as const]
      }),
    ),
  }
}

/** Fields that name few things, however many rows there are. */
const FEW: ReadonlySet<string> = new Set(["source", "touchpoint", "channel"])

const wordsOf = ({ fields, people }: FactKind.FactKind, name: string, words: Words): string | null => {
  const field = fields[name]
  if (field?.type !== "text") return null
  if (people.includes(name)) return words.people
  return FEW.has(name) || field.values !== undefined ? words.labels : null
}

/** The same table with texts as they are, for rows that are still looked at. */
export const stagingOf = (table: KindTable, name: string): KindTable => ({ ...table, name, coded: new Map() })

const declarations = (table: KindTable): string =>
  [...table.columns]
    .map(([name, column]) => {
      const field = table.kind.fields[name]
      const type = table.coded.has(name) ? "integer" : field === undefined ? "number" : typeOf(field)
      return `, ${column} ${declared(type)}`
    })
    .join("")

/** Makes the table. */
export const createTable = (table: KindTable): string =>
  `CREATE TABLE ${table.name} (p INTEGER, r INTEGER${declarations(table)})`

/** Makes a table for rows that are still looked at: `b` and `t` are why a row is bad, and the text that shows it. */
export const createStaging = (table: KindTable): string =>
  `CREATE TABLE ${table.name} (p INTEGER, r INTEGER, b INTEGER, t VARCHAR${declarations(table)})`

/** The text of a field in a query over the rows `alias`; a number is looked up. */
export const textIn = ({ coded, columns }: KindTable, field: string, alias: string): string | null => {
  const column = columns.get(field)
  if (column === undefined) return null
  const words = coded.get(field)
  return words === undefined
    ? `${alias}.${column}`
    : `(SELECT w FROM ${words} AS words WHERE words.c = ${alias}.${column})`
}
