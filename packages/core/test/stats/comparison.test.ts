import { describe, it } from "@effect/vitest"
import {
  jamesStein,
  kitagawa,
  lowestProbabilities,
  mover,
  newcombe,
  rateAndMix,
  shrunkenNumbers,
  wilson,
} from "@touchpoint/core/stats"
import * as fc from "fast-check"
import vectors from "../fixtures/vectors.json" with { type: "json" }
import { assert } from "./assert.ts"

const numbers = { noNaN: true, noDefaultInfinity: true }

describe("a difference of two rates, taken apart", () => {
  it("is that of shares for shares", () => {
    const { mix_effect: mix, rate_effect: rate, segments } = vectors.L1_simpson
    const of = ([x = 0, n = 0]: ReadonlyArray<number>) => ({ x, n })
    const found = rateAndMix(Object.values(segments).map(({ A, B }) => ({ first: of(A), second: of(B) })))
    assert.near(found?.rate ?? 0, rate, 1e-12)
    assert.near(found?.mix ?? 0, mix, 1e-12)
  })

  it("adds up to the difference, and turns its sign with the groups", () => {
    const side = fc.record({ x: fc.double({ ...numbers, min: -1e3, max: 1e3 }), n: fc.integer({ min: 1, max: 1000 }) })
    fc.assert(
      fc.property(fc.array(fc.record({ first: side, second: side }), { minLength: 1, maxLength: 6 }), (segments) => {
        const found = rateAndMix(segments)
        const back = rateAndMix(segments.map(({ first, second }) => ({ first: second, second: first })))
        const total = (key: "first" | "second") =>
          segments.reduce((sum, one) => sum + one[key].x, 0) / segments.reduce((sum, one) => sum + one[key].n, 0)
        const sum = (found?.rate ?? Number.NaN) + (found?.mix ?? Number.NaN)
        assert.isTrue(Math.abs(sum - (total("first") - total("second"))) <= 1e-6)
        assert.isTrue(Math.abs((found?.rate ?? 0) + (back?.rate ?? 0)) <= 1e-9)
        assert.isTrue(Math.abs((found?.mix ?? 0) + (back?.mix ?? 0)) <= 1e-9)
      }),
    )
  })

  it("counts a segment of one group as mix, as that of shares does", () => {
    const segments = [
      { first: { x: 5, n: 10 }, second: { x: 6, n: 10 } },
      { first: { x: 9, n: 10 }, second: { x: 0, n: 0 } },
    ]
    const found = rateAndMix(segments)
    const expected = kitagawa(segments)
    assert.near(found?.rate ?? 0, expected?.rate ?? 1, 1e-12)
    assert.near(found?.mix ?? 0, expected?.mix ?? 1, 1e-12)
  })

  it("is none of empty groups, sums over nothing and numbers that are none", () => {
    const some = { x: 1, n: 2 }
    for (const odd of [
      { x: 0, n: 0 },
      { x: 5, n: 0 },
      { x: Number.NaN, n: 2 },
      { x: 1, n: -1 },
      { x: Number.POSITIVE_INFINITY, n: 1 },
    ])
      assert.isNull(rateAndMix([{ first: odd, second: some }]))
    assert.isNull(rateAndMix([]))
  })
})

describe("the interval of a difference from two intervals", () => {
  it("is Newcombe's of two Wilson intervals", () => {
    for (const { n1, n2, x1, x2 } of vectors.A3_two_proportions.cases) {
      const [a, b] = [wilson(x1, n1), wilson(x2, n2)]
      const expected = newcombe({ x: x1, n: n1 }, { x: x2, n: n2 })
      if (a === null || b === null || expected === null) continue
      const found = mover({ value: x1 / n1, interval: a }, { value: x2 / n2, interval: b })
      assert.near(found?.low ?? 9, expected.low ?? 0, 1e-12)
      assert.near(found?.high ?? 9, expected.high ?? 0, 1e-12)
    }
  })

  it("is open where one of them is, and none of different levels and of what is no number", () => {
    const interval = { low: 0, high: 2, level: 0.95, method: "t" }
    const one = { value: 1, interval }
    const against = (odd: object) => mover(one, { value: 1, interval: { ...interval, ...odd } })
    assert.deepStrictEqual([against({ low: null })?.high, against({ high: null })?.low], [null, null])
    assert.deepStrictEqual([against({ high: Number.NaN })?.low, against({ low: null, high: null })], [null, null])
    assert.isNull(against({ level: 0.9 }))
    assert.isNull(mover(one, { value: 1, interval: null }))
    assert.isNull(mover(one, { value: Number.NaN, interval }))
  })
})

describe("shrunken numbers of groups", () => {
  it("are James–Stein's where their variances are equal", () => {
    const { sigma2, y } = vectors.K1_james_stein_baseball
    const found = shrunkenNumbers(y.map((value) => ({ value, variance: sigma2 })))
    for (const [i, mean] of (jamesStein(y, sigma2)?.means ?? []).entries())
      assert.near(found?.groups[i]?.value ?? 0, mean, 1e-12)
  })

  // Eight schools (Rubin 1981): DerSimonian & Laird find no variance between them beyond their noise.
  it("are one number where groups differ no more than by chance", () => {
    const effects = [28, 8, -3, 7, -1, 1, 18, 12]
    const errors = [15, 10, 16, 11, 9, 11, 10, 18]
    const found = shrunkenNumbers(effects.map((value, i) => ({ value, variance: (errors[i] ?? 1) ** 2 })))
    assert.strictEqual(found?.tau2, 0)
    assert.near(found?.grand ?? 0, 7.685616724956, 1e-9)
    assert.deepStrictEqual(new Set(found?.groups.map(({ value }) => value)), new Set([found?.grand]))
  })

  it("lie between their own and the common one, the noisier the nearer to it", () => {
    const noisy = fc.record({
      value: fc.double({ ...numbers, min: -100, max: 100 }),
      variance: fc.double({ ...numbers, min: 0.01, max: 100 }),
    })
    fc.assert(
      fc.property(fc.array(noisy, { minLength: 2, maxLength: 9 }), (groups) => {
        const found = shrunkenNumbers(groups)
        if (found === null) return assert.fail("two groups are enough")
        for (const [i, { value }] of groups.entries()) {
          const kept = Math.abs((found.groups[i]?.value ?? Number.NaN) - found.grand)
          assert.isTrue(kept <= Math.abs(value - found.grand) + 1e-9)
        }
      }),
    )
  })

  it("are none of one group, or without a variance", () => {
    const one = { value: 1, variance: 1 }
    assert.isNull(shrunkenNumbers([]))
    assert.isNull(shrunkenNumbers([one]))
    for (const variance of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      assert.isNull(shrunkenNumbers([one, { value: 1, variance }]))
    assert.isNull(shrunkenNumbers([one, { value: Number.NaN, variance: 1 }]))
  })
})

describe("how probable a place is", () => {
  // P(X < Y) of normals is a normal probability: Φ(1 / √2) of means 0 and 1.
  it("is that of two normal distributions", () => {
    const [first, second] =
      lowestProbabilities([
        { mean: 0, variance: 1 },
        { mean: 1, variance: 1 },
      ]) ?? []
    assert.near(first ?? 0, 0.7602499389, 0.025)
    assert.near((first ?? 0) + (second ?? 0), 1, 1e-12)
  })

  // P(X < Y) of Beta(2, 3) and Beta(3, 2), exact: 53/70 by summing the binomials.
  it("is that of two beta distributions, small parameters too", () => {
    const [first] =
      lowestProbabilities([
        { a: 2, b: 3 },
        { a: 3, b: 2 },
      ]) ?? []
    assert.near(first ?? 0, 53 / 70, 0.025)
    // Beta(½, ½) is symmetric, and so is what it has to say of another.
    const [half] =
      lowestProbabilities([
        { a: 0.5, b: 0.5 },
        { a: 0.5, b: 0.5 },
      ]) ?? []
    assert.near(half ?? 0, 0.5, 0.025)
    const [tiny, most] =
      lowestProbabilities([
        { a: 1e-6, b: 10 },
        { a: 10, b: 1e-6 },
      ]) ?? []
    assert.deepStrictEqual([tiny, most], [1, 0])
  })

  it("is the same every time, one for all where all count, and none of what is no distribution", () => {
    const beliefs = [
      { mean: 0, variance: 1 },
      { mean: 0, variance: 4 },
      { mean: 1, variance: 0 },
    ]
    assert.deepStrictEqual(lowestProbabilities(beliefs), lowestProbabilities(beliefs))
    assert.deepStrictEqual(lowestProbabilities(beliefs, 3), [1, 1, 1])
    assert.deepStrictEqual(lowestProbabilities([]), [])
    assert.isNull(lowestProbabilities(beliefs, 0))
    assert.isNull(lowestProbabilities([{ mean: Number.NaN, variance: 1 }]))
    assert.isNull(lowestProbabilities([{ mean: 0, variance: -1 }]))
    assert.isNull(lowestProbabilities([{ a: 0, b: 1 }]))
  })
})
