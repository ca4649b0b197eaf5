import { describe, it } from "@effect/vitest"
import { logHistogramOf } from "@touchpoint/core/moments"
import { logRank, mannWhitney } from "@touchpoint/core/stats"
import { assert } from "../../../test/stats/assert.ts"
import { curveDifference, quantileAmong, quantileOfAll, rankDifference, SECOND, type Waits } from "./estimate.ts"

const DAY = 86_400_000
/** Within 1 %: durations are counted in bins. */
const about = (actual: number | null | undefined, expected: number) =>
  assert.isAtMost(Math.abs((actual ?? Number.NaN) / expected - 1), 0.01)
const days = (all: ReadonlyArray<number>) => logHistogramOf(all.map((day) => day * DAY))
const histogram = (all: ReadonlyArray<number>) => ({
  levels: [...new Set(all)]
    .toSorted((a, b) => a - b)
    .map((value) => {
      const n = all.filter((one) => one === value).length
      return { value, n, w: n, w2: n }
    }),
})
const waits = (taken: ReadonlyArray<number>, open: ReadonlyArray<number> = []): Waits => ({
  taken: histogram(taken.map((day) => day * DAY)),
  open: histogram(open.map((day) => day * DAY)),
})
const lives = ({ open, taken }: Waits) =>
  new Map(
    [...new Set([...taken.levels, ...open.levels].map(({ value }) => value))].map((time) => [
      time,
      {
        events: taken.levels.find(({ value }) => value === time)?.n ?? 0,
        censored: open.levels.find(({ value }) => value === time)?.n ?? 0,
      },
    ]),
  )
/** Values by rank, for a rank test of the plain numbers. */
const counts = (all: ReadonlyArray<number>) =>
  new Map([...new Set(all)].map((value) => [value, all.filter((one) => one === value).length]))

describe("viral-cycle-time among acceptances", () => {
  it("takes the nearest rank, zeros first, and the edges of bins for the interval", () => {
    // The fifth of ten, between the second and the ninth.
    const all = quantileAmong(days([0, 0, 0, 0, 0, 6, 7, 8, 9, 20]), 0.5, 0.95)
    assert.deepStrictEqual([all.value, all.interval?.low, all.interval?.level], [0, 0, 0.95])
    const top = (all.interval?.high ?? 0) / (9 * DAY)
    assert.isTrue(top >= 1 && top < 1.0203)
    about(quantileAmong(days([0, 0, 0, 0, 5, 6, 7, 8, 9, 20]), 0.5, 0.95).value, 5 * DAY)
    about(quantileAmong(days([0, 0, 3, 4, 5, 6, 7, 8, 9, 20]), 0.3, 0.95).value, 3 * DAY)
    about(quantileAmong(days([1, 1, 1, 4, 5, 6, 7, 8, 9, 20]), 0.9, 0.95).value, 9 * DAY)
    about(quantileAmong(days([1, 2]), 0.99, 0.95).value, 2 * DAY)
    // At 80 % the third and the eighth.
    const narrow = quantileAmong(days([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), 0.5, 0.8).interval
    assert.isTrue((narrow?.low ?? 0) > 2.9 * DAY && (narrow?.low ?? 0) <= 3 * DAY)
    assert.isTrue((narrow?.high ?? 0) < 8.2 * DAY && (narrow?.high ?? 0) >= 8 * DAY)
  })

  it("has no interval of one, an open one of few, and nothing of none", () => {
    assert.deepStrictEqual(quantileAmong(days([]), 0.5, 0.95), { value: null, interval: null })
    assert.isNull(quantileAmong(days([3]), 0.5, 0.95).interval)
    const early = quantileAmong(days([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), 0.1, 0.95).interval
    assert.isNull(early?.low)
    assert.isAbove(early?.high ?? 0, 3 * DAY)
    const late = quantileAmong(days([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), 0.9, 0.95).interval
    assert.isNull(late?.high)
    assert.isAbove(late?.low ?? 0, 5 * DAY)
  })

  it("compares by ranks, in which 0 is the least, also beside a millisecond", () => {
    for (const [a, b] of [
      [
        [0, 0, 0, 2, 3, 9],
        [1, 1, 4, 5, 6, 7],
      ],
      [
        [1, 1, 4, 5, 6, 7],
        [0, 0, 0, 2, 3, 9],
      ],
      [
        [1, 2, 3, 4],
        [5, 6, 7, 8],
      ],
      [
        [0, 0, 5],
        [0, 0, 0],
      ],
    ] as const)
      for (const unit of [DAY, 1 / 64]) {
        const found = rankDifference(
          logHistogramOf(a.map((x) => x * unit)),
          logHistogramOf(b.map((x) => x * unit)),
          0.5,
        )
        const expected = mannWhitney(counts(a), counts(b))
        assert.near(found?.p, expected?.p ?? Number.NaN)
        assert.near(found?.effect?.value, expected?.cliffsDelta ?? Number.NaN)
        assert.deepStrictEqual(
          [found?.test, found?.interval, found?.effect?.kind],
          ["mann-whitney", null, "cliffs-delta"],
        )
      }
    // The second of four each; the tenth percentile is the first.
    const [quick, slow] = [days([1, 2, 3, 4]), days([5, 6, 7, 8])]
    about(rankDifference(slow, quick, 0.5)?.difference, 4 * DAY)
    about(rankDifference(quick, slow, 0.1)?.difference, -4 * DAY)
    for (const [first, second] of [
      [quick, days([])],
      [days([]), slow],
      [days([]), days([])],
    ] as const)
      assert.isNull(rankDifference(first, second, 0.5))
  })
})

describe("viral-cycle-time of all invitations", () => {
  it("counts open ones until they are last seen, also where others are accepted then", () => {
    // S = 5/6 at 1, 4/6 at 2 (with one lost there), 2/6 … from 3 on: 4/6 · 2/3 = 4/9.
    const some = waits([1, 2, 3], [2, 4, 5])
    assert.deepStrictEqual(quantileOfAll(some, 0.5, 0.95).value, 3 * DAY)
    assert.deepStrictEqual(quantileOfAll(some, 0.3, 0.95).value, 2 * DAY)
    assert.isNull(quantileOfAll(some, 0.6, 0.95).value)
    assert.deepStrictEqual(quantileOfAll(waits([]), 0.5, 0.95), { value: null, interval: null })
    assert.isNull(quantileOfAll(waits([1], [2, 3, 4]), 0.9, 0.95).interval?.high ?? null)
    assert.isNull(quantileOfAll(waits([], [2, 3, 4]), 0.5, 0.95).interval)
  })

  it("reaches to the edges of its bins, the first of which is a second", () => {
    const at = Array.from({ length: 20 }, (_, i) => i + 1)
    const { interval, value } = quantileOfAll(waits(at), 0.5, 0.95)
    assert.strictEqual(value, 10 * DAY)
    // The ends are days themselves, lengthened by a bin.
    const [low, high] = [(interval?.low ?? 0) * 1.01, (interval?.high ?? 0) * 0.99].map((end) => end / DAY)
    assert.near(low, Math.round(low ?? 0), 1e-9)
    assert.near(high, Math.round(high ?? 0), 1e-9)
    assert.isTrue((low ?? 0) < 10 && (high ?? 0) > 10)
    assert.deepStrictEqual([interval?.level, interval?.method], [0.95, "log-log-greenwood"])
    const soon = quantileOfAll(waits([...Array.from({ length: 45 }, () => 0), 1, 2], [1, 2, 3]), 0.5, 0.95)
    assert.deepStrictEqual([soon.value, soon.interval?.high], [0, SECOND])
  })

  it("is bounded from above alone where too few are at the beginning", () => {
    // Of 20 the band holds nine tenths from the start: 0.025 to the power of 1/20 is 0.83.
    const { interval, value } = quantileOfAll(waits(Array.from({ length: 20 }, (_, i) => i + 1)), 0.1, 0.95)
    assert.strictEqual(value, 2 * DAY)
    assert.isNull(interval?.low ?? null)
    assert.isAbove(interval?.high ?? 0, 2 * DAY)
  })

  it("compares two curves by log-rank, also where a quantile is not reached", () => {
    const [a, b] = [waits([1, 2, 3, 4], [2, 3]), waits([2, 5, 6, 7, 8], [4, 9])]
    const found = curveDifference(a, b, 0.5)
    assert.near(found?.p, logRank(lives(a), lives(b))?.p ?? Number.NaN)
    // S₁ = 5/6, 4/6, 4/9 at 1, 2, 3; S₂ = 6/7, 24/35, 18/35, 12/35 at 2, 5, 6, 7.
    assert.deepStrictEqual(
      [found?.difference, found?.test, found?.interval, found?.effect],
      [(3 - 7) * DAY, "log-rank", null, null],
    )
    const never = waits([1], [9, 9, 9])
    for (const [first, second] of [
      [a, never],
      [never, a],
    ] as const) {
      const open = curveDifference(first, second, 0.5)
      assert.isNull(open?.difference)
      assert.near(open?.p, logRank(lives(first), lives(second))?.p ?? Number.NaN)
    }
    assert.isNull(curveDifference(a, waits([]), 0.5))
    assert.isNull(curveDifference(waits([]), b, 0.5))
  })
})
