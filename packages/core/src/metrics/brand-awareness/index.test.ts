import { describe, it } from "@effect/vitest"
import { brandAwareness } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row, type SourceSpec } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measurements, measureOne, sameOverShards } from "../../../test/metrics/asking.ts"
import { assert } from "../../../test/stats/assert.ts"

const header = ["customer", "choice", "score", "status", "weight", "wave", "scaleMin", "scaleMax", "instrument"]
const survey = (rows: ReadonlyArray<Row>): SourceSpec => ({
  kind: "feedback",
  rows: rows.map((row) => ({ instrument: "awareness", ...row })),
  header: rows.some((row) => "at" in row) ? [...header, "at"] : header,
})
const measured = (rows: ReadonlyArray<Row>, params: unknown = {}) =>
  Effect.flatMap(project([survey(rows)]), (facts) => measureOne(facts, brandAwareness, params))
/** As many answers of each choice. */
const choices = (counts: Readonly<Record<string, number>>, more: Row = {}, prefix = ""): ReadonlyArray<Row> =>
  Object.entries(counts).flatMap(([choice, n]) =>
    Array.from({ length: n }, (_, i) => ({ customer: `${prefix}${choice}${i}`, choice, ...more })),
  )

describe("brand-awareness", () => {
  it.effect("is the share who know the brand, with Wilson's interval", () =>
    Effect.gen(function* () {
      // Newcombe 1998, the example 81 of 263
      const m = yield* measured(choices({ "top-of-mind": 11, unaided: 30, aided: 40, none: 182 }))
      assert.near(m.value, 81 / 263)
      assert.interval(m.interval, [0.2552885199, 0.366209577], 1e-9)
      assert.deepStrictEqual([m.numerator, m.denominator, m.n, m.unitOfN], [81, 263, 263, "answer"])
      assert.deepStrictEqual([m.unit, m.interval?.method], [{ kind: "proportion" }, "wilson"])
    }),
  )

  it.effect("counts unaided only those who named it themselves, aided all who know it", () =>
    Effect.gen(function* () {
      const rows = choices({ "top-of-mind": 1, unaided: 2, aided: 3, yes: 1, no: 2, "another brand": 1 })
      assert.near((yield* measured(rows)).value, 7 / 10)
      const unaided = yield* measured(rows, { form: "unaided" })
      assert.near(unaided.value, 3 / 10)
      const { passport, title } = yield* brandAwareness.prepare({ form: "unaided" })
      assert.deepStrictEqual(title, {
        en: "Brand awareness, unaided",
        ru: "Узнаваемость бренда без подсказки",
        pl: "Rozpoznawalność marki spontaniczna",
      })
      assert.include(JSON.stringify(passport.numerator), "without help")
    }),
  )

  it.effect("takes the survey's own words", () =>
    Effect.gen(function* () {
      const rows = choices({ "первым назвали нас": 2, узнали: 3, нет: 5 })
      const aware = { unaided: ["первым назвали нас"], aided: ["узнали"] }
      assert.near((yield* measured(rows, { aware })).value, 0.5)
      assert.near((yield* measured(rows, { aware, form: "unaided" })).value, 0.2)
      assert.strictEqual((yield* measured(rows)).value, 0)
      assert.near((yield* measured(rows, { aware: { unaided: [], aided: ["узнали"] } })).value, 0.3)
    }),
  )

  it.effect("counts scores of 0 and 1 where there is no choice; other scores are of another question", () =>
    Effect.gen(function* () {
      const scores = [1, 1, 0, 0].map((score, i) => ({ customer: `s${i}`, score }))
      const m = yield* measured(scores)
      assert.deepStrictEqual([m.value, m.n], [0.5, 4])
      assert.notInclude(caveatsOf(m), "scale-missing")
      // A choice goes before a score beside it.
      assert.near((yield* measured([...scores, { customer: "x", choice: "no", score: 1 }])).value, 2 / 5)
      for (const score of [2, 5, -1, 0.5]) {
        const other = yield* measured([...scores, { customer: "x", score }])
        assert.deepStrictEqual([other.value, other.interval], [null, null])
        assert.deepStrictEqual(caveatData(other, "scale-mismatch"), { n: 1, expected: "0–1" })
      }
    }),
  )

  it.effect("weighs answers to the market: share, effective size, interval", () =>
    Effect.gen(function* () {
      const { n_eff, p, w, wilson, x } = vectors.A13_weighted_proportion
      const rows = x.map((hit, i) => ({ customer: `c${i}`, choice: hit === 1 ? "aided" : "none", weight: w[i] ?? 1 }))
      const m = yield* measured(rows)
      assert.near(m.value, p, 1e-9)
      assert.near(m.nEffective, n_eff, 1e-9)
      assert.interval(m.interval, wilson, 1e-9)
      assert.include(caveatsOf(m), "weighted")
      const ignored = yield* measured(rows, { weights: "ignore" })
      assert.near(ignored.value, x.filter((hit) => hit === 1).length / x.length)
      assert.include(caveatsOf(ignored), "weights-ignored")
    }),
  )

  it.effect("leaves out who did not answer, and of nothing is null", () =>
    Effect.gen(function* () {
      const m = yield* measured([
        { customer: "a", choice: "aided" },
        { customer: "b", choice: null },
        { customer: "c", choice: "aided", status: "na" },
        { customer: "d", choice: null, status: "dismissed" },
        { customer: "e", choice: "aided", instrument: "nps" },
      ])
      assert.deepStrictEqual([m.value, m.n], [1, 1])
      assert.deepStrictEqual(caveatData(m, "no-score"), { n: 3 })
      const none = yield* measured([{ customer: "b", choice: null }])
      assert.deepStrictEqual([none.value, none.interval, none.n], [null, null, 0])
      assert.include(caveatsOf(none), "zero-denominator")
      const all = yield* measured(choices({ aided: 20 }))
      assert.deepStrictEqual([all.value, all.interval?.high], [1, 1])
      assert.isBelow(all.interval?.low ?? 1, 1)
    }),
  )

  it.effect("counts the latest answer of each customer, or every answer with its clusters", () =>
    Effect.gen(function* () {
      const rows = [
        { customer: "a", at: "2026-01-01", choice: "no" },
        { customer: "a", at: "2026-02-01", choice: "aided" },
        { customer: "b", at: "2026-01-01", choice: "no" },
        { customer: null, at: "2026-01-01", choice: "no" },
      ]
      const latest = yield* measured(rows)
      assert.near(latest.value, 1 / 3)
      assert.deepStrictEqual(caveatData(latest, "no-customer"), { n: 1 })
      assert.near((yield* measured(rows, { relation: "transactional" })).value, 1 / 4)
    }),
  )

  it.effect("compares two waves by Newcombe's interval and a pooled z", () =>
    Effect.gen(function* () {
      const [one] = vectors.A3_two_proportions.cases
      if (one === undefined) return assert.fail("no vector")
      const facts = yield* project([
        survey([
          ...choices({ aided: one.x1, none: one.n1 - one.x1 }, { wave: "a" }, "a"),
          ...choices({ aided: one.x2, none: one.n2 - one.x2 }, { wave: "b" }, "b"),
        ]),
      ])
      const [a] = yield* measurements(
        facts,
        brandAwareness,
        {},
        { by: [dimension("wave", column("wave"))], versus: { wave: "b" } },
      )
      assert.near(a?.versus?.difference, one.diff, 1e-9)
      assert.interval(a?.versus?.interval, one.newcombe, 1e-9)
      assert.strictEqual(a?.versus?.test, "pooled-z")
    }),
  )

  it("is the same over shards of customers as over the whole", async () => {
    const row = fc.record({
      customer: fc.constantFrom(null, "a", "b", "c", "d", "e"),
      choice: fc.constantFrom(null, "aided", "unaided", "none"),
      score: fc.constantFrom(null, 0, 1, 3),
      weight: fc.constantFrom(null, 0.5, 2),
    })
    const params = fc.record({
      form: fc.constantFrom("aided", "unaided"),
      relation: fc.constantFrom("relational", "transactional"),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 20 }), params, fc.nat(31), async (rows, options, mask) => {
        const isLeft = ({ customer }: Row) => ((mask >> "abcde".indexOf(String(customer ?? "a"))) & 1) === 1
        const of = (some: ReadonlyArray<Row>) => project([survey(some)])
        await Effect.runPromise(
          Effect.gen(function* () {
            yield* sameOverShards(yield* brandAwareness.prepare(options), yield* of(rows), [
              yield* of(rows.filter(isLeft)),
              yield* of(rows.filter((r) => !isLeft(r))),
            ])
          }),
        )
      }),
      { numRuns: 40 },
    )
  })
})
