// The standard report from a file by the engine on DuckDB, loading included. Prints one line of JSON.
import { performance } from "node:perf_hooks"
import { define } from "@touchpoint/core/facts"
import { Calendar } from "@touchpoint/core/time"
import { DuckDBEngine, load } from "@touchpoint/engine-duckdb"
import { Effect } from "effect"
import { questions } from "./questions.ts"

const [file = "", only] = process.argv.slice(2)
const model = define()
const names = ["customer", "touchpoint", "at", "sequence"]
const start = performance.now()
const asked = Object.entries(questions).filter(([name]) => only === undefined || name.startsWith(only))
const { answers, ready } = await Effect.runPromise(
  Effect.scoped(
    Effect.gen(function* () {
      const facts = yield* load(
        [
          {
            name: file,
            kind: model.kinds.interaction,
            mapping: { kind: "interaction", map: Object.fromEntries(names.map((name) => [name, name])) },
            from: file.endsWith(".csv") ? { csv: file } : { parquet: file },
          },
        ],
        // What is promised is a limit, with spilling, and not luck: the rest of the memory is JavaScript's.
        {
          model,
          calendar: Calendar.make("UTC"),
          resources: { memory: process.env["TOUCHPOINT_BENCH_MEMORY"] ?? "500MiB" },
        },
      )
      const loadedAt = performance.now()
      const engine = yield* DuckDBEngine.make(facts)
      return { answers: yield* engine.ask(asked.map(([, question]) => question)), ready: loadedAt }
    }),
  ),
)
const end = performance.now()
console.log(
  JSON.stringify({
    seconds: (end - start) / 1000,
    load: (ready - start) / 1000,
    ask: (end - ready) / 1000,
    peak: process.resourceUsage().maxRSS / 1024,
    groups: answers.reduce((sum, { groups }) => sum + groups.length, 0),
  }),
)
