import { describe, it } from "@effect/vitest"
import {
  clusteredProportion,
  jackknife,
  kaplanMeier,
  mantelHaenszel,
  meanInterval,
  normalSf,
  percentileRank,
  rankedQuantile,
  ratioOfSums,
  studentTQuantile,
  twoNetScores,
} from "@touchpoint/core/stats"
import vectors from "../fixtures/vectors.json" with { type: "json" }
import { assert } from "./assert.ts"
import { pairsOf, sampleOf } from "./samples.ts"

const sum = (values: ReadonlyArray<number>) => values.reduce((total, x) => total + x, 0)

// What the tests beside the formulas leave out.
describe("vectors of the specification", () => {
  it("A7, A8: the jackknife leaves out customers, or buckets of them", () => {
    const { all10, orders, revenue } = vectors.A7_ratio_AOV
    const without = (i: number) => (sum(revenue) - (revenue[i] ?? 0)) / (sum(orders) - (orders[i] ?? 0))
    const found = jackknife(
      all10.R,
      revenue.map((_, i) => without(i)),
    )
    assert.near(found?.se, all10.se_jackknife)
    const { buckets, leave_one_out, mean_loo } = vectors.A8_bucket_jackknife
    const [x, y] = [buckets.map(([a = 0]) => a), buckets.map(([, b = 0]) => b)]
    for (const [i, value] of leave_one_out.entries())
      assert.near((sum(x) - (x[i] ?? 0)) / (sum(y) - (y[i] ?? 0)), value)
    assert.near(sum(leave_one_out) / leave_one_out.length, mean_loo)
  })

  it("A10, A11: the design effect is measured against independent sessions", () => {
    for (const { conversions, deff, se_cluster, se_naive, sessions } of [
      vectors.A10_clustered_proportion,
      vectors.A11_clustered_proportion_icc,
    ]) {
      const found = clusteredProportion(pairsOf(conversions, sessions))
      assert.near(se_cluster ** 2 / se_naive ** 2, deff)
      assert.near(found?.deff, deff)
    }
  })

  it("B2: z of Wald's standard errors is another one", () => {
    const { a, b, diff, diff_p_wald, diff_z_wald } = vectors.B2_nps
    const found = twoNetScores({ promoters: 150, detractors: 70, n: 300 }, { promoters: 120, detractors: 90, n: 300 })
    assert.near(diff / Math.hypot(a.se, b.se), diff_z_wald)
    assert.near(2 * normalSf(diff_z_wald), diff_p_wald)
    assert.near(found?.difference, diff)
    assert.notStrictEqual(found?.z, diff_z_wald)
  })

  it("C3: conversions within seven days as a curve", () => {
    const { as_of, entries, km_rows, window } = vectors.C3_conversion_window
    const lives = new Map<number, { events: number; censored: number }>()
    for (const [day = 0, delay] of entries as ReadonlyArray<ReadonlyArray<number | null>>) {
      const open = Math.min(window, as_of - (day ?? 0))
      const event = delay !== null && delay !== undefined && delay <= open
      const time = event ? (delay ?? 0) : open
      const known = lives.get(time) ?? { events: 0, censored: 0 }
      lives.set(time, { events: known.events + (event ? 1 : 0), censored: known.censored + (event ? 0 : 1) })
    }
    const steps = kaplanMeier(lives)?.steps ?? []
    assert.strictEqual(steps.length, km_rows.length)
    for (const [i, [time, atRisk, events, survival = NaN]] of km_rows.entries()) {
      assert.deepStrictEqual([steps[i]?.time, steps[i]?.atRisk, steps[i]?.events], [time, atRisk, events])
      assert.near(steps[i]?.survival, survival)
    }
  })

  it("C4: the life table is all a curve needs", () => {
    const { life_table, rows } = vectors.C4_km_freireich
    const table = new Map(
      Object.entries(life_table).map(([time, { c, d }]) => [Number(time), { events: d, censored: c }]),
    )
    for (const [i, step] of (kaplanMeier(table)?.steps ?? []).entries()) assert.near(step.survival, rows[i]?.S ?? NaN)
  })

  it("D1, D2: quantiles of response times, closed only and with the open ones", () => {
    const { median_nearest_rank, minutes, p90, p95 } = vectors.D1_response_time
    const at = (q: number) => rankedQuantile((rank) => minutes[rank - 1] ?? NaN, minutes.length, q)
    assert.deepStrictEqual([at(0.5)?.value, at(0.9)?.value, at(0.95)?.value], [median_nearest_rank, p90, p95])
    assert.deepStrictEqual([at(0.9)?.interval.low, at(0.9)?.interval.high], [22, null])
    const { last_S, naive_median_closed_only, open_ages } = vectors.D2_response_time_censored
    assert.strictEqual(at(0.5)?.value, naive_median_closed_only)
    const lives = new Map(open_ages.map((age) => [age, { events: 0, censored: 1 }]))
    for (const time of minutes) {
      const known = lives.get(time) ?? { events: 0, censored: 0 }
      lives.set(time, { ...known, events: known.events + 1 })
    }
    assert.near(kaplanMeier(lives)?.steps.at(-1)?.survival, last_S)
  })

  it("E4: what was earned per cost, and the margin that is left of it", () => {
    const { breakeven_roas, cost, revenue, roas, roas_ci, roas_fieller, roas_se, roi_ci, roi_margin_40pct } =
      vectors.E4_roas_roi
    const found = ratioOfSums(pairsOf(revenue, cost))
    assert.near(found?.value, roas)
    assert.near(found?.se, roas_se)
    assert.interval(found?.delta, roas_ci, 1e-9)
    assert.interval(found?.fieller, roas_fieller, 1e-9)
    const margin = 0.4
    assert.near(margin * (found?.value ?? NaN) - 1, roi_margin_40pct)
    assert.near(margin * (found?.delta?.low ?? NaN) - 1, roi_ci[0] ?? NaN, 1e-9)
    assert.near(1 / margin, breakeven_roas)
  })

  it("F1: points of audits, pooled and by visit, in a network of known size", () => {
    const { visits, ...expected } = vectors.F1_audit
    const pairs = visits as ReadonlyArray<ReadonlyArray<number>>
    const [earned, possible] = [pairs.map(([x = 0]) => x), pairs.map(([, y = 0]) => y)]
    const pooled = ratioOfSums(pairsOf(earned, possible))
    assert.near(pooled?.value, expected.pooled)
    assert.near(pooled?.se, expected.pooled_se)
    assert.interval(pooled?.delta, expected.pooled_ci, 1e-9)
    const scores = sampleOf(earned.map((x, i) => x / (possible[i] ?? NaN)))
    assert.near(scores.mean, expected.mean_of_scores)
    assert.near(Math.sqrt(scores.m2 / (scores.n - 1)), expected.sd)
    assert.interval(meanInterval(scores), expected.t_ci, 1e-9)
    const known = Math.sqrt(1 - visits.length / 20)
    assert.near(known, expected.fpc_N20)
    const half = studentTQuantile(0.975, 5) * Math.sqrt(scores.m2 / 5 / 6) * known
    assert.interval(
      { low: scores.mean - half, high: scores.mean + half, level: 0.95, method: "" },
      expected.t_ci_fpc,
      1e-9,
    )
  })

  it("K4: a rank counts equals by half", () => {
    const { mean_rank_pct, own, peers, strict_pct, weak_pct } = vectors.K4_percentile_rank
    assert.near(percentileRank(own, peers), (strict_pct + weak_pct) / 2)
    assert.strictEqual(mean_rank_pct, (strict_pct + weak_pct) / 2)
  })

  it("L1: one table's odds ratio is the crude one, which Simpson turns round", () => {
    const { crude_or, segments } = vectors.L1_simpson
    const all = (arm: "A" | "B") => ({
      x: (segments.small[arm][0] ?? 0) + (segments.large[arm][0] ?? 0),
      n: (segments.small[arm][1] ?? 0) + (segments.large[arm][1] ?? 0),
    })
    assert.near(mantelHaenszel([{ first: all("A"), second: all("B") }]), crude_or)
  })
})
