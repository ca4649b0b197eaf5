import { describe, it } from "@effect/vitest"
import { kFactor, viralCycleTime } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import { kaplanMeier, type LifeCounts, logRank, mannWhitney, survivalQuantile } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measurements, measureOne, sameOverShards } from "../../../test/metrics/asking.ts"
import { assert } from "../../../test/stats/assert.ts"

const DAY = 86_400_000
const start = Date.parse("2026-01-01T00:00:00Z")
const at = (days: number) => new Date(start + days * DAY).toISOString()
const ordered = (customer: string, day: number, status = "paid"): Row => ({ customer, at: at(day), status })
const invited = (
  customer: string,
  invitee: string,
  day: number,
  accepted: number | null = null,
  touchpoint = "app",
): Row => ({
  customer,
  invitee,
  at: at(day),
  acceptedAt: accepted === null ? null : at(accepted),
  touchpoint,
})
const factsOf = (orders: ReadonlyArray<Row>, referrals: ReadonlyArray<Row>, asOf = 100) =>
  project(
    [
      { kind: "order", rows: orders, header: ["customer", "at", "status"] },
      { kind: "referral", rows: referrals, header: ["customer", "invitee", "at", "acceptedAt", "touchpoint"] },
    ],
    { asOf: start + asOf * DAY },
  )
const measured = (orders: ReadonlyArray<Row>, referrals: ReadonlyArray<Row>, params: unknown = {}, asOf = 100) =>
  Effect.flatMap(factsOf(orders, referrals, asOf), (facts) => measureOne(facts, viralCycleTime, params))
const within1 = (actual: number | null | undefined, days: number) =>
  assert.isTrue(Math.abs((actual ?? 0) / (days * DAY) - 1) <= 0.01, `${(actual ?? 0) / DAY} days, not ${days}`)

/** An end of an interval lies on the far edge of its bin of 2 %. */
const reaches = (actual: number | null | undefined, days: number, side: "low" | "high") => {
  const ratio = (actual ?? 0) / (days * DAY)
  assert.isTrue(side === "low" ? ratio <= 1 && ratio > 0.98 : ratio >= 1 && ratio < 1.0203, `${ratio} of ${days} days`)
}

/** Members who start on day 0 and win one person each, so many days later. */
const cycles = [1, 2, 3, 4, 5, 6, 7, 8, 9, 20]
const members = cycles.map((_, i) => ordered(`c${i}`, 0))
const won = cycles.map((day, i) => invited(`c${i}`, `i${i}`, day / 2, day))

describe("viral-cycle-time", () => {
  it.effect("uses no acceptance dated before its sending, whether the invited person is named or not", () =>
    Effect.gen(function* () {
      for (const named of [true, false]) {
        const referrals = Array.from({ length: 20 }, (_, i) => ({
          ...invited(`c${i}`, `i${i}`, 9, i < 10 ? 11 : 4),
          ...(named ? {} : { invitee: null }),
        }))
        const m = yield* measured([], referrals, { form: "acceptance", q: 0.6 })
        within1(m.value, 2)
        assert.deepStrictEqual([m.n, caveatData(m, "backwards"), caveatData(m, "censored")], [10, { n: 10 }, undefined])
      }
    }),
  )

  it.effect("is the nearest-rank median from start to acceptance, with the interval of its ranks", () =>
    Effect.gen(function* () {
      const m = yield* measured(members, won)
      // Of ten values the fifth; between the second and the ninth lie 97.9 %.
      within1(m.value, 5)
      reaches(m.interval?.low, 2, "low")
      reaches(m.interval?.high, 9, "high")
      assert.deepStrictEqual([m.interval?.method, m.n, m.nEffective], ["order-statistics", 10, 10])
      assert.deepStrictEqual([m.unit, m.unitOfN], [{ kind: "duration" }, "invitation"])
      const p90 = yield* measured(members, won, { q: 0.9 })
      within1(p90.value, 9)
      assert.isNull(p90.interval?.high)
    }),
  )

  it.effect("times the acceptances that the K-factor counts", () =>
    Effect.gen(function* () {
      const people = [...members, ordered("late", 90)]
      const more = [...won, invited("c0", "x", 1, 31), invited("late", "y", 91, 92), invited("c1", "i0", 9, 9)]
      const facts = yield* factsOf(people, more)
      const [time, k] = [yield* measureOne(facts, viralCycleTime), yield* measureOne(facts, kFactor)]
      assert.strictEqual(time.n, k.numerator)
      assert.deepStrictEqual(caveatData(time, "immature-window"), { n: 1 })
      assert.strictEqual((yield* measureOne(facts, viralCycleTime, { within: 31 })).n, 11)
    }),
  )

  it.effect("counts open invitations of `acceptance` as long as they are known: Kaplan–Meier", () =>
    Effect.gen(function* () {
      // Accepted after 1, 2, 4 and 8 days; open for 3, 5 and 10 days at day 20.
      const sendings = [1, 2, 4, 8]
        .map((wait, i) => invited("a", `w${i}`, 0, wait))
        .concat([3, 5, 10].map((open, i) => invited("b", `o${i}`, 20 - open)))
      const m = yield* measured([], sendings, { form: "acceptance" }, 20)
      const events = (day: number): readonly [number, LifeCounts] => [day, { events: 1, censored: 0 }]
      const lost = (day: number): readonly [number, LifeCounts] => [day, { events: 0, censored: 1 }]
      const curve = kaplanMeier(new Map([...[1, 2, 4, 8].map(events), ...[3, 5, 10].map(lost)]))
      const expected = curve === null ? null : survivalQuantile(curve, 0.5)
      // 1 − 6/7 · 5/6 · 3/4 = 0.464 by day 4; the median is day 8.
      assert.strictEqual(expected?.value, 8)
      within1(m.value, 8)
      reaches(m.interval?.low, expected?.low ?? 0, "low")
      assert.strictEqual(m.interval?.high, expected?.high)
      assert.deepStrictEqual([m.n, m.interval?.method], [7, "log-log-greenwood"])
      assert.deepStrictEqual(caveatData(m, "censored"), { n: 3 })
    }),
  )

  it.effect("waits for nobody who was a customer before, nor for oneself", () =>
    Effect.gen(function* () {
      const m = yield* measured(
        [ordered("old", 0)],
        [invited("a", "x", 5, 9), invited("a", "y", 5), invited("b", "old", 5), invited("b", "b", 5)],
        { form: "acceptance" },
      )
      assert.deepStrictEqual([m.n, caveatData(m, "censored")], [2, { n: 1 }])
    }),
  )

  it.effect("has no median where fewer than half are ever accepted", () =>
    Effect.gen(function* () {
      const m = yield* measured([], [invited("a", "x", 0, 1), invited("a", "y", 0), invited("b", "z", 0)], {
        form: "acceptance",
      })
      assert.deepStrictEqual([m.value, m.n], [null, 3])
      assert.include(caveatsOf(m), "not-reached")
      within1(
        (yield* measured([], [invited("a", "x", 0, 1), invited("a", "y", 0)], { form: "acceptance", q: 0.4 })).value,
        1,
      )
    }),
  )

  it.effect("ends the wait of an invitation when the person accepts another", () =>
    Effect.gen(function* () {
      const m = yield* measured(
        [],
        [invited("a", "x", 0, 4), invited("b", "x", 1), invited("b", "x", 6), invited("c", "y", 0, 2)],
        { form: "acceptance" },
      )
      // Two accepted, one waits until day 4; the one sent on day 6 invites a customer.
      assert.deepStrictEqual([m.n, caveatData(m, "censored")], [3, { n: 1 }])
    }),
  )

  it.effect("withholds what cannot be said", () =>
    Effect.gen(function* () {
      for (const form of ["generation", "acceptance"]) {
        const none = yield* measured([ordered("a", 0)], [], { form })
        assert.deepStrictEqual([none.value, none.interval, none.n], [null, null, 0])
        assert.include(caveatsOf(none), "zero-denominator")
        const back = yield* measured([ordered("a", 0)], [invited("a", "x", 5, 4)], { form })
        assert.deepStrictEqual(caveatData(back, "backwards"), { n: 1 })
        assert.isNull(back.value)
      }
      const one = yield* measured([ordered("a", 0)], [invited("a", "x", 0, 0)])
      assert.deepStrictEqual([one.value, one.interval, one.n], [0, null, 1])
      assert.include(caveatsOf(one), "no-ci")
      for (const params of [{ q: 0 }, { q: 1 }, { within: -1 }])
        assert.strictEqual((yield* Effect.flip(viralCycleTime.prepare(params)))._tag, "OptionsInvalid")
    }),
  )

  it.effect("compares by ranks, or by the curves of all invitations", () =>
    Effect.gen(function* () {
      const people = cycles.map((_, i) => ordered(`c${i}`, 0, i % 2 === 0 ? "p" : "q"))
      const facts = yield* factsOf(people, won)
      const [p] = yield* measurements(
        facts,
        viralCycleTime,
        {},
        { by: [dimension("status", column("status"))], versus: { status: "q" } },
      )
      const ranks = (odd: number) => new Map(cycles.filter((_, i) => i % 2 === odd).map((day) => [day, 1]))
      const expected = mannWhitney(ranks(0), ranks(1))
      assert.near(p?.versus?.p, expected?.p ?? 0, 1e-9)
      assert.near(p?.versus?.effect?.value, expected?.cliffsDelta ?? 1, 1e-9)
      within1(p?.versus?.difference, -1)
      const sendings = cycles.map((wait, i) => invited("a", `x${i}`, 0, wait, i % 2 === 0 ? "app" : "mail"))
      const [app] = yield* measurements(
        yield* factsOf([], sendings),
        viralCycleTime,
        { form: "acceptance" },
        { by: [dimension("touchpoint", column("touchpoint"))], versus: { touchpoint: "mail" } },
      )
      const lives = (odd: number) =>
        new Map(cycles.filter((_, i) => i % 2 === odd).map((day) => [day, { events: 1, censored: 0 }]))
      assert.near(app?.versus?.p, logRank(lives(0), lives(1))?.p ?? 0, 1e-9)
    }),
  )

  it("is the same over shards of customers who invite different people", async () => {
    const sending = fc.record({
      customer: fc.constantFrom("a", "b", "c", "d"),
      day: fc.nat(60),
      wait: fc.constantFrom(null, 0, 1, 20, -1),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(sending, { maxLength: 20 }),
        fc.constantFrom("generation", "acceptance"),
        fc.nat(15),
        async (sendings, form, mask) => {
          const isLeft = ({ customer }: { readonly customer: string }) => ((mask >> "abcd".indexOf(customer)) & 1) === 1
          const of = (keep: (row: { readonly customer: string }) => boolean) =>
            factsOf(
              ["a", "b", "c", "d"]
                .filter((customer) => keep({ customer }))
                .map((customer) => ordered(customer, "abcd".indexOf(customer))),
              sendings
                .map((one, i) => ({ ...one, invitee: `${one.customer}${i % 5}` }))
                .filter(keep)
                .map(({ customer, day, invitee, wait }) =>
                  invited(customer, invitee, day, wait === null ? null : day + wait),
                ),
              85,
            )
          await Effect.runPromise(
            Effect.gen(function* () {
              yield* sameOverShards(yield* viralCycleTime.prepare({ form }), yield* of(() => true), [
                yield* of(isLeft),
                yield* of((row) => !isLeft(row)),
              ])
            }),
          )
        },
      ),
      { numRuns: 60 },
    )
  })
})
