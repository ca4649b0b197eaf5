import { createHash } from "node:crypto"
import path from "node:path"
import { type FactKind, type Mapping, mask, type Records, type Reject, SourceUnreadable } from "@touchpoint/core/facts"
import { type OptionsInvalid, thrownText } from "@touchpoint/core/model"
import { Importer, type Plugin } from "@touchpoint/core/plugins"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { configIssue, type ConfigInvalid, type Source } from "./Config.ts"
import { type FileUse, readFile } from "./files.ts"
import { recordsOf } from "./records.ts"

/** What happens during a run, for progress displays. @category analysis @since 0.1.0 */
export interface Progress {
  readonly stage: "read" | "measure" | "judge" | "compose"
  /** What is worked on: a source, a metric. */
  readonly what: string
  /**
   * What `done` and `of` count, where long work says how far it has come: `scan` bytes of a file, `load`, `count`, `sort`
   * and `walk` rows, `ask` questions.
   */
  readonly phase?: "scan" | "load" | "count" | "sort" | "walk" | "ask"
  readonly done?: number
  readonly of?: number
}

/** How a project is loaded. */
export interface LoadOptions {
  readonly registry: Plugin.Registry
  /** Folder that paths are relative to. */
  readonly base: string
  /** Name of the configuration in errors. */
  readonly source: string
  readonly unmasked?: boolean
  readonly onProgress?: (progress: Progress) => void
}

/** A source with its place in the configuration and its mapping. */
export interface PlacedSource {
  readonly given: Source
  readonly kind: FactKind.FactKind
  readonly where: string
  readonly name: string
  /** The path or pattern it names, as it is written. */
  readonly file: string | undefined
  readonly mapping: Mapping
}

/** Where a source is, and how it becomes facts. */
export const placeSource = (given: Source, kind: FactKind.FactKind, where: string, { source }: LoadOptions) => {
  const { csv, duckdb, import: importer, jsonl, parquet, path: plain, rows, table } = given
  const named = [csv, parquet, jsonl, duckdb, rows, importer].filter((one) => one !== undefined).length
  if (named !== 1 || (plain !== undefined && importer === undefined))
    return configIssue(
      source,
      where,
      "give exactly one of csv, parquet, jsonl, duckdb with table, rows, or import with path",
    )
  if ((duckdb === undefined) !== (table === undefined))
    return configIssue(
      source,
      where,
      duckdb === undefined
        ? "table is that of a database file: add duckdb"
        : "name the table of the database file: add table",
    )
  const file = csv ?? parquet ?? jsonl ?? duckdb ?? plain
  const mapping: Mapping = {
    kind: kind.id,
    map: given.map,
    ...(given.with === undefined ? {} : { with: given.with }),
    ...(given.zone === undefined ? {} : { zone: given.zone }),
    ...(given.absent === undefined ? {} : { absent: given.absent }),
    ...(given.key === undefined ? {} : { key: given.key }),
  }
  const name = given.name ?? (duckdb === undefined ? file : `${duckdb}#${table}`) ?? `${kind.plural} (rows)`
  return Effect.succeed<PlacedSource>({ given, kind, where, name, file, mapping })
}

/** Records of a script or of an importer, and the rows that are rejected before they are read. */
export const openRecords = Effect.fnUntraced(function* (
  { file, given, kind, name, where }: PlacedSource,
  options: LoadOptions,
  files: Map<string, FileUse>,
): Effect.fn.Return<
  { readonly records: Records; readonly odd: ReadonlyArray<Reject> },
  ConfigInvalid | OptionsInvalid | SourceUnreadable
> {
  if (given.rows !== undefined) return yield* openRows(name, given.rows, given.map, kind, options, files)
  const importerId = given.csv === undefined ? (given.import ?? "") : "csv"
  const importer = options.registry.importers.get(importerId)
  if (importer === undefined || importer.yields !== "records" || file === undefined)
    return yield* configIssue(
      options.source,
      where,
      importer?.yields === "records"
        ? "path is missing"
        : `there is no importer of records ${JSON.stringify(importerId)}; installed are ${[...options.registry.importers.keys()].join(", ")}`,
    )
  const reading = readFile(name, path.resolve(options.base, file))
  const input = { source: name, bytes: reading.bytes, limits: Importer.defaultImportLimits }
  const records = yield* Effect.suspend(() => importer.open(input, given.options)).pipe(
    Effect.catchDefect(importerFailed(importer, name)),
  )
  const noted = Effect.sync(() => files.set(file, { ...reading.use(), source: file }))
  const batches = records.batches.pipe(
    Stream.catchDefect((thrown) => Stream.fromEffect(importerFailed(importer, name)(thrown))),
    Stream.onEnd(noted),
  )
  return { records: { ...records, batches }, odd: [] }
})

/** Records of a script are hashed like a file: the manifest names everything a number depends on. */
const openRows = Effect.fnUntraced(function* (
  name: string,
  rows: NonNullable<Source["rows"]>,
  map: Source["map"],
  kind: FactKind.FactKind,
  options: LoadOptions,
  files: Map<string, FileUse>,
) {
  const columns = Object.values(map).map((mapped) => (typeof mapped === "string" ? mapped : mapped.column))
  const bytes = yield* Effect.try({
    try: () => Buffer.from(JSON.stringify(rows)),
    catch: (thrown) =>
      new SourceUnreadable({
        source: name,
        problem: `its records cannot be read: ${thrownText(thrown)}`,
        fix: "give records of plain values",
      }),
  })
  const used = files.has(`${name} (rows)`) ? `${name} (rows) ${files.size}` : `${name} (rows)`
  const sha256 = createHash("sha256").update(bytes).digest("hex")
  files.set(used, { source: used, bytes: bytes.length, sha256 })
  const texts = Object.keys(map).flatMap((field, i) => (isText(kind, field) ? (columns[i] ?? []) : []))
  const { odd, records } = recordsOf(name, rows, columns, texts)
  return {
    records,
    odd: odd.map(({ column, row, value }): Reject => ({
      source: name,
      row,
      column,
      value: options.unmasked === true ? value : mask(value),
      reason: "out-of-range",
    })),
  }
})

/** An importer is somebody's code: what it throws while it reads is a source that cannot be read. */
export const importerFailed =
  ({ id }: Importer.Importer, source: string) =>
  (thrown: unknown) =>
    Effect.fail(
      new SourceUnreadable({
        source,
        problem: `the importer ${id} failed: ${thrownText(thrown)}`,
        fix: "report it to the author of the importer",
      }),
    )

const isText = ({ fields }: FactKind.FactKind, name: string): boolean =>
  Object.hasOwn(fields, name) && fields[name]?.type === "text"
