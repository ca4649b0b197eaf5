import { describe, it } from "@effect/vitest"
import { netScore, type NetScoreCounts, netScoreSampleSize, twoNetScores } from "@touchpoint/core/stats"
import * as fc from "fast-check"
import vectors from "../fixtures/vectors.json" with { type: "json" }
import { assert } from "./assert.ts"

const { B1_csat, B2_nps, B2b_nps_samplesize, B3_ces } = vectors

const published = [
  [{ promoters: 150, detractors: 70, n: 300 }, B2_nps.a],
  [{ promoters: 120, detractors: 90, n: 300 }, B2_nps.b],
  [{ promoters: 8, detractors: 0, n: 10 }, B2_nps.small],
  [{ promoters: 10, detractors: 0, n: 10 }, B2_nps.allpro],
  [{ promoters: 3, detractors: 1, n: 6 }, B2_nps.thirds],
  [{ promoters: 1, detractors: 0, n: 1 }, B2_nps.n1],
] as const

const counts = fc
  .tuple(fc.nat(500), fc.nat(500), fc.nat(500))
  .filter(([promoters, passives, detractors]) => promoters + passives + detractors > 0)
  .map(([promoters, passives, detractors]): NetScoreCounts => ({
    promoters,
    detractors,
    n: promoters + passives + detractors,
  }))

describe("net score", () => {
  it("equals the published values with the adjusted Wald interval", () => {
    for (const [answers, expected] of published) {
      const score = netScore(answers)
      assert.near(score?.value, expected.nps)
      assert.near(score?.variance, expected.var)
      assert.near(score?.centre, expected.adj_center)
      assert.near(score?.se, expected.adj_se)
      assert.interval(score?.interval, expected.adj_wald)
    }
  })

  it("equals the net satisfaction and net effort of two surveys", () => {
    assert.near(netScore({ promoters: 80, detractors: 8, n: 100 })?.value, 100 * B1_csat.net_csat1)
    const effort = netScore({ promoters: 300, detractors: 430, n: 1000 })
    assert.near(effort?.value, B3_ces.net_67_minus_123)
    assert.near(100 * Math.sqrt((effort?.variance ?? NaN) / 1000), B3_ces.net_se)
  })

  it("takes weighted answers at their effective size", () => {
    const plain = netScore({ promoters: 12, detractors: 5, n: 40 })
    const weighted = netScore({ promoters: 30, detractors: 12.5, n: 100, nEffective: 40 })
    assert.strictEqual(weighted?.value, plain?.value)
    assert.near(weighted?.se, plain?.se ?? NaN)
    assert.interval(weighted?.interval, [plain?.interval.low ?? NaN, plain?.interval.high ?? NaN])
  })

  it("is null without answers and refuses more answers than there are", () => {
    assert.isNull(netScore({ promoters: 0, detractors: 0, n: 0 }))
    assert.isNull(netScore({ promoters: 7, detractors: 7, n: 10 }))
    assert.isNull(netScore({ promoters: 11, detractors: 0, n: 10 }))
    assert.isNull(netScore({ promoters: 0, detractors: 11, n: 10 }))
    assert.isNull(netScore({ promoters: -1, detractors: 2, n: 10 }))
    assert.isNull(netScore({ promoters: 2, detractors: -1, n: 10 }))
    for (const nEffective of [NaN, 0, -1]) assert.isNull(netScore({ promoters: 1, detractors: 1, n: 3, nEffective }))
    assert.isNull(netScore({ promoters: 0, detractors: 0, n: 0, nEffective: 5 }))
    for (const level of [0, 1, NaN]) assert.isNull(netScore({ promoters: 1, detractors: 1, n: 3 }, level))
  })

  it("stays between -100 and 100 where weights add up to a hair more", () => {
    for (let k = 1; k <= 1000; k++) {
      const n = 0.1 * k
      const [all, none] = [netScore({ promoters: n, detractors: 0, n }), netScore({ promoters: 0, detractors: n, n })]
      assert.isAtMost(all?.value ?? NaN, 100)
      assert.near(all?.value, 100)
      assert.isAtLeast(none?.value ?? NaN, -100)
      assert.near(none?.value, -100)
    }
    assert.strictEqual(netScore({ promoters: 10 * (1 + 1e-12), detractors: 0, n: 10 })?.variance, 0)
  })

  // mpmath: z at 90 % is 1.6448536269514726.
  it("is bounded at the level that was asked", () => {
    const { interval } = netScore({ promoters: 12, detractors: 5, n: 40 }, 0.9) ?? {}
    assert.interval(interval, [0.3408621633831876, 32.217277371500536])
    assert.deepStrictEqual([interval?.level, interval?.method], [0.9, "adjusted-wald"])
  })

  it("has an interval within -100 and 100 that contains the shrunken centre", () => {
    fc.assert(
      fc.property(counts, fc.constantFrom(0.5, 0.95, 0.999), (answers, level) => {
        const score = netScore(answers, level)
        const [low, high] = [score?.interval.low ?? NaN, score?.interval.high ?? NaN]
        assert.isTrue(-100 <= low && low < (score?.centre ?? NaN) && (score?.centre ?? NaN) < high && high <= 100)
        assert.isAtMost(Math.abs(score?.centre ?? NaN), Math.abs(score?.value ?? NaN) + 1e-12)
      }),
    )
  })
})

describe("two net scores", () => {
  it("differ as published", () => {
    const test = twoNetScores(published[0][0], published[1][0])
    assert.near(test?.difference, B2_nps.diff)
    assert.near(test?.z, B2_nps.diff_z_adj)
    assert.near(test?.p, B2_nps.diff_p_adj)
    assert.near(test?.se, B2_nps.diff / B2_nps.diff_z_adj)
    // mpmath, at 90 %
    const { interval } = twoNetScores(published[0][0], published[1][0], 0.9) ?? {}
    assert.interval(interval, [5.6893241681617415, 27.644009165171592])
    assert.deepStrictEqual([interval?.level, interval?.method], [0.9, "adjusted-wald"])
  })

  it("differ by 200 points at most", () => {
    const [all, none] = [
      { promoters: 1, detractors: 0, n: 1 },
      { promoters: 0, detractors: 1, n: 1 },
    ]
    const [above, below] = [twoNetScores(all, none), twoNetScores(none, all)]
    assert.deepStrictEqual([above?.difference, above?.interval.high], [200, 200])
    assert.deepStrictEqual([below?.difference, below?.interval.low], [-200, -200])
    assert.near(above?.interval.low, 200 - 1.959963984540054 * (above?.se ?? NaN))
    assert.near(below?.interval.high, 1.959963984540054 * (above?.se ?? NaN) - 200)
  })

  it("have an interval that agrees with the test, and none for an empty group", () => {
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        const test = twoNetScores(a, b)
        const [low, high, p] = [test?.interval.low ?? NaN, test?.interval.high ?? NaN, test?.p ?? NaN]
        if (Math.abs(p - 0.05) < 1e-9) return
        assert.strictEqual(low > 0 || high < 0, p < 0.05)
      }),
    )
    const [none, one] = [
      { promoters: 0, detractors: 0, n: 0 },
      { promoters: 1, detractors: 0, n: 1 },
    ]
    assert.isNull(twoNetScores(none, one))
    assert.isNull(twoNetScores(one, none))
  })
})

describe("answers needed for a net score", () => {
  it("equal the published table", () => {
    assert.strictEqual(netScoreSampleSize({ margin: 10, variance: 0.65 }), B2b_nps_samplesize.moe10_v065)
    assert.strictEqual(netScoreSampleSize({ margin: 5, variance: 0.65 }), B2b_nps_samplesize.moe5_v065)
    assert.strictEqual(netScoreSampleSize({ margin: 10 }), B2b_nps_samplesize.moe10_worst_v1)
  })

  it("refuse a margin or variance that cannot be", () => {
    assert.isNull(netScoreSampleSize({ margin: 0 }))
    assert.isNull(netScoreSampleSize({ margin: 5, variance: 1.2 }))
    assert.isNull(netScoreSampleSize({ margin: 5, variance: -0.1 }))
    for (const margin of [-1, NaN, Infinity, 1e-200]) assert.isNull(netScoreSampleSize({ margin }))
    for (const level of [0, 1, NaN]) assert.isNull(netScoreSampleSize({ margin: 5 }, level))
  })

  it("are one at least, and more for a higher level", () => {
    assert.strictEqual(netScoreSampleSize({ margin: 5, variance: 0 }), 1)
    assert.strictEqual(netScoreSampleSize({ margin: 200 }), 1)
    // (100 * 2.5758293035489 / 10)^2 = 663.49
    assert.strictEqual(netScoreSampleSize({ margin: 10 }, 0.99), 664)
  })
})
