import { describe, it } from "@effect/vitest"
import { marketReadiness } from "@touchpoint/core/metrics"
import { studentTQuantile, welch } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatsOf, measureOne } from "../../../test/metrics/asking.ts"
import { compared } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const stages = (counts: Readonly<Record<string, number>>, weight: number | null = null): ReadonlyArray<Row> =>
  Object.entries(counts).flatMap(([choice, n]) =>
    Array.from({ length: n }, (_, i) => ({ customer: `${choice}${i}`, choice, weight })),
  )
const factsOf = (rows: ReadonlyArray<Row>) =>
  project([
    {
      kind: "feedback",
      rows: rows.map((row) => ({ instrument: "readiness", ...row })),
      header: ["customer", "choice", "weight", "instrument"],
    },
  ])
const measured = (rows: ReadonlyArray<Row>, params: object = {}) =>
  Effect.flatMap(factsOf(rows), (facts) => measureOne(facts, marketReadiness, params))
const z = 1.959963984540054

describe("market-readiness, its interval", () => {
  it.effect("is normal from 200 answers on, and ends at 0 and 1", () =>
    Effect.gen(function* () {
      const m = yield* measured(stages({ unaware: 100, ready: 100 }))
      const half = z * Math.sqrt(0.25 / 200)
      assert.interval(m.interval, [0.5 - half, 0.5 + half], 1e-9)
      assert.strictEqual(m.interval?.method, "normal")
      assert.strictEqual((yield* measured(stages({ unaware: 100, ready: 99 }))).interval?.method, "wilson")
      // One in 200 at a quarter: the mean lies one standard error from the end.
      const [mean, se] = [0.25 / 200, Math.sqrt((0.25 ** 2 * (1 / 200) * (199 / 200)) / 200)]
      const low = yield* measured(stages({ unaware: 199, aware: 1 }))
      assert.interval(low.interval, [0, mean + z * se], 1e-9)
      const high = yield* measured(stages({ ready: 199, intent: 1 }))
      assert.interval(high.interval, [1 - mean - z * se, 1], 1e-9)
    }),
  )

  it.effect("is none of answers all alike, however many, nor of one customer", () =>
    Effect.gen(function* () {
      const alike = yield* measured(stages({ aware: 250 }))
      assert.deepStrictEqual([alike.value, alike.interval], [0.25, null])
      assert.include(caveatsOf(alike), "no-ci")
      const own = ["unaware", "ready"].map((choice) => ({ customer: "one", choice }))
      const one = yield* measured(own, { relation: "transactional" })
      assert.deepStrictEqual([one.value, one.nEffective, one.interval], [0.5, 1, null])
      assert.include(caveatsOf(one), "no-ci")
    }),
  )

  it.effect("of a weighted sample is that of its effective size", () =>
    Effect.gen(function* () {
      const m = yield* measured([...stages({ unaware: 30 }, 3), ...stages({ ready: 30 }, 1)])
      // 48 of 60 answers; the spread 3/16 is that of 48, less one for their mean: 47 trials.
      const [p, n, t] = [0.25, 47, studentTQuantile(0.975, 47)]
      const centre = (p + (t * t) / (2 * n)) / (1 + (t * t) / n)
      const half = (t / (1 + (t * t) / n)) * Math.sqrt((p * (1 - p)) / n + (t / (2 * n)) ** 2)
      assert.interval(m.interval, [centre - half, centre + half], 1e-9)
    }),
  )

  it.effect("says nothing but that the weights are chosen, where nothing else is to be said", () =>
    Effect.gen(function* () {
      const m = yield* measured(stages({ unaware: 100, aware: 60, ready: 60 }))
      assert.deepStrictEqual(caveatsOf(m), ["undated", "chosen-weights"])
      assert.deepStrictEqual([m.nEffective, m.denominator], [220, 220])
    }),
  )
})

describe("market-readiness, compared", () => {
  it.effect("compares by Welch's test, and nothing with nobody or with what weighs nothing", () =>
    Effect.gen(function* () {
      const [a, b] = [
        yield* factsOf(stages({ unaware: 5, aware: 10, ready: 5 })),
        yield* factsOf(stages({ unaware: 10, intent: 8, ready: 2 })),
      ]
      const found = yield* compared(marketReadiness, {}, a, b)
      // Means 7.5 and 8 of 20; squares 5.625 and 6.5 less 20 times those of the means.
      const [x, y] = [
        { n: 20, mean: 0.375, m2: 5.625 - 20 * 0.375 ** 2 },
        { n: 20, mean: 0.4, m2: 6.5 - 20 * 0.4 ** 2 },
      ]
      const expected = welch(x, y)
      assert.near(found?.difference, -0.025)
      assert.near(found?.p, expected?.p ?? Number.NaN, 1e-9)
      assert.interval(found?.interval, [expected?.interval?.low ?? 0, expected?.interval?.high ?? 0], 1e-9)
      for (const other of [yield* factsOf([]), yield* factsOf(stages({ unaware: 5, ready: 5 }, 0))]) {
        assert.isNull(yield* compared(marketReadiness, {}, a, other))
        assert.isNull(yield* compared(marketReadiness, {}, other, a))
      }
    }),
  )

  it.effect("says in its title and passport what it counts", () =>
    Effect.gen(function* () {
      const usual = yield* marketReadiness.prepare()
      assert.deepStrictEqual(usual.title, { en: "Market readiness", ru: "Готовность рынка", pl: "Gotowość rynku" })
      const { passport, title } = yield* marketReadiness.prepare({
        relation: "transactional",
        stages: { cold: 0, warm: 0.5 },
      })
      assert.strictEqual((title as { en: string }).en, "Market readiness, transactional")
      assert.deepStrictEqual(passport.numerator, {
        en: "sum of the weights of stages (cold 0, warm 0.5)",
        ru: "сумма весов этапов (cold 0; warm 0,5)",
        pl: "suma wag etapów (cold 0; warm 0,5)",
      })
      assert.deepStrictEqual([passport.kind, passport.clock], ["feedback", "at"])
    }),
  )
})
