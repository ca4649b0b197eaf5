import { describe, it } from "@effect/vitest"
import { quietHoursShare } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measurements, measureOne, sameOverShards } from "../../../test/metrics/asking.ts"
import { assert } from "../../../test/stats/assert.ts"

const sent = (customer: string | null, at: string, more: Row = {}): Row => ({
  customer,
  at,
  touchpoint: "newsletter",
  ...more,
})
const header = ["customer", "at", "touchpoint", "class", "status", "channel", "weight"]
const factsOf = (rows: ReadonlyArray<Row>, zone = "UTC") =>
  project([{ kind: "contact", rows, header }], { asOf: Date.parse("2026-12-31T00:00:00Z"), zone })
const measured = (rows: ReadonlyArray<Row>, params: unknown = {}, zone = "UTC") =>
  Effect.flatMap(factsOf(rows, zone), (facts) => measureOne(facts, quietHoursShare, params))
const quiet = (at: string, params: unknown = {}, zone = "UTC") =>
  Effect.map(measured([sent("a", at)], params, zone), ({ value }) => value === 1)

describe("quiet-hours-share", () => {
  it.effect("is quiet from the first time on and up to the second, over midnight", () =>
    Effect.gen(function* () {
      for (const [at, expected] of [
        ["2026-06-10T20:59:59.999Z", false],
        ["2026-06-10T21:00:00Z", true],
        ["2026-06-11T00:00:00Z", true],
        ["2026-06-11T07:59:59.999Z", true],
        ["2026-06-11T08:00:00Z", false],
      ] as const)
        assert.strictEqual(yield* quiet(at), expected, at)
    }),
  )

  it.effect("takes hours within one day, up to its end, from its beginning", () =>
    Effect.gen(function* () {
      for (const [hours, at, expected] of [
        ["12:30-14:00", "2026-06-10T12:29:00Z", false],
        ["12:30-14:00", "2026-06-10T13:00:00Z", true],
        ["12:30-14:00", "2026-06-10T14:00:00Z", false],
        ["22:00-24:00", "2026-06-10T23:59:00Z", true],
        ["22:00-24:00", "2026-06-11T00:00:00Z", false],
        ["00:00-08:00", "2026-06-11T00:00:00Z", true],
        ["00:00-08:00", "2026-06-11T08:00:00Z", false],
        ["21:00-00:00", "2026-06-10T23:00:00Z", true],
        ["21:00-00:00", "2026-06-11T00:00:00Z", false],
      ] as const)
        assert.strictEqual(yield* quiet(at, { hours }), expected, `${hours} ${at}`)
      for (const hours of ["21-8", "08:00-08:00", "00:00-24:00", "25:00-26:00", "8:00-9:00"])
        assert.include((yield* Effect.flip(quietHoursShare.prepare({ hours }))).message, "21:00-08:00")
    }),
  )

  it.effect("follows the clock of the project's zone when it changes, in spring and in autumn", () =>
    Effect.gen(function* () {
      for (const [at, expected] of [
        // In Warsaw 08:00 is 07:00 in UTC in winter and 06:00 in summer; clocks go forward on 29 March at 01:00 UTC.
        ["2026-03-28T06:59:59Z", true],
        ["2026-03-28T07:00:00Z", false],
        ["2026-03-29T05:59:59Z", true],
        ["2026-03-29T06:00:00Z", false],
        ["2026-03-28T19:59:00Z", false],
        ["2026-03-28T20:00:00Z", true],
        ["2026-03-29T19:00:00Z", true],
        // They go back on 25 October at 01:00 UTC.
        ["2026-10-24T18:59:00Z", false],
        ["2026-10-24T19:00:00Z", true],
        ["2026-10-25T06:59:59Z", true],
        ["2026-10-25T07:00:00Z", false],
        ["2026-10-25T19:59:00Z", false],
        ["2026-10-25T20:00:00Z", true],
      ] as const)
        assert.strictEqual(yield* quiet(at, {}, "Europe/Warsaw"), expected, at)
    }),
  )

  it.effect("may have whole weekends quiet", () =>
    Effect.gen(function* () {
      for (const [at, expected] of [
        ["2026-06-12T20:00:00Z", false], // Friday
        ["2026-06-13T12:00:00Z", true],
        ["2026-06-14T12:00:00Z", true],
        ["2026-06-15T07:00:00Z", true],
        ["2026-06-15T08:00:00Z", false],
      ] as const) {
        assert.strictEqual(yield* quiet(at, { weekends: "quiet" }), expected, at)
        if (at.startsWith("2026-06-13")) assert.isFalse(yield* quiet(at))
      }
    }),
  )

  it.effect("equals the vector: contacts of one customer are alike, and the interval knows", () =>
    Effect.gen(function* () {
      const { conversions, n_eff, p, wilson_neff } = vectors.A11_clustered_proportion_icc
      const rows = conversions.flatMap((x, customer) =>
        Array.from({ length: 10 }, (_, i) => sent(`c${customer}`, `2026-06-10T${i < x ? "23" : "12"}:00:0${i}Z`)),
      )
      const m = yield* measured(rows)
      assert.deepStrictEqual([m.value, m.denominator, m.unitOfN], [p, 100, "contact"])
      assert.near(m.nEffective, n_eff, 1e-9)
      assert.interval(m.interval, wilson_neff, 1e-9)
      assert.include(caveatsOf(m), "clustered")
    }),
  )

  it.effect("counts what arrived, of the classes asked for or without one, known or not", () =>
    Effect.gen(function* () {
      const night = "2026-06-10T23:00:00Z"
      const rows = [
        sent("a", night, { class: "marketing" }),
        sent(null, night),
        sent("a", night, { class: "transactional" }),
        sent("a", night, { class: "marketing", status: "failed" }),
        sent("b", "2026-06-10T12:00:00Z", { class: "survey" }),
      ]
      const m = yield* measured(rows)
      assert.deepStrictEqual([m.numerator, m.denominator], [2, 3])
      const receipts = yield* measured(rows, { classes: ["transactional"] })
      assert.deepStrictEqual([receipts.numerator, receipts.denominator], [2, 2])
      const weighted = yield* measured(rows.map((row) => ({ ...row, weight: 3 })))
      assert.strictEqual(weighted.denominator, 3)
      assert.include(caveatsOf(weighted), "weights-ignored")
      const none = yield* measured([])
      assert.deepStrictEqual([none.value, none.interval, none.n], [null, null, 0])
    }),
  )

  it.effect("says nothing of contacts without a date", () =>
    Effect.gen(function* () {
      const rows = [{ customer: "a", touchpoint: "newsletter" }]
      const facts = yield* project([{ kind: "contact", rows, header: ["customer", "touchpoint"] }])
      const m = yield* measureOne(facts, quietHoursShare)
      assert.deepStrictEqual([m.value, m.interval, m.n], [null, null, 0])
      assert.deepStrictEqual(caveatData(m, "not-stated"), { n: 1 })
    }),
  )

  it.effect("compares two groups", () =>
    Effect.gen(function* () {
      const rows = Array.from({ length: 150 }, (_, i) =>
        sent(`c${i}`, `2026-06-10T${i < 56 || (i >= 70 && i < 118) ? "23" : "12"}:00:00Z`, {
          channel: i < 70 ? "p" : "q",
        }),
      )
      const facts = yield* factsOf(rows)
      const request = { by: [dimension("channel", column("channel"))], versus: { channel: "q" } }
      const [m] = yield* measurements(facts, quietHoursShare, {}, request)
      const known = vectors.A3_two_proportions.cases[0]
      assert.interval(m?.versus?.interval, known?.newcombe ?? [], 1e-9)
      assert.near(m?.versus?.p, known?.p ?? Number.NaN, 1e-9)
    }),
  )

  it("is the same over shards of customers as over the whole", async () => {
    const row = fc.record({ customer: fc.constantFrom(null, "a", "b", "c", "d"), hour: fc.nat(23) })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 20 }), fc.nat(15), async (rows, mask) => {
        const isLeft = ({ customer }: { readonly customer: string | null }) =>
          ((mask >> "abcd".indexOf(customer ?? "a")) & 1) === 1
        const of = (some: typeof rows) =>
          factsOf(
            some.map(({ customer, hour }) => sent(customer, `2026-06-10T${String(hour).padStart(2, "0")}:00:00Z`)),
          )
        await Effect.runPromise(
          Effect.gen(function* () {
            yield* sameOverShards(yield* quietHoursShare.prepare(), yield* of(rows), [
              yield* of(rows.filter(isLeft)),
              yield* of(rows.filter((r) => !isLeft(r))),
            ])
          }),
        )
      }),
      { numRuns: 40 },
    )
  })
})
