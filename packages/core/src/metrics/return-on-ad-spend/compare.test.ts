import { describe, it } from "@effect/vitest"
import { returnOnAdSpend } from "@touchpoint/core/metrics"
import * as Effect from "effect/Effect"
import { project, type Row } from "../../../test/facts/project.ts"
import { compared } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const rows = (amounts: ReadonlyArray<number>): ReadonlyArray<Row> =>
  amounts.map((amount, i) => ({ at: "2026-03-01", amount, campaign: `c${i}` }))
const factsOf = (orders: ReadonlyArray<number>, costs: ReadonlyArray<number>) =>
  project(
    [
      { kind: "order", rows: rows(orders), header: ["at", "amount", "campaign"] },
      { kind: "cost", rows: rows(costs), header: ["at", "amount", "campaign"] },
    ],
    { asOf: Date.UTC(2026, 11, 31) },
  )

describe("return-on-ad-spend compared", () => {
  it.effect("tests the difference of two ratios by Welch, and compares nothing with no cost", () =>
    Effect.gen(function* () {
      const pairs = { pairs: "campaign" }
      const [a, b, free] = [
        yield* factsOf([80, 60], [10, 10]),
        yield* factsOf([50, 30], [10, 10]),
        yield* factsOf([50, 30], [0, 0]),
      ]
      const found = yield* compared(returnOnAdSpend, pairs, a, b)
      // 7 − 4; both se² = 2/1 · 2 · 10² / 20² = 1: t = 3 / √2 with two degrees of freedom.
      assert.near(found?.difference, 3)
      const half = 4.302652729696144 * Math.SQRT2
      assert.interval(found?.interval, [3 - half, 3 + half], 1e-9)
      const t = 3 / Math.SQRT2
      assert.near(found?.p, 1 - t / Math.sqrt(2 + t * t), 1e-9)
      assert.isNull(yield* compared(returnOnAdSpend, pairs, a, free))
      assert.isNull(yield* compared(returnOnAdSpend, pairs, free, b))
      const wide = yield* compared(returnOnAdSpend, pairs, a, b, null, 0.8)
      // Student's quantile of 0.9 with two degrees of freedom.
      assert.near(wide?.interval?.low, 3 - 1.8856180831641267 * Math.SQRT2, 1e-9)
    }),
  )

  it.effect("says what it waits for, and what is over what", () =>
    Effect.gen(function* () {
      const [net, gross] = [
        yield* returnOnAdSpend.prepare(),
        yield* returnOnAdSpend.prepare({ basis: "gross", except: ["test"] }),
      ]
      assert.deepStrictEqual([net.kinds, net.periodic], [["order", "cost"], true])
      assert.deepStrictEqual([net.everyStatus, gross.everyStatus], [true, false])
      assert.deepStrictEqual([net.takesRefunds, gross.takesRefunds], [true, false])
      assert.deepStrictEqual([net.passport.unit, net.passport.unitOfN], [{ kind: "ratio" }, "order"])
      const problem = yield* Effect.flip(returnOnAdSpend.prepare({ rates: [{ currency: "EUR", rate: 4 }] }))
      assert.include(problem.message, "which currency they lead to")
    }),
  )
})
