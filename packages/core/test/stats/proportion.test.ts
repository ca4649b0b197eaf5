import { describe, it } from "@effect/vitest"
import {
  clopperPearson,
  clopperPearsonLower,
  clopperPearsonUpper,
  clusteredProportion,
  effectiveSize,
  jeffreys,
  wilson,
} from "@touchpoint/core/stats"
import * as fc from "fast-check"
import vectors from "../fixtures/vectors.json" with { type: "json" }
import { assert } from "./assert.ts"
import { pairsOf } from "./samples.ts"

const counts = fc
  .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0.5, max: 1e7, noNaN: true }))
  .map(([share, n]) => ({ x: share * n, n }))

describe("intervals of a share", () => {
  it("equal the published ones", () => {
    for (const { clopper_pearson, jeffreys: bayes, n, wilson: score, x } of vectors.A2_proportion_ci.cases) {
      assert.interval(wilson(x, n), score)
      assert.interval(jeffreys(x, n), bayes)
      assert.interval(clopperPearson(x, n), clopper_pearson)
    }
  })

  it("equal those of a promise kept 94 times of 100", () => {
    const { cp, due, kept, one_sided_95_lower, rule_of_three_upper_0_of_100, wilson: score } = vectors.D3_promise
    assert.interval(wilson(kept, due), score)
    assert.interval(clopperPearson(kept, due), cp)
    assert.near(clopperPearsonLower(kept, due)?.low, one_sided_95_lower)
    assert.near(clopperPearsonUpper(0, 100)?.high, rule_of_three_upper_0_of_100)
  })

  it("equal the top-box share of a satisfaction survey", () => {
    assert.interval(wilson(80, 100), vectors.B1_csat.t2b_wilson1)
  })

  it("leave the side open that a one-sided limit does not bound", () => {
    assert.isNull(clopperPearsonLower(94, 100)?.high)
    assert.isNull(clopperPearsonUpper(94, 100)?.low)
  })

  it("reach 0 without a success and 1 without a failure, exactly", () => {
    for (const interval of [wilson, jeffreys, clopperPearson]) {
      assert.strictEqual(interval(0, 20)?.low, 0)
      assert.strictEqual(interval(20, 20)?.high, 1)
    }
    assert.strictEqual(clopperPearsonLower(0, 20)?.low, 0)
    assert.strictEqual(clopperPearsonUpper(20, 20)?.high, 1)
  })

  it("are null without trials and name level and method with them", () => {
    for (const interval of [wilson, jeffreys, clopperPearson, clopperPearsonLower, clopperPearsonUpper]) {
      assert.isNull(interval(0, 0))
      assert.strictEqual(interval(1, 2, 0.9)?.level, 0.9)
    }
    assert.deepStrictEqual(
      [wilson, jeffreys, clopperPearson, clopperPearsonLower, clopperPearsonUpper].map((f) => f(1, 2)?.method),
      ["wilson", "jeffreys", "clopper-pearson", "clopper-pearson-lower", "clopper-pearson-upper"],
    )
  })

  it("refuse more successes than trials, but not the rounding of a weighted count", () => {
    assert.isNull(wilson(21, 20))
    assert.isNull(wilson(-1, 20))
    assert.isNull(wilson(NaN, 20))
    for (const interval of [wilson, jeffreys, clopperPearson, clopperPearsonLower, clopperPearsonUpper]) {
      assert.isNull(interval(21, 20))
      assert.isNull(interval(-1, 20))
      assert.isNull(interval(1, NaN))
      for (const level of [0, 1, 95, NaN]) assert.isNull(interval(1, 20, level))
    }
    assert.strictEqual(wilson(20.000000000000004, 20)?.high, 1)
    assert.strictEqual(wilson(-1e-15, 20)?.low, 0)
  })

  // mpmath: z at 90 % is 1.6448536269514726.
  it("narrow with the level", () => {
    assert.interval(wilson(3, 7, 0.9), [0.186443190363956, 0.7105229089864071])
    assert.interval(wilson(4, 7, 0.9), [1 - 0.7105229089864071, 1 - 0.186443190363956])
    // Of two trials the quantiles are square roots.
    assert.interval(clopperPearson(1, 2, 0.9), [1 - Math.sqrt(0.95), Math.sqrt(0.95)])
    assert.near(clopperPearsonLower(2, 2, 0.9)?.low, Math.sqrt(0.1))
    assert.near(clopperPearsonUpper(0, 2, 0.9)?.high, 1 - Math.sqrt(0.1))
    // Beta(1/2, 1/2) has the arcsine law.
    assert.near(jeffreys(0.5 - 0.5, 1e-300, 0.9)?.high, Math.sin(Math.PI * 0.475) ** 2)
  })

  it("end at 0 and 1 exactly, however many or few there are", () => {
    for (const n of [1e-300, 0.1, ...Array.from({ length: 99 }, (_, i) => i + 1), 1e9]) {
      assert.deepStrictEqual([wilson(0, n)?.low, wilson(n, n)?.high], [0, 1])
      for (const x of [0, n]) assert.isTrue((wilson(x, n)?.low ?? -1) >= 0 && (wilson(x, n)?.high ?? 2) <= 1, String(n))
    }
  })

  it("stay within 0 and 1 and contain the share", () => {
    fc.assert(
      fc.property(counts, fc.constantFrom(0.5, 0.9, 0.95, 0.999), ({ n, x }, level) => {
        for (const interval of [wilson(x, n, level), clopperPearson(x, n, level)]) {
          const [low, high] = [interval?.low ?? NaN, interval?.high ?? NaN]
          assert.isTrue(low >= 0 && high <= 1, `${low} to ${high}`)
          // the share itself is rounded
          assert.isTrue(low <= (x / n) * (1 + 1e-12) && high >= (x / n) * (1 - 1e-12), `${low} to ${high}`)
        }
      }),
    )
  })

  it("rise with every success", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
        const x = Math.min(n - 1, Math.floor(share * n))
        for (const interval of [wilson, jeffreys, clopperPearson]) {
          const [less, more] = [interval(x, n), interval(x + 1, n)]
          assert.isTrue((less?.low ?? NaN) < (more?.low ?? NaN))
          assert.isTrue((less?.high ?? NaN) < (more?.high ?? NaN))
        }
      }),
    )
  })

  it("are mirrored when failures are counted", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.nat(10_000), (n, k) => {
        const x = Math.min(k, n)
        for (const interval of [wilson, jeffreys, clopperPearson]) {
          assert.near(interval(n - x, n)?.low, 1 - (interval(x, n)?.high ?? NaN), 1e-13)
        }
      }),
    )
  })

  it("take a weighted count next to none for none", () => {
    assert.strictEqual(clopperPearson(8e-309, 0.5)?.low, 0)
    assert.strictEqual(clopperPearson(0.5, 0.5 + 1e-12)?.high, 1)
  })

  it("keep the digits of a very rare event", () => {
    // computed with 30 digits
    assert.near((wilson(1, 1e9)?.low ?? NaN) * 1e9, 0.176524554956963, 1e-13)
    assert.near((clopperPearson(1, 1e12)?.low ?? NaN) * 1e12, 0.025317807984, 1e-11)
  })
})

describe("weighted share", () => {
  it("is worth Kish's effective size", () => {
    const { n_eff, p, w, wilson: score, x } = vectors.A13_weighted_proportion
    const sumW = w.reduce((sum, v) => sum + v, 0)
    const n = effectiveSize({ sumW, sumW2: w.reduce((sum, v) => sum + v * v, 0) })
    assert.near(n, n_eff)
    const share = w.reduce((sum, v, i) => sum + v * (x[i] ?? NaN), 0) / sumW
    assert.near(share, p)
    assert.interval(wilson(share * n_eff, n_eff), score)
  })

  it("is worth its size with equal weights and nothing without weights", () => {
    assert.near(effectiveSize({ sumW: 7 * 0.3, sumW2: 7 * 0.09 }), 7)
    assert.isNull(effectiveSize({ sumW: 0, sumW2: 0 }))
    for (const [sumW, sumW2] of [
      [-1, 1],
      [1, -1],
      [1, Infinity],
      [Infinity, 1],
      [NaN, 1],
      [1, NaN],
    ] as const)
      assert.isNull(effectiveSize({ sumW, sumW2 }))
  })
})

describe("clustered share", () => {
  it("widens where the sessions of a customer are alike", () => {
    const { conversions, deff, n_eff, p, se_cluster, sessions, wilson_neff } = vectors.A11_clustered_proportion_icc
    const share = clusteredProportion(pairsOf(conversions, sessions))
    assert.near(share?.p, p)
    assert.near(share?.se, se_cluster)
    assert.near(share?.deff, deff)
    assert.near(share?.nEffective, n_eff)
    assert.interval(share?.interval, wilson_neff)
  })

  it("never narrows below independent trials", () => {
    const { conversions, deff, n_eff, p, se_cluster, sessions, wilson_neff } = vectors.A10_clustered_proportion
    const share = clusteredProportion(pairsOf(conversions, sessions))
    assert.near(share?.p, p)
    assert.near(share?.se, se_cluster)
    assert.near(share?.deff, deff)
    assert.near(share?.nEffective, n_eff)
    assert.interval(share?.interval, wilson_neff)
  })

  it("knows no error from one cluster and nothing from no trials", () => {
    assert.deepStrictEqual(clusteredProportion(pairsOf([2], [8])), {
      p: 0.25,
      se: null,
      deff: null,
      nEffective: null,
      interval: null,
    })
    assert.isNull(clusteredProportion(pairsOf([0, 0], [0, 0])))
    assert.isNull(clusteredProportion({ n: 0, meanX: 0, meanY: 0, mxx: 0, myy: 0, cxy: 0 }))
  })

  it("is nothing of what cannot be", () => {
    const units = pairsOf([1, 2, 0], [4, 5, 6])
    assert.isNull(clusteredProportion(units, 1))
    for (const odd of [{ n: -1 }, { meanX: -1 }, { meanX: 9 }, { mxx: -1 }, { myy: NaN }, { cxy: Infinity }])
      assert.isNull(clusteredProportion({ ...units, ...odd }), JSON.stringify(odd))
    const { interval = null, nEffective = null } = clusteredProportion(units, 0.8) ?? {}
    assert.deepStrictEqual(interval, wilson((nEffective ?? NaN) / 5, nEffective ?? NaN, 0.8))
  })

  it("has an error from two clusters on", () => {
    // 1 of 4 and 3 of 4: residuals of half a trial twice... (1 - 2)^2 + (3 - 2)^2 = 2, times 2 / (8 * 8)
    const share = clusteredProportion(pairsOf([1, 3], [4, 4]))
    assert.near(share?.se, Math.sqrt(2 * 2) / 8)
    assert.near(share?.deff, 4 / 64 / (0.25 / 8))
    assert.near(share?.nEffective, 4)
  })

  it("is without spread where every cluster has the same share, in whatever digits", () => {
    for (let k = 1; k <= 40; k++) {
      const trials = [k, 3 * k + 1, 7]
      const share = clusteredProportion(
        pairsOf(
          trials.map((n) => n * 0.3),
          trials,
        ),
      )
      assert.near(share?.se, 0, 1e-7)
      assert.near(share?.nEffective, 4 * k + 8)
    }
  })

  it("has no design effect without a success, and counts every trial", () => {
    const share = clusteredProportion(pairsOf([0, 0, 0], [4, 5, 6]))
    assert.deepStrictEqual([share?.p, share?.se, share?.deff, share?.nEffective], [0, 0, null, 15])
    const all = clusteredProportion(pairsOf([4, 5, 6], [4, 5, 6]))
    assert.deepStrictEqual([all?.p, all?.deff, all?.nEffective], [1, null, 15])
  })

  it("is a plain share when every cluster is one trial", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 1), { minLength: 2, maxLength: 60 }), (x) => {
        const share = clusteredProportion(
          pairsOf(
            x,
            x.map(() => 1),
          ),
        )
        const k = x.filter((v) => v === 1).length
        const plain = (k / x.length) * (1 - k / x.length)
        assert.near(share?.se, Math.sqrt(plain / (x.length - 1)), 1e-12)
      }),
    )
  })
})
