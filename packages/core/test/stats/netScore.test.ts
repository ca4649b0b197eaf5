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
    assert.isNull(netScore({ promoters: 1, detractors: 1, n: 3, nEffective: NaN }))
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
    assert.isNull(twoNetScores({ promoters: 0, detractors: 0, n: 0 }, { promoters: 1, detractors: 0, n: 1 }))
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
  })
})
