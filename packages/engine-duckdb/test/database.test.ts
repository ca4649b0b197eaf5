import { spawn } from "node:child_process"
import * as fs from "node:fs"
import path from "node:path"
import process from "node:process"
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api"
import { assert, describe, it } from "@effect/vitest"
import { define } from "@touchpoint/core/facts"
import { column, dimension, tally } from "@touchpoint/core/questions"
import { Calendar } from "@touchpoint/core/time"
import { DuckDBEngine, load, type Origin } from "@touchpoint/engine-duckdb"
import * as Effect from "effect/Effect"
import { folder } from "./support/folder.ts"
import { plainDuckDB } from "./support/readBack.ts"

const model = define()
const calendar = Calendar.make("Europe/Berlin")
const kind = model.kinds.interaction
const map = { eventId: "id", customer: "who", touchpoint: "place", at: "seen" }

/** A database file of somebody else's. */
const write = (file: string, ...statements: ReadonlyArray<string>) =>
  Effect.promise(async () => {
    const instance = await DuckDBInstance.create(file)
    const connection: DuckDBConnection = await instance.connect()
    for (const sql of statements) await connection.run(sql)
    connection.closeSync()
    instance.closeSync()
  })

const loaded = (from: Origin, mapping: Readonly<Record<string, string>> = map) =>
  load([{ name: "visits", kind, mapping: { kind: "interaction", map: mapping }, from }], {
    model,
    calendar,
    resources: { threads: 1, memory: "100MB" },
  })

const failure = (from: Origin, mapping?: Readonly<Record<string, string>>) =>
  Effect.scoped(Effect.flip(loaded(from, mapping))).pipe(Effect.map((error) => `${error._tag}: ${error.message}`))

/** Facts of a table, and what was rejected. */
const taken = (from: Origin, mapping?: Readonly<Record<string, string>>) =>
  Effect.scoped(
    Effect.gen(function* () {
      const facts = yield* loaded(from, mapping)
      return {
        rows: (yield* plainDuckDB(facts)).get("interaction") ?? [],
        rejects: facts.outline.rejects.map(({ column: at, reason, row }) => `${row} ${at} ${reason}`),
        files: facts.files,
      }
    }),
  )

const VISITS = [
  `CREATE TABLE visits (id BIGINT, who VARCHAR COLLATE NOCASE, place VARCHAR, seen TIMESTAMPTZ, "no use" BLOB)`,
  `INSERT INTO visits VALUES (9007199254740993, 'Anna', 'web', '2026-01-02 10:00:00+01', NULL), (9007199254740992, 'ANNA', 'web', '2026-01-03 10:00:00Z', 'x'::BLOB)`,
  `INSERT INTO visits VALUES (NULL, '', 'store', NULL, NULL), (4, NULL, NULL, '2026-01-04 00:00:00Z', NULL)`,
]

describe("database files", () => {
  it.live("facts are asked from a table by mapping; types, case and long whole numbers are exact", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const file = path.join(yield* folder, `it's "my"; DROP TABLE visits [1].duckdb`)
        yield* write(file, ...VISITS)
        const before = fs.readFileSync(file)
        const { files, rejects, rows } = yield* taken({ duckdb: file, table: "visits" })
        assert.deepStrictEqual(
          rows.map(({ at, customer, eventId }) => [eventId, customer, at]),
          [
            ["9007199254740993", "Anna", Date.UTC(2026, 0, 2, 9)],
            ["9007199254740992", "ANNA", Date.UTC(2026, 0, 3, 10)],
          ],
        )
        // Rows are named by DuckDB's own number of them.
        assert.deepStrictEqual(rejects, ["2 seen missing", "3 place missing"])
        assert.strictEqual(files[0]?.bytes, before.length)
        assert.isTrue(fs.readFileSync(file).equals(before))
        assert.deepStrictEqual(
          fs.readdirSync(path.dirname(file)).filter((name) => name.endsWith(".wal")),
          [],
        )
        const [answer] = yield* Effect.scoped(
          Effect.gen(function* () {
            const engine = yield* DuckDBEngine.make(yield* loaded({ duckdb: file, table: "visits" }))
            return yield* engine.ask([
              tally(
                "interaction",
                { n: { stat: "count" }, who: { stat: "units", of: "customer" } },
                { by: [dimension("touchpoint", column("touchpoint"))] },
              ),
            ])
          }),
        )
        assert.deepStrictEqual(answer?.groups[0]?.states, { n: { n: 2, w: 2 }, who: { n: 2 } })
      }),
    ),
  )

  it.live("names of tables, schemas and columns are looked up and never run", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const file = path.join(yield* folder, "names.duckdb")
        const hostile = `a"b.c'); DROP TABLE visits; -- ✓`
        const quoted = `"${hostile.replaceAll('"', '""')}"`
        yield* write(
          file,
          ...VISITS,
          `CREATE SCHEMA ${quoted}`,
          `CREATE TABLE ${quoted}.${quoted} AS SELECT 1 AS ${quoted}, 'w' AS w, 'p' AS p, DATE '2026-01-02' AS "at"`,
          `CREATE TABLE ${quoted}.visits AS SELECT * FROM visits LIMIT 1`,
        )
        const mapping = { eventId: hostile, customer: "w", touchpoint: "p", at: "at" }
        const { rows } = yield* taken({ duckdb: file, table: hostile }, mapping)
        assert.deepStrictEqual(
          rows.map(({ at, eventId }) => [eventId, at]),
          [["1", Date.UTC(2026, 0, 1, 23)]],
        )
        // One of main, unless the schema is named.
        assert.strictEqual((yield* taken({ duckdb: file, table: "visits" })).rows.length, 2)
        assert.strictEqual((yield* taken({ duckdb: file, table: `${hostile}.visits` })).rows.length, 1)
        for (const table of ["visits; DROP TABLE visits", `visits" --`, "", "main.visits.x", "\0", "VISITS"])
          assert.match(yield* failure({ duckdb: file, table }), /SourceUnreadable: .*it has no table/)
        assert.match(yield* failure({ duckdb: file, table: "visit" }), /did you mean visits\?/)
        assert.match(
          yield* failure({ duckdb: file, table: "visits" }, { ...map, customer: `who"; DROP TABLE visits` }),
          /ColumnMissing/,
        )
        assert.strictEqual((yield* taken({ duckdb: file, table: "visits" })).rows.length, 2)
      }),
    ),
  )

  it.live("a column called rowid, and rows that were deleted", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const file = path.join(yield* folder, "rows.duckdb")
        yield* write(
          file,
          `CREATE TABLE t AS SELECT 'r' || e AS "RowId", 'c' AS who, 'p' AS place, '2026-01-02' AS seen FROM range(3) AS r(e)`,
          `CREATE TABLE d AS SELECT 'r' || e AS id, 'c' AS who, CASE WHEN e = 4 THEN '' ELSE 'p' END AS place, '2026-01-02' AS seen FROM range(6) AS r(e)`,
          `DELETE FROM d WHERE id IN ('r0', 'r2')`,
        )
        const { rows } = yield* taken({ duckdb: file, table: "t" }, { ...map, eventId: "RowId" })
        assert.deepStrictEqual(
          rows.map(({ eventId }) => eventId),
          ["r0", "r1", "r2"],
        )
        const left = yield* taken({ duckdb: file, table: "d" })
        assert.deepStrictEqual(
          left.rows.map(({ eventId }) => eventId),
          ["r1", "r3", "r5"],
        )
        assert.deepStrictEqual(left.rejects, ["4 place missing"])
      }),
    ),
  )

  it.live("views are not run, and what is no readable database says so", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const place = yield* folder
        const file = path.join(place, "v.duckdb")
        yield* write(file, ...VISITS, `CREATE VIEW passwords AS SELECT * FROM read_text('/etc/passwd')`)
        assert.match(yield* failure({ duckdb: file, table: "passwords" }), /is a view, and views are not run/)
        const whole = fs.readFileSync(file)
        const other = (name: string, bytes: Uint8Array) => {
          fs.writeFileSync(path.join(place, name), bytes)
          return failure({ duckdb: path.join(place, name), table: "visits" })
        }
        assert.match(
          yield* other("empty", Buffer.alloc(0)),
          /SourceUnreadable: .*it is no DuckDB database; name a file/,
        )
        assert.match(yield* other("csv", Buffer.from("id,at\n".repeat(4000))), /it is no DuckDB database/)
        assert.match(
          yield* other("lite", Buffer.concat([Buffer.from("SQLite format 3\0"), Buffer.alloc(8192)])),
          /it is no DuckDB database/,
        )
        assert.match(yield* other("half", whole.subarray(0, whole.length / 2)), /its data is damaged or cut off/)
        const burnt = Buffer.from(whole)
        burnt.fill(7, 12_288, 20_000)
        assert.match(yield* other("burnt", burnt), /SourceUnreadable: .*its data is damaged or cut off/)
        assert.match(yield* other("newer", ofVersion(whole, 999)), /a version of DuckDB that this one does not read/)
        assert.match(yield* failure({ duckdb: path.join(place, "none"), table: "t" }), /there is no such file/)
        assert.match(yield* failure({ duckdb: place, table: "t" }), /it is a folder/)
        assert.match(yield* failure({ duckdb: "a\0b", table: "t" }), /a path has no NUL/)
        assert.match(yield* failure({ duckdb: "/dev/zero", table: "t" }), /a pipe or a device/)
        assert.isFalse(fs.existsSync(path.join(place, "none")))
      }),
    ),
  )

  it.live("a file that another program writes", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const file = path.join(yield* folder, "busy.duckdb")
        yield* write(file, ...VISITS)
        const writer = spawn(
          process.execPath,
          [
            "--input-type=module",
            "-e",
            `import { DuckDBInstance } from "@duckdb/node-api"; const i = await DuckDBInstance.create(process.argv[1]); await (await i.connect()).run("INSERT INTO visits SELECT * FROM visits"); console.log("open"); setInterval(() => i, 1000)`,
            file,
          ],
          { cwd: path.dirname(import.meta.dirname), stdio: ["ignore", "pipe", "inherit"] },
        )
        yield* Effect.promise(() => new Promise((resolve) => writer.stdout.once("data", resolve)))
        assert.match(
          yield* failure({ duckdb: file, table: "visits" }),
          /SourceUnreadable: .*another program has it open for writing; close it there/,
        )
        yield* Effect.promise(
          () =>
            new Promise((resolve) => {
              writer.once("exit", resolve)
              writer.kill("SIGKILL")
            }),
        )
        // What the dead writer had committed is in its log, which is read and left alone.
        assert.isTrue(fs.existsSync(`${file}.wal`))
        const nameless = { customer: "who", touchpoint: "place", at: "seen" }
        assert.strictEqual((yield* taken({ duckdb: file, table: "visits" }, nameless)).rows.length, 4)
        assert.isTrue(fs.existsSync(`${file}.wal`))
      }),
    ),
  )

  it.live("after loading, the file is closed: others may write it, and no question reaches it", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const file = path.join(yield* folder, "closed.duckdb")
        yield* write(file, ...VISITS)
        const facts = yield* loaded({ duckdb: file, table: "visits" })
        const connection = yield* facts.session.connect
        const databases = yield* connection.rows(
          "looking",
          "SELECT database_name FROM duckdb_databases() WHERE NOT internal",
        )
        assert.deepStrictEqual(databases, [["memory"]])
        yield* Effect.flip(connection.run("trying", `ATTACH '${file}' AS again`))
        yield* write(file, "DROP TABLE visits")
      }),
    ),
  )
})

/** The bytes of a database as a later version would have written its header, checksum included. */
const ofVersion = (bytes: Buffer, version: number): Buffer => {
  const made = Buffer.from(bytes)
  const [HEADER, CHECKSUM, VERSION] = [4096, 8, 12]
  made.writeBigUInt64LE(BigInt(version), VERSION)
  let sum = 5381n
  for (let at = CHECKSUM; at < HEADER; at += 8)
    sum ^= BigInt.asUintN(64, made.readBigUInt64LE(at) * 0xbf58476d1ce4e5b9n)
  made.writeBigUInt64LE(sum, 0)
  return made
}
