import { describe, it } from "@effect/vitest"
import {
  chiSquaredSf,
  kaplanMeier,
  type LifeCounts,
  logRank,
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
    assert.deepStrictEqual([all?.se, all?.atRisk, all?.nEffective], [0, 1, 21])
    const once = survivalShare(lives([3, 3, 3], [1, 1, 1]), 3)
    assert.near(once?.interval?.high, 1 - 0.025 ** (1 / 3))
    assert.deepStrictEqual([once?.atRisk, once?.nEffective], [3, 3])
  })

  it("is bounded at the level that was asked, by its own name", () => {
    // mpmath: week 10 of the trial, z = 1.6448536269514726
    const some = survivalShare(treated, 10, 0.9)
    assert.interval(some?.interval, [0.5511233819278843, 0.8735812432744233])
    const none = survivalShare(treated, 5, 0.9)
    assert.near(none?.interval?.low, 0.05 ** (1 / 21))
    const once = survivalShare(lives([3, 3, 3], [1, 1, 1]), 3, 0.9)
    assert.near(once?.interval?.high, 1 - 0.05 ** (1 / 3))
    for (const one of [some, none, once])
      assert.deepStrictEqual([one?.interval?.level, one?.interval?.method], [0.9, "log-log-greenwood"])
    assert.isNull(survivalShare(treated, 10, 1))
  })

  it("takes an event that weighs too little for none", () => {
    const light = new Map<number, LifeCounts>([
      [1, { events: 1e-20, censored: 0 }],
      [9, { events: 0, censored: 4 }],
    ])
    const { interval = null, ...share } = survivalShare(light, 5) ?? {}
    assert.deepStrictEqual(share, { value: 1, se: 0, atRisk: 4, nEffective: 4 })
    assert.interval(interval, [0.025 ** (1 / 4), 1])
    const then = new Map<number, LifeCounts>([
      [1, { events: 1e-20, censored: 0 }],
      [2, { events: 3, censored: 0 }],
    ])
    assert.near(survivalShare(then, 2)?.interval?.high, 1 - 0.025 ** (1 / 3))
  })

  it("is null where nobody was followed so long, and of nobody", () => {
    assert.isNull(survivalShare(treated, 36))
    assert.isNull(survivalShare(new Map(), 1))
    for (const odd of [Number.NaN, Infinity, -Infinity]) {
      assert.isNull(survivalShare(treated, odd))
      assert.isNull(survivalShare(control, odd))
    }
    assert.strictEqual(survivalShare(treated, 35)?.atRisk, 1)
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
    assert.isNull(twoSurvivalShares(control, still, 21))
    assert.strictEqual(difference?.difference, 1 - 8 / 21)
    assert.deepStrictEqual(twoSurvivalShares(still, still, 10), {
      difference: 0,
      interval: difference === null ? null : (twoSurvivalShares(still, still, 10)?.interval ?? null),
      test: "log-rank",
      p: null,
    })
  })

  // What happens after the time is not seen by the test: everybody left then is open at it.
  it("compares the curves as they are up to the time", () => {
    const still = lives([20, 20, 20, 20, 20, 20], [0, 0, 0, 1, 1, 1])
    const before = (all: ReadonlyMap<number, LifeCounts>, until: number) => {
      const known = new Map([...all].filter(([t]) => t <= until))
      const open = [...all].reduce(
        (sum, [t, { censored, entered = 0, events }]) => (t > until ? sum + events + censored - entered : sum),
        0,
      )
      const { censored = 0, events = 0, ...last } = known.get(until) ?? {}
      return known.set(until, { ...last, events, censored: censored + open })
    }
    // At 8 four had their event, at 9 nobody; later all of them had.
    for (const at of [7, 8, 9, 10]) {
      const expected = logRank(before(still, at), before(control, at))
      const found = twoSurvivalShares(still, control, at)
      assert.near(found?.p, expected?.p ?? NaN)
      assert.isNotNull(found?.p)
      assert.near(twoSurvivalShares(control, still, at)?.p, expected?.p ?? NaN)
    }
    const late = new Map<number, LifeCounts>([
      [4, { events: 0, censored: 1, entered: 2 }],
      [8, { events: 0, censored: 2, entered: 1 }],
      [12, { events: 0, censored: 0, entered: 3 }],
      [15, { events: 4, censored: 3 }],
    ])
    for (const at of [4, 7, 8, 10, 12])
      assert.near(twoSurvivalShares(late, control, at)?.p, logRank(before(late, at), before(control, at))?.p ?? NaN)
  })

  it("compares the curves where nobody is left of one", () => {
    const gone = lives([1, 2, 3], [1, 1, 1])
    const found = twoSurvivalShares(gone, treated, 10)
    assert.deepStrictEqual([found?.test, found?.difference], ["log-rank", -(survivalShare(treated, 10)?.value ?? NaN)])
    assert.strictEqual(twoSurvivalShares(treated, gone, 10)?.test, "log-rank")
    // One of one against none of a thousand, at one time: chi-squared is 1000 and the hazard ratio e^1001.
    const [one, thousand] = [lives([1], [1]), new Map([[5, { events: 0, censored: 1000 }]])]
    for (const [a, b] of [
      [one, thousand],
      [thousand, one],
    ] as const)
      assert.relative(twoSurvivalShares(a, b, 3)?.p, chiSquaredSf(1000, 1), 1e-9)
    assert.isNull(logRank(one, thousand)?.hazardRatio)
  })

  it("is bounded by the limits of both, at the level that was asked", () => {
    const [a, b] = [survivalShare(treated, 10, 0.8), survivalShare(control, 10, 0.8)]
    const found = twoSurvivalShares(treated, control, 10, 0.8)
    const { high = null, low = null } = found?.interval ?? {}
    const [x, y] = [a?.value ?? NaN, b?.value ?? NaN]
    assert.near(low, x - y - Math.hypot(x - (a?.interval?.low ?? NaN), y - (b?.interval?.high ?? NaN)))
    assert.near(high, x - y + Math.hypot(x - (a?.interval?.high ?? NaN), y - (b?.interval?.low ?? NaN)))
    assert.strictEqual(found?.interval?.level, 0.8)
    assert.near(twoSurvivalShares(control, treated, 10)?.p, 0.022189235366899464)
  })
})

describe("twoMeanLifetimes", () => {
  it("is null in its p where nothing varies", () => {
    assert.isNull(twoMeanLifetimes({ value: 3, se: 0 }, { value: 2, se: 0 })?.p ?? null)
    const { interval = null, p = null } = twoMeanLifetimes({ value: 30, se: 3 }, { value: 20, se: 4 }) ?? {}
    assert.interval(interval, [10 - 5 * 1.959963984540054, 10 + 5 * 1.959963984540054])
    assert.near(p, 0.04550026389635842)
    assert.deepStrictEqual([interval?.level, interval?.method], [0.95, "restricted-mean"])
    const turned = twoMeanLifetimes({ value: 20, se: 4 }, { value: 30, se: 3 }, 0.8)
    assert.strictEqual(turned?.difference, -10)
    assert.near(turned?.p, 0.04550026389635842)
    assert.interval(turned?.interval, [-10 - 5 * 1.2815515655446004, -10 + 5 * 1.2815515655446004])
  })

  it("needs errors and a level, and numbers that doubles hold", () => {
    const one = { value: 3, se: 1 }
    for (const se of [-1, NaN, Infinity]) {
      assert.isNull(twoMeanLifetimes(one, { value: 3, se }))
      assert.isNull(twoMeanLifetimes({ value: 3, se }, one))
    }
    for (const value of [NaN, Infinity]) assert.isNull(twoMeanLifetimes(one, { value, se: 1 }))
    for (const level of [0, 1, NaN]) assert.isNull(twoMeanLifetimes(one, one, level))
    assert.strictEqual(twoMeanLifetimes(one, { value: 3, se: 0 })?.p, 1)
    assert.deepStrictEqual(twoMeanLifetimes({ value: 3, se: 0 }, { value: 2, se: 0 })?.interval.low, 1)
  })
})
