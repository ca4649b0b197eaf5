import { createHash } from "node:crypto"
import * as fs from "node:fs"
import path from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { define } from "@touchpoint/core/facts"
import { column, dimension, tally, trails, transitionDefaults, transitions } from "@touchpoint/core/questions"
import { Calendar } from "@touchpoint/core/time"
import { DuckDBEngine, load, type Origin } from "@touchpoint/engine-duckdb"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { folder } from "./support/folder.ts"
import { writeEvents } from "./support/writeEvents.ts"

const model = define()
const options = { model, calendar: Calendar.make("UTC"), resources: { threads: 2, memory: "400MB" } }
const mapping = { kind: "interaction", map: { customer: "customer", touchpoint: "touchpoint", at: "at" } }
const read = (from: Origin) => load([{ name: "events", kind: model.kinds.interaction, mapping, from }], options)

/** Does something again and again while an effect runs. */
const meanwhile = <A, E, R>(again: () => void, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.suspend(() => {
    const timer = setInterval(again, 1)
    return Effect.ensuring(
      effect,
      Effect.sync(() => clearInterval(timer)),
    )
  })

const ROWS = 60_000
const lines = {
  csv: (i: number) => `c${i % 99},web,2026-01-01T00:00:0${i % 10}Z\n`,
  jsonl: (i: number) => `{"customer":"c${i % 99}","touchpoint":"web","at":"2026-01-01T00:00:0${i % 10}Z"}\n`,
} as const

describe("a file that changes while it is read", () => {
  it.live("a last cell that grows counts as what it was when the file was opened", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const place = yield* folder
        for (let run = 0; run < 10; run++) {
          const file = path.join(place, `${run}.csv`)
          fs.writeFileSync(file, "at,touchpoint,customer\n2026-01-01,web,ann")
          const { name, use } = yield* meanwhile(
            () => fs.appendFileSync(file, "a"),
            Effect.scoped(
              Effect.gen(function* () {
                const facts = yield* read({ csv: file })
                const engine = yield* DuckDBEngine.make(facts)
                const by = [dimension("customer", column("customer"))]
                const [answer] = yield* engine.ask([tally("interaction", { n: { stat: "count" } }, { by })])
                return { name: answer?.groups.map(({ key }) => key[0]), use: facts.files[0] }
              }),
            ),
          )
          const seen = fs.readFileSync(file).subarray(0, use?.bytes ?? 0)
          assert.strictEqual(use?.sha256, createHash("sha256").update(seen).digest("hex"))
          assert.deepStrictEqual(name, [seen.toString("utf8").split(",").at(-1)])
        }
      }),
    ),
  )

  for (const format of ["csv", "jsonl"] as const)
    it.live(`${format} that grows is read up to the size it had when it was opened`, () =>
      Effect.scoped(
        Effect.gen(function* () {
          const file = path.join(yield* folder, `log.${format}`)
          const header = format === "csv" ? "customer,touchpoint,at\n" : ""
          const line = lines[format]
          fs.writeFileSync(file, header + Array.from({ length: ROWS }, (_, i) => line(i)).join(""))
          let appended = 0
          const grow = () => fs.appendFileSync(file, line(appended++).repeat(3))
          const { facts, use } = yield* meanwhile(
            grow,
            Effect.scoped(
              Effect.map(read({ [format]: file } as unknown as Origin), ({ files, outline }) => ({
                facts: outline.sources[0],
                use: files[0],
              })),
            ),
          )
          const whole = fs.readFileSync(file)
          const seen = whole.subarray(0, use?.bytes ?? 0)
          assert.isAbove(whole.length, seen.length)
          assert.strictEqual(use?.sha256, createHash("sha256").update(seen).digest("hex"))
          // What the manifest names is what was counted, to the row.
          const rows = seen.toString("utf8").trimEnd().split("\n").length - (header === "" ? 0 : 1)
          assert.strictEqual(facts?.rows, rows)
          assert.strictEqual(facts?.facts, rows)
        }),
      ),
    )

  it.live("a last line that was only half written is one located reject", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const place = yield* folder
        for (const format of ["csv", "jsonl"] as const) {
          const file = path.join(place, `half.${format}`)
          const header = format === "csv" ? "customer,touchpoint,at\n" : ""
          fs.writeFileSync(file, `${header}${lines[format](1)}${lines[format](2).slice(0, 9)}`)
          const { outline } = yield* Effect.scoped(read({ [format]: file } as unknown as Origin))
          assert.deepStrictEqual(
            [outline.sources[0]?.facts, outline.rejects.map(({ row }) => row)],
            [1, [format === "csv" ? 3 : 2]],
          )
        }
      }),
    ),
  )

  it.live("one that is replaced, or written again in its place, is refused", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const place = yield* folder
        const file = path.join(place, "events.parquet")
        yield* writeEvents(file, 300_000)
        const other = path.join(place, "other.parquet")
        const replace = () => {
          fs.copyFileSync(file, other)
          fs.renameSync(other, file)
        }
        const refused = /SourceUnreadable: events cannot be read: it was replaced or rewritten while it was read/
        const failing = (again: () => void, from: Origin) =>
          Effect.map(
            meanwhile(again, Effect.flip(Effect.scoped(read(from)))),
            (error) => `${error._tag}: ${error.message}`,
          )
        assert.match(yield* failing(replace, { parquet: file }), refused)
        const csv = path.join(place, "events.csv")
        const text = `customer,touchpoint,at\n${Array.from({ length: ROWS }, (_, i) => lines.csv(i)).join("")}`
        fs.writeFileSync(csv, text)
        // Cut off while it is read: fewer bytes than it had.
        assert.match(yield* failing(() => fs.truncateSync(csv, 200_000), { csv }), refused)
      }),
    ),
  )
})

describe("a run that is stopped", () => {
  it.live(
    "leaves no table of its own and no file behind, whenever it is stopped",
    () =>
      Effect.scoped(
        Effect.gen(function* () {
          const place = yield* folder
          const file = path.join(place, "events.parquet")
          yield* writeEvents(file, 400_000)
          const spill = path.join(place, "spill")
          const below = () => (fs.existsSync(spill) ? fs.readdirSync(spill, { recursive: true }) : [])
          yield* Effect.scoped(
            Effect.gen(function* () {
              const facts = yield* load(
                [{ name: "events", kind: model.kinds.interaction, mapping, from: { parquet: file } }],
                { ...options, resources: { ...options.resources, spill } },
              )
              const engine = yield* DuckDBEngine.make(facts)
              const connection = yield* facts.session.connect
              const tables = connection.rows("looking", "SELECT table_name FROM duckdb_tables() ORDER BY 1")
              const questions = [
                trails(transitions, transitionDefaults, { kinds: ["interaction"] }),
                tally("interaction", { n: { stat: "units", of: "customer" } }),
              ]
              const whole = yield* engine.ask(questions)
              const before = yield* tables
              for (const pause of [0, 5, 20, 50, 100, 200]) {
                const asking = yield* Effect.forkChild(engine.ask(questions))
                yield* Effect.sleep(pause)
                yield* Fiber.interrupt(asking)
                assert.deepStrictEqual(yield* tables, before)
              }
              assert.deepStrictEqual(yield* engine.ask(questions), whole)
            }),
          )
          assert.deepStrictEqual(below(), [])
          for (const pause of [0, 20, 80, 200]) {
            const loading = yield* Effect.forkChild(
              Effect.scoped(
                load([{ name: "events", kind: model.kinds.interaction, mapping, from: { parquet: file } }], {
                  ...options,
                  resources: { ...options.resources, spill },
                }),
              ),
            )
            yield* Effect.sleep(pause)
            yield* Fiber.interrupt(loading)
            assert.deepStrictEqual(below(), [])
          }
        }),
      ),
    120_000,
  )
})
