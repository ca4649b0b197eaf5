import { describe, it } from "@effect/vitest"
import { viralCycleTime } from "@touchpoint/core/metrics"
import * as Effect from "effect/Effect"
import { project, type Row } from "../../../test/facts/project.ts"
import { compared, statesOf } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const DAY = 86_400_000
const at = (day: number) => new Date(Date.UTC(2026, 0, 1) + day * DAY).toISOString()
const ordered = (customer: string, day: number): Row => ({ customer, at: at(day) })
const invited = (customer: string, invitee: string, day: number, accepted: number | null): Row => ({
  customer,
  invitee,
  at: at(day),
  acceptedAt: accepted === null ? null : at(accepted),
})
const factsOf = (orders: ReadonlyArray<Row>, referrals: ReadonlyArray<Row>) =>
  project(
    [
      { kind: "order", rows: orders, header: ["customer", "at"] },
      { kind: "referral", rows: referrals, header: ["customer", "invitee", "at", "acceptedAt"] },
    ],
    { asOf: Date.UTC(2026, 0, 1) + 100 * DAY },
  )
/** Members who start on day 0 and win one person each, so many days later. */
const rounds = (days: ReadonlyArray<number>) =>
  factsOf(
    days.map((_, i) => ordered(`c${i}`, 0)),
    days.map((day, i) => invited(`c${i}`, `i${i}`, 0, day)),
  )
const estimated = (orders: ReadonlyArray<Row>, referrals: ReadonlyArray<Row>, params: object) =>
  Effect.gen(function* () {
    const prepared = yield* viralCycleTime.prepare(params)
    const states = yield* statesOf(prepared, yield* factsOf(orders, referrals))
    const { caveats, ...estimate } = prepared.estimate(states, 0.95)
    return { ...estimate, caveats: caveats.map(({ data, id }) => [id, data]) }
  })
const acceptance = { form: "acceptance" }

describe("viral-cycle-time compared", () => {
  it.effect("subtracts quantiles, and compares nothing with nobody", () =>
    Effect.gen(function* () {
      const [quick, slow, none] = [yield* rounds([1, 2, 3, 4, 5]), yield* rounds([6, 8, 10, 12, 14]), yield* rounds([])]
      for (const [params, test] of [
        [{}, "mann-whitney"],
        [acceptance, "log-rank"],
      ] as const) {
        const found = yield* compared(viralCycleTime, params, quick, slow)
        // Day 3 less day 10, each within 1 %.
        assert.isAtMost(Math.abs((found?.difference ?? 0) / DAY + 7), 0.13)
        assert.strictEqual(found?.test, test)
        const late = yield* compared(viralCycleTime, { ...params, q: 0.9 }, slow, quick)
        assert.isAtMost(Math.abs((late?.difference ?? 0) / DAY - 9), 0.19)
        assert.isNull(yield* compared(viralCycleTime, params, quick, none))
        assert.isNull(yield* compared(viralCycleTime, params, none, slow))
      }
    }),
  )
})

describe("viral-cycle-time in its parts", () => {
  it.effect("says what it left out, and nothing where it left out nothing", () =>
    Effect.gen(function* () {
      const days = [1, 2, 3, 4, 5, 6, 7, 8]
      const people = days.map((_, i) => ordered(`c${i}`, 0))
      const won = days.map((day, i) => invited(`c${i}`, `i${i}`, 0, day))
      for (const form of ["generation", "acceptance"]) {
        const m = yield* estimated(people, won, { form })
        assert.deepStrictEqual([m.n, m.nEffective, m.numerator, m.denominator, m.caveats], [8, 8, null, null, []])
      }
      const more = [...won, invited("c0", "x", 2, 1), invited("late", "y", 95, 96)]
      const generation = yield* estimated([...people, ordered("late", 90), ordered("later", 91)], more, {})
      assert.deepStrictEqual(generation.caveats, [
        ["immature-window", { n: 2 }],
        ["backwards", { n: 1 }],
      ])
      const open = [invited("c0", "x", 2, 1), invited("c0", "z", 5, null), invited("c1", "w", 6, null)]
      const all = yield* estimated([], [...won, ...open], acceptance)
      // What was accepted before it was sent has neither waited nor waits.
      assert.deepStrictEqual([all.n, all.nEffective], [10, 10])
      assert.deepStrictEqual(all.caveats, [
        ["censored", { n: 2 }],
        ["backwards", { n: 1 }],
      ])
    }),
  )

  it.effect("is nothing of nothing, and says what is not reached", () =>
    Effect.gen(function* () {
      for (const form of ["generation", "acceptance"]) {
        const none = yield* estimated([ordered("a", 0)], [], { form })
        const nothing = { value: null, interval: null, n: 0, nEffective: null, numerator: null, denominator: null }
        assert.deepStrictEqual(none, { ...nothing, caveats: [] })
      }
      const never = yield* estimated([], [invited("a", "x", 0, null), invited("a", "y", 0, null)], acceptance)
      assert.deepStrictEqual(
        [never.value, never.caveats],
        [
          null,
          [
            ["censored", { n: 2 }],
            ["not-reached", { n: 2, minimum: 1 }],
            ["no-ci", undefined],
          ],
        ],
      )
    }),
  )

  it.effect("says what it waits for", () =>
    Effect.gen(function* () {
      const of = (params: object) =>
        Effect.map(viralCycleTime.prepare(params), ({ everyStatus, horizon, kinds, passport }) => [
          kinds,
          horizon,
          passport.kind,
          everyStatus,
        ])
      assert.deepStrictEqual(yield* of({ within: 7 }), [["order", "referral"], 7 * DAY, "order", true])
      assert.deepStrictEqual(yield* of({ ...acceptance, within: 7 }), [["referral"], 0, "referral", false])
      assert.deepStrictEqual(yield* of({ entry: { kind: "referral" } }), [["referral"], 30 * DAY, "referral", false])
      assert.deepStrictEqual(yield* of({ entry: "app" }), [["interaction", "referral"], 30 * DAY, "interaction", false])
    }),
  )
})
