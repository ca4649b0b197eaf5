import { everything, type Trails } from "@touchpoint/core/questions"
import * as Result from "effect/Result"
import { spanSql } from "../sql.ts"
import { ascending, bucketOf, compileNumber, num, truth } from "./expressions.ts"
import { groupBy, type Key, textOf } from "./grouping.ts"
import { type Ground, groundOf, type Held, invalid, type Reason } from "./Ground.ts"
import { orderKeys } from "./order.ts"
import { projection, type Projection, select, textColumn } from "./selection.ts"

/** The rows of trails, one array per column and unit, and what groups are called. */
export interface TrailRows {
  /** A SELECT of the columns that folds read. */
  readonly sql: string
  readonly keys: ReadonlyArray<Key>
  readonly bucketed: boolean
}

/** Rows of all kinds of a question by unit, each unit's in the total order. */
export const trailRows = (held: Held, question: Trails, label: string | null): Result.Result<TrailRows, Reason> =>
  Result.gen(function* () {
    const parts: Array<string> = []
    let named: Pick<TrailRows, "keys" | "bucketed"> = { keys: [], bucketed: false }
    for (const [p, trail] of question.kinds.entries()) {
      const ground = groundOf(held, trail.kind)
      const columns = projection("x")
      const selected = yield* select(ground, { ...everything, where: trail.where, span: question.span }, columns)
      const unit = columns.add((yield* textColumn(ground, question.unit)).sql)
      const own = (yield* ground.own("at")).sql
      // Undated profiles were always valid; other rows without a time have no place in a trail.
      const undated = question.span === null && trail.kind === "customer"
      const at = columns.add(undated ? `ifNull(${own}, -inf)` : own)
      const opens = question.open.kind === trail.kind ? yield* opening(ground, question, columns) : null
      if (opens !== null) named = { keys: opens.keys, bucketed: opens.bucketed }
      const row = [
        `assumeNotNull(${at})`,
        `toInt32(${ground.kind.rank})`,
        ...tie(ground, p, columns),
        yield* labelOf(ground, trail, label, columns),
        yield* marksOf(ground, question, columns),
        opens?.sql ?? "''",
        trail.value === null ? "nan" : `ifNull(${columns.add(num(yield* compileNumber(ground, trail.value)))}, nan)`,
      ]
      const { from, head, where } = selected.relation()
      const present = `isNotNull(${unit}) AND isNotNull(${at})`
      parts.push(
        `SELECT u, r FROM (${head}SELECT assumeNotNull(${unit}) AS u, tuple(${row.join(", ")}) AS r ${from}${where === "" ? ` WHERE ${present}` : `${where} AND ${present}`})`,
      )
    }
    const taken = COLUMNS.map(([name, place]) => `arrayMap(r -> r.${place}, rs) AS ${name}`)
    const sorted = `SELECT arraySort(groupArray(r)) AS rs FROM (${parts.join(" UNION ALL ")}) GROUP BY u`
    return { sql: `SELECT ${taken.join(", ")} FROM (${sorted})`, ...named }
  })

/** Columns that folds read, and their places in a row: what orders rows comes first. */
const COLUMNS = [
  ["at", 1],
  ["k", 4],
  ["l", 8],
  ["m", 9],
  ["g", 10],
  ["v", 11],
] as const

/** What follows instant and kind rank in the total order: source, kind, sequence, event id, and what breaks ties. */
const tie = (ground: Ground, p: number, columns: Projection): ReadonlyArray<string> => {
  const keys = new Map(orderKeys(ground).map(([name, sql]) => [name, columns.add(sql)] as const))
  const text = (name: string) => {
    const column = keys.get(name)
    return column === undefined ? "''" : `if(isNull(${column}), '', concat('=', assumeNotNull(${column})))`
  }
  const sequence = keys.get("sequence")
  const last = [...keys].flatMap(([name, column]) => (name.startsWith("order") ? [`ifNull(${column}, -inf)`] : []))
  return [
    text("source"),
    `toUInt8(${p})`,
    sequence === undefined ? "-inf" : `ifNull(${sequence}, -inf)`,
    text("eventId"),
    last.length === 0 ? "CAST([] AS Array(Float64))" : `[${last.join(", ")}]`,
  ]
}

const labelOf = (
  ground: Ground,
  { label }: Trails["kinds"][number],
  column: string | null,
  columns: Projection,
): Result.Result<string, Reason> =>
  Result.gen(function* () {
    if (column === null || (label === null && !Object.hasOwn(ground.kind.fields, column))) return "''"
    const { sql } = label === null ? yield* textColumn(ground, column) : yield* textOf(ground, label)
    const named = columns.add(sql)
    return `if(isNull(${named}), '', concat('=', assumeNotNull(${named})))`
  })

const marksOf = (ground: Ground, { marks }: Trails, columns: Projection): Result.Result<string, Reason> =>
  Result.gen(function* () {
    const bits: Array<string> = []
    for (const [bit, { any }] of marks.entries()) {
      const holds: Array<string> = []
      for (const { kind, when } of any)
        if (kind === ground.kind.id)
          holds.push(when === null ? "1" : `ifNull(${columns.add(truth(yield* compileNumber(ground, when)))}, 0)`)
      if (holds.length > 0) bits.push(`if(${holds.join(" OR ")}, ${2 ** bit}, 0)`)
    }
    return `toUInt32(${["0", ...bits].join(" + ")})`
  })

/** What the group of an opening row is called: `=` and its values as JSON; nothing where the row does not open. */
const opening = (ground: Ground, { open }: Trails, columns: Projection) =>
  Result.gen(function* () {
    const at = (yield* ground.own("at")).sql
    const conditions = [`isNotNull(${columns.add(at)})`]
    if (open.where !== null) conditions.push(columns.add(truth(yield* compileNumber(ground, open.where))))
    if (open.span !== null) conditions.push(spanSql(at, open.span))
    const keys = [...(yield* groupBy(ground, open.by, columns))]
    if (open.edges !== null) {
      if (!ascending(open.edges)) return yield* invalid("edges must ascend")
      const bucket = columns.add(bucketOf(ground, at, open.edges))
      conditions.push(`isNotNull(${bucket})`)
      keys.push({ type: "number", column: bucket })
    }
    const values = keys.map(({ column }) => `ifNull(toJSONString(toString(${column})), 'null')`)
    const name = values.length === 0 ? "'=[]'" : `concat('=[', ${values.join(", ',', ")}, ']')`
    return { sql: `if(ifNull(${conditions.join(" AND ")}, 0), ${name}, '')`, keys, bucketed: open.edges !== null }
  })
