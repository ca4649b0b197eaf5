// The engine on DuckDB over the same million interactions as a Parquet and a CSV file: loading, one tally, one question
// per unit, one fold over trails. The rival in the same run is SQL written by hand over the same Parquet file, which
// checks nothing and keeps no order of ties.
import * as fs from "node:fs"
import * as os from "node:os"
import path from "node:path"
import { define, type FactTable } from "@touchpoint/core/facts"
import {
  column,
  dimension,
  ge,
  type Question,
  tally,
  trails,
  transitionDefaults,
  transitions,
  unitMoments,
} from "@touchpoint/core/questions"
import { Calendar } from "@touchpoint/core/time"
import { DuckDBEngine, type DuckDBFacts, load, open, saveParquet } from "@touchpoint/engine-duckdb"
import { Effect, Exit, Scope } from "effect"
import type { Bench } from "./measure.ts"

const ROWS = Number(process.env["TOUCHPOINT_BENCH_ROWS"] ?? 1_000_000)
const BATCH = 50_000
const CUSTOMERS = ROWS / 10
const YEAR = 31_536_000_000
const model = define()
const kind = model.kinds.interaction

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "touchpoint-bench-"))
process.once("exit", () => fs.rmSync(folder, { recursive: true, force: true }))
const parquetFile = path.join(folder, "interactions.parquet")
const csvFile = path.join(folder, "interactions.csv")

/** A small generator of pseudo-random numbers (mulberry32), so that every run counts the same rows. */
const random = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
}

const batches = function* (): Generator<FactTable> {
  const next = random(1)
  const customers = Array.from({ length: CUSTOMERS }, (_, i) => `customer-${String(i).padStart(12, "0")}`)
  const touchpoints = Array.from({ length: 30 }, (_, i) => `touchpoint-${i}`)
  const text = (size: number, dictionary: ReadonlyArray<string>) => ({
    type: "text" as const,
    codes: Int32Array.from({ length: BATCH }, () => Math.floor(next() * size)),
    dictionary,
  })
  for (let from = 0; from < ROWS; from += BATCH)
    yield {
      kind,
      rows: BATCH,
      columns: new Map<string, ReturnType<typeof text> | { type: "number"; values: Float64Array }>([
        [
          "eventId",
          {
            type: "text",
            codes: Int32Array.from({ length: BATCH }, (_, i) => i),
            dictionary: Array.from({ length: BATCH }, (_, i) => `event-${from + i}`),
          },
        ],
        ["customer", text(CUSTOMERS, customers)],
        ["touchpoint", text(30, touchpoints)],
        [
          "at",
          {
            type: "number",
            values: Float64Array.from({ length: BATCH }, () => Date.UTC(2024, 0, 1) + Math.floor(next() * YEAR)),
          },
        ],
      ]),
    }
}

const scope = Scope.makeUnsafe()
const run = <A, E>(effect: Effect.Effect<A, E, Scope.Scope>): Promise<A> =>
  Effect.runPromise(Scope.provide(effect, scope))
process.once("beforeExit", () => void Effect.runPromise(Scope.close(scope, Exit.void)))

const names = ["eventId", "customer", "touchpoint", "at"]
const loadFrom = (from: { readonly parquet: string } | { readonly csv: string }) =>
  load(
    [
      {
        name: "bench",
        kind,
        mapping: { kind: "interaction", map: Object.fromEntries(names.map((name) => [name, name])) },
        from,
      },
    ],
    {
      model,
      calendar: Calendar.make("UTC"),
    },
  )

await saveParquet(parquetFile, batches())
const byHand = await run(Effect.flatMap(open(), (session) => session.connect))
const sql = (text: string) => Effect.runPromise(byHand.rows("benchmark", text))
await sql(
  `COPY (SELECT * REPLACE (strftime("at" AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%gZ') AS "at") FROM '${parquetFile}') TO '${csvFile}' (HEADER)`,
)

const questions: Readonly<Record<string, Question>> = {
  tally: tally(
    "interaction",
    { rows: { stat: "count" }, customers: { stat: "units", of: "customer" } },
    { by: [dimension("touchpoint", column("touchpoint"))] },
  ),
  units: unitMoments(
    "interaction",
    "customer",
    { visits: { agg: "count" } },
    { returned: { stat: "proportion", of: ge(column("visits"), 2) } },
  ),
  trails: trails(transitions, { ...transitionDefaults, collapse: false }, { kinds: ["interaction"] }),
}

const rivals: Readonly<Record<string, string>> = {
  tally: "SELECT touchpoint, count(*), count(DISTINCT customer) FROM facts GROUP BY 1",
  units: "SELECT count(*), count(*) FILTER (WHERE n >= 2) FROM (SELECT customer, count(*) AS n FROM facts GROUP BY 1)",
  trails: `SELECT a, b, count(*) FROM (SELECT lag(touchpoint) OVER w AS a, touchpoint AS b FROM facts WINDOW w AS (PARTITION BY customer ORDER BY "at")) GROUP BY 1, 2`,
}

let facts: DuckDBFacts | undefined
const ask = async (question: Question) => {
  facts ??= await run(loadFrom({ parquet: parquetFile }))
  const held = facts
  return run(Effect.flatMap(DuckDBEngine.make(held), (engine) => engine.ask([question])))
}

const timed = (name: string, work: () => Promise<unknown>): Bench<unknown> => ({
  name,
  rows: ROWS,
  runs: 3,
  prepare: () => undefined,
  run: work,
})

const benches: ReadonlyArray<Bench<unknown>> = [
  timed("load: Parquet", () => Effect.runPromise(Effect.scoped(Effect.asVoid(loadFrom({ parquet: parquetFile }))))),
  timed("load: CSV", () => Effect.runPromise(Effect.scoped(Effect.asVoid(loadFrom({ csv: csvFile }))))),
  timed("by hand: CREATE TABLE from Parquet", () =>
    sql(`CREATE OR REPLACE TABLE facts AS SELECT * FROM '${parquetFile}'`),
  ),
  timed("by hand: CREATE TABLE from CSV", () => sql(`CREATE OR REPLACE TABLE copy AS SELECT * FROM '${csvFile}'`)),
  ...Object.entries(questions).flatMap(([name, question]) => [
    timed(`engine: ${name}`, () => ask(question)),
    timed(`by hand: ${name}`, () => sql(rivals[name] ?? "")),
  ]),
]
export default benches
