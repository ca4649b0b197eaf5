import { type Expr, SHARDS } from "@touchpoint/core/questions"
import * as Result from "effect/Result"
import { searchTree } from "../load/edges.ts"
import { double, literal, literals } from "../sql.ts"
import {
  amongWords,
  bounded,
  boundOf,
  type Ground,
  invalid,
  joinAlias,
  type Reason,
  sameness,
  type Sql,
} from "./Ground.ts"

/** An expression over the rows of a ground, with the same value and the same errors as core's evaluation. */
export const compile = (ground: Ground, expr: Expr): Result.Result<Sql, Reason> => {
  switch (expr.op) {
    case "value":
      return Result.succeed(constant(expr.value))
    case "column":
      return ground.own(expr.column)
    case "inventory":
    case "customer":
    case "link":
      return ground.borrows
        ? ground.held.borrow(ground, expr)
        : invalid(`${expr.op} is not available over the aggregates of units`)
    case "eq":
    case "ne":
    case "lt":
    case "le":
    case "gt":
    case "ge":
      return Result.gen(function* () {
        const left = yield* compile(ground, expr.left)
        const right = yield* compile(ground, expr.right)
        const sign = signs[expr.op]
        if (left.type !== "text" && right.type !== "text") return boolean(`(${num(left)} ${sign} ${num(right)})`)
        if (left.type !== right.type) return yield* invalid("a text is compared with a number")
        if (expr.op !== "eq" && expr.op !== "ne")
          return yield* invalid("texts have no order; compare them with eq or ne")
        const known =
          expr.right.op === "value"
            ? amongWords(ground, left, [String(expr.right.value)])
            : expr.left.op === "value"
              ? amongWords(ground, right, [String(expr.left.value)])
              : null
        if (known !== null) return boolean(expr.op === "eq" ? known : `(NOT ${known})`)
        return boolean(`(${left.sql} ${sign} ${right.sql})`)
      })
    case "in":
      return Result.gen(function* () {
        const of = yield* compile(ground, expr.of)
        const text = of.type === "text"
        if (expr.values.some((value) => (typeof value === "string") !== text))
          return yield* invalid("a text is looked for among numbers, or a number among texts")
        const known = text ? amongWords(ground, of, expr.values.map(String)) : null
        if (known !== null) return boolean(known)
        const value = text ? of.sql : num(of)
        if (expr.values.length === 0) return boolean(`CASE WHEN ${value} IS NOT NULL THEN false END`)
        const list = text ? literals(expr.values.map(String)) : expr.values.map((one) => double(Number(one))).join(", ")
        return boolean(`(${value} IN (${list}))`)
      })
    case "and":
    case "or":
      return Result.gen(function* () {
        const parts: Array<string> = []
        for (const part of expr.all) parts.push(truth(yield* compileNumber(ground, part)))
        const empty = expr.op === "and" ? "true" : "false"
        return boolean(parts.length === 0 ? empty : `(${parts.join(expr.op === "and" ? " AND " : " OR ")})`)
      })
    case "not":
      return Result.map(compileNumber(ground, expr.of), (of) => boolean(`(NOT ${truth(of)})`))
    case "present":
      return Result.map(compile(ground, expr.of), (of) => boolean(`(${sameness(of)} IS NOT NULL)`))
    case "add":
    case "sub":
    case "mul":
      return Result.gen(function* () {
        const left = yield* compileNumber(ground, expr.left)
        const right = yield* compileNumber(ground, expr.right)
        const [a, b] = [boundOf(left), boundOf(right)]
        const sql = `(${num(left)} ${operators[expr.op]} ${num(right)})`
        // What is no number comes of infinities only.
        const safe = Number.isFinite(a) && Number.isFinite(b)
        const bound = bounded(expr.op === "mul" ? a * b : a + b)
        return { type: "number", sql: safe ? sql : notNaN(sql), bound }
      })
    case "coalesce":
      return Result.gen(function* () {
        const parts: Array<Sql> = []
        for (const part of expr.all) parts.push(yield* compile(ground, part))
        return yield* coalesce(parts)
      })
    case "bucket":
      return Result.gen(function* () {
        if (!ascending(expr.edges)) return yield* invalid("edges must ascend")
        const { edges, values } = expr
        if (values !== undefined && values.length !== Math.max(0, edges.length - 1))
          return yield* invalid("a bucket has one value for each interval between its edges")
        const of = yield* compileNumber(ground, expr.of)
        return {
          type: "number",
          sql: bucketOf(ground, num(of), edges, values),
          bound: values === undefined ? edges.length : Math.max(0, ...values.map(Math.abs)),
        }
      })
    case "shard":
      return Result.flatMap(compile(ground, expr.of), (of) =>
        of.type === "text"
          ? Result.succeed({
              type: "number",
              sql: `CAST(CAST('0x' || substr(md5(${of.sql}), 1, 2) AS INTEGER) & ${SHARDS - 1} AS DOUBLE)`,
              bound: SHARDS,
            })
          : invalid("a number has no shard, only a text has"),
      )
  }
}

/** An expression that must be a number or a condition. */
export const compileNumber = (ground: Ground, expr: Expr): Result.Result<Sql, Reason> =>
  Result.flatMap(compile(ground, expr), (of) =>
    of.type === "text"
      ? invalid(`a text stands where a number or a condition is needed (${expr.op})`)
      : Result.succeed(of),
  )

const signs = { eq: "=", ne: "<>", lt: "<", le: "<=", gt: ">", ge: ">=" } as const
const operators = { add: "+", sub: "-", mul: "*" } as const

const boolean = (sql: string): Sql => ({ type: "boolean", sql })

const constant = (value: string | number | boolean): Sql =>
  typeof value === "string"
    ? { type: "text", sql: `CAST(${literal(value)} AS VARCHAR)` }
    : typeof value === "boolean"
      ? boolean(String(value))
      : { type: "number", sql: double(value), bound: Math.abs(value) }

/** A number or condition as a double. */
export const num = (of: Sql): string => (of.type === "boolean" ? `CAST(CAST(${of.sql} AS INTEGER) AS DOUBLE)` : of.sql)

/** A number or condition as a condition: any number but 0 holds. */
export const truth = (of: Sql): string => (of.type === "boolean" ? of.sql : `(${of.sql} <> 0)`)

/** Longest expression that is written out where it is needed several times. */
const SHORT = 100

let bindings = 0

/**
 * An expression that needs a value several times. What is long is bound to a name, since expressions that repeat their
 * parts grow without measure where they nest.
 */
const bind = (value: string, use: (name: string) => string): string => {
  if (value.length <= SHORT) return use(value)
  const name = `b${bindings++}`
  return `list_transform([${value}], lambda ${name}: ${use(name)})[1]`
}

/** What is no number is absent. */
export const notNaN = (sql: string): string => bind(sql, (x) => `nullif(${x}, CAST('nan' AS DOUBLE))`)

/** Whether edges ascend strictly. */
export const ascending = (edges: ReadonlyArray<number>): boolean =>
  edges.every((edge, i) => i === 0 || edge > (edges[i - 1] ?? edge))

/** Most edges that are searched by comparisons; more are joined with. */
const TREE = 512

/** Index of the half-open interval that holds a number, or the value given for it; absent outside. */
export const bucketOf = (
  ground: Ground,
  x: string,
  edges: ReadonlyArray<number>,
  values: ReadonlyArray<number> = edges.slice(1).map((_, interval) => interval),
): string => {
  if (edges.length < 2) return "CAST(NULL AS DOUBLE)"
  if (edges.length > TREE && ground.borrows && x.includes(`${ground.alias}.`))
    return joinEdges(ground, x, edges, values)
  return bind(x, (value) =>
    searchTree(value, edges, (interval) =>
      interval === 0 || interval === edges.length ? "CAST(NULL AS DOUBLE)" : double(values[interval - 1] ?? 0),
    ),
  )
}

/** Many edges as a table: the latest that is not above the number. What follows the last is outside. */
const joinEdges = (ground: Ground, x: string, edges: ReadonlyArray<number>, values: ReadonlyArray<number>): string => {
  const alias = joinAlias()
  // One text is read at once, where each of a hundred thousand literals would be an expression of its own.
  const table = `SELECT unnest(CAST('[${edges.join(",")}]' AS DOUBLE[])) AS lo, unnest(CAST('[${[...values, "NULL"].join(",")}]' AS DOUBLE[])) AS i`
  // DuckDB refuses the join where it finds the number to be absent of every row, so it has to depend on the row.
  const found = `coalesce(${x}, ${double(Number.NEGATIVE_INFINITY)}) + 0 * ${ground.alias}.r`
  ground.joins.set(alias, `ASOF LEFT JOIN (${table}) AS ${alias} ON ${found} >= ${alias}.lo`)
  return `${alias}.i`
}

const coalesce = (parts: ReadonlyArray<Sql>): Result.Result<Sql, Reason> => {
  const [first] = parts
  if (first === undefined) return invalid("coalesce of nothing")
  const texts = parts.filter(({ type }) => type === "text").length
  if (texts > 0 && texts < parts.length) return invalid("coalesce of a text and a number")
  const type = parts.every((part) => part.type === first.type) ? first.type : "number"
  const values = parts.map((part) => (type === "number" ? num(part) : part.sql))
  return Result.succeed({ type, sql: `coalesce(${values.join(", ")})`, bound: Math.max(...parts.map(boundOf)) })
}
