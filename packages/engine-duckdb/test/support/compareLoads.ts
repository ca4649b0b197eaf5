import * as fs from "node:fs"
import path from "node:path"
import * as zlib from "node:zlib"
import { DuckDBInstance } from "@duckdb/node-api"
import { Engine, MemoryEngine } from "@touchpoint/core/engine"
import { assemble, decodeRecords, type DecodedSource, type FactKind, type Records } from "@touchpoint/core/facts"
import { Importer } from "@touchpoint/core/plugins"
import {
  column,
  dimension,
  type Question,
  tally,
  trails,
  transitionDefaults,
  transitions,
} from "@touchpoint/core/questions"
import { Calendar } from "@touchpoint/core/time"
import { DuckDBEngine, load, type Source } from "@touchpoint/engine-duckdb"
import { csv } from "@touchpoint/importers/csv"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import { type ColumnType, type FileCase, type LoadCase, model } from "./cases.ts"
import { plainDuckDB, plainFacts } from "./readBack.ts"

const pack = (bytes: Uint8Array, packing: FileCase["packing"]): Uint8Array =>
  packing === "gzip" ? zlib.gzipSync(bytes) : packing === "zstd" ? zlib.zstdCompressSync(bytes) : bytes

const damage = (lines: ReadonlyArray<string>, file: FileCase): ReadonlyArray<string> => {
  const out = [...lines]
  for (const { at, line } of file.damage) out.splice(1 + (at % Math.max(1, out.length)), 0, line)
  return out
}

const csvText = (file: FileCase): string => {
  const cell = (text: string) =>
    file.quoteAll || /["\r\n]/.test(text) || text.includes(file.delimiter) ? `"${text.replaceAll('"', '""')}"` : text
  const lines = [file.header, ...file.rows].map((row) => row.map((text) => cell(text ?? "")).join(file.delimiter))
  return (
    damage(lines, file).join(file.crlf ? "\r\n" : "\n") +
    (file.rows.length % 2 === 0 ? (file.crlf ? "\r\n" : "\n") : "")
  )
}

const encode = (text: string, encoding: FileCase["encoding"]): Uint8Array =>
  encoding === "utf-16le"
    ? Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")])
    : Buffer.from((encoding === "bom" ? "\ufeff" : "") + text)

/** The canonical text of a typed value, from the text it was made of; `null` where the type does not hold it. */
const typedText = (text: string | null, type: ColumnType): string | null => {
  if (text === null || type === "VARCHAR") return text
  if (type === "BIGINT") return /^-?\d{1,18}$/.test(text) ? String(BigInt(text)) : null
  if (type === "DOUBLE")
    return /^-?\d+(\.\d+)?$/.test(text) && Math.abs(Number(text)) <= 2 ** 53
      ? String(Number(text) === 0 ? 0 : Number(text))
      : null
  if (type === "BOOLEAN") return text === "true" || text === "false" ? text : null
  const at = Date.parse(text)
  if (Number.isNaN(at) || !/^\d{4}-\d\d-\d\d/.test(text) || at > Date.UTC(3000, 0, 1) || at < Date.UTC(1000, 0, 1))
    return null
  const iso = new Date(at).toISOString()
  return type === "DATE" ? iso.slice(0, 10) : type === "TIMESTAMP" ? iso.slice(0, -1) : iso
}

const writeParquet = async (file: string, { header, rows, types }: FileCase): Promise<void> => {
  const instance = await DuckDBInstance.create(":memory:")
  const connection = await instance.connect()
  const names = header.map((_, i) => `c${i}`)
  await connection.run(`CREATE TABLE t (k INTEGER, ${names.map((name) => `${name} VARCHAR`).join(", ")})`)
  for (const [k, row] of rows.entries())
    await connection.run(
      `INSERT INTO t VALUES (${k}, ${names.map((_, i) => `$${i + 1}`).join(", ")})`,
      row.map((text, i) => typedText(text, types[i] ?? "VARCHAR")),
    )
  const columns = names.map((name, i) => `CAST(${name} AS ${types[i]}) AS "${(header[i] ?? "").replaceAll('"', '""')}"`)
  await connection.run(
    `SET TimeZone = 'UTC'; COPY (SELECT ${columns.join(", ")} FROM t ORDER BY k) TO '${file}' (FORMAT parquet)`,
  )
  connection.closeSync()
  instance.closeSync()
}

const jsonText = (file: FileCase): string => {
  const lines = file.rows.map((row) =>
    JSON.stringify(Object.fromEntries(file.header.flatMap((name, i) => (row[i] === null ? [] : [[name, row[i]]])))),
  )
  return damage(lines, file).join("\n")
}

const recordsOf = (
  source: string,
  header: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<string | null>>,
): Records => ({
  source,
  header,
  batches: Stream.make({
    rows: rows.length,
    rowNumbers: rows.map((_, i) => i + 1),
    columns: new Map(header.map((name, i) => [name, rows.map((row) => row[i] ?? "")] as const)),
    broken: [],
  }),
  notes: () => ({ encoding: null, suspectCells: {} }),
})

/** JSON lines as records, by another way than the engine's. */
const jsonRecords = (source: string, text: string, mapped: ReadonlyArray<string>): Records => {
  const lines = text.split(/\r\n|\n|\r/)
  const read = lines.flatMap((line, i) => {
    if (line.trim() === "") return []
    const value = Result.getOrNull(Result.try(() => JSON.parse(line) as unknown))
    const good = typeof value === "object" && value !== null && !Array.isArray(value)
    return [{ row: i + 1, line, record: good ? (value as Record<string, string>) : null }]
  })
  const good = read.filter(({ record }) => record !== null)
  // A file without records lacks no column.
  const names = [...new Set(good.flatMap(({ record }) => Object.keys(record ?? {})))]
  const header = names.length === 0 ? mapped : names
  return {
    ...recordsOf(
      source,
      header,
      good.map(({ record }) => header.map((name) => (Object.hasOwn(record ?? {}, name) ? (record?.[name] ?? "") : ""))),
    ),
    batches: Stream.make({
      rows: good.length,
      rowNumbers: good.map(({ row }) => row),
      columns: new Map(
        header.map(
          (name) =>
            [
              name,
              good.map(({ record }) => (Object.hasOwn(record ?? {}, name) ? (record?.[name] ?? "") : "")),
            ] as const,
        ),
      ),
      broken: read.flatMap(({ line, record, row }) =>
        record === null ? [{ row, reason: "unreadable-row" as const, value: line }] : [],
      ),
    }),
    notes: () => ({ encoding: "utf-8", suspectCells: {} }),
  }
}

const sorted = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === "object" && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ),
  )

/** The first difference between loading by core and by DuckDB, or `null`. */
export const compareLoads = (one: LoadCase, folder: string) =>
  Effect.gen(function* () {
    const calendar = Calendar.make(one.zone)
    const options = {
      model,
      calendar,
      inventory: one.inventory,
      ...(one.asOf === null ? {} : { asOf: one.asOf }),
      unmasked: one.unmasked,
    }
    const sources: Array<Source> = []
    const decoded = yield* Effect.result(
      Effect.gen(function* () {
        const parts: Array<DecodedSource> = []
        for (const [i, { file, kind: id, mapping }] of one.sources.entries()) {
          const kind = model.kinds[id as keyof typeof model.kinds] as FactKind.FactKind
          const name = `source ${i}`
          const place = path.join(folder, `it's; ${i} [x]*.${file.format}`)
          let records: Records
          if (file.format === "csv") {
            const bytes = encode(csvText(file), file.encoding)
            fs.writeFileSync(place, pack(bytes, file.packing))
            sources.push({ name, kind, mapping, from: { csv: place } })
            records = yield* csv.open(
              { source: name, bytes: Stream.make(bytes), limits: Importer.defaultImportLimits },
              {},
            )
          } else if (file.format === "jsonl") {
            const text = jsonText(file)
            fs.writeFileSync(place, pack(Buffer.from(text), file.packing))
            sources.push({ name, kind, mapping, from: { jsonl: place } })
            records = jsonRecords(name, text, file.header)
          } else {
            const plain = path.join(folder, `plain-${i}.parquet`)
            yield* Effect.promise(() => writeParquet(plain, file))
            fs.renameSync(plain, place)
            sources.push({ name, kind, mapping, from: { parquet: place } })
            const rows = file.rows.map((row) => row.map((text, at) => typedText(text, file.types[at] ?? "VARCHAR")))
            records = recordsOf(name, file.header, rows)
          }
          parts.push(
            yield* decodeRecords(records, mapping, kind, { source: name, zone: one.zone, unmasked: one.unmasked }),
          )
        }
        return yield* assemble(parts, options)
      }),
    )
    const loaded = yield* Effect.result(
      load(sources, { ...options, resources: { threads: 2, memory: "512MB", spill: folder } }),
    )
    if (Result.isFailure(decoded) || Result.isFailure(loaded)) {
      const said = (error: { readonly _tag: string; readonly message: string } | null) =>
        error === null ? "facts" : `${error._tag}: ${error.message}`
      const a = said(Result.isFailure(decoded) ? decoded.failure : null)
      const b = said(Result.isFailure(loaded) ? loaded.failure : null)
      return { facts: 0, difference: a === b ? null : `core gives ${a}\nDuckDB gives ${b}` }
    }
    const [core, duck] = [decoded.success, loaded.success]
    const [left, right] = [plainFacts(core), yield* plainDuckDB(duck)]
    const facts = [...left.values()].reduce((sum, rows) => sum + rows.length, 0)
    const pairs: ReadonlyArray<readonly [string, unknown, unknown]> = [
      ["facts", [...left], [...right]],
      ["rejects", core.rejects, duck.outline.rejects],
      ["sources", core.sources, duck.outline.sources],
      ["watermarks", [...core.watermarks], [...duck.outline.watermarks]],
      ["bands", [...core.bands], [...duck.outline.bands]],
    ]
    for (const [what, a, b] of pairs) {
      const [x, y] = [JSON.stringify(sorted(a)), JSON.stringify(sorted(b))]
      if (x !== y) return { facts, difference: `${what}:\ncore   ${x}\nDuckDB ${y}` }
    }
    const questions = questionsOf(new Set(left.keys()))
    const answers = yield* Effect.forEach([MemoryEngine.layer(core), DuckDBEngine.layer(duck)], (layer) =>
      Effect.gen(function* () {
        return JSON.stringify(yield* (yield* Engine).ask(questions), beyondSafe)
      }).pipe(Effect.provide(layer)),
    )
    if (answers[0] !== answers[1]) return { facts, difference: `answers:\ncore   ${answers[0]}\nDuckDB ${answers[1]}` }
    return { facts, difference: null }
  })

/** Sums beyond the safe integers are floats like others: equal to twelve digits. */
const beyondSafe = (_: string, value: unknown): unknown =>
  typeof value === "number" && !(Number.isInteger(value) && Math.abs(value) < Number.MAX_SAFE_INTEGER)
    ? Number(value.toPrecision(12))
    : value

/** Questions whose answers are whole numbers, so that they are equal exactly. */
const questionsOf = (kinds: ReadonlySet<string>): ReadonlyArray<Question> => {
  const met = ["interaction", "contact", "order", "feedback"].filter((kind) => kinds.has(kind))
  const [first, ...others] = met
  return [
    ...[...kinds].map((kind) =>
      tally(
        kind,
        {
          rows: { stat: "count" },
          customers: { stat: "units", of: "customer" },
          at: { stat: "extent", of: column("at") },
        },
        { by: [dimension("source", column("source"))], pick: { take: "all" } },
      ),
    ),
    ...met.map((kind) =>
      tally(
        kind,
        { rows: { stat: "count" } },
        { pick: { take: "latest", per: "customer" }, by: [dimension("touchpoint", column("touchpoint"))] },
      ),
    ),
    ...(first === undefined
      ? []
      : [trails(transitions, { ...transitionDefaults, collapse: false }, { kinds: [first, ...others] })]),
  ]
}
