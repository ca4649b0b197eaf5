import path from "node:path"
import { type Engine, type EngineError, MemoryEngine } from "@touchpoint/core/engine"
import {
  assemble,
  type AssembleOptions,
  type DecodedSource,
  decodeRecords,
  define,
  type FactModel,
  type FactsOutline,
  kindOf,
  outlineOfFacts,
  rejectFix,
  SourceUnreadable,
} from "@touchpoint/core/facts"
import { decodeInventory, type Inventory, InventoryInvalid, type OptionsInvalid } from "@touchpoint/core/model"
import { Importer } from "@touchpoint/core/plugins"
import type { Fold } from "@touchpoint/core/questions"
import { type Calendar, Period } from "@touchpoint/core/time"
import { calendarOf } from "./calendar.ts"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { type Config, configIssue, type Source } from "./Config.ts"
import { chooseEngine } from "./engines.ts"
import { type FileUse, readFile } from "./files.ts"
import { loadClickHouse } from "./loadClickHouse.ts"
import { loadDuckDB } from "./loadDuckDB.ts"
import { importerFailed, type LoadOptions, openRecords, type PlacedSource, placeSource } from "./openRecords.ts"
import { TouchpointError } from "../TouchpointError.ts"

export type { LoadOptions, PlacedSource, Progress } from "./openRecords.ts"

/** Facts of a project, and the files they came from. */
interface Loaded {
  readonly facts: FactsOutline
  /** Answers questions about the facts, as long as the scope they were loaded in. */
  readonly engine: (folds: Iterable<Fold>) => Layer.Layer<Engine, EngineError>
  /** As declared; `null` where it is inferred from the facts. */
  readonly asOf: number | null
  readonly files: ReadonlyArray<FileUse>
  /** Of the package that counts, where it is not the core. */
  readonly versions: Readonly<Record<string, string>>
}

const DAY = 86_400_000

const attributeSchemas = { text: Schema.String, number: Schema.Finite, integer: Schema.Int, boolean: Schema.Boolean }

/** Reads the inventory and all sources of a configuration and assembles the facts. */
export const load = Effect.fnUntraced(function* (config: Config, options: LoadOptions) {
  const calendar = calendarOf(config)
  const files = new Map<string, FileUse>()
  const asOf = config.asOf === undefined ? undefined : yield* instantOf(config.asOf, calendar, options)
  const inventory = yield* loadInventory(config.inventory, options, files)
  const fact = yield* defineModel(config, options)
  const sources: Array<PlacedSource> = []
  for (const [plural, given] of Object.entries(config.facts ?? {})) {
    const kind = kindOf(fact, plural)
    if (kind === undefined) continue
    const list: ReadonlyArray<Source> = Array.isArray(given) ? given : [given as Source]
    for (const [i, source] of list.entries())
      sources.push(yield* placeSource(source, kind, `facts.${plural}${list.length > 1 ? `[${i}]` : ""}`, options))
  }
  const assembling: AssembleOptions = {
    model: fact,
    calendar,
    inventory,
    ...(asOf === undefined ? {} : { asOf }),
    ...(config.lateDays === undefined ? {} : { lateness: config.lateDays * DAY }),
    ...(options.unmasked === undefined ? {} : { unmasked: options.unmasked }),
  }
  const { engine, facts, versions } = yield* hold(config.engine, sources, assembling, options, files)
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
    engine,
    versions,
    asOf: asOf ?? null,
    files: [...files.values()].toSorted((a, b) => (a.source < b.source ? -1 : 1)),
  } satisfies Loaded
})

/** The facts in the engine that is to answer. */
const hold = Effect.fnUntraced(function* (
  engine: Config["engine"],
  sources: ReadonlyArray<PlacedSource>,
  assembling: AssembleOptions,
  options: LoadOptions,
  files: Map<string, FileUse>,
) {
  if (typeof engine === "object" && "clickhouse" in engine) {
    const other = sources.find(({ kind }) => kind.id !== "identity")
    if (other !== undefined)
      return yield* configIssue(
        options.source,
        other.where,
        "ClickHouse asks its own tables, and reads no sources but identities; map a table in engine.clickhouse.tables, or choose another engine",
      )
    return yield* loadClickHouse(
      engine.clickhouse,
      assembling,
      options,
      yield* read(sources, assembling, options, files),
    )
  }
  const choice = yield* chooseEngine(engine, sources, options)
  return yield* choice === null
    ? loadMemory(sources, assembling, options, files)
    : loadDuckDB(sources, assembling, options, files, choice)
})

const loadMemory = Effect.fnUntraced(function* (...given: Parameters<typeof read>) {
  const { facts } = yield* read(...given)
  return {
    facts: outlineOfFacts(facts),
    engine: (folds: Iterable<Fold>) => MemoryEngine.layer(facts, { folds }),
    versions: {},
  }
})

const read = Effect.fnUntraced(function* (
  sources: ReadonlyArray<PlacedSource>,
  assembling: AssembleOptions,
  options: LoadOptions,
  files: Map<string, FileUse>,
) {
  const parts: Array<DecodedSource> = []
  for (const source of sources) {
    // A run that is to be stopped is told between two sources.
    yield* Effect.yieldNow
    parts.push(yield* decodeSource(source, assembling.calendar, options, files))
  }
  yield* Effect.yieldNow
  return { parts, facts: yield* assemble(parts, assembling) }
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

const decodeSource = Effect.fnUntraced(function* (
  source: PlacedSource,
  calendar: Calendar.Calendar,
  options: LoadOptions,
  files: Map<string, FileUse>,
) {
  const { file, kind, mapping, name } = source
  options.onProgress?.({ stage: "read", what: name })
  const { odd, records } = yield* openRecords(source, options, files)
  const decoded = yield* decodeRecords(records, mapping, kind, {
    source: name,
    ...(file === undefined ? {} : { origin: file }),
    zone: calendar.zone,
    ...(options.unmasked === undefined ? {} : { unmasked: options.unmasked }),
  })
  for (const reject of odd) decoded.rejects.add(reject)
  return { ...decoded, rows: decoded.rows + odd.length }
})

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
