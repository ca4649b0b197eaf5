import { randomUUID } from "node:crypto"
import * as consumers from "node:stream/consumers"
import type { ClickHouseClient, ClickHouseSettings } from "@clickhouse/client"
import { LimitExceeded } from "@touchpoint/core/engine"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import { answerSettings } from "./answerSettings.ts"
import { ClickHouseFailed, failed } from "./ClickHouseFailed.ts"
import { multipart, tableSettings } from "./externalTables.ts"
import { resultRows, type Row } from "./resultRows.ts"
import type { Guard, QueryEvent, SessionOptions } from "./SessionOptions.ts"
import type { Beside } from "./sql.ts"

/** What is needed of a client of `@clickhouse/client`. @category sessions @since 0.2.0 */
export type Client = Pick<ClickHouseClient, "query" | "exec" | "command">

/** Asks a server, and nothing else: every statement is a SELECT or a DESCRIBE. @category sessions @since 0.2.0 */
export interface Session {
  readonly rows: (
    doing: string,
    sql: string,
    beside?: Beside,
  ) => Effect.Effect<ReadonlyArray<Row>, ClickHouseFailed | LimitExceeded>
}

const MINUTES = 60_000

/** Milliseconds between signs of life of a query; clients wait 30 seconds for one. */
const SIGN_OF_LIFE = 10_000

/**
 * A session over a client of `@clickhouse/client`; the client stays the caller's to close.
 *
 * **Gotchas**
 *
 * An interrupted query is aborted, and the server is told to stop it. Only what reads is ever sent, so that trying again
 * changes nothing.
 *
 * @category sessions
 * @since 0.2.0
 */
export const session = (client: Client, options: SessionOptions = {}): Session => {
  const {
    backoff = 200,
    onQuery = () => undefined,
    prefix = "touchpoint",
    retries = 3,
    timeout = 5 * MINUTES,
  } = options
  const clickhouse_settings = options.settings === false ? {} : settingsOf(options.guard ?? {}, timeout)
  const once = (doing: string, sql: string, beside: Beside) =>
    Effect.suspend(() => {
      const queryId = `${prefix}-${randomUUID()}`
      const began = Date.now()
      const tell = (phase: QueryEvent["phase"]) =>
        Effect.sync(() => onQuery({ queryId, doing, phase, sql, elapsed: Date.now() - began }))
      return tell("begins").pipe(
        Effect.andThen(
          Effect.tryPromise({
            try: async (abort_signal) => {
              const sent = { query_id: queryId, clickhouse_settings, abort_signal }
              return resultRows(await (beside.tables.length === 0 ? textOf : textWithTables)(client, sql, beside, sent))
            },
            catch: (thrown) => refused(thrown, options.guard ?? {}) ?? failed(doing, queryId, thrown),
          }),
        ),
        // The client gave up waiting: the server did not.
        Effect.tapError((error) =>
          error._tag === "ClickHouseFailed" && error.reason === "timeout" ? stop(client, queryId) : Effect.void,
        ),
        Effect.onInterrupt(() => stop(client, queryId)),
        Effect.timeoutOrElse({
          duration: timeout,
          orElse: () =>
            Effect.fail(
              new ClickHouseFailed({
                doing,
                reason: "timeout",
                problem: `no answer within ${timeout} ms`,
                queryId,
                code: null,
              }),
            ),
        }),
        Effect.tap(() => tell("done")),
        Effect.tapError(() => tell("failed")),
      )
    })
  return {
    rows: (doing, sql, beside = { parameters: {}, tables: [] }) =>
      once(doing, sql, beside).pipe(
        Effect.retry({
          while: isPassing,
          times: retries,
          schedule: Schedule.exponential(backoff).pipe(Schedule.jittered),
        }),
      ),
  }
}

/** What is sent with every query. */
interface Sent {
  readonly query_id: string
  readonly clickhouse_settings: ClickHouseSettings
  readonly abort_signal: AbortSignal
}

const FORMAT = "JSONCompactEachRow"

const textOf = async (client: Client, query: string, { parameters }: Beside, sent: Sent): Promise<string> => {
  const result = await client.query({
    query,
    format: FORMAT,
    query_params: { ...parameters },
    use_multipart_params_auto: true,
    ...sent,
  })
  onAbort(sent, () => result.close())
  return result.text()
}

/** The client has no external tables of its own, but sends whatever body it is given. */
const textWithTables = async (client: Client, query: string, beside: Beside, sent: Sent): Promise<string> => {
  const boundary = `touchpoint-${randomUUID()}`
  const { stream } = await client.exec({
    ...sent,
    // The statement is a part of the body.
    query: "",
    values: multipart(boundary, `${query}\nFORMAT ${FORMAT}`, beside.parameters, beside.tables),
    http_headers: { "Content-Type": `multipart/form-data; boundary=${boundary}` },
    clickhouse_settings: { ...sent.clickhouse_settings, ...tableSettings(beside.tables) },
  })
  onAbort(sent, () => stream.destroy(new Error("aborted")))
  return consumers.text(stream)
}

/** Once rows come, the signal is no longer the client's concern. */
const onAbort = ({ abort_signal }: Sent, stop: () => void): void => {
  if (abort_signal.aborted) stop()
  else abort_signal.addEventListener("abort", stop)
}

const isPassing = (error: ClickHouseFailed | LimitExceeded): boolean =>
  error._tag === "ClickHouseFailed" && (error.reason === "network" || error.reason === "busy")

/** The server may not know the query any more, or not allow it to be stopped: its connection is closed anyway. */
const stop = (client: Client, queryId: string) =>
  Effect.promise(() =>
    client
      .command({ query: "KILL QUERY WHERE query_id = {id:String} ASYNC", query_params: { id: queryId } })
      .then(() => undefined)
      .catch(() => undefined),
  ).pipe(Effect.timeoutOrElse({ duration: 5000, orElse: () => Effect.void }), Effect.asVoid)

/** Settings of every query: what its answer means, what it may cost, and room for deep questions. */
const settingsOf = ({ bytes, memory, rows, seconds }: Guard, timeout: number): ClickHouseSettings => ({
  cancel_http_readonly_queries_on_client_close: 1,
  // Nothing else is sent until the end, and what stays silent is cut by clients and balancers of load. All of these
  // lines together have to fit into 16 KB.
  send_progress_in_http_headers: 1,
  http_headers_progress_interval_ms: String(Math.max(SIGN_OF_LIFE, Math.ceil(timeout / 30))),
  // An error that comes late is an error, and not the end of a result that looks whole.
  wait_end_of_query: 1,
  max_parser_depth: "10000",
  max_ast_depth: "10000",
  max_ast_elements: "1000000",
  max_expanded_ast_elements: "10000000",
  max_query_size: String(16 * 1024 * 1024),
  ...answerSettings,
  ...(rows === undefined ? {} : { max_rows_to_read: String(rows) }),
  ...(bytes === undefined ? {} : { max_bytes_to_read: String(bytes) }),
  ...(seconds === undefined ? {} : { max_execution_time: seconds }),
  // Rows are gathered by customer: what is much is written to disk in between, before the limit is met.
  ...(memory === undefined
    ? {}
    : { max_memory_usage: String(memory), max_bytes_before_external_group_by: String(Math.ceil(memory / 3)) }),
})

/** What ClickHouse refuses to read beyond, and the setting of it where the error names none: a profile has them too. */
const limits: Readonly<Record<string, readonly [limit: keyof Guard, setting: string]>> = {
  "158": ["rows", "max_rows_to_read"],
  "307": ["bytes", "max_bytes_to_read"],
  "159": ["seconds", "max_execution_time"],
  "241": ["memory", "max_memory_usage"],
}

/** A refusal to cost more than allowed. */
const refused = (thrown: unknown, guard: Guard): LimitExceeded | null => {
  const known = limits[String((thrown as { readonly code?: unknown } | null)?.code)]
  if (known === undefined) return null
  const [limit, read] = known
  const text = thrown instanceof Error ? thrown.message : String(thrown)
  const numbers = /max(?:imum)?(?: rows| bytes)?: ([\d.]+ ?\w*),? current(?: rows| bytes)?: ([\d.]*\d ?\w*)/i.exec(text)
  const allowed = guard[limit] ?? sizeOf(numbers?.[1])
  if (allowed === null) return null
  const setting = /controlled by '(\w+)' setting/.exec(text)?.[1] ?? read
  return new LimitExceeded({
    limit: `guard.${limit}`,
    allowed,
    found: Math.max(allowed, sizeOf(numbers?.[2]) ?? allowed),
    raise:
      guard[limit] === undefined
        ? `${setting} of the server's user`
        : `engine.clickhouse.guard.${limit} of the configuration, or guard.${limit} of a session,`,
  })
}

const SCALE: Readonly<Record<string, number>> = {
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
}

/** ClickHouse writes `65.41 thousand` and `1.00 GiB`. */
const sizeOf = (text: string | undefined): number | null => {
  const parts = /^([\d.]+) ?(\w*)$/.exec(text ?? "")
  const value = Number(parts?.[1])
  return parts === null || Number.isNaN(value) ? null : value * (SCALE[parts[2] ?? ""] ?? 1)
}
