import type { ClickHouseClient } from "@clickhouse/client"
import { assert, describe, it } from "@effect/vitest"
import { define } from "@touchpoint/core/facts"
import type { Engine } from "@touchpoint/core/engine"
import {
  type Answer,
  answerCodec,
  column,
  dimension,
  merge,
  mergeAxes,
  type Question,
  recurrence,
  tally,
  trails,
} from "@touchpoint/core/questions"
import { Calendar } from "@touchpoint/core/time"
import { ClickHouseEngine, type Client, connect, type ConnectOptions, session } from "@touchpoint/engine-clickhouse"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { afterAll, beforeAll } from "vitest"
import { careful, open } from "../server.ts"

let client: ClickHouseClient
let asking: Client
const database = `touchpoint_periods_${process.pid}`
const DAY = 86_400_000
const HOUR = DAY / 24

/** Columns of instants by how they are stored: type, how a day of the year 2024 is written, what else is mapped. */
const columns = {
  seconds: ["DateTime", "toDateTime('2024-01-01', 'UTC') + number * 7200"],
  zoned: ["DateTime('America/New_York')", "toDateTime('2024-01-01', 'UTC') + number * 7200"],
  millis: ["DateTime64(3, 'UTC')", "toDateTime64('2024-01-01', 3, 'UTC') + number * 7200"],
  nanos: ["DateTime64(9, 'UTC')", "toDateTime64('2024-01-01', 9, 'UTC') + number * 7200"],
  maybe: ["Nullable(DateTime64(3))", "toDateTime64('2024-01-01', 3, 'UTC') + number * 7200"],
  day: ["Date", "toDate('2024-01-01') + intDiv(number, 12)"],
  day32: ["Date32", "toDate32('2024-01-01') + intDiv(number, 12)"],
  epoch: ["UInt32", "1704067200 + number * 7200"],
  epochMs: ["Int64", "(1704067200 + number * 7200) * 1000"],
  epochFloat: ["Float64", "1704067200. + number * 7200"],
} as const

beforeAll(async () => {
  client = await open(process.env["TOUCHPOINT_CLICKHOUSE_URL"])
  asking = careful(client)
  await client.command({ query: `CREATE DATABASE ${database}` })
  for (const [name, [type, made]] of Object.entries(columns))
    await client.command({
      query: `CREATE TABLE ${database}.${name} (at ${type}, kind LowCardinality(String), who String) ENGINE = MergeTree ORDER BY at SETTINGS index_granularity = 8, allow_nullable_key = 1 AS SELECT ${made} AS at, if(number % 2 = 0, 'even', 'odd'), toString(number % 50) FROM numbers(4392)`,
    })
})

afterAll(async () => {
  await client.command({ query: `DROP DATABASE ${database}` })
  await client.close()
})

const statements: Array<Parameters<Client["query"]>[0]> = []
const engineOf = (facts: ConnectOptions["facts"], zone = "Europe/Berlin", more: Partial<ConnectOptions> = {}) => {
  const watching: Client = {
    ...asking,
    query: (params: Parameters<Client["query"]>[0]) => {
      statements.push(params)
      return asking.query(params)
    },
  }
  return Effect.flatMap(
    connect(session(watching, { retries: 0 }), { model: define(), calendar: Calendar.make(zone), facts, ...more }),
    (held) => ClickHouseEngine.make(held),
  )
}

/** Asks one question. */
const one = <Q extends Question>(engine: Engine["Service"], question: Q) =>
  Effect.map(engine.ask([question]), ([answer]) => answer as unknown as Answer<Q>)

const unit = (name: string) => (name.startsWith("epoch") && name !== "epochMs" ? ("s" as const) : ("ms" as const))
const orders = (name: string) => ({
  order: { table: { database, table: name }, map: { at: { column: "at", unit: unit(name) }, customer: "who" } },
})

/** Granules that the last statement reads, of all there are. */
const granules = async (): Promise<readonly [read: number, all: number]> => {
  const { query = "", query_params } = statements.at(-1) ?? {}
  const explained = await client.query({
    query: `EXPLAIN indexes = 1 ${query}`,
    ...(query_params === undefined ? {} : { query_params }),
    format: "TabSeparatedRaw",
  })
  const [, read, all] = [...(await explained.text()).matchAll(/Granules: (\d+)\/(\d+)/g)].at(-1) ?? []
  return [Number(read), Number(all)]
}

describe("a question about a period", () => {
  for (const name of Object.keys(columns))
    it.effect(`has the rows of that period and reads few others: ${name}`, () =>
      Effect.gen(function* () {
        const engine = yield* engineOf(orders(name))
        const times = { at: { stat: "histogram", of: column("at") } } as const
        const whole = yield* one(engine, tally("order", times))
        const levels = (answer: typeof whole) =>
          (answer.groups[0]?.states.at.levels ?? []).map(({ n, value }) => [value, n] as const)
        const first = Date.UTC(2024, 0, 1)
        const spans = [0, 1, HOUR, 2 * HOUR - 1, 5 * DAY + 0.5].flatMap((shift) => [
          { from: first + 40 * DAY + shift, to: first + 47 * DAY - shift },
          { from: null, to: first + 2 * DAY + shift },
          { from: first + 360 * DAY + shift, to: null },
        ])
        for (const span of spans) {
          const some = yield* one(engine, tally("order", times, { span }))
          const [read, of] = yield* Effect.promise(granules)
          assert.isAbove(of, 500)
          assert.isBelow(read, 0.05 * of, JSON.stringify(span))
          assert.deepStrictEqual(
            levels(some),
            levels(whole).filter(([value]) => value >= (span.from ?? -Infinity) && value < (span.to ?? Infinity)),
          )
        }
        const edges = [first + 40 * DAY, first + 41 * DAY, first + 44 * DAY]
        const days = yield* one(engine, tally("order", { n: { stat: "count" } }, { edges }))
        assert.isBelow((yield* Effect.promise(granules))[0], 25)
        assert.deepStrictEqual(
          days.groups.map(({ bucket, states }) => [bucket, states.n.n]),
          [
            [
              0,
              levels(whole)
                .filter(([value]) => value >= (edges[0] ?? 0) && value < (edges[1] ?? 0))
                .reduce((sum, [, n]) => sum + n, 0),
            ],
            [
              1,
              levels(whole)
                .filter(([value]) => value >= (edges[1] ?? 0) && value < (edges[2] ?? 0))
                .reduce((sum, [, n]) => sum + n, 0),
            ],
          ],
        )
      }),
    )
  it.effect("may begin before columns can say it, and end after", () =>
    Effect.gen(function* () {
      for (const name of Object.keys(columns)) {
        const engine = yield* engineOf(orders(name))
        for (const span of [
          { from: Date.UTC(1800, 0, 1), to: Date.UTC(2500, 0, 1) },
          { from: -1, to: Date.UTC(2300, 0, 1) },
          { from: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER },
          { from: -1e300, to: 1e300 },
        ]) {
          const answer = yield* one(engine, tally("order", { n: { stat: "count" } }, { span }))
          assert.strictEqual(answer.groups[0]?.states.n.n, 4392, `${name} ${JSON.stringify(span)}`)
        }
      }
    }),
  )
  it.effect("reads only its rows for trails too", () =>
    Effect.gen(function* () {
      const engine = yield* engineOf(orders("millis"))
      const span = { from: Date.UTC(2024, 2, 1), to: Date.UTC(2024, 2, 8) }
      const options = { mark: "order", horizons: [], apart: 0, asOf: null }
      const answer = yield* one(
        engine,
        trails(recurrence, options, {
          kinds: ["order"],
          marks: [{ id: "order", any: [{ kind: "order", when: null }] }],
          span,
        }),
      )
      assert.strictEqual(answer.groups.length, 1)
      const [read, of] = yield* Effect.promise(granules)
      assert.isBelow(read, 0.05 * of)
    }),
  )
  it.effect("finds the rows of a kind in a table of all kinds by its index", () =>
    Effect.gen(function* () {
      yield* Effect.promise(() =>
        client.command({
          query: `CREATE TABLE ${database}.sorted ENGINE = MergeTree ORDER BY (kind, code) SETTINGS index_granularity = 8 AS SELECT at, kind, toInt16(toInt32(who) - 25) AS code, who FROM ${database}.millis`,
        }),
      )
      const count = (where: NonNullable<ConnectOptions["facts"][string]["where"]>) =>
        Effect.gen(function* () {
          const engine = yield* engineOf({
            order: { table: { database, table: "sorted" }, map: { at: "at" }, where },
          })
          const answer = yield* one(engine, tally("order", { n: { stat: "count" } }))
          return [answer.groups[0]?.states.n.n ?? 0, yield* Effect.promise(granules)] as const
        })
      const [even, [half, all]] = yield* count({ kind: "even" })
      assert.strictEqual(even, 2196)
      assert.isBelow(half, 0.6 * all)
      const [two, [few]] = yield* count({ kind: ["odd", "never"], code: [-24, 3] })
      assert.strictEqual(two, 88)
      assert.isBelow(few, 0.1 * all)
      assert.strictEqual((yield* count({ code: "-25" }))[0], 88)
      assert.strictEqual((yield* count({ code: [] }))[0], 0)
    }),
  )
})

describe("answers about closed days", () => {
  it.effect("are kept as JSON, and merged where their question may be merged along time", () =>
    Effect.gen(function* () {
      const first = Date.UTC(2024, 0, 1)
      const questions = [
        tally(
          "order",
          { n: { stat: "count" }, at: { stat: "moments", of: column("at") } },
          { by: [dimension("who", column("customer"))] },
        ),
        tally("order", { customers: { stat: "units", of: "customer" } }),
      ] as const
      assert.deepStrictEqual(
        questions.map((question) => mergeAxes(question)),
        [["unit", "time"], ["unit"]],
      )
      const during = (from: number, days: number) =>
        engineOf({ order: { ...orders("millis").order, during: { from, to: from + days * DAY } } })
      const week = yield* (yield* during(first, 7)).ask(questions)
      for (const [i, question] of questions.entries()) {
        const codec = answerCodec(question)
        const kept: Array<string> = []
        for (let day = 0; day < 7; day++) {
          const [answer] = yield* (yield* during(first + day * DAY, 1)).ask([question])
          kept.push(JSON.stringify(yield* Schema.encodeUnknownEffect(codec)(answer)))
          assert.isBelow((yield* Effect.promise(granules))[0], 6)
        }
        const answers = yield* Effect.forEach(kept, (json) => Schema.decodeUnknownEffect(codec)(JSON.parse(json)))
        const merged = answers
          .slice(1)
          .reduce<Result.Result<Answer, unknown>>(
            (all, answer) => Result.flatMap(all, (before) => merge(before, answer, "time")),
            Result.succeed(answers[0] as Answer),
          )
        if (i === 1) {
          assert.deepInclude(Result.isFailure(merged) ? merged.failure : null, {
            _tag: "MergeRefused",
            reason: "not-along-time",
          })
          continue
        }
        const groups = Result.isSuccess(merged) ? merged.success.groups : []
        assert.lengthOf(groups, 50)
        for (const [g, { key, states }] of groups.entries()) {
          const expected = week[0]?.groups[g]
          assert.deepStrictEqual(key, expected?.key)
          assert.deepStrictEqual(states["n"], expected?.states["n"])
          const [mean, whole] = [states["at"], expected?.states["at"]] as ReadonlyArray<{ readonly mean: number }>
          assert.approximately(mean?.mean ?? 0, whole?.mean ?? 1, 1)
        }
      }
    }),
  )
  it.effect("need a time to be of a day", () =>
    Effect.gen(function* () {
      const order = { table: { database, table: "millis" }, map: { customer: "who" }, during: { from: 0, to: 1 } }
      const error = yield* Effect.flip(engineOf({ order }))
      assert.include(String(error), "order.at does not fit: its rows are those of a span, and it says no time")
    }),
  )
})

describe("rows that servers write to disk while they gather them", () => {
  it.effect("are counted as those in memory", () =>
    Effect.gen(function* () {
      const engine = yield* engineOf(orders("millis"))
      const question = trails(
        recurrence,
        { mark: "order", horizons: [DAY, 2 * DAY], apart: HOUR, asOf: null },
        { kinds: ["order"], marks: [{ id: "order", any: [{ kind: "order", when: null }] }] },
      )
      const expected = yield* one(engine, question)
      const set = (bytes: number) =>
        Effect.promise(() =>
          client.command({
            query: `SET max_bytes_before_external_group_by = ${bytes}, max_bytes_ratio_before_external_group_by = 0`,
          }),
        )
      const actual = yield* Effect.ensuring(Effect.andThen(set(1), one(engine, question)), set(0))
      assert.strictEqual(expected.groups[0]?.states.fold.units, 50)
      assert.deepStrictEqual(actual.groups, expected.groups)
    }),
  )
})

describe("customers with aliases", () => {
  it.effect("are one customer where their rows are on several shards", () =>
    Effect.gen(function* () {
      yield* Effect.promise(() =>
        client.command({
          query: `CREATE VIEW ${database}.shard AS SELECT * FROM ${database}.millis WHERE cityHash64(who) % 2 = shardNum() - 1`,
        }),
      )
      const identities = new Map(Array.from({ length: 25 }, (_, i) => [String(i + 25), String(i)] as const))
      const map = { at: "at", customer: "who" }
      const byHand = yield* engineOf({ order: { table: { database, table: "millis" }, map } }, "UTC", { identities })
      const table = { remote: ["localhost", "localhost"], database, table: "shard", shardedBy: "customer" } as const
      const sharded = yield* engineOf({ order: { table, map } }, "UTC", { identities })
      const question = trails(
        recurrence,
        { mark: "order", horizons: [], apart: 0, asOf: null },
        {
          kinds: ["order"],
          marks: [{ id: "order", any: [{ kind: "order", when: null }] }],
          open: { kind: "order", by: [dimension("all", { op: "value", value: "all" })] },
        },
      )
      const expected = yield* one(byHand, question)
      const actual = yield* one(sharded, question)
      assert.deepStrictEqual(actual.groups, expected.groups)
      assert.strictEqual(expected.groups[0]?.states.fold.units, 25)
    }),
  )
})
