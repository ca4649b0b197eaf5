import { describe, it } from "@effect/vitest"
import {
  cohenKappa,
  fleissKappa,
  funnelLimits,
  heterogeneity,
  jackknife,
  jamesStein,
  kitagawa,
  mantelHaenszel,
  normalSf,
  percentileRank,
  priorOfShares,
  shrunkenShare,
  standardised,
} from "@touchpoint/core/stats"
import * as fc from "fast-check"
import vectors from "../fixtures/vectors.json" with { type: "json" }
import { assert } from "./assert.ts"

const share = ([x = 0, n = 0]: ReadonlyArray<number>) => ({ x, n })

describe("heterogeneity", () => {
  it("equals statsmodels' combine_effects on four channels", () => {
    const { I2, Q, Q_p, fixed_mean, mean, n, sd, tau2 } = vectors.F3_consistency
    const found = heterogeneity(
      mean.map((m, i) => ({ n: n[i] ?? 0, mean: m, m2: (sd[i] ?? 0) ** 2 * ((n[i] ?? 0) - 1) })),
    )
    assert.near(found?.mean ?? NaN, fixed_mean, 1e-10)
    assert.near(found?.q ?? NaN, Q, 1e-9)
    assert.relative(found?.p ?? NaN, Q_p, 1e-9, "p")
    assert.near(found?.i2 ?? NaN, I2, 1e-10)
    assert.near(found?.tau2 ?? NaN, tau2, 1e-10)
  })

  it("needs two groups with a spread of their own", () => {
    assert.isNull(heterogeneity([{ n: 10, mean: 1, m2: 4 }]))
    assert.isNull(
      heterogeneity([
        { n: 10, mean: 1, m2: 4 },
        { n: 10, mean: 9, m2: 0 },
      ]),
    )
  })

  it("leaves out groups without a spread of their own, and takes pairs of values", () => {
    const pairs = [
      { n: 2, mean: 1, m2: 2 },
      { n: 2, mean: 4, m2: 2 },
    ]
    // By hand: both weigh 1, and are 1.5 from their mean.
    const found = heterogeneity(pairs)
    assert.near(found?.mean, 2.5)
    assert.near(found?.q, 4.5)
    assert.near(found?.p, 2 * normalSf(Math.sqrt(4.5)))
    assert.near(found?.i2, 3.5 / 4.5)
    assert.near(found?.tau2, 3.5)
    const vague = [
      { n: 1, mean: 50, m2: 0 },
      { n: 10, mean: 90, m2: 0 },
      { n: 1.5, mean: 70, m2: 3 },
    ]
    assert.deepStrictEqual(heterogeneity([...pairs, ...vague]), found)
  })

  it("is none where means are equal, and null where they are no numbers or have no bounds", () => {
    const [one, other] = [
      { n: 10, mean: 4, m2: 9 },
      { n: 20, mean: 4, m2: 38 },
    ]
    assert.deepStrictEqual(heterogeneity([one, other]), { mean: 4, q: 0, p: 1, i2: 0, tau2: 0 })
    assert.isNull(heterogeneity([one, other, { n: 10, mean: NaN, m2: 0 }]))
    assert.isNull(heterogeneity([one, { n: 10, mean: 1, m2: 5e-324 }]))
  })
})

describe("agreement", () => {
  it("gives Cohen's kappa of the vector", () => {
    const found = cohenKappa(vectors.F2_agreement.cohen_table)
    assert.near(found?.kappa ?? NaN, vectors.F2_agreement.cohen_kappa, 1e-12)
    assert.near(found?.observed ?? NaN, vectors.F2_agreement.po, 1e-12)
    assert.near(found?.expected ?? NaN, vectors.F2_agreement.pe, 1e-12)
  })

  it("gives Fleiss' kappa of the published example of 14 raters", () => {
    const table = [
      [0, 0, 0, 0, 14],
      [0, 2, 6, 4, 2],
      [0, 0, 3, 5, 6],
      [0, 3, 9, 2, 0],
      [2, 2, 8, 1, 1],
      [7, 7, 0, 0, 0],
      [3, 2, 6, 3, 0],
      [2, 5, 3, 2, 2],
      [6, 5, 2, 1, 0],
      [0, 2, 2, 3, 7],
    ]
    assert.near(fleissKappa(table)?.kappa ?? NaN, vectors.F2_agreement.fleiss_wikipedia, 1e-12)
  })

  it("says nothing where chance agrees always, or of items with fewer raters", () => {
    assert.isNull(
      cohenKappa([
        [7, 0],
        [0, 0],
      ]),
    )
    assert.isNull(
      fleissKappa([
        [3, 0],
        [3, 0],
      ]),
    )
    assert.isNull(
      fleissKappa([
        [3, 0],
        [1, 1],
      ]),
    )
  })
})

describe("agreement of few", () => {
  it("is Scott's pi of two raters, and nothing of one", () => {
    const items = [
      [2, 0],
      [1, 1],
      [0, 2],
      [2, 0],
    ]
    // Scott 1955: 3 of 4 items agree, and chance gives (5/8)² + (3/8)² = 17/32.
    const found = fleissKappa(items)
    assert.near(found?.kappa, (3 / 4 - 17 / 32) / (1 - 17 / 32))
    assert.isNull(
      fleissKappa([
        [1, 0],
        [0, 1],
      ]),
    )
  })

  it("takes categories left out at the end of an item as never chosen there", () => {
    // By hand: 7/9 of the pairs agree, and chance gives (5/9)² + (4/9)² = 41/81.
    const found = fleissKappa([[3], [2, 1], [0, 3]])
    assert.near(found?.observed, 7 / 9)
    assert.near(found?.expected, 41 / 81)
    assert.near(found?.kappa, 0.55)
  })
})

describe("shrinkage", () => {
  it("gives Efron and Morris' batting averages", () => {
    const { est, grand, shrink, sigma2, y } = vectors.K1_james_stein_baseball
    const found = jamesStein(y, sigma2)
    assert.near(found?.grand ?? NaN, grand, 1e-12)
    assert.near(found?.factor ?? NaN, shrink, 1e-12)
    for (const [i, mean] of est.entries()) assert.near(found?.means[i] ?? NaN, mean, 1e-12)
  })

  it("pulls a share towards its prior by their sizes", () => {
    const { prior_mean, prior_n, rows } = vectors.K3_beta_binomial_shrink
    for (const { n, shrunk, x } of rows)
      assert.near(shrunkenShare({ x, n }, { share: prior_mean, size: prior_n }), shrunk, 1e-12)
  })

  it("finds no prior where groups differ no more than chance, and a weaker one the more they differ", () => {
    assert.isNull(priorOfShares([share([50, 100]), share([51, 100]), share([49, 100])]))
    const [close, far] = [
      priorOfShares([share([40, 100]), share([50, 100]), share([60, 100])]),
      priorOfShares([share([10, 100]), share([50, 100]), share([90, 100])]),
    ]
    assert.isAbove(close?.size ?? 0, far?.size ?? Infinity)
  })
})

describe("league tables", () => {
  it("give the limits of the funnel-plot vector", () => {
    const { groups, lim95, lim998, target, z } = vectors.K2_funnel_limits
    for (const [i, group] of groups.entries()) {
      // The vector draws its lines at 1.96 and 3.09 standard errors.
      const level = (lines: number) => 1 - 2 * normalSf(lines)
      const usual = funnelLimits(share(group), target, level(1.96))
      const wide = funnelLimits(share(group), target, level(3.09))
      assert.near(usual?.z ?? NaN, z[i] ?? 0, 1e-10)
      assert.near(usual?.low ?? NaN, lim95[i]?.[0] ?? 0, 1e-10)
      assert.near(usual?.high ?? NaN, lim95[i]?.[1] ?? 0, 1e-10)
      assert.near(wide?.low ?? NaN, lim998[i]?.[0] ?? 0, 1e-10)
    }
  })

  it("give the percentile rank of the vector, and none among few", () => {
    const { mean_rank_pct, own, peers } = vectors.K4_percentile_rank
    assert.strictEqual(percentileRank(own, peers), mean_rank_pct)
    assert.isNull(percentileRank(70, [60, 80]))
  })

  it("rank among five, and not where a value is missing", () => {
    assert.strictEqual(percentileRank(70, [50, 60, 70, 80, 90]), 50)
    assert.isNull(percentileRank(70, [50, 60, 80, 90]))
    assert.isNull(percentileRank(70, [50, 60, NaN, 80, 90]))
    assert.isNull(percentileRank(NaN, [50, 60, 70, 80, 90]))
  })

  it("have no limits without trials, or around a target that nothing misses", () => {
    assert.isNull(funnelLimits({ x: 0, n: 0 }, 0.5))
    for (const target of [0, 1]) for (const x of [0, 4, 9]) assert.isNull(funnelLimits({ x, n: 9 }, target))
  })
})

describe("mix shift", () => {
  const { segments, ...expected } = vectors.L1_simpson
  const pairs = [segments.small, segments.large].map(({ A, B }) => ({ first: share(A), second: share(B) }))

  it("takes Simpson's kidney stones apart", () => {
    const found = kitagawa(pairs)
    assert.near(found?.difference ?? NaN, expected.crude, 1e-12)
    assert.near(found?.rate ?? NaN, expected.rate_effect, 1e-12)
    assert.near(found?.mix ?? NaN, expected.mix_effect, 1e-12)
    assert.near(mantelHaenszel(pairs) ?? NaN, expected.mh_odds_ratio, 1e-12)
    const sizes = pairs.map(({ first, second }) => first.n + second.n)
    const of = (side: "first" | "second") =>
      standardised(
        pairs.map((pair) => pair[side]),
        sizes,
      )
    assert.near(of("first") ?? NaN, expected.std_equal_pop.A, 1e-12)
    assert.near(of("second") ?? NaN, expected.std_equal_pop.B, 1e-12)
  })

  it("counts a segment that one group does not have as mix, and one that neither has not at all", () => {
    const [none, nothing] = [
      { x: 0, n: 0 },
      { first: { x: 0, n: 0 }, second: { x: 0, n: 0 } },
    ]
    const parts = [
      { first: { x: 10, n: 20 }, second: { x: 6, n: 20 } },
      { first: { x: 8, n: 10 }, second: none },
      { first: none, second: { x: 3, n: 30 } },
    ]
    // By hand: 8/15 · 0.2 of the first; 0.4 · 4/15, 0.8 · 1/3 and −0.1 · 0.6 of all three.
    const found = kitagawa([...parts, nothing])
    assert.near(found?.difference, 0.42)
    assert.near(found?.rate, 8 / 75)
    assert.near(found?.mix, 8 / 75 + 4 / 15 - 0.06)
    assert.isNull(kitagawa([{ first: none, second: { x: 3, n: 30 } }]))
    assert.isNull(kitagawa([{ first: { x: 3, n: 30 }, second: none }]))
    assert.near(mantelHaenszel([...pairs, nothing]), expected.mh_odds_ratio)
    assert.near(standardised([{ x: 9, n: 10 }, none], [2, 0]), 0.9)
    assert.isNull(standardised([{ x: 9, n: 10 }, none], [2, 1]))
  })

  it("adds up to the difference, whatever the segments", () => {
    const counts = fc.tuple(fc.nat(50), fc.nat(50)).map(([x, more]) => ({ x, n: x + more }))
    fc.assert(
      fc.property(fc.array(fc.record({ first: counts, second: counts }), { minLength: 1, maxLength: 6 }), (segs) => {
        const found = kitagawa(segs)
        if (found !== null) assert.near(found.rate + found.mix, found.difference, 1e-12)
      }),
    )
  })
})

describe("jackknife", () => {
  it("gives the spread of the bucket vector", () => {
    const { ci, df, leave_one_out, se, theta } = vectors.A8_bucket_jackknife
    const found = jackknife(theta, leave_one_out)
    assert.near(found?.se ?? NaN, se, 1e-10)
    assert.strictEqual(found?.df, df)
    assert.interval(found?.interval ?? null, [ci[0] ?? NaN, ci[1] ?? NaN], 1e-8)
    assert.isNull(jackknife(1, [1]))
  })

  it("takes two buckets, with one degree of freedom", () => {
    // Half their distance, and Student's t of one degree of freedom: tan(0.475 π).
    const found = jackknife(5, [4, 6])
    assert.near(found?.se, 1)
    assert.interval(found?.interval, [5 - Math.tan(0.475 * Math.PI), 5 + Math.tan(0.475 * Math.PI)], 1e-11)
    assert.deepStrictEqual([found?.df, found?.interval.level, found?.interval.method], [1, 0.95, "jackknife"])
  })
})
