import { describe, it } from "@effect/vitest"
import { contactGap } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measurements, measureOne, sameOverShards } from "../../../test/metrics/asking.ts"
import { mannWhitney } from "@touchpoint/core/stats"
import { compared } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const HOUR = 3_600_000
const DAY = 24 * HOUR
const start = Date.parse("2026-01-01T00:00:00Z")
const sent = (customer: string | null, days: number, more: Row = {}): Row => ({
  customer,
  at: new Date(start + days * DAY).toISOString(),
  touchpoint: "newsletter",
  ...more,
})
const header = ["customer", "at", "touchpoint", "class", "status", "packageId", "channel"]
const factsOf = (rows: ReadonlyArray<Row>, zone = "UTC") =>
  project([{ kind: "contact", rows, header }], { asOf: start + 400 * DAY, zone })
const measured = (rows: ReadonlyArray<Row>, params: unknown = {}, zone = "UTC") =>
  Effect.flatMap(factsOf(rows, zone), (facts) => measureOne(facts, contactGap, params))

describe("contact-gap", () => {
  // Qualtrics: one a day, sent on 1 January at 08:00; the next is in order on the 2nd at 08:00. AJO: at 00:00.
  it.effect("ends a gap of one day at 08:00, or at midnight by the calendar", () =>
    Effect.gen(function* () {
      const soon = (again: string, clock: string) =>
        Effect.map(measured([sent("a", 8 / 24), { ...sent("a", 0), at: again }], { clock }), ({ value }) => value === 1)
      assert.isTrue(yield* soon("2026-01-02T07:59:59.999Z", "rolling"))
      assert.isFalse(yield* soon("2026-01-02T08:00:00Z", "rolling"))
      assert.isTrue(yield* soon("2026-01-01T23:59:59.999Z", "calendar"))
      assert.isFalse(yield* soon("2026-01-02T00:00:00Z", "calendar"))
    }),
  )

  it.effect("counts local days, of 23 and 25 hours too", () =>
    Effect.gen(function* () {
      const soon = (first: string, again: string) =>
        Effect.map(
          measured(
            [first, again].map((at) => ({ ...sent("a", 0), at })),
            { clock: "calendar" },
            "Europe/Warsaw",
          ),
          ({ value }) => value === 1,
        )
      assert.isTrue(yield* soon("2026-03-29 00:10", "2026-03-29 23:50"))
      assert.isFalse(yield* soon("2026-03-28 23:50", "2026-03-29 00:10"))
      assert.isTrue(yield* soon("2026-10-25 00:10", "2026-10-25 23:50"))
    }),
  )

  it.effect("divides by customers with two contacts, with Wilson's interval", () =>
    Effect.gen(function* () {
      // 81 of 263 within a day; others have one contact, or two that are far apart.
      const rows = Array.from({ length: 300 }, (_, i) => [
        sent(`c${i}`, 0),
        ...(i < 263 ? [sent(`c${i}`, i < 81 ? 0.9 : 2)] : []),
      ]).flat()
      const m = yield* measured(rows)
      assert.deepStrictEqual([m.numerator, m.denominator, m.n, m.unitOfN], [81, 263, 263, "customer"])
      assert.strictEqual(m.nEffective, 263)
      assert.notInclude(caveatsOf(m), "no-customer")
      assert.interval(m.interval, vectors.A2_proportion_ci.cases[0]?.wilson ?? [], 1e-9)
      assert.deepStrictEqual(m.unit, { kind: "proportion" })
    }),
  )

  it.effect("gives the quantile of the shortest gaps, within 1 %, and its interval by ranks", () =>
    Effect.gen(function* () {
      const { median_ci, median_nearest_rank, minutes, p90 } = vectors.D1_response_time
      const rows = minutes.flatMap((gap, i) => [
        sent(`c${i}`, 0),
        sent(`c${i}`, gap / 1440),
        // Further apart: not the shortest.
        sent(`c${i}`, 300),
      ])
      const median = yield* measured(rows, { form: "quantile" })
      const near = (actual: number | null | undefined, minute: number | undefined) =>
        assert.approximately((actual ?? Number.NaN) / 60_000 / (minute ?? 0), 1, 0.01)
      near(median.value, median_nearest_rank)
      near(median.interval?.low, median_ci[0])
      near(median.interval?.high, median_ci[1])
      assert.deepStrictEqual([median.unit, median.n, median.nEffective], [{ kind: "duration" }, 20, 20])
      assert.notInclude(caveatsOf(median), "no-ci")
      // Nor to bound the 10th from below: its own place is the second, its upper bound the sixth.
      const low = yield* measured(rows, { form: "quantile", q: 0.1 })
      assert.isNull(low.interval?.low)
      const sorted = minutes.toSorted((a, b) => a - b)
      near(low.value, sorted[1])
      near(low.interval?.high, sorted[5])
      const high = yield* measured(rows, { form: "quantile", q: 0.9 })
      near(high.value, p90)
      // 20 are too few to bound the 90th percentile from above.
      assert.isNull(high.interval?.high)
      const one = yield* measured(rows.slice(0, 2), { form: "quantile" })
      assert.deepStrictEqual([one.interval, one.n], [null, 1])
      assert.include(caveatsOf(one), "no-ci")
    }),
  )

  it.effect("is the way the form says: more of a gap is better, less of a share", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* contactGap.prepare({ form: "quantile" })).better, "higher")
      assert.strictEqual((yield* contactGap.prepare()).better, "lower")
    }),
  )

  it.effect("takes what arrived, of the classes asked for, one package once", () =>
    Effect.gen(function* () {
      const rows = [
        sent("a", 0, { class: "marketing", packageId: "p" }),
        sent("a", 0.1, { class: "marketing", packageId: "p" }),
        sent("a", 0.2, { class: "transactional" }),
        sent("a", 0.3, { class: "marketing", status: "bounced" }),
        sent("a", 5),
      ]
      assert.strictEqual((yield* measured(rows)).value, 0)
      assert.strictEqual((yield* measured(rows, { packages: "each" })).value, 1)
      assert.strictEqual((yield* measured(rows, { classes: ["transactional"] })).numerator, 0)
      assert.strictEqual((yield* measured(rows, { days: 6 })).value, 1)
    }),
  )

  it.effect("is null without a second contact, and tells who is not known", () =>
    Effect.gen(function* () {
      const m = yield* measured([sent("a", 0), sent(null, 0), sent(null, 0.1)])
      assert.deepStrictEqual([m.value, m.interval, m.n, m.nEffective], [null, null, 0, null])
      assert.deepStrictEqual(caveatData(m, "no-customer"), { n: 2 })
      const quantile = yield* measured([sent("a", 0)], { form: "quantile" })
      assert.deepStrictEqual([quantile.value, quantile.interval, quantile.nEffective], [null, null, null])
      assert.notInclude(caveatsOf(quantile), "no-ci")
      const none = yield* measured([])
      assert.isNull(none.value)
      const same = yield* measured([sent("a", 0), sent("a", 0)], { form: "quantile" })
      assert.strictEqual(same.value, 0)
    }),
  )

  it.effect("compares two groups by shares, and by quantiles with their ranks", () =>
    Effect.gen(function* () {
      const rows = Array.from({ length: 40 }, (_, i) => {
        const channel = i < 20 ? "p" : "q"
        return [sent(`c${i}`, 0, { channel }), sent(`c${i}`, (i % 20 < 5 ? 0.5 : 1.5) * (i < 20 ? 1 : 3), { channel })]
      }).flat()
      const facts = yield* factsOf(rows)
      const request = { by: [dimension("channel", column("channel"))], versus: { channel: "q" } }
      const [share] = yield* measurements(facts, contactGap, {}, request)
      assert.deepStrictEqual([share?.value, share?.versus?.value, share?.versus?.difference], [0.25, 0, 0.25])
      const [gap] = yield* measurements(facts, contactGap, { form: "quantile" }, request)
      assert.approximately((gap?.versus?.difference ?? 0) / (-3 * DAY), 1, 0.02)
      assert.deepStrictEqual([gap?.versus?.test, gap?.versus?.interval?.method], ["mann-whitney", "mover"])
      assert.isBelow(gap?.versus?.p ?? 1, 0.001)
    }),
  )

  it.effect("ranks two contacts at once below all others, and compares nothing with nobody", () =>
    Effect.gen(function* () {
      const customers = (gaps: ReadonlyArray<number>) =>
        gaps.flatMap((gap, i) => [sent(`c${i}`, 0), sent(`c${i}`, gap)])
      const [first, second] = [
        [0, 0, 0, 0, 1, 2, 3, 4, 5, 6],
        [0, 2, 2, 3, 4, 6, 8, 8, 8, 8],
      ]
      const [a, b, nobody] = [
        yield* factsOf(customers(first)),
        yield* factsOf(customers(second)),
        yield* factsOf([sent("alone", 0)]),
      ]
      const counts = (gaps: ReadonlyArray<number>) =>
        new Map([...Map.groupBy(gaps, (gap) => gap)].map(([gap, { length }]) => [gap, length] as const))
      const params = { form: "quantile", q: 0.5 }
      const found = yield* compared(contactGap, params, a, b)
      assert.approximately((found?.difference ?? 0) / (-3 * DAY), 1, 0.02)
      // Pairs in which the first is longer, counted one by one, ties by half.
      const over = first.reduce(
        (sum, x) => sum + second.reduce((own, y) => own + (x > y ? 1 : x === y ? 0.5 : 0), 0),
        0,
      )
      assert.near(found?.effect?.value, (2 * over) / 100 - 1, 1e-12)
      assert.near(found?.p, mannWhitney(counts(first), counts(second))?.p ?? Number.NaN, 1e-12)
      for (const form of ["quantile", "share-below"]) {
        assert.isNull(yield* compared(contactGap, { form }, a, nobody))
        assert.isNull(yield* compared(contactGap, { form }, nobody, a))
        assert.isNull(yield* compared(contactGap, { form }, nobody, nobody))
      }
    }),
  )

  it.effect("refuses what has no calendar", () =>
    Effect.gen(function* () {
      assert.include((yield* Effect.flip(contactGap.prepare({ clock: "calendar", days: 2 }))).message, "calendar")
      assert.include(
        (yield* Effect.flip(contactGap.prepare({ clock: "calendar", form: "quantile" }))).message,
        "elapses",
      )
    }),
  )

  it("is the same over shards of customers as over the whole", async () => {
    const row = fc.record({ customer: fc.constantFrom(null, "a", "b", "c", "d"), day: fc.nat(60) })
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 20 }),
        fc.constantFrom({ form: "share-below" }, { form: "quantile" }, { clock: "calendar" }),
        fc.nat(15),
        async (rows, params, mask) => {
          const isLeft = ({ customer }: { readonly customer: string | null }) =>
            ((mask >> "abcd".indexOf(customer ?? "a")) & 1) === 1
          const of = (some: typeof rows) => factsOf(some.map(({ customer, day }) => sent(customer, day / 2)))
          await Effect.runPromise(
            Effect.gen(function* () {
              yield* sameOverShards(yield* contactGap.prepare(params), yield* of(rows), [
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
