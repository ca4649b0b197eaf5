import * as fs from "node:fs"
import path from "node:path"
import { DuckDBInstance } from "@duckdb/node-api"
import { assert, describe, it } from "@effect/vitest"
import { Engine, MemoryEngine } from "@touchpoint/core/engine"
import { define } from "@touchpoint/core/facts"
import {
  column,
  customer,
  dimension,
  eq,
  funnel,
  funnelDefaults,
  mark,
  tally,
  trails,
  transitionDefaults,
  transitions,
} from "@touchpoint/core/questions"
import { Calendar } from "@touchpoint/core/time"
import { DuckDBEngine, hold, load, type Origin, type Source } from "@touchpoint/engine-duckdb"
import { factsOf, specOf } from "@touchpoint/testing"
import * as Effect from "effect/Effect"
import { literal } from "../src/sql.ts"
import { folder } from "./support/folder.ts"
import { plainDuckDB } from "./support/readBack.ts"

const model = define()
const calendar = Calendar.make("UTC")
const resources = { threads: 2, memory: "256MB" }
const DAY = 86_400_000
const map = { eventId: "id", customer: "who", touchpoint: "place", at: "at" }

const source = (from: Origin): Source => ({
  name: "visits",
  kind: model.kinds.interaction,
  mapping: { kind: "interaction", map },
  from,
})

type Row = Readonly<Record<"id" | "who" | "place" | "at", string | null>>
const day = (n: number) => new Date(n * DAY).toISOString()
const visit = (id: string | null, who: string | null, n: number, place: string | null = "web"): Row => ({
  id,
  who,
  place,
  at: day(n),
})

/** The same rows in every format; a CSV has no way to tell an absent cell from an empty one, and no NUL. */
const written = Effect.fnUntraced(function* (place: string, rows: ReadonlyArray<Row>) {
  const names = ["id", "who", "place", "at"] as const
  const file = (name: string) => path.join(place, name)
  const cell = (text: string | null) => `"${(text ?? "").replaceAll('"', '""')}"`
  fs.writeFileSync(
    file("v.csv"),
    `${[names, ...rows.map((row) => names.map((name) => row[name]))].map((cells) => cells.map(cell).join(",")).join("\n")}\n`,
  )
  fs.writeFileSync(file("v.jsonl"), rows.map((row) => JSON.stringify(row)).join("\n"))
  yield* Effect.promise(async () => {
    const instance = await DuckDBInstance.create(file("v.duckdb"))
    const connection = await instance.connect()
    await connection.run('CREATE TABLE v (id VARCHAR, who VARCHAR, place VARCHAR, "at" TIMESTAMPTZ)')
    for (const row of rows)
      await connection.run(
        `INSERT INTO v VALUES (${names.map((name) => (row[name] === null ? "NULL" : literal(row[name] ?? ""))).join(", ")})`,
      )
    await connection.run(`COPY v TO ${literal(file("v.parquet"))} (FORMAT parquet)`)
    connection.closeSync()
    instance.closeSync()
  })
  return [
    { csv: file("v.csv") },
    { jsonl: file("v.jsonl") },
    { parquet: file("v.parquet") },
    { duckdb: file("v.duckdb"), table: "v" },
  ] satisfies ReadonlyArray<Origin>
})

describe("odd facts", () => {
  it.live("are the same facts and the same located rejects in every format", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const rows = [
          visit("1", "é", 1),
          visit("2", "e\u0301", 2),
          visit("3", "", 3),
          visit("4", null, 4),
          visit("5", "  ", 5),
          visit("6", "ＡＢ 𝟙\u200d", 6),
          visit("7", "9007199254740993", 7),
          visit("8", "9007199254740992", 8),
          // An event id twice, one that is absent twice, and one of another form.
          visit("8", "again", 9),
          visit(null, "nobody", 10),
          visit(null, "nobody", 10),
          visit("８", "wide", 11),
          // Later than all facts can be, and without a place.
          visit("9", "early", 5000),
          visit("10", "lost", 12, null),
          visit("11", "lost", 12, "\u0007"),
        ]
        const origins = yield* written(yield* folder, rows)
        for (const from of origins)
          yield* Effect.scoped(
            Effect.gen(function* () {
              const facts = yield* load([source(from)], { model, calendar, resources, asOf: 1000 * DAY })
              const taken = (yield* plainDuckDB(facts)).get("interaction") ?? []
              assert.deepStrictEqual(
                taken.map(({ customer: who, eventId }) => [eventId ?? null, who ?? null]),
                [
                  ["1", "é"],
                  ["2", "e\u0301"],
                  ["3", null],
                  ["4", null],
                  ["5", null],
                  ["6", "ＡＢ 𝟙\u200d"],
                  ["7", "9007199254740993"],
                  ["8", "9007199254740992"],
                  [null, "nobody"],
                  [null, "nobody"],
                  ["８", "wide"],
                  ["11", "lost"],
                ],
              )
              // A line of a file, the row of a table.
              const first = "csv" in from ? 2 : "duckdb" in from ? 0 : 1
              assert.deepStrictEqual(
                facts.outline.rejects.map(({ column: at, reason, row }) => `${row - first} ${at} ${reason}`).toSorted(),
                ["12 at after-watermark", "13 place missing", "8 source + id duplicate"],
              )
              const engine = yield* DuckDBEngine.make(facts)
              const [answer] = yield* engine.ask([
                tally("interaction", { n: { stat: "count" }, who: { stat: "units", of: "customer" } }),
              ])
              assert.deepStrictEqual(answer?.groups[0]?.states, { n: { n: 12, w: 12 }, who: { n: 8 } })
            }),
          )
      }),
    ),
  )

  it.live("a NUL in a text tells it from the text without", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const rows = ["a\0b", "ab", "a", "a\0", "\0"].map((who, i) => visit(String(i), who, i))
        const [, ...origins] = yield* written(yield* folder, rows)
        for (const from of origins)
          yield* Effect.scoped(
            Effect.gen(function* () {
              const facts = yield* load([source(from)], { model, calendar, resources })
              const engine = yield* DuckDBEngine.make(facts)
              const [all, one] = yield* engine.ask([
                tally("interaction", { n: { stat: "count" } }, { by: [dimension("who", column("customer"))] }),
                tally("interaction", { n: { stat: "count" } }, { where: eq(column("customer"), "a\0b") }),
              ])
              assert.deepStrictEqual(
                all?.groups.map(({ key }) => key[0]),
                ["\0", "a", "a\0", "a\0b", "ab"],
              )
              assert.deepStrictEqual(one?.groups[0]?.states["n"], { n: 1, w: 1 })
            }),
          )
      }),
    ),
  )

  it.live("whole numbers beyond 2^53 are ids of their own, as numbers of any type", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const place = yield* folder
        const ids = ["9007199254740993", "9007199254740992", "-9007199254740993", "18446744073709551615"]
        fs.writeFileSync(
          path.join(place, "n.jsonl"),
          ids.map((id) => `{"id":${id},"who":${id},"place":"web","at":"2024-01-01"}`).join("\n"),
        )
        fs.writeFileSync(
          path.join(place, "n.csv"),
          `id,who,place,at\n${ids.map((id) => `${id},${id},web,2024-01-01\n`).join("")}`,
        )
        yield* Effect.promise(async () => {
          const instance = await DuckDBInstance.create(":memory:")
          const connection = await instance.connect()
          for (const type of ["HUGEINT", "DECIMAL(38, 0)", "VARCHAR"])
            await connection.run(
              `COPY (SELECT CAST(x AS ${type}) AS id, x AS who, 'web' AS place, DATE '2024-01-01' AS "at" FROM (VALUES ${ids.map((id) => `(CAST(${id} AS ${type}))`).join(", ")}) AS t(x)) TO ${literal(path.join(place, `${type.slice(0, 4)}.parquet`))} (FORMAT parquet)`,
            )
          await connection.run(
            `COPY (SELECT CAST(x AS BIGINT) AS id, CAST(x AS BIGINT) AS who, 'web' AS place, DATE '2024-01-01' AS "at" FROM (VALUES ${ids
              .slice(0, 3)
              .map((id) => `(CAST(${id} AS BIGINT))`)
              .join(", ")}) AS t(x)) TO ${literal(path.join(place, "BIGI.parquet"))} (FORMAT parquet)`,
          )
          connection.closeSync()
          instance.closeSync()
        })
        const origins: ReadonlyArray<Origin> = [
          { jsonl: path.join(place, "n.jsonl") },
          { csv: path.join(place, "n.csv") },
          ...["DECI", "VARC", "BIGI"].map((name) => ({ parquet: path.join(place, `${name}.parquet`) })),
        ]
        for (const from of origins)
          yield* Effect.scoped(
            Effect.gen(function* () {
              const facts = yield* load([source(from)], { model, calendar, resources })
              const taken = (yield* plainDuckDB(facts)).get("interaction") ?? []
              const expected = "parquet" in from && from.parquet.includes("BIGI") ? ids.slice(0, 3) : ids
              assert.deepStrictEqual(
                taken.map(({ customer: who, eventId }) => [eventId, who]),
                expected.map((id) => [id, id]),
              )
            }),
          )
      }),
    ),
  )

  it.live(
    "a clock that runs ahead moves the watermark, which says that it is inferred; a declared one rejects it",
    () =>
      Effect.scoped(
        Effect.gen(function* () {
          const [from] = yield* written(yield* folder, [visit("1", "a", 1), visit("2", "a", 400), visit("3", "b", 2)])
          const loaded = (asOf?: number) =>
            Effect.scoped(
              Effect.map(
                load([source(from as Origin)], { model, calendar, resources, ...(asOf === undefined ? {} : { asOf }) }),
                ({ outline }) => [
                  outline.watermarks.get("interaction"),
                  outline.rejects.map(({ reason, row }) => [row, reason]),
                ],
              ),
            )
          assert.deepStrictEqual(yield* loaded(), [{ at: 400 * DAY, inferred: true }, []])
          assert.deepStrictEqual(yield* loaded(2 * DAY), [{ at: 2 * DAY, inferred: false }, [[3, "after-watermark"]]])
        }),
      ),
  )

  /** Both engines, over facts by hand. */
  const both = (facts: ReturnType<typeof factsOf>, questions: Parameters<Engine["Service"]["ask"]>[0]) =>
    Effect.scoped(
      Effect.gen(function* () {
        const memory = yield* Effect.provide(
          Effect.flatMap(Engine, (engine) => engine.ask(questions)),
          MemoryEngine.layer(facts),
        )
        const duck = yield* (yield* DuckDBEngine.make(yield* hold(facts, resources))).ask(questions)
        assert.deepStrictEqual(duck, memory)
        return memory
      }),
    )

  it.live("events before a customer was born are events of a customer of whom nothing is known yet", () =>
    Effect.gen(function* () {
      const facts = factsOf(
        specOf({
          interaction: [0, 5, 10].map((at) => ({ source: "s", customer: "anna", touchpoint: "web", at })),
          customer: [{ source: "s", customer: "anna", at: 5, segment: "gold", registeredAt: 5 }],
        }),
      )
      const [answer] = yield* both(facts, [
        tally("interaction", { n: { stat: "count" } }, { by: [dimension("segment", customer("segment"))] }),
      ])
      assert.deepStrictEqual(
        answer?.groups.map(({ key, states }) => [key[0], states["n"]]),
        [
          ["gold", { n: 2, w: 2 }],
          [null, { n: 1, w: 1 }],
        ],
      )
    }),
  )

  it.live(
    "10 000 events of one instant are walked in the order of their source, and once",
    () =>
      Effect.gen(function* () {
        const EVENTS = 10_000
        const facts = factsOf(
          specOf({
            interaction: Array.from({ length: EVENTS }, (_, i) => ({
              source: "s",
              customer: "one",
              at: 7,
              sequence: (i * 7919) % EVENTS,
              touchpoint: `t${((i * 7919) % EVENTS) % 3}`,
            })),
          }),
        )
        const step = (k: number) => mark(`t${k}`, { kind: "interaction", when: eq(column("touchpoint"), `t${k}`) })
        const marks = [0, 1, 2].map(step)
        const kinds = ["interaction"] as const
        const [moves, ...funnels] = yield* both(facts, [
          trails(transitions, { ...transitionDefaults, collapse: false }, { kinds }),
          ...(["sequence", "either", "distinct"] as const).flatMap((ties) =>
            (["first", "best", "every"] as const).map((attempt) =>
              trails(funnel, { ...funnelDefaults, steps: ["t0", "t1", "t2"], ties, attempt }, { kinds, marks }),
            ),
          ),
        ])
        const state = moves?.groups[0]?.states["fold"] as {
          readonly moves: ReadonlyArray<{
            readonly from: string | null
            readonly to: string | null
            readonly count: number
          }>
        }
        const counted = new Map(state.moves.map(({ count, from, to }) => [`${from}>${to}`, count]))
        // t0, t1, t2, t0 … as the sequence says: 10 000 rows are 9999 moves between them.
        assert.deepStrictEqual(
          ["t0>t1", "t1>t2", "t2>t0", "null>t0", "t0>null"].map((name) => counted.get(name)),
          [3333, 3333, 3333, 1, 1],
        )
        assert.strictEqual(counted.size, 5)
        assert.strictEqual(funnels.length, 9)
      }),
    60_000,
  )

  it.live("millennia of very many customers are in order too, where instant and customer are no one number", () =>
    Effect.gen(function* () {
      const CUSTOMERS = 20_000
      const [early, late] = [-2_209_075_200_000, 221_845_391_999_999]
      const rows = Array.from({ length: 3 * CUSTOMERS }, (_, i) => ({
        source: i % 2 === 0 ? "s" : "t",
        customer: `c${(i * 7919) % CUSTOMERS}`,
        touchpoint: ["web", "shop", "call"][i % 3] ?? "",
        at: i % 5 === 0 ? early : i % 7 === 0 ? late : i,
      }))
      const [moves] = yield* both(factsOf(specOf({ interaction: rows })), [
        trails(transitions, transitionDefaults, { kinds: ["interaction"] }),
      ])
      const [{ states } = { states: {} }] = moves?.groups ?? []
      assert.strictEqual((states as { readonly fold: { readonly walks: number } }).fold.walks, CUSTOMERS)
    }),
  )

  it.live("rows of nobody are counted where trails that do not see them are asked in the same breath", () =>
    Effect.gen(function* () {
      const at = (customerId: string | null, instant: number, touchpoint: string | null) => ({
        source: "s",
        customer: customerId,
        at: instant,
        touchpoint,
      })
      const facts = factsOf(
        specOf({
          interaction: [at("a", 1, "web"), at("a", 2, "web"), at("b", 3, "web"), at(null, 4, "web"), at(null, 5, null)],
        }),
      )
      const [, counted] = yield* both(facts, [
        trails(transitions, transitionDefaults, { kinds: ["interaction"] }),
        tally(
          "interaction",
          { rows: { stat: "count" }, customers: { stat: "units", of: "customer" } },
          { by: [dimension("touchpoint", column("touchpoint"))], edges: [0, 3, 10] },
        ),
      ])
      assert.deepStrictEqual(
        counted?.groups.map(({ bucket, key, states }) => [key[0], bucket, states["rows"], states["customers"]]),
        [
          ["web", 0, { n: 2, w: 2 }, { n: 1 }],
          ["web", 1, { n: 2, w: 2 }, { n: 1 }],
          [null, 1, { n: 1, w: 1 }, { n: 0 }],
        ],
      )
    }),
  )

  it.live("instants at both ends of the safe integers, and within a millisecond, keep to their customers", () =>
    Effect.gen(function* () {
      const at = (customerId: string, ...instants: ReadonlyArray<number>) =>
        instants.map((instant) => ({ source: "s", customer: customerId, touchpoint: "web", at: instant }))
      for (const far of [2 ** 48, 2 ** 51]) {
        const rows = [...at("a", -far, 5, far - 1), ...at("b", -far, far - 1)]
        const [moves] = yield* both(factsOf(specOf({ interaction: rows })), [
          trails(transitions, { ...transitionDefaults, collapse: false }, { kinds: ["interaction"] }),
        ])
        assert.strictEqual(moves?.groups.length, 1)
      }
      yield* both(factsOf(specOf({ interaction: [...at("a", 1.5, 1.25), ...at("b", 0.5)] })), [
        trails(transitions, { ...transitionDefaults, collapse: false }, { kinds: ["interaction"] }),
      ])
    }),
  )

  it.live("thousands of sources order rows of one instant as few do", () =>
    Effect.gen(function* () {
      const SOURCES = 3000
      const rows = Array.from({ length: 2 * SOURCES }, (_, i) => ({
        source: `s${(i * 7919) % SOURCES}`,
        customer: `c${i % 7}`,
        touchpoint: `t${i % 5}`,
        at: i % 3,
      }))
      const [moves] = yield* both(factsOf(specOf({ interaction: rows, order: rows.slice(0, 99) })), [
        trails(transitions, transitionDefaults, { kinds: ["interaction", "order"] }),
      ])
      assert.strictEqual(moves?.groups.length, 1)
    }),
  )

  it.live("a key is found twice where one source is named for all rows and another by a column", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const place = yield* folder
        fs.writeFileSync(path.join(place, "a.csv"), "id,who,at\n1,anna,2026-01-01\n")
        fs.writeFileSync(path.join(place, "b.csv"), "id,who,at,s\n1,anna,2026-01-01,web\n2,bo,2026-01-01,app\n")
        const kind = model.kinds.interaction
        const shared = { eventId: "id", customer: "who", at: "at" }
        const sources: ReadonlyArray<Source> = [
          {
            name: "a",
            kind,
            mapping: { kind: "interaction", map: shared, with: { source: "web", touchpoint: "web" } },
            from: { csv: path.join(place, "a.csv") },
          },
          {
            name: "b",
            kind,
            mapping: { kind: "interaction", map: { ...shared, source: "s" }, with: { touchpoint: "web" } },
            from: { csv: path.join(place, "b.csv") },
          },
        ]
        const { outline } = yield* load(sources, { model, calendar, resources })
        assert.strictEqual(outline.rows.get("interaction"), 2)
        assert.deepStrictEqual(
          outline.rejects.map(({ reason, row, source: name }) => [name, row, reason]),
          [["b", 2, "duplicate"]],
        )
      }),
    ),
  )
})
