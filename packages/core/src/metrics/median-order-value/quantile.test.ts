import { describe, it } from "@effect/vitest"
import { histogramOf } from "@touchpoint/core/moments"
import { mover, normalQuantile, studentTQuantile, twoProportionTest } from "@touchpoint/core/stats"
import { assert } from "../../../test/stats/assert.ts"
import { quantileDifference, quantileOf, type Shard } from "./quantile.ts"

type Amounts = Readonly<Record<number, number>>
const shard = (customers: number, amounts: Amounts): Shard => ({
  amounts: histogramOf(Object.entries(amounts).map(([value, n]) => [Number(value), n] as const)),
  customers,
  named: true,
})
const nameless = (amounts: Amounts): Shard => ({ ...shard(0, amounts), named: false })
/** One order of each amount. */
const range = (from: number, n: number): Amounts =>
  Object.fromEntries(Array.from({ length: n }, (_, i) => [from + i, 1]))
/** How much more a variance between so few units has to be feared (Korn & Graubard 1998). */
const feared = (units: number) => (studentTQuantile(0.975, units - 1) / normalQuantile(0.975)) ** 2

describe("the quantile of shards", () => {
  it("is the amount of its rank, whatever the shards", () => {
    const all = [shard(3, { 5: 1, 9: 2 }), shard(2, { 1: 1, 7: 1 }), nameless({ 3: 1 })]
    // 1 3 5 7 9 9
    for (const [q, value] of [
      [0.1, 1],
      [0.17, 3],
      [0.5, 5],
      [0.51, 7],
      [0.8, 9],
      [0.99, 9],
    ] as const)
      assert.deepStrictEqual([quantileOf(all, q, 0.95)?.value, quantileOf(all, q, 0.95)?.n], [value, 6], String(q))
    assert.isNull(quantileOf([], 0.5, 0.95))
    assert.isNull(quantileOf([shard(0, {})], 0.5, 0.95))
  })

  it("takes an order of nobody, or of a customer with no other, for itself", () => {
    const own = quantileOf([nameless(range(1, 20))], 0.5, 0.95)
    assert.deepStrictEqual([own?.nEffective, own?.interval?.low, own?.interval?.high], [20, 6, 15])
    const one = quantileOf([shard(12, range(1, 12)), shard(8, range(13, 8))], 0.5, 0.95)
    assert.deepStrictEqual([one?.nEffective, one?.interval?.low, one?.interval?.high], [20, 6, 15])
    assert.deepStrictEqual([one?.interval?.level, one?.interval?.method], [0.95, "order-statistics"])
  })

  it("is bounded on the one side that enough orders are on", () => {
    // P(none of 20 at most the quantile) is 12 % at a tenth: no rank bounds it from below, and at nine tenths from above.
    const one = [shard(20, range(1, 20))]
    const [low, high] = [quantileOf(one, 0.1, 0.95)?.interval, quantileOf(one, 0.9, 0.95)?.interval]
    assert.deepStrictEqual([low?.low, low?.high], [null, 6])
    assert.deepStrictEqual([high?.low, high?.high], [15, null])
  })

  it("is worth the orders over the design effect between shards, and less of few shards", () => {
    // 40 shards of ten orders each, of which three, five or seven are at most the median of 50.
    const low = [3, 5, 7, 5]
    const all = Array.from({ length: 40 }, (_, i) => {
      const below = low[i % 4] ?? 0
      return shard(2, { 50: below, 90: 10 - below })
    })
    const found = quantileOf(all, 0.5, 0.95)
    // Residuals −2, 0, 2, 0 around half of ten: 80 in all, against 400 · ¼ of independent orders.
    const deff = ((40 / 39) * 80) / 100
    assert.isBelow(deff, 1)
    assert.strictEqual(found?.value, 50)
    // Shards that differ less than chance would have it are worth no more than their orders.
    assert.strictEqual(found?.nEffective, 400)
    const wide = Array.from({ length: 40 }, (_, i) => shard(2, i % 2 === 0 ? { 50: 9, 90: 1 } : { 50: 1, 90: 9 }))
    const other = quantileOf(wide, 0.5, 0.95)
    // Residuals of 4: 640 in all.
    assert.near(other?.nEffective, 400 / (((40 / 39) * 640) / 100) / feared(40), 1e-9)
  })

  it("counts an order of nobody as a unit beside the shards", () => {
    const all = [
      ...Array.from({ length: 20 }, (_, i) => shard(1, i % 2 === 0 ? { 50: 4 } : { 90: 4 })),
      nameless({ 50: 6, 90: 4 }),
    ]
    const found = quantileOf(all, 0.5, 0.95)
    // 46 of 90 at most 50: 20 customers of four alike, and ten orders alone.
    const p = 46 / 90
    const squares = 10 * (4 - 4 * p) ** 2 + 10 * (4 * p) ** 2 + 6 * (1 - p) ** 2 + 4 * p ** 2
    const deff = ((30 / 29) * squares) / (90 * p * (1 - p))
    assert.near(found?.nEffective, 90 / deff / feared(30), 1e-9)
  })

  it("is worth one order at least, and as many as there are customers where no shard differs", () => {
    const two = quantileOf([shard(1, { 1: 50 }), shard(1, { 9: 50 })], 0.5, 0.95)
    assert.deepStrictEqual([two?.nEffective, two?.interval], [1, null])
    const alike = quantileOf([shard(3, { 7: 30 }), shard(4, { 7: 30 })], 0.5, 0.95)
    assert.strictEqual(alike?.nEffective, 7)
    const single = quantileOf([shard(2, range(1, 200))], 0.99, 0.95)
    // Of two orders' worth the lower rank at 99 % is the second, beyond the value itself: the interval reaches the value.
    assert.deepStrictEqual([single?.nEffective, single?.value], [2, 198])
    assert.deepStrictEqual([single?.interval?.low, single?.interval?.high], [198, null])
  })

  it("takes the ranks of as many orders as they are worth, drawn out over all", () => {
    // One shard of 20 customers with five orders each: ranks 6 and 15 of 20 are 30 and 75 of 100.
    const found = quantileOf([shard(20, range(1, 100))], 0.5, 0.95)
    assert.deepStrictEqual([found?.nEffective, found?.interval?.low, found?.interval?.high], [20, 30, 75])
    // Of 21: ranks 6 and 16, so 6 · 100 ÷ 21 cut and 16 · 100 ÷ 21 rounded up.
    const odd = quantileOf([shard(21, range(1, 100))], 0.5, 0.95)
    assert.deepStrictEqual([odd?.interval?.low, odd?.interval?.high], [28, 77])
  })
})

describe("the difference of two quantiles", () => {
  it("is tested by the shares at most the quantile of all, as many as are independent", () => {
    const first = Array.from({ length: 40 }, (_, i) => shard(1, i < 30 ? { 50: 5 } : { 90: 5 }))
    const second = Array.from({ length: 40 }, (_, i) => shard(1, i < 18 ? { 50: 5 } : { 90: 5 }))
    const found = quantileDifference(first, second, 0.5, 0.95)
    // Five orders of each customer are one: 40 less one for their mean, less what so few leave unknown.
    const size = 39 / feared(40)
    const expected = twoProportionTest({ x: 0.75 * size, n: size }, { x: 0.45 * size, n: size })
    assert.deepStrictEqual([found?.difference, found?.test, found?.effect], [-40, "median-test", null])
    assert.near(found?.p, expected?.p ?? Number.NaN, 1e-9)
  })

  it("has an interval made of both", () => {
    const [first, second] = [[shard(20, range(101, 20))], [shard(20, range(1, 20))]]
    const found = quantileDifference(first, second, 0.5, 0.95)
    const side = (value: number, low: number, high: number) => ({
      value,
      interval: { low, high, level: 0.95, method: "order-statistics" },
    })
    const expected = mover(side(110, 106, 115), side(10, 6, 15))
    assert.interval(found?.interval, [expected?.low ?? 0, expected?.high ?? 0])
    assert.strictEqual(found?.difference, 100)
  })

  it("is none without orders on a side", () => {
    const some = [shard(20, range(1, 20))]
    for (const none of [[], [shard(0, {})]]) {
      assert.isNull(quantileDifference(some, none, 0.5, 0.95))
      assert.isNull(quantileDifference(none, some, 0.5, 0.95))
      assert.isNull(quantileDifference(none, none, 0.5, 0.95))
    }
  })
})
