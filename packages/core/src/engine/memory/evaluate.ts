import * as Result from "effect/Result"
import type { FactKind } from "../../facts/FactKind.ts"
import type { Facts } from "../../facts/Facts.ts"
import type { FactTable } from "../../facts/FactTable.ts"
import type { Arithmetic, Comparison, Expr } from "../../questions/Expr.ts"
import { canonicalJson } from "../../questions/Question.ts"
import { shardOf } from "../../questions/shardOf.ts"
import { DimensionUnavailable, type EngineError, FanOut, QuestionInvalid } from "../Engine.ts"
import {
  absent,
  codesIn,
  constant,
  fromColumn,
  map,
  type NumberVector,
  type TextVector,
  type Vector,
  zip,
} from "./Vector.ts"

/** Why an expression has no values. */
export type Reason = EngineError["reason"]

/** A table under evaluation; vectors of equal expressions are computed once. */
export interface Rows {
  readonly facts: Pick<Facts, "inventory">
  readonly table: FactTable
  readonly vectors: Map<string, Vector>
  /** Borrows values from other facts; `null` where only own columns exist (aggregates of units). */
  readonly borrow: Borrow | null
}

/** How values are borrowed: from linked facts, the customer's profile, the touchpoint's entry. */
export type Borrow = (
  rows: Rows,
  expr: Extract<Expr, { readonly op: "link" | "customer" | "inventory" }>,
) => Result.Result<Vector, Reason>

/** The values of an expression over all rows. */
export const evaluate = (rows: Rows, expr: Expr): Result.Result<Vector, Reason> => {
  const key = canonicalJson(expr)
  const known = rows.vectors.get(key)
  if (known !== undefined) return Result.succeed(known)
  return Result.map(compute(rows, expr), (vector) => {
    rows.vectors.set(key, vector)
    return vector
  })
}

/** The values of an expression that must be numbers or booleans. */
export const evaluateNumber = (rows: Rows, expr: Expr): Result.Result<NumberVector, Reason> =>
  Result.flatMap(evaluate(rows, expr), (vector) =>
    vector.type === "text"
      ? Result.fail(
          new QuestionInvalid({ problem: `a text stands where a number or a condition is needed (${expr.op})` }),
        )
      : Result.succeed(vector),
  )

const compute = (rows: Rows, expr: Expr): Result.Result<Vector, Reason> => {
  switch (expr.op) {
    case "value":
      return Result.succeed(constant(expr.value, rows.table.rows))
    case "column":
      return ownColumn(rows, expr.column)
    case "inventory":
    case "customer":
    case "link":
      return rows.borrow === null
        ? Result.fail(new QuestionInvalid({ problem: `${expr.op} is not available over the aggregates of units` }))
        : rows.borrow(rows, expr)
    case "eq":
    case "ne":
    case "lt":
    case "le":
    case "gt":
    case "ge":
      return Result.gen(function* () {
        const { op } = expr
        const left = yield* evaluate(rows, expr.left)
        // A text against a constant is the usual filter: its words are compared once, not its rows.
        if (left.type === "text" && (op === "eq" || op === "ne") && isText(expr.right)) {
          const equal = oneOf(left, [expr.right.value])
          return op === "eq" ? equal : map("boolean", equal, (x) => 1 - x)
        }
        const right = yield* evaluate(rows, expr.right)
        if (left.type !== "text" && right.type !== "text") return zip("boolean", left, right, comparisons[op])
        if (left.type !== right.type) return yield* invalid("a text is compared with a number")
        if (op !== "eq" && op !== "ne") return yield* invalid("texts have no order; compare them with eq or ne")
        return equalTexts(left as TextVector, right as TextVector, op === "eq")
      })
    case "in":
      return Result.gen(function* () {
        const of = yield* evaluate(rows, expr.of)
        const text = of.type === "text"
        if (expr.values.some((value) => (typeof value === "string") !== text))
          return yield* invalid("a text is looked for among numbers, or a number among texts")
        return oneOf(of, expr.values)
      })
    case "and":
    case "or":
      return Result.gen(function* () {
        const absorbing = expr.op === "or" ? 1 : 0
        let all: NumberVector = constant(expr.op === "and", rows.table.rows) as NumberVector
        for (const part of expr.all) {
          const next = yield* evaluateNumber(rows, part)
          all = zip("boolean", all, next, (a, b) => kleene(a, b, absorbing))
        }
        return all
      })
    case "not":
      return Result.map(evaluateNumber(rows, expr.of), (of) =>
        map("boolean", of, (x) => (x === 0 ? 1 : x === x ? 0 : x)),
      )
    case "present":
      return Result.map(evaluate(rows, expr.of), (of) => presence(of))
    case "add":
    case "sub":
    case "mul":
      return Result.gen(function* () {
        const left = yield* evaluateNumber(rows, expr.left)
        const right = yield* evaluateNumber(rows, expr.right)
        return zip("number", left, right, arithmetic[expr.op])
      })
    case "coalesce":
      return Result.gen(function* () {
        const parts: Array<Vector> = []
        for (const part of expr.all) parts.push(yield* evaluate(rows, part))
        return yield* coalesce(parts)
      })
    case "bucket":
      return Result.gen(function* () {
        if (expr.edges.some((edge, i) => i > 0 && edge <= (expr.edges[i - 1] ?? edge)))
          return yield* invalid("edges must ascend")
        const { values } = expr
        if (values !== undefined && values.length !== Math.max(0, expr.edges.length - 1))
          return yield* invalid("a bucket has one value for each interval between its edges")
        const of = yield* evaluateNumber(rows, expr.of)
        const at = (x: number) => bucketOf(expr.edges, x)
        return map("number", of, values === undefined ? at : (x) => values[at(x)] ?? Number.NaN)
      })
    case "shard":
      return Result.gen(function* () {
        const of = yield* evaluate(rows, expr.of)
        if (of.type !== "text") return yield* invalid("a number has no shard, only a text has")
        const shards = of.words.map(shardOf)
        const values = Float64Array.from(of.codes, (code) => (code < 0 ? Number.NaN : (shards[code] as number)))
        return { type: "number", values }
      })
  }
}

const isText = (expr: Expr): expr is { readonly op: "value"; readonly value: string } =>
  expr.op === "value" && typeof expr.value === "string"

const invalid = (problem: string) => Result.fail(new QuestionInvalid({ problem }))

const ownColumn = (rows: Rows, name: string): Result.Result<Vector, Reason> => {
  const { kind, columns } = rows.table
  const field = Object.hasOwn(kind.fields, name) ? kind.fields[name] : undefined
  if (field === undefined) return Result.fail(unavailable(kind, name))
  const column = columns.get(name)
  if (name === "weight" && rows.borrow !== null) {
    // A row without a weight stands for itself.
    if (column?.type !== "number") return Result.succeed(constant(1, rows.table.rows))
    return Result.succeed(map("number", { type: "number", values: column.values }, (w) => (w === w ? w : 1)))
  }
  if (column === undefined)
    return Result.succeed(
      absent(field.type === "text" ? "text" : field.type === "boolean" ? "boolean" : "number", rows.table.rows),
    )
  return Result.succeed(fromColumn(column, field.type === "boolean"))
}

/** The error of a column that a kind does not have. */
export const unavailable = (kind: FactKind, name: string): DimensionUnavailable =>
  new DimensionUnavailable({ kind: kind.id, name, available: Object.keys(kind.fields) })

/** The error of rows that reference several facts. */
export const fanOut = (kind: string, target: string, rows: number): FanOut => new FanOut({ kind, target, rows })

const truth = (a: number, b: number, holds: boolean): number => (a !== a || b !== b ? Number.NaN : holds ? 1 : 0)
const comparisons: Readonly<Record<Comparison, (a: number, b: number) => number>> = {
  eq: (a, b) => truth(a, b, a === b),
  ne: (a, b) => truth(a, b, a !== b),
  lt: (a, b) => truth(a, b, a < b),
  le: (a, b) => truth(a, b, a <= b),
  gt: (a, b) => truth(a, b, a > b),
  ge: (a, b) => truth(a, b, a >= b),
}
const arithmetic: Readonly<Record<Arithmetic, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
}

/** Kleene's and (absorbing 0) and or (absorbing 1) over 0, 1 and NaN; other numbers count as true. */
const kleene = (a: number, b: number, absorbing: number): number => {
  const left = a === a ? (a === 0 ? 0 : 1) : a
  const right = b === b ? (b === 0 ? 0 : 1) : b
  if (left === absorbing || right === absorbing) return absorbing
  return left === left && right === right ? 1 - absorbing : Number.NaN
}

const equalTexts = (left: TextVector, right: TextVector, equal: boolean): Vector => {
  const codes = codesIn(right, left.words)
  const values = new Float64Array(codes.length)
  for (let row = 0; row < values.length; row++) {
    const a = left.codes[row] as number
    const b = codes[row] as number
    values[row] = a === -1 || b === -1 ? Number.NaN : (a === b) === equal ? 1 : 0
  }
  return { type: "boolean", values }
}

const oneOf = (of: Vector, list: ReadonlyArray<string | number>): NumberVector => {
  const wanted = new Set<string | number>(list)
  if (of.type !== "text") return map("boolean", of, (x) => (x === x ? (wanted.has(x) ? 1 : 0) : x))
  const hits = of.words.map((word) => (wanted.has(word) ? 1 : 0))
  const values = new Float64Array(of.codes.length)
  for (let row = 0; row < values.length; row++) {
    const code = of.codes[row] as number
    values[row] = code < 0 ? Number.NaN : (hits[code] ?? 0)
  }
  return { type: "boolean", values }
}

const presence = (of: Vector): Vector =>
  of.type === "text"
    ? { type: "boolean", values: Float64Array.from(of.codes, (code) => (code < 0 ? 0 : 1)) }
    : map("boolean", of, (x) => (x === x ? 1 : 0))

const coalesce = (parts: ReadonlyArray<Vector>): Result.Result<Vector, Reason> => {
  const [first, ...rest] = parts
  if (first === undefined) return invalid("coalesce of nothing")
  let out: Vector = first
  for (const part of rest) {
    if (out.type === "text" && part.type === "text") {
      const words = [...new Set([...out.words, ...part.words])]
      const codes = codesIn(part, words)
      // The words of `out` come first and are distinct, so its codes stay.
      out = { type: "text", words, codes: out.codes.map((code, row) => (code < 0 ? (codes[row] as number) : code)) }
    } else if (out.type !== "text" && part.type !== "text")
      out = zip(out.type === part.type ? out.type : "number", out, part, (a, b) => (a === a ? a : b))
    else return invalid("coalesce of a text and a number")
  }
  return Result.succeed(out)
}

/** Index of the half-open interval of ascending edges that holds a value, `NaN` outside. */
export const bucketOf = (edges: ReadonlyArray<number>, value: number): number => {
  const last = edges.length - 1
  if (last < 1 || !(value >= (edges[0] as number)) || !(value < (edges[last] as number))) return Number.NaN
  let low = 0
  let high = last
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((edges[middle] as number) <= value) low = middle
    else high = middle
  }
  return low
}
