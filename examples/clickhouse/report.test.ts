import { assert, it } from "@effect/vitest"
import { aliasPairs, cell, type FactTable } from "@touchpoint/core/facts"
import type { open } from "@touchpoint/engine-clickhouse"
import { factsOfShop, recordsOf, simulateShop } from "@touchpoint/simulation"
import * as Effect from "effect/Effect"
import { analyze, type AnalysisReport, type Config, rows } from "touchpoint"
import { serve } from "./overHttp.ts"
import { chdb, openServer } from "./server.ts"

type Writer = Effect.Success<ReturnType<typeof open>>

const database = `touchpoint_report_${process.pid}`

/** Whom identities lead to, and the aliases of these that were written. */
interface Names {
  readonly known: ReadonlySet<string>
  readonly aliases: Map<string, string>
}

/** A table with the columns of a kind, and what says so in a configuration. */
const write = async (writer: Writer, { columns, kind, rows: count }: FactTable, { aliases, known }: Names) => {
  const types = {
    text: "String",
    number: "Float64",
    integer: "Float64",
    instant: "DateTime64(3, 'UTC')",
    boolean: "Bool",
  }
  const all = Array.from(columns, ([name, column]) => ({
    name,
    column,
    type: Object.entries(kind.fields).find(([field]) => field === name)?.[1].type ?? ("text" as const),
  }))
  const table = kind.id.replaceAll("-", "_")
  const named = all.map(({ name, type }) => `${name} Nullable(${types[type]})`)
  await writer.command({
    query: `CREATE TABLE ${database}.${table} (${[...named, "place UInt32"].join(", ")}) ENGINE = MergeTree ORDER BY place`,
  })
  const value = (one: (typeof all)[number], row: number) => {
    const own = cell(one.column, row)
    if (own === null) return null
    if (kind.people.includes(one.name) && row % 3 === 0 && known.has(String(own))) {
      const alias = `cookie of ${own}`
      aliases.set(alias, String(own))
      return alias
    }
    if (one.type === "instant") return new Date(Number(own)).toISOString().slice(0, -1)
    return one.type === "boolean" ? own !== 0 : own
  }
  await writer.insert({
    table: `${database}.${table}`,
    format: "JSONCompactEachRow",
    values: Array.from({ length: count }, (_, row) => [...all.map((one) => value(one, row)), row]),
  })
  const map = Object.fromEntries(all.map(({ name }) => [name, name]))
  return [kind.plural, { table: { database, table }, map, order: ["place"] }] as const
}

/** What a report says, floats to nine digits. */
const said = ({ failures, findings, measurements, omitted }: AnalysisReport): unknown =>
  JSON.parse(
    JSON.stringify({ failures, findings, measurements, omitted }, (_, value: unknown) =>
      typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(9)) : value,
    ),
  )

// The whole way of a report: configuration, client, HTTP, SQL, and back.
it.skipIf(process.env["TOUCHPOINT_CI"] !== "1" && !chdb)(
  "A report says the same of tables of ClickHouse as of the same facts in memory",
  () =>
    Effect.gen(function* () {
      const { reader, writer } = (yield* openServer(undefined)) ?? assert.fail("there is no server")
      const shop = simulateShop({ customers: 300, stories: "all" })
      const facts = yield* factsOfShop(shop)
      const reports = yield* Effect.promise(async () => {
        await writer.command({ query: `CREATE DATABASE ${database}` })
        const tables: Record<string, Awaited<ReturnType<typeof write>>[1]> = {}
        // In the tables of ClickHouse, every third row of a customer with aliases calls him by a further one.
        const linked = facts.tables.get("identity") ?? assert.fail("the shop has no aliases")
        const aliases = new Map(aliasPairs(linked))
        const known = new Set(aliases.values())
        for (const table of facts.tables.values()) {
          if (table.kind.id === "identity") continue
          const [kind, mapped] = await write(writer, table, { aliases, known })
          tables[kind] = mapped
        }
        const { asOf, attributes, currency, zone } = shop
        const common: Config = {
          asOf,
          attributes,
          currency,
          zone,
          inventory: JSON.parse(JSON.stringify(shop.inventory)),
        }
        const records = Array.from(shop.tables().values(), (table) => {
          const all = [...recordsOf(table)]
          return [
            table.kind.plural,
            rows(all, Object.fromEntries(Object.keys(all[0] ?? {}).map((name) => [name, name]))),
          ]
        })
        const url = process.env["TOUCHPOINT_CLICKHOUSE_URL"]
        const server =
          url === undefined
            ? await serve(reader)
            : { url, queries: () => Number.POSITIVE_INFINITY, stop: () => undefined }
        const inMemory = await analyze({ ...common, facts: Object.fromEntries(records) })
        const identities = rows(
          Array.from(aliases, ([cookie, customer]) => ({ cookie, customer })),
          { alias: "cookie", canonical: "customer" },
        )
        const there = await analyze({
          ...common,
          facts: { identities },
          engine: { clickhouse: { url: server.url, tables } },
        })
        server.stop()
        await writer.command({ query: `DROP DATABASE ${database}` })
        return { inMemory, there, queries: server.queries() }
      })
      assert.isAbove(reports.queries, 100)
      assert.isAbove(reports.inMemory.measurements.length, 50)
      assert.isAbove(reports.inMemory.findings.length, 3)
      assert.deepStrictEqual(said(reports.there), said(reports.inMemory))
    }).pipe(Effect.scoped, Effect.runPromise),
  180_000,
)
