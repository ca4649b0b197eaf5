import { describe, it } from "@effect/vitest"
import { kFactor } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import { garwood, welch } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measurements, measureOne, sameOverShards } from "../../../test/metrics/asking.ts"
import { assert } from "../../../test/stats/assert.ts"

const DAY = 86_400_000
const start = Date.parse("2026-01-01T00:00:00Z")
const at = (days: number) => new Date(start + days * DAY).toISOString()
const ordered = (customer: string | null, day: number, more: Row = {}): Row => ({ customer, at: at(day), ...more })
const invited = (
  customer: string | null,
  invitee: string | null,
  day: number,
  accepted: number | null = null,
): Row => ({
  customer,
  invitee,
  at: at(day),
  acceptedAt: accepted === null ? null : at(accepted),
})
const factsOf = (orders: ReadonlyArray<Row>, referrals: ReadonlyArray<Row>, asOf = 100) =>
  project(
    [
      { kind: "order", rows: orders, header: ["customer", "at", "status"] },
      { kind: "referral", rows: referrals, header: ["customer", "invitee", "at", "acceptedAt", "inviteeKnown"] },
    ],
    { asOf: start + asOf * DAY },
  )
const measured = (orders: ReadonlyArray<Row>, referrals: ReadonlyArray<Row>, params: unknown = {}, asOf = 100) =>
  Effect.flatMap(factsOf(orders, referrals, asOf), (facts) => measureOne(facts, kFactor, params))

/** Members who sent and won as many as the vector says; who won sent at least as many. */
const { accepted, conv, invites, K, K_t_ci, invites_per_user, users } = {
  ...vectors.E5_virality,
  accepted: { 0: 880, 1: 85, 2: 25, 3: 10 },
  invites: { 0: 700, 1: 120, 2: 80, 3: 50, 5: 30, 10: 20 },
}
const each = (histogram: Readonly<Record<string, number>>) =>
  Object.entries(histogram)
    .flatMap(([value, n]) => Array<number>(n).fill(Number(value)))
    .toSorted((a, b) => b - a)
const [sentBy, wonBy] = [each(invites), each(accepted)]
const members = sentBy.map((_, i) => ordered(`c${i}`, 0))
const sent = sentBy.flatMap((n, i) =>
  Array.from({ length: n }, (_, j) => invited(`c${i}`, `i${i}-${j}`, 1, j < (wonBy[i] ?? 0) ? 2 : null)),
)

describe("k-factor", () => {
  it.effect("rests the share of accepted invitations on those who invited", () =>
    Effect.gen(function* () {
      const by = (customer: string, taken: number) =>
        Array.from({ length: 20 }, (_, i) => invited(customer, `${customer}-${i}`, 1, i < taken ? 2 : null))
      const sentByTwo = [...by("c0", 12), ...by("c1", 4)]
      for (const silent of [0, 8, 98]) {
        const orders = Array.from({ length: 2 + silent }, (_, i) => ordered(`c${i}`, 0))
        const m = yield* measured(orders, sentByTwo, { form: "acceptance" })
        assert.deepStrictEqual([m.numerator, m.denominator], [16, 40])
        // 0.4 · 0.6 over 2 · (4² + 4²) ÷ 40².
        assert.near(m.nEffective, 6, 1e-9)
      }
    }),
  )

  it.effect("wins an invited person once where two invitations were sent on the same day", () =>
    Effect.gen(function* () {
      const orders = [ordered("anna", 0), ordered("bo", 0), ordered("cecil", 10)]
      const twice = [invited("anna", "cecil", 2, 10), invited("bo", "cecil", 2, 10), invited("bo", "cecil", 2, 10)]
      const m = yield* measured(orders, twice)
      assert.deepStrictEqual([m.numerator, m.denominator], [1, 3])
      const share = yield* measured(orders, twice, { form: "acceptance" })
      assert.deepStrictEqual([share.numerator, share.denominator], [1, 3])
    }),
  )

  it.effect("wins an invited person once where two sources have an invitation at the same place", () =>
    Effect.gen(function* () {
      const orders = [ordered("anna", 0, { status: "p" }), ordered("bo", 0, { status: "q" })]
      const source = (name: string, row: Row) => ({
        kind: "referral",
        rows: [row],
        source: name,
        header: ["customer", "invitee", "at", "acceptedAt"],
      })
      const [mail, app] = [source("mail", invited("anna", "x", 2, 3)), source("app", invited("bo", "x", 2, 3))]
      const winners = Effect.fnUntraced(function* (sources: ReadonlyArray<typeof mail>) {
        const all = [{ kind: "order", rows: orders }, ...sources]
        const facts = yield* project(all, { asOf: start + 100 * DAY })
        const groups = yield* measurements(facts, kFactor, {}, { by: [dimension("status", column("status"))] })
        return groups.map((m) => m.numerator)
      })
      const found = yield* winners([mail, app])
      assert.strictEqual((found[0] ?? 0) + (found[1] ?? 0), 1)
      assert.deepStrictEqual(yield* winners([app, mail]), found)
      assert.deepStrictEqual(yield* winners([app]), [0, 1])
    }),
  )

  it.effect("is worded in Polish as one says it of one day and of several", () =>
    Effect.gen(function* () {
      const said = (within: number) =>
        Effect.map(kFactor.prepare({ within }), ({ passport: { denominator } }) => (denominator as { pl: string }).pl)
      for (const [within, days] of [
        [1, "1 dnia"],
        [1.5, "1,5 dnia"],
        [2, "2 dni"],
        [5, "5 dni"],
        [0.5, "12 h"],
      ] as const)
        assert.include(yield* said(within), `po upływie co najmniej ${days} od niego`)
    }),
  )

  it.effect("equals the vector: accepted invitations per member, with Student's interval", () =>
    Effect.gen(function* () {
      const m = yield* measured(members, sent)
      assert.near(m.value, K)
      assert.interval(m.interval, K_t_ci, 1e-9)
      assert.deepStrictEqual([m.numerator, m.denominator, m.n, m.nEffective], [165, users, users, users])
      assert.deepStrictEqual([m.unit, m.unitOfN, m.interval?.method], [{ kind: "ratio" }, "customer", "student-t"])
    }),
  )

  it.effect("is made of invitations per member and the share accepted, clustered by inviter", () =>
    Effect.gen(function* () {
      const i = yield* measured(members, sent, { form: "invitations" })
      assert.near(i.value, invites_per_user)
      const c = yield* measured(members, sent, { form: "acceptance" })
      assert.near(c.value, conv)
      assert.near((i.value ?? 0) * (c.value ?? 0), K)
      assert.deepStrictEqual([c.numerator, c.denominator, c.n], [165, 780, 780])
      assert.deepStrictEqual([c.unit, c.unitOfN], [{ kind: "proportion" }, "invitation"])
      // The standard error of the ratio Σa ÷ Σi over inviters, by its definition.
      const residual = sentBy.reduce((sum, n, k) => sum + ((wonBy[k] ?? 0) - conv * n) ** 2, 0)
      const se = Math.sqrt((users / (users - 1)) * residual) / 780
      assert.near(c.nEffective, 780 / Math.max(1, (se * se * 780) / (conv * (1 - conv))), 1e-9)
    }),
  )

  it.effect("counts an invited person once, for the accepted invitation sent first, whoever sent it", () =>
    Effect.gen(function* () {
      const people = [ordered("a", 0), ordered("b", 0)]
      const both = [invited("a", "x", 3, 5), invited("b", "x", 2, 5), invited("b", "x", 4, 5)]
      assert.deepStrictEqual((yield* measured(people, both)).numerator, 1)
      // What nobody accepted wins nobody, however early.
      const late = [invited("a", "x", 1), invited("b", "x", 4, 6)]
      assert.deepStrictEqual((yield* measured(people, late)).numerator, 1)
      // Invitations that name nobody cannot be held against each other.
      const nameless = [invited("a", null, 1, 2), invited("b", null, 1, 2)]
      assert.deepStrictEqual((yield* measured(people, nameless)).numerator, 2)
    }),
  )

  it.effect("leaves out customers invited again, by what the source or their orders say, and oneself", () =>
    Effect.gen(function* () {
      const people = [ordered("a", 0), ordered("b", 0), ordered("old", 1), ordered("new", 9)]
      const m = yield* measured(people, [
        { ...invited("a", "known", 2, 3), inviteeKnown: "true" },
        invited("a", "old", 2, 3),
        invited("a", "a", 2, 3),
        { ...invited("a", "new", 2, 9), inviteeKnown: "false" },
      ])
      assert.deepStrictEqual([m.numerator, m.denominator], [1, 4])
      const all = yield* measured(people, [invited("a", "a", 1, 3), invited("b", "a", 2, 3)])
      assert.strictEqual(all.numerator, 0)
      // An invitation to oneself wins nobody, and takes nobody from another.
      const self = yield* measured(people, [invited("zoe", "zoe", 1, 3), invited("b", "zoe", 2, 3)])
      assert.strictEqual(self.numerator, 1)
    }),
  )

  it.effect("takes only members who have had their days, and what happened within them", () =>
    Effect.gen(function* () {
      const people = [ordered("a", 0), ordered("b", 60), ordered("c", 71)]
      const sendings = [
        invited("a", "x", 29, 30),
        invited("a", "y", 29, 30.01),
        invited("b", "z", 61, 70),
        invited("c", "w", 72, 73),
      ]
      const m = yield* measured(people, sendings)
      assert.deepStrictEqual([m.numerator, m.denominator], [2, 2])
      assert.deepStrictEqual(caveatData(m, "immature-window"), { n: 1 })
      assert.strictEqual((yield* measured(people, sendings, { within: 31 })).numerator, 3)
      assert.strictEqual((yield* measured(people, sendings, { within: 7 }, 100)).numerator, 1)
    }),
  )

  it.effect("counts members in the month of their first order, complete once all have had their days", () =>
    Effect.gen(function* () {
      const people = [ordered("a", 0), ordered("a", 40), ordered("b", 35)]
      const facts = yield* factsOf(people, [invited("a", "x", 1, 2), invited("b", "y", 36, 40)], 75)
      const months = yield* measurements(facts, kFactor, {}, { every: "month" })
      assert.deepStrictEqual(
        months.map((m) => [m.numerator, m.denominator, m.period?.complete]),
        [
          [1, 1, true],
          [1, 1, false],
        ],
      )
    }),
  )

  it.effect("takes any step for the start, an invitation too", () =>
    Effect.gen(function* () {
      const m = yield* measured([], [invited("a", "x", 1, 2), invited("a", "y", 3, 4)], { entry: { kind: "referral" } })
      assert.deepStrictEqual([m.numerator, m.denominator], [2, 1])
      const paid = yield* measured(
        [ordered("a", 0, { status: "cancelled" }), ordered("b", 0, { status: "paid" })],
        [invited("a", "x", 1, 2)],
        { entry: { kind: "order", is: { status: "paid" } } },
      )
      assert.deepStrictEqual([paid.numerator, paid.denominator], [0, 1])
    }),
  )

  it.effect("bounds a K of nothing from above, and gives Garwood's interval to few acceptances", () =>
    Effect.gen(function* () {
      const people = Array.from({ length: 50 }, (_, i) => ordered(`c${i}`, 0))
      const none = yield* measured(people, [invited("c1", "x", 1)])
      assert.deepStrictEqual([none.value, none.interval?.low, none.interval?.method], [0, 0, "garwood"])
      assert.near(none.interval?.high, 3.688879454113936 / 50)
      const few = yield* measured(people, [invited("c1", "x", 1, 2), invited("c2", "y", 1, 2)])
      const two = garwood(2, 50)
      assert.interval(few.interval, [two?.low ?? 0, two?.high ?? 0], 1e-12)
    }),
  )

  it.effect("withholds what cannot be said", () =>
    Effect.gen(function* () {
      const nobody = yield* measured([ordered(null, 0)], [invited("a", "x", 1, 2)])
      assert.deepStrictEqual([nobody.value, nobody.interval, nobody.n], [null, null, 0])
      assert.includeMembers([...caveatsOf(nobody)], ["zero-denominator", "no-customer"])
      assert.deepStrictEqual(caveatData(nobody, "no-customer"), { n: 1 })
      const unsent = yield* measured([ordered("a", 0)], [], { form: "acceptance" })
      assert.deepStrictEqual([unsent.value, unsent.n], [null, 0])
      const one = yield* measured([ordered("a", 0)], [invited("a", "x", 1, 2)])
      assert.deepStrictEqual([one.value, one.interval], [1, null])
      assert.include(caveatsOf(one), "no-ci")
      const back = yield* measured([ordered("a", 0), ordered("b", 0)], [invited("a", "x", 5, 4)])
      assert.deepStrictEqual([back.numerator, caveatData(back, "backwards")], [0, { n: 1 }])
      for (const params of [{ within: 0 }, { within: Infinity }, { form: "viral" }])
        assert.strictEqual((yield* Effect.flip(kFactor.prepare(params)))._tag, "OptionsInvalid")
    }),
  )

  it.effect("compares two cohorts member by member", () =>
    Effect.gen(function* () {
      const people = members.map((row, i) => ({ ...row, status: i % 2 === 0 ? "p" : "q" }))
      const facts = yield* factsOf(people, sent)
      const request = { by: [dimension("status", column("status"))], versus: { status: "q" } }
      const [p] = yield* measurements(facts, kFactor, {}, request)
      const half = (odd: number) => {
        const own = wonBy.filter((_, i) => i % 2 === odd)
        const mean = own.reduce((sum, x) => sum + x, 0) / own.length
        return { n: own.length, mean, m2: own.reduce((sum, x) => sum + (x - mean) ** 2, 0) }
      }
      const expected = welch(half(0), half(1))
      assert.near(p?.versus?.difference, expected?.difference ?? 1)
      assert.near(p?.versus?.p, expected?.p ?? 1, 1e-9)
      const [c] = yield* measurements(facts, kFactor, { form: "acceptance" }, request)
      assert.strictEqual(c?.versus?.effect?.kind, "cohen-h")
    }),
  )

  it.effect("takes a small cohort that won nobody for one that chance spared", () =>
    Effect.gen(function* () {
      const people = Array.from({ length: 320 }, (_, i) => ordered(`m${i}`, 0, { status: i < 20 ? "p" : "q" }))
      const won = Array.from({ length: 30 }, (_, i) => invited(`m${i + 20}`, `x${i}`, 1, 2))
      const facts = yield* factsOf(people, won)
      const request = { by: [dimension("status", column("status"))], versus: { status: "q" } }
      const [none] = yield* measurements(facts, kFactor, {}, request)
      const { difference, effect, interval, p, test } = none?.versus ?? assert.fail("not compared")
      assert.near(difference, -0.1)
      assert.deepStrictEqual([test, effect?.kind], ["conditional-binomial", "hedges-g"])
      // None of 30 where one in 16 is expected.
      const of = (k: number, ways: number) => ways * (1 / 16) ** k * (15 / 16) ** (30 - k)
      assert.near(p, 1 - of(1, 30) - of(2, 435) - of(3, 4060), 1e-9)
      assert.isAbove(interval?.high ?? -1, 0)
    }),
  )

  it("is the same over shards of customers who invite different people", async () => {
    const sending = fc.record({
      customer: fc.constantFrom("a", "b", "c", "d"),
      day: fc.nat(60),
      wait: fc.constantFrom(null, 0, 1, 20, -1),
    })
    const order = fc.record({ customer: fc.constantFrom("a", "b", "c", "d"), day: fc.nat(60) })
    await fc.assert(
      fc.asyncProperty(
        fc.array(order, { maxLength: 8 }),
        fc.array(sending, { maxLength: 20 }),
        fc.constantFrom("k", "invitations", "acceptance"),
        fc.nat(15),
        async (orders, sendings, form, mask) => {
          const isLeft = ({ customer }: { readonly customer: string }) => ((mask >> "abcd".indexOf(customer)) & 1) === 1
          const numbered = sendings.map((one, i) => ({ ...one, invitee: `${one.customer}${i % 5}` }))
          const of = (keep: (row: { readonly customer: string }) => boolean) =>
            factsOf(
              orders.filter(keep).map(({ customer, day }) => ordered(customer, day)),
              numbered
                .filter(keep)
                .map(({ customer, day, invitee, wait }) =>
                  invited(customer, invitee, day, wait === null ? null : day + wait),
                ),
              70,
            )
          await Effect.runPromise(
            Effect.gen(function* () {
              yield* sameOverShards(yield* kFactor.prepare({ form }), yield* of(() => true), [
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
