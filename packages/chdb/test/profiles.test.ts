import type { ClickHouseClient } from "@clickhouse/client"
import { assert, describe, it } from "@effect/vitest"
import { define } from "@touchpoint/core/facts"
import {
  column,
  customer,
  dimension,
  link,
  type Question,
  recurrence,
  tally,
  trails,
  mark,
  unitMoments,
} from "@touchpoint/core/questions"
import { Calendar } from "@touchpoint/core/time"
import { ClickHouseEngine, type Client, connect, session } from "@touchpoint/engine-clickhouse"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { afterAll, beforeAll } from "vitest"
import { careful, open } from "../server.ts"

let client: ClickHouseClient
const database = `touchpoint_profiles_${process.pid}`
const ROWS = 200_000

beforeAll(async () => {
  client = await open(process.env["TOUCHPOINT_CLICKHOUSE_URL"])
  for (const query of [
    `CREATE DATABASE ${database}`,
    `CREATE TABLE ${database}.events (who String, ts DateTime, page String) ENGINE = MergeTree ORDER BY (who, ts)`,
    `INSERT INTO ${database}.events SELECT toString(number % 1000), toDateTime('2026-01-01 00:00:00', 'UTC') + number, ['home', 'cart', 'help', 'blog'][number % 4 + 1] FROM numbers(${ROWS})`,
    `CREATE TABLE ${database}.orders (id String, who String, ts DateTime, paid Bool) ENGINE = MergeTree ORDER BY id`,
    `INSERT INTO ${database}.orders SELECT toString(number), toString(number), toDateTime('2026-02-01 00:00:00', 'UTC') + number, number % 2 FROM numbers(900)`,
    `CREATE TABLE ${database}.refunds (of String, ts DateTime, amount Float64) ENGINE = MergeTree ORDER BY of`,
    `INSERT INTO ${database}.refunds SELECT toString(number % 70), toDateTime('2026-03-01 00:00:00', 'UTC'), number FROM numbers(100)`,
    `CREATE TABLE ${database}.people (who String, land String) ENGINE = MergeTree ORDER BY who`,
    `INSERT INTO ${database}.people SELECT toString(number), ['de', 'pl', ''][number % 3 + 1] FROM numbers(800)`,
  ])
    await client.command({ query })
})

afterAll(async () => {
  await client.command({ query: `DROP DATABASE ${database}` })
  await client.close()
})

type Settings = Readonly<Record<string, string>>

/** A client whose user has a profile: what a query sets comes after, and wins. */
const withProfile = (profile: Settings): Client => {
  const asking = careful(client)
  // In one process a setting stays.
  const forget = async () => {
    for (const name of Object.keys(profile)) await client.command({ query: `SET ${name} = DEFAULT` })
    const result = await client.query({
      query: "SELECT name FROM system.settings WHERE changed",
      format: "TabSeparated",
    })
    const names = (await result.text()).split("\n").filter((name) => name !== "")
    for (const name of names) await client.command({ query: `SET ${name} = DEFAULT` })
  }
  const query = async (params: Parameters<Client["query"]>[0]) => {
    await forget()
    try {
      const result = await asking.query({
        ...params,
        clickhouse_settings: { ...profile, ...params.clickhouse_settings },
      })
      const text = await result.text()
      return Object.assign(result, { text: () => Promise.resolve(text) })
    } finally {
      await forget()
    }
  }
  return { ...asking, query }
}

const options: Parameters<typeof connect>[1] = {
  model: define(),
  calendar: Calendar.make("UTC"),
  facts: {
    interactions: { table: { database, table: "events" }, map: { customer: "who", at: "ts", touchpoint: "page" } },
    orders: { table: { database, table: "orders" }, map: { eventId: "id", customer: "who", at: "ts", status: "paid" } },
    refunds: { table: { database, table: "refunds" }, map: { refundOf: "of", at: "ts", amount: "amount" } },
    customers: { table: { database, table: "people" }, map: { customer: "who", segment: "land" } },
  },
}

const questions: ReadonlyArray<Question> = [
  tally("interaction", { n: { stat: "count" }, people: { stat: "units", of: "customer" } }),
  tally("interaction", { n: { stat: "count" } }, { by: [dimension("page", column("touchpoint"))] }),
  tally(
    "order",
    { back: { stat: "sum", of: link("refund", column("amount"), "sum") }, n: { stat: "count" } },
    { by: [dimension("segment", customer("segment")), dimension("paid", column("status"))] },
  ),
  tally("interaction", { n: { stat: "count" } }, { where: { op: "in", of: column("touchpoint"), values: ["gone"] } }),
  unitMoments(
    "interaction",
    "customer",
    { n: { agg: "count" } },
    { perCustomer: { stat: "moments", of: column("n") } },
  ),
  unitMoments("order", "customer", { n: { agg: "count" } }, { levels: { stat: "histogram", of: column("n") } }),
  trails(
    recurrence,
    { mark: "order", horizons: [], apart: 0, asOf: null },
    { kinds: ["interaction", "order"], marks: [mark("order", { kind: "order" })] },
  ),
]

const connected = (profile: Settings, settings: boolean) =>
  connect(session(withProfile(profile), { retries: 0, settings }), options)

/** What is answered where the tables were looked at before the profile changed. */
const answers = (profile: Settings, settings: boolean) =>
  Effect.gen(function* () {
    const held = yield* connected({}, true)
    const engine = yield* ClickHouseEngine.make({
      ...held,
      session: session(withProfile(profile), { retries: 0, settings }),
    })
    const all = []
    for (const question of questions)
      all.push(
        yield* engine.ask([question]).pipe(
          Effect.map(([answer]) => answer?.groups),
          Effect.result,
        ),
      )
    return all
  })

/** Profiles that cut what is read or found, each with the limit that makes it cut. */
const cutting: ReadonlyArray<Settings> = [
  { limit: "1" },
  { offset: "1" },
  { max_rows_to_read: "20000", read_overflow_mode: "break" },
  { max_rows_to_read_leaf: "20000", read_overflow_mode_leaf: "break" },
  { max_bytes_to_read: "20000", read_overflow_mode: "break" },
  { max_execution_time: "0.001", timeout_overflow_mode: "break" },
  { max_execution_time_leaf: "0.001", timeout_overflow_mode_leaf: "break" },
  { max_result_rows: "1", max_block_size: "1", result_overflow_mode: "break" },
  { max_rows_to_group_by: "1", group_by_overflow_mode: "any" },
  { max_rows_to_group_by: "1", group_by_overflow_mode: "break" },
  { max_rows_to_sort: "1", sort_overflow_mode: "break" },
  { max_rows_in_distinct: "1", distinct_overflow_mode: "break" },
  { max_rows_in_join: "1", join_overflow_mode: "break" },
  { max_rows_in_set: "1", set_overflow_mode: "break" },
  { max_rows_to_transfer: "1", transfer_overflow_mode: "break" },
  { partial_result_on_first_cancel: "1" },
  { additional_result_filter: "0" },
]

/** Profiles that make SQL mean something else. */
const changing: ReadonlyArray<Settings> = [
  { extremes: "1" },
  { output_format_json_array_of_rows: "1" },
  { apply_deleted_mask: "0" },
  { distributed_group_by_no_merge: "1" },
  { optimize_skip_unused_shards: "1" },
  { optimize_trivial_approximate_count_query: "1" },
  { parallel_replicas_count: "2", parallel_replica_offset: "1" },
  { parallel_replicas_custom_key: "cityHash64(who)", parallel_replicas_for_non_replicated_merge_tree: "1" },
  { skip_unavailable_shards: "1", s3_ignore_file_doesnt_exist: "1" },
  { use_query_cache: "1" },
  { aggregate_functions_null_for_empty: "1" },
  { allow_experimental_analyzer: "0" },
  { any_join_distinct_right_table_keys: "1" },
  { bool_true_representation: "ja", bool_false_representation: "nein" },
  { cast_keep_nullable: "1" },
  { date_time_output_format: "iso" },
  { date_time_overflow_behavior: "throw" },
  { empty_result_for_aggregation_by_constant_keys_on_empty_set: "0" },
  { empty_result_for_aggregation_by_empty_set: "1" },
  { group_by_use_nulls: "1" },
  { join_default_strictness: "ANY" },
  { join_use_nulls: "1" },
  { prefer_column_name_to_alias: "1" },
  { session_timezone: "Asia/Tokyo" },
  { transform_null_in: "1" },
]

const PATIENCE = 300_000
const named = (profile: Settings): string =>
  Object.entries(profile)
    .map((pair) => pair.join(" = "))
    .join(", ")

describe("a profile of the server's user", () => {
  it.effect(
    "changes no answer: where it cuts, a question is one clear error",
    () =>
      Effect.gen(function* () {
        const expected = yield* answers({}, true)
        assert.isTrue(expected.every(Result.isSuccess))
        const [all] = expected
        assert.deepInclude(all, {
          success: [{ key: [], bucket: null, states: { n: { n: ROWS, w: ROWS }, people: { n: 1000 } } }],
        })
        for (const profile of [...cutting, ...changing])
          for (const [i, found] of (yield* answers(profile, true)).entries()) {
            if (Result.isSuccess(found)) assert.deepStrictEqual(found, expected[i], named(profile))
            else {
              assert.include(cutting, profile, `${named(profile)}: ${found.failure.message}`)
              assert.match(
                found.failure.message,
                /raise (?:max_\w+|that limit) of the (?:server's )?user|allow more time/,
                named(profile),
              )
            }
          }
      }),
    PATIENCE,
  )
  it.effect(
    "is refused before a question is asked where it decides and may not be overruled, and told what it should say",
    () =>
      Effect.gen(function* () {
        for (const profile of [...cutting, ...changing]) {
          const made = yield* Effect.result(connected(profile, false))
          if (!Result.isFailure(made)) assert.fail(`${named(profile)} is let through`)
          if (cutting.includes(profile)) continue
          // What is read from system tables is not cached: the server itself says so.
          for (const name of Object.keys(profile))
            assert.include(made.failure.message, name === "use_query_cache" ? "query_cache" : name)
        }
        const error = yield* Effect.flip(connected({ read_overflow_mode: "break", join_use_nulls: "1" }, false))
        assert.include(
          error.message,
          "by the profile's read_overflow_mode = break, join_use_nulls = 1, instead of read_overflow_mode = throw, join_use_nulls = 0; give the profile these values",
        )
        assert.strictEqual(error._tag === "ClickHouseFailed" ? error.reason : error._tag, "settings")
        const cut = yield* Effect.flip(connected({ offset: "1" }, false))
        assert.include(
          cut.message,
          "it answered nothing: a limit, an offset or an additional_result_filter of the profile",
        )
        const limited = yield* Effect.flip(connected({ limit: "1000" }, false))
        assert.include(limited.message, "by the profile's limit = …")
      }),
    PATIENCE,
  )
  it.effect("as servers have it by themselves is fine, for a user who may set nothing", () =>
    Effect.gen(function* () {
      yield* connected({}, false)
      // Without a word of what it decides, the figures are smaller: these are no idle precautions.
      const expected = yield* answers({}, false)
      const [limited] = yield* answers(
        { max_rows_to_read: "20000", read_overflow_mode: "break", max_block_size: "4096" },
        false,
      )
      assert.notDeepEqual(limited, expected[0])
      assert.isTrue(limited !== undefined && Result.isSuccess(limited))
      const [, offset] = yield* answers({ offset: "1" }, false)
      assert.lengthOf(offset !== undefined && Result.isSuccess(offset) ? (offset.success ?? []) : [], 3)
    }),
  )
})
