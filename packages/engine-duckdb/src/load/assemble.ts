import { closedPairs, closeIdentities, type RejectReason, type RejectReport } from "@touchpoint/core/facts"
import type { Inventory } from "@touchpoint/core/model"
import * as Effect from "effect/Effect"
import { append, valuesIn } from "../chunks.ts"
import type { DuckDBFailed } from "../DuckDBFailed.ts"
import type { Connection, Session } from "../Session.ts"
import { double, literals, readable } from "../sql.ts"
import { type KindTable, textIn } from "./KindTable.ts"
import { shown } from "./rejects.ts"
import type { Part } from "./Source.ts"
import { learn } from "./words.ts"

/** What assembling needs to know. */
export interface Assembling {
  readonly inventory: Inventory | null
  readonly asOf: number | undefined
  readonly unmasked: boolean
}

/** Where aliases of customers lead, as far as any does. */
export interface Identities {
  readonly moved: ReadonlyMap<string, string>
  readonly cycles: ReadonlySet<string>
  /** Customers to whom aliases lead. */
  readonly known: ReadonlySet<string>
}

/** Reads alias → customer pairs in the order of their sources and closes them, as core does. */
export const readIdentities = Effect.fnUntraced(function* (
  connection: Connection,
  table: KindTable | undefined,
): Effect.fn.Return<Identities, DuckDBFailed> {
  const alias = table === undefined ? null : textIn(table, "alias", "f")
  const canonical = table === undefined ? null : textIn(table, "canonical", "f")
  if (table === undefined || alias === null || canonical === null)
    return { moved: new Map(), cycles: new Set(), known: new Set() }
  const pairs: Array<readonly [string, string]> = []
  yield* connection.stream(
    "reading identities",
    `SELECT ${readable(`coalesce(${alias}, '')`)}, ${readable(`coalesce(${canonical}, '')`)} FROM ${table.name} AS f ORDER BY p, r`,
    (chunk) => {
      const [from, to] = [valuesIn(chunk, 0), valuesIn(chunk, 1)]
      for (const [row, one] of from.entries()) pairs.push([String(one), String(to[row])])
    },
  )
  const closure = closeIdentities(pairs)
  const closed = closedPairs(pairs, closure)
  const moved = new Map([...closed].filter(([one, end]) => end !== one))
  return { moved, cycles: closure.cycles, known: new Set(closed.values()) }
})

const GONE: ReadonlyArray<RejectReason> = ["unknown-touchpoint", "after-watermark", "alias-cycle", "duplicate"]

/** Takes out of a kind's table what core's `assemble` rejects, and gives touchpoints and customers their own names. */
export const assembleKind = Effect.fnUntraced(function* (
  session: Session,
  connection: Connection,
  table: KindTable,
  parts: ReadonlyArray<Part>,
  identities: Identities,
  options: Assembling,
) {
  const gone = session.fresh("gone")
  yield* connection.run("looking for bad rows", `CREATE TABLE ${gone} (p INTEGER, r INTEGER, w INTEGER)`)
  yield* Effect.gen(function* () {
    const cycles = yield* tableOfTexts(session, connection, identities.cycles)
    const judged = judgements(table, cycles, options)
    if (judged.length > 0)
      yield* connection.run(
        "looking for bad rows",
        `INSERT INTO ${gone} SELECT * FROM (SELECT p, r, CASE ${judged.join(" ")} END AS w FROM ${table.name}) WHERE w IS NOT NULL`,
      )
    for (const keyed of byKey(parts)) yield* duplicates(session, connection, table, gone, keyed)
    for (const part of parts) part.log.add(yield* rejectsOf(connection, table, gone, part, options.unmasked))
    yield* connection.run(
      "taking rejects out",
      `DELETE FROM ${table.name} USING ${gone} WHERE ${table.name}.p = ${gone}.p AND ${table.name}.r = ${gone}.r`,
    )
  }).pipe(Effect.ensuring(Effect.ignore(connection.run("clearing up", `DROP TABLE IF EXISTS ${gone}`))))
  yield* rename(session, connection, table, "touchpoint", aliasesOf(options.inventory))
  for (const people of table.kind.people) yield* rename(session, connection, table, people, identities.moved)
})

const judgements = (
  table: KindTable,
  cycles: string | null,
  { asOf, inventory }: Assembling,
): ReadonlyArray<string> => {
  const touchpoint = table.columns.get("touchpoint")
  const at = table.columns.get("at")
  const alias = table.kind.id === "identity" ? textIn(table, "alias", table.name) : null
  const names = inventory?.touchpoints.flatMap((one) => [one.id, ...(one.aliases ?? [])]) ?? []
  return [
    ...(inventory === null || touchpoint === undefined
      ? []
      : [
          // A number that stands for none of the names.
          `WHEN ${touchpoint} IS NOT NULL AND NOT coalesce(${touchpoint} IN (SELECT c FROM ${table.coded.get("touchpoint")} WHERE w IN (${literals(names)})), false) THEN 0`,
        ]),
    ...(asOf === undefined || at === undefined ? [] : [`WHEN ${at} > ${double(asOf)} THEN 1`]),
    ...(alias === null || cycles === null ? [] : [`WHEN ${alias} IN (SELECT w FROM ${cycles}) THEN 2`]),
  ]
}

export const tableOfTexts = Effect.fnUntraced(function* (
  session: Session,
  connection: Connection,
  texts: ReadonlySet<string>,
) {
  if (texts.size === 0) return null
  const name = session.fresh("texts")
  const all = [...texts]
  yield* connection.run("keeping names", `CREATE TABLE ${name} (w VARCHAR)`)
  yield* append(
    connection,
    name,
    [{ type: "text", codes: Int32Array.from(all, (_, i) => i), dictionary: all }],
    all.length,
  )
  return name
})

/**
 * Parts whose rows may have one key. Where every part has one source for all its rows, no row has the key of another
 * source's, and the source is no column to compare.
 */
const byKey = (parts: ReadonlyArray<Part>): ReadonlyArray<Keyed> => {
  const keyed = parts.filter(({ key, table }) => key.length > 0 && key.every((name) => table.columns.has(name)))
  return [...Map.groupBy(keyed, ({ key }) => JSON.stringify(key)).values()].flatMap((some) => {
    const key = some[0]?.key ?? []
    const constants = Map.groupBy(some, (part) => (key.includes("source") ? constantSource(part) : null))
    if (constants.has(null)) return [{ key, parts: some }]
    const others = key.filter((name) => name !== "source")
    return Array.from(constants.values(), (own) => ({ key: others, parts: own }))
  })
}

/** The source of all rows of a part; `null` where a column names it. */
const constantSource = ({ readers }: Part): string | null => {
  const source = readers.find(({ name }) => name === "source")
  const text = source?.column === null ? source.read("") : null
  return typeof text === "string" ? text : null
}

interface Keyed {
  readonly key: ReadonlyArray<string>
  readonly parts: ReadonlyArray<Part>
}

/** Finds the second and later rows of a key, in the order of sources and rows. */
const duplicates = Effect.fnUntraced(function* (
  session: Session,
  connection: Connection,
  table: KindTable,
  gone: string,
  { key, parts }: Keyed,
) {
  const columns = key.map((name) => table.columns.get(name) ?? "NULL")
  const files = parts.flatMap((part) => [...part.files.keys()])
  if (files.length === 0) return
  const present = [`p IN (${files.join(", ")})`, ...columns.map((column) => `${column} IS NOT NULL`)].join(" AND ")
  const place = "(CAST(p AS BIGINT) << 32) + r"
  const [judged] = yield* connection.rows("counting rejects", `SELECT count(*) FROM ${gone}`)
  const left =
    Number(judged?.[0]) === 0
      ? table.name
      : `(SELECT * FROM ${table.name} AS f ANTI JOIN ${gone} AS g ON g.p = f.p AND g.r = f.r)`
  const keyed = `SELECT p, r, ${[...columns.map((column, i) => `${column} AS k${i}`), "1 AS one"].join(", ")} FROM ${left} WHERE ${present}`
  const keys = ["one", ...columns.map((_, i) => `k${i}`)].join(", ")
  const twice = session.fresh("twice")
  yield* Effect.gen(function* () {
    yield* connection.run(
      "looking for duplicates",
      `CREATE TABLE ${twice} AS SELECT ${keys}, min(${place}) AS first FROM (${keyed}) GROUP BY ${keys} HAVING count(*) > 1`,
    )
    const [found] = yield* connection.rows("looking for duplicates", `SELECT count(*) FROM ${twice}`)
    if (Number(found?.[0]) === 0) return
    yield* connection.run(
      "looking for duplicates",
      `INSERT INTO ${gone} SELECT p, r, 3 FROM (${keyed}) JOIN ${twice} USING (${keys}) WHERE ${place} > first`,
    )
  }).pipe(Effect.ensuring(Effect.ignore(connection.run("clearing up", `DROP TABLE IF EXISTS ${twice}`))))
})

const rejectsOf = Effect.fnUntraced(function* (
  connection: Connection,
  table: KindTable,
  gone: string,
  part: Part,
  unmasked: boolean,
): Effect.fn.Return<RejectReport, DuckDBFailed> {
  const files = [...part.files.keys()]
  if (files.length === 0) return { count: 0, byReason: {}, rejects: [] }
  const here = `p IN (${files.join(", ")})`
  const counts = yield* connection.rows(
    "counting rejects",
    `SELECT w, count(*) FROM ${gone} WHERE ${here} GROUP BY w ORDER BY w`,
  )
  if (counts.length === 0) return { count: 0, byReason: {}, rejects: [] }
  const textOf = (name: string) => {
    const text = textIn(table, name, "f")
    return text === null ? "NULL" : readable(text)
  }
  const at = table.columns.get("at")
  const fields = [textOf("touchpoint"), at === undefined ? "NULL" : `f.${at}`, textOf("alias")]
  const rows = yield* connection.rows(
    "listing rejects",
    `SELECT g.p, g.r, g.w, ${fields.join(", ")} FROM ${gone} AS g JOIN ${table.name} AS f ON f.p = g.p AND f.r = g.r WHERE g.${here} ORDER BY g.p, g.r LIMIT ${part.log.room()}`,
  )
  const columns = new Map(
    part.readers.flatMap(({ column, name }) => (column === null ? [] : [[name, column] as const])),
  )
  const named = (names: ReadonlyArray<string>) => names.map((name) => columns.get(name) ?? name).join(" + ")
  const rejects = rows.map(([p, row, why, touchpoint, when, alias]) => {
    const reason = GONE[Number(why)] ?? "duplicate"
    const said: Readonly<Record<string, readonly [ReadonlyArray<string>, string | null]>> = {
      "unknown-touchpoint": [["touchpoint"], String(touchpoint)],
      "after-watermark": [["at"], reason === "after-watermark" ? new Date(Number(when)).toISOString() : null],
      "alias-cycle": [["alias"], String(alias)],
      duplicate: [part.key, null],
    }
    const [fieldNames, value] = said[reason] ?? [[], null]
    const masked =
      reason === "unknown-touchpoint" || reason === "alias-cycle" ? maskAll(value, unmasked) : shown(value, unmasked)
    return {
      source: part.source.name,
      ...fileOf(part, Number(p)),
      row: Number(row),
      column: named(fieldNames),
      value: masked,
      reason,
    }
  })
  const byReason = Object.fromEntries(counts.map(([why, n]) => [GONE[Number(why)] ?? "duplicate", Number(n)]))
  return { count: counts.reduce((sum, [, n]) => sum + Number(n), 0), byReason, rejects }
})

const fileOf = ({ files }: Part, number: number): { readonly file?: string } => {
  const file = files.get(number) ?? null
  return file === null ? {} : { file }
}

/** An empty name is shown as one: it is there, and wrong. */
const maskAll = (value: string | null, unmasked: boolean): string | null => (value === "" ? "" : shown(value, unmasked))

const aliasesOf = (inventory: Inventory | null): ReadonlyMap<string, string> =>
  new Map(
    inventory?.touchpoints.flatMap((one) =>
      (one.aliases ?? []).filter((name) => name !== one.id).map((name) => [name, one.id] as const),
    ) ?? [],
  )

/** Gives every row with an old name the new one. Rows keep `p` and `r`, which is all their order rests on. */
const rename = Effect.fnUntraced(function* (
  session: Session,
  connection: Connection,
  table: KindTable,
  field: string,
  names: ReadonlyMap<string, string>,
) {
  const column = table.columns.get(field)
  const words = table.coded.get(field)
  if (column === undefined || words === undefined || names.size === 0) return
  const [pairs, moves, moved] = [session.fresh("names"), session.fresh("moves"), session.fresh("renamed")]
  const texts = (all: Iterable<string>) => {
    const dictionary = [...all]
    return { type: "text" as const, codes: Int32Array.from(dictionary, (_, i) => i), dictionary }
  }
  yield* Effect.gen(function* () {
    yield* connection.run("keeping names", `CREATE TABLE ${pairs} (w VARCHAR, n VARCHAR)`)
    yield* append(connection, pairs, [texts(names.keys()), texts(names.values())], names.size)
    yield* learn(
      connection,
      words,
      `(SELECT DISTINCT n AS w, n AS f FROM ${pairs} AS p JOIN ${words} AS known ON known.w = p.w)`,
    )
    yield* connection.run(
      "renaming",
      `CREATE TABLE ${moves} AS SELECT old.c AS c, new.c AS n FROM ${pairs} AS p JOIN ${words} AS old ON old.w = p.w JOIN ${words} AS new ON new.w = p.n`,
    )
    const [found] = yield* connection.rows("renaming", `SELECT count(*) FROM ${moves}`)
    // Most names that could be old are nobody's.
    if (Number(found?.[0]) === 0) return
    yield* connection.run(
      "renaming",
      `CREATE TABLE ${moved} AS SELECT f.* REPLACE (coalesce(m.n, f.${column}) AS ${column}) FROM ${table.name} AS f LEFT JOIN ${moves} AS m ON m.c = f.${column}; DROP TABLE ${table.name}; ALTER TABLE ${moved} RENAME TO ${table.name}`,
    )
  }).pipe(
    Effect.ensuring(
      Effect.ignore(connection.run("clearing up", `DROP TABLE IF EXISTS ${pairs}; DROP TABLE IF EXISTS ${moves}`)),
    ),
  )
})
