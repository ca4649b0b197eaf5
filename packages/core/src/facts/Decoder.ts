import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { nearest } from "../model/nearest.ts"
import { type CellResult, cellReader } from "./Cell.ts"
import { type Column, numberBuilder, textBuilder } from "./Column.ts"
import type { FactKind } from "./FactKind.ts"
import type { FactTable } from "./FactTable.ts"
import type { Field } from "./Field.ts"
import { ColumnMissing, type MappedColumn, type Mapping, MappingInvalid } from "./Mapping.ts"
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

interface FieldDecoder {
  readonly name: string
  readonly field: Field
  readonly column: string | null
  readonly required: boolean
  readonly read: (text: string) => CellResult
  readonly known: ReadonlyArray<string>
  readonly banded: boolean
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
 * Fails with {@link MappingInvalid} where the mapping does not fit the kind, with {@link ColumnMissing} where the
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
  const decoders = yield* compileMapping(mapping, kind, options)
  const missing = decoders.flatMap((d) => (d.column === null || records.header.includes(d.column) ? [] : [d.column]))
  if (missing.length > 0)
    return yield* new ColumnMissing({
      source: options.source,
      missing: [...new Set(missing)],
      available: [...records.header],
      suggestion: nearest(missing[0] ?? "", records.header) ?? null,
    })
  const rejects = rejectCollector()
  const builders = decoders.map(({ field, known }) =>
    field.type === "text" ? { text: textBuilder(known), number: null } : { text: null, number: numberBuilder() },
  )
  const rowNumbers = numberBuilder()
  const cells: Array<string | number | null> = []
  let rows = 0
  const push = (batch: TextBatch) => {
    rows += batch.rows + batch.broken.length
    for (const { row, reason, value } of batch.broken)
      rejects.add({ source: options.source, row, column: null, value: options.unmasked ? value : mask(value), reason })
    const texts = decoders.map((d) => (d.column === null ? undefined : batch.columns.get(d.column)))
    row: for (let at = 0; at < batch.rows; at++) {
      for (const [i, decoder] of decoders.entries()) {
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
      const off = offScale(decoders, cells)
      if (off !== null) {
        const text = String(cells[off])
        rejects.add({
          source: options.source,
          row: batch.rowNumbers[at] ?? 0,
          column: decoders[off]?.column ?? null,
          value: options.unmasked ? text : mask(text),
          reason: "off-scale",
        })
        continue
      }
      for (const [i, builder] of builders.entries()) {
        const value = cells[i] ?? null
        builder.text?.push(value === null ? null : String(value))
        builder.number?.push(typeof value === "number" ? value : Number.NaN)
      }
      rowNumbers.push(batch.rowNumbers[at] ?? 0)
    }
  }
  yield* Stream.runForEach(records.batches, (batch) => Effect.sync(() => push(batch)))
  const columns = new Map<string, Column>()
  for (const [i, { name }] of decoders.entries()) {
    const column = builders[i]?.text?.finish() ?? builders[i]?.number?.finish()
    if (column !== undefined) columns.set(name, column)
  }
  const places = Int32Array.from(rowNumbers.finish().values)
  if (!columns.has("sequence"))
    columns.set("sequence", { type: "number", values: Float64Array.from(places, (_, i) => i) })
  return {
    source: options.source,
    origin: options.origin ?? options.source,
    table: { kind, rows: places.length, columns },
    key: mapping.key ?? kind.key,
    rowNumbers: places,
    rows,
    rejects,
    undated: !columns.has("at"),
    columns: new Map(decoders.flatMap(({ column, name }) => (column === null ? [] : [[name, column] as const]))),
    bands: new Map(decoders.flatMap(({ banded, known, name }) => (banded ? [[name, known] as const] : []))),
    notes: ofColumns(records.notes(), new Set(decoders.map(({ column }) => column))),
  } satisfies DecodedSource
})

/** Notes about the mapped columns: nothing else is imported. */
const ofColumns = (notes: SourceNotes, columns: ReadonlySet<string | null>): SourceNotes => ({
  ...notes,
  suspectCells: Object.fromEntries(Object.entries(notes.suspectCells).filter(([name]) => columns.has(name))),
})

/** Index of the score's decoder when the score lies off the row's scale. */
const offScale = (
  decoders: ReadonlyArray<FieldDecoder>,
  cells: ReadonlyArray<string | number | null>,
): number | null => {
  const at = (name: string) => decoders.findIndex((d) => d.name === name)
  const score = at("score")
  const value = cells[score]
  if (typeof value !== "number") return null
  const min = cells[at("scaleMin")]
  const max = cells[at("scaleMax")]
  return (typeof min === "number" && value < min) || (typeof max === "number" && value > max) ? score : null
}

const compileMapping = Effect.fnUntraced(function* (mapping: Mapping, kind: FactKind, options: DecodeOptions) {
  const issues: Array<{ field: string; problem: string; fix: string }> = []
  const fields = new Map<string, Field>(Object.entries(kind.fields))
  const decoders: Array<FieldDecoder> = []
  const known = () => `${kind.id} has: ${[...fields.keys()].join(", ")}`
  const add = (name: string, make: (field: Field) => FieldDecoder | string) => {
    const field = fields.get(name)
    if (field === undefined) {
      const near = nearest(name, fields.keys())
      issues.push({
        field: name,
        problem: `unknown field`,
        fix: `${near === undefined ? "" : `did you mean ${JSON.stringify(near)}? `}an own column is declared as an attribute (attributes: { ${kind.id}: { ${name}: text } }); ${known()}`,
      })
      return
    }
    if (decoders.some((d) => d.name === name)) {
      issues.push({ field: name, problem: "given twice, in map and in with", fix: "keep one of them" })
      return
    }
    const made = make(field)
    if (typeof made === "string") issues.push({ field: name, problem: made, fix: "correct the mapping" })
    else decoders.push(made)
  }
  const absent = new Set(["", ...(mapping.absent ?? [])])
  for (const [name, mapped] of Object.entries(mapping.map))
    add(name, (field) => fromColumn(name, field, mapped, absent, mapping.zone ?? options.zone))
  const constants = new Map<string, string | number | boolean>(
    Object.hasOwn(mapping.map, "source") ? [] : [["source", options.source]],
  )
  for (const [name, value] of Object.entries(mapping.with ?? {})) {
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      for (const [part, inner] of Object.entries(value)) {
        const flat = `${name}${part.charAt(0).toUpperCase()}${part.slice(1)}`
        if (typeof inner === "object")
          issues.push({ field: flat, problem: "not a constant", fix: "give a text, number or boolean" })
        else constants.set(flat, inner)
      }
    else if (typeof value === "object")
      issues.push({ field: name, problem: "not a constant", fix: "give a text, number or boolean" })
    else constants.set(name, value)
  }
  for (const [name, value] of constants)
    add(name, (field) => fromConstant(name, field, value, mapping.zone ?? options.zone))
  for (const [name, field] of fields)
    if (field.required && !decoders.some((d) => d.name === name))
      issues.push({
        field: name,
        problem: "required but neither in map nor in with",
        fix: `map a column to it: ${field.doc}`,
      })
  for (const name of mapping.key ?? [])
    if (name !== "sequence" && !decoders.some((d) => d.name === name))
      issues.push({
        field: name,
        problem: "part of the key, but neither in map nor in with",
        fix: fields.has(name) ? "map a column to it, or leave it out of key" : known(),
      })
  if (issues.length > 0) return yield* new MappingInvalid({ source: options.source, kind: kind.id, issues })
  return decoders
})

const fromConstant = (
  name: string,
  field: Field,
  value: string | number | boolean,
  zone: string,
): FieldDecoder | string => {
  const read = cellReader(field, { column: "" }, zone)
  if (typeof read === "string") return read
  const result = read(String(value))
  if (result !== null && typeof result === "object") return `the constant ${JSON.stringify(value)} is ${result.reason}`
  return { name, field, column: null, required: false, read: () => result, known: [], banded: false }
}

const fromColumn = (
  name: string,
  field: Field,
  mapped: MappedColumn,
  absent: ReadonlySet<string>,
  zone: string,
): FieldDecoder | string => {
  const spec = typeof mapped === "string" ? { column: mapped } : mapped
  const read = cellReader(field, spec, zone)
  if (typeof read === "string") return read
  const values = "values" in spec && spec.values !== undefined ? new Map(Object.entries(spec.values)) : null
  const otherwise = ("otherwise" in spec ? spec.otherwise : undefined) ?? "keep"
  const bands =
    "bands" in spec && spec.bands !== undefined ? Object.entries(spec.bands).toSorted((a, b) => a[1] - b[1]) : null
  return {
    name,
    field,
    column: spec.column,
    // An undated source maps no time; where one is mapped, a row without it has lost it.
    required: field.required || name === "at",
    banded: bands !== null,
    known: bands === null ? (field.values ?? []) : bands.map(([label]) => label),
    read: (cell) => {
      let text = field.type === "text" ? cell : cell.trim()
      if (absent.has(text) || (field.type === "text" && text.trim() === "")) return null
      if (values !== null) {
        const word = values.get(text)
        if (word === null) return null
        if (word !== undefined) text = word
        else if (otherwise === "absent") return null
        else if (otherwise === "reject") return { reason: "not-allowed" }
      }
      return read(text)
    },
  }
}
