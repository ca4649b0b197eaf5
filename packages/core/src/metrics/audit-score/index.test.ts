import { describe, it } from "@effect/vitest"
import { auditScore } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import { wilson } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measurements, measureOne, sameOverShards } from "../../../test/metrics/asking.ts"
import { assert } from "../../../test/stats/assert.ts"

const header = [
  "at",
  "visit",
  "location",
  "rater",
  "item",
  "version",
  "earned",
  "possible",
  "critical",
  "weight",
  "channel",
]
const item = (visit: string, of: string, earned: number | null, possible: number | null, more: Row = {}): Row => ({
  at: "2026-05-01",
  visit,
  item: of,
  earned,
  possible,
  ...more,
})
const factsOf = (rows: ReadonlyArray<Row>) =>
  project([{ kind: "audit-item", rows, header }], { asOf: Date.parse("2026-12-31T00:00:00Z") })
const measured = (rows: ReadonlyArray<Row>, params: unknown = {}) =>
  Effect.flatMap(factsOf(rows), (facts) => measureOne(facts, auditScore, params))

const { fpc_N20, mean_of_scores, pooled, pooled_ci, t_ci, t_ci_fpc, visits } = vectors.F1_audit
/** Each visit of the vector in two items, so that items are added up. */
const vector = visits.flatMap(([earned = 0, possible = 0], i) => [
  item(`v${i}`, "a", earned - 20, possible - 20, { location: `l${i}` }),
  item(`v${i}`, "b", 20, 20, { location: `l${i}` }),
])

describe("audit-score", () => {
  it.effect("equals the vector: points of all visits together, by Student's t over visits", () =>
    Effect.gen(function* () {
      const m = yield* measured(vector)
      assert.near(m.value, pooled, 1e-9)
      assert.interval(m.interval, pooled_ci, 1e-9)
      assert.deepStrictEqual([m.numerator, m.denominator, m.n, m.unitOfN], [259, 293, 6, "visit"])
      assert.deepStrictEqual(m.unit, { kind: "proportion" })
    }),
  )

  it.effect("equals the vector: the mean of the visits' scores, of a network of 20 too", () =>
    Effect.gen(function* () {
      const m = yield* measured(vector, { form: "mean" })
      assert.near(m.value, mean_of_scores, 1e-9)
      assert.interval(m.interval, t_ci, 1e-9)
      assert.strictEqual(m.denominator, 6)
      const corrected = yield* measured(vector, { form: "mean", population: 20 })
      assert.interval(corrected.interval, t_ci_fpc, 1e-9)
      const pooled20 = yield* measured(vector, { population: 20 })
      const shrunk = pooled_ci.map((end) => pooled + (end - pooled) * fpc_N20)
      assert.interval(pooled20.interval, shrunk, 1e-9)
    }),
  )

  it.effect("has no interval where all that there are were visited, or more", () =>
    Effect.gen(function* () {
      for (const population of [6, 5]) {
        const m = yield* measured(vector, { population })
        assert.near(m.value, pooled, 1e-9)
        assert.isNull(m.interval)
        assert.include(caveatsOf(m), "no-ci")
      }
    }),
  )

  it.effect("leaves items that do not apply out of both sums", () =>
    Effect.gen(function* () {
      const m = yield* measured([
        item("v", "a", 3, 4),
        item("v", "b", null, null),
        item("v", "c", 5, null),
        item("v", "d", 0, 0),
      ])
      assert.deepStrictEqual([m.value, m.numerator, m.denominator], [0.75, 3, 4])
      assert.notInclude(caveatsOf(m), "not-stated")
    }),
  )

  it.effect("withholds a score above what is possible, and tells of items without one", () =>
    Effect.gen(function* () {
      const over = yield* measured([...vector, item("v9", "a", 6, 5)])
      assert.deepStrictEqual([over.value, over.interval, over.numerator], [null, null, null])
      assert.deepStrictEqual(caveatData(over, "off-scale"), { n: 1 })
      const unstated = yield* measured([...vector, item("v0", "c", null, 5)])
      assert.near(unstated.value, pooled, 1e-9)
      assert.deepStrictEqual(caveatData(unstated, "not-stated"), { n: 1 })
      // Tenths are no more than they are.
      const tenths = yield* measured([item("v", "a", 0.1 + 0.2, 0.3)])
      assert.near(tenths.value, 1, 1e-9)
    }),
  )

  it.effect("has no interval of one visit or of visits that are all alike, and none of nothing", () =>
    Effect.gen(function* () {
      const one = yield* measured(vector.slice(0, 2))
      assert.deepStrictEqual([one.value, one.interval, one.n], [0.84, null, 1])
      assert.include(caveatsOf(one), "no-ci")
      const alike = yield* measured(["a", "b", "c"].map((visit) => item(visit, "x", 4, 5)))
      assert.deepStrictEqual([alike.value, alike.interval], [0.8, null])
      const none = yield* measured([item("v", "a", null, null)])
      assert.deepStrictEqual([none.value, none.interval, none.n, none.nEffective], [null, null, 0, null])
      assert.include(caveatsOf(none), "zero-denominator")
    }),
  )

  it.effect("keeps its interval between 0 and 1", () =>
    Effect.gen(function* () {
      const m = yield* measured([item("a", "x", 10, 10), item("b", "x", 10, 10), item("c", "x", 4, 10)])
      assert.strictEqual(m.interval?.high, 1)
      assert.isAtLeast(m.interval?.low ?? -1, 0)
    }),
  )

  it.effect("takes locations with all their visits for the independent units", () =>
    Effect.gen(function* () {
      const rows = [9, 7, 5, 8, 8, 6].map((earned, i) =>
        item(`v${i}`, "x", earned, 10, { location: ["north", "south", "west"][Math.floor(i / 2)] ?? null }),
      )
      const visits6 = yield* measured(rows)
      const places = yield* measured(rows, { unit: "location" })
      assert.deepStrictEqual([visits6.n, places.n, places.unitOfN], [6, 3, "location"])
      assert.strictEqual(places.value, visits6.value)
      // R = 43/60; residuals by place 5/3, −4/3, −1/3: se² = 3/2 · 14/3 / 60², Student's t with two degrees of freedom.
      const half = 4.302652729696144 * Math.sqrt(7 / 3600)
      assert.interval(places.interval, [43 / 60 - half, 43 / 60 + half], 1e-9)
      const mean = yield* measured(rows, { unit: "location", form: "mean" })
      assert.deepStrictEqual([mean.denominator, mean.n], [6, 3])
      assert.near(mean.value, 43 / 60)
    }),
  )

  it.effect("takes a visit to no place known for a place of its own, and gives no interval it cannot bound", () =>
    Effect.gen(function* () {
      const rows = [
        item("v1", "x", 9, 10, { location: "north" }),
        item("v2", "x", 7, 10, { location: "north" }),
        item("v3", "x", 5, 10, { location: "south" }),
        item("v4", "x", 8, 10),
      ]
      // Three places of which one has twice the points: Fieller's interval is unbounded.
      const places = yield* measured(rows, { unit: "location" })
      assert.deepStrictEqual([places.n, places.value, places.interval], [3, 0.725, null])
      assert.include(caveatsOf(places), "no-ci")
    }),
  )

  it.effect("gates on critical items: the share of visits that failed, and 0 for their score", () =>
    Effect.gen(function* () {
      const rows = [
        item("v1", "hygiene", 1, 1, { critical: "true" }),
        item("v1", "smile", 2, 4),
        item("v2", "hygiene", 0, 1, { critical: "true" }),
        item("v2", "smile", 4, 4),
        item("v3", "hygiene", null, null, { critical: "true" }),
        item("v3", "smile", 3, 4),
        item("v4", "hygiene", 0.5, 1, { critical: "true" }),
        item("v4", "smile", 4, 4, { critical: "false" }),
      ]
      const failed = yield* measured(rows, { form: "critical-failed" })
      assert.deepStrictEqual([failed.numerator, failed.denominator, failed.n], [2, 3, 3])
      const expected = wilson(2, 3)
      assert.interval(failed.interval, [expected?.low ?? 0, expected?.high ?? 0], 1e-12)
      const lenient = yield* measured(rows, { form: "critical-failed", pass: 0.5 })
      assert.strictEqual(lenient.numerator, 1)
      const gated = yield* measured(rows, { critical: "zero" })
      assert.deepStrictEqual([gated.numerator, gated.denominator], [3 + 0 + 3 + 0, 5 + 5 + 4 + 5])
      const mean = yield* measured(rows, { critical: "zero", form: "mean" })
      assert.near(mean.value, (3 / 5 + 0 + 3 / 4 + 0) / 4)
      assert.strictEqual((yield* auditScore.prepare({ form: "critical-failed" })).better, "lower")
      const refused = yield* Effect.flip(auditScore.prepare({ form: "critical-failed", critical: "zero" }))
      assert.include(refused.message, "critical")
      // Nothing is critical: nobody can fail.
      const none = yield* measured(vector, { form: "critical-failed" })
      assert.deepStrictEqual([none.value, none.n], [null, 0])
    }),
  )

  it.effect("holds failures of one place together, and knows how many places there are", () =>
    Effect.gen(function* () {
      // The vector's clusters: ten places with ten visits each.
      const { conversions, n_eff, p, wilson_neff } = vectors.A11_clustered_proportion_icc
      const rows = conversions.flatMap((x, place) =>
        Array.from({ length: 10 }, (_, i) =>
          item(`v${place}-${i}`, "hygiene", i < x ? 0 : 1, 1, { critical: "true", location: `l${place}` }),
        ),
      )
      const m = yield* measured(rows, { form: "critical-failed", unit: "location" })
      assert.near(m.value, p)
      assert.interval(m.interval, wilson_neff, 1e-9)
      assert.near(m.nEffective, n_eff, 1e-9)
      // Where none failed nothing shows how unlike places are: ten places, not a hundred visits.
      const clean = yield* measured(
        rows.map((row) => ({ ...row, earned: 1 })),
        { form: "critical-failed", unit: "location" },
      )
      assert.deepStrictEqual([clean.value, clean.n, clean.nEffective], [0, 10, 10])
      const none = wilson(0, 10)
      assert.interval(clean.interval, [none?.low ?? 0, none?.high ?? 0], 1e-12)
      const half = yield* measured(rows, { form: "critical-failed", unit: "location", population: 20 })
      const expected = wilson(p * n_eff * 2, n_eff * 2)
      assert.interval(half.interval, [expected?.low ?? 0, expected?.high ?? 0], 1e-9)
    }),
  )

  it.effect("says where versions are mixed, and does not compare one with another", () =>
    Effect.gen(function* () {
      const rows = vector.map((row, i) => ({ ...row, version: i < 6 ? "2025" : "2026", channel: i < 6 ? "p" : "q" }))
      const m = yield* measured(rows)
      assert.near(m.value, pooled, 1e-9)
      assert.deepStrictEqual(caveatData(m, "mixed-versions"), { n: 2 })
      const by = { by: [dimension("channel", column("channel"))], versus: { channel: "q" } }
      const [first] = yield* measurements(yield* factsOf(rows), auditScore, {}, by)
      assert.isNull(first?.versus?.difference ?? null)
      const same = yield* factsOf(rows.map((row) => ({ ...row, version: "2026" })))
      const [second] = yield* measurements(same, auditScore, {}, by)
      assert.near(second?.versus?.difference, 125 / 145 - 134 / 148, 1e-9)
      assert.strictEqual(second?.versus?.test, "welch-t")
    }),
  )

  it.effect("compares by Welch, as the vector of two small groups does", () =>
    Effect.gen(function* () {
      const { x1, x2 } = vectors.A6_means_small
      const rows = [x1, x2].flatMap((scores, group) =>
        scores.map((score, i) => item(`v${group}-${i}`, "x", score, 100, { channel: group === 0 ? "p" : "q" })),
      )
      const by = { by: [dimension("channel", column("channel"))], versus: { channel: "p" } }
      const all = yield* measurements(yield* factsOf(rows), auditScore, { form: "mean" }, by)
      const versus = all.find((m) => m.versus !== undefined)?.versus
      assert.near(versus?.difference, 0.041071428571, 1e-9)
      assert.near(versus?.p, 0.0184648327, 1e-9)
      const failed = yield* measurements(
        yield* factsOf(rows.map((row) => ({ ...row, critical: "true" }))),
        auditScore,
        { form: "critical-failed" },
        by,
      )
      assert.strictEqual(failed.find((m) => m.versus !== undefined)?.versus?.difference, 0)
    }),
  )

  it.effect("ignores weights and says so", () =>
    Effect.gen(function* () {
      const m = yield* measured(vector.map((row) => ({ ...row, weight: 2 })))
      assert.near(m.value, pooled, 1e-9)
      assert.include(caveatsOf(m), "weights-ignored")
    }),
  )

  it("is the same over shards of visits as over the whole", async () => {
    const row = fc.record({
      visit: fc.constantFrom("a", "b", "c", "d", "e"),
      item: fc.constantFrom("x", "y", "z"),
      earned: fc.constantFrom(null, 0, 1, 2),
      possible: fc.constantFrom(null, 2, 3),
      critical: fc.constantFrom(null, "true", "false"),
      version: fc.constantFrom("1", "1", "2"),
    })
    const params = fc.record({
      form: fc.constantFrom("pooled", "mean", "critical-failed"),
      unit: fc.constantFrom("visit", "location"),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 20 }), params, fc.nat(31), async (rows, decided, mask) => {
        const isLeft = ({ visit }: { readonly visit: string }) => ((mask >> "abcde".indexOf(visit)) & 1) === 1
        const of = (some: typeof rows) =>
          factsOf(
            some.map(({ visit, ...rest }) =>
              item(visit, rest.item, rest.earned, rest.possible, { ...rest, location: visit }),
            ),
          )
        await Effect.runPromise(
          Effect.gen(function* () {
            yield* sameOverShards(yield* auditScore.prepare(decided), yield* of(rows), [
              yield* of(rows.filter(isLeft)),
              yield* of(rows.filter((one) => !isLeft(one))),
            ])
          }),
        )
      }),
      { numRuns: 60 },
    )
  })
})
