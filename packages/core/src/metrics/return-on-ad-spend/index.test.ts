import { describe, it } from "@effect/vitest"
import { returnOnAdSpend } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import { ratioOfSums, twoRatios } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type ProjectOptions, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measurements, measureOne, sameOverShards } from "../../../test/metrics/asking.ts"
import { assert } from "../../../test/stats/assert.ts"

const { cost, revenue, roas, roas_ci, roas_fieller } = vectors.E4_roas_roi
const orderHeader = ["customer", "eventId", "at", "amount", "currency", "status", "touchpoint", "campaign", "weight"]
const costHeader = ["eventId", "at", "until", "amount", "currency", "touchpoint", "campaign", "purpose"]
const factsOf = (
  orders: ReadonlyArray<Row>,
  costs: ReadonlyArray<Row>,
  { refunds = [], ...options }: ProjectOptions & { readonly refunds?: ReadonlyArray<Row> } = {},
) =>
  project(
    [
      { kind: "order", rows: orders, header: orderHeader },
      { kind: "cost", rows: costs, header: costHeader },
      { kind: "refund", rows: refunds, header: ["eventId", "refundOf", "amount", "at"] },
    ],
    { asOf: Date.parse("2026-12-31T00:00:00Z"), ...options },
  )
const order = (at: string, amount: number | null, more: Row = {}): Row => ({ at, amount, ...more })
const spend = (at: string, amount: number, more: Row = {}): Row => ({ at, amount, ...more })
const measured = (orders: ReadonlyArray<Row>, costs: ReadonlyArray<Row>, params: unknown = {}, request: object = {}) =>
  Effect.flatMap(factsOf(orders, costs), (facts) => measureOne(facts, returnOnAdSpend, params, request))
const period = (from: string, to: string) => ({
  period: { from: Date.parse(`${from}T00:00:00Z`), to: Date.parse(`${to}T00:00:00Z`), zone: "UTC" },
})

const campaigns = revenue.map((amount, i) => order("2026-03-01", amount, { campaign: `c${i}` }))
const budgets = cost.map((amount, i) => spend("2026-03-01", amount, { campaign: `c${i}` }))

describe("return-on-ad-spend", () => {
  it.effect("equals the vector of ten campaigns", () =>
    Effect.gen(function* () {
      const m = yield* measured(campaigns, budgets, { pairs: "campaign" })
      assert.near(m.value, roas)
      assert.interval(m.interval, roas_ci, 1e-9)
      assert.deepStrictEqual([m.numerator, m.denominator, m.n, m.nEffective], [1325, 435, 10, 10])
      assert.deepStrictEqual([m.unit, m.unitOfN, m.interval?.method], [{ kind: "ratio" }, "order", "delta"])
      // The vector's other interval, of the same pairs.
      const mean = (of: ReadonlyArray<number>) => of.reduce((sum, x) => sum + x, 0) / of.length
      const cross = (x: ReadonlyArray<number>, y: ReadonlyArray<number>) =>
        x.reduce((sum, one, i) => sum + (one - mean(x)) * ((y[i] ?? 0) - mean(y)), 0)
      const pairs = { n: 10, meanX: mean(revenue), meanY: mean(cost) }
      const sums = { mxx: cross(revenue, revenue), myy: cross(cost, cost), cxy: cross(revenue, cost) }
      assert.interval(ratioOfSums({ ...pairs, ...sums })?.fieller, roas_fieller, 1e-9)
    }),
  )

  it.effect("pairs days in the calendar of the project, and leaves none out", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf(
        [
          order("2026-03-28T23:30:00Z", 400),
          order("2026-03-29T21:30:00Z", 200),
          order("2026-03-29T22:30:00Z", 300),
          order("2026-03-31T12:00:00Z", 100),
        ],
        [spend("2026-03-28T23:00:00Z", 100), spend("2026-03-29T22:00:00Z", 100)],
        { zone: "Europe/Warsaw" },
      )
      const m = yield* measureOne(facts, returnOnAdSpend, {})
      // Sunday (of 23 hours), Monday, and a day without costs: revenue 600, 300, 100 of costs 100, 100, 0.
      assert.deepStrictEqual([m.value, m.n, m.nEffective], [5, 4, 3])
    }),
  )

  it.effect("says nothing where no order names the campaign or touchpoint it is paired by", () =>
    Effect.gen(function* () {
      const orders = [order("2026-03-01", 500), order("2026-03-02", 700)]
      for (const pairs of ["campaign", "touchpoint"]) {
        const m = yield* measured(orders, budgets, { pairs })
        assert.deepStrictEqual([m.value, m.numerator, m.denominator, m.n], [null, null, null, 0])
        assert.include(caveatsOf(m), pairs === "campaign" ? "not-stated" : "cost-missing")
      }
      const some = yield* measured([...orders, order("2026-03-03", 100, { campaign: "other" })], budgets, {
        pairs: "campaign",
      })
      assert.deepStrictEqual([some.value, caveatData(some, "cost-missing")], [0, { n: 3 }])
    }),
  )

  it.effect("leaves out revenue of campaigns and touchpoints without a cost, and says so", () =>
    Effect.gen(function* () {
      const orders = [
        order("2026-03-01", 500, { touchpoint: "ad" }),
        order("2026-03-01", 900, { touchpoint: "shop" }),
        order("2026-03-01", 50),
      ]
      const costs = [spend("2026-03-01", 100, { touchpoint: "ad" }), spend("2026-03-01", 70)]
      const m = yield* measured(orders, costs, { pairs: "touchpoint" })
      assert.deepStrictEqual([m.value, m.denominator, m.n], [5, 100, 1])
      assert.deepStrictEqual(caveatData(m, "cost-missing"), { n: 2 })
      assert.deepStrictEqual(caveatData(m, "not-stated"), { n: 1 })
      assert.strictEqual((yield* measured(orders, costs)).value, 1450 / 170)
    }),
  )

  it.effect(
    "splits revenue and costs alike; a group without a cost is withheld, one without orders earned nothing",
    () =>
      Effect.gen(function* () {
        const facts = yield* factsOf(
          [order("2026-03-01", 500, { touchpoint: "ad" }), order("2026-03-02", 900, { touchpoint: "shop" })],
          [spend("2026-03-01", 100, { touchpoint: "ad" }), spend("2026-03-01", 60, { touchpoint: "radio" })],
        )
        const groups = yield* measurements(
          facts,
          returnOnAdSpend,
          {},
          { by: [dimension("touchpoint", column("touchpoint"))] },
        )
        assert.deepStrictEqual(
          groups.map(({ by, numerator, value }) => [by["touchpoint"], value, numerator]),
          [
            ["ad", 5, 500],
            ["radio", 0, 0],
            ["shop", null, null],
          ],
        )
        assert.deepStrictEqual(caveatData(groups[2] as never, "cost-missing"), { n: 1 })
        assert.notInclude(caveatsOf(groups[1] as never), "zero-denominator")
        assert.include(caveatsOf(groups[1] as never), "insufficient")
      }),
  )

  it.effect("counts a cost where it begins, and says which run beyond the period", () =>
    Effect.gen(function* () {
      const costs = [
        spend("2026-03-01", 3100, { until: "2026-04-01" }),
        spend("2026-03-29", 700, { until: "2026-04-05" }),
        spend("2026-02-20", 1000, { until: "2026-03-02" }),
      ]
      const orders = [order("2026-02-21", 5), order("2026-03-10", 7600)]
      const march = period("2026-03-01", "2026-04-01")
      const m = yield* measured(orders, costs, {}, march)
      assert.deepStrictEqual([m.value, m.denominator], [2, 3800])
      assert.deepStrictEqual(caveatData(m, "cost-outside"), { n: 2 })
      // Three days of seven in March, one of ten.
      const even = yield* measured(orders, costs, { spread: "even" }, march)
      assert.near(even.denominator, 3100 + (700 * 3) / 7 + 1000 / 10)
      assert.notInclude(caveatsOf(even), "cost-outside")
      // Of all time nothing lies outside.
      const all = yield* measured(orders, costs, { spread: "even" })
      assert.deepStrictEqual([all.denominator, all.numerator], [4800, 7605])
    }),
  )

  it.effect("spreads evenly over days, so that each day has its part of a month's cost", () =>
    Effect.gen(function* () {
      const days = ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"]
      const orders = days.map((at, i) => order(at, 100 + 10 * i))
      const costs = [spend("2026-03-01", 400, { until: "2026-03-05" })]
      const span = period("2026-03-01", "2026-03-05")
      const even = yield* measured(orders, costs, { spread: "even" }, span)
      const expected = ratioOfSums({ n: 4, meanX: 115, meanY: 100, mxx: 500, myy: 0, cxy: 0 })
      assert.deepStrictEqual([even.value, even.nEffective], [1.15, 4])
      assert.interval(even.interval, [expected?.interval?.low ?? 0, expected?.interval?.high ?? 0], 1e-9)
      // In one lump nobody can tell how costs and revenue go together.
      const lump = yield* measured(orders, costs, {}, span)
      assert.deepStrictEqual([lump.value, lump.interval], [1.15, null])
      assert.deepStrictEqual(caveatData(lump, "no-ci"), { paid: 1, units: 4, pairs: "day", spread: "start" })
      const paired = yield* measured(orders, costs, { pairs: "touchpoint" }, span)
      assert.notInclude(caveatsOf(paired), "no-ci")
    }),
  )

  it.effect("adds up over months when costs are spread", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf(
        [order("2026-01-10", 100), order("2026-02-10", 100), order("2026-03-10", 100)],
        [spend("2026-01-15", 600, { until: "2026-03-16" }), spend("2026-02-01", 28, { until: "2026-03-01" })],
      )
      const months = yield* measurements(facts, returnOnAdSpend, { spread: "even" }, { every: "month" })
      assert.near(
        months.reduce((sum, m) => sum + (m.denominator ?? 0), 0),
        628,
        1e-9,
      )
      assert.near(months[1]?.denominator, (600 * 28) / 60 + 28, 1e-9)
    }),
  )

  it.effect("names the basis, and says which orders may still be refunded", () =>
    Effect.gen(function* () {
      const orders = [
        order("2026-03-01", 1000, { eventId: "1", status: "paid" }),
        order("2026-03-20", 1000, { eventId: "2", status: "cancelled" }),
      ]
      const facts = yield* factsOf(orders, [spend("2026-03-01", 500)], {
        asOf: Date.parse("2026-04-05T00:00:00Z"),
        refunds: [{ eventId: "r", refundOf: "1", amount: 400, at: "2026-04-01" }],
      })
      const net = yield* measureOne(facts, returnOnAdSpend)
      assert.deepStrictEqual([net.value, caveatData(net, "immature-revenue")], [3.2, { n: 1, days: 30 }])
      assert.notInclude(caveatsOf(yield* measureOne(facts, returnOnAdSpend, { settles: 7 })), "immature-revenue")
      const gross = yield* measureOne(facts, returnOnAdSpend, { basis: "gross" })
      assert.strictEqual(gross.value, 4)
      assert.notInclude(caveatsOf(gross), "immature-revenue")
      assert.strictEqual((yield* measureOne(facts, returnOnAdSpend, { except: ["cancelled"] })).value, 1.2)
    }),
  )

  it.effect("counts the purposes named", () =>
    Effect.gen(function* () {
      const costs = [
        spend("2026-03-01", 100, { purpose: "media" }),
        spend("2026-03-01", 300, { purpose: "staff" }),
        spend("2026-03-01", 50),
      ]
      const orders = [order("2026-03-01", 900)]
      assert.strictEqual((yield* measured(orders, costs)).value, 2)
      assert.strictEqual((yield* measured(orders, costs, { purposes: ["media"] })).value, 9)
      const none = yield* measured(orders, costs, { purposes: ["fairs"] })
      assert.deepStrictEqual([none.value, caveatData(none, "cost-missing")], [null, { n: 1 }])
    }),
  )

  it.effect("adds no currency to another, in revenue or costs, unless there is a rate", () =>
    Effect.gen(function* () {
      const mixed = [order("2026-03-01", 430, { currency: "PLN" })]
      const costs = [spend("2026-03-01", 50, { currency: "EUR" })]
      const m = yield* measured(mixed, costs, { currency: "PLN" })
      assert.deepStrictEqual([m.value, m.numerator, m.denominator], [null, null, null])
      assert.deepStrictEqual(caveatData(m, "currency-mixed"), { n: 1, expected: "PLN" })
      const rated = yield* measured(mixed, costs, { currency: "PLN", rates: [{ currency: "EUR", rate: 4.3 }] })
      assert.near(rated.value, 2)
      const late = [{ currency: "EUR", rate: 4.3, from: "2026-04-01" }]
      const unrated = yield* measured(mixed, costs, { currency: "PLN", rates: late })
      assert.isNull(unrated.value)
      assert.include(caveatsOf(unrated), "no-rate")
    }),
  )

  it.effect("withholds what cannot be said", () =>
    Effect.gen(function* () {
      const free = yield* measured([order("2026-03-01", 900)], [spend("2026-03-01", 0)])
      assert.deepStrictEqual([free.value, free.denominator], [null, 0])
      assert.include(caveatsOf(free), "cost-nonpositive")
      const credited = yield* measured([order("2026-03-01", 900)], [spend("2026-03-01", 10), spend("2026-03-02", -30)])
      assert.isNull(credited.value)
      assert.include(caveatsOf(credited), "cost-nonpositive")
      const nothing = yield* measured([], [])
      assert.deepStrictEqual([nothing.value, nothing.n], [null, 0])
      assert.includeMembers([...caveatsOf(nothing)], ["zero-denominator", "cost-missing"])
      const one = yield* measured([order("2026-03-01", 900), order("2026-03-01", null)], [spend("2026-03-01", 300)])
      assert.deepStrictEqual([one.value, one.interval, one.n], [3, null, 1])
      assert.deepStrictEqual(caveatData(one, "no-amount"), { n: 1 })
      const back = yield* measured(
        [order("2026-03-02", 900)],
        [spend("2026-03-02", 300, { until: "2026-03-01" })],
        { spread: "even" },
        period("2026-03-01", "2026-04-01"),
      )
      assert.deepStrictEqual([back.value, caveatData(back, "backwards")], [3, { n: 1 }])
      assert.include(
        caveatsOf(yield* measured([order("2026-03-01", 9, { weight: 2 })], [spend("2026-03-01", 3)])),
        "weights-ignored",
      )
    }),
  )

  it.effect("takes undated facts as they are", () =>
    Effect.gen(function* () {
      const facts = yield* project([
        {
          kind: "order",
          rows: [
            { amount: 10, campaign: "a" },
            { amount: 30, campaign: "b" },
          ],
        },
        {
          kind: "cost",
          rows: [
            { amount: 5, campaign: "a" },
            { amount: 5, campaign: "b" },
          ],
        },
      ])
      assert.strictEqual((yield* measureOne(facts, returnOnAdSpend, { pairs: "campaign" })).value, 4)
      assert.strictEqual((yield* measureOne(facts, returnOnAdSpend, { spread: "even" })).value, 4)
    }),
  )

  it.effect("compares by the difference of the ratios", () =>
    Effect.gen(function* () {
      const days = [1, 2, 3, 4, 5, 6, 7, 8].map((day) => `2026-03-0${day}`)
      const of = (touchpoint: string, worth: (i: number) => number) =>
        days.map((at, i) => order(at, worth(i), { touchpoint }))
      const spent = (touchpoint: string, worth: (i: number) => number) =>
        days.map((at, i) => spend(at, worth(i), { touchpoint }))
      const facts = yield* factsOf(
        [...of("ad", (i) => 100 + 7 * i), ...of("mail", (i) => 90 + ((i * 37) % 11))],
        [...spent("ad", (i) => 20 + (i % 3)), ...spent("mail", (i) => 15 + (i % 4))],
      )
      const [ad] = yield* measurements(
        facts,
        returnOnAdSpend,
        {},
        { by: [dimension("touchpoint", column("touchpoint"))], versus: { touchpoint: "mail" } },
      )
      const units = (x: (i: number) => number, y: (i: number) => number) => {
        const [xs, ys] = [days.map((_, i) => x(i)), days.map((_, i) => y(i))]
        const mean = (list: ReadonlyArray<number>) => list.reduce((sum, one) => sum + one, 0) / list.length
        const cross = (a: ReadonlyArray<number>, b: ReadonlyArray<number>) =>
          a.reduce((sum, one, i) => sum + (one - mean(a)) * ((b[i] ?? 0) - mean(b)), 0)
        return { n: 8, meanX: mean(xs), meanY: mean(ys), mxx: cross(xs, xs), myy: cross(ys, ys), cxy: cross(xs, ys) }
      }
      const expected = twoRatios(
        units(
          (i) => 100 + 7 * i,
          (i) => 20 + (i % 3),
        ),
        units(
          (i) => 90 + ((i * 37) % 11),
          (i) => 15 + (i % 4),
        ),
      )
      assert.near(ad?.versus?.difference, expected?.difference ?? 0, 1e-9)
      assert.near(ad?.versus?.p, expected?.p ?? 0, 1e-9)
      assert.interval(ad?.versus?.interval, [expected?.interval?.low ?? 0, expected?.interval?.high ?? 0], 1e-9)
    }),
  )

  it.effect("compares a month with the one before", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf(
        ["02-03", "02-09", "02-20", "03-04", "03-11", "03-30"].map((day, i) => order(`2026-${day}`, 100 + 9 * i * i)),
        ["02-03", "02-09", "02-20", "03-04", "03-11", "03-30"].map((day, i) => spend(`2026-${day}`, 50 + (i % 2))),
      )
      const months = yield* measurements(facts, returnOnAdSpend, {}, { every: "month", compare: "previous" })
      const march = months.find((m) => m.period?.from === Date.parse("2026-03-01T00:00:00Z"))
      assert.isNotNull(march?.versus?.value ?? null)
    }),
  )

  it("is the same over shards of orders", async () => {
    const row = fc.record({
      customer: fc.constantFrom("a", "b", "c", "d"),
      day: fc.integer({ min: 1, max: 9 }),
      amount: fc.constantFrom(null, 0, 100, 250, 999),
      campaign: fc.constantFrom(null, "x", "y"),
      refund: fc.constantFrom(null, 50),
    })
    const bill = fc.record({
      day: fc.integer({ min: 1, max: 9 }),
      length: fc.constantFrom(0, 1, 3),
      amount: fc.constantFrom(0, 40, 55, -5),
      campaign: fc.constantFrom(null, "x", "z"),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 16 }),
        fc.array(bill, { maxLength: 6 }),
        fc.record({
          pairs: fc.constantFrom("day", "campaign"),
          spread: fc.constantFrom("start", "even"),
          basis: fc.constantFrom("gross", "net-by-order-date"),
        }),
        fc.nat(15),
        async (rows, bills, params, mask) => {
          const isLeft = ({ customer }: { readonly customer: string }) => ((mask >> "abcd".indexOf(customer)) & 1) === 1
          const numbered = rows.map((one, i) => ({ ...one, eventId: `o${i}` }))
          const of = (keep: (one: { readonly customer: string }) => boolean, keepBill: (i: number) => boolean) => {
            const own = numbered.filter(keep)
            return factsOf(
              own.map(({ amount, campaign, customer, day, eventId }) => ({
                amount,
                campaign,
                customer,
                eventId,
                at: `2026-03-0${day}`,
              })),
              bills.flatMap(({ amount, campaign, day, length }, i) =>
                keepBill(i)
                  ? [spend(`2026-03-0${day}`, amount, { campaign, until: length === 0 ? null : `2026-03-1${length}` })]
                  : [],
              ),
              {
                refunds: own.flatMap(({ eventId, refund }) =>
                  refund === null
                    ? []
                    : [{ eventId: `r${eventId}`, refundOf: eventId, amount: refund, at: "2026-03-15" }],
                ),
              },
            )
          }
          const span = { from: Date.parse("2026-03-03T00:00:00Z"), to: Date.parse("2026-03-08T00:00:00Z") }
          await Effect.runPromise(
            Effect.gen(function* () {
              yield* sameOverShards(
                yield* returnOnAdSpend.prepare(params),
                yield* of(
                  () => true,
                  () => true,
                ),
                [
                  yield* of(isLeft, (i) => i % 2 === 0),
                  yield* of(
                    (one) => !isLeft(one),
                    (i) => i % 2 === 1,
                  ),
                ],
                { ...span, previous: { from: span.from - 5 * 86_400_000, to: span.from }, previousKnown: true },
              )
            }),
          )
        },
      ),
      { numRuns: 60 },
    )
  })
})
