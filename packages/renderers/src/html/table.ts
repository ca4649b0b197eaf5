import type { Measurement } from "@touchpoint/core/metrics"
import type { Voice } from "@touchpoint/core/report"
import { type Cell, type Column, type TableModel, tableModel } from "../speech/tableModel.ts"
import { type Markup, name, nothing, tag } from "./markup.ts"

/** Rows up to which a table that says more than the picture before it stands open. */
const OPEN = 16

/** Measurements as a table with numbered notes. Behind a picture of the same numbers it folds away, on screens only. */
export const measurementTable = (
  voice: Voice,
  id: string,
  title: string,
  measurements: ReadonlyArray<Measurement>,
  folds: boolean,
): Markup => {
  const model = tableModel(voice, title, measurements)
  const body = tag`${table(id, model, !folds)}${notes(id, model)}`
  if (!folds) return tag`<div class="numbers">${body}</div>`
  const compared = measurements.some(({ versus }) => versus !== undefined)
  const open = compared && measurements.length <= OPEN ? tag` open` : nothing
  return tag`<details class="numbers"${open}><summary>${model.caption}${marks(id, model.notes.common)}</summary>${body}</details>`
}

const table = (id: string, model: TableModel, captioned: boolean): Markup => {
  const caption = captioned ? tag`<caption>${model.caption}${marks(id, model.notes.common)}</caption>` : nothing
  return tag`<div class="table" role="region" tabindex="0" aria-label="${model.caption}"><table>${caption}<thead><tr>${model.columns.map(header)}</tr></thead><tbody>${model.rows.map((m) => row(id, model, m))}</tbody></table></div>`
}

const header = ({ header: text, kind }: Column): Markup =>
  kind === "figure" ? tag`<th scope="col" class="figure">${text}</th>` : tag`<th scope="col">${text}</th>`

/** Marks of notes stand at the value, or where the first column of numbers is. */
const row = (id: string, { columns, notes: { of } }: TableModel, m: Measurement): Markup => {
  const first = columns.findIndex(({ kind }) => kind === "figure")
  return tag`<tr>${columns.map((column, i) => {
    const cell = column.cell(m)
    if (i === 0) return tag`<th scope="row">${name(cell.text)}</th>`
    if (column.kind === "name") return tag`<td>${name(cell.text)}</td>`
    return tag`<td class="figure">${content(cell)}${i === first ? marks(id, of(m)) : nothing}</td>`
  })}</tr>`
}

const content = ({ small, text }: Cell): Markup =>
  small === undefined ? tag`${text}` : tag`${text}<small>${small}</small>`

const marks = (id: string, numbers: ReadonlyArray<number>): Markup =>
  numbers.length === 0
    ? nothing
    : tag`<sup>${numbers.map((number) => tag`<a href="#${id}-n${String(number)}">${String(number)}</a>`)}</sup>`

const notes = (id: string, { notes: { sentences } }: TableModel): Markup =>
  sentences.length === 0
    ? nothing
    : tag`<ol class="notes numbered${sentences.length > 4 ? " many" : ""}">${sentences.map((sentence, i) => tag`<li id="${id}-n${String(i + 1)}">${sentence}</li>`)}</ol>`
