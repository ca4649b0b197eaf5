import { DimensionUnavailable, type EngineError, QuestionInvalid } from "@touchpoint/core/engine"
import { FactKind, type FactsOutline, kindOf } from "@touchpoint/core/facts"
import type { Expr } from "@touchpoint/core/questions"
import * as Result from "effect/Result"
import type { KindTable } from "../load/KindTable.ts"

/** Why a question has no answer. */
export type Reason = EngineError["reason"]

/** An expression in SQL: numbers are `DOUBLE` and never NaN, conditions `BOOLEAN`, texts `VARCHAR`; absent is NULL. */
export interface Sql {
  readonly type: "number" | "boolean" | "text"
  readonly sql: string
  /** A number that is equal where texts are, and absent where they are; of the words of that table. */
  readonly code?: { readonly sql: string; readonly words: string }
  /** No value is further from 0; infinite where one may be infinite, and absent where texts are. */
  readonly bound?: number
}

/** Whole numbers and instants are safe integers. */
const SAFE = Number.MAX_SAFE_INTEGER

/** Expressions whose values come from elsewhere. */
export type Borrowed = Extract<Expr, { readonly op: "link" | "customer" | "inventory" }>

/** How far from 0 a value can be. */
export const boundOf = ({ bound, type }: Sql): number => (type === "boolean" ? 1 : (bound ?? Number.POSITIVE_INFINITY))

/** A bound beyond the largest double may be infinity itself. */
export const bounded = (bound: number): number => (bound > Number.MAX_VALUE ? Number.POSITIVE_INFINITY : bound)

/** Facts as an engine holds them, with what was found out about them on the way. */
export interface Held {
  readonly outline: FactsOutline
  readonly tables: ReadonlyMap<string, KindTable>
  /** The words of tables of words that have few, and their numbers; learnt once, since facts do not change. */
  readonly numbers: Map<string, ReadonlyMap<string, number>>
  /** Rows that reference several facts, by `kind → target`; counted before a question needs to know. */
  readonly fanOut: Map<string, number>
  /** How values are borrowed from linked facts, the customer's profile, the inventory. */
  readonly borrow: (ground: Ground, expr: Borrowed) => Result.Result<Sql, Reason>
}

/** The rows an expression stands over, and the joins it has needed so far. */
export interface Ground {
  readonly held: Held
  readonly kind: FactKind.FactKind
  /** Alias of the rows in the query. */
  readonly alias: string
  readonly from: string
  readonly joins: Map<string, string>
  readonly own: (name: string) => Result.Result<Sql, Reason>
  /** Whether values may be borrowed from elsewhere; the aggregates of units borrow nothing. */
  readonly borrows: boolean
}

/** The error of a column that a kind does not have. */
export const unavailable = (kind: FactKind.FactKind, name: string): DimensionUnavailable =>
  new DimensionUnavailable({ kind: kind.id, name, available: Object.keys(kind.fields) })

/** A question that makes no sense. */
export const invalid = (problem: string) => Result.fail(new QuestionInvalid({ problem }))

const sqlTypes = { text: "VARCHAR", boolean: "BOOLEAN", number: "DOUBLE" } as const

/** An absent value of a type. */
export const absent = (type: Sql["type"]): Sql => ({ type, sql: `CAST(NULL AS ${sqlTypes[type]})` })

let aliases = 0

/** The rows of a kind. A kind without facts is a table without rows, so that a question is as right or wrong as with them. */
export const groundOf = (held: Held, id: string): Ground => {
  const table = held.tables.get(id)
  const kind: FactKind.FactKind =
    table?.kind ??
    kindOf(held.outline.model, id) ??
    FactKind.make({ id, plural: id, doc: "", row: "", rank: 0, fields: {} })
  const alias = `f${aliases++}`
  const joins = new Map<string, string>()
  return {
    held,
    kind,
    alias,
    from: `${table?.name ?? "(SELECT 0 AS p, 0 AS r WHERE false)"} AS ${alias}`,
    joins,
    borrows: true,
    own: (name) => {
      const field = Object.hasOwn(kind.fields, name) ? kind.fields[name] : undefined
      if (field === undefined) return Result.fail(unavailable(kind, name))
      const type = field.type === "text" || field.type === "boolean" ? field.type : "number"
      const column = table?.columns.get(name)
      // A row without a weight stands for itself.
      if (name === "weight")
        return Result.succeed({
          type,
          bound: Number.MAX_VALUE,
          sql: column === undefined ? "CAST(1 AS DOUBLE)" : `coalesce(${alias}.${column}, 1)`,
        })
      if (column === undefined) return Result.succeed(absent(type))
      const words = table?.coded.get(name)
      if (words !== undefined) return Result.succeed(decoded(joins, alias, column, words))
      const bound = field.type === "number" ? Number.MAX_VALUE : SAFE
      return Result.succeed({
        type,
        bound,
        sql: type === "boolean" ? `(${alias}.${column} <> 0)` : `${alias}.${column}`,
      })
    },
  }
}

/** A text behind a number. The words are joined only where the text itself is asked for. */
const decoded = (joins: Map<string, string>, alias: string, column: string, words: string): Sql => ({
  type: "text",
  code: { sql: `${alias}.${column}`, words },
  get sql() {
    const name = `w_${alias}_${column}`
    joins.set(name, `LEFT JOIN ${words} AS ${name} ON ${name}.c = ${alias}.${column}`)
    return `${name}.w`
  },
})

/** What is equal where texts are: their number where they have one. */
export const sameness = (of: Sql): string => of.code?.sql ?? of.sql

/** Longest list that is written as comparisons; a longer one is joined with. */
const COMPARED = 32

/** Whether a text is one of some, by their numbers; `null` where these are not known. */
export const amongWords = ({ held }: Ground, of: Sql, texts: ReadonlyArray<string>): string | null => {
  const known = of.code === undefined ? undefined : held.numbers.get(of.code.words)
  if (of.code === undefined || known === undefined) return null
  const { sql } = of.code
  const numbers = [...new Set(texts.flatMap((text) => known.get(text) ?? []))]
  if (numbers.length === 0) return `CASE WHEN ${sql} IS NOT NULL THEN false END`
  return numbers.length > COMPARED
    ? `(${sql} IN (${numbers.join(", ")}))`
    : `(${numbers.map((number) => `${sql} = ${number}`).join(" OR ")})`
}

/** Two texts as they are compared: by their numbers where both have one of the same words. */
export const compared = (a: Sql, b: Sql): readonly [string, string] =>
  a.code !== undefined && a.code.words === b.code?.words ? [a.code.sql, b.code.sql] : [a.sql, b.sql]

/** `FROM …` with all joins. */
export const fromOf = (ground: Ground): string => `FROM ${[ground.from, ...ground.joins.values()].join(" ")}`

/** A name for a join of a ground. */
export const joinAlias = (): string => `j${aliases++}`
