// The interactions of a simulated shop as a real export has them: strings of 32 characters for customers, in order of
// time, in one Parquet and one CSV file. 100 million are ten such shops with other customers.
//
//   node --conditions=@touchpoint/source bench/standard/data.ts 1 10 100     millions of interactions
import * as fs from "node:fs"
import path from "node:path"
import { saveParquet, open } from "@touchpoint/engine-duckdb"
import { simulateShop } from "@touchpoint/simulation"
import { Effect } from "effect"

/** Where the files are; not part of the repository. */
export const folder = process.env["TOUCHPOINT_BENCH_DATA"] ?? path.join(import.meta.dirname, "..", "data")

/** The file of so many million interactions. */
export const fileOf = (millions: number, format: "parquet" | "csv" = "parquet"): string =>
  path.join(folder, `interactions-${millions}m.${format}`)

/** Interactions of a customer are this many on average, so that a million customers have ten million. */
const CUSTOMERS_PER_MILLION = 100_000

const quoted = (file: string): string => `'${file.replaceAll("'", "''")}'`

const sql = (statement: string): Promise<void> =>
  Effect.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        const session = yield* open()
        const connection = yield* session.connect
        yield* connection.run("making data", "SET preserve_insertion_order = true")
        yield* connection.run("making data", statement)
      }),
    ),
  )

/** Interactions of a shop, as they come. */
const simulate = async (customers: number, file: string): Promise<void> => {
  const tables = function* () {
    for (const table of simulateShop({ customers, seed: 1 }).batches()) if (table.kind.id === "interaction") yield table
  }
  await saveParquet(file, tables())
}

/** What a web shop's export has: a customer, a time, a touchpoint and the place in the source. */
const exportOf = (files: ReadonlyArray<string>, rows: number, target: string): Promise<void> =>
  sql(
    `COPY (SELECT * FROM (${files
      .map(
        (file, i) =>
          `SELECT md5(coalesce(customer, session) || '${i}') AS customer, "at", touchpoint, sequence FROM ${quoted(file)} WHERE coalesce(customer, session) IS NOT NULL`,
      )
      .join(
        " UNION ALL ",
      )}) ORDER BY "at" LIMIT ${rows}) TO ${quoted(target)} (COMPRESSION zstd, ROW_GROUP_SIZE 122880)`,
  )

/** Makes the files that are not there yet. */
export const ensure = async (millions: number): Promise<void> => {
  const target = fileOf(millions)
  if (fs.existsSync(target)) return
  fs.mkdirSync(folder, { recursive: true })
  const shops = Math.max(1, millions / 10)
  const raw = path.join(folder, `shop-${Math.min(10, millions)}m.parquet`)
  if (!fs.existsSync(raw)) await simulate(Math.min(10, millions) * CUSTOMERS_PER_MILLION, raw)
  await exportOf(Array<string>(shops).fill(raw), millions * 1_000_000, target)
}

if (import.meta.main)
  for (const millions of process.argv.slice(2).map(Number)) {
    const start = performance.now()
    await ensure(millions)
    console.log(`${fileOf(millions)}: ${((performance.now() - start) / 1000).toFixed(1)} s`)
  }
