// The standard report by the engine in memory over columns that are there already. Prints one line of JSON.
import { performance } from "node:perf_hooks"
import { Engine, MemoryEngine } from "@touchpoint/core/engine"
import { Effect } from "effect"
import { factsOf } from "./columns.ts"
import { questions } from "./questions.ts"

const [file = "", only] = process.argv.slice(2)
const facts = await factsOf(file)
const rows = facts.tables.get("interaction")?.rows ?? 0
const asked = Object.entries(questions).filter(([name]) => only === undefined || name.startsWith(only))
const before = process.resourceUsage().maxRSS
for (const part of [asked, asked.filter(([, { shape }]) => shape === "trails")]) {
  const start = performance.now()
  const cpu = process.cpuUsage()
  await Effect.runPromise(
    Effect.gen(function* () {
      const engine = yield* Engine
      return yield* engine.ask(part.map(([, question]) => question))
    }).pipe(Effect.provide(MemoryEngine.layer(facts, { rows: Number.MAX_SAFE_INTEGER }))),
  )
  const seconds = (performance.now() - start) / 1000
  const { system, user } = process.cpuUsage(cpu)
  console.log(
    JSON.stringify({
      questions: part.length,
      seconds,
      cpu: (system + user) / 1e6,
      perSecond: Math.round(rows / seconds),
      before: before / 1024,
      peak: process.resourceUsage().maxRSS / 1024,
    }),
  )
}
