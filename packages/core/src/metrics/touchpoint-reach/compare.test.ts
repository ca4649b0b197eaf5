import { describe, it } from "@effect/vitest"
import { touchpointReach } from "@touchpoint/core/metrics"
import { nameIn } from "@touchpoint/core/model"
import * as Effect from "effect/Effect"
import { project, type Row } from "../../../test/facts/project.ts"
import { compared, statesOf } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const met = (customer: string | null, more: Row = {}): Row => ({ customer, touchpoint: "shop", ...more })
const factsOf = (rows: ReadonlyArray<Row>) =>
  project([{ kind: "interaction", rows, header: ["customer", "touchpoint", "actor", "weight"] }])
const estimated = (rows: ReadonlyArray<Row>, params: object) =>
  Effect.gen(function* () {
    const prepared = yield* touchpointReach.prepare(params)
    return prepared.estimate(yield* statesOf(prepared, yield* factsOf(rows)), 0.95)
  })

describe("touchpoint-reach compared", () => {
  it.effect("subtracts customers or the occasions they stand for, without a test", () =>
    Effect.gen(function* () {
      const [many, one] = yield* Effect.all([
        factsOf([met("anna", { weight: 3 }), met("anna", { weight: 2 }), met("bo"), met(null)]),
        factsOf([met("cy", { weight: 1.5 })]),
      ])
      const untested = { interval: null, test: null, p: null, effect: null }
      // Two customers less one; 3 + 2 + 1 + 1 occasions less 1.5.
      assert.deepStrictEqual(yield* compared(touchpointReach, {}, many, one), { difference: 1, ...untested })
      const occasions = { count: "occasions" }
      assert.deepStrictEqual(yield* compared(touchpointReach, occasions, many, one), { difference: 5.5, ...untested })
    }),
  )
})

describe("touchpoint-reach in its parts", () => {
  it.effect("says what it left out, and nothing where it left out nothing", () =>
    Effect.gen(function* () {
      const of = (rows: ReadonlyArray<Row>, params: object) =>
        Effect.map(estimated(rows, params), ({ caveats }) => caveats.map(({ id }) => id))
      const [customers, occasions] = [{ count: "customers" }, { count: "occasions" }]
      const [plain, odd] = [
        [met("anna"), met("bo")],
        [met("anna", { weight: 2 }), met(null)],
      ]
      assert.deepStrictEqual(yield* of(plain, customers), [])
      assert.deepStrictEqual(yield* of(plain, occasions), [])
      assert.deepStrictEqual(yield* of(odd, customers), ["no-customer", "weights-ignored"])
      assert.deepStrictEqual(yield* of(odd, occasions), ["weighted"])
    }),
  )

  it.effect("is no count where nobody is recorded", () =>
    Effect.gen(function* () {
      const nothing = {
        value: null,
        interval: null,
        n: 0,
        nEffective: null,
        numerator: 0,
        denominator: null,
        caveats: [],
      }
      for (const count of ["customers", "occasions"]) assert.deepStrictEqual(yield* estimated([], { count }), nothing)
    }),
  )

  it.effect("says in words what it counts", () =>
    Effect.gen(function* () {
      for (const [params, title, numerator] of [
        [{}, "Customers reached", "distinct customers"],
        [{ of: "contact" }, "Customers reached", "distinct customers"],
        [{ count: "occasions" }, "Interactions", "interactions, bots left out"],
        [{ count: "occasions", of: "contact" }, "Contacts", "contacts that were not reported as bounced or failed"],
      ] as const) {
        const { passport, title: name } = yield* touchpointReach.prepare(params)
        assert.deepStrictEqual(
          [nameIn(name, "en", "?"), nameIn(passport.numerator, "en", "?"), passport.unit],
          [title, numerator, { kind: "count" }],
        )
        assert.strictEqual(nameIn(passport.denominator, "en", "?"), "nothing: it is a count")
      }
    }),
  )
})
