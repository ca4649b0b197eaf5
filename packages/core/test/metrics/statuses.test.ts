import { assert, describe, it } from "@effect/vitest"
import { averageOrderValue, conversionRate, type Metric, nps, repeatRate, retention } from "@touchpoint/core/metrics"
import * as Effect from "effect/Effect"
import { project, type Row } from "../facts/project.ts"
import { answersOf, caveatData, caveatsOf, feedback, measureOne } from "./asking.ts"

const ordersOf = (statuses: Readonly<Record<string, number>>, none = 0): ReadonlyArray<Row> =>
  [...Object.entries(statuses), [null, none] as const].flatMap(([status, n]) =>
    Array.from({ length: n }, (_, i) => ({
      customer: `${status ?? "none"}-${i}`,
      at: "2026-01-10",
      status,
      amount: 100,
    })),
  )
const header = ["customer", "at", "status", "amount"]
const of = (metric: Metric.Metric, rows: ReadonlyArray<Row>, params: unknown = {}, minimumCell = 0) =>
  Effect.flatMap(project([{ kind: "order", rows, header }, feedback("nps", answersOf({ "10": 12 }))]), (facts) =>
    measureOne(facts, metric, params, {}, { minimumCell }),
  )
const said = { n: 45, statuses: "delivered 30, cancelled 12", others: 0, none: 3 }
const rows = ordersOf({ cancelled: 12, delivered: 30 }, 3)

describe("statuses-counted", () => {
  it.effect("says which orders a number counts, once and most frequent first", () =>
    Effect.gen(function* () {
      for (const metric of [repeatRate, averageOrderValue, retention]) {
        const m = yield* of(metric, rows)
        assert.deepStrictEqual(caveatData(m, "statuses-counted"), said, metric.id)
        assert.lengthOf(
          caveatsOf(m).filter((id) => id === "statuses-counted"),
          1,
        )
      }
      const steps = [{ kind: "order" }, { kind: "contact" }]
      assert.deepStrictEqual(caveatData(yield* of(conversionRate, rows, { steps }), "statuses-counted"), said)
    }),
  )

  it.effect("is not said where somebody decided, where all are alike, or of other facts", () =>
    Effect.gen(function* () {
      const paid = [{ kind: "order", is: { status: "delivered" } }, { kind: "contact" }]
      const quiet = [
        yield* of(repeatRate, rows, { except: ["cancelled"] }),
        yield* of(conversionRate, rows, { steps: paid }),
        yield* of(repeatRate, ordersOf({ delivered: 30 })),
        yield* of(repeatRate, ordersOf({}, 30)),
        yield* of(nps, rows),
      ]
      for (const m of quiet) assert.notInclude(caveatsOf(m), "statuses-counted")
    }),
  )

  it.effect("names six, cuts what is no word, and keeps small cells to itself", () =>
    Effect.gen(function* () {
      const many = { ["x".repeat(60)]: 20, a: 19, b: 18, c: 17, d: 16, e: 15, f: 2, g: 1 }
      const data = caveatData(yield* of(repeatRate, ordersOf(many)), "statuses-counted")
      assert.strictEqual(data?.["statuses"], `${"x".repeat(40)}… 20, a 19, b 18, c 17, d 16, e 15`)
      assert.strictEqual(data?.["others"], 2)
      const few = caveatData(yield* of(repeatRate, ordersOf({ a: 20, b: 3 }, 2), {}, 5), "statuses-counted")
      assert.deepStrictEqual(few, { n: 25, statuses: "a 20, b", others: 0, none: 0 })
    }),
  )
})
