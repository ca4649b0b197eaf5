// Random files read by core and by DuckDB: facts, rejects, source reports and watermarks must be equal.
//
//   node --conditions=@touchpoint/source packages/engine-duckdb/fuzzLoads.ts --runs 1000 --seed 1
//
// A failure prints its seed and path; --path replays it.
import * as fs from "node:fs"
import * as os from "node:os"
import path from "node:path"
import { parseArgs } from "node:util"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { loadCase } from "./test/support/cases.ts"
import { compareLoads } from "./test/support/compareLoads.ts"

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    path: { type: "string" },
  },
})
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "touchpoint-loads-"))
const begin = performance.now()
let facts = 0
try {
  const property = fc.asyncProperty(loadCase, async (one) => {
    const found = await Effect.runPromise(Effect.scoped(compareLoads(one, folder)))
    facts += found.facts
    if (found.difference !== null) throw new Error(found.difference)
  })
  const details = await fc.check(property, {
    numRuns: Number(values.runs),
    seed: Number(values.seed),
    ...(values.path === undefined ? {} : { path: values.path }),
  })
  if (details.failed) {
    console.error(`seed ${details.seed}, path "${details.counterexamplePath}"`)
    console.error(details.errorInstance instanceof Error ? details.errorInstance.message : details.errorInstance)
    console.error(JSON.stringify(details.counterexample?.[0], null, 1).slice(0, 6000))
    process.exitCode = 1
  }
  console.log(
    `${details.numRuns} projects, ${facts} facts, ${details.failed ? 1 : 0} differences, ${((performance.now() - begin) / 1000).toFixed(1)} s`,
  )
} finally {
  fs.rmSync(folder, { recursive: true, force: true })
}
