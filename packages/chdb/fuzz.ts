// Random questions to ClickHouse, compared with the oracle.
//
//   node --conditions=@touchpoint/source packages/chdb/fuzz.ts --runs 1000 --seed 1 --plan sharded
//   (or local, or customers: shards that hold customers whole, or aliased: shards where customers have aliases; --fold paths asks about that fold alone)
//
// A failure prints its seed and path; --path replays it.
import { parseArgs } from "node:util"
import { ClickHouseEngine } from "@touchpoint/engine-clickhouse"
import { differential } from "@touchpoint/testing"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { careful, open } from "./server.ts"
import { aliased, local, sharded, shardedByCustomer, storeOf } from "./test/store.ts"
import { unsupported } from "./test/unsupported.ts"

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "300" },
    seed: { type: "string", default: "1" },
    path: { type: "string" },
    plan: { type: "string", default: "local" },
    fold: { type: "string" },
    shards: { type: "boolean", default: false },
  },
})
const plans = new Map(Object.entries({ local, sharded, customers: shardedByCustomer, aliased }))
const { fold } = values
const begin = performance.now()
const client = await open(process.env["TOUCHPOINT_CLICKHOUSE_URL"])
const store = await storeOf(client, careful(client))
const report = await Effect.runPromise(
  differential({
    name: `clickhouse, ${values.plan}`,
    runs: Number(values.runs),
    seed: Number(values.seed),
    shards: values.shards,
    unsupported,
    ...(fold === undefined ? {} : { only: (question) => question.shape === "trails" && question.fold === fold }),
    ...(values.path === undefined ? {} : { path: values.path }),
    layer: (facts, folds) =>
      Layer.unwrap(
        Effect.map(
          Effect.promise(() => store.hold(facts, plans.get(values.plan) ?? local)),
          (held) => ClickHouseEngine.layer(held, { folds }),
        ),
      ),
  }),
)
if (report.difference !== null) console.error(report.difference)
const seconds = ((performance.now() - begin) / 1000).toFixed(1)
console.log(
  `${report.questions} questions (${report.refused} refused, ${report.unsupported} unsupported, ${report.merged} merged of shards), ${report.difference === null ? 0 : 1} differences, ${seconds} s`,
)
process.exitCode = report.difference === null ? 0 : 1
await store.drop()
await client.close()
