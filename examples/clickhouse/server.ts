// A server to ask: the one that TOUCHPOINT_CLICKHOUSE_URL names, or ClickHouse in this process where it is installed.
import { existsSync, readFileSync } from "node:fs"
import path from "node:path"
import { pathToFileURL } from "node:url"
import type { Facts } from "@touchpoint/core/facts"
import { cell } from "@touchpoint/core/facts"
import { type Client, open } from "@touchpoint/engine-clickhouse"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"

type Writer = Effect.Success<ReturnType<typeof open>>

const folder = path.resolve(import.meta.dirname, "../../packages/chdb")
/** Whether ClickHouse in the process of tests is there: half a gigabyte, which only those have who installed it. */
export const chdb = existsSync(path.join(folder, "node_modules/chdb"))

interface InProcess {
  readonly open: (url: undefined) => Promise<Writer>
  readonly careful: (client: Writer) => Client
}

/** A client that may write, and the one that asks. */
interface Server {
  readonly name: string
  readonly writer: Writer
  readonly reader: Client
}

/** `null` where there is neither. */
export const openServer = (reader: string | undefined): Effect.Effect<Server | null, unknown, Scope.Scope> =>
  Effect.gen(function* () {
    const url = process.env["TOUCHPOINT_CLICKHOUSE_URL"]
    if (url !== undefined) {
      const writer = yield* open({ url })
      return { name: "a server", writer, reader: reader === undefined ? writer : yield* open({ url: reader }) }
    }
    if (!chdb) return null
    const inProcess: InProcess = yield* Effect.promise(() => import(pathToFileURL(path.join(folder, "server.ts")).href))
    const writer = yield* Effect.acquireRelease(
      Effect.promise(() => inProcess.open(undefined)),
      (client) => Effect.promise(() => client.close()),
    )
    return { name: "ClickHouse in this process", writer, reader: inProcess.careful(writer) }
  })

/** The database of schema.sql, which belongs to this example alone. */
export const database = "touchpoint_example"

/** Statements of schema.sql; on a server without a cluster, what goes to all shards is the table itself. */
export const schema = (cluster: boolean): ReadonlyArray<string> =>
  readFileSync(path.join(import.meta.dirname, "schema.sql"), "utf8")
    .replaceAll(/^--.*$/gm, "")
    .split(";")
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "")
    .flatMap((statement) => {
      if (cluster) return [statement]
      // Users are for whoever the server belongs to.
      if (/^(?:CREATE USER|GRANT)/.test(statement)) return []
      return [
        statement
          .replace(" ON CLUSTER two", "")
          .replace(
            /^CREATE TABLE IF NOT EXISTS (\S+)\s+AS (\S+)\s+ENGINE = Distributed.*$/s,
            "CREATE VIEW IF NOT EXISTS $1 AS SELECT * FROM $2",
          ),
      ]
    })

/** Writes the tables of schema.sql anew; on a cluster each row to the shard of its customer. */
export const write = async (writer: Writer, facts: Facts, cluster: boolean): Promise<void> => {
  await drop(writer, cluster)
  for (const query of schema(cluster)) await writer.command({ query })
  const tables = {
    interactions: [
      "interaction",
      {
        customer: "customer",
        at: "at",
        touchpoint: "touchpoint",
        device: "device",
        source: "source",
        sequence: "sequence",
      },
    ],
    orders: [
      "order",
      { customer: "customer", at: "at", event_id: "eventId", amount: "amount", currency: "currency", source: "source" },
    ],
  } as const
  for (const [name, [kind, columns]] of Object.entries(tables)) {
    const table = facts.tables.get(kind)
    if (table === undefined) continue
    await writer.insert({
      table: `${database}.${cluster ? name : `${name}_local`}`,
      columns: Object.keys(columns) as [string, ...Array<string>],
      format: "JSONCompactEachRow",
      values: Array.from({ length: table.rows }, (_, row) =>
        Object.values(columns).map((field: string) => {
          const column = table.columns.get(field)
          const value = column === undefined ? null : cell(column, row)
          // No column is Nullable: what is absent is empty.
          return field === "at" ? new Date(Number(value)).toISOString().slice(0, -1) : (value ?? "")
        }),
      ),
      clickhouse_settings: cluster ? { distributed_foreground_insert: 1 } : {},
    })
  }
}

/** Leaves nothing behind. */
export const drop = async (writer: Writer, cluster: boolean): Promise<void> => {
  await writer.command({ query: `DROP DATABASE IF EXISTS ${database}${cluster ? " ON CLUSTER two" : ""} SYNC` })
}
