import { describe, it } from "@effect/vitest"
import { raterAgreement } from "@touchpoint/core/metrics"
import { nameIn } from "@touchpoint/core/model"
import { cohenKappa, fleissKappa, studentTQuantile, studentTSf } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import { project, type Row } from "../../../test/facts/project.ts"
import { compared, statesOf } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const rated = (visit: string, item: string, rater: string, earned: number): Row => ({
  at: "2026-05-01",
  visit,
  item,
  rater,
  earned,
  possible: 5,
})
const factsOf = (rows: ReadonlyArray<Row>) =>
  project([{ kind: "audit-item", rows, header: ["at", "visit", "rater", "item", "earned", "possible"] }], {
    asOf: Date.parse("2026-12-31T00:00:00Z"),
  })
const two = { raters: ["anna", "bo"] }
type Table = ReadonlyArray<ReadonlyArray<number>>
/** Items of a table of two raters, one visit each. */
const tabled = (table: Table): ReadonlyArray<Row> =>
  table.flatMap((row, i) =>
    row.flatMap((n, j) =>
      Array.from({ length: n }, (_, k) => [
        rated(`${i}-${j}-${k}`, "x", "anna", i),
        rated(`${i}-${j}-${k}`, "x", "bo", j),
      ]).flat(),
    ),
  )
const estimated = (rows: ReadonlyArray<Row>, params: object = two) =>
  Effect.gen(function* () {
    const prepared = yield* raterAgreement.prepare(params)
    const { caveats, ...estimate } = prepared.estimate(yield* statesOf(prepared, yield* factsOf(rows)), 0.95)
    return { ...estimate, caveats: caveats.map(({ id }) => id) }
  })
const versus = (first: ReadonlyArray<Row>, second: ReadonlyArray<Row>, params: object = two) =>
  Effect.gen(function* () {
    return yield* compared(raterAgreement, params, yield* factsOf(first), yield* factsOf(second))
  })
/** The variance of a kappa whose items are each left out in turn. */
const spreadOf = (table: Table) => {
  const left = table.flatMap((row, i) =>
    row.flatMap((n, j) =>
      Array<number>(n).fill(
        cohenKappa(table.map((r, a) => r.map((x, b) => (a === i && b === j ? x - 1 : x))))?.kappa ?? Number.NaN,
      ),
    ),
  )
  const mean = left.reduce((sum, x) => sum + x, 0) / left.length
  return ((left.length - 1) / left.length) * left.reduce((sum, x) => sum + (x - mean) ** 2, 0)
}
const [some, much]: readonly [Table, Table] = [
  [
    [20, 5],
    [10, 15],
  ],
  [
    [24, 1],
    [1, 24],
  ],
]
const [none, alike, full] = [
  [rated("v", "x", "anna", 1)],
  tabled([
    [0, 0],
    [0, 5],
  ]),
  tabled([
    [5, 0],
    [0, 5],
  ]),
]

describe("rater-agreement compared", () => {
  it.effect("tests the difference of two kappas by Welch, by the spread over their visits", () =>
    Effect.gen(function* () {
      const found = yield* versus(tabled(some), tabled(much))
      const [v, w] = [spreadOf(some), spreadOf(much)]
      const [se, df] = [Math.sqrt(v + w), (v + w) ** 2 / ((v * v + w * w) / 49)]
      // κ = 0.4 (of 0.7 and 0.5), 0.92 (of 0.96 and 0.5).
      assert.near(found?.difference, -0.52, 1e-9)
      const half = studentTQuantile(0.975, df) * se
      assert.interval(found?.interval, [-0.52 - half, -0.52 + half], 1e-9)
      assert.near(found?.p, 2 * studentTSf(0.52 / se, df), 1e-9)
      assert.deepStrictEqual([found?.test, found?.effect, found?.interval?.method], ["welch-t", null, "jackknife"])
    }),
  )

  it.effect("compares all raters as Fleiss does", () =>
    Effect.gen(function* () {
      const fleiss = (table: Table) =>
        fleissKappa(
          table.flatMap((row, i) =>
            row.flatMap((n, j) =>
              Array.from({ length: n }, () => [0, 1].map((score) => Number(i === score) + Number(j === score))),
            ),
          ),
        )?.kappa ?? Number.NaN
      const found = yield* versus(tabled(some), tabled(much), {})
      assert.near(found?.difference, fleiss(some) - fleiss(much), 1e-9)
      assert.isBelow(found?.p ?? 1, 0.01)
    }),
  )

  it.effect("tests nothing where full agreement shows no spread, and compares nothing with no kappa", () =>
    Effect.gen(function* () {
      for (const [first, second, difference] of [
        [tabled(some), full, 0.4 - 1],
        [full, tabled(some), 1 - 0.4],
        [full, full, 0],
      ] as const) {
        const found = yield* versus(first, second)
        assert.near(found?.difference, difference, 1e-9)
        assert.deepStrictEqual([found?.interval, found?.test, found?.p, found?.effect], [null, null, null, null])
      }
      for (const missing of [none, alike])
        for (const [first, second] of [
          [missing, full],
          [full, missing],
          [missing, missing],
        ] as const)
          assert.isNull(yield* versus(first, second))
    }),
  )
})

describe("rater-agreement in its parts", () => {
  it.effect("says why there is no kappa, or no interval of it", () =>
    Effect.gen(function* () {
      const nothing = { value: null, interval: null, numerator: null, denominator: 0 }
      assert.deepStrictEqual(yield* estimated(none), { ...nothing, n: 0, nEffective: null, caveats: [] })
      assert.deepStrictEqual(yield* estimated(none, {}), { ...nothing, n: 0, nEffective: null, caveats: [] })
      const same = { ...nothing, numerator: 0, n: 5, nEffective: 5, caveats: ["zero-denominator" as const] }
      assert.deepStrictEqual(yield* estimated(alike), same)
      assert.deepStrictEqual(yield* estimated(alike, {}), same)
      const agreed = yield* estimated(full)
      assert.deepStrictEqual([agreed.value, agreed.interval, agreed.caveats], [1, null, ["no-ci"]])
      // Without the one visit of two scores all agree by chance: po = pe = 3/4.
      const one = yield* estimated(
        tabled([
          [0, 1],
          [0, 3],
        ]),
      )
      assert.deepStrictEqual([one.value, one.interval, one.nEffective, one.caveats], [0, null, 4, ["no-ci"]])
      // So too where the others differ in length: po = 6/7, pe = 32/49.
      const items = (visit: string, scores: ReadonlyArray<readonly [number, number]>) =>
        scores.flatMap(([a, b], i) => [rated(visit, `${i}`, "anna", a), rated(visit, `${i}`, "bo", b)])
      const long = Array.from({ length: 4 }, () => [1, 1] as const)
      const odd = [
        ...items("odd", [
          [0, 0],
          [0, 1],
        ]),
        ...items("short", [[1, 1]]),
        ...items("long", long),
      ]
      const lone = yield* estimated(odd)
      assert.near(lone.value, 10 / 17)
      assert.deepStrictEqual([lone.interval, lone.n, lone.nEffective, lone.caveats], [null, 7, 3, ["no-ci"]])
      const known = yield* estimated(tabled(some))
      assert.deepStrictEqual([known.nEffective, known.caveats], [50, []])
    }),
  )

  it.effect("counts visits that two raters share", () =>
    Effect.gen(function* () {
      const rows = [
        ...tabled([
          [3, 1],
          [1, 3],
        ]),
        ...none,
        rated("w", "x", "bo", 1),
      ]
      for (const params of [two, {}]) {
        const m = yield* estimated(rows, params)
        assert.deepStrictEqual([m.n, m.nEffective], [8, 8])
      }
    }),
  )

  it.effect("cuts an interval of few visits at the ends of the scale", () =>
    Effect.gen(function* () {
      // κ = −0.8; −1, −1 and 0 with an item left out: se = 2/3, t of two degrees of freedom 4.3.
      const few = yield* estimated(
        tabled([
          [0, 2],
          [1, 0],
        ]),
      )
      assert.near(few.value, -0.8)
      assert.deepStrictEqual([few.interval?.low, few.interval?.high], [-1, 1])
    }),
  )

  it.effect("says in words whose agreement it is", () =>
    Effect.gen(function* () {
      const [all, both] = [yield* raterAgreement.prepare(), yield* raterAgreement.prepare(two)]
      assert.strictEqual(nameIn(all.title, "en", "?"), "Rater agreement (Fleiss’ kappa)")
      assert.strictEqual(nameIn(both.title, "en", "?"), "Rater agreement, anna and bo (Cohen’s kappa)")
      assert.include(nameIn(all.passport.numerator, "en", "?"), "pairs of raters")
      assert.include(nameIn(both.passport.numerator, "en", "?"), "on which the two agree")
      assert.include(nameIn(all.passport.denominator, "en", "?"), "chance leaves")
    }),
  )
})
