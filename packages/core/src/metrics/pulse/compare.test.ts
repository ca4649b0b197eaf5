import { describe, it } from "@effect/vitest"
import { type PeriodAsked, pulse } from "@touchpoint/core/metrics"
import { wilson } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measureOne } from "../../../test/metrics/asking.ts"
import { statesOf } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const month = (n: number) => Date.UTC(2026, n - 1, 1)
const asked = (n: number): PeriodAsked => ({
  from: month(n),
  to: month(n + 1),
  previous: { from: month(n - 1), to: month(n) },
  previousKnown: true,
})
const factsOf = (rows: ReadonlyArray<Row>) =>
  project([{ kind: "order", rows, header: ["customer", "at"] }], { asOf: month(6) - 1 })
/** Customers new in a month, active in it and before, and lost since; all was known long before. */
const moves = (n: number, fresh: number, stays: number, lost: number): ReadonlyArray<Row> => {
  const at = (of: number) => new Date(month(of) + 9 * 86_400_000).toISOString()
  const of = (name: string, size: number, ...months: ReadonlyArray<number>) =>
    Array.from({ length: size }, (_, i) => months.map((one) => ({ customer: `${name}${i}`, at: at(one) }))).flat()
  return [
    { customer: "first", at: "2025-01-01" },
    ...of("new", fresh, n),
    ...of("stays", stays, n - 1, n),
    ...of("lost", lost, n - 1),
  ]
}
const measured = (rows: ReadonlyArray<Row>) =>
  Effect.flatMap(factsOf(rows), (facts) =>
    measureOne(facts, pulse, {}, { period: { from: month(3), to: month(4), zone: "UTC" } }),
  )
const told = Effect.fnUntraced(function* (n: number, rows: ReadonlyArray<Row>) {
  return yield* statesOf(yield* pulse.prepare(), yield* factsOf(rows), asked(n))
})

describe("pulse, compared", () => {
  it.effect("has an interval of the difference made of both: odds of Wilson's limits", () =>
    Effect.gen(function* () {
      const { compare } = yield* pulse.prepare()
      const [a, b] = [yield* told(3, moves(3, 56, 5, 14)), yield* told(5, moves(5, 48, 5, 32))]
      const found = compare(a, b, 0.9)
      const odds = (x: number, n: number) => {
        const { high, low } = wilson(x, n, 0.9) ?? {}
        return { low: (low ?? 0) / (1 - (low ?? 0)), high: (high ?? 0) / (1 - (high ?? 0)) }
      }
      const [own, other] = [odds(56, 70), odds(48, 80)]
      assert.near(found?.difference, 2.5)
      assert.interval(found?.interval, [
        2.5 - Math.hypot(4 - own.low, other.high - 1.5),
        2.5 + Math.hypot(own.high - 4, 1.5 - other.low),
      ])
      assert.strictEqual(found?.test, "pooled-z")
    }),
  )

  it.effect("has no difference where nobody was lost on a side, or its month before is not known", () =>
    Effect.gen(function* () {
      const { compare } = yield* pulse.prepare()
      const some = yield* told(3, moves(3, 5, 5, 4))
      const grown = yield* told(5, moves(5, 5, 5, 0))
      // Facts begin in the middle of the month before.
      const young = yield* told(5, moves(5, 5, 5, 4).slice(1))
      for (const other of [grown, young]) {
        assert.isNull(compare(some, other, 0.95))
        assert.isNull(compare(other, some, 0.95))
      }
    }),
  )

  it.effect("tests no two months in a row, whichever comes first", () =>
    Effect.gen(function* () {
      const { compare } = yield* pulse.prepare()
      const [march, april, may] = [
        yield* told(3, moves(3, 50, 5, 10)),
        yield* told(4, moves(4, 20, 5, 20)),
        yield* told(5, moves(5, 50, 5, 10)),
      ]
      for (const [a, b, difference] of [
        [march, april, 4],
        [april, march, -4],
        [april, may, -4],
        [may, april, 4],
      ] as const)
        assert.deepStrictEqual(compare(a, b, 0.95), { difference, interval: null, test: null, p: null, effect: null })
      assert.near(compare(march, may, 0.95)?.p, 1)
    }),
  )

  it.effect("is null of facts without a time", () =>
    Effect.gen(function* () {
      const facts = yield* project([{ kind: "order", rows: [{ customer: "a" }] }])
      assert.isNull((yield* measureOne(facts, pulse)).value)
    }),
  )

  it.effect("says whom it leaves out, and why there is none", () =>
    Effect.gen(function* () {
      const of = Effect.fnUntraced(function* (rows: ReadonlyArray<Row>) {
        const m = yield* measured(rows)
        return caveatsOf(m).filter((id) => id !== "insufficient" && id !== "small-sample")
      })
      const m = yield* measured([...moves(3, 5, 5, 4), { customer: null, at: "2026-03-05" }])
      assert.deepStrictEqual([m.value, m.nEffective, caveatData(m, "no-customer")], [1.25, 9, { n: 1 }])
      assert.deepStrictEqual(yield* of(moves(3, 5, 5, 4)), [])
      assert.deepStrictEqual(yield* of(moves(3, 5, 5, 0)), ["zero-denominator"])
      // Where nobody moved it is said once.
      const still = yield* measured(moves(3, 0, 5, 0))
      assert.deepStrictEqual(caveatsOf(still), ["zero-denominator"])
      assert.deepStrictEqual([still.nEffective, still.numerator, still.denominator], [null, null, null])
      // Facts that begin in the period say nothing of who was lost.
      assert.deepStrictEqual(yield* of([{ customer: "a", at: "2026-03-10" }]), ["partial-period", "history-unknown"])
    }),
  )

  it.effect("says what it counts", () =>
    Effect.gen(function* () {
      const { everyStatus, passport } = yield* pulse.prepare()
      assert.deepStrictEqual(passport.numerator, {
        en: "customers with an event (order) in the period and not in the one before",
        ru: "клиенты с событием (заказ) за период и без него за предыдущий",
        pl: "klienci ze zdarzeniem (zamówienie) w okresie i bez niego w poprzednim",
      })
      assert.deepStrictEqual(passport.denominator, {
        en: "customers with an event (order) in the period before and not in this one",
        ru: "клиенты с событием (заказ) за предыдущий период и без него за этот",
        pl: "klienci ze zdarzeniem (zamówienie) w poprzednim okresie i bez niego w tym",
      })
      assert.deepStrictEqual([passport.kind, passport.clock, everyStatus], ["order", "at", true])
      const paid = yield* pulse.prepare({ activity: { kind: "order", is: { status: "paid" } } })
      assert.isFalse(paid.everyStatus)
    }),
  )
})
