import type { Expr } from "@touchpoint/core/questions"
import * as Result from "effect/Result"
import { searchTree } from "../load/edges.ts"
import { double, literal, literals } from "../sql.ts"
import { type Ground, invalid, type Reason, type Sql } from "./Ground.ts"

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
        return boolean(`(${left.sql} ${sign} ${right.sql})`)
      })
    case "in":
      return Result.gen(function* () {
        const of = yield* compile(ground, expr.of)
        const text = of.type === "text"
        if (expr.values.some((value) => (typeof value === "string") !== text))
          return yield* invalid("a text is looked for among numbers, or a number among texts")
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
      return Result.map(compile(ground, expr.of), (of) => boolean(`(${of.sql} IS NOT NULL)`))
    case "add":
    case "sub":
    case "mul":
      return Result.gen(function* () {
        const left = yield* compileNumber(ground, expr.left)
        const right = yield* compileNumber(ground, expr.right)
        return number(notNaN(`${num(left)} ${operators[expr.op]} ${num(right)}`))
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
        const of = yield* compileNumber(ground, expr.of)
        return number(bucketOf(num(of), expr.edges))
      })
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
const number = (sql: string): Sql => ({ type: "number", sql })

const constant = (value: string | number | boolean): Sql =>
  typeof value === "string"
    ? { type: "text", sql: `CAST(${literal(value)} AS VARCHAR)` }
    : typeof value === "boolean"
      ? boolean(String(value))
      : number(double(value))

/** A number or condition as a double. */
export const num = (of: Sql): string => (of.type === "boolean" ? `CAST(CAST(${of.sql} AS INTEGER) AS DOUBLE)` : of.sql)

/** A number or condition as a condition: any number but 0 holds. */
export const truth = (of: Sql): string => (of.type === "boolean" ? of.sql : `(${of.sql} <> 0)`)

/** What is no number is absent. */
export const notNaN = (sql: string): string => `nullif(${sql}, CAST('nan' AS DOUBLE))`

/** Whether edges ascend strictly. */
export const ascending = (edges: ReadonlyArray<number>): boolean =>
  edges.every((edge, i) => i === 0 || edge > (edges[i - 1] ?? edge))

/** Index of the half-open interval that holds a number; absent outside. */
export const bucketOf = (x: string, edges: ReadonlyArray<number>): string => {
  if (edges.length < 2) return "CAST(NULL AS DOUBLE)"
  return searchTree(x, edges, (interval) =>
    interval === 0 || interval === edges.length ? "CAST(NULL AS DOUBLE)" : double(interval - 1),
  )
}

const coalesce = (parts: ReadonlyArray<Sql>): Result.Result<Sql, Reason> => {
  const [first] = parts
  if (first === undefined) return invalid("coalesce of nothing")
  const texts = parts.filter(({ type }) => type === "text").length
  if (texts > 0 && texts < parts.length) return invalid("coalesce of a text and a number")
  const type = parts.every((part) => part.type === first.type) ? first.type : "number"
  const values = parts.map((part) => (type === "number" ? num(part) : part.sql))
  return Result.succeed({ type, sql: `coalesce(${values.join(", ")})` })
}
