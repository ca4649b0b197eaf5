import { describe, it } from "@effect/vitest"
import {
  Count,
  countLevels,
  CrossProducts,
  Extent,
  countDurations,
  Histogram,
  histogramOf,
  LogHistogram,
  logHistogramOf,
  logKey,
  logValue,
  type Moment,
  Moments,
  Proportion,
  lifetimesOf,
  quantileIntervalOf,
  quantileOf,
  Shape,
  Sum,
  Units,
} from "@touchpoint/core/moments"
import { kaplanMeier, survivalQuantile } from "@touchpoint/core/stats"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import vectors from "../fixtures/vectors.json" with { type: "json" }
import { assert } from "../stats/assert.ts"

interface Row {
  readonly x: number
  readonly y: number
  readonly weight: number
}

const row: fc.Arbitrary<Row> = fc.record({
  x: fc.integer({ min: -1000, max: 1000 }),
  y: fc.double({ min: -1000, max: 1000, noNaN: true }),
  weight: fc.constantFrom(0, 0.25, 1, 3.5),
})
const rows = fc.array(row, { maxLength: 12 })

/** Each moment with the state of one row, by definition of the state. */
const cases: ReadonlyArray<{ readonly moment: Moment<unknown>; readonly of: (row: Row) => unknown }> = [
  { moment: Count as Moment<unknown>, of: ({ weight }) => ({ n: 1, w: weight }) },
  { moment: Sum as Moment<unknown>, of: ({ weight, x }) => ({ n: 1, sum: x, wsum: weight * x }) },
  {
    moment: Proportion as Moment<unknown>,
    of: ({ weight, x }) =>
      x > 0
        ? { n: 1, x: 1, w: weight, w2: weight ** 2, wx: weight }
        : { n: 1, x: 0, w: weight, w2: weight ** 2, wx: 0 },
  },
  {
    moment: Moments as Moment<unknown>,
    of: ({ weight, y }) => ({ n: 1, w: weight, w2: weight ** 2, mean: weight === 0 ? 0 : y, m2: 0 }),
  },
  { moment: CrossProducts as Moment<unknown>, of: ({ x, y }) => ({ n: 1, mean: [x, y], c: [0, 0, 0, 0] }) },
  {
    moment: Histogram as Moment<unknown>,
    of: ({ weight, x }) => ({ levels: [{ value: x % 7, n: 1, w: weight, w2: weight ** 2 }] }),
  },
  { moment: Shape as Moment<unknown>, of: ({ y }) => ({ n: 1, mean: y, m2: 0, m3: 0 }) },
  { moment: Extent as Moment<unknown>, of: ({ x }) => ({ n: 1, min: x, max: x }) },
  { moment: LogHistogram as Moment<unknown>, of: ({ x }) => logHistogramOf([Math.max(0, x)]) },
  { moment: Units as Moment<unknown>, of: () => ({ n: 1 }) },
]

const numbersIn = (state: unknown): ReadonlyArray<number> =>
  typeof state === "number"
    ? [state]
    : typeof state === "object" && state !== null
      ? Object.values(state).flatMap(numbersIn)
      : []

/** Equal up to rounding, measured by the largest number of the state: what is left of a sum that cancels is no yardstick. */
const same = (actual: unknown, expected: unknown): void => {
  const largest = numbersIn(expected).reduce((max, x) => Math.max(max, Math.abs(x)), 1)
  const compare = (one: unknown, other: unknown): void => {
    if (typeof other === "number") {
      assert.isAtMost(Math.abs((one as number) - other), 1e-12 * largest, `${String(one)} is not ${other}`)
    } else if (typeof other === "object" && other !== null) {
      assert.deepStrictEqual(Object.keys(one as object), Object.keys(other))
      for (const [key, value] of Object.entries(other)) compare((one as Record<string, unknown>)[key], value)
    } else assert.strictEqual(one, other)
  }
  compare(actual, expected)
}

describe.each(cases)("the moment $moment.id", ({ moment, of }) => {
  const fold = (some: ReadonlyArray<Row>) => some.map(of).reduce(moment.merge, moment.empty)

  it("merges in any grouping", () => {
    fc.assert(
      fc.property(rows, rows, rows, (a, b, c) => {
        const [x, y, z] = [fold(a), fold(b), fold(c)]
        same(moment.merge(moment.merge(x, y), z), moment.merge(x, moment.merge(y, z)))
      }),
    )
  })

  it("merges in any order", () => {
    fc.assert(fc.property(rows, rows, (a, b) => same(moment.merge(fold(a), fold(b)), moment.merge(fold(b), fold(a)))))
  })

  it("merges with nothing to itself, exactly", () => {
    fc.assert(
      fc.property(rows, (some) => {
        const state = fold(some)
        assert.deepStrictEqual(moment.merge(state, moment.empty), state)
        assert.deepStrictEqual(moment.merge(moment.empty, state), state)
      }),
    )
  })

  it("is the same over shards as over the whole", () => {
    fc.assert(
      fc.property(rows, fc.nat(12), (some, at) =>
        same(moment.merge(fold(some.slice(0, at)), fold(some.slice(at))), fold(some)),
      ),
    )
  })

  it("travels as JSON", () => {
    fc.assert(
      fc.property(rows, (some) => {
        const state = fold(some)
        const json: unknown = JSON.parse(JSON.stringify(Schema.encodeSync(moment.schema)(state)))
        assert.deepStrictEqual(Schema.decodeUnknownSync(moment.schema)(json), JSON.parse(JSON.stringify(state)))
      }),
    )
  })

  it("does not take a state with a hole", () => {
    for (const json of [null, {}, { n: null }, { n: "1" }])
      assert.throws(() => Schema.decodeUnknownSync(moment.schema)(json))
  })
})

describe("merged moments", () => {
  it("keep a small variance of large numbers", () => {
    const { merged, shardA, shardB } = vectors.A1_moments_merge
    const state = ([n = 0, mean = 0, m2 = 0]: ReadonlyArray<number>) => ({ n, w: n, w2: n, mean, m2 })
    assert.deepStrictEqual(Moments.merge(state(shardA), state(shardB)), state(merged))
    assert.strictEqual(Moments.merge(state(shardA), state(shardB)).m2, 90)
  })

  it("equal the third vector of metrics: 4, 7, 9 and 13, 16", () => {
    const { merged, shardA, shardB } = vectors.A14_m3_merge
    const state = ([n = 0, mean = 0, m2 = 0]: ReadonlyArray<number>) => ({ n, w: n, w2: n, mean, m2 })
    const both = Moments.merge(state(shardA), state(shardB))
    assert.near(both.mean, merged[1] ?? Number.NaN)
    assert.near(both.m2, merged[2] ?? Number.NaN)
    const shape = ([n = 0, mean = 0, m2 = 0, m3 = 0]: ReadonlyArray<number>) => ({ n, mean, m2, m3 })
    const third = Shape.merge(shape(shardA), shape(shardB))
    assert.near(third.m3, merged[3] ?? Number.NaN)
    assert.near(third.m2, both.m2)
  })

  it("join pairs of two shards", () => {
    const { merged, shardA, shardB } = vectors.A15_biv_merge
    const state = ([n = 0, mx = 0, my = 0, mxx = 0, myy = 0, cxy = 0]: ReadonlyArray<number>) => ({
      n,
      mean: [mx, my],
      c: [mxx, cxy, cxy, myy],
    })
    const both = CrossProducts.merge(state(shardA), state(shardB))
    assert.strictEqual(both.n, merged[0])
    for (const [i, expected] of [109, 1.6].entries()) assert.near(both.mean[i], expected)
    for (const [i, expected] of [53420, 693, 693, 9.2].entries()) assert.near(both.c[i], expected)
    assert.deepStrictEqual(merged, [5, 109, 1.6, 53420, 9.2, 693])
  })

  it("weigh: a row of weight three is three rows, a row of weight zero none", () => {
    const one = (mean: number, w: number) => ({ n: 1, w, w2: w * w, mean, m2: 0 })
    const weighted = Moments.merge(one(2, 3), one(6, 1))
    const repeated = [one(2, 1), one(2, 1), one(2, 1), one(6, 1)].reduce(Moments.merge, Moments.empty)
    assert.near(weighted.mean, repeated.mean)
    assert.near(weighted.m2, repeated.m2)
    assert.strictEqual(weighted.w2, 10)
    const nothing = Moments.merge(one(2, 3), { ...one(100, 0), mean: 0 })
    assert.deepStrictEqual([nothing.n, nothing.w, nothing.mean], [2, 3, 2])
  })
})

describe("a histogram", () => {
  const histogram = {
    levels: Object.entries(vectors.B2_nps.hist).map(([value, n]) => ({ value: Number(value), n, w: 2 * n, w2: 4 * n })),
  }

  it("keeps levels in order, whatever came first", () => {
    const parts = histogram.levels.toReversed().map((level) => ({ levels: [level] }))
    assert.deepStrictEqual(parts.reduce(Histogram.merge, Histogram.empty), histogram)
  })

  it("counts rows and weights of the levels that pass", () => {
    assert.deepStrictEqual(countLevels(histogram), { n: 300, w: 600, w2: 1200 })
    assert.deepStrictEqual(
      countLevels(histogram, (score) => score >= 9),
      { n: 150, w: 300, w2: 600 },
    )
    assert.deepStrictEqual(countLevels(Histogram.empty), { n: 0, w: 0, w2: 0 })
  })
})

describe("merge axes", () => {
  it("leave out time where units are counted", () => {
    for (const moment of [Units, CrossProducts]) assert.deepStrictEqual(moment.axes, ["unit"])
    for (const moment of [Count, Sum, Proportion, Moments, Shape, Histogram, LogHistogram, Extent])
      assert.deepStrictEqual(moment.axes, ["unit", "time"])
  })
})

describe("a logarithmic histogram", () => {
  // From @datadog/sketches-js 2.1.1, LogarithmicMapping(0.01).
  it("bins as DDSketch does", () => {
    assert.deepStrictEqual([11, 75, 1].map(logKey), [120, 216, 0])
    assert.near(logValue(120), 10.9138177397, 1e-9)
    assert.near(logValue(216), 74.447462315, 1e-9)
    assert.near(logValue(0), 0.99, 1e-12)
  })

  it("gives the quantile of rank ⌈qn⌉ within 1 %", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -5, max: 400 * 86_400_000 }), { minLength: 1, maxLength: 40 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (waits, q) => {
          const sorted = waits.map((wait) => Math.max(0, wait)).toSorted((a, b) => a - b)
          const exact = sorted[Math.max(1, Math.ceil(q * sorted.length)) - 1] ?? 0
          const histogram = logHistogramOf(waits)
          assert.strictEqual(countDurations(histogram), waits.length)
          assert.near(quantileOf(histogram, q) ?? -1, exact, 0.01 * exact + 1e-9)
        },
      ),
    )
    assert.isNull(quantileOf(LogHistogram.empty, 0.5))
  })

  it("holds the keys and the quantiles of the response times, with their intervals", () => {
    const { loghist, median_ci, median_nearest_rank, minutes, p90 } = vectors.D1_response_time
    assert.deepStrictEqual(minutes.map(logKey), loghist.keys)
    assert.deepStrictEqual([logKey(11), logKey(75), logKey(1)], [loghist.key_11, loghist.key_75, loghist.key_1])
    assert.near(logValue(loghist.key_75), loghist.value_75)
    assert.near((1 + loghist.alpha) / (1 - loghist.alpha), loghist.gamma)
    const histogram = logHistogramOf(minutes)
    const median = quantileIntervalOf(histogram, 0.5)
    assert.near(median?.value, median_nearest_rank, 0.01)
    assert.interval(median?.interval, median_ci, 0.01)
    const high = quantileIntervalOf(histogram, 0.9)
    assert.near(high?.value, p90, 0.01)
    assert.isNull(high?.interval.high)
    assert.isNull(quantileIntervalOf(LogHistogram.empty, 0.5))
    // 0.07 of 100 is 7 in decimals and a little more in doubles.
    assert.strictEqual(
      quantileOf(logHistogramOf(Array.from({ length: 100 }, (_, i) => 2 ** i)), 0.07),
      logValue(logKey(64)),
    )
  })

  it("gives lifetimes whose curve is the exact one within 1 %", () => {
    const { D1_response_time: closed, D2_response_time_censored: open } = vectors
    const lives = lifetimesOf(logHistogramOf(closed.minutes), logHistogramOf(open.open_ages))
    const curve = kaplanMeier(lives)
    assert.isNotNull(curve)
    if (curve === null) return
    assert.strictEqual(curve.units, 25)
    const [median, high] = [survivalQuantile(curve, 0.5), survivalQuantile(curve, 0.9)]
    assert.near(median.value, open.km_median, 0.01)
    // R: survfit(..., conf.type = "log-log") gives [8, 35] and [48, NA]
    assert.interval(median, [8, 35], 0.01)
    assert.near(high.value, open.km_p90, 0.01)
    assert.near(high.low, 48, 0.01)
    assert.isNull(high.high)
    assert.deepStrictEqual(
      lifetimesOf(logHistogramOf([0, 0]), logHistogramOf([0])),
      new Map([[0, { events: 2, censored: 1 }]]),
    )
  })
})

describe("a histogram of counts", () => {
  it("ascends and weighs each count as itself", () => {
    assert.deepStrictEqual(
      histogramOf(
        new Map([
          [2, 3],
          [0, 1],
        ]),
      ).levels,
      [
        { value: 0, n: 1, w: 1, w2: 1 },
        { value: 2, n: 3, w: 3, w2: 3 },
      ],
    )
  })
})
