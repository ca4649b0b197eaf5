/**
 * A column of numbers, instants, integers (all as doubles) or booleans (0 / 1); `NaN` is absent.
 *
 * @category facts
 * @since 0.1.0
 */
export interface NumberColumn {
  readonly type: "number"
  readonly values: Float64Array
}

/**
 * A column of texts as codes into a dictionary of distinct texts; `-1` is absent.
 *
 * @category facts
 * @since 0.1.0
 */
export interface TextColumn {
  readonly type: "text"
  readonly codes: Int32Array
  readonly dictionary: ReadonlyArray<string>
}

/** A column of facts. @category facts @since 0.1.0 */
export type Column = NumberColumn | TextColumn

/** A value of a column as plain data; `null` is absent. @category facts @since 0.1.0 */
export const cell = (column: Column, row: number): string | number | null => {
  if (column.type === "text") return column.dictionary[column.codes[row] ?? -1] ?? null
  const value = column.values[row]
  return value === undefined || Number.isNaN(value) ? null : value
}

/** Appends values to a growing column. @category facts @since 0.1.0 */
export interface NumberBuilder {
  readonly push: (value: number) => void
  readonly finish: () => NumberColumn
}

/** A growing column of numbers. @category facts @since 0.1.0 */
export const numberBuilder = (capacity = 1024): NumberBuilder => {
  let values = new Float64Array(capacity)
  let rows = 0
  return {
    push: (value) => {
      if (rows === values.length) {
        const grown = new Float64Array(rows * 2)
        grown.set(values)
        values = grown
      }
      values[rows++] = value
    },
    finish: () => ({ type: "number", values: values.slice(0, rows) }),
  }
}

/** Appends texts to a growing column. @category facts @since 0.1.0 */
export interface TextBuilder {
  readonly push: (value: string | null) => void
  readonly finish: () => TextColumn
}

/**
 * A growing column of texts. Texts given beforehand take the first codes, in their order (bands keep their order).
 *
 * @category facts
 * @since 0.1.0
 */
export const textBuilder = (known: Iterable<string> = [], capacity = 1024): TextBuilder => {
  const codeOf = new Map<string, number>()
  for (const text of known) codeOf.set(text, codeOf.size)
  let codes = new Int32Array(capacity)
  let rows = 0
  return {
    push: (value) => {
      if (rows === codes.length) {
        const grown = new Int32Array(rows * 2)
        grown.set(codes)
        codes = grown
      }
      let code = -1
      if (value !== null) {
        code = codeOf.get(value) ?? -1
        if (code === -1) codeOf.set(value, (code = codeOf.size))
      }
      codes[rows++] = code
    },
    finish: () => ({ type: "text", codes: codes.slice(0, rows), dictionary: [...codeOf.keys()] }),
  }
}

/** The rows of a column at the given places, in that order. @category facts @since 0.1.0 */
export const take = (column: Column, rows: Int32Array): Column =>
  column.type === "text"
    ? { ...column, codes: Int32Array.from(rows, (row) => column.codes[row] ?? -1) }
    : { ...column, values: Float64Array.from(rows, (row) => column.values[row] ?? Number.NaN) }

/** Columns one under the other; `null` stands for a part that lacks the column. @category facts @since 0.1.0 */
export const concat = (parts: ReadonlyArray<{ readonly column: Column | null; readonly rows: number }>): Column => {
  const total = parts.reduce((sum, part) => sum + part.rows, 0)
  const text = parts.some((part) => part.column?.type === "text")
  let at = 0
  if (!text) {
    const values = new Float64Array(total).fill(Number.NaN)
    for (const { column, rows } of parts) {
      if (column?.type === "number") values.set(column.values, at)
      at += rows
    }
    return { type: "number", values }
  }
  const codeOf = new Map<string, number>()
  const codes = new Int32Array(total).fill(-1)
  for (const { column, rows } of parts) {
    if (column?.type === "text") {
      const recode = column.dictionary.map((word) => {
        const known = codeOf.get(word)
        if (known !== undefined) return known
        codeOf.set(word, codeOf.size)
        return codeOf.size - 1
      })
      for (let row = 0; row < rows; row++) codes[at + row] = recode[column.codes[row] ?? -1] ?? -1
    }
    at += rows
  }
  return { type: "text", codes, dictionary: [...codeOf.keys()] }
}
