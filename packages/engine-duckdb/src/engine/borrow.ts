import { attributesOf, DimensionUnavailable, FanOut } from "@touchpoint/core/engine"
import type { Expr, InventoryAttribute } from "@touchpoint/core/questions"
import * as Result from "effect/Result"
import { double, literal } from "../sql.ts"
import { compile, notNaN, num, truth } from "./expressions.ts"
import {
  absent,
  type Borrowed,
  bounded,
  boundOf,
  compared,
  fromOf,
  type Ground,
  groundOf,
  invalid,
  joinAlias,
  type Reason,
  type Sql,
  unavailable,
} from "./Ground.ts"

/** A value borrowed from linked facts, the customer's profile or the inventory: a join to at most one row. */
export const borrow = (ground: Ground, expr: Borrowed): Result.Result<Sql, Reason> => {
  if (expr.op === "link") return fromLink(ground, expr)
  return expr.op === "customer" ? fromProfile(ground, expr.column) : fromInventory(ground, expr.attribute)
}

const text = (ground: Ground, name: string): Result.Result<Sql, Reason> =>
  Result.flatMap(ground.own(name), (of) => (of.type === "text" ? Result.succeed(of) : invalid(`${name} is not a text`)))

/** Key under which the rows that reference several facts are counted. */
export const fanOutKey = (kind: string, target: string): string => JSON.stringify([kind, target])

const fromLink = (ground: Ground, expr: Extract<Expr, { readonly op: "link" }>): Result.Result<Sql, Reason> =>
  Result.gen(function* () {
    const { held, kind } = ground
    const link = kind.links.find(({ target }) => target === expr.to)
    if (link === undefined)
      return yield* Result.fail(
        new DimensionUnavailable({ kind: kind.id, name: expr.to, available: kind.links.map(({ target }) => target) }),
      )
    const target = groundOf(held, expr.to)
    const of = yield* compile(target, expr.of)
    if (of.type === "text" && expr.reduce !== "single" && expr.reduce !== "count")
      return yield* invalid(`texts cannot be reduced by ${expr.reduce}`)
    const key = yield* text(ground, link.key)
    const targetKey = yield* text(target, link.targetKey)
    if (expr.reduce === "single") {
      const rows = held.fanOut.get(fanOutKey(kind.id, expr.to)) ?? 0
      if (rows > 0) return yield* Result.fail(new FanOut({ kind: kind.id, target: expr.to, rows }))
    }
    const alias = joinAlias()
    const [own, other] = compared(key, targetKey)
    // The values become one at the other table's own grain, so that no row of this one is doubled.
    const reduced = `SELECT ${other} AS k, ${reducers[expr.reduce](of)} AS v ${fromOf(target)} WHERE ${other} IS NOT NULL GROUP BY 1`
    ground.joins.set(alias, `LEFT JOIN (${reduced}) AS ${alias} ON ${alias}.k = ${own}`)
    if (expr.reduce === "count")
      return { type: "number", sql: `coalesce(${alias}.v, 0)`, bound: Number.MAX_SAFE_INTEGER } as const
    const type =
      expr.reduce === "single" ? of.type : expr.reduce === "every" || expr.reduce === "any" ? "boolean" : "number"
    const bound = expr.reduce === "sum" ? bounded(boundOf(of) * ROWS) : boundOf(of)
    return { type, sql: `${alias}.v`, bound } as const
  })

/** More rows than any table has. */
const ROWS = 1e12

const reducers: Readonly<Record<Extract<Expr, { readonly op: "link" }>["reduce"], (of: Sql) => string>> = {
  single: ({ sql }) => `any_value(${sql})`,
  every: (of) => `bool_and(${truth(of)})`,
  any: (of) => `bool_or(${truth(of)})`,
  min: (of) => `min(${num(of)})`,
  max: (of) => `max(${num(of)})`,
  sum: (of) => notNaN(`sum(${num(of)})`),
  count: () => "CAST(count(*) AS DOUBLE)",
}

/** The latest profile of the row's customer that had begun by then; of an undated row, the last there is. */
const fromProfile = (ground: Ground, name: string): Result.Result<Sql, Reason> =>
  Result.gen(function* () {
    if (!Object.hasOwn(ground.kind.fields, "customer")) return yield* Result.fail(unavailable(ground.kind, "customer"))
    const profiles = groundOf(ground.held, "customer")
    const of = yield* profiles.own(name)
    const owner = yield* text(profiles, "customer")
    const since = yield* profiles.own("at")
    const [own, customer] = compared(yield* text(ground, "customer"), owner)
    const at = yield* ground.own("at")
    const given = (kind: string, column: string) => ground.held.tables.get(kind)?.columns.has(column) === true
    if (!given("customer", "customer") || !given(ground.kind.id, "customer")) return absent(of.type)
    const alias = joinAlias()
    const start = `coalesce(${since.sql}, ${double(Number.NEGATIVE_INFINITY)})`
    const timed = given("customer", "at") && given(ground.kind.id, "at")
    const [within, order] = timed ? [`${customer}, ${start}`, ""] : [customer, `${start} DESC, `]
    const latest = `SELECT ${customer} AS c, ${start} AS s, ${of.sql} AS v ${fromOf(profiles)} WHERE ${customer} IS NOT NULL QUALIFY row_number() OVER (PARTITION BY ${within} ORDER BY ${order}${profiles.alias}.p DESC, ${profiles.alias}.r DESC) = 1`
    ground.joins.set(
      alias,
      timed
        ? `ASOF LEFT JOIN (${latest}) AS ${alias} ON ${alias}.c = ${own} AND coalesce(${at.sql}, ${double(Number.POSITIVE_INFINITY)}) >= ${alias}.s`
        : `LEFT JOIN (${latest}) AS ${alias} ON ${alias}.c = ${own}`,
    )
    return { type: of.type, sql: `${alias}.v`, bound: boundOf(of) } as const
  })

const fromInventory = (ground: Ground, attribute: InventoryAttribute): Result.Result<Sql, Reason> =>
  Result.gen(function* () {
    const { held, kind } = ground
    const { inventory } = held.outline
    if (inventory === null)
      return yield* Result.fail(
        new DimensionUnavailable({ kind: kind.id, name: attribute, available: Object.keys(kind.fields) }),
      )
    if (!Object.hasOwn(kind.fields, "touchpoint")) return yield* Result.fail(unavailable(kind, "touchpoint"))
    const touchpoint = yield* text(ground, "touchpoint")
    const entries = [...attributesOf(inventory, attribute)]
    if (entries.length === 0) return absent("text")
    const key = `inventory ${attribute}`
    const alias = `i_${attribute}_${ground.alias}`
    const rows = entries.map(([id, value]) => `(${literal(id)}, ${literal(value)})`).join(", ")
    ground.joins.set(key, `LEFT JOIN (VALUES ${rows}) AS ${alias}(k, v) ON ${alias}.k = ${touchpoint.sql}`)
    return { type: "text", sql: `${alias}.v` } as const
  })
