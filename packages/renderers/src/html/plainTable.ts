import { type Markup, tag } from "./markup.ts"

/** A column of a table of texts. */
export interface PlainColumn {
  readonly header: string
  readonly figure?: boolean
}

/** A table whose first column names its rows. */
export const plainTable = (
  label: string,
  columns: ReadonlyArray<PlainColumn>,
  rows: ReadonlyArray<ReadonlyArray<Markup>>,
): Markup => {
  const kind = (i: number) => (columns[i]?.figure === true ? tag` class="figure"` : tag``)
  const head = columns.map(({ header }, i) => tag`<th scope="col"${kind(i)}>${header}</th>`)
  const body = rows.map(
    (cells) =>
      tag`<tr>${cells.map((cell, i) => (i === 0 ? tag`<th scope="row">${cell}</th>` : tag`<td${kind(i)}>${cell}</td>`))}</tr>`,
  )
  return tag`<div class="table" role="region" tabindex="0" aria-label="${label}"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`
}

/** Columns up to which a table does not fill the page. */
const SLIM = 3

/** A table that a picture stands before: folded on screens, open on paper. */
export const foldedTable = (
  summary: string,
  columns: ReadonlyArray<PlainColumn>,
  rows: ReadonlyArray<ReadonlyArray<Markup>>,
): Markup =>
  tag`<details class="numbers${columns.length <= SLIM ? " slim" : ""}"><summary>${summary}</summary>${plainTable(summary, columns, rows)}</details>`
