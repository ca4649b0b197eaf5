import { describe, it } from "@effect/vitest"
import { customerSurvival } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measurements, measureOne, sameOverShards } from "../../../test/metrics/asking.ts"
import { assert } from "../../../test/stats/assert.ts"

const DAY = 86_400_000
const start = Date.parse("2026-01-01T00:00:00Z")
const at = (day: number) => new Date(start + day * DAY).toISOString()
const header = ["customer", "at", "until", "plan"]
const factsOf = (rows: ReadonlyArray<Row>, asOf: string, zone = "UTC") =>
  project([{ kind: "subscription", rows, header }], { asOf: Date.parse(asOf), zone })
const END = 100
/** Customers followed for so many days: to their end, or to the last day of the facts. */
const followed = (times: ReadonlyArray<number>, events: ReadonlyArray<number>, plan: string): ReadonlyArray<Row> =>
  times.map((days, i) => ({
    customer: `${plan}${i}`,
    at: at(END - days),
    until: events[i] === 1 ? at(END) : null,
    plan,
  }))
const { C4_km_freireich: c4 } = vectors
const treated = followed(c4.time, c4.event, "treated")
const control = followed(
  c4.placebo,
  c4.placebo.map(() => 1),
  "control",
)
const measured = (rows: ReadonlyArray<Row>, params: object = {}, asOf = at(END)) =>
  Effect.flatMap(factsOf(rows, asOf), (facts) => measureOne(facts, customerSurvival, { least: 1, ...params }))

describe("customer-survival", () => {
  it.effect(
    "does not follow who came within the grace of the last day, of whom neither leaving nor staying is known",
    () =>
      Effect.gen(function* () {
        const rows = (newcomers: number): ReadonlyArray<Row> => [
          ...Array.from({ length: 5 }, (_, i) => ({ customer: `left${i}`, at: at(0), until: at(0.5) })),
          ...Array.from({ length: 5 }, (_, i) => ({ customer: `stays${i}`, at: at(0), until: null })),
          ...Array.from({ length: newcomers }, (_, i) => ({ customer: `new${i}`, at: at(90), until: null })),
        ]
        for (const newcomers of [0, 10, 90]) {
          const m = yield* measured(rows(newcomers), { days: 30, grace: 30 })
          assert.deepStrictEqual([m.value, m.n], [0.5, 10])
        }
      }),
  )

  it.effect("equals Freireich's curve with log-log bands", () =>
    Effect.gen(function* () {
      for (const { hi, lo, S, t } of c4.rows) {
        const m = yield* measured(treated, { days: t })
        assert.near(m.value, S)
        assert.interval(m.interval, [lo, hi], 1e-9)
        assert.deepStrictEqual([m.n, m.unit, m.unitOfN], [21, { kind: "proportion" }, "customer"])
      }
      assert.deepStrictEqual(caveatData(yield* measured(treated, { days: 10 }), "censored"), { n: 12 })
    }),
  )

  it.effect("equals its median and its restricted mean", () =>
    Effect.gen(function* () {
      const median = yield* measured(treated, { form: "median" })
      assert.strictEqual(median.value, c4.median * DAY)
      assert.deepStrictEqual([median.interval?.low, median.interval?.high], [13 * DAY, null])
      assert.deepStrictEqual(median.unit, { kind: "duration" })
      assert.notInclude(caveatsOf(median), "no-ci")
      const mean = yield* measured(treated, { form: "restricted-mean", days: 35 })
      assert.near(mean.value, c4.rmst35 * DAY)
      const half = 1.959963984540054 * c4.rmst35_se
      assert.interval(mean.interval, [(c4.rmst35 - half) * DAY, (c4.rmst35 + half) * DAY], 1e-9)
    }),
  )

  it.effect("does not take the grace before the facts end for days on which nobody leaves", () =>
    Effect.gen(function* () {
      // One comes on each of 100 days and stays for 40: of the 60 whose 40 days are over, all left on the 40th.
      const rows = Array.from({ length: 100 }, (_, i) => ({
        customer: `c${i}`,
        at: at(i),
        until: i + 40 > 100 ? null : at(i + 40),
        plan: "a",
      }))
      const of = (grace: number) => measured(rows, { days: 40, grace })
      assert.deepStrictEqual([(yield* of(0)).value, (yield* of(30)).value], [0, 0])
      // With the grace 30 customers fewer are seen to leave, and as many fewer are followed so long.
      const half = rows.map((row, i) => (i % 2 === 0 ? row : { ...row, until: null }))
      const [all, known] = [yield* measured(half, { days: 40 }), yield* measured(half, { days: 40, grace: 30 })]
      assert.near(all.value, 30 / 61)
      assert.near(known.value, 15 / 31)
      // Of the 29 who came within the grace nothing is known yet.
      assert.deepStrictEqual([all.n, known.n], [100, 71])
    }),
  )

  it.effect("compares curves by log-rank, shares at a day by log(-log S), means by z", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf([...treated, ...control], at(END))
      const request = { by: [dimension("plan", column("plan"))], versus: { plan: "control" } }
      const versus = (params: object) =>
        Effect.map(measurements(facts, customerSurvival, { least: 1, ...params }, request), (all) => {
          const found = all.find((m) => m.by["plan"] === "treated")?.versus
          return found ?? assert.fail("not compared")
        })
      const median = yield* versus({ form: "median" })
      assert.near(median.p, c4.logrank.p, 1e-9)
      assert.deepStrictEqual([median.test, median.difference, median.interval], ["log-rank", (23 - 8) * DAY, null])
      const share = yield* versus({ days: 10 })
      // R, log(-log S) of both curves at week 10.
      assert.near(share.p, 0.022189235366899464, 1e-9)
      assert.near(share.difference, 0.7529411764705882 - 8 / 21)
      const mean = yield* versus({ form: "restricted-mean", days: 20 })
      assert.isAbove(mean.interval?.low ?? -1, 0)
      assert.isBelow(mean.p ?? 1, 0.001)
    }),
  )

  it.effect("reads the curve only where enough are followed", () =>
    Effect.gen(function* () {
      const share = (days: number) => measured(treated, { days, least: 10 })
      // Eleven are followed for 16 days, ten for 17, eight for 20.
      assert.near((yield* share(17)).value, 0.6274509804, 1e-9)
      const late = yield* share(20)
      assert.deepStrictEqual([late.value, late.interval], [null, null])
      assert.deepStrictEqual(caveatData(late, "not-reached"), { minimum: 10 })
      const median = yield* measured(treated, { form: "median", least: 10 })
      assert.isNull(median.value)
      assert.deepStrictEqual([median.interval?.low, median.interval?.high], [13 * DAY, null])
      assert.isNull((yield* measured(treated, { form: "restricted-mean", days: 36 })).value)
    }),
  )

  it.effect("counts days by the calendar, over clock changes", () =>
    Effect.gen(function* () {
      // Berlin: 30 days with one of 25 hours, and with one of 23.
      const rows = [
        { customer: "autumn", at: "2025-10-01T00:00:00+02:00", until: "2025-10-31T00:00:00+01:00", plan: "" },
        { customer: "spring", at: "2025-03-01T00:00:00+01:00", until: "2025-03-31T00:00:00+02:00", plan: "" },
      ]
      const facts = yield* factsOf(rows, "2026-01-01T00:00:00Z", "Europe/Berlin")
      const share = (days: number) =>
        Effect.map(measureOne(facts, customerSurvival, { least: 1, days }), ({ value }) => value)
      assert.deepStrictEqual([yield* share(29), yield* share(30)], [1, 0])
    }),
  )

  it.effect("follows the first spell: changes, second subscriptions and short gaps do not end it", () =>
    Effect.gen(function* () {
      const rows = [
        { customer: "a", at: at(0), until: at(10), plan: "basic" },
        { customer: "a", at: at(10), until: at(20), plan: "pro" },
        { customer: "a", at: at(23), until: at(30), plan: "pro" },
        { customer: "a", at: at(60), until: at(99), plan: "pro" },
      ]
      const median = (params: object) =>
        Effect.map(measured(rows, { form: "median", ...params }), ({ n, value }) => [n, (value ?? 0) / DAY])
      assert.deepStrictEqual(yield* median({}), [1, 20])
      assert.deepStrictEqual(yield* median({ grace: 3 }), [1, 30])
      const same = yield* measured([{ customer: "a", at: at(5), until: at(5), plan: "" }], { days: 1 })
      assert.strictEqual(same.value, 0)
    }),
  )

  it.effect("lets those in late who were there before the facts, and leaves out who ended before", () =>
    Effect.gen(function* () {
      const rows = [
        ...Array.from({ length: 4 }, (_, i) => ({ customer: `old${i}`, at: at(0), until: at(70 + i), plan: "" })),
        { customer: "before", at: at(0), until: at(10), plan: "" },
        ...Array.from({ length: 4 }, (_, i) => ({ customer: `new${i}`, at: at(50), until: at(51 + i), plan: "" })),
        { customer: "runs", at: at(50), until: null, plan: "" },
      ]
      const since = yield* measured(rows, { days: 2, since: "2026-02-20" })
      // Of the five that came when the facts began, three are left after two days; the old were not seen then.
      assert.strictEqual(since.n, 9)
      assert.near(since.value, 3 / 5)
      // Who left on that very day was followed for no whole one.
      const thatDay = { customer: "that day", at: at(0), until: at(50), plan: "" }
      const known = yield* measured([...rows, thatDay], { days: 2, since: "2026-02-20" })
      assert.deepStrictEqual([known.n, known.value], [since.n, since.value])
      const bare = yield* measured(rows, { days: 2 })
      assert.strictEqual(bare.n, 10)
      assert.near(bare.value, 8 / 10)
    }),
  )

  it.effect("groups by the month in which customers came", () =>
    Effect.gen(function* () {
      const rows = [
        ...Array.from({ length: 3 }, (_, i) => ({
          customer: `j${i}`,
          at: at(2),
          until: i > 0 ? null : at(12),
          plan: "",
        })),
        { customer: "f", at: at(40), until: null, plan: "" },
        { customer: "j1", at: at(40), until: null, plan: "" },
      ]
      const months = yield* measurements(
        yield* factsOf(rows, at(END)),
        customerSurvival,
        { least: 1, days: 30 },
        { every: "month" },
      )
      assert.deepStrictEqual(
        months.map((m) => [m.n, m.value]),
        [
          [3, 2 / 3],
          [1, 1],
        ],
      )
    }),
  )

  it.effect("is null of nobody, has an interval where nobody left, and says what it leaves out", () =>
    Effect.gen(function* () {
      const none = yield* measured([])
      assert.deepStrictEqual([none.value, none.interval, none.n], [null, null, 0])
      const odd = yield* measured([
        { customer: null, at: at(0), until: null, plan: "" },
        { customer: "b", at: at(9), until: at(3), plan: "" },
      ])
      assert.includeMembers([...caveatsOf(odd)], ["zero-denominator", "no-customer", "backwards"])
      const all = yield* measured(
        Array.from({ length: 20 }, (_, i) => ({ customer: `c${i}`, at: at(0), until: null, plan: "" })),
        { days: 50 },
      )
      assert.interval(all.interval, [0.025 ** (1 / 20), 1])
      const still = yield* measured([{ customer: "a", at: at(0), until: null, plan: "" }], {
        form: "restricted-mean",
        days: 9,
      })
      assert.strictEqual(still.value, 9 * DAY)
      assert.include(caveatsOf(still), "no-ci")
    }),
  )

  it.effect("says of whom it is silent only where there are some", () =>
    Effect.gen(function* () {
      const m = yield* measured(treated, { days: 10 })
      assert.notInclude(caveatsOf(m), "no-customer")
      assert.notInclude(caveatsOf(m), "backwards")
      assert.notInclude(caveatsOf(m), "not-reached")
      assert.deepStrictEqual([m.numerator, m.denominator], [null, 21])
      // Whoever begins after the facts end is not followed yet.
      const ahead = yield* measured([...treated, { customer: "later", at: at(END + 5), until: null, plan: "" }], {
        days: 10,
      })
      assert.deepStrictEqual([ahead.n, ahead.value], [m.n, m.value])
      const only = yield* measured([{ customer: "later", at: at(END + 5), until: null, plan: "" }])
      assert.deepStrictEqual([only.value, only.n], [null, 0])
    }),
  )

  it.effect("follows to the last instant of the facts", () =>
    Effect.gen(function* () {
      // Followed for a whole day, where the facts end with its last instant or later.
      const rows = [{ customer: "a", at: at(0), until: null, plan: "" }]
      const share = (asOf: string) => Effect.map(measured(rows, { days: 1 }, asOf), ({ value }) => value)
      assert.deepStrictEqual([yield* share(at(1)), yield* share(at(0.9))], [1, null])
      // Who came with it is followed for no day.
      const newest = yield* measured(rows, { days: 1 }, at(0))
      assert.deepStrictEqual([newest.value, newest.n], [null, 1])
    }),
  )

  it.effect("refuses what it cannot read", () =>
    Effect.gen(function* () {
      for (const [params, problem] of [
        [{ since: "2026-02-30" }, "a day such as"],
        [{ days: 0 }, "days"],
        [{ least: 0 }, "least"],
      ] as const)
        assert.include((yield* Effect.flip(customerSurvival.prepare(params))).message, problem)
    }),
  )

  it("is the same over shards of customers as over the whole, and falls with time", async () => {
    const row = fc.record({ customer: fc.constantFrom(null, "a", "b", "c", "d"), day: fc.nat(80), days: fc.nat(60) })
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 20 }),
        fc.constantFrom("share-at", "median", "restricted-mean"),
        fc.constantFrom(null, "2026-02-01"),
        fc.nat(15),
        async (rows, form, since, mask) => {
          const isLeft = ({ customer }: { readonly customer: string | null }) =>
            ((mask >> "abcd".indexOf(customer ?? "a")) & 1) === 1
          const of = (some: typeof rows) =>
            factsOf(
              some.map(({ customer, day, days }) => ({
                customer,
                at: at(day),
                until: days > 50 ? null : at(day + days),
                plan: "",
              })),
              at(END),
            )
          await Effect.runPromise(
            Effect.gen(function* () {
              const whole = yield* of(rows)
              yield* sameOverShards(yield* customerSurvival.prepare({ form, since, least: 1, days: 20 }), whole, [
                yield* of(rows.filter(isLeft)),
                yield* of(rows.filter((r) => !isLeft(r))),
              ])
              const share = (days: number) =>
                Effect.map(measureOne(whole, customerSurvival, { since, least: 1, days }), ({ value }) => value)
              const [early, later] = [yield* share(5), yield* share(25)]
              assert.isTrue(early === null || later === null || later <= early)
            }),
          )
        },
      ),
      { numRuns: 40 },
    )
  })
})
