import { describe, it } from "@effect/vitest"
import { garwood, mover, newcombe, rateRatio, ratioOfSums, twoProportionTest, twoRatios } from "@touchpoint/core/stats"
import type { SpellsPeriod } from "../../questions/folds/spells/index.ts"
import { assert } from "../../../test/stats/assert.ts"
import { type ChurnForm, churnOf, compareChurn } from "./estimate.ts"

const MONTH = (365.2425 / 12) * 86_400_000

/** So many customers, who were there at the start and at the end or not, were lost so many times and stayed so many months. */
type Kind = readonly [n: number, start: 0 | 1, end: 0 | 1, lost: number, months: number]

const periodOf = (...kinds: ReadonlyArray<Kind>): SpellsPeriod => {
  const total = (of: (kind: Kind) => number) => kinds.reduce((sum, kind) => sum + kind[0] * of(kind), 0)
  return {
    units: total(() => 1),
    start: total(([, s]) => s),
    lostOfStart: total(([, s, , l]) => (s === 1 && l > 0 ? 1 : 0)),
    joined: total(([, s, e]) => (s === 0 && e === 1 ? 1 : 0)),
    lost: total(([, , , l]) => l),
    end: total(([, , e]) => e),
    exposure: total(([, , , , months]) => months) * MONTH,
    squares: {
      lost: total(([, , , l]) => l * l),
      lostStart: total(([, s, , l]) => l * s),
      lostEnd: total(([, , e, l]) => l * e),
      startEnd: total(([, s, e]) => s * e),
    },
  }
}

/** The customers themselves, as pairs of what they lost and what they add to the base. */
const pairsOf = (base: (kind: Kind) => number, ...kinds: ReadonlyArray<Kind>) => {
  const all = kinds.flatMap((kind) => Array.from({ length: kind[0] }, () => [kind[3], base(kind)] as const))
  const mean = (i: 0 | 1) => all.reduce((sum, pair) => sum + pair[i], 0) / all.length
  const [meanX, meanY] = [mean(0), mean(1)]
  const cross = (i: 0 | 1, j: 0 | 1) => all.reduce((sum, pair) => sum + (pair[i] - mean(i)) * (pair[j] - mean(j)), 0)
  return { n: all.length, meanX, meanY, mxx: cross(0, 0), myy: cross(1, 1), cxy: cross(0, 1) }
}
const bases = {
  "all-of-start": ([, start]: Kind) => start,
  "all-of-average": ([, start, end]: Kind) => (start + end) / 2,
}

/** Lost, staying, new, brief, lost twice, lost and back. */
const many: ReadonlyArray<Kind> = [
  [50, 1, 0, 1, 0.5],
  [40, 1, 1, 0, 1],
  [10, 0, 1, 0, 0.4],
  [5, 0, 0, 1, 0.2],
  [4, 1, 0, 2, 0.6],
  [3, 1, 1, 1, 0.9],
]
const other: ReadonlyArray<Kind> = [
  [45, 1, 0, 1, 0.4],
  [90, 1, 1, 0, 1],
  [20, 0, 1, 0, 0.5],
]

describe("churn of a period", () => {
  it("has the interval of a ratio of sums over customers, on either base", () => {
    for (const form of ["all-of-start", "all-of-average"] as const) {
      const found = churnOf(periodOf(...many), form, 0.95)
      const expected = ratioOfSums(pairsOf(bases[form], ...many))
      assert.near(found.value, expected?.value ?? Number.NaN, 1e-12)
      const { high, low } = expected?.interval ?? {}
      assert.interval(found.interval, [low ?? Number.NaN, high ?? Number.NaN], 1e-9)
      assert.deepStrictEqual([found.n, found.nEffective, found.caveats], [112, 112, []])
    }
    assert.deepStrictEqual(churnOf(periodOf(...many), "all-of-start", 0.95).numerator, 66)
  })

  it("is never below nothing, however sure one wants to be", () => {
    // Forty losses, less almost seven standard errors of them, are fewer than none.
    const sure = churnOf(periodOf([40, 1, 0, 1, 1], [4000, 1, 1, 0, 1]), "all-of-start", 1 - 1e-11)
    assert.strictEqual(sure.interval?.low, 0)
    assert.isAbove(sure.interval?.high ?? 0, 40 / 4040)
  })

  it("has no interval where all were lost, and no number of nobody", () => {
    const all = churnOf(periodOf([40, 1, 0, 1, 1]), "all-of-start", 0.95)
    assert.deepStrictEqual([all.value, all.interval], [1, null])
    assert.deepStrictEqual(
      all.caveats.map(({ id }) => id),
      ["no-ci"],
    )
    const nobody = { value: null, interval: null, nEffective: null, numerator: null, denominator: null }
    for (const form of ["of-start", "all-of-start", "all-of-average", "per-exposure"] as const) {
      assert.deepStrictEqual(churnOf(periodOf(), form, 0.95), { ...nobody, n: 0, caveats: [] })
      assert.deepStrictEqual(churnOf(null, form, 0.95), { ...nobody, n: 0, caveats: [] })
    }
    const brief = churnOf(periodOf([2, 0, 0, 1, 0]), "all-of-average", 0.95)
    assert.deepStrictEqual([brief.value, brief.n, brief.caveats.map(({ id }) => id)], [null, 2, ["zero-denominator"]])
  })
})

describe("churn of two periods", () => {
  const compare = (a: ReadonlyArray<Kind>, b: ReadonlyArray<Kind>, form: ChurnForm) =>
    compareChurn(periodOf(...a), periodOf(...b), form, 0.95)

  it("differs by two ratios of sums, tested as by Welch", () => {
    for (const form of ["all-of-start", "all-of-average"] as const) {
      const found = compare(many, other, form)
      const expected = twoRatios(pairsOf(bases[form], ...many), pairsOf(bases[form], ...other))
      assert.near(found?.difference, expected?.difference ?? Number.NaN, 1e-12)
      const { high, low } = expected?.interval ?? {}
      assert.interval(found?.interval, [low ?? Number.NaN, high ?? Number.NaN], 1e-9)
      assert.near(found?.p, expected?.p ?? Number.NaN, 1e-9)
      assert.deepStrictEqual([found?.test, found?.effect], ["welch-t", null])
    }
    // 66 of 97 at the start, and 45 of 135.
    assert.near(compare(many, other, "all-of-start")?.difference, 66 / 97 - 45 / 135)
  })

  it("differs by two shares of those at the start", () => {
    const found = compare(many, other, "of-start")
    const [a, b] = [
      { x: 57, n: 97 },
      { x: 45, n: 135 },
    ]
    const { high, low } = newcombe(a, b) ?? {}
    assert.near(found?.difference, 57 / 97 - 45 / 135)
    assert.interval(found?.interval, [low ?? Number.NaN, high ?? Number.NaN], 1e-12)
    assert.near(found?.p, twoProportionTest(a, b)?.p ?? Number.NaN, 1e-12)
  })

  it("differs by two rates per month, tested by the binomial of all losses", () => {
    const [a, b]: ReadonlyArray<ReadonlyArray<Kind>> = [
      [
        [3, 1, 0, 1, 1],
        [7, 1, 1, 0, 1],
      ],
      [
        [1, 1, 0, 1, 2],
        [9, 1, 1, 0, 2],
      ],
    ]
    const found = compare(a ?? [], b ?? [], "per-exposure")
    assert.near(found?.difference, 3 / 10 - 1 / 20)
    const expected = mover({ value: 0.3, interval: garwood(3, 10) }, { value: 0.05, interval: garwood(1, 20) })
    assert.interval(found?.interval, [expected?.low ?? Number.NaN, expected?.high ?? Number.NaN], 1e-9)
    // Three of four where a third is expected: as probable as that are three and four, 8/81 + 1/81.
    assert.near(found?.p, 9 / 81, 1e-9)
    assert.deepStrictEqual([found?.test, found?.effect], ["conditional-binomial", null])
    const never = compare([[7, 1, 1, 0, 1]], [[9, 1, 1, 0, 2]], "per-exposure")
    assert.deepStrictEqual([never?.difference, never?.p], [0, null])
  })

  it("differs by two rates per month however many were lost", () => {
    const found = compare(many, other, "per-exposure")
    // 66 losses in 75.1 months, and 45 in 118.
    const [value, less] = [66 / 75.1, 45 / 118]
    assert.near(found?.difference, value - less)
    const expected = mover({ value, interval: garwood(66, 75.1) }, { value: less, interval: garwood(45, 118) })
    assert.interval(found?.interval, [expected?.low ?? Number.NaN, expected?.high ?? Number.NaN], 1e-9)
    const { p } = rateRatio({ events: 66, exposure: 75.1 }, { events: 45, exposure: 118 }) ?? {}
    assert.near(found?.p, p ?? Number.NaN, 1e-9)
    assert.strictEqual(found?.test, "conditional-binomial")
  })

  it("is not told without a period, or of nobody", () => {
    for (const form of ["of-start", "all-of-start", "all-of-average", "per-exposure"] as const) {
      const some = periodOf(...many)
      for (const none of [null, periodOf()]) {
        assert.isNull(compareChurn(none, some, form, 0.95), form)
        assert.isNull(compareChurn(some, none, form, 0.95), form)
        assert.isNull(compareChurn(none, none, form, 0.95), form)
      }
    }
  })

  it("has no test where all of both were lost", () => {
    const found = compare([[40, 1, 0, 1, 1]], [[50, 1, 0, 1, 1]], "all-of-start")
    assert.strictEqual(found?.difference, 0)
    assert.isNull(found?.interval)
  })
})
