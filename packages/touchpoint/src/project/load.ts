import { createHash } from "node:crypto"
import path from "node:path"
import {
  assemble,
  type DecodedSource,
  decodeRecords,
  define,
  type Facts,
  type FactKind,
  type FactModel,
  kindOf,
  type Mapping,
  mask,
  rejectFix,
  SourceUnreadable,
} from "@touchpoint/core/facts"
import {
  decodeInventory,
  type Inventory,
  InventoryInvalid,
  type OptionsInvalid,
  thrownText,
} from "@touchpoint/core/model"
import { Importer, type Plugin } from "@touchpoint/core/plugins"
import { Calendar, Period } from "@touchpoint/core/time"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { type Config, configIssue, type Source } from "./Config.ts"
import { type FileUse, readFile } from "./files.ts"
import { recordsOf } from "./records.ts"
import { TouchpointError } from "../TouchpointError.ts"

/** What happens during a run, for progress displays. @category analysis @since 0.1.0 */
export interface Progress {
  readonly stage: "read" | "measure" | "judge" | "compose"
  /** What is worked on: a source, a metric. */
  readonly what: string
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

/** Facts of a project, and the files they came from. */
interface Loaded {
  readonly facts: Facts
  /** As declared; `null` where it is inferred from the facts. */
  readonly asOf: number | null
  readonly files: ReadonlyArray<FileUse>
}

const attributeSchemas = { text: Schema.String, number: Schema.Finite, integer: Schema.Int, boolean: Schema.Boolean }

/** Reads the inventory and all sources of a configuration and assembles the facts. */
export const load = Effect.fnUntraced(function* (config: Config, options: LoadOptions) {
  const calendar = Calendar.make(config.zone ?? "UTC", config.weekStart ?? 1)
  const files = new Map<string, FileUse>()
  const asOf = config.asOf === undefined ? undefined : yield* instantOf(config.asOf, calendar, options)
  const inventory = yield* loadInventory(config.inventory, options, files)
  const fact = yield* defineModel(config, options)
  const parts: Array<DecodedSource> = []
  for (const [plural, given] of Object.entries(config.facts ?? {})) {
    const kind = kindOf(fact, plural)
    if (kind === undefined) continue
    const list: ReadonlyArray<Source> = Array.isArray(given) ? given : [given as Source]
    for (const [i, source] of list.entries()) {
      // A run that is to be stopped is told between two sources.
      yield* Effect.yieldNow
      const where = `facts.${plural}${list.length > 1 ? `[${i}]` : ""}`
      parts.push(yield* loadSource(source, kind, where, calendar, options, files))
    }
  }
  yield* Effect.yieldNow
  const facts = yield* assemble(parts, {
    model: fact,
    calendar,
    inventory,
    ...(asOf === undefined ? {} : { asOf }),
    ...(options.unmasked === undefined ? {} : { unmasked: options.unmasked }),
  })
  for (const source of facts.sources) {
    if (source.rows === 0 || source.facts > 0) continue
    const [worst] = Object.entries(source.byReason).toSorted((a, b) => b[1] - a[1])
    const [reason, count] = worst ?? ["unreadable-row", source.rows]
    return yield* new SourceUnreadable({
      source: source.source,
      problem: `none of its ${source.rows} rows became a fact (${reason} ${count})`,
      fix: rejectFix[reason as keyof typeof rejectFix],
    })
  }
  return {
    facts,
    asOf: asOf ?? null,
    files: [...files.values()].toSorted((a, b) => (a.source < b.source ? -1 : 1)),
  } satisfies Loaded
})

/** A day counts as complete to its end. */
const instantOf = (text: string, calendar: Calendar.Calendar, { source }: LoadOptions) =>
  Effect.gen(function* () {
    const instant = Date.parse(text)
    if (/[T ]\d{2}:\d{2}.*(Z|[+-]\d{2}:?\d{2})$/.test(text) && Number.isFinite(instant)) return instant
    const period = yield* Effect.fromResult(Period.parse(text, calendar)).pipe(
      Effect.mapError((error) => configIssue(source, "asOf", error.message)),
    )
    // An instant is the empty period at it; a day counts to its last millisecond.
    return period.from === period.to ? period.from : period.to - 1
  })

const defineModel = (config: Config, { source }: LoadOptions) =>
  Effect.gen(function* () {
    const standard = define()
    const definition: Record<
      string,
      { readonly attributes: Record<string, (typeof attributeSchemas)["text" | "number"]> }
    > = {}
    for (const [name, attributes] of Object.entries(config.attributes ?? {})) {
      const kind = kindOf(standard, name)
      if (kind === undefined)
        return yield* configIssue(source, `attributes.${name}`, `there is no kind of facts ${name}`)
      definition[kind.id] = {
        attributes: Object.fromEntries(
          Object.entries(attributes).map(([attribute, type]) => [
            attribute,
            attributeSchemas[type] as (typeof attributeSchemas)["text"],
          ]),
        ),
      }
    }
    return define(definition) as FactModel
  })

const loadSource = Effect.fnUntraced(function* (
  source: Source,
  kind: FactKind.FactKind,
  where: string,
  calendar: Calendar.Calendar,
  options: LoadOptions,
  files: Map<string, FileUse>,
) {
  const importerId = source.csv === undefined ? source.import : "csv"
  const file = source.csv ?? source.path
  const given = [source.csv, source.rows, source.import].filter((x) => x !== undefined).length
  if (given !== 1 || (source.path !== undefined && source.import === undefined))
    return yield* configIssue(options.source, where, "give exactly one of csv, rows, or import with path")
  const name = source.name ?? file ?? `${kind.plural} (rows)`
  options.onProgress?.({ stage: "read", what: name })
  const mapping: Mapping = {
    kind: kind.id,
    map: source.map,
    ...(source.with === undefined ? {} : { with: source.with }),
    ...(source.zone === undefined ? {} : { zone: source.zone }),
    ...(source.absent === undefined ? {} : { absent: source.absent }),
    ...(source.key === undefined ? {} : { key: source.key }),
  }
  const decode = {
    source: name,
    ...(file === undefined ? {} : { origin: file }),
    zone: calendar.zone,
    ...(options.unmasked === undefined ? {} : { unmasked: options.unmasked }),
  }
  if (source.rows !== undefined) {
    // Records of a script are hashed like a file: the manifest names everything a number depends on.
    const columns = Object.values(source.map).map((mapped) => (typeof mapped === "string" ? mapped : mapped.column))
    const bytes = yield* Effect.try({
      try: () => Buffer.from(JSON.stringify(source.rows)),
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
    const texts = Object.keys(source.map).flatMap((field, i) => (isText(kind, field) ? (columns[i] ?? []) : []))
    const { odd, records } = recordsOf(name, source.rows, columns, texts)
    const decoded = yield* decodeRecords(records, mapping, kind, decode)
    for (const { value, ...place } of odd)
      decoded.rejects.add({
        source: name,
        ...place,
        value: options.unmasked === true ? value : mask(value),
        reason: "out-of-range",
      })
    return { ...decoded, rows: decoded.rows + odd.length }
  }
  const importer = options.registry.importers.get(importerId ?? "")
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
  const decoded = yield* Effect.suspend(() => importer.open(input, source.options)).pipe(
    Effect.flatMap((records) => decodeRecords(records, mapping, kind, decode)),
    Effect.catchDefect(importerFailed(importer, name)),
  )
  files.set(file, { ...reading.use(), source: file })
  return decoded
})

/** An importer is somebody's code: what it throws while it reads is a source that cannot be read. */
const importerFailed =
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

const loadInventory = Effect.fnUntraced(function* (
  given: Config["inventory"],
  options: LoadOptions,
  files: Map<string, FileUse>,
): Effect.fn.Return<Inventory | null, TouchpointError | SourceUnreadable | OptionsInvalid> {
  if (given === undefined) return null
  const invalid = (where: string) => (error: InventoryInvalid) =>
    new TouchpointError("inventory", error.message, { where, fix: "Correct the inventory at the places named" })
  if (typeof given !== "string") return yield* Effect.mapError(decodeInventory(given), invalid("inventory"))
  const importer = [...options.registry.importers.values()].find(
    (item) =>
      item.yields === "inventory" &&
      item.accepts.extensions.some((extension) => given.toLowerCase().endsWith(extension)),
  )
  if (importer === undefined || importer.yields !== "inventory")
    return yield* new SourceUnreadable({
      source: given,
      problem: "no importer reads this kind of inventory",
      fix: "write it as .yaml or .json",
    })
  options.onProgress?.({ stage: "read", what: given })
  const reading = readFile(given, path.resolve(options.base, given))
  const input = { source: given, bytes: reading.bytes, limits: Importer.defaultImportLimits }
  const document = yield* Effect.suspend(() => importer.open(input, {})).pipe(
    Effect.catchDefect(importerFailed(importer, given)),
  )
  files.set(given, { ...reading.use(), source: given })
  return yield* decodeInventory(document.value).pipe(
    Effect.mapError(
      (error) =>
        new InventoryInvalid({
          issues: error.issues.map((issue) => {
            const place = document.locate(issue.path)
            return place === null
              ? issue
              : { ...issue, problem: `${issue.problem} (${given}:${place.line}:${place.column})` }
          }),
        }),
    ),
    Effect.mapError(invalid(given)),
  )
})
