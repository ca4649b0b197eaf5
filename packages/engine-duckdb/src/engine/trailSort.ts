import { LimitExceeded } from "@touchpoint/core/engine"
import type { Group } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import { valuesIn } from "../chunks.ts"
import type { DuckDBFailed } from "../DuckDBFailed.ts"
import { textIn } from "../load/KindTable.ts"
import type { Connection, Session } from "../Session.ts"
import { literal, readable } from "../sql.ts"
import type { Held } from "./Ground.ts"
import { pack, type Place, type Whole } from "./layout.ts"
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
  const wholes: Array<Whole> = []
  const doubles: Array<ReadonlyArray<string | null>> = []
  const known = new Map<string, number>()
  const once = (of: unknown, add: () => number): number => {
    const key = JSON.stringify(of)
    const place = known.get(key) ?? add() - 1
    known.set(key, place)
    return place
  }
  const whole = (columns: ReadonlyArray<string | null>, otherwise: number, size: number): number =>
    once([columns, otherwise], () => wholes.push({ columns, otherwise, low: otherwise, size }))
  const asked = plans.map((plan) => ({
    plan,
    // One number more: none of them.
    label: whole(plan.labels.columns, -1, plan.labels.of.length + 1),
    marks: whole(plan.marks, 0, 2 ** plan.question.marks.length),
    group: whole(plan.groups.columns, -1, plan.groups.of.length + 1),
    value: plan.value === null ? null : once(plan.value, () => doubles.push(plan.value ?? [])),
  }))
  const several = parts.length > 1
  const fixed = several ? ["unit", "at_", "kind"] : ["unit", "at_"]
  const packed = pack(wholes, fixed.length)
  const first = fixed.length + packed.count
  const walks = asked.map(({ group, label, marks, plan, value }): Walk => ({
    question: plan.question,
    fold: plan.fold,
    options: plan.options,
    label: placeOf(packed.places[label]),
    labels: plan.labels.of,
    marks: placeOf(packed.places[marks]),
    value: value === null ? null : first + value,
    group: placeOf(packed.places[group]),
    groups: plan.groups.of,
    sparse: plan.groups.sparse === true,
  }))
  const order = tieOrder(pass, parts, sources)
  const union = parts.map((part, p) => {
    const keys = order.keys(part)
    const relation = part.relation()
    // Units that are numbers of one table of words need not be numbered.
    const own = part.words === units
    const sent = [...packed.columnsOf(p), ...doubles.map((columns) => columns[p] ?? "CAST('nan' AS DOUBLE)")].map(
      (sql, i) => `${sql} AS v${i}`,
    )
    const selected = [
      own ? `r.${part.unit} AS unit` : "n.c AS unit",
      `r.${part.at} AS at_`,
      `${p} AS kind`,
      ...sent,
      ...keys.map((key, i) => `${key} AS o${i}`),
    ]
    return `SELECT ${selected.join(", ")} FROM (${relation}) AS r ${own ? "" : `JOIN ${units} AS n ON n.w = ${wordOf(part)}`} ${[...part.joins.values()].join(" ")}`
  })
  const sent = [...fixed, ...Array.from({ length: packed.count + doubles.length }, (_, i) => `v${i}`)]
  const sorted = ["unit", "at_", ...order.names].join(", ")
  const walking = walkTrails(walks, several)
  const rows = parts.reduce((sum, { ground }) => sum + (pass.held.outline.rows.get(ground.kind.id) ?? 0), 0)
  let walked = 0
  pass.report.enter("sort")
  yield* pass.connection.stream(
    "walking through trails",
    `SELECT ${sent.join(", ")} FROM (${union.join(" UNION ALL ")}) ORDER BY ${sorted}`,
    (chunk) => {
      if (walked === 0) pass.report.enter(null)
      walking.chunk(chunk)
      pass.report.at((walked += chunk.rowCount), rows, "walk")
    },
  )
  const answered = walking.finish()
  const most = Math.max(0, ...answered.map((groups) => groups.length))
  return most > pass.maximum
    ? yield* Effect.fail(new LimitExceeded({ limit: "groups", allowed: pass.maximum, found: most }))
    : answered
})

/** A column that is not there is the same for all rows. */
const placeOf = (place: Place | undefined): Place => place ?? { constant: 0 }

/** The unit of a part's rows as a text. */
const wordOf = ({ unit, words }: PartPlan): string =>
  words === null ? `r.${unit}` : `(SELECT w FROM ${words} AS words WHERE words.c = r.${unit})`

/** Names of sources by rank, in the order of code units; kinds without the column have none. */
const sourceRanks = Effect.fnUntraced(function* (pass: Pass, parts: ReadonlyArray<PartPlan>) {
  const queries = parts.flatMap(({ ground }) => {
    const table = pass.held.tables.get(ground.kind.id)
    const column = table?.columns.get("source")
    if (table === undefined || column === undefined) return []
    const words = table.coded.get("source")
    const rows = `SELECT DISTINCT ${column} AS w FROM ${table.name}`
    return [
      words === undefined
        ? rows
        : `SELECT words.w AS w FROM (${rows}) AS s LEFT JOIN ${words} AS words ON words.c = s.w`,
    ]
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
    const table = tableOf(part)
    const row = (sql: string) => `r.${part.columns.add(sql)}`
    const [source, sequence, eventId] = ["source", "sequence", "eventId"].map((name) => table?.columns.get(name))
    const words = table?.coded.get("source")
    const named = (name: string) =>
      words === undefined ? literal(name) : `(SELECT c FROM ${words} WHERE w = ${literal(name)})`
    const whens = [...ranks].map(([name, rank]) => `WHEN ${alias}.${source} = ${named(name)} THEN ${rank}`)
    const id = ordering.wide.has(orderingKey(kind.id, "eventId"))
      ? codeUnitOrder(`${alias}.${eventId}`)
      : `${alias}.${eventId}`
    return [
      String(kind.rank),
      source === undefined || !several ? "-1" : row(`CASE ${whens.join(" ")} ELSE -1 END`),
      sequence === undefined ? "CAST(NULL AS DOUBLE)" : row(`${alias}.${sequence}`),
      ...(sequenced
        ? []
        : [eventId === undefined ? "CAST(NULL AS VARCHAR)" : row(id), row(`${alias}.p`), row(`${alias}.r`)]),
    ]
  }
  return { names, keys }
}

/** The units of a column over all kinds that have it, numbered; words that are numbered already are taken as they are. */
export const numberUnits = (
  held: Held,
  session: Session,
  connection: Connection,
  column: string,
): Effect.Effect<{ readonly name: string; readonly made: boolean }, DuckDBFailed> =>
  Effect.gen(function* () {
    const tables = [...held.tables.values()].filter(
      ({ columns, kind }) => columns.has(column) && kind.fields[column]?.type === "text",
    )
    const coded = new Set(tables.map((table) => table.coded.get(column)))
    const [words] = coded
    if (coded.size === 1 && words !== undefined) return { name: words, made: false }
    const texts = tables.map((table) => `SELECT ${textIn(table, column, "f")} AS w FROM ${table.name} AS f`)
    const all = texts.length === 0 ? "SELECT CAST(NULL AS VARCHAR) AS w" : texts.join(" UNION ALL ")
    const name = session.fresh("units")
    yield* connection.run(
      "numbering units",
      `CREATE TABLE ${name} AS SELECT w, CAST(row_number() OVER () - 1 AS INTEGER) AS c FROM (SELECT DISTINCT w FROM (${all}) WHERE w IS NOT NULL)`,
    )
    return { name, made: true }
  })
