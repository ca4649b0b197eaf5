import type { ClickHouseClient } from "@clickhouse/client"
import { createClient } from "@clickhouse/client"
import { type ClickHouseFacts, type Client, connect, session, type TableRef } from "@touchpoint/engine-clickhouse"
import type { Column, Facts, FactTable } from "@touchpoint/core/facts"
import * as Effect from "effect/Effect"

/** A server for tests: ClickHouse in this process, or the one that TOUCHPOINT_CLICKHOUSE_URL names. */
export const open = async (url: string | undefined): Promise<ClickHouseClient> => {
  if (url !== undefined) return createClient({ url })
  const { createChdbConnection } = await import("chdb/connection")
  // Its kind of connection is not among the client's own.
  const config: object = { connection: createChdbConnection({ path: ":memory:" }) }
  return createClient(config)
}

/**
 * chdb 3.4 puts rows that a failed query had made before the rows of the next: a query whose rows nobody wants takes
 * them away.
 */
export const careful = (client: ClickHouseClient): Client => {
  const flush = async (thrown: unknown): Promise<never> => {
    await client.command({ query: "SELECT 1 FORMAT Null" }).catch(() => undefined)
    throw thrown
  }
  const asking = {
    query: async (params: Parameters<ClickHouseClient["query"]>[0]) => {
      const result = await client.query(params).catch(flush)
      const json = result.json.bind(result)
      return Object.assign(result, { json: () => json().catch(flush) })
    },
    command: (params: Parameters<ClickHouseClient["command"]>[0]) => client.command(params).catch(flush),
  }
  return asking
}

/** Types that users have for what a field holds; which one, the kind decides. */
const typeOf = (name: string, type: string, odd: boolean): string => {
  if (name === "customer" && odd) return "LowCardinality(Nullable(String))"
  if (type === "text") return "Nullable(String)"
  if (type === "boolean") return odd ? "Nullable(UInt8)" : "Nullable(Bool)"
  if (type === "instant") return odd ? "Nullable(Int64)" : "Nullable(DateTime64(3, 'UTC'))"
  return "Nullable(Float64)"
}

const cell = (column: Column, row: number, type: string): unknown => {
  if (column.type === "text") {
    const code = column.codes[row] ?? -1
    return code < 0 ? null : column.dictionary[code]
  }
  const value = column.values[row] ?? Number.NaN
  if (Number.isNaN(value)) return null
  if (type.includes("Bool")) return value !== 0
  return type.includes("DateTime64") ? new Date(value).toISOString().replace("T", " ").replace("Z", "") : value
}

/** How the tables of a test are reached. */
export interface Reach {
  /** A table, once it is there; `customer` is its column of customers, where it has one. */
  readonly ref: (database: string, table: string, customer: string | null) => TableRef
  /** What is asked beside the table itself. */
  readonly views?: (database: string, table: string, customer: string | null) => ReadonlyArray<string>
}

/** The table itself. */
export const local: Reach = { ref: (database, table) => ({ database, table }) }

const shard = (database: string, table: string, hash: string) => [
  `CREATE VIEW ${database}.${table}_shard AS SELECT * FROM ${database}.${table} WHERE ${hash} % 2 = shardNum() - 1`,
]

/** Two shards of one process: each sees the rows whose number falls to it. */
export const sharded: Reach = {
  ref: (database, table) => ({ remote: ["localhost", "localhost"], database, table: `${table}_shard` }),
  views: (database, table) => shard(database, table, "intHash32(place)"),
}

/** The same, where all rows of a customer are on one of them. */
export const shardedByCustomer: Reach = {
  ref: (database, table, customer) => ({
    remote: ["localhost", "localhost"],
    database,
    table: `${table}_shard`,
    ...(customer === null ? {} : { shardedBy: "customer" }),
  }),
  views: (database, table, customer) =>
    shard(database, table, customer === null ? "intHash32(place)" : `cityHash64(ifNull(${customer}, ''))`),
}

/** The column of customers of a table. */
const customerOf = ({ columns }: FactTable): string | null => {
  const place = [...columns.keys()].indexOf("customer")
  return place < 0 ? null : `c${place}`
}

let databases = 0

/** Writes facts to tables of their own, and connects to them as a user would to his. */
export const store = (client: ClickHouseClient, asking: Client, facts: Facts, reach: Reach) =>
  Effect.gen(function* () {
    const database = `touchpoint_test_${process.pid}_${databases++}`
    yield* Effect.promise(async () => {
      await client.command({ query: `CREATE DATABASE ${database}` })
      for (const [id, table] of facts.tables) await write(client, database, id.replaceAll("-", "_"), table, reach)
    })
    const maps = Array.from(facts.tables, ([id, table]) => [
      id,
      {
        table: reach.ref(database, id.replaceAll("-", "_"), customerOf(table)),
        map: Object.fromEntries(
          Array.from(table.columns, ([name, column], i) => [
            name,
            column.type === "text" ? ({ column: `c${i}`, empty: "kept" } as const) : `c${i}`,
          ]),
        ),
        order: ["place"],
      },
    ])
    const held: ClickHouseFacts = yield* connect(session(asking, { retries: 0 }), {
      model: facts.model,
      calendar: facts.calendar,
      inventory: facts.inventory,
      facts: Object.fromEntries(maps),
    })
    return { held, drop: Effect.promise(() => client.command({ query: `DROP DATABASE ${database}` })) }
  })

const write = async (client: ClickHouseClient, database: string, name: string, table: FactTable, { views }: Reach) => {
  const odd = name.length % 2 === 1
  const columns = Array.from(table.columns, ([field, column]) => ({
    column,
    type: typeOf(field, Object.entries(table.kind.fields).find(([id]) => id === field)?.[1].type ?? "text", odd),
  }))
  const named = [...columns.map(({ type }, i) => `c${i} ${type}`), "place UInt32"]
  await client.command({
    query: `CREATE TABLE ${database}.${name} (${named.join(", ")}) ENGINE = MergeTree ORDER BY place`,
  })
  for (const view of views?.(database, name, customerOf(table)) ?? []) await client.command({ query: view })
  if (table.rows === 0) return
  await client.insert({
    table: `${database}.${name}`,
    format: "JSONCompactEachRow",
    values: Array.from({ length: table.rows }, (_, row) => [
      ...columns.map(({ column, type }) => cell(column, row, type)),
      row,
    ]),
  })
}
