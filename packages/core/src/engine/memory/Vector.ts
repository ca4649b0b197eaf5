import type { Column } from "../../facts/Column.ts"

/**
 * The values of an expression over all rows of a table: numbers and booleans (0 / 1) as doubles with `NaN` for absent,
 * texts as codes into words with `-1` for absent.
 */
export type Vector =
  | { readonly type: "number" | "boolean"; readonly values: Float64Array }
  | { readonly type: "text"; readonly codes: Int32Array; readonly words: ReadonlyArray<string> }

/** A vector of numbers or booleans. */
export type NumberVector = Extract<Vector, { readonly values: Float64Array }>
/** A vector of texts. */
export type TextVector = Extract<Vector, { readonly type: "text" }>

/** A column as a vector, without copying. */
export const fromColumn = (column: Column, boolean: boolean): Vector =>
  column.type === "text"
    ? { type: "text", codes: column.codes, words: column.dictionary }
    : { type: boolean ? "boolean" : "number", values: column.values }

/** A vector of absent values. */
export const absent = (type: Vector["type"], rows: number): Vector =>
  type === "text"
    ? { type, codes: new Int32Array(rows).fill(-1), words: [] }
    : { type, values: new Float64Array(rows).fill(Number.NaN) }

/** One value for every row. */
export const constant = (value: string | number | boolean, rows: number): Vector =>
  typeof value === "string"
    ? { type: "text", codes: new Int32Array(rows), words: [value] }
    : { type: typeof value === "boolean" ? "boolean" : "number", values: new Float64Array(rows).fill(Number(value)) }

/** Numbers made row by row from one vector. */
export const map = (type: "number" | "boolean", of: NumberVector, f: (x: number) => number): NumberVector => {
  const { values } = of
  const out = new Float64Array(values.length)
  for (let row = 0; row < out.length; row++) out[row] = f(values[row] as number)
  return { type, values: out }
}

/** Numbers made row by row from two vectors. */
export const zip = (
  type: "number" | "boolean",
  left: NumberVector,
  right: NumberVector,
  f: (a: number, b: number) => number,
): NumberVector => {
  const out = new Float64Array(left.values.length)
  for (let row = 0; row < out.length; row++) out[row] = f(left.values[row] as number, right.values[row] as number)
  return { type, values: out }
}

/** The codes of one text vector in the words of another; words the other lacks become -2, absent stays -1. */
export const codesIn = (of: TextVector, words: ReadonlyArray<string>): Int32Array => {
  const codeOf = new Map(words.map((word, code) => [word, code] as const))
  const codes = Int32Array.from(of.words, (word) => codeOf.get(word) ?? -2)
  return of.codes.map((code) => (code < 0 ? -1 : (codes[code] as number)))
}
