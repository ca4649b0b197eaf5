// A file's rows as columns in memory, by DuckDB's own reader: what an application that already holds its data has. They
// are kept beside the file, so that measuring the engine in memory measures nothing of DuckDB.
import * as fs from "node:fs"
import * as v8 from "node:v8"
import { type Column, define, type Facts } from "@touchpoint/core/facts"
import { Calendar } from "@touchpoint/core/time"
import { Effect } from "effect"

const quoted = (file: string): string => `'${file.replaceAll("'", "''")}'`

interface Columns {
  readonly rows: number
  readonly columns: ReadonlyMap<string, Column>
}

/** The interactions in a file as facts in memory. */
export const factsOf = async (file: string): Promise<Facts> => {
  const model = define()
  return {
    model,
    calendar: Calendar.make("UTC"),
    inventory: null,
    tables: new Map([["interaction", { kind: model.kinds.interaction, ...(await columnsOf(file)) }]]),
    watermarks: new Map(),
    bands: new Map(),
    sources: [],
    rejects: [],
  }
}

const columnsOf = async (file: string): Promise<Columns> => {
  const kept = `${file}.columns`
  if (!fs.existsSync(kept)) fs.writeFileSync(kept, v8.serialize(await read(file)))
  return v8.deserialize(fs.readFileSync(kept)) as Columns
}

const read = async (file: string): Promise<Columns> => {
  const { open } = await import("@touchpoint/engine-duckdb")
  return Effect.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        const connection = yield* Effect.flatMap(open(), (session) => session.connect)
        const from = `FROM ${quoted(file)}`
        const [counted] = yield* connection.rows("counting", `SELECT count(*)::INTEGER AS n ${from}`)
        const rows = Number(counted?.[0])
        const texts = Effect.fnUntraced(function* (name: string) {
          yield* connection.run(
            "naming",
            `CREATE OR REPLACE TEMP TABLE names AS SELECT w, row_number() OVER () - 1 AS c FROM (SELECT DISTINCT ${name} AS w ${from})`,
          )
          const dictionary: Array<string> = []
          yield* connection.stream("naming", "SELECT w FROM names ORDER BY c", (chunk) => {
            for (const word of chunk.getColumnVector(0).toArray()) dictionary.push(String(word))
          })
          const codes = new Int32Array(rows)
          let row = 0
          yield* connection.stream(
            "reading",
            `SELECT c::INTEGER FROM (SELECT ${name} AS w, row_number() OVER () AS r ${from}) JOIN names USING (w) ORDER BY r`,
            (chunk) => {
              for (const code of chunk.getColumnVector(0).toArray()) codes[row++] = Number(code)
            },
          )
          return { type: "text", codes, dictionary } as const
        })
        const numbers = Effect.fnUntraced(function* (sql: string) {
          const values = new Float64Array(rows)
          let row = 0
          yield* connection.stream("reading", `SELECT ${sql} ${from}`, (chunk) => {
            for (const value of chunk.getColumnVector(0).toArray()) values[row++] = Number(value)
          })
          return { type: "number", values } as const
        })
        const columns = new Map<string, Column>([
          ["customer", yield* texts("customer")],
          ["touchpoint", yield* texts("touchpoint")],
          ["at", yield* numbers(`epoch_ms("at")::DOUBLE`)],
          ["sequence", yield* numbers("sequence::DOUBLE")],
          ["source", { type: "text", codes: new Int32Array(rows), dictionary: ["file"] }],
        ])
        return { rows, columns }
      }),
    ),
  )
}
