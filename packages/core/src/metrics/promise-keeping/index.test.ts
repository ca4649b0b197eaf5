import { describe, it } from "@effect/vitest"
import { MemoryEngine } from "@touchpoint/core/engine"
import { contextOf, csat, promiseDimension, promiseKeeping } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
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

const header = ["orderId", "at", "due", "dueRule", "fulfilledAt", "cancelledBy", "weight"]
const asOf = Date.parse("2018-12-31T00:00:00Z")
const promises = (rows: ReadonlyArray<Row>) => ({ kind: "promise", rows, header })
const measured = (rows: ReadonlyArray<Row>, params: unknown = {}, options: ProjectOptions = {}) =>
  Effect.flatMap(
    project([promises(rows.map((row) => ({ at: "2018-01-01", ...row })))], { asOf, ...options }),
    (facts) => measureOne(facts, promiseKeeping, params),
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
        { due: "0001-01-01", fulfilledAt: null, cancelledBy: "brand" },
        { due: "2018-06-10", fulfilledAt: "9999-12-31", cancelledBy: "brand" },
        { due: "2018-06-10", fulfilledAt: "0001-01-01", cancelledBy: "brand" },
      ]) {
        const m = yield* measured([...usual, odd], { rule: "day" })
        assert.deepStrictEqual([m.numerator, m.denominator], [1, 2], JSON.stringify(odd))
      }
    }),
  )

  it("by day equals comparing the days themselves", async () => {
    const zone = fc.constantFrom("Europe/Warsaw", "America/Sao_Paulo", "Pacific/Apia", "UTC")
    const instant = fc.integer({ min: Date.parse("2018-03-20Z"), max: Date.parse("2018-11-10Z") })
    const row = fc.record({ due: instant, fulfilledAt: fc.option(instant) })
    await fc.assert(
      fc.asyncProperty(zone, fc.array(row, { minLength: 1, maxLength: 10 }), instant, async (place, rows, until) => {
        const calendar = Calendar.make(place)
        const day = (at: number) => Calendar.startOf(calendar, "day", at)
        // Due are the days that are over: that of `until` too at its last millisecond.
        const due = rows.filter((one) => day(one.due) < day(until + 1))
        const kept = due.filter((one) => one.fulfilledAt !== null && day(one.fulfilledAt) <= day(one.due))
        const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString())
        const m = await Effect.runPromise(
          measured(
            rows.map((one) => ({ at: "2018-01-01", due: iso(one.due), fulfilledAt: iso(one.fulfilledAt) })),
            { rule: "day" },
            { zone: place, asOf: until },
          ),
        )
        assert.deepStrictEqual([m.numerator, m.denominator], [kept.length, due.length])
      }),
      { numRuns: 80 },
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
      fulfilledAt: day,
      dueRule: fc.constantFrom(null, "day"),
      cancelledBy: fc.constantFrom(null, null, "customer"),
      weight: fc.constantFrom(null, 2),
    })
    const rule = fc.constantFrom("as-stated", "instant", "day")
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 20 }), rule, fc.nat(31), async (rows, lateRule, mask) => {
        const isLeft = ({ orderId }: { readonly orderId: string }) => ((mask >> "abcde".indexOf(orderId)) & 1) === 1
        await Effect.runPromise(
          Effect.gen(function* () {
            const of = (some: ReadonlyArray<Row>) =>
              project([promises(some.map((one) => ({ at: "2018-01-01", ...one })))], { asOf })
            yield* sameOverShards(yield* promiseKeeping.prepare({ rule: lateRule }), yield* of(rows), [
              yield* of(rows.filter(isLeft)),
              yield* of(rows.filter((one) => !isLeft(one))),
            ])
          }),
        )
      }),
      { numRuns: 40 },
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
      const context = yield* contextOf("promise", ["due", "fulfilledAt"], facts.calendar).pipe(
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
