import * as Effect from "effect/Effect"

/** Rows that titles may take above the header. */
const HIGHEST = 10

/** Cells that hold something; the second empty name is `(2)`. */
const filled = (header: ReadonlyArray<string>): ReadonlyArray<string> =>
  header.filter((name) => name !== "" && !/^\(\d+\)$/.test(name))

/** A figure or a date, as cells below a header hold. */
const isValue = (cell: string): boolean => /^[+-]?[\d.,:/\-\s]+$/.test(cell)

/**
 * The row that names the columns. Where the first has far fewer cells than those below, it is a title, and the header
 * is the first full row of names that the next row matches.
 */
export const headerRowOf = <E, R>(
  first: ReadonlyArray<string>,
  open: (row: number) => Effect.Effect<{ readonly header: ReadonlyArray<string> }, E, R>,
): Effect.Effect<number, never, R> =>
  Effect.gen(function* () {
    const named = filled(first).length
    if (named === first.length && named > 1) return 1
    const rows = [first]
    for (let row = 2; row <= HIGHEST + 1; row++) {
      const next = yield* Effect.option(open(row))
      if (next._tag === "None") break
      rows.push(next.value.header)
    }
    const found = rows.findIndex((cells, i) => {
      const below = rows[i + 1]
      return (
        i > 0 &&
        cells.length > 1 &&
        filled(cells).length === cells.length &&
        cells.length >= 2 * Math.max(1, named) &&
        !cells.some(isValue) &&
        below?.length === cells.length
      )
    })
    return found === -1 ? 1 : found + 1
  })
