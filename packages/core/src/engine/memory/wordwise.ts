import * as Result from "effect/Result"
import type { Expr } from "../../questions/Expr.ts"
import { evaluateNumber, type Reason, type Rows } from "./evaluate.ts"

/** A condition by the words of a column: `holds[code + 1]` of a row's code, 1 where it holds; absent is code −1. */
export interface Wordwise {
  readonly codes: Int32Array
  readonly holds: Uint8Array
}

/**
 * A condition that says something about one text column only, decided once for each of its words instead of each row;
 * `null` where it says more.
 */
export const wordwise = (rows: Rows, expr: Expr): Result.Result<Wordwise | null, Reason> => {
  const name = rows.borrow === null ? null : onlyColumn(expr)
  const column = name === null ? undefined : rows.table.columns.get(name)
  if (name === null || column?.type !== "text" || column.dictionary.length >= rows.table.rows)
    return Result.succeed(null)
  const { dictionary } = column
  const words: Rows = {
    ...rows,
    table: {
      ...rows.table,
      rows: dictionary.length + 1,
      columns: new Map([
        [
          name,
          { type: "text", dictionary, codes: Int32Array.from({ length: dictionary.length + 1 }, (_, i) => i - 1) },
        ],
      ]),
    },
    vectors: new Map(),
  }
  return Result.map(evaluateNumber(words, expr), ({ values }) => ({
    codes: column.codes,
    holds: Uint8Array.from(values, (x) => (holds(x) ? 1 : 0)),
  }))
}

/** Which rows a condition keeps; asked row by row. */
export const holding = (rows: Rows, expr: Expr): Result.Result<(row: number) => boolean, Reason> =>
  Result.flatMap(wordwise(rows, expr), (words) => {
    if (words !== null) {
      const { codes, holds: known } = words
      return Result.succeed((row: number) => known[(codes[row] as number) + 1] === 1)
    }
    return Result.map(
      evaluateNumber(rows, expr),
      ({ values }) =>
        (row: number) =>
          holds(values[row] as number),
    )
  })

/** Whether a number is true: neither 0 nor absent. */
export const holds = (x: number): boolean => x === x && x !== 0

/** The one column an expression reads, where it reads no more and nothing but columns. */
const onlyColumn = (expr: Expr): string | null => {
  const found = new Set<string>()
  const read = (one: Expr): boolean => {
    switch (one.op) {
      case "column":
        found.add(one.column)
        return true
      case "value":
        return true
      case "eq":
      case "ne":
        return read(one.left) && read(one.right)
      case "in":
      case "not":
      case "present":
        return read(one.of)
      case "and":
      case "or":
        return one.all.every(read)
      default:
        return false
    }
  }
  const [only, ...others] = read(expr) ? found : []
  return only === undefined || others.length > 0 ? null : only
}
