import * as Result from "effect/Result"
import type { Dimension, DimensionValue } from "../../questions/Dimension.ts"
import { QuestionInvalid } from "../Engine.ts"
import { evaluate, evaluateNumber, type Reason, type Rows } from "./evaluate.ts"
import type { TextVector, Vector } from "./Vector.ts"

/** Rows in groups: the group of each selected row, and what each group is. */
export interface Grouping {
  /** Group per position of the selection. */
  readonly of: Int32Array
  readonly keys: ReadonlyArray<ReadonlyArray<DimensionValue>>
}

/** Values of a dimension as codes: `-1` is absent. */
interface Coded {
  readonly codes: (row: number) => number
  readonly value: (code: number) => DimensionValue
  readonly size: number
}

/** Groups the selected rows by dimensions. */
export const groupBy = (
  rows: Rows,
  selection: Int32Array,
  by: ReadonlyArray<Dimension>,
): Result.Result<Grouping, Reason> =>
  Result.gen(function* () {
    let of = new Int32Array(selection.length)
    let keys: Array<ReadonlyArray<DimensionValue>> = [[]]
    for (const dimension of by) {
      const coded = yield* encode(rows, dimension)
      const next = new Int32Array(selection.length)
      const grown: typeof keys = []
      const groups = pairs(keys.length, coded.size + 1)
      for (let i = 0; i < selection.length; i++) {
        const group = of[i] as number
        const code = coded.codes(selection[i] as number)
        const known = groups.code(group, code + 1)
        if (known === grown.length) grown.push([...(keys[group] ?? []), code < 0 ? null : coded.value(code)])
        next[i] = known
      }
      of = next
      keys = grown
    }
    return { of, keys }
  })

/** Gives pairs of codes dense codes in order of appearance. */
export const pairs = (
  left: number,
  right: number,
): { readonly code: (a: number, b: number) => number; readonly size: () => number } => {
  let size = 0
  if (left * right <= 1 << 22) {
    const codes = new Int32Array(left * right).fill(-1)
    return {
      code: (a, b) => {
        const at = a * right + b
        const known = codes[at] as number
        return known < 0 ? (codes[at] = size++) : known
      },
      size: () => size,
    }
  }
  const codes = new Map<number, number>()
  return {
    code: (a, b) => {
      const at = a * right + b
      const known = codes.get(at)
      if (known !== undefined) return known
      codes.set(at, size)
      return size++
    },
    size: () => size,
  }
}

const encode = (rows: Rows, dimension: Dimension): Result.Result<Coded, Reason> =>
  Result.map("of" in dimension ? evaluate(rows, dimension.of) : caseTexts(rows, dimension.cases), coded)

/** A dimension whose values are texts, over all rows. */
export const textsOf = (rows: Rows, dimension: Dimension): Result.Result<TextVector, Reason> =>
  Result.flatMap("of" in dimension ? evaluate(rows, dimension.of) : caseTexts(rows, dimension.cases), (vector) =>
    vector.type === "text"
      ? Result.succeed(vector)
      : Result.fail(new QuestionInvalid({ problem: `${dimension.id} is no text and cannot label rows` })),
  )

/** The first of several named cases that holds. */
const caseTexts = (
  rows: Rows,
  cases: Extract<Dimension, { readonly cases: unknown }>["cases"],
): Result.Result<TextVector, Reason> =>
  Result.gen(function* () {
    const codes = new Int32Array(rows.table.rows).fill(-1)
    const words = [...new Set(cases.map(({ label }) => label))]
    for (const { label, when } of cases) {
      const { values } = yield* evaluateNumber(rows, when)
      const code = words.indexOf(label)
      for (let row = 0; row < codes.length; row++) {
        const value = values[row] as number
        if (codes[row] === -1 && value === value && value !== 0) codes[row] = code
      }
    }
    return { type: "text", codes, words }
  })

const coded = (vector: Vector): Coded => {
  if (vector.type === "text") {
    const { codes, words } = vector
    return { codes: (row) => codes[row] as number, value: (code) => words[code] ?? null, size: words.length }
  }
  const { type, values } = vector
  const codeOf = new Map<number, number>()
  const known: Array<number> = []
  const codes = new Int32Array(values.length)
  for (let row = 0; row < codes.length; row++) {
    const value = values[row] as number
    if (value !== value) {
      codes[row] = -1
      continue
    }
    // -0 and 0 are one value.
    const key = value === 0 ? 0 : value
    let code = codeOf.get(key)
    if (code === undefined) {
      code = known.length
      codeOf.set(key, code)
      known.push(key)
    }
    codes[row] = code
  }
  return {
    codes: (row) => codes[row] as number,
    value: (code) => (type === "boolean" ? (known[code] === 0 ? "false" : "true") : (known[code] ?? null)),
    size: known.length,
  }
}
