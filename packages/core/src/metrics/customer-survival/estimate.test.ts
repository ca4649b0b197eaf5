import { describe, it } from "@effect/vitest"
import { histogramOf } from "@touchpoint/core/moments"
import { cohenH, logRank, normalSf, twoSurvivalShares } from "@touchpoint/core/stats"
import { assert } from "../../../test/stats/assert.ts"
import { type Asked, compareSurvival, survivalOf } from "./estimate.ts"

const DAY = 86_400_000
type Counts = ReadonlyArray<readonly [day: number, n: number]>
const lived = (ended: Counts, running: Counts = [], entered: Counts = []) => ({
  ended: histogramOf(ended),
  running: histogramOf(running),
  entered: histogramOf(entered),
})
const asked = (more: Partial<Asked> = {}): Asked => ({ form: "share-at", days: 5, least: 1, ...more })
const nobody = lived([])
const ids = ({ caveats }: { readonly caveats: ReadonlyArray<{ readonly id: string }> }) => caveats.map(({ id }) => id)

describe("survival of customers", () => {
  it("is the product of Kaplan and Meier, worth as many as its variance says", () => {
    const found = survivalOf(
      lived(
        [
          [2, 1],
          [5, 1],
        ],
        [
          [3, 1],
          [8, 7],
        ],
      ),
      asked(),
      0.95,
    )
    // 9/10 · 7/8, by Greenwood with a relative variance of 1/90 + 1/56.
    assert.near(found.value, 0.7875)
    assert.near(found.nEffective, 0.2125 / (0.7875 * (1 / 90 + 1 / 56)), 1e-9)
    assert.deepStrictEqual([found.n, found.denominator, found.numerator], [10, 10, null])
    assert.deepStrictEqual(found.caveats, [{ id: "censored", data: { n: 8 } }])
    // Two of twelve come on day 4 only: one of ten is lost on day 2, and one of ten on day 5.
    const late = survivalOf(
      lived(
        [
          [2, 1],
          [5, 1],
        ],
        [
          [3, 1],
          [8, 9],
        ],
        [[4, 2]],
      ),
      asked(),
      0.95,
    )
    assert.near(late.value, 0.81)
  })

  it("says nothing of nobody, and of whom it is silent", () => {
    for (const form of ["share-at", "median", "restricted-mean"] as const)
      for (const lives of [null, nobody]) {
        const none = survivalOf(lives, asked({ form }), 0.95)
        assert.deepStrictEqual([none.value, none.interval, none.n, none.nEffective], [null, null, 0, null])
        assert.deepStrictEqual(none.caveats, [])
      }
    // All left: nothing is censored, and the curve is 0 ever after.
    const gone = survivalOf(
      lived([
        [1, 2],
        [3, 2],
      ]),
      asked(),
      0.95,
    )
    assert.deepStrictEqual([gone.value, ids(gone)], [0, []])
    const short = survivalOf(lived([[1, 2]], [[3, 2]]), asked(), 0.95)
    assert.deepStrictEqual([short.value, short.nEffective, ids(short)], [null, 4, ["censored", "not-reached"]])
  })

  it("has a median with the ends it knows, or none", () => {
    // Two of four left on day 3: the curve is at a half.
    const half = survivalOf(
      lived([
        [1, 1],
        [3, 1],
        [4, 1],
        [9, 1],
      ]),
      asked({ form: "median" }),
      0.95,
    )
    assert.deepStrictEqual([half.value, half.nEffective], [3 * DAY, 4])
    const one = survivalOf(lived([[7, 1]]), asked({ form: "median" }), 0.95)
    assert.deepStrictEqual([one.value, one.interval, ids(one)], [7 * DAY, null, ["no-ci"]])
  })

  it("has no median that few made, and one that is bounded from above alone", () => {
    // Five of twelve left on day 1. That half are gone on day 2 is told by the seven that were followed then.
    const few = lived([
      [1, 5],
      [2, 7],
    ])
    assert.isNull(survivalOf(few, asked({ form: "median", least: 10 }), 0.95).value)
    assert.strictEqual(survivalOf(few, asked({ form: "median", least: 7 }), 0.95).value, 2 * DAY)
    // Of five on day 1 nothing bounds the median from below; of the 104 on day 3 ten are left.
    const late = survivalOf(
      lived(
        [
          [1, 1],
          [3, 94],
        ],
        [[5, 10]],
        [[2, 100]],
      ),
      asked({ form: "median" }),
      0.95,
    )
    assert.strictEqual(late.value, 3 * DAY)
    assert.deepStrictEqual([late.interval?.low, late.interval?.high], [null, 3 * DAY])
  })

  it("does not believe that all are gone where few of them were left to tell", () => {
    const few = lived([
      [1, 10],
      [2, 5],
    ])
    for (const form of ["share-at", "restricted-mean"] as const)
      for (const days of [2, 3]) {
        const found = survivalOf(few, asked({ form, days, least: 10 }), 0.95)
        assert.deepStrictEqual([found.value, ids(found)], [null, ["not-reached"]], `${form} ${days}`)
        assert.isNotNull(survivalOf(few, asked({ form, days, least: 5 }), 0.95).value)
      }
  })

  it("means the first days, between none and all of them", () => {
    // Without losses of sight the mean of 1, 2, 4 and (cut) 5 days; variance of the mean: 10 / 4².
    const mean = survivalOf(
      lived([
        [1, 1],
        [2, 1],
        [4, 1],
        [9, 1],
      ]),
      asked({ form: "restricted-mean" }),
      0.95,
    )
    assert.near(mean.value, 3 * DAY)
    const half = 1.959963984540054 * Math.sqrt(10 / 16)
    assert.interval(mean.interval, [(3 - half) * DAY, (3 + half) * DAY], 1e-9)
    assert.deepStrictEqual([mean.nEffective, ids(mean)], [4, []])
    const wide = survivalOf(
      lived([
        [1, 1],
        [9, 1],
      ]),
      asked({ form: "restricted-mean" }),
      0.999,
    )
    assert.interval(wide.interval, [0, 5 * DAY])
  })
})

describe("survival of two groups", () => {
  const [a, b] = [
    lived([
      [1, 1],
      [2, 1],
      [4, 1],
      [9, 5],
    ]),
    lived([
      [1, 3],
      [2, 1],
      [3, 2],
      [8, 2],
    ]),
  ]
  const times = (counts: Counts) => new Map(counts.map(([day, n]) => [day, { events: n, censored: 0 }] as const))
  const [x, y] = [
    times([
      [1, 1],
      [2, 1],
      [4, 1],
      [9, 5],
    ]),
    times([
      [1, 3],
      [2, 1],
      [3, 2],
      [8, 2],
    ]),
  ]

  it("differs by shares at the days", () => {
    const found = compareSurvival(a, b, asked(), 0.95)
    const expected = twoSurvivalShares(x, y, 5)
    assert.near(found?.difference, 5 / 8 - 2 / 8)
    assert.near(found?.p, expected?.p ?? Number.NaN, 1e-12)
    assert.interval(found?.interval, [expected?.interval?.low ?? Number.NaN, expected?.interval?.high ?? Number.NaN])
    assert.near(found?.effect?.value, cohenH(5 / 8, 2 / 8) ?? Number.NaN)
    assert.strictEqual(found?.effect?.kind, "cohen-h")
  })

  it("differs by medians where both are known, tested over the whole curves", () => {
    const found = compareSurvival(a, b, asked({ form: "median" }), 0.95)
    // Five of eight are left after day 4, four after day 9; of the others four after day 2.
    assert.deepStrictEqual([found?.difference, found?.interval, found?.effect], [7 * DAY, null, null])
    assert.deepStrictEqual([found?.test, found?.p], ["log-rank", logRank(x, y)?.p])
    const young = lived([[1, 1]], [[9, 7]])
    for (const [first, second] of [
      [young, b],
      [b, young],
    ] as const) {
      const unknown = compareSurvival(first, second, asked({ form: "median" }), 0.95)
      assert.isNull(unknown?.difference)
      assert.isBelow(unknown?.p ?? 1, 0.05)
    }
    assert.isNull(compareSurvival(lived([], [[9, 7]]), lived([], [[9, 7]]), asked({ form: "median" }), 0.95)?.p ?? null)
  })

  it("differs by means of the first days", () => {
    const found = compareSurvival(a, b, asked({ form: "restricted-mean" }), 0.95)
    // Cut at 5: 1, 2, 4 and five times 5; three times 1, 2, twice 3 and twice 5.
    const [left, right] = [
      [1, 2, 4, 5, 5, 5, 5, 5],
      [1, 1, 1, 2, 3, 3, 5, 5],
    ].map((days) => {
      const mean = days.reduce((sum, day) => sum + day, 0) / days.length
      return { mean, variance: days.reduce((sum, day) => sum + (day - mean) ** 2, 0) / days.length ** 2 }
    })
    const difference = (left?.mean ?? 0) - (right?.mean ?? 0)
    const se = Math.sqrt((left?.variance ?? 0) + (right?.variance ?? 0))
    assert.near(found?.difference, difference * DAY)
    assert.near(found?.p, 2 * normalSf(difference / se), 1e-9)
    const half = 1.959963984540054 * se
    assert.interval(found?.interval, [(difference - half) * DAY, (difference + half) * DAY], 1e-9)
    assert.deepStrictEqual([found?.test, found?.effect], ["restricted-mean-z", null])
    const alike = compareSurvival(lived([[2, 4]]), lived([[3, 4]]), asked({ form: "restricted-mean" }), 0.95)
    assert.deepStrictEqual([alike?.difference, alike?.interval, alike?.p], [-DAY, null, null])
  })

  it("is not told of nobody, nor where one curve does not reach so far", () => {
    for (const form of ["share-at", "median", "restricted-mean"] as const)
      for (const none of [null, nobody]) {
        assert.isNull(compareSurvival(a, none, asked({ form }), 0.95), form)
        assert.isNull(compareSurvival(none, a, asked({ form }), 0.95), form)
      }
    const short = lived([[1, 2]], [[3, 6]])
    for (const form of ["share-at", "restricted-mean"] as const) {
      assert.isNull(compareSurvival(a, short, asked({ form }), 0.95), form)
      assert.isNull(compareSurvival(short, a, asked({ form }), 0.95), form)
    }
    // Nor where too few are followed so long for one of the two shares or means to be told.
    const many = lived([[1, 9]], [[9, 90]])
    for (const form of ["share-at", "restricted-mean"] as const) {
      assert.isNull(compareSurvival(a, many, asked({ form, least: 10 }), 0.95), form)
      assert.isNull(compareSurvival(many, a, asked({ form, least: 10 }), 0.95), form)
      assert.isNotNull(compareSurvival(many, many, asked({ form, least: 10 }), 0.95), form)
    }
  })
})
