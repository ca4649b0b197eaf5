import { describe, it } from "@effect/vitest"
import { binomialCdf, quantileRanks, rankedQuantile, skewness, skewnessSampleSize } from "@touchpoint/core/stats"
import vectors from "../fixtures/vectors.json" with { type: "json" }
import { assert } from "./assert.ts"

describe("quantileRanks", () => {
  it("are the ranks of the response-time vector", () => {
    const { median_cov, median_ranks, p90_ranks } = vectors.D1_response_time
    const median = quantileRanks(20, 0.5)
    assert.deepStrictEqual([median?.low, median?.high], [median_ranks[0], median_ranks[1]])
    assert.near(median?.coverage ?? NaN, median_cov, 1e-12)
    const p90 = quantileRanks(20, 0.9)
    assert.deepStrictEqual([p90?.rank, p90?.low, p90?.high, p90_ranks[1]], [18, p90_ranks[0], null, 21])
  })

  it("have both sides from the published sample sizes on", () => {
    for (const [q, n] of [
      [0.5, 6],
      [0.75, 13],
      [0.9, 36],
      [0.95, 72],
      [0.99, 368],
    ] as const) {
      const sides = (size: number) => [quantileRanks(size, q)?.low, quantileRanks(size, q)?.high]
      assert.notInclude(sides(n), null, `q = ${q}`)
      assert.include(sides(n - 1), null, `q = ${q}`)
    }
  })
})

describe("the ranks of a quantile", () => {
  // As many values lie below the quantile as a binomial variable says.
  it("hold it with the coverage they tell, and no rank nearer would", () => {
    for (const n of [1, 2, 6, 17, 40])
      for (const q of [0.1, 0.5, 0.9])
        for (const level of [0.8, 0.95]) {
          const { coverage = 0, high = null, low = null } = quantileRanks(n, q, level) ?? {}
          const below = (rank: number | null) => (rank === null ? 0 : binomialCdf(rank - 1, n, q))
          const above = (rank: number | null) => (rank === null ? 0 : 1 - binomialCdf(rank - 1, n, q))
          const tail = (1 - level) / 2 + 1e-12
          assert.isAtMost(below(low), tail)
          assert.isAtMost(above(high), tail)
          assert.near(coverage, 1 - below(low) - above(high), 1e-12)
          assert.isAbove(below((low ?? 0) + 1), tail - 2e-12)
          assert.isAbove(above((high ?? n + 1) - 1), tail - 2e-12)
        }
  })

  it("are the only one of one value, and the ends for the ends", () => {
    assert.deepStrictEqual(quantileRanks(1, 0.5), { rank: 1, low: null, high: null, coverage: 1 })
    assert.deepStrictEqual(quantileRanks(10, 0), { rank: 1, low: null, high: 1, coverage: 1 })
    assert.deepStrictEqual(quantileRanks(10, 1), { rank: 10, low: 10, high: null, coverage: 1 })
    // Weights may add up to no whole number; an interval open on both sides holds everything.
    assert.strictEqual(quantileRanks(2.5, 0.5)?.coverage, 1)
  })

  it("are none without a value, of what is no quantile, and at no level", () => {
    for (const n of [0, 0.5, -1, NaN, Infinity]) assert.isNull(quantileRanks(n, 0.5))
    for (const q of [-0.1, 1.1, NaN]) assert.isNull(quantileRanks(10, q))
    for (const level of [0, 1, NaN]) assert.isNull(quantileRanks(10, 0.5, level))
  })

  it("pick the values at them", () => {
    const found = rankedQuantile((rank) => rank * 10, 20, 0.5, 0.8)
    const { high = 0, low = 0 } = quantileRanks(20, 0.5, 0.8) ?? {}
    assert.deepStrictEqual(found, {
      value: 100,
      interval: { low: 10 * (low ?? NaN), high: 10 * (high ?? NaN), level: 0.8, method: "order-statistics" },
    })
    assert.isNull(rankedQuantile(() => 1, 0, 0.5))
    assert.isNull(rankedQuantile(() => NaN, 10, 0.5))
  })
})

describe("skewness", () => {
  it("needs two values that vary, and can be counted", () => {
    assert.strictEqual(skewness({ n: 2, m2: 2, m3: 0 }), 0)
    // 0, 0, 0, 1: (1 - 2/4) / sqrt(3/16) = 2 / sqrt 3
    assert.near(skewness({ n: 4, m2: 0.75, m3: 3 * -(0.25 ** 3) + 0.75 ** 3 }), 2 / Math.sqrt(3))
    assert.isNull(skewness({ n: 1, m2: 1, m3: 1 }))
    assert.isNull(skewness({ n: 1e20, m2: 1, m3: 1 }))
    for (const m2 of [0, -1]) for (const m3 of [0, 1]) assert.isNull(skewness({ n: 5, m2, m3 }))
  })

  it("asks for 355 times its square", () => {
    assert.strictEqual(skewnessSampleSize(0), 0)
    assert.strictEqual(skewnessSampleSize(-0.1), 4)
    assert.strictEqual(skewnessSampleSize(2), 1420)
    for (const skew of [NaN, Infinity, 1e200]) assert.isNull(skewnessSampleSize(skew))
  })
})
