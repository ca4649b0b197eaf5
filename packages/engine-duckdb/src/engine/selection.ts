import type { Scope } from "@touchpoint/core/questions"
import * as Result from "effect/Result"
import { double } from "../sql.ts"
import { ascending, bucketOf, compileNumber, truth } from "./expressions.ts"
import { fromOf, type Ground, invalid, type Reason, sameness, type Sql } from "./Ground.ts"
import { ordered, type Ordering } from "./order.ts"

/** Columns computed for each row of a selection, named as they are added. */
export interface Projection {
  readonly add: (sql: string) => string
  readonly columns: ReadonlyArray<string>
}

/** A projection without columns. */
export const projection = (prefix: string): Projection => {
  const columns: Array<string> = []
  return {
    columns,
    add: (sql) => {
      const name = `${prefix}${columns.length}`
      columns.push(`${sql} AS ${name}`)
      return name
    },
  }
}

/** The rows a question counts; `relation` is made once all columns are added. */
export interface Selection {
  readonly bucket: string | null
  readonly relation: () => string
}

/** A column that must be a text. */
export const textColumn = (ground: Ground, name: string): Result.Result<Sql, Reason> =>
  Result.flatMap(ground.own(name), (of) =>
    of.type === "text"
      ? Result.succeed(of)
      : invalid(`${name} of ${ground.kind.id} is not a text and cannot name units`),
  )

/** Applies where, span, edges, among and pick, in that order. */
export const select = (
  ground: Ground,
  scope: Scope,
  columns: Projection,
  ordering: Ordering,
): Result.Result<Selection, Reason> =>
  Result.gen(function* () {
    const conditions: Array<string> = []
    if (scope.where !== null) conditions.push(truth(yield* compileNumber(ground, scope.where)))
    const clock = (yield* compileNumber(ground, { op: "column", column: scope.clock })).sql
    if (scope.span !== null) conditions.push(inSpan(clock, scope.span))
    let bucket: string | null = null
    if (scope.edges !== null) {
      if (!ascending(scope.edges)) return yield* invalid("edges must ascend")
      bucket = columns.add(`CAST(${bucketOf(ground, clock, scope.edges)} AS INTEGER)`)
    }
    let among: { readonly customer: string; readonly holds: string } | null = null
    if (scope.among !== null) {
      const customer = columns.add(sameness(yield* textColumn(ground, "customer")))
      among = { customer, holds: columns.add(truth(yield* compileNumber(ground, scope.among))) }
    }
    let pick: string | null = null
    if (scope.pick.take !== "all") {
      const per = columns.add(sameness(yield* textColumn(ground, scope.pick.per)))
      const latest = scope.pick.take === "latest"
      const keys = ordered(ground, ordering, latest).map(([sql, direction]) => `${columns.add(sql)} ${direction}`)
      const parts = bucket === null ? per : `${per}, ${bucket}`
      pick = `${per} IS NULL OR row_number() OVER (PARTITION BY ${parts} ORDER BY ${keys.join(", ")}) = 1`
    }
    const relation = (): string => {
      const where = conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`
      const made = columns.columns.length === 0 ? "1 AS one" : columns.columns.join(", ")
      let rows = `SELECT ${made} ${fromOf(ground)}${where}`
      if (bucket !== null) rows = `SELECT * FROM (${rows}) WHERE ${bucket} IS NOT NULL`
      if (among !== null)
        rows = `WITH s AS (${rows}) SELECT * FROM s WHERE ${among.customer} IN (SELECT ${among.customer} FROM s WHERE ${among.holds})`
      if (pick !== null) rows = `SELECT * FROM (${rows}) QUALIFY ${pick}`
      return rows
    }
    return { bucket, relation }
  })

/** Whether an instant lies in a span; absent ones do not, also where both sides are open. */
export const inSpan = (clock: string, { from, to }: NonNullable<Scope["span"]>): string =>
  `(${clock} >= ${double(from ?? Number.NEGATIVE_INFINITY)} AND ${clock} < ${double(to ?? Number.POSITIVE_INFINITY)})`
