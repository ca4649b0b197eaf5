import * as Schema from "effect/Schema"

/**
 * An engine-neutral expression over the row of a fact (or over a unit's aggregates). Values are numbers, booleans or
 * texts; *absent* spreads as in SQL: a comparison with absent is absent, `and` / `or` / `not` follow Kleene's logic,
 * and a row whose filter is absent is left out.
 *
 * **Details**
 *
 * - `column`: a column of the row. `inventory`: the entry of the row's touchpoint. `customer`: the customer's profile
 *   as of the row. `link`: borrowed from the facts the row references; `reduce` says how their values become one,
 *   and `single` refuses (`FanOut`) where there are several.
 * - `bucket`: index of the interval `[edgeᵢ, edgeᵢ₊₁)` that holds the value, or what `values` has there, such as the rate
 *   of a month; absent outside. Edges are made once by the core's calendar, so no engine does calendar arithmetic.
 * - `shard`: number 0 … 127 of a text, the low 7 bits of the first byte of its MD5: the same share of customers on
 *   every engine, left out in turn where an interval has no formula (jackknife).
 *
 * @category questions
 * @since 0.1.0
 */
export type Expr =
  | { readonly op: "value"; readonly value: string | number | boolean }
  | { readonly op: "column"; readonly column: string }
  | { readonly op: "inventory"; readonly attribute: InventoryAttribute }
  | { readonly op: "customer"; readonly column: string }
  | { readonly op: "link"; readonly to: string; readonly of: Expr; readonly reduce: Reduce }
  | { readonly op: Comparison; readonly left: Expr; readonly right: Expr }
  | { readonly op: "in"; readonly of: Expr; readonly values: ReadonlyArray<string | number> }
  | { readonly op: "and" | "or"; readonly all: ReadonlyArray<Expr> }
  | { readonly op: "not" | "present"; readonly of: Expr }
  | { readonly op: Arithmetic; readonly left: Expr; readonly right: Expr }
  | { readonly op: "coalesce"; readonly all: ReadonlyArray<Expr> }
  | {
      readonly op: "bucket"
      readonly of: Expr
      readonly edges: ReadonlyArray<number>
      readonly values?: ReadonlyArray<number>
    }
  | { readonly op: "shard"; readonly of: Expr }

/** Comparisons; order is of numbers only, texts compare with `eq` and `ne`. @category questions @since 0.1.0 */
export type Comparison = "eq" | "ne" | "lt" | "le" | "gt" | "ge"
/** Arithmetic of numbers. @category questions @since 0.1.0 */
export type Arithmetic = "add" | "sub" | "mul"
/** What a row can borrow from its touchpoint's entry in the inventory. @category questions @since 0.1.0 */
export const InventoryAttribute = Schema.Literals([
  "stage",
  "phase",
  "category",
  "channel",
  "mode",
  "party",
  "partyKind",
  "owner",
])
/** @see {@link InventoryAttribute} @category questions @since 0.1.0 */
export type InventoryAttribute = typeof InventoryAttribute.Type
/** How the values of several referenced facts become one, after each was computed at its own grain. @category questions @since 0.1.0 */
export const Reduce = Schema.Literals(["single", "every", "any", "min", "max", "sum", "count"])
/** @see {@link Reduce} @category questions @since 0.1.0 */
export type Reduce = typeof Reduce.Type

const self = Schema.suspend((): Schema.Codec<Expr, Expr> => Expr)
const comparison = (op: Comparison | Arithmetic) => Schema.Struct({ op: Schema.Literal(op), left: self, right: self })

/** JSON codec of {@link Expr}. @category questions @since 0.1.0 */
export const Expr: Schema.Codec<Expr, Expr> = Schema.Union([
  Schema.Struct({ op: Schema.Literal("value"), value: Schema.Union([Schema.String, Schema.Finite, Schema.Boolean]) }),
  Schema.Struct({ op: Schema.Literal("column"), column: Schema.String }),
  Schema.Struct({ op: Schema.Literal("inventory"), attribute: InventoryAttribute }),
  Schema.Struct({ op: Schema.Literal("customer"), column: Schema.String }),
  Schema.Struct({ op: Schema.Literal("link"), to: Schema.String, of: self, reduce: Reduce }),
  comparison("eq"),
  comparison("ne"),
  comparison("lt"),
  comparison("le"),
  comparison("gt"),
  comparison("ge"),
  Schema.Struct({
    op: Schema.Literal("in"),
    of: self,
    values: Schema.Array(Schema.Union([Schema.String, Schema.Finite])),
  }),
  Schema.Struct({ op: Schema.Literals(["and", "or"]), all: Schema.Array(self) }),
  Schema.Struct({ op: Schema.Literals(["not", "present"]), of: self }),
  comparison("add"),
  comparison("sub"),
  comparison("mul"),
  Schema.Struct({ op: Schema.Literal("coalesce"), all: Schema.Array(self) }),
  Schema.Struct({
    op: Schema.Literal("bucket"),
    of: self,
    edges: Schema.Array(Schema.Finite),
    values: Schema.optionalKey(Schema.Array(Schema.Finite)),
  }),
  Schema.Struct({ op: Schema.Literal("shard"), of: self }),
]).annotate({ identifier: "Expr" })

type Operand = Expr | string | number | boolean

const operand = (value: Operand): Expr => (typeof value === "object" ? value : { op: "value", value })
const compare =
  (op: Comparison) =>
  (left: Expr, right: Operand): Expr => ({ op, left, right: operand(right) })

/**
 * A column of the row.
 *
 * **Example** (Answered by customers of the west)
 *
 * ```ts
 * import { and, column, eq, present } from "@touchpoint/core/questions"
 *
 * const west = and(eq(column("region"), "west"), present(column("score")))
 * console.log(west.op) // and
 * ```
 *
 * @category questions
 * @since 0.1.0
 */
export const column = (name: string): Expr => ({ op: "column", column: name })
/** An attribute of the row's touchpoint. @category questions @since 0.1.0 */
export const inventory = (attribute: InventoryAttribute): Expr => ({ op: "inventory", attribute })
/** A column of the customer's profile as of the row. @category questions @since 0.1.0 */
export const customer = (name: string): Expr => ({ op: "customer", column: name })
/** A value borrowed from the facts the row references. @category questions @since 0.1.0 */
export const link = (to: string, of: Expr, reduce: Reduce = "single"): Expr => ({ op: "link", to, of, reduce })
/** A constant. @category questions @since 0.1.0 */
export const value = (constant: string | number | boolean): Expr => ({ op: "value", value: constant })
/** Equal. @category questions @since 0.1.0 */
export const eq = compare("eq")
/** Not equal. @category questions @since 0.1.0 */
export const ne = compare("ne")
/** Less than. @category questions @since 0.1.0 */
export const lt = compare("lt")
/** At most. @category questions @since 0.1.0 */
export const le = compare("le")
/** Greater than. @category questions @since 0.1.0 */
export const gt = compare("gt")
/** At least. @category questions @since 0.1.0 */
export const ge = compare("ge")
/** One of the values. @category questions @since 0.1.0 */
export const oneOf = (of: Expr, values: ReadonlyArray<string | number>): Expr => ({ op: "in", of, values })
/** All hold. @category questions @since 0.1.0 */
export const and = (...all: ReadonlyArray<Expr>): Expr => ({ op: "and", all })
/** At least one holds. @category questions @since 0.1.0 */
export const or = (...all: ReadonlyArray<Expr>): Expr => ({ op: "or", all })
/** Does not hold. @category questions @since 0.1.0 */
export const not = (of: Expr): Expr => ({ op: "not", of })
/** Is not absent. @category questions @since 0.1.0 */
export const present = (of: Expr): Expr => ({ op: "present", of })
/** The first that is not absent. @category questions @since 0.1.0 */
export const coalesce = (...all: ReadonlyArray<Expr>): Expr => ({ op: "coalesce", all })
/** Sum of two numbers. @category questions @since 0.1.0 */
export const add = (left: Expr, right: Operand): Expr => ({ op: "add", left, right: operand(right) })
/** Difference of two numbers. @category questions @since 0.1.0 */
export const sub = (left: Expr, right: Operand): Expr => ({ op: "sub", left, right: operand(right) })
/** Product of two numbers. @category questions @since 0.1.0 */
export const mul = (left: Expr, right: Operand): Expr => ({ op: "mul", left, right: operand(right) })
/** Index of the interval that holds the value, or the value given for that interval. @category questions @since 0.1.0 */
export const bucket = (of: Expr, edges: ReadonlyArray<number>, values?: ReadonlyArray<number>): Expr => ({
  op: "bucket",
  of,
  edges,
  ...(values === undefined ? {} : { values }),
})
/** Which of 128 shards a text belongs to. @category questions @since 0.2.0 */
export const shard = (of: Expr): Expr => ({ op: "shard", of })
