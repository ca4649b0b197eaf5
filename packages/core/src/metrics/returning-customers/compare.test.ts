import { describe, it } from "@effect/vitest"
import { returningCustomers } from "@touchpoint/core/metrics"
import { nameIn } from "@touchpoint/core/model"
import { garwood } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measureOne } from "../../../test/metrics/asking.ts"
import { compared, statesOf } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const utc = (text: string) => Date.parse(`${text}Z`)
const [from, to] = [utc("2026-03-01T00:00:00"), utc("2026-04-01T00:00:00")]
const march = { from, to, previous: { from: utc("2026-02-01T00:00:00"), to: from }, previousKnown: true }
const order = (customer: string | null, at: string): Row => ({ customer, at })
const factsOf = (rows: ReadonlyArray<Row>) =>
  project([{ kind: "order", rows, header: ["customer", "at"] }], { asOf: to - 1 })
const first = order("first", "2025-12-01")
const back = (x: number, n: number) => [
  first,
  ...Array.from({ length: n }, (_, i) => [
    ...(i < x ? [order(`c${i}`, "2026-02-10")] : []),
    order(`c${i}`, "2026-03-10"),
  ]).flat(),
]
const estimated = (rows: ReadonlyArray<Row>, params: object = {}, period: typeof march | null = march) =>
  Effect.gen(function* () {
    const prepared = yield* returningCustomers.prepare(params)
    return prepared.estimate(yield* statesOf(prepared, yield* factsOf(rows), period), 0.95)
  })
const versus = (one: ReadonlyArray<Row>, other: ReadonlyArray<Row>, params: object) =>
  Effect.gen(function* () {
    return yield* compared(returningCustomers, params, yield* factsOf(one), yield* factsOf(other), march)
  })
const count = { form: "count" }

describe("returning-customers compared", () => {
  it.effect("tests two shares: equals the vector of two proportions", () =>
    Effect.gen(function* () {
      const [one] = vectors.A3_two_proportions.cases
      if (one === undefined) return assert.fail("no vector")
      const found = yield* versus(back(one.x1, one.n1), back(one.x2, one.n2), {})
      assert.near(found?.difference, one.diff, 1e-9)
      assert.interval(found?.interval, one.newcombe, 1e-9)
      assert.near(found?.p, one.p, 1e-9)
    }),
  )

  it.effect("tests two counts by chance alone, with the intervals of both", () =>
    Effect.gen(function* () {
      const found = yield* versus(back(8, 9), back(2, 7), count)
      // P(at most 2 or at least 8 of 10 at a half): 2 · (1 + 10 + 45) / 1024.
      assert.near(found?.p, 112 / 1024, 1e-9)
      const [a, b] = [garwood(8, 1), garwood(2, 1)]
      const [low, high] = [
        6 - Math.hypot(8 - (a?.low ?? 0), (b?.high ?? 0) - 2),
        6 + Math.hypot((a?.high ?? 0) - 8, 2 - (b?.low ?? 0)),
      ]
      assert.interval(found?.interval, [low, high], 1e-9)
      assert.deepStrictEqual([found?.difference, found?.test, found?.effect], [6, "conditional-binomial", null])
      const nobody = yield* versus(back(0, 3), back(0, 4), count)
      assert.deepStrictEqual([nobody?.difference, nobody?.p], [0, null])
    }),
  )

  it.effect("compares nothing with what is withheld", () =>
    Effect.gen(function* () {
      const fine = back(2, 4)
      const young = [order("a", "2026-03-01"), order("b", "2026-03-05")]
      for (const params of [{}, count])
        for (const other of [[], young]) {
          assert.isNull(yield* versus(fine, other, params))
          assert.isNull(yield* versus(other, fine, params))
        }
      assert.isNull(yield* versus(fine, [first], {}))
      // Nobody came: that is a count.
      assert.strictEqual((yield* versus(fine, [first], count))?.difference, 2)
    }),
  )
})

describe("returning-customers in its parts", () => {
  it.effect("has Garwood's interval of a count", () =>
    Effect.gen(function* () {
      const m = yield* estimated(back(2, 5), count)
      // Garwood 1936, of 2 events.
      assert.interval(m.interval, [0.2422, 7.2247], 1e-4)
      const told = [m.value, m.n, m.nEffective, m.numerator, m.denominator, m.caveats]
      assert.deepStrictEqual(told, [2, 5, 5, 2, 5, []])
      const share = yield* estimated(back(2, 5))
      assert.deepStrictEqual([share.value, share.nEffective, share.caveats], [0.4, 5, []])
      const none = yield* estimated([first], count)
      assert.deepStrictEqual([none.value, none.nEffective, none.caveats], [0, null, []])
      // Nobody came back; three were there.
      assert.deepStrictEqual((yield* estimated(back(0, 3), count)).value, 0)
    }),
  )

  it.effect("needs a day before the period, and says where there is less than a period", () =>
    Effect.gen(function* () {
      const since = (at: string) =>
        Effect.map(estimated([order("early", at), order("a", "2026-03-05")]), ({ caveats, value }) => [
          value,
          caveats.map(({ id }) => id),
        ])
      assert.deepStrictEqual(yield* since("2026-03-01T00:00:00Z"), [null, ["history-unknown"]])
      assert.deepStrictEqual(yield* since("2026-02-28T23:00:00Z"), [0, ["history-unknown"]])
      assert.deepStrictEqual(yield* since("2026-02-02T00:00:00Z"), [0, ["history-unknown"]])
      assert.deepStrictEqual(yield* since("2026-02-01T12:00:00Z"), [0, []])
      const young = yield* estimated([order("a", "2026-03-05"), order(null, "2026-03-06")])
      assert.deepStrictEqual(young, {
        value: null,
        interval: null,
        n: 1,
        nEffective: null,
        numerator: null,
        denominator: null,
        caveats: [
          { id: "history-unknown", data: { days: 28 } },
          { id: "no-customer", data: { n: 1 } },
        ],
      })
    }),
  )

  it.effect("counts rows that name nobody in the period only", () =>
    Effect.gen(function* () {
      const rows = [...back(2, 5), order(null, "2026-02-10"), order(null, "2026-03-31T23:59:59.999Z")]
      assert.deepStrictEqual((yield* estimated(rows)).caveats, [{ id: "no-customer", data: { n: 1 } }])
      const before = yield* estimated([...back(2, 5), order(null, "2026-02-10")])
      assert.deepStrictEqual(before.caveats, [])
    }),
  )

  it.effect("counts nobody where no period is asked for", () =>
    Effect.gen(function* () {
      const rows = [...back(2, 5), order(null, "2026-03-10")]
      for (const params of [{}, count]) {
        const m = yield* measureOne(yield* factsOf(rows), returningCustomers, params)
        assert.deepStrictEqual([m.value, m.interval, m.n, m.denominator], [null, null, 0, null])
        assert.include(caveatsOf(m), "period-needed")
        assert.isUndefined(caveatData(m, "no-customer"))
        const { n, value } = yield* estimated(rows, params, null)
        assert.deepStrictEqual([n, value === null || params === count], [0, true])
      }
    }),
  )

  it.effect("says in words who counts", () =>
    Effect.gen(function* () {
      const [share, number] = [
        yield* returningCustomers.prepare(),
        yield* returningCustomers.prepare({ ...count, activity: "app" }),
      ]
      assert.deepStrictEqual(
        [nameIn(share.title, "en", "?"), nameIn(number.title, "en", "?")],
        ["Returning customers, share", "Returning customers"],
      )
      assert.deepStrictEqual([share.everyStatus, number.everyStatus], [true, false])
      assert.deepStrictEqual([share.passport.unit, number.passport.unit], [{ kind: "proportion" }, { kind: "count" }])
      assert.strictEqual(
        nameIn(share.passport.numerator, "en", "?"),
        "customers with an event (order) in the period and before it",
      )
      assert.strictEqual(nameIn(number.passport.denominator, "en", "?"), "customers with an event (app) in the period")
    }),
  )
})
