import { attributesOf, DimensionUnavailable, FanOut } from "@touchpoint/core/engine"
import type { Expr, InventoryAttribute } from "@touchpoint/core/questions"
import * as Result from "effect/Result"
import { compile, notNaN, num, truth } from "./expressions.ts"
import {
  absent,
  type Borrowed,
  bounded,
  boundOf,
  fromText,
  type Ground,
  groundOf,
  invalid,
  joinAlias,
  type Reason,
  type Sql,
  sqlTypes,
  unavailable,
} from "./Ground.ts"

/**
 * A value borrowed from linked facts, the customer's profile or the inventory: a join to at most one row. The joined side
 * is made once and sent to every shard (GLOBAL): shards need not hold what belongs together.
 */
export const borrow = (ground: Ground, expr: Borrowed): Result.Result<Sql, Reason> => {
  if (expr.op === "link") return fromLink(ground, expr)
  return expr.op === "customer" ? fromProfile(ground, expr.column) : fromInventory(ground, expr.attribute)
}

const text = (ground: Ground, name: string): Result.Result<Sql, Reason> =>
  Result.flatMap(ground.own(name), (of) => (of.type === "text" ? Result.succeed(of) : invalid(`${name} is not a text`)))

/** Key under which the rows that reference several facts are counted. */
export const fanOutKey = (kind: string, target: string): string => JSON.stringify([kind, target])

/** Joins once what several expressions need. */
const joined = (ground: Ground, of: string, join: (alias: string) => string): string => {
  const known = ground.joins.get(of)
  if (known !== undefined) return known.alias
  const alias = joinAlias()
  ground.joins.set(of, { alias, sql: join(alias) })
  return alias
}

/** A column of a joined side: absent where no row was found, whatever the server's settings of joins are. */
const column = (type: Sql["type"], sql: string): string => `CAST(${sql} AS ${sqlTypes[type]})`

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
    const type =
      expr.reduce === "single" ? of.type : expr.reduce === "every" || expr.reduce === "any" ? "boolean" : "number"
    // The values become one at the other table's own grain, so that no row of this one is doubled.
    const reduced = `SELECT ${targetKey.sql} AS k, ${column(type, reducers[expr.reduce](of))} AS v ${fromText(target, [`isNotNull(${targetKey.sql})`])} GROUP BY k`
    const alias = joined(
      ground,
      JSON.stringify(expr),
      (name) => `GLOBAL LEFT JOIN (${reduced}) AS ${name} ON ${name}.k = ${key.sql}`,
    )
    if (expr.reduce === "count")
      return { type: "number", sql: `ifNull(${alias}.v, 0.)`, bound: Number.MAX_SAFE_INTEGER } as const
    const bound = expr.reduce === "sum" ? bounded(boundOf(of) * ROWS) : boundOf(of)
    return { type, sql: `${alias}.v`, bound } as const
  })

/** More rows than any table has. */
const ROWS = 1e12

const reducers: Readonly<Record<Extract<Expr, { readonly op: "link" }>["reduce"], (of: Sql) => string>> = {
  single: ({ sql }) => `any(${sql})`,
  every: (of) => `min(${truth(of)})`,
  any: (of) => `max(${truth(of)})`,
  min: (of) => `min(${num(of)})`,
  max: (of) => `max(${num(of)})`,
  // Of nothing but absent values there is no sum, where ClickHouse may say 0.
  sum: (of) => `if(count(${num(of)}) = 0, NULL, ${notNaN(`sumKahan(${num(of)})`)})`,
  count: () => "toFloat64(count())",
}

/** The latest profile of the row's customer that had begun by then; of an undated row, the last there is. */
const fromProfile = (ground: Ground, name: string): Result.Result<Sql, Reason> =>
  Result.gen(function* () {
    if (!Object.hasOwn(ground.kind.fields, "customer")) return yield* Result.fail(unavailable(ground.kind, "customer"))
    const profiles = groundOf(ground.held, "customer")
    const of = yield* profiles.own(name)
    const owner = yield* text(profiles, "customer")
    const since = yield* profiles.own("at")
    const own = yield* text(ground, "customer")
    const at = yield* ground.own("at")
    const given = (kind: string, field: string) => ground.held.tables.get(kind)?.columns.has(field) === true
    if (!given("customer", "customer") || !given(ground.kind.id, "customer")) return absent(of.type)
    const start = `ifNull(${since.sql}, -inf)`
    const timed = given("customer", "at") && given(ground.kind.id, "at")
    const order = ground.held.tables.get("customer")?.order.map((one) => one(profiles.alias)) ?? []
    const by = timed ? order : [start, ...order]
    // A tuple keeps values that are absent; alone they would be passed over.
    const last = by.length === 0 ? `any(tuple(${of.sql}))` : `argMax(tuple(${of.sql}), tuple(${by.join(", ")}))`
    const latest = `SELECT ${owner.sql} AS c, ${timed ? `${start} AS s, ` : ""}${column(of.type, `${last}.1`)} AS v ${fromText(profiles, [`isNotNull(${owner.sql})`])} GROUP BY c${timed ? ", s" : ""}`
    const alias = joined(ground, `profile ${name}`, (made) =>
      timed
        ? `GLOBAL ASOF LEFT JOIN (${latest}) AS ${made} ON ${made}.c = ${own.sql} AND ifNull(${at.sql}, inf) >= ${made}.s`
        : `GLOBAL LEFT JOIN (${latest}) AS ${made} ON ${made}.c = ${own.sql}`,
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
    const { texts } = held.parameters
    const [ids, values] = [texts(entries.map(([id]) => id)), texts(entries.map(([, value]) => value))]
    return { type: "text", sql: `transform(${touchpoint.sql}, ${ids}, ${values}, NULL)` } as const
  })
