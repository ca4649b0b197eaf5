import { describe, it } from "@effect/vitest"
import {
  chanceAlive,
  expectedPurchases,
  geometricMean,
  growthOver,
  hazardOf,
  independentGrowth,
  lossOver,
  meanInterval,
  membersAfter,
  ratioOfSums,
  skewness,
  skewnessSampleSize,
  viralMultiplier,
  viralRate,
  wilson,
} from "@touchpoint/core/stats"
import * as fc from "fast-check"
import vectors from "../fixtures/vectors.json" with { type: "json" }
import { assert } from "./assert.ts"
import { pairsOf, sampleOf } from "./samples.ts"

describe("growth", () => {
  it("compounds", () => {
    const { cagr_100_to_150_3y, mom_10pct_x12 } = vectors.E1_growth
    assert.near(growthOver(0.5, 1 / 3), cagr_100_to_150_3y)
    assert.near(growthOver(0.1, 12), mom_10pct_x12)
    assert.deepStrictEqual([growthOver(-1, 3), growthOver(-1, 0), growthOver(-1, -1)], [-1, 0, null])
    assert.deepStrictEqual([growthOver(-2, 0), growthOver(NaN, 0), growthOver(0.5, 0)], [null, null, 0])
    assert.deepStrictEqual([lossOver(1, 0), lossOver(1, 2), lossOver(0, 0)], [0, 1, 0])
    for (const growth of [-1.5, NaN, Infinity]) assert.isNull(growthOver(growth, 2))
    assert.isNull(growthOver(0.1, Infinity))
  })

  it("of the same customers is a ratio that knows their covariance", () => {
    const { cur, log_growth, paired, prev, sum_cur, sum_prev } = vectors.E1_growth
    const found = ratioOfSums(pairsOf(cur, prev))
    assert.near((found?.value ?? NaN) - 1, paired.g)
    assert.near(found?.se, paired.se)
    assert.interval({ ...found!.delta!, low: found!.delta!.low! - 1, high: found!.delta!.high! - 1 }, paired.t_ci, 1e-9)
    assert.near(Math.log(sum_cur / sum_prev), log_growth)
  })

  it("of independent periods is a compound Poisson process", () => {
    const { ci, g, orders0, orders1, se_log } = vectors.E2_growth_compound_poisson
    const sums = (orders: ReadonlyArray<number>) => ({
      sum: orders.reduce((total, x) => total + x, 0),
      squares: orders.reduce((total, x) => total + x * x, 0),
    })
    const found = independentGrowth(sums(orders1), sums(orders0))
    assert.near((found?.ratio ?? NaN) - 1, g)
    assert.near((found?.se ?? NaN) / (found?.ratio ?? NaN), se_log)
    assert.interval(found?.interval, ci, 1e-9)
  })
})

describe("churn", () => {
  const churn = vectors.C5_churn_arith

  it("converts between months and years by compounding, never by twelve", () => {
    assert.near(lossOver(0.05, 12), churn.annual_from_monthly_5pct)
    assert.near(lossOver(0.3, 1 / 12), churn.monthly_from_annual_30pct)
    assert.near(hazardOf(0.05), churn.hazard_equiv)
    assert.near(1 / 0.05, churn.expected_lifetime_months)
    assert.isBelow(lossOver(0.05, 12) ?? NaN, churn.wrong_times12)
    assert.near(wilson(42, churn.start)?.low, churn.wilson[0] ?? NaN)
  })

  it("goes there and back", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.9, noNaN: true }), fc.integer({ min: 1, max: 24 }), (share, periods) => {
        assert.near(lossOver(lossOver(share, 1 / periods) ?? NaN, periods), share, 1e-12)
      }),
    )
    assert.deepStrictEqual([lossOver(0, 12), lossOver(1, 12), hazardOf(0)], [0, 1, 0])
    assert.isNull(hazardOf(1))
  })

  it("is lost in no time where no time passes, and null for no share and time that runs back", () => {
    assert.strictEqual(lossOver(0.3, 0), 0)
    assert.isNull(lossOver(0.3, -1))
    for (const share of [-0.1, 1.1, NaN]) {
      assert.isNull(lossOver(share, 2))
      assert.isNull(hazardOf(share))
    }
  })
})

describe("virality", () => {
  const expected = vectors.E5_virality

  it("grows with k and, more, with a shorter cycle", () => {
    assert.near(membersAfter({ k: 2, cycle: 2 }, { start: 10, time: 20 }), expected.skok_10_2_20_2, 1e-12)
    assert.near(membersAfter({ k: 2, cycle: 1 }, { start: 10, time: 20 }), expected.skok_10_2_20_1, 1e-12)
    assert.near(membersAfter({ k: 1, cycle: 10 }, { start: 100, time: 30 }), expected.skok_K1)
    assert.near(membersAfter({ k: 0.5, cycle: 10 }, { start: 100, time: 30 }), expected.skok_K05)
    assert.near(100 * (viralMultiplier(0.5) ?? NaN), expected.limit_K05)
    assert.near(viralMultiplier(expected.K), expected.multiplier)
  })

  it("goes smoothly through k = 1, and nowhere without invitations", () => {
    for (const k of [1 - 1e-12, 1 + 1e-12])
      assert.near(membersAfter({ k, cycle: 10 }, { start: 100, time: 30 }), 400, 1e-9)
    assert.strictEqual(membersAfter({ k: 0, cycle: 10 }, { start: 100, time: 30 }), 100)
    assert.isNull(viralRate({ k: 0, cycle: 10 }))
    assert.isNull(viralMultiplier(1))
    assert.isNull(membersAfter({ k: 2, cycle: 1 }, { start: 1, time: 1e6 }))
    for (const k of [0.2, 0.9, 1.2, 3])
      assert.near(membersAfter({ k, cycle: 2 }, { start: 3, time: 7 }), (3 * (k ** 4.5 - 1)) / (k - 1), 1e-12)
  })

  it("solves the equation of Lotka and Euler", () => {
    assert.near(viralRate({ k: 1.5, cycle: 5 }), expected.growth_per_day_K1_5_ct_5)
    assert.near(viralRate({ k: 1.5, cycle: 5 }, 2), expected.gamma_cycle_r_K1_5_shape2_mean5)
    // Cycles that hardly vary are all alike.
    assert.near(viralRate({ k: 1.5, cycle: 5 }, 1e9), expected.growth_per_day_K1_5_ct_5, 1e-9)
    // k times the Laplace transform of the cycle at the rate is 1.
    const rate = viralRate({ k: 3, cycle: 4 }, 2.5) ?? NaN
    assert.near(3 * (1 + (rate * 4) / 2.5) ** -2.5, 1)
  })

  it("takes the interval of k from the invitations each member brought", () => {
    const accepted = [880, 85, 25, 10].flatMap((n, i) => Array<number>(n).fill(i))
    assert.interval(meanInterval(sampleOf(accepted)), expected.K_t_ci, 1e-9)
  })
})

describe("buy till you die", () => {
  const { cond_exp_39, cond_exp_39_x0, palive_0, palive_2_30_43_38_86, palive_5_10_38_86, params } = vectors.C6_bgnbd
  const cdnow = params
  const seen = 38.86

  it("gives the published figures of CDNOW", () => {
    const customer = { repeats: 2, last: 30.43, seen }
    assert.near(chanceAlive(cdnow, customer), palive_2_30_43_38_86, 1e-12)
    assert.near(expectedPurchases(cdnow, customer, 39), cond_exp_39, 1e-12)
    assert.near(chanceAlive(cdnow, { repeats: 5, last: 10, seen }), palive_5_10_38_86, 1e-12)
    const once = { repeats: 0, last: 0, seen }
    assert.strictEqual(chanceAlive(cdnow, once), palive_0)
    assert.near(expectedPurchases(cdnow, once, 39), cond_exp_39_x0, 1e-11)
  })

  // mpmath with 40 digits from the published formula with hyp2f1.
  it("holds far ahead, for many purchases and beside a = 1, where the formula divides by 0", () => {
    assert.relative(expectedPurchases(cdnow, { repeats: 2, last: 30.43, seen }, 4000), 17.9289068050076, 1e-11)
    assert.relative(expectedPurchases(cdnow, { repeats: 40, last: 35, seen }, 500), 75.3154911405357, 1e-11)
    const model = (a: number) => ({ r: 0.5, alpha: 10, a, b: 0.3 })
    const of = (a: number, time: number, history = { repeats: 3, last: 15, seen: 20 }) =>
      expectedPurchases(model(a), history, time)
    assert.relative(of(1, 10), 0.5488637549343498, 1e-12)
    assert.relative(of(0.999999, 10), 0.548864067028594, 1e-11)
    assert.relative(of(1.0000001, 10), 0.5488637237249434, 1e-11)
    assert.relative(of(0.999999, 10, { repeats: 0, last: 0, seen: 20 }), 0.14074969318426472, 1e-11)
    assert.relative(of(2.5, 10), 0.2877791878131022, 1e-11)
    assert.relative(of(2.5, 100_000), 1.0465849892746413, 1e-9)
    assert.relative(of(0.01, 100_000), 10739.64726139948, 1e-9)
    assert.relative(of(0.01, 10, { repeats: 0, last: 0, seen: 20 }), 0.1655529221586997, 1e-11)
  })

  it("knows who bought just now, the next moment, and when it has to add too much", () => {
    // Nothing tells a time without purchases: the odds of having left are those of the last purchase.
    assert.near(chanceAlive(cdnow, { repeats: 2, last: 30, seen: 30 }), 1 / (1 + 0.793 / (2.426 + 1)))
    assert.relative(expectedPurchases(cdnow, { repeats: 2, last: 30.43, seen }, 2e-8), 7.532078072308431e-10, 1e-12)
    assert.isNull(expectedPurchases({ ...cdnow, a: 6 }, { repeats: 0, last: 0, seen }, 1e12))
  })

  it("expects more the longer one waits, and nothing at once", () => {
    fc.assert(
      fc.property(
        fc.record({
          r: fc.double({ min: 0.05, max: 5, noNaN: true }),
          alpha: fc.double({ min: 0.5, max: 50, noNaN: true }),
          a: fc.double({ min: 0.05, max: 5, noNaN: true }),
          b: fc.double({ min: 0.05, max: 5, noNaN: true }),
        }),
        fc.nat(20),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (model, repeats, part) => {
          const history = { repeats, last: repeats === 0 ? 0 : 40 * part, seen: 40 }
          const alive = chanceAlive(model, history) ?? NaN
          assert.isTrue(alive >= 0 && alive <= 1)
          assert.strictEqual(expectedPurchases(model, history, 0), 0)
          const [soon, late] = [1, 30].map((time) => expectedPurchases(model, history, time) ?? NaN)
          assert.isTrue((soon ?? NaN) >= 0 && (late ?? NaN) >= (soon ?? NaN))
        },
      ),
    )
  })

  it("refuses a history that cannot be", () => {
    for (const history of [
      { repeats: 2, last: 50, seen },
      { repeats: -1, last: 5, seen },
      { repeats: 2, last: 5, seen: NaN },
    ]) {
      assert.isNull(chanceAlive(cdnow, history))
      assert.isNull(expectedPurchases(cdnow, history, 39))
    }
    assert.isNull(chanceAlive({ ...cdnow, a: 0 }, { repeats: 2, last: 5, seen }))
    for (const time of [-1, NaN, Infinity]) assert.isNull(expectedPurchases(cdnow, { repeats: 2, last: 5, seen }, time))
    assert.isNull(chanceAlive(cdnow, { repeats: 2, last: 5, seen: Infinity }))
    assert.isNull(chanceAlive(cdnow, { repeats: 2, last: -1, seen }))
    for (const name of ["r", "alpha", "a", "b"])
      assert.isNull(chanceAlive({ ...cdnow, [name]: 0 }, { repeats: 2, last: 5, seen }))
    // Parameters beyond all doubles: 0 times infinity is no chance.
    assert.isNull(chanceAlive({ r: 1.7e308, alpha: 1, a: 1e-300, b: 1e300 }, { repeats: 2, last: 5, seen: 5000 }))
  })
})

describe("skewed values", () => {
  it("have the skewness and the sample size of the vector", () => {
    const { merged, rule355, skew_g1 } = vectors.A14_m3_merge
    const [n = 0, , m2 = 0, m3 = 0] = merged
    const found = skewness({ n, m2, m3 }) ?? NaN
    assert.near(found, skew_g1)
    assert.strictEqual(skewnessSampleSize(found), Math.ceil(rule355))
    assert.isNull(skewness({ n: 5, m2: 0, m3: 0 }))
    assert.isNull(skewness({ n: 1, m2: 0, m3: 0 }))
  })

  it("have a geometric mean", () => {
    const { geo_ci, geo_mean, minutes } = vectors.D1_response_time
    const found = geometricMean(sampleOf(minutes.map(Math.log)))
    assert.near(found?.value, geo_mean)
    assert.interval(found?.interval, geo_ci, 1e-9)
    assert.strictEqual(found?.interval?.method, "student-t-log")
    assert.isNull(geometricMean({ n: 1, mean: 0, m2: 0 }))
  })
})
