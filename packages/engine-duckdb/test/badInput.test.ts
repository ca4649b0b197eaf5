import * as fs from "node:fs"
import path from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Engine, MemoryEngine } from "@touchpoint/core/engine"
import { define } from "@touchpoint/core/facts"
import { column, dimension, tally, trails, transitions } from "@touchpoint/core/questions"
import { Calendar } from "@touchpoint/core/time"
import { DuckDBEngine, hold, load, type Origin, type Resources, writeParquet } from "@touchpoint/engine-duckdb"
import { factsOf, specOf } from "@touchpoint/testing"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { folder } from "./support/folder.ts"

const model = define()
const calendar = Calendar.make("UTC")
const small = { threads: 2, memory: "256MB" }

const read = (from: Origin, resources: Resources = small) =>
  load(
    [
      {
        name: "orders",
        kind: model.kinds.order,
        mapping: { kind: "order", map: { eventId: "parquet" in from ? "eventId" : "id", at: "at" } },
        from,
      },
    ],
    { model, calendar, resources },
  )

/** The message a source fails with. */
const failure = (from: Origin, resources?: Resources) =>
  Effect.scoped(Effect.flip(read(from, resources))).pipe(Effect.map((error) => `${error._tag}: ${error.message}`))

const orders = (rows: number) => ({
  kind: model.kinds.order,
  rows,
  columns: new Map([
    [
      "eventId",
      {
        type: "text" as const,
        codes: Int32Array.from({ length: rows }, (_, i) => i),
        dictionary: Array.from({ length: rows }, (_, i) => `o${i}`),
      },
    ],
    ["at", { type: "number" as const, values: Float64Array.from({ length: rows }, (_, i) => i * 1000) }],
  ]),
})

describe("bad input", () => {
  it.live("a file, folder, pattern or column that is not there", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const place = yield* folder
        const file = path.join(place, "o.csv")
        fs.writeFileSync(file, "ids,at\na,2024-01-01\n")
        for (const kind of ["csv", "parquet", "jsonl"] as const) {
          const from = (name: string) => ({ [kind]: path.join(place, name) }) as unknown as Origin
          assert.match(yield* failure(from("none")), /SourceUnreadable: orders cannot be read: there is no such file/)
          assert.match(yield* failure(from("*.none")), /no file matches the pattern/)
          assert.match(yield* failure(from("")), /it is a folder/)
          assert.match(yield* failure(from("a\0b")), /a path has no NUL/)
        }
        assert.match(yield* failure({ csv: file }), /ColumnMissing: orders has no column "id"; did you mean "ids"\?/)
      }),
    ),
  )

  it.live("a Parquet file cut in half, and one that is none", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const file = path.join(yield* folder, 'it\'s; "half" [1].parquet')
        yield* writeParquet(file, [orders(5000)])
        const whole = fs.readFileSync(file)
        fs.writeFileSync(file, whole.subarray(0, whole.length / 2))
        assert.match(
          yield* failure({ parquet: file }),
          /SourceUnreadable: .*it is no whole Parquet file .*; fetch or write the file again/,
        )
        // The footer is there, the middle is not.
        fs.writeFileSync(
          file,
          Buffer.concat([
            whole.subarray(0, 4),
            Buffer.alloc(whole.length / 2, 7),
            whole.subarray(4 + whole.length / 2),
          ]),
        )
        assert.match(yield* failure({ parquet: file }), /SourceUnreadable: .*it is no whole Parquet file/)
        fs.writeFileSync(file, "id,at\n")
        assert.match(yield* failure({ parquet: file }), /it is no whole Parquet file/)
      }),
    ),
  )

  it.live("options that contradict each other, or are none", () =>
    Effect.gen(function* () {
      const tooLittle = yield* failure({ csv: "x" }, { threads: 8, memory: "64MB" })
      assert.match(tooLittle, /OptionsInvalid: .*8 threads need at least 256 MiB, and 61 MiB are allowed/s)
      assert.match(yield* failure({ csv: "x" }, { memory: "lots" }), /OptionsInvalid: .*memory/s)
      assert.match(yield* failure({ csv: "x" }, { threads: 0 }), /OptionsInvalid: .*threads/s)
      assert.match(yield* failure({ csv: "x" }, { thread: 1 } as Resources), /did you mean threads\?/)
    }),
  )

  const ask = (facts: ReturnType<typeof factsOf>) =>
    Effect.gen(function* () {
      const questions = [
        trails(transitions, { collapse: false }, { kinds: ["interaction", "order"] }),
        tally(
          "interaction",
          { rows: { stat: "count" } },
          { pick: { take: "latest", per: "customer" }, by: [dimension("touchpoint", column("touchpoint"))] },
        ),
        tally(
          "interaction",
          { rows: { stat: "count" } },
          { pick: { take: "first", per: "customer" }, by: [dimension("touchpoint", column("touchpoint"))] },
        ),
      ]
      const answers = yield* Effect.forEach(
        [MemoryEngine.layer(facts), Layer.unwrap(Effect.map(hold(facts, small), (held) => DuckDBEngine.layer(held)))],
        (layer) =>
          Effect.provide(
            Effect.flatMap(Engine, (engine) => engine.ask(questions)),
            layer,
          ),
      )
      assert.deepStrictEqual(answers[1], answers[0])
      return answers[0]
    })

  it.live("100 000 events of one customer", () =>
    Effect.gen(function* () {
      const interaction = Array.from({ length: 100_000 }, (_, i) => ({
        source: "s",
        customer: "one",
        at: (i * 7919) % 100_003,
        touchpoint: `t${i % 5}`,
      }))
      const answers = yield* ask(
        factsOf(specOf({ interaction, order: [{ source: "s", customer: "one", at: 5, touchpoint: "shop" }] })),
      )
      const state = answers?.[0]?.groups[0]?.states["fold"] as {
        readonly trails: number
        readonly moves: ReadonlyArray<{ readonly count: number }>
      }
      assert.strictEqual(state.trails, 1)
      assert.strictEqual(
        state.moves.reduce((sum, { count }) => sum + count, 0),
        100_002,
      )
    }),
  )

  it.live("equal instants, ordered by kind, source, sequence and event id in code units", () =>
    Effect.gen(function* () {
      const ids = ["b", "a", "\uffff", "😀", "\ue000", "Z"]
      const interaction = ids.flatMap((eventId, i) =>
        ["crm", "\uffff", "😀", "app"].map((source) => ({
          source,
          eventId,
          customer: `c${i % 2}`,
          at: 0,
          touchpoint: `${source}/${eventId}`,
        })),
      )
      const order = ids.map((eventId) => ({
        source: "crm",
        eventId,
        customer: "c0",
        at: 0,
        touchpoint: `order/${eventId}`,
      }))
      yield* ask(factsOf(specOf({ interaction, order })))
      yield* ask(
        factsOf(
          specOf({
            interaction: interaction.map((row, i) => ({ ...row, sequence: i % 3 === 0 ? null : i % 4 })),
            order,
          }),
        ),
      )
    }),
  )
})
