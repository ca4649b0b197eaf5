import { describe, it } from "@effect/vitest"
import { logRank, logRankGroups } from "@touchpoint/core/stats"
import vectors from "../fixtures/vectors.json" with { type: "json" }
import { assert } from "./assert.ts"
import { livesOf } from "./samples.ts"

const freireich = vectors.C4_km_freireich
const treated = livesOf(freireich.time, freireich.event)
const placebo = livesOf(freireich.placebo)

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

describe("logRank of few", () => {
  it("expects the last of all to have the event for certain", () => {
    // By hand, of 1 and 3 against 2: expected 2/3 + 1/2 + 1, with variances 2/9, 1/4 and none.
    const test = logRank(livesOf([1, 3]), livesOf([2]))
    assert.strictEqual(test?.observed, 2)
    assert.near(test?.expected, 13 / 6)
    assert.near(test?.variance, 17 / 36)
    assert.near(test?.chiSquared, 1 / 17)
    assert.near(test?.hazardRatio, Math.exp(-6 / 17))
  })

  it("tells nothing apart where nobody is left to compare with, or nothing happens", () => {
    const alone = { variance: 0, chiSquared: null, p: null, hazardRatio: null }
    const gone = new Map([[1, { events: 0, censored: 4 }]])
    assert.deepStrictEqual(logRank(livesOf([2, 3]), gone), { observed: 2, expected: 2, ...alone })
    assert.deepStrictEqual(logRank(gone, gone), { observed: 0, expected: 0, ...alone })
  })

  it("refuses a group without lives or with counts that cannot be, and takes one half of which is open", () => {
    for (const counts of [
      { events: 0, censored: 0 },
      { events: -1, censored: 5 },
      { events: 1, censored: NaN },
      // Two events of one: the other comes under observation only then.
      { events: 2, censored: 0, entered: 1 },
    ]) {
      assert.isNull(logRank(treated, new Map([[9, counts]])))
      assert.isNull(logRank(new Map([[9, counts]]), treated))
    }
    assert.strictEqual(logRank(new Map([[9, { events: 1, censored: 1 }]]), treated)?.observed, 1)
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

  it("counts the freedom of groups that are next to nothing beside another", () => {
    // One event at one time is a draw of one: Σ (O − E)² / E is one over the share of its group, less 1.
    const alone = new Map([[1, { events: 1, censored: 0 }]])
    const seen = (censored: number) => new Map([[1, { events: 0, censored }]])
    const test = logRankGroups([alone, seen(1), seen(999_998)])
    assert.strictEqual(test?.df, 2)
    assert.relative(test?.chiSquared, 999_999, 1e-9)
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
