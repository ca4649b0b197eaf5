/** Columns of a table: those named stand to the right, the last one runs free. */
export const align = (rows: ReadonlyArray<ReadonlyArray<string>>, isRight: (column: number) => boolean): string => {
  const width = rows[0]?.map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? "")))) ?? []
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const pad = " ".repeat(Math.max(0, (width[column] ?? 0) - widthOf(cell)))
          if (isRight(column)) return pad + cell
          return column === row.length - 1 ? cell : cell + pad
        })
        .join("  ")
        .trimEnd(),
    )
    .join("\n")
}

/** Columns a text takes. */
export const widthOf = (text: string): number => [...text].length

/** A text over lines of a width; words longer than a line stand alone. */
export const wrap = (text: string, width: number, indent: string): string => {
  const lines: Array<string> = []
  let line = ""
  for (const word of text.split(/ +/u)) {
    const longer = line === "" ? word : `${line} ${word}`
    if (line !== "" && widthOf(indent + longer) > width) {
      lines.push(line)
      line = word
    } else line = longer
  }
  return [...lines, line].join(`\n${indent}`)
}

const NARROWEST = 40
const USUAL = 100

/** Columns there are for texts: those of the terminal, else a usual page. */
export const pageWidth = (stream: { readonly isTTY?: boolean; readonly columns?: number }): number =>
  stream.isTTY === true ? Math.max(NARROWEST, stream.columns ?? USUAL) : USUAL

/** Terms and what is said of them, one below the other. */
export const terms = (pairs: ReadonlyArray<readonly [term: string, said: string]>, width: number): string => {
  const room = Math.max(0, ...pairs.map(([term]) => widthOf(term)))
  const indent = " ".repeat(room + 2)
  return pairs
    .map(([term, said]) => `${term}${" ".repeat(room - widthOf(term))}  ${wrap(said, width, indent)}`)
    .join("\n")
}
