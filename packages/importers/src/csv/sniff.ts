import { type Dialect, rowReader } from "./rows.ts"

const SNIFFED = 64 * 1024
const ROWS = 200
const delimiters = [",", ";", "\t", "|"] as const

/** Whether a row is a line of blanks. */
export const isBlank = (cells: ReadonlyArray<string>): boolean => cells.length === 1 && /^[ \t]+$/.test(cells[0] ?? "")

/** Rows of the beginning of a file; `null` stands for one that cannot be read. */
export const firstRows = (
  text: string,
  whole: boolean,
  headerRow: number,
  dialect: Dialect,
): ReadonlyArray<ReadonlyArray<string> | null> => {
  const rows: Array<ReadonlyArray<string> | null> = []
  const reader = rowReader(dialect, {
    row: (cells) => {
      if (rows.length >= headerRow || !isBlank(cells)) rows.push(cells)
    },
    unreadable: () => rows.push(null),
  })
  reader.push(text, whole)
  return rows
}

/**
 * The delimiter that gives most rows as many cells as the header has, and more than one. Where none does for at least
 * half of the rows, the file has one column and the delimiter is a comma.
 */
export const sniffDelimiter = (
  text: string,
  whole: boolean,
  headerRow: number,
  dialect: Omit<Dialect, "delimiter">,
): string => {
  const head = text.slice(0, SNIFFED)
  let best = { delimiter: ",", share: 0, cells: 0 }
  for (const delimiter of delimiters) {
    if (delimiter === dialect.quote) continue
    const all = firstRows(head, whole && text.length <= SNIFFED, headerRow, { ...dialect, delimiter })
    const rows = all.slice(headerRow - 1, headerRow - 1 + ROWS)
    const cells = rows[0]?.length ?? 0
    const share = rows.filter((row) => row?.length === cells).length / rows.length
    if (cells < 2 || share < 0.5) continue
    if (share > best.share || (share === best.share && cells > best.cells)) best = { delimiter, share, cells }
  }
  return best.delimiter
}

/** CR ends lines only where the beginning of the file has no LF outside quotes; elsewhere a CR is part of a cell. */
export const sniffLineEnd = (text: string, quote: string): "lf" | "cr" => {
  let quoted = false
  let cr = false
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]
    if (sign === quote) quoted = !quoted
    else if (quoted) continue
    else if (sign === "\n") return "lf"
    else if (sign === "\r") cr = true
  }
  return cr ? "cr" : "lf"
}
