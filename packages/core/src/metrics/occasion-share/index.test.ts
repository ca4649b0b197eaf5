import { describe, it } from "@effect/vitest"
import { occasionShare } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measurements, measureOne, sameOverShards } from "../../../test/metrics/asking.ts"
import { assert } from "../../../test/stats/assert.ts"

const sent = (customer: string | null, group: string | null, more: Row = {}): Row => ({
  customer,
  class: group,
  at: "2026-06-10T12:00:00Z",
  touchpoint: "newsletter",
  ...more,
})
const header = ["customer", "at", "touchpoint", "class", "status", "channel"]
const factsOf = (rows: ReadonlyArray<Row>) =>
  project([{ kind: "contact", rows, header }], { asOf: Date.parse("2026-12-31T00:00:00Z") })
const measured = (rows: ReadonlyArray<Row>, params: unknown = {}) =>
  Effect.flatMap(factsOf(rows), (facts) => measureOne(facts, occasionShare, params))

describe("occasion-share", () => {
  it.effect("is the share of occasions in marketing, with Wilson's interval", () =>
    Effect.gen(function* () {
      const rows = Array.from({ length: 148 }, (_, i) => sent(`c${i}`, i < 15 ? "occasion" : "marketing"))
      const m = yield* measured([...rows, sent("x", "transactional"), sent("y", "survey")])
      assert.deepStrictEqual([m.numerator, m.denominator, m.unitOfN], [15, 148, "contact"])
      assert.interval(m.interval, vectors.A2_proportion_ci.cases[1]?.wilson ?? [], 1e-9)
      assert.deepStrictEqual([m.nEffective, caveatsOf(m)], [148, []])
    }),
  )

  it.effect("leaves out contacts without a class and says how many, and what never arrived", () =>
    Effect.gen(function* () {
      const rows = [
        sent("a", "occasion"),
        sent("b", "marketing"),
        sent("c", null),
        sent("d", "occasion", { status: "bounced" }),
        sent("e", null, { status: "bounced" }),
      ]
      const m = yield* measured(rows)
      assert.deepStrictEqual([m.numerator, m.denominator], [1, 2])
      assert.deepStrictEqual(caveatData(m, "not-stated"), { n: 1 })
      const none = yield* measured([sent("a", null)])
      assert.deepStrictEqual([none.value, none.interval, none.n], [null, null, 0])
      assert.include(caveatsOf(none), "zero-denominator")
    }),
  )

  it.effect("takes other classes for occasions, and a share of others", () =>
    Effect.gen(function* () {
      const rows = [sent("a", "occasion"), sent("b", "marketing"), sent("c", "reminder"), sent("d", "survey")]
      assert.strictEqual((yield* measured(rows, { classes: ["marketing", "reminder", "survey"] })).value, 0.25)
      assert.strictEqual((yield* measured(rows, { occasions: ["occasion", "reminder"] })).value, 2 / 3)
      assert.strictEqual((yield* measured(rows, { classes: [] })).value, 1)
      assert.isTrue((yield* Effect.exit(occasionShare.prepare({ occasions: [] })))._tag === "Failure")
    }),
  )

  it.effect("widens the interval where contacts of a customer are alike", () =>
    Effect.gen(function* () {
      const rows = Array.from({ length: 40 }, (_, i) => sent(`c${i % 8}`, i % 8 < 2 ? "occasion" : "marketing"))
      const m = yield* measured(rows)
      assert.isBelow(m.nEffective ?? 40, 10)
      assert.include(caveatsOf(m), "clustered")
    }),
  )

  it.effect("compares two groups", () =>
    Effect.gen(function* () {
      const rows = Array.from({ length: 150 }, (_, i) =>
        sent(`c${i}`, i < 56 || (i >= 70 && i < 118) ? "occasion" : "marketing", { channel: i < 70 ? "p" : "q" }),
      )
      const facts = yield* factsOf(rows)
      const request = { by: [dimension("channel", column("channel"))], versus: { channel: "q" } }
      const [m] = yield* measurements(facts, occasionShare, {}, request)
      assert.interval(m?.versus?.interval, vectors.A3_two_proportions.cases[0]?.newcombe ?? [], 1e-9)
      assert.near(m?.versus?.p, vectors.A3_two_proportions.cases[0]?.p ?? Number.NaN, 1e-9)
    }),
  )

  it.effect("says which classes it is of, each once", () =>
    Effect.gen(function* () {
      const { passport } = yield* occasionShare.prepare({
        occasions: ["occasion", "survey"],
        classes: ["survey", "ad"],
      })
      assert.deepStrictEqual(passport.numerator, {
        en: "contacts of class occasion, survey that reached customers",
        ru: "контакты класса occasion, survey, дошедшие до клиентов",
        pl: "kontakty klasy occasion, survey, które dotarły do klientów",
      })
      assert.deepStrictEqual(passport.denominator, {
        en: "contacts of class occasion, survey, ad that reached customers",
        ru: "контакты класса occasion, survey, ad, дошедшие до клиентов",
        pl: "kontakty klasy occasion, survey, ad, które dotarły do klientów",
      })
      assert.deepStrictEqual([passport.unit, passport.kind, passport.clock], [{ kind: "proportion" }, "contact", "at"])
    }),
  )

  it("is the same over shards of customers as over the whole", async () => {
    const row = fc.record({
      customer: fc.constantFrom(null, "a", "b", "c", "d"),
      group: fc.constantFrom(null, "occasion", "marketing", "survey"),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 20 }), fc.nat(15), async (rows, mask) => {
        const isLeft = ({ customer }: { readonly customer: string | null }) =>
          ((mask >> "abcd".indexOf(customer ?? "a")) & 1) === 1
        const of = (some: typeof rows) => factsOf(some.map(({ customer, group }) => sent(customer, group)))
        await Effect.runPromise(
          Effect.gen(function* () {
            yield* sameOverShards(yield* occasionShare.prepare(), yield* of(rows), [
              yield* of(rows.filter(isLeft)),
              yield* of(rows.filter((r) => !isLeft(r))),
            ])
          }),
        )
      }),
      { numRuns: 40 },
    )
  })
})
