import { describe, it } from "@effect/vitest"
import {
  kaplanMeier,
  type LifeCounts,
  type Lifetimes,
  logRank,
  logRankGroups,
  quantileRanks,
  restrictedMean,
  survivalAt,
  survivalQuantile,
} from "@touchpoint/core/stats"
import * as fc from "fast-check"
import vectors from "../fixtures/vectors.json" with { type: "json" }
import { assert } from "./assert.ts"

const livesOf = (times: ReadonlyArray<number>, events: ReadonlyArray<number> | null = null): Lifetimes => {
  const lives = new Map<number, LifeCounts>()
  for (const [i, time] of times.entries()) {
    const known = lives.get(time) ?? { events: 0, censored: 0 }
    const event = events === null || events[i] === 1
    lives.set(time, { events: known.events + (event ? 1 : 0), censored: known.censored + (event ? 0 : 1) })
  }
  return lives
}

const freireich = vectors.C4_km_freireich
const treated = livesOf(freireich.time, freireich.event)
const placebo = livesOf(freireich.placebo)
const curveOf = (lives: Lifetimes) => {
  const curve = kaplanMeier(lives)
  if (curve === null) throw new Error("no curve")
  return curve
}

describe("kaplanMeier", () => {
  it("equals R's survfit with log-log intervals on Freireich's trial", () => {
    const { steps } = curveOf(treated)
    assert.strictEqual(steps.length, freireich.rows.length)
    for (const [i, row] of freireich.rows.entries()) {
      const step = steps[i]
      assert.deepStrictEqual([step?.time, step?.atRisk, step?.events], [row.t, row.n, row.d])
      assert.near(step?.survival ?? NaN, row.S, 1e-12)
      assert.near(step?.se ?? NaN, row.se, 1e-12)
      assert.interval(step?.interval ?? null, [row.lo, row.hi], 1e-9)
    }
  })

  it("gives the median with its interval, open where the band never comes down", () => {
    assert.deepStrictEqual(survivalQuantile(curveOf(treated), 0.5), {
      value: freireich.median,
      low: freireich.median_ci[0] ?? null,
      high: null,
      level: 0.95,
      method: "log-log-greenwood",
    })
  })

  it("gives the restricted mean with R's standard error", () => {
    const mean = restrictedMean(curveOf(treated), 35)
    assert.near(mean?.value ?? NaN, freireich.rmst35, 1e-9)
    assert.near(mean?.se ?? NaN, freireich.rmst35_se, 1e-9)
    assert.isNull(restrictedMean(curveOf(treated), 36))
  })

  it("counts open items as open: the median of response times rises", () => {
    const { D1_response_time: closed, D2_response_time_censored: open } = vectors
    const lives = livesOf(
      [...closed.minutes, ...open.open_ages],
      [...closed.minutes.map(() => 1), ...open.open_ages.map(() => 0)],
    )
    const curve = curveOf(lives)
    assert.strictEqual(survivalQuantile(curve, 0.5).value, open.km_median)
    assert.strictEqual(survivalQuantile(curve, 0.9).value, open.km_p90)
    assert.near(survivalAt(curve, open.km_median)?.survival ?? NaN, open.S_at_median, 1e-12)
    // R: survfit(..., conf.type = "log-log"), quantile 0.5 → 15 [8, 35], 0.9 → 180 [48, NA]
    assert.deepStrictEqual([survivalQuantile(curve, 0.5).low, survivalQuantile(curve, 0.5).high], [8, 35])
    assert.deepStrictEqual([survivalQuantile(curve, 0.9).low, survivalQuantile(curve, 0.9).high], [48, null])
  })

  it("is one less the empirical distribution where nothing is censored", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 60 }), (times) => {
        for (const { survival, time } of curveOf(livesOf(times)).steps)
          assert.near(survival, times.filter((t) => t > time).length / times.length, 1e-12)
      }),
    )
  })

  it("is null without units and 1 before the first event", () => {
    assert.isNull(kaplanMeier(new Map()))
    assert.isNull(survivalAt(curveOf(treated), 5))
  })

  it("takes units that came late as at risk from then on only", () => {
    const lives = new Map([
      [1, { events: 1, censored: 0, entered: 0 }],
      [2, { events: 0, censored: 0, entered: 2 }],
      [3, { events: 1, censored: 2, entered: 0 }],
    ])
    assert.deepStrictEqual(
      curveOf(lives).steps.map(({ atRisk }) => atRisk),
      [2, 3],
    )
  })
})

describe("logRank", () => {
  it("equals R's survdiff on Freireich's trial", () => {
    const test = logRank(treated, placebo)
    const { E1, O1, V, chi2, hr_peto, p } = freireich.logrank
    assert.strictEqual(test?.observed, O1)
    assert.near(test?.expected ?? NaN, E1, 1e-10)
    assert.near(test?.variance ?? NaN, V, 1e-10)
    assert.near(test?.chiSquared ?? NaN, chi2, 1e-9)
    assert.relative(test?.p ?? NaN, p, 1e-9, "p")
    assert.near(test?.hazardRatio ?? NaN, hr_peto, 1e-10)
  })

  it("finds no difference between a group and itself, and does not mind which comes first", () => {
    assert.near(logRank(treated, treated)?.chiSquared ?? NaN, 0, 1e-12)
    assert.near(logRank(treated, placebo)?.chiSquared ?? 0, logRank(placebo, treated)?.chiSquared ?? 1, 1e-10)
  })
})

describe("logRankGroups", () => {
  // Months of 90 patients with cancer of the larynx by stage, + still alive (Kardaun 1983; Klein & Moeschberger 2003).
  const larynx = [
    "0.6 1.3 2.4 2.5+ 3.2 3.2+ 3.3 3.3+ 3.5 3.5 4.0 4.0 4.3 4.5+ 4.5+ 5.3 5.5+ 5.9+ 5.9+ 6.0 6.1+ 6.2+ 6.4 6.5 6.5+ 6.7+ 7.0+ 7.4 7.4+ 8.1+ 8.1+ 9.6+ 10.7+",
    "0.2 1.8 2.0 2.2+ 2.6+ 3.3+ 3.6 3.6+ 4.0 4.3+ 4.3+ 5.0+ 6.2 7.0 7.5+ 7.6+ 9.3+",
    "0.3 0.3 0.5 0.7 0.8 1.0 1.3 1.6 1.8 1.9 1.9 3.2 3.5 3.7+ 4.5+ 4.8+ 4.8+ 5.0 5.0+ 5.1+ 6.3 6.4 6.5+ 7.8 8.0+ 9.3+ 10.1+",
    "0.1 0.3 0.4 0.8 0.8 1.0 1.5 2.0 2.3 2.9+ 3.6 3.8 4.3+",
  ].map((stage) => {
    const times = stage.split(" ")
    return livesOf(
      times.map(Number.parseFloat),
      times.map((time) => (time.endsWith("+") ? 0 : 1)),
    )
  })

  // R: survdiff(Surv(time, delta) ~ stage, KMsurv::larynx): Chisq = 22.8 on 3 degrees of freedom, p = 5e-05; more digits
  // by exact fractions in Python.
  it("equals R's survdiff on four stages of cancer", () => {
    const test = logRankGroups(larynx)
    assert.strictEqual(test?.df, 3)
    assert.near(test?.chiSquared, 22.76275706464822)
    assert.relative(test?.p, 4.52521122044579e-5, 1e-10)
    assert.deepStrictEqual(test?.observed, [15, 7, 17, 11])
    for (const [i, events] of [
      22.566039844488657, 10.011697005528635, 14.084547723127411, 3.3377154268552998,
    ].entries())
      assert.near(test?.expected[i], events)
  })

  it("is the test of two for two, and does not mind the order", () => {
    const two = logRankGroups([treated, placebo])
    assert.near(two?.chiSquared, freireich.logrank.chi2, 1e-9)
    assert.strictEqual(two?.df, 1)
    assert.near(logRankGroups(larynx.toReversed())?.chiSquared, 22.76275706464822, 1e-10)
  })

  it("counts no freedom for groups that nothing tells apart", () => {
    const gone = new Map([[0.01, { events: 0, censored: 5 }]])
    assert.strictEqual(logRankGroups([treated, placebo, gone])?.df, 1)
    assert.near(logRankGroups([treated, placebo, gone])?.chiSquared, freireich.logrank.chi2, 1e-9)
    const still = new Map([[5, { events: 0, censored: 5 }]])
    assert.deepStrictEqual(logRankGroups([still, still]), {
      observed: [0, 0],
      expected: [0, 0],
      chiSquared: null,
      df: 0,
      p: null,
    })
    assert.isNull(logRankGroups([treated]))
    assert.isNull(logRankGroups([treated, new Map()]))
  })
})

describe("quantileRanks", () => {
  it("are the ranks of the response-time vector", () => {
    const { median_cov, median_ranks, p90_ranks } = vectors.D1_response_time
    const median = quantileRanks(20, 0.5)
    assert.deepStrictEqual([median?.low, median?.high], [median_ranks[0], median_ranks[1]])
    assert.near(median?.coverage ?? NaN, median_cov, 1e-12)
    const p90 = quantileRanks(20, 0.9)
    assert.deepStrictEqual([p90?.rank, p90?.low, p90?.high, p90_ranks[1]], [18, p90_ranks[0], null, 21])
  })

  it("have both sides from the published sample sizes on", () => {
    for (const [q, n] of [
      [0.5, 6],
      [0.75, 13],
      [0.9, 36],
      [0.95, 72],
      [0.99, 368],
    ] as const) {
      const sides = (size: number) => [quantileRanks(size, q)?.low, quantileRanks(size, q)?.high]
      assert.notInclude(sides(n), null, `q = ${q}`)
      assert.include(sides(n - 1), null, `q = ${q}`)
    }
  })
})
