import { describe, it } from "@effect/vitest"
import {
  clusteredLogRank,
  type LifeCounts,
  type Lifetimes,
  logRank,
  survivalDesignEffect,
} from "@touchpoint/core/stats"
import * as fc from "fast-check"
import { assert } from "./assert.ts"

const livesOf = (lives: ReadonlyArray<readonly [time: number, event: boolean]>): Lifetimes => {
  const counts = new Map<number, LifeCounts>()
  for (const [time, event] of lives) {
    const { censored = 0, events = 0 } = counts.get(time) ?? {}
    counts.set(time, { events: events + (event ? 1 : 0), censored: censored + (event ? 0 : 1) })
  }
  return counts
}
const life = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.boolean())
const part = fc.array(life, { maxLength: 5 }).map(livesOf)
const parts = fc.array(part, { minLength: 2, maxLength: 6 })

/** Ŝ's influence of each part, by leaving a tiny share of its lives out and looking at −log Ŝ. */
const numeric = (all: ReadonlyArray<Lifetimes>, time: number): ReadonlyArray<number> => {
  const cumulated = (weights: ReadonlyArray<number>) => {
    const times = [...new Set(all.flatMap((one) => [...one.keys()]))].filter((t) => t <= time).toSorted((a, b) => a - b)
    let sum = 0
    for (const t of times) {
      let [d, y] = [0, 0]
      for (const [i, lives] of all.entries())
        for (const [at, { censored, events }] of lives) {
          if (at >= t) y += (weights[i] ?? 0) * (events + censored)
          if (at === t) d += (weights[i] ?? 0) * events
        }
      if (d > 0) sum -= Math.log(1 - d / y)
    }
    return sum
  }
  const ones = all.map(() => 1)
  const h = 1e-6
  return all.map((_, i) => {
    const moved = (by: number) => cumulated(ones.map((one, j) => (i === j ? one + by : one)))
    return (moved(h) - moved(-h)) / (2 * h)
  })
}

describe("survivalDesignEffect", () => {
  it("is the variance of the parts' influences over Greenwood's", () => {
    // By hand: four lives each of ten customers; between customers 40/9 times what 40 independent lives vary.
    const alike = [1, 1, 2, 2, 2, 3, 3, 4, 5, 5].map((time) => new Map([[time, { events: 4, censored: 0 }]]))
    assert.near(survivalDesignEffect(alike, 2), 40 / 9)
  })

  it("agrees with numerical derivatives of the curve", () => {
    fc.assert(
      fc.property(parts, fc.integer({ min: 1, max: 12 }), (all, time) => {
        const deff = survivalDesignEffect(all, time)
        if (deff === null) return
        const known = all.filter((one) => one.size > 0)
        const shares = numeric(known, time)
        const mean = shares.reduce((sum, x) => sum + x, 0) / shares.length
        const variance = shares.reduce((sum, x) => sum + (x - mean) ** 2, 0) * (shares.length / (shares.length - 1))
        const ofLives = numeric(known.flatMap(single), time)
        const greenwood = ofLives.reduce((sum, x) => sum + x * x, 0)
        assert.near(deff, variance / greenwood, 1e-5)
      }),
    )
  })

  it("is null where nothing can be told", () => {
    assert.isNull(survivalDesignEffect([], 1))
    assert.isNull(survivalDesignEffect([livesOf([[1, true]])], 1))
    assert.isNull(survivalDesignEffect([livesOf([[1, true]]), new Map([[2, { events: -1, censored: 2 }]])], 1))
    assert.isNull(survivalDesignEffect([livesOf([[2, true]]), livesOf([[2, false]])], 1))
    assert.isNull(survivalDesignEffect([livesOf([[1, true]]), livesOf([[1, true]])], 1))
  })
})

/** Every life a part of its own. */
const single = (lives: Lifetimes): ReadonlyArray<Lifetimes> =>
  [...lives].flatMap(([time, { censored, events }]) => [
    ...Array.from({ length: events }, () => livesOf([[time, true]])),
    ...Array.from({ length: censored }, () => livesOf([[time, false]])),
  ])

describe("clusteredLogRank", () => {
  it("has the same difference of observed and expected events as the log-rank test", () => {
    fc.assert(
      fc.property(parts, parts, (first, second) => {
        const all = (some: ReadonlyArray<Lifetimes>) =>
          livesOf(
            some.flatMap((one) =>
              [...one].flatMap(([time, { censored, events }]) => [
                ...Array.from({ length: events }, () => [time, true] as const),
                ...Array.from({ length: censored }, () => [time, false] as const),
              ]),
            ),
          )
        const [plain, clustered] = [logRank(all(first), all(second)), clusteredLogRank(first, second)]
        // A single part says nothing of how parts vary.
        const one =
          first.filter((lives, i) => lives.size + (second[i]?.size ?? 0) > 0).length +
            second.slice(first.length).filter((lives) => lives.size > 0).length <
          2
        assert.strictEqual(plain === null || one, clustered === null)
        if (plain === null || clustered === null) return
        assert.near(clustered.away, plain.observed - plain.expected, 1e-9)
        assert.near(clusteredLogRank(second, first)?.away, -clustered.away, 1e-9)
      }),
    )
  })

  it("sees less where lives come in fours than where they are independent", () => {
    const fours = (times: ReadonlyArray<number>): ReadonlyArray<Lifetimes> =>
      times.map((time) => new Map([[time, { events: 4, censored: 0 }]]))
    const [early, late] = [fours([1, 2, 2, 3, 5, 6]), fours([3, 4, 5, 7, 8, 9])]
    const apart = [...early.map(() => new Map()), ...late]
    const clustered = clusteredLogRank(early, apart)?.p ?? 0
    const independent =
      clusteredLogRank(early.flatMap(single), [...early.flatMap(single).map(() => new Map()), ...late.flatMap(single)])
        ?.p ?? 1
    assert.isAbove(clustered, 5 * independent)
  })

  it("says nothing of an empty group or a single part", () => {
    const lives = [livesOf([[1, true]]), livesOf([[2, true]])]
    assert.isNull(clusteredLogRank([], lives))
    assert.isNull(clusteredLogRank(lives, []))
    const broken = [new Map([[1, { events: -1, censored: 2 }]]), new Map()]
    assert.isNull(clusteredLogRank(broken, lives))
    assert.isNull(clusteredLogRank(lives, broken))
    assert.isNull(clusteredLogRank(lives.slice(0, 1), lives.slice(0, 1)))
    assert.isNull(
      clusteredLogRank(
        [livesOf([[1, false]]), livesOf([[2, false]])],
        lives.map(() => livesOf([[1, false]])),
      )?.p ?? null,
    )
  })
})
