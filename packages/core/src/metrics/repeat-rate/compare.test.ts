import { describe, it } from "@effect/vitest"
import { repeatRate } from "@touchpoint/core/metrics"
import { nameIn } from "@touchpoint/core/model"
import { studentTQuantile, studentTSf } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import { project, type Row } from "../../../test/facts/project.ts"
import { compared, statesOf } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const factsOf = (rows: ReadonlyArray<Row>) =>
  project([{ kind: "order", rows, header: ["customer", "status", "weight"] }])
/** Orders of as many customers as numbers, each with so many. */
const ordersOf = (counts: ReadonlyArray<number>, more: Row = {}): ReadonlyArray<Row> =>
  counts.flatMap((n, i) => Array.from({ length: n }, () => ({ customer: `c${i}`, ...more })))
const estimated = (rows: ReadonlyArray<Row>, params: object = {}) =>
  Effect.gen(function* () {
    const prepared = yield* repeatRate.prepare(params)
    return prepared.estimate(yield* statesOf(prepared, yield* factsOf(rows)), 0.95)
  })
const versus = (first: ReadonlyArray<number>, second: ReadonlyArray<number>, params: object) =>
  Effect.gen(function* () {
    return yield* compared(repeatRate, params, yield* factsOf(ordersOf(first)), yield* factsOf(ordersOf(second)))
  })
const orders = { form: "orders" }

describe("repeat-rate compared", () => {
  it.effect("compares shares of repeat orders by the orders of each customer", () =>
    Effect.gen(function* () {
      const [a, b] = [
        [1, 1, 1, 2, 2, 4],
        [1, 1, 1, 1, 3],
      ] as const
      // A share 1 − 1 / m of m orders per buyer has the standard error s / (m² √n).
      const of = (counts: ReadonlyArray<number>) => {
        const n = counts.length
        const m = counts.reduce((sum, x) => sum + x, 0) / n
        const squares = counts.reduce((sum, x) => sum + (x - m) ** 2, 0)
        return { share: 1 - 1 / m, variance: squares / (n - 1) / n / m ** 4, df: n - 1 }
      }
      const [p, q] = [of(a), of(b)]
      const se = Math.sqrt(p.variance + q.variance)
      const df = se ** 4 / (p.variance ** 2 / p.df + q.variance ** 2 / q.df)
      const found = yield* versus(a, b, orders)
      // 5 of 11 less 2 of 7.
      assert.near(found?.difference, 5 / 11 - 2 / 7)
      const half = studentTQuantile(0.975, df) * se
      assert.interval(found?.interval, [p.share - q.share - half, p.share - q.share + half], 1e-9)
      assert.near(found?.p, 2 * studentTSf((p.share - q.share) / se, df), 1e-9)
      assert.deepStrictEqual([found?.test, found?.effect], ["welch-t", null])
    }),
  )

  it.effect("compares nobody with nobody, and repeat orders of one customer with none", () =>
    Effect.gen(function* () {
      for (const params of [{}, orders])
        for (const [first, second] of [
          [[1, 2], []],
          [[], [1, 2]],
          [[], []],
        ] as const)
          assert.isNull(yield* versus(first, second, params))
      assert.isNull(yield* versus([3], [1, 2], orders))
      assert.near((yield* versus([3], [1, 2], {}))?.difference, 0.5)
    }),
  )
})

describe("repeat-rate in its parts", () => {
  it.effect("says what it left out, and nothing where it left out nothing", () =>
    Effect.gen(function* () {
      for (const params of [{}, orders]) {
        const said = (rows: ReadonlyArray<Row>, more: object = {}) =>
          Effect.map(estimated(rows, { ...params, ...more }), ({ caveats }) => caveats)
        assert.deepStrictEqual(yield* said(ordersOf([1, 2])), [])
        assert.deepStrictEqual(yield* said(ordersOf([1, 2], { weight: 2 })), [{ id: "weights-ignored" }])
        const tests = [
          ...ordersOf([1, 2]),
          { customer: null, status: "test" },
          { customer: "t", status: "test", weight: 9 },
        ]
        assert.deepStrictEqual(yield* said(tests, { except: ["test"] }), [])
        assert.deepStrictEqual(yield* said([...tests, { customer: null }], { except: ["test"] }), [
          { id: "no-customer", data: { n: 1 } },
        ])
      }
    }),
  )

  it.effect("is no share of nobody", () =>
    Effect.gen(function* () {
      for (const params of [{}, orders]) {
        const { interval: _, ...nobody } = yield* estimated([], params)
        const nothing = { value: null, n: 0, nEffective: null, numerator: 0, denominator: 0, caveats: [] }
        assert.deepStrictEqual(nobody, nothing)
      }
    }),
  )

  it.effect("says in words what it counts", () =>
    Effect.gen(function* () {
      const customers = yield* repeatRate.prepare()
      const share = yield* repeatRate.prepare({ ...orders, except: ["test"] })
      assert.deepStrictEqual(
        [nameIn(customers.title, "en", "?"), nameIn(share.title, "en", "?")],
        ["Repeat purchase rate", "Share of repeat orders"],
      )
      assert.deepStrictEqual([customers.everyStatus, share.everyStatus], [true, false])
      assert.deepStrictEqual(
        [customers.passport, share.passport].map(({ denominator, numerator, unit }) => [
          nameIn(numerator, "en", "?"),
          nameIn(denominator, "en", "?"),
          unit,
        ]),
        [
          [
            "customers with two orders or more in the period",
            "customers with one order or more in the period",
            { kind: "proportion" },
          ],
          [
            "orders that are not the first of their customer in the period",
            "orders with a customer in the period, without orders of status test",
            { kind: "proportion" },
          ],
        ],
      )
    }),
  )
})
