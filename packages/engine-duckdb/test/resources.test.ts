import { spawnSync } from "node:child_process"
import * as fs from "node:fs"
import path from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { type Column, define } from "@touchpoint/core/facts"
import {
  column,
  ge,
  mark,
  retention,
  tally,
  trails,
  transitionDefaults,
  transitions,
  unitMoments,
} from "@touchpoint/core/questions"
import { Calendar } from "@touchpoint/core/time"
import {
  DuckDBEngine,
  DuckDBFailed,
  type FactBatch,
  load,
  open,
  type Resources,
  writeParquet,
} from "@touchpoint/engine-duckdb"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import { folder } from "./support/folder.ts"
import { writeEvents } from "./support/writeEvents.ts"

const model = define()
const calendar = Calendar.make("UTC")
const kind = model.kinds.interaction
const mapping = {
  kind: "interaction",
  map: { eventId: "eventId", customer: "customer", touchpoint: "touchpoint", at: "at" },
}
/** Without an id there is nothing to look for twice. */
const nameless = { kind: "interaction", map: { customer: "customer", touchpoint: "touchpoint", at: "at" } }
const BATCH = 50_000

/** Rows whose ids are long and all different: nothing compresses them away. */
const batches = function* (count: number): Generator<FactBatch> {
  for (let b = 0; b < count; b++) {
    const text = (of: (i: number) => string) => ({
      type: "text" as const,
      codes: Int32Array.from({ length: BATCH }, (_, i) => i),
      dictionary: Array.from({ length: BATCH }, (_, i) => of(b * BATCH + i)),
    })
    yield {
      kind,
      rows: BATCH,
      columns: new Map<string, Column>([
        ["eventId", text((i) => `event ${String(i * 2_654_435_761).padStart(60, "0")}`)],
        ["customer", text((i) => `customer ${String((i * 7919) % 40_009).padStart(60, "0")}`)],
        ["touchpoint", text((i) => `touchpoint ${i % 20}`)],
        ["at", { type: "number", values: Float64Array.from({ length: BATCH }, (_, i) => (b * BATCH + i) * 1000) }],
      ]),
    }
  }
}

/** Everything below a folder. */
const below = (place: string): ReadonlyArray<string> =>
  fs.existsSync(place) ? fs.readdirSync(place, { recursive: true }).map(String) : []

describe("resources", () => {
  it.live(
    "more facts than memory: DuckDB spills, loses nothing, and leaves nothing behind",
    () =>
      Effect.scoped(
        Effect.gen(function* () {
          const place = yield* folder
          const file = path.join(place, "events.parquet")
          const spill = path.join(place, "spill")
          const resources = { memory: "80MB", threads: 2, spill }
          const count = 12
          assert.strictEqual(
            yield* writeParquet(file, batches(count), { resources: { ...resources, memory: "300MB" } }),
            count * BATCH,
          )
          assert.deepStrictEqual(below(spill), [])
          let spilled = 0
          const watching = setInterval(
            () => (spilled = Math.max(spilled, below(spill).filter((name) => name.includes(".tmp")).length)),
            5,
          )
          yield* Effect.addFinalizer(() => Effect.sync(() => clearInterval(watching)))
          yield* Effect.scoped(
            Effect.gen(function* () {
              const facts = yield* load([{ name: "events", kind, mapping, from: { parquet: file } }], {
                model,
                calendar,
                resources,
              })
              assert.deepStrictEqual(
                facts.outline.sources.map(({ facts: good, rows }) => [rows, good]),
                [[count * BATCH, count * BATCH]],
              )
              const engine = yield* DuckDBEngine.make(facts)
              const [counted, units, trail] = yield* engine.ask([
                tally("interaction", { rows: { stat: "count" }, customers: { stat: "units", of: "customer" } }),
                unitMoments(
                  "interaction",
                  "customer",
                  { n: { agg: "count" } },
                  { many: { stat: "proportion", of: ge(column("n"), 2) }, n: { stat: "sum", of: column("n") } },
                ),
                trails(transitions, { ...transitionDefaults, collapse: false }, { kinds: ["interaction"] }),
              ])
              assert.deepStrictEqual(counted?.groups[0]?.states, {
                rows: { n: count * BATCH, w: count * BATCH },
                customers: { n: 40_009 },
              })
              assert.deepStrictEqual(units?.groups[0]?.states["n"], {
                n: 40_009,
                sum: count * BATCH,
                wsum: count * BATCH,
              })
              const state = trail?.groups[0]?.states["fold"] as { readonly walks: number } | undefined
              assert.strictEqual(state?.walks, 40_009)
            }),
          )
          assert.isAbove(spilled, 0)
          assert.deepStrictEqual(below(spill), [])
        }),
      ),
    300_000,
  )

  it.live(
    "ten times more data than memory: the answers are those without a limit, and nothing is left behind",
    () =>
      Effect.scoped(
        Effect.gen(function* () {
          const place = yield* folder
          const file = path.join(place, "events.parquet")
          const spill = path.join(place, "spill")
          const ROWS = 8_200_000
          const MEMORY = 40 * 1024 ** 2
          // What the rows hold alone: 32 characters of a customer, 12 of a touchpoint, 8 bytes of an instant.
          assert.isAbove(ROWS * (32 + 12 + 8), 10 * MEMORY)
          yield* writeEvents(file, ROWS, 40_000)
          const month = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((m) => Date.UTC(2025, m, 1))
          const visited = mark("visited", { kind: "interaction" })
          const questions = [
            trails(transitions, { ...transitionDefaults, dwell: false }, { kinds: ["interaction"] }),
            trails(
              retention,
              {
                entry: "visited",
                return: "visited",
                clock: { kind: "calendar", edges: month },
                count: 6,
                bracket: null,
                asOf: null,
              },
              { kinds: ["interaction"], marks: [visited], open: { edges: month } },
            ),
            tally("interaction", { rows: { stat: "count" }, customers: { stat: "units", of: "customer" } }),
          ]
          const answered = (resources: Resources, watch: Effect.Effect<void> = Effect.void) =>
            Effect.scoped(
              Effect.gen(function* () {
                const facts = yield* load([{ name: "events", kind, mapping: nameless, from: { parquet: file } }], {
                  model,
                  calendar,
                  resources,
                })
                const engine = yield* DuckDBEngine.make(facts)
                const answers = yield* engine.ask(questions)
                yield* watch
                return answers
              }),
            )
          const limited = { memory: MEMORY, threads: 1, spill }
          const bytes = () =>
            below(spill).reduce(
              (sum, name) => sum + (fs.statSync(path.join(spill, name), { throwIfNoEntry: false })?.size ?? 0),
              0,
            )
          let used = 0
          const watching = setInterval(() => (used = Math.max(used, fs.existsSync(spill) ? bytes() : 0)), 20)
          const small = yield* Effect.ensuring(
            answered(limited),
            Effect.sync(() => clearInterval(watching)),
          )
          // It did not fit, and was written to the folder given.
          assert.isAbove(used, MEMORY)
          assert.deepStrictEqual(below(spill), [])
          assert.deepStrictEqual(small, yield* answered({ threads: 2, memory: "4GB", spill }))
          // Nor is anything left of a run that fails, or is stopped in the middle.
          const failing = yield* Effect.exit(answered(limited, Effect.die("no more")))
          assert.isTrue(Exit.hasDies(failing))
          assert.deepStrictEqual(below(spill), [])
          const running = yield* Effect.forkChild(answered(limited))
          while (bytes() < MEMORY / 2) yield* Effect.sleep(5)
          yield* Fiber.interrupt(running)
          assert.deepStrictEqual(below(spill), [])
        }),
      ),
    300_000,
  )

  it.live(
    "a load that is interrupted stops and leaves nothing behind",
    () =>
      Effect.scoped(
        Effect.gen(function* () {
          const place = yield* folder
          const file = path.join(place, "events.parquet")
          const spill = path.join(place, "spill")
          const resources = { memory: "80MB", threads: 2, spill }
          yield* writeParquet(file, batches(12), { resources: { ...resources, memory: "300MB" } })
          const sources = [{ name: "events", kind, mapping, from: { parquet: file } }]
          const loading = yield* Effect.forkChild(Effect.scoped(load(sources, { model, calendar, resources })))
          while (below(spill).length === 0) yield* Effect.sleep(5)
          yield* Effect.sleep(100)
          yield* Fiber.interrupt(loading)
          assert.deepStrictEqual(below(spill), [])
        }),
      ),
    120_000,
  )

  it.live(
    "writing that is interrupted leaves no file",
    () =>
      Effect.scoped(
        Effect.gen(function* () {
          const place = yield* folder
          const file = path.join(place, "events.parquet")
          const writing = yield* Effect.forkChild(
            writeParquet(file, batches(1000), { resources: { memory: "80MB", threads: 2, spill: place } }),
          )
          while (below(place).length === 0) yield* Effect.sleep(5)
          yield* Effect.sleep(200)
          yield* Fiber.interrupt(writing)
          assert.deepStrictEqual(below(place), [])
        }),
      ),
    120_000,
  )

  it.live(
    "a question that is interrupted stops, and the next one is answered",
    () =>
      Effect.scoped(
        Effect.gen(function* () {
          const file = path.join(yield* folder, "events.parquet")
          yield* writeParquet(file, batches(12), { resources: { memory: "300MB", threads: 2 } })
          const sources = [{ name: "events", kind, mapping, from: { parquet: file } }]
          const facts = yield* load(sources, { model, calendar, resources: { memory: "600MB", threads: 2 } })
          const engine = yield* DuckDBEngine.make(facts)
          const slow = trails(transitions, { ...transitionDefaults, collapse: false }, { kinds: ["interaction"] })
          const asking = yield* Effect.forkChild(engine.ask([slow]))
          yield* Effect.sleep(100)
          yield* Fiber.interrupt(asking)
          const exit = yield* Fiber.await(asking)
          assert.isTrue(Exit.hasInterrupts(exit))
          const [answer] = yield* engine.ask([tally("interaction", { rows: { stat: "count" } })])
          assert.deepStrictEqual(answer?.groups[0]?.states["rows"], { n: 12 * BATCH, w: 12 * BATCH })
        }),
      ),
    120_000,
  )

  it.live("after loading, no file can be read or written and no setting changed", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const file = path.join(yield* folder, "o.csv")
        fs.writeFileSync(file, "eventId,customer,touchpoint,at\na,b,c,2024-01-01\n")
        const facts = yield* load([{ name: "o", kind, mapping, from: { csv: file } }], {
          model,
          calendar,
          resources: { threads: 1 },
        })
        const connection = yield* facts.session.connect
        for (const sql of [
          `SELECT * FROM read_csv('${file}')`,
          `COPY (SELECT 1) TO '${file}.out'`,
          `ATTACH '${file}.db'`,
          "INSTALL httpfs",
          "SET enable_external_access = true",
          "SET memory_limit = '1TB'",
        ]) {
          const error = yield* Effect.flip(connection.run("trying", sql))
          assert.instanceOf(error, DuckDBFailed)
        }
        assert.isFalse(fs.existsSync(`${file}.out`))
      }),
    ),
  )

  it.live("memory, threads and the folder to spill to are DuckDB's own settings", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const place = yield* folder
        const session = yield* open({ memory: "100MiB", threads: 3, spill: place })
        const connection = yield* session.connect
        const [row] = yield* connection.rows(
          "reading settings",
          "SELECT current_setting('memory_limit'), current_setting('threads'), current_setting('temp_directory'), current_setting('autoinstall_known_extensions'), current_setting('autoload_known_extensions')",
        )
        assert.deepStrictEqual([row?.[1], row?.[3], row?.[4]], [3, false, false])
        assert.match(String(row?.[0]), /^(99\.9|100\.0) MiB$/)
        assert.strictEqual(path.dirname(String(row?.[2])), place)
      }),
    ),
  )

  it.live("what a killed process left is cleared away by the next, and nothing else is", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const spill = yield* folder
        const script = `import { open } from "@touchpoint/engine-duckdb"
import * as Effect from "effect/Effect"
await Effect.runPromise(Effect.scoped(Effect.andThen(open({ threads: 2, memory: "100MB", spill: ${JSON.stringify(spill)} }), Effect.sync(() => process.kill(process.pid, "SIGKILL")))))`
        const args = ["--conditions=@touchpoint/source", "--input-type=module", "-e", script]
        const { signal } = spawnSync(process.execPath, args, { cwd: path.join(import.meta.dirname, "..") })
        assert.strictEqual(signal, "SIGKILL")
        const [left = ""] = fs.readdirSync(spill)
        assert.match(left, /^touchpoint-duckdb-.*-\d+-/)
        const others = [
          "touchpoint-duckdb-elsewhere-1-abc",
          `${left.replace(/\d+-[^-]*$/, "")}${process.pid}-abc`,
          "own",
        ]
        for (const name of others) fs.mkdirSync(path.join(spill, name))
        yield* Effect.scoped(open({ threads: 2, memory: "100MB", spill }))
        assert.deepStrictEqual(fs.readdirSync(spill).toSorted(), others.toSorted())
      }),
    ),
  )
})
