import { rmSync } from "node:fs"
import * as fs from "node:fs/promises"
import path from "node:path"
import process from "node:process"
import { type DuckDBConnection, DuckDBInstance, type DuckDBResult } from "@duckdb/node-api"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { DuckDBFailed, failed } from "./DuckDBFailed.ts"
import { decide, type Resources } from "./Resources.ts"

/** A connection whose work is interrupted when its effect is. @category sessions @since 0.2.0 */
export interface Connection {
  readonly raw: DuckDBConnection
  /** Runs statements and forgets what they give. */
  readonly run: (doing: string, sql: string) => Effect.Effect<void, DuckDBFailed>
  /** Rows as plain values, integers as numbers; for small results. */
  readonly rows: (doing: string, sql: string) => Effect.Effect<ReadonlyArray<Row>, DuckDBFailed>
  /** Hands over a result chunk by chunk; `use` is waited for. */
  readonly stream: (doing: string, sql: string, use: (chunk: Chunk) => void) => Effect.Effect<void, DuckDBFailed>
}

/** A row of a small result. */
type Row = ReadonlyArray<string | number | boolean | null>
/** Rows of a streamed result. */
export type Chunk = NonNullable<Awaited<ReturnType<DuckDBResult["fetchChunk"]>>>

/** A database in memory, with a folder of its own to spill to. @category sessions @since 0.2.0 */
export interface Session {
  readonly connect: Effect.Effect<Connection, DuckDBFailed, Scope.Scope>
  readonly threads: number
  /** A name no other table of the session has. */
  readonly fresh: (what: string) => string
  /** From here on no file can be opened and no setting changed. */
  readonly lock: Effect.Effect<void, DuckDBFailed>
}

/** Folders to spill to that are in use. A process that ends without closing their scopes takes them along. */
const folders = new Set<string>()
let listening = false

const keepTrack = (folder: string): void => {
  folders.add(folder)
  if (listening) return
  listening = true
  process.once("exit", () => {
    for (const left of folders) rmSync(left, { recursive: true, force: true })
  })
}

/**
 * Opens a database that lives as long as the scope; the folder it spills to goes with it, whatever happened.
 *
 * @category sessions
 * @since 0.2.0
 */
export const open = Effect.fnUntraced(function* (resources: Resources = {}) {
  const { bytes, spill, threads } = yield* decide(resources)
  const folder = yield* Effect.acquireRelease(
    Effect.tryPromise({
      try: async () => {
        await fs.mkdir(spill, { recursive: true })
        const made = await fs.mkdtemp(path.join(spill, "touchpoint-duckdb-"))
        keepTrack(made)
        return made
      },
      catch: (thrown) =>
        new DuckDBFailed({ doing: "making its spill folder", reason: "disk", problem: String(thrown) }),
    }),
    (made) =>
      Effect.promise(async () => {
        await fs.rm(made, { recursive: true, force: true }).catch(() => undefined)
        folders.delete(made)
      }),
  )
  const instance = yield* Effect.acquireRelease(
    Effect.tryPromise({
      try: () =>
        DuckDBInstance.create(":memory:", {
          memory_limit: `${Math.floor(bytes / 1000)}KB`,
          threads: String(threads),
          temp_directory: folder,
          preserve_insertion_order: "true",
          // Extensions would be fetched from the network.
          autoinstall_known_extensions: "false",
          autoload_known_extensions: "false",
          allow_community_extensions: "false",
          // Expressions nest as deep as core allows; each level is several of DuckDB's.
          max_expression_depth: "10000",
        }),
      catch: (thrown) => failed("starting", thrown),
    }),
    (opened) => Effect.sync(() => opened.closeSync()),
  )
  let names = 0
  const connect = Effect.acquireRelease(
    Effect.tryPromise({ try: () => instance.connect(), catch: (thrown) => failed("connecting", thrown) }),
    (raw) => Effect.sync(() => raw.closeSync()),
  ).pipe(Effect.map((raw) => connectionOf(raw, threads)))
  return {
    connect,
    threads,
    fresh: (what) => `${what}_${names++}`,
    lock: Effect.scoped(
      Effect.flatMap(connect, (connection) =>
        connection.run("locking", "SET enable_external_access = false; SET lock_configuration = true"),
      ),
    ),
  } satisfies Session
})

const connectionOf = (raw: DuckDBConnection, threads: number): Connection => {
  const work = <A>(doing: string, start: () => Promise<A>): Effect.Effect<A, DuckDBFailed> =>
    Effect.suspend(() => {
      const running = start()
      return Effect.tryPromise({ try: () => running, catch: (thrown) => failed(doing, thrown, threads) }).pipe(
        Effect.onInterrupt(() => Effect.promise(() => stop(raw, running))),
      )
    })
  return {
    raw,
    run: (doing, sql) => Effect.asVoid(work(doing, () => raw.run(sql))),
    rows: (doing, sql) =>
      work(doing, async () => {
        const reader = await raw.runAndReadAll(sql)
        return reader.getRowsJS().map((row) => row.map(plain))
      }),
    stream: (doing, sql, use) =>
      work(doing, () => raw.stream(sql)).pipe(
        Effect.flatMap((result) =>
          Effect.gen(function* () {
            for (;;) {
              const chunk = yield* work(doing, () => result.fetchChunk())
              if (chunk === null || chunk.rowCount === 0) return
              use(chunk)
            }
          }),
        ),
      ),
  }
}

const plain = (value: unknown): Row[number] => (typeof value === "bigint" ? Number(value) : (value as Row[number]))

/** A query that has not begun yet does not hear an interrupt, so it is told until it stops. */
const stop = async (connection: DuckDBConnection, running: Promise<unknown>): Promise<void> => {
  const telling = setInterval(() => connection.interrupt(), 5)
  connection.interrupt()
  await running.then(
    () => undefined,
    () => undefined,
  )
  clearInterval(telling)
}
