import { LimitExceeded } from "@touchpoint/core/engine"
import type { Group } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import type { DuckDBFailed } from "../DuckDBFailed.ts"
import { textIn } from "../load/KindTable.ts"
import type { Connection, Session } from "../Session.ts"
import type { Held } from "./Ground.ts"
import { pack, type Place, type Whole } from "./layout.ts"
import { sortKey } from "./sortKey.ts"
import type { Failed, PartPlan, Pass, Plan } from "./trailPlan.ts"
import { type Walk, walkTrails } from "./walk.ts"

/** One sort of narrow rows, streamed through all folds of the pass. */
export const walk = Effect.fnUntraced(function* (
  pass: Pass,
  parts: ReadonlyArray<PartPlan>,
  plans: ReadonlyArray<Plan>,
  unit: string,
  made: Array<string>,
): Effect.fn.Return<ReadonlyArray<ReadonlyArray<Group>>, Failed> {
  const units = yield* pass.units(unit)
  const sorting = yield* sortKey(pass, parts, units, made)
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
  const fixed = [sorting.unit, sorting.at, ...(several ? ["kind"] : [])]
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
  const union = parts.map((part, p) => {
    // Units that are numbers of one table of words need not be numbered.
    const own = part.words === units
    const keys = sorting.columns(part, p, own ? `r.${part.unit}` : "n.c")
    const relation = part.relation()
    const sent = [...packed.columnsOf(p), ...doubles.map((columns) => columns[p] ?? "CAST('nan' AS DOUBLE)")].map(
      (sql, i) => `${sql} AS v${i}`,
    )
    const selected = [...keys, `${p} AS kind`, ...sent]
    return `SELECT ${selected.join(", ")} FROM (${relation}) AS r ${own ? "" : `JOIN ${units} AS n ON n.w = ${wordOf(part)}`} ${[...part.joins.values()].join(" ")}`
  })
  const sent = [...fixed, ...Array.from({ length: packed.count + doubles.length }, (_, i) => `v${i}`)]
  const walking = walkTrails(walks, several)
  const rows = parts.reduce((sum, { ground }) => sum + (pass.held.outline.rows.get(ground.kind.id) ?? 0), 0)
  let walked = 0
  pass.report.enter("sort")
  yield* pass.connection.stream(
    "walking through trails",
    `SELECT ${sent.join(", ")} FROM (SELECT * FROM (${union.join(" UNION ALL ")}) ORDER BY ${sorting.order})`,
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
