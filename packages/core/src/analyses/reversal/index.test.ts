import { describe, it } from "@effect/vitest"
import { contextReversal, reversalQuestion, strataOf, type Stratum } from "@touchpoint/core/analyses"
import { column, dimension, eq } from "@touchpoint/core/questions"
import { newcombe } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { groupsOf } from "../../../test/analyses/groupsOf.ts"
import { numbersIn } from "../../../test/analyses/numbersIn.ts"
import { project } from "../../../test/facts/project.ts"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { assert } from "../../../test/stats/assert.ts"

const pair = (name: string, x: number, n: number, y: number, m: number): Stratum => ({
  name,
  first: { x, n },
  second: { x: y, n: m },
})
const stones = [pair("small", 81, 87, 234, 270), pair("large", 192, 263, 55, 80)]

describe("reversal", () => {
  const { crude, crude_or, mh_odds_ratio, mix_effect, rate_effect, segments, std_equal_pop } = vectors.L1_simpson

  it("equals the vector: worse as a whole and better in every part", () => {
    const found = contextReversal(stones)
    assert.near(found.crude.difference, crude, 1e-9)
    assert.near(found.strata[0]?.found?.difference, segments.small.diff, 1e-9)
    assert.near(found.strata[1]?.found?.difference, segments.large.diff, 1e-9)
    assert.near(found.rate, rate_effect, 1e-9)
    assert.near(found.mix, mix_effect, 1e-9)
    assert.near(found.adjusted?.first, std_equal_pop.A, 1e-9)
    assert.near(found.adjusted?.second, std_equal_pop.B, 1e-9)
    assert.near(found.crudeOddsRatio?.value, crude_or, 1e-9)
    assert.near(found.adjustedOddsRatio?.value, mh_odds_ratio, 1e-9)
    assert.deepStrictEqual([found.reversed, found.throughout, found.oppositeWeight, found.caveats], [true, true, 1, []])
    assert.deepStrictEqual(
      [found.crude.first.numerator, found.crude.first.denominator, found.strata[0]?.weight],
      [273, 350, 357 / 700],
    )
  })

  // statsmodels: StratifiedTable(...).oddsratio_pooled_confint().
  it("gives the pooled odds ratio the interval of Robins, Breslow and Greenland", () => {
    assert.interval(contextReversal(stones).adjustedOddsRatio?.interval, [0.9157934135040253, 2.2858486698415734], 1e-9)
    const three = [pair("a", 5, 20, 2, 30), pair("b", 9, 10, 12, 20), pair("c", 0, 10, 3, 10)]
    const found = contextReversal(three)
    assert.near(found.adjustedOddsRatio?.value, 2.08, 1e-9)
    assert.interval(found.adjustedOddsRatio?.interval, [0.7261936362862387, 5.957639648462427], 1e-9)
  })

  it("has an interval of the standardised difference that of one stratum is Newcombe's", () => {
    const only = pair("all", 56, 70, 48, 80)
    const found = contextReversal([only])
    const wanted = newcombe(only.first, only.second)
    assert.interval(found.adjusted?.interval, [wanted?.low ?? NaN, wanted?.high ?? NaN])
    assert.deepStrictEqual([found.reversed, found.strata[0]?.opposite], [false, false])
    assert.near(found.adjusted?.difference, found.crude.difference ?? NaN)
  })

  it("is not reversed where a minority of the weight points the other way", () => {
    const strata = [pair("many", 400, 1000, 300, 1000), pair("few", 10, 50, 20, 50)]
    const found = contextReversal(strata)
    assert.deepStrictEqual(
      [found.reversed, found.throughout, found.strata.map(({ opposite }) => opposite)],
      [false, false, [false, true]],
    )
    assert.near(found.oppositeWeight, 100 / 2100)
  })

  it("is reversed by the majority of the weight, and says that it is not so throughout", () => {
    const strata = [pair("small", 81, 87, 234, 270), pair("large", 192, 263, 55, 80), pair("odd", 5, 20, 6, 20)]
    const found = contextReversal(strata)
    assert.deepStrictEqual([found.reversed, found.throughout], [true, false])
    assert.isBelow(found.crude.difference ?? 0, 0)
  })

  // GrowthBook: control 200 → 100, treatment 400 → 140, of 1000 each.
  it("warns that strata which the groups themselves made mislead", () => {
    const strata = [pair("in the cart", 140, 400, 100, 200), pair("not in the cart", 0, 600, 0, 800)]
    const found = contextReversal(strata, { settled: "after" })
    assert.near(found.crude.difference, 0.04)
    assert.near(found.strata[0]?.found?.difference, -0.15)
    assert.deepStrictEqual(
      found.strata.map(({ opposite }) => opposite),
      [true, null],
    )
    assert.deepStrictEqual([found.reversed, found.caveats], [true, [{ id: "post-treatment" }]])
  })

  it("withholds strata in which a group is small, and still takes the whole apart with them", () => {
    const found = contextReversal([...stones, pair("few", 9, 9, 1, 40)])
    const last = found.strata[2]
    assert.deepStrictEqual([last?.found, last?.weight, last?.opposite], [null, null, null])
    assert.deepStrictEqual(found.caveats, [{ id: "withheld", data: { n: 1, minimum: 10 } }])
    assert.near((found.rate ?? NaN) + (found.mix ?? NaN), found.crude.difference ?? NaN)
    assert.isNotNull(contextReversal([pair("few", 9, 9, 1, 40)], { least: 5 }).strata[0]?.found)
    // What only one group has cannot be adjusted by, and that is said.
    const lopsided = contextReversal([...stones, pair("of one", 0, 0, 150, 300)])
    assert.strictEqual(lopsided.adjusted?.covered, 0.7)
    assert.near(lopsided.adjusted?.difference, contextReversal(stones).adjusted?.difference ?? NaN)
    assert.strictEqual(contextReversal(stones).adjusted?.covered, 1)
    // A group that is not there at all is never told.
    assert.isNull(contextReversal([pair("none", 0, 0, 1, 40)], { least: 0 }).strata[0]?.found)
  })

  it("adjusts the tests of the strata for their number", () => {
    const [small, large] = contextReversal(stones).strata
    assert.isTrue((small?.found?.q ?? NaN) >= (small?.found?.p ?? NaN))
    assert.isTrue((large?.found?.q ?? NaN) >= (large?.found?.p ?? NaN))
  })

  it("turns round with the groups, and adds up, whatever the strata", () => {
    const counts = fc
      .integer({ min: 0, max: 60 })
      .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)))
    const strata = fc
      .array(fc.tuple(counts, counts), { maxLength: 5 })
      .map((all) => all.map(([[x, n], [y, m]], i) => pair(`s${i}`, x, n, y, m)))
    fc.assert(
      fc.property(strata, (some) => {
        const found = contextReversal(some)
        const back = contextReversal(some.map(({ first, name, second }) => ({ name, first: second, second: first })))
        for (const value of numbersIn(found)) assert.isTrue(Number.isFinite(value))
        assert.strictEqual(found.reversed, back.reversed)
        if (found.crude.difference !== null) {
          assert.near(found.crude.difference, -(back.crude.difference ?? NaN))
          assert.near((found.rate ?? NaN) + (found.mix ?? NaN), found.crude.difference)
        }
        if (found.adjusted !== null) {
          assert.near(found.adjusted.difference, -(back.adjusted?.difference ?? NaN))
          const { high, low } = found.adjusted.interval ?? {}
          assert.isTrue((low ?? NaN) <= found.adjusted.difference && found.adjusted.difference <= (high ?? NaN))
        }
        if (found.throughout)
          for (const { found: own } of found.strata)
            assert.isAtMost((own?.difference ?? 0) * (found.crude.difference ?? 0), 0)
      }),
    )
  })

  it("is null, not 0, of nobody", () => {
    const found = contextReversal([])
    assert.deepStrictEqual(
      [found.crude.difference, found.adjusted, found.rate, found.mix, found.crudeOddsRatio, found.adjustedOddsRatio],
      [null, null, null, null, null, null],
    )
    assert.deepStrictEqual([found.reversed, found.oppositeWeight], [false, null])
    assert.deepStrictEqual(found.caveats, [{ id: "zero-denominator" }])
  })
})

describe("the question of a reversal", () => {
  it.effect("gives the strata of two groups, those that one of them lacks too", () =>
    Effect.gen(function* () {
      const orders = [
        ["app", "EUR", "paid"],
        ["app", "EUR", "cancelled"],
        ["app", "PLN", "paid"],
        ["shop", "PLN", "paid"],
        ["shop", "USD", "paid"],
        [null, "EUR", "paid"],
        ["app", "EUR", null],
      ] as const
      const rows = orders.map(([touchpoint, currency, status], i) => ({
        customer: `c${i}`,
        at: "2026-01-01T00:00:00Z",
        touchpoint,
        currency,
        status,
      }))
      const facts = yield* project([{ kind: "order", rows }])
      const question = reversalQuestion("order", eq(column("status"), "paid"), {
        stratum: dimension("touchpoint", column("touchpoint")),
        group: dimension("currency", column("currency")),
      })
      const groups = yield* groupsOf(facts, question)
      assert.deepStrictEqual(strataOf(groups, "EUR", "PLN"), [
        pair("app", 1, 2, 1, 1),
        pair("shop", 0, 0, 1, 1),
        pair("", 1, 1, 0, 0),
      ])
    }),
  )
})
