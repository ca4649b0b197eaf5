import { describe, it } from "@effect/vitest"
import { MemoryEngine } from "@touchpoint/core/engine"
import { contextOf, csat, promiseDimension, promiseExtents, promiseKeeping } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import { binomialTest } from "@touchpoint/core/stats"
import { Calendar, Period } from "@touchpoint/core/time"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type ProjectOptions, type Row } from "../../../test/facts/project.ts"
import {
  caveatData,
  caveatsOf,
  feedback,
  measurements,
  measureOne,
  sameOverShards,
} from "../../../test/metrics/asking.ts"
import { assert } from "../../../test/stats/assert.ts"

const header = [
  "orderId",
  "at",
  "due",
  "dueRule",
  "originalDue",
  "requestedDue",
  "fulfilledAt",
  "inFull",
  "cancelledBy",
  "weight",
]
const asOf = Date.parse("2018-12-31T00:00:00Z")
const promises = (rows: ReadonlyArray<Row>) => ({ kind: "promise", rows, header })
const measured = (rows: ReadonlyArray<Row>, params: unknown = {}, options: ProjectOptions = {}) =>
  Effect.flatMap(
    project([promises(rows.map((row) => ({ at: "2018-01-01", ...row })))], { asOf, ...options }),
    (facts) => measureOne(facts, promiseKeeping, params),
  )
/** Promises of customers, whose weights are ignored. */
const promisesOf = (rows: ReadonlyArray<Row>) =>
  Effect.flatMap(
    project([{ ...promises(rows.map((row) => ({ at: "2018-01-01", ...row }))), header: [...header, "customer"] }], {
      asOf,
    }),
    (facts) => measureOne(facts, promiseKeeping, { weights: "ignore" }),
  )
/** `n` promises due on 10 June, fulfilled then. */
const many = (n: number, fulfilledAt: string | null): ReadonlyArray<Row> =>
  Array.from({ length: n }, () => ({ due: "2018-06-10", fulfilledAt }))

describe("promise-keeping", () => {
  it.effect("equals the vector: 94 of 100 due, with Wilson's interval", () =>
    Effect.gen(function* () {
      const { due, kept, rate, wilson } = vectors.D3_promise
      const m = yield* measured([...many(kept, "2018-06-09"), ...many(due - kept, "2018-06-12")])
      assert.near(m.value, rate, 1e-9)
      assert.interval(m.interval, wilson, 1e-9)
      assert.deepStrictEqual([m.numerator, m.denominator, m.n, m.unitOfN], [94, 100, 100, "promise"])
    }),
  )

  it.effect("equals the vector by the exact interval and the one-sided limit of a contract", () =>
    Effect.gen(function* () {
      const { binom_p_less_than_097, cp, due, kept, one_sided_95_lower } = vectors.D3_promise
      const rows = [...many(kept, "2018-06-09"), ...many(due - kept, "2018-06-12")]
      const exact = yield* measured(rows, { interval: "clopper-pearson" })
      assert.interval(exact.interval, cp, 1e-9)
      const { interval } = yield* measured(rows, { interval: "one-sided" })
      assert.near(interval?.low, one_sided_95_lower, 1e-9)
      assert.deepStrictEqual([interval?.high, interval?.method], [null, "clopper-pearson-lower"])
      // What is late or missing is bounded from above: the same statement the other way round.
      const late = yield* measured(rows, { interval: "one-sided", form: "late" })
      assert.near(late.interval?.high, 1 - one_sided_95_lower, 1e-9)
      assert.isNull(late.interval?.low)
      // 94 of 100 do not disprove 97 % at 5 %: the test of that and its limit say the same.
      assert.near(binomialTest(kept, due, 0.97, "less"), binom_p_less_than_097, 1e-9)
      const none = yield* measured(many(100, "2018-06-09"), { interval: "one-sided", form: "missing" })
      assert.near(none.interval?.high, vectors.D3_promise.rule_of_three_upper_0_of_100, 1e-9)
    }),
  )

  it.effect("divides early, late and missing by the same promises due", () =>
    Effect.gen(function* () {
      const rows = [
        ...many(2, "2018-06-09"),
        ...many(3, "2018-06-10"),
        ...many(4, "2018-06-11"),
        ...many(1, null),
        { due: "2019-06-10", fulfilledAt: "2018-06-01" },
      ]
      for (const rule of ["instant", "day"]) {
        const of = (form: string) => Effect.map(measured(rows, { form, rule }), (m) => [m.numerator, m.denominator])
        assert.deepStrictEqual(yield* of("kept"), [5, 10])
        assert.deepStrictEqual(yield* of("early"), [2, 10])
        assert.deepStrictEqual(yield* of("late"), [4, 10])
        assert.deepStrictEqual(yield* of("missing"), [1, 10])
      }
    }),
  )

  it.effect("turns which way is good with the form", () =>
    Effect.gen(function* () {
      const better = (form: string) => Effect.map(promiseKeeping.prepare({ form }), (metric) => metric.better)
      assert.deepStrictEqual(yield* Effect.forEach(["kept", "early", "late", "missing"], better), [
        "higher",
        "neutral",
        "lower",
        "lower",
      ])
    }),
  )

  it.effect("holds a moved promise to the first date, the latest, or the one asked for", () =>
    Effect.gen(function* () {
      const rows = [
        // Moved by five days and kept then.
        { due: "2018-06-10", originalDue: "2018-06-05", requestedDue: "2018-06-12", fulfilledAt: "2018-06-10" },
        { due: "2018-06-10", fulfilledAt: "2018-06-10" },
        // Its first date is over, its latest is still to come.
        { due: "2019-06-10", originalDue: "2018-06-05", requestedDue: "2018-06-04", fulfilledAt: null },
      ]
      const of = (target: string, rule = "instant") => measured(rows, { target, rule })
      for (const rule of ["instant", "day"]) {
        const original = yield* of("original", rule)
        assert.deepStrictEqual([original.numerator, original.denominator], [1, 3])
        const latest = yield* of("latest", rule)
        assert.deepStrictEqual([latest.numerator, latest.denominator], [2, 2])
        assert.deepStrictEqual(caveatData(latest, "not-yet-due"), { n: 1 })
        const requested = yield* of("requested", rule)
        assert.deepStrictEqual([requested.numerator, requested.denominator], [1, 2])
        assert.deepStrictEqual(caveatData(requested, "not-stated"), { n: 1 })
      }
      assert.strictEqual((yield* measured(rows)).denominator, 3)
    }),
  )

  it.effect("places a moved promise in the month of its first date", () =>
    Effect.gen(function* () {
      const rows = [
        { due: "2018-01-10", fulfilledAt: "2018-01-10" },
        { due: "2018-03-05", originalDue: "2018-01-31", fulfilledAt: "2018-03-01" },
        { due: "2018-03-05", fulfilledAt: "2018-03-01" },
      ]
      const facts = yield* project([promises(rows.map((row) => ({ at: "2018-01-01", ...row })))], { asOf })
      const by = (params: object) =>
        Effect.map(measurements(facts, promiseKeeping, params, { every: "month" }), (all) =>
          all.map((m) => [new Date(m.period?.from ?? 0).toISOString().slice(0, 7), m.numerator, m.denominator]),
        )
      assert.deepStrictEqual(yield* by({}), [
        ["2018-01", 1, 2],
        ["2018-03", 1, 1],
      ])
      assert.deepStrictEqual(yield* by({ target: "latest" }), [
        ["2018-01", 1, 1],
        ["2018-03", 2, 2],
      ])
    }),
  )

  it.effect(
    "places a promise in the month it was asked for, and one that no date was asked for in the month agreed on",
    () =>
      Effect.gen(function* () {
        const rows = [
          { due: "2018-03-05", requestedDue: "2018-01-20", fulfilledAt: "2018-01-19" },
          { due: "2018-05-05", requestedDue: "2018-05-01", fulfilledAt: "2018-05-04" },
          { due: "2018-05-05", fulfilledAt: "2018-05-04" },
        ]
        const facts = yield* project([promises(rows.map((row) => ({ at: "2018-01-01", ...row })))], { asOf })
        const months = yield* measurements(facts, promiseKeeping, { target: "requested" }, { every: "month" })
        assert.deepStrictEqual(
          months
            .filter(({ denominator }) => denominator !== 0)
            .map((m) => [
              new Date(m.period?.from ?? 0).toISOString().slice(0, 7),
              m.numerator,
              m.denominator,
              caveatData(m, "not-stated"),
            ]),
          [
            ["2018-01", 1, 1, undefined],
            ["2018-05", 0, 1, { n: 1 }],
          ],
        )
      }),
  )

  it.effect("allows a tolerance, late and early, and waits for it", () =>
    Effect.gen(function* () {
      const HOUR = 3_600_000
      const rows = [
        { due: "2018-06-10 12:00", fulfilledAt: "2018-06-10 14:00" },
        { due: "2018-06-10 12:00", fulfilledAt: "2018-06-10 14:00:01" },
        { due: "2018-06-10 12:00", fulfilledAt: "2018-06-10 10:00" },
        { due: "2018-06-10 12:00", fulfilledAt: "2018-06-10 09:59" },
      ]
      const of = (form: string, asOfText = "2018-06-12") =>
        measured(rows, { form, rule: "instant", tolerance: 2 * HOUR }, { asOf: Date.parse(`${asOfText}T14:00:00Z`) })
      assert.strictEqual((yield* of("kept")).numerator, 3)
      assert.strictEqual((yield* of("late")).numerator, 1)
      assert.strictEqual((yield* of("early")).numerator, 1)
      const open = [{ due: "2018-06-10 12:00", fulfilledAt: null }]
      const at = (text: string) =>
        measured(open, { rule: "instant", tolerance: 2 * HOUR }, { asOf: Date.parse(`2018-06-10T${text}Z`) })
      assert.strictEqual((yield* at("13:59:59.999")).denominator, 0)
      assert.strictEqual((yield* at("14:00:00")).denominator, 1)
    }),
  )

  it.effect("by day allows whole days of tolerance, over days of 23 and 25 hours too", () =>
    Effect.gen(function* () {
      const DAY = 86_400_000
      for (const [due, inTime, late, early] of [
        ["2018-03-24", "2018-03-26 23:59:59", "2018-03-27", "2018-03-21 23:59"],
        ["2018-10-27", "2018-10-29 23:59:59", "2018-10-30", "2018-10-24 23:59"],
      ] as const) {
        const rows = [inTime, late, early].map((fulfilledAt) => ({ due, fulfilledAt }))
        const of = (form: string) =>
          measured(rows, { rule: "day", tolerance: 2 * DAY + 5, form }, { zone: "Europe/Warsaw" })
        assert.strictEqual((yield* of("kept")).numerator, 2, due)
        assert.strictEqual((yield* of("late")).numerator, 1, due)
        assert.strictEqual((yield* of("early")).numerator, 1, due)
        // Not over before the days of the tolerance are.
        const open = (asOfText: string) =>
          measured(
            [{ due, fulfilledAt: null }],
            { rule: "day", tolerance: 2 * DAY },
            { zone: "Europe/Warsaw", asOf: Date.parse(asOfText) },
          )
        const end = due === "2018-03-24" ? "2018-03-26T21:59:59" : "2018-10-29T22:59:59"
        assert.strictEqual((yield* open(`${end}.998Z`)).denominator, 0, due)
        assert.strictEqual((yield* open(`${end}.999Z`)).denominator, 1, due)
      }
    }),
  )

  it.effect("asks for all of it where a promise is kept only in full", () =>
    Effect.gen(function* () {
      const rows = [
        { due: "2018-06-10", fulfilledAt: "2018-06-09", inFull: "true" },
        { due: "2018-06-10", fulfilledAt: "2018-06-09", inFull: "false" },
        { due: "2018-06-10", fulfilledAt: "2018-06-19", inFull: "true" },
        { due: "2018-06-10", fulfilledAt: null, inFull: null },
        { due: "2018-06-10", fulfilledAt: "2018-06-09", inFull: null },
      ]
      const perfect = yield* measured(rows, { inFull: "require" })
      assert.deepStrictEqual([perfect.numerator, perfect.denominator], [1, 4])
      assert.deepStrictEqual(caveatData(perfect, "not-stated"), { n: 1 })
      const any = yield* measured(rows)
      assert.deepStrictEqual([any.numerator, any.denominator], [3, 5])
      assert.notInclude(caveatsOf(any), "not-stated")
    }),
  )

  it.effect("holds what brand or partner cancelled for broken, unless all cancellations are outside", () =>
    Effect.gen(function* () {
      const rows = [
        ...many(3, "2018-06-09"),
        ...["customer", "brand", "partner"].map((cancelledBy) => ({
          due: "2018-06-10",
          fulfilledAt: null,
          cancelledBy,
        })),
      ]
      const m = yield* measured(rows)
      assert.deepStrictEqual([m.numerator, m.denominator], [3, 5])
      assert.deepStrictEqual(caveatData(m, "cancelled-excluded"), { n: 1 })
      const all = yield* measured(rows, { cancelled: "by-anyone" })
      assert.deepStrictEqual([all.numerator, all.denominator], [3, 3])
      assert.deepStrictEqual(caveatData(all, "cancelled-excluded"), { n: 3 })
    }),
  )

  it.effect("counts what never came as broken: 6 in time, 2 late, 2 never are 60 %, not 75 %", () =>
    Effect.gen(function* () {
      const m = yield* measured([...many(6, "2018-06-09"), ...many(2, "2018-06-20"), ...many(2, null)])
      assert.near(m.value, 0.6)
      assert.deepStrictEqual(caveatData(m, "never-fulfilled"), { n: 2 })
    }),
  )

  it.effect("tells a promised instant from a promised day", () =>
    Effect.gen(function* () {
      const afternoon = [{ due: "2018-06-10", fulfilledAt: "2018-06-10 15:00" }]
      assert.strictEqual((yield* measured(afternoon, { rule: "instant" })).value, 0)
      assert.strictEqual((yield* measured(afternoon, { rule: "day" })).value, 1)
      assert.strictEqual((yield* measured(afternoon)).value, 0)
      const stated = [
        { ...afternoon[0], dueRule: "day" },
        { ...afternoon[0], dueRule: "instant" },
      ]
      assert.strictEqual((yield* measured(stated)).value, 0.5)
      assert.strictEqual((yield* measured(stated, { rule: "instant" })).value, 0)
      assert.strictEqual((yield* measured(stated, { rule: "day" })).value, 1)
      const nextDay = [{ due: "2018-06-10", fulfilledAt: "2018-06-11 00:00" }]
      assert.strictEqual((yield* measured(nextDay, { rule: "day" })).value, 0)
    }),
  )

  it.effect("takes the local day, on days of 23 and 25 hours too", () =>
    Effect.gen(function* () {
      for (const [due, inTime, late] of [
        ["2018-03-25", "2018-03-25 23:59:59", "2018-03-26"],
        ["2018-10-28", "2018-10-28 23:59:59", "2018-10-29"],
        ["2018-10-28 02:30", "2018-10-28 23:30", "2018-10-29 00:30"],
      ] as const) {
        const options = { zone: "Europe/Warsaw" }
        const rows = [
          { due, fulfilledAt: inTime },
          { due, fulfilledAt: late },
        ]
        const day = yield* measured(rows, { rule: "day" }, options)
        assert.strictEqual(day.numerator, 1, due)
      }
    }),
  )

  it.effect("takes the day of the project's zone, west of Greenwich too", () =>
    Effect.gen(function* () {
      // Both on 10 June in São Paulo, on two days in UTC.
      const rows = [{ due: "2018-06-10T12:00:00Z", fulfilledAt: "2018-06-11T02:00:00Z" }]
      assert.strictEqual((yield* measured(rows, { rule: "day" }, { zone: "America/Sao_Paulo" })).value, 1)
      assert.strictEqual((yield* measured(rows, { rule: "day" }, { zone: "UTC" })).value, 0)
      // On two days in São Paulo, both on 11 June in UTC.
      const split = [{ due: "2018-06-11T02:00:00Z", fulfilledAt: "2018-06-11T12:00:00Z" }]
      assert.strictEqual((yield* measured(split, { rule: "day" }, { zone: "America/Sao_Paulo" })).value, 0)
      assert.strictEqual((yield* measured(split, { rule: "day" }, { zone: "UTC" })).value, 1)
    }),
  )

  it.effect("leaves out what is not due yet: by instant what is due later, by day what is due today", () =>
    Effect.gen(function* () {
      const rows = [
        { due: "2018-06-09", fulfilledAt: "2018-06-09" },
        { due: "2018-06-10", fulfilledAt: null },
        { due: "2018-06-10 13:00", fulfilledAt: null },
        { due: "2018-06-11", fulfilledAt: "2018-06-10" },
      ]
      const options = { asOf: Date.parse("2018-06-10T12:00:00Z") }
      const instant = yield* measured(rows, { rule: "instant" }, options)
      assert.deepStrictEqual([instant.numerator, instant.denominator], [1, 2])
      assert.deepStrictEqual(caveatData(instant, "not-yet-due"), { n: 2 })
      const day = yield* measured(rows, { rule: "day" }, options)
      assert.deepStrictEqual([day.numerator, day.denominator], [1, 1])
      assert.deepStrictEqual(caveatData(day, "not-yet-due"), { n: 3 })
    }),
  )

  it.effect("by day takes the day of asOf for over at its last millisecond, in the project's zone", () =>
    Effect.gen(function* () {
      const rows = [
        { due: "2018-03-30", fulfilledAt: "2018-03-30" },
        { due: "2018-03-31", fulfilledAt: "2018-03-31 18:00" },
        { due: "2018-03-31 20:00", fulfilledAt: null },
        { due: "2018-04-01", fulfilledAt: null },
      ]
      // The clocks of Warsaw went forward on 25 March: 31 March ends at 22:00 in UTC.
      for (const [end, denominator, ahead] of [
        ["2018-03-30T21:59:59.999Z", 1, 3],
        ["2018-03-31T21:59:59.998Z", 1, 3],
        ["2018-03-31T21:59:59.999Z", 3, 1],
        ["2018-03-31T22:00:00Z", 3, 1],
        ["2018-04-01T21:59:59.998Z", 3, 1],
      ] as const) {
        const options = { asOf: Date.parse(end), zone: "Europe/Warsaw" }
        const day = yield* measured(rows, { rule: "day" }, options)
        assert.strictEqual(day.denominator, denominator, end)
        assert.deepStrictEqual(caveatData(day, "not-yet-due"), { n: ahead }, end)
      }
    }),
  )

  it.effect(
    "holds March complete, and what was due on its last day due, as of the end of that day; not a day before",
    () =>
      Effect.gen(function* () {
        const rows = ["2018-03-01", "2018-03-31"].map((due) => ({
          at: "2018-02-01",
          due,
          fulfilledAt: null,
          dueRule: "day",
        }))
        const calendar = Calendar.make("Europe/Warsaw")
        for (const [last, due, complete] of [
          ["2018-03-30", 1, false],
          ["2018-03-31", 2, true],
        ] as const) {
          const asOfDay = Result.getOrThrow(Period.parse(last, calendar)).to - 1
          const facts = yield* project([promises(rows)], { asOf: asOfDay, zone: "Europe/Warsaw" })
          const [march, ...rest] = yield* measurements(facts, promiseKeeping, {}, { every: "month" })
          assert.deepStrictEqual([march?.denominator, march?.period?.complete, rest], [due, complete, []], last)
          assert.strictEqual(march === undefined ? null : caveatsOf(march).includes("partial-period"), !complete, last)
        }
      }),
  )

  it.effect("of undated promises without asOf is null: nothing says what is due", () =>
    Effect.gen(function* () {
      const of = Effect.fnUntraced(function* (fulfilledAt: string | null, options: ProjectOptions = {}) {
        const rows = [
          { due: "2018-06-01", fulfilledAt: null },
          { due: "2018-06-10", fulfilledAt },
        ]
        const facts = yield* project([{ kind: "promise", rows, header: ["due", "fulfilledAt"] }], options)
        return yield* measureOne(facts, promiseKeeping)
      })
      const undated = yield* of(null)
      assert.deepStrictEqual([undated.value, undated.denominator], [null, 0])
      assert.include(caveatsOf(undated), "undated")
      assert.deepStrictEqual(caveatData(undated, "not-yet-due"), { n: 2 })
      const old = yield* project([{ kind: "promise", rows: [{ due: "1969-06-01", fulfilledAt: null }] }])
      assert.strictEqual((yield* measureOne(old, promiseKeeping)).denominator, 0)
      const declared = yield* of(null, { asOf })
      assert.deepStrictEqual([declared.value, declared.denominator], [0, 2])
      // What was fulfilled has a date, and says how far the facts reach.
      const dated = yield* of("2018-06-09")
      assert.deepStrictEqual([dated.value, dated.denominator], [0, 1])
      assert.include(caveatsOf(dated), "watermark-inferred")
    }),
  )

  it.effect("of promises that are all to come is null, in a period up to now", () =>
    Effect.gen(function* () {
      const m = yield* measured([{ due: "2019-03-01", fulfilledAt: null }])
      assert.deepStrictEqual([m.value, m.interval, m.n], [null, null, 0])
      assert.deepStrictEqual(caveatsOf(m), ["zero-denominator", "not-yet-due"])
      assert.isBelow(m.period?.from ?? 0, m.period?.to ?? 0)
    }),
  )

  it.effect("leaves out what was cancelled and says how many", () =>
    Effect.gen(function* () {
      const m = yield* measured([
        ...many(3, "2018-06-09"),
        { due: "2018-06-10", fulfilledAt: null, cancelledBy: "customer" },
      ])
      assert.deepStrictEqual([m.value, m.n], [1, 3])
      assert.deepStrictEqual(caveatData(m, "cancelled-excluded"), { n: 1 })
      assert.notInclude(caveatsOf(m), "never-fulfilled")
    }),
  )

  it.effect("places a promise in the month it was due", () =>
    Effect.gen(function* () {
      const facts = yield* project(
        [
          promises([
            { at: "2018-01-31", due: "2018-02-05", fulfilledAt: "2018-03-01" },
            { at: "2018-01-31", due: "2018-01-31", fulfilledAt: "2018-01-31" },
          ]),
        ],
        { asOf: Date.parse("2018-03-15T00:00:00Z") },
      )
      const months = yield* measurements(facts, promiseKeeping, {}, { every: "month" })
      assert.deepStrictEqual(
        months.map(({ period, value }) => [new Date(period?.from ?? 0).toISOString().slice(0, 7), value]),
        [
          ["2018-01", 1],
          ["2018-02", 0],
        ],
      )
    }),
  )

  it.effect("keeps its day rule beside dates that stand for never", () =>
    Effect.gen(function* () {
      const usual = [
        { due: "2018-06-10", fulfilledAt: "2018-06-10 15:00" },
        { due: "2018-06-10", fulfilledAt: "2018-06-11 15:00" },
      ]
      for (const odd of [
        { due: "9999-12-31", fulfilledAt: null },
        { due: "9999-12-31", fulfilledAt: "9999-12-31" },
        { due: "0001-01-01", fulfilledAt: null, cancelledBy: "customer" },
        { due: "2018-06-10", fulfilledAt: "9999-12-31", cancelledBy: "customer" },
        { due: "2018-06-10", fulfilledAt: "0001-01-01", cancelledBy: "customer" },
      ]) {
        const m = yield* measured([...usual, odd], { rule: "day" })
        assert.deepStrictEqual([m.numerator, m.denominator], [1, 2], JSON.stringify(odd))
      }
    }),
  )

  it("by day equals comparing the days themselves", async () => {
    const DAY = 86_400_000
    const zone = fc.constantFrom("Europe/Warsaw", "America/Sao_Paulo", "Pacific/Apia", "UTC")
    const instant = fc.integer({ min: Date.parse("2018-03-20Z"), max: Date.parse("2018-11-10Z") })
    const row = fc.record({ due: instant, originalDue: fc.option(instant), fulfilledAt: fc.option(instant) })
    const rows = fc.array(row, { minLength: 1, maxLength: 10 })
    await fc.assert(
      fc.asyncProperty(zone, rows, instant, fc.nat(3), async (place, all, until, days) => {
        const calendar = Calendar.make(place)
        const day = (at: number) => Date.parse(Calendar.dayOf(calendar, at)) / DAY
        const goal = (one: (typeof all)[number]) => day(one.originalDue ?? one.due) + days
        // Due are the days that are over: that of `until` too at its last millisecond.
        const due = all.filter((one) => goal(one) < day(until + 1))
        const kept = due.filter((one) => one.fulfilledAt !== null && day(one.fulfilledAt) <= goal(one))
        const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString())
        const m = await Effect.runPromise(
          measured(
            all.map((one) => ({
              at: "2018-01-01",
              due: iso(one.due),
              originalDue: iso(one.originalDue),
              fulfilledAt: iso(one.fulfilledAt),
            })),
            { rule: "day", tolerance: days * DAY },
            { zone: place, asOf: until },
          ),
        )
        assert.deepStrictEqual([m.numerator, m.denominator], [kept.length, due.length])
      }),
      { numRuns: 120 },
    )
  })

  it.effect("weighs promises", () =>
    Effect.gen(function* () {
      const m = yield* measured([
        { due: "2018-06-10", fulfilledAt: "2018-06-09", weight: 3 },
        { due: "2018-06-10", fulfilledAt: null, weight: 1 },
      ])
      assert.deepStrictEqual([m.value, m.n, m.denominator], [0.75, 2, 4])
      assert.include(caveatsOf(m), "weighted")
      const zero = yield* measured([{ due: "2018-06-10", fulfilledAt: null, weight: 0 }])
      assert.isNull(zero.value)
    }),
  )

  it.effect("holds customers together by their promises alone where weights are ignored", () =>
    Effect.gen(function* () {
      // Two customers of three promises each: one kept all, one kept one. Weights must not move how alike they are.
      const rows = ["a", "a", "a", "b", "b", "b"].map((customer, i) => ({
        customer,
        due: "2018-06-10",
        fulfilledAt: i < 4 ? "2018-06-09" : null,
      }))
      const plain = yield* promisesOf(rows)
      const weighted = yield* promisesOf(rows.map((row, i) => ({ ...row, weight: i % 2 === 0 ? 5 : 0.2 })))
      assert.deepStrictEqual([weighted.value, weighted.n], [4 / 6, 6])
      assert.near(weighted.nEffective, plain.nEffective ?? 0, 1e-12)
      assert.interval(weighted.interval, [plain.interval?.low ?? 0, plain.interval?.high ?? 0], 1e-12)
      assert.include(caveatsOf(weighted), "weights-ignored")
    }),
  )

  it.effect("has months for first dates before and after all the dates agreed on", () =>
    Effect.gen(function* () {
      const row = { at: "2018-01-01", fulfilledAt: "2018-06-09" }
      const rows = [
        { ...row, due: "2018-07-10", originalDue: "2018-06-10" },
        { ...row, due: "2018-07-11" },
        { ...row, due: "2018-07-12", originalDue: "2018-08-01" },
      ]
      const facts = yield* project([promises(rows)], { asOf })
      const months = yield* measurements(facts, promiseKeeping, {}, { every: "month" })
      assert.deepStrictEqual(
        months.map(({ denominator }) => denominator),
        [1, 1, 1],
      )
      const latest = yield* measurements(facts, promiseKeeping, { target: "latest" }, { every: "month" })
      assert.deepStrictEqual(
        latest.map(({ denominator }) => denominator),
        [3],
      )
    }),
  )

  it.effect("tells in the period of its first date that a moved promise does not say whether it was complete", () =>
    Effect.gen(function* () {
      const row = { at: "2018-01-01", due: "2018-07-10", originalDue: "2018-06-10", fulfilledAt: "2018-06-09" }
      const kept = { at: "2018-01-01", due: "2018-05-10", fulfilledAt: "2018-05-09", inFull: "true" }
      const facts = yield* project([promises([row, kept])], { asOf })
      const months = yield* measurements(facts, promiseKeeping, { inFull: "require" }, { every: "month" })
      const told = months.filter((m) => caveatsOf(m).includes("not-stated"))
      assert.deepStrictEqual(
        told.map(({ period }) => period?.from),
        [Date.parse("2018-06-01T00:00:00Z")],
      )
    }),
  )

  it.effect("compares parties", () =>
    Effect.gen(function* () {
      const of = (dueRule: string, kept: number, all: number) =>
        Array.from({ length: all }, (_, i) => ({
          at: "2018-01-01",
          due: "2018-06-10",
          dueRule,
          fulfilledAt: i < kept ? "2018-06-09" : null,
        }))
      const facts = yield* project([promises([...of("day", 80, 100), ...of("instant", 75, 110)])], { asOf })
      const [day] = yield* measurements(
        facts,
        promiseKeeping,
        {},
        { by: [dimension("dueRule", column("dueRule"))], versus: { dueRule: "instant" } },
      )
      assert.interval(day?.versus?.interval, vectors.B1_csat.t2b_newcombe, 1e-9)
      assert.near(day?.versus?.p, vectors.B1_csat.t2b_z[1] ?? 0, 1e-9)
    }),
  )

  it("is the same over shards of orders as over the whole", async () => {
    const day = fc.constantFrom(null, "2018-06-09", "2018-06-10", "2018-06-10 15:00", "2019-01-01")
    const row = fc.record({
      orderId: fc.constantFrom("a", "b", "c", "d", "e"),
      due: fc.constantFrom("2018-06-09", "2018-06-10", "2019-01-01"),
      originalDue: fc.constantFrom(null, null, "2018-06-08"),
      requestedDue: fc.constantFrom(null, "2018-06-11"),
      inFull: fc.constantFrom(null, "true", "false"),
      fulfilledAt: day,
      dueRule: fc.constantFrom(null, "day"),
      cancelledBy: fc.constantFrom(null, null, "customer", "brand"),
      weight: fc.constantFrom(null, 2),
    })
    const params = fc.record({
      form: fc.constantFrom("kept", "early", "late", "missing"),
      rule: fc.constantFrom("as-stated", "instant", "day"),
      target: fc.constantFrom("original", "latest", "requested"),
      tolerance: fc.constantFrom(0, 86_400_000),
      inFull: fc.constantFrom("ignore", "require"),
      cancelled: fc.constantFrom("by-customer", "by-anyone"),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 20 }), params, fc.nat(31), async (rows, decided, mask) => {
        const isLeft = ({ orderId }: { readonly orderId: string }) => ((mask >> "abcde".indexOf(orderId)) & 1) === 1
        await Effect.runPromise(
          Effect.gen(function* () {
            const of = (some: ReadonlyArray<Row>) =>
              project([promises(some.map((one) => ({ at: "2018-01-01", ...one })))], { asOf })
            yield* sameOverShards(yield* promiseKeeping.prepare(decided), yield* of(rows), [
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

describe("the dimension of a promise", () => {
  it.effect("splits what references it: one broken breaks all, the open and the cancelled have none", () =>
    Effect.gen(function* () {
      const at = "2018-01-01"
      const due = "2018-06-10"
      const facts = yield* project(
        [
          {
            ...feedback(
              "csat",
              ["kept", "one late", "late", "cancelled", "later", "kept and later", "unknown", null].map(
                (orderId, i) => ({ customer: `c${i}`, at, orderId, score: 5 }),
              ),
            ),
          },
          promises([
            { orderId: "kept", at, due, fulfilledAt: "2018-06-01" },
            { orderId: "one late", at, due, fulfilledAt: "2018-06-01" },
            { orderId: "one late", at, due, fulfilledAt: null },
            { orderId: "late", at, due, fulfilledAt: "2018-07-01" },
            { orderId: "cancelled", at, due, fulfilledAt: null, cancelledBy: "customer" },
            { orderId: "later", at, due: "2019-06-01", fulfilledAt: null },
            { orderId: "kept and later", at, due, fulfilledAt: "2018-06-01" },
            { orderId: "kept and later", at, due: "2019-06-01", fulfilledAt: null },
          ]),
        ],
        { asOf },
      )
      const context = yield* contextOf("promise", promiseExtents, facts.calendar).pipe(
        Effect.provide(MemoryEngine.layer(facts)),
      )
      const by = yield* measurements(facts, csat, {}, { by: [promiseDimension("promise", "as-stated", context)] })
      assert.deepStrictEqual(
        by.map((m) => [m.by["promise"], m.n]),
        [
          ["kept", 2],
          ["broken", 2],
          [null, 4],
        ],
      )
    }),
  )
})
