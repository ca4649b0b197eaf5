import { describe, it } from "@effect/vitest"
import { marketReadiness } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import { welch } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row, type SourceSpec } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measurements, measureOne, sameOverShards } from "../../../test/metrics/asking.ts"
import { assert } from "../../../test/stats/assert.ts"

const vector = vectors.E6_readiness
const header = ["customer", "choice", "score", "status", "weight", "wave", "instrument"]
const survey = (rows: ReadonlyArray<Row>): SourceSpec => ({
  kind: "feedback",
  rows: rows.map((row) => ({ instrument: "readiness", ...row })),
  header: rows.some((row) => "at" in row) ? [...header, "at"] : header,
})
const measured = (rows: ReadonlyArray<Row>, params: unknown = {}) =>
  Effect.flatMap(project([survey(rows)]), (facts) => measureOne(facts, marketReadiness, params))
const stages = (counts: Readonly<Record<string, number>>, more: Row = {}, prefix = ""): ReadonlyArray<Row> =>
  Object.entries(counts).flatMap(([choice, n]) =>
    Array.from({ length: n }, (_, i) => ({ customer: `${prefix}${choice}${i}`, choice, ...more })),
  )

describe("market-readiness", () => {
  it.effect("equals the published vector: index and normal interval", () =>
    Effect.gen(function* () {
      const m = yield* measured(stages(vector.counts))
      assert.near(m.value, vector.index, 1e-9)
      assert.interval(m.interval, vector.ci, 1e-9)
      assert.deepStrictEqual([m.n, m.nEffective, m.denominator, m.unitOfN], [1000, 1000, 1000, "answer"])
      assert.near(m.numerator, 275, 1e-9)
      assert.deepStrictEqual([m.unit, m.interval?.method], [{ kind: "ratio" }, "normal"])
    }),
  )

  it.effect("says how far other weights would move it", () =>
    Effect.gen(function* () {
      const m = yield* measured(stages(vector.counts))
      // The weights between the ends a fifth lower and higher: 0.05 + 0.8 · 0.225 and 0.05 + 1.2 · 0.225
      assert.near(Number(caveatData(m, "chosen-weights")?.["low"]), 0.23, 1e-9)
      assert.near(Number(caveatData(m, "chosen-weights")?.["high"]), 0.32, 1e-9)
      // No weight passes 1, and the ends stay.
      const ends = yield* measured(stages({ unaware: 5, ready: 5 }))
      assert.deepStrictEqual(caveatData(ends, "chosen-weights"), { low: 0.5, high: 0.5 })
      const near = yield* measured(stages({ warm: 10, unaware: 10 }), { stages: { unaware: 0, warm: 0.9, ready: 1 } })
      assert.near(Number(caveatData(near, "chosen-weights")?.["high"]), 0.5, 1e-9)
    }),
  )

  it.effect("takes other stages with other weights, which are another definition", () =>
    Effect.gen(function* () {
      const own = { stages: { нет: 0, думаю: 0.4, беру: 1 } }
      const m = yield* measured(stages({ нет: 5, думаю: 3, беру: 2 }), own)
      assert.near(m.value, 0.32)
      assert.notStrictEqual(m.definition, (yield* measured(stages({ ready: 1 }))).definition)
      const { passport } = yield* marketReadiness.prepare(own)
      assert.include(JSON.stringify(passport.numerator), "нет 0, думаю 0.4, беру 1")
    }),
  )

  it.effect("refuses stages that measure nothing", () =>
    Effect.gen(function* () {
      for (const stagesGiven of [
        {},
        { ready: 1 },
        { unaware: 0, ready: 1.5 },
        { unaware: -0.1, ready: 1 },
        { a: 0.5, b: 0.5 },
      ]) {
        const error = yield* Effect.flip(marketReadiness.prepare({ stages: stagesGiven }))
        assert.include(error.message, "stages", JSON.stringify(stagesGiven))
      }
      // One stage is not one weight too few, but one stage.
      assert.include(
        (yield* Effect.flip(marketReadiness.prepare({ stages: { ready: 1 } }))).message,
        "at least two stages",
      )
    }),
  )

  it.effect("of fewer answers has Wilson's interval of as many trials as vary as much; of answers all alike none", () =>
    Effect.gen(function* () {
      const few = yield* measured(stages({ unaware: 6, aware: 3, ready: 3 }))
      // Written out with t of 11 degrees of freedom, 2.2009851600916384: mean 0.3125, s² 0.17897727…
      const [mean, t] = [3.75 / 12, 2.2009851600916384]
      const variance = (6 * mean ** 2 + 3 * (0.25 - mean) ** 2 + 3 * (1 - mean) ** 2) / 11
      const trials = (12 * mean * (1 - mean)) / variance
      const centre = (mean + (t * t) / (2 * trials)) / (1 + (t * t) / trials)
      const half = (t / (1 + (t * t) / trials)) * Math.sqrt((mean * (1 - mean)) / trials + (t / (2 * trials)) ** 2)
      assert.interval(few.interval, [centre - half, centre + half], 1e-9)
      assert.deepStrictEqual([few.interval?.method, few.interval?.level], ["wilson", 0.95])
      const edge = yield* measured(stages({ unaware: 9, aware: 1 }))
      assert.isAbove(edge.interval?.low ?? 0, 0)
      for (const rows of [stages({ aware: 12 }), stages({ ready: 1 })]) {
        const alike = yield* measured(rows)
        assert.isNotNull(alike.value)
        assert.isNull(alike.interval)
        assert.include(caveatsOf(alike), "no-ci")
      }
    }),
  )

  it.effect("leaves out answers that name no stage, and of nothing is null", () =>
    Effect.gen(function* () {
      const m = yield* measured([
        ...stages({ ready: 2, unaware: 2 }),
        { customer: "x", choice: "do not know" },
        { customer: "y", choice: null, score: 3 },
        { customer: "z", choice: "ready", status: "na" },
      ])
      assert.deepStrictEqual([m.value, m.n], [0.5, 4])
      assert.deepStrictEqual(caveatData(m, "no-score"), { n: 3 })
      const none = yield* measured([{ customer: "x", choice: "do not know" }])
      assert.deepStrictEqual([none.value, none.interval, none.n, none.nEffective], [null, null, 0, null])
      assert.include(caveatsOf(none), "zero-denominator")
      assert.notInclude(caveatsOf(none), "chosen-weights")
    }),
  )

  it.effect("weighs a sample to its market, with Kish's effective size", () =>
    Effect.gen(function* () {
      const rows = [...stages({ unaware: 30 }, { weight: 3 }), ...stages({ ready: 30 }, { weight: 1 })]
      const m = yield* measured(rows)
      assert.near(m.value, 0.25)
      // 120² / (30 · 9 + 30)
      assert.near(m.nEffective, 48, 1e-9)
      // Of stages at the ends only it is a share, but for the variance estimated.
      assert.isBelow(m.interval?.low ?? 1, 0.15)
      assert.isAbove(m.interval?.high ?? 0, 0.385)
      assert.near((yield* measured(rows, { weights: "ignore" })).value, 0.5)
      const zero = yield* measured(rows.map((row) => ({ ...row, weight: 0 })))
      assert.deepStrictEqual([zero.value, zero.interval], [null, null])
    }),
  )

  it.effect("counts the latest answer of each customer, or every answer with its clusters", () =>
    Effect.gen(function* () {
      const rows = [
        { customer: "a", at: "2026-01-01", choice: "unaware" },
        { customer: "a", at: "2026-02-01", choice: "ready" },
        { customer: "b", at: "2026-01-01", choice: "unaware" },
      ]
      assert.near((yield* measured(rows)).value, 0.5)
      const every = yield* measured(rows, { relation: "transactional" })
      assert.near(every.value, 1 / 3)
    }),
  )

  it.effect("compares two waves by Welch's test", () =>
    Effect.gen(function* () {
      const facts = yield* project([
        survey([
          ...stages(vector.counts, { wave: "b" }, "b"),
          ...stages({ unaware: 300, aware: 300, interested: 200, intent: 120, ready: 80 }, { wave: "a" }, "a"),
        ]),
      ])
      const [a] = yield* measurements(
        facts,
        marketReadiness,
        {},
        { by: [dimension("wave", column("wave"))], versus: { wave: "b" } },
      )
      const sample = (counts: ReadonlyArray<number>) => {
        const mean = counts.reduce((sum, n, i) => sum + (n * i) / 4, 0) / 1000
        return { n: 1000, mean, m2: counts.reduce((sum, n, i) => sum + n * (i / 4 - mean) ** 2, 0) }
      }
      const expected = welch(sample([300, 300, 200, 120, 80]), sample(Object.values(vector.counts)))
      assert.near(a?.versus?.difference, 0.07, 1e-9)
      assert.near(a?.versus?.p, expected?.p ?? Number.NaN, 1e-9)
      assert.strictEqual(a?.versus?.effect?.kind, "hedges-g")
    }),
  )

  it.effect("has no difference from a group that weighs nothing", () =>
    Effect.gen(function* () {
      const facts = yield* project([
        survey([
          ...stages({ unaware: 20, ready: 20 }, { wave: "a", weight: 1 }, "a"),
          ...stages({ aware: 5, ready: 5 }, { wave: "b", weight: 0 }, "b"),
        ]),
      ])
      const by = [dimension("wave", column("wave"))]
      const [a, b] = yield* measurements(facts, marketReadiness, {}, { by, versus: { wave: "b" } })
      assert.deepStrictEqual([a?.value, b?.value], [0.5, null])
      assert.deepStrictEqual([a?.versus?.value, a?.versus?.difference, a?.versus?.p], [null, null, null])
    }),
  )

  it("is the same over shards of customers as over the whole, and never off 0 … 1", async () => {
    const row = fc.record({
      customer: fc.constantFrom(null, "a", "b", "c", "d", "e"),
      choice: fc.constantFrom(null, "unaware", "aware", "intent", "ready", "other"),
      weight: fc.constantFrom(null, 0.5, 2),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 20 }),
        fc.constantFrom("relational", "transactional"),
        fc.nat(31),
        async (rows, relation, mask) => {
          const isLeft = ({ customer }: Row) => ((mask >> "abcde".indexOf(String(customer ?? "a"))) & 1) === 1
          const of = (some: ReadonlyArray<Row>) => project([survey(some)])
          await Effect.runPromise(
            Effect.gen(function* () {
              const whole = yield* of(rows)
              yield* sameOverShards(yield* marketReadiness.prepare({ relation }), whole, [
                yield* of(rows.filter(isLeft)),
                yield* of(rows.filter((r) => !isLeft(r))),
              ])
              const { interval, value } = yield* measureOne(whole, marketReadiness, { relation })
              assert.isTrue(value === null || (value >= 0 && value <= 1))
              assert.isTrue(interval === null || ((interval.low ?? -1) >= 0 && (interval.high ?? 2) <= 1))
            }),
          )
        },
      ),
      { numRuns: 40 },
    )
  })
})
