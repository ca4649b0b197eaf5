import path from "node:path"
import {
  cell,
  type DecodedSource,
  decodeRecords,
  type FactKind,
  type FactTable,
  define,
  mask,
  type Records,
} from "@touchpoint/core/facts"
import { decodeInventory, type Locale } from "@touchpoint/core/model"
import { Importer, type Plugin } from "@touchpoint/core/plugins"
import { Instant } from "@touchpoint/core/time"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { TouchpointError } from "../TouchpointError.ts"
import type { Config } from "./Config.ts"
import { readFile } from "./files.ts"
import type { Progress } from "./load.ts"
import { configNamed, openConfig } from "./open.ts"
import { duckdb } from "./duckdb.ts"
import { openPlugins, registryOf } from "./plugins.ts"
import { headerRowOf } from "./propose/headerRow.ts"
import { propose } from "./propose/propose.ts"
import type { Proposal, Sample } from "./propose/Proposal.ts"

/** What an import knows of the project around it; a file may be looked at without one. */
export interface ImportProject {
  readonly registry: Plugin.Registry
  readonly zone: string
  readonly locale: Locale
  readonly touchpoints: ReadonlySet<string> | null
  /** Folder of the configuration, which its paths are relative to; `null` without one. */
  readonly base: string | null
  readonly kinds: ReadonlyArray<FactKind.FactKind>
}

/** A file looked at: how to read it, and what that gives. */
export interface Imported {
  /** As the configuration names it: relative to its own folder, where there is one. */
  readonly file: string
  /** Row that names the columns; above it stand titles. */
  readonly headerRow: number
  /** Key of the source in the configuration. */
  readonly format: string
  readonly kind: FactKind.FactKind
  readonly proposal: Proposal
  /** `null` where a required field is missing. */
  readonly decoded: DecodedSource | null
  /** The first facts with letters and digits hidden. */
  readonly first: { readonly header: ReadonlyArray<string>; readonly rows: ReadonlyArray<ReadonlyArray<string>> }
}

/** The project of a folder, as far as an import needs it. */
export const importProject = Effect.fnUntraced(function* (given: string | null, folder: string) {
  const there = given !== null || (yield* configNamed(folder)) !== null
  const opened = there ? yield* openConfig(given, folder) : null
  const registry = yield* registryOf(opened === null ? [] : yield* openPlugins(opened))
  return {
    registry,
    zone: opened?.config.zone ?? "UTC",
    locale: opened?.config.locale ?? "en",
    touchpoints: opened === null ? null : yield* touchpointsOf(opened.config.inventory, opened.base, registry),
    base: opened?.base ?? null,
    kinds: Object.values<FactKind.FactKind>(define().kinds),
  } satisfies ImportProject
})

/** Ids and aliases of the inventory. What is wrong with it, `touchpoint check` says; a proposal goes without. */
const touchpointsOf = (given: Config["inventory"], base: string, registry: Plugin.Registry) =>
  Effect.gen(function* () {
    if (given === undefined) return null
    const inventory = yield* decodeInventory(
      typeof given === "string" ? yield* documentOf(given, base, registry) : given,
    )
    return new Set(inventory.touchpoints.flatMap(({ aliases = [], id }) => [id, ...aliases]))
  }).pipe(
    Effect.catch(() => Effect.succeed(null)),
    Effect.catchDefect(() => Effect.succeed(null)),
  )

const documentOf = Effect.fnUntraced(function* (file: string, base: string, registry: Plugin.Registry) {
  const importer = importerOf(file, registry, "inventory")
  if (importer?.yields !== "inventory") return null
  const { bytes } = readFile(file, path.resolve(base, file))
  return (yield* importer.open({ source: file, bytes, limits: Importer.defaultImportLimits }, {})).value
})

const importerOf = (file: string, { importers }: Plugin.Registry, yields: Importer.Importer["yields"]) =>
  [...importers.values()].find(
    (item) => item.yields === yields && item.accepts.extensions.some((end) => file.toLowerCase().endsWith(end)),
  )

/** Rows looked at before a mapping is proposed. */
const LOOKED_AT = 5000
/** Facts shown. */
const SHOWN = 3

/** Looks at a file, proposes how it is read, and reads it so. */
export const tryImport = (
  file: string,
  kind: FactKind.FactKind,
  project: ImportProject,
  show: ((progress: Progress) => void) | null,
) => Effect.scoped(importing(file, kind, project, show))

const importing = Effect.fnUntraced(function* (
  file: string,
  kind: FactKind.FactKind,
  { base: folder, registry, touchpoints, zone }: ImportProject,
  show: ((progress: Progress) => void) | null,
) {
  show?.({ stage: "read", what: file })
  const { format, headerRow, records } = yield* opened(file, registry)
  const sample = yield* sampleOf(records)
  const proposal = propose(kind, sample, { zone, file: path.basename(file), touchpoints })
  const base = { file: folder === null ? file : pathFrom(folder, file), headerRow, format, kind, proposal }
  if (proposal.missing.length > 0) return { ...base, decoded: null, first: maskedSample(sample) } satisfies Imported
  const decoded = yield* decodeRecords(
    records,
    { kind: kind.id, map: proposal.map, with: proposal.with, absent: proposal.absent },
    kind,
    { source: file, zone },
  )
  return { ...base, decoded, first: maskedFacts(decoded.table, proposal) } satisfies Imported
})

/** A path as a file in the folder writes it. */
const pathFrom = (folder: string, file: string): string =>
  path.isAbsolute(file) ? file : path.relative(folder, path.resolve(file)).replaceAll(path.sep, "/")

/** Formats that the engine of files reads. */
const engineFormats = [
  ["parquet", [".parquet"]],
  ["jsonl", [".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz", ".jsonl.zst", ".ndjson.zst"]],
] as const

/** A file as records, by the end of its name. */
const opened = Effect.fnUntraced(function* (file: string, registry: Plugin.Registry) {
  const importer = importerOf(file, registry, "records")
  if (importer?.yields === "records") {
    const { bytes } = readFile(file, path.resolve(file))
    const input = { source: file, bytes, limits: Importer.defaultImportLimits }
    const open = (headerRow: number) => importer.open(input, headerRow === 1 ? {} : { headerRow })
    const records = yield* open(1)
    const headerRow = importer.id === "csv" ? yield* headerRowOf(records.header, open) : 1
    return { format: importer.id, headerRow, records: headerRow === 1 ? records : yield* open(headerRow) }
  }
  const format = engineFormats.find(([, ends]) => ends.some((end) => file.toLowerCase().endsWith(end)))?.[0]
  if (format !== undefined) {
    const { engine } = yield* duckdb
    return { format, headerRow: 1, records: yield* engine.fileRecords(file, path.resolve(file), format) }
  }
  const readable = [...registry.importers.values()].filter((item) => item.yields === "records")
  return yield* Effect.fail(
    new TouchpointError("options", `No importer reads ${JSON.stringify(path.basename(file))}`, {
      where: file,
      fix: `Give a file ending in ${[...readable.flatMap((item) => item.accepts.extensions), ".parquet", ".jsonl"].join(", ")}`,
    }),
  )
})

/** The first rows, by column. */
const sampleOf = (records: Records) =>
  Stream.runFold(
    // The rest of the file is read later, with the mapping.
    Stream.takeUntil(records.batches, countUntil(LOOKED_AT)),
    () => new Map(records.header.map((name) => [name, new Array<string>()])),
    (columns, batch) => {
      for (const [name, cells] of batch.columns) columns.get(name)?.push(...cells.slice(0, LOOKED_AT))
      return columns
    },
  ).pipe(Effect.map((columns): Sample => ({ header: records.header, columns })))

const countUntil = (limit: number) => {
  let rows = 0
  return (batch: { readonly rows: number }) => (rows += batch.rows) >= limit
}

const maskedSample = ({ columns, header }: Sample) => ({
  header,
  rows: Array.from(
    { length: Math.min(SHOWN, Math.max(0, ...Array.from(columns.values(), (cells) => cells.length))) },
    (_, row) => header.map((name) => mask(columns.get(name)?.[row] ?? "")),
  ),
})

/** Facts whose texts are hidden; numbers and dates are shown as shapes too. */
const maskedFacts = (table: FactTable, { map }: Proposal) => {
  const fields = Object.keys(map)
  return {
    header: fields,
    rows: Array.from({ length: Math.min(SHOWN, table.rows) }, (_, row) =>
      fields.map((name) => {
        const column = table.columns.get(name)
        const value = column === undefined ? null : cell(column, row)
        if (value === null) return "–"
        return mask(table.kind.fields[name]?.type === "instant" ? Instant.format(Number(value)) : String(value))
      }),
    ),
  }
}
