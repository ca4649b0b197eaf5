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
    const plan = { first: 0.1, second: 0.2, power: 0.8, perGroup: 100, share: 0.1 }
    for (const odd of [0, 1, -0.1, NaN]) {
      for (const key of ["first", "second", "power"] as const)
        assert.isNull(twoShareSampleSize({ ...plan, [key]: odd }))
      for (const key of ["first", "second"] as const) assert.isNull(twoSharePower({ ...plan, [key]: odd }))
      for (const key of ["share", "power"] as const) assert.isNull(detectableShare({ ...plan, [key]: odd }))
      for (const of of [twoShareSampleSize, twoSharePower, detectableShare]) assert.isNull(of(plan, odd))
    }
    for (const perGroup of [-1, NaN, Infinity]) {
      assert.isNull(twoSharePower({ ...plan, perGroup }))
      assert.isNull(detectableShare({ ...plan, perGroup }))
    }
  })

  // mpmath with 40 digits from the formulas of Fleiss and Cohen.
  it("needs more for a higher power and a higher level", () => {
    for (const [form, some, other] of [
      ["unpooled", 385.37313078005906, 360.1907613063609],
      ["pooled", 387.7769733017347, 363.8335976940453],
      ["cohen-h", 387.79591985446046, 362.45523220869643],
    ] as const) {
      const high = twoShareSampleSize({ first: 0.4, second: 0.3, power: 0.9, form }, 0.9)
      assert.near(high?.exact, some)
      assert.strictEqual(high?.perGroup, Math.ceil(some))
      assert.near(twoShareSampleSize({ first: 0.3, second: 0.4, power: 0.6, form }, 0.99)?.exact, other)
      assert.near(twoSharePower({ first: 0.3, second: 0.4, perGroup: some, form }, 0.9), 0.9)
    }
    assert.near(twoSharePower({ first: 0.4, second: 0.3, perGroup: 385.37313078005906 }, 0.9), 0.9)
  })

  it("detects at the asked power and level, to the side of more and 80 % unless told", () => {
    for (const [towards, side] of [
      ["more", 1],
      ["less", -1],
    ] as const)
      for (const [share, power, level] of [
        [0.4, 0.9, 0.9],
        [0.002, 0.5, 0.95],
      ] as const) {
        const second = detectableShare({ share, perGroup: 20_000, power, towards }, level) ?? NaN
        assert.isAbove((second - share) * side, 0)
        assert.near(twoSharePower({ first: share, second, perGroup: 20_000 }, level), power, 1e-9)
      }
    const usual = detectableShare({ share: 0.1, perGroup: 3839, power: 0.8, towards: "more", form: "unpooled" })
    assert.strictEqual(detectableShare({ share: 0.1, perGroup: 3839 }), usual)
    assert.near(usual, 0.12, 1e-5)
  })

  it("needs nobody where chance alone gives the power", () => {
    for (const form of forms) {
      assert.isNull(twoShareSampleSize({ first: 0.1, second: 0.2, power: 0.01, form }))
      assert.isNull(detectableShare({ share: 0.1, perGroup: 1000, power: 0.01, form }))
    }
    assert.isNull(twoMeanSampleSize({ effect: 0.2, power: 0.01 }))
    assert.isNull(twoMeanSampleSize({ effect: 0.2, power: 0.25 }, 0.5))
    assert.isNull(detectableEffect({ perGroup: 100, power: 0.25 }, 0.5))
  })
})

describe("the power of two means", () => {
  it("needs the units of the vector", () => {
    assert.near(twoMeanSampleSize({ effect: 0.2 })?.exact, mean_d02, 1e-9)
    assert.strictEqual(twoMeanSampleSize({ effect: -0.2 })?.perGroup, 393)
    // mpmath, power and level of 90 %
    assert.near(twoMeanSampleSize({ effect: 0.3, power: 0.9 }, 0.9)?.exact, 190.30771890373288)
    assert.near(detectableEffect({ perGroup: 190.30771890373288, power: 0.9 }, 0.9), 0.3)
    for (const effect of [0.3, -0.3]) assert.near(twoMeanPower({ effect, perGroup: 50 }, 0.9), 0.44241322025012336)
    // One unit at least is asked of everybody.
    assert.deepStrictEqual(twoMeanSampleSize({ effect: 1e200 }), { perGroup: 1, exact: 0 })
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
    for (const odd of [0, 1, 95, -1, NaN]) {
      assert.isNull(twoMeanSampleSize({ effect: 0.2, power: odd }))
      assert.isNull(twoMeanSampleSize({ effect: 0.2 }, odd))
      assert.isNull(twoMeanPower({ effect: 0.2, perGroup: 10 }, odd))
      assert.isNull(detectableEffect({ perGroup: 10, power: odd }))
      assert.isNull(detectableEffect({ perGroup: 10 }, odd))
    }
    for (const effect of [NaN, Infinity, -Infinity]) {
      assert.isNull(twoMeanSampleSize({ effect }))
      assert.isNull(twoMeanPower({ effect, perGroup: 10 }))
    }
    for (const perGroup of [0, -1, NaN, Infinity, 1e14]) {
      assert.isNull(twoMeanPower({ effect: 0.2, perGroup }))
      assert.isNull(detectableEffect({ perGroup }))
    }
  })
})
