import { describe, it } from "@effect/vitest"
import { churnRate } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatsOf, measurements, measureOne } from "../../../test/metrics/asking.ts"
import { compared } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const utc = (day: string) => Date.parse(`${day}T00:00:00Z`)
const february = { from: utc("2026-02-01"), to: utc("2026-03-01"), zone: "UTC" }
const asked = { ...february, previous: { from: utc("2026-01-01"), to: february.from }, previousKnown: true }
const factsOf = (rows: Readonly<Record<string, ReadonlyArray<Row>>>) =>
  project(
    [
      { kind: "subscription", rows: rows["subscription"] ?? [], header: ["customer", "at", "until"] },
      { kind: "order", rows: rows["order"] ?? [], header: ["customer", "at", "status"] },
      { kind: "interaction", rows: rows["interaction"] ?? [], header: ["customer", "at", "touchpoint"] },
    ],
    { asOf: utc("2026-03-31") },
  )
const sub = (customer: string, at: string, until: string | null = null): Row => ({ customer, at, until })
const order = (customer: string, at: string, status: string | null = null): Row => ({ customer, at, status })
const silent = { ends: "inactivity", days: 30 }

describe("churn-rate asks", () => {
  it.effect("of statuses only where orders are the activity", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf({
        subscription: [sub("a", "2026-01-05")],
        order: [order("a", "2025-12-01", "paid"), order("a", "2026-01-10", "cancelled")],
        interaction: [{ customer: "a", at: "2025-12-01", touchpoint: "app" }],
      })
      const said = (params: object) => Effect.map(measureOne(facts, churnRate, params, { period: february }), caveatsOf)
      assert.include(yield* said(silent), "statuses-counted")
      assert.notInclude(yield* said({}), "statuses-counted")
      assert.notInclude(yield* said({ ...silent, activity: "app" }), "statuses-counted")
      assert.notInclude(
        yield* said({ ...silent, activity: { kind: "order", is: { status: "paid" } } }),
        "statuses-counted",
      )
    }),
  )

  it.effect("nothing of all time, whatever it is divided by", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf({
        subscription: [sub("a", "2026-01-05", "2026-02-10"), sub("b", "2026-01-05")],
        order: [order("a", "2026-01-05"), order("b", "2026-03-05")],
      })
      for (const ends of ["contract", "inactivity"])
        for (const form of ["of-start", "all-of-start", "all-of-average", "per-exposure"]) {
          const ever = yield* measureOne(facts, churnRate, { ends, form, days: 9 })
          assert.deepStrictEqual([ever.value, ever.interval, ever.n], [null, null, 0], `${ends} ${form}`)
          assert.include(caveatsOf(ever), "period-needed")
          // Nor of facts without a time.
          assert.isNull(yield* compared(churnRate, { ends, form }, facts, facts))
        }
    }),
  )

  it.effect("who names nobody only of the activity, and of ends only of contracts", () =>
    Effect.gen(function* () {
      const visit = (customer: string | null, at: string, touchpoint: string): Row => ({ customer, at, touchpoint })
      const facts = yield* factsOf({
        interaction: [
          visit("a", "2025-12-01", "app"),
          visit("b", "2026-01-20", "app"),
          visit(null, "2026-01-20", "site"),
        ],
      })
      const of = (activity: string) => measureOne(facts, churnRate, { ...silent, activity }, { period: february })
      const app = yield* of("app")
      assert.deepStrictEqual([app.numerator, app.denominator], [1, 1])
      assert.notInclude(caveatsOf(app), "no-customer")
      assert.notInclude(caveatsOf(app), "backwards")
      assert.include(caveatsOf(yield* of("site")), "no-customer")
    }),
  )

  it.effect("only groups in which there was the activity", () =>
    Effect.gen(function* () {
      const visit = (customer: string, touchpoint: string): Row => ({ customer, at: "2026-01-20", touchpoint })
      const facts = yield* factsOf({ interaction: [visit("a", "app"), visit("a", "site"), visit("b", "site")] })
      const groups = yield* measurements(
        facts,
        churnRate,
        { ...silent, activity: "app" },
        { period: february, by: [dimension("touchpoint", column("touchpoint"))] },
      )
      assert.deepStrictEqual(
        groups.map(({ by }) => by["touchpoint"]),
        ["app"],
      )
    }),
  )

  it.effect("nothing where the facts of either side begin too late", () =>
    Effect.gen(function* () {
      const late = yield* factsOf({ order: [order("a", "2026-01-10"), order("b", "2026-01-20")] })
      const early = yield* factsOf({
        order: [
          order("old", "2025-12-01"),
          order("a", "2026-01-10"),
          order("b", "2026-01-20"),
          order("b", "2026-02-09"),
        ],
      })
      assert.isNull(yield* compared(churnRate, silent, late, early, asked))
      assert.isNull(yield* compared(churnRate, silent, early, late, asked))
      assert.strictEqual((yield* compared(churnRate, silent, early, early, asked))?.difference, 0)
    }),
  )
})
