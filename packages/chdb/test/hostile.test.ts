import type { ClickHouseClient } from "@clickhouse/client"
import { assert, describe, it } from "@effect/vitest"
import { define } from "@touchpoint/core/facts"
import { and, column, dimension, eq, type Expr, not, oneOf, or, tally, value } from "@touchpoint/core/questions"
import { Calendar } from "@touchpoint/core/time"
import { ClickHouseEngine, type Client, connect, session } from "@touchpoint/engine-clickhouse"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { afterAll, beforeAll } from "vitest"
import { careful, open } from "../server.ts"

let client: ClickHouseClient
let asking: Client
const database = `touchpoint_hostile_${process.pid}`

beforeAll(async () => {
  client = await open(process.env["TOUCHPOINT_CLICKHOUSE_URL"])
  asking = careful(client)
  await client.command({ query: `CREATE DATABASE ${database}` })
  await client.command({ query: `CREATE TABLE ${database}.one (c String) ENGINE = MergeTree ORDER BY tuple()` })
  await client.insert({ table: `${database}.one`, values: [["o'\\`\0ż😀"]], format: "JSONCompactEachRow" })
})

afterAll(async () => {
  await client.command({ query: `DROP DATABASE ${database}` })
  await client.close()
})

const connected = (map: Parameters<typeof connect>[1]["facts"][string]["map"], table = "one") =>
  Effect.flatMap(
    connect(session(asking, { retries: 0 }), {
      model: define(),
      calendar: Calendar.make("UTC"),
      facts: { order: { table: { database, table }, map } },
    }),
    (held) => ClickHouseEngine.make(held),
  )

const hostile = [
  "'); DROP TABLE one; --",
  "`",
  "\\",
  "\\'",
  "\0",
  "{p0:String}",
  "%s",
  "\uFEFF",
  "\u2028",
  "NULL",
  "ż😀\uFFFF",
]
const text = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: "binary" }))

describe("hostile texts", () => {
  it.effect("are values of a question, and nothing else", () =>
    Effect.gen(function* () {
      const engine = yield* connected({ status: "c" })
      const asked = fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 4 }), text, (all, label) =>
        Effect.runPromise(
          Effect.gen(function* () {
            const never = and(eq(column("status"), "x"), oneOf(column("status"), all))
            const [answer] = yield* engine.ask([
              tally(
                "order",
                { n: { stat: "count" } },
                {
                  by: [
                    dimension("own", value(all[0] ?? "")),
                    { id: "case", cases: [{ label, when: or(never, eq(value(label), label)) }] },
                    dimension("status", column("status")),
                  ],
                },
              ),
            ])
            assert.deepStrictEqual(
              answer?.groups.map(({ key }) => key),
              [[all[0] ?? "", label, "o'\\`\0ż😀"]],
            )
          }),
        ),
      )
      yield* Effect.promise(() => fc.assert(asked, { numRuns: 60 }))
    }),
  )
  it.effect("are names of columns and tables, and nothing else", () =>
    Effect.gen(function* () {
      for (const name of ["a`b", "a\\b", "a; DROP TABLE one", "a'b", "ż 😀", "f.c", "{p0:String}"]) {
        const quoted = `\`${name.replaceAll("\\", "\\\\").replaceAll("`", "\\`")}\``
        yield* Effect.promise(() =>
          client.command({
            query: `CREATE TABLE ${database}.${quoted} ENGINE = MergeTree ORDER BY tuple() AS SELECT 'here' AS ${quoted}`,
          }),
        )
        const engine = yield* connected({ status: name }, name)
        const [answer] = yield* engine.ask([
          tally("order", { n: { stat: "count" } }, { by: [dimension("status", column("status"))] }),
        ])
        assert.deepStrictEqual(answer?.groups[0]?.key, ["here"])
      }
    }),
  )
})

describe("questions as deep as core allows", () => {
  it.effect("are answered", () =>
    Effect.gen(function* () {
      const engine = yield* connected({ status: "c" })
      let expr: Expr = eq(column("status"), "x")
      for (let level = 0; level < 190; level++) expr = level % 2 === 0 ? not(expr) : and(expr, value(true))
      const [answer] = yield* engine.ask([tally("order", { n: { stat: "count", where: expr } })])
      assert.deepStrictEqual(answer?.groups[0]?.states, { n: { n: 1, w: 1 } })
    }),
  )
})
