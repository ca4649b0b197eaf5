/** A cell of a result; numbers come as texts. */
export type Cell = string | number | null
/** A row of a result: one cell per column. */
export type Row = ReadonlyArray<Cell>

/**
 * Rows of a result as it came, one JSON array per line. A result that ends before its end says so: servers append the
 * text of a late error to rows they have sent already, and a connection may close between two of them.
 */
export const resultRows = (text: string): ReadonlyArray<Row> => {
  const rows: Array<Row> = []
  let from = 0
  while (from < text.length) {
    const to = text.indexOf("\n", from)
    const row = to === -1 || text[from] !== "[" ? null : rowOf(text.slice(from, to))
    if (row === null) throw brokenOff(text.slice(from), rows.length)
    rows.push(row)
    from = to + 1
  }
  return rows
}

const rowOf = (line: string): Row | null => {
  try {
    return JSON.parse(line) as Row
  } catch {
    return null
  }
}

/** What came instead of a row: the server's error, or nothing that explains it. */
const brokenOff = (text: string, rows: number): Error => {
  const [, code, problem] = /Code: (\d+)\. (?:.*?Exception: )?(.+?)(?: \([A-Z_]{3,}\)|\r?\n|$)/s.exec(text) ?? []
  return problem === undefined
    ? new Error(`the result broke off after ${rows} rows`)
    : Object.assign(new Error(problem), { code })
}
