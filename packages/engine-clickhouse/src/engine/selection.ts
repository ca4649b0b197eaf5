import type { Scope } from "@touchpoint/core/questions"
import * as Result from "effect/Result"
import { spanSql } from "../sql.ts"
import { ascending, bucketOf, compileNumber, truth } from "./expressions.ts"
import { type From, fromOf, fromText, type Ground, invalid, type Reason, type Sql } from "./Ground.ts"
import { orderKeys } from "./order.ts"

/** Columns computed for each row of a selection, named as they are added; equal ones are one. */
export interface Projection {
  readonly add: (sql: string) => string
  /** `expression AS name` of each. */
  readonly columns: ReadonlyArray<string>
  readonly names: ReadonlyArray<string>
}

/** A projection without columns. */
export const projection = (prefix: string): Projection => {
  const columns: Array<string> = []
  const names: Array<string> = []
  const known = new Map<string, string>()
  return {
    columns,
    names,
    add: (sql) => {
      const made = known.get(sql)
      if (made !== undefined) return made
      const name = `${prefix}${columns.length}`
      columns.push(`${sql} AS ${name}`)
      names.push(name)
      known.set(sql, name)
      return name
    },
  }
}

/** Rows under a SELECT, and `WITH …` that defines its columns. A SELECT over a table runs on its shards. */
export interface Relation extends From {
  readonly head: string
}

/** The rows a question counts; `relation` is made once all columns are added. */
export interface Selection {
  readonly bucket: string | null
  readonly relation: () => Relation
}

/** A column that must be a text. */
export const textColumn = (ground: Ground, name: string): Result.Result<Sql, Reason> =>
  Result.flatMap(ground.own(name), (of) =>
    of.type === "text"
      ? Result.succeed(of)
      : invalid(`${name} of ${ground.kind.id} is not a text and cannot name units`),
  )

/** Definitions before a SELECT. */
export const headOf = ({ columns }: Projection): string => (columns.length === 0 ? "" : `WITH ${columns.join(", ")} `)

/** Applies where, span, edges, among and pick, in that order. */
export const select = (ground: Ground, scope: Scope, columns: Projection): Result.Result<Selection, Reason> =>
  Result.gen(function* () {
    const conditions: Array<string> = []
    if (scope.where !== null) conditions.push(truth(yield* compileNumber(ground, scope.where)))
    const clock = (yield* compileNumber(ground, { op: "column", column: scope.clock })).sql
    if (scope.span !== null) conditions.push(...ground.near(scope.clock, scope.span), spanSql(clock, scope.span))
    let bucket: string | null = null
    if (scope.edges !== null) {
      if (!ascending(scope.edges)) return yield* invalid("edges must ascend")
      bucket = columns.add(bucketOf(ground, clock, scope.edges))
      const [from = null, to = null] = [scope.edges[0], scope.edges.at(-1)]
      conditions.push(...ground.near(scope.clock, { from, to }), `isNotNull(${bucket})`)
    }
    let among: { readonly customer: string; readonly holds: string } | null = null
    if (scope.among !== null) {
      const customer = columns.add((yield* textColumn(ground, "customer")).sql)
      among = { customer, holds: columns.add(truth(yield* compileNumber(ground, scope.among))) }
    }
    let pick: string | null = null
    if (scope.pick.take !== "all") {
      const per = columns.add((yield* textColumn(ground, scope.pick.per)).sql)
      const direction = scope.pick.take === "latest" ? "DESC NULLS LAST" : "ASC NULLS FIRST"
      const keys = orderKeys(ground).map(([, sql]) => `${columns.add(sql)} ${direction}`)
      const parts = bucket === null ? per : `${per}, ${bucket}`
      const order = keys.length === 0 ? "" : ` ORDER BY ${keys.join(", ")}`
      pick = `(isNull(${per}) OR row_number() OVER (PARTITION BY ${parts}${order}) = 1)`
    }
    const relation = (): Relation => {
      const head = headOf(columns)
      const chosen =
        among === null
          ? conditions
          : [
              ...conditions,
              `${among.customer} GLOBAL IN (${head}SELECT ${among.customer} ${fromText(ground, [...conditions, `isNotNull(${among.customer})`, among.holds])})`,
            ]
      if (pick === null) return { head, ...fromOf(ground, chosen) }
      // Of one unit, rows may lie on several shards: the first of them is found where the question was asked.
      const inner = `${head}SELECT ${columns.names.join(", ")} ${fromText(ground, chosen)}`
      return {
        head: "",
        from: `FROM (SELECT ${[...columns.names, `${pick} AS picked`].join(", ")} FROM (${inner})) AS s`,
        where: " WHERE picked",
      }
    }
    return { bucket, relation }
  })
