import type { FieldReader } from "@touchpoint/core/facts"
import * as Effect from "effect/Effect"
import { append, type Handed, valuesIn } from "../chunks.ts"
import type { DuckDBFailed } from "../DuckDBFailed.ts"
import type { Connection, Session } from "../Session.ts"
import { readable } from "../sql.ts"
import { type CellPlan, reasonCode } from "./cells.ts"
import type { KindTable } from "./KindTable.ts"
import { allFast, cellsQuery, plansOf, type Reading, rowsQuery, type Target, UNREAD } from "./rowsQuery.ts"
import { encode, learn, learnFrom, oneWord, originOf } from "./words.ts"

/**
 * Puts the rows of a source straight into the table of their kind, in two passes over its file: one that learns who and
 * what is named, and one that keeps the good rows. Only where not all `of` them are kept it is asked why. Gives how many
 * were bad; what is bad is put into `staging`. `null`, and nothing is kept, where some text has to be decoded by core, or
 * where memory is short.
 */
export const insertDirect = Effect.fnUntraced(function* (
  session: Session,
  connection: Connection,
  reading: Reading,
  target: Target,
  staging: KindTable,
  of: number,
): Effect.fn.Return<number | null, DuckDBFailed> {
  const { part, readers, table } = target
  const plans = plansOf(reading, readers)
  if (!allFast(plans)) return null
  const rows = rowsQuery(`(${cellsQuery(reading, plans)})`, plans, null, target)
  const forget = connection.run("clearing up", `DELETE FROM ${table.name} WHERE p = ${part}`)
  return yield* Effect.gen(function* () {
    for (const [field, words] of table.coded) {
      const origin = originOf(readers, field)
      const column = table.columns.get(field) ?? ""
      const person = table.kind.people.includes(field)
      const order = person ? "min(r)" : `any_value(${column})`
      if (origin.from === "constant") yield* learn(connection, words, oneWord(origin.text))
      if (origin.from === "column")
        yield* learnFrom(session, connection, words, { rows, column, order, again: !person })
    }
    const good = `SELECT * FROM (${rows}) WHERE b IS NULL`
    yield* encode(connection, table, readers, good)
    const [kept] = yield* connection.rows("counting rows", `SELECT count(*) FROM ${table.name} WHERE p = ${part}`)
    if (Number(kept?.[0]) === of) return 0
    const [looked] = yield* connection.rows(
      "looking for bad rows",
      `SELECT count(b), count(*) FILTER (WHERE b % 100 = ${UNREAD}) FROM (${rows})`,
    )
    if (Number(looked?.[1]) > 0) return yield* Effect.as(forget, null)
    yield* keepTexts(connection, staging, `SELECT * FROM (${rows}) WHERE b IS NOT NULL`)
    const renumbered = placedAnew(good, target)
    if (renumbered !== null) {
      yield* forget
      yield* encode(connection, table, readers, renumbered)
    }
    return Number(looked?.[0])
  }).pipe(
    // To group while a file is read takes more memory than to keep its rows first, which are written to disk.
    Effect.catchIf(
      ({ reason }) => reason === "memory",
      () => Effect.as(Effect.andThen(forget, connection.run("clearing up", `DELETE FROM ${staging.name}`)), null),
    ),
  )
})

/** The good rows, whose places in the order of the source are counted without the bad ones; `null` where a field says them. */
const placedAnew = (good: string, { readers, sequence, table }: Target): string | null => {
  const column = table.columns.get("sequence")
  return column === undefined || readers.some(({ name }) => name === "sequence")
    ? null
    : `SELECT * REPLACE (CAST(row_number() OVER () - 1 + ${sequence} AS DOUBLE) AS ${column}) FROM (${good})`
}

/**
 * Puts the rows of a source into a table of texts. What no fast path reads goes to another table first, where each
 * distinct text is decoded by core and joined back, so that it means the same by construction.
 */
export const insertStaged = Effect.fnUntraced(function* (
  session: Session,
  connection: Connection,
  reading: Reading,
  target: Target,
) {
  const { part, table } = target
  const plans = plansOf(reading, target.readers)
  const cells = cellsQuery(reading, plans)
  if (allFast(plans)) {
    yield* keepTexts(connection, table, rowsQuery(`(${cells})`, plans, null, target))
    const [row] = yield* connection.rows(
      "looking for unusual values",
      `SELECT count(*) FROM ${table.name} WHERE p = ${part} AND b % 100 = ${UNREAD}`,
    )
    if (Number(row?.[0] ?? 0) === 0) return
    yield* connection.run("clearing up", `DELETE FROM ${table.name} WHERE p = ${part}`)
  }
  yield* insertLookedUp(session, connection, cells, plans, target)
})

const keepTexts = (connection: Connection, { columns, name }: KindTable, rows: string) => {
  const all = ["p", "r", "b", "t", ...columns.values()].join(", ")
  return connection.run("keeping facts", `INSERT INTO ${name} (${all}) SELECT ${all} FROM (${rows})`)
}

const insertLookedUp = Effect.fnUntraced(function* (
  session: Session,
  connection: Connection,
  cells: string,
  plans: ReadonlyArray<CellPlan>,
  target: Target,
) {
  const stage = session.fresh("stage")
  const made: Array<string> = [stage]
  yield* Effect.gen(function* () {
    yield* connection.run("reading a source", `CREATE TABLE ${stage} AS ${cells}`)
    const dictionaries = new Map<number, string>()
    for (const [i, plan] of plans.entries()) {
      if (!plan.dictionary) continue
      const name = session.fresh("words")
      made.push(name)
      if (yield* lookUp(connection, stage, i, plan.reader, name)) dictionaries.set(i, name)
    }
    yield* keepTexts(connection, target.table, rowsQuery(stage, plans, dictionaries, target))
  }).pipe(
    Effect.ensuring(
      Effect.suspend(() =>
        Effect.ignore(connection.run("clearing up", made.map((name) => `DROP TABLE IF EXISTS ${name}`).join("; "))),
      ),
    ),
  )
})

/** Decodes the distinct texts of a column that no fast path read; tells whether there were any. */
const lookUp = Effect.fnUntraced(function* (
  connection: Connection,
  stage: string,
  i: number,
  reader: FieldReader,
  name: string,
) {
  const text = reader.field.type === "text"
  const query = `SELECT ${readable("w")} FROM (SELECT DISTINCT t${i} AS w FROM ${stage} WHERE t${i} <> '')`
  const words: Array<string> = []
  yield* connection.stream("reading unusual values", query, (chunk) => {
    for (const word of valuesIn(chunk, 0)) if (word !== null) words.push(String(word))
  })
  if (words.length === 0) return false
  yield* connection.run(
    "keeping unusual values",
    `CREATE TABLE ${name} (w VARCHAR, v ${text ? "VARCHAR" : "DOUBLE"}, e INTEGER)`,
  )
  const BATCH = 65_536
  for (let from = 0; from < words.length; from += BATCH) {
    const some = words.slice(from, from + BATCH)
    const results = some.map(reader.read)
    const reasons = Float64Array.from(results, (result) =>
      typeof result === "object" && result !== null ? reasonCode(result.reason) : Number.NaN,
    )
    yield* append(
      connection,
      name,
      [textsOf(some), text ? textsOf(results.map(asText)) : numbersOf(results), { type: "integer", values: reasons }],
      some.length,
    )
    yield* Effect.yieldNow
  }
  return true
})

const asText = (value: unknown): string | null => (typeof value === "string" ? value : null)

const textsOf = (texts: ReadonlyArray<string | null>): Handed => ({
  type: "text",
  codes: Int32Array.from(texts, (text, i) => (text === null ? -1 : i)),
  dictionary: texts.map((text) => text ?? ""),
})

const numbersOf = (values: ReadonlyArray<unknown>): Handed => ({
  type: "number",
  values: Float64Array.from(values, (value) => (typeof value === "number" ? value : Number.NaN)),
})
