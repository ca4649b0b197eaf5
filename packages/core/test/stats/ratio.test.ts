import { describe, it } from "@effect/vitest"
import { fiellerFrom, ratioOfSums, studentTQuantile, twoRatios } from "@touchpoint/core/stats"
import * as fc from "fast-check"
import vectors from "../fixtures/vectors.json" with { type: "json" }
import { assert } from "./assert.ts"
import { pairsOf } from "./samples.ts"

const { all10, buyers8, orders, revenue } = vectors.A7_ratio_AOV

describe("ratio of sums", () => {
  it("equals the average order value of ten customers", () => {
    const ratio = ratioOfSums(pairsOf(revenue, orders))
    assert.near(ratio?.value, all10.R)
    assert.near(ratio?.se, all10.se)
    assert.near(ratio?.g, all10.g)
    assert.interval(ratio?.delta, all10.t_ci)
    assert.interval(ratio?.fieller, all10.fieller)
  })

  it("changes only its standard error when customers without orders are left out", () => {
    const kept = orders.flatMap((y, i) => (y > 0 ? [i] : []))
    const ratio = ratioOfSums(
      pairsOf(
        kept.map((i) => revenue[i] ?? NaN),
        kept.map((i) => orders[i] ?? NaN),
      ),
    )
    assert.near(ratio?.value, buyers8.R)
    assert.near(ratio?.se, buyers8.se)
    assert.near(ratio?.g, buyers8.g)
    assert.interval(ratio?.delta, buyers8.t_ci)
    assert.interval(ratio?.fieller, buyers8.fieller)
  })

  it("reports Fieller's interval when the denominator is uncertain, the delta one otherwise", () => {
    assert.strictEqual(ratioOfSums(pairsOf(revenue, orders))?.interval?.method, "fieller")
    assert.strictEqual(ratioOfSums(pairsOf([1, 2, 3, 5], [1, 1, 1, 1]))?.interval?.method, "delta")
  })

  it("has no interval when the denominator may be zero, no error from one unit, no value without denominator", () => {
    const wild = ratioOfSums(pairsOf([3, 4], [0, 9]))
    assert.isAtLeast(wild?.g ?? NaN, 1)
    assert.isNull(wild?.fieller)
    assert.isNull(wild?.interval)
    const one = ratioOfSums(pairsOf([3], [2]))
    assert.deepStrictEqual([one?.value, one?.se, one?.interval], [1.5, null, null])
    assert.isNull(ratioOfSums(pairsOf([3, 4], [0, 0])))
    assert.isNull(ratioOfSums(pairsOf([3], [0])))
    assert.isNull(ratioOfSums(pairsOf([0], [0])))
    assert.isNull(ratioOfSums({ n: 0, meanX: 0, meanY: 0, mxx: 0, myy: 0, cxy: 0 }))
    assert.isNull(ratioOfSums({ n: 0, meanX: 1, meanY: 1, mxx: 0, myy: 0, cxy: 0 }))
    for (const level of [0, 1, NaN]) assert.isNull(ratioOfSums(pairsOf(revenue, orders), level))
    for (const odd of [{ n: -1 }, { meanX: NaN }, { meanY: Infinity }, { mxx: -1 }, { myy: -1 }, { cxy: NaN }])
      assert.isNull(ratioOfSums({ ...pairsOf(revenue, orders), ...odd }))
  })

  // Two units, x without spread, means of 1: g is t^2 myy / 2 with t = 12.706 of one degree of freedom.
  it("changes its interval at the very g, and has none of Fieller from 1 on", () => {
    const at = (g: number) => {
      const t = studentTQuantile(0.975, 1)
      return ratioOfSums({ n: 2, meanX: 1, meanY: 1, mxx: 1, myy: (g * 2) / (t * t), cxy: 0 })
    }
    assert.deepStrictEqual(
      [0.0499, fiellerFrom, 0.0501, 0.999, 1, 1.001].map((g) => [at(g)?.interval?.method, at(g)?.fieller?.method]),
      [
        ["delta", "fieller"],
        ["fieller", "fieller"],
        ["fieller", "fieller"],
        ["fieller", "fieller"],
        [undefined, undefined],
        [undefined, undefined],
      ],
    )
    assert.strictEqual(at(1)?.g, 1)
    assert.strictEqual(at(1)?.delta?.method, "delta")
  })

  it("has roots of Fieller's equation as its ends, at the level asked", () => {
    const units = pairsOf([3, 5, 2, 8, 7], [2, 3, 2, 4, 3])
    const { df, fieller = null } = ratioOfSums(units, 0.9) ?? {}
    assert.strictEqual(df, 4)
    const k = studentTQuantile(0.95, 4) ** 2 / (5 * 4)
    for (const r of [fieller?.low, fieller?.high]) {
      const distance = units.meanX - (r ?? NaN) * units.meanY
      assert.near(distance ** 2 - k * (units.mxx - 2 * (r ?? NaN) * units.cxy + (r ?? NaN) ** 2 * units.myy), 0, 1e-12)
    }
    assert.strictEqual(fieller?.level, 0.9)
  })

  it("is the same of sums below zero", () => {
    const [plain, turned] = [
      ratioOfSums(pairsOf(revenue, orders)),
      ratioOfSums(
        pairsOf(
          revenue.map((x) => -x),
          orders.map((y) => -y),
        ),
      ),
    ]
    assert.deepStrictEqual([turned?.value, turned?.se, turned?.g], [plain?.value, plain?.se, plain?.g])
    assert.interval(turned?.fieller, [plain?.fieller?.low ?? NaN, plain?.fieller?.high ?? NaN])
  })

  it("has no spread where every unit has the same ratio, in whatever digits", () => {
    for (let k = 1; k <= 40; k++) {
      const y = [k, 2 * k + 1, 5]
      assert.strictEqual(
        ratioOfSums(
          pairsOf(
            y.map((one) => one * 0.3),
            y,
          ),
        )?.se,
        0,
      )
    }
  })

  it("scales with the unit of money", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 1, max: 9 })), { minLength: 2 }),
        fc.constantFrom(0.01, 100, 4.3),
        (units, rate) => {
          const y = units.map(([, count]) => count)
          const plain = ratioOfSums(
            pairsOf(
              units.map(([amount]) => amount),
              y,
            ),
          )
          const scaled = ratioOfSums(
            pairsOf(
              units.map(([amount]) => amount * rate),
              y,
            ),
          )
          assert.near(scaled?.value, (plain?.value ?? NaN) * rate, 1e-12)
          assert.near(scaled?.se, (plain?.se ?? NaN) * rate, 1e-6)
        },
      ),
    )
  })
})

describe("two ratios of sums", () => {
  it("are compared by Welch with their own standard errors", () => {
    const units = pairsOf(revenue, orders)
    const test = twoRatios({ ...units, meanX: units.meanX + 16 }, units)
    assert.near(test?.difference, 10)
    assert.isAbove(test?.p ?? NaN, 0.05)
    assert.isNull(twoRatios(units, pairsOf([1], [1])))
    assert.isNull(twoRatios(pairsOf([1], [1]), units))
    assert.isNull(twoRatios(pairsOf([1, 2], [0, 0]), units))
    assert.isNull(twoRatios(units, pairsOf([1, 2], [0, 0])))
    assert.deepStrictEqual([test?.interval?.method, test?.interval?.level], ["welch", 0.95])
  })

  it("are bounded by t of both degrees of freedom", () => {
    const [a, b] = [pairsOf(revenue, orders), pairsOf([3, 5, 2, 8], [2, 3, 2, 4])]
    const [one, other] = [ratioOfSums(a)?.se ?? NaN, ratioOfSums(b)?.se ?? NaN]
    const test = twoRatios(a, b, 0.8)
    const df = (one ** 2 + other ** 2) ** 2 / (one ** 4 / 9 + other ** 4 / 3)
    assert.near(test?.se, Math.sqrt(one ** 2 + other ** 2))
    assert.near(test?.df, df)
    const half = studentTQuantile(0.9, df) * (test?.se ?? NaN)
    assert.interval(test?.interval, [(test?.difference ?? NaN) - half, (test?.difference ?? NaN) + half])
  })

  it("equal two independent ratios without a difference", () => {
    const units = pairsOf(revenue, orders)
    const test = twoRatios(units, units)
    assert.deepStrictEqual([test?.difference, test?.t, test?.p], [0, 0, 1])
    assert.near(test?.se, all10.se * Math.SQRT2)
    assert.near(test?.df, 18)
  })
})
