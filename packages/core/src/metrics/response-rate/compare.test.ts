import { describe, it } from "@effect/vitest"
import { responseRate } from "@touchpoint/core/metrics"
import { nameIn } from "@touchpoint/core/model"
import { wilson } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { compared, statesOf } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const factsOf = (rows: ReadonlyArray<Row>) =>
  project([
    {
      kind: "feedback",
      rows: rows.map((row) => ({ instrument: "nps", ...row })),
      header: ["customer", "status", "score", "weight", "instrument"],
    },
  ])
const everybody = { unanswered: "empty" }
const asked = (customer: string | null, yes: boolean, more: Row = {}): Row => ({
  customer,
  score: yes ? 9 : null,
  ...more,
})
const estimated = (rows: ReadonlyArray<Row>, params: object = everybody) =>
  Effect.gen(function* () {
    const prepared = yield* responseRate.prepare(params)
    return prepared.estimate(yield* statesOf(prepared, yield* factsOf(rows)), 0.95)
  })
const versus = (first: ReadonlyArray<Row>, second: ReadonlyArray<Row>, params: object = everybody) =>
  Effect.gen(function* () {
    return yield* compared(responseRate, params, yield* factsOf(first), yield* factsOf(second))
  })
const group = (x: number, n: number, more: Row = {}) => Array.from({ length: n }, (_, i) => asked(`c${i}`, i < x, more))

type Asked = readonly [customer: string | null, yes: number, weight: number]
/** How many rows are worth as much, each customer being one and each row of nobody too: Var of Σwy / Σw over these. */
const worthOf = (rows: ReadonlyArray<Asked>) => {
  const units = new Map<string, readonly [x: number, n: number]>()
  for (const [i, [customer, yes, weight]] of rows.entries()) {
    const [x, n] = units.get(customer ?? `row ${i}`) ?? [0, 0]
    units.set(customer ?? `row ${i}`, [x + yes * weight, n + weight])
  }
  const sums = [...units.values()].reduce(([a, b], [x, n]) => [a + x, b + n] as const, [0, 0] as const)
  const p = sums[0] / sums[1]
  const squares = [...units.values()].reduce((sum, [x, n]) => sum + (x - p * n) ** 2, 0)
  const variance = ((units.size / (units.size - 1)) * squares) / sums[1] ** 2
  return { p, size: (p * (1 - p)) / variance }
}
const mixed: ReadonlyArray<Asked> = [
  ["a", 1, 1],
  ["a", 1, 1.5],
  ["a", 1, 1],
  ["b", 1, 2],
  ["b", 0, 1],
  ["c", 0, 1],
  ["c", 0, 1.2],
  ["c", 0, 1],
  ["d", 0, 1.5],
  ["d", 0, 1],
  [null, 1, 2],
  [null, 0, 1],
  [null, 1, 1],
]

describe("response-rate compared", () => {
  it.effect("equals the vector of two proportions", () =>
    Effect.gen(function* () {
      const [one] = vectors.A3_two_proportions.cases
      if (one === undefined) return assert.fail("no vector")
      const found = yield* versus(group(one.x1, one.n1), group(one.x2, one.n2))
      assert.near(found?.difference, one.diff, 1e-9)
      assert.interval(found?.interval, one.newcombe, 1e-9)
      assert.near(found?.p, one.p, 1e-9)
      assert.near(found?.effect?.value, one.cohen_h, 1e-9)
    }),
  )

  it.effect("compares nothing with nobody, with rows that weigh nothing, or with answers only", () =>
    Effect.gen(function* () {
      const [fine, weightless] = [group(2, 4), group(2, 4, { weight: 0 })]
      for (const other of [[], weightless]) {
        assert.isNull(yield* versus(fine, other))
        assert.isNull(yield* versus(other, fine))
      }
      assert.strictEqual((yield* versus(fine, weightless, { ...everybody, weights: "ignore" }))?.difference, 0)
      const told = [...group(2, 2, { status: "answered" }), ...group(0, 2, { status: "dismissed" })]
      const answers = group(3, 3, { status: "answered" })
      assert.strictEqual((yield* versus(told, told, {}))?.difference, 0)
      assert.isNull(yield* versus(told, answers, {}))
      assert.isNull(yield* versus(answers, told, {}))
    }),
  )
})

describe("response-rate in its parts", () => {
  it.effect("takes the rows of one customer for alike, by their weights or one each", () =>
    Effect.gen(function* () {
      const rows = mixed.map(([customer, yes, weight]) => asked(customer, yes === 1, { weight }))
      // Answers to another question by the same customers are no matter.
      const others = ["a", "b", "c", "d"].flatMap((one) => [
        asked(one, true, { instrument: "csat" }),
        asked(one, false, { instrument: "csat", weight: 7 }),
      ])
      for (const [weights, counted] of [
        ["use", mixed],
        ["ignore", mixed.map(([customer, yes]): Asked => [customer, yes, 1])],
      ] as const) {
        const { p, size } = worthOf(counted)
        const m = yield* estimated([...rows, ...others], { ...everybody, weights, instrument: "nps" })
        assert.near(m.value, p)
        assert.near(m.nEffective, size, 1e-9)
        const expected = wilson(p * size, size)
        assert.interval(m.interval, [expected?.low ?? Number.NaN, expected?.high ?? Number.NaN], 1e-9)
        assert.include(
          m.caveats.map(({ id }) => id),
          "clustered",
        )
      }
    }),
  )

  it.effect("says nothing of nobody, nor of rows that weigh nothing", () =>
    Effect.gen(function* () {
      const nothing = { value: null, interval: null, n: 0, nEffective: null, numerator: 0, denominator: 0, caveats: [] }
      for (const params of [{}, everybody, { base: "contacts" }])
        assert.deepStrictEqual(yield* estimated([], params), nothing)
      const weightless = yield* estimated(group(2, 4, { weight: 0 }))
      assert.deepStrictEqual([weightless.value, weightless.interval, weightless.nEffective], [null, null, null])
      assert.deepStrictEqual((yield* estimated(group(2, 4))).caveats, [])
    }),
  )

  it.effect("names the question, and refuses to vouch for contacts", () =>
    Effect.gen(function* () {
      const of = (params: object) =>
        Effect.map(responseRate.prepare(params), ({ passport: { denominator, kind, numerator, unit } }) => [
          kind,
          nameIn(numerator, "en", "?"),
          nameIn(denominator, "en", "?"),
          unit,
        ])
      const unit = { kind: "proportion" }
      const asks = "times a customer was asked"
      assert.deepStrictEqual(yield* of({}), ["feedback", "answers", `${asks}, answered or not`, unit])
      assert.deepStrictEqual(yield* of({ instrument: "nps" }), [
        "feedback",
        "answers (nps)",
        `${asks} (nps), answered or not`,
        unit,
      ])
      assert.deepStrictEqual(yield* of({ base: "contacts" }), [
        "contact",
        "surveys delivered and answered",
        "contacts of the class survey that reached the customer",
        unit,
      ])
      const problem = yield* Effect.flip(responseRate.prepare({ base: "contacts", ...everybody }))
      assert.include(problem.message, "the contacts tell")
    }),
  )
})
