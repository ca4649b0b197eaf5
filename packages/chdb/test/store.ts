import type { ClickHouseClient } from "@clickhouse/client"
import { type ClickHouseFacts, type Client, connect, session, type TableRef } from "@touchpoint/engine-clickhouse"
import type { Column, Facts, FactTable } from "@touchpoint/core/facts"
import * as Effect from "effect/Effect"

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
  readonly view?: (database: string, table: string, customer: string | null) => string
  /** Whether every other row calls its customer by an alias. */
  readonly aliases?: boolean
}

/** The table itself. */
export const local: Reach = { ref: (database, table) => ({ database, table }) }

const shard = (database: string, table: string, name: string, hash: string) =>
  `CREATE VIEW ${database}.${name} AS SELECT * FROM ${database}.${table} WHERE ${hash} % 2 = shardNum() - 1`

/** Two shards of one process: each sees the rows whose number falls to it. */
export const sharded: Reach = {
  ref: (database, table) => ({ remote: ["localhost", "localhost"], database, table: `${table}_shard` }),
  view: (database, table) => shard(database, table, `${table}_shard`, "intHash32(place)"),
}

/** The same, where all rows of a customer are on one of them. */
export const shardedByCustomer: Reach = {
  ref: (database, table, customer) => ({
    remote: ["localhost", "localhost"],
    database,
    table: `${table}_own`,
    ...(customer === null ? {} : { shardedBy: "customer" }),
  }),
  view: (database, table, customer) =>
    shard(
      database,
      table,
      `${table}_own`,
      customer === null ? "intHash32(place)" : `cityHash64(ifNull(${customer}, ''))`,
    ),
}

/** Two shards, on which customers go by several names. */
export const aliased: Reach = {
  ref: (database, table) => ({ remote: ["localhost", "localhost"], database, table: `${table}_alias` }),
  view: (database, table) => shard(database, table, `${table}_alias`, "intHash32(place)"),
  aliases: true,
}

const aliasOf = (customer: string): string => `alias of ${customer}`

/** The fields of a kind that name customers, and their names. */
const peopleOf = ({ columns, kind }: FactTable) =>
  kind.people.flatMap((name) => {
    const column = columns.get(name)
    return column?.type === "text" ? [[name, column] as const] : []
  })

/** A table whose every other row names its customers by an alias. */
const withAliases = (table: FactTable): FactTable => {
  const columns = new Map(table.columns)
  for (const [name, { codes, dictionary, type }] of peopleOf(table))
    columns.set(name, {
      type,
      dictionary: [...dictionary, ...dictionary.map(aliasOf)],
      codes: codes.map((code, row) => (code < 0 || row % 2 === 0 ? code : code + dictionary.length)),
    })
  return { ...table, columns }
}

/** Whom the aliases stand for. */
const identitiesOf = (facts: Facts): ReadonlyMap<string, string> =>
  new Map(
    Array.from(facts.tables.values(), peopleOf)
      .flat()
      .flatMap(([, { dictionary }]) => dictionary.map((customer) => [aliasOf(customer), customer] as const)),
  )

/** The column of customers of a table. */
const customerOf = ({ columns }: FactTable): string | null => {
  const place = [...columns.keys()].indexOf("customer")
  return place < 0 ? null : `c${place}`
}

/** Tables of tests on a server: equal ones are written once. */
export interface Store {
  /** Facts in tables, as a user would connect to his. */
  readonly hold: (facts: Facts, reach: Reach) => Promise<ClickHouseFacts>
  readonly drop: () => Promise<void>
}

/** Most tables that are kept: far more than those of one case and its shards. */
const KEPT = 400

/** A table that was written, and the views of it that were made. */
interface Written {
  readonly name: string
  readonly views: Set<Reach>
}

/** Opens a store in a database of its own. */
export const storeOf = async (client: ClickHouseClient, asking: Client): Promise<Store> => {
  const database = `touchpoint_test_${process.pid}_${databases++}`
  const run = (query: string) => client.command({ query })
  await run(`CREATE DATABASE ${database}`)
  const written = new Map<string, Written>()
  const held = new WeakMap<Facts, Map<Reach, ClickHouseFacts>>()
  const make = async (table: FactTable): Promise<Written> => {
    const made = { name: `t${tables++}`, views: new Set<Reach>() }
    await write(client, database, made.name, table)
    return made
  }
  const place = async (table: FactTable, reach: Reach): Promise<string> => {
    const key = keyOf(table)
    const one = written.get(key) ?? (await make(table))
    // The oldest is the one that was not asked for the longest.
    written.delete(key)
    written.set(key, one)
    if (reach.view !== undefined && !one.views.has(reach)) {
      await run(reach.view(database, one.name, customerOf(table)))
      one.views.add(reach)
    }
    const [oldest] = written
    if (written.size > KEPT && oldest !== undefined) {
      written.delete(oldest[0])
      for (const { ref } of [...oldest[1].views, local]) {
        const to = ref(database, oldest[1].name, null)
        if (typeof to === "object") await run(`DROP TABLE ${database}.${to.table}`)
      }
    }
    return one.name
  }
  return {
    hold: async (facts, reach) => {
      const names = new Map<string, string>()
      for (const [id, table] of facts.tables)
        names.set(id, await place(reach.aliases === true ? withAliases(table) : table, reach))
      const known = held.get(facts) ?? new Map<Reach, ClickHouseFacts>()
      held.set(facts, known)
      const connected = known.get(reach) ?? (await connectTo(asking, facts, database, names, reach))
      known.set(reach, connected)
      return connected
    },
    drop: async () => {
      await run(`DROP DATABASE ${database}`)
    },
  }
}

let databases = 0
let tables = 0

/** Equal tables have equal keys. */
const keyOf = ({ columns, kind, rows }: FactTable): string =>
  JSON.stringify([
    kind.id,
    rows,
    Array.from(columns, ([name, column]) => [
      name,
      column.type,
      Array.from({ length: rows }, (_, row) => {
        const value = cell(column, row, "")
        return Object.is(value, -0) ? "-0" : typeof value === "number" ? String(value) : [value]
      }),
    ]),
  ])

const connectTo = (
  asking: Client,
  facts: Facts,
  database: string,
  names: ReadonlyMap<string, string>,
  reach: Reach,
): Promise<ClickHouseFacts> =>
  Effect.runPromise(
    connect(session(asking, { retries: 0 }), {
      model: facts.model,
      calendar: facts.calendar,
      inventory: facts.inventory,
      ...(reach.aliases === true ? { identities: identitiesOf(facts) } : {}),
      facts: Object.fromEntries(
        Array.from(facts.tables, ([id, table]) => [
          id,
          {
            table: reach.ref(database, names.get(id) ?? "", customerOf(table)),
            map: Object.fromEntries(
              Array.from(table.columns, ([name, column], i) => [
                name,
                column.type === "text" ? ({ column: `c${i}`, empty: "kept" } as const) : `c${i}`,
              ]),
            ),
            order: ["place"],
          },
        ]),
      ),
    }),
  )

const write = async (client: ClickHouseClient, database: string, name: string, table: FactTable) => {
  const odd = table.kind.id.length % 2 === 1
  const columns = Array.from(table.columns, ([field, column]) => ({
    column,
    type: typeOf(field, Object.entries(table.kind.fields).find(([id]) => id === field)?.[1].type ?? "text", odd),
  }))
  const named = [...columns.map(({ type }, i) => `c${i} ${type}`), "place UInt32"]
  await client.command({
    query: `CREATE TABLE ${database}.${name} (${named.join(", ")}) ENGINE = MergeTree ORDER BY place`,
  })
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
