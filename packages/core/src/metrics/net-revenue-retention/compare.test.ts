import { describe, it } from "@effect/vitest"
import { netRevenueRetention, type PeriodAsked } from "@touchpoint/core/metrics"
import { studentTQuantile, studentTSf } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatsOf, measureOne } from "../../../test/metrics/asking.ts"
import { compared, statesOf } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const utc = (day: string) => Date.parse(`${day}T00:00:00Z`)
const february: PeriodAsked = {
  from: utc("2026-02-01"),
  to: utc("2026-03-01"),
  previous: { from: utc("2026-01-04"), to: utc("2026-02-01") },
  previousKnown: true,
}
type Pair = readonly [before: number, after: number]
/** One customer for each pair: what she paid a month before, and what from the middle of February on. */
const book = (all: ReadonlyArray<Pair>, currency = "EUR"): ReadonlyArray<Row> =>
  all.flatMap(([before, after], i) => [
    { customer: `c${i}`, amount: before, currency, at: "2025-06-01", until: "2026-02-15" },
    { customer: `c${i}`, amount: after, currency, at: "2026-02-15", until: null },
  ])
const factsOf = (rows: ReadonlyArray<Row>) =>
  project([{ kind: "subscription", rows, header: ["customer", "amount", "currency", "at", "until"] }], {
    asOf: utc("2026-03-31"),
  })
const measured = (rows: ReadonlyArray<Row>, params: object = {}) =>
  Effect.flatMap(factsOf(rows), (facts) =>
    measureOne(
      facts,
      netRevenueRetention,
      { currency: "EUR", ...params },
      { period: { from: february.from, to: february.to, zone: "UTC" } },
    ),
  )
const times = (n: number, pair: Pair): ReadonlyArray<Pair> => Array.from({ length: n }, () => pair)
/** Value and standard error of Σ after ÷ Σ before over customers, by its definition. */
const ratio = (all: ReadonlyArray<Pair>) => {
  const [before, after] = [0, 1].map((side) => all.reduce((sum, pair) => sum + (pair[side] ?? 0), 0)) as [
    number,
    number,
  ]
  const value = after / before
  const squares = all.reduce((sum, [x, y]) => sum + (y - value * x) ** 2, 0)
  return { value, se: Math.sqrt((all.length / (all.length - 1)) * squares) / before, n: all.length }
}

describe("net-revenue-retention, its interval", () => {
  it.effect("is the delta method's of many customers, from 0 up, and gross up to 1", () =>
    Effect.gen(function* () {
      const all = [...times(60, [100, 120]), ...times(40, [100, 50])]
      const { n, se, value } = ratio(all)
      const m = yield* measured(book(all))
      const half = studentTQuantile(0.975, n - 1) * se
      assert.near(m.value, value)
      assert.interval(m.interval, [value - half, value + half], 1e-9)
      assert.deepStrictEqual([m.nEffective, caveatsOf(m)], [100, []])
      // Where nobody pays more, what is kept of it all is the same with and without that, and so is its interval.
      const shrunk = [...times(60, [100, 80]), ...times(40, [100, 50])]
      const fewer = ratio(shrunk)
      const kept = yield* measured(book(shrunk), { form: "gross" })
      const reach = studentTQuantile(0.975, fewer.n - 1) * fewer.se
      assert.isBelow(fewer.value + reach, 1)
      assert.interval(kept.interval, [fewer.value - reach, fewer.value + reach], 1e-9)
      // Of six customers one of whom stayed it would reach below 0, or gross above 1.
      const low = yield* measured(book([...times(5, [100, 0]), [100, 100]]))
      assert.strictEqual(low.interval?.low, 0)
      const five: ReadonlyArray<Pair> = [...times(5, [100, 100]), [100, 0]]
      const [net, gross] = [yield* measured(book(five)), yield* measured(book(five), { form: "gross" })]
      assert.strictEqual(gross.interval?.high, 1)
      assert.isAbove(net.interval?.high ?? 0, 1)
      assert.strictEqual(net.interval?.low, gross.interval?.low)
    }),
  )

  it.effect("is none where all keep the same share, or what there was is too uneven to divide by", () =>
    Effect.gen(function* () {
      for (const [all, value] of [
        [times(40, [100, 100]), 1],
        [[...times(20, [100, 50]), ...times(20, [60, 30])], 0.5],
        // Two customers: t of one degree of freedom reaches beyond no revenue at all.
        [
          [
            [100, 50],
            [50, 50],
          ],
          2 / 3,
        ],
      ] as const) {
        const m = yield* measured(book(all))
        assert.near(m.value, value)
        assert.isNull(m.interval)
        assert.include(caveatsOf(m), "no-ci")
      }
    }),
  )

  it.effect("tells whole amounts, and at rates what they come to", () =>
    Effect.gen(function* () {
      // 49 customers who bring one together: a mean of 1/49, 49 times, is not quite 1.
      const all: ReadonlyArray<Pair> = [[1, 1], ...times(48, [1, 0])]
      const m = yield* measured(book(all))
      assert.deepStrictEqual([m.numerator, m.denominator], [1, 49])
      const rates = [{ currency: "PLN", rate: 0.23 }]
      const converted = yield* measured(book(all, "PLN"), { rates })
      assert.near(converted.numerator, 0.23)
      assert.near(converted.denominator, 49 * 0.23)
    }),
  )

  it.effect("knows nothing of facts without a period, and says nothing of their rows", () =>
    Effect.gen(function* () {
      const odd = [
        ...book([[100, 50]]),
        { customer: "p", amount: 9, currency: "PLN", at: "2026-01-01", until: null },
        { customer: null, amount: 9, currency: "EUR", at: "2026-01-01", until: null },
        { customer: "b", amount: null, currency: "EUR", at: "2026-01-01", until: null },
      ]
      const facts = yield* factsOf(odd)
      const ever = yield* measureOne(facts, netRevenueRetention, { currency: "EUR" })
      assert.deepStrictEqual([ever.value, ever.n, ever.nEffective], [null, 0, null])
      assert.deepStrictEqual(caveatsOf(ever), ["zero-denominator", "period-needed"])
      const prepared = yield* netRevenueRetention.prepare({ currency: "EUR" })
      const { caveats, value } = prepared.estimate(yield* statesOf(prepared, facts), 0.95)
      assert.deepStrictEqual([value, caveats], [null, []])
    }),
  )
})

describe("net-revenue-retention, compared", () => {
  const of = Effect.fnUntraced(function* (a: ReadonlyArray<Row>, b: ReadonlyArray<Row>, params: object = {}) {
    return yield* compared(
      netRevenueRetention,
      { currency: "EUR", ...params },
      yield* factsOf(a),
      yield* factsOf(b),
      february,
    )
  })

  it.effect("compares the ratios by Welch's test over their customers", () =>
    Effect.gen(function* () {
      const a: ReadonlyArray<Pair> = [...times(30, [100, 130]), ...times(10, [200, 0])]
      const b: ReadonlyArray<Pair> = [...times(20, [100, 100]), ...times(15, [80, 0]), ...times(5, [50, 90])]
      for (const [form, own, other] of [
        ["net", a, b],
        ["gross", a.map(([x, y]) => [x, Math.min(x, y)] as const), b.map(([x, y]) => [x, Math.min(x, y)] as const)],
      ] as const) {
        const [first, second] = [ratio(own), ratio(other)]
        const se2 = first.se ** 2 + second.se ** 2
        const df = se2 ** 2 / (first.se ** 4 / 39 + second.se ** 4 / 39)
        const difference = first.value - second.value
        const found = yield* of(book(a), book(b), { form })
        assert.near(found?.difference, difference, 1e-9)
        assert.near(found?.p, 2 * studentTSf(Math.abs(difference) / Math.sqrt(se2), df), 1e-9)
        const half = studentTQuantile(0.975, df) * Math.sqrt(se2)
        assert.interval(found?.interval, [difference - half, difference + half], 1e-9)
        assert.deepStrictEqual([found?.test, found?.effect], ["welch-t", null])
      }
    }),
  )

  it.effect("has a difference but no test of one customer, and none of nobody or of other currencies", () =>
    Effect.gen(function* () {
      const some = book([...times(10, [100, 80]), ...times(10, [100, 0])])
      const one = yield* of(book([[100, 50]]), some)
      assert.near(one?.difference, 0.1)
      assert.deepStrictEqual([one?.interval, one?.test, one?.p], [null, null, null])
      const mixed = [...some, { customer: "x", amount: 9, currency: "PLN", at: "2026-01-01", until: null }]
      for (const other of [[], mixed]) {
        assert.isNull(yield* of(some, other))
        assert.isNull(yield* of(other, some))
      }
    }),
  )

  it.effect("says what it is, and refuses rates that lead nowhere", () =>
    Effect.gen(function* () {
      const { passport } = yield* netRevenueRetention.prepare()
      assert.deepStrictEqual([passport.kind, passport.clock], ["subscription", "at"])
      assert.include(
        (yield* Effect.flip(netRevenueRetention.prepare({ rates: [{ currency: "PLN", rate: 0.25 }] }))).message,
        "rates: say which currency they lead to (currency)",
      )
    }),
  )
})
