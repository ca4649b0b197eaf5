import type { ClickHouseClient } from "@clickhouse/client"
import type { Facts } from "@touchpoint/core/facts"
import { type Fold, folds as shipped, type Question } from "@touchpoint/core/questions"
import { ClickHouseEngine } from "@touchpoint/engine-clickhouse"
import { differential, engineSuite } from "@touchpoint/testing"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { careful, open } from "../server.ts"
import { aliased, local, type Reach, sharded, shardedByCustomer, type Store, storeOf } from "./store.ts"
import { unsupported } from "./unsupported.ts"

let client: ClickHouseClient
let store: Store

beforeAll(async () => {
  client = await open(process.env["TOUCHPOINT_CLICKHOUSE_URL"])
  store = await storeOf(client, careful(client))
})

afterAll(async () => {
  await store.drop()
  await client.close()
})

// Writing tables takes longer than asking about them, so all plans are asked about the same: fuzz.ts goes on for as
// long as it is told to.
const plans: ReadonlyArray<readonly [name: string, reach: Reach, runs: number, shards: boolean]> = [
  ["clickhouse", local, 12, true],
  ["clickhouse over two shards", sharded, 6, false],
  ["clickhouse over two shards of customers", shardedByCustomer, 6, false],
  ["clickhouse over two shards, customers with aliases", aliased, 6, false],
]

const PATIENCE = 600_000

/** Questions that every fold is asked on every plan. */
const EACH = 2

for (const [name, reach, runs, shards] of plans) {
  const layer = (facts: Facts, folds: ReadonlyArray<Fold>) =>
    Layer.unwrap(
      Effect.map(
        Effect.promise(() => store.hold(facts, reach)),
        (held) => ClickHouseEngine.layer(held, { folds }),
      ),
    )
  engineSuite(name, layer, {
    runs,
    shards,
    timeout: PATIENCE,
    unsupported,
    onReport: ({ questions, unsupported: refused }) =>
      console.log(`note: ${name} refused ${refused} of ${questions} questions as unsupported`),
  })
  describe(`folds: ${name}`, () => {
    it(
      "answers random questions of every fold as the oracle does",
      async () => {
        const asked = new Map<string, number>()
        // The first few of each: what failed is found again by fuzz.ts, its seed and its path.
        const only = (question: Question) => {
          if (question.shape !== "trails" || !shipped.has(question.fold)) return false
          const times = (asked.get(question.fold) ?? 0) + 1
          asked.set(question.fold, times)
          return times <= EACH
        }
        const report = await Effect.runPromise(
          differential({ name, layer, runs: 400, seed: 5, shards: false, unsupported, only }),
        )
        if (report.difference !== null) assert.fail(report.difference)
        assert.strictEqual(report.questions, EACH * shipped.size)
      },
      PATIENCE,
    )
  })
}
