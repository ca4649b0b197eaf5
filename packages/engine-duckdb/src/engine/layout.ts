/** A column of whole numbers from `low` on, `size` of them, for each part of a pass; `null` where a part has none. */
export interface Whole {
  readonly columns: ReadonlyArray<string | null>
  readonly otherwise: number
  readonly low: number
  readonly size: number
}

/** Where a column is found in the chunks that are sent: some bits of a number, or nowhere, where it is the same for all. */
export type Place =
  | { readonly column: number; readonly shift: number; readonly mask: number; readonly low: number }
  | { readonly constant: number }

/** Bits of a number that is sent; all of them together are a positive `INTEGER`. */
const BITS = 31

/** Bits that tell so many values apart. */
const bitsFor = (size: number): number => Math.max(1, Math.ceil(Math.log2(Math.max(2, size))))

/**
 * Packs columns into as few numbers as they fit: a sort carries every column of every row along, and three numbers cost
 * three times what one does.
 */
export const pack = (wholes: ReadonlyArray<Whole>, first: number) => {
  const places: Array<Place> = []
  const packs: Array<Array<{ readonly of: Whole; readonly shift: number }>> = []
  let used = BITS
  for (const of of wholes) {
    if (of.columns.every((column) => column === null)) {
      places.push({ constant: of.otherwise })
      continue
    }
    const bits = bitsFor(of.size)
    if (used + bits > BITS) {
      packs.push([])
      used = 0
    }
    packs.at(-1)?.push({ of, shift: used })
    places.push({ column: first + packs.length - 1, shift: used, mask: 2 ** bits - 1, low: of.low })
    used += bits
  }
  /** The numbers of a part's rows. */
  const columnsOf = (part: number): ReadonlyArray<string> =>
    packs.map((fields) => {
      const terms = fields.map(({ of, shift }) => {
        const value = of.columns[part] ?? String(of.otherwise)
        const positive = of.low === 0 ? value : `(${value} - ${of.low})`
        return shift === 0 ? positive : `${positive} * ${2 ** shift}`
      })
      return `CAST(${terms.join(" + ")} AS INTEGER)`
    })
  return { places, count: packs.length, columnsOf }
}
