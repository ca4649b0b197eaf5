import { readFileSync } from "node:fs"
import path from "node:path"
import type { ClickHouseClient } from "@clickhouse/client"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { afterAll, beforeAll } from "vitest"
import { open } from "../server.ts"

let client: ClickHouseClient
beforeAll(async () => {
  client = await open(process.env["TOUCHPOINT_CLICKHOUSE_URL"])
})
afterAll(() => client.close())

const statements = readFileSync(path.join(import.meta.dirname, "../../../examples/clickhouse/schema.sql"), "utf8")
  .replaceAll(/^--.*$/gm, "")
  .split(";")
  .map((statement) => statement.trim())
  .filter((statement) => statement !== "")

const rows = async (query: string) => {
  const result = await client.query({ query, format: "JSONEachRow" })
  return result.json<Record<string, string>>()
}

describe("the guide", () => {
  it.effect("says SQL that ClickHouse reads, on all servers of a cluster alike", () =>
    Effect.promise(async () => {
      const guide = readFileSync(path.join(import.meta.dirname, "../../../docs/guide/05-clickhouse.md"), "utf8")
      const all = Array.from(guide.matchAll(/```sql\n(.*?)```/gs), ([, sql = ""]) => sql)
        .join("")
        .replaceAll(/--.*$/gm, "")
        .split(";")
        .map((statement) => statement.trim())
        .filter((statement) => statement !== "")
      assert.isAtLeast(all.length, 8)
      for (const statement of all) {
        assert.include(statement, "ON CLUSTER main")
        await client.command({ query: `EXPLAIN AST ${statement}` })
      }
    }),
  )
})

describe("the schema of the example for a cluster", () => {
  it.effect("is SQL that ClickHouse reads, its users and grants too", () =>
    Effect.promise(async () => {
      assert.lengthOf(statements, 8)
      // Nothing is done: an explained statement is only read.
      for (const statement of statements) await client.command({ query: `EXPLAIN AST ${statement}` })
      const wrong = client.command({ query: "EXPLAIN AST GRANT SELECT ON shop.* reader" })
      assert.match(String(await wrong.catch((error: unknown) => error)), /Syntax error/)
    }),
  )
  it.effect("makes tables that hold what it says, the rows of a customer together", () =>
    Effect.promise(async () => {
      const database = `touchpoint_schema_${process.pid}`
      const local = statements
        .filter((statement) => /^CREATE (?:DATABASE|TABLE \S+ \S+ \S+ \S+_local)/.test(statement))
        .map((statement) => statement.replace(" ON CLUSTER two", "").replaceAll("touchpoint_example", database))
      assert.lengthOf(local, 3)
      for (const query of local) await client.command({ query })
      await client.insert({
        table: `${database}.interactions_local`,
        format: "JSONEachRow",
        values: [
          { customer: "b", at: "2026-01-02 03:04:05.678", touchpoint: "home", sequence: "18446744073709551615" },
          { customer: "a", at: "2026-01-03 00:00:00.000", touchpoint: "cart" },
          { customer: "a", at: "2026-01-01 00:00:00.000", touchpoint: "home" },
        ],
      })
      const found = await rows(`SELECT customer, toString(at) AS at, sequence FROM ${database}.interactions_local`)
      assert.deepStrictEqual(
        found.map(({ at, customer }) => [customer, at]),
        [
          ["a", "2026-01-01 00:00:00.000"],
          ["a", "2026-01-03 00:00:00.000"],
          ["b", "2026-01-02 03:04:05.678"],
        ],
      )
      await client.command({ query: `DROP DATABASE ${database}` })
    }),
  )
})
