import { describe, it } from "@effect/vitest"
import { growthParts, salesOf } from "@touchpoint/core/analyses"
import * as fc from "fast-check"
import { assert } from "../../../test/stats/assert.ts"

const amount = fc.integer({ min: 1, max: 1_000_000 })
const sales = fc.record({ customers: amount, orders: amount, revenue: amount })

describe("growth", () => {
  // By hand: L = 2000 / ln(8000 / 6000) = 6952.118994…
  it("takes a change apart into customers, frequency and order value", () => {
    const parts = growthParts(
      { customers: 100, orders: 150, revenue: 6000 },
      { customers: 80, orders: 160, revenue: 8000 },
    )
    const mean = 2000 / Math.log(4 / 3)
    assert.strictEqual(parts?.change, 2000)
    assert.near(parts?.growth, 1 / 3)
    assert.near(parts?.customers.effect, mean * Math.log(0.8))
    assert.near(parts?.frequency.effect, mean * Math.log(2 / 1.5))
    assert.near(parts?.orderValue.effect, mean * Math.log(50 / 40))
    assert.deepStrictEqual([parts?.orderValue.before, parts?.orderValue.now], [40, 50])
  })

  it("has parts that add up to the change with no rest, and change sign with the direction of time", () => {
    fc.assert(
      fc.property(sales, sales, (before, now) => {
        const [there, back] = [growthParts(before, now), growthParts(now, before)]
        if (there === null || back === null) return assert.fail("all are positive")
        const factors = ["customers", "frequency", "orderValue"] as const
        const sum = factors.reduce((total, name) => total + there[name].effect, 0)
        const size = factors.reduce((total, name) => total + Math.abs(there[name].effect), 1)
        assert.isBelow(Math.abs(sum - there.change), 1e-9 * size)
        for (const name of factors) assert.isBelow(Math.abs(there[name].effect + back[name].effect), 1e-9 * size)
      }),
    )
  })

  it("is exact where next to nothing changed", () => {
    const parts = growthParts(
      { customers: 1000, orders: 1000, revenue: 1e9 },
      { customers: 1000, orders: 1000, revenue: 1e9 + 1 },
    )
    assert.near(parts?.orderValue.effect, 1, 1e-6)
    const same = { customers: 3, orders: 4, revenue: 5 }
    assert.deepStrictEqual([growthParts(same, same)?.change, growthParts(same, same)?.customers.effect], [0, 0])
  })

  it("is null where a factor is nothing, less, or no number", () => {
    const some = { customers: 1, orders: 1, revenue: 1 }
    for (const bad of [
      { revenue: 0 },
      { revenue: -5 },
      { orders: 0 },
      { customers: 0 },
      { revenue: NaN },
      { revenue: Infinity },
    ]) {
      assert.isNull(growthParts(some, { ...some, ...bad }))
      assert.isNull(growthParts({ ...some, ...bad }, some))
    }
  })

  it("finds sales in two metrics of the same orders only", () => {
    const frequency = { numerator: 6, denominator: 3 }
    assert.deepStrictEqual(salesOf(frequency, { numerator: 900, denominator: 6 }), {
      customers: 3,
      orders: 6,
      revenue: 900,
    })
    for (const other of [
      { numerator: 900, denominator: 7 },
      { numerator: null, denominator: 6 },
    ])
      assert.isNull(salesOf(frequency, other))
    assert.isNull(salesOf({ numerator: null, denominator: 3 }, { numerator: 900, denominator: 6 }))
  })
})
