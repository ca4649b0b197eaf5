import type { ClickHouseClient } from "@clickhouse/client"
import type { Facts } from "@touchpoint/core/facts"
import { ClickHouseEngine, type Client } from "@touchpoint/engine-clickhouse"
import { engineSuite } from "@touchpoint/testing"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { afterAll, beforeAll } from "vitest"
import { careful, local, open, type Reach, sharded, shardedByCustomer, store } from "./store.ts"
import { unsupported } from "./unsupported.ts"

let client: ClickHouseClient
let asking: Client

beforeAll(async () => {
  client = await open(process.env["TOUCHPOINT_CLICKHOUSE_URL"])
  asking = careful(client)
})

afterAll(() => client.close())

/** Most facts whose tables are kept. */
const KEPT = 24

/** Facts are asked several times: their tables are written once, and dropped when many others came. */
const storing = (reach: Reach) => {
  const known = new Map<Facts, Effect.Success<ReturnType<typeof store>>>()
  return (facts: Facts) =>
    Effect.gen(function* () {
      const made = known.get(facts) ?? (yield* store(client, asking, facts, reach))
      known.delete(facts)
      known.set(facts, made)
      const [oldest] = known
      if (known.size > KEPT && oldest !== undefined) {
        known.delete(oldest[0])
        yield* oldest[1].drop
      }
      return made.held
    })
}

// Writing tables takes longer than asking about them: fuzz.ts goes on for as long as it is told to.
const plans: ReadonlyArray<readonly [name: string, reach: Reach, runs: number, shards: boolean]> = [
  ["clickhouse", local, 25, true],
  ["clickhouse over two shards", sharded, 15, false],
  ["clickhouse over two shards of customers", shardedByCustomer, 15, false],
]
for (const [name, reach, runs, shards] of plans) {
  const held = storing(reach)
  engineSuite(
    name,
    (facts, folds) =>
      Layer.unwrap(Effect.map(held(facts), (connected) => ClickHouseEngine.layer(connected, { folds }))),
    {
      runs,
      shards,
      timeout: 600_000,
      unsupported,
      onReport: ({ questions, unsupported: refused }) =>
        console.log(`note: ${name} refused ${refused} of ${questions} questions as unsupported`),
    },
  )
}
