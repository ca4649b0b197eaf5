import { describe, it } from "@effect/vitest"
import {
  cohenD,
  hedgesCorrection,
  hedgesG,
  lgamma,
  meanInterval,
  relativeLift,
  studentTQuantile,
  studentTSf,
  welch,
} from "@touchpoint/core/stats"
import * as fc from "fast-check"
import vectors from "../fixtures/vectors.json" with { type: "json" }
import { assert } from "./assert.ts"
import { levelsOf, sampleOf } from "./samples.ts"

const fromSums = ({ n, sum, sumsq }: { readonly n: number; readonly sum: number; readonly sumsq: number }) => ({
  n,
  mean: sum / n,
  m2: sumsq - (sum * sum) / n,
})

const expand = (counts: Readonly<Record<string, number>>) =>
  sampleOf([...levelsOf(counts)].flatMap(([level, count]) => Array.from({ length: count }, () => level)))

const values = fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), { minLength: 2, maxLength: 30 })

describe("mean", () => {
  it("has Student's interval", () => {
    assert.interval(meanInterval(sampleOf(vectors.A6_means_small.x1)), vectors.A6_means_small.t_ci1)
    assert.interval(meanInterval(expand(vectors.B1_csat.hist1)), vectors.B1_csat.t_ci1)
    assert.interval(meanInterval(expand(vectors.B3_ces.hist)), vectors.B3_ces.t_ci)
  })

  it("has one from two values", () => {
    // 1 and 3: Student's t of one degree of freedom is tan(0.475 π), and their error is 1.
    const half = Math.tan(0.475 * Math.PI)
    assert.interval(meanInterval({ n: 2, mean: 2, m2: 2 }), [2 - half, 2 + half], 1e-11)
  })

  it("has none from one value, and one without width from equal values", () => {
    assert.isNull(meanInterval({ n: 0, mean: 0, m2: 0 }))
    assert.isNull(meanInterval({ n: 1, mean: 4, m2: 0 }))
    assert.deepStrictEqual(meanInterval({ n: 3, mean: 4, m2: 0 }), {
      low: 4,
      high: 4,
      level: 0.95,
      method: "student-t",
    })
  })

  it("keeps its spread next to a billion", () => {
    const { merged } = vectors.A1_moments_merge
    const [n = 0, mean = 0, m2 = 0] = merged
    // 3.1824... * sqrt(30 / 4); a double next to a billion is exact to 1e-7
    assert.interval(meanInterval({ n, mean, m2 }), [mean - 8.7154881472643, mean + 8.7154881472643], 1e-15)
  })

  it("refuses a negative sum of squares and a level that is none", () => {
    assert.isNull(meanInterval({ n: 3, mean: 0, m2: -1 }))
    assert.isNull(meanInterval({ n: 3, mean: NaN, m2: 1 }))
    assert.isNull(meanInterval({ n: 3, mean: 0, m2: 1 }, 95))
  })
})

describe("two means", () => {
  it("are compared as Welch did", () => {
    const { welch: expected, x1, x2 } = vectors.A6_means_small
    const test = welch(sampleOf(x2), sampleOf(x1))
    assert.near(test?.difference, expected.diff)
    assert.near(test?.se, expected.se)
    assert.near(test?.df, expected.df)
    assert.near(test?.t, expected.t)
    assert.near(test?.p, expected.p)
    assert.interval(test?.interval, expected.ci)
  })

  it("are compared as an experiment platform does, in absolute and relative terms", () => {
    const { a, absolute, b, relative: lift } = vectors.A5_welch
    const test = welch(fromSums(b), fromSums(a))
    assert.near(test?.difference, absolute.diff)
    assert.near(test?.se, absolute.se)
    assert.near(test?.df, absolute.df)
    assert.near(test?.t, absolute.t)
    assert.near(test?.p, absolute.p)
    assert.interval(test?.interval, absolute.ci)
    const relativeTest = relativeLift(fromSums(b), fromSums(a))
    assert.near(relativeTest?.difference, lift.lift)
    assert.near(relativeTest?.se, lift.se)
    assert.near(relativeTest?.p, lift.p)
    assert.interval(relativeTest?.interval, lift.ci)
  })

  it("have effect sizes d and g", () => {
    const { cohen_d, hedges_exact_J, hedges_g, x1, x2 } = vectors.A6_means_small
    const [a, b] = [sampleOf(x2), sampleOf(x1)]
    assert.near(cohenD(a, b), cohen_d)
    assert.near(hedgesG(a, b), hedges_g)
    assert.near(hedgesCorrection(13, "exact"), hedges_exact_J)
    assert.near(hedgesG(a, b, "exact"), cohen_d * hedges_exact_J)
  })

  it("are not compared from one value, nor tested without spread", () => {
    const [one, same, other] = [
      { n: 1, mean: 2, m2: 0 },
      { n: 3, mean: 2, m2: 0 },
      { n: 3, mean: 5, m2: 0 },
    ] as const
    assert.isNull(welch(one, same))
    assert.isNull(relativeLift(same, one))
    assert.isNull(relativeLift(same, { n: 3, mean: 0, m2: 1 }))
    assert.isNull(cohenD(one, same))
    assert.isNull(cohenD(other, same))
    assert.isNull(hedgesG(other, same))
    assert.deepStrictEqual(welch(other, same), { difference: 3, se: 0, df: null, t: null, p: null, interval: null })
  })

  it("are compared from two values of each on, and only where all can be", () => {
    const [some, two] = [
      { n: 8, mean: 14, m2: 56 },
      { n: 2, mean: 3, m2: 1 },
    ]
    for (const of of [welch, relativeLift, cohenD, hedgesG]) assert.isNotNull(of(two, two))
    for (const odd of [
      { n: 1 },
      { n: 1.5 },
      { n: 0 },
      { n: NaN },
      { mean: NaN },
      { mean: Infinity },
      { m2: -1 },
      { m2: Infinity },
    ])
      for (const of of [welch, relativeLift, cohenD, hedgesG]) {
        assert.isNull(of(some, { ...some, ...odd }), JSON.stringify(odd))
        assert.isNull(of({ ...some, ...odd }, some), JSON.stringify(odd))
      }
    for (const level of [0, 1, 95, NaN]) for (const of of [welch, relativeLift]) assert.isNull(of(some, two, level))
    // Means whose distance no double holds, without a spread and with one.
    for (const m2 of [0, 1]) assert.isNull(welch({ n: 3, mean: 1.7e308, m2 }, { n: 3, mean: -1.7e308, m2 }))
  })

  // mpmath: the delta method written out, and Satterthwaite's degrees of freedom.
  it("have a lift below zero as well", () => {
    const lift = relativeLift({ n: 8, mean: -14, m2: 56 }, { n: 10, mean: -11, m2: 90 }, 0.9)
    assert.near(lift?.difference, 0.2727272727272727)
    assert.near(lift?.se, 0.14714457698152772)
    assert.near(lift?.df, 15.75)
    assert.near(lift?.t, 1.8534646557957104)
    const half = studentTQuantile(0.95, 15.75) * 0.14714457698152772
    assert.interval(lift?.interval, [0.2727272727272727 - half, 0.2727272727272727 + half])
    assert.deepStrictEqual([lift?.interval?.level, lift?.interval?.method], [0.9, "delta"])
    const plain = welch({ n: 8, mean: 14, m2: 56 }, { n: 10, mean: 11, m2: 90 }, 0.9)
    assert.deepStrictEqual([plain?.interval?.level, plain?.interval?.method], [0.9, "welch"])
    const far = relativeLift({ n: 8, mean: 10, m2: 56 }, { n: 10, mean: 11, m2: 90 })
    assert.near(far?.p, 2 * studentTSf(Math.abs(far?.t ?? NaN), far?.df ?? NaN))
    assert.isBelow(far?.t ?? 0, 0)
  })

  it("take the degrees of freedom of the group that varies", () => {
    assert.strictEqual(welch({ n: 5, mean: 1, m2: 8 }, { n: 9, mean: 0, m2: 0 })?.df, 4)
  })

  it("exchange with the sign of the difference", () => {
    fc.assert(
      fc.property(values, values, (x, y) => {
        const [there, back] = [welch(sampleOf(x), sampleOf(y)), welch(sampleOf(y), sampleOf(x))]
        assert.near(there?.difference, -(back?.difference ?? NaN))
        if (there?.p !== null && back?.p !== null) assert.near(there?.p, back?.p ?? NaN, 1e-9)
      }),
    )
  })

  it("have an interval without 0 exactly when p is below 1 - level", () => {
    fc.assert(
      fc.property(values, values, (x, y) => {
        const test = welch(sampleOf(x), sampleOf(y))
        if (test === null || test.p === null || Math.abs(test.p - 0.05) < 1e-9) return
        assert.strictEqual((test.interval?.low ?? NaN) > 0 || (test.interval?.high ?? NaN) < 0, test.p < 0.05)
      }),
    )
  })
})

describe("Hedges' correction", () => {
  it("equals the gamma ratio and meets its approximation", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 300 }), (df) => {
        const ratio = Math.exp(lgamma(df / 2) - lgamma((df - 1) / 2)) / Math.sqrt(df / 2)
        assert.relative(hedgesCorrection(df, "exact"), ratio, 1e-12)
        // the approximation is off by less than 0.007, at df = 2
        assert.near(hedgesCorrection(df), ratio, 0.008)
      }),
    )
    assert.near(hedgesCorrection(1e9, "exact"), 1 - 0.75e-9, 1e-15)
    for (const df of [1, 1.9, NaN, Infinity]) assert.isNull(hedgesCorrection(df))
    assert.near(hedgesCorrection(2), 4 / 7)
    assert.near(hedgesCorrection(2, "exact"), 1 / Math.sqrt(Math.PI))
  })
})
