import * as fs from "node:fs"
import path from "node:path"
import { assert, describe, it } from "@effect/vitest"
import type { FactKind } from "@touchpoint/core/facts"
import { Calendar } from "@touchpoint/core/time"
import { load, saveParquet, writeParquet, writeParquetFiles } from "@touchpoint/engine-duckdb"
import { factsOf, specOf } from "@touchpoint/testing"
import { DuckDBInstance } from "@duckdb/node-api"
import * as Effect from "effect/Effect"
import { folder } from "./support/folder.ts"
import { plainDuckDB, plainFacts } from "./support/readBack.ts"

const facts = factsOf(
  specOf({
    order: [
      {
        source: "shop",
        eventId: "o'1",
        customer: "Łódź",
        at: 1_700_000_000_123,
        sequence: 0,
        weight: 0.5,
        amount: 1230,
        gift: true,
        rating: 4.5,
        constructor: "x",
      },
      {
        source: "shop",
        eventId: "o2",
        customer: "😀",
        at: -1,
        sequence: 1,
        weight: null,
        amount: null,
        gift: false,
        rating: null,
        constructor: null,
      },
      {
        source: "shop",
        eventId: null,
        customer: "\ufeffbom",
        at: 221_845_391_999_999,
        sequence: 2,
        weight: 2,
        amount: -5,
        gift: null,
        rating: 1e-9,
        constructor: "null",
      },
    ],
  }),
)
const table = facts.tables.get("order")

const identity = (kind: FactKind.FactKind, names: Iterable<string>) => ({
  kind: kind.id,
  map: Object.fromEntries([...names].map((name) => [name, name])),
})

describe("writeParquet", () => {
  it.live("writes files that give the same facts by a mapping of each name to itself", () =>
    Effect.scoped(
      Effect.gen(function* () {
        assert.isDefined(table)
        const file = path.join(yield* folder, "a folder", "it's.parquet")
        assert.strictEqual(yield* writeParquet(file, [table, table]), 6)
        const mapping = { ...identity(table.kind, table.columns.keys()), key: ["rating"] }
        const calendar = Calendar.make("UTC")
        const loaded = yield* load([{ name: "x", kind: table.kind, mapping, from: { parquet: file } }], {
          model: facts.model,
          calendar,
          resources: { threads: 2 },
        })
        const rows = (yield* plainDuckDB(loaded)).get("order")
        // The second copy is a duplicate where it has the key; rows without it cannot be told to be one.
        const expected =
          plainFacts(facts)
            .get("order")
            ?.map((row) => ({ ...row, weight: row["weight"] ?? 1 })) ?? []
        assert.deepStrictEqual(rows, [...expected, ...expected.slice(1, 2)])
        assert.deepStrictEqual(fs.readdirSync(path.dirname(file)), ["it's.parquet"])
      }),
    ),
  )

  it.live("writes batches of mixed kinds in one pass, a file for each kind", () =>
    Effect.scoped(
      Effect.gen(function* () {
        assert.isDefined(table)
        const place = yield* folder
        const refund = factsOf(specOf({ refund: [{ source: "shop", refundOf: "o2", at: 1 }] })).tables.get("refund")
        assert.isDefined(refund)
        const fileOf = ({ id }: FactKind.FactKind) => path.join(place, `${id}.parquet`)
        const rows = yield* writeParquetFiles(fileOf, [table, refund, table, refund, refund])
        assert.deepStrictEqual(
          [...rows],
          [
            ["order", 6],
            ["refund", 3],
          ],
        )
        assert.deepStrictEqual(fs.readdirSync(place).toSorted(), ["order.parquet", "refund.parquet"])
        const source = {
          name: "x",
          kind: refund.kind,
          mapping: identity(refund.kind, refund.columns.keys()),
          from: { parquet: fileOf(refund.kind) },
        }
        const loaded = yield* load([source], {
          model: facts.model,
          calendar: Calendar.make("UTC"),
          resources: { threads: 2 },
        })
        assert.deepStrictEqual([...loaded.outline.rows], [["refund", 3]])
      }),
    ),
  )

  it.live("types columns so that other tools read them as what they are", () =>
    Effect.scoped(
      Effect.gen(function* () {
        assert.isDefined(table)
        const file = path.join(yield* folder, "types.parquet")
        yield* Effect.promise(async () => saveParquet(file, [table], { compression: "snappy" }))
        const types = yield* Effect.promise(async () => {
          const connection = await (await DuckDBInstance.create(":memory:")).connect()
          const reader = await connection.runAndReadAll(`DESCRIBE SELECT * FROM read_parquet('${file}')`)
          return Object.fromEntries(reader.getRowsJS().map(([name, type]) => [name, type] as [string, string]))
        })
        assert.deepStrictEqual(
          [types["at"], types["amount"], types["weight"], types["gift"], types["customer"]],
          ["TIMESTAMP WITH TIME ZONE", "BIGINT", "DOUBLE", "BOOLEAN", "VARCHAR"],
        )
      }),
    ),
  )

  it.live("refuses two kinds in one file, nothing at all, and rows that end with an error", () =>
    Effect.scoped(
      Effect.gen(function* () {
        assert.isDefined(table)
        const place = yield* folder
        const file = path.join(place, "x.parquet")
        const refused = (batches: Iterable<typeof table>) =>
          Effect.map(Effect.flip(writeParquet(file, batches)), ({ message }) => message)
        const other = { ...table, kind: facts.model.kinds.refund as typeof table.kind }
        assert.match(yield* refused([table, other]), /it would hold order and refund; write one file for each kind/)
        assert.match(yield* refused([]), /give at least one batch/)
        const broken = function* () {
          yield table
          throw new Error("the tap is dry")
        }
        assert.match(yield* refused(broken()), /its rows ended early: the tap is dry/)
        assert.match(
          yield* Effect.map(
            Effect.flip(writeParquet(path.join(place, "x\0.parquet"), [table])),
            ({ message }) => message,
          ),
          /cannot be written/,
        )
        assert.deepStrictEqual(fs.readdirSync(place), [])
      }),
    ),
  )
})
