import { describe, it } from "@effect/vitest"
import {
  durationLives,
  funnelLives,
  spellLives,
  survivalDifferences,
  survivalQuestion,
  survivalTable,
} from "@touchpoint/core/analyses"
import { Histogram, histogramOf } from "@touchpoint/core/moments"
import { durationDefaults, durations, eq, column, mark, spells } from "@touchpoint/core/questions"
import { benjaminiHochberg, type LifeCounts, type Lifetimes, logRank } from "@touchpoint/core/stats"
import { runFold } from "@touchpoint/testing"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { groupsOf } from "../../../test/analyses/groupsOf.ts"
import { numbersIn } from "../../../test/analyses/numbersIn.ts"
import { project } from "../../../test/facts/project.ts"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { assert } from "../../../test/stats/assert.ts"

const DAY = 86_400_000
const { event, logrank, median, median_ci, placebo, rmst35, rmst35_se, rows, time } = vectors.C4_km_freireich

/** Lifetimes one by one: a time, and whether it ended then. */
const livesOf = (all: ReadonlyArray<readonly [time: number, ended: boolean]>): Lifetimes => {
  const lives = new Map<number, LifeCounts>()
  for (const [at, ended] of all) {
    const { censored, events } = lives.get(at) ?? { censored: 0, events: 0 }
    lives.set(at, { events: events + (ended ? 1 : 0), censored: censored + (ended ? 0 : 1) })
  }
  return lives
}
const treated = livesOf(time.map((at, i) => [at, event[i] === 1]))
const untreated = livesOf(placebo.map((at) => [at, true]))

describe("survival", () => {
  it("equals the vector: the curve with its band, the median, the mean up to a horizon", () => {
    const found = survivalTable(treated, { least: 1, horizon: 35, times: [5, 10, 22.5, 40] })
    assert.deepStrictEqual([found.units, found.events, found.censored, found.steps.length], [21, 9, 12, rows.length])
    for (const [i, { S, d, hi, lo, n, se, t }] of rows.entries()) {
      const step = found.steps[i]
      assert.deepStrictEqual([step?.time, step?.atRisk, step?.events], [t, n, d])
      assert.near(step?.survival, S, 1e-9)
      assert.near(step?.se, se, 1e-9)
      assert.interval(step?.interval, [lo, hi], 1e-9)
    }
    assert.strictEqual(found.median, median)
    assert.deepStrictEqual([found.medianInterval?.low, found.medianInterval?.high], median_ci)
    assert.near(found.restrictedMean?.value, rmst35, 1e-9)
    assert.near(found.restrictedMean?.se, rmst35_se, 1e-9)
    // Counted by hand: who was followed so long.
    assert.deepStrictEqual(
      found.at.map(({ atRisk }) => atRisk),
      [21, 15, 6, 0],
    )
    assert.strictEqual(found.at[0]?.value, 1)
    assert.near(found.at[2]?.value, rows[5]?.S ?? NaN, 1e-9)
    assert.deepStrictEqual([found.at[3]?.value, found.at[3]?.interval], [null, null])
    assert.deepStrictEqual(found.caveats, [{ id: "censored", data: { n: 12 } }])
  })

  it("ends the curve where few are followed, and says what it cannot then", () => {
    const found = survivalTable(treated, { horizon: 35, times: [16, 22] })
    assert.deepStrictEqual(
      found.steps.map((step) => step.time),
      [6, 7, 10, 13, 16],
    )
    assert.deepStrictEqual([found.median, found.restrictedMean], [null, null])
    assert.isNotNull(found.at[0]?.value)
    assert.deepStrictEqual([found.at[1]?.value, found.at[1]?.atRisk], [null, 7])
    assert.deepInclude(found.caveats, { id: "not-reached", data: { minimum: 10 } })
    assert.isNotNull(survivalTable(treated, { horizon: 20 }).restrictedMean)
  })

  it("equals the vector: two groups by the log-rank test, with Peto's hazard ratio", () => {
    const groups = [
      { name: "6-MP", lives: treated },
      { name: "placebo", lives: untreated },
    ]
    const { overall, pairs } = survivalDifferences(groups, { horizon: 20, least: 1 })
    const [pair] = pairs
    assert.near(pair?.chiSquared, logrank.chi2, 1e-9)
    assert.near(pair?.p, logrank.p, 1e-9)
    assert.near(pair?.q, logrank.p, 1e-9)
    assert.near(pair?.hazardRatio, logrank.hr_peto, 1e-9)
    const z = 1.959963984540054
    const centre = (logrank.O1 - logrank.E1) / logrank.V
    assert.interval(
      pair?.interval,
      [Math.exp(centre - z / Math.sqrt(logrank.V)), Math.exp(centre + z / Math.sqrt(logrank.V))],
      1e-9,
    )
    assert.near(overall?.chiSquared, logrank.chi2, 1e-9)
    const means = groups.map(({ lives }) => survivalTable(lives, { least: 1, horizon: 20 }).restrictedMean)
    assert.near(pair?.meanDifference, (means[0]?.value ?? NaN) - (means[1]?.value ?? NaN))
    assert.isAbove(pair?.meanInterval?.low ?? NaN, 0)
  })

  it("adjusts the tests of pairs for how many there are", () => {
    const half = livesOf(placebo.map((at) => [at * 1.5, true]))
    const { overall, pairs } = survivalDifferences([
      { name: "a", lives: treated },
      { name: "b", lives: untreated },
      { name: "c", lives: half },
    ])
    assert.strictEqual(overall?.df, 2)
    const p = [
      [treated, untreated],
      [treated, half],
      [untreated, half],
    ].map(([one, two]) => logRank(one ?? treated, two ?? treated)?.p ?? NaN)
    const q = benjaminiHochberg(p)
    assert.deepStrictEqual(
      pairs.map((pair) => [pair.first + pair.second, pair.p, pair.q]),
      ["ab", "ac", "bc"].map((name, i) => [name, p[i] ?? NaN, q[i] ?? NaN]),
    )
    // No horizon, no mean.
    assert.isTrue(pairs.every(({ meanDifference, meanInterval }) => meanDifference === null && meanInterval === null))
  })

  it("is null where nothing ended, nobody is there, or nothing tells two groups apart", () => {
    const running = livesOf([
      [3, false],
      [5, false],
    ])
    const found = survivalTable(running, { horizon: 4, times: [2], least: 1 })
    assert.deepStrictEqual([found.median, found.medianInterval, found.steps], [null, null, []])
    assert.deepStrictEqual([found.restrictedMean?.value, found.restrictedMean?.interval], [4, null])
    assert.strictEqual(found.at[0]?.value, 1)
    const empty = survivalTable(new Map(), { horizon: 4, times: [2] })
    assert.deepStrictEqual([empty.units, empty.median, empty.restrictedMean, empty.at[0]?.value], [0, null, null, null])
    assert.deepStrictEqual(empty.caveats, [{ id: "zero-denominator" }])
    const none = survivalDifferences([
      { name: "a", lives: running },
      { name: "b", lives: running },
      { name: "nobody", lives: new Map() },
    ])
    assert.isNull(none.overall)
    for (const { hazardRatio, interval, p, q } of none.pairs)
      assert.deepStrictEqual([hazardRatio, interval, p, q], [null, null, null, null])
    assert.deepStrictEqual(survivalDifferences([]), { overall: null, pairs: [] })
  })

  it("says the same of shards merged as of the whole, and nothing that is no number", () => {
    const options = { ...durationDefaults, start: "in", stop: "out", count: "first-stopped", asOf: 40 * DAY } as const
    const unit = fc
      .array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.constantFrom("in", "out")), { maxLength: 5 })
      .map((all) => all.toSorted(([a], [b]) => a - b).map(([day, marks]) => ({ at: day * DAY, marks })))
    fc.assert(
      fc.property(fc.array(unit), fc.array(unit), (one, two) => {
        const run = (units: typeof one) => runFold(durations, options, units).get("") ?? durations.empty(options)
        const [merged, whole] = [durations.merge(run(one), run(two)), run([...one, ...two])].map((state) =>
          survivalTable(durationLives(state), { least: 1, horizon: 10 * DAY, times: [DAY] }),
        )
        assert.deepStrictEqual(merged, whole)
        for (const value of numbersIn(whole)) assert.isTrue(Number.isFinite(value))
      }),
      { numRuns: 100 },
    )
  })

  it("reads subscriptions in days, with those who were known only later", () => {
    const lives = {
      ended: histogramOf([[5, 2]]),
      running: histogramOf([[9, 3]]),
      entered: histogramOf([[2, 1]]),
    }
    const state = { ...spells.empty({ grace: 0, asOf: null, period: null, days: [], since: null }), lives }
    assert.deepStrictEqual(
      [...spellLives(state)],
      [
        [5, { events: 2, censored: 0 }],
        [9, { events: 0, censored: 3 }],
        [2, { events: 0, censored: 0, entered: 1 }],
      ],
    )
    assert.deepStrictEqual([...spellLives({ ...state, lives: null })], [])
    assert.deepStrictEqual(
      [...spellLives({ ...state, lives: { ...lives, ended: Histogram.empty, entered: Histogram.empty } })],
      [[9, { events: 0, censored: 3 }]],
    )
  })

  it.effect("is asked of an engine from the first start to the first end after it", () =>
    Effect.gen(function* () {
      const row = (customer: string, touchpoint: string, day: number) => ({
        customer,
        touchpoint,
        at: new Date(day * DAY).toISOString(),
      })
      const visits = [
        row("a", "order", 1),
        row("a", "complaint", 4),
        row("a", "complaint", 6),
        row("b", "complaint", 1),
        row("b", "order", 2),
        row("c", "order", 3),
        row("c", "order", 5),
        row("c", "complaint", 9),
        row("d", "order", 5),
      ]
      const facts = yield* project([{ kind: "interaction", rows: visits }], { asOf: 14 * DAY })
      const met = (touchpoint: string) =>
        mark(touchpoint, { kind: "interaction", when: eq(column("touchpoint"), touchpoint) })
      const within = 10 * DAY
      const question = survivalQuestion({ start: met("order"), end: met("complaint"), within, asOf: 14 * DAY })
      const [group] = yield* groupsOf(facts, question)
      if (group === undefined) return assert.fail("one group")
      const lives = [...funnelLives(group.states.fold, 1, within)].toSorted(([x], [y]) => x - y)
      // a complained after 3 days, c after 6, d was followed for 9 and b for all 10; days within 1 %.
      assert.deepStrictEqual(
        lives.map(([at, { censored, events }]) => [Math.round(at / DAY), events, censored]),
        [
          [3, 1, 0],
          [6, 1, 0],
          [9, 0, 1],
          [10, 0, 1],
        ],
      )
    }),
  )
})
