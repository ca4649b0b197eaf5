import type { Rows } from "./evaluate.ts"

/** The rows of one kind in trails. */
export interface Part {
  readonly rows: Rows
  /** Rows of the table that are seen. */
  readonly kept: Int32Array
  /** Unit by code of the table's dictionary, `null` where they are the same; and the code of each row. */
  readonly unit: Int32Array | null
  readonly unitOf: Int32Array
  /** Instants of the table's rows; −∞ for undated profiles. */
  readonly at: Float64Array
}
