import { describe, it } from "@effect/vitest"
import { cohenH, fisherExact, newcombe, normalSf, riskRatio, twoProportionTest, wilson } from "@touchpoint/core/stats"
import * as fc from "fast-check"
import vectors from "../fixtures/vectors.json" with { type: "json" }
import { assert } from "./assert.ts"

const whole = fc.integer({ min: 1, max: 300 }).chain((n) => fc.record({ x: fc.nat(n), n: fc.constant(n) }))

describe("two shares", () => {
  it("differ as published: interval, z, effect sizes", () => {
    for (const { cohen_h, newcombe: interval, n1, n2, p, rr_katz, x1, x2, z } of vectors.A3_two_proportions.cases) {
      const [a, b] = [
        { x: x1, n: n1 },
        { x: x2, n: n2 },
      ] as const
      assert.interval(newcombe(a, b), interval)
      const test = twoProportionTest(a, b)
      assert.near(test?.z, z)
      assert.near(2 * normalSf(Math.abs(test?.z ?? NaN)), p)
      assert.near(cohenH(x1 / n1, x2 / n2), cohen_h)
      const ratio = riskRatio(a, b)
      if (rr_katz === null) assert.isNull(ratio)
      else {
        assert.near(ratio?.value, rr_katz[0] ?? NaN)
        assert.interval(ratio?.interval, rr_katz.slice(1))
      }
    }
  })

  it("are tested exactly where few are expected, by z elsewhere, and say so", () => {
    const methods = vectors.A3_two_proportions.cases.map(({ fisher_p, n1, n2, p, x1, x2 }) => {
      const test = twoProportionTest({ x: x1, n: n1 }, { x: x2, n: n2 })
      assert.near(test?.p, test?.method === "fisher-exact" ? fisher_p : p)
      return test?.method
    })
    assert.deepStrictEqual(methods, ["pooled-z", "fisher-exact", "fisher-exact", "pooled-z"])
  })

  it("equal the top-box comparison of two surveys", () => {
    const { t2b_newcombe, t2b_z } = vectors.B1_csat
    const [a, b] = [
      { x: 80, n: 100 },
      { x: 75, n: 110 },
    ] as const
    assert.interval(newcombe(a, b), t2b_newcombe)
    const test = twoProportionTest(a, b)
    assert.near(test?.z, t2b_z[0] ?? NaN)
    assert.near(test?.p, t2b_z[1] ?? NaN)
  })

  it("lose no answer to float noise and gain nothing by rounding", () => {
    const exact = twoProportionTest({ x: 6, n: 7 }, { x: 1, n: 7 })?.p ?? NaN
    const noisy = twoProportionTest(
      { x: 6 * (1 - 1e-15), n: 6.999999999999998 },
      { x: 1 - 1e-15, n: 6.999999999999998 },
    )
    assert.near(noisy?.p ?? NaN, exact)
    // 2.49 and 5.51 of 8 are rounded towards each other: as 3 and 5, not as 2 and 6.
    const fractions = twoProportionTest({ x: 2.49, n: 8 }, { x: 5.51, n: 8 })?.p ?? NaN
    assert.near(fractions, fisherExact({ x: 3, n: 8 }, { x: 5, n: 8 }) ?? NaN)
  })

  it("take the whole counts next to weighted ones for the exact test, where few are expected", () => {
    const test = twoProportionTest({ x: 2.5, n: 8.5 }, { x: 1, n: 9 })
    assert.strictEqual(test?.method, "fisher-exact")
    assert.isBelow(test?.smallestExpected ?? NaN, 5)
    // 2.5 of 8.5 are 2.35 of 8.
    assert.strictEqual(test?.p, fisherExact({ x: 2, n: 8 }, { x: 1, n: 9 }))
    const many = twoProportionTest({ x: 25.5, n: 85.5 }, { x: 10, n: 90 })
    assert.strictEqual(many?.method, "pooled-z")
    assert.near(many?.p, 2 * normalSf(Math.abs(many?.z ?? NaN)))
    // Less than one answer is none to the exact test.
    const none = twoProportionTest({ x: 0.5, n: 0.9 }, { x: 1, n: 9 })
    assert.deepStrictEqual([none?.method, none?.p], ["fisher-exact", null])
  })

  it("are null for an empty group, and untestable where all answers agree", () => {
    const [some, none] = [
      { x: 1, n: 4 },
      { x: 0, n: 0 },
    ] as const
    for (const [a, b] of [
      [some, none],
      [none, some],
    ] as const) {
      assert.isNull(newcombe(a, b))
      assert.isNull(twoProportionTest(a, b))
      assert.isNull(riskRatio(a, b))
      assert.isNull(fisherExact(a, b))
    }
    const equal = twoProportionTest({ x: 0.5, n: 0.5 }, { x: 7.5, n: 7.5 })
    assert.deepStrictEqual([equal?.z, equal?.p], [null, null])
    assert.strictEqual(twoProportionTest({ x: 0, n: 9 }, { x: 0, n: 9 })?.p, 1)
  })

  it("are rounded towards each other, and equal ones to what finds nothing", () => {
    // 1.5 of 5 is 30 of 100: not to be told apart, however it is cut.
    assert.strictEqual(twoProportionTest({ x: 1.5, n: 5 }, { x: 30, n: 100 })?.p, 1)
    assert.strictEqual(twoProportionTest({ x: 30, n: 100 }, { x: 1.5, n: 5 })?.p, 1)
    // A millionth of an answer is rounded; less is noise.
    assert.strictEqual(twoProportionTest({ x: 1e-6, n: 1 }, { x: 9, n: 9 })?.p, 1)
    assert.near(twoProportionTest({ x: 0.9e-6, n: 1 }, { x: 9, n: 9 })?.p, 0.1)
  })

  it("have ratio 0 and no interval without a success in the first", () => {
    assert.deepStrictEqual(riskRatio({ x: 0, n: 9 }, { x: 3, n: 9 }), { value: 0, interval: null })
  })

  it("are tested by z from five expected in every cell on", () => {
    const of = (x: number, n: number, y: number, m: number) => twoProportionTest({ x, n }, { x: y, n: m })
    assert.deepStrictEqual([of(5, 10, 5, 10)?.method, of(5, 10, 5, 10)?.smallestExpected], ["pooled-z", 5])
    // 15 of 40 yes, 11 of 40 no: the smaller answer in the smaller group
    assert.near(of(5, 10, 10, 30)?.smallestExpected, 3.75)
    assert.near(of(9, 10, 20, 30)?.smallestExpected, 2.75)
    assert.near(of(20, 30, 9, 10)?.smallestExpected, 2.75)
    assert.strictEqual(of(9, 10, 20, 30)?.method, "fisher-exact")
  })

  it("are bounded at the level that was asked", () => {
    const [a, b] = [
      { x: 9, n: 10 },
      { x: 3, n: 10 },
    ]
    const [one, other] = [wilson(9, 10, 0.8), wilson(3, 10, 0.8)]
    const difference = newcombe(a, b, 0.8)
    assert.interval(difference, [
      0.6 - Math.hypot(0.9 - (one?.low ?? NaN), (other?.high ?? NaN) - 0.3),
      0.6 + Math.hypot((one?.high ?? NaN) - 0.9, 0.3 - (other?.low ?? NaN)),
    ])
    assert.deepStrictEqual([difference?.level, difference?.method], [0.8, "newcombe"])
    const { interval = null } = riskRatio(a, b, 0.8) ?? {}
    const spread = 1.2815515655446004 * Math.sqrt(1 / 9 - 1 / 10 + 1 / 3 - 1 / 10)
    assert.interval(interval, [3 * Math.exp(-spread), 3 * Math.exp(spread)])
    assert.deepStrictEqual([interval?.level, interval?.method], [0.8, "katz"])
    for (const level of [0, 1, NaN])
      assert.deepStrictEqual([newcombe(a, b, level), riskRatio(a, b, level)], [null, null])
  })

  it("are those of whole counts with the rounding of weights", () => {
    const other = { x: 3, n: 10 }
    for (const [noisy, plain] of [
      [
        { x: -4e-10, n: 1 },
        { x: 0, n: 1 },
      ],
      [
        { x: 1 + 4e-10, n: 1 },
        { x: 1, n: 1 },
      ],
    ] as const) {
      assert.deepStrictEqual(newcombe(noisy, other), newcombe(plain, other))
      assert.deepStrictEqual(newcombe(other, noisy), newcombe(other, plain))
      assert.deepStrictEqual(riskRatio(noisy, other), riskRatio(plain, other))
    }
  })

  it("are nothing of counts or shares that cannot be", () => {
    const some = { x: 3, n: 10 }
    for (const odd of [
      { x: 11, n: 10 },
      { x: -1, n: 10 },
      { x: NaN, n: 10 },
      { x: 1, n: NaN },
    ])
      for (const [a, b] of [
        [some, odd],
        [odd, some],
      ] as const)
        assert.deepStrictEqual([newcombe(a, b), twoProportionTest(a, b), riskRatio(a, b)], [null, null, null])
    for (const share of [-0.1, 1.1, NaN]) assert.deepStrictEqual([cohenH(share, 0.5), cohenH(0.5, share)], [null, null])
    assert.near(cohenH(1, 0), Math.PI)
    assert.isNull(riskRatio(some, { x: 0, n: 10 }))
    // A ratio that no double holds.
    assert.isNull(riskRatio({ x: 1, n: 1 }, { x: 1e-300, n: 1e12 }))
  })

  it("exchange with the sign of the difference", () => {
    fc.assert(
      fc.property(whole, whole, (a, b) => {
        const [there, back] = [newcombe(a, b), newcombe(b, a)]
        assert.strictEqual(-(there?.low ?? NaN), back?.high)
        assert.strictEqual(-(there?.high ?? NaN), back?.low)
        const [z, mirrored] = [twoProportionTest(a, b)?.z ?? 0, twoProportionTest(b, a)?.z ?? 0]
        assert.near(z, -mirrored)
      }),
    )
  })

  it("have an interval within -1 and 1 that contains the difference", () => {
    fc.assert(
      fc.property(whole, whole, (a, b) => {
        const interval = newcombe(a, b)
        const [low, high, d] = [interval?.low ?? NaN, interval?.high ?? NaN, a.x / a.n - b.x / b.n]
        assert.isTrue(-1 <= low && low <= d && d <= high && high <= 1)
      }),
    )
  })
})

describe("Fisher's exact test", () => {
  it("equals R's", () => {
    for (const { fisher_p, n1, n2, x1, x2 } of vectors.A3_two_proportions.cases)
      assert.relative(fisherExact({ x: x1, n: n1 }, { x: x2, n: n2 }) ?? NaN, fisher_p, 1e-11)
  })

  it("equals the tea tasting: 3 of 4 cups each", () => {
    assert.near(fisherExact({ x: 3, n: 4 }, { x: 1, n: 4 }), 34 / 70)
  })

  it("does not depend on which group or which answer comes first", () => {
    fc.assert(
      fc.property(whole, whole, (a, b) => {
        const p = fisherExact(a, b) ?? NaN
        assert.isTrue(p > 0 && p <= 1 + 1e-12)
        assert.relative(fisherExact(b, a) ?? NaN, p, 1e-10)
        assert.relative(fisherExact({ x: a.n - a.x, n: a.n }, { x: b.n - b.x, n: b.n }) ?? NaN, p, 1e-10)
      }),
    )
  })

  it("takes few successes of many millions, and leaves many to z", () => {
    const p = fisherExact({ x: 2, n: 1e9 }, { x: 9, n: 1e9 })
    // Given 11 in all, those of the first are as good as binomial: 2 or fewer, or 9 or more.
    assert.near(p, (2 * (1 + 11 + 55)) / 2048, 1e-6)
    assert.isNull(fisherExact({ x: 5e8, n: 1e9 }, { x: 5e8, n: 1e9 }))
  })

  // mpmath: exact hypergeometric sums.
  it("starts from the likeliest table: the ends of many are beyond the doubles", () => {
    assert.relative(fisherExact({ x: 2450, n: 5000 }, { x: 2550, n: 5000 }), 0.0476981149174694, 1e-10)
    assert.relative(fisherExact({ x: 2900, n: 4000 }, { x: 2100, n: 3000 }), 0.0230664289201058, 1e-10)
    assert.strictEqual(fisherExact({ x: 30, n: 4000 }, { x: 2990, n: 3000 }), 0)
  })

  it("takes few failures of millions as few successes of as many", () => {
    const [few, many] = [
      fisherExact({ x: 3, n: 6e6 }, { x: 9, n: 6e6 }),
      fisherExact({ x: 6e6 - 3, n: 6e6 }, { x: 6e6 - 9, n: 6e6 }),
    ]
    assert.relative(many, few ?? NaN, 1e-9)
    // As good as binomial: 3 or fewer of 12, or 9 or more.
    assert.near(few, (2 * (1 + 12 + 66 + 220)) / 4096, 1e-5)
  })

  it("refuses broken counts", () => {
    assert.isNull(fisherExact({ x: 1.5, n: 4 }, { x: 1, n: 4 }))
    assert.isNull(fisherExact({ x: 5, n: 4 }, { x: 1, n: 4 }))
  })
})
