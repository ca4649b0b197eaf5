import { describe, it } from "@effect/vitest"
import { contactPressure } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import { Period } from "@touchpoint/core/time"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measurements, measureOne, sameOverShards } from "../../../test/metrics/asking.ts"
import { assert } from "../../../test/stats/assert.ts"

const DAY = 86_400_000
// A Sunday.
const start = Date.parse("2026-01-04T00:00:00Z")
const at = (days: number) => new Date(start + days * DAY).toISOString()
const sent = (customer: string | null, day: number, more: Row = {}): Row => ({
  customer,
  at: at(day),
  touchpoint: "newsletter",
  ...more,
})
const header = ["customer", "at", "touchpoint", "class", "status", "packageId", "channel"]
interface Others {
  readonly consents?: ReadonlyArray<Row>
  readonly asOf?: number
}
const factsOf = (
  contacts: ReadonlyArray<Row>,
  profiles: ReadonlyArray<Row> = [],
  { asOf, consents = [] }: Others = {},
) =>
  project(
    [
      { kind: "contact", rows: contacts, header },
      { kind: "customer", rows: profiles, header: ["customer"] },
      { kind: "consent", rows: consents, header: ["customer", "at", "channel", "until"] },
    ],
    { asOf: asOf ?? start + 90 * DAY },
  )
const measured = (
  contacts: ReadonlyArray<Row>,
  params: unknown = {},
  profiles: ReadonlyArray<Row> = [],
  others: Others = {},
) => Effect.flatMap(factsOf(contacts, profiles, others), (facts) => measureOne(facts, contactPressure, params))

describe("contact-pressure", () => {
  const vector = vectors.E7_contact_pressure
  const people = Object.entries(vector.hist).flatMap(([contacts, n]) =>
    Array.from({ length: n }, (_, i) => ({ customer: `${contacts}-${i}`, contacts: Number(contacts) })),
  )
  const contacts = people.flatMap(({ contacts: n, customer }) =>
    Array.from({ length: n }, (_, i) => sent(customer, i / 2)),
  )
  const profiles = people.map(({ customer }) => ({ customer }))

  it.effect("equals the vector: the share of all customers over the cap, with Wilson's interval", () =>
    Effect.gen(function* () {
      const m = yield* measured(contacts, { base: "customers" }, profiles)
      assert.deepStrictEqual([m.numerator, m.denominator, m.n], [vector.over_cap, vector.contactable, 1000])
      assert.near(m.value, vector.over_rate)
      assert.interval(m.interval, vector.wilson, 1e-9)
      assert.deepStrictEqual([m.unit, m.unitOfN], [{ kind: "proportion" }, "customer"])
      const contacted = yield* measured(contacts, {}, profiles)
      assert.deepStrictEqual([contacted.numerator, contacted.denominator], [60, 880])
    }),
  )

  it.effect("equals the vector: contacts per customer, of all and of those contacted", () =>
    Effect.gen(function* () {
      const all = yield* measured(contacts, { form: "mean", base: "customers" }, profiles)
      assert.near(all.value, vector.mean_all)
      assert.near(all.numerator, vector.contacts)
      assert.deepStrictEqual(all.unit, { kind: "ratio" })
      const some = yield* measured(contacts, { form: "mean" }, profiles)
      assert.near(some.value, vector.mean_contacted)
      // Student's t with 999 degrees of freedom around the mean of the histogram.
      const m2 = Object.entries(vector.hist).reduce((sum, [k, n]) => sum + n * (Number(k) - vector.mean_all) ** 2, 0)
      const half = 1.962341461 * Math.sqrt(m2 / 999 / 1000)
      assert.interval(all.interval, [vector.mean_all - half, vector.mean_all + half], 1e-8)
    }),
  )

  it.effect("equals the vector by consent: of all who may be contacted, also those nobody wrote to", () =>
    Effect.gen(function* () {
      const consents = people.map(({ customer }) => ({ customer, at: at(-100), channel: "email", until: null }))
      const m = yield* measured(contacts, { base: "contactable" }, [], { consents })
      assert.deepStrictEqual([m.numerator, m.denominator], [vector.over_cap, vector.contactable])
      assert.interval(m.interval, vector.wilson, 1e-9)
      const mean = yield* measured(contacts, { base: "contactable", form: "mean" }, [], { consents })
      assert.near(mean.value, vector.mean_all)
    }),
  )

  it.effect("equals the vector: contacts over the cap and the quantile of contacts", () =>
    Effect.gen(function* () {
      const excess = yield* measured(contacts, { base: "customers", form: "excess" }, profiles)
      assert.near(excess.numerator, vector.excess_contacts)
      assert.near(excess.value, vector.excess_contacts / vector.contactable)
      assert.include(caveatsOf(excess), "skewed")
      const quantile = yield* measured(contacts, { base: "customers", form: "quantile" }, profiles)
      assert.strictEqual(quantile.value, vector.p95)
      // Order statistics 937 and 964 of 1000: Binomial(1000, 0.95).
      assert.interval(quantile.interval, [4, 5], 0)
      assert.strictEqual(quantile.interval?.method, "order-statistics")
      const median = yield* measured(contacts, { form: "quantile", q: 0.5 }, profiles)
      assert.strictEqual(median.value, 2)
    }),
  )

  it.effect("equals the vector: what is left of contacts by a half-life of three days", () =>
    Effect.gen(function* () {
      const rows = vector.timeline_days.map((day) => sent("a", day))
      const end = { asOf: start + 9.2 * DAY }
      const m = yield* measured(rows, { form: "decayed" }, [], end)
      assert.near(m.value, vector.pressure_at_9_2, 1e-9)
      assert.deepStrictEqual([m.interval, m.n], [null, 1])
      // Three days later half of it; a call counts three times.
      const later = yield* measured(rows, { form: "decayed" }, [], { asOf: start + 12.2 * DAY })
      assert.near(later.value, vector.pressure_at_9_2 / 2, 1e-9)
      const calls = rows.map((row) => ({ ...row, channel: "phone" }))
      const weighed = yield* measured(calls, { form: "decayed", channels: { phone: 3, sms: 2 } }, [], end)
      assert.near(weighed.value, vector.pressure_at_9_2 * 3, 1e-9)
    }),
  )

  it.effect("lets what was sent before a period press in it, and nothing sent after it", () =>
    Effect.gen(function* () {
      const rows = [sent("a", 0), sent("a", 8), sent("b", 8)]
      const facts = yield* factsOf(rows, [], { asOf: start + 21 * DAY })
      const week = { from: start + DAY, to: start + 8 * DAY, zone: "UTC", complete: true }
      const [m] = yield* measurements(facts, contactPressure, { form: "decayed", halfLife: 8 }, { period: week })
      assert.near(m?.value, 2 ** (-(8 * DAY - 1) / (8 * DAY)), 1e-9)
      assert.strictEqual(m?.n, 1)
      const [one, two] = yield* measurements(
        facts,
        contactPressure,
        { form: "decayed", halfLife: 8 },
        { every: "week" },
      )
      assert.deepStrictEqual([one?.n, two?.n], [1, 1])
    }),
  )

  it.effect("takes for contactable whose consent lasted into the period, month by month", () =>
    Effect.gen(function* () {
      // 5 January is a Monday; the weeks begin on days 1, 8 and 15.
      const consents = [
        { customer: "never", at: at(0), channel: "sms", until: null },
        { customer: "left", at: at(0), channel: "sms", until: at(10) },
        { customer: "came", at: at(9), channel: "sms", until: null },
        { customer: "a", at: at(0), channel: "sms", until: null },
      ]
      const rows = [sent("a", 2), sent("a", 9), sent("stranger", 16)]
      const facts = yield* factsOf(rows, [], { consents, asOf: start + 21.5 * DAY })
      const weeks = yield* measurements(
        facts,
        contactPressure,
        { base: "contactable", form: "mean" },
        { every: "week", period: { from: start + DAY, to: start + 22 * DAY, zone: "UTC" } },
      )
      assert.deepStrictEqual(
        weeks.map(({ denominator, numerator }) => [Math.round(numerator ?? -1), denominator]),
        [
          [1, 3],
          [1, 4],
          [0, 3],
        ],
      )
      // Written to without a consent.
      assert.deepStrictEqual(
        weeks.map((m) => caveatData(m, "not-stated") ?? null),
        [null, null, { n: 1 }],
      )
    }),
  )

  it.effect("weighs contacts by their channel, 1 where nothing is said of it", () =>
    Effect.gen(function* () {
      const rows = [
        sent("a", 0, { channel: "phone" }),
        sent("a", 1, { channel: "email" }),
        sent("a", 2),
        sent("b", 0, { channel: "post" }),
      ]
      const m = yield* measured(rows, { form: "mean", channels: { phone: 3, email: 0.5, post: 0 } })
      // b was contacted, and it weighs nothing.
      assert.deepStrictEqual([m.value, m.denominator], [2.25, 2])
      const share = yield* measured(rows, { cap: 4, channels: { phone: 3 } })
      assert.deepStrictEqual([share.numerator, share.denominator], [1, 2])
      const quantile = yield* measured(rows, { form: "quantile", q: 0.5, channels: { post: 0 } })
      assert.strictEqual(quantile.value, 0)
    }),
  )

  it.effect("compares quantiles by their own intervals and by ranks", () =>
    Effect.gen(function* () {
      const rows = Array.from({ length: 60 }, (_, i) => i).flatMap((i) =>
        Array.from({ length: 1 + (i % 4) + (i < 30 ? 3 : 0) }, (_, j) =>
          sent(`p${i}`, j, { channel: i < 30 ? "p" : "q" }),
        ),
      )
      const facts = yield* factsOf(rows)
      const request = { by: [dimension("channel", column("channel"))], versus: { channel: "q" } }
      const [m] = yield* measurements(facts, contactPressure, { form: "quantile", q: 0.5 }, request)
      assert.deepStrictEqual([m?.versus?.difference, m?.versus?.test], [2, "mann-whitney"])
      assert.strictEqual(m?.versus?.interval?.method, "mover")
      assert.isBelow(m?.versus?.p ?? 1, 0.001)
    }),
  )

  it.effect("finds the fullest window of the vector's timeline", () =>
    Effect.gen(function* () {
      const rows = vector.timeline_days.map((day) => sent("a", day))
      assert.strictEqual((yield* measured(rows, { form: "peak" })).value, vector.max_rolling_7d)
      assert.strictEqual((yield* measured(rows, { form: "mean" })).value, vector.timeline_days.length)
      assert.strictEqual((yield* measured(rows)).value, 1)
      assert.strictEqual((yield* measured(rows, { cap: 5 })).value, 0)
    }),
  )

  // Qualtrics: one a day, sent on 1 January at 08:00; the next is in order on 2 January at 08:00, or at 00:00.
  it.effect("counts rolling days or days of the calendar", () =>
    Effect.gen(function* () {
      const eight = 8 / 24
      const over = (day: number, clock: string) =>
        Effect.map(measured([sent("a", eight), sent("a", day)], { cap: 1, days: 1, clock }), ({ value }) => value === 1)
      assert.isTrue(yield* over(1 + eight - 1 / 86_400, "rolling"))
      assert.isFalse(yield* over(1 + eight, "rolling"))
      assert.isFalse(yield* over(1, "calendar"))
      assert.isTrue(yield* over(1 - 1 / 86_400, "calendar"))
    }),
  )

  it.effect("sees a burst over the end of a week only where windows roll", () =>
    Effect.gen(function* () {
      // Three on Sunday, three on Monday.
      const rows = [0.1, 0.2, 0.3, 1.1, 1.2, 1.3].map((day) => sent("a", day))
      assert.strictEqual((yield* measured(rows)).value, 1)
      assert.strictEqual((yield* measured(rows, { clock: "calendar" })).value, 0)
      assert.strictEqual((yield* measured(rows, { clock: "calendar", days: 30 })).value, 1)
    }),
  )

  it.effect("counts what arrived, of the classes asked for, and what has no class", () =>
    Effect.gen(function* () {
      const rows = [
        sent("a", 0, { class: "marketing" }),
        sent("a", 1, { class: "transactional" }),
        sent("a", 2, { class: null }),
        sent("a", 3, { class: "marketing", status: "bounced" }),
        sent("a", 4, { class: "reminder", status: "delivered" }),
      ]
      const mean = (params: object = {}) =>
        Effect.map(measured(rows, { form: "mean", ...params }), ({ value }) => value)
      assert.strictEqual(yield* mean(), 3)
      assert.strictEqual(yield* mean({ classes: ["transactional"] }), 2)
      assert.strictEqual(yield* mean({ classes: [] }), 1)
    }),
  )

  it.effect("counts the contacts of one package once, or each", () =>
    Effect.gen(function* () {
      const rows = [sent("a", 0, { packageId: "spring" }), sent("a", 0.1, { packageId: "spring" }), sent("a", 2)]
      assert.strictEqual((yield* measured(rows, { form: "peak" })).value, 2)
      assert.strictEqual((yield* measured(rows, { form: "peak", packages: "each" })).value, 3)
    }),
  )

  it.effect("says where nobody without a contact is in it, and who is not known", () =>
    Effect.gen(function* () {
      const m = yield* measured([sent("a", 0), sent(null, 1)], { base: "customers" })
      assert.include(caveatsOf(m), "contacted-only")
      assert.deepStrictEqual(caveatData(m, "no-customer"), { n: 1 })
      const all = yield* measured([sent("a", 0)], { base: "customers" }, [{ customer: "b" }])
      assert.notInclude(caveatsOf(all), "contacted-only")
      const usual = yield* measured([sent("a", 0)])
      for (const id of ["contacted-only", "no-customer", "not-stated"] as const) assert.notInclude(caveatsOf(usual), id)
      assert.notInclude(caveatsOf(yield* measured([], { base: "customers" })), "contacted-only")
      const none = yield* measured([sent(null, 1)])
      assert.deepStrictEqual([none.value, none.interval, none.n], [null, null, 0])
    }),
  )

  it.effect("divides by all customers known by the end of the period, whatever names them", () =>
    Effect.gen(function* () {
      // March begins on day 56: b is named by a receipt, c by a letter that came back, e and f only later.
      const rows = [
        sent("a", 60),
        sent("b", 20, { class: "transactional" }),
        sent("c", 61, { status: "bounced" }),
        sent("e", 95),
      ]
      const named = [{ customer: "d" }, { customer: "f", at: new Date(start + 100 * DAY).toISOString() }]
      const facts = yield* project([
        { kind: "contact", rows, header },
        { kind: "customer", rows: named.slice(0, 1), header: ["customer"], source: "undated.csv" },
        { kind: "customer", rows: named.slice(1), header: ["customer", "at"] },
      ])
      const march = Result.getOrThrow(Period.parse("2026-03", facts.calendar))
      const params = { base: "customers", form: "mean" }
      const m = yield* measureOne(facts, contactPressure, params, { period: march })
      assert.deepStrictEqual([m.numerator, m.denominator], [1, 4])
      const all = yield* measureOne(facts, contactPressure, params)
      assert.deepStrictEqual([all.numerator, all.denominator], [2, 6])
    }),
  )

  it.effect("tells of contacts of nobody that still press", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf([sent("a", 30), sent(null, 20), sent(null, 80)])
      const february = Result.getOrThrow(Period.parse("2026-02", facts.calendar))
      const m = yield* measureOne(facts, contactPressure, { form: "decayed" }, { period: february })
      assert.deepStrictEqual(caveatData(m, "no-customer"), { n: 1 })
    }),
  )

  it.effect("has no interval where all are alike", () =>
    Effect.gen(function* () {
      const m = yield* measured([sent("a", 0), sent("b", 1)], { form: "mean" })
      assert.deepStrictEqual([m.value, m.interval], [1, null])
      assert.include(caveatsOf(m), "no-ci")
    }),
  )

  it.effect("compares two groups by shares and by means", () =>
    Effect.gen(function* () {
      const rows = [
        ...[1, 2, 3, 6].flatMap((n, i) => Array.from({ length: n }, (_, j) => sent(`p${i}`, j, { channel: "p" }))),
        ...[1, 1, 2, 2].flatMap((n, i) => Array.from({ length: n }, (_, j) => sent(`q${i}`, j, { channel: "q" }))),
      ]
      const facts = yield* factsOf(rows)
      const request = { by: [dimension("channel", column("channel"))], versus: { channel: "q" } }
      const [share] = yield* measurements(facts, contactPressure, {}, request)
      assert.deepStrictEqual([share?.versus?.difference, share?.versus?.test], [0.25, "fisher-exact"])
      const [mean] = yield* measurements(facts, contactPressure, { form: "mean" }, request)
      assert.deepStrictEqual([mean?.versus?.difference, mean?.versus?.test], [1.5, "welch-t"])
    }),
  )

  it.effect("looks beyond the rows of its period only where its base or its form does", () =>
    Effect.gen(function* () {
      const periodic = yield* Effect.forEach(
        [{}, { form: "mean" }, { form: "decayed" }, { base: "customers" }, { base: "contactable" }],
        (params) => Effect.map(contactPressure.prepare(params), (prepared) => prepared.periodic ?? false),
      )
      assert.deepStrictEqual(periodic, [false, false, true, true, true])
    }),
  )

  it.effect("refuses a calendar of odd windows", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* contactPressure.prepare({ days: 3 })).metric, "contact-pressure")
      const error = yield* Effect.flip(contactPressure.prepare({ clock: "calendar", days: 3 }))
      assert.include(error.message, "days (1), weeks (7) and months (30)")
    }),
  )

  it("is the same over shards of customers as over the whole", async () => {
    const row = fc.record({ customer: fc.constantFrom(null, "a", "b", "c", "d"), day: fc.nat(30) })
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 20 }),
        fc.constantFrom("share-over", "mean", "peak", "excess", "quantile", "decayed"),
        fc.constantFrom("rolling", "calendar"),
        fc.nat(15),
        async (rows, form, clock, mask) => {
          const isLeft = ({ customer }: { readonly customer: string | null }) =>
            ((mask >> "abcd".indexOf(customer ?? "a")) & 1) === 1
          const of = (some: typeof rows) => factsOf(some.map(({ customer, day }) => sent(customer, day)))
          await Effect.runPromise(
            Effect.gen(function* () {
              yield* sameOverShards(yield* contactPressure.prepare({ form, clock, cap: 1 }), yield* of(rows), [
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
