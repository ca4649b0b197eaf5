import { attributesOf } from "../attributesOf.ts"
import * as Result from "effect/Result"
import type { Link } from "../../facts/FactKind.ts"
import type { Expr, InventoryAttribute, Reduce } from "../../questions/Expr.ts"
import { DimensionUnavailable, QuestionInvalid } from "../Engine.ts"
import { type Borrow, evaluate, evaluateNumber, fanOut, type Reason, type Rows, unavailable } from "./evaluate.ts"
import { absent, codesIn, type TextVector, type Vector } from "./Vector.ts"

/**
 * Makes the borrower of an ask: values come from linked facts, the customer's profile or the inventory. `rowsOf` opens
 * another table.
 */
export const borrower =
  (rowsOf: (kind: string) => Rows): Borrow =>
  (rows, expr) => {
    if (expr.op === "link") return fromLink(rows, expr, rowsOf)
    return expr.op === "customer" ? fromProfile(rows, expr.column, rowsOf) : fromInventory(rows, expr.attribute)
  }

const text = (rows: Rows, name: string): Result.Result<TextVector, Reason> =>
  Result.flatMap(evaluate(rows, { op: "column", column: name }), (vector) =>
    vector.type === "text"
      ? Result.succeed(vector)
      : Result.fail(new QuestionInvalid({ problem: `${name} is not a text` })),
  )

type LinkExpr = Extract<Expr, { readonly op: "link" }>

const fromLink = (rows: Rows, expr: LinkExpr, rowsOf: (kind: string) => Rows): Result.Result<Vector, Reason> =>
  Result.gen(function* () {
    const { kind } = rows.table
    const link = kind.links.find(({ target }) => target === expr.to)
    if (link === undefined)
      return yield* Result.fail(
        new DimensionUnavailable({ kind: kind.id, name: expr.to, available: kind.links.map(({ target }) => target) }),
      )
    const target = rowsOf(expr.to)
    const of = yield* evaluate(target, expr.of)
    if (of.type === "text" && expr.reduce !== "single" && expr.reduce !== "count")
      return yield* Result.fail(new QuestionInvalid({ problem: `texts cannot be reduced by ${expr.reduce}` }))
    const places = yield* matches(rows, target, link)
    if (expr.reduce === "single") {
      let several = 0
      for (const group of places.of) if (group >= 0 && (places.count[group] as number) > 1) several++
      if (several > 0) return yield* Result.fail(fanOut(kind.id, expr.to, several))
    }
    return gather(places, of, expr.reduce)
  })

interface Matches {
  /** Group of target rows per own row; -1 where none is referenced. */
  readonly of: Int32Array
  /** Target rows per group. */
  readonly count: Int32Array
  /** Group per target row; -1 where it has no key. */
  readonly group: Int32Array
}

const matches = (rows: Rows, target: Rows, link: Link): Result.Result<Matches, Reason> =>
  Result.gen(function* () {
    const key = yield* text(rows, link.key)
    const targetKey = yield* text(target, link.targetKey)
    const count = new Int32Array(targetKey.words.length)
    for (const code of targetKey.codes) if (code >= 0) count[code] = (count[code] as number) + 1
    const of = codesIn(key, targetKey.words).map((code) => (code >= 0 && (count[code] as number) > 0 ? code : -1))
    return { of, count, group: targetKey.codes }
  })

const gather = ({ count, group, of: references }: Matches, of: Vector, reduce: Reduce): Vector => {
  if (reduce === "count")
    return { type: "number", values: Float64Array.from(references, (g) => (g < 0 ? 0 : (count[g] as number))) }
  if (of.type === "text") {
    const codes = new Int32Array(count.length).fill(-1)
    for (let row = 0; row < group.length; row++) {
      const g = group[row] as number
      if (g >= 0) codes[g] = of.codes[row] as number
    }
    return { type: "text", words: of.words, codes: references.map((g) => (g < 0 ? -1 : (codes[g] as number))) }
  }
  const values = new Float64Array(count.length).fill(Number.NaN)
  const merge = reducers[reduce]
  const first = (value: number) => (reduce === "every" || reduce === "any" ? Number(value !== 0) : value)
  for (let row = 0; row < group.length; row++) {
    const g = group[row] as number
    const value = of.values[row] as number
    if (g < 0 || value !== value) continue
    const known = values[g] as number
    values[g] = known === known ? merge(known, value) : first(value)
  }
  return {
    type: reduce === "every" || reduce === "any" ? "boolean" : reduce === "single" ? of.type : "number",
    values: Float64Array.from(references, (g) => (g < 0 ? Number.NaN : (values[g] as number))),
  }
}

const reducers: Readonly<Record<Exclude<Reduce, "count">, (a: number, b: number) => number>> = {
  single: (_, b) => b,
  every: (a, b) => (a !== 0 && b !== 0 ? 1 : 0),
  any: (a, b) => (a !== 0 || b !== 0 ? 1 : 0),
  min: (a, b) => Math.min(a, b),
  max: (a, b) => Math.max(a, b),
  sum: (a, b) => a + b,
}

const fromProfile = (rows: Rows, name: string, rowsOf: (kind: string) => Rows): Result.Result<Vector, Reason> =>
  Result.gen(function* () {
    if (!Object.hasOwn(rows.table.kind.fields, "customer"))
      return yield* Result.fail(unavailable(rows.table.kind, "customer"))
    const profiles = rowsOf("customer")
    const of = yield* evaluate(profiles, { op: "column", column: name })
    const owner = yield* text(profiles, "customer")
    const since = yield* evaluateNumber(profiles, { op: "column", column: "at" })
    const own = codesIn(yield* text(rows, "customer"), owner.words)
    const at = yield* evaluateNumber(rows, { op: "column", column: "at" })
    // Profiles of a customer in order of time; an undated profile was always valid.
    const start = (row: number) => {
      const value = since.values[row] as number
      return value === value ? value : Number.NEGATIVE_INFINITY
    }
    const byOwner = new Map<number, Array<number>>()
    for (let row = 0; row < owner.codes.length; row++) {
      const code = owner.codes[row] as number
      const list = byOwner.get(code)
      if (code < 0) continue
      if (list === undefined) byOwner.set(code, [row])
      else list.push(row)
    }
    for (const list of byOwner.values()) list.sort((a, b) => compare(start(a), start(b)) || a - b)
    const pick = (row: number): number => {
      const list = byOwner.get(own[row] as number)
      if (list === undefined) return -1
      const when = at.values[row] as number
      return list.findLast((profile) => when !== when || start(profile) <= when) ?? -1
    }
    const places = Int32Array.from({ length: rows.table.rows }, (_, row) => pick(row))
    return of.type === "text"
      ? { ...of, codes: places.map((p) => (p < 0 ? -1 : (of.codes[p] as number))) }
      : { ...of, values: Float64Array.from(places, (p) => (p < 0 ? Number.NaN : (of.values[p] as number))) }
  })

const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0)

const fromInventory = (rows: Rows, attribute: InventoryAttribute): Result.Result<Vector, Reason> =>
  Result.gen(function* () {
    const { facts, table } = rows
    if (facts.inventory === null)
      return yield* Result.fail(
        new DimensionUnavailable({ kind: table.kind.id, name: attribute, available: Object.keys(table.kind.fields) }),
      )
    if (!Object.hasOwn(table.kind.fields, "touchpoint"))
      return yield* Result.fail(unavailable(table.kind, "touchpoint"))
    const touchpoint = yield* text(rows, "touchpoint")
    const entries = attributesOf(facts.inventory, attribute)
    const words = [...new Set(entries.values())]
    const codeOf = new Map(words.map((word, code) => [word, code] as const))
    const codes = touchpoint.words.map((id) => codeOf.get(entries.get(id) ?? "") ?? -1)
    if (words.length === 0) return absent("text", table.rows)
    return { type: "text", words, codes: touchpoint.codes.map((code) => (code < 0 ? -1 : (codes[code] ?? -1))) }
  })
