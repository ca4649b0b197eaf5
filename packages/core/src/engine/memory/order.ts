import type { Column } from "../../facts/Column.ts"
import type { FactTable } from "../../facts/FactTable.ts"

/** Ranks of texts in code unit order, so that rows compare by integers. */
const ranks = (column: Column | undefined, rows: number): Float64Array => {
  if (column === undefined) return new Float64Array(rows).fill(-1)
  if (column.type === "number") return column.values
  const order = [...column.dictionary.keys()].toSorted((a, b) =>
    (column.dictionary[a] ?? "") < (column.dictionary[b] ?? "") ? -1 : 1,
  )
  const rank = new Int32Array(order.length)
  for (const [place, code] of order.entries()) rank[code] = place
  const out = new Float64Array(rows)
  for (let row = 0; row < rows; row++) {
    const code = column.codes[row] as number
    out[row] = code < 0 ? -1 : (rank[code] as number)
  }
  return out
}

/** Columns of the total order of rows, as numbers; absent comes first. */
export interface OrderKeys {
  readonly at: Float64Array
  readonly source: Float64Array
  readonly sequence: Float64Array
  readonly eventId: Float64Array
}

/** The order keys of a table: at, source, sequence, event id. Each is made when it is first asked for. */
export const orderKeys = (table: FactTable): OrderKeys => {
  const known = new Map<string, Float64Array>()
  const of = (name: string) => {
    const made = known.get(name)
    if (made !== undefined) return made
    const values = present(ranks(table.columns.get(name), table.rows))
    known.set(name, values)
    return values
  }
  return {
    get at() {
      return of("at")
    },
    get source() {
      return of("source")
    },
    get sequence() {
      return of("sequence")
    },
    get eventId() {
      return of("eventId")
    },
  }
}

/** Absent comes first. */
const present = (values: Float64Array): Float64Array => {
  for (let row = 0; row < values.length; row++)
    if (values[row] !== values[row]) return values.map((x) => (x === x ? x : Number.NEGATIVE_INFINITY))
  return values
}

/** Compares two rows of a table in the total order; the position in the table breaks the last tie. */
export const compareRows =
  ({ at, eventId, sequence, source }: OrderKeys) =>
  (a: number, b: number): number =>
    by(at, a, b) || by(source, a, b) || by(sequence, a, b) || by(eventId, a, b) || a - b

const by = (keys: Float64Array, a: number, b: number): number => {
  const left = keys[a] as number
  const right = keys[b] as number
  return left < right ? -1 : left > right ? 1 : 0
}
