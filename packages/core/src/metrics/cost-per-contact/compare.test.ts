import { describe, it } from "@effect/vitest"
import { costPerContact } from "@touchpoint/core/metrics"
import * as Effect from "effect/Effect"
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measureOne } from "../../../test/metrics/asking.ts"
import { compared } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const factsOf = (contacts: ReadonlyArray<Row>, costs: ReadonlyArray<Row>) =>
  project(
    [
      { kind: "contact", rows: contacts, header: ["customer", "at", "touchpoint", "weight"] },
      { kind: "interaction", rows: [], header: ["customer", "at", "touchpoint"] },
      { kind: "cost", rows: costs, header: ["at", "amount", "currency", "touchpoint"] },
    ],
    { asOf: Date.parse("2026-12-31T00:00:00Z") },
  )
const sent = (touchpoint: string, n: number): ReadonlyArray<Row> =>
  Array.from({ length: n }, (_, i) => ({ customer: `c${i}`, at: "2026-06-01", touchpoint }))
const spend = (touchpoint: string, amount: number, more: Row = {}): Row => ({
  at: "2026-06-01",
  amount,
  touchpoint,
  ...more,
})
type Side = readonly [contacts: ReadonlyArray<Row>, costs: ReadonlyArray<Row>]
const params = { pairs: "touchpoint", currency: "EUR" }
const versus = (first: Side, second: Side) =>
  Effect.flatMap(Effect.all([factsOf(...first), factsOf(...second)]), ([a, b]) =>
    compared(costPerContact, params, a, b),
  )
const measured = (...side: Side) =>
  Effect.flatMap(factsOf(...side), (facts) => measureOne(facts, costPerContact, params))

const cheap: Side = [
  [...sent("mail", 10), ...sent("sms", 10)],
  [spend("mail", 30), spend("sms", 50)],
]
const dear: Side = [
  [...sent("mail", 10), ...sent("sms", 10)],
  [spend("mail", 80), spend("sms", 100)],
]

describe("cost-per-contact compared", () => {
  it.effect("is the difference of two ratios, tested as by Welch, or a bare one of single touchpoints", () =>
    Effect.gen(function* () {
      const found = yield* versus(dear, cheap)
      // 9 and 4; the residuals of each are ten: se² = 2 · 200 / 20² = 1, with two degrees of freedom for both.
      assert.near(found?.difference, 5)
      const half = 4.302652729696144 * Math.SQRT2
      assert.interval(found?.interval, [5 - half, 5 + half], 1e-9)
      const t = 5 / Math.SQRT2
      assert.near(found?.p, 1 - t / Math.sqrt(2 + t * t), 1e-9)
      assert.deepStrictEqual([found?.test, found?.effect], ["welch-t", null])
      const one = yield* versus(dear, [sent("mail", 10), [spend("mail", 20)]])
      assert.near(one?.difference, 7)
      assert.deepStrictEqual([one?.interval, one?.p], [null, null])
    }),
  )

  it.effect("is none where a side has no contacts with a cost, credits or another currency", () =>
    Effect.gen(function* () {
      const others: ReadonlyArray<Side> = [
        [[], []],
        [sent("mail", 4), []],
        [[], [spend("mail", 4)]],
        [sent("mail", 4), [spend("mail", -4)]],
        [sent("mail", 4), [spend("mail", 4, { currency: "USD" })]],
      ]
      for (const other of others) {
        assert.isNull(yield* versus(other, cheap))
        assert.isNull(yield* versus(cheap, other))
      }
      // What costs nothing is compared.
      assert.near((yield* versus(cheap, [sent("mail", 4), [spend("mail", 0)]]))?.difference, 4)
    }),
  )
})

describe("cost-per-contact in its parts", () => {
  it.effect("says only what is so, and of nothing no number", () =>
    Effect.gen(function* () {
      const m = yield* measured(...cheap)
      assert.deepStrictEqual([m.value, m.n, m.nEffective], [4, 20, 2])
      for (const id of ["cost-missing", "cost-nonpositive", "not-stated", "weights-ignored", "no-ci"] as const)
        assert.notInclude(caveatsOf(m), id)
      const none = yield* measured(sent("mail", 3), [])
      assert.deepStrictEqual(
        [none.value, none.interval, none.nEffective, none.numerator, none.denominator],
        [null, null, null, null, null],
      )
      assert.deepStrictEqual(caveatData(none, "cost-missing"), { n: 3 })
      const nobody = yield* measured([], [spend("mail", 4)])
      assert.deepStrictEqual([nobody.value, nobody.interval, nobody.n], [null, null, 0])
      const empty = yield* measured([], [])
      assert.deepStrictEqual(caveatData(empty, "cost-missing"), { n: 0 })
      const free = yield* measured(sent("mail", 3), [spend("mail", 0)])
      assert.notInclude(caveatsOf(free), "cost-nonpositive")
    }),
  )

  it.effect("is named by what is paid for", () =>
    Effect.gen(function* () {
      const prepared = (base: string) => costPerContact.prepare({ base })
      const [contacts, interactions] = [yield* prepared("contacts"), yield* prepared("interactions")]
      assert.deepInclude(contacts.title, { en: "Cost per contact" })
      assert.deepInclude(interactions.title, { en: "Cost per interaction" })
      assert.deepStrictEqual(
        [contacts.kinds, interactions.kinds],
        [
          ["contact", "cost"],
          ["interaction", "cost"],
        ],
      )
      assert.include(JSON.stringify(contacts.passport.denominator), "contacts of the period")
      assert.include(JSON.stringify(interactions.passport.denominator), "interactions of the period")
      const refused = yield* Effect.flip(costPerContact.prepare({ base: "interactions", pairs: "campaign" }))
      assert.include(refused.message, "interactions name no campaign")
    }),
  )
})
