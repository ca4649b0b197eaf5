import {
  assemble,
  type AssembleOptions,
  cell,
  decodeRecords,
  define,
  type FactModel,
  type Facts,
  kindOf,
  type MappedColumn,
  type Mapping,
  type Records,
} from "@touchpoint/core/facts"
import { Calendar } from "@touchpoint/core/time"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"

/** A row as a person writes it; `null` is an empty cell. */
export type Row = Readonly<Record<string, string | number | null>>

/** Rows of one source; every column that `map` does not name becomes the field of its name. */
export interface SourceSpec {
  readonly kind: string
  readonly rows: ReadonlyArray<Row>
  readonly source?: string
  readonly map?: Readonly<Record<string, MappedColumn>>
  readonly with?: Mapping["with"]
  readonly mapping?: Partial<Mapping>
  /** Columns of the source, where no row names them all. */
  readonly header?: ReadonlyArray<string>
}

/** What the sources are read with. */
export interface ProjectOptions extends Partial<Omit<AssembleOptions, "calendar">> {
  readonly zone?: string
}

/** Records of plain rows, in batches of `size`. */
export const recordsOf = (
  rows: ReadonlyArray<Row>,
  { header, size = 7, source = "rows.csv" }: { header?: ReadonlyArray<string>; size?: number; source?: string } = {},
): Records => {
  const names = header ?? [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const starts = Array.from({ length: Math.ceil(rows.length / size) }, (_, i) => i * size)
  const batches = starts.map((start) => {
    const part = rows.slice(start, start + size)
    return {
      rows: part.length,
      rowNumbers: part.map((_, i) => start + i + 2),
      columns: new Map(names.map((name) => [name, part.map((row) => String(row[name] ?? ""))])),
      broken: [],
    }
  })
  return {
    source,
    header: names,
    batches: Stream.fromIterable(batches),
    notes: () => ({ encoding: null, suspectCells: {} }),
  }
}

/** Decodes one source. */
export const decode = (spec: SourceSpec, options: ProjectOptions = {}) => {
  const model: FactModel = options.model ?? define()
  const kind = kindOf(model, spec.kind)
  if (kind === undefined) return Effect.die(`no kind ${spec.kind}`)
  const source = spec.source ?? `${spec.kind}.csv`
  const records = recordsOf(spec.rows, { source, ...(spec.header === undefined ? {} : { header: spec.header }) })
  const read = new Set(
    Object.values(spec.map ?? {}).map((mapped) => (typeof mapped === "string" ? mapped : mapped.column)),
  )
  const own = records.header.filter((name) => !read.has(name)).map((name) => [name, name] as const)
  const mapping: Mapping = {
    kind: kind.id,
    map: { ...Object.fromEntries(own), ...spec.map },
    ...(spec.with === undefined ? {} : { with: spec.with }),
    ...spec.mapping,
  }
  return decodeRecords(records, mapping, kind, {
    source,
    zone: options.zone ?? "UTC",
    ...(options.unmasked === undefined ? {} : { unmasked: options.unmasked }),
  })
}

/** Decodes and joins sources. */
export const project = Effect.fnUntraced(function* (specs: ReadonlyArray<SourceSpec>, options: ProjectOptions = {}) {
  const model: FactModel = options.model ?? define()
  const parts = yield* Effect.forEach(specs, (spec) => decode(spec, { ...options, model }))
  const { zone, ...rest } = options
  return yield* assemble(parts, { ...rest, model, calendar: Calendar.make(zone ?? "UTC") })
})

/** A table's column as plain values; `null` is absent. */
export const valuesOf = (
  facts: Pick<Facts, "tables">,
  kind: string,
  name: string,
): ReadonlyArray<string | number | null> => {
  const table = facts.tables.get(kind)
  const column = table?.columns.get(name)
  return table === undefined || column === undefined
    ? []
    : Array.from({ length: table.rows }, (_, row) => cell(column, row))
}
