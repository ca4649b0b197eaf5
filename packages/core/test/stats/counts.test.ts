import { describe, it } from "@effect/vitest"
import {
  binomialCdf,
  binomialSf,
  binomialTest,
  clopperPearson,
  cochranArmitage,
  cochranQ,
  costPerEvent,
  costPerSuccess,
  garwood,
  goodman,
  normalSf,
  rateRatio,
  twoProportionTest,
  weightedIndex,
  wilson,
} from "@touchpoint/core/stats"
import * as fc from "fast-check"
import vectors from "../fixtures/vectors.json" with { type: "json" }
import { assert } from "./assert.ts"

const trials = fc.tuple(fc.nat(60), fc.nat(60)).map(([x, more]) => ({ x, n: x + more }))

describe("two-sided binomial test", () => {
  // R 4.2: binom.test(682, 925, p = 0.75)$p.value; binom.test(3, 10, 0.5); binom.test(0, 5, 0.3)
  it("equals R's binom.test", () => {
    assert.near(binomialTest(682, 925, 0.75, "two-sided"), 0.3824915595, 1e-9)
    assert.near(binomialTest(3, 10, 0.5, "two-sided"), 2 * (176 / 1024), 1e-12)
    // 0 of 5 is likelier than 3, 4 and 5
    assert.near(
      binomialTest(0, 5, 0.3, "two-sided"),
      0.7 ** 5 + 0.3 ** 5 + 5 * 0.3 ** 4 * 0.7 + 10 * 0.3 ** 3 * 0.7 ** 2,
      1e-12,
    )
  })

  it("adds up all results that are no likelier", () => {
    fc.assert(
      fc.property(trials, fc.double({ min: 0.01, max: 0.99, noNaN: true }), ({ n, x }, share) => {
        if (n === 0) return
        const weight = (k: number) => binomialCdf(k, n, share) - (k === 0 ? 0 : binomialCdf(k - 1, n, share))
        const limit = weight(x) * (1 + 1e-7)
        let sum = 0
        // A weight from a difference of tails has lost its digits far out; there its upper tail says more.
        for (let k = 0; k <= n; k++) {
          const own = k > n * share ? binomialSf(k - 1, n, share) - binomialSf(k, n, share) : weight(k)
          if (own <= limit || Math.abs(own - limit) < 1e-13) sum += own
        }
        assert.near(binomialTest(x, n, share, "two-sided"), Math.min(1, sum), 1e-9)
      }),
    )
  })

  it("knows what is certain, and does not test half a success", () => {
    assert.deepStrictEqual([binomialTest(5, 5, 1, "two-sided"), binomialTest(4, 5, 1, "two-sided")], [1, 0])
    assert.deepStrictEqual([binomialTest(0, 5, 0, "two-sided"), binomialTest(1, 5, 0, "two-sided")], [1, 0])
    assert.isNull(binomialTest(1.5, 5, 0.5, "two-sided"))
    assert.isNull(binomialTest(1, 5.5, 0.5, "two-sided"))
  })

  it("takes both of two likeliest results for ordinary, and shares next to 1", () => {
    // 1 and 2 of 3 are alike.
    assert.deepStrictEqual([binomialTest(1, 3, 0.5, "two-sided"), binomialTest(2, 3, 0.5, "two-sided")], [1, 1])
    assert.strictEqual(binomialTest(5, 5, 1 - 2 ** -53, "two-sided"), 1)
    assert.relative(binomialTest(4, 5, 1 - 2 ** -53, "two-sided"), 5 * 2 ** -53, 1e-12)
  })

  it("counts a weighted result for no more than it is, from either side", () => {
    // At least 2.5 of 4 are 3 or 4; at most 2.5 are 0, 1 or 2.
    assert.near(binomialTest(2.5, 4, 0.5, "greater"), 5 / 16)
    assert.near(binomialTest(2.5, 4, 0.5, "less"), 11 / 16)
    for (const alternative of ["less", "greater", "two-sided"] as const) {
      for (const x of [-1, 6, NaN]) assert.isNull(binomialTest(x, 5, 0.5, alternative))
      for (const share of [-0.1, 1.1, NaN]) assert.isNull(binomialTest(2, 5, share, alternative))
      assert.isNull(binomialTest(2, Infinity, 0.5, alternative))
    }
  })
})

describe("ratio of two rates", () => {
  // R 4.2: poisson.test(c(11, 6+8+7), c(800, 1083+1050+878))
  it("equals R's poisson.test", () => {
    const found = rateRatio({ events: 11, exposure: 800 }, { events: 21, exposure: 3011 })
    assert.near(found?.value, 1.971488, 1e-6)
    assert.near(found?.p, 0.07966863, 1e-7)
    assert.interval(found?.interval, [0.8584264, 4.2772659], 1e-7)
  })

  it("is bounded on the side that has events", () => {
    const none = rateRatio({ events: 4, exposure: 10 }, { events: 0, exposure: 10 })
    assert.deepStrictEqual([none?.value, none?.interval.high], [null, null])
    assert.isAbove(none?.interval.low ?? 0, 0)
    const zero = rateRatio({ events: 0, exposure: 10 }, { events: 4, exposure: 10 })
    assert.deepStrictEqual([zero?.value, zero?.interval.low], [0, 0])
    assert.isNull(rateRatio({ events: 0, exposure: 10 }, { events: 0, exposure: 10 }))
    assert.isNull(rateRatio({ events: 1, exposure: 0 }, { events: 1, exposure: 10 }))
  })

  it("turned over is the ratio of the second to the first", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 90 }), (a, b) => {
        const [one, other] = [
          rateRatio({ events: a, exposure: 3 }, { events: b, exposure: 2 }),
          rateRatio({ events: b, exposure: 2 }, { events: a, exposure: 3 }),
        ]
        assert.near((one?.interval.low ?? NaN) * (other?.interval.high ?? NaN), 1, 1e-9)
        assert.near(one?.p, other?.p ?? NaN, 1e-9)
      }),
    )
  })
})

describe("cost of one", () => {
  const { acquisitions, ci, cost, cpa, cpa_binomial_clicks, zero_conv_lower } = vectors.E3_cpa

  it("inverts the interval of a count, or of a share where the trials are known", () => {
    const found = costPerEvent(cost, acquisitions)
    assert.strictEqual(found?.value, cpa)
    assert.interval(found?.interval, ci, 1e-9)
    const known = costPerSuccess(cost, { x: acquisitions, n: cpa_binomial_clicks.clicks })
    assert.strictEqual(known?.value, cpa)
    assert.interval(known?.interval, cpa_binomial_clicks.ci, 1e-9)
  })

  it("has no value but a bound where nobody came", () => {
    const none = costPerEvent(cost, 0)
    assert.deepStrictEqual([none?.value, none?.interval.high], [null, null])
    assert.near(none?.interval.low, zero_conv_lower, 1e-9)
    const known = costPerSuccess(cost, { x: 0, n: 2500 })
    assert.deepStrictEqual([known?.value, known?.interval.high], [null, null])
    assert.near(known?.interval.low, cost / 2500 / (wilson(0, 2500)?.high ?? NaN), 1e-9)
    assert.isNull(costPerSuccess(cost, { x: 0, n: 0 }))
    assert.isNull(costPerEvent(0, 3))
  })

  it("says by which interval, and nothing at a level that is none", () => {
    assert.strictEqual(costPerEvent(cost, 3)?.interval.method, "garwood-inverted")
    assert.strictEqual(costPerSuccess(cost, { x: 3, n: 9 })?.interval.method, "wilson-inverted")
    for (const level of [0, 1, 95]) {
      assert.isNull(costPerEvent(cost, 3, level))
      assert.isNull(costPerSuccess(cost, { x: 3, n: 9 }, level))
    }
    assert.isNull(costPerEvent(cost, -1))
  })
})

describe("an index over stages", () => {
  const { counts, cumulative_at_least, index, se, weights, ...expected } = vectors.E6_readiness
  const list = Object.values(counts)

  it("is the readiness of the vector, with its cumulative shares", () => {
    const found = weightedIndex(list, weights)
    assert.near(found?.value, index, 1e-12)
    assert.near(found?.se, se, 1e-12)
    assert.interval(found?.interval, expected.ci, 1e-9)
    for (const [i, share] of cumulative_at_least.entries()) assert.near(found?.atLeast[i], share, 1e-12)
  })

  it("bounds all stages at once as Goodman does", () => {
    const found = goodman(list)
    for (const [i, ends] of expected.goodman.entries()) assert.interval(found?.[i], ends, 1e-9)
    assert.strictEqual(found?.[0]?.level, 0.95)
    assert.strictEqual(found?.[0]?.method, "goodman")
    // Of two it is Wilson's at half the error.
    for (const [i, x] of [30, 70].entries()) {
      const { high, low } = wilson(x, 100, 0.975) ?? { low: NaN, high: NaN }
      assert.interval(goodman([30, 70])?.[i], [low ?? NaN, high ?? NaN])
    }
    for (const broken of [NaN, -1, 1e14, Infinity]) assert.isNull(goodman([5, broken, 3]))
    assert.isNull(goodman([5]))
    assert.isNull(goodman([0, 0]))
  })

  it("has no interval where all are at one stage, and is null without anybody", () => {
    assert.deepStrictEqual(weightedIndex([0, 7], [0, 0.5]), { value: 0.5, se: 0, interval: null, atLeast: [1, 1] })
    assert.isNull(weightedIndex([0, 0], [0, 1]))
    assert.isNull(weightedIndex([1, 2], [0]))
    assert.isNull(weightedIndex([1, 2], [0, NaN]))
  })
})

describe("trend of a share over doses", () => {
  // R 4.2: prop.trend.test(c(83, 90, 129, 70), c(86, 93, 136, 82)): X-squared = 8.2249, p-value = 0.004132
  it("equals R's prop.trend.test", () => {
    const found = cochranArmitage([
      { dose: 1, x: 83, n: 86 },
      { dose: 2, x: 90, n: 93 },
      { dose: 3, x: 129, n: 136 },
      { dose: 4, x: 70, n: 82 },
    ])
    assert.near((found?.z ?? NaN) ** 2, 8.2249, 1e-4)
    assert.near(found?.p, 0.004132, 1e-6)
    assert.isBelow(found?.z ?? NaN, 0)
    assert.isBelow(found?.slope ?? NaN, 0)
  })

  it("is the pooled z of two doses, whatever the doses", () => {
    const two = cochranArmitage([
      { dose: 0, x: 48, n: 80 },
      { dose: 7, x: 56, n: 70 },
    ])
    assert.near(two?.z, twoProportionTest({ x: 56, n: 70 }, { x: 48, n: 80 })?.z ?? NaN, 1e-12)
    assert.near(two?.slope, (56 / 70 - 48 / 80) / 7, 1e-12)
  })

  it("says nothing where doses or answers are all alike", () => {
    assert.isNull(cochranArmitage([]))
    assert.isNull(cochranArmitage([{ dose: 1, x: 3, n: 9 }]))
    assert.isNull(
      cochranArmitage([
        { dose: 1, x: 9, n: 9 },
        { dose: 2, x: 4, n: 4 },
      ]),
    )
  })
})

describe("Cochran's Q", () => {
  const yes = (pattern: string) => [...pattern].map((letter) => letter === "F")

  // SAS/STAT, PROC FREQ, example "Cochran's Q test": three drugs, 46 patients, Q = 8.4706, p = 0.0145
  it("equals SAS on three drugs given to the same patients", () => {
    const counts = { FFF: 6, UFF: 2, FFU: 16, UFU: 4, FUF: 2, UUF: 6, FUU: 4, UUU: 6 }
    const found = cochranQ(Object.entries(counts).map(([pattern, n]) => ({ yes: yes(pattern), n })))
    assert.near(found?.q, 8.4706, 1e-5)
    assert.near(found?.p, 0.0145, 5e-3)
    assert.strictEqual(found?.df, 2)
  })

  it("is McNemar's test of two", () => {
    const found = cochranQ([
      { yes: yes("FU"), n: 25 },
      { yes: yes("UF"), n: 10 },
      { yes: yes("FF"), n: 40 },
    ])
    assert.near(found?.q, (25 - 10) ** 2 / 35, 1e-12)
    assert.near(found?.p, 2 * normalSf(15 / Math.sqrt(35)), 1e-12)
  })

  it("counts a channel in which nothing was found", () => {
    // By hand: 6, 2 and 0 of 8 items; 3 · 2 · ((6 − 8/3)² + (2 − 8/3)² + (8/3)²) / (3 · 8 − 8)
    const found = cochranQ([
      { yes: yes("FUU"), n: 6 },
      { yes: yes("UFU"), n: 2 },
    ])
    assert.near(found?.q, 7)
    assert.strictEqual(found?.df, 2)
  })

  it("says nothing where items are alike everywhere, or rows are of other lengths", () => {
    assert.isNull(cochranQ([{ yes: [true, true], n: 9 }]))
    assert.isNull(cochranQ([{ yes: [true], n: 9 }]))
    assert.isNull(
      cochranQ([
        { yes: [true, false], n: 9 },
        { yes: [true], n: 9 },
      ]),
    )
    assert.isNull(cochranQ([]))
  })
})

describe("exact intervals of counts", () => {
  it("hold the count they are of", () => {
    fc.assert(
      fc.property(fc.nat(500), fc.double({ min: 0.5, max: 0.999, noNaN: true }), (k, level) => {
        const interval = garwood(k, 1, level)
        assert.isTrue((interval?.low ?? NaN) <= k && k <= (interval?.high ?? NaN))
      }),
    )
    fc.assert(
      fc.property(trials, ({ n, x }) => {
        if (n === 0) return
        const interval = clopperPearson(x, n)
        assert.isTrue((interval?.low ?? NaN) <= x / n && x / n <= (interval?.high ?? NaN))
      }),
    )
  })
})
