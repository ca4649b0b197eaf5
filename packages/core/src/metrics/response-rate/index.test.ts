import { describe, it } from "@effect/vitest"
import { responseRate } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measurements, measureOne, sameOverShards } from "../../../test/metrics/asking.ts"
import { assert } from "../../../test/stats/assert.ts"

const header = ["customer", "status", "score", "choice", "weight", "wave", "contactId", "instrument"]
const factsOf = (rows: ReadonlyArray<Row>, contacts: ReadonlyArray<Row> = []) =>
  project([
    { kind: "feedback", rows: rows.map((row) => ({ instrument: "nps", ...row })), header },
    {
      kind: "contact",
      rows: contacts.map((row) => ({ class: "survey", touchpoint: "survey", ...row })),
      header: ["eventId", "customer", "class", "status", "touchpoint"],
    },
  ])
const measured = (rows: ReadonlyArray<Row>, params: object = {}, contacts: ReadonlyArray<Row> = []) =>
  Effect.flatMap(factsOf(rows, contacts), (facts) =>
    measureOne(facts, responseRate, contacts.length > 0 ? params : { ...everybody, ...params }),
  )
/** Everybody asked has a row, and those who did not answer an empty one. */
const everybody = { unanswered: "empty" }
/** As many customers who answered, and who did not. */
const asked = (answered: number, silent: number, more: Row = {}, prefix = ""): ReadonlyArray<Row> => [
  ...Array.from({ length: answered }, (_, i) => ({ customer: `${prefix}y${i}`, score: 9, ...more })),
  ...Array.from({ length: silent }, (_, i) => ({ customer: `${prefix}n${i}`, score: null, ...more })),
]

describe("response-rate", () => {
  it.effect("is the share of those asked who answered, with Wilson's interval", () =>
    Effect.gen(function* () {
      // Newcombe 1998, the example 81 of 263
      const m = yield* measured(asked(81, 182))
      assert.near(m.value, 81 / 263)
      assert.interval(m.interval, [0.2552885199, 0.366209577], 1e-9)
      assert.deepStrictEqual([m.numerator, m.denominator, m.n, m.unitOfN], [81, 263, 263, "row"])
      assert.notInclude(caveatsOf(m), "clustered")
    }),
  )

  it.effect("widens the interval where customers were asked several times", () =>
    Effect.gen(function* () {
      const { conversions, deff, p, sessions, wilson_neff } = vectors.A11_clustered_proportion_icc
      const rows = sessions.flatMap((n, i) =>
        Array.from({ length: n }, (_, j) => ({ customer: `c${i}`, score: j < (conversions[i] ?? 0) ? 5 : null })),
      )
      const m = yield* measured(rows)
      assert.near(m.value, p)
      assert.interval(m.interval, wilson_neff, 1e-9)
      assert.near(caveatData(m, "clustered")?.["deff"] as number, deff, 1e-9)
    }),
  )

  it.effect("counts what the status says, and tells surveys broken off apart", () =>
    Effect.gen(function* () {
      const rows: ReadonlyArray<Row> = [
        { customer: "a", status: "answered", score: 9 },
        { customer: "b", status: "answered", score: null },
        { customer: "c", status: "partial", score: 3 },
        { customer: "d", status: "dismissed", score: null },
        { customer: "e", status: "na", score: 7 },
        { customer: "f", status: null, choice: "red" },
        { customer: "g", status: null },
      ]
      const m = yield* measured(rows)
      assert.deepStrictEqual([m.numerator, m.denominator], [3, 7])
      assert.deepStrictEqual(caveatData(m, "partial-answers"), { n: 1 })
    }),
  )

  it.effect("says nothing where only answers were recorded", () =>
    Effect.gen(function* () {
      for (const more of [{}, { status: "answered" }]) {
        const m = yield* measured(asked(40, 0, more), { unanswered: "stated" })
        assert.deepStrictEqual([m.value, m.interval, m.n], [null, null, 40])
        assert.include(caveatsOf(m), "only-answers")
      }
    }),
  )

  it.effect("is 100 % where all those answered who are known to have been asked", () =>
    Effect.gen(function* () {
      const vouched = yield* measured(asked(40, 0))
      assert.deepStrictEqual([vouched.value, vouched.n], [1, 40])
      assert.interval(vouched.interval, [0.9124, 1], 1e-4)
      assert.notInclude(caveatsOf(vouched), "only-answers")
      const contacts = [
        { eventId: "1", customer: "a" },
        { eventId: "2", customer: "b" },
      ]
      const answers = [
        { customer: "a", score: 9, contactId: "1" },
        { customer: "b", score: 9, contactId: "2" },
      ]
      const delivered = yield* measured(answers, { base: "contacts" }, contacts)
      assert.deepStrictEqual([delivered.value, delivered.numerator, delivered.denominator], [1, 2, 2])
      assert.notInclude(caveatsOf(delivered), "only-answers")
    }),
  )

  it.effect("says nothing where no status tells who was asked: empty cells of an export of answers do not", () =>
    Effect.gen(function* () {
      const rows = asked(86, 4)
      const m = yield* measured(rows, { unanswered: "stated" })
      assert.deepStrictEqual([m.value, m.interval, m.n], [null, null, 90])
      assert.include(caveatsOf(m), "only-answers")
      assert.near((yield* measured(rows)).value, 86 / 90)
      const told = [...asked(86, 0), ...asked(0, 4, { status: "dismissed" })]
      assert.near((yield* measured(told, { unanswered: "stated" })).value, 86 / 90)
      const facts = yield* factsOf([...asked(9, 3, { wave: "a" }, "a"), ...asked(9, 9, { wave: "b" }, "b")])
      const [a] = yield* measurements(
        facts,
        responseRate,
        {},
        {
          by: [dimension("wave", column("wave"))],
          versus: { wave: "b" },
        },
      )
      assert.isNull(a?.versus?.difference)
    }),
  )

  it.effect("warns where few answered", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(caveatData(yield* measured(asked(9, 91)), "low-response"), { minimum: 0.1 })
      const none = yield* measured(asked(0, 30))
      assert.strictEqual(none.value, 0)
      assert.include(caveatsOf(none), "low-response")
      assert.notInclude(caveatsOf(yield* measured(asked(10, 90))), "low-response")
    }),
  )

  it.effect("counts one instrument only where it is told to", () =>
    Effect.gen(function* () {
      const rows = [...asked(2, 2), ...asked(1, 3, { instrument: "csat" }, "csat")]
      assert.near((yield* measured(rows)).value, 3 / 8)
      assert.near((yield* measured(rows, { instrument: "csat" })).value, 1 / 4)
      assert.isNull((yield* measured(rows, { instrument: "ces" })).value)
    }),
  )

  it.effect("counts surveys delivered, and answers that refer to them", () =>
    Effect.gen(function* () {
      const contacts = [
        { eventId: "1", customer: "a", status: "delivered" },
        { eventId: "2", customer: "b", status: "sent" },
        { eventId: "3", customer: "c", status: "bounced" },
        { eventId: "4", customer: "d", status: null },
        { eventId: "5", customer: "e", status: "failed" },
        { eventId: "6", customer: "f", status: "delivered", class: "marketing" },
        { eventId: "7", customer: "g", status: "delivered" },
      ]
      const answers = [
        { customer: "a", score: 9, contactId: "1" },
        { customer: "a", score: 4, contactId: "1", instrument: "csat" },
        { customer: "d", status: "partial", score: 4, contactId: "4" },
        { customer: "g", score: null, contactId: "7" },
        { customer: "f", score: 4, contactId: "6" },
        { customer: "x", score: 4, contactId: null },
      ]
      const m = yield* measured(answers, { base: "contacts" }, contacts)
      assert.deepStrictEqual([m.numerator, m.denominator, m.unitOfN], [1, 4, "contact"])
      assert.deepStrictEqual(caveatData(m, "partial-answers"), { n: 1 })
      const csat = yield* measured(answers, { base: "contacts", instrument: "csat" }, contacts)
      assert.deepStrictEqual([csat.numerator, csat.denominator], [1, 4])
      const ces = yield* measured(answers, { base: "contacts", instrument: "ces" }, contacts)
      assert.strictEqual(ces.value, 0)
    }),
  )

  it.effect("weighs rows, or not", () =>
    Effect.gen(function* () {
      const rows = [...asked(10, 0, { weight: 3 }), ...asked(0, 10, { weight: 1 })]
      const m = yield* measured(rows)
      assert.near(m.value, 0.75)
      // Kish: 40² / (10 · 9 + 10)
      assert.near(m.nEffective, 16)
      assert.near((yield* measured(rows, { weights: "ignore" })).value, 0.5)
    }),
  )

  it.effect("compares two groups, unless one of them holds answers only", () =>
    Effect.gen(function* () {
      const [one] = vectors.A3_two_proportions.cases
      if (one === undefined) return assert.fail("no vector")
      const rows = [
        ...asked(one.x1, one.n1 - one.x1, { wave: "a" }, "a"),
        ...asked(one.x2, one.n2 - one.x2, { wave: "b" }, "b"),
        ...asked(30, 0, { wave: "c", status: "answered" }, "c"),
      ]
      const request = { by: [dimension("wave", column("wave"))], versus: { wave: "b" } }
      const facts = yield* factsOf(rows)
      const [a, , c] = yield* measurements(facts, responseRate, everybody, request)
      assert.near(a?.versus?.difference, one.diff, 1e-9)
      assert.interval(a?.versus?.interval, one.newcombe, 1e-9)
      assert.isNotNull(c?.versus?.difference)
      const told = rows.map((row) => ({ ...row, status: row["score"] === null ? "dismissed" : "answered" }))
      const [first, , third] = yield* measurements(yield* factsOf(told), responseRate, {}, request)
      assert.near(first?.versus?.difference, one.diff, 1e-9)
      assert.isNull(third?.versus?.difference)
    }),
  )

  it("is the same over shards of customers as over the whole", async () => {
    const row = fc.record({
      customer: fc.constantFrom(null, "a", "b", "c", "d"),
      score: fc.constantFrom(null, 5),
      status: fc.constantFrom(null, "answered", "partial", "dismissed"),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 20 }), fc.nat(15), async (rows, mask) => {
        const isLeft = ({ customer }: { readonly customer: string | null }) =>
          ((mask >> "abcd".indexOf(customer ?? "a")) & 1) === 1
        await Effect.runPromise(
          Effect.gen(function* () {
            yield* sameOverShards(yield* responseRate.prepare(), yield* factsOf(rows), [
              yield* factsOf(rows.filter(isLeft)),
              yield* factsOf(rows.filter((r) => !isLeft(r))),
            ])
          }),
        )
      }),
      { numRuns: 40 },
    )
  })
})
