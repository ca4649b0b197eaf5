import { NotXes } from "./NotXes.ts"

const COLUMNS = 1000
/** Characters of one event with all attributes of its case. */
export const ROW_CHARACTERS = 16 * 1024 ** 2

/** Names and texts of one event or case, and how many characters they are. */
export interface Cells {
  readonly texts: Map<string, string>
  size: number
}

/** An event begins with what its case has. */
export const cellsOf = (from?: Cells): Cells => ({ texts: new Map(from?.texts), size: from?.size ?? 0 })

/** Adds an attribute. A name given before becomes `name (2)`, as in lists: nothing is lost. */
export const addCell = (cells: Cells, name: string, text: string, line: number): void => {
  let unique = name
  for (let count = 2; cells.texts.has(unique); count++) unique = `${name} (${count})`
  cells.texts.set(unique, text)
  cells.size += unique.length + text.length
  if (cells.size > ROW_CHARACTERS)
    throw new NotXes(line, "an event with its case is longer than can be kept in memory", "leave out its long texts")
}

/** Columns in the order in which they are met. */
export const addColumns = (columns: Set<string>, { texts }: Cells, line: number): void => {
  for (const name of texts.keys()) columns.add(name)
  if (columns.size > COLUMNS)
    throw new NotXes(
      line,
      `events have more than ${COLUMNS.toLocaleString("en")} different attributes`,
      "check that keys are names and not values, or leave out those nobody needs",
    )
}
