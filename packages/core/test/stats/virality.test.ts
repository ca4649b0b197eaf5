import { describe, it } from "@effect/vitest"
import { membersAfter, viralMultiplier, viralRate } from "@touchpoint/core/stats"
import { assert } from "./assert.ts"

describe("members after a time", () => {
  it("are those at the start after none, and from nobody nobody", () => {
    for (const k of [0, 0.4, 1, 1.3, 5]) {
      assert.near(membersAfter({ k, cycle: 3 }, { start: 7, time: 0 }), 7)
      assert.strictEqual(membersAfter({ k, cycle: 3 }, { start: 0, time: 9 }), 0)
    }
  })

  it("add up generation by generation", () => {
    for (const k of [0, 0.2, 0.5, 0.7, 1, 1.49, 1.5, 2, 3])
      assert.near(membersAfter({ k, cycle: 2 }, { start: 1, time: 6 }), 1 + k + k ** 2 + k ** 3, 1e-13)
  })

  it("keep their digits next to one, and after many cycles", () => {
    // mpmath: (k^3.3 - 1) / (k - 1) for the double k.
    assert.relative(membersAfter({ k: 1 + 1e-12, cycle: 1 }, { start: 1, time: 2.3 }), 3.3, 1e-11)
    assert.relative(membersAfter({ k: 1 - 1e-12, cycle: 1 }, { start: 1, time: 2.3 }), 3.3, 1e-11)
    for (const [k, members] of [
      [2, 2 ** 601 - 1],
      [1.5, 2 * (Number(3n ** 601n) / 2 ** 601 - 1)],
      [3, Number((3n ** 601n - 1n) / 2n)],
    ] as const)
      assert.relative(membersAfter({ k, cycle: 1 }, { start: 1, time: 600 }), members, 1e-15)
  })

  it("are none for what cannot be", () => {
    const [spread, from] = [
      { k: 2, cycle: 1 },
      { start: 1, time: 1 },
    ]
    for (const k of [-0.5, NaN, Infinity]) assert.isNull(membersAfter({ ...spread, k }, from))
    for (const cycle of [0, -1, NaN, Infinity]) assert.isNull(membersAfter({ ...spread, cycle }, from))
    for (const time of [-1, NaN, Infinity]) assert.isNull(membersAfter(spread, { ...from, time }))
    for (const start of [-1, NaN, Infinity]) assert.isNull(membersAfter(spread, { ...from, start }))
    assert.isNull(membersAfter({ k: 1, cycle: 1 }, { start: 1, time: Infinity }))
  })
})

describe("the multiplier and the rate", () => {
  it("end with the series", () => {
    assert.strictEqual(viralMultiplier(0), 1)
    assert.strictEqual(viralMultiplier(0.75), 4)
    for (const k of [-0.1, 1, 1.5, NaN]) assert.isNull(viralMultiplier(k))
  })

  it("are zero at one, below zero under it, and none without anybody", () => {
    assert.strictEqual(viralRate({ k: 1, cycle: 5 }), 0)
    assert.strictEqual(viralRate({ k: 1, cycle: 5 }, 2), 0)
    assert.near(viralRate({ k: Math.exp(-1), cycle: 5 }), -0.2)
    // exponential cycles: (k - 1) / cycle
    assert.near(viralRate({ k: 0.5, cycle: 5 }, 1), -0.1)
    assert.isNull(viralRate({ k: 0, cycle: 5 }))
    assert.isNull(viralRate({ k: 0, cycle: 5 }, 2))
    assert.isNull(viralRate({ k: -1, cycle: 5 }, 2))
    assert.isNull(viralRate({ k: 2, cycle: 0 }))
    for (const shape of [0, -1, NaN, Infinity]) assert.isNull(viralRate({ k: 2, cycle: 5 }, shape))
  })
})
