// Random questions to DuckDB, compared with the oracle.
//
//   node --conditions=@touchpoint/source packages/engine-duckdb/fuzz.ts --runs 4000 --seed 1
//
// A failure prints its seed and path; --path replays it.
import { parseArgs } from "node:util"
import { differential } from "@touchpoint/testing"
import { DuckDBEngine, hold, open } from "@touchpoint/engine-duckdb"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "300" },
    seed: { type: "string", default: "1" },
    path: { type: "string" },
    shards: { type: "boolean", default: false },
  },
})
const begin = performance.now()
const program = Effect.gen(function* () {
  // One database for all: opening one takes longer than most questions.
  const session = yield* open({ threads: 2 })
  return yield* differential({
    name: DuckDBEngine.id,
    layer: (facts, folds) =>
      Layer.unwrap(Effect.map(hold(facts, session), (held) => DuckDBEngine.layer(held, { folds }))),
    runs: Number(values.runs),
    seed: Number(values.seed),
    shards: values.shards,
    ...(values.path === undefined ? {} : { path: values.path }),
  })
})
const { difference, merged, questions, refused } = await Effect.runPromise(Effect.scoped(program))
if (difference !== null) console.error(difference)
const seconds = ((performance.now() - begin) / 1000).toFixed(1)
console.log(
  `${questions} questions (${refused} refused, ${merged} merged of shards), ${difference === null ? 0 : 1} differences, ${seconds} s`,
)
process.exitCode = difference === null ? 0 : 1
