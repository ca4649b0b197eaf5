import { metrics, prepareMetric } from "@touchpoint/core/metrics"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { assert, describe, it } from "vitest"
import { requestKeys } from "../src/project/Config.ts"

describe("keys of a request", () => {
  it("are no parameters of a metric, which could not be set beside them", async () => {
    assert.includeMembers([...requestKeys], ["id", "by", "every", "period", "where"])
    for (const metric of metrics) {
      const prepared = await Effect.runPromise(Effect.result(prepareMetric(metric)))
      if (Result.isFailure(prepared)) continue
      assert.deepStrictEqual(
        Object.keys(prepared.success.params).filter((name) => requestKeys.includes(name)),
        [],
        metric.id,
      )
    }
  })
})
