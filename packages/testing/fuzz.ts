// Random questions to the engine in memory, compared with the oracle.
//
//   node --conditions=@touchpoint/source packages/testing/fuzz.ts --runs 10000 --seed 1
//
// A failure prints its seed and path; --path replays it.
import { parseArgs } from "node:util"
import { MemoryEngine } from "@touchpoint/core/engine"
import * as Effect from "effect/Effect"
import { differential } from "./src/fuzz/differential.ts"

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    path: { type: "string" },
  },
})
const begin = performance.now()
const { questions, difference } = await Effect.runPromise(
  differential({
    name: MemoryEngine.id,
    layer: (facts, folds) => MemoryEngine.layer(facts, { folds }),
    runs: Number(values.runs),
    seed: Number(values.seed),
    ...(values.path === undefined ? {} : { path: values.path }),
  }),
)
if (difference !== null) console.error(difference)
const seconds = ((performance.now() - begin) / 1000).toFixed(1)
console.log(`${questions} questions, ${difference === null ? 0 : 1} differences, ${seconds} s`)
process.exitCode = difference === null ? 0 : 1
