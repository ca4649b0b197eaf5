import { describe, it } from "@effect/vitest"
import { garwood, poissonCdf, poissonQuantile, poissonSf, poissonUpperQuantile } from "@touchpoint/core/stats"
import { assert } from "./assert.ts"

/** P(X <= k), term by term. */
const sum = (k: number, mean: number): number => {
  let [all, term] = [0, Math.exp(-mean)]
  for (let i = 0; i <= k; i++) {
    all += term
    term *= mean / (i + 1)
  }
  return all
}

describe("the Poisson distribution", () => {
  it("adds up its terms, between whole numbers too", () => {
    for (const mean of [0.3, 1, 2.5, 9])
      for (const k of [0, 0.7, 1, 3, 3.99, 8]) {
        assert.near(poissonCdf(k, mean), sum(Math.floor(k), mean), 1e-13)
        assert.near(poissonSf(k, mean), 1 - sum(Math.floor(k), mean), 1e-13)
      }
  })

  it("has no events below none, and none where none are expected", () => {
    for (const k of [-0.5, -1, -Infinity]) assert.deepStrictEqual([poissonCdf(k, 2), poissonSf(k, 2)], [0, 1])
    for (const k of [0, 3]) assert.deepStrictEqual([poissonCdf(k, 0), poissonSf(k, 0)], [1, 0])
    assert.deepStrictEqual([poissonCdf(-1, 0), poissonSf(-1, 0)], [0, 1])
    for (const tail of [0, 0.4, 1])
      assert.deepStrictEqual([poissonQuantile(tail, 0), poissonUpperQuantile(tail, 0)], [0, 0])
  })

  it("has the smallest count that does as its quantile", () => {
    for (const mean of [0.01, 0.7, 1, 4, 33, 1000])
      for (const tail of [1e-12, 0.001, 0.2, 0.5, 0.9, 0.9999]) {
        const k = poissonQuantile(tail, mean)
        assert.isAtLeast(poissonCdf(k, mean), tail)
        assert.isBelow(poissonCdf(k - 1, mean), tail)
        const upper = poissonUpperQuantile(tail, mean)
        assert.isAtMost(poissonSf(upper, mean), tail)
        assert.isAbove(poissonSf(upper - 1, mean), tail)
      }
  })

  it("reaches a count whose tail is the asked one exactly", () => {
    for (const k of [0, 3, 7]) {
      assert.strictEqual(poissonQuantile(poissonCdf(k, 2), 2), k)
      assert.strictEqual(poissonUpperQuantile(poissonSf(k, 2), 2), k)
    }
  })

  it("names what it refuses", () => {
    for (const of of [poissonCdf, poissonSf]) {
      assert.throws(() => of(NaN, 2), /^k must be a number/u)
      for (const mean of [-1, NaN, Infinity]) assert.throws(() => of(2, mean), /^mean must be finite/u)
    }
    for (const of of [poissonQuantile, poissonUpperQuantile]) {
      for (const tail of [-0.1, 1.1, NaN]) assert.throws(() => of(tail, 2), /^tail must be between 0 and 1/u)
      for (const mean of [-1, NaN, Infinity]) assert.throws(() => of(0.5, mean), /^mean must be finite/u)
    }
  })
})

describe("Garwood's interval", () => {
  it("ends where the count, or more or fewer, is as unlikely as the level allows", () => {
    for (const level of [0.8, 0.95])
      for (const k of [0, 1, 3, 42]) {
        const { high = null, low = null, ...interval } = garwood(k, 2, level) ?? {}
        const tail = (1 - level) / 2
        assert.near(poissonCdf(k, 2 * (high ?? NaN)), tail, 1e-12)
        if (k === 0) assert.strictEqual(low, 0)
        else assert.near(poissonSf(k - 1, 2 * (low ?? NaN)), tail, 1e-12)
        assert.deepStrictEqual(interval, { level, method: "garwood" })
      }
  })

  it("is none of what is no count, of no exposure, and at no level", () => {
    assert.isNull(garwood(-1))
    assert.isNull(garwood(NaN))
    for (const exposure of [0, -1, NaN, Infinity]) assert.isNull(garwood(3, exposure))
    for (const level of [0, 1, NaN]) assert.isNull(garwood(3, 1, level))
    assert.isNull(garwood(3, 5e-324))
  })
})
