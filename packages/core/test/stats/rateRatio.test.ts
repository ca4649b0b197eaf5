import { describe, it } from "@effect/vitest"
import { binomialTest, clopperPearson, rateAndMix, rateRatio } from "@touchpoint/core/stats"
import { assert } from "./assert.ts"

describe("the ratio of two rates", () => {
  it("is at its ends what the share of the first group's events is at its own", () => {
    const found = rateRatio({ events: 6, exposure: 4 }, { events: 9, exposure: 10 }, 0.9)
    const { high = null, low = null } = clopperPearson(6, 15, 0.9) ?? {}
    const odds = (share: number | null) => (2.5 * (share ?? NaN)) / (1 - (share ?? NaN))
    assert.near(found?.value, 6 / 4 / (9 / 10))
    assert.interval(found?.interval, [odds(low), odds(high)])
    assert.deepStrictEqual([found?.interval.level, found?.interval.method], [0.9, "conditional-binomial"])
    assert.near(found?.p, binomialTest(6, 15, 4 / 14, "two-sided") ?? NaN)
  })

  it("has no p-value of counts that are not whole", () => {
    const [whole, weighted] = [
      { events: 6, exposure: 4 },
      { events: 2.5, exposure: 4 },
    ]
    assert.isNotNull(rateRatio(whole, whole)?.p)
    for (const [a, b] of [
      [whole, weighted],
      [weighted, whole],
    ] as const) {
      assert.isNull(rateRatio(a, b)?.p)
      assert.isAbove(rateRatio(a, b)?.interval.low ?? 0, 0)
    }
  })

  it("is none of what cannot be counted or divided by", () => {
    const one = { events: 1, exposure: 1 }
    for (const odd of [
      { events: -1, exposure: 1 },
      { events: -1e-12, exposure: 1 },
      { events: NaN, exposure: 1 },
      { events: 1e14, exposure: 1 },
      { events: 1, exposure: 0 },
      { events: 1, exposure: -1 },
      { events: 1, exposure: Infinity },
      { events: 1, exposure: 5e-324 },
    ]) {
      assert.isNull(rateRatio(odd, one), JSON.stringify(odd))
      assert.isNull(rateRatio(one, odd), JSON.stringify(odd))
    }
    // Next to the first exposure nothing is left of the second.
    assert.isNull(rateRatio(one, { events: 1, exposure: 1e-20 }))
    assert.isNull(rateRatio({ events: 1, exposure: -1 }, { events: 1, exposure: -1 }))
    assert.isNull(rateRatio(one, one, 1))
    assert.isNull(rateRatio({ events: 1e13, exposure: 1 }, { events: 1e13, exposure: 1 }))
  })
})

describe("rate and mix", () => {
  it("leave out a segment that nobody is in", () => {
    const some = [
      { first: { x: 3, n: 10 }, second: { x: 4, n: 5 } },
      { first: { x: 2, n: 5 }, second: { x: 1, n: 15 } },
    ]
    const none = { first: { x: 0, n: 0 }, second: { x: 0, n: 0 } }
    assert.deepStrictEqual(rateAndMix([some[0] ?? none, none, some[1] ?? none]), rateAndMix(some))
  })

  it("take the rate of the group that is there", () => {
    // First: 4/10 of half, nothing else; second: 1/2 of a third, 6/8 of two thirds.
    const found = rateAndMix([
      { first: { x: 2, n: 5 }, second: { x: 2, n: 4 } },
      { first: { x: 0, n: 0 }, second: { x: 6, n: 8 } },
      { first: { x: 5, n: 5 }, second: { x: 0, n: 0 } },
    ])
    assert.near(found?.rate, ((1 / 2 + 1 / 3) / 2) * (0.4 - 0.5))
    assert.near(found?.mix, 0.45 * (1 / 2 - 1 / 3) + 0.75 * (0 - 2 / 3) + 1 * (1 / 2))
  })

  it("are none of a group without anything, of sums over nothing, and beyond the doubles", () => {
    const [some, none] = [
      { x: 1, n: 2 },
      { x: 0, n: 0 },
    ]
    assert.isNull(rateAndMix([{ first: none, second: some }]))
    assert.isNull(rateAndMix([{ first: some, second: none }]))
    assert.isNull(
      rateAndMix([
        { first: some, second: some },
        { first: some, second: { x: 1, n: 0 } },
      ]),
    )
    for (const odd of [
      { x: 1, n: -1 },
      { x: 0, n: -1 },
      { x: 1, n: Infinity },
      { x: NaN, n: 1 },
    ])
      assert.isNull(
        rateAndMix([
          { first: some, second: some },
          { first: odd, second: some },
        ]),
      )
    assert.isNull(rateAndMix([{ first: { x: 1e308, n: 0.1 }, second: some }]))
    // Rates whose sum no double holds, or their difference.
    assert.isNull(rateAndMix([{ first: { x: 1.7e308, n: 1 }, second: { x: 1.7e308, n: 1 } }]))
    assert.isNull(rateAndMix([{ first: { x: 1.7e308, n: 1 }, second: { x: -1.7e308, n: 1 } }]))
  })
})
