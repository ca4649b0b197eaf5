import type { FieldReader } from "@touchpoint/core/facts"
import * as Effect from "effect/Effect"
import type { DuckDBFailed } from "../DuckDBFailed.ts"
import type { Connection, Session } from "../Session.ts"
import { literal } from "../sql.ts"
import type { KindTable, Words } from "./KindTable.ts"

/** Makes empty tables of words. */
export const createWords = (session: Session, connection: Connection): Effect.Effect<Words, DuckDBFailed> => {
  const words = { people: session.fresh("people"), labels: session.fresh("labels") }
  const sql = Object.values(words).map((name) => `CREATE TABLE ${name} (w VARCHAR, c INTEGER)`)
  return Effect.as(connection.run("making tables", sql.join("; ")), words)
}

/**
 * Numbers the words of a table that are new, in the order of its column `f`: equal files give equal numbers. They are
 * sorted before they are numbered, since a sort is written to disk where it has to be, and a window is not.
 */
export const learn = (connection: Connection, words: string, found: string): Effect.Effect<void, DuckDBFailed> =>
  connection.run(
    "numbering words",
    `INSERT INTO ${words} SELECT w, CAST(n + row_number() OVER () - 1 AS INTEGER) FROM (SELECT new.w AS w FROM ${found} AS new ANTI JOIN ${words} AS old ON old.w = new.w WHERE new.w IS NOT NULL ORDER BY new.f), (SELECT count(*) AS n FROM ${words})`,
  )

/** Words of a column: of which rows, and an aggregate of theirs that puts the words in order. */
interface Column {
  readonly rows: string
  readonly column: string
  readonly order: string
  /** Whether its rows may be read once for every part of the words, where memory is short. */
  readonly again: boolean
}

/** Parts in which words are looked for where memory is short: a table of groups does not shrink as far as a sort does. */
const PARTS = 16

/** Numbers the words of a column. */
export const learnFrom = Effect.fnUntraced(function* (
  session: Session,
  connection: Connection,
  words: string,
  { again, column, order, rows }: Column,
) {
  const found = session.fresh("found")
  const keep = (verb: string, where: string) =>
    connection.run(
      "looking for words",
      `${verb} SELECT ${column} AS w, ${order} AS f FROM (${rows})${where} GROUP BY ${column}`,
    )
  const inParts = Effect.gen(function* () {
    yield* keep(`CREATE TABLE ${found} AS`, " WHERE false")
    for (let i = 0; i < PARTS; i++) yield* keep(`INSERT INTO ${found}`, ` WHERE hash(${column}) % ${PARTS} = ${i}`)
  })
  yield* keep(`CREATE TABLE ${found} AS`, "").pipe(
    Effect.catchIf(
      ({ reason }) => reason === "memory" && again,
      () => inParts,
    ),
    Effect.andThen(learn(connection, words, found)),
    Effect.ensuring(Effect.ignore(connection.run("clearing up", `DROP TABLE IF EXISTS ${found}`))),
  )
})

/** A constant as a column of words. */
export const oneWord = (text: string): string => `(SELECT ${literal(text)} AS w, 0 AS f)`

/** What the words of a field are read from: a constant of all rows, a column, or nothing. */
export const originOf = (
  readers: ReadonlyArray<FieldReader>,
  field: string,
):
  | { readonly from: "column" }
  | { readonly from: "constant"; readonly text: string }
  | { readonly from: "nothing" } => {
  const reader = readers.find(({ name }) => name === field)
  if (reader === undefined) return { from: "nothing" }
  if (reader.column !== null) return { from: "column" }
  const text = reader.read("")
  return typeof text === "string" ? { from: "constant", text } : { from: "nothing" }
}

/**
 * Puts rows with their texts (`p`, `r` and the table's columns) into the table of their kind, where texts that many
 * share are numbers; their words have been learnt.
 */
export const encode = (
  connection: Connection,
  table: KindTable,
  readers: ReadonlyArray<FieldReader>,
  rows: string,
): Effect.Effect<void, DuckDBFailed> => {
  const into = ["p", "r", ...table.columns.values()].join(", ")
  const people = table.kind.people.find((field) => originOf(readers, field).from === "column")
  const person = people === undefined ? null : (table.columns.get(people) ?? null)
  /** All rows, or those whose person's name is of one part. */
  const insert = (part: number | null) => {
    const joins: Array<string> = []
    const among = (text: string) => ` WHERE hash(${text}) % ${PARTS} = ${part}`
    const values = [...table.columns].map(([field, column], i) => {
      const words = table.coded.get(field)
      if (words === undefined) return `s.${column}`
      const origin = originOf(readers, field)
      if (origin.from === "nothing") return "NULL"
      if (origin.from === "constant") return `(SELECT c FROM ${words} WHERE w = ${literal(origin.text)})`
      const known = part === null || field !== people ? words : `(SELECT * FROM ${words}${among("w")})`
      joins.push(`LEFT JOIN ${known} AS d${i} ON d${i}.w = s.${column}`)
      return `d${i}.c`
    })
    return connection.run(
      "keeping facts",
      `INSERT INTO ${table.name} (${into}) SELECT ${["s.p", "s.r", ...values].join(", ")} FROM (${rows}) AS s ${joins.join(" ")}${part === null ? "" : among(`s.${person}`)}`,
    )
  }
  return insert(null).pipe(
    Effect.catchIf(
      ({ reason }) => reason === "memory" && person !== null,
      () =>
        Effect.forEach(
          Array.from({ length: PARTS }, (_, part) => part),
          insert,
          { discard: true },
        ),
    ),
  )
}
