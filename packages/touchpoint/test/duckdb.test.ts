import * as fs from "node:fs"
import * as os from "node:os"
import path from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { define } from "@touchpoint/core/facts"
import { open, saveParquet } from "@touchpoint/engine-duckdb"
import * as Effect from "effect/Effect"
import { analyze, type Config, csv, duckdb, jsonl, parquet, type TouchpointError } from "touchpoint"
import { afterAll, beforeAll } from "vitest"

let folder = ""
let spill = ""

const CUSTOMERS = 120
const DAY = 86_400_000
const rows = Array.from({ length: 900 }, (_, i) => ({
  id: `o'${i % 890}`,
  who: `c${(i * 7) % CUSTOMERS}`,
  // The last lies after asOf, two are no dates.
  at:
    i === 898
      ? "2025-06-01"
      : i % 450 === 7
        ? "someday"
        : new Date(Date.UTC(2024, 0, 1) + i * DAY * 0.37).toISOString(),
  amount: `${(i % 50) + 1}.${String(i % 100).padStart(2, "0")}`,
  where: ["shop", "web", "elsewhere"][i % 3] ?? "",
}))
const names = ["id", "who", "at", "amount", "where"] as const
const map = {
  eventId: "id",
  customer: "who",
  at: "at",
  amount: { column: "amount", minor: 2 as const },
  touchpoint: "where",
}

const csvOf = (some: typeof rows) =>
  `${names.join(",")}\n${some.map((row) => names.map((name) => row[name]).join(",")).join("\n")}\n`

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "touchpoint-duckdb-test-"))
  spill = path.join(folder, "spill")
  fs.mkdirSync(path.join(folder, "parts; 'x'"))
  fs.writeFileSync(path.join(folder, "all.csv"), csvOf(rows))
  fs.writeFileSync(path.join(folder, "parts; 'x'", "1.csv"), csvOf(rows.slice(0, 400)))
  fs.writeFileSync(path.join(folder, "parts; 'x'", "2.csv"), csvOf(rows.slice(400)))
  fs.writeFileSync(path.join(folder, "all.jsonl"), rows.map((row) => JSON.stringify(row)).join("\n"))
  const text = (of: (row: (typeof rows)[number]) => string) => ({
    type: "text" as const,
    codes: Int32Array.from(rows, (_, i) => i),
    dictionary: rows.map(of),
  })
  const { order } = define().kinds
  const fields = Object.fromEntries(names.map((name) => [name, order.fields.eventId]))
  const kind = { ...order, fields } as unknown as typeof order
  await saveParquet(path.join(folder, "all.parquet"), [
    { kind, rows: rows.length, columns: new Map(names.map((name) => [name, text((row) => row[name])])) },
  ])
  const file = (name: string) => `'${path.join(folder, name)}'`
  await Effect.runPromise(
    Effect.scoped(
      Effect.flatMap(
        Effect.flatMap(open({ threads: 1 }), (session) => session.connect),
        (connection) =>
          connection.run(
            "writing a database",
            `ATTACH ${file("shop.duckdb")} AS shop; CREATE TABLE shop.orders AS SELECT * FROM read_parquet(${file("all.parquet")}); DETACH shop`,
          ),
      ),
    ),
  )
})
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

const project = (orders: NonNullable<Config["facts"]>["orders"], engine?: Config["engine"]): Config => ({
  asOf: "2024-12-31",
  currency: "EUR",
  inventory: {
    touchpoints: [
      { id: "store", stage: "during-purchase", aliases: ["shop"] },
      { id: "web", stage: "during-purchase" },
    ],
  },
  facts: { orders: orders as NonNullable<typeof orders> },
  metrics: [
    "repeat-rate",
    { id: "average-order-value", by: ["touchpoint"] },
    { id: "retention", every: "month" },
    { id: "purchase-frequency", every: "quarter" },
  ],
  ...(engine === undefined ? {} : { engine }),
})

const run = (orders: NonNullable<Config["facts"]>["orders"], engine?: Config["engine"]) =>
  analyze(project(orders, engine), { base: folder })

const failure = async (
  orders: NonNullable<Config["facts"]>["orders"],
  engine?: Config["engine"],
): Promise<TouchpointError> =>
  run(orders, engine).then(
    () => assert.fail("it did not fail"),
    (error: TouchpointError) => error,
  )

/** Floats are equal to twelve digits, whole numbers exactly. */
const rounded = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === "number" && !Number.isInteger(inner) ? Number(inner.toPrecision(12)) : inner,
    ),
  )

describe("a project on DuckDB", () => {
  it("gives the numbers, rejects and source reports of the engine in memory", async () => {
    const memory = await run(csv("all.csv", map))
    assert.isAbove(memory.measurements.length, 5)
    assert.deepStrictEqual(memory.sources[0]?.byReason, {
      "not-a-date": 2,
      "unknown-touchpoint": 300,
      "after-watermark": 1,
      duplicate: 2,
    })
    const duck = await run(csv("all.csv", map), { duckdb: { memory: "256MB", threads: 2, spill: "spill" } })
    assert.deepStrictEqual(rounded(duck.measurements), rounded(memory.measurements))
    assert.deepStrictEqual(duck.rejects, memory.rejects)
    assert.deepStrictEqual(duck.sources, memory.sources)
    assert.deepStrictEqual(fs.readdirSync(spill), [])
  })

  it("is chosen by sources that need it, and reads them to the same numbers", async () => {
    const memory = await run(csv("all.csv", map))
    for (const source of [
      parquet("all.parquet", map),
      jsonl("all.jsonl", map),
      csv("parts*/?.csv", map),
      duckdb("shop.duckdb", "orders", map),
    ]) {
      const duck = await run(source)
      assert.deepStrictEqual(rounded(duck.measurements), rounded(memory.measurements))
      assert.deepStrictEqual(duck.sources[0]?.byReason, memory.sources[0]?.byReason)
    }
  })

  it("names every file of a pattern in the manifest and in rejects", async () => {
    const report = await run(csv("parts*/?.csv", map))
    const json = JSON.parse(new TextDecoder().decode(await report.render("json"))) as {
      readonly manifest: {
        readonly files: ReadonlyArray<{ readonly source: string; readonly sha256: string }>
        readonly versions: Readonly<Record<string, string>>
      }
    }
    // It counted, so the numbers depend on it.
    assert.property(json.manifest.versions, "@touchpoint/engine-duckdb")
    assert.deepStrictEqual(
      json.manifest.files.map(({ source }) => source),
      ["parts; 'x'/1.csv", "parts; 'x'/2.csv"],
    )
    assert.isTrue(json.manifest.files.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256)))
    const [reject] = report.rejects
    assert.deepStrictEqual([reject?.source, reject?.file], ["parts*/?.csv", "parts; 'x'/1.csv"])
  })

  it("says what contradicts, is missing or damaged", async () => {
    const contradiction = await failure(parquet("all.parquet", map), "memory")
    assert.strictEqual(contradiction.code, "config")
    assert.match(
      contradiction.message,
      /engine: the engine in memory does not read Parquet \(facts\.orders\); leave engine out, or write engine: duckdb/,
    )
    assert.match((await failure(csv("parts*/?.csv", map), "memory")).message, /does not read patterns of files/)
    assert.match((await failure(parquet("none/*.parquet", map))).message, /no file matches the pattern/)
    assert.match((await failure(parquet("all.csv", map))).message, /it is no whole Parquet file/)
    assert.match(
      (await failure(parquet("all.parquet", { ...map, eventId: "idd" }))).message,
      /has no column "idd"; did you mean "id"\?/,
    )
    const options = await failure(csv("all.csv", map), { duckdb: { memory: "1MB", threads: 4 } })
    assert.strictEqual(options.code, "options")
    assert.match(options.message, /4 threads need at least 128 MiB/)
    const both = { csv: "all.csv", parquet: "all.parquet", map }
    assert.match(
      (await failure(both)).message,
      /give exactly one of csv, parquet, jsonl, duckdb with table, rows, or import with path/,
    )
    assert.match(
      (await failure(duckdb("shop.duckdb", "order", map))).message,
      /it has no table "order"; did you mean orders\?/,
    )
    assert.match(
      (await failure({ duckdb: "shop.duckdb", map })).message,
      /facts\.orders: name the table of the database file: add table/,
    )
    assert.match((await failure({ csv: "all.csv", table: "orders", map })).message, /add duckdb/)
    assert.match(
      (await failure(duckdb("shop.duckdb", "orders", map), "memory")).message,
      /does not read database files/,
    )
  })

  it("stops when it is told to, and leaves nothing behind", async () => {
    const controller = new AbortController()
    const running = analyze(project(csv("all.csv", map), { duckdb: { spill: "spill" } }), {
      base: folder,
      signal: controller.signal,
      onProgress: () => setTimeout(() => controller.abort(), 1),
    })
    const error = await running.then(
      () => assert.fail("it did not stop"),
      (thrown: TouchpointError) => thrown,
    )
    assert.strictEqual(error.code, "aborted")
    assert.deepStrictEqual(fs.readdirSync(spill), [])
  })
})
