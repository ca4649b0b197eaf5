import { describe, it } from "@effect/vitest"
import { cochranArmitage, normalSf, weightedIndex } from "@touchpoint/core/stats"
import { assert } from "./assert.ts"
import { sampleOf } from "./samples.ts"

describe("the trend of a share", () => {
  // Every answer a point (dose, 0 or 1): the line of least squares, and z^2 = N r^2.
  it("is the line and the correlation of the answers one by one", () => {
    const doses = [
      { dose: 1, x: 2, n: 10 },
      { dose: 2, x: 5, n: 12 },
      { dose: 5, x: 6, n: 8 },
    ]
    const points = doses.flatMap(({ dose, n, x }) =>
      Array.from({ length: n }, (_, i) => [dose, i < x ? 1 : 0] as const),
    )
    const [a, b] = [sampleOf(points.map(([dose]) => dose)), sampleOf(points.map(([, yes]) => yes))]
    const along = points.reduce((sum, [dose, yes]) => sum + (dose - a.mean) * (yes - b.mean), 0)
    const z = Math.sqrt(points.length) * (along / Math.sqrt(a.m2 * b.m2))
    const found = cochranArmitage(doses)
    assert.near(found?.slope, along / a.m2)
    assert.near(found?.z, z)
    assert.near(found?.p, 2 * normalSf(z))
    const turned = cochranArmitage(doses.map((one) => ({ ...one, x: one.n - one.x })))
    assert.near(turned?.z, -z)
    assert.near(turned?.p, 2 * normalSf(z))
  })

  it("does not mind where the doses begin", () => {
    const counts = [
      { dose: 1, x: 2, n: 10 },
      { dose: 2, x: 5, n: 12 },
      { dose: 5, x: 6, n: 8 },
    ]
    const [here, far] = [0, 1e9].map((from) =>
      cochranArmitage(counts.map((one) => ({ ...one, dose: from + one.dose }))),
    )
    assert.relative(far?.z, here?.z ?? NaN, 1e-12)
    assert.relative(far?.slope, here?.slope ?? NaN, 1e-12)
  })

  it("is none of doses that are none, of broken counts, and beyond what a double holds", () => {
    const some = { dose: 1, x: 2, n: 10 }
    for (const odd of [
      { dose: NaN, x: 1, n: 4 },
      { dose: Infinity, x: 1, n: 4 },
      { dose: Infinity, x: 0, n: 0 },
      { dose: 2, x: 5, n: 4 },
      { dose: 2, x: -1, n: 4 },
      { dose: 1e200, x: 4, n: 4 },
    ])
      assert.isNull(cochranArmitage([some, odd]), JSON.stringify(odd))
  })
})

describe("the index over stages", () => {
  it("is none of what cannot be counted or weighed, and of no level", () => {
    const weights = [0, 1]
    assert.isNotNull(weightedIndex([1, 2], weights))
    assert.isNull(weightedIndex([1, 2], weights, 1))
    assert.isNull(weightedIndex([-1, 2], weights))
    assert.isNull(weightedIndex([NaN, 2], weights))
    assert.isNull(weightedIndex([2, -1, 3], [0, 0, 1]))
    assert.isNull(weightedIndex([1e13, 1e13], weights))
    assert.isNull(weightedIndex([1, 2], [0, 0.5, 1]))
    assert.isNull(weightedIndex([1, 2], [0, Infinity]))
    assert.isNull(weightedIndex([], []))
  })

  it("is bounded at the level that was asked, by normal lines", () => {
    const found = weightedIndex([5, 10, 5], [-1, 0, 1], 0.8)
    assert.strictEqual(found?.value, 0)
    assert.near(found?.se, Math.sqrt(0.5 / 20))
    // normal quantile at 0.9
    assert.interval(
      found?.interval,
      [-1.2815515655446004, 1.2815515655446004].map((z) => z * Math.sqrt(0.5 / 20)),
    )
    assert.strictEqual(found?.interval?.level, 0.8)
    assert.strictEqual(found?.interval?.method, "normal")
    assert.deepStrictEqual(found?.atLeast, [1, 0.75, 0.25])
  })
})
