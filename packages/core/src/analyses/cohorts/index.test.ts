import { describe, it } from "@effect/vitest"
import {
  cohortDifferences,
  cohortShares,
  cohortsQuestion,
  type CohortState,
  cohortTable,
  shareDifferences,
} from "@touchpoint/core/analyses"
import { mark, type Retention, retention, type RetentionOptions } from "@touchpoint/core/questions"
import { benjaminiHochberg, newcombe, twoProportionTest } from "@touchpoint/core/stats"
import { type FoldRow, runFold } from "@touchpoint/testing"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { groupsOf } from "../../../test/analyses/groupsOf.ts"
import { numbersIn } from "../../../test/analyses/numbersIn.ts"
import { project } from "../../../test/facts/project.ts"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { assert } from "../../../test/stats/assert.ts"

const DAY = 86_400_000
const months = [10, 11, 12, 13, 14, 15, 16].map((month) => Date.UTC(2019, month, 1))

/** Published by the documentation of retentioneering 3: size of each cohort and share of it in later months. */
const published: ReadonlyArray<readonly [cohort: string, size: number, ...shares: ReadonlyArray<number>]> = [
  ["2019-11", 259, 0.393822, 0.328185, 0.250965, 0.247104],
  ["2019-12", 249, 0.333333, 0.257028, 0.232932],
  ["2020-01", 246, 0.386179, 0.284553],
  ["2020-02", 257, 0.319066],
  ["2020-03", 350, 0.14],
  ["2020-04", 2390],
]

const optionsOf = (more: Partial<RetentionOptions> = {}): RetentionOptions => ({
  entry: "in",
  return: "in",
  clock: { kind: "calendar", edges: months },
  count: 5,
  bracket: null,
  asOf: null,
  ...more,
})

/** Trails that give the published counts: the first so many members of a cohort come again in a month. */
const shop = published.flatMap(([cohort, size, ...shares], place) =>
  Array.from({ length: size }, (_, i): ReadonlyArray<FoldRow> =>
    [1, ...shares].flatMap((share, age) =>
      i < Math.round(share * size) ? [{ at: (months[place + age] ?? 0) + DAY, marks: "in", group: cohort }] : [],
    ),
  ),
)
const cohortsOf = (options: RetentionOptions, trails = shop): ReadonlyArray<CohortState> => {
  const states = runFold(retention, options, trails)
  return published.map(([cohort]) => ({ cohort, state: states.get(cohort) ?? retention.empty(options) }))
}
const state = (members: number, ...ages: ReadonlyArray<readonly [n: number, on: number]>): Retention => ({
  members,
  outside: 0,
  indices: ages.map(([n, on]) => ({ n, on, onOrAfter: on })),
  bracket: null,
})

describe("cohorts", () => {
  it("gives the published table of a shop, where every month is taken to be over", () => {
    const { rows } = cohortTable(cohortsOf(optionsOf()))
    for (const [i, [cohort, size, ...shares]] of published.entries()) {
      assert.deepStrictEqual([rows[i]?.cohort, rows[i]?.members, rows[i]?.cells[0]?.value], [cohort, size, 1])
      for (const [k, share] of shares.entries()) {
        const cell = rows[i]?.cells[k + 1]
        assert.strictEqual(cell?.value?.toFixed(6), share.toFixed(6))
        assert.deepStrictEqual([cell?.denominator, cell?.mature], [size, true])
      }
    }
  })

  it("marks what is not over, and leaves it out of the overall row", () => {
    // The facts end on 29 April: every cell of April is open, and what would lie after it.
    const { caveats, overall, rows } = cohortTable(cohortsOf(optionsOf({ asOf: Date.UTC(2020, 3, 29, 12, 48, 7) })))
    assert.deepStrictEqual(
      rows.map(({ cells }) => cells.map(({ mature }) => (mature ? 1 : 0)).join("")),
      ["11111", "11110", "11100", "11000", "10000", "00000"],
    )
    const [open] = rows[4]?.cells.slice(1) ?? []
    assert.deepStrictEqual([open?.value, open?.interval, open?.denominator], [null, null, 0])
    // By hand: (102 + 83 + 95 + 82) / (259 + 249 + 246 + 257).
    assert.deepStrictEqual([overall[1]?.numerator, overall[1]?.denominator, overall[1]?.cohorts], [362, 1011, 4])
    assert.near(overall[1]?.value, 362 / 1011)
    assert.deepStrictEqual(
      overall.map(({ cohorts, fewer }) => [cohorts, fewer]),
      [
        [5, false],
        [4, true],
        [3, true],
        [2, true],
        [1, true],
      ],
    )
    assert.deepStrictEqual(caveats[0], { id: "immature-window", data: { cells: 15 } })
  })

  it("equals the vector: mature members only, in both readings, with Wilson's interval", () => {
    const { customers, rows, watermark_day } = vectors.C2_retention
    const days = Array.from({ length: 40 }, (_, i) => i * DAY)
    const trails = customers.map(([entry, active]) =>
      (active as ReadonlyArray<number>).map((day): FoldRow => ({ at: (Number(entry) + day) * DAY + 1, marks: "in" })),
    )
    const options = optionsOf({ clock: { kind: "calendar", edges: days }, count: 8, asOf: watermark_day * DAY - 1 })
    const own = runFold(retention, options, trails).get("") ?? retention.empty(options)
    for (const { mode, N, n, wilson, x } of rows) {
      const table = cohortTable([{ cohort: "all", state: own }], { mode: mode === "on" ? "on" : "on-or-after" })
      const cell = table.rows[0]?.cells[N]
      assert.deepStrictEqual([cell?.numerator, cell?.denominator, cell?.mature], [x, n, false])
      assert.interval(cell?.interval, wilson, 1e-9)
      // No member of the cohort may be missing in the overall row.
      assert.isNull(table.overall[N]?.value ?? null)
    }
  })

  it("warns where the overall row rises because only better cohorts are left", () => {
    const table = cohortTable([
      { cohort: "old", state: state(100, [100, 60], [100, 50]) },
      { cohort: "new", state: state(100, [100, 20], [0, 0]) },
    ])
    assert.deepStrictEqual(
      table.overall.map(({ value }) => value),
      [0.4, 0.5],
    )
    assert.deepInclude(table.caveats, { id: "cohorts-change", data: { ages: "1" } })
    const falling = cohortTable([
      { cohort: "old", state: state(100, [100, 60], [100, 10]) },
      { cohort: "new", state: state(100, [100, 60], [0, 0]) },
    ])
    assert.deepStrictEqual(
      falling.caveats.map(({ id }) => id),
      ["immature-window"],
    )
  })

  it("compares neighbouring cohorts at equal age, adjusted for how many comparisons there are", () => {
    const table = cohortTable(cohortsOf(optionsOf({ asOf: Date.UTC(2020, 3, 29) })))
    const found = cohortDifferences(table)
    assert.deepStrictEqual(
      found.map(({ before, cohort, index }) => `${before} ${cohort} ${index}`),
      [
        "2019-11 2019-12 1",
        "2019-11 2019-12 2",
        "2019-11 2019-12 3",
        "2019-12 2020-01 1",
        "2019-12 2020-01 2",
        "2020-01 2020-02 1",
      ],
    )
    const pairs = [
      [83, 249, 102, 259],
      [64, 249, 85, 259],
      [58, 249, 65, 259],
      [95, 246, 83, 249],
      [70, 246, 64, 249],
      [82, 257, 95, 246],
    ] as const
    const p = pairs.map(([x, n, y, m]) => twoProportionTest({ x, n }, { x: y, n: m })?.p ?? NaN)
    const q = benjaminiHochberg(p)
    for (const [i, [x, n, y, m]] of pairs.entries()) {
      assert.near(found[i]?.difference, x / n - y / m)
      const wanted = newcombe({ x, n }, { x: y, n: m })
      assert.interval(found[i]?.interval, [wanted?.low ?? NaN, wanted?.high ?? NaN])
      assert.near(found[i]?.p, p[i] ?? NaN)
      assert.near(found[i]?.q, q[i] ?? NaN)
    }
  })

  it("compares the age of the entry too where coming back is another thing", () => {
    const table = cohortTable([
      { cohort: "a", state: state(50, [50, 30], [50, 10]) },
      { cohort: "none", state: state(0, [0, 0], [0, 0]) },
      { cohort: "b", state: state(50, [50, 20], [50, 10]) },
    ])
    // A cohort without members is passed over.
    assert.deepStrictEqual(
      cohortDifferences(table).map(({ before, cohort, index }) => `${before} ${cohort} ${index}`),
      ["a b 0", "a b 1"],
    )
  })

  it("is compared with another table by cell", () => {
    const [one, two] = [40, 60].map((back) =>
      cohortTable([{ cohort: "Jan", state: state(100, [100, 100], [100, back], [50, 9]) }]),
    )
    if (one === undefined || two === undefined) return assert.fail("two tables")
    const found = shareDifferences(cohortShares(two), cohortShares(one))
    assert.deepStrictEqual(
      found.map(({ difference, name }) => [name, difference?.toFixed(2)]),
      [
        ["Jan · 0", "0.00"],
        ["Jan · 1", "0.20"],
      ],
    )
  })

  it("says the same of shards merged as of the whole, and nothing that is no number", () => {
    const options = optionsOf({ asOf: Date.UTC(2020, 1, 10) })
    const unit = fc
      .array(fc.integer({ min: 0, max: 180 }), { maxLength: 4 })
      .map((days) =>
        days.toSorted((a, b) => a - b).map((day): FoldRow => ({ at: (months[0] ?? 0) + day * DAY, marks: "in" })),
      )
    fc.assert(
      fc.property(fc.array(unit), fc.array(unit), (one, two) => {
        const run = (trails: ReadonlyArray<ReadonlyArray<FoldRow>>) =>
          runFold(retention, options, trails).get("") ?? retention.empty(options)
        const [merged, whole] = [retention.merge(run(one), run(two)), run([...one, ...two])].map((own) =>
          cohortTable([{ cohort: "all", state: own }]),
        )
        assert.deepStrictEqual(merged, whole)
        for (const value of numbersIn(whole)) assert.isTrue(Number.isFinite(value))
      }),
      { numRuns: 100 },
    )
    assert.deepStrictEqual(cohortTable([]), { mode: "on", rows: [], overall: [], caveats: [] })
    assert.deepStrictEqual(cohortDifferences(cohortTable([])), [])
  })

  it.effect("is asked of an engine by bucket of the entry", () =>
    Effect.gen(function* () {
      const order = (customer: string, ...days: ReadonlyArray<number>) =>
        days.map((day) => ({ customer, at: new Date((months[0] ?? 0) + day * DAY).toISOString() }))
      const rows = [...order("a", 3, 35), ...order("b", 5), ...order("c", 33, 63), ...order("d", 34)]
      const facts = yield* project([{ kind: "order", rows }], { asOf: Date.UTC(2020, 1, 10) })
      const bought = mark("bought", { kind: "order" })
      const question = cohortsQuestion({
        entry: bought,
        back: bought,
        edges: months.slice(0, 4),
        count: 3,
        asOf: Date.UTC(2020, 1, 10),
      })
      const groups = yield* groupsOf(facts, question)
      const table = cohortTable(groups.map(({ bucket, states }) => ({ cohort: String(bucket), state: states.fold })))
      assert.deepStrictEqual(
        table.rows.map(({ cells, cohort }) => [cohort, ...cells.map(({ value }) => value)]),
        [
          ["0", 1, 0.5, 0],
          ["1", 1, 0.5, null],
        ],
      )
      const visit = mark("visit", { kind: "interaction" })
      const other = cohortsQuestion({ entry: visit, back: bought, edges: months, count: 3, asOf: null })
      assert.deepStrictEqual(
        [other.kinds.map(({ kind }) => kind), other.open.kind],
        [["interaction", "order"], "interaction"],
      )
    }),
  )
})
