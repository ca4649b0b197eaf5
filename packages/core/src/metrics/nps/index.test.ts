import { describe, it } from "@effect/vitest"
import { nps } from "@touchpoint/core/metrics"
import { column, dimension, eq } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import {
  answersOf,
  caveatData,
  caveatsOf,
  feedback,
  measurements,
  measureOne,
  sameOverShards,
} from "../../../test/metrics/asking.ts"
import { assert } from "../../../test/stats/assert.ts"

const vector = vectors.B2_nps
/** Promoters, passives and detractors. */
const groups = (promoters: number, passives: number, detractors: number) =>
  answersOf({ "10": promoters, "8": passives, "3": detractors })
const measured = (
  rows: ReadonlyArray<Row>,
  params: unknown = {},
  scale?: { readonly min: number; readonly max: number } | null,
) =>
  Effect.flatMap(project([scale === undefined ? feedback("nps", rows) : feedback("nps", rows, scale)]), (facts) =>
    measureOne(facts, nps, params),
  )

describe("nps", () => {
  it.effect("equals the published vectors: score, adjusted Wald interval", () =>
    Effect.gen(function* () {
      for (const [rows, expected] of [
        [answersOf(vector.hist), vector.a],
        [groups(120, 90, 90), vector.b],
        [groups(8, 2, 0), vector.small],
        [groups(10, 0, 0), vector.allpro],
        [groups(3, 2, 1), vector.thirds],
        [groups(1, 0, 0), vector.n1],
      ] as const) {
        const m = yield* measured(rows)
        assert.near(m.value, expected.nps, 1e-9)
        assert.interval(m.interval, expected.adj_wald, 1e-9)
        assert.strictEqual(m.interval?.method, "adjusted-wald")
        assert.deepStrictEqual([m.n, m.nEffective, m.denominator], [expected.n, expected.n, expected.n])
        assert.deepStrictEqual(m.unit, { kind: "points" })
      }
    }),
  )

  it.effect("compares two groups as the vector does", () =>
    Effect.gen(function* () {
      const facts = yield* project([
        feedback("nps", [
          ...answersOf(vector.hist, { wave: "a" }, "a"),
          ...answersOf({ "10": 120, "8": 90, "0": 90 }, { wave: "b" }, "b"),
        ]),
      ])
      const [a, b] = yield* measurements(
        facts,
        nps,
        {},
        { by: [dimension("wave", column("wave"))], versus: { wave: "b" } },
      )
      assert.near(a?.versus?.difference, vector.diff, 1e-9)
      assert.near(a?.versus?.p, vector.diff_p_adj, 1e-9)
      assert.deepStrictEqual(a?.versus?.by, { wave: "b" })
      assert.strictEqual(a?.versus?.n, 300)
      assert.deepStrictEqual(a?.versus?.effect, { kind: "points", value: a?.versus?.difference ?? null })
      assert.isUndefined(b?.versus)
    }),
  )

  it.effect("parts all scores, halves too: 6.5 is a detractor, 8.5 a passive", () =>
    Effect.gen(function* () {
      const m = yield* measured([
        { customer: "a", score: 6.5 },
        { customer: "b", score: 8.5 },
      ])
      assert.strictEqual(m.value, -50)
      for (const [score, value] of [
        [0, -100],
        [6, -100],
        [6.99, -100],
        [7, 0],
        [8.99, 0],
        [9, 100],
        [10, 100],
      ] as const)
        assert.strictEqual((yield* measured([{ customer: "a", score }])).value, value, String(score))
    }),
  )

  it.effect("counts those who answered: ten dismissals change nothing", () =>
    Effect.gen(function* () {
      const dismissed = Array.from({ length: 10 }, (_, i) => ({ customer: `d${i}`, score: null, status: "dismissed" }))
      const m = yield* measured([...groups(6, 2, 2), ...dismissed])
      assert.strictEqual(m.value, 40)
      assert.strictEqual(m.n, 10)
      assert.deepStrictEqual(caveatData(m, "no-score"), { n: 10 })
    }),
  )

  it.effect("never takes a missing score for zero, nor a score of a dismissed question", () =>
    Effect.gen(function* () {
      const m = yield* measured([
        { customer: "a", score: 10 },
        { customer: "b", score: null },
        { customer: "c", score: 0, status: "dismissed" },
        { customer: "d", score: 0, status: "na" },
        { customer: "e", score: 9, status: "partial" },
      ])
      assert.deepStrictEqual([m.value, m.n], [100, 2])
      assert.deepStrictEqual(caveatData(m, "no-score"), { n: 3 })
    }),
  )

  it.effect("of nothing is null and says so", () =>
    Effect.gen(function* () {
      const m = yield* measured([{ customer: "a", score: null }])
      assert.deepStrictEqual([m.value, m.interval, m.n, m.nEffective], [null, null, 0, null])
      assert.include(caveatsOf(m), "zero-denominator")
      const none = yield* measureOne(yield* project([]), nps)
      assert.deepStrictEqual([none.value, none.period, none.asOf], [null, null, null])
    }),
  )

  it.effect("is null where answers are on another scale, and says how many", () =>
    Effect.gen(function* () {
      const m = yield* measured(
        [...groups(3, 2, 1).map((row) => ({ ...row, max: 10 })), { customer: "x", score: 5, max: 5 }].map(
          ({ max, ...row }) => ({ ...row, scaleMin: max === 5 ? 1 : 0, scaleMax: max }),
        ),
        {},
        null,
      )
      assert.deepStrictEqual([m.value, m.interval, m.numerator], [null, null, null])
      assert.deepStrictEqual(caveatData(m, "scale-mismatch"), { n: 1, expected: "0–10" })
      assert.strictEqual(m.n, 7)
    }),
  )

  it.effect("is null where low scores are the good ones", () =>
    Effect.gen(function* () {
      const m = yield* measured(groups(3, 2, 1).map((row) => ({ ...row, polarity: "low" })))
      assert.isNull(m.value)
      assert.include(caveatsOf(m), "scale-mismatch")
    }),
  )

  it.effect("is counted and flagged on a declared scale of 1–10", () =>
    Effect.gen(function* () {
      const m = yield* measured(groups(3, 2, 1), { scale: { min: 1, max: 10 } }, { min: 1, max: 10 })
      assert.near(m.value, 100 / 3)
      assert.deepStrictEqual(caveatData(m, "nonstandard-scale"), { scale: "1–10", standard: "0–10" })
      assert.notInclude(caveatsOf(yield* measured(groups(3, 2, 1))), "nonstandard-scale")
    }),
  )

  it.effect("assumes its scale where none is declared and says so; a score beyond it shows that it was another", () =>
    Effect.gen(function* () {
      const m = yield* measured(groups(3, 2, 1), {}, null)
      assert.near(m.value, 100 / 3)
      assert.deepStrictEqual(caveatData(m, "scale-missing"), { n: 6, assumed: "0–10" })
      for (const score of [50, -1]) {
        const other = yield* measured([...groups(3, 2, 1), { customer: "x", score }], {}, null)
        assert.isNull(other.value)
        assert.deepStrictEqual(caveatData(other, "scale-mismatch"), { n: 1, expected: "0–10" })
      }
    }),
  )

  it.effect("counts the latest answer of each customer, and every answer where it is transactional", () =>
    Effect.gen(function* () {
      const rows = [
        { customer: "anna", at: "2018-01-01", score: 0 },
        { customer: "anna", at: "2018-01-03", score: 10 },
        { customer: "anna", at: "2018-01-02", score: 0 },
        { customer: "ben", at: "2018-01-01", score: 10 },
      ]
      const latest = yield* measured(rows)
      assert.deepStrictEqual([latest.value, latest.n], [100, 2])
      const every = yield* measured(rows, { relation: "transactional" })
      assert.deepStrictEqual([every.value, every.n], [0, 4])
    }),
  )

  it.effect("counts the later row of one instant, by its place in the source", () =>
    Effect.gen(function* () {
      const at = "2018-01-01"
      const m = yield* measured([
        { customer: "anna", at, score: 0 },
        { customer: "anna", at, score: 10 },
      ])
      assert.strictEqual(m.value, 100)
    }),
  )

  it.effect("counts answers without a customer each, and says how many", () =>
    Effect.gen(function* () {
      const m = yield* measured([
        { customer: null, score: 10 },
        { customer: null, score: 10 },
        { customer: "a", score: 0 },
      ])
      assert.strictEqual(m.n, 3)
      assert.deepStrictEqual(caveatData(m, "no-customer"), { n: 2 })
    }),
  )

  it.effect("leaves out other instruments", () =>
    Effect.gen(function* () {
      const facts = yield* project([
        feedback("nps", groups(1, 0, 0)),
        { ...feedback("enps", groups(0, 0, 5), { min: 0, max: 10 }), source: "staff" },
      ])
      assert.strictEqual((yield* measureOne(facts, nps)).value, 100)
      assert.strictEqual((yield* measureOne(facts, nps, { instrument: "enps" })).value, -100)
      assert.strictEqual((yield* measureOne(facts, nps, {}, { where: eq(column("source"), "staff") })).n, 0)
    }),
  )

  it.effect("uses weights, or says that it ignores them", () =>
    Effect.gen(function* () {
      const rows = [
        { customer: "a", score: 10, weight: 3 },
        { customer: "b", score: 0, weight: 1 },
      ]
      const used = yield* measured(rows)
      assert.deepStrictEqual([used.value, used.n, used.numerator, used.denominator], [50, 2, 2, 4])
      assert.near(used.nEffective, 1.6)
      assert.include(caveatsOf(used), "weighted")
      const ignored = yield* measured(rows, { weights: "ignore" })
      assert.deepStrictEqual([ignored.value, ignored.nEffective], [0, 2])
      assert.include(caveatsOf(ignored), "weights-ignored")
      const zero = yield* measured(rows.map((row) => ({ ...row, weight: 0 })))
      assert.isNull(zero.value)
    }),
  )

  it("survives any weights", async () => {
    const row = fc.record({
      customer: fc.constantFrom("a", "b", "c", "d"),
      score: fc.constantFrom(0, 9, 10),
      weight: fc.double({ min: 0, max: 3, noNaN: true }),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 12 }),
        fc.constantFrom("relational", "transactional"),
        async (rows, relation) => {
          const m = await Effect.runPromise(measured(rows, { relation }))
          const { high = null, low = null } = m.interval ?? {}
          assert.isTrue(m.value === null || Math.abs(m.value) <= 100 * (1 + 1e-12))
          assert.isTrue((m.value === null) === (m.interval === null))
          assert.isTrue((low ?? -100) >= -100 && (high ?? 100) <= 100)
        },
      ),
      { numRuns: 60 },
    )
  })

  it("is the same over shards of customers as over the whole", async () => {
    const row = fc.record({
      customer: fc.constantFrom(null, "a", "b", "c", "d", "e"),
      at: fc.constantFrom("2018-01-01", "2018-01-02", "2018-02-01"),
      score: fc.constantFrom(null, 0, 6, 7, 8, 9, 10),
      weight: fc.constantFrom(null, 0.5, 2),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 20 }),
        fc.constantFrom("relational", "transactional"),
        fc.nat(31),
        async (rows, relation, mask) => {
          const isLeft = ({ customer }: { readonly customer: string | null }) =>
            ((mask >> "abcde".indexOf(customer ?? "a")) & 1) === 1
          await Effect.runPromise(
            Effect.gen(function* () {
              const of = (some: ReadonlyArray<Row>) =>
                project([{ ...feedback("nps", some), header: ["customer", "at", "score", "weight"] }])
              yield* sameOverShards(yield* nps.prepare({ relation }), yield* of(rows), [
                yield* of(rows.filter(isLeft)),
                yield* of(rows.filter((r) => !isLeft(r))),
              ])
            }),
          )
        },
      ),
      { numRuns: 40 },
    )
  })
})
