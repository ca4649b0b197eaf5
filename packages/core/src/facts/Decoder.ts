import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { nearest } from "../model/nearest.ts"
import { type Column, numberBuilder, textBuilder } from "./Column.ts"
import type { FactKind } from "./FactKind.ts"
import type { FactTable } from "./FactTable.ts"
import { type FieldReader, fieldReaders } from "./FieldReader.ts"
import { ColumnMissing, type Mapping } from "./Mapping.ts"
import type { Records, SourceNotes, TextBatch } from "./Records.ts"
import { mask, type RejectCollector, rejectCollector } from "./Rejects.ts"

/**
 * Facts of one source, before sources are joined. `rowNumbers[i]` is the place of fact `i` in the source; rows read
 * equal facts plus rejects.
 *
 * @category facts
 * @since 0.1.0
 */
export interface DecodedSource {
  readonly source: string
  readonly origin: string
  readonly table: FactTable
  readonly key: ReadonlyArray<string>
  readonly rowNumbers: Int32Array
  readonly rows: number
  readonly rejects: RejectCollector
  readonly undated: boolean
  /** Column of the source by field; constants have none. */
  readonly columns: ReadonlyMap<string, string>
  /** Labels of bands in their order, by column. */
  readonly bands: ReadonlyMap<string, ReadonlyArray<string>>
  readonly notes: SourceNotes
}

/** Options of decoding that the project decides. @category facts @since 0.1.0 */
export interface DecodeOptions {
  readonly source: string
  /** The file or other origin, where it is not the source's name: one file may be mapped twice. */
  readonly origin?: string
  readonly zone: string
  /** Keep the values of rejects as they are instead of masking them. */
  readonly unmasked?: boolean
}

/**
 * Decodes all records of a source into facts of one kind. Bad rows become rejects, good rows go on.
 *
 * Fails with `MappingInvalid` where the mapping does not fit the kind, with {@link ColumnMissing} where the
 * source lacks a mapped column, and with what the source itself fails with.
 *
 * @category facts
 * @since 0.1.0
 */
export const decodeRecords = Effect.fnUntraced(function* (
  records: Records,
  mapping: Mapping,
  kind: FactKind,
  options: DecodeOptions,
) {
  const readers = yield* fieldReaders(mapping, kind, options)
  const missing = readers.flatMap((d) => (d.column === null || records.header.includes(d.column) ? [] : [d.column]))
  if (missing.length > 0)
    return yield* new ColumnMissing({
      source: options.source,
      missing: [...new Set(missing)],
      available: [...records.header],
      suggestion: nearest(missing[0] ?? "", records.header) ?? null,
    })
  const rejects = rejectCollector()
  const decoder = rowDecoder(readers, rejects, options)
  yield* Stream.runForEach(records.batches, (batch) => Effect.sync(() => decoder.push(batch)))
  const { columns: decoded, places } = decoder.take()
  const columns = new Map(decoded)
  if (!columns.has("sequence"))
    columns.set("sequence", { type: "number", values: Float64Array.from(places, (_, i) => i) })
  return {
    source: options.source,
    origin: options.origin ?? options.source,
    table: { kind, rows: places.length, columns },
    key: mapping.key ?? kind.key,
    rowNumbers: places,
    rows: decoder.rows(),
    rejects,
    undated: !columns.has("at"),
    columns: new Map(readers.flatMap(({ column, name }) => (column === null ? [] : [[name, column] as const]))),
    bands: new Map(readers.flatMap(({ banded, known, name }) => (banded ? [[name, known] as const] : []))),
    notes: ofColumns(records.notes(), new Set(readers.map(({ column }) => column))),
  } satisfies DecodedSource
})

/** Decodes batch after batch; what was decoded is taken away whenever it is wanted. @category facts @since 0.2.0 */
export interface RowDecoder {
  readonly push: (batch: TextBatch) => void
  /** Rows pushed so far, good and bad. */
  readonly rows: () => number
  /** The good rows since the last time, and their places in the source. */
  readonly take: () => { readonly columns: ReadonlyMap<string, Column>; readonly places: Int32Array }
}

/** A decoder of rows by field readers; bad rows go to `rejects`. @category facts @since 0.2.0 */
export const rowDecoder = (
  readers: ReadonlyArray<FieldReader>,
  rejects: RejectCollector,
  options: Pick<DecodeOptions, "source" | "unmasked">,
): RowDecoder => {
  const start = () => ({
    values: readers.map(({ field, known }) =>
      field.type === "text" ? { text: textBuilder(known), number: null } : { text: null, number: numberBuilder() },
    ),
    places: numberBuilder(),
  })
  let builders = start()
  const cells: Array<string | number | null> = []
  let rows = 0
  const push = (batch: TextBatch) => {
    rows += batch.rows + batch.broken.length
    for (const { row, reason, value } of batch.broken)
      rejects.add({ source: options.source, row, column: null, value: options.unmasked ? value : mask(value), reason })
    const texts = readers.map((d) => (d.column === null ? undefined : batch.columns.get(d.column)))
    row: for (let at = 0; at < batch.rows; at++) {
      for (const [i, decoder] of readers.entries()) {
        const text = texts[i]?.[at] ?? ""
        const result = decoder.read(text)
        const reason =
          result === null
            ? decoder.required
              ? ("missing" as const)
              : null
            : typeof result === "object"
              ? result.reason
              : null
        if (reason !== null) {
          const value = text === "" ? null : options.unmasked ? text : mask(text)
          rejects.add({ source: options.source, row: batch.rowNumbers[at] ?? 0, column: decoder.column, value, reason })
          continue row
        }
        cells[i] = result as string | number | null
      }
      const off = offScale(readers, cells)
      if (off !== null) {
        const text = String(cells[off])
        rejects.add({
          source: options.source,
          row: batch.rowNumbers[at] ?? 0,
          column: readers[off]?.column ?? null,
          value: options.unmasked ? text : mask(text),
          reason: "off-scale",
        })
        continue
      }
      for (const [i, builder] of builders.values.entries()) {
        const value = cells[i] ?? null
        builder.text?.push(value === null ? null : String(value))
        builder.number?.push(typeof value === "number" ? value : Number.NaN)
      }
      builders.places.push(batch.rowNumbers[at] ?? 0)
    }
  }
  const take = () => {
    const columns = new Map<string, Column>()
    for (const [i, { name }] of readers.entries()) {
      const column = builders.values[i]?.text?.finish() ?? builders.values[i]?.number?.finish()
      if (column !== undefined) columns.set(name, column)
    }
    const places = Int32Array.from(builders.places.finish().values)
    builders = start()
    return { columns, places }
  }
  return { push, rows: () => rows, take }
}

/** Notes about the mapped columns: nothing else is imported. */
const ofColumns = (notes: SourceNotes, columns: ReadonlySet<string | null>): SourceNotes => ({
  ...notes,
  suspectCells: Object.fromEntries(Object.entries(notes.suspectCells).filter(([name]) => columns.has(name))),
})

/** Index of the score's decoder when the score lies off the row's scale. */
const offScale = (readers: ReadonlyArray<FieldReader>, cells: ReadonlyArray<string | number | null>): number | null => {
  const at = (name: string) => readers.findIndex((d) => d.name === name)
  const score = at("score")
  const value = cells[score]
  if (typeof value !== "number") return null
  const min = cells[at("scaleMin")]
  const max = cells[at("scaleMax")]
  return (typeof min === "number" && value < min) || (typeof max === "number" && value > max) ? score : null
}
