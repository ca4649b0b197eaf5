import { describe, it } from "@effect/vitest"
import { retention } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measurements, measureOne, sameOverShards } from "../../../test/metrics/asking.ts"
import { assert } from "../../../test/stats/assert.ts"

const DAY = 86_400_000
const start = Date.parse("2026-01-01T12:00:00Z")
const at = (days: number) => new Date(start + days * DAY).toISOString()
const visit = (customer: string | null, when: string, touchpoint = "app"): Row => ({ customer, touchpoint, at: when })
const factsOf = (rows: ReadonlyArray<Row>, asOf: string, zone = "UTC") =>
  project([{ kind: "interaction", rows, header: ["customer", "touchpoint", "at"] }], { asOf: Date.parse(asOf), zone })
const app = { entry: "app", return: "app" } as const
const measured = (rows: ReadonlyArray<Row>, params: unknown, asOf: string, zone?: string) =>
  Effect.flatMap(factsOf(rows, asOf, zone), (facts) => measureOne(facts, retention, params))
/** Whether the only customer, who enters and is out once, is back at an index. */
const backAt = (entry: string, out: string, params: object, zone?: string) =>
  Effect.map(
    measured(
      [visit("a", entry, "in"), visit("a", out, "out")],
      { entry: "in", return: "out", ...params },
      "2026-12-31T00:00:00Z",
      zone,
    ),
    ({ n, value }) => {
      assert.strictEqual(n, 1)
      return value === 1
    },
  )

describe("retention", () => {
  const { customers, naive_day7_all_entrants, rows: expected, watermark_day } = vectors.C2_retention
  const visits = (customers as unknown as ReadonlyArray<readonly [number, ReadonlyArray<number>]>).flatMap(
    ([entry, active], i) => active.map((index) => visit(`c${i}`, at(entry + index))),
  )
  const complete = new Date(Date.parse("2026-01-01T00:00:00Z") + watermark_day * DAY - 1).toISOString()
  const modes: Readonly<Record<string, string>> = { on: "on", onOrAfter: "on-or-after" }

  it.effect.each(expected.map((row) => [`day ${row.N} ${row.mode}`, row] as const))(
    "equals the vector at %s: members for whom the day is over",
    ([, { mode, n, N: index, rate, wilson, x }]) =>
      Effect.gen(function* () {
        const m = yield* measured(visits, { ...app, interval: "day", index, mode: modes[mode] }, complete)
        assert.deepStrictEqual([m.numerator, m.denominator, m.n], [x, n, n])
        assert.near(m.value, rate)
        assert.interval(m.interval, wilson, 1e-9)
        assert.deepStrictEqual(caveatData(m, "immature-window"), { n: naive_day7_all_entrants.n - n })
        assert.deepStrictEqual([m.unit, m.unitOfN], [{ kind: "proportion" }, "customer"])
      }),
  )

  it.effect("counts several intervals together, when the last of them is over", () =>
    Effect.gen(function* () {
      const week = { ...app, interval: "day", mode: "bracket", index: 1, to: 8 }
      const m = yield* measured(visits, week, complete)
      // The five of day 0 to 2: back on day 1, 2, never, 1 and 1.
      assert.deepStrictEqual([m.numerator, m.denominator], [4, 5])
    }),
  )

  it.effect("is complete only when the interval is over for the last who came, by the calendar", () =>
    Effect.gen(function* () {
      // Who came on Friday 30 January has had February as month 1 when it ends; who came on the Sunday after only in March.
      const rows = [visit("a", "2026-01-30T12:00:00Z"), visit("b", "2026-02-01T12:00:00Z")]
      const of = (params: object, every: "week" | "month", asOf: string) =>
        Effect.gen(function* () {
          const facts = yield* factsOf([visit("z", "2026-01-01T00:00:00Z"), ...rows], asOf)
          const all = yield* measurements(facts, retention, { ...app, ...params }, { every })
          return all.find(({ period }) => period !== null && period.to > Date.parse("2026-01-31T00:00:00Z"))
        })
      const month = { interval: "month", index: 1 }
      const early = yield* of(month, "week", "2026-03-10T00:00:00Z")
      assert.deepStrictEqual([early?.n, early?.period?.complete], [1, false])
      const settled = yield* of(month, "week", "2026-03-31T23:59:59.999Z")
      assert.deepStrictEqual([settled?.n, settled?.period?.complete], [2, true])
      // January's month 2 is March, with its last day: 28 days each would end it on the 28th.
      const march = { interval: "month", index: 2 }
      assert.strictEqual((yield* of(march, "month", "2026-03-30T00:00:00Z"))?.period?.complete, false)
      assert.strictEqual((yield* of(march, "month", "2026-03-31T23:59:59.999Z"))?.period?.complete, true)
      // The last of January, a Saturday, begin their week 1 on 2 February.
      const week = { interval: "week", index: 1 }
      assert.strictEqual((yield* of(week, "month", "2026-02-08T00:00:00Z"))?.period?.complete, false)
      assert.strictEqual((yield* of(week, "month", "2026-02-08T23:59:59.999Z"))?.period?.complete, true)
    }),
  )

  const { cases, tz } = vectors.C1_day_index
  it.effect.each(cases.map((one) => [`${one.entry} to ${one.activity}`, one] as const))(
    "counts days by the calendar and by 24 hours, over clock changes: %s",
    ([, { activity, calendar_day, elapsed_day, entry }]) =>
      Effect.gen(function* () {
        for (const [clock, day] of [
          ["calendar", calendar_day],
          ["elapsed", elapsed_day],
        ] as const)
          for (const index of [0, 1, 2, 3])
            assert.strictEqual(
              yield* backAt(entry, activity, { interval: "day", index, clock }, tz),
              index === day,
              `${clock} ${index}`,
            )
      }),
  )

  // Amplitude's documentation: start 1 December 17:59, return 2 December 17:00.
  it.effect("floors to the hour where told", () =>
    Effect.gen(function* () {
      const times = ["2025-12-01T17:59:00Z", "2025-12-02T17:00:00Z"] as const
      const day = { interval: "day", index: 1 }
      assert.isTrue(yield* backAt(...times, { ...day, clock: "elapsed", floor: "hour" }))
      assert.isFalse(yield* backAt(...times, { ...day, clock: "elapsed" }))
      assert.isTrue(yield* backAt(...times, day))
    }),
  )

  // Mixpanel's documentation: 25 February to 3 March.
  it.effect("counts months by the calendar or by 30 days", () =>
    Effect.gen(function* () {
      const times = ["2026-02-25T12:00:00Z", "2026-03-03T12:00:00Z"] as const
      assert.isTrue(yield* backAt(...times, { index: 1 }))
      assert.isTrue(yield* backAt(...times, { index: 0, clock: "elapsed" }))
      assert.isFalse(yield* backAt(...times, { index: 1, clock: "elapsed" }))
    }),
  )

  it.effect("puts customers into the cohort of their first entry of all, and shows which are not over", () =>
    Effect.gen(function* () {
      const rows = [
        visit("a", "2026-01-31T23:59:59.999Z"),
        visit("a", "2026-02-01T00:00:00Z"),
        visit("b", "2026-01-01T00:00:00Z"),
        visit("b", "2026-03-05T00:00:00Z"),
        visit("c", "2026-02-10T00:00:00Z"),
        visit("c", "2026-03-31T23:00:00Z"),
      ]
      const facts = yield* factsOf(rows, "2026-03-31T23:59:59.999Z")
      const months = yield* measurements(facts, retention, app, { every: "month" })
      assert.deepStrictEqual(
        months.map((m) => [m.numerator, m.denominator, m.period?.complete]),
        [
          [1, 2, true],
          [1, 1, true],
        ],
      )
      const early = yield* measurements(yield* factsOf(rows, "2026-03-20T00:00:00Z"), retention, app, {
        every: "month",
      })
      assert.deepStrictEqual(
        early.map((m) => [m.value, m.n, m.period?.complete]),
        [
          [0.5, 2, true],
          [null, 0, false],
        ],
      )
      assert.include(caveatsOf(early[1] ?? assert.fail("no February")), "partial-period")
    }),
  )

  it.effect("follows customers from one kind of fact to another", () =>
    Effect.gen(function* () {
      const facts = yield* project(
        [
          { kind: "contact", rows: [{ customer: "a", at: "2026-01-05", touchpoint: "mail" }] },
          { kind: "order", rows: [{ customer: "a", at: "2026-02-05" }] },
        ],
        { asOf: Date.parse("2026-03-01T00:00:00Z") },
      )
      const m = yield* measureOne(facts, retention, { entry: { kind: "contact" }, return: { kind: "order" } })
      assert.deepStrictEqual([m.numerator, m.denominator], [1, 1])
      assert.deepStrictEqual((yield* retention.prepare({ index: 3, mode: "on-or-after" })).title, {
        en: "Retention, month 3 or later",
        ru: "Удержание, месяц 3 или позже",
        pl: "Retencja, miesiąc 3 lub później",
      })
    }),
  )

  it.effect("says how many entries name nobody, and of nobody is null", () =>
    Effect.gen(function* () {
      const none = yield* measured([visit(null, at(0))], app, at(90))
      assert.deepStrictEqual([none.value, none.interval, none.n], [null, null, 0])
      assert.deepStrictEqual(caveatData(none, "no-customer"), { n: 1 })
      assert.include(caveatsOf(none), "zero-denominator")
    }),
  )

  it.effect("compares two cohorts", () =>
    Effect.gen(function* () {
      const [one] = vectors.A3_two_proportions.cases
      if (one === undefined) return assert.fail("no vector")
      const cohort = (name: string, x: number, n: number) =>
        Array.from({ length: n }, (_, i) => [
          visit(`${name}${i}`, "2026-01-10T00:00:00Z", name),
          ...(i < x ? [visit(`${name}${i}`, "2026-02-10T00:00:00Z", "back")] : []),
        ]).flat()
      const rows = [...cohort("p", one.x1, one.n1), ...cohort("q", one.x2, one.n2)]
      const facts = yield* factsOf(rows, "2026-03-01T00:00:00Z")
      const [p] = yield* measurements(
        facts,
        retention,
        { entry: { kind: "interaction", is: { touchpoint: ["p", "q"] } }, return: "back" },
        { by: [dimension("touchpoint", column("touchpoint"))], versus: { touchpoint: "q" } },
      )
      assert.near(p?.versus?.difference, one.diff, 1e-9)
      assert.interval(p?.versus?.interval, one.newcombe, 1e-9)
      assert.near(p?.versus?.p, one.p, 1e-9)
    }),
  )

  it.effect.each<readonly [unknown, string]>([
    [{ mode: "bracket" }, "a bracket has one"],
    [{ to: 3 }, "other modes have none"],
    [{ mode: "bracket", index: 3, to: 3 }, "ends before it begins"],
    [{ floor: "hour" }, "calendars floor by themselves"],
    [{ index: -1 }, "index"],
  ])("refuses what contradicts itself: %j", ([params, problem]) =>
    Effect.gen(function* () {
      assert.include((yield* Effect.flip(retention.prepare(params))).message, problem)
    }),
  )

  it("is the same over shards of customers as over the whole", async () => {
    const row = fc.record({ customer: fc.constantFrom(null, "a", "b", "c", "d"), day: fc.nat(70) })
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 20 }),
        fc.constantFrom<object>({ mode: "on" }, { mode: "on-or-after" }, { mode: "bracket", to: 3 }),
        fc.constantFrom("calendar", "elapsed"),
        fc.nat(15),
        async (rows, mode, clock, mask) => {
          const isLeft = ({ customer }: { readonly customer: string | null }) =>
            ((mask >> "abcd".indexOf(customer ?? "a")) & 1) === 1
          const of = (some: typeof rows) =>
            factsOf(
              some.map(({ customer, day }) => visit(customer, at(day))),
              at(60),
            )
          await Effect.runPromise(
            Effect.gen(function* () {
              yield* sameOverShards(yield* retention.prepare({ ...app, ...mode, clock }), yield* of(rows), [
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
