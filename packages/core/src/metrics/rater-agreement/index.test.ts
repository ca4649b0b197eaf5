import { describe, it } from "@effect/vitest"
import { raterAgreement } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import { cohenKappa, fleissKappa, jackknife } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatsOf, measurements, measureOne, sameOverShards } from "../../../test/metrics/asking.ts"
import { assert } from "../../../test/stats/assert.ts"

const header = ["at", "visit", "rater", "item", "earned", "possible", "channel"]
const rated = (visit: string, item: string, rater: string, earned: number | null, more: Row = {}): Row => ({
  at: "2026-05-01",
  visit,
  item,
  rater,
  earned,
  possible: 5,
  ...more,
})
const factsOf = (rows: ReadonlyArray<Row>) =>
  project([{ kind: "audit-item", rows, header }], { asOf: Date.parse("2026-12-31T00:00:00Z") })
const measured = (rows: ReadonlyArray<Row>, params: unknown = {}) =>
  Effect.flatMap(factsOf(rows), (facts) => measureOne(facts, raterAgreement, params))

const two = { raters: ["anna", "bo"] }
/** Items of a table of two raters, one visit each. */
const tabled = (table: ReadonlyArray<ReadonlyArray<number>>, more: Row = {}, prefix = ""): ReadonlyArray<Row> =>
  table.flatMap((row, i) =>
    row.flatMap((n, j) =>
      Array.from({ length: n }, (_, k) => {
        const visit = `${prefix}${i}-${j}-${k}`
        return [rated(visit, "x", "anna", i, more), rated(visit, "x", "bo", j, more)]
      }).flat(),
    ),
  )
/** Fleiss' example: ten subjects, fourteen raters, five categories. */
const fleiss = [
  [0, 0, 0, 0, 14],
  [0, 2, 6, 4, 2],
  [0, 0, 3, 5, 6],
  [0, 3, 9, 2, 0],
  [2, 2, 8, 1, 1],
  [7, 7, 0, 0, 0],
  [3, 2, 6, 3, 0],
  [2, 5, 3, 2, 2],
  [6, 5, 2, 1, 0],
  [0, 2, 2, 3, 7],
]
const fleissRows = fleiss.flatMap((counts, subject) => {
  let rater = 0
  return counts.flatMap((n, score) => Array.from({ length: n }, () => rated(`v${subject}`, "x", `r${rater++}`, score)))
})

describe("rater-agreement", () => {
  it.effect("equals the vector: Cohen's kappa of two raters", () =>
    Effect.gen(function* () {
      const { cohen_kappa, cohen_table, pe, po } = vectors.F2_agreement
      const m = yield* measured(tabled(cohen_table), two)
      assert.near(m.value, cohen_kappa, 1e-9)
      assert.near(m.numerator, po - pe, 1e-9)
      assert.near(m.denominator, 1 - pe, 1e-9)
      assert.deepStrictEqual([m.n, m.unitOfN, m.unit], [50, "item", { kind: "ratio" }])
      // The jackknife over items, each left out of the table in turn.
      const leftOut = cohen_table.flatMap((row, i) =>
        row.flatMap((n, j) => {
          const without = cohen_table.map((r, a) => r.map((x, b) => (a === i && b === j ? x - 1 : x)))
          return Array<number>(n).fill(cohenKappa(without)?.kappa ?? Number.NaN)
        }),
      )
      const expected = jackknife(cohen_kappa, leftOut)?.interval
      assert.interval(m.interval, [expected?.low ?? 0, expected?.high ?? 0], 1e-9)
      assert.strictEqual(m.interval?.method, "jackknife")
    }),
  )

  it.effect("equals the vector: Fleiss' kappa of fourteen raters", () =>
    Effect.gen(function* () {
      const m = yield* measured(fleissRows)
      assert.near(m.value, vectors.F2_agreement.fleiss_wikipedia, 1e-9)
      assert.near(m.value, fleissKappa(fleiss)?.kappa ?? 0, 1e-12)
      assert.deepStrictEqual([m.n, m.nEffective], [10, 10])
    }),
  )

  it.effect("counts items that at least two raters scored, of the same visit", () =>
    Effect.gen(function* () {
      const rows = [
        ...tabled([
          [3, 1],
          [1, 3],
        ]),
        rated("alone", "x", "anna", 1),
        rated("other visit", "x", "bo", 1),
        rated("na", "x", "anna", 1),
        rated("na", "x", "bo", 1, { possible: null }),
        rated("blank", "x", "anna", 1),
        rated("blank", "x", "bo", null),
      ]
      for (const params of [two, {}]) {
        const m = yield* measured(rows, params)
        assert.strictEqual(m.n, 8)
        assert.near(m.value, 0.5)
      }
      // A third rater is none of the two.
      const third = rows
        .filter(({ rater }) => rater === "bo")
        .map((row) => ({ ...row, rater: "cecil", earned: 9, possible: 10 }))
      assert.near((yield* measured([...rows, ...third], two)).value, 0.5)
      assert.isBelow((yield* measured([...rows, ...third])).value ?? 1, 0)
    }),
  )

  it.effect("weighs items alike, however many raters they had", () =>
    Effect.gen(function* () {
      const rows = [
        ...["a", "b", "c"].map((rater) => rated("v1", "x", rater, 1)),
        ...["a", "b"].map((rater, i) => rated("v2", "x", rater, i)),
      ]
      // P = (1 + 0) / 2; shares of 1: (1 + 1/2) / 2 = 3/4; chance 9/16 + 1/16.
      const m = yield* measured(rows)
      assert.near(m.value, (0.5 - 0.625) / 0.375, 1e-12)
    }),
  )

  it.effect("is null where all gave one score, and without an interval of one visit", () =>
    Effect.gen(function* () {
      const same = yield* measured(
        tabled([
          [0, 0],
          [0, 5],
        ]),
        two,
      )
      assert.deepStrictEqual([same.value, same.interval, same.n], [null, null, 5])
      assert.include(caveatsOf(same), "zero-denominator")
      const thirds = yield* measured(["a", "b", "c"].map((rater) => rated("v", "x", rater, 1)))
      assert.isNull(thirds.value)
      const visit = yield* measured(
        ["x", "y", "z"].flatMap((item, i) => [rated("v", item, "anna", i), rated("v", item, "bo", i)]),
      )
      assert.deepStrictEqual([visit.value, visit.interval, visit.nEffective], [1, null, 1])
      assert.include(caveatsOf(visit), "no-ci")
      const none = yield* measured([rated("v", "x", "anna", 1)])
      assert.deepStrictEqual([none.value, none.interval, none.n, none.nEffective], [null, null, 0, null])
      const full = yield* measured(
        tabled([
          [5, 0],
          [0, 5],
        ]),
        two,
      )
      assert.deepStrictEqual([full.value, full.interval], [1, null])
    }),
  )

  it.effect("leaves out whole visits, since items of one visit are rated alike", () =>
    Effect.gen(function* () {
      const items = ["a", "b", "c", "d"]
      const rows = Array.from({ length: 12 }, (_, v) =>
        items.flatMap((item, i) => [
          rated(`v${v}`, item, "anna", i % 2),
          rated(`v${v}`, item, "bo", v < 3 ? (i + 1) % 2 : i % 2),
        ]),
      ).flat()
      const clustered = yield* measured(rows, two)
      const apart = yield* measured(
        rows.map((row) => ({ ...row, visit: `${row["visit"]}/${row["item"]}` })),
        two,
      )
      assert.near(clustered.value, apart.value ?? 0)
      const width = (m: typeof apart) => (m.interval?.high ?? 0) - (m.interval?.low ?? 0)
      assert.isAbove(width(clustered), 1.5 * width(apart))
    }),
  )

  it.effect("compares two groups by their standard errors", () =>
    Effect.gen(function* () {
      const rows = [
        ...tabled(
          [
            [20, 5],
            [10, 15],
          ],
          { channel: "p" },
          "p",
        ),
        ...tabled(
          [
            [24, 1],
            [1, 24],
          ],
          { channel: "q" },
          "q",
        ),
      ]
      const by = { by: [dimension("channel", column("channel"))], versus: { channel: "q" } }
      const [m] = yield* measurements(yield* factsOf(rows), raterAgreement, two, by)
      assert.near(m?.versus?.difference, 0.4 - 0.92, 1e-9)
      assert.isBelow(m?.versus?.p ?? 1, 0.01)
      assert.strictEqual(m?.versus?.interval?.method, "jackknife")
    }),
  )

  it.effect("refuses one rater, three, or one twice", () =>
    Effect.gen(function* () {
      for (const raters of [["anna"], ["a", "b", "c"], ["a", "a"]])
        assert.include((yield* Effect.flip(raterAgreement.prepare({ raters }))).message, "name two")
    }),
  )

  it("is the same over shards of visits as over the whole", async () => {
    const row = fc.record({
      visit: fc.constantFrom("a", "b", "c", "d", "e"),
      item: fc.constantFrom("x", "y"),
      rater: fc.constantFrom("anna", "bo", "cecil"),
      earned: fc.constantFrom(null, 0, 1, 2),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 24 }),
        fc.constantFrom({}, two),
        fc.nat(31),
        async (rows, params, mask) => {
          const isLeft = ({ visit }: { readonly visit: string }) => ((mask >> "abcde".indexOf(visit)) & 1) === 1
          const of = (some: typeof rows) =>
            factsOf(some.map(({ earned, item, rater, visit }) => rated(visit, item, rater, earned)))
          await Effect.runPromise(
            Effect.gen(function* () {
              yield* sameOverShards(yield* raterAgreement.prepare(params), yield* of(rows), [
                yield* of(rows.filter(isLeft)),
                yield* of(rows.filter((one) => !isLeft(one))),
              ])
            }),
          )
        },
      ),
      { numRuns: 60 },
    )
  })
})
