import { describe, it } from "@effect/vitest"
import { churnRate } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import { lossOver } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measurements, measureOne, sameOverShards } from "../../../test/metrics/asking.ts"
import { assert } from "../../../test/stats/assert.ts"
import { churnOf } from "./estimate.ts"

const utc = (day: string) => Date.parse(`${day}T00:00:00Z`)
const february = { from: utc("2026-02-01"), to: utc("2026-03-01"), zone: "UTC" }
const sub = (customer: string | null, at: string, until: string | null = null, more: Row = {}): Row => ({
  customer,
  at,
  until,
  ...more,
})
const header = ["customer", "at", "until", "plan"]
const factsOf = (rows: ReadonlyArray<Row>, asOf = "2026-03-31") =>
  project([{ kind: "subscription", rows, header }], { asOf: utc(asOf) })
const measured = (rows: ReadonlyArray<Row>, params: unknown = {}, asOf?: string) =>
  Effect.flatMap(factsOf(rows, asOf), (facts) => measureOne(facts, churnRate, params, { period: february }))
const times = (n: number, prefix: string, row: (customer: string) => Row) =>
  Array.from({ length: n }, (_, i) => row(`${prefix}${i}`))

const { C5_churn_arith: c5 } = vectors
const base = [
  ...times(c5.lost_of_start, "lost", (id) => sub(id, "2026-01-05", "2026-02-10")),
  ...times(c5.start - c5.lost_of_start, "stays", (id) => sub(id, "2026-01-05")),
  ...times(c5.lost_of_new, "brief", (id) => sub(id, "2026-02-03", "2026-02-20")),
  ...times(c5.new - c5.lost_of_new, "new", (id) => sub(id, "2026-02-03")),
]

describe("churn-rate", () => {
  it.effect("equals the vector: those lost of those at the start, and the named variants", () =>
    Effect.gen(function* () {
      const m = yield* measured(base)
      assert.deepStrictEqual([m.numerator, m.denominator, m.n], [42, 1000, 1000])
      assert.near(m.value, c5.churn_start_base)
      assert.interval(m.interval, c5.wilson, 1e-9)
      assert.deepStrictEqual([m.unit, m.unitOfN], [{ kind: "proportion" }, "customer"])
      const all = yield* measured(base, { form: "all-of-start" })
      assert.near(all.value, c5.churn_all_lost_over_start)
      assert.deepStrictEqual([all.numerator, all.denominator, all.unit], [51, 1000, { kind: "ratio" }])
      const average = yield* measured(base, { form: "all-of-average" })
      assert.near(average.value, c5.churn_avg_base)
      assert.strictEqual(average.denominator, 1034.5)
    }),
  )

  // The linearised ratio of sums, by hand: se² = n/(n−1) · Σ(x − R y)² / (Σ y)², over 1120 customers.
  it.effect("gives ratios an interval over customers", () =>
    Effect.gen(function* () {
      const { interval } = yield* measured(base, { form: "all-of-start" })
      const r = 51 / 1000
      const squares = 42 * (1 - r) ** 2 + 958 * r ** 2 + 9
      const se = Math.sqrt((1120 / 1119) * squares) / 1000
      const t = 1.9620859
      assert.interval(interval, [r - t * se, r + t * se], 1e-7)
      assert.strictEqual((yield* measured(base, { form: "all-of-average" })).interval?.method, "delta")
    }),
  )

  it("equals the vector of events per exposure", () => {
    const months = (365.2425 / 12) * 86_400_000
    const period = {
      units: 1000,
      start: 1000,
      lostOfStart: 42,
      joined: 0,
      lost: 42,
      end: 958,
      exposure: 1000 * months,
      squares: { lost: 42, lostStart: 42, lostEnd: 0, startEnd: 958 },
    }
    const { denominator, interval, value } = churnOf(period, "per-exposure", 0.95)
    assert.near(value, 0.042)
    assert.near(denominator, 1000)
    assert.interval(interval, vectors.A9_poisson_exact.k42_per_1000_personmonths, 1e-9)
    const never = churnOf({ ...period, lost: 0, squares: { ...period.squares, lost: 0 } }, "all-of-start", 0.95)
    assert.interval(never.interval, [0, (vectors.A9_poisson_exact.k0[1] ?? Number.NaN) / 1000], 1e-9)
  })

  it("is no twelfth of a yearly rate", () => {
    assert.near(lossOver(0.05, 12), c5.annual_from_monthly_5pct, 1e-12)
    assert.near(lossOver(0.3, 1 / 12), c5.monthly_from_annual_30pct, 1e-12)
  })

  it.effect("counts the months that customers were there", () =>
    Effect.gen(function* () {
      // 28 days, 9 days (of February only), 14 days.
      const rows = [sub("a", "2026-01-05"), sub("b", "2026-01-05", "2026-02-10"), sub("c", "2026-02-15")]
      const m = yield* measured(rows, { form: "per-exposure" })
      assert.near(m.denominator, (28 + 9 + 14) / (365.2425 / 12))
      assert.deepStrictEqual([m.numerator, m.n], [1, 3])
    }),
  )

  it.effect("says nothing of a period that begins after the facts end: nobody knows who is there by then", () =>
    Effect.gen(function* () {
      const m = yield* measured(base, {}, "2026-01-31")
      assert.deepStrictEqual([m.value, m.interval, m.numerator], [null, null, null])
      assert.include(caveatsOf(m), "partial-period")
    }),
  )

  it.effect("takes what ends with the first instant of a period for lost in it, and what begins then for new", () =>
    Effect.gen(function* () {
      const rows = [
        sub("ends", "2026-01-05", "2026-02-01"),
        sub("begins", "2026-02-01"),
        sub("later", "2026-01-05", "2026-03-01"),
        sub("before", "2026-01-05", "2026-01-31"),
      ]
      const m = yield* measured(rows)
      assert.deepStrictEqual([m.numerator, m.denominator], [1, 2])
    }),
  )

  it.effect("loses nobody by a change of plan, by a second subscription, or by a gap within the grace", () =>
    Effect.gen(function* () {
      const rows = [
        sub("changed", "2026-01-05", "2026-02-10"),
        sub("changed", "2026-02-10"),
        sub("double", "2026-01-05", "2026-02-10"),
        sub("double", "2026-01-20", "2026-02-20"),
        sub("double", "2026-02-01"),
        sub("gap", "2026-01-05", "2026-02-10"),
        sub("gap", "2026-02-13"),
      ]
      const strict = yield* measured(rows)
      assert.deepStrictEqual([strict.numerator, strict.denominator], [1, 3])
      const kind = yield* measured(rows, { grace: 3 })
      assert.deepStrictEqual([kind.numerator, kind.denominator], [0, 3])
      assert.strictEqual((yield* measured(rows, { grace: 2.9 })).numerator, 1)
    }),
  )

  it.effect("counts a reactivation as a new spell, and one that begins and ends on a day as lost", () =>
    Effect.gen(function* () {
      const rows = [
        sub("twice", "2026-01-05", "2026-02-05"),
        sub("twice", "2026-02-10", "2026-02-20"),
        sub("stays", "2026-01-05"),
        sub("same-day", "2026-02-07", "2026-02-07"),
      ]
      const [start, all] = [yield* measured(rows), yield* measured(rows, { form: "all-of-start" })]
      assert.deepStrictEqual([start.numerator, start.denominator], [1, 2])
      assert.deepStrictEqual([all.numerator, all.denominator, all.n], [3, 2, 3])
      assert.isAbove(all.value ?? 0, 1)
    }),
  )

  it.effect("leaves out, and says, what ends before it begins and what names nobody", () =>
    Effect.gen(function* () {
      const m = yield* measured([sub("a", "2026-01-05"), sub("b", "2026-01-05", "2026-01-01"), sub(null, "2026-01-05")])
      assert.deepStrictEqual([m.numerator, m.denominator], [0, 1])
      assert.deepStrictEqual([caveatData(m, "backwards"), caveatData(m, "no-customer")], [{ n: 1 }, { n: 1 }])
    }),
  )

  it.effect("does not know who will be lost: an end after the facts has not happened", () =>
    Effect.gen(function* () {
      const rows = [sub("a", "2026-01-05", "2026-02-20"), sub("b", "2026-01-05")]
      const m = yield* measured(rows, {}, "2026-02-15")
      assert.deepStrictEqual([m.numerator, m.denominator], [0, 2])
      assert.include(caveatsOf(m), "partial-period")
      // Within the grace it may still be no loss.
      const open = yield* measured(rows, { grace: 30 }, "2026-03-10")
      assert.deepStrictEqual([open.numerator, open.period?.complete], [0, false])
    }),
  )

  it.effect("is null of nobody, and of all time", () =>
    Effect.gen(function* () {
      const nobody = yield* measured([sub("a", "2026-02-05")])
      assert.deepStrictEqual([nobody.value, nobody.interval, nobody.n], [null, null, 0])
      assert.include(caveatsOf(nobody), "zero-denominator")
      const ratio = yield* measured([sub("a", "2026-02-05")], { form: "all-of-start" })
      assert.deepStrictEqual([ratio.value, ratio.n], [null, 1])
      assert.include(caveatsOf(ratio), "zero-denominator")
      const ever = yield* measureOne(yield* factsOf(base), churnRate)
      assert.isNull(ever.value)
      assert.include(caveatsOf(ever), "period-needed")
      const none = yield* measured([])
      assert.deepStrictEqual([none.value, none.n], [null, 0])
    }),
  )

  it.effect("asks each month anew: the end of one is the start of the next", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf(
        [sub("a", "2026-01-05", "2026-02-10"), sub("b", "2026-01-05", "2026-03-05"), sub("c", "2026-02-10")],
        "2026-03-31",
      )
      const months = yield* measurements(facts, churnRate, {}, { every: "month" })
      assert.deepStrictEqual(
        months.map((m) => [m.numerator, m.denominator]),
        [
          [null, null],
          [1, 2],
          [1, 2],
        ],
      )
    }),
  )

  it.effect("splits by the subscription a customer began with", () =>
    Effect.gen(function* () {
      const rows = [
        sub("a", "2026-01-05", "2026-02-10", { plan: "basic" }),
        sub("b", "2026-01-05", "2026-02-10", { plan: "basic" }),
        sub("b", "2026-02-10", null, { plan: "pro" }),
        sub("c", "2026-01-05", null, { plan: "pro" }),
      ]
      const plans = yield* measurements(
        yield* factsOf(rows),
        churnRate,
        {},
        {
          period: february,
          by: [dimension("plan", column("plan"))],
        },
      )
      assert.deepStrictEqual(
        plans.map((m) => [m.by["plan"], m.numerator, m.denominator]),
        [
          ["basic", 1, 2],
          ["pro", 0, 1],
        ],
      )
    }),
  )

  it.effect("compares rates, per exposure by the binomial of all events", () =>
    Effect.gen(function* () {
      const group = (plan: string, x: number, n: number) => [
        ...times(x, `${plan}x`, (id) => sub(id, "2026-01-05", "2026-02-10", { plan })),
        ...times(n - x, `${plan}o`, (id) => sub(id, "2026-01-05", null, { plan })),
      ]
      const [one] = vectors.A3_two_proportions.cases
      if (one === undefined) return assert.fail("no vector")
      const facts = yield* factsOf([...group("p", one.x1, one.n1), ...group("q", one.x2, one.n2)])
      const request = { period: february, by: [dimension("plan", column("plan"))], versus: { plan: "q" } }
      const [share] = yield* measurements(facts, churnRate, {}, request)
      assert.near(share?.versus?.difference, one.diff, 1e-9)
      assert.interval(share?.versus?.interval, one.newcombe, 1e-9)
      for (const form of ["all-of-start", "all-of-average", "per-exposure"]) {
        const [ratio] = yield* measurements(facts, churnRate, { form }, request)
        assert.isAbove(ratio?.versus?.interval?.low ?? -1, 0, form)
        assert.isBelow(ratio?.versus?.p ?? 1, 0.05, form)
      }
    }),
  )

  it.effect("takes a small group that lost nobody for one that chance spared", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf([
        ...times(20, "p", (id) => sub(id, "2026-01-05", null, { plan: "p" })),
        ...times(30, "lost", (id) => sub(id, "2026-01-05", "2026-02-10", { plan: "q" })),
        ...times(270, "q", (id) => sub(id, "2026-01-05", null, { plan: "q" })),
      ])
      const request = { period: february, by: [dimension("plan", column("plan"))], versus: { plan: "q" } }
      const [none] = yield* measurements(facts, churnRate, { form: "all-of-start" }, request)
      const { difference, interval, p, test } = none?.versus ?? assert.fail("not compared")
      assert.near(difference, -0.1)
      assert.strictEqual(test, "conditional-binomial")
      // None of 30 where one in 16 is expected: as probable as that are 0 and, together, 4 and more.
      const of = (k: number, ways: number) => ways * (1 / 16) ** k * (15 / 16) ** (30 - k)
      assert.near(p, 1 - of(1, 30) - of(2, 435) - of(3, 4060), 1e-9)
      // Garwood: of none at most 3.6889 of 20, of 30 of 300 between 20.2409 and 42.8269.
      assert.near(interval?.low, -0.1 - (42.8268653948 - 30) / 300, 1e-8)
      assert.near(interval?.high, -0.1 + Math.hypot(3.6888794541 / 20, (30 - 20.2408740214) / 300), 1e-8)
    }),
  )

  describe("by inactivity", () => {
    const order = (customer: string, at: string): Row => ({ customer, at })
    const orders = (rows: ReadonlyArray<Row>, params: object = {}, asOf = "2026-03-31") =>
      Effect.flatMap(project([{ kind: "order", rows, header: ["customer", "at"] }], { asOf: utc(asOf) }), (facts) =>
        measureOne(facts, churnRate, { ends: "inactivity", days: 30, ...params }, { period: february }),
      )

    it.effect("loses whoever has been silent for the days, on the day the last of them is over", () =>
      Effect.gen(function* () {
        const rows = [
          order("old", "2025-12-01"),
          order("lost", "2026-01-10"),
          order("gone-before", "2026-01-01"),
          order("kept", "2026-01-10"),
          order("kept", "2026-02-08"),
          order("recent", "2026-01-30"),
          order("new", "2026-02-10"),
        ]
        const m = yield* orders(rows)
        // On 1 February: lost, kept and recent; of these, one was silent for 30 days on 9 February, one on 1 March.
        assert.deepStrictEqual([m.numerator, m.denominator], [1, 3])
        assert.strictEqual(m.value, 1 / 3)
        const touch = yield* orders([order("old", "2025-12-01"), order("a", "2026-01-10"), order("a", "2026-02-09")])
        assert.deepStrictEqual([touch.numerator, touch.denominator], [0, 1])
      }),
    )

    it.effect("says that facts which begin within the days before know too few", () =>
      Effect.gen(function* () {
        const m = yield* orders([order("a", "2026-01-10"), order("b", "2026-02-10")])
        assert.isNull(m.value)
        assert.deepStrictEqual(caveatData(m, "history-unknown"), { days: 30 })
      }),
    )

    it.effect("takes any step for activity, and no robots", () =>
      Effect.gen(function* () {
        const visit = (customer: string, at: string, more: Row = {}) => ({ customer, at, touchpoint: "app", ...more })
        const facts = yield* project(
          [
            {
              kind: "interaction",
              rows: [
                visit("old", "2025-12-01"),
                visit("a", "2026-01-10"),
                visit("a", "2026-02-05", { actor: "bot" }),
                visit("b", "2026-01-20", { touchpoint: "site" }),
              ],
              header: ["customer", "at", "touchpoint", "actor"],
            },
          ],
          { asOf: utc("2026-03-31") },
        )
        const params = { ends: "inactivity", days: 30, activity: "app" }
        const m = yield* measureOne(facts, churnRate, params, { period: february })
        assert.deepStrictEqual([m.numerator, m.denominator], [1, 1])
      }),
    )
  })

  it.effect("refuses what contradicts itself", () =>
    Effect.gen(function* () {
      for (const [params, problem] of [
        [{ ends: "inactivity", grace: 3 }, "their own grace"],
        [{ days: 0 }, "days"],
        [{ grace: -1 }, "grace"],
        [{ form: "yearly" }, "form"],
      ] as const)
        assert.include((yield* Effect.flip(churnRate.prepare(params))).message, problem)
    }),
  )

  it("is the same over shards of customers as over the whole, and a share between 0 and 1", async () => {
    const row = fc.record({ customer: fc.constantFrom(null, "a", "b", "c", "d"), day: fc.nat(80), days: fc.nat(60) })
    const at = (day: number) => new Date(utc("2026-01-01") + day * 86_400_000).toISOString()
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 20 }),
        fc.constantFrom("of-start", "all-of-start", "all-of-average", "per-exposure"),
        fc.constantFrom(0, 5),
        fc.nat(15),
        async (rows, form, grace, mask) => {
          const isLeft = ({ customer }: { readonly customer: string | null }) =>
            ((mask >> "abcd".indexOf(customer ?? "a")) & 1) === 1
          const of = (some: typeof rows) =>
            factsOf(
              some.map(({ customer, day, days }) => sub(customer, at(day), days > 50 ? null : at(day + days))),
              "2026-04-30",
            )
          const period = { ...february, previous: { from: utc("2026-01-01"), to: february.from }, previousKnown: true }
          await Effect.runPromise(
            Effect.gen(function* () {
              const whole = yield* of(rows)
              const shards = [yield* of(rows.filter(isLeft)), yield* of(rows.filter((r) => !isLeft(r)))] as const
              yield* sameOverShards(yield* churnRate.prepare({ form, grace }), whole, shards, period)
              const m = yield* measureOne(whole, churnRate, { grace }, { period: february })
              assert.isTrue(m.value === null || (m.value >= 0 && m.value <= 1))
            }),
          )
        },
      ),
      { numRuns: 40 },
    )
  })
})
