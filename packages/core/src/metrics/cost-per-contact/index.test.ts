import { describe, it } from "@effect/vitest"
import { costPerContact } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import { ratioOfSums, twoRatios } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measurements, measureOne, sameOverShards } from "../../../test/metrics/asking.ts"
import { assert } from "../../../test/stats/assert.ts"

const factsOf = (contacts: ReadonlyArray<Row>, costs: ReadonlyArray<Row>, visits: ReadonlyArray<Row> = []) =>
  project(
    [
      { kind: "contact", rows: contacts, header: ["customer", "at", "touchpoint", "status", "packageId", "weight"] },
      { kind: "interaction", rows: visits, header: ["customer", "at", "touchpoint", "actor"] },
      { kind: "cost", rows: costs, header: ["at", "until", "amount", "currency", "touchpoint", "campaign", "purpose"] },
    ],
    { asOf: Date.parse("2026-12-31T00:00:00Z") },
  )
const contact = (at: string, more: Row = {}): Row => ({
  customer: "a",
  at,
  touchpoint: "mail",
  status: "delivered",
  ...more,
})
const spend = (at: string, amount: number, more: Row = {}): Row => ({ at, amount, ...more })
const times = (n: number, row: Row) => Array.from({ length: n }, () => row)
const measured = (contacts: ReadonlyArray<Row>, costs: ReadonlyArray<Row>, params: unknown = {}) =>
  Effect.flatMap(factsOf(contacts, costs), (facts) => measureOne(facts, costPerContact, params))
const touchpoint = dimension("touchpoint", column("touchpoint"))

const sent = [10, 14, 8, 12, 16, 9]
const paid = [110, 130, 90, 125, 150, 100]
const day = (i: number) => `2026-06-0${i + 1}`
const letters = sent.flatMap((n, i) => times(n, contact(day(i))))
const bills = paid.map((amount, i) => spend(day(i), amount))
const pairs = (x: ReadonlyArray<number>, y: ReadonlyArray<number>) => {
  const mean = (list: ReadonlyArray<number>) => list.reduce((sum, one) => sum + one, 0) / list.length
  const cross = (a: ReadonlyArray<number>, b: ReadonlyArray<number>) =>
    a.reduce((sum, one, i) => sum + (one - mean(a)) * ((b[i] ?? 0) - mean(b)), 0)
  return { n: x.length, meanX: mean(x), meanY: mean(y), mxx: cross(x, x), myy: cross(y, y), cxy: cross(x, y) }
}

describe("cost-per-contact", () => {
  it.effect("is costs over contacts, with the interval of the ratio over days", () =>
    Effect.gen(function* () {
      const m = yield* measured(letters, bills, { currency: "EUR" })
      const expected = ratioOfSums(pairs(paid, sent))
      assert.deepStrictEqual([m.value, m.numerator, m.denominator, m.n, m.nEffective], [705 / 69, 705, 69, 69, 6])
      assert.interval(m.interval, [expected?.interval?.low ?? 0, expected?.interval?.high ?? 0], 1e-9)
      assert.deepStrictEqual([m.unit, m.unitOfN], [{ kind: "money", currency: "EUR" }, "contact"])
    }),
  )

  it.effect("has no interval below 0 where few days say little", () =>
    Effect.gen(function* () {
      const contacts = [1, 2, 3, 4, 5].map((i) => contact(day(i)))
      const m = yield* measured(contacts, [spend(day(1), 100)])
      assert.strictEqual(m.value, 20)
      assert.isBelow(ratioOfSums(pairs([100, 0, 0, 0, 0], [1, 1, 1, 1, 1]))?.interval?.low ?? 0, 0)
      assert.strictEqual(m.interval?.low, 0)
    }),
  )

  it.effect("counts what arrived, or what customers did themselves", () =>
    Effect.gen(function* () {
      const contacts = ["delivered", "sent", "bounced", "failed", null].map((status) =>
        contact("2026-06-01", { status }),
      )
      const visits = ["human", "bot", null].map((actor) => ({
        customer: "a",
        at: "2026-06-01",
        touchpoint: "mail",
        actor,
      }))
      const facts = yield* factsOf(contacts, [spend("2026-06-01", 60)], visits)
      assert.strictEqual((yield* measureOne(facts, costPerContact)).value, 20)
      const visit = yield* measureOne(facts, costPerContact, { base: "interactions" })
      assert.deepStrictEqual([visit.value, visit.unitOfN], [30, "interaction"])
    }),
  )

  it.effect("pairs by touchpoint or by campaign what has a cost", () =>
    Effect.gen(function* () {
      const contacts = [
        ...times(4, contact("2026-06-01", { packageId: "spring" })),
        ...times(6, contact("2026-06-02", { touchpoint: "sms", packageId: "sale" })),
        ...times(3, contact("2026-06-02", { touchpoint: "call" })),
      ]
      const costs = [
        spend("2026-06-01", 40, { touchpoint: "mail", campaign: "spring" }),
        spend("2026-06-01", 30, { touchpoint: "sms", campaign: "sale" }),
        spend("2026-06-01", 99),
      ]
      for (const unit of ["touchpoint", "campaign"]) {
        const m = yield* measured(contacts, costs, { pairs: unit })
        assert.deepStrictEqual([m.value, m.n, m.nEffective], [7, 10, 2])
        assert.deepStrictEqual([caveatData(m, "cost-missing"), caveatData(m, "not-stated")], [{ n: 3 }, { n: 1 }])
      }
      assert.strictEqual((yield* measured(contacts, costs)).value, 13)
    }),
  )

  it.effect("withholds a group without a cost, and one without contacts", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf(
        [contact("2026-06-01"), contact("2026-06-01", { touchpoint: "sms" })],
        [spend("2026-06-01", 5, { touchpoint: "mail" }), spend("2026-06-01", 7, { touchpoint: "radio" })],
      )
      const groups = yield* measurements(facts, costPerContact, {}, { by: [touchpoint] })
      assert.deepStrictEqual(
        groups.map(({ by, value }) => [by["touchpoint"], value]),
        [
          ["mail", 5],
          ["radio", null],
          ["sms", null],
        ],
      )
      assert.include(caveatsOf(groups[1] as never), "zero-denominator")
      assert.deepStrictEqual(caveatData(groups[2] as never, "cost-missing"), { n: 1 })
    }),
  )

  it.effect("withholds what cannot be said", () =>
    Effect.gen(function* () {
      const mixed = yield* measured(letters, [spend("2026-06-01", 5, { currency: "USD" })], { currency: "EUR" })
      assert.deepStrictEqual([mixed.value, mixed.numerator], [null, null])
      assert.include(caveatsOf(mixed), "currency-mixed")
      const credited = yield* measured(letters, [spend("2026-06-01", -5)])
      assert.isNull(credited.value)
      assert.include(caveatsOf(credited), "cost-nonpositive")
      const free = yield* measured(letters, [spend("2026-06-01", 0)])
      assert.deepStrictEqual([free.value, free.interval], [0, null])
      const one = yield* measured([contact("2026-06-01", { weight: 3 })], [spend("2026-06-01", 8)])
      assert.deepStrictEqual([one.value, one.interval], [8, null])
      assert.includeMembers([...caveatsOf(one)], ["no-ci", "weights-ignored"])
      const nothing = yield* measured([], [])
      assert.isNull(nothing.value)
      const wrong = yield* Effect.flip(costPerContact.prepare({ base: "interactions", pairs: "campaign" }))
      assert.strictEqual(wrong._tag, "OptionsInvalid")
    }),
  )

  it.effect("compares by the difference of the ratios", () =>
    Effect.gen(function* () {
      const other = sent.map((n, i) => n + ((i * 5) % 3))
      const facts = yield* factsOf(
        [...letters, ...other.flatMap((n, i) => times(n, contact(day(i), { touchpoint: "sms" })))],
        [
          ...bills.map((row) => ({ ...row, touchpoint: "mail" })),
          ...paid.map((amount, i) => spend(day(i), amount - i, { touchpoint: "sms" })),
        ],
      )
      const [mail] = yield* measurements(facts, costPerContact, {}, { by: [touchpoint], versus: { touchpoint: "sms" } })
      const expected = twoRatios(
        pairs(paid, sent),
        pairs(
          paid.map((amount, i) => amount - i),
          other,
        ),
      )
      assert.near(mail?.versus?.difference, expected?.difference ?? 0, 1e-9)
      assert.near(mail?.versus?.p, expected?.p ?? 0, 1e-9)
    }),
  )

  it("is the same over shards", async () => {
    const row = fc.record({
      day: fc.integer({ min: 1, max: 5 }),
      status: fc.constantFrom("sent", "bounced"),
      left: fc.boolean(),
    })
    const bill = fc.record({
      day: fc.integer({ min: 1, max: 5 }),
      amount: fc.integer({ min: 0, max: 20 }),
      left: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 20 }), fc.array(bill, { maxLength: 6 }), async (rows, list) => {
        const of = (keep: (one: { readonly left: boolean }) => boolean) =>
          factsOf(
            rows.filter(keep).map(({ day: at, status }) => contact(`2026-06-0${at}`, { status })),
            list.filter(keep).map(({ amount, day: at }) => spend(`2026-06-0${at}`, amount)),
          )
        await Effect.runPromise(
          Effect.gen(function* () {
            const span = { from: Date.parse("2026-06-01T00:00:00Z"), to: Date.parse("2026-06-05T00:00:00Z") }
            yield* sameOverShards(
              yield* costPerContact.prepare(),
              yield* of(() => true),
              [yield* of(({ left }) => left), yield* of(({ left }) => !left)],
              { ...span, previous: { from: span.from - 1, to: span.from }, previousKnown: true },
            )
          }),
        )
      }),
      { numRuns: 40 },
    )
  })
})
