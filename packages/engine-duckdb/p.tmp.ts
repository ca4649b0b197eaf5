import { saveParquet, load, DuckDBEngine } from "./src/index.ts"
import { define } from "@touchpoint/core/facts"
import { Calendar } from "@touchpoint/core/time"
import { Engine } from "@touchpoint/core/engine"
import { column, dimension, ge, tally, unitMoments, trails, transitions } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
const R = Number(process.argv[2] ?? 1_000_000),
  C = R / 20
const model = define(),
  kind = model.kinds.interaction
const file = `/tmp/duck/i${R}.parquet`
let seed = 1
const next = () => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}
const customers = Array.from({ length: C }, (_, i) => `customer-${String(i).padStart(12, "0")}`)
function* batches() {
  const n = 65536
  for (let at = 0; at < R; at += n) {
    const m = Math.min(n, R - at)
    yield {
      kind,
      rows: m,
      columns: new Map<string, any>([
        [
          "eventId",
          {
            type: "text",
            codes: Int32Array.from({ length: m }, (_, i) => i),
            dictionary: Array.from({ length: m }, (_, i) => `event-${at + i}`),
          },
        ],
        [
          "customer",
          { type: "text", codes: Int32Array.from({ length: m }, () => Math.floor(next() * C)), dictionary: customers },
        ],
        [
          "touchpoint",
          {
            type: "text",
            codes: Int32Array.from({ length: m }, () => Math.floor(next() * 30)),
            dictionary: Array.from({ length: 30 }, (_, i) => `touchpoint-${i}`),
          },
        ],
        [
          "at",
          {
            type: "number",
            values: Float64Array.from({ length: m }, () => Date.UTC(2024, 0, 1) + Math.floor(next() * 31_536_000_000)),
          },
        ],
        ["durationMs", { type: "number", values: Float64Array.from({ length: m }, () => Math.floor(next() * 600000)) }],
      ]),
    }
  }
}
const time = async <A>(what: string, f: () => Promise<A>) => {
  const t = performance.now()
  const r = await f()
  console.log(
    what,
    ((performance.now() - t) / 1000).toFixed(2),
    "s",
    Math.round(process.memoryUsage().rss / 1e6),
    "MB rss",
  )
  return r
}
if (!fs.existsSync(file)) await time("write", () => saveParquet(file, batches()))
const E = <A>(e: Effect.Effect<A, any, any>) => Effect.runPromise(Effect.scoped(e as any)) as Promise<A>
const mapping = {
  kind: "interaction",
  map: { eventId: "eventId", customer: "customer", touchpoint: "touchpoint", at: "at", durationMs: "durationMs" },
}
const csvFile = file.replace(".parquet", ".csv")
if (!fs.existsSync(csvFile)) {
  const { DuckDBInstance } = await import("@duckdb/node-api")
  const i = await DuckDBInstance.create()
  const c = await i.connect()
  await c.run(
    `set timezone='UTC'; copy (select * replace (strftime("at", '%Y-%m-%dT%H:%M:%S.%gZ') as "at") from '${file}') to '${csvFile}' (header)`,
  )
}
for (const from of [{ parquet: file }, { csv: csvFile }]) {
  const program = Effect.gen(function* () {
    let t = performance.now()
    const lap = (what: string) => {
      console.log(
        what,
        ((performance.now() - t) / 1000).toFixed(2),
        "s",
        Math.round(process.memoryUsage().rss / 1e6),
        "MB rss",
      )
      t = performance.now()
    }
    const facts = yield* load([{ name: "p", kind, mapping, from: from as any }], {
      model,
      calendar: Calendar.make("UTC"),
      resources: { threads: 2, ...(process.argv[3] ? { memory: process.argv[3] } : {}) },
    })
    lap("load " + Object.keys(from)[0])
    console.log(facts.outline.sources[0])
    const engine = yield* DuckDBEngine.make(facts)
    const by = [dimension("touchpoint", column("touchpoint"))]
    yield* engine.ask([tally("interaction", { rows: { stat: "count" } }, { by })])
    lap("tally count")
    yield* engine.ask([
      tally("interaction", { rows: { stat: "count" }, customers: { stat: "units", of: "customer" } }, { by }),
    ])
    lap("tally units")
    yield* engine.ask([
      tally(
        "interaction",
        { d: { stat: "moments", of: column("durationMs") } },
        { by, edges: Array.from({ length: 13 }, (_, i) => Date.UTC(2024, i, 1)) },
      ),
    ])
    lap("tally months")
    yield* engine.ask([
      unitMoments(
        "interaction",
        "customer",
        { visits: { agg: "count" } },
        { returned: { stat: "proportion", of: ge(column("visits"), 2) } },
      ),
    ])
    lap("units")
    yield* engine.ask([trails(transitions, { collapse: false }, { kinds: ["interaction"] })])
    lap("trails first")
    yield* engine.ask([trails(transitions, { collapse: true }, { kinds: ["interaction"] })])
    lap("trails second")
    yield* engine.ask([
      tally("interaction", { rows: { stat: "count" } }, { by, pick: { take: "first", per: "customer" } }),
    ])
    lap("pick first")
  })
  await E(program)
}
