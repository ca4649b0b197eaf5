import { describe, it } from "@effect/vitest"
import {
  funnelBottlenecks,
  funnelDifferences,
  funnelQuestion,
  funnelShares,
  funnelSteps,
  stepBenchmarks,
} from "@touchpoint/core/analyses"
import { conversionRate } from "@touchpoint/core/metrics"
import {
  column,
  dimension,
  eq,
  type Funnel,
  funnel,
  funnelDefaults,
  type FunnelOptions,
  mark,
} from "@touchpoint/core/questions"
import { wilson } from "@touchpoint/core/stats"
import { type FoldRow, runFold } from "@touchpoint/testing"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { groupsOf } from "../../../test/analyses/groupsOf.ts"
import { numbersIn } from "../../../test/analyses/numbersIn.ts"
import { project } from "../../../test/facts/project.ts"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { measureOne } from "../../../test/metrics/asking.ts"
import { assert } from "../../../test/stats/assert.ts"

const DAY = 86_400_000
const optionsOf = (steps: string, more: Partial<FunnelOptions> = {}): FunnelOptions => ({
  ...funnelDefaults,
  steps: steps.split(" "),
  ...more,
})
/** A funnel of which only the counts are known, each customer with one attempt. */
const counted = (reached: ReadonlyArray<number>): Funnel => {
  const empty = funnel.empty(optionsOf(reached.map((_, k) => `s${k}`).join(" ")))
  const [entrants = 0] = reached
  return { ...empty, entrants, reached, clusters: { ...empty.clusters, units: entrants } }
}
const run = (options: FunnelOptions, units: ReadonlyArray<ReadonlyArray<FoldRow>>): Funnel =>
  runFold(funnel, options, units).get("") ?? funnel.empty(options)
const trail = (...rows: ReadonlyArray<readonly [at: number, marks: string]>): ReadonlyArray<FoldRow> =>
  rows.map(([at, marks]) => ({ at, marks }))

describe("funnel", () => {
  const { a, b, bh, lost_at_step, rows } = vectors.G2_funnel_counts

  it("equals the vector: shares of the step before and of all, with Wilson's intervals, and who was lost", () => {
    const { steps } = funnelSteps({ state: counted(a) }, { names: ["A", "B", "C", "D"] })
    for (const [i, row] of rows.entries()) {
      const step = steps[i + 1]
      assert.near(step?.ofPrevious?.value, row.conv)
      assert.near(step?.dropOff?.value, row.dropoff)
      assert.interval(step?.ofPrevious?.interval, row.wilson, 1e-9)
      assert.near(step?.ofFirst.value, row.overall)
      assert.interval(step?.ofFirst.interval, row.overall_wilson, 1e-9)
      assert.strictEqual(step?.lost, lost_at_step[i])
      assert.deepStrictEqual(
        [step?.ofPrevious?.numerator, step?.ofPrevious?.denominator, step?.dropOff?.numerator],
        [a[i + 1], a[i], lost_at_step[i]],
      )
    }
    assert.deepStrictEqual([steps[0]?.lost, steps[0]?.ofPrevious, steps[0]?.sinceFirst], [null, null, null])
    assert.deepStrictEqual(steps[0]?.ofFirst.value, 1)
  })

  it("equals the vector: two groups step by step, adjusted for the number of steps", () => {
    const { steps } = funnelDifferences({ state: counted(a) }, { state: counted(b) })
    for (const [i, row] of rows.entries()) {
      assert.near(steps[i]?.z, row.z_p[0] ?? NaN, 1e-9)
      assert.near(steps[i]?.p, row.z_p[1] ?? NaN, 1e-9)
      assert.near(steps[i]?.q, bh[i] ?? NaN, 1e-9)
      assert.strictEqual(steps[i]?.test, "pooled-z")
    }
  })

  // GrowthBook: exposed 1000, then 400, 120 and 60.
  it("divides every step by all that entered where groups were assigned", () => {
    const { steps } = funnelSteps({ state: counted([1000, 400, 120, 60]) }, { base: "first" })
    assert.deepStrictEqual(
      steps.map(({ ofFirst }) => ofFirst.value),
      [1, 0.4, 0.12, 0.06],
    )
    assert.isTrue(steps.every(({ dropOff, ofPrevious }) => ofPrevious === null && dropOff === null))
    const shares = funnelShares({ state: counted([1000, 400, 120, 60]) }, { base: "first" })
    assert.deepStrictEqual(
      shares.map(({ denominator, numerator }) => [numerator, denominator]),
      [
        [400, 1000],
        [120, 1000],
        [60, 1000],
      ],
    )
  })

  // GrowthBook: control 200 → 100, treatment 400 → 140, of 1000 each.
  it("warns where the share of those at the step before says the opposite of the share of all", () => {
    const [treatment, control] = [counted([1000, 400, 140]), counted([1000, 200, 100])]
    const relative = funnelDifferences({ state: treatment }, { state: control })
    const overall = funnelDifferences({ state: treatment }, { state: control }, { base: "first" })
    assert.near(relative.steps[1]?.difference, -0.15)
    assert.near(overall.steps[1]?.difference, 0.04)
    for (const found of [relative, overall]) {
      assert.deepStrictEqual(
        found.steps.map(({ reversed }) => reversed),
        [false, true],
      )
      assert.deepStrictEqual(found.caveats, [{ id: "post-treatment", data: { n: 1 } }])
    }
    assert.deepStrictEqual(funnelDifferences({ state: treatment }, { state: treatment }).caveats, [])
  })

  it("knows how much several attempts of one customer are worth", () => {
    const { conversions, deff, n_eff, wilson_neff } = vectors.A11_clustered_proportion_icc
    const units = conversions.map((x) =>
      trail(
        ...Array.from({ length: 10 }, (_, i): ReadonlyArray<readonly [number, string]> => [
          [i * 10, "start"],
          ...(i < x ? [[i * 10 + 1, "end"] as const] : []),
        ]).flat(),
      ),
    )
    const state = run(optionsOf("start end", { attempt: "every", within: 5 }), units)
    const { caveats, steps } = funnelSteps({ state }, { horizon: 5 })
    assert.deepStrictEqual([steps[1]?.ofFirst.numerator, steps[1]?.ofFirst.denominator], [20, 100])
    assert.near(steps[1]?.ofPrevious?.nEffective, n_eff, 1e-9)
    assert.near(100 / (steps[1]?.ofPrevious?.nEffective ?? 0), deff, 1e-9)
    assert.interval(steps[1]?.ofPrevious?.interval, wilson_neff, 1e-9)
    assert.deepStrictEqual(caveats, [{ id: "clustered", data: { units: 10, n: 100 } }])
    // Times of one customer are alike too.
    assert.isNotNull(steps[1]?.sinceFirst?.median)
    assert.isNull(steps[1]?.sinceFirst?.median?.interval)
    assert.near(steps[1]?.followed?.value, 0.2)
    assert.deepStrictEqual([steps[1]?.followed?.interval, steps[1]?.followed?.medianInterval], [null, null])
  })

  it("needs the parts of customers for later steps of several attempts, and says so", () => {
    const unit = (from: number, to: number) =>
      trail(
        ...Array.from({ length: from }, (_, i): ReadonlyArray<readonly [number, string]> => [
          [i * 10, "A"],
          [i * 10 + 1, "B"],
          ...(i < to ? [[i * 10 + 2, "C"] as const] : []),
        ]).flat(),
      )
    const options = optionsOf("A B C", { attempt: "every", within: 5 })
    const units = [unit(4, 4), unit(2, 0), unit(6, 1), unit(3, 3), unit(5, 2)]
    const state = run(options, units)
    const alone = funnelSteps({ state }).steps[2]
    assert.isNull(alone?.ofPrevious?.interval)
    assert.deepStrictEqual(alone?.caveats.map(({ id }) => id).includes("no-ci"), true)
    // The linearised variance of the ratio 10 / 20, by hand.
    const parts = units.map((one) => run(options, [one]))
    const pairs = [
      [4, 4],
      [2, 0],
      [6, 1],
      [3, 3],
      [5, 2],
    ] as const
    const se2 = ((5 / 4) * pairs.reduce((sum, [m, x]) => sum + (x - 0.5 * m) ** 2, 0)) / 400
    const found = funnelSteps({ state, parts }).steps[2]?.ofPrevious
    assert.near(found?.nEffective, 0.25 / se2)
    assert.interval(found?.interval, [
      wilson(0.5 * (0.25 / se2), 0.25 / se2)?.low ?? NaN,
      wilson(0.5 * (0.25 / se2), 0.25 / se2)?.high ?? NaN,
    ])
  })

  it.effect("is as sure as the conversion rate of the same attempts", () =>
    Effect.gen(function* () {
      const interactions = Array.from({ length: 40 }, (_, i) => ({
        customer: `c${i % 13}`,
        touchpoint: i >= 13 && i % 13 < 5 ? "order" : "page",
        at: new Date(i * 5 * DAY).toISOString(),
      }))
      const header = ["customer", "touchpoint", "at", "channel", "session", "actor", "sequence"]
      const facts = yield* project([{ kind: "interaction", rows: interactions, header }], { asOf: 400 * DAY })
      const params = { steps: ["page", "order"], attempt: "every", within: 70 }
      const metric = yield* measureOne(facts, conversionRate, params)
      const [page, order] = ["page", "order"].map((id) =>
        mark(id, { kind: "interaction", when: eq(column("touchpoint"), id) }),
      )
      if (page === undefined || order === undefined) return assert.fail("two marks")
      const question = funnelQuestion([page, order], { attempt: "every", within: 70 * DAY, asOf: 400 * DAY })
      const [group] = yield* groupsOf(facts, question)
      if (group === undefined) return assert.fail("one group")
      const share = funnelSteps({ state: group.states.fold }).steps[1]?.ofFirst
      assert.deepStrictEqual([share?.numerator, share?.denominator], [metric.numerator, metric.denominator])
      assert.near(share?.nEffective, metric.nEffective ?? NaN, 1e-9)
      assert.isBelow(share?.nEffective ?? NaN, share?.denominator ?? NaN)
      assert.interval(share?.interval, [metric.interval?.low ?? NaN, metric.interval?.high ?? NaN], 1e-9)
    }),
  )

  it("equals the vector: mature entrants, and everybody as long as they were followed", () => {
    const { as_of, entries, km_F7, km_F7_ci, mature, window } = vectors.C3_conversion_window
    const units = entries.map(([day, delay]) =>
      trail(
        [Number(day) * DAY, "visit"],
        ...(delay === null ? [] : [[(Number(day) + Number(delay)) * DAY, "order"] as const]),
      ),
    )
    const within = window * DAY
    // What comes after the facts end is not in them.
    const known = units.map((unit) => unit.filter(({ at }) => at <= as_of * DAY))
    const state = run(optionsOf("visit order", { within, asOf: as_of * DAY }), known)
    const { caveats, immature, steps } = funnelSteps({ state }, { horizon: within })
    const step = steps[1]
    assert.deepStrictEqual([step?.ofFirst.numerator, step?.ofFirst.denominator], [mature.x, mature.n])
    assert.interval(step?.ofFirst.interval, mature.wilson, 1e-9)
    assert.near(step?.followed?.value, km_F7, 1e-9)
    assert.interval(step?.followed?.interval, km_F7_ci, 1e-9)
    assert.deepStrictEqual([immature, step?.pending, step?.followed?.n, step?.followed?.waiting], [4, 2, 12, 2])
    // Half have ordered after five days.
    assert.near((step?.followed?.median ?? 0) / DAY, 5, 0.01)
    assert.deepStrictEqual(caveats, [{ id: "immature-window", data: { n: 4 } }])
    assert.isNull(funnelSteps({ state }).steps[1]?.followed)
  })

  it("tells times of those who arrived: the median and the slowest tenth", () => {
    const minutes = vectors.D1_response_time.minutes
    const units = minutes.map((wait) => trail([0, "in"], [wait * 60_000, "out"]))
    const step = funnelSteps({ state: run(optionsOf("in out", { within: DAY }), units) }).steps[1]
    const [median, p90] = [step?.sinceFirst?.median, step?.sinceFirst?.p90]
    assert.isTrue(Math.abs((median?.value ?? 0) / 60_000 / 11 - 1) < 0.011)
    assert.isTrue(Math.abs((median?.interval?.low ?? 0) / 60_000 / 6 - 1) < 0.011)
    assert.isTrue(Math.abs((median?.interval?.high ?? 0) / 60_000 / 22 - 1) < 0.011)
    assert.isTrue(Math.abs((p90?.value ?? 0) / 60_000 / 48 - 1) < 0.011)
    assert.isNull(p90?.interval?.high)
    assert.strictEqual(step?.sincePrevious?.n, minutes.length)
  })

  it("says the same of shards merged as of the whole", () => {
    const options = optionsOf("A B C", { within: 20, asOf: 30 })
    const unit = fc
      .array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.constantFrom("A", "B", "C")), { maxLength: 6 })
      .map((some) => trail(...some.toSorted(([x], [y]) => x - y)))
    fc.assert(
      fc.property(fc.array(unit), fc.array(unit), fc.constantFrom("first", "every"), (one, two, attempt) => {
        const asked = { ...options, attempt } as FunnelOptions
        const merged = funnel.merge(run(asked, one), run(asked, two))
        const whole = run(asked, [...one, ...two])
        const [left, right] = [merged, whole].map((state) => funnelSteps({ state }, { horizon: 20 }))
        assert.deepStrictEqual(left, right)
        for (const value of numbersIn(left)) assert.isTrue(Number.isFinite(value))
      }),
      { numRuns: 200 },
    )
  })

  it("is null, not 0, where nobody came", () => {
    const state = counted([0, 0, 0])
    const { steps } = funnelSteps({ state }, { horizon: 7 * DAY })
    for (const { caveats, followed, ofFirst, ofPrevious, sinceFirst } of steps) {
      assert.deepStrictEqual([ofFirst.value, ofFirst.interval, ofFirst.nEffective], [null, null, null])
      assert.isNull(ofPrevious?.value ?? null)
      assert.isNull(followed?.value ?? null)
      assert.isNull(sinceFirst?.median ?? null)
      assert.deepStrictEqual(caveats, [{ id: "zero-denominator" }])
    }
    const { steps: apart } = funnelDifferences({ state }, { state: counted([9, 4, 1]) })
    assert.deepStrictEqual(
      apart.map(({ difference, interval, p, q }) => [difference, interval, p, q]),
      [
        [null, null, null, null],
        [null, null, null, null],
      ],
    )
    assert.deepStrictEqual(
      funnelBottlenecks({ state }, [null, { share: 0.5, size: 10 }, null]).map(({ gap, rankByGap, rankByLost }) => [
        gap,
        rankByGap,
        rankByLost,
      ]),
      [
        [null, null, null],
        [null, null, null],
      ],
    )
  })

  // Published by the documentation of retentioneering 3 for its simple online shop.
  it("gives the published shares of a shop", () => {
    const { steps } = funnelSteps({ state: counted([3611, 1924, 653]) })
    assert.deepStrictEqual(
      steps.map(({ ofFirst }) => Number(((ofFirst.value ?? 0) * 100).toFixed(2))),
      [100, 53.28, 18.08],
    )
    assert.strictEqual(((steps[2]?.ofPrevious?.value ?? 0) * 100).toFixed(2), "33.94")
  })

  it.effect("is asked of an engine with its steps, and by channel of the first of them", () =>
    Effect.gen(function* () {
      const row = (customer: string, touchpoint: string, day: number, channel: string) => ({
        customer,
        touchpoint,
        channel,
        at: new Date(day * DAY).toISOString(),
      })
      const facts = yield* project(
        [
          {
            kind: "interaction",
            rows: [
              row("a", "cart", 1, "web"),
              row("b", "cart", 1, "app"),
              row("c", "cart", 2, "web"),
              row("d", "help", 2, "web"),
            ],
          },
          { kind: "order", rows: [{ customer: "a", at: new Date(2 * DAY).toISOString() }] },
        ],
        { asOf: 60 * DAY },
      )
      const question = funnelQuestion(
        [
          mark("cart", { kind: "interaction", when: eq(column("touchpoint"), "cart") }),
          mark("order", { kind: "order" }),
        ],
        { within: 7 * DAY, open: { by: [dimension("channel", column("channel"))] } },
      )
      // Rows that are no step are not looked at.
      assert.isNotNull(question.kinds[0]?.where)
      assert.isNull(funnelQuestion([mark("order", { kind: "order" })]).kinds[0]?.where)
      const help = mark("help", { kind: "interaction", when: eq(column("touchpoint"), "help") })
      assert.isNotNull(funnelQuestion([help]).kinds[0]?.where)
      // Where nothing may lie between two steps, everything has to be seen.
      assert.isNull(funnelQuestion([help], { order: "strict" }).kinds[0]?.where)
      const groups = yield* groupsOf(facts, question)
      const found = groups.map(({ key, states }) => {
        const { steps } = funnelSteps({ state: states.fold })
        return [key[0], ...steps.map(({ reached }) => reached)]
      })
      assert.deepStrictEqual(found, [
        ["app", 1, 0],
        ["web", 2, 1],
      ])
    }),
  )
})

describe("bottlenecks", () => {
  it("shrinks a share before it is held against a benchmark", () => {
    const [row] = funnelBottlenecks({ state: counted([10, 3]) }, [null, { share: 0.8, size: 10 }])
    // Vector K3: 3 of 10 against 80 % worth ten attempts.
    assert.near(row?.shrunken, vectors.K3_beta_binomial_shrink.rows[0]?.shrunk ?? NaN)
    assert.near(row?.gap, 0.25)
    assert.near(row?.missing, 2.5)
    // Quantiles of Beta(11, 9), from scipy: beta.ppf([.025, .975], 11, 9).
    assert.interval(row?.gapInterval, [0.8 - 0.75552531, 0.8 - 0.33499784], 1e-8)
  })

  it("ranks by who is lost and by the gap, and never by drop-off alone", () => {
    // The last step loses the largest share, of next to nobody.
    const state = counted([10_000, 6000, 3000, 12, 1])
    const same = { share: 0.5, size: 100 }
    const rows = funnelBottlenecks({ state }, [
      null,
      { share: 0.8, size: 100 },
      same,
      { share: 0.005, size: 100 },
      same,
    ])
    assert.deepStrictEqual(
      rows.map(({ lost, rankByGap, rankByLost }) => [lost, rankByLost, rankByGap]),
      [
        [4000, 1, 1],
        [3000, 2, null],
        [2988, 3, 3],
        [11, 4, 2],
      ],
    )
    // Too few to be ranked are shown.
    const few = funnelBottlenecks({ state: counted([100, 9, 0]) }, [null, same, same])
    assert.deepStrictEqual(
      few.map(({ gap, lost, rankByGap, rankByLost }) => [lost, rankByLost, rankByGap, gap !== null]),
      [
        [91, 1, 1, true],
        [9, null, null, true],
      ],
    )
  })

  it("takes the benchmark from several groups: their pooled share, worth as much as they are alike", () => {
    const groups = [
      [100, 10],
      [100, 50],
      [100, 90],
    ].map((reached) => ({ state: counted(reached) }))
    const [first, second] = stepBenchmarks(groups)
    assert.isNull(first)
    assert.near(second?.share, 0.5)
    assert.isBelow(second?.size ?? Infinity, 5)
    // Groups that differ no more than chance makes them have no gap.
    const alike = [
      [100, 50],
      [100, 51],
      [100, 49],
    ].map((reached) => ({ state: counted(reached) }))
    const benchmarks = stepBenchmarks(alike)
    assert.deepStrictEqual(benchmarks, [null, { share: 0.5, size: null }])
    const [row] = funnelBottlenecks({ state: counted([100, 49]) }, benchmarks)
    assert.deepStrictEqual([row?.gap, row?.shrunken, row?.missing], [0, 0.5, 0])
    assert.deepStrictEqual(stepBenchmarks([{ state: counted([100, 50]) }]), [null, null])
    assert.deepStrictEqual(stepBenchmarks([]), [])
  })

  it("takes shares of all that entered where that is the base", () => {
    const groups = [
      [100, 50, 10],
      [100, 20, 10],
    ].map((reached) => ({ state: counted(reached) }))
    assert.deepStrictEqual(stepBenchmarks(groups, "first")[2], { share: 0.1, size: null })
    const rows = funnelBottlenecks({ state: counted([100, 50, 10]) }, [], { base: "first" })
    assert.deepStrictEqual([rows[1]?.share.denominator, rows[1]?.lost, rows[1]?.rankByGap], [100, 40, null])
  })
})
