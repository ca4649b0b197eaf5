import { assert, describe, it } from "@effect/vitest"
import { caveat, csat, type Measurement, rankMeasurements } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import { normalQuantile, normalSf, wilson } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import vectors from "../fixtures/vectors.json" with { type: "json" }
import { project } from "../facts/project.ts"
import { answersOf, feedback, measurements } from "./asking.ts"

const base: Measurement = {
  schema: 1,
  metric: "acme/number",
  params: {},
  definition: "d",
  unit: { kind: "ratio" },
  by: {},
  period: null,
  asOf: null,
  value: 0,
  interval: null,
  n: 45,
  unitOfN: "answer",
  nEffective: 45,
  numerator: null,
  denominator: null,
  caveats: [],
}
/** A number with a normal interval of a standard error. */
const number = (group: number, value: number, se: number): Measurement => {
  const half = normalQuantile(0.975) * se
  return {
    ...base,
    by: { group },
    value,
    interval: { low: value - half, high: value + half, level: 0.95, method: "t" },
  }
}
const share = (group: number, x: number, n: number): Measurement => ({
  ...base,
  unit: { kind: "proportion" },
  by: { group },
  value: x / n,
  interval: wilson(x, n),
  n,
  nEffective: n,
  numerator: x,
  denominator: n,
})
const near = (actual: number | undefined | null, expected: number | undefined, by = 1e-9) =>
  assert.approximately(actual ?? Number.NaN, expected ?? 0, by)
const groupsOf = (ranked: ReadonlyArray<{ readonly measurement: Measurement }>) =>
  ranked.map(({ measurement }) => measurement.by["group"])

describe("a ranking", () => {
  it("of numbers alike in noise is James–Stein's", () => {
    const { est, grand, shrink, sigma2, y } = vectors.K1_james_stein_baseball
    const found = rankMeasurements(
      y.map((value, i) => number(i, value, Math.sqrt(sigma2))),
      { better: "higher" },
    )
    near(found.common, grand)
    assert.isTrue(found.differ)
    for (const { measurement, shrunken } of found.ranked) {
      near(shrunken, est[Number(measurement.by["group"])])
      near(shrunken - grand, shrink * ((measurement.value ?? 0) - grand))
    }
    assert.strictEqual(found.ranked[0]?.measurement.value, 0.156)
    assert.deepStrictEqual(
      rankMeasurements(
        [...y.keys()].map((i) => number(i, y[i] ?? 0, Math.sqrt(sigma2))),
        { better: "lower" },
      ).ranked[0]?.measurement.value,
      0.4,
    )
  })

  it("of shares says how far each is from the common share, in its own standard errors", () => {
    const { groups, target, z } = vectors.K2_funnel_limits
    const found = rankMeasurements(
      groups.map(([x = 0, n = 0], i) => share(i, x, n)),
      { better: "higher" },
    )
    assert.isTrue(found.differ)
    near(found.common, target)
    for (const one of found.ranked) near(one.z, z[Number(one.measurement.by["group"])])
  })

  it("of shares pulls them towards a share known from elsewhere", () => {
    const { prior_mean: known, prior_n: size, rows } = vectors.K3_beta_binomial_shrink
    const found = rankMeasurements(
      rows.map(({ n, x }, i) => share(i, x, n)),
      { better: "higher", prior: { share: known, size } },
    )
    for (const { measurement, shrunken } of found.ranked) near(shrunken, rows[Number(measurement.by["group"])]?.shrunk)
    assert.deepStrictEqual(groupsOf(found.ranked), [0, 1, 2])
  })

  it("says the percentile of each among its peers", () => {
    const { mean_rank_pct: percentile, own, peers } = vectors.K4_percentile_rank
    const found = rankMeasurements(
      peers.map((value, i) => number(i, value, 1)),
      { better: "higher" },
    )
    assert.deepStrictEqual(
      found.ranked.filter(({ measurement }) => measurement.value === own).map((one) => one.percentile),
      [percentile, percentile],
    )
  })

  it("puts no small group first for being small", () => {
    const found = rankMeasurements(
      [share(0, 3, 10), share(1, 120, 400), share(2, 240, 400), share(3, 260, 400), share(4, 2, 10)],
      {
        better: "higher",
      },
    )
    const [worst] = found.ranked
    // 3 of 10 is the same share as 120 of 400, and 2 of 10 is lower than both.
    assert.strictEqual(worst?.measurement.by["group"], 1)
    assert.isAbove(worst?.probability ?? 0, found.ranked[2]?.probability ?? 1)
  })

  it("names nobody where groups differ no more than chance makes them", () => {
    const alike = [share(0, 50, 100), share(1, 51, 100), share(2, 49, 100)]
    const found = rankMeasurements(alike, { better: "higher" })
    assert.isFalse(found.differ)
    assert.deepStrictEqual(
      found.ranked.map(({ probability, rank, shrunken }) => [rank, probability, shrunken]),
      alike.map(() => [1, null, 0.5]),
    )
    const numbers = rankMeasurements([number(0, 10, 3), number(1, 11, 3)], { better: "higher" })
    assert.deepStrictEqual([numbers.differ, numbers.ranked.length], [false, 2])
  })

  // Of two groups χ² with one degree is z², of two shares and of two numbers.
  it("says how probable one number of all is", () => {
    const p = (of: ReadonlyArray<Measurement>) => rankMeasurements(of, { better: "higher" }).p
    const pooled = 588 / 800
    near(p([share(0, 280, 400), share(1, 308, 400)]) ?? NaN, 2 * normalSf(28 / Math.sqrt(800 * pooled * (1 - pooled))))
    near(p([number(0, 10, 3), number(1, 11, 3)]) ?? NaN, 2 * normalSf(1 / Math.sqrt(18)))
    // None of four differ where all are alike, and one alone differs from nobody.
    assert.deepStrictEqual([p([0, 1, 2, 3].map((i) => share(i, 20, 40))), p([number(0, 10, 3)])], [1, null])
  })

  it("leaves apart what is no part of it", () => {
    const partial = { from: 0, to: 1, zone: "UTC", complete: false }
    const unfit: ReadonlyArray<Measurement> = [
      { ...share(5, 0, 9), caveats: [caveat("insufficient", { n: 9, minimum: 10 })] },
      { ...share(6, 1, 2), value: null },
      { ...share(7, 1, 20), period: partial, caveats: [caveat("partial-period")] },
      { ...share(8, 1, 20), definition: "other" },
    ]
    const fit = [share(0, 10, 100), share(1, 50, 100), share(2, 90, 100)]
    const found = rankMeasurements([...fit, ...unfit], { better: "higher" })
    assert.deepStrictEqual(groupsOf(found.ranked), [0, 1, 2])
    assert.deepStrictEqual(
      found.apart.map(({ by }) => by["group"]),
      [5, 6, 7, 8],
    )
    assert.deepStrictEqual(found.apart.at(-1)?.caveats, [caveat("definition-mismatch")])
    const bare = rankMeasurements([number(0, 1, 1), { ...number(1, 2, 1), interval: null }, number(2, 9, 1)], {
      better: "higher",
    })
    assert.deepStrictEqual([groupsOf(bare.ranked), bare.apart.length], [[0, 2], 1])
    for (const few of [[], [number(0, 1, 1)], [share(0, 1, 20)]])
      assert.deepStrictEqual([rankMeasurements(few, { better: "higher" }).ranked, few.length], [[], few.length])
  })

  it("sums the probabilities of being worst to one, and is the same every time", () => {
    const groups = [share(0, 12, 40), share(1, 20, 40), share(2, 90, 120), share(3, 30, 40)]
    for (const within of [1, 2]) {
      const found = rankMeasurements(groups, { better: "higher", within })
      near(
        found.ranked.reduce((sum, { probability }) => sum + (probability ?? 0), 0),
        within,
      )
      assert.deepStrictEqual(rankMeasurements(groups, { better: "higher", within }), found)
    }
  })

  it.effect("takes the least size of the policy it was measured with", () =>
    Effect.gen(function* () {
      const sizes = { a: [10, 40], b: [25, 25], c: [4, 4] } as const
      const rows = Object.entries(sizes).flatMap(([wave, [good, bad]]) =>
        answersOf({ "5": good, "1": bad }, { wave }, wave),
      )
      const facts = yield* project([feedback("csat", rows)])
      const by = [dimension("wave", column("wave"))]
      const rank = Effect.fnUntraced(function* (insufficient: number) {
        const all = yield* measurements(facts, csat, {}, { by }, { policy: { insufficient, small: 30 } })
        return rankMeasurements(all, { better: "higher" }).ranked.map(({ measurement }) => measurement.by["wave"])
      })
      assert.deepStrictEqual(yield* rank(10), ["a", "b"])
      assert.lengthOf(yield* rank(5), 3)
    }),
  )
})
