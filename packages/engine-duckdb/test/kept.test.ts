import * as fs from "node:fs"
import path from "node:path"
import { DuckDBInstance } from "@duckdb/node-api"
import { assert, describe, it } from "@effect/vitest"
import { define } from "@touchpoint/core/facts"
import { Inventory } from "@touchpoint/core/model"
import {
  column,
  dimension,
  type Question,
  tally,
  trails,
  transitionDefaults,
  transitions,
} from "@touchpoint/core/questions"
import { Calendar } from "@touchpoint/core/time"
import { DuckDBEngine, FactsNotKept, keep, load, reopen, type Source } from "@touchpoint/engine-duckdb"
import * as Effect from "effect/Effect"
import { folder } from "./support/folder.ts"

const model = define()
const calendar = Calendar.make("Europe/Warsaw")
const inventory = new Inventory({ touchpoints: [{ id: "web", stage: "before-purchase", aliases: ["site"] }] })
const resources = { threads: 2, memory: "256MB" }
const under = { model, calendar, inventory, resources }

/** Visits with a bad row and a customer of two names. */
const sourcesIn = (place: string): ReadonlyArray<Source> => {
  fs.writeFileSync(
    path.join(place, "visits.csv"),
    "id,who,place,at\n1,anna,web,2026-01-02 10:00\n2,bo,site,2026-01-02 11:00\n3,anna@x,web,soon\n4,anna@x,web,2026-01-03 09:00\n",
  )
  fs.writeFileSync(path.join(place, "names.csv"), "alias,of\nanna@x,anna\n")
  return [
    {
      name: "visits",
      kind: model.kinds.interaction,
      mapping: {
        kind: "interaction",
        map: { eventId: "id", customer: "who", touchpoint: "place", at: "at" },
      },
      from: { csv: path.join(place, "visits.csv") },
    },
    {
      name: "names",
      kind: model.kinds.identity,
      mapping: { kind: "identity", map: { alias: "alias", canonical: "of" } },
      from: { csv: path.join(place, "names.csv") },
    },
  ]
}

const questions: ReadonlyArray<Question> = [
  tally(
    "interaction",
    { rows: { stat: "count" }, customers: { stat: "units", of: "customer" } },
    { by: [dimension("touchpoint", column("touchpoint"))] },
  ),
  trails(transitions, transitionDefaults, { kinds: ["interaction"] }),
]

describe("facts kept in a file", () => {
  it.live("are the same facts with the same answers, as often as they are opened, and also at once", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const place = yield* folder
        const file = path.join(place, "deep", "facts.duckdb")
        const sources = sourcesIn(place)
        const outline = yield* keep(file, sources, under)
        assert.deepStrictEqual(fs.readdirSync(path.dirname(file)), ["facts.duckdb"])
        const fresh = yield* load(sources, under)
        assert.deepStrictEqual(outline, fresh.outline)
        assert.deepStrictEqual(
          outline.rejects.map(({ reason, row, source }) => [source, row, reason]),
          [["visits", 4, "not-a-date"]],
        )
        // Of bo nothing else is known.
        assert.deepStrictEqual(
          outline.sources.map(({ unresolved }) => unresolved),
          [{ facts: 1, of: 3 }, undefined],
        )
        const expected = yield* (yield* DuckDBEngine.make(fresh)).ask(questions)
        assert.deepStrictEqual(
          expected[0]?.groups.map(({ key, states }) => [key[0], states]),
          [["web", { rows: { n: 3, w: 3 }, customers: { n: 2 } }]],
        )
        fs.rmSync(path.join(place, "visits.csv"))
        const [one, two] = [yield* reopen(file, under), yield* reopen(file, under)]
        for (const again of [one, two]) {
          assert.deepStrictEqual(again.outline, fresh.outline)
          assert.deepStrictEqual(again.files, fresh.files)
          assert.deepStrictEqual(yield* (yield* DuckDBEngine.make(again)).ask(questions), expected)
        }
      }),
    ),
  )

  it.live("are refused under another model, calendar or inventory, which would make other facts of them", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const place = yield* folder
        const file = path.join(place, "facts.duckdb")
        yield* keep(file, sourcesIn(place), under)
        for (const other of [
          { ...under, calendar: Calendar.make("UTC") },
          { ...under, inventory: null },
        ]) {
          const error = yield* Effect.flip(reopen(file, other))
          assert.strictEqual(error._tag, "SourceUnreadable")
          assert.match(error.message, /other kinds, another calendar or another inventory; give those/)
        }
      }),
    ),
  )

  it.live("take no file's place, and leave nothing behind where sources cannot be read", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const place = yield* folder
        const file = path.join(place, "facts.duckdb")
        const sources = sourcesIn(place)
        fs.writeFileSync(file, "somebody's")
        const taken = yield* Effect.flip(keep(file, sources, under))
        assert.instanceOf(taken, FactsNotKept)
        assert.match(taken.message, /there is a file of that name; name another/)
        assert.strictEqual(fs.readFileSync(file, "utf8"), "somebody's")
        fs.rmSync(file)
        fs.rmSync(path.join(place, "names.csv"))
        assert.strictEqual((yield* Effect.flip(keep(file, sources, under)))._tag, "SourceUnreadable")
        assert.deepStrictEqual(fs.readdirSync(place), ["visits.csv"])
        const wrong = yield* Effect.flip(keep(path.join(place, "visits.csv", "x.duckdb"), sourcesIn(place), under))
        assert.match(wrong.message, /cannot be kept in .*name a folder that can be written/)
      }),
    ),
  )

  it.live("are only what this library wrote: other databases, and names that would be SQL, are refused", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const place = yield* folder
        const database = (name: string, ...statements: ReadonlyArray<string>) =>
          Effect.promise(async () => {
            const file = path.join(place, name)
            const instance = await DuckDBInstance.create(file)
            const connection = await instance.connect()
            for (const sql of statements) await connection.run(sql)
            connection.closeSync()
            instance.closeSync()
            return file
          })
        const refused = (file: string) => Effect.map(Effect.flip(reopen(file, under)), ({ message }) => message)
        const other = yield* database("other.duckdb", "CREATE TABLE t AS SELECT 1 AS x")
        assert.match(yield* refused(other), /no kept facts in it; name a file that keep wrote/)
        const view = yield* database("view.duckdb", "CREATE VIEW contents AS SELECT '{}' AS facts")
        assert.match(yield* refused(view), /no kept facts in it/)
        const strange = yield* database("strange.duckdb", "CREATE TABLE contents AS SELECT '{\"version\":2}' AS facts")
        assert.match(yield* refused(strange), /kept by another version, or by something else/)
        const good = path.join(place, "facts.duckdb")
        yield* keep(good, sourcesIn(place), under)
        const hostile = path.join(place, "hostile.duckdb")
        fs.copyFileSync(good, hostile)
        yield* database(
          "hostile.duckdb",
          `UPDATE contents SET facts = replace(facts, '"facts_', '"facts AS x; DROP TABLE facts_')`,
        )
        assert.match(yield* refused(hostile), /kept by another version, or by something else/)
        fs.copyFileSync(good, hostile)
        yield* database("hostile.duckdb", "CREATE TABLE keep_it AS SELECT 1 AS x", "DROP TABLE people_0")
        assert.match(yield* refused(hostile), /it lacks its table people_0/)
        fs.writeFileSync(hostile, "no database")
        assert.match(yield* refused(hostile), /cannot be read: it is no DuckDB database/)
        assert.match(yield* refused(path.join(place, "nowhere.duckdb")), /nowhere\.duckdb cannot be read/)
      }),
    ),
  )
})
