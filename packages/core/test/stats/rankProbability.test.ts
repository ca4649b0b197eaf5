import { describe, it } from "@effect/vitest"
import { lowestProbabilities } from "@touchpoint/core/stats"
import { assert } from "./assert.ts"

const normals = [
  [0, 1],
  [0.5, 4],
  [1, 0.25],
  [0.2, 0],
].map(([mean = 0, variance = 0]) => ({ mean, variance }))
const whole = [
  { a: 1, b: 1 },
  { a: 1, b: 2 },
  { a: 3, b: 1 },
]
const shares = [
  [0.5, 0.5],
  [2, 3],
  [0.3, 1.2],
  [8, 6],
].map(([a = 0, b = 0]) => ({ a, b }))

describe("the probability to be among the lowest", () => {
  // By integrating over the lowest (mpmath).
  it("is near the integral", () => {
    for (const [beliefs, exact] of [
      [normals, [0.40925594, 0.35146174, 0.016731309, 0.22255101]],
      [shares, [0.196644, 0.136236, 0.646307, 0.0208121]],
      [whole, [19 / 60, 38 / 60, 1 / 20]],
    ] as const)
      for (const [i, probability] of exact.entries()) assert.near(lowestProbabilities(beliefs)?.[i], probability, 0.025)
  })

  // The published generators (Mulberry32, Box & Muller, Marsaglia & Tsang) written anew in Python: counts of 4000 draws.
  it("comes from the same draws on every machine", () => {
    for (const [beliefs, within, counts] of [
      [normals, 1, [1594, 1402, 84, 920]],
      [normals, 2, [2725, 1911, 494, 2870]],
      [shares, 1, [788, 521, 2613, 78]],
      [shares, 2, [1783, 2166, 3337, 714]],
      [whole, 1, [1262, 2522, 216]],
    ] as const)
      assert.deepStrictEqual(
        lowestProbabilities(beliefs, within),
        counts.map((count) => count / 4000),
      )
  })

  it("is none of what is no distribution, and of no place", () => {
    for (const odd of [
      { mean: NaN, variance: 1 },
      { mean: Infinity, variance: 1 },
      { mean: 0, variance: -1 },
      { mean: 0, variance: Infinity },
      { a: 0, b: 1 },
      { a: 1, b: 0 },
      { a: Infinity, b: 1 },
      { a: 1, b: Infinity },
    ]) {
      assert.isNull(lowestProbabilities([odd]))
      assert.isNull(lowestProbabilities([{ mean: 0, variance: 1 }, odd]))
    }
    for (const within of [0, -1, 0.5, 1.5]) assert.isNull(lowestProbabilities([{ mean: 0, variance: 1 }], within))
    assert.deepStrictEqual(lowestProbabilities([{ mean: 0, variance: 0 }], 1), [1])
  })
})
