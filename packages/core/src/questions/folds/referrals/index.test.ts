import { assert, describe, it } from "@effect/vitest"
import { countDurations, quantileOf } from "@touchpoint/core/moments"
import { referrals, type ReferralsOptions } from "@touchpoint/core/questions"
import { type FoldRow, runFold } from "@touchpoint/testing"

const options: ReferralsOptions = { start: "start", invitation: "sent", accepted: "won", within: 10, asOf: null }
const started = (at: number): FoldRow => ({ at, marks: "start" })
const sent = (at: number, won: number | null = null): FoldRow =>
  won === null ? { at, marks: "sent" } : { at, marks: "sent won", value: won }
const run = (units: ReadonlyArray<ReadonlyArray<FoldRow>>, more: Partial<ReferralsOptions> = {}) =>
  runFold(referrals, { ...options, ...more }, units).get("") ?? referrals.empty(options)

describe("referrals", () => {
  it("counts members by what they sent and what was accepted, those who invited nobody too", () => {
    const { generations, mature, members } = run([
      [started(0), sent(1, 4), sent(2, 2), sent(3)],
      [started(5)],
      [started(7)],
      [sent(1, 2)],
    ])
    assert.strictEqual(members, 3)
    assert.deepStrictEqual(mature, [
      { invitations: 0, accepted: 0, n: 2 },
      { invitations: 3, accepted: 2, n: 1 },
    ])
    assert.strictEqual(countDurations(generations), 2)
    assert.approximately(quantileOf(generations, 1) ?? 0, 4, 0.04)
  })

  it("closes the window on its last instant, for sending and for accepting", () => {
    const { mature } = run([[started(0), sent(1, 10), sent(2, 11), sent(10, 10), sent(11, 11)]])
    assert.deepStrictEqual(mature, [{ invitations: 3, accepted: 2, n: 1 }])
  })

  it("takes only members who have had their time", () => {
    const state = run(
      [
        [started(0), sent(1, 2)],
        [started(1), sent(2, 3)],
      ],
      { asOf: 10 },
    )
    assert.deepStrictEqual([state.members, state.mature], [2, [{ invitations: 1, accepted: 1, n: 1 }]])
    assert.strictEqual(countDurations(state.generations), 1)
  })

  it("sees nothing before the start, and no acceptance before its invitation", () => {
    const { backwards, mature } = run([[sent(0, 3), started(2), sent(4, 3), started(5), sent(6, 6)]])
    assert.deepStrictEqual(mature, [{ invitations: 2, accepted: 1, n: 1 }])
    assert.strictEqual(backwards, 1)
  })

  it("may start with the first invitation", () => {
    const both = (at: number, won: number): FoldRow => ({ at, marks: "start sent won", value: won })
    assert.deepStrictEqual(run([[both(3, 5), both(4, 6)]]).mature, [{ invitations: 2, accepted: 2, n: 1 }])
  })

  it("counts a unit where its first start opens, or not at all", () => {
    const states = runFold(referrals, options, [
      [{ ...started(0), group: "west" }, { ...started(1), group: "east" }, sent(2, 3)],
      [{ ...started(0), group: null }, { ...started(1), group: "west" }, sent(2, 3)],
    ])
    assert.deepStrictEqual([...states.keys()], ["west"])
    assert.strictEqual(states.get("west")?.members, 1)
  })

  it("merges shards by adding", () => {
    const [a, b] = [
      run([[started(0), sent(1, 2)], [started(0)]]),
      run([
        [started(0), sent(1, 3)],
        [started(0), sent(1)],
      ]),
    ]
    assert.deepStrictEqual(referrals.merge(a, b).mature, [
      { invitations: 0, accepted: 0, n: 1 },
      { invitations: 1, accepted: 0, n: 1 },
      { invitations: 1, accepted: 1, n: 2 },
    ])
    assert.deepStrictEqual(referrals.merge(a, referrals.empty(options)), a)
  })
})
