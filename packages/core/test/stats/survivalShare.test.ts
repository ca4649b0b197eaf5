import { describe, it } from "@effect/vitest"
import {
  kaplanMeier,
  type LifeCounts,
  survivalAt,
  survivalShare,
  twoMeanLifetimes,
  twoSurvivalShares,
} from "@touchpoint/core/stats"
import vectors from "../fixtures/vectors.json" with { type: "json" }
import { assert } from "./assert.ts"

const lives = (times: ReadonlyArray<number>, events: ReadonlyArray<number>) => {
  const counts = new Map<number, LifeCounts>()
  for (const [i, time] of times.entries()) {
    const { censored, events: before } = counts.get(time) ?? { censored: 0, events: 0 }
    counts.set(time, { events: before + (events[i] ?? 0), censored: censored + 1 - (events[i] ?? 0) })
  }
  return counts
}
const { event, placebo, rows, time } = vectors.C4_km_freireich
const treated = lives(time, event)
const control = lives(
  placebo,
  placebo.map(() => 1),
)

describe("survivalShare", () => {
  it("is the step of the Kaplan–Meier curve, with who was followed so long", () => {
    for (const { hi, lo, n, S, se, t } of rows) {
      const share = survivalShare(treated, t)
      assert.near(share?.value, S)
      assert.near(share?.se, se)
      assert.interval(share?.interval, [lo, hi], 1e-9)
      assert.strictEqual(share?.atRisk, n)
    }
  })

  it("has an interval before the first event and after the last", () => {
    const none = survivalShare(treated, 5)
    assert.deepStrictEqual([none?.value, none?.interval?.high, none?.nEffective], [1, 1, 21])
    assert.near(none?.interval?.low, 0.025 ** (1 / 21))
    const all = survivalShare(control, 23)
    const curve = kaplanMeier(control)
    assert.strictEqual(all?.value, 0)
    assert.strictEqual(all?.interval?.low, 0)
    assert.strictEqual(all?.interval?.high, curve === null ? null : survivalAt(curve, 22)?.interval?.high)
    const once = survivalShare(lives([3, 3, 3], [1, 1, 1]), 3)
    assert.near(once?.interval?.high, 1 - 0.025 ** (1 / 3))
  })

  it("is null where nobody was followed so long, and of nobody", () => {
    assert.isNull(survivalShare(treated, 36))
    assert.isNull(survivalShare(new Map(), 1))
    assert.isNull(survivalShare(treated, Number.NaN))
  })

  it("counts who came late from then on only", () => {
    const late = new Map<number, LifeCounts>([
      [2, { events: 0, censored: 0, entered: 3 }],
      [1, { events: 1, censored: 0 }],
      [4, { events: 1, censored: 6 }],
    ])
    // At 1: of 8 − 3 = 5; at 4: of 7.
    assert.near(survivalShare(late, 4)?.value, (4 / 5) * (6 / 7))
    assert.strictEqual(survivalShare(late, 1)?.atRisk, 5)
  })

  it("is worth the units it stands for: without losses, all of them", () => {
    const whole = survivalShare(lives([1, 1, 5, 5, 5], [1, 1, 0, 0, 0]), 3)
    assert.near(whole?.nEffective, 5, 1e-9)
  })
})

describe("twoSurvivalShares", () => {
  // log(-log S) at week 10 from the published curve: placebo 8 of 21 left (no losses), 6-MP .7529411765 (se .0963496530).
  it("tests log(-log S) at one time", () => {
    const difference = twoSurvivalShares(treated, control, 10)
    const [s1, se1, s2] = [0.7529411764705882, 0.09634965299432051, 8 / 21]
    const se2 = Math.sqrt((s2 * (1 - s2)) / 21)
    const z =
      (Math.log(-Math.log(s1)) - Math.log(-Math.log(s2))) /
      Math.hypot(se1 / (s1 * Math.log(s1)), se2 / (s2 * Math.log(s2)))
    assert.near(z, -2.287112878655106)
    assert.near(difference?.difference, s1 - s2)
    assert.strictEqual(difference?.test, "log-log-z")
    assert.near(difference?.p, 0.022189235366899464)
    assert.isAbove(difference?.interval?.low ?? -1, 0)
  })

  it("compares the curves where one has not fallen at all", () => {
    const still = lives([20, 20, 20, 20, 20, 20], [0, 0, 0, 0, 0, 0])
    const difference = twoSurvivalShares(still, control, 10)
    assert.strictEqual(difference?.test, "log-rank")
    assert.isBelow(difference?.p ?? 1, 0.05)
    assert.isNull(twoSurvivalShares(still, control, 21))
  })
})

describe("twoMeanLifetimes", () => {
  it("is null in its p where nothing varies", () => {
    assert.isNull(twoMeanLifetimes({ value: 3, se: 0 }, { value: 2, se: 0 })?.p ?? null)
    const { interval = null, p = null } = twoMeanLifetimes({ value: 30, se: 3 }, { value: 20, se: 4 }) ?? {}
    assert.interval(interval, [10 - 5 * 1.959963984540054, 10 + 5 * 1.959963984540054])
    assert.near(p, 0.04550026389635842)
  })
})
