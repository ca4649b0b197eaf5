import { rmSync } from "node:fs"
import * as fs from "node:fs/promises"
import * as os from "node:os"
import path from "node:path"
import process from "node:process"
import { type DuckDBConnection, DuckDBInstance, type DuckDBResult } from "@duckdb/node-api"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { DuckDBFailed, failed } from "./DuckDBFailed.ts"
import { type Reporter, silent } from "./Progress.ts"
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
  /** A connection for long work, which is reported. */
  readonly connecting: (report: Reporter) => Effect.Effect<Connection, DuckDBFailed, Scope.Scope>
  readonly threads: number
  /** A name no other table of the session has. */
  readonly fresh: (what: string) => string
  /** From here on no file can be opened and no setting changed. */
  readonly lock: Effect.Effect<void, DuckDBFailed>
}

/** Most bytes of a result that wait for JavaScript. */
const AHEAD = 32_000_000

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

/** Beginning of the names of all folders of this machine; the process they belong to follows. */
const PREFIX = `touchpoint-duckdb-${os.hostname().replaceAll(/[^\w]/g, "-")}-`

/** A process that was killed takes nothing along: who comes next clears up after it. */
const clearAfterOthers = async (spill: string): Promise<void> => {
  for (const name of await fs.readdir(spill)) {
    const owner = name.startsWith(PREFIX) ? Number(/^\d+(?=-)/.exec(name.slice(PREFIX.length))?.[0]) : Number.NaN
    if (owner > 0 && !lives(owner)) await fs.rm(path.join(spill, name), { recursive: true, force: true })
  }
}

const lives = (id: number): boolean => {
  try {
    return process.kill(id, 0)
  } catch (error) {
    // It is there and is somebody else's.
    return (error as NodeJS.ErrnoException).code !== "ESRCH"
  }
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
        await clearAfterOthers(spill).catch(() => undefined)
        const made = await fs.mkdtemp(path.join(spill, `${PREFIX}${process.pid}-`))
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
  const opened = Effect.acquireRelease(
    Effect.tryPromise({ try: () => instance.connect(), catch: (thrown) => failed("connecting", thrown) }),
    (raw) => Effect.sync(() => raw.closeSync()),
  )
  // Once the settings are locked no connection can be prepared, so one is before, and lent to one at a time.
  const prepared = yield* Effect.tap(opened, (raw) =>
    connectionOf(raw, threads, silent).run("connecting", preparing(bytes)),
  )
  let lent = false
  const connecting = (report: Reporter) =>
    Effect.suspend(() => {
      if (lent) return Effect.map(opened, (raw) => connectionOf(raw, threads, { ...report, listens: false }))
      return Effect.acquireRelease(
        Effect.sync(() => {
          lent = true
          return connectionOf(prepared, threads, report)
        }),
        () =>
          Effect.sync(() => {
            lent = false
          }),
      )
    })
  const connect = Effect.map(opened, (raw) => connectionOf(raw, threads, silent))
  return {
    connect,
    connecting,
    threads,
    fresh: (what) => `${what}_${names++}`,
    lock: Effect.scoped(
      Effect.flatMap(connect, (connection) =>
        connection.run("locking", "SET enable_external_access = false; SET lock_configuration = true"),
      ),
    ),
  } satisfies Session
})

/**
 * DuckDB counts how far it has come only where it is told to show it; and while folds are at work in JavaScript, it goes
 * on with the chunks that follow, as far as they may wait.
 */
const preparing = (bytes: number): string =>
  `SET enable_progress_bar = true; SET enable_progress_bar_print = false; SET progress_bar_time = 0; SET streaming_buffer_size = '${Math.floor(Math.min(AHEAD, bytes / 16) / 1000)}KB'`

const connectionOf = (raw: DuckDBConnection, threads: number, report: Reporter): Connection => {
  const work = <A>(doing: string, start: () => Promise<A>): Effect.Effect<A, DuckDBFailed> =>
    Effect.suspend(() => {
      report.check()
      const running = start()
      return Effect.tryPromise({ try: () => running, catch: (thrown) => failed(doing, thrown, threads) }).pipe(
        Effect.onInterrupt(() => Effect.promise(() => stop(raw, running))),
      )
    })
  const long = <A, E>(effect: Effect.Effect<A, E>) => (report.listens ? watched(raw, report, effect) : effect)
  return {
    raw,
    run: (doing, sql) => long(Effect.asVoid(work(doing, () => raw.run(sql)))),
    rows: (doing, sql) =>
      work(doing, async () => {
        const reader = await raw.runAndReadAll(sql)
        return reader.getRowsJS().map((row) => row.map(plain))
      }),
    stream: (doing, sql, use) =>
      long(
        work(doing, () => raw.stream(sql)).pipe(
          Effect.flatMap((result) => {
            // The next chunk is on its way while this one is looked at.
            let next = result.fetchChunk()
            return Effect.gen(function* () {
              for (;;) {
                const running = next
                const chunk = yield* work(doing, () => running)
                if (chunk === null || chunk.rowCount === 0) return
                next = result.fetchChunk()
                use(chunk)
              }
            }).pipe(
              Effect.ensuring(
                Effect.promise(() =>
                  next.then(
                    () => undefined,
                    () => undefined,
                  ),
                ),
              ),
            )
          }),
        ),
      ),
  }
}

/** Milliseconds between two looks at how far DuckDB has come. */
const LOOK = 100

/** Reports how far DuckDB has come with what it is doing. */
const watched = <A, E>(raw: DuckDBConnection, report: Reporter, effect: Effect.Effect<A, E>): Effect.Effect<A, E> =>
  Effect.suspend(() => {
    const looking = setInterval(() => {
      const { rows_processed: done, total_rows_to_process: of } = raw.progress
      if (of > 0n) report.at(Number(done), Number(of))
      else report.still()
    }, LOOK)
    return Effect.ensuring(
      effect,
      Effect.sync(() => clearInterval(looking)),
    )
  })

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
