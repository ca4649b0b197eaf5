import { describe, it } from "@effect/vitest"
import {
  binomialCdf,
  cohenH,
  detectableEffect,
  detectableShare,
  normalCdf,
  normalQuantile,
  twoMeanPower,
  twoMeanSampleSize,
  twoProportionTest,
  twoSharePower,
  twoShareSampleSize,
} from "@touchpoint/core/stats"
import * as fc from "fast-check"
import vectors from "../fixtures/vectors.json" with { type: "json" }
import { assert } from "./assert.ts"

const { cohen_h_10_12, mean_d02, pooled_10_12, unpooled_10_12 } = vectors.I4_samplesize
const forms = ["unpooled", "pooled", "cohen-h"] as const
const shareOf = fc.double({ min: 0.01, max: 0.99, noNaN: true })

describe("the power of two shares", () => {
  it("needs the units of the vector in each of its three forms", () => {
    const of = (form: (typeof forms)[number]) => twoShareSampleSize({ first: 0.1, second: 0.12, form })
    assert.near(of("unpooled")?.exact, unpooled_10_12, 1e-9)
    assert.near(of("pooled")?.exact, pooled_10_12, 1e-9)
    // The vector counts findings on the wrong side too, one in a million: its size is where both sides give 80 %.
    const apart = (cohenH(0.12, 0.1) ?? NaN) * Math.sqrt(cohen_h_10_12 / 2)
    const line = normalQuantile(0.975)
    assert.near(normalCdf(apart - line) + normalCdf(-apart - line), 0.8, 1e-12)
    assert.near(of("cohen-h")?.exact, cohen_h_10_12, 3e-6)
    assert.deepStrictEqual(
      forms.map((form) => of(form)?.perGroup),
      [3839, 3841, 3835],
    )
    assert.deepStrictEqual(twoShareSampleSize({ first: 0.1, second: 0.12 }), of("unpooled"))
  })

  it("is reached by the units it needs", () => {
    fc.assert(
      fc.property(shareOf, shareOf, shareOf, fc.constantFrom(...forms), (first, second, power, form) => {
        const size = twoShareSampleSize({ first, second, power, form })?.exact
        // A power below what the lines leave is reached by nobody at all.
        if (size === undefined || Math.abs(first - second) < 1e-4 || power < 0.05) return
        assert.near(twoSharePower({ first, second, perGroup: size, form }), power, 1e-8)
      }),
    )
  })

  it("finds the nearest share that many units tell apart, on either side", () => {
    for (const form of forms)
      for (const towards of ["more", "less"] as const) {
        const second = detectableShare({ share: 0.3, perGroup: 400, towards, form }) ?? NaN
        assert.strictEqual(second > 0.3, towards === "more")
        assert.near(twoShareSampleSize({ first: 0.3, second, form })?.exact, 400, 1e-9)
      }
    assert.isNull(detectableShare({ share: 0.3, perGroup: 3 }))
  })

  it("is nearly what the test has, every pair of counts weighed", () => {
    const weights = (n: number, p: number) =>
      Array.from({ length: n + 1 }, (_, k) => binomialCdf(k, n, p) - (k === 0 ? 0 : binomialCdf(k - 1, n, p)))
    for (const [first, second] of [
      [0.5, 0.7],
      [0.1, 0.25],
    ] as const) {
      const n = twoShareSampleSize({ first, second, form: "pooled" })?.perGroup ?? 0
      const [one, other] = [weights(n, first), weights(n, second)]
      let power = 0
      for (const [x, p] of one.entries())
        for (const [y, q] of other.entries())
          if (p * q > 1e-9 && y > x && (twoProportionTest({ x, n }, { x: y, n })?.p ?? 1) < 0.05) power += p * q
      assert.near(power, 0.8, 0.02)
    }
  })

  it("says nothing of equal shares and of certainty", () => {
    assert.isNull(twoShareSampleSize({ first: 0.1, second: 0.1 }))
    assert.isNull(twoShareSampleSize({ first: 0, second: 0.1 }))
    assert.isNull(twoSharePower({ first: 0.1, second: 0.1, perGroup: 100 }))
    assert.isNull(twoSharePower({ first: 0.1, second: 0.2, perGroup: 0 }))
  })
})

describe("the power of two means", () => {
  it("needs the units of the vector", () => {
    assert.near(twoMeanSampleSize({ effect: 0.2 })?.exact, mean_d02, 1e-9)
    assert.strictEqual(twoMeanSampleSize({ effect: -0.2 })?.perGroup, 393)
  })

  it("is reached by the units it needs, which find the effect", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 5, noNaN: true }),
        fc.double({ min: 0.05, max: 0.99, noNaN: true }),
        (effect, power) => {
          const perGroup = twoMeanSampleSize({ effect, power })?.exact ?? NaN
          assert.near(twoMeanPower({ effect, perGroup }), power, 1e-9)
          assert.near(detectableEffect({ perGroup, power }), effect, 1e-9)
        },
      ),
    )
  })

  it("says nothing of no effect", () => {
    assert.isNull(twoMeanSampleSize({ effect: 0 }))
    assert.isNull(twoMeanPower({ effect: 0, perGroup: 10 }))
    assert.isNull(detectableEffect({ perGroup: 0 }))
    assert.isNull(detectableEffect({ perGroup: 10, power: 0.01 }))
  })
})
