import { describe, it } from "@effect/vitest"
import { independentGrowth, pairedGrowth, ratioOfSums, studentTQuantile } from "@touchpoint/core/stats"
import vectors from "../fixtures/vectors.json" with { type: "json" }
import { assert } from "./assert.ts"
import { pairsOf } from "./samples.ts"

const { cur, log_growth, paired, prev } = vectors.E1_growth

describe("growth of sales", () => {
  it("of the units of both periods is their ratio, less one", () => {
    const units = pairsOf(cur, prev)
    const growth = pairedGrowth(units)
    const ratio = ratioOfSums(units)
    assert.near((growth?.ratio ?? 0) - 1, paired.g)
    assert.near(growth?.se, paired.se)
    assert.near(growth?.interval?.low, (ratio?.interval?.low ?? 0) - 1)
    assert.near(growth?.interval?.high, (ratio?.interval?.high ?? 0) - 1)
    const half = (2.2621571627409915 * paired.se) / (1 + paired.g)
    assert.interval(growth?.logInterval, [log_growth - half, log_growth + half], 1e-9)
  })

  it("of units says nothing of one, of equals, of nothing before; no logarithm of a loss", () => {
    assert.isNull(pairedGrowth({ n: 2, meanX: 1, meanY: 0, mxx: 1, myy: 0, cxy: 0 }))
    assert.isNull(pairedGrowth({ n: 0, meanX: 0, meanY: 0, mxx: 0, myy: 0, cxy: 0 }))
    const one = pairedGrowth({ n: 1, meanX: 3, meanY: 2, mxx: 0, myy: 0, cxy: 0 })
    assert.deepStrictEqual([one?.ratio, one?.se, one?.interval, one?.logInterval], [1.5, null, null, null])
    const alike = pairedGrowth({ n: 3, meanX: 3, meanY: 2, mxx: 0, myy: 0, cxy: 0 })
    assert.deepStrictEqual([alike?.se, alike?.interval], [null, null])
    const loss = pairedGrowth({ n: 9, meanX: -3, meanY: 2, mxx: 4, myy: 1, cxy: 0 })
    assert.isNotNull(loss?.interval ?? null)
    assert.isNull(loss?.logInterval ?? null)
    // A sum before that may have been zero bounds nothing.
    const wild = pairedGrowth(pairsOf([3, 4], [0, 9]))
    assert.isNull(wild?.interval)
    assert.isAbove(wild?.se ?? 0, 0)
    // Sales and refunds that are equal come to a ratio of 0.
    const nil = pairedGrowth(pairsOf([-1, 1, 0], [10, 10, 11]))
    assert.deepStrictEqual([nil?.ratio, nil?.logInterval], [0, null])
    assert.isAbove(nil?.interval?.high ?? -1, -1)
  })

  it("of units is bounded at the level that was asked", () => {
    const units = pairsOf(cur, prev)
    const growth = pairedGrowth(units, 0.8)
    const { interval = null } = ratioOfSums(units, 0.8) ?? {}
    assert.interval(growth?.interval, [(interval?.low ?? NaN) - 1, (interval?.high ?? NaN) - 1])
    assert.deepStrictEqual([growth?.interval?.level, growth?.interval?.method], [0.8, interval?.method])
    assert.strictEqual(growth?.df, 9)
    const half = (studentTQuantile(0.9, 9) * paired.se) / (1 + paired.g)
    assert.interval(growth?.logInterval, [log_growth - half, log_growth + half])
    assert.deepStrictEqual([growth?.logInterval?.level, growth?.logInterval?.method], [0.8, "log-delta"])
    assert.isNull(pairedGrowth(units, 1))
  })

  it("of independent amounts is normal on the scale of logarithms: E2", () => {
    const { ci, g, orders0, orders1, se_log } = vectors.E2_growth_compound_poisson
    const sums = (amounts: ReadonlyArray<number>) => ({
      sum: amounts.reduce((a, b) => a + b, 0),
      squares: amounts.reduce((a, b) => a + b * b, 0),
    })
    const growth = independentGrowth(sums(orders1), sums(orders0))
    assert.near((growth?.ratio ?? 0) - 1, g)
    assert.near((growth?.se ?? 0) / (1 + g), se_log)
    assert.interval(growth?.interval, ci, 1e-9)
    assert.isNull(independentGrowth(sums(orders1), sums([])))
    assert.isNull(independentGrowth(sums(orders1), sums(orders0), 1))
    const none = independentGrowth(sums([]), sums(orders0))
    assert.deepStrictEqual([none?.ratio, none?.se, none?.interval, none?.logInterval], [0, null, null, null])
    const { logInterval = null } = growth ?? {}
    assert.interval(logInterval, [Math.log1p(ci[0] ?? NaN), Math.log1p(ci[1] ?? NaN)], 1e-9)
    for (const one of [growth?.interval, logInterval])
      assert.deepStrictEqual([one?.level, one?.method], [0.95, "compound-poisson"])
    assert.strictEqual(growth?.df, null)
  })

  it("of independent amounts is normal at its level, and says nothing of what cannot be", () => {
    // ten amounts of 10 each time: se of the logarithm sqrt(1/10 + 1/10)
    const even = { sum: 100, squares: 1000 }
    const half = 1.2815515655446004 * Math.sqrt(0.2)
    assert.interval(independentGrowth(even, even, 0.8)?.logInterval, [-half, half])
    assert.interval(independentGrowth(even, even, 0.8)?.interval, [Math.expm1(-half), Math.expm1(half)])
    for (const sum of [0, -1, NaN]) assert.isNull(independentGrowth(even, { sum, squares: 1 }))
    for (const level of [0, 1, NaN]) assert.isNull(independentGrowth(even, even, level))
    const loss = independentGrowth({ sum: -50, squares: 1000 }, even)
    assert.deepStrictEqual([loss?.ratio, loss?.se, loss?.interval, loss?.logInterval], [-0.5, null, null, null])
    // Nothing varies: no line is drawn.
    const sure = independentGrowth({ sum: 50, squares: 0 }, { sum: 100, squares: 0 })
    assert.deepStrictEqual([sure?.ratio, sure?.interval, sure?.logInterval], [0.5, null, null])
  })
})
