import { describe, it } from "@effect/vitest"
import { kaplanMeier, type Lifetimes, restrictedMean, survivalAt, survivalQuantile } from "@touchpoint/core/stats"
import * as fc from "fast-check"
import vectors from "../fixtures/vectors.json" with { type: "json" }
import { assert } from "./assert.ts"
import { livesOf } from "./samples.ts"

const freireich = vectors.C4_km_freireich
const treated = livesOf(freireich.time, freireich.event)
const placebo = livesOf(freireich.placebo)
const curveOf = (lives: Lifetimes) => {
  const curve = kaplanMeier(lives)
  if (curve === null) throw new Error("no curve")
  return curve
}

describe("kaplanMeier", () => {
  it("equals R's survfit with log-log intervals on Freireich's trial", () => {
    const { steps } = curveOf(treated)
    assert.strictEqual(steps.length, freireich.rows.length)
    for (const [i, row] of freireich.rows.entries()) {
      const step = steps[i]
      assert.deepStrictEqual([step?.time, step?.atRisk, step?.events], [row.t, row.n, row.d])
      assert.near(step?.survival ?? NaN, row.S, 1e-12)
      assert.near(step?.se ?? NaN, row.se, 1e-12)
      assert.interval(step?.interval ?? null, [row.lo, row.hi], 1e-9)
    }
  })

  it("gives the median with its interval, open where the band never comes down", () => {
    assert.deepStrictEqual(survivalQuantile(curveOf(treated), 0.5), {
      value: freireich.median,
      low: freireich.median_ci[0] ?? null,
      high: null,
      level: 0.95,
      method: "log-log-greenwood",
    })
  })

  it("gives the restricted mean with R's standard error", () => {
    const mean = restrictedMean(curveOf(treated), 35)
    assert.near(mean?.value ?? NaN, freireich.rmst35, 1e-9)
    assert.near(mean?.se ?? NaN, freireich.rmst35_se, 1e-9)
    assert.isNull(restrictedMean(curveOf(treated), 36))
    // mpmath, by the areas right of each step
    for (const [horizon, value, se] of [
      [0, 0, 0],
      [5, 5, 0],
      [6, 6, 0],
      [10, 9.277310924369749, 0.3267691153874442],
      [20, 16.116526610644257, 1.2515601960050473],
    ] as const) {
      const found = restrictedMean(curveOf(treated), horizon)
      assert.near(found?.value, value)
      assert.near(found?.se, se)
    }
    for (const horizon of [-1, NaN, Infinity]) {
      assert.isNull(restrictedMean(curveOf(treated), horizon))
      assert.isNull(restrictedMean(curveOf(placebo), horizon))
    }
  })

  it("gives the plain mean and its spread where everybody had the event", () => {
    const times = freireich.placebo
    for (const horizon of [10, 23, 40]) {
      const cut = times.map((time) => Math.min(time, horizon))
      const mean = cut.reduce((sum, time) => sum + time, 0) / 21
      const found = restrictedMean(curveOf(placebo), horizon)
      assert.near(found?.value, mean)
      assert.near(found?.se, Math.sqrt(cut.reduce((sum, time) => sum + (time - mean) ** 2, 0)) / 21)
    }
    const still = curveOf(livesOf([5, 5], [0, 0]))
    assert.deepStrictEqual([restrictedMean(still, 5), restrictedMean(still, 6)], [{ value: 5, se: 0 }, null])
  })

  it("counts open items as open: the median of response times rises", () => {
    const { D1_response_time: closed, D2_response_time_censored: open } = vectors
    const lives = livesOf(
      [...closed.minutes, ...open.open_ages],
      [...closed.minutes.map(() => 1), ...open.open_ages.map(() => 0)],
    )
    const curve = curveOf(lives)
    assert.strictEqual(survivalQuantile(curve, 0.5).value, open.km_median)
    assert.strictEqual(survivalQuantile(curve, 0.9).value, open.km_p90)
    assert.near(survivalAt(curve, open.km_median)?.survival ?? NaN, open.S_at_median, 1e-12)
    // R: survfit(..., conf.type = "log-log"), quantile 0.5 → 15 [8, 35], 0.9 → 180 [48, NA]
    assert.deepStrictEqual([survivalQuantile(curve, 0.5).low, survivalQuantile(curve, 0.5).high], [8, 35])
    assert.deepStrictEqual([survivalQuantile(curve, 0.9).low, survivalQuantile(curve, 0.9).high], [48, null])
  })

  it("is one less the empirical distribution where nothing is censored", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 60 }), (times) => {
        for (const { survival, time } of curveOf(livesOf(times)).steps)
          assert.near(survival, times.filter((t) => t > time).length / times.length, 1e-12)
      }),
    )
  })

  it("is null without units and 1 before the first event", () => {
    assert.isNull(kaplanMeier(new Map()))
    assert.isNull(kaplanMeier(new Map([[1, { events: 0, censored: 0 }]])))
    assert.isNull(survivalAt(curveOf(treated), 5))
    assert.deepStrictEqual(
      [6, 6.9, 7, 99].map((time) => survivalAt(curveOf(treated), time)?.time),
      [6, 6, 7, 23],
    )
  })

  it("says of whom it is, how long they were seen, and at which level", () => {
    const { lastTime, level, units } = curveOf(treated)
    assert.deepStrictEqual([units, lastTime, level], [21, 35, 0.95])
    // mpmath, with z = 1.6448536269514726
    const curve = kaplanMeier(treated, 0.9)
    assert.interval(curve?.steps[0]?.interval, [0.6711067805921727, 0.9421594057201214])
    assert.interval(curve?.steps.at(-1)?.interval, [0.22646208824501074, 0.6481135841402935])
    assert.deepStrictEqual([curve?.level, curve?.steps[0]?.interval?.level], [0.9, 0.9])
    assert.strictEqual(curve?.steps[0]?.interval?.method, "log-log-greenwood")
    const { level: told, low } = survivalQuantile(curve ?? curveOf(treated), 0.5)
    assert.deepStrictEqual([told, low], [0.9, 13])
    for (const none of [0, 1, 95, NaN]) assert.isNull(kaplanMeier(treated, none))
  })

  it("ends at 0 without error or interval where all had their event", () => {
    const last = curveOf(placebo).steps.at(-1)
    assert.deepStrictEqual([last?.time, last?.survival, last?.se, last?.interval], [23, 0, 0, null])
  })

  it("has no interval where an event weighs too little to move it", () => {
    const step = kaplanMeier(
      new Map([
        [1, { events: 1e-20, censored: 0 }],
        [2, { events: 0, censored: 1 }],
      ]),
    )?.steps[0]
    assert.deepStrictEqual([step?.survival, step?.interval], [1, null])
  })

  it("is null where its error is beyond the doubles", () => {
    assert.isNull(
      kaplanMeier(
        new Map([
          [1, { events: 1e-200, censored: 0 }],
          [2, { events: 0, censored: 1e-200 }],
        ]),
      ),
    )
  })

  it("is the same of weights that add up, in whatever order they come", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.nat(20), fc.nat(9), fc.nat(9)), { minLength: 1, selector: ([time]) => time }),
        (rows) => {
          const of = (weight: number) =>
            kaplanMeier(new Map(rows.map(([time, d, c]) => [time, { events: d * weight, censored: c * weight }])))
          const [whole, weighted] = [of(1), of(0.1)]
          assert.strictEqual(weighted === null, whole === null)
          assert.strictEqual(weighted?.steps.length, whole?.steps.length)
          for (const [i, step] of (whole?.steps ?? []).entries()) {
            assert.near(weighted?.steps[i]?.survival, step.survival)
            assert.near(weighted?.steps[i]?.atRisk, step.atRisk / 10)
          }
        },
      ),
    )
  })

  it("is null for times and counts that cannot be, and more events than units", () => {
    const usual = { events: 1, censored: 1 }
    for (const time of [NaN, Infinity, -Infinity])
      assert.isNull(
        kaplanMeier(
          new Map([
            [1, usual],
            [time, usual],
          ]),
        ),
      )
    for (const odd of [
      { events: -1 },
      { events: NaN },
      { censored: -1 },
      { censored: NaN },
      { entered: -1 },
      { entered: NaN },
    ])
      for (const time of [0, 2])
        assert.isNull(
          kaplanMeier(
            new Map([
              [1, { events: 5, censored: 5 }],
              [time, { ...usual, ...odd }],
            ]),
          ),
          JSON.stringify(odd),
        )
    const late = (entered: number) =>
      kaplanMeier(
        new Map([
          [1, { events: 2, censored: 0 }],
          [5, { events: 0, censored: 0, entered }],
          [6, { events: 0, censored: 3 }],
        ]),
      )
    assert.strictEqual(late(3)?.steps[0]?.survival, 0)
    assert.isNull(late(4))
    // Two events of one: the other comes under observation only then.
    assert.isNull(kaplanMeier(new Map([[1, { events: 2, censored: 0, entered: 1 }]])))
    assert.isNull(
      kaplanMeier(
        new Map([
          [1, { events: 0, censored: 1e13 }],
          [2, { events: 0, censored: 1e13 }],
        ]),
      ),
    )
  })

  it("reaches a share in spite of rounding", () => {
    // 2 of 5: 4/5 times 3/4 is a little more than 3/5 in doubles.
    const curve = curveOf(livesOf([1, 2, 3, 4, 5]))
    assert.isAbove(survivalAt(curve, 2)?.survival ?? 0, 0.6)
    assert.strictEqual(survivalQuantile(curve, 0.4).value, 2)
    assert.strictEqual(survivalQuantile(curve, 0.41).value, 3)
  })

  it("has its first event as its least quantile, its last as its greatest, and none beyond", () => {
    const [all, some] = [curveOf(placebo), curveOf(treated)]
    assert.strictEqual(survivalQuantile(all, 0).value, 1)
    assert.strictEqual(survivalQuantile(all, 1).value, 23)
    assert.isNull(survivalQuantile(some, 1).value)
    for (const p of [-0.1, 1.1, NaN]) {
      const { high, low, value } = survivalQuantile(all, p)
      assert.deepStrictEqual([value, low, high], [null, null, null])
    }
    const { high, low, value } = survivalQuantile(all, 0.99)
    assert.deepStrictEqual([value, low, high], [23, 22, null])
    assert.strictEqual(survivalQuantile(curveOf(livesOf([3, 3, 3, 3, 3, 3])), 0.5).low, 3)
  })

  it("bounds no median from below with fewer than six units, as the first of five comes after it in 1 of 32 samples", () => {
    const lowOf = (n: number, p = 0.5) =>
      survivalQuantile(curveOf(livesOf(Array.from({ length: n }, (_, i) => i + 1))), p).low
    assert.deepStrictEqual(
      [1, 2, 5, 6].map((n) => lowOf(n)),
      [null, null, null, 1],
    )
    // At a level of 1/2 the band of two comes down to 1/2: on the very border it holds the median still.
    const two = kaplanMeier(livesOf([1, 2]), 0.5)
    assert.deepStrictEqual(two === null ? [] : [0.5, 0.51].map((p) => survivalQuantile(two, p).low), [null, 1])
    // 1 − 0.9^n above 1 − 0.025 from 36 units on.
    assert.deepStrictEqual([lowOf(35, 0.1), lowOf(36, 0.1)], [null, 1])
    assert.strictEqual(lowOf(2, 0.9), 1)
    // At the level of the curve: 1 of 32 is little enough for an interval of 90 %.
    const five = kaplanMeier(livesOf([1, 2, 3, 4, 5]), 0.9)
    assert.strictEqual(five === null ? null : survivalQuantile(five, 0.5).low, 1)
  })

  it("takes units that came late as at risk from then on only", () => {
    const lives = new Map([
      [1, { events: 1, censored: 0, entered: 0 }],
      [2, { events: 0, censored: 0, entered: 2 }],
      [3, { events: 1, censored: 2, entered: 0 }],
    ])
    assert.deepStrictEqual(
      curveOf(lives).steps.map(({ atRisk }) => atRisk),
      [2, 3],
    )
  })
})
