import { describe, it } from "@effect/vitest"
import { independentGrowth, pairedGrowth, ratioOfSums } from "@touchpoint/core/stats"
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
    assert.deepStrictEqual([none?.ratio, none?.interval, none?.logInterval], [0, null, null])
  })
})
