import { describe, it } from "@effect/vitest"
import { auditScore } from "@touchpoint/core/metrics"
import { newcombe, twoProportionTest, wilson } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measureOne } from "../../../test/metrics/asking.ts"
import { compared } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"
import { compareScore, type VisitPart } from "./estimate.ts"

const header = ["at", "visit", "location", "item", "version", "earned", "possible", "critical", "weight"]
const item = (visit: string, earned: number | null, possible: number | null, more: Row = {}): Row => ({
  at: "2026-05-01",
  visit,
  item: "x",
  earned,
  possible,
  ...more,
})
const factsOf = (rows: ReadonlyArray<Row>) =>
  project([{ kind: "audit-item", rows, header }], { asOf: Date.parse("2026-12-31T00:00:00Z") })
const measured = (rows: ReadonlyArray<Row>, params: unknown = {}) =>
  Effect.flatMap(factsOf(rows), (facts) => measureOne(facts, auditScore, params))
const versus = (first: ReadonlyArray<Row>, second: ReadonlyArray<Row>, params: unknown = {}) =>
  Effect.flatMap(Effect.all([factsOf(first), factsOf(second)]), ([a, b]) => compared(auditScore, params, a, b))

const { conversions, n_eff, p: share } = vectors.A11_clustered_proportion_icc
/** The vector's places with ten visits each; failed ones are as many as given. */
const places = (failed: ReadonlyArray<number>, prefix = "l"): ReadonlyArray<Row> =>
  failed.flatMap((x, place) =>
    Array.from({ length: 10 }, (_, i) =>
      item(`${prefix}${place}-${i}`, i < x ? 0 : 1, 1, { critical: "true", location: `${prefix}${place}` }),
    ),
  )
const critical = { form: "critical-failed", unit: "location" }

describe("audit-score compared", () => {
  it.effect("compares ratios of sums by Welch, and none with nothing", () =>
    Effect.gen(function* () {
      const [a, b] = [[item("1", 8, 10), item("2", 6, 10)], [item("3", 5, 10)]]
      const two = [...b, item("4", 3, 10)]
      const found = yield* versus(a, two)
      // 0.7 − 0.4; both se² = 2/1 · 2 · 1² / 20² = 0.01: t = 0.3 / √0.02 with two degrees of freedom.
      assert.near(found?.difference, 0.3)
      const half = 4.302652729696144 * Math.SQRT2 * 0.1
      assert.interval(found?.interval, [0.3 - half, 0.3 + half], 1e-9)
      const t = 0.3 / (Math.SQRT2 * 0.1)
      assert.near(found?.p, 1 - t / Math.sqrt(2 + t * t), 1e-9)
      assert.deepStrictEqual([found?.test, found?.effect], ["welch-t", null])
      // One visit shows no spread: the difference is all that is known.
      const one = yield* versus(a, b)
      assert.near(one?.difference, 0.2)
      assert.deepStrictEqual([one?.interval, one?.p], [null, null])
      for (const form of ["pooled", "mean", "critical-failed"])
        for (const [first, second] of [
          [a, []],
          [[], a],
          [[], []],
        ] as const)
          assert.isNull(yield* versus(first, second, { form }), form)
    }),
  )

  it("has no difference from no visits, whatever their versions", () => {
    const visit = (id: string, sum: number): VisitPart => ({
      key: [id, null],
      states: { earned: { sum }, possible: { sum: 10 }, critical: { n: 1 }, failed: { n: 0 } },
    })
    const some = [visit("1", 8), visit("2", 6)]
    for (const form of ["pooled", "mean", "critical-failed"] as const) {
      const decided = { form, unit: "visit", critical: "count", population: null } as const
      assert.isNull(compareScore(some, [], decided, 0.95), form)
      assert.isNull(compareScore([], some, decided, 0.95), form)
      assert.strictEqual(compareScore(some, some, decided, 0.95)?.difference, 0, form)
    }
  })

  it.effect("compares neither scores above what is possible nor those of other versions", () =>
    Effect.gen(function* () {
      const [fine, over] = [
        [item("1", 8, 10), item("2", 6, 10)],
        [item("1", 11, 10), item("2", 6, 10)],
      ]
      assert.isNull(yield* versus(over, fine))
      assert.isNull(yield* versus(fine, over))
      const other = fine.map((row) => ({ ...row, version: "2" }))
      assert.isNull(yield* versus(fine, other))
      assert.strictEqual((yield* versus(other, other))?.difference, 0)
    }),
  )

  it.effect("compares shares of failed visits, at what visits to one place are worth", () =>
    Effect.gen(function* () {
      const found = yield* versus(
        places(conversions),
        places(
          conversions.map(() => 0),
          "m",
        ),
        critical,
      )
      const [a, b] = [
        { x: share * n_eff, n: n_eff },
        { x: 0, n: 10 },
      ]
      const expected = newcombe(a, b)
      assert.near(found?.difference, share)
      assert.interval(found?.interval, [expected?.low ?? Number.NaN, expected?.high ?? Number.NaN], 1e-9)
      assert.near(found?.p, twoProportionTest(a, b)?.p ?? Number.NaN, 1e-9)
      assert.strictEqual(found?.effect?.kind, "cohen-h")
      // One place says nothing of others.
      assert.isNull(yield* versus(places(conversions), places([3], "m"), critical))
      assert.isNull(yield* versus(places([0], "m"), places(conversions), critical))
    }),
  )
})

describe("audit-score of failed visits", () => {
  it.effect("counts places once where all visits failed, and says nothing from one place", () =>
    Effect.gen(function* () {
      const all = yield* measured(places(conversions.map(() => 10)), critical)
      const expected = wilson(10, 10)
      assert.deepStrictEqual([all.value, all.nEffective], [1, 10])
      assert.interval(all.interval, [expected?.low ?? Number.NaN, expected?.high ?? Number.NaN], 1e-12)
      for (const failed of [0, 3, 10]) {
        const one = yield* measured(places([failed]), critical)
        assert.deepStrictEqual([one.value, one.interval, one.n, one.nEffective], [failed / 10, null, 1, 1])
        assert.include(caveatsOf(one), "no-ci")
      }
      // All places there are.
      const known = yield* measured(places(conversions), { ...critical, population: 10 })
      assert.isNull(known.interval)
      assert.near(known.nEffective, n_eff, 1e-9)
    }),
  )
})

describe("audit-score in its parts", () => {
  it.effect("takes each visit to no place known for a unit, and its visit for one in both forms", () =>
    Effect.gen(function* () {
      const rows = [item("1", 8, 10), item("2", 6, 10), item("3", 5, 10)]
      const m = yield* measured(rows, { unit: "location" })
      assert.deepStrictEqual([m.n, m.nEffective], [3, 3])
      // R = 19/30, residuals 5/3, −1/3, −4/3: se² = 3/2 · 14/3 / 30².
      const half = 4.302652729696144 * Math.sqrt(7 / 900)
      // The upper end, 1.013, is cut.
      assert.interval(m.interval, [19 / 30 - half, 1], 1e-9)
      assert.notInclude(caveatsOf(m), "no-ci")
    }),
  )

  it.effect("counts what a visit with a failed critical item earned, unless told otherwise", () =>
    Effect.gen(function* () {
      const rows = [item("1", 0, 1, { critical: "true" }), item("1", 3, 4, { item: "y" }), item("2", 4, 5)]
      assert.strictEqual((yield* measured(rows)).numerator, 7)
      assert.strictEqual((yield* measured(rows, { critical: "zero" })).numerator, 4)
    }),
  )

  it.effect("says of versions, scores and weights only what is there", () =>
    Effect.gen(function* () {
      const rows = [item("1", 3, 4, { version: "1" }), item("2", 4, 4, { version: "1" })]
      const said = (more: ReadonlyArray<Row>) => Effect.map(measured([...rows, ...more]), caveatsOf)
      for (const id of ["off-scale", "mixed-versions", "not-stated", "weights-ignored"] as const)
        assert.notInclude(yield* said([]), id)
      // An item that does not apply is of no version.
      assert.notInclude(yield* said([item("3", null, null, { version: "2" })]), "mixed-versions")
      const mixed = yield* measured([...rows, item("3", 1, 2, { version: "2" })])
      assert.deepStrictEqual(caveatData(mixed, "mixed-versions"), { n: 2 })
      assert.deepStrictEqual(
        (yield* said([item("3", 1, 2, { version: "1", weight: 2 })])).filter((id) => id === "weights-ignored"),
        ["weights-ignored"],
      )
      assert.strictEqual((yield* auditScore.prepare()).better, "higher")
    }),
  )
})
