import { assert, describe, it } from "@effect/vitest"
import {
  churnRate,
  costPerAcquisition,
  csat,
  encodeMeasurements,
  Measurement,
  type MeasureRequest,
  Metric,
  metrics,
  nps,
  promiseKeeping,
  repeatRate,
  repurchaseWithin,
  retention,
} from "@touchpoint/core/metrics"
import { decodeInventory } from "@touchpoint/core/model"
import { column, dimension, eq, tally } from "@touchpoint/core/questions"
import { benjaminiHochberg } from "@touchpoint/core/stats"
import { Calendar, Period } from "@touchpoint/core/time"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { project, type Row } from "../facts/project.ts"
import { answersOf, caveatData, caveatsOf, feedback, measureAll, measurements, measureOne } from "./asking.ts"

const calendar = Calendar.make("Europe/Warsaw")
const period = (text: string) => Result.getOrThrow(Period.parse(text, calendar))
const month = ({ period: of }: Measurement) => (of === null ? null : Calendar.label(calendar, "month", of.from))

/** Answers of three months and the first days of a fourth, in Warsaw. */
const monthly = (["2018-01", "2018-02", "2018-03"] as const).flatMap((prefix, i) =>
  answersOf({ "10": 8 + i, "0": 4 }, { at: `${prefix}-15` }, prefix),
)
const answered = [...monthly, ...answersOf({ "10": 1, "0": 1 }, { at: "2018-04-02" }, "2018-04")]
const warsaw = { zone: "Europe/Warsaw" }
const dated = (asOf?: string) =>
  project([feedback("nps", answered)], { ...warsaw, ...(asOf === undefined ? {} : { asOf: Date.parse(asOf) }) })

/** A metric of an outsider; what it does wrong is up to the test. */
const outsider = (faults: Readonly<Record<string, () => never>> = {}) =>
  Metric.make({
    id: "acme/count",
    docs: { title: "Count", description: "Rows.", source: "here", notWhen: "never" },
    better: "neutral",
    params: Schema.Struct({}),
    passport: () => ({
      unit: { kind: "count" },
      unitOfN: "answer",
      numerator: "rows",
      denominator: "1",
      kind: "feedback",
      clock: "at",
    }),
    questions: () => ({ rows: tally("feedback", { n: { stat: "count" } }) }),
    estimate: ({ rows }) => ({
      value: rows.n.n,
      interval: null,
      n: rows.n.n,
      nEffective: null,
      numerator: null,
      denominator: null,
      caveats: [],
    }),
    compare: () => null,
    ...faults,
  })

describe("measuring over time", () => {
  it.effect("shows the months cut short at both ends and does not call them complete", () =>
    Effect.gen(function* () {
      const facts = yield* dated()
      const months = yield* measurements(facts, nps, {}, { every: "month" })
      assert.deepStrictEqual(
        months.map((m) => [month(m), m.n, m.period?.complete]),
        [
          ["2018-01", 12, false],
          ["2018-02", 13, true],
          ["2018-03", 14, true],
          ["2018-04", 2, false],
        ],
      )
      assert.deepStrictEqual(
        months.map((m) => caveatsOf(m).includes("partial-period")),
        [true, false, false, true],
      )
      assert.strictEqual(months[3]?.value, 0)
      assert.strictEqual(months[0]?.period?.from, Date.parse("2017-12-31T23:00:00Z"))
    }),
  )

  it.effect("holds the first month complete where facts begin on its first local day, whatever period was asked", () =>
    Effect.gen(function* () {
      const firstOf = Effect.fnUntraced(function* (at: string, request: Partial<MeasureRequest> = {}) {
        const rows = [...answersOf({ "10": 1 }, { at }, "first"), ...answered]
        const facts = yield* project([feedback("nps", rows)], warsaw)
        const [first] = yield* measurements(facts, nps, {}, { every: "month", ...request })
        return first === undefined ? null : [month(first), first.period?.complete, caveatsOf(first)[1]]
      })
      // 1 January in Warsaw begins on 31 December in UTC and ends an hour before midnight.
      for (const at of ["2017-12-31T23:00:00Z", "2018-01-01", "2018-01-01T22:59:59.999Z"])
        assert.deepStrictEqual(yield* firstOf(at), ["2018-01", true, "watermark-inferred"], at)
      assert.deepStrictEqual(yield* firstOf("2018-01-01T23:00:00Z"), ["2018-01", false, "partial-period"])
      const asked = { period: { ...period("2018"), to: period("2018-03").to } }
      assert.deepStrictEqual(yield* firstOf("2018-01-15", asked), ["2018-01", false, "partial-period"])
      assert.deepStrictEqual(yield* firstOf("2018-01-01", asked), ["2018-01", true, "watermark-inferred"])
      const late = { period: { ...period("2018-01"), from: period("2018-01-02").from } }
      assert.deepStrictEqual(yield* firstOf("2018-01-15", late), ["2018-01", false, "partial-period"])
    }),
  )

  it.effect("holds no period complete that begins before the facts do, and compares nothing of it", () =>
    Effect.gen(function* () {
      const rows = ["a", "b"].flatMap((wave) => [
        ...answersOf({ "10": 20 }, { at: "2018-01-02", wave }, `${wave}1`),
        ...answersOf({ "0": 20 }, { at: "2018-02-01", wave }, `${wave}2`),
      ])
      const facts = yield* project([feedback("nps", rows)], { asOf: Date.parse("2018-03-10Z") })
      const of = Effect.fnUntraced(function* (asked: string, request: Partial<MeasureRequest> = {}) {
        const [first] = yield* measurements(facts, nps, {}, { period: period(asked), ...request })
        return [first?.period?.complete, caveatsOf(first ?? assert.fail()).includes("partial-period"), first?.versus?.p]
      })
      assert.deepStrictEqual(yield* of("2018-01"), [false, true, undefined])
      assert.deepStrictEqual(yield* of("2018-02"), [true, false, undefined])
      const groups = { by: [dimension("wave", column("wave"))], versus: { wave: "b" } }
      assert.deepStrictEqual(yield* of("2018-01", groups), [false, true, null])
      assert.deepStrictEqual(yield* of("2018-02", groups), [true, false, 1])
      const rest = { by: groups.by, compare: "rest" } as const
      assert.deepStrictEqual(yield* of("2018-01", rest), [false, true, null])
      assert.deepStrictEqual(yield* of("2018-02", rest), [true, false, 1])
      assert.deepStrictEqual(yield* of("2018-02", { compare: "previous" }), [true, false, null])
    }),
  )

  it.effect("withholds the comparison of a partial week and shows its value", () =>
    Effect.gen(function* () {
      const week = (day: string, score: number, n: number, group: string) =>
        Array.from({ length: n }, (_, i): Row => ({ customer: `${group}${day}${i}`, at: day, score, wave: group }))
      const rows = ["a", "b"].flatMap((group) => [
        ...week("2017-12-27", 0, 20, group),
        ...week("2018-01-03", 10, 20, group),
        ...week("2018-01-08", 0, 20, group),
      ])
      const facts = yield* project([feedback("nps", rows)])
      const all = yield* measurements(
        facts,
        nps,
        {},
        { every: "week", by: [dimension("wave", column("wave"))], versus: { wave: "a" } },
      )
      const compared = all.filter(({ versus }) => versus !== undefined)
      assert.deepStrictEqual(
        compared.map((m) => [m.value, m.versus?.value, m.versus?.difference, m.versus?.p]),
        [
          [-100, -100, null, null],
          [100, 100, 0, 1],
          [-100, -100, null, null],
        ],
      )
    }),
  )

  it.effect("holds a month complete once the facts are declared complete up to its end", () =>
    Effect.gen(function* () {
      for (const [asOf, complete] of [
        ["2018-03-31T21:59:59Z", false],
        ["2018-03-31T21:59:59.998Z", false],
        ["2018-03-31T21:59:59.999Z", true],
        ["2018-03-31T22:00:00Z", true],
        ["2018-04-01T12:00:00Z", true],
      ] as const) {
        const months = yield* measurements(yield* dated(asOf), nps, {}, { every: "month" })
        const march = months.find((m) => month(m) === "2018-03")
        assert.strictEqual(march?.period?.complete, complete, asOf)
        assert.strictEqual(march?.asOf, Date.parse(asOf))
      }
    }),
  )

  it.effect("measures within a period: from the first instant of it to before the last", () =>
    Effect.gen(function* () {
      const facts = yield* dated("2018-05-01T00:00:00Z")
      const february = yield* measureOne(facts, nps, {}, { period: period("2018-02") })
      assert.deepStrictEqual([february.n, february.period?.complete], [13, true])
      assert.deepStrictEqual(february.period, { ...period("2018-02"), complete: true })
      for (const [asOf, complete] of [
        ["2018-02-28T22:59:59.998Z", false],
        ["2018-02-28T22:59:59.999Z", true],
        ["2018-02-28T23:00:00Z", true],
      ] as const) {
        const m = yield* measureOne(yield* dated(asOf), nps, {}, { period: period("2018-02") })
        assert.strictEqual(m.period?.complete, complete, asOf)
      }
      const year = yield* measureOne(facts, nps, {}, { period: period("2018") })
      assert.deepStrictEqual([year.n, year.period?.complete], [41, false])
      assert.include(caveatsOf(year), "partial-period")
      const before = yield* measureOne(facts, nps, {}, { period: period("2017") })
      assert.deepStrictEqual([before.n, before.value], [0, null])
    }),
  )

  it.effect("cuts a period into months; a month the period cuts is never complete", () =>
    Effect.gen(function* () {
      const facts = yield* dated("2018-05-01T00:00:00Z")
      const wanted = { ...period("2018-02"), to: Date.parse("2018-03-20T00:00:00Z") }
      const months = yield* measurements(facts, nps, {}, { period: wanted, every: "month" })
      assert.deepStrictEqual(
        months.map((m) => [month(m), m.period?.complete]),
        [
          ["2018-02", true],
          ["2018-03", false],
        ],
      )
    }),
  )

  it.effect("over all time begins with the first local day and ends with the last fact", () =>
    Effect.gen(function* () {
      const { asOf, caveats, period: whole } = yield* measureOne(yield* dated(), nps)
      assert.deepStrictEqual(whole, {
        from: Date.parse("2018-01-14T23:00:00Z"),
        to: Date.parse("2018-04-01T22:00:00.001Z"),
        zone: "Europe/Warsaw",
        complete: true,
      })
      assert.strictEqual(asOf, Date.parse("2018-04-01T22:00:00Z"))
      assert.deepStrictEqual(caveats, [{ id: "watermark-inferred" }])
      assert.notInclude(caveatsOf(yield* measureOne(yield* dated("2018-05-01T00:00:00Z"), nps)), "watermark-inferred")
    }),
  )

  it.effect("names no period where the facts have no dates", () =>
    Effect.gen(function* () {
      const facts = yield* project([feedback("nps", answersOf({ "10": 30 }))])
      for (const every of [null, "month"] as const) {
        const m = yield* measureOne(facts, nps, {}, { every })
        assert.deepStrictEqual([m.period, m.asOf, m.n], [null, null, 30])
        assert.deepStrictEqual(caveatsOf(m), ["undated"])
      }
      const wanted = yield* measureOne(facts, nps, {}, { period: period("2018") })
      assert.deepStrictEqual([wanted.n, wanted.period?.complete], [0, false])
      assert.include(caveatsOf(wanted), "undated")
    }),
  )

  it.effect("says of facts that are not there that there is nothing to count, not that they have no dates", () =>
    Effect.gen(function* () {
      const facts = yield* project([feedback("nps", answersOf({ "10": 30 }, { at: "2018-04-01" }))])
      for (const options of [{}, { every: "month" }, { period: period("2018") }] as const) {
        const m = yield* measureOne(facts, retention, {}, options)
        const asked = "period" in options ? ["partial-period"] : []
        assert.deepStrictEqual([m.value, m.n, caveatsOf(m)], [null, 0, ["zero-denominator", ...asked]])
      }
    }),
  )

  it.effect("takes facts it borrows from as complete no further than they are", () =>
    Effect.gen(function* () {
      const facts = yield* project([
        feedback("nps", answersOf({ "10": 1 }, { at: "2018-03-01", orderId: "o" })),
        { kind: "order", rows: [{ eventId: "o", at: "2018-02-01" }] },
      ])
      const [m] = yield* measurements(
        facts,
        nps,
        {},
        { by: [dimension("order.status", { op: "link", to: "order", of: column("status"), reduce: "single" })] },
      )
      assert.strictEqual(m?.asOf, Date.parse("2018-02-01Z"))
    }),
  )
})

describe("measuring groups", () => {
  it.effect("shows them in the order of the dimension, then of values, the absent last", () =>
    Effect.gen(function* () {
      const rows = ["z", "b", null, "a", "y"].map((wave, i) => ({ customer: `c${i}`, wave, score: 10 }))
      const facts = yield* project([feedback("nps", rows)])
      const by = { ...dimension("wave", column("wave")), order: ["y", "z", "never"] }
      const all = yield* measurements(facts, nps, {}, { by: [by] })
      assert.deepStrictEqual(
        all.map((m) => m.by["wave"]),
        ["y", "z", "a", "b", null],
      )
    }),
  )

  it.effect("flags sizes by its policy", () =>
    Effect.gen(function* () {
      const sizes = [1, 9, 10, 29, 30]
      const rows = sizes.flatMap((n) => answersOf({ "10": n }, { wave: `${n}` }, `${n}-`))
      const facts = yield* project([feedback("nps", rows)])
      const request = { by: [{ ...dimension("wave", column("wave")), order: sizes.map(String) }] }
      const flags = (all: ReadonlyArray<Measurement>) =>
        all.map((m) => caveatsOf(m).find((id) => id === "insufficient" || id === "small-sample") ?? null)
      assert.deepStrictEqual(flags(yield* measurements(facts, nps, {}, request)), [
        "insufficient",
        "insufficient",
        "small-sample",
        "small-sample",
        null,
      ])
      assert.deepStrictEqual(
        flags(yield* measurements(facts, nps, {}, request, { policy: { insufficient: 2, small: 10 } })),
        ["insufficient", "small-sample", null, null, null],
      )
      assert.deepStrictEqual(
        caveatData((yield* measurements(facts, nps, {}, request))[1] as Measurement, "insufficient"),
        { n: 9, minimum: 10 },
      )
    }),
  )

  it.effect("compares each with the baseline, and adjusts over all comparisons asked together", () =>
    Effect.gen(function* () {
      const waves = { a: [30, 10], b: [20, 20], c: [28, 12], d: [10, 30] } as const
      const rows = Object.entries(waves).flatMap(([wave, [top, low]]) =>
        answersOf({ "5": top, "1": low }, { wave }, wave),
      )
      const facts = yield* project([feedback("csat", rows)])
      const by = [dimension("wave", column("wave"))]
      const [first, second] = yield* measureAll(facts, [
        { metric: yield* csat.prepare(), by, versus: { wave: "a" } },
        { metric: yield* csat.prepare({ form: "mean" }), by, versus: { wave: "b" } },
      ])
      const compared = [...(first?.measurements ?? []), ...(second?.measurements ?? [])].flatMap((m) =>
        m.versus === undefined ? [] : [m],
      )
      assert.strictEqual(compared.length, 6)
      const p = compared.map(({ versus }) => versus?.p ?? Number.NaN)
      assert.deepStrictEqual(
        compared.map(({ versus }) => versus?.q),
        [...benjaminiHochberg(p)],
      )
      for (const m of compared) {
        assert.deepStrictEqual(caveatData(m, "multiple-testing"), { comparisons: 6 })
        assert.isAtLeast(m.versus?.q ?? 0, m.versus?.p ?? 1)
        assert.strictEqual(m.versus?.difference, (m.value ?? 0) - (m.versus?.value ?? 0))
      }
      const baseline = first?.measurements.find((m) => m.by["wave"] === "a")
      assert.isUndefined(baseline?.versus)
      assert.isEmpty(baseline?.caveats.filter(({ id }) => id === "multiple-testing") ?? [])
    }),
  )

  it.effect("compares with the baseline of the same other dimensions, and with none where it is not there", () =>
    Effect.gen(function* () {
      const cells = [
        ["east", "phone", 40, 10],
        ["east", "mail", 30, 20],
        ["west", "phone", 20, 30],
        ["west", "mail", 25, 25],
        ["west", "chat", 25, 25],
      ] as const
      const rows = cells.flatMap(([region, channel, top, low]) =>
        answersOf({ "10": top, "0": low }, { wave: region, touchpoint: channel }, `${region}${channel}`),
      )
      const facts = yield* project([feedback("nps", rows)])
      const by = [dimension("wave", column("wave")), dimension("touchpoint", column("touchpoint"))]
      const all = yield* measurements(facts, nps, {}, { by, versus: { wave: "west" } })
      assert.sameDeepMembers(
        all.map((m) => [m.by, m.versus?.by, m.versus?.difference]),
        [
          [{ wave: "east", touchpoint: "phone" }, { wave: "west", touchpoint: "phone" }, 80],
          [{ wave: "east", touchpoint: "mail" }, { wave: "west", touchpoint: "mail" }, 20],
          ...["phone", "mail", "chat"].map((touchpoint) => [{ wave: "west", touchpoint }, undefined, undefined]),
        ],
      )
      const none = yield* measurements(facts, nps, {}, { by, versus: { touchpoint: "chat" } })
      assert.deepStrictEqual(
        none
          .filter(({ by: own }) => own["wave"] === "east")
          .map((m) => [m.versus, caveatsOf(m).includes("no-baseline")]),
        [
          [undefined, false],
          [undefined, false],
        ],
      )
      const exact = yield* measurements(facts, nps, {}, { by, versus: { wave: "west", touchpoint: "chat" } })
      assert.lengthOf(
        exact.filter(({ versus }) => versus?.by?.["touchpoint"] === "chat" && versus.by["wave"] === "west"),
        4,
      )
    }),
  )

  it.effect("does not compare with a baseline that is not there", () =>
    Effect.gen(function* () {
      const facts = yield* project([feedback("nps", answersOf({ "10": 5 }, { wave: "a" }))])
      const [m] = yield* measurements(
        facts,
        nps,
        {},
        { by: [dimension("wave", column("wave"))], versus: { wave: "never" } },
      )
      assert.isUndefined(m?.versus)
      assert.deepStrictEqual(caveatData(m as Measurement, "no-baseline"), { baseline: "wave = never" })
      const there = yield* measurements(
        facts,
        nps,
        {},
        { by: [dimension("wave", column("wave"))], versus: { wave: "a" } },
      )
      assert.deepStrictEqual(
        there.map((one) => [one.versus, caveatsOf(one).includes("no-baseline")]),
        [[undefined, false]],
      )
    }),
  )

  it.effect("withholds a comparison with numbers that are none", () =>
    Effect.gen(function* () {
      const facts = yield* project([
        feedback(
          "nps",
          [...answersOf({ "10": 5 }, { wave: "a", scaleMin: 0 }), ...answersOf({ "5": 5 }, { wave: "b", scaleMin: 1 })],
          null,
        ),
      ])
      const [, b] = yield* measurements(
        facts,
        nps,
        {},
        { by: [dimension("wave", column("wave"))], versus: { wave: "a" } },
      )
      assert.isNull(b?.value)
      assert.deepStrictEqual(
        [b?.versus?.value, b?.versus?.difference, b?.versus?.p, b?.versus?.q],
        [100, null, null, null],
      )
    }),
  )
})

describe("the definition of a number", () => {
  const definitionOf = Effect.fnUntraced(function* (
    metric: Metric.Metric,
    params: unknown = {},
    request: Partial<MeasureRequest> = {},
    zone = "UTC",
  ) {
    const facts = yield* project([feedback("nps", answersOf({ "10": 2 }))], { zone })
    const [result] = yield* measureAll(facts, [{ ...request, metric: yield* metric.prepare(params) }])
    assert.strictEqual(
      result?.measurements.every((m) => m.definition === result.definition),
      true,
    )
    return result?.definition
  })

  it.effect("changes with every parameter, filter and zone, and with nothing else", () =>
    Effect.gen(function* () {
      const base = yield* definitionOf(nps)
      assert.match(base ?? "", /^[0-9a-f]{16}$/)
      const others = [
        yield* definitionOf(csat),
        yield* definitionOf(nps, { weights: "ignore" }),
        yield* definitionOf(nps, { relation: "transactional" }),
        yield* definitionOf(nps, { instrument: "enps" }),
        yield* definitionOf(nps, { scale: { min: 1, max: 10 } }),
        yield* definitionOf(nps, {}, { where: eq(column("wave"), "a") }),
        yield* definitionOf(nps, {}, { where: eq(column("wave"), "b") }),
        yield* definitionOf(nps, {}, {}, "Europe/Warsaw"),
      ]
      assert.strictEqual(new Set([base, ...others]).size, others.length + 1)
      for (const same of [
        yield* definitionOf(nps, { weights: "use" }),
        yield* definitionOf(nps, {}, { by: [dimension("wave", column("wave"))] }),
        yield* definitionOf(nps, {}, { period: period("2018") }),
        yield* definitionOf(nps, {}, { every: "month", where: null }),
      ])
        assert.strictEqual(same, base)
    }),
  )

  it.effect("applies its filter to every question of the metric", () =>
    Effect.gen(function* () {
      const facts = yield* project([
        feedback("nps", [
          ...answersOf({ "10": 4 }, { wave: "a" }),
          { customer: "x", score: null, wave: "a" },
          { customer: "y", score: null, wave: "b" },
        ]),
      ])
      const m = yield* measureOne(facts, nps, {}, { where: eq(column("wave"), "a") })
      assert.strictEqual(m.n, 4)
      assert.deepStrictEqual(caveatData(m, "no-score"), { n: 1 })
    }),
  )
})

describe("a request", () => {
  it.effect("asked twice gives the same, alone or among others", () =>
    Effect.gen(function* () {
      const facts = yield* dated()
      const request = { metric: yield* nps.prepare(), every: "month" as const, by: [dimension("wave", column("wave"))] }
      const other = { metric: yield* csat.prepare({ instrument: "nps", scale: { min: 0, max: 10 } }) }
      const [alone] = yield* measureAll(facts, [request])
      const [again, , among] = yield* measureAll(facts, [request, other, request])
      assert.deepStrictEqual(again, alone)
      assert.deepStrictEqual(among, alone)
    }),
  )

  it.effect("whose metric throws is a failure of its own, whenever it throws", () =>
    Effect.gen(function* () {
      const boom = (): never => {
        throw new TypeError("boom")
      }
      const facts = yield* project([
        feedback("nps", [...answersOf({ "10": 3 }, { wave: "a" }, "a"), ...answersOf({ "10": 3 }, { wave: "b" }, "b")]),
      ])
      for (const faults of [{ questions: boom }, { estimate: boom }, { compare: boom }]) {
        const request = { by: [dimension("wave", column("wave"))], versus: { wave: "a" } }
        const [broken, fine] = yield* measureAll(facts, [
          { ...request, metric: yield* outsider(faults).prepare() },
          { ...request, metric: yield* nps.prepare() },
        ])
        assert.deepStrictEqual([broken?.failure, broken?.measurements], ["TypeError: boom", []])
        assert.strictEqual(fine?.failure, null)
        assert.strictEqual(fine?.measurements.length, 2)
      }
    }),
  )

  it.effect("whose metric throws no error at all is a failure too", () =>
    Effect.gen(function* () {
      const estimate = (): never => {
        throw "tea break"
      }
      const [result] = yield* measureAll(yield* dated(), [{ metric: yield* outsider({ estimate }).prepare() }])
      assert.strictEqual(result?.failure, "tea break")
    }),
  )

  it.effect("tells how many rows of its kind were rejected, and how many cells are damaged", () =>
    Effect.gen(function* () {
      const facts = yield* project([
        feedback("nps", [...answersOf({ "10": 3 }), { customer: "x", score: "eleven" }]),
        { kind: "order", rows: [{ amount: "x" }] },
      ])
      const damaged = facts.sources.map((source) => ({
        ...source,
        notes: { encoding: null, suspectCells: { comment: 2 } },
      }))
      const m = yield* measureOne(facts, nps, {}, {}, { sources: damaged })
      assert.deepStrictEqual(caveatData(m, "rejected-rows"), { n: 1, share: 0.25 })
      assert.deepStrictEqual(caveatData(m, "suspect-text"), { cells: 2 })
    }),
  )

  it.effect("tells of facts whose customers nobody knows where customers are what it counts, and only there", () =>
    Effect.gen(function* () {
      const facts = yield* project([
        feedback(
          "nps",
          ["anna", "bo", "cookie", null].map((customer) => ({ customer, score: "9" })),
        ),
        { kind: "identity", rows: [{ alias: "cookie", canonical: "anna" }] },
      ])
      const options = { sources: facts.sources }
      const m = yield* measureOne(facts, nps, {}, {}, options)
      assert.deepStrictEqual(caveatData(m, "unresolved-customers"), { n: 1, share: 1 / 3 })
      const [rows] = yield* measureAll(facts, [{ metric: yield* outsider().prepare() }], options)
      assert.notInclude(caveatsOf(rows?.measurements[0] ?? assert.fail()), "unresolved-customers")
    }),
  )

  it.effect("tells what was rejected of every kind it counts", () =>
    Effect.gen(function* () {
      const at = "2018-01-05"
      const facts = yield* project([
        { kind: "order", rows: [{ customer: "a", eventId: "1", at, amount: 500, currency: "EUR" }] },
        {
          kind: "cost",
          rows: [
            { eventId: "c", at, amount: 100, currency: "EUR" },
            { eventId: "d", at, amount: "1,234.00" },
          ],
        },
      ])
      const m = yield* measureOne(facts, costPerAcquisition, { currency: "EUR" }, {}, { sources: facts.sources })
      assert.deepStrictEqual(caveatData(m, "rejected-rows"), { n: 1, share: 1 / 3 })
    }),
  )

  it.effect("names every dimension once", () =>
    Effect.gen(function* () {
      const facts = yield* project([feedback("nps", answersOf({ "10": 3 }))])
      const { metric } = { metric: yield* nps.prepare({}) }
      const by = [dimension("wave", column("wave")), dimension("wave", column("wave"))]
      const error = yield* Effect.flip(measureAll(facts, [{ metric, by, compare: "rest" }]))
      assert.include(error.message, "by names wave twice")
    }),
  )

  it.effect("that cuts time too finely fails alone, and says so", () =>
    Effect.gen(function* () {
      const rows = [
        ...answersOf({ "10": 3 }, { at: "1990-01-01" }),
        ...answersOf({ "9": 3 }, { at: "2024-01-01" }, "b"),
      ]
      const facts = yield* project([feedback("nps", rows)])
      const metric = yield* nps.prepare({})
      const [fine, whole] = yield* measureAll(facts, [{ metric, every: "hour" }, { metric }])
      assert.match(fine?.failure ?? "", /hour/)
      assert.deepStrictEqual([whole?.failure, whole?.measurements.length], [null, 1])
    }),
  )

  it.effect("compares ten thousand groups with one in no time to speak of, whether it is there or not", () =>
    Effect.gen(function* () {
      const rows = Array.from({ length: 10_000 }, (_, i) => ({ customer: `c${i}`, score: i % 11, wave: `w${i}` }))
      const facts = yield* project([feedback("nps", rows)])
      const metric = yield* nps.prepare({})
      const by = [dimension("wave", column("wave"))]
      for (const wave of ["w7", "nowhere"]) {
        const [result] = yield* measureAll(facts, [{ metric, by, versus: { wave } }])
        const told = result?.measurements.filter((m) => m.versus !== undefined || caveatsOf(m).includes("no-baseline"))
        assert.strictEqual(told?.length, wave === "w7" ? 9999 : 10_000)
      }
    }),
  )

  it.effect("takes another level of confidence", () =>
    Effect.gen(function* () {
      const facts = yield* project([feedback("csat", answersOf({ "5": 60, "1": 40 }))])
      const wide = yield* measureOne(facts, csat, {}, {}, { level: 0.99 })
      const narrow = yield* measureOne(facts, csat, {}, {}, { level: 0.9 })
      assert.strictEqual(wide.interval?.level, 0.99)
      assert.isBelow(wide.interval?.low ?? 1, narrow.interval?.low ?? 0)
    }),
  )
})

describe("every metric", () => {
  it.effect("measures nothing, and nothing becomes valid JSON", () =>
    Effect.gen(function* () {
      // Channels are those of an inventory: without one nothing says what they are.
      const nothing = yield* project([], { inventory: yield* decodeInventory({ touchpoints: [] }) })
      // A question without an answer is nothing to these; a metric of answers among questions asked counts it.
      const unanswered = yield* project([feedback("nps", [{ customer: "a", score: null }])])
      const cases = [
        { facts: nothing, over: metrics },
        { facts: unanswered, over: [nps, csat, repeatRate, promiseKeeping] },
      ]
      for (const { facts, over } of cases)
        for (const metric of over) {
          const m = yield* measureOne(facts, metric)
          assert.deepStrictEqual([m.value, m.interval, m.n], [null, null, 0], metric.id)
          assert.strictEqual(caveatsOf(m)[0], "zero-denominator")
          assert.deepStrictEqual(
            Schema.decodeUnknownSync(Schema.Array(Measurement))(JSON.parse(JSON.stringify(encodeMeasurements([m])))),
            [m],
          )
        }
    }),
  )

  it.effect("encodes as JSON that other programs rely on", () =>
    Effect.gen(function* () {
      const facts = yield* project([
        feedback("nps", answered),
        { kind: "order", rows: answered.map(({ at = "", customer = "" }) => ({ at, customer })) },
        { kind: "promise", rows: answered.map(({ at = "" }) => ({ at, due: at, fulfilledAt: at })) },
      ])
      const requests = yield* Effect.forEach([nps, csat, repeatRate, promiseKeeping], (metric) =>
        Effect.map(
          metric.prepare(metric === csat ? { instrument: "nps", scale: { min: 0, max: 10 } } : {}),
          (prepared) => ({ metric: prepared, every: "month" as const }),
        ),
      )
      for (const { measurements: all } of yield* measureAll(facts, requests)) {
        const json: unknown = JSON.parse(JSON.stringify(encodeMeasurements(all)))
        assert.deepStrictEqual(Schema.decodeUnknownSync(Schema.Array(Measurement))(json), all)
        assert.deepStrictEqual(
          Object.keys((json as ReadonlyArray<object>)[0] ?? {}),
          Object.keys(Measurement.fields).filter((key) => key !== "versus"),
        )
      }
    }),
  )

  it.effect("refuses numbers that nothing counts", () =>
    Effect.gen(function* () {
      for (const [metric, params] of [
        [repurchaseWithin, { within: 1.7e308 }],
        [churnRate, { grace: 1e308 }],
      ] as const) {
        const error = yield* Effect.flip(metric.prepare(params))
        assert.strictEqual(error._tag, "OptionsInvalid")
        assert.include(error.message, Object.keys(params)[0] ?? "")
      }
    }),
  )

  it.effect("refuses parameters it does not know", () =>
    Effect.gen(function* () {
      for (const metric of metrics) {
        const error = yield* Effect.flip(metric.prepare({ __nothing: 1 }))
        assert.include(error.message, `The options of metric ${metric.id} cannot be used`)
        assert.include(error.message, "__nothing")
      }
    }),
  )
})
