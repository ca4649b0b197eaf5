import { describe, it } from "@effect/vitest"
import { ratioOfSums, twoRatios } from "@touchpoint/core/stats"
import * as fc from "fast-check"
import vectors from "../fixtures/vectors.json" with { type: "json" }
import { assert } from "./assert.ts"
import { pairsOf } from "./samples.ts"

const { all10, buyers8, orders, revenue } = vectors.A7_ratio_AOV

describe("ratio of sums", () => {
  it("equals the average order value of ten customers", () => {
    const ratio = ratioOfSums(pairsOf(revenue, orders))
    assert.near(ratio?.value, all10.R)
    assert.near(ratio?.se, all10.se)
    assert.near(ratio?.g, all10.g)
    assert.interval(ratio?.delta, all10.t_ci)
    assert.interval(ratio?.fieller, all10.fieller)
  })

  it("changes only its standard error when customers without orders are left out", () => {
    const kept = orders.flatMap((y, i) => (y > 0 ? [i] : []))
    const ratio = ratioOfSums(
      pairsOf(
        kept.map((i) => revenue[i] ?? NaN),
        kept.map((i) => orders[i] ?? NaN),
      ),
    )
    assert.near(ratio?.value, buyers8.R)
    assert.near(ratio?.se, buyers8.se)
    assert.near(ratio?.g, buyers8.g)
    assert.interval(ratio?.delta, buyers8.t_ci)
    assert.interval(ratio?.fieller, buyers8.fieller)
  })

  it("reports Fieller's interval when the denominator is uncertain, the delta one otherwise", () => {
    assert.strictEqual(ratioOfSums(pairsOf(revenue, orders))?.interval?.method, "fieller")
    assert.strictEqual(ratioOfSums(pairsOf([1, 2, 3, 5], [1, 1, 1, 1]))?.interval?.method, "delta")
  })

  it("has no interval when the denominator may be zero, no error from one unit, no value without denominator", () => {
    const wild = ratioOfSums(pairsOf([3, 4], [0, 9]))
    assert.isAtLeast(wild?.g ?? NaN, 1)
    assert.isNull(wild?.fieller)
    assert.isNull(wild?.interval)
    const one = ratioOfSums(pairsOf([3], [2]))
    assert.deepStrictEqual([one?.value, one?.se, one?.interval], [1.5, null, null])
    assert.isNull(ratioOfSums(pairsOf([3, 4], [0, 0])))
    assert.isNull(ratioOfSums({ n: 0, meanX: 0, meanY: 0, mxx: 0, myy: 0, cxy: 0 }))
  })

  it("scales with the unit of money", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 1, max: 9 })), { minLength: 2 }),
        fc.constantFrom(0.01, 100, 4.3),
        (units, rate) => {
          const y = units.map(([, count]) => count)
          const plain = ratioOfSums(
            pairsOf(
              units.map(([amount]) => amount),
              y,
            ),
          )
          const scaled = ratioOfSums(
            pairsOf(
              units.map(([amount]) => amount * rate),
              y,
            ),
          )
          assert.near(scaled?.value, (plain?.value ?? NaN) * rate, 1e-12)
          assert.near(scaled?.se, (plain?.se ?? NaN) * rate, 1e-6)
        },
      ),
    )
  })
})

describe("two ratios of sums", () => {
  it("are compared by Welch with their own standard errors", () => {
    const units = pairsOf(revenue, orders)
    const test = twoRatios({ ...units, meanX: units.meanX + 16 }, units)
    assert.near(test?.difference, 10)
    assert.isAbove(test?.p ?? NaN, 0.05)
    assert.isNull(twoRatios(units, pairsOf([1], [1])))
    assert.isNull(twoRatios(pairsOf([1, 2], [0, 0]), units))
  })

  it("equal two independent ratios without a difference", () => {
    const units = pairsOf(revenue, orders)
    const test = twoRatios(units, units)
    assert.deepStrictEqual([test?.difference, test?.t, test?.p], [0, 0, 1])
    assert.near(test?.se, all10.se * Math.SQRT2)
    assert.near(test?.df, 18)
  })
})
