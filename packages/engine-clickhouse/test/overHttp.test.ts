import { createClient } from "@clickhouse/client"
import { assert, describe, it } from "@effect/vitest"
import { type QueryEvent, session, type SessionOptions } from "@touchpoint/engine-clickhouse"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { afterAll, afterEach, beforeAll } from "vitest"
import type { Beside } from "../src/sql.ts"
import { begin, type Behaviour, startServer } from "./server.ts"

const unhandled: Array<unknown> = []
const onUnhandled = (reason: unknown) => void unhandled.push(reason)
beforeAll(() => void process.on("unhandledRejection", onUnhandled))
afterAll(() => void process.off("unhandledRejection", onUnhandled))
// What nobody waits for is rejected in a later turn.
afterEach(async () => {
  await new Promise((resolve) => setTimeout(resolve, 30))
  assert.deepStrictEqual(unhandled, [])
})

/** What travels beside a query: nothing, or a table. */
const none = { parameters: {}, tables: [] }
const aliases = {
  parameters: { p0: "it's\ta \\ tab", p1: ["a", "b'"] },
  tables: [{ name: "pairs", structure: "a String, b String", rows: () => [["1", "2"]] }],
}

/** A session over the real client, and the server it asks. */
const overWith = (
  beside: Beside,
  behave: Behaviour,
  options: Partial<SessionOptions> = {},
  client: Parameters<typeof createClient>[0] = {},
) =>
  Effect.gen(function* () {
    const server = yield* Effect.acquireRelease(
      Effect.promise(() => startServer(behave)),
      ({ stop }) => Effect.promise(stop),
    )
    const asking = yield* Effect.acquireRelease(
      // What goes wrong is told by errors, not by a log.
      Effect.sync(() => createClient({ url: server.url, log: { level: 127 }, ...client })),
      (one) => Effect.promise(() => one.close()),
    )
    const phases: Array<QueryEvent["phase"]> = []
    const onQuery = ({ phase }: QueryEvent) => void phases.push(phase)
    const { rows } = session(asking, { backoff: 1, retries: 2, onQuery, ...options })
    return { ...server, ask: rows("counting", "SELECT 1", beside), phases }
  })

const exception = (code: number, text: string, name: string) =>
  `Code: ${code}. DB::Exception: ${text}. (${name}) (version 26.7.2.1 (official build))\n`

describe.each([
  ["", none],
  ["is sent a table and ", aliases],
] as const)("a server that %s", (_, beside) => {
  const over = (...given: Parameters<typeof overWith> extends [Beside, ...infer Rest] ? Rest : never) =>
    overWith(beside, ...given)
  const failure = (behave: Behaviour, ...more: [Partial<SessionOptions>?, Parameters<typeof createClient>[0]?]) =>
    Effect.gen(function* () {
      const { ask, ...server } = yield* over(behave, ...more)
      return { error: yield* Effect.flip(ask), ...server }
    })
  it.live("answers is asked once", () =>
    Effect.gen(function* () {
      const { ask, kills, queries } = yield* over((response) => begin(response, () => response.end('["3"]\n')))
      assert.deepStrictEqual(yield* ask, [["1"], ["2"], ["3"]])
      assert.strictEqual(queries.length, 1)
      assert.match(queries[0]?.queryId ?? "", /^touchpoint-/)
      assert.strictEqual(queries[0]?.parameters.get("wait_end_of_query"), "1")
      assert.deepStrictEqual(kills, [])
      assert.match(queries[0]?.query ?? "", /^SELECT 1 ?\nFORMAT JSONCompactEachRow$/)
      const { tables } = beside
      assert.deepStrictEqual(
        [...(queries[0]?.files ?? [])],
        tables.map(({ name }) => [name, '["1","2"]\r\n']),
      )
      assert.deepStrictEqual(
        ["pairs_structure", "pairs_format", "query"].map((name) => queries[0]?.parameters.get(name)),
        tables.length === 0 ? [null, null, null] : ["a String, b String", "JSONCompactEachRow", null],
      )
    }),
  )
  it.live("dies in the middle of a result is asked again, and then is one clear error", () =>
    Effect.gen(function* () {
      const { error, phases, queries } = yield* failure((response) => begin(response, () => response.destroy()))
      assert.strictEqual(queries.length, 3)
      assert.deepStrictEqual(phases, ["begins", "failed", "begins", "failed", "begins", "failed"])
      assert.deepInclude(error, { _tag: "ClickHouseFailed", reason: "network", queryId: queries[2]?.queryId ?? "none" })
      assert.match(error.message, /^ClickHouse failed while counting .*; check that the server is up and reachable/)
    }),
  )
  it.live("comes back is asked until it does", () =>
    Effect.gen(function* () {
      const { ask, queries } = yield* over((response, times) =>
        begin(response, () => (times < 3 ? response.destroy() : response.end())),
      )
      assert.deepStrictEqual(yield* ask, [["1"], ["2"]])
      assert.strictEqual(new Set(queries.map(({ queryId }) => queryId)).size, 3)
    }),
  )
  it.live("closes between two rows, or within one, has not sent a result", () =>
    Effect.gen(function* () {
      // Without chunks nothing but the closing connection says that it was all.
      const headers = { "transfer-encoding": "identity", connection: "close" }
      const { error } = yield* failure((response) => begin(response, () => response.end('["3'), headers))
      assert.deepInclude(error, { reason: "network", problem: "the result broke off after 2 rows" })
    }),
  )
  it.live("is away behind a balancer of load is asked again: 503 with a page, or with nothing", () =>
    Effect.gen(function* () {
      const page = "<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n<hr>nginx</html>"
      const paged = yield* failure((response) => response.writeHead(503).end(page))
      assert.strictEqual(paged.queries.length, 3)
      assert.deepInclude(paged.error, { reason: "busy", problem: "503 Service Temporarily Unavailable nginx" })
      const empty = yield* failure((response) => response.writeHead(503).end())
      assert.strictEqual(empty.queries.length, 3)
      assert.include(empty.error.message, "it answered with an error, and no word why")
    }),
  )
  it.live("cannot read what is sent says so once, and what to do", () =>
    Effect.gen(function* () {
      const text = "Poco::Exception. Code: 1000, e.code() = 0, Malformed multipart message: No boundary line found"
      const { error, queries } = yield* failure((response) => response.writeHead(500).end(text))
      assert.strictEqual(queries.length, 1)
      assert.deepInclude(error, { _tag: "ClickHouseFailed", reason: "form" })
      assert.include(error.message, "use a client that does not compress its requests")
    }),
  )
  it.live("takes no more in one form says so, and which of its limits that is", () =>
    Effect.gen(function* () {
      const text = exception(
        290,
        "Limit for the maximum size of multipart/form-data exceeded. This limit can be tuned by 'http_max_multipart_form_data_size' setting",
        "LIMIT_EXCEEDED",
      )
      const { error, queries } = yield* failure((response) => response.writeHead(500).end(text))
      assert.strictEqual(queries.length, 1)
      assert.deepInclude(error, { _tag: "ClickHouseFailed", reason: "limit", code: "290" })
      assert.include(error.message, "http_max_multipart_form_data_size")
    }),
  )
  it.live("has too much to do is asked again", () =>
    Effect.gen(function* () {
      const text = exception(202, "Too many simultaneous queries. Maximum: 100", "TOO_MANY_SIMULTANEOUS_QUERIES")
      const { error, queries } = yield* failure((response) => response.writeHead(503).end(text))
      assert.strictEqual(queries.length, 3)
      assert.deepInclude(error, { reason: "busy", code: "202" })
    }),
  )
  it.live("fails after it has begun to answer says why: of this day, and of days gone by", () =>
    Effect.gen(function* () {
      const text = exception(395, "Value passed to throwIf function is non-zero", "FUNCTION_THROW_IF_VALUE_IS_NON_ZERO")
      const plain = yield* failure((response) => begin(response, () => response.end(text)))
      const tag = "abcdefghijklmnop"
      const marked = `\r\n__exception__\r\n${tag}\r\n${text}${text.length} ${tag}\r\n__exception__\r\n`
      const tagged = yield* failure((response) =>
        begin(response, () => response.end(marked), { "x-clickhouse-exception-tag": tag }),
      )
      const broken = yield* failure((response) =>
        begin(response, () => response.end(`["3${marked}`), { "x-clickhouse-exception-tag": tag }),
      )
      for (const { error, queries } of [plain, tagged, broken]) {
        assert.strictEqual(queries.length, 1)
        assert.deepInclude(error, { _tag: "ClickHouseFailed", reason: "other", code: "395" })
        assert.include(error.message, "(code 395): Value passed to throwIf function is non-zero")
      }
    }),
  )
  it.live("read as much as it may after it has begun to answer says which limit that was", () =>
    Effect.gen(function* () {
      const text = exception(158, "Limit for rows exceeded, max rows: 10.00, current rows: 20.00", "TOO_MANY_ROWS")
      const { error } = yield* failure((response) => begin(response, () => response.end(text)), { guard: { rows: 10 } })
      assert.deepInclude(error, { _tag: "LimitExceeded", limit: "guard.rows", allowed: 10, found: 20 })
    }),
  )
  it.live("hangs is given up, and told to stop", () =>
    Effect.gen(function* () {
      const { error, kills, queries } = yield* failure(() => undefined, { timeout: 60 })
      assert.deepInclude(error, { _tag: "ClickHouseFailed", reason: "timeout", problem: "no answer within 60 ms" })
      assert.strictEqual(queries.length, 1)
      assert.isTrue(queries[0]?.gone)
      assert.strictEqual(kills[0]?.parameters.get("param_id"), queries[0]?.queryId)
    }),
  )
  it.live("says that it is still at work is waited for longer than the client would", () =>
    Effect.gen(function* () {
      // Node writes headers at once: those that come one by one are written by hand.
      const { ask, queries } = yield* over(
        ({ socket }) => {
          socket?.write("HTTP/1.1 200 OK\r\n")
          for (let beat = 1; beat <= 5; beat++)
            setTimeout(() => socket?.write(`X-ClickHouse-Progress: {"read_rows":"${beat}"}\r\n`), beat * 60)
          setTimeout(() => socket?.end('Content-Length: 6\r\n\r\n["1"]\n'), 360)
        },
        {},
        { request_timeout: 150 },
      )
      assert.deepStrictEqual(yield* ask, [["1"]])
      assert.strictEqual(queries[0]?.parameters.get("send_progress_in_http_headers"), "1")
    }),
  )
  it.live("hangs until the client loses patience is told to stop too", () =>
    Effect.gen(function* () {
      const { error, kills, queries } = yield* failure(() => undefined, {}, { request_timeout: 60 })
      assert.deepInclude(error, { _tag: "ClickHouseFailed", reason: "timeout" })
      assert.include(error.message, "request_timeout of the client")
      assert.strictEqual(queries.length, 1)
      assert.strictEqual(kills[0]?.parameters.get("param_id"), queries[0]?.queryId)
    }),
  )
  it.live("is told to stop a query that nobody waits for any more", () =>
    Effect.gen(function* () {
      for (const behave of [
        () => undefined,
        (response) => begin(response, () => undefined),
      ] satisfies Array<Behaviour>) {
        const { ask, kills, queries } = yield* over(behave)
        const running = yield* Effect.forkChild(ask)
        yield* Effect.sleep(60)
        yield* Fiber.interrupt(running)
        yield* Effect.sleep(30)
        assert.strictEqual(queries.length, 1)
        assert.isTrue(queries[0]?.gone)
        assert.match(kills[0]?.query ?? "", /^KILL QUERY WHERE query_id = \{id:String\} ASYNC/)
        assert.strictEqual(kills[0]?.parameters.get("param_id"), queries[0]?.queryId)
      }
    }),
  )
  it.live("is not there is one clear error", () =>
    Effect.gen(function* () {
      const asking = createClient({ url: "http://127.0.0.1:1", log: { level: 127 } })
      const error = yield* Effect.flip(session(asking, { backoff: 1, retries: 1 }).rows("counting", "SELECT 1"))
      yield* Effect.promise(() => asking.close())
      assert.deepInclude(error, { _tag: "ClickHouseFailed", reason: "network", code: "ECONNREFUSED" })
    }),
  )
})
