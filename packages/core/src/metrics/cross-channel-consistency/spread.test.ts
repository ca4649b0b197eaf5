import { describe, it } from "@effect/vitest"
import { histogramOf } from "@touchpoint/core/moments"
import { heterogeneity, studentTQuantile } from "@touchpoint/core/stats"
import { assert } from "../../../test/stats/assert.ts"
import { channelsOf, differenceOf, intervalOf, spreadOf, sumsOfAnswers, sumsOfCustomers } from "./spread.ts"

const LENGTH = 4
const CENTRE = 3
interface Part {
  readonly channel: string
  readonly shard: number | null
  readonly scores: ReadonlyArray<number>
}
const spread = (parts: ReadonlyArray<Part>) =>
  spreadOf(
    channelsOf(
      parts.map(({ channel, scores, shard }) => {
        const counts = [...Map.groupBy(scores, (score) => score)].map(([score, all]) => [score, all.length] as const)
        return { channel, shard, sums: sumsOfAnswers(histogramOf(counts), CENTRE) }
      }),
    ),
    LENGTH,
  )
/** Two channels in so many shards; the answers of each differ a little. */
const shards = (n: number, from = 0, shift = 0): ReadonlyArray<Part> =>
  Array.from({ length: n }, (_, i): ReadonlyArray<Part> => [
    { channel: "a", shard: from + i, scores: [1, 3, 5, 4, 1 + ((i + shift) % 3)] },
    { channel: "b", shard: from + i, scores: [4, 4, 5, 5, 3 + ((i + shift) % 2)] },
  ]).flat()
const sampleOf = (scores: ReadonlyArray<number>) => {
  const mean = scores.reduce((sum, x) => sum + x, 0) / scores.length
  return { n: scores.length, mean, m2: scores.reduce((sum, x) => sum + (x - mean) ** 2, 0) }
}
const scoresOf = (parts: ReadonlyArray<Part>, channel: string) =>
  parts.filter((part) => part.channel === channel).flatMap(({ scores }) => scores)

describe("sums of a channel", () => {
  it("are those of its customers, about the middle of the scale", () => {
    const customers = [
      [5, 1],
      [7, 2],
      [12, 3],
      [1, 1],
    ] as const
    const mean = (i: 0 | 1) => customers.reduce((sum, one) => sum + one[i], 0) / customers.length
    const cross = (i: 0 | 1, j: 0 | 1) =>
      customers.reduce((sum, one) => sum + (one[i] - mean(i)) * (one[j] - mean(j)), 0)
    const c = [cross(0, 0), cross(0, 1), cross(1, 0), cross(1, 1)]
    const sums = sumsOfCustomers({ n: 4, mean: [mean(0), mean(1)], c }, CENTRE)
    const about = customers.map(([sum, answers]) => [sum - CENTRE * answers, answers] as const)
    const total = (of: (x: number, y: number) => number) => about.reduce((sum, [x, y]) => sum + of(x, y), 0)
    assert.deepStrictEqual([sums.units, sums.answers], [4, 7])
    assert.near(
      sums.x,
      total((x) => x),
    )
    assert.near(
      sums.xx,
      total((x) => x * x),
    )
    assert.near(
      sums.xy,
      total((x, y) => x * y),
    )
    assert.near(
      sums.yy,
      total((_, y) => y * y),
    )
  })

  it("are those of answers that stand alone", () => {
    const sums = sumsOfAnswers(
      histogramOf([
        [1, 2],
        [4, 3],
      ]),
      CENTRE,
    )
    assert.deepStrictEqual(sums, { units: 5, answers: 5, x: -1, xx: 11, xy: -1, yy: 5 })
  })
})

describe("the spread between channels", () => {
  it("is that of means of precision, noise taken off", () => {
    const parts = shards(6)
    const found = spread(parts)
    const samples = ["a", "b"].map((channel) => sampleOf(scoresOf(parts, channel)))
    const tau2 = heterogeneity(samples)?.tau2 ?? Number.NaN
    assert.near(found.tau2, tau2, 1e-12)
    assert.near(found.value, 1 - Math.sqrt(tau2) / 2, 1e-12)
    assert.deepStrictEqual([found.n, found.customers, found.excluded], [60, 60, 0])
  })

  it("leaves out channels of one customer or of one score, and says how many", () => {
    const found = spread([
      ...shards(6),
      { channel: "alone", shard: 0, scores: [2] },
      { channel: "one score", shard: 1, scores: [4, 4, 4] },
    ])
    assert.near(found.value, spread(shards(6)).value ?? Number.NaN, 1e-12)
    assert.deepStrictEqual([found.n, found.customers, found.excluded], [60, 60, 2])
    const one = spread(shards(6).filter(({ channel }) => channel === "a"))
    assert.deepStrictEqual([one.value, one.n, one.excluded, one.leftOut, one.tau2], [null, 30, 0, null, null])
    assert.deepStrictEqual(spread([]), {
      value: null,
      n: 0,
      customers: 0,
      excluded: 0,
      leftOut: null,
      tau2: null,
    })
  })

  it("is told from two customers of each channel on", () => {
    const found = spread([
      { channel: "a", shard: 0, scores: [4, 5] },
      { channel: "b", shard: 1, scores: [1, 2] },
    ])
    // Means 4.5 and 1.5, each with a variance of 1/4: Q = 2 · 4 · 1.5² = 18, τ² = 17 / (8 − 32 / 8).
    assert.near(found.tau2, 17 / 4)
    assert.deepStrictEqual([found.n, found.excluded], [4, 0])
  })

  it("is nothing where all answers are alike, and not told where channels differ without noise", () => {
    const of = (...scores: ReadonlyArray<ReadonlyArray<number>>) =>
      spread(scores.map((list, i) => ({ channel: `c${i}`, shard: i, scores: list })))
    assert.deepStrictEqual(of([4, 4, 4], [4, 4], [4]), {
      value: 1,
      n: 6,
      customers: 6,
      excluded: 0,
      leftOut: null,
      tau2: 0,
    })
    for (const unlike of [
      of([4, 4]),
      of([4, 4], [5, 5]),
      of([4, 4], [4, 4, 5]),
      of([4, 5], [4, 4]),
      of([4, 4], [3, 5]),
    ])
      assert.isNull(unlike.value)
  })

  it("is at most half the scale: no consistency is below nothing", () => {
    const far = spread([
      { channel: "a", shard: 0, scores: [1, 1, 1, 1, 1, 2] },
      { channel: "b", shard: 0, scores: [5, 5, 5, 5, 5, 4] },
    ])
    assert.isAbove(far.tau2 ?? 0, 4)
    assert.strictEqual(far.value, 0)
  })
})

describe("shards left out", () => {
  it("are as many as there are, from 20 shards and 200 customers on", () => {
    assert.strictEqual(spread(shards(20)).leftOut?.size, 20)
    // Twice as many answers in fewer shards; or one customer fewer.
    const nineteen = shards(19).map((part) => ({ ...part, scores: [...part.scores, ...part.scores] }))
    assert.isNull(spread(nineteen).leftOut)
    const fewer = shards(20).map((part, i) => (i === 0 ? { ...part, scores: part.scores.slice(1) } : part))
    assert.isNull(spread(fewer).leftOut)
    // One channel is in a single shard: without it there is nothing to compare.
    const single = [
      ...shards(30).filter(({ channel }) => channel === "a"),
      { channel: "b", shard: 7, scores: shards(30).flatMap(({ scores }) => scores) },
    ]
    assert.isNotNull(spread(single).value)
    assert.isNull(spread(single).leftOut)
  })

  it("make the interval, which is none where they change nothing", () => {
    const parts = shards(24)
    const found = spread(parts)
    const left = Array.from({ length: 24 }, (_, i) => spread(parts.filter(({ shard }) => shard !== i)).tau2 ?? 0)
    const mean = left.reduce((sum, x) => sum + x, 0) / 24
    const se = Math.sqrt((23 / 24) * left.reduce((sum, x) => sum + (x - mean) ** 2, 0))
    const half = studentTQuantile(0.975, 23) * se
    const at = (tau2: number) => 1 - Math.sqrt(Math.max(0, tau2)) / 2
    assert.interval(intervalOf(found, LENGTH, 0.95), [at((found.tau2 ?? 0) + half), at((found.tau2 ?? 0) - half)], 1e-9)
    assert.deepInclude(intervalOf(found, LENGTH, 0.95), { level: 0.95, method: "jackknife" })
    assert.isNull(intervalOf({ ...found, leftOut: null }, LENGTH, 0.95))
    assert.isNull(intervalOf({ ...found, tau2: null }, LENGTH, 0.95))
    // Less between them than noise alone: the interval is that of nothing.
    const cut = intervalOf({ ...found, tau2: -1 }, LENGTH, 0.95)
    assert.interval(cut, [at(half), 1], 1e-9)
    const even = new Map([...(found.leftOut ?? [])].map(([shard]) => [shard, found.tau2 ?? 0] as const))
    assert.isNull(intervalOf({ ...found, leftOut: even }, LENGTH, 0.95))
  })

  it("are left out of both sides of a difference, where they are", () => {
    const [first, second] = [shards(24), shards(22, 6, 1).map((part) => ({ ...part, scores: [...part.scores, 2] }))]
    const found = differenceOf(spread(first), spread(second), LENGTH, 0.95)
    const without = (shard: number) =>
      [first, second].map((parts) => spread(parts.filter((part) => part.shard !== shard)).value ?? Number.NaN)
    const left = Array.from({ length: 28 }, (_, i) => without(i)).map(([a = 0, b = 0]) => a - b)
    const mean = left.reduce((sum, x) => sum + x, 0) / 28
    const se = Math.sqrt((27 / 28) * left.reduce((sum, x) => sum + (x - mean) ** 2, 0))
    const difference = (spread(first).value ?? 0) - (spread(second).value ?? 0)
    assert.near(found?.difference, difference)
    assert.near(found?.se, se, 1e-9)
    assert.strictEqual(found?.df, 27)
    const half = studentTQuantile(0.975, 27) * se
    assert.interval(found?.interval, [difference - half, difference + half], 1e-9)
    for (const few of [spread(shards(3)), spread([])]) {
      assert.isNull(differenceOf(spread(first), few, LENGTH, 0.95))
      assert.isNull(differenceOf(few, spread(first), LENGTH, 0.95))
    }
  })
})
