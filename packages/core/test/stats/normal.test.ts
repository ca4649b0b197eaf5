import { describe, it } from "@effect/vitest"
import { normalCdf, normalQuantile, normalSf } from "@touchpoint/core/stats"
import { assert } from "./assert.ts"

// mpmath with 40 digits.
describe("the normal distribution", () => {
  it("keeps its digits where the square of the point is no short number", () => {
    for (const [x, tail] of [
      [8.7654321, 9.303082165183232e-19],
      [24.681, 8.554862720489598e-135],
      [33.3, 1.93050550592784e-243],
      [37.123, 5.978884495233919e-302],
    ] as const) {
      assert.relative(normalSf(x), tail, 5e-15, String(x))
      assert.relative(normalCdf(-x), tail, 5e-15, String(x))
      assert.strictEqual(normalCdf(x), 1)
    }
  })

  it("passes from one formula to the other without a step", () => {
    assert.relative(normalSf(1.5), 0.06680720126885807, 1e-15)
    assert.relative(normalSf(-1.5), 0.9331927987311419, 1e-15)
    for (const [p, x] of [
      [0.925, 1.4395314709384561],
      [0.075, -1.439531470938456],
      [2e-11, -6.604077590405634],
      [1e-11, -6.706023155495136],
    ] as const)
      assert.relative(normalQuantile(p), x, 1e-15)
  })

  it("ends beyond what a double can tell", () => {
    for (const x of [40, 41, 1e300, Infinity]) assert.deepStrictEqual([normalSf(x), normalSf(-x)], [0, 1])
    assert.deepStrictEqual([normalSf(0), normalCdf(0), normalQuantile(0.5)], [0.5, 0.5, 0])
    assert.near(normalQuantile(1 - 2 ** -53), 8.209536151601386, 1e-14)
    assert.deepStrictEqual([normalQuantile(0), normalQuantile(1)], [-Infinity, Infinity])
  })

  it("names what it refuses", () => {
    assert.throws(() => normalSf(NaN), /^x must be a number/u)
    assert.throws(() => normalCdf(NaN), /^x must be a number/u)
    for (const p of [-0.1, 1.1, NaN]) assert.throws(() => normalQuantile(p), /^p must be between 0 and 1/u)
  })
})
