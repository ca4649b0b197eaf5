import type { FieldType } from "@touchpoint/core/facts"
import * as Result from "effect/Result"
import { double, identifier, literal, type Parameters } from "../sql.ts"
import type { ColumnMap } from "./TableMap.ts"

type ColumnSpec = Extract<Exclude<ColumnMap, string>, { readonly column: string }>

/** A column as the mapping names it, of the table with an alias. */
export const rawColumn = (alias: string, { column, key }: ColumnSpec, values: Parameters) =>
  `${alias}.${identifier(column)}${key === undefined ? "" : `[${values.text(key)}]`}`

/**
 * A field as an expression: texts are `Nullable(String)`, numbers and instants (epoch milliseconds) `Nullable(Float64)`
 * and never NaN, conditions `Nullable(UInt8)`. `type` is the column's own; a text says why it does not fit.
 */
export const columnSql = (
  field: FieldType,
  spec: ColumnSpec,
  type: string,
  raw: string,
  { values, zone }: { readonly values: Parameters; readonly zone: string },
): Result.Result<string, string> => {
  const bare = bareType(type)
  if (field === "text") return Result.succeed(textSql(spec, raw, values))
  if (spec.values !== undefined) return Result.fail(`only texts have values that stand for others`)
  if (field === "boolean") {
    if (/^(?:Bool|U?Int\d+|Float\d+)$/.test(bare)) return Result.succeed(`CAST(${raw} <> 0 AS Nullable(UInt8))`)
    return Result.fail(`a condition is a Bool or a number, not ${type}`)
  }
  if (field === "instant" && bare.startsWith("Date")) return Result.succeed(instantSql(spec, type, raw, literal(zone)))
  if (!/^(?:Bool|U?Int\d+|Float\d+|BFloat16|Decimal.*)$/.test(bare))
    return Result.fail(
      `${field === "instant" ? "an instant is a Date, a DateTime, or a number" : "it needs a number"}, not ${type}`,
    )
  const number = `CAST(${raw} AS Nullable(Float64))`
  const finite = /^B?Float/.test(bare) ? `if(isFinite(${number}), ${number}, NULL)` : number
  return Result.succeed(field === "instant" && spec.unit === "s" ? `(${finite} * 1000.)` : finite)
}

/** Dates begin at midnight of the project's zone; times of any zone are instants. */
const instantSql = ({ empty = "absent" }: ColumnSpec, type: string, raw: string, zone: string): string => {
  const instant = `toFloat64(toUnixTimestamp64Milli(toDateTime64(${raw}, 3, ${zone})))`
  if (empty === "kept" || type.includes("Nullable(")) return instant
  return `if(toInt64(${raw}) = 0, NULL, ${instant})`
}

/** The type without what only says how it is stored, or that it may be absent. */
const bareType = (type: string): string => {
  const inner = /^(?:Nullable|LowCardinality)\((.*)\)$/.exec(type)?.[1]
  return inner === undefined ? type : bareType(inner)
}

const textSql = ({ empty = "absent", values: named }: ColumnSpec, raw: string, values: Parameters) => {
  const text = `CAST(toString(${raw}) AS Nullable(String))`
  const present = empty === "absent" ? `nullIf(${text}, '')` : text
  const pairs = Object.entries(named ?? {})
  return pairs.length === 0
    ? present
    : `transform(${present}, ${values.texts(pairs.map(([from]) => from))}, ${values.texts(pairs.map(([, to]) => to))}, ${present})`
}

/** A constant as the value of a field; a text says why it does not fit. */
export const constantSql = (
  field: FieldType,
  constant: string | number | boolean,
  values: Parameters,
): Result.Result<string, string> => {
  if (field === "text")
    return typeof constant === "string"
      ? Result.succeed(`CAST(${values.text(constant)} AS Nullable(String))`)
      : Result.fail("a text is needed")
  if (typeof constant === "string") return Result.fail("a text is no number")
  return Result.succeed(
    field === "boolean"
      ? `CAST(${constant ? 1 : 0} AS Nullable(UInt8))`
      : `CAST(${double(Number(constant))} AS Nullable(Float64))`,
  )
}
