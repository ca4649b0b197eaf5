import { describe, it } from "@effect/vitest"
import { histogramOf, LogHistogram, Moments } from "@touchpoint/core/moments"
import { mannWhitney, newcombe, welch } from "@touchpoint/core/stats"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import type { Pressure } from "../../questions/folds/pressure/index.ts"
import { caveat } from "../Caveat.ts"
import { assert } from "../../../test/stats/assert.ts"
import { comparePressure, type Decided, estimatePressure } from "./estimate.ts"

type Counts = ReadonlyArray<readonly [value: number, n: number]>

/** Customers by their fullest window; those who are not contacted got nothing. */
const pressed = (peaks: Counts, more: Partial<Pressure> = {}): Pressure => {
  const units = peaks.reduce((sum, [, n]) => sum + n, 0)
  const spared = peaks.find(([value]) => value === 0)?.[1] ?? 0
  return {
    units,
    contacted: units - spared,
    contacts: 0,
    outside: 0,
    peaks: histogramOf(peaks),
    totals: histogramOf([]),
    loads: Moments.empty,
    gaps: LogHistogram.empty,
    ...more,
  }
}
const decided = (more: Partial<Decided> = {}): Decided => ({
  form: "share-over",
  cap: 4,
  q: 0.5,
  base: "contacted",
  ...more,
})
const before = [caveat("no-customer", { n: 7 })]
const estimate = (fold: Pressure, more: Partial<Decided>) => {
  const { caveats, ...found } = estimatePressure(fold, decided(more), 0.95, before)
  return { ...found, ids: caveats.map(({ id }) => id), caveats }
}
const each = (values: ReadonlyArray<number>): Counts => values.map((value) => [value, 1])
const twenty = Array.from({ length: 20 }, (_, i) => i + 1)

describe("contact pressure of one group", () => {
  it("has a quantile with its interval by ranks, which may have one end", () => {
    // Of 20 the median is the 10th, between the 6th and the 15th.
    const median = estimate(pressed(each(twenty)), { form: "quantile" })
    assert.deepStrictEqual([median.value, median.n, median.nEffective, median.numerator], [10, 20, 20, null])
    assert.interval(median.interval, [6, 15])
    assert.deepStrictEqual(median.ids, ["no-customer"])
    // Binomial(20, 0.9): at most 14 with 1.1 %, 15 with 4.3 %; all 20 with 12 %.
    const high = estimate(pressed(each(twenty)), { form: "quantile", q: 0.9 })
    assert.deepStrictEqual([high.value, high.interval?.low, high.interval?.high], [18, 15, null])
    assert.deepStrictEqual(high.ids, ["no-customer"])
    const low = estimate(pressed(each(twenty)), { form: "quantile", q: 0.1 })
    assert.deepStrictEqual([low.value, low.interval?.low, low.interval?.high], [2, null, 6])
    const one = estimate(pressed([[3, 1]]), { form: "quantile" })
    assert.deepStrictEqual([one.value, one.interval, one.ids], [3, null, ["no-customer", "no-ci"]])
  })

  it("takes whoever got nothing for none of the contacted", () => {
    const fold = pressed([
      [0, 20],
      [1, 10],
      [2, 6],
      [5, 4],
    ])
    const contacted = estimate(fold, { form: "quantile" })
    assert.deepStrictEqual([contacted.value, contacted.n], [1, 20])
    assert.interval(contacted.interval, [1, 2])
    const all = estimate(fold, { form: "quantile", base: "customers" })
    assert.deepStrictEqual([all.value, all.n], [0, 40])
    const [some, everybody] = [estimate(fold, { form: "peak" }), estimate(fold, { form: "peak", base: "customers" })]
    assert.near(some.value, (10 + 12 + 20) / 20)
    assert.near(everybody.value, 42 / 40)
  })

  it("says from how many customers on a mean so skewed would hold", () => {
    // One of ten: (1 − 2p) / √(p (1 − p)) = 8/3, and 355 · 64 / 9 = 2524.4.
    const skewed = estimate(
      pressed([
        [1, 9],
        [11, 1],
      ]),
      { form: "peak" },
    )
    assert.deepStrictEqual(skewed.ids, ["no-customer", "skewed"])
    assert.near(skewed.caveats[1]?.data?.["skewness"] as number, 8 / 3, 1e-9)
    assert.strictEqual(skewed.caveats[1]?.data?.["minimum"], 2525)
    // Eight of 18: 355 · 4 / 80 = 17.75, so that 18 are enough.
    assert.deepStrictEqual(
      estimate(
        pressed([
          [1, 10],
          [2, 8],
        ]),
        { form: "peak" },
      ).ids,
      ["no-customer"],
    )
    assert.deepStrictEqual(
      estimate(
        pressed([
          [1, 11],
          [2, 7],
        ]),
        { form: "peak" },
      ).ids,
      ["no-customer", "skewed"],
    )
  })

  it("has a mean with Student's interval, never below nothing", () => {
    // 7 above the cap once, of ten: 0.7 ± 2.262157 · 0.7.
    const cut = estimate(
      pressed([
        [1, 9],
        [11, 1],
      ]),
      { form: "excess" },
    )
    assert.near(cut.value, 0.7)
    assert.near(cut.numerator, 7)
    assert.interval(cut.interval, [0, 0.7 * (1 + 2.2621571628)], 1e-9)
    // 1 and 3, ten each: 2 ± 2.093024 · √(20 / 19 / 20).
    const whole = estimate(
      pressed([
        [1, 10],
        [3, 10],
      ]),
      { form: "peak" },
    )
    const half = 2.0930240544 * Math.sqrt(1 / 19)
    assert.interval(whole.interval, [2 - half, 2 + half], 1e-9)
    assert.deepStrictEqual(whole.ids, ["no-customer"])
  })

  it("spreads what is left of contacts over all customers, those without any too", () => {
    // 1, 2, 3 and 2 of four customers, nothing of two: 4/3, and a sum of squares of 18 − 64 / 6 about it.
    const loads = { n: 4, w: 4, w2: 4, mean: 2, m2: 2 }
    const left = estimate(
      pressed(
        [
          [0, 2],
          [1, 1],
          [2, 2],
          [3, 1],
        ],
        { loads },
      ),
      { form: "decayed", base: "customers" },
    )
    assert.near(left.value, 4 / 3)
    assert.near(left.numerator, 8)
    const half = 2.5705818356 * Math.sqrt((18 - 64 / 6) / 5 / 6)
    assert.interval(left.interval, [4 / 3 - half, 4 / 3 + half], 1e-9)
  })

  it("of nobody is no number, and says no more than was said before", () => {
    for (const form of ["share-over", "mean", "peak", "excess", "quantile", "decayed"] as const) {
      const none = estimate(pressed([]), { form })
      assert.deepStrictEqual([none.value, none.interval, none.n, none.nEffective], [null, null, 0, null], form)
      assert.deepStrictEqual(none.ids, ["no-customer"], form)
    }
  })
})

describe("contact pressure of two groups", () => {
  it("differs by shares over the cap, as the vector of two shares", () => {
    const [one] = vectors.A3_two_proportions.cases
    if (one === undefined) return assert.fail("no vector")
    const { n1, n2, x1, x2 } = one
    const found = comparePressure(
      pressed([
        [4, n1 - x1],
        [5, x1],
      ]),
      pressed([
        [1, n2 - x2],
        [9, x2],
      ]),
      decided(),
      0.95,
    )
    assert.near(found?.difference, one.diff, 1e-9)
    assert.interval(found?.interval, one.newcombe, 1e-9)
    assert.near(newcombe({ x: x1, n: n1 }, { x: x2, n: n2 })?.low, one.newcombe[0] ?? Number.NaN, 1e-9)
  })

  it("differs by means, as Welch's test of the customers", () => {
    const [a, b] = [twenty, twenty.map((value) => value * 2)]
    const moments = (values: ReadonlyArray<number>) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length
      return { n: values.length, mean, m2: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) }
    }
    const found = comparePressure(pressed(each(a)), pressed(each(b)), decided({ form: "peak" }), 0.95)
    const expected = welch(moments(a), moments(b))
    assert.near(found?.difference, 10.5 - 21)
    assert.near(found?.p, expected?.p ?? Number.NaN, 1e-9)
    assert.interval(found?.interval, [expected?.interval?.low ?? 0, expected?.interval?.high ?? 0], 1e-9)
  })

  it("differs by quantiles, with the ranks of those who are divided by", () => {
    const b = twenty.map((value) => value + 5)
    const quantiles = (first: Pressure, second: Pressure, more: Partial<Decided> = {}) =>
      comparePressure(first, second, decided({ form: "quantile", ...more }), 0.95)
    const found = quantiles(pressed(each(twenty)), pressed(each(b)))
    // 10 [6, 15] and 15 [11, 20]: both arms of MOVER are √(4² + 5²) and √(5² + 4²).
    assert.strictEqual(found?.difference, -5)
    assert.interval(found?.interval, [-5 - Math.hypot(4, 5), -5 + Math.hypot(5, 4)], 1e-12)
    // Pairs a > b: 1 + … + 14 = 105; equal: 15; of 400.
    assert.near(found?.effect?.value, (2 * (105 + 7.5)) / 400 - 1, 1e-12)
    assert.near(found?.p, mannWhitney(new Map(each(twenty)), new Map(each(b)))?.p ?? Number.NaN, 1e-12)
    // Nobody's nothing is no rank, unless all customers are asked about.
    const spared = pressed([...each(twenty), [0, 20]])
    assert.near(quantiles(spared, pressed(each(b)))?.p, found?.p ?? Number.NaN, 1e-12)
    assert.isBelow(quantiles(spared, pressed(each(b)), { base: "customers" })?.p ?? 1, 1e-4)
    for (const form of ["share-over", "mean", "peak", "quantile", "decayed"] as const)
      for (const [first, second] of [
        [pressed([]), spared],
        [spared, pressed([])],
        [pressed([]), pressed([])],
      ] as const)
        assert.isNull(comparePressure(first, second, decided({ form }), 0.95), form)
  })
})
