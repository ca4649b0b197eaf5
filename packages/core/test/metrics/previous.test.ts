import { assert, describe, it } from "@effect/vitest"
import { csat, type MeasureRequest, type Measurement, Metric } from "@touchpoint/core/metrics"
import { column, dimension, tally } from "@touchpoint/core/questions"
import { benjaminiHochberg, newcombe } from "@touchpoint/core/stats"
import { Calendar, FiscalYear, Period } from "@touchpoint/core/time"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import vectors from "../fixtures/vectors.json" with { type: "json" }
import { project } from "../facts/project.ts"
import { answersOf, caveatData, caveatsOf, feedback, measureAll, measurements, measureOne } from "./asking.ts"

const warsaw = Calendar.make("Europe/Warsaw")
const period = (text: string) => Result.getOrThrow(Period.parse(text, warsaw))
const spanning = (first: string, last: string) => ({ ...period(first), to: period(last).to })
/** Months of a span of whole months, as labels; days of any other. */
const written = (of: Period.Period | null | undefined, zone = warsaw) =>
  of === null || of === undefined ? null : `${Calendar.dayOf(zone, of.from)} … ${Calendar.dayOf(zone, of.to - 1)}`

/** Satisfied and dissatisfied answers on a day. */
const day = (at: string, good: number, bad: number, wave = "a") =>
  answersOf({ "5": good, "1": bad }, { at, wave }, `${at}${wave}`)
const factsOf = (rows: ReadonlyArray<ReturnType<typeof day>>, asOf?: string) =>
  project([feedback("csat", rows.flat())], {
    zone: warsaw.zone,
    ...(asOf === undefined ? {} : { asOf: Date.parse(asOf) }),
  })
const compare = "previous" as const
const [vector] = vectors.A3_two_proportions.cases as [(typeof vectors.A3_two_proportions.cases)[number]]
const earlier = [vector.x2, vector.n2 - vector.x2] as const
const later = [vector.x1, vector.n1 - vector.x1] as const

/** A metric of an outsider that counts money and compares what it is given. */
const revenue = Metric.make({
  id: "acme/revenue",
  docs: { title: "Revenue", description: "Sum.", source: "here", notWhen: "never" },
  better: "higher",
  params: Schema.Struct({}),
  passport: () => ({
    unit: { kind: "count" },
    unitOfN: "order",
    numerator: "amounts",
    denominator: "1",
    kind: "order",
    clock: "at",
  }),
  questions: () => ({ orders: tally("order", { of: { stat: "sum", of: column("amount") } }) }),
  estimate: ({ orders: { of } }) => ({
    value: of.sum,
    interval: null,
    n: of.n,
    nEffective: null,
    numerator: of.sum,
    denominator: null,
    caveats: [],
  }),
  compare: (first, second) => ({
    difference: first.orders.of.sum - second.orders.of.sum,
    interval: null,
    test: null,
    p: null,
    effect: null,
  }),
})

describe("every bucket and the one before", () => {
  it.effect("are compared as two groups are", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf(
        [day("2026-01-01", ...earlier), day("2026-02-10", ...later), day("2026-03-31", ...later)],
        "2026-04-20T12:00:00Z",
      )
      const [january, february, march] = yield* measurements(facts, csat, {}, { every: "month", compare })
      assert.isUndefined(january?.versus)
      const { versus } = february ?? {}
      assert.deepStrictEqual([versus?.value, versus?.n], [vector.x2 / vector.n2, vector.n2])
      assert.strictEqual(written(versus?.period), "2026-01-01 … 2026-01-31")
      assert.strictEqual(versus?.period?.complete, true)
      assert.isUndefined(versus?.by)
      assert.approximately(versus?.difference ?? 0, vector.diff, 1e-9)
      assert.approximately(versus?.interval?.low ?? 0, vector.newcombe[0] ?? 0, 1e-9)
      assert.approximately(versus?.p ?? 0, vector.p, 1e-9)
      // March has the clock change: an hour less, and still a month.
      assert.strictEqual(written(march?.versus?.period), "2026-02-01 … 2026-02-28")
      assert.strictEqual(march?.versus?.difference, 0)
      assert.deepStrictEqual(caveatData(february as Measurement, "multiple-testing"), { comparisons: 2 })
      const family = [february, march].map((m) => m?.versus?.p ?? Number.NaN)
      assert.deepStrictEqual(
        [february, march].map((m) => m?.versus?.q),
        [...benjaminiHochberg(family)],
      )
    }),
  )

  // saiku#1748: 11,880 in a whole week, 1,856 in the days of the next, and no fall of 84 %.
  it.effect("withhold what a partial week would say", () =>
    Effect.gen(function* () {
      const rows = [
        { eventId: "1", at: "2026-02-02", amount: 5000 },
        { eventId: "2", at: "2026-02-05", amount: 6880 },
        { eventId: "3", at: "2026-02-09", amount: 1000 },
        { eventId: "4", at: "2026-02-10", amount: 856 },
      ]
      const facts = yield* project([{ kind: "order", rows }])
      const [whole, partial] = yield* measurements(facts, revenue, {}, { every: "week", compare })
      assert.deepStrictEqual([whole?.value, whole?.period?.complete], [11_880, true])
      assert.strictEqual(partial?.value, 1856)
      assert.include(caveatsOf(partial as Measurement), "partial-period")
      assert.deepStrictEqual([partial?.versus?.value, partial?.versus?.difference], [11_880, null])
      const full = yield* project([{ kind: "order", rows }], { asOf: Date.parse("2026-02-16T00:00:00Z") })
      const [, compared] = yield* measurements(full, revenue, {}, { every: "week", compare })
      assert.strictEqual(compared?.versus?.difference, 1856 - 11_880)
    }),
  )

  it.effect("do not compare with a bucket in which the facts begin", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf(
        [day("2026-01-02", ...earlier), day("2026-02-10", ...later), day("2026-03-05", ...later)],
        "2026-04-01T00:00:00Z",
      )
      for (const request of [{}, { period: spanning("2026-01", "2026-03") }]) {
        const months = yield* measurements(facts, csat, {}, { every: "month", compare, ...request })
        assert.deepStrictEqual(
          months.map(({ versus }) => versus?.difference),
          [undefined, null, 0],
        )
      }
    }),
  )

  it.effect("skip a bucket without facts: nothing is before it", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf([day("2026-01-01", 9, 1), day("2026-03-10", 9, 1)], "2026-04-01T00:00:00Z")
      const months = yield* measurements(facts, csat, {}, { every: "month", compare })
      assert.deepStrictEqual(
        months.map(({ versus }) => versus),
        [undefined, undefined],
      )
    }),
  )

  it.effect("reach back before the period asked for, and show no more than was asked", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf(
        [day("2026-01-01", ...earlier), day("2026-02-10", ...later), day("2026-03-05", ...later)],
        "2026-04-01T00:00:00Z",
      )
      const request = { every: "month" as const, compare, period: spanning("2026-02", "2026-03") }
      const months = yield* measurements(facts, csat, {}, request)
      assert.deepStrictEqual(
        months.map((m) => [written(m.period), written(m.versus?.period)]),
        [
          ["2026-02-01 … 2026-02-28", "2026-01-01 … 2026-01-31"],
          ["2026-03-01 … 2026-03-31", "2026-02-01 … 2026-02-28"],
        ],
      )
      assert.approximately(months[0]?.versus?.difference ?? 0, vector.diff, 1e-9)
      // A period that cuts a month shows the cut month, compared with nothing.
      const cut = { ...request, period: { ...request.period, from: period("2026-02-05").from } }
      const cutMonths = yield* measurements(facts, csat, {}, cut)
      assert.deepStrictEqual(
        cutMonths.map((m) => [m.period?.complete, m.versus?.difference]),
        [
          [false, undefined],
          [true, null],
        ],
      )
      const [result] = yield* measureAll(facts, [{ ...request, metric: yield* csat.prepare() }])
      assert.deepStrictEqual(result?.request.period, request.period)
    }),
  )
})

describe("a whole period", () => {
  const months = [day("2024-01-01", 5, 5), day("2024-02-29", ...earlier), day("2024-03-31", ...later)]

  it.effect("is compared with the one of the same calendar length before it, leap day and clock change included", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf(months, "2024-04-05T00:00:00Z")
      const m = yield* measureOne(facts, csat, {}, { period: period("2024-03"), compare })
      assert.strictEqual(written(m.period), "2024-03-01 … 2024-03-31")
      assert.strictEqual(written(m.versus?.period), "2024-02-01 … 2024-02-29")
      assert.deepStrictEqual([m.n, m.versus?.n], [vector.n1, vector.n2])
      assert.approximately(m.versus?.difference ?? 0, vector.diff, 1e-9)
      assert.strictEqual(m.versus?.q, m.versus?.p)
      const interval = newcombe({ x: vector.x1, n: vector.n1 }, { x: vector.x2, n: vector.n2 }, 0.95)
      assert.deepStrictEqual(m.versus?.interval, interval)
    }),
  )

  it.effect("is shown and not compared while it is partial, or where the facts begin too late", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf(months, "2024-03-31T21:59:59.998Z")
      const partial = yield* measureOne(facts, csat, {}, { period: period("2024-03"), compare })
      assert.deepStrictEqual([partial.period?.complete, partial.n], [false, vector.n1])
      assert.deepStrictEqual([partial.versus?.n, partial.versus?.difference], [vector.n2, null])
      const late = yield* factsOf(months.slice(1), "2024-04-05T00:00:00Z")
      const first = yield* measureOne(late, csat, {}, { period: period("2024-03"), compare })
      assert.deepStrictEqual([first.versus?.n, first.versus?.difference], [vector.n2, null])
      const none = yield* measureOne(late, csat, {}, { period: period("2024-02"), compare })
      assert.deepStrictEqual([none.versus?.n, none.versus?.value, none.versus?.difference], [0, null, null])
    }),
  )

  it.effect("compares every group with itself", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf(
        [
          day("2024-01-01", 1, 1),
          day("2024-02-10", 8, 2, "a"),
          day("2024-02-10", 2, 8, "b"),
          day("2024-03-10", 9, 1, "a"),
          day("2024-03-10", 1, 9, "b"),
          day("2024-03-10", 1, 9, "new"),
        ],
        "2024-04-05T00:00:00Z",
      )
      const groups = yield* measurements(
        facts,
        csat,
        {},
        { period: period("2024-03"), compare, by: [dimension("wave", column("wave"))] },
      )
      assert.deepStrictEqual(
        groups.map((m) => [m.by["wave"], m.versus?.n, m.versus?.difference?.toFixed(3)]),
        [
          ["a", 10, "0.100"],
          ["b", 10, "-0.100"],
          ["new", 0, undefined],
        ],
      )
    }),
  )

  it.effect("withholds with what it is compared", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf(
        [day("2024-01-01", 20, 20), day("2024-02-10", 20, 2), day("2024-03-10", 40, 40)],
        "2024-04-05T00:00:00Z",
      )
      const request = { period: period("2024-03"), compare }
      const open = yield* measureOne(facts, csat, {}, request)
      const closed = yield* measureOne(facts, csat, {}, request, { minimumCell: 5 })
      assert.isDefined(open.versus)
      assert.isUndefined(closed.versus)
      assert.strictEqual(closed.value, 0.5)
    }),
  )
})

describe("the period before", () => {
  it.each([
    ["2026", "2025-01-01 … 2025-12-31"],
    ["2026-Q1", "2025-10-01 … 2025-12-31"],
    ["2024-03", "2024-02-01 … 2024-02-29"],
    ["2026-03", "2026-02-01 … 2026-02-28"],
    ["2026-W14", "2026-03-23 … 2026-03-29"],
    ["2026-03-30", "2026-03-29 … 2026-03-29"],
  ])("of %s is %s", (text, expected) =>
    Effect.runPromise(
      Effect.gen(function* () {
        assert.strictEqual(yield* periodBefore(period(text)), expected)
      }),
    ),
  )

  it("of several units is as many units", () =>
    Effect.runPromise(
      Effect.gen(function* () {
        assert.strictEqual(yield* periodBefore(spanning("2026-03", "2026-04")), "2026-01-01 … 2026-02-28")
        assert.strictEqual(yield* periodBefore(spanning("2026-W14", "2026-W15")), "2026-03-16 … 2026-03-29")
        assert.strictEqual(yield* periodBefore(spanning("2026-03-10", "2026-03-14")), "2026-03-05 … 2026-03-09")
        // What begins and ends at no full hour has no unit but its length.
        const odd = { from: 1_700_000_000_000, to: 1_700_000_000_000 + 90_000_001, zone: warsaw.zone }
        const facts = yield* factsOf([day("2020-01-01", 1, 1), day("2026-06-01", 1, 1)])
        const { versus } = yield* measureOne(facts, csat, {}, { period: odd, compare })
        assert.deepStrictEqual([versus?.period?.from, versus?.period?.to], [odd.from - 90_000_001, odd.from])
      }),
    ))
})

/** The period a request is compared with, as `measure` reports it. */
const periodBefore = Effect.fnUntraced(function* (of: Period.Period) {
  const facts = yield* factsOf([day("2020-01-01", 1, 1), day("2026-06-01", 1, 1)])
  const m = yield* measureOne(facts, csat, {}, { period: of, compare })
  return written(m.versus?.period)
})

describe("the same of the year before", () => {
  const yearBefore = "year-before" as const
  const earlierOf = Effect.fnUntraced(function* (of: Period.Period, calendar = warsaw) {
    const facts = yield* project([feedback("csat", [...day("2010-01-01", 1, 1), ...day("2026-06-01", 1, 1)])], {
      zone: calendar.zone,
    })
    const m = yield* measureOne(facts, csat, {}, { period: of, compare: yearBefore }, { calendar })
    return written(m.versus?.period, calendar)
  })

  it.each([
    ["2024-02", "2023-02-01 … 2023-02-28"],
    ["2025-02", "2024-02-01 … 2024-02-29"],
    ["2026-Q1", "2025-01-01 … 2025-03-31"],
    ["2026", "2025-01-01 … 2025-12-31"],
    ["2026-W10", "2025-03-03 … 2025-03-09"],
  ])("of %s is %s", (text, expected) =>
    Effect.runPromise(
      Effect.gen(function* () {
        assert.strictEqual(yield* earlierOf(period(text)), expected)
      }),
    ),
  )

  it("of days has the same weekdays, at the same time of day", () =>
    Effect.runPromise(
      Effect.gen(function* () {
        const shift = vectors.L2_calendar.same_weekday_shift_days * 86_400_000
        // A Friday of March 2024 is a Friday of March 2023.
        assert.strictEqual(yield* earlierOf(period("2024-03-29")), "2023-03-31 … 2023-03-31")
        assert.strictEqual(Date.parse("2024-03-29Z") - Date.parse("2023-03-31Z"), shift)
        // 30 March 2026 begins in summer time, 31 March 2025 too, though the clock had changed on another day.
        assert.strictEqual(yield* earlierOf(spanning("2026-03-28", "2026-03-30")), "2025-03-29 … 2025-03-31")
        const noon = {
          from: Date.parse("2026-03-28T11:00:00Z"),
          to: Date.parse("2026-03-29T10:00:00Z"),
          zone: warsaw.zone,
        }
        const facts = yield* factsOf([day("2010-01-01", 1, 1), day("2026-06-01", 1, 1)])
        const { versus } = yield* measureOne(facts, csat, {}, { period: noon, compare: yearBefore })
        assert.deepStrictEqual(
          [versus?.period?.from, versus?.period?.to],
          [Date.parse("2025-03-29T11:00:00Z"), Date.parse("2025-03-30T10:00:00Z")],
        )
      }),
    ))

  // ISO week 1 of 2025 begins on 30 December 2024, and 52 weeks before it is week 1 of 2024.
  it("of a week about the turn of the year is the week of that number", () =>
    Effect.runPromise(
      Effect.gen(function* () {
        const [isoYear, week] = vectors.L2_calendar.iso_week_2024_12_30
        const text = `${isoYear}-W${String(week).padStart(2, "0")}`
        assert.strictEqual(written(period(text)), "2024-12-30 … 2025-01-05")
        assert.strictEqual(yield* earlierOf(period(text)), "2024-01-01 … 2024-01-07")
      }),
    ))

  // March 2024 has five Fridays, March 2025 four: whole months are compared all the same, as they are spoken of.
  it("of a month has other weekdays", () => {
    const weekdays = (text: string) => {
      const { from, to } = period(text)
      const counts = new Map<number, number>()
      for (let at = from; at < to; at = Calendar.next(warsaw, "day", at)) {
        const name = new Date(at + 12 * 3_600_000).getUTCDay()
        counts.set(name, (counts.get(name) ?? 0) + 1)
      }
      return ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"].map((name, i) => [name, counts.get(i)] as const)
    }
    for (const [text, found] of [
      ["2024-03", vectors.L2_calendar.mar2024],
      ["2025-03", vectors.L2_calendar.mar2025],
    ] as const)
      assert.deepStrictEqual(Object.fromEntries(weekdays(text)), found)
  })

  it.effect("is that of each bucket, measured beside it where a period was asked for", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf(
        [
          day("2024-01-01", 5, 5),
          day("2025-02-10", ...earlier),
          day("2025-03-10", 30, 70),
          day("2026-02-10", ...later),
          day("2026-03-10", 40, 60),
        ],
        "2026-03-20T00:00:00Z",
      )
      for (const request of [{}, { period: spanning("2026-02", "2026-03") }]) {
        const months = yield* measurements(facts, csat, {}, { every: "month", compare: yearBefore, ...request })
        const shown = months.filter(({ period: of }) => (of?.from ?? 0) >= period("2026-02").from)
        assert.deepStrictEqual(
          shown.map((m) => [written(m.period), written(m.versus?.period), m.versus?.n]),
          [
            ["2026-02-01 … 2026-02-28", "2025-02-01 … 2025-02-28", vector.n2],
            ["2026-03-01 … 2026-03-31", "2025-03-01 … 2025-03-31", 100],
          ],
        )
        assert.approximately(shown[0]?.versus?.difference ?? 0, vector.diff, 1e-9)
        // The month that is not over is shown and not compared.
        assert.isNull(shown[1]?.versus?.difference)
      }
      const weeks = yield* measurements(facts, csat, {}, { every: "week", compare: yearBefore })
      assert.deepStrictEqual(
        weeks.flatMap((m) => (m.versus === undefined ? [] : [[written(m.period), written(m.versus.period)]])),
        [
          ["2026-02-09 … 2026-02-15", "2025-02-10 … 2025-02-16"],
          ["2026-03-09 … 2026-03-15", "2025-03-10 … 2025-03-16"],
        ],
      )
    }),
  )

  it.effect("goes by the months of a fiscal year where the calendar has one", () =>
    Effect.gen(function* () {
      const retail = Calendar.make("UTC", 0, yield* Schema.decodeEffect(FiscalYear.FiscalYear)({ weeks: "4-5-4" }))
      const march = Result.getOrThrow(Period.parse("FY2025-P02", retail))
      const expected = Result.getOrThrow(Period.parse("FY2024-P02", retail))
      assert.strictEqual(yield* earlierOf(march, retail), written(expected, retail))
    }),
  )

  it.effect("needs a period", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf([day("2026-01-01", 9, 1)])
      const m = yield* measureOne(facts, csat, {}, { compare: yearBefore })
      assert.include(caveatsOf(m), "no-baseline")
    }),
  )
})

describe("an earlier period that the facts begin inside", () => {
  it.effect("is not called complete, as nothing says that it is whole", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf([day("2026-01-20", ...earlier), day("2026-02-10", ...later)], "2026-03-20T12:00:00Z")
      const february = yield* measureOne(facts, csat, {}, { period: period("2026-02"), compare })
      assert.strictEqual(february.period?.complete, true)
      assert.deepStrictEqual(
        [february.versus?.n, february.versus?.period?.complete, february.versus?.difference],
        [vector.n2, false, null],
      )
    }),
  )
})

describe("a request", () => {
  it.effect("without a period says that nothing is before it", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf([day("2026-01-01", 9, 1)])
      const m = yield* measureOne(facts, csat, {}, { compare })
      assert.isUndefined(m.versus)
      assert.include(caveatsOf(m), "no-baseline")
    }),
  )

  it.effect("cannot compare with a group and with the period before", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf([day("2026-01-01", 9, 1)])
      const request: MeasureRequest = {
        metric: yield* csat.prepare(),
        by: [dimension("wave", column("wave"))],
        versus: { wave: "a" },
        every: "month",
        compare,
      }
      const error = yield* Effect.flip(measureAll(facts, [request]))
      assert.include(error.message, "not with both")
    }),
  )
})
