import { type FactModel, type FactsOutline, Reject, SourceReport } from "@touchpoint/core/facts"
import { Inventory } from "@touchpoint/core/model"
import { canonicalJson } from "@touchpoint/core/questions"
import { Calendar, Watermark } from "@touchpoint/core/time"
import * as Schema from "effect/Schema"
import type { FileUse } from "./files.ts"
import type { KindTable } from "./KindTable.ts"

/** Raised when a file of an older version cannot be asked any more. */
const VERSION = 1

/** Names as we make them: a file from elsewhere may hold others, and they become SQL. */
const TableName = Schema.String.check(Schema.isPattern(/^[a-z]+_\d+$/))
const ColumnName = Schema.String.check(Schema.isPattern(/^f\d+$/))
const pairs = <A extends Schema.Top>(of: A) => Schema.Array(Schema.Tuple([Schema.String, of]))

/** What a file of kept facts says of the tables in it. */
export const Kept = Schema.Struct({
  version: Schema.Literal(VERSION),
  /** Fields of the kinds and their types, calendar and inventory: facts mean the same only under these. */
  under: Schema.String,
  tables: Schema.Array(
    Schema.Struct({
      kind: Schema.String,
      name: TableName,
      columns: pairs(ColumnName),
      coded: pairs(TableName),
      sequenced: Schema.Boolean,
    }),
  ),
  rows: pairs(Schema.Int),
  watermarks: pairs(Watermark.Watermark),
  bands: pairs(Schema.Array(Schema.String)),
  sources: Schema.Array(SourceReport),
  rejects: Schema.Array(Reject),
  files: Schema.Array(Schema.Struct({ source: Schema.String, bytes: Schema.Int, sha256: Schema.String })),
})
/** @see {@link Kept} */
export type Kept = typeof Kept.Type

/** Text of {@link Kept}. */
export const KeptText = Schema.fromJsonString(Kept)

/** Under what facts mean what they mean. */
export interface Under {
  readonly model: FactModel
  readonly calendar: Calendar.Calendar
  readonly inventory: Inventory | null
}

/** A text that is the same for the same kinds, calendar and inventory. */
export const underOf = ({ calendar, inventory, model }: Under): string =>
  canonicalJson({
    kinds: Object.values(model.kinds).map(({ fields, id }) => [
      id,
      Object.entries(fields).map(([name, { type, values }]) => [name, type, values ?? null]),
    ]),
    calendar: Schema.encodeSync(Calendar.Calendar)(calendar),
    inventory: inventory === null ? null : Schema.encodeSync(Inventory)(inventory),
  })

/** What there is to keep of loaded facts beside their tables. */
export const keptOf = (
  outline: FactsOutline,
  tables: ReadonlyMap<string, KindTable>,
  files: ReadonlyArray<FileUse>,
): Kept => ({
  version: VERSION,
  under: underOf(outline),
  tables: Array.from(tables, ([kind, { coded, columns, name, sequenced }]) => ({
    kind,
    name,
    columns: [...columns],
    coded: [...coded],
    sequenced,
  })),
  rows: [...outline.rows],
  watermarks: [...outline.watermarks],
  bands: [...outline.bands],
  sources: outline.sources,
  rejects: outline.rejects,
  files,
})
