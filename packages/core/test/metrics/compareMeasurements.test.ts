import { assert, describe, it } from "@effect/vitest"
import { averageOrderValue, compareMeasurements, csat, type Measurement } from "@touchpoint/core/metrics"
import { column, dimension, eq } from "@touchpoint/core/questions"
import { newcombe } from "@touchpoint/core/stats"
import { Calendar, Period } from "@touchpoint/core/time"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { project } from "../facts/project.ts"
import { answersOf, caveatData, feedback, measureOne, measurements } from "./asking.ts"

const period = (text: string) => Result.getOrThrow(Period.parse(text, Calendar.make("UTC")))
const rows = [
  ...answersOf({ "5": 56, "1": 14 }, { at: "2026-01-01" }, "a"),
  ...answersOf({ "5": 48, "1": 32 }, { at: "2026-02-10" }, "b"),
]
const facts = (zone = "UTC") => project([feedback("csat", rows)], { zone, asOf: Date.parse("2026-02-20Z") })
const monthOf = Effect.fnUntraced(function* (text: string, params: unknown = {}, zone?: string) {
  return yield* measureOne(yield* facts(zone), csat, params, { period: period(text) })
})
describe("two measurements of one definition", () => {
  it.effect("are compared by their own intervals", () =>
    Effect.gen(function* () {
      const declared = yield* project([feedback("csat", rows)], { asOf: Date.parse("2026-03-10Z") })
      const [january, february] = yield* measurements(
        declared,
        csat,
        {},
        { every: "month", period: { ...period("2026-01"), to: period("2026-02").to } },
      )
      const { versus } = compareMeasurements(january as Measurement, february as Measurement)
      assert.approximately(versus?.difference ?? 0, 0.2, 1e-12)
      const expected = newcombe({ x: 56, n: 70 }, { x: 48, n: 80 }, 0.95)
      assert.approximately(versus?.interval?.low ?? 0, expected?.low ?? 1, 1e-12)
      assert.approximately(versus?.interval?.high ?? 0, expected?.high ?? 1, 1e-12)
      assert.deepStrictEqual([versus?.period, versus?.n, versus?.p, versus?.q], [february?.period, 80, null, null])
      const back = compareMeasurements(february as Measurement, january as Measurement).versus
      assert.strictEqual(back?.difference, -(versus?.difference ?? 0))
      assert.approximately(back?.interval?.low ?? 0, -(versus?.interval?.high ?? 0), 1e-15)
    }),
  )

  it.effect("are not compared where a period is partial, and have no interval where they overlap", () =>
    Effect.gen(function* () {
      const [january, february, both] = [yield* monthOf("2026-01"), yield* monthOf("2026-02"), yield* monthOf("2026")]
      assert.deepStrictEqual([february.period?.complete, both.period?.complete], [false, false])
      assert.isNull(compareMeasurements(january, february).versus?.difference)
      const whole = { ...both, period: both.period === null ? null : { ...both.period, complete: true } }
      const { versus } = compareMeasurements(january, whole)
      assert.isNotNull(versus?.difference)
      assert.isNull(versus?.interval)
      assert.isNull(compareMeasurements(january, { ...whole, value: null, interval: null }).versus?.difference)
    }),
  )
})

describe("measurements of different definitions", () => {
  it.effect("are refused, and it is said what they differ in", () =>
    Effect.gen(function* () {
      const plain = yield* monthOf("2026-01")
      const refused = (other: Measurement) => {
        const compared = compareMeasurements(plain, other)
        assert.isUndefined(compared.versus)
        return caveatData(compared, "definition-mismatch")
      }
      assert.deepStrictEqual(refused(yield* monthOf("2026-01", { scale: { min: 0, max: 5 } })), { differs: "scale" })
      assert.deepStrictEqual(refused(yield* monthOf("2026-01", { form: "mean" })), { differs: "form" })
      assert.deepStrictEqual(refused(yield* monthOf("2026-01", {}, "Europe/Warsaw")), { differs: "zone, filter" })
      const filtered = yield* measureOne(yield* facts(), csat, {}, { where: eq(column("wave"), "a") })
      assert.deepStrictEqual(refused(filtered), { differs: "zone, filter" })
      assert.deepStrictEqual(refused({ ...plain, metric: "nps", definition: "other" }), { differs: "metric" })
      assert.deepStrictEqual(refused({ ...plain, unit: { kind: "ratio" }, definition: "other" }), { differs: "unit" })
    }),
  )

  it.effect("include amounts in two currencies", () =>
    Effect.gen(function* () {
      const orders = (currency: string) =>
        Array.from({ length: 30 }, (_, i) => ({
          eventId: `${currency}${i}`,
          customer: `c${i}`,
          amount: 1000 + i,
          currency,
          at: "2026-01-01",
        }))
      const both = yield* project([{ kind: "order", rows: [...orders("EUR"), ...orders("PLN")] }])
      const of = Effect.fnUntraced(function* (currency: string) {
        const by = [dimension("currency", column("currency"))]
        const all = yield* measurements(both, averageOrderValue, { currency }, { by })
        return all.find((m) => m.by["currency"] === currency) as Measurement
      })
      const compared = compareMeasurements(yield* of("EUR"), yield* of("PLN"))
      assert.isUndefined(compared.versus)
      assert.deepStrictEqual(caveatData(compared, "definition-mismatch"), { differs: "currency" })
    }),
  )
})
