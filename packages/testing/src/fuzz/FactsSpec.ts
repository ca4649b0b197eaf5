import { type Column, define, type FactKind, type FactModel, type Facts, type FactTable } from "@touchpoint/core/facts"
import { Inventory, standardStages } from "@touchpoint/core/model"
import { Calendar } from "@touchpoint/core/time"
import * as Schema from "effect/Schema"

/** A cell as plain data; `null` is absent. @category fuzz @since 0.1.0 */
export type Cell = string | number | boolean | null

/** Facts as plain rows by kind: what a failure prints. A column no row names is not mapped. @category fuzz @since 0.1.0 */
export interface FactsSpec {
  readonly tables: ReadonlyMap<string, ReadonlyArray<ReadonlyMap<string, Cell>>>
  readonly inventory: Inventory | null
}

/** The kinds of every random project, with own attributes whose names are those of `Object.prototype`. */
const definition = {
  order: { attributes: { constructor: Schema.String, gift: Schema.Boolean, rating: Schema.Finite } },
  customer: { attributes: { vip: Schema.Boolean, toString: Schema.Finite } },
} as const

/** Model of random facts. @category fuzz @since 0.1.0 */
const model: FactModel = define(definition)

const calendar = Calendar.make("Europe/Berlin")

/** The kinds of random facts by id. @category fuzz @since 0.1.0 */
export const kinds: ReadonlyMap<string, FactKind.FactKind> = new Map(Object.entries(model.kinds))

/** An inventory of touchpoints, for facts built by hand. @category fuzz @since 0.1.0 */
export const inventoryOf = (
  touchpoints: ReadonlyArray<{ readonly id: string; readonly stage?: string; readonly channel?: string }>,
): Inventory =>
  new Inventory({ touchpoints: touchpoints.map((one) => ({ stage: standardStages[0]?.id ?? "", ...one })) })

/** Facts by hand: `{ order: [{ customer: "a", at: 0 }] }`. @category fuzz @since 0.1.0 */
export const specOf = (
  tables: Readonly<Record<string, ReadonlyArray<Readonly<Record<string, Cell>>>>>,
  inventory: Inventory | null = null,
): FactsSpec => ({
  tables: new Map(
    Object.entries(tables).map(([kind, rows]) => [kind, rows.map((row) => new Map(Object.entries(row)))]),
  ),
  inventory,
})

/** Facts of plain rows, built column by column. @category fuzz @since 0.1.0 */
export const factsOf = (spec: FactsSpec): Facts => {
  const tables = new Map<string, FactTable>()
  for (const [id, rows] of spec.tables) {
    const kind = kinds.get(id)
    if (kind !== undefined) tables.set(id, tableOf(kind, rows))
  }
  const watermarks = new Map(
    [...tables].flatMap(([id, table]) => {
      const at = table.columns.get("at")
      const dated = at?.type === "number" ? at.values.filter((value) => !Number.isNaN(value)) : []
      return dated.length === 0 ? [] : [[id, { at: Math.max(...dated), inferred: true }] as const]
    }),
  )
  return {
    model,
    calendar,
    bands: new Map(),
    inventory: spec.inventory,
    tables,
    watermarks,
    sources: [],
    rejects: [],
  }
}

const tableOf = (kind: FactKind.FactKind, rows: ReadonlyArray<ReadonlyMap<string, Cell>>): FactTable => {
  const fields = new Map(Object.entries(kind.fields))
  const columns = new Map<string, Column>()
  for (const name of new Set(rows.flatMap((row) => [...row.keys()]))) {
    const cells = rows.map((row) => row.get(name) ?? null)
    columns.set(name, fields.get(name)?.type === "text" ? textColumn(cells) : numberColumn(cells))
  }
  return { kind, rows: rows.length, columns }
}

const numberColumn = (cells: ReadonlyArray<Cell>): Column => ({
  type: "number",
  values: Float64Array.from(cells, (cell) => (cell === null ? Number.NaN : Number(cell))),
})

/** Codes are not in order of appearance, and the dictionary has a word no row uses: nothing may rest on either. */
const textColumn = (cells: ReadonlyArray<Cell>): Column => {
  const used = new Set(cells.flatMap((cell) => (cell === null ? [] : [String(cell)])))
  const dictionary = [...new Set(["unused", ...used])].toReversed()
  return {
    type: "text",
    codes: Int32Array.from(cells, (cell) => (cell === null ? -1 : dictionary.indexOf(String(cell)))),
    dictionary,
  }
}

/** Facts as JSON for a message. @category fuzz @since 0.1.0 */
export const showSpec = (spec: FactsSpec): string =>
  JSON.stringify(
    {
      tables: Object.fromEntries(
        [...spec.tables].map(([id, rows]) => [id, rows.map((row) => Object.fromEntries(row))]),
      ),
      inventory: spec.inventory?.touchpoints ?? null,
    },
    null,
    1,
  )
