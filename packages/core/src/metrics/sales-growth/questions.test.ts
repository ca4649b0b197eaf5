import { describe, it } from "@effect/vitest"
import { type PeriodAsked, salesGrowth } from "@touchpoint/core/metrics"
import { value } from "@touchpoint/core/questions"
import { Calendar } from "@touchpoint/core/time"
import * as Effect from "effect/Effect"
import { project, type Row } from "../../../test/facts/project.ts"
import { statesOf } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const header = ["customer", "eventId", "at", "amount", "currency", "status", "weight"]
const [january, february, march] = [Date.UTC(2026, 0, 1), Date.UTC(2026, 1, 1), Date.UTC(2026, 2, 1)]
const period: PeriodAsked = {
  from: february,
  to: march,
  previous: { from: january, to: february },
  previousKnown: true,
}
const order = (customer: string | null, at: string, amount: number | null, more: Row = {}): Row => ({
  customer,
  at,
  amount,
  ...more,
})
const estimated = (
  rows: ReadonlyArray<Row>,
  params: object = {},
  asked: PeriodAsked | null = period,
  asOf = march - 1,
) =>
  Effect.gen(function* () {
    const prepared = yield* salesGrowth.prepare(params)
    const numbered = rows.map((row, i) => ({ eventId: `o${i}`, ...row }))
    const facts = yield* project([{ kind: "order", rows: numbered, header }], { asOf })
    return prepared.estimate(yield* statesOf(prepared, facts, asked), 0.95)
  })
const said = (...args: Parameters<typeof estimated>) =>
  Effect.map(estimated(...args), ({ caveats }) => caveats.map(({ id }) => id))
/** 630 of four customers, then 810. */
const plain = [
  ...[100, 200, 150, 180].map((amount, i) => order(`c${i}`, i === 1 ? "2026-01-01" : "2026-01-05", amount)),
  ...[160, 270, 150, 230].map((amount, i) => order(`c${i}`, i === 1 ? "2026-02-01" : "2026-02-05", amount)),
]
/** The last of each period in its last instant. */
const late = plain.map((row, i) =>
  i === 3 ? { ...row, at: "2026-01-31T23:59:59.999Z" } : i === 7 ? { ...row, at: "2026-02-28T23:59:59.999Z" } : row,
)

describe("sales-growth in its parts", () => {
  it.effect("counts the first and the last instant of both periods, and none outside", () =>
    Effect.gen(function* () {
      const outside = [
        order("old", "2025-12-31T23:59:59.999Z", 900, { weight: 3 }),
        order(null, "2025-12-31T23:59:59.999Z", 900),
        order("new", "2026-03-01", 900),
        order("none", "2025-12-30", null),
      ]
      for (const customers of ["all", "same"]) {
        const m = yield* estimated([...late, ...outside], { customers })
        assert.near(m.value, 810 / 630 - 1)
        assert.deepStrictEqual([m.numerator, m.denominator, m.n, m.nEffective], [810, 630, 8, 4])
        assert.deepStrictEqual(
          m.caveats.map(({ id }) => id),
          ["census"],
        )
      }
    }),
  )

  it.effect("says what it left out, and nothing where it left out nothing", () =>
    Effect.gen(function* () {
      const same = { customers: "same" }
      const test = { status: "test" }
      const others = [order("x", "2026-02-03", 900, test), order("y", "2026-02-03", null, test)]
      assert.deepStrictEqual(yield* said([...plain, ...others], { except: ["test"] }), ["census"])
      assert.deepStrictEqual(yield* said([...plain, ...others]), ["no-amount", "census"])
      const nameless = [...plain, order(null, "2026-02-03", 50)]
      assert.deepStrictEqual(yield* said(nameless), ["census"])
      assert.deepStrictEqual(yield* said(nameless, same), ["no-customer", "census"])
      assert.deepStrictEqual(yield* said([...plain, order("c0", "2026-01-07", 5, { weight: 2 })]), [
        "weights-ignored",
        "census",
      ])
      assert.deepStrictEqual(yield* said(plain.slice(0, 4).map((row) => ({ ...row, amount: 0 }))), ["nonpositive-base"])
      // One customer shows no spread.
      assert.deepStrictEqual(yield* said([plain[0] ?? {}, plain[4] ?? {}]), ["no-ci"])
    }),
  )

  it.effect("says which of the two periods is not known whole", () =>
    Effect.gen(function* () {
      const unknown = { ...period, previousKnown: false }
      const early = yield* estimated(plain, {}, unknown)
      assert.deepStrictEqual([early.value, early.interval, early.numerator, early.denominator], [null, null, 810, 630])
      assert.deepStrictEqual(yield* said(plain, {}, unknown), ["partial-period"])
      // That the period itself is not over is said of every number.
      assert.deepStrictEqual(yield* said(plain, {}, unknown, march - 2), [])
      const open = yield* estimated(plain, {}, period, march - 2)
      assert.deepStrictEqual([open.value, open.numerator, open.denominator, open.caveats], [null, 810, 630, []])
      const alone = yield* estimated(plain, {}, { ...period, previous: null })
      assert.deepStrictEqual([alone.value, alone.numerator, alone.denominator], [null, 810, null])
      assert.deepStrictEqual(yield* said(plain, {}, { ...period, previous: null }), ["period-needed"])
      assert.deepStrictEqual(yield* said(plain, {}, { ...unknown, previous: null }), ["period-needed"])
      const never = yield* estimated(plain, {}, null)
      assert.deepStrictEqual([never.value, never.denominator], [null, null])
      assert.include(yield* said(plain, {}, null), "period-needed")
    }),
  )

  it.effect("is nothing of nothing, and shows no sum that cannot be added", () =>
    Effect.gen(function* () {
      const none = yield* estimated([])
      assert.deepStrictEqual([none.value, none.interval, none.n, none.nEffective], [null, null, 0, null])
      const mixed = yield* estimated(plain.map((row, i) => ({ ...row, currency: i === 0 ? "EUR" : "USD" })))
      const told = [mixed.value, mixed.interval, mixed.numerator, mixed.denominator]
      assert.deepStrictEqual(told, [null, null, null, null])
      assert.deepStrictEqual([mixed.n, mixed.nEffective], [8, 4])
      // A loss of all has no logarithm.
      const lost = plain.map((row, i) => (i < 4 ? row : { ...row, amount: 0 }))
      const log = yield* estimated(lost, { form: "log" })
      assert.deepStrictEqual([log.value, log.interval, log.numerator, log.denominator], [null, null, 0, 630])
      assert.deepStrictEqual(yield* said(lost, { form: "log" }), ["nonpositive-base"])
      assert.strictEqual((yield* estimated(lost)).value, -1)
      // What owes money before grows by nothing.
      const owed = plain.map((row, i) => (i < 4 ? { ...row, amount: -10 } : row))
      assert.deepStrictEqual([(yield* estimated(owed)).value, yield* said(owed)], [null, ["nonpositive-base"]])
    }),
  )

  it.effect("rounds sums of whole amounts, and none that were converted", () =>
    Effect.gen(function* () {
      const euros = plain.map((row) => ({ ...row, currency: "EUR" }))
      const rates = [{ currency: "EUR", rate: 4.321 }]
      const converted = yield* estimated(euros, { currency: "PLN", rates })
      assert.near(converted.numerator, 810 * 4.321, 1e-9)
      assert.near(converted.denominator, 630 * 4.321, 1e-9)
      const thirds = [10, 20, 70].map((amount, i) => order(`t${i}`, "2026-01-05", amount))
      const whole = yield* estimated([...thirds, ...thirds.map((row) => ({ ...row, at: "2026-02-05" }))])
      assert.deepStrictEqual([whole.numerator, whole.denominator], [100, 100])
    }),
  )

  it.effect("knows of no end where facts are undated", () =>
    Effect.gen(function* () {
      const prepared = yield* salesGrowth.prepare()
      const endOf = (asOf: number | null, asked: PeriodAsked | null) => {
        const { orders } = prepared.questions({
          calendar: Calendar.make("UTC"),
          asOf,
          extent: () => null,
          period: asked,
        }) as unknown as {
          readonly orders: { readonly measures: { readonly unfinished: { readonly where: unknown } } }
        }
        return orders.measures.unfinished.where
      }
      assert.deepStrictEqual(endOf(null, period), value(false))
      assert.deepStrictEqual(endOf(null, null), value(false))
      assert.deepStrictEqual(endOf(0, null), value(false))
      assert.deepStrictEqual(endOf(march - 1, period), value(false))
      assert.deepStrictEqual(endOf(march - 2, period), value(true))
    }),
  )

  it.effect("says what it counts, and refuses rates that lead nowhere", () =>
    Effect.gen(function* () {
      const net = yield* salesGrowth.prepare()
      const gross = yield* salesGrowth.prepare({ basis: "gross", except: ["test"], form: "log" })
      assert.deepStrictEqual([net.everyStatus, gross.everyStatus], [true, false])
      assert.deepStrictEqual([net.takesRefunds, gross.takesRefunds], [true, false])
      assert.deepStrictEqual([net.passport.unit, gross.passport.unit], [{ kind: "proportion" }, { kind: "ratio" }])
      const problem = yield* Effect.flip(salesGrowth.prepare({ rates: [{ currency: "EUR", rate: 4 }] }))
      assert.include(problem.message, "which currency they lead to")
    }),
  )
})
