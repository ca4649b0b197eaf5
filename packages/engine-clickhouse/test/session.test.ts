import { assert, describe, it } from "@effect/vitest"
import { type Client, type QueryEvent, session } from "@touchpoint/engine-clickhouse"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { fakeClient, serverError } from "./fakeClient.ts"

const fast = { backoff: 1 }

describe("session", () => {
  it.live("tries again what the network or a busy server failed, each time under an id of its own", () =>
    Effect.gen(function* () {
      const { asked, client } = fakeClient((_, times) =>
        times === 1
          ? Promise.reject(serverError("ECONNRESET", "socket hang up"))
          : times === 2
            ? Promise.reject(serverError("202", "Too many simultaneous queries"))
            : Promise.resolve([["1"]]),
      )
      const phases: Array<QueryEvent["phase"]> = []
      const onQuery = ({ phase }: QueryEvent) => void phases.push(phase)
      const rows = yield* session(client, { ...fast, prefix: "shop", onQuery }).rows("counting", "SELECT 1")
      assert.deepStrictEqual(rows, [["1"]])
      assert.deepStrictEqual(phases, ["begins", "failed", "begins", "failed", "begins", "done"])
      assert.strictEqual(new Set(asked.map(({ query_id }) => query_id)).size, 3)
      assert.isTrue(asked.every(({ query_id }) => query_id?.startsWith("shop-")))
    }),
  )
  it.live("tries a wrong statement once, and says which query it was", () =>
    Effect.gen(function* () {
      const { asked, client } = fakeClient(() => Promise.reject(serverError("62", "Syntax error")))
      const error = yield* Effect.flip(session(client, fast).rows("counting", "SELEC 1"))
      assert.strictEqual(asked.length, 1)
      assert.strictEqual(error._tag, "ClickHouseFailed")
      assert.include(error.message, "while counting (code 62): Syntax error")
      assert.include(error.message, asked[0]?.query_id ?? "nothing")
    }),
  )
  it.live("says what happened to a server that dies in the middle of a result", () =>
    Effect.gen(function* () {
      const { asked, client } = fakeClient(() => Promise.resolve([]))
      const dying = {
        ...client,
        query: async (params: Parameters<Client["query"]>[0]) => {
          const result = await client.query(params)
          return Object.assign(result, { text: () => Promise.reject(serverError("ECONNRESET", "aborted")) })
        },
      } as Client
      const error = yield* Effect.flip(session(dying, { ...fast, retries: 1 }).rows("counting", "SELECT 1"))
      assert.strictEqual(asked.length, 2)
      assert.match(
        error.message,
        /^ClickHouse failed while counting \(code ECONNRESET\): aborted; check that the server is up .*\(query touchpoint-/,
      )
    }),
  )
  it.live("gives up after the retries it is allowed", () =>
    Effect.gen(function* () {
      const { asked, client } = fakeClient(() => Promise.reject(serverError("ECONNREFUSED", "connect ECONNREFUSED")))
      const error = yield* Effect.flip(session(client, { ...fast, retries: 2 }).rows("counting", "SELECT 1"))
      assert.strictEqual(asked.length, 3)
      assert.strictEqual(error._tag === "ClickHouseFailed" ? error.reason : error._tag, "network")
    }),
  )
  it.live("aborts an interrupted query and tells the server to stop it", () =>
    Effect.gen(function* () {
      const { asked, client, commands } = fakeClient(() => new Promise(() => undefined))
      const running = yield* Effect.forkChild(session(client).rows("counting", "SELECT sleep(3)"))
      yield* Effect.sleep(20)
      yield* Fiber.interrupt(running)
      assert.isTrue(asked[0]?.abort_signal?.aborted)
      assert.match(commands[0]?.query ?? "", /^KILL QUERY WHERE query_id = \{id:String\}/)
      assert.strictEqual(commands[0]?.query_params?.["id"], asked[0]?.query_id)
    }),
  )
  it.live("stops a query that takes longer than it may", () =>
    Effect.gen(function* () {
      const { asked, client, commands } = fakeClient(() => new Promise(() => undefined))
      const error = yield* Effect.flip(session(client, { timeout: 20 }).rows("counting", "SELECT sleep(3)"))
      assert.strictEqual(error._tag === "ClickHouseFailed" ? error.reason : error._tag, "timeout")
      assert.include(error.message, "no answer within 20 ms")
      assert.strictEqual(commands[0]?.query_params?.["id"], asked[0]?.query_id)
    }),
  )
  it.live("sends what a query may cost, and says which limit the server kept to", () =>
    Effect.gen(function* () {
      const { asked, client } = fakeClient(() =>
        Promise.reject(
          serverError(
            "158",
            "Limit for rows (controlled by 'max_rows_to_read' setting) exceeded, max rows: 10.00, current rows: 65.41 thousand",
          ),
        ),
      )
      const guard = { rows: 10, bytes: 1e9, seconds: 30, memory: 2e9 }
      const error = yield* Effect.flip(session(client, { ...fast, guard }).rows("counting", "SELECT 1"))
      assert.deepInclude(asked[0]?.clickhouse_settings, {
        max_rows_to_read: "10",
        max_bytes_to_read: "1000000000",
        max_execution_time: 30,
        max_memory_usage: "2000000000",
        max_bytes_before_external_group_by: "666666667",
        send_progress_in_http_headers: 1,
        http_headers_progress_interval_ms: "10000",
        cancel_http_readonly_queries_on_client_close: 1,
      })
      assert.strictEqual(asked.length, 1)
      assert.deepInclude(error, { _tag: "LimitExceeded", limit: "guard.rows", allowed: 10, found: 65_410 })
      assert.include(
        error.message,
        "raise engine.clickhouse.guard.rows of the configuration, or guard.rows of a session",
      )
      const { message } = yield* Effect.flip(session(client, fast).rows("counting", "SELECT 1"))
      assert.include(message, "raise max_rows_to_read of the server's user")
    }),
  )
  it.live("sends with every query what its answer depends on, whether it has a guard or not", () =>
    Effect.gen(function* () {
      const { asked, client } = fakeClient(() => Promise.resolve([]))
      yield* session(client).rows("counting", "SELECT 1")
      const sent = asked[0]?.clickhouse_settings ?? {}
      for (const name of ["read", "timeout", "result", "group_by", "sort", "distinct", "join", "set", "transfer"])
        assert.strictEqual(sent[`${name}_overflow_mode`], "throw", name)
      assert.deepInclude(sent, {
        limit: "0",
        offset: "0",
        skip_unavailable_shards: 0,
        join_use_nulls: 0,
        use_query_cache: 0,
      })
    }),
  )
  it.live("sends no settings for a user who may not set any", () =>
    Effect.gen(function* () {
      const { asked, client } = fakeClient(() => Promise.resolve([]))
      yield* session(client, { settings: false, guard: { rows: 1 } }).rows("counting", "SELECT 1")
      assert.deepStrictEqual(asked[0]?.clickhouse_settings, {})
    }),
  )
})
