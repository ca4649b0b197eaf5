import * as Effect from "effect/Effect"
import { nearest } from "../model/nearest.ts"
import { type CellResult, cellReader } from "./Cell.ts"
import type { FactKind } from "./FactKind.ts"
import type { Field } from "./Field.ts"
import { type MappedColumn, type Mapping, MappingInvalid } from "./Mapping.ts"

/**
 * How one field of a kind is read: from which column, and what a cell becomes. Whoever reads cells by other means (as a
 * projection in SQL, say) has to give what `read` gives.
 *
 * @category facts
 * @since 0.2.0
 */
export interface FieldReader {
  readonly name: string
  readonly field: Field
  /** Column of the source; `null` for a constant. */
  readonly column: string | null
  /** Whether a row without it is a reject. */
  readonly required: boolean
  readonly read: (text: string) => CellResult
  /** Texts that take the first codes: allowed values, labels of bands in their order. */
  readonly known: ReadonlyArray<string>
  readonly banded: boolean
  /** How the mapping describes the column; `null` for a constant. */
  readonly spec: Exclude<MappedColumn, string> | null
  /** Cells that mean "no value". */
  readonly absent: ReadonlySet<string>
  /** Zone of local times. */
  readonly zone: string
}

/**
 * The readers of all fields a mapping gives, in the order in which they judge a row. Fails with {@link MappingInvalid}
 * where the mapping does not fit the kind.
 *
 * @category facts
 * @since 0.2.0
 */
export const fieldReaders = Effect.fnUntraced(function* (
  mapping: Mapping,
  kind: FactKind,
  options: { readonly source: string; readonly zone: string },
) {
  const issues: Array<{ field: string; problem: string; fix: string }> = []
  const fields = new Map<string, Field>(Object.entries(kind.fields))
  const readers: Array<FieldReader> = []
  const known = () => `${kind.id} has: ${[...fields.keys()].join(", ")}`
  const add = (name: string, make: (field: Field) => FieldReader | string) => {
    const field = fields.get(name)
    if (field === undefined) {
      const near = nearest(name, fields.keys())
      issues.push({
        field: name,
        problem: `unknown field`,
        fix: `${near === undefined ? "" : `did you mean ${JSON.stringify(near)}? `}an own column is declared as an attribute (attributes: { ${kind.plural}: { ${name}: text } }); ${known()}`,
      })
      return
    }
    if (readers.some((d) => d.name === name)) {
      issues.push({ field: name, problem: "given twice, in map and in with", fix: "keep one of them" })
      return
    }
    const made = make(field)
    if (typeof made === "string") issues.push({ field: name, problem: made, fix: "correct the mapping" })
    else readers.push(made)
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
    if (field.required && !readers.some((d) => d.name === name))
      issues.push({
        field: name,
        problem: "required but neither in map nor in with",
        fix: `map a column to it: ${field.doc}`,
      })
  for (const name of mapping.key ?? [])
    if (name !== "sequence" && !readers.some((d) => d.name === name))
      issues.push({
        field: name,
        problem: "part of the key, but neither in map nor in with",
        fix: fields.has(name) ? "map a column to it, or leave it out of key" : known(),
      })
  if (issues.length > 0) return yield* new MappingInvalid({ source: options.source, kind: kind.id, issues })
  return readers
})

const fromConstant = (
  name: string,
  field: Field,
  value: string | number | boolean,
  zone: string,
): FieldReader | string => {
  const read = cellReader(field, { column: "" }, zone)
  if (typeof read === "string") return read
  const result = read(String(value))
  if (result !== null && typeof result === "object") return `the constant ${JSON.stringify(value)} is ${result.reason}`
  return {
    name,
    field,
    column: null,
    required: false,
    read: () => result,
    known: [],
    banded: false,
    spec: null,
    absent: new Set(),
    zone,
  }
}

const fromColumn = (
  name: string,
  field: Field,
  mapped: MappedColumn,
  absent: ReadonlySet<string>,
  zone: string,
): FieldReader | string => {
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
    spec,
    absent,
    zone,
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
