import { execFileSync } from "node:child_process"
import * as fs from "node:fs"
import path from "node:path"
import { DuckDBInstance } from "@duckdb/node-api"
import { assert, describe, it } from "@effect/vitest"
import { Engine, MemoryEngine } from "@touchpoint/core/engine"
import { define } from "@touchpoint/core/facts"
import { column, dimension, tally, trails, transitionDefaults, transitions } from "@touchpoint/core/questions"
import { Calendar } from "@touchpoint/core/time"
import {
  DuckDBEngine,
  DuckDBFailed,
  hold,
  load,
  type Origin,
  type Resources,
  writeParquet,
} from "@touchpoint/engine-duckdb"
import { factsOf, specOf } from "@touchpoint/testing"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { folder } from "./support/folder.ts"
import { plainDuckDB } from "./support/readBack.ts"

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

  /** Orders as they are read, by id, and the reasons of those that are not. */
  const taken = (from: Origin, map: Readonly<Record<string, string>> = { eventId: "id", at: "at", customer: "who" }) =>
    Effect.scoped(
      Effect.gen(function* () {
        const facts = yield* load(
          [{ name: "orders", kind: model.kinds.order, mapping: { kind: "order", map }, from }],
          { model, calendar, resources: small },
        )
        const rows = (yield* plainDuckDB(facts)).get("order") ?? []
        return {
          rows,
          reasons: facts.outline.rejects.map(({ column: at, reason, row }) => `${row} ${at ?? ""} ${reason}`),
          watermark: facts.outline.watermarks.get("order")?.at,
        }
      }),
    )

  it.live("lines of JSON that are not UTF-8 never become customers of one name", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const file = path.join(yield* folder, "o.jsonl")
        const line = (id: string, who: ReadonlyArray<number> | string) =>
          Buffer.concat([
            Buffer.from(`{"id":"${id}","at":"2024-01-0${id}","who":"`),
            typeof who === "string" ? Buffer.from(who) : Buffer.from(who),
            Buffer.from('"}'),
          ])
        // Анна and Инна as windows-1251.
        const [anna, inna] = [
          [0xc0, 0xed, 0xed, 0xe0],
          [0xc8, 0xed, 0xed, 0xe0],
        ]
        const some = [line("1", "Анна"), line("2", anna), line("3", inna), line("4", "Вера"), line("5", "Олег")]
        const ends = ["\n", "\r\n", "\r", "\n\n", ""]
        fs.writeFileSync(file, Buffer.concat(some.flatMap((one, i) => [one, Buffer.from(ends[i] ?? "")])))
        const { reasons, rows } = yield* taken({ jsonl: file })
        assert.deepStrictEqual(
          rows.map(({ customer }) => customer),
          ["Анна", "Вера", "Олег"],
        )
        assert.deepStrictEqual(reasons, ["2  unreadable-row", "3  unreadable-row"])

        fs.writeFileSync(file, Buffer.concat([line("1", anna), Buffer.from("\n"), line("2", inna)]))
        assert.match(yield* failure({ jsonl: file }), /SourceUnreadable: .*its text is not UTF-8; convert it/)
        fs.writeFileSync(file, Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('{"id":"1"}\n', "utf16le")]))
        assert.match(yield* failure({ jsonl: file }), /SourceUnreadable: .*it is UTF-16/)
        fs.writeFileSync(file, Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), line("1", "Анна")]))
        assert.strictEqual((yield* taken({ jsonl: file })).rows.length, 1)
      }),
    ),
  )

  it.live("a line without end, and what is no file", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const place = yield* folder
        const file = path.join(place, "o.jsonl")
        fs.writeFileSync(file, Buffer.alloc(20 * 1024 ** 2, "x"))
        assert.match(yield* failure({ jsonl: file }), /it has a line of more than 16 MiB; write one record per line/)
        const pipe = path.join(place, "pipe.csv")
        execFileSync("mkfifo", [pipe])
        for (const name of [pipe, "/dev/zero"])
          for (const kind of ["csv", "parquet", "jsonl"] as const)
            assert.match(
              yield* failure({ [kind]: name } as unknown as Origin),
              /SourceUnreadable: .*it is a pipe or a device, no file/,
            )
      }),
    ),
  )

  it.live(
    "lines whose keys are all their own cost no more than the columns that are mapped",
    () =>
      Effect.scoped(
        Effect.gen(function* () {
          const file = path.join(yield* folder, "o.jsonl")
          const keys = (i: number) => Array.from({ length: 10 }, (_, k) => `"k${i}-${k}":${k}`).join(",")
          const lines = Array.from({ length: 8000 }, (_, i) => `{"id":"${i}","at":"2024-01-01","who":"c",${keys(i)}}`)
          fs.writeFileSync(file, lines.join("\n"))
          const { reasons, rows } = yield* taken({ jsonl: file })
          assert.strictEqual(rows.length, 8000)
          assert.deepStrictEqual(reasons, [])
        }),
      ),
    // Arrays for all of 80 000 columns took half a minute.
    15_000,
  )

  it.live("a day at the end of time is no time of a fact, and may be promised", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const place = yield* folder
        const file = path.join(place, "o.csv")
        const days = ["2024-01-01", "9999-12-31", "8999-12-31T23:59:59.999Z", "9000-01-01", "9999-12-31T00:00:00Z"]
        fs.writeFileSync(file, `id,at,who\n${days.map((day, i) => `${i},${day},c${i}\n`).join("")}`)
        const { reasons, rows, watermark } = yield* taken({ csv: file })
        assert.deepStrictEqual(
          rows.map(({ eventId }) => eventId),
          ["0", "2"],
        )
        assert.deepStrictEqual(reasons, ["3 at out-of-range", "5 at out-of-range", "6 at out-of-range"])
        assert.strictEqual(watermark, Date.UTC(9000, 0, 1) - 1)
      }),
    ),
  )

  it.live("whole doubles are the texts of whole numbers, and a column may be called file_row_number", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const file = path.join(yield* folder, "o.parquet")
        const instance = yield* Effect.promise(() => DuckDBInstance.create(":memory:"))
        const connection = yield* Effect.promise(() => instance.connect())
        const value = (sql: string, row: string) =>
          `SELECT CAST(${sql} AS DOUBLE) AS id, '2024-01-01' AS at, '${row}' AS "File_Row_Number"`
        const query = [
          value("1234567890123456", "a"),
          value("9007199254740992", "b"),
          value("-1e15", "c"),
          value("0.5", "d"),
        ].join(" UNION ALL ")
        yield* Effect.promise(() => connection.run(`COPY (${query}) TO '${file}' (FORMAT parquet)`))
        connection.closeSync()
        instance.closeSync()
        const { rows } = yield* taken({ parquet: file }, { eventId: "id", at: "at", customer: "File_Row_Number" })
        assert.deepStrictEqual(
          rows.map(({ customer, eventId }) => [eventId, customer]),
          [
            ["1234567890123456", "a"],
            ["9007199254740992", "b"],
            ["-1000000000000000", "c"],
            ["0.5", "d"],
          ],
        )
      }),
    ),
  )

  it("one thread is not told to become fewer", () => {
    const error = { doing: "reading a file", reason: "memory", problem: "out of memory" } as const
    assert.include(new DuckDBFailed({ ...error, threads: 4 }).message, "fewer threads")
    assert.notInclude(new DuckDBFailed({ ...error, threads: 1 }).message, "threads")
  })

  it.live("options that contradict each other, or are none", () =>
    Effect.gen(function* () {
      const tooLittle = yield* failure({ csv: "x" }, { threads: 8, memory: "64MB" })
      assert.match(tooLittle, /OptionsInvalid: .*8 threads need at least 256 MiB, and 61 MiB are allowed/s)
      const alone = yield* failure({ csv: "x" }, { threads: 1, memory: "16MB" })
      assert.match(alone, /one thread needs at least 32 MiB, and 15 MiB are allowed; give more memory$/m)
      assert.match(yield* failure({ csv: "x" }, { memory: "lots" }), /OptionsInvalid: .*memory/s)
      assert.match(yield* failure({ csv: "x" }, { threads: 0 }), /OptionsInvalid: .*threads/s)
      assert.match(yield* failure({ csv: "x" }, { thread: 1 } as Resources), /did you mean threads\?/)
    }),
  )

  const ask = (facts: ReturnType<typeof factsOf>) =>
    Effect.gen(function* () {
      const questions = [
        trails(transitions, { ...transitionDefaults, collapse: false }, { kinds: ["interaction", "order"] }),
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
        readonly walks: number
        readonly moves: ReadonlyArray<{ readonly count: number }>
      }
      assert.strictEqual(state.walks, 1)
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
