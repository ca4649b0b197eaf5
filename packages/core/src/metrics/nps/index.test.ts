import { describe, it } from "@effect/vitest"
import { nps } from "@touchpoint/core/metrics"
import { column, dimension, eq } from "@touchpoint/core/questions"
import { netScore, normalQuantile, normalSf, twoNetScores } from "@touchpoint/core/stats"
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
  it.effect("says in its title which answers count, where they are not the usual ones", () =>
    Effect.gen(function* () {
      const titles = yield* Effect.forEach([{}, { relation: "relational" }, { relation: "transactional" }], (params) =>
        Effect.map(nps.prepare(params), ({ title }) => title),
      )
      const plain = { en: "Net Promoter Score (NPS)", ru: "Индекс лояльности NPS", pl: "Wskaźnik NPS" }
      assert.deepStrictEqual(titles, [
        plain,
        plain,
        {
          en: "Net Promoter Score (NPS), transactional",
          ru: "Индекс лояльности NPS, по всем ответам",
          pl: "Wskaźnik NPS, ze wszystkich odpowiedzi",
        },
      ])
    }),
  )

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
        const [low = Number.NaN, high = Number.NaN] = expected.adj_wald
        // Of one promoter the published interval ends short of the score; ours is lengthened to it.
        const short = expected === vector.n1
        assert.strictEqual(high < expected.nps, short)
        assert.interval(m.interval, [low, short ? expected.nps : high], 1e-9)
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

  it.effect("compares few answers by the centres of their intervals, from 30 on by the scores themselves", () =>
    Effect.gen(function* () {
      const compared = Effect.fnUntraced(function* (n: number) {
        const half = Math.floor(n / 2)
        const rows = [
          ...answersOf({ "10": n - half, "8": half }, { wave: "a" }, "a"),
          ...answersOf({ "10": 20, "8": 10, "0": 10 }, { wave: "b" }, "b"),
        ]
        const request = { by: [dimension("wave", column("wave"))], versus: { wave: "b" } }
        const [a] = yield* measurements(yield* project([feedback("nps", rows)]), nps, {}, request)
        const counts = { promoters: n - half, detractors: 0, n }
        return { versus: a?.versus, counts }
      })
      const b = { promoters: 20, detractors: 10, n: 40 }
      for (const n of [1, 2, 10, 29]) {
        const { counts, versus } = yield* compared(n)
        const [first, second] = [netScore(counts), netScore(b)]
        const shrunk = (first?.centre ?? Number.NaN) - (second?.centre ?? Number.NaN)
        const se = Math.hypot(first?.se ?? Number.NaN, second?.se ?? Number.NaN)
        assert.strictEqual(versus?.test, "adjusted-centre-z", String(n))
        assert.near(versus?.p, 2 * normalSf(Math.abs(shrunk) / se), 1e-9)
        // What is reported is the difference of the scores, and the interval reaches it.
        const difference = (first?.value ?? Number.NaN) - (second?.value ?? Number.NaN)
        assert.near(versus?.difference, difference, 1e-9)
        const half = normalQuantile(0.975) * se
        assert.interval(
          versus?.interval,
          [Math.min(shrunk - half, difference), Math.max(shrunk + half, difference)],
          1e-9,
        )
      }
      for (const n of [30, 31]) {
        const { counts, versus } = yield* compared(n)
        const test = twoNetScores(counts, b)
        assert.strictEqual(versus?.test, "adjusted-wald-z", String(n))
        assert.near(versus?.p, test?.p ?? Number.NaN, 1e-9)
        assert.interval(versus?.interval, [test?.interval.low ?? Number.NaN, test?.interval.high ?? Number.NaN], 1e-9)
      }
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

  it.effect("counts all who were asked where its base says so: ten dismissals halve it", () =>
    Effect.gen(function* () {
      const dismissed = Array.from({ length: 10 }, (_, i) => ({ customer: `d${i}`, score: null, status: "dismissed" }))
      const asked = { base: "asked" }
      const m = yield* measured([...groups(6, 2, 2), ...dismissed], asked)
      assert.deepStrictEqual([m.value, m.n, m.denominator, m.unitOfN], [20, 20, 20, "row"])
      assert.interval(m.interval, [
        netScore({ promoters: 6, detractors: 2, n: 20 })?.interval.low ?? 0,
        netScore({ promoters: 6, detractors: 2, n: 20 })?.interval.high ?? 0,
      ])
      assert.notInclude(caveatsOf(m), "no-score")
      assert.notStrictEqual(m.definition, (yield* measured(groups(6, 2, 2))).definition)
      // An empty row without a status does not say that anybody was asked; a score that was taken back is none.
      const empty = yield* measured(
        [
          ...groups(6, 2, 2),
          { customer: "e", score: null },
          { customer: "f", score: 0, status: "na" },
          { customer: "g", score: 0, status: "dismissed" },
        ],
        asked,
      )
      assert.deepStrictEqual([empty.n, empty.denominator], [12, 12])
      assert.near(empty.value, 400 / 12)
      assert.deepStrictEqual(caveatData(empty, "no-score"), { n: 1 })
      // Who was asked in vain and who was not is unknown where only answers were recorded.
      const only = yield* measured(groups(6, 2, 2), asked)
      assert.deepStrictEqual([only.value, only.interval, only.numerator], [null, null, null])
      assert.include(caveatsOf(only), "only-answers")
      const none = yield* measured(dismissed, asked)
      assert.deepStrictEqual([none.value, none.denominator], [0, 10])
      const { passport, title } = yield* nps.prepare(asked)
      assert.deepStrictEqual(title, {
        en: "Net Promoter Score (NPS) of all asked",
        ru: "Индекс лояльности NPS среди всех опрошенных",
        pl: "Wskaźnik NPS wśród wszystkich zapytanych",
      })
      assert.include(JSON.stringify(passport.denominator), "customers asked in the period")
    }),
  )

  it.effect("of all asked counts the last time of each customer, or every time with its clusters", () =>
    Effect.gen(function* () {
      const rows = [
        { customer: "a", at: "2018-01-01", score: 10, status: "answered" },
        { customer: "a", at: "2018-01-02", score: null, status: "dismissed" },
        { customer: "b", at: "2018-01-01", score: 10, status: "answered" },
        { customer: "c", at: "2018-01-01", score: null, status: "dismissed" },
        { customer: "c", at: "2018-01-02", score: 0, status: "answered" },
        { customer: null, at: "2018-01-02", score: null, status: "na" },
      ]
      const last = yield* measured(rows, { base: "asked" })
      assert.deepStrictEqual([last.value, last.n], [0, 4])
      const every = yield* measured(rows, { base: "asked", relation: "transactional" })
      assert.deepStrictEqual([every.n, every.numerator], [6, 1])
      assert.near(every.value, 100 / 6)
      assert.isAtMost(every.nEffective ?? 7, 6)
      assert.isAtLeast(every.nEffective ?? 0, 1)
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

  it.effect("refuses scales on which its bands mean nothing", () =>
    Effect.gen(function* () {
      for (const scale of [
        { min: 0, max: 10 },
        { min: 1, max: 10 },
      ])
        assert.deepStrictEqual((yield* nps.prepare({ scale })).params["scale"], scale)
      for (const scale of [
        { min: 1, max: 5 },
        { min: 0, max: 100 },
        { min: 0, max: 9 },
        { min: 0, max: 11 },
        { min: 2, max: 10 },
        { min: -10, max: 10 },
      ]) {
        const error = yield* Effect.flip(nps.prepare({ scale }))
        assert.include(error.message, "use csat for other scales", JSON.stringify(scale))
      }
      assert.include((yield* Effect.flip(nps.prepare({ scale: { min: 10, max: 10 } }))).message, "scale: ")
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

  it.effect("clusters weighted answers by customer: worth their variance over that of the linearised score", () =>
    Effect.gen(function* () {
      const rows = [
        ["a", 10, 3],
        ["a", 10, 1],
        ["a", 8, 2],
        ["b", 0, 1],
        ["b", 0, 4],
        ["c", 10, 1],
        ["c", 0, 1],
        ["d", 9, 2],
        [null, 10, 2],
        [null, 3, 0.5],
      ] as const
      const m = yield* measured(
        rows.map(([customer, score, weight]) => ({ customer, score, weight })),
        { relation: "transactional" },
      )
      const worth = (score: number) => (score >= 9 ? 1 : score < 7 ? -1 : 0)
      const total = rows.reduce((sum, [, , w]) => sum + w, 0)
      const mean = rows.reduce((sum, [, score, w]) => sum + w * worth(score), 0) / total
      const units = [...Map.groupBy(rows, ([customer, score]) => customer ?? score).values()]
      const residuals = units.map((unit) => unit.reduce((sum, [, score, w]) => sum + w * (worth(score) - mean), 0))
      const variance = rows.reduce((sum, [, score, w]) => sum + w * (worth(score) - mean) ** 2, 0) / total
      const se2 = ((units.length / (units.length - 1)) * residuals.reduce((sum, e) => sum + e * e, 0)) / (total * total)
      assert.near(m.value, 100 * mean, 1e-9)
      assert.isBelow(variance / se2, rows.length)
      assert.near(m.nEffective, variance / se2, 1e-9)
      assert.include(caveatsOf(m), "clustered")
      assert.deepStrictEqual(caveatData(m, "weighted"), { nEffective: m.nEffective, population: total })
      // Weights that are all alike change nothing.
      const size = (weight: number) =>
        Effect.map(
          measured(
            rows.map(([customer, score]) => ({ customer, score, weight })),
            { relation: "transactional" },
          ),
          ({ nEffective }) => nEffective,
        )
      assert.near(yield* size(7), (yield* size(1)) ?? Number.NaN, 1e-9)
    }),
  )

  it.effect("counts customers who always answer alike once each", () =>
    Effect.gen(function* () {
      const alike = (sizes: ReadonlyArray<number>) =>
        measured(
          sizes.flatMap((n, i) => Array.from({ length: n }, (): Row => ({ customer: `c${i}`, score: 10 }))),
          { relation: "transactional" },
        )
      const one = yield* alike([5])
      assert.deepStrictEqual([one.n, one.nEffective], [5, 1])
      const even = yield* alike([3, 3, 3, 3])
      assert.near(even.nEffective, 4, 1e-9)
      // Of unequal customers as many as their answers weigh: 9² / (7² + 1 + 1).
      const uneven = yield* alike([7, 1, 1])
      assert.near(uneven.nEffective, 81 / 51, 1e-9)
      const single = yield* alike([1, 1, 1])
      assert.deepStrictEqual([single.nEffective, caveatsOf(single).includes("clustered")], [3, false])
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
      status: fc.constantFrom(null, "answered", "dismissed"),
      weight: fc.constantFrom(null, 0.5, 2),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 20 }),
        fc.record({
          relation: fc.constantFrom("relational", "transactional"),
          base: fc.constantFrom("answered", "asked"),
        }),
        fc.nat(31),
        async (rows, params, mask) => {
          const isLeft = ({ customer }: { readonly customer: string | null }) =>
            ((mask >> "abcde".indexOf(customer ?? "a")) & 1) === 1
          await Effect.runPromise(
            Effect.gen(function* () {
              const of = (some: ReadonlyArray<Row>) =>
                project([{ ...feedback("nps", some), header: ["customer", "at", "score", "status", "weight"] }])
              yield* sameOverShards(yield* nps.prepare(params), yield* of(rows), [
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
