import { describe, it } from "@effect/vitest"
import { conversionRate } from "@touchpoint/core/metrics"
import { cohenH, newcombe, ratioOfSums, twoRatios, twoSurvivalShares, wilson } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measureOne } from "../../../test/metrics/asking.ts"
import { compared } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const DAY = 86_400_000
const start = Date.parse("2026-01-01T00:00:00Z")
const at = (days: number) => new Date(start + days * DAY).toISOString()
const header = ["customer", "touchpoint", "at", "session"]
const factsOf = (rows: ReadonlyArray<Row>, asOf = 60, orders: ReadonlyArray<Row> = []) =>
  project(
    [
      { kind: "interaction", rows, header },
      { kind: "order", rows: orders, header: ["customer", "at", "status"] },
    ],
    { asOf: start + asOf * DAY },
  )
const met = (customer: string | null, touchpoint: string, day: number, session = `${customer}-${day}`): Row => ({
  customer,
  touchpoint,
  at: at(day),
  session,
})
const measured = (rows: ReadonlyArray<Row>, params: object = {}, asOf?: number) =>
  Effect.flatMap(factsOf(rows, asOf), (facts) => measureOne(facts, conversionRate, { steps: ["a", "b"], ...params }))
const versus = (first: ReadonlyArray<Row>, second: ReadonlyArray<Row>, params: object = {}, asOf?: number) =>
  Effect.flatMap(Effect.all([factsOf(first, asOf), factsOf(second, asOf)]), ([x, y]) =>
    compared(conversionRate, { steps: ["a", "b"], ...params }, x, y),
  )
/** One attempt of each of n customers, of which x got there a day later. */
const once = (x: number, n: number) =>
  Array.from({ length: n }, (_, i) => [met(`c${i}`, "a", 1), ...(i < x ? [met(`c${i}`, "b", 2)] : [])]).flat()
const every = [
  { attempt: "every" },
  { attempt: "every", policy: "naive" },
  { form: "session" },
  { form: "event-ratio" },
  { policy: "naive" },
  { policy: "kaplan-meier" },
  { policy: "kaplan-meier", attempt: "every" },
  {},
]

describe("conversion-rate compared", () => {
  it.effect("is none with nobody, in any form", () =>
    Effect.gen(function* () {
      for (const params of every) {
        assert.isNull(yield* versus(once(6, 20), [], params), JSON.stringify(params))
        assert.isNull(yield* versus([], once(6, 20), params), JSON.stringify(params))
        assert.isNull(yield* versus([], [], params), JSON.stringify(params))
      }
    }),
  )

  it.effect("counts attempts at what those of one customer are worth", () =>
    Effect.gen(function* () {
      const { conversions, n_eff, p } = vectors.A11_clustered_proportion_icc
      const attempts = (of: ReadonlyArray<number>) =>
        of.flatMap((x, i) =>
          Array.from({ length: 10 }, (_, j) => [
            met(`c${i}`, "a", j),
            ...(j < x ? [met(`c${i}`, "b", j + 0.1, `c${i}-${j}`)] : []),
          ]).flat(),
        )
      // Ten customers who never got there count once each.
      const expected = newcombe({ x: p * n_eff, n: n_eff }, { x: 0, n: 10 })
      for (const params of [{ attempt: "every" }, { form: "session" }]) {
        const found = yield* versus(attempts(conversions), attempts(conversions.map(() => 0)), {
          within: 0.5,
          ...params,
        })
        assert.near(found?.difference, p, 1e-12)
        assert.interval(found?.interval, [expected?.low ?? Number.NaN, expected?.high ?? Number.NaN], 1e-9)
      }
    }),
  )

  it.effect("compares what was followed as two curves at the end of the window", () =>
    Effect.gen(function* () {
      const [first, second] = [once(12, 20), once(6, 20)]
      const lives = (events: number) =>
        new Map([
          [1, { events, censored: 0 }],
          [7, { events: 0, censored: 20 - events }],
        ])
      const expected = twoSurvivalShares(lives(6), lives(12), 7)
      const found = yield* versus(first, second, { policy: "kaplan-meier" })
      assert.near(found?.difference, 0.3)
      assert.near(found?.p, expected?.p ?? Number.NaN, 1e-9)
      assert.interval(
        found?.interval,
        [expected?.interval?.low ?? Number.NaN, expected?.interval?.high ?? Number.NaN],
        1e-9,
      )
      assert.near(found?.effect?.value, cohenH(0.6, 0.3) ?? Number.NaN)
      const all = yield* versus(first, second, { policy: "kaplan-meier", attempt: "every" })
      assert.near(all?.difference, 0.3)
      assert.deepStrictEqual([all?.interval, all?.test, all?.p, all?.effect], [null, null, null, null])
      const sessions = yield* versus(first, second, { policy: "kaplan-meier", form: "session" })
      assert.deepStrictEqual([sessions?.interval, sessions?.test], [null, null])
      // Nobody of the second was followed for a week.
      assert.isNull(yield* versus(first, [met("x", "a", 58)], { policy: "kaplan-meier" }))
    }),
  )

  it.effect("follows whoever is almost at the end of the window beside those at its end", () =>
    Effect.gen(function* () {
      // Three were there when one of them got to the step; another had 6.99 of the 7 days so far.
      const m = yield* measured([...once(1, 2), met("almost", "a", 53.01)], { policy: "kaplan-meier" })
      assert.near(m.value, 1 / 3, 1e-12)
    }),
  )

  it.effect("compares two ratios of events over customers, those of nobody one by one", () =>
    Effect.gen(function* () {
      const names = ["c0", "c1", "c2", "c3", "c4"]
      const { difference, interval, p } =
        twoRatios(
          sample([
            [1, 2],
            [2, 3],
            [0, 1],
            [1, 1],
            [3, 4],
            [1, 0],
            [1, 0],
            [0, 1],
            [0, 1],
            [0, 1],
          ]),
          sample([
            [0, 2],
            [1, 3],
            [0, 2],
            [1, 2],
            [0, 1],
          ]),
        ) ?? assert.fail("no difference")
      const rows = (counts: ReadonlyArray<readonly [number, number]>) =>
        counts.flatMap(([x, y], i) => [
          ...times(y, met(names[i] ?? "", "a", 1)),
          ...times(x, met(names[i] ?? "", "b", 2)),
        ])
      const first = [
        ...rows([
          [1, 2],
          [2, 3],
          [0, 1],
          [1, 1],
          [3, 4],
        ]),
        ...times(2, met(null, "b", 3)),
        ...times(3, met(null, "a", 3)),
      ]
      const second = rows([
        [0, 2],
        [1, 3],
        [0, 2],
        [1, 2],
        [0, 1],
      ])
      const found = yield* versus(first, second, { form: "event-ratio" })
      assert.near(found?.difference, difference ?? Number.NaN, 1e-12)
      assert.near(found?.p, p ?? Number.NaN, 1e-9)
      assert.interval(found?.interval, [interval?.low ?? Number.NaN, interval?.high ?? Number.NaN], 1e-9)
      assert.deepStrictEqual([found?.test, found?.effect], ["welch-t", null])
      const single = yield* versus(first, [met("c0", "a", 1)], { form: "event-ratio" })
      assert.near(single?.difference, 9 / 14)
      assert.deepStrictEqual([single?.interval, single?.test, single?.p], [null, null, null])
    }),
  )
})

const times = (n: number, row: Row) => Array.from({ length: n }, () => row)
const sample = (pairs: ReadonlyArray<readonly [x: number, y: number]>) => {
  const mean = (i: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[i], 0) / pairs.length
  const cross = (i: 0 | 1, j: 0 | 1) => pairs.reduce((sum, pair) => sum + (pair[i] - mean(i)) * (pair[j] - mean(j)), 0)
  return { n: pairs.length, meanX: mean(0), meanY: mean(1), mxx: cross(0, 0), myy: cross(1, 1), cxy: cross(0, 1) }
}

describe("conversion-rate of events", () => {
  it.effect("has the interval of the ratio, not below nothing, and as many independent as there are customers", () =>
    Effect.gen(function* () {
      // Customers of six shards: those of one would be one unit.
      const rows = ["c0", "c1", "c2", "c3", "c4", "c5"].flatMap((who, i) => [
        ...times(2 + (i % 2), met(who, "a", 1)),
        ...times(i === 0 ? 1 : 0, met(who, "b", 2)),
      ])
      const pairs = [0, 1, 2, 3, 4, 5].map((i) => [i === 0 ? 1 : 0, 2 + (i % 2)] as const)
      const m = yield* measured(rows, { form: "event-ratio" })
      const expected = ratioOfSums(sample(pairs))
      assert.isBelow(expected?.interval?.low ?? 0, 0)
      assert.interval(m.interval, [0, expected?.interval?.high ?? Number.NaN], 1e-9)
      assert.deepStrictEqual([m.numerator, m.denominator, m.n, m.nEffective], [1, 15, 15, 6])
      assert.notInclude(caveatsOf(m), "no-ci")
      // Events of nobody: three of each, seen as six units, and no more independent than there are attempts.
      const nobody = yield* measured([...times(3, met(null, "a", 1)), ...times(3, met(null, "b", 2))], {
        form: "event-ratio",
      })
      assert.deepStrictEqual([nobody.value, nobody.nEffective], [1, 3])
      const none = yield* measured([], { form: "event-ratio" })
      assert.deepStrictEqual([none.value, none.n, none.nEffective], [null, 0, null])
      assert.notInclude(caveatsOf(none), "no-ci")
      // Every customer with the same ratio shows no spread.
      const alike = yield* measured(
        ["p", "q"].flatMap((who) => [met(who, "a", 1), met(who, "b", 2)]),
        { form: "event-ratio" },
      )
      assert.deepStrictEqual([alike.value, alike.interval], [1, null])
    }),
  )
})

describe("conversion-rate says", () => {
  it.effect("only what is so", () =>
    Effect.gen(function* () {
      for (const params of every) {
        const said = caveatsOf(yield* measured(once(12, 40), params))
        for (const id of ["immature-window", "no-customer", "not-stated", "censored", "not-reached"] as const)
          assert.notInclude(said, id, JSON.stringify(params))
      }
      assert.notInclude(caveatsOf(yield* measured(once(12, 40), { attempt: "every" })), "no-ci")
      assert.notInclude(caveatsOf(yield* measured(once(12, 40), { policy: "kaplan-meier" })), "no-ci")
    }),
  )

  it.effect("how many independent attempts there are, or that nobody can tell", () =>
    Effect.gen(function* () {
      // One attempt each: 40, the variance of whose share is estimated with one less.
      for (const [params, n] of [
        [{}, 40],
        [{ attempt: "best" }, 40],
        [{ attempt: "every" }, 40],
        [{ policy: "kaplan-meier", attempt: "every" }, null],
      ] as const)
        assert.strictEqual((yield* measured(once(20, 40), params)).nEffective, n, JSON.stringify(params))
      for (const params of every) {
        const none = yield* measured([], params)
        assert.deepStrictEqual([none.value, none.interval, none.n, none.nEffective], [null, null, 0, null])
        assert.notInclude(caveatsOf(none), "no-ci")
      }
    }),
  )

  it.effect("which rows name no session, and takes sessions of nobody one by one", () =>
    Effect.gen(function* () {
      const nobody = Array.from({ length: 40 }, (_, i) => [
        met(null, "a", 1, `s${i}`),
        ...(i < 20 ? [met(null, "b", 1.1, `s${i}`)] : []),
      ]).flat()
      const m = yield* measured([...nobody, { ...met("x", "a", 1), session: null }], { form: "session" })
      assert.deepStrictEqual([m.numerator, m.denominator], [20, 40])
      assert.deepStrictEqual(caveatData(m, "not-stated"), { n: 1 })
      assert.notInclude(caveatsOf(m), "no-customer")
      // Variance of a share of 40 units, estimated from them: p (1 − p) ÷ 39.
      assert.near(m.nEffective, 39, 1e-9)
      // One attempt each: they are told apart with those under way as well.
      const naive = yield* measured(nobody, { form: "session", policy: "naive" })
      assert.near(naive.nEffective, 39, 1e-9)
      assert.isNotNull(naive.interval)
    }),
  )

  it.effect("that each customer is one, of those divided by", () =>
    Effect.gen(function* () {
      const later = Array.from({ length: 5 }, (_, i) => met(`c${i}`, "c", 3))
      const previous = yield* measured([...once(10, 40), ...later], { steps: ["a", "b", "c"], of: "previous" })
      assert.deepStrictEqual([previous.n, previous.nEffective], [10, 10])
      assert.interval(previous.interval, [wilson(5, 10)?.low ?? Number.NaN, wilson(5, 10)?.high ?? Number.NaN], 1e-12)
      const young = Array.from({ length: 8 }, (_, i) => met(`y${i}`, "a", 58))
      const naive = yield* measured([...once(10, 40), ...young], { policy: "naive" })
      assert.deepStrictEqual([naive.n, naive.nEffective], [48, 48])
    }),
  )

  it.effect("of statuses only where an order of any is a step", () =>
    Effect.gen(function* () {
      const orders = ["paid", "cancelled"].map((status) => ({ customer: "c1", at: at(2), status }))
      const facts = yield* factsOf(once(0, 3), 60, orders)
      const said = (steps: ReadonlyArray<unknown>) =>
        Effect.map(measureOne(facts, conversionRate, { steps }), caveatsOf)
      assert.include(yield* said(["a", { kind: "order" }]), "statuses-counted")
      assert.notInclude(yield* said(["a", { kind: "order", is: { status: "paid" } }]), "statuses-counted")
      assert.notInclude(yield* said(["a", "b"]), "statuses-counted")
    }),
  )
})
