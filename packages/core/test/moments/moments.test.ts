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

  it("are themselves beside nothing, however large", () => {
    const beside = <State>({ empty, merge }: Moment<State>, state: State) => {
      assert.deepStrictEqual(merge(empty, state), state)
      assert.deepStrictEqual(merge(state, empty), state)
    }
    beside(Moments, { n: 3, w: 3, w2: 3, mean: 1e200, m2: 4 })
    beside(Shape, { n: 3, mean: 1e200, m2: 4, m3: 5 })
    const products = { n: 3, mean: [1e200, 2], c: [1, 2, 2, 4] }
    beside(CrossProducts, products)
    // Nothing may know already how many numbers each unit has.
    beside({ ...CrossProducts, empty: { n: 0, mean: [0, 0], c: [0, 0, 0, 0] } }, products)
  })

  it("of rows without weight are none, whatever their mean", () => {
    const weightless = (mean: number) => ({ n: 1, w: 0, w2: 0, mean, m2: 0 })
    assert.deepStrictEqual(Moments.merge(weightless(4), weightless(6)), { ...Moments.empty, n: 2 })
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

describe("an extent", () => {
  const one = (x: number) => ({ n: 1, min: x, max: x })

  it("spans all values, those below zero too, whatever came first", () => {
    for (const values of [
      [3, -2, 7],
      [7, 3, -2],
      [-2, 7, 3],
    ])
      assert.deepStrictEqual(values.map(one).reduce(Extent.merge, Extent.empty), { n: 3, min: -2, max: 7 })
    for (const x of [5, -5]) {
      assert.deepStrictEqual(Extent.merge(one(x), Extent.empty), one(x))
      assert.deepStrictEqual(Extent.merge(Extent.empty, one(x)), one(x))
    }
  })
})

describe("the names of moments", () => {
  it("are those of the contract: answers that travel carry them", () => {
    assert.deepStrictEqual(
      [Count, Sum, Proportion, Moments, CrossProducts, Histogram, Shape, Extent, LogHistogram, Units].map(
        ({ id }) => id,
      ),
      ["count", "sum", "proportion", "moments", "products", "histogram", "shape", "extent", "log-histogram", "units"],
    )
  })

  it("do not let half a level of a histogram through", () => {
    for (const level of [{}, { value: 1, n: 1, w: 1 }, { value: null, n: 1, w: 1, w2: 1 }])
      assert.throws(() => Schema.decodeUnknownSync(Histogram.schema)({ levels: [level] }))
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

  it("lists bins in order, however durations came or were merged", () => {
    const ascending = logHistogramOf([2, 75, 11]).bins.map(([key]) => key)
    assert.deepStrictEqual(ascending, [2, 11, 75].map(logKey))
    assert.deepStrictEqual(
      LogHistogram.merge(logHistogramOf([75]), logHistogramOf([11, 0])),
      logHistogramOf([0, 11, 75]),
    )
  })

  it("leaves an empty bin out of lifetimes", () => {
    const hole = { zero: 0, bins: [[logKey(11), 0] as const, [logKey(75), 2] as const] }
    assert.deepStrictEqual(
      lifetimesOf(hole, LogHistogram.empty),
      new Map([[logValue(logKey(75)), { events: 2, censored: 0 }]]),
    )
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
