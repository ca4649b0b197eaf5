import { describe, it } from "@effect/vitest"
import {
  chiSquaredCdf,
  clusteredProportion,
  garwood,
  heterogeneity,
  meanInterval,
  ratioOfSums,
  wilson,
} from "@touchpoint/core/stats"
import { assert } from "./assert.ts"

describe("what data can be", () => {
  it("is counted up to 1e13, and not below none", () => {
    assert.isNotNull(garwood(1e13))
    assert.isNotNull(wilson(5, 1e13))
    for (const n of [1.001e13, Infinity, -1e-9, NaN]) {
      assert.isNull(garwood(n))
      assert.isNull(wilson(0, n))
    }
    for (const exposure of [0, -1, Infinity, NaN]) assert.isNull(garwood(3, exposure))
  })

  it("carries the rounding of weighted counts, which is taken off, and no more", () => {
    for (const n of [0.01, 1, 100]) {
      assert.deepStrictEqual(wilson(-5e-10 * n, n), wilson(0, n))
      assert.deepStrictEqual(wilson(n * (1 + 5e-10), n), wilson(n, n))
      assert.isNull(wilson(-2e-9 * n, n))
      assert.isNull(wilson(n * (1 + 2e-9), n))
    }
  })

  it("is said at levels that leave a tail", () => {
    for (const level of [0, 1, -0.5, 1.5, 1 - 2 ** -53, NaN]) assert.isNull(wilson(3, 9, level))
    assert.isNotNull(wilson(3, 9, 1 - 2 ** -50))
  })

  it("has a spread that is a number, and not below none", () => {
    const pairs = { n: 10, meanX: 106, meanY: 1.6, mxx: 79690, myy: 14.4, cxy: 1014 }
    const clusters = { n: 10, meanX: 3, meanY: 9, mxx: 20, myy: 60, cxy: 15 }
    assert.isNotNull(ratioOfSums(pairs))
    assert.isNotNull(clusteredProportion(clusters))
    for (const [name, values] of Object.entries({
      n: [-1, 1e14, NaN],
      meanX: [Infinity, -Infinity, NaN],
      meanY: [Infinity, -Infinity, NaN],
      mxx: [-1, Infinity, NaN],
      myy: [-1, Infinity, NaN],
      cxy: [Infinity, -Infinity, NaN],
    }))
      for (const value of values) {
        assert.isNull(ratioOfSums({ ...pairs, [name]: value }), `${name} ${value}`)
        assert.isNull(clusteredProportion({ ...clusters, [name]: value }), `${name} ${value}`)
      }
    const group = { n: 10, mean: 4, m2: 9 }
    for (const broken of [
      { n: 1e14, mean: 4, m2: 9 },
      { n: -1, mean: 4, m2: 9 },
      { n: 10, mean: Infinity, m2: 0 },
      { n: 10, mean: 4, m2: Infinity },
      { n: 10, mean: 4, m2: -1 },
    ]) {
      assert.isNull(meanInterval(broken))
      assert.isNull(heterogeneity([group, group, broken]))
    }
  })

  it("is no number of a distribution where half of it is none", () => {
    assert.throws(() => chiSquaredCdf(1, 5e-324), "shape must be positive and finite, got 0")
  })
})
