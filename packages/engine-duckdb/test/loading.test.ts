import * as fs from "node:fs"
import path from "node:path"
import * as zlib from "node:zlib"
import { assert, describe, it } from "@effect/vitest"
import { assemble, decodeRecords, define, type Mapping } from "@touchpoint/core/facts"
import { Importer } from "@touchpoint/core/plugins"
import { Calendar } from "@touchpoint/core/time"
import { load } from "@touchpoint/engine-duckdb"
import { csv } from "@touchpoint/importers/csv"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as fc from "fast-check"
import { loadCase } from "./support/cases.ts"
import { compareLoads } from "./support/compareLoads.ts"
import { folder } from "./support/folder.ts"
import { plainDuckDB, plainFacts } from "./support/readBack.ts"
import { writeEvents } from "./support/writeEvents.ts"

const runs = Number(process.env["TOUCHPOINT_FUZZ_RUNS"] ?? 40)
const model = define()
const calendar = Calendar.make("Europe/Warsaw")
const resources = { threads: 2, memory: "512MB" }
const orders = model.kinds.order

const loadOrders = (file: string, map: Mapping["map"], base?: string) =>
  load([{ name: "orders", kind: orders, mapping: { kind: "order", map }, from: { csv: file } }], {
    model,
    calendar,
    resources,
    ...(base === undefined ? {} : { base }),
  })

/** The rows of orders, one value of each. */
const values = (file: string, map: Mapping["map"], field: string) =>
  Effect.gen(function* () {
    const facts = yield* loadOrders(file, map)
    const plain = yield* plainDuckDB(facts)
    return { values: (plain.get("order") ?? []).map((row) => row[field] ?? null), outline: facts.outline }
  })

describe("loading", () => {
  it.live(
    "gives the facts, rejects, reports and answers that core gives, for random files of every format",
    () =>
      Effect.scoped(
        Effect.gen(function* () {
          const place = yield* folder
          const property = fc.asyncProperty(loadCase, async (one) => {
            const { difference } = await Effect.runPromise(Effect.scoped(compareLoads(one, place)))
            if (difference !== null) throw new Error(difference)
          })
          const details = yield* Effect.promise(async () => fc.check(property, { numRuns: runs, seed: 1 }))
          if (details.failed) assert.fail(String(details.errorInstance))
          assert.strictEqual(details.numRuns, runs)
        }),
      ),
    120_000 + 2000 * runs,
  )

  it.live("reads the hours in which the clock changes as core does", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const file = path.join(yield* folder, "dst.csv")
        const half = ["00", "01", "02", "03", "04"].flatMap((hour) => [
          `${hour}:00:00`,
          `${hour}:30:00`,
          `${hour}:59:59.999`,
        ])
        const times = ["2024-03-31", "2024-10-27"].flatMap((day) => half.map((time) => `${day}T${time}`))
        const text = `id,at\n${times.map((time, i) => `${i},${time}\n`).join("")}`
        fs.writeFileSync(file, text)
        const map = { eventId: "id", at: "at" }
        const input = { source: "orders", bytes: Stream.make(Buffer.from(text)), limits: Importer.defaultImportLimits }
        const records = yield* csv.open(input, {})
        const mapping = { kind: "order", map }
        const part = yield* decodeRecords(records, mapping, orders, { source: "orders", zone: "Europe/Warsaw" })
        const core = yield* assemble([part], { model, calendar })
        const duck = yield* loadOrders(file, map)
        assert.deepStrictEqual([...(yield* plainDuckDB(duck))], [...plainFacts(core)])
        assert.deepStrictEqual(duck.outline.rejects, core.rejects)
        // 02:00, 02:30 and 02:59:59.999 of the spring day do not exist; the autumn ones are the earlier of two.
        assert.strictEqual(core.rejects.length, 3)
        assert.strictEqual(
          plainFacts(core)
            .get("order")
            ?.find(({ eventId }) => eventId === "22")?.["at"],
          Date.UTC(2024, 9, 27, 0, 30),
        )
      }),
    ),
  )

  it.live("tells columns apart that differ by case, and takes words of SQL as names", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const file = path.join(yield* folder, "case.csv")
        fs.writeFileSync(file, 'select,Select,"from;""x"""\na,b,c\n')
        assert.deepStrictEqual((yield* values(file, { eventId: "select" }, "eventId")).values, ["a"])
        assert.deepStrictEqual((yield* values(file, { eventId: "Select" }, "eventId")).values, ["b"])
        assert.deepStrictEqual((yield* values(file, { eventId: 'from;"x"' }, "eventId")).values, ["c"])
      }),
    ),
  )

  it.live("reads files packed by gzip and zstd, clean and damaged", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const place = yield* folder
        for (const [name, text, rejects] of [
          ["clean", "id,at\na,2024-01-01\nb,2024-01-02\n", 0],
          ["damaged", 'id,at\na,2024-01-01\n"b,2024-01-02\n', 1],
        ] as const)
          for (const [packing, pack] of [
            ["gz", zlib.gzipSync],
            ["zst", zlib.zstdCompressSync],
          ] as const) {
            const file = path.join(place, `${name}.csv.${packing}`)
            fs.writeFileSync(file, pack(Buffer.from(text)))
            const read = yield* values(file, { eventId: "id", at: "at" }, "eventId")
            assert.strictEqual(read.values.length + rejects, 2)
            assert.strictEqual(read.outline.rejects.length, rejects)
          }
      }),
    ),
  )

  it.live("reads a pattern as one source, in the order of names, whose rejects name the file", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const place = yield* folder
        fs.writeFileSync(path.join(place, "b.csv"), "id;at\nb;2024-01-01\na;nonsense\n")
        fs.writeFileSync(path.join(place, "a.csv"), "at,id\n2024-01-01,a\n2024-01-01,c\n")
        fs.writeFileSync(path.join(place, "c.csv"), "id,at\na,2024-01-01\n")
        const facts = yield* loadOrders(path.join(place, "*.csv"), { eventId: "id", at: "at" }, place)
        const plain = yield* plainDuckDB(facts)
        assert.deepStrictEqual(
          plain.get("order")?.map(({ eventId, sequence }) => [eventId, sequence]),
          [
            ["a", 0],
            ["c", 1],
            ["b", 2],
          ],
        )
        assert.deepStrictEqual(
          facts.outline.rejects.map(({ file, reason, row, source }) => [source, file, row, reason]),
          [
            ["orders", "b.csv", 3, "not-a-date"],
            ["orders", "c.csv", 2, "duplicate"],
          ],
        )
        assert.deepStrictEqual(
          facts.files.map(({ source }) => source),
          ["a.csv", "b.csv", "c.csv"],
        )
        assert.deepStrictEqual(
          facts.outline.sources.map(({ facts: good, rejects, rows }) => [rows, good, rejects]),
          [[5, 3, 2]],
        )
      }),
    ),
  )

  it.live("keeps the first 10 000 rejects and counts the others", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const file = path.join(yield* folder, "bad.csv")
        const lines = Array.from({ length: 12_000 }, (_, i) => `${i},bad ${i}`)
        fs.writeFileSync(file, `id,at\n${lines.join("\n")}\n`)
        const { outline } = yield* loadOrders(file, { eventId: "id", at: "at" })
        assert.strictEqual(outline.rejects.length, 10_000)
        assert.deepStrictEqual(outline.rejects.at(-1), {
          source: "orders",
          row: 10_001,
          column: "at",
          value: "aaa 9999",
          reason: "not-a-date",
        })
        assert.deepStrictEqual(outline.sources[0]?.byReason, { "not-a-date": 12_000 })
      }),
    ),
  )

  it.live(
    "numbers the good rows of a large file in their order, whoever read them",
    () =>
      Effect.scoped(
        Effect.gen(function* () {
          const file = path.join(yield* folder, "large.parquet")
          const ROWS = 700_000
          yield* writeEvents(file, ROWS)
          const kind = model.kinds.interaction
          // Two of 30 touchpoints mean that there is none.
          const mapping = {
            kind: "interaction",
            map: { customer: "customer", touchpoint: "touchpoint", at: "at" },
            absent: ["touchpoint-3", "touchpoint-17"],
          }
          const facts = yield* load([{ name: "events", kind, mapping, from: { parquet: file } }], {
            model,
            calendar,
            resources,
          })
          const [source] = facts.outline.sources
          assert.isAbove(source?.byReason.missing ?? 0, 30_000)
          assert.strictEqual((source?.facts ?? 0) + (source?.rejects ?? 0), ROWS)
          const table = facts.tables.get("interaction")
          const connection = yield* facts.session.connect
          const [row] = yield* connection.rows(
            "looking",
            `SELECT count(*), count(*) FILTER (WHERE s <> n), max(r) FROM (SELECT ${table?.columns.get("sequence")} AS s, row_number() OVER (ORDER BY r) - 1 AS n, r FROM ${table?.name})`,
          )
          assert.deepStrictEqual(row, [source?.facts ?? -1, 0, ROWS])
        }),
      ),
    60_000,
  )
})
