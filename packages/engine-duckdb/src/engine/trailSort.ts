import type { Group } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import { valuesIn } from "../chunks.ts"
import type { Connection, Session } from "../Session.ts"
import { literal, readable } from "../sql.ts"
import type { Held } from "./Ground.ts"
import { codeUnitOrder, orderingKey } from "./order.ts"
import type { Failed, PartPlan, Pass, Plan } from "./trailPlan.ts"
import { type Walk, walkTrails } from "./walk.ts"

/** One sort of narrow rows, streamed through all folds of the pass. */
export const walk = Effect.fnUntraced(function* (
  pass: Pass,
  parts: ReadonlyArray<PartPlan>,
  plans: ReadonlyArray<Plan>,
  unit: string,
): Effect.fn.Return<ReadonlyArray<ReadonlyArray<Group>>, Failed> {
  const units = yield* pass.units(unit)
  const sources = yield* sourceRanks(pass, parts)
  const places = new Map<string, number>()
  const wanted: Array<{ readonly columns: ReadonlyArray<string | null>; readonly otherwise: string }> = []
  const column = (columns: ReadonlyArray<string | null>, otherwise: string): number => {
    const key = JSON.stringify(columns)
    const known = places.get(key)
    if (known !== undefined) return known
    wanted.push({ columns, otherwise })
    places.set(key, wanted.length + 2)
    return wanted.length + 2
  }
  const walks = plans.map(({ fold, groups, labels, marks, options, question, value }): Walk => ({
    question,
    fold,
    options,
    label: column(labels.columns, "-1"),
    labels: labels.of,
    marks: column(marks, "0"),
    value: value === null ? null : column(value, "CAST('nan' AS DOUBLE)"),
    group: column(groups.columns, "-1"),
    groups: groups.of,
  }))
  const order = tieOrder(pass, parts, sources)
  const union = parts.map((part, p) => {
    const keys = order.keys(part)
    const relation = part.relation()
    const selected = [
      "n.c AS unit",
      `r.${part.at} AS at_`,
      `${p} AS kind`,
      ...wanted.map(({ columns, otherwise }, i) => `${columns[p] ?? otherwise} AS v${i}`),
      ...keys.map((key, i) => `${key} AS o${i}`),
    ]
    return `SELECT ${selected.join(", ")} FROM (${relation}) AS r JOIN ${units} AS n ON n.w = r.${part.unit} ${[...part.joins.values()].join(" ")}`
  })
  const sent = ["unit", "at_", "kind", ...wanted.map((_, i) => `v${i}`)]
  const sorted = ["unit", "at_", ...order.names].join(", ")
  const walking = walkTrails(walks)
  yield* pass.connection.stream(
    "walking through trails",
    `SELECT ${sent.join(", ")} FROM (${union.join(" UNION ALL ")}) ORDER BY ${sorted}`,
    walking.chunk,
  )
  return walking.finish()
})

/** Names of sources by rank, in the order of code units; kinds without the column have none. */
const sourceRanks = Effect.fnUntraced(function* (pass: Pass, parts: ReadonlyArray<PartPlan>) {
  const queries = parts.flatMap(({ ground }) => {
    const column = pass.held.tables.get(ground.kind.id)?.columns.get("source")
    return column === undefined ? [] : [`SELECT DISTINCT ${ground.alias}.${column} AS w FROM ${ground.from}`]
  })
  const names: Array<string> = []
  let absent = queries.length < parts.length
  if (queries.length === 0) return { ranks: new Map<string, number>(), several: false }
  yield* pass.connection.stream(
    "reading names",
    `SELECT ${readable("w")} FROM (SELECT DISTINCT w FROM (${queries.join(" UNION ALL ")}))`,
    (chunk) => {
      for (const name of valuesIn(chunk, 0))
        if (name === null) absent = true
        else names.push(String(name))
    },
  )
  const ranks = new Map(names.toSorted((a, b) => (a < b ? -1 : 1)).map((name, rank) => [name, rank] as const))
  return { ranks, several: ranks.size + Number(absent) > 1 }
})

/**
 * What follows unit and instant in the total order: kind rank, source, kind, sequence, event id, place. Columns that
 * cannot tell rows apart are left out: a sort carries them all.
 */
const tieOrder = (
  { held, ordering }: Pass,
  parts: ReadonlyArray<PartPlan>,
  { ranks, several }: { readonly ranks: ReadonlyMap<string, number>; readonly several: boolean },
) => {
  const tableOf = ({ ground }: PartPlan) => held.tables.get(ground.kind.id)
  const sequenced = parts.every((part) => tableOf(part)?.sequenced === true)
  const names = [
    ...(parts.length > 1 ? ["o0"] : []),
    ...(several ? ["o1"] : []),
    ...(parts.length > 1 ? ["kind"] : []),
    "o2 NULLS FIRST",
    ...(sequenced ? [] : ["o3 NULLS FIRST", "o4", "o5"]),
  ]
  const keys = (part: PartPlan): ReadonlyArray<string> => {
    const { alias, kind } = part.ground
    const columns = tableOf(part)?.columns
    const row = (sql: string) => `r.${part.columns.add(sql)}`
    const [source, sequence, eventId] = ["source", "sequence", "eventId"].map((name) => columns?.get(name))
    const whens = [...ranks].map(([name, rank]) => `WHEN ${alias}.${source} = ${literal(name)} THEN ${rank}`)
    const id = ordering.wide.has(orderingKey(kind.id, "eventId"))
      ? codeUnitOrder(`${alias}.${eventId}`)
      : `${alias}.${eventId}`
    return [
      String(kind.rank),
      source === undefined || whens.length === 0 ? "-1" : row(`CASE ${whens.join(" ")} ELSE -1 END`),
      sequence === undefined ? "CAST(NULL AS DOUBLE)" : row(`${alias}.${sequence}`),
      ...(sequenced
        ? []
        : [eventId === undefined ? "CAST(NULL AS VARCHAR)" : row(id), row(`${alias}.p`), row(`${alias}.r`)]),
    ]
  }
  return { names, keys }
}

/** The units of a column over all kinds that have it, numbered. */
export const numberUnits = (held: Held, session: Session, connection: Connection, column: string) =>
  Effect.gen(function* () {
    const name = session.fresh("units")
    const texts = [...held.tables.values()].flatMap(({ columns, kind, name: table }) => {
      const own = columns.get(column)
      return own === undefined || kind.fields[column]?.type !== "text" ? [] : [`SELECT ${own} AS w FROM ${table}`]
    })
    const all = texts.length === 0 ? "SELECT CAST(NULL AS VARCHAR) AS w" : texts.join(" UNION ALL ")
    yield* connection.run(
      "numbering units",
      `CREATE TABLE ${name} AS SELECT w, CAST(row_number() OVER () - 1 AS INTEGER) AS c FROM (SELECT DISTINCT w FROM (${all}) WHERE w IS NOT NULL)`,
    )
    return name
  })
