import { plain } from "../speech/plain.ts"
import { type Lines, type Page, prose } from "./Page.ts"
import type { Style } from "./paint.ts"
import { pad, widthOf, wrap } from "./width.ts"

/** A cell of a table; what is drawn is left as it is, a text from outside is made inert. */
interface Cell {
  readonly text: string
  /** Spaces before every line of it. */
  readonly indent?: number
  readonly style?: Style | null
}

/** A column of a table. */
export interface Column {
  readonly header: string
  readonly right?: boolean
  /** May be broken into lines where the table is too wide. */
  readonly flexible?: boolean
  /** Columns a flexible one keeps; 12 where absent. */
  readonly least?: number
  /** May be left out where the table is too wide: the highest first. */
  readonly omit?: number
}

/** A row of cells, or a heading above the rows that follow. */
export type Row = ReadonlyArray<Cell | string> | { readonly heading: string }

const GAP = 2
/** Columns a flexible column keeps. */
const LEAST = 12

const cellOf = (cell: Cell | string): Cell => (typeof cell === "string" ? { text: cell } : cell)
const isRow = (row: Row): row is ReadonlyArray<Cell | string> => Array.isArray(row)

/** Rows of cells as lines: headers above a rule, figures at the right, no line wider than the page; lists where columns do not fit. */
export const table = (page: Page, columns: ReadonlyArray<Column>, rows: ReadonlyArray<Row>): Lines => {
  const { paint, width } = page
  const cells = rows.map((row) =>
    isRow(row) ? row.map((cell) => ({ ...cellOf(cell), text: plain(cellOf(cell).text).trim() })) : row,
  )
  const rooms = roomsOf(columns, cells)
  const kept = fitting(columns, rooms, width)
  const widths = widthsOf(
    kept.flatMap((i) => rooms[i] ?? []),
    width,
  )
  // Numbers are never broken: where they are too wide for columns, every row is a list.
  if (total(widths) > width) return asLists(page, columns, cells, kept)
  const line = (row: ReadonlyArray<Cell>): Lines => {
    const parts = kept.map((i, at) => {
      const indent = " ".repeat(row[i]?.indent ?? 0)
      return wrap(row[i]?.text ?? "", Math.max(1, (widths[at] ?? 1) - indent.length)).map((text) => `${indent}${text}`)
    })
    const height = Math.max(1, ...parts.map(({ length }) => length))
    return Array.from({ length: height }, (_, y) =>
      kept
        .map((i, at) => {
          const style = row[i]?.style ?? null
          const text = parts[at]?.[y] ?? ""
          const padded = pad(text, widths[at] ?? 0, columns[i]?.right === true ? "right" : "left")
          // A shade fills its cell, a colour its letters.
          return style === null || text === "" ? padded : paint(style, padded)
        })
        .join(" ".repeat(GAP))
        .trimEnd(),
    )
  }
  const head = line(columns.map(({ header }) => ({ text: plain(header), style: "dim" })))
  const rule = "─".repeat(widths.reduce((sum, each) => sum + each + GAP, -GAP))
  return [
    ...(columns.some(({ header }) => header !== "") ? [...head, paint("dim", rule)] : []),
    ...cells.flatMap((row) =>
      "heading" in row ? wrap(plain(row.heading), width).map((text) => paint("strong", text)) : line(row),
    ),
  ]
}

/** Rows as lists: the first cell, then every other behind its header. */
const asLists = (
  page: Page,
  columns: ReadonlyArray<Column>,
  rows: ReadonlyArray<ReadonlyArray<Cell> | { readonly heading: string }>,
  kept: ReadonlyArray<number>,
): Lines =>
  rows.flatMap((row) => {
    if ("heading" in row) return prose(page, row.heading, "strong")
    const [first = 0, ...others] = kept
    return [
      ...prose(page, row[first]?.text ?? "", "strong"),
      ...others.flatMap((i) => {
        const text = row[i]?.text ?? ""
        const header = columns[i]?.header ?? ""
        return text === "" ? [] : prose(page, header === "" ? text : `${header}: ${text}`, null, "  ")
      }),
    ]
  })

/** What a column asks for: all its texts on one line, its cells so, and the least it can bear. */
interface Room {
  readonly most: number
  readonly cells: number
  readonly least: number
}

const roomsOf = (
  columns: ReadonlyArray<Column>,
  rows: ReadonlyArray<ReadonlyArray<Cell> | { readonly heading: string }>,
): ReadonlyArray<Room> =>
  columns.map(({ flexible = false, header, least = LEAST }, i) => {
    const widest = Math.max(
      0,
      ...rows.map((row) => ("heading" in row ? 0 : widthOf(row[i]?.text ?? "") + (row[i]?.indent ?? 0))),
    )
    const cells = Math.max(widest, ...header.split(" ").map(widthOf))
    return { most: Math.max(widest, widthOf(header)), cells, least: flexible ? Math.min(cells, least) : cells }
  })

const total = (widths: ReadonlyArray<number>): number => widths.reduce((sum, each) => sum + each + GAP, -GAP)

/** Which columns are kept: those that may be omitted go where the rest cannot shrink enough. */
const fitting = (columns: ReadonlyArray<Column>, rooms: ReadonlyArray<Room>, width: number): ReadonlyArray<number> => {
  let kept = columns.map((_, i) => i)
  while (total(kept.map((i) => rooms[i]?.least ?? 0)) > width) {
    const [worst] = kept
      .filter((i) => columns[i]?.omit !== undefined)
      .toSorted((a, b) => (columns[b]?.omit ?? 0) - (columns[a]?.omit ?? 0))
    if (worst === undefined) break
    kept = kept.filter((i) => i !== worst)
  }
  return kept
}

/** Widths that fit: headers are broken before cells are, and the widest gives first. */
const widthsOf = (rooms: ReadonlyArray<Room>, width: number): ReadonlyArray<number> => {
  const widths = rooms.map(({ most }) => most)
  for (const floor of ["cells", "least"] as const)
    while (total(widths) > width) {
      const [widest] = widths
        .map((each, i) => [each, i] as const)
        .filter(([each, i]) => each > (rooms[i]?.[floor] ?? 0))
        .toSorted((a, b) => b[0] - a[0])
      if (widest === undefined) break
      widths[widest[1]] = widest[0] - 1
    }
  return widths
}

/** Headers of the columns that a table of this width leaves out. */
export const omitted = (
  { width }: Page,
  columns: ReadonlyArray<Column>,
  rows: ReadonlyArray<Row>,
): ReadonlyArray<string> => {
  const cells = rows.map((row) => (isRow(row) ? row.map(cellOf) : row))
  const kept = new Set(fitting(columns, roomsOf(columns, cells), width))
  return columns.flatMap(({ header }, i) => (kept.has(i) ? [] : [header]))
}
