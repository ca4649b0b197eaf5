import { describe, it } from "@effect/vitest"
import { mannWhitney } from "@touchpoint/core/stats"
import * as fc from "fast-check"
import vectors from "../fixtures/vectors.json" with { type: "json" }
import { assert } from "./assert.ts"
import { levelsOf } from "./samples.ts"

const answers = fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 1, maxLength: 60 })
const count = (values: ReadonlyArray<number>): ReadonlyMap<number, number> =>
  new Map([...Map.groupBy(values, (v) => v)].map(([level, group]) => [level, group.length]))

describe("Mann-Whitney test", () => {
  it("equals R's on two satisfaction surveys", () => {
    const { hist1, hist2, mwu } = vectors.B1_csat
    const test = mannWhitney(levelsOf(hist1), levelsOf(hist2))
    assert.strictEqual(test?.u, mwu.U1)
    assert.near(test?.z, mwu.z)
    assert.near(test?.p, mwu.p)
    assert.near(test?.a, mwu.A)
    assert.near(test?.cliffsDelta, mwu.cliffs_delta)
  })

  it("counts the pairs in which the first is higher, ties by half", () => {
    fc.assert(
      fc.property(answers, answers, (x, y) => {
        const u = x.flatMap((a) => y.map((b) => (a > b ? 1 : a === b ? 0.5 : 0))).reduce<number>((sum, v) => sum + v, 0)
        assert.strictEqual(mannWhitney(count(x), count(y))?.u, u)
      }),
    )
  })

  it("turns its sign with the groups", () => {
    fc.assert(
      fc.property(answers, answers, (x, y) => {
        const [there, back] = [mannWhitney(count(x), count(y)), mannWhitney(count(y), count(x))]
        assert.near((there?.a ?? NaN) + (back?.a ?? NaN), 1)
        assert.near(there?.z ?? 0, -(back?.z ?? 0))
      }),
    )
  })

  it("is null for an empty group and cannot test equal answers", () => {
    const five = new Map([[5, 3]])
    assert.isNull(mannWhitney(five, new Map()))
    assert.isNull(mannWhitney(new Map([[5, 0]]), five))
    assert.deepStrictEqual(
      mannWhitney(
        five,
        new Map([
          [5, 4],
          [1, 0],
        ]),
      ),
      {
        u: 6,
        z: null,
        p: null,
        a: 0.5,
        cliffsDelta: 0,
      },
    )
    for (const odd of [
      [5, -1],
      [5, NaN],
      [5, Infinity],
      [NaN, 1],
      [Infinity, 1],
    ] as const) {
      const broken = new Map([[4, 2], odd])
      assert.isNull(mannWhitney(five, broken))
      assert.isNull(mannWhitney(broken, five))
    }
  })

  it("cannot test equal answers of whatever weight", () => {
    for (let i = 1; i <= 30; i++)
      for (let j = 1; j <= 9; j++)
        for (const more of [[], [[1, 0]]] as const)
          assert.isNull(mannWhitney(new Map([[5, i / 7 + 1]]), new Map([[5, j / 3 + 1], ...more]))?.z, `${i}, ${j}`)
  })

  it("cannot test weights that are no answer together", () => {
    const test = mannWhitney(new Map([[1, 0.1]]), new Map([[2, 0.2]]))
    assert.deepStrictEqual([test?.a, test?.z, test?.p], [0, null, null])
    assert.isNull(mannWhitney(new Map([[1, 1e-200]]), new Map([[2, 1e-200]])))
  })

  // Two answers that differ: variance 1/4 of one pair.
  it("is a normal deviate of either sign", () => {
    const [low, high] = [new Map([[1, 1]]), new Map([[2, 1]])]
    assert.deepStrictEqual([mannWhitney(low, high)?.z, mannWhitney(high, low)?.z], [-1, 1])
    for (const [a, b] of [
      [low, high],
      [high, low],
    ] as const)
      assert.near(mannWhitney(a, b)?.p, 0.31731050786291415)
  })
})
