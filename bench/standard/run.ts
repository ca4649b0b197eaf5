// Runs the standard report by everything that can answer it, each time in a process of its own, and writes
// bench/results/standard-<millions>m.md. Rivals that are not installed are skipped.
//
//   npm run bench:standard -- --millions 10
//   npm run bench:standard -- --millions 100 --only "bare scan,engine"    those whose names begin so
//
// The bare scan takes the greatest value of each of the four columns: see rivals.ts for why. TOUCHPOINT_BENCH_PYTHON
// names another Python than python3.
import { spawn } from "node:child_process"
import * as fs from "node:fs"
import path from "node:path"
import { parseArgs } from "node:util"
import { open } from "@touchpoint/engine-duckdb"
import { Effect } from "effect"
import { ensure, fileOf } from "./data.ts"
import { machine, middle, type Took, write } from "./results.ts"

const { values: given } = parseArgs({
  options: {
    millions: { type: "string", default: "1" },
    runs: { type: "string", default: "3" },
    only: { type: "string", default: "" },
    /** Seconds after which a program is stopped. */
    limit: { type: "string", default: "3600" },
  },
})
const millions = Number(given.millions)
const runs = Number(given.runs)
const [parquet, csv] = [fileOf(millions), fileOf(millions, "csv")]
const python = process.env["TOUCHPOINT_BENCH_PYTHON"] ?? "python3"

interface Program {
  readonly name: string
  readonly command: string
  readonly args: ReadonlyArray<string>
}

const ours = (name: string, script: string, ...args: ReadonlyArray<string>): Program => ({
  name,
  command: process.execPath,
  args: [
    "--conditions=@touchpoint/source",
    "--max-old-space-size=8192",
    path.join(import.meta.dirname, script),
    ...args,
  ],
})

const inPython = (name: string, script: string, file: string): Program => ({
  name,
  command: python,
  args: [path.join(import.meta.dirname, "..", "rivals", script), file],
})

const wanted = given.only.split(",").map((name) => name.trim())
const programs = [
  ours("bare scan", "rivals.ts", parquet, "scan"),
  ours("engine (Parquet)", "duckdb.ts", parquet),
  ours("engine (CSV)", "duckdb.ts", csv),
  ours("SQL by hand (shared)", "rivals.ts", parquet),
  ours("SQL by hand (parts)", "rivals.ts", parquet, "parts"),
  inPython("pandas (Parquet)", "standard.py", parquet),
  inPython("pandas (CSV)", "standard.py", csv),
  inPython("polars (Parquet)", "standard_polars.py", parquet),
  ours("memory engine", "memory.ts", parquet),
].filter(({ name }) => wanted.some((one) => name.startsWith(one)))

/** What a program prints of itself: one line of JSON, or one more for the same without its tally. */
interface Printed {
  readonly seconds?: number
  readonly peak?: number
  readonly cpu?: number
  readonly version?: string
  readonly skipped?: string
}

/** Runs a program; gives what it printed and how long the process took, or why it did not. */
const start = ({ args, command }: Program) =>
  new Promise<{ readonly printed: ReadonlyArray<Printed>; readonly seconds: number } | { readonly skipped: string }>(
    (resolve) => {
      const begun = performance.now()
      const child = spawn(command, args, {
        stdio: ["ignore", "pipe", "inherit"],
        timeout: 1000 * Number(given.limit),
      })
      let text = ""
      child.stdout.setEncoding("utf8").on("data", (piece: string) => (text += piece))
      child.on("error", ({ message }) => resolve({ skipped: message }))
      child.on("close", (code, signal) => {
        if (code !== 0)
          return resolve({
            skipped: signal === null ? `ended with ${code}` : `stopped by ${signal} after ${given.limit} s at most`,
          })
        const printed = text
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line) as Printed)
        const skipped = printed[0]?.skipped
        resolve(skipped === undefined ? { printed, seconds: (performance.now() - begun) / 1000 } : { skipped })
      })
    },
  )

/** The CSV of a Parquet file, and DuckDB's version. */
const prepare = Effect.scoped(
  Effect.gen(function* () {
    const connection = yield* Effect.flatMap(open(), (session) => session.connect)
    const quoted = (file: string) => `'${file.replaceAll("'", "''")}'`
    if (!fs.existsSync(csv) && programs.some(({ args }) => args.includes(csv))) {
      const at = `strftime(make_timestamp(epoch_us("at")), '%Y-%m-%dT%H:%M:%S.%gZ') AS "at"`
      yield* connection.run(
        "making data",
        `COPY (SELECT * REPLACE (${at}) FROM ${quoted(parquet)}) TO ${quoted(csv)} (HEADER)`,
      )
    }
    const [row] = yield* connection.rows("asking its version", "SELECT version()")
    return String(row?.[0])
  }),
)

await ensure(millions)
const versions = new Map([
  ["Node", process.version],
  ["DuckDB", await Effect.runPromise(prepare)],
])
const took = new Map<string, Array<Took>>()
const skipped = new Map<string, string>()
// The first look at a file brings it into memory; nobody is measured by that.
await start(ours("warming up", "rivals.ts", parquet, "scan"))
for (let round = 1; round <= runs; round++)
  for (const program of programs) {
    const { name } = program
    if (skipped.has(name)) continue
    const ran = await start(program)
    if ("skipped" in ran) {
      skipped.set(name, ran.skipped)
      console.error(`${name}: skipped: ${ran.skipped}`)
      continue
    }
    for (const [line, { cpu = null, peak = Number.NaN, seconds = Number.NaN, version }] of ran.printed.entries()) {
      const part = line === 0 ? name : `${name} (sequential)`
      if (version !== undefined) versions.set(name.replace(/ \(.*/, ""), version)
      took.set(part, [...(took.get(part) ?? []), { seconds, process: ran.seconds, peak, cpu }])
      console.error(`${round}/${runs} ${part}: ${seconds.toFixed(2)} s, ${peak.toFixed(0)} MiB`)
    }
  }

console.log(
  write({
    millions,
    date: new Date().toISOString().slice(0, 10),
    runs,
    machine: machine(),
    versions: Array.from(versions, ([name, version]) => `${name} ${version}`).join(", "),
    took: {
      ...Object.fromEntries(Array.from(took, ([name, all]) => [name, middle(all)])),
      ...Object.fromEntries(Array.from(skipped, ([name, reason]) => [name, { skipped: reason }])),
    },
  }),
)
