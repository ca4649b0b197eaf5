// The standard report by SQL written by hand, in the same DuckDB with the same settings. Prints one line of JSON.
//
//   node --conditions=@touchpoint/source bench/standard/rivals.ts FILE            the whole report, work shared
//   node --conditions=@touchpoint/source bench/standard/rivals.ts FILE parts      each part by a script of its own
//   node --conditions=@touchpoint/source bench/standard/rivals.ts FILE retention  one of these
//   node --conditions=@touchpoint/source bench/standard/rivals.ts FILE scan       every column decoded, nothing else
//   node --conditions=@touchpoint/source bench/standard/rivals.ts FILE plans      plans of the slowest statements
import * as fs from "node:fs"
import path from "node:path"
import { performance } from "node:perf_hooks"
import { open } from "@touchpoint/engine-duckdb"
import { Effect } from "effect"

/** A row of an answer, by the names of its columns. */
export type Row = Readonly<Record<string, string | number | null>>
/** Rows of each answer, by its name. */
export type Answers = Map<string, ReadonlyArray<Row>>

const folder = path.join(import.meta.dirname, "..", "rivals")
const partsFolder = path.join(folder, "standard")

/** Every part that has a script of its own. */
export const partScripts = (): ReadonlyArray<string> =>
  fs
    .globSync("*.sql", { cwd: partsFolder })
    .toSorted()
    .map((file) => path.join(partsFolder, file))

/** The script of the whole report. */
export const wholeScript = path.join(folder, "standard.sql")

/** Statements of a script; a comment `-- answer: name` says which of them answer. */
const statementsOf = (script: string): ReadonlyArray<{ readonly text: string; readonly answer: string | undefined }> =>
  fs
    .readFileSync(script, "utf8")
    .split(/;[ \t]*\n/)
    .map((text) => ({ text: text.trim(), answer: /^-- answer: (.+)$/m.exec(text)?.[1] }))
    .filter(({ text }) => text.replaceAll(/^--.*$/gm, "").trim() !== "")

/** How long a statement took. */
interface Timed {
  readonly seconds: number
  readonly text: string
}

/** Runs scripts over a file, each in a database of its own, and gives what they answer. */
export const byHand = async (file: string, scripts: ReadonlyArray<string>) => {
  const answers: Answers = new Map()
  const times: Array<Timed> = []
  for (const script of scripts) await run(file, script, answers, times)
  return { answers, times }
}

const run = (file: string, script: string, answers: Answers, times: Array<Timed>) =>
  session(file, async (sql) => {
    for (const { answer, text } of statementsOf(script)) {
      const start = performance.now()
      const rows = await sql(text)
      times.push({ seconds: (performance.now() - start) / 1000, text })
      if (answer !== undefined) answers.set(answer, rows)
    }
  })

const session = <A>(
  file: string,
  use: (sql: (text: string) => Promise<ReadonlyArray<Row>>) => Promise<A>,
): Promise<A> =>
  Effect.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        const { raw } = yield* Effect.flatMap(open(), ({ connect }) => connect)
        const sql = async (text: string) => {
          const read = await raw.runAndReadAll(text)
          return read
            .getRowObjectsJS()
            .map((row): Row =>
              Object.fromEntries(
                Object.entries(row).map(([name, value]) => [
                  name,
                  typeof value === "bigint" ? Number(value) : (value as string | number | null),
                ]),
              ),
            )
        }
        return yield* Effect.promise(async () => {
          await sql(`CREATE VIEW interactions AS SELECT * FROM ${from(file)}`)
          return use(sql)
        })
      }),
    ),
  )

const from = (file: string): string => {
  const quoted = `'${file.replaceAll("'", "''")}'`
  return file.endsWith(".csv") ? `read_csv(${quoted})` : `read_parquet(${quoted})`
}

// The greatest of each column: DuckDB has to decode every value of all four, and does next to nothing with it. Asked of
// the times alone it would read the file's own statistics; with texts among the columns it does not, as the plan shows.
const SCAN = `SELECT max(customer), max("at"), max(touchpoint), max(sequence) FROM interactions`

/** Statements of the whole report that take longest, with what DuckDB did. */
const plans = async (file: string): Promise<string> => {
  const { times } = await byHand(file, [wholeScript])
  const slow = new Set(
    times
      .toSorted((a, b) => b.seconds - a.seconds)
      .slice(0, 6)
      .map(({ text }) => text),
  )
  return session(file, async (sql) => {
    const explained: Array<string> = []
    const explain = async (text: string) => {
      // Tables are made after they are explained: an explained statement makes none.
      const [row] = await sql(`EXPLAIN ANALYZE ${text}`)
      const trimmed = String(row?.["explain_value"] ?? "").replaceAll(/[ \t]+$/gm, "")
      explained.push(trimmed)
    }
    await explain(SCAN)
    for (const { text } of statementsOf(wholeScript))
      if (!slow.has(text)) await sql(text)
      else {
        await explain(text)
        const table = /^CREATE TEMP TABLE (\w+) AS/m.exec(text)?.[1]
        if (table !== undefined) await sql(text.replace("CREATE TEMP TABLE", "CREATE OR REPLACE TEMP TABLE"))
      }
    return explained.join("\n\n")
  })
}

if (import.meta.main) {
  const [file = "", what = "whole"] = process.argv.slice(2)
  const start = performance.now()
  const scripts =
    what === "whole"
      ? [wholeScript]
      : partScripts().filter((script) => what === "parts" || path.basename(script, ".sql") === what)
  if (what === "plans") console.log(await plans(file))
  else {
    const { answers, times } =
      what === "scan"
        ? { answers: new Map([["scan", await session(file, (sql) => sql(SCAN))]]), times: [] }
        : await byHand(file, scripts)
    const seconds = (performance.now() - start) / 1000
    const rows = [...answers.values()].reduce((sum, answer) => sum + answer.length, 0)
    const peak = process.resourceUsage().maxRSS / 1024
    console.log(JSON.stringify({ seconds, peak, rows, slowest: Math.max(0, ...times.map((one) => one.seconds)) }))
  }
}
