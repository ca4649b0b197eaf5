import { type ClickHouseClient, ClickHouseLogLevel, createClient } from "@clickhouse/client"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { ClickHouseFailed } from "./ClickHouseFailed.ts"

/** Where a server is, and as whom it is asked. @category sessions @since 0.2.0 */
export interface ServerOptions {
  /** `https://clickhouse.example:8443` */
  readonly url: string
  readonly user?: string
  readonly password?: string
  /** Database of tables that are named without one. */
  readonly database?: string
  /** Milliseconds that nothing may come from the server: at least as many as a session's `timeout`. 5 minutes. */
  readonly timeout?: number
}

const MINUTES = 60_000

/**
 * A client of `@clickhouse/client` that lives as long as the scope. One of your own does as well; it waits 30 seconds for
 * a sign of life where its `request_timeout` is left out.
 *
 * @category sessions
 * @since 0.2.0
 */
export const open = ({
  database,
  password,
  timeout = 5 * MINUTES,
  url,
  user,
}: ServerOptions): Effect.Effect<ClickHouseClient, ClickHouseFailed, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.try({
      try: () =>
        createClient({
          url,
          request_timeout: timeout,
          application: "touchpoint",
          // What goes wrong is an error, and not a line on the console.
          log: { level: ClickHouseLogLevel.OFF },
          ...(user === undefined ? {} : { username: user }),
          ...(password === undefined ? {} : { password }),
          ...(database === undefined ? {} : { database }),
        }),
      catch: (thrown) =>
        new ClickHouseFailed({
          doing: "opening a client",
          reason: "address",
          problem: thrown instanceof Error ? thrown.message : String(thrown),
          queryId: "",
          code: null,
        }),
    }),
    (client) => Effect.promise(() => client.close()),
  )
