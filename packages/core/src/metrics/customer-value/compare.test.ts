import { describe, it } from "@effect/vitest"
import { customerValue } from "@touchpoint/core/metrics"
import * as Effect from "effect/Effect"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measureOne } from "../../../test/metrics/asking.ts"
import { compared } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const DAY = 86_400_000
const start = Date.parse("2026-01-01T00:00:00Z")
const at = (days: number) => new Date(start + days * DAY).toISOString()
const header = ["customer", "eventId", "at", "amount", "currency", "status", "weight"]
const factsOf = (rows: ReadonlyArray<Row>, refunds: ReadonlyArray<Row> = []) =>
  project(
    [
      { kind: "order", rows: rows.map((row, i) => ({ eventId: `o${i}`, ...row })), header },
      { kind: "refund", rows: refunds, header: ["eventId", "at", "refundOf", "amount"] },
    ],
    { asOf: start + 400 * DAY },
  )
const once = (amounts: ReadonlyArray<number | null>, more: Row = {}) =>
  amounts.map((amount, i): Row => ({ customer: `c${i}`, at: at(i / 100), amount, ...more }))
const measured = (rows: ReadonlyArray<Row>, params: object = {}, refunds: ReadonlyArray<Row> = []) =>
  Effect.flatMap(factsOf(rows, refunds), (facts) => measureOne(facts, customerValue, { within: 30, ...params }))
const versus = (first: ReadonlyArray<Row>, second: ReadonlyArray<Row>, params: object = {}) =>
  Effect.flatMap(Effect.all([factsOf(first), factsOf(second)]), ([a, b]) =>
    compared(customerValue, { within: 30, ...params }, a, b),
  )

describe("customer-value compared", () => {
  it.effect("is none with nobody, nor with amounts in another currency", () =>
    Effect.gen(function* () {
      const { welch, x1, x2 } = vectors.A6_means_small
      const [a, b] = [once(x1, { currency: "EUR" }), once(x2, { currency: "EUR" })]
      const strange = [...b, { customer: "x", at: at(1), amount: 5, currency: "USD" }]
      const params = { currency: "EUR" }
      const found = yield* versus(b, a, params)
      assert.near(found?.difference, welch.diff, 1e-9)
      assert.near(found?.p, welch.p, 1e-9)
      for (const other of [[], strange]) {
        assert.isNull(yield* versus(a, other, params))
        assert.isNull(yield* versus(other, a, params))
      }
      // Nor is it told of how many the mean would be that cannot be told.
      const withheld = yield* measured(strange, params)
      assert.deepStrictEqual([withheld.value, withheld.numerator, withheld.denominator], [null, null, null])
    }),
  )
})

describe("customer-value in its parts", () => {
  it.effect("says only what is so", () =>
    Effect.gen(function* () {
      const m = yield* measured([...once([1, 2, 3]), { customer: "d", at: at(100), amount: 4 }])
      assert.deepStrictEqual([m.value, m.n, m.nEffective], [2.5, 4, 4])
      for (const id of [
        "immature-window",
        "no-customer",
        "no-amount",
        "weights-ignored",
        "skewed",
        "no-ci",
        "refunds-unmatched",
        "currency-mixed",
      ] as const)
        assert.notInclude(caveatsOf(m), id)
      const none = yield* measured([])
      assert.deepStrictEqual(
        [none.value, none.interval, none.n, none.nEffective, none.numerator, none.denominator],
        [null, null, 0, null, null, 0],
      )
    }),
  )

  it.effect("of orders without an amount, of nobody, and with weights, only those that count", () =>
    Effect.gen(function* () {
      const rows = [
        ...once([100, 200], { status: "paid" }),
        { customer: "c0", at: at(2), amount: null, status: "cancelled" },
        { customer: null, at: at(2), amount: 5, status: "cancelled" },
        { customer: null, at: at(2), amount: null, status: "paid" },
      ]
      const except = yield* measured(rows, { except: ["cancelled"] })
      assert.deepStrictEqual([except.value, except.n], [150, 2])
      assert.deepStrictEqual(caveatData(except, "no-customer"), { n: 1 })
      assert.notInclude(caveatsOf(except), "no-amount")
      assert.notInclude(caveatsOf(except), "statuses-counted")
      const all = yield* measured(rows)
      assert.deepStrictEqual(caveatData(all, "no-customer"), { n: 2 })
      assert.deepStrictEqual(caveatData(all, "no-amount"), { n: 1 })
      assert.include(caveatsOf(all), "statuses-counted")
    }),
  )

  it.effect("says from how many customers on a mean so skewed would hold", () =>
    Effect.gen(function* () {
      const of = (one: number, two: number) =>
        Effect.map(measured(once([...Array<number>(one).fill(1), ...Array<number>(two).fill(2)])), (m) =>
          caveatsOf(m).includes("skewed"),
        )
      // Of 18, eight: 355 · 4 / 80 = 17.75, so that 18 are enough; of 18, seven: 355 · 16 / 77 are 74.
      assert.deepStrictEqual([yield* of(10, 8), yield* of(11, 7)], [false, true])
    }),
  )

  it.effect("adds up to whole units of money, and to parts of them at rates", () =>
    Effect.gen(function* () {
      for (let n = 2; n < 30; n++) {
        const amounts = Array.from({ length: n }, (_, i) => (i * 7919 + n * 104_729) % 9973)
        const m = yield* measured(once(amounts))
        assert.deepStrictEqual([m.numerator, m.denominator], [amounts.reduce((sum, one) => sum + one, 0), n])
      }
      // 24 yen are 64.8 hundredths of a zloty.
      const rates = [{ currency: "JPY", rate: 0.027 }]
      const rated = yield* measured(once([11, 13], { currency: "JPY" }), { currency: "PLN", rates })
      assert.near(rated.numerator, 64.8, 1e-9)
    }),
  )

  it.effect("tells of refunds that nobody knows the order of, unless refunds do not count", () =>
    Effect.gen(function* () {
      const lost = [{ eventId: "r", at: at(9), refundOf: "nothing", amount: 1 }]
      assert.include(caveatsOf(yield* measured(once([5, 6]), {}, lost)), "refunds-unmatched")
      assert.notInclude(caveatsOf(yield* measured(once([5, 6]), { basis: "gross" }, lost)), "refunds-unmatched")
    }),
  )

  it.effect("is named by its days and its basis", () =>
    Effect.gen(function* () {
      const [net, gross] = [
        yield* customerValue.prepare({ within: 30 }),
        yield* customerValue.prepare({ basis: "gross" }),
      ]
      assert.deepStrictEqual(net.title, {
        en: "Customer value of 30 days",
        ru: "Ценность клиента: 30 дн.",
        pl: "Wartość klienta w ciągu 30 dni",
      })
      assert.include(JSON.stringify(net.passport.numerator), "minus all refunds")
      assert.include(JSON.stringify(gross.passport.numerator), "amounts of their orders within 365 days of the first")
      assert.include(
        JSON.stringify(net.passport.denominator),
        "first order of all is in the period and at least 30 days",
      )
      // A period is over once who came on its last day has had the days.
      assert.strictEqual(net.horizon, 30 * DAY)
      assert.notInclude(JSON.stringify(gross.passport.numerator), "refunds")
      const error = yield* Effect.flip(customerValue.prepare({ rates: [{ currency: "EUR", rate: 4 }] }))
      assert.strictEqual(error._tag, "OptionsInvalid")
    }),
  )
})
