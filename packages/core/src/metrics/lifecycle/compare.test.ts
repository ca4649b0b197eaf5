import { describe, it } from "@effect/vitest"
import { lifecycle, type PeriodAsked } from "@touchpoint/core/metrics"
import { garwood } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatsOf, measurements, measureOne } from "../../../test/metrics/asking.ts"
import { compared } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const utc = (day: string) => Date.parse(`${day}T00:00:00Z`)
const march: PeriodAsked = {
  from: utc("2026-03-01"),
  to: utc("2026-04-01"),
  previous: { from: utc("2026-02-01"), to: utc("2026-03-01") },
  previousKnown: true,
}
const asked = { period: { from: march.from, to: march.to, zone: "UTC" } }
const factsOf = (rows: ReadonlyArray<Row>) =>
  project([{ kind: "order", rows, header: ["customer", "at"] }], { asOf: utc("2026-04-01") - 1 })
/** `x` new customers of `n` in March; all was known long before. */
const fresh = (x: number, n: number) =>
  factsOf([
    { customer: "first", at: "2025-12-01" },
    ...Array.from({ length: n }, (_, i): ReadonlyArray<Row> => [
      ...(i < x ? [] : [{ customer: `c${i}`, at: "2026-02-10" }]),
      { customer: `c${i}`, at: "2026-03-10" },
    ]).flat(),
  ])

describe("lifecycle, compared", () => {
  it.effect("compares counts by the exact binomial, with an interval from both of Garwood's", () =>
    Effect.gen(function* () {
      const [a, b] = [yield* fresh(9, 12), yield* fresh(3, 12)]
      const found = yield* compared(lifecycle, { form: "count" }, a, b, march)
      assert.deepStrictEqual([found?.difference, found?.test, found?.effect], [6, "conditional-binomial", null])
      // 9 of 12 by a fair coin, both tails: 2 · (220 + 66 + 12 + 1) ÷ 4096.
      assert.near(found?.p, (2 * 299) / 4096, 1e-9)
      const [nine, three] = [garwood(9), garwood(3)]
      assert.interval(
        found?.interval,
        [
          6 - Math.hypot(9 - (nine?.low ?? 0), (three?.high ?? 0) - 3),
          6 + Math.hypot((nine?.high ?? 0) - 9, 3 - (three?.low ?? 0)),
        ],
        1e-9,
      )
    }),
  )

  it.effect("compares shares as the vector does, and nothing with what is withheld", () =>
    Effect.gen(function* () {
      const [vector] = vectors.A3_two_proportions.cases
      if (vector === undefined) return assert.fail("no vector")
      const { diff, n1, n2, newcombe, p, x1, x2 } = vector
      const [a, b] = [yield* fresh(x1, n1), yield* fresh(x2, n2)]
      const found = yield* compared(lifecycle, {}, a, b, march)
      assert.near(found?.difference, diff, 1e-9)
      assert.interval(found?.interval, newcombe, 1e-9)
      assert.near(found?.p, p, 1e-9)
      // Facts that begin in the month before do not know it whole.
      const young = yield* factsOf([
        { customer: "a", at: "2026-02-10" },
        { customer: "b", at: "2026-03-10" },
      ])
      for (const form of ["share", "count"]) {
        assert.isNull(yield* compared(lifecycle, { form }, a, young, march), form)
        assert.isNull(yield* compared(lifecycle, { form }, young, a, march), form)
      }
    }),
  )

  it.effect("counts nobody of all time: there is none before", () =>
    Effect.gen(function* () {
      for (const form of ["share", "count"]) {
        const m = yield* measureOne(yield* fresh(3, 5), lifecycle, { form })
        assert.deepStrictEqual([m.value, m.interval, m.numerator, m.denominator], [null, null, null, null], form)
        assert.include(caveatsOf(m), "period-needed", form)
      }
    }),
  )

  it.effect("says of the new and the resurrected alone that some may have been there before the facts", () =>
    Effect.gen(function* () {
      // Facts begin with the month before March.
      const facts = yield* factsOf([
        { customer: "a", at: "2026-02-01" },
        { customer: "a", at: "2026-03-10" },
        { customer: "b", at: "2026-03-10" },
        { customer: "c", at: "2026-02-10" },
      ])
      for (const [state, told, value] of [
        ["new", true, 1],
        ["current", false, 1],
        ["resurrected", true, null],
        ["dormant", false, 1],
      ] as const) {
        const [m] = yield* measurements(facts, lifecycle, { state, form: "count" }, asked)
        assert.strictEqual(m?.value, value, state)
        assert.strictEqual(m === undefined ? null : caveatsOf(m).includes("history-unknown"), told, state)
      }
    }),
  )

  it.effect("rests on the customers counted, and says nothing of what it did not leave out", () =>
    Effect.gen(function* () {
      const share = yield* measureOne(yield* fresh(80, 120), lifecycle, {}, asked)
      assert.deepStrictEqual([share.nEffective, caveatsOf(share)], [120, []])
      const count = yield* measureOne(yield* fresh(80, 120), lifecycle, { form: "count" }, asked)
      assert.deepStrictEqual([count.nEffective, count.denominator, count.unit], [120, 120, { kind: "count" }])
      const none = yield* measureOne(yield* fresh(0, 0), lifecycle, { form: "count" }, asked)
      assert.deepStrictEqual([none.value, none.numerator, none.nEffective], [0, 0, null])
    }),
  )

  it.effect("says what it counts", () =>
    Effect.gen(function* () {
      const { everyStatus, passport } = yield* lifecycle.prepare()
      assert.deepStrictEqual([passport.kind, passport.clock, everyStatus], ["order", "at", true])
      const paid = yield* lifecycle.prepare({ activity: { kind: "order", is: { status: "paid" } } })
      assert.isFalse(paid.everyStatus)
    }),
  )
})
