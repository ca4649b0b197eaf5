import {
  creditShares,
  type CreditRule,
  inverseJShaped,
  jShaped,
  type Touch,
  uShaped,
  weeklyDecay,
} from "@touchpoint/core/questions"
import * as fc from "fast-check"
import { assert, describe, it } from "vitest"
import vectors from "../../../../test/fixtures/vectors.json" with { type: "json" }

const DAY = 86_400_000
const touches = (...of: ReadonlyArray<readonly [channel: string, days: number]>): ReadonlyArray<Touch> =>
  of.map(([channel, days]) => ({ channel, age: days * DAY }))
const digits = (shares: ReadonlyArray<number>, places = 9) => shares.map((share) => Number(share.toFixed(places)))

describe("shares of a conversion's credit", () => {
  // Adobe's example of 50 dollars.
  const bought = touches(["paid search", 9], ["social", 6], ["mail", 0], ["display", 0])
  const dollars = (credit: CreditRule) => creditShares(bought, credit).map((share) => 50 * share)

  it("are those of Adobe's example", () => {
    assert.deepStrictEqual(digits(dollars(weeklyDecay), 2), [6.92, 9.32, 16.88, 16.88])
    assert.deepStrictEqual(digits(dollars(jShaped)), [10, 5, 5, 30])
    assert.deepStrictEqual(digits(dollars(uShaped)), [20, 5, 5, 20])
    assert.deepStrictEqual(digits(dollars(inverseJShaped)), [30, 5, 5, 10])
    assert.deepStrictEqual(digits(dollars({ rule: "first" })), [50, 0, 0, 0])
    assert.deepStrictEqual(digits(dollars({ rule: "last" })), [0, 0, 0, 50])
    assert.deepStrictEqual(digits(dollars({ rule: "linear" })), [12.5, 12.5, 12.5, 12.5])
  })

  it("are, of two touches, shared by the ends in their proportion", () => {
    const two = touches(["a", 3], ["b", 1])
    assert.deepStrictEqual(digits(creditShares(two, uShaped)), [0.5, 0.5])
    assert.deepStrictEqual(digits(creditShares(two, jShaped)), [0.25, 0.75])
    assert.deepStrictEqual(digits(creditShares(two, inverseJShaped)), [0.75, 0.25])
  })

  it("halve with every half-life, as the specification's vector", () => {
    const { ages_days, position, time_decay } = vectors.H4_heuristics
    const four = touches(...ages_days.map((days, i) => [`channel-${i}`, days] as const))
    assert.deepStrictEqual(digits(creditShares(four, weeklyDecay)), digits(time_decay))
    assert.deepStrictEqual(digits(creditShares(four, uShaped)), position)
    const whole = creditShares(four, { rule: "time-decay", halfLife: 7 * DAY, step: 7 * DAY })
    assert.deepStrictEqual(digits(whole), digits([1 / 9, 2 / 9, 2 / 9, 4 / 9]))
  })

  it("go to the last that was not direct, and to the last where all were", () => {
    const credit = { rule: "last-non-direct", direct: ["direct"] } as const
    assert.deepStrictEqual(digits(creditShares(touches(["ad", 5], ["mail", 3], ["direct", 0]), credit)), [0, 1, 0])
    assert.deepStrictEqual(digits(creditShares(touches(["direct", 5], ["direct", 0]), credit)), [0, 1])
  })

  it("are one whole credit for every channel met, where participation is counted", () => {
    assert.deepStrictEqual(
      digits(creditShares(touches(["ad", 5], ["mail", 3], ["ad", 0]), { rule: "participation" })),
      [1, 1, 0],
    )
  })

  it("are alike for every channel met, where each counts once", () => {
    const met = touches(["ad", 5], ["mail", 3], ["ad", 0])
    assert.deepStrictEqual(digits(creditShares(met, { rule: "linear-unique" })), [0.5, 0.5, 0])
  })

  it("are weights of one's own, as shares of their sum", () => {
    const own = { rule: "position", first: 3, between: 4, last: 1 } as const
    const four = touches(["a", 9], ["b", 6], ["c", 1], ["d", 0])
    assert.deepStrictEqual(digits(creditShares(four, own)), [0.375, 0.25, 0.25, 0.125])
    // Ends without a weight leave two touches alike.
    assert.deepStrictEqual(digits(creditShares(four.slice(2), { ...own, first: 0, last: 0 })), [0.5, 0.5])
  })

  it("are none without touches, and all of one", () => {
    for (const credit of [uShaped, { rule: "linear" }, { rule: "time-decay", halfLife: DAY, step: 0 }] as const) {
      assert.deepStrictEqual(digits(creditShares([], credit)), [])
      assert.deepStrictEqual(digits(creditShares(touches(["a", 400]), credit)), [1])
    }
  })

  it("sum to one credit, however many and old the touches are", () => {
    const any = fc.array(fc.record({ channel: fc.constantFrom("a", "b", "direct"), age: fc.nat(5000 * DAY) }), {
      minLength: 1,
      maxLength: 30,
    })
    const rules: ReadonlyArray<CreditRule> = [
      { rule: "first" },
      { rule: "last" },
      { rule: "linear" },
      { rule: "last-non-direct", direct: ["direct"] },
      uShaped,
      jShaped,
      { rule: "time-decay", halfLife: DAY, step: 0 },
    ]
    fc.assert(
      fc.property(any, fc.constantFrom(...rules), (some, credit) => {
        const shares = creditShares(some, credit)
        assert.approximately(
          shares.reduce((sum, share) => sum + share, 0),
          1,
          1e-12,
        )
        assert.isTrue(shares.every((share) => share >= 0))
      }),
    )
  })
})
