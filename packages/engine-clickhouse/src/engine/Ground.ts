import { DimensionUnavailable, type EngineError, QuestionInvalid } from "@touchpoint/core/engine"
import { FactKind, kindOf } from "@touchpoint/core/facts"
import type { Expr, Span } from "@touchpoint/core/questions"
import * as Result from "effect/Result"
import type { ClickHouseFacts } from "../tables/connect.ts"

/** Why a question has no answer. */
export type Reason = EngineError["reason"]

/**
 * An expression in SQL: numbers are `Float64` and never NaN, conditions `UInt8` of 0 and 1, texts `String`; absent is
 * NULL, so all are Nullable unless they cannot be absent.
 */
export interface Sql {
  readonly type: "number" | "boolean" | "text"
  readonly sql: string
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
export interface Held extends ClickHouseFacts {
  /** Rows that reference several facts, by `kind → target`; counted before a question needs to know. */
  readonly fanOut: Map<string, number>
  /** How values are borrowed from linked facts, the customer's profile, the inventory. */
  readonly borrow: (ground: Ground, expr: Borrowed) => Result.Result<Sql, Reason>
}

/** A join, and the alias of what it brings. */
interface Join {
  readonly alias: string
  readonly sql: string
}

/** The rows an expression stands over, and the joins it has needed so far. */
export interface Ground {
  readonly held: Held
  readonly kind: FactKind.FactKind
  /** Alias of the rows in the query. */
  readonly alias: string
  readonly from: string
  /** By what they are needed for. */
  readonly joins: Map<string, Join>
  readonly own: (name: string) => Result.Result<Sql, Reason>
  /** Conditions that rows of a span of a column meet, for indexes. */
  readonly near: (name: string, span: Span) => ReadonlyArray<string>
  /** Conditions that all rows of the kind meet. */
  readonly where: ReadonlyArray<string>
  /** Whether values may be borrowed from elsewhere; the aggregates of units borrow nothing. */
  readonly borrows: boolean
}

/** The error of a column that a kind does not have. */
export const unavailable = (kind: FactKind.FactKind, name: string): DimensionUnavailable =>
  new DimensionUnavailable({ kind: kind.id, name, available: Object.keys(kind.fields) })

/** A question that makes no sense. */
export const invalid = (problem: string) => Result.fail(new QuestionInvalid({ problem }))

/** Types of values that may be absent. */
export const sqlTypes = { text: "Nullable(String)", boolean: "Nullable(UInt8)", number: "Nullable(Float64)" } as const

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
  const alias = `f${aliases++ % 10_000}`
  const joins = new Map<string, Join>()
  return {
    held,
    kind,
    alias,
    from: table?.from(alias) ?? `(SELECT 1 AS none WHERE 0) AS ${alias}`,
    joins,
    where: table?.where.map((condition) => condition(alias)) ?? [],
    borrows: true,
    near: (name, span) => table?.near.get(name)?.(alias, span) ?? [],
    own: (name) => {
      const field = Object.hasOwn(kind.fields, name) ? kind.fields[name] : undefined
      if (field === undefined) return Result.fail(unavailable(kind, name))
      const type = field.type === "text" || field.type === "boolean" ? field.type : "number"
      const column = table?.columns.get(name)?.(alias)
      const join = table?.joins.get(name)
      if (join !== undefined) joins.set(`column ${name}`, { alias, sql: join(alias) })
      // A row without a weight stands for itself.
      if (name === "weight")
        return Result.succeed({
          type,
          bound: Number.MAX_VALUE,
          sql: column === undefined ? "toFloat64(1)" : `ifNull(${column}, 1.)`,
        })
      if (column === undefined) return Result.succeed(absent(type))
      return Result.succeed({ type, bound: field.type === "number" ? Number.MAX_VALUE : SAFE, sql: column })
    },
  }
}

/** Rows with all their joins, and the conditions they meet. */
export interface From {
  /** `FROM …` */
  readonly from: string
  /** ` WHERE …`, or nothing. */
  readonly where: string
}

/** Conditions that all have to be met. */
const whereOf = (conditions: ReadonlyArray<string>): string =>
  conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`

/** The rows of a ground that meet some conditions. */
export const fromOf = ({ from, joins, where }: Ground, conditions: ReadonlyArray<string> = []): From => ({
  from: `FROM ${[from, ...Array.from(joins.values(), ({ sql }) => sql)].join(" ")}`,
  where: whereOf([...where, ...conditions]),
})

/** The same as a text. */
export const fromText = (ground: Ground, conditions: ReadonlyArray<string> = []): string => {
  const { from, where } = fromOf(ground, conditions)
  return `${from}${where}`
}

/** A name for a join of a ground. */
export const joinAlias = (): string => `j${aliases++ % 10_000}`
