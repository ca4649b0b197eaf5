import { describe, it } from "@effect/vitest"
import { referralShare } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import { wilson } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measurements, measureOne, sameOverShards } from "../../../test/metrics/asking.ts"
import { assert } from "../../../test/stats/assert.ts"

const DAY = 86_400_000
const start = Date.parse("2026-01-01T00:00:00Z")
const at = (days: number) => new Date(start + days * DAY).toISOString()
const ordered = (customer: string | null, day: number, status = "paid"): Row => ({ customer, at: at(day), status })
const invited = (invitee: string | null, day: number, accepted: number | null, more: Row = {}): Row => ({
  customer: "someone",
  invitee,
  at: at(day),
  acceptedAt: accepted === null ? null : at(accepted),
  inviteeKnown: null,
  ...more,
})
const factsOf = (orders: ReadonlyArray<Row>, referrals: ReadonlyArray<Row>) =>
  project(
    [
      { kind: "order", rows: orders, header: ["customer", "at", "status"] },
      { kind: "referral", rows: referrals, header: ["customer", "invitee", "at", "acceptedAt", "inviteeKnown"] },
    ],
    { asOf: start + 200 * DAY },
  )
const measured = (orders: ReadonlyArray<Row>, referrals: ReadonlyArray<Row>, params: unknown = {}) =>
  Effect.flatMap(factsOf(orders, referrals), (facts) => measureOne(facts, referralShare, params))

describe("referral-share", () => {
  it.effect("is the share of new customers who accepted an invitation, with Wilson's interval", () =>
    Effect.gen(function* () {
      const [x, n] = [15, 148]
      const known = vectors.A2_proportion_ci.cases.find((one) => one.x === x && one.n === n)
      const orders = Array.from({ length: n }, (_, i) => ordered(`c${i}`, 10))
      const m = yield* measured(
        orders,
        Array.from({ length: x }, (_, i) => invited(`c${i}`, 5, 6)),
      )
      assert.deepStrictEqual([m.numerator, m.denominator, m.n], [x, n, n])
      assert.near(m.value, x / n)
      assert.interval(m.interval, known?.wilson ?? [], 1e-9)
      assert.deepStrictEqual([m.unit, m.unitOfN], [{ kind: "proportion" }, "customer"])
    }),
  )

  it.effect("counts customers in the month of their first order of all", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf(
        [ordered("a", 2), ordered("a", 40), ordered("b", 35), ordered("c", 36)],
        // Anna was a customer before she was invited.
        [invited("b", 30, 35), invited("a", 38, 39)],
      )
      const months = yield* measurements(facts, referralShare, {}, { every: "month" })
      assert.deepStrictEqual(
        months.map((m) => [m.numerator, m.denominator]),
        [
          [0, 1],
          [1, 2],
        ],
      )
    }),
  )

  it.effect("takes an accepted invitation by another, sent before the order, to somebody new", () =>
    Effect.gen(function* () {
      const of = (...referrals: ReadonlyArray<Row>) =>
        Effect.map(measured([ordered("a", 10)], referrals), ({ numerator }) => numerator)
      assert.strictEqual(yield* of(invited("a", 10, 10)), 1)
      assert.strictEqual(yield* of(invited("a", 9, null)), 0)
      assert.strictEqual(yield* of(invited("a", 11, 12)), 0)
      assert.strictEqual(yield* of(invited("a", 9, 8)), 0)
      assert.strictEqual(yield* of(invited("a", 5, 6, { customer: "a" })), 0)
      assert.strictEqual(yield* of(invited("a", 5, 6, { inviteeKnown: "true" })), 0)
      assert.strictEqual(yield* of(invited(null, 5, 6)), 0)
      // Several accepted invitations are one new customer.
      assert.strictEqual(yield* of(invited("a", 5, 6), invited("a", 7, 8, { customer: "other" })), 1)
    }),
  )

  it.effect("leaves out statuses, and counts nobody twice", () =>
    Effect.gen(function* () {
      const orders = [ordered("a", 1, "cancelled"), ordered("a", 20), ordered("b", 20), ordered(null, 3)]
      const m = yield* measured(orders, [invited("a", 15, 16)], { except: ["cancelled"] })
      assert.deepStrictEqual([m.numerator, m.denominator], [1, 2])
      assert.deepStrictEqual(caveatData(m, "no-customer"), { n: 1 })
      assert.strictEqual((yield* measured(orders, [invited("a", 15, 16)])).numerator, 0)
    }),
  )

  it.effect("says where old customers may look new", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf([ordered("a", 0), ordered("b", 89), ordered("c", 120)], [])
      const months = yield* measurements(facts, referralShare, {}, { every: "month" })
      assert.deepStrictEqual(
        months.map((m) => caveatsOf(m).includes("history-unknown")),
        [true, true, false],
      )
      assert.deepStrictEqual(caveatData(months[0] as never, "history-unknown"), { n: 1, days: 90 })
    }),
  )

  it.effect("of nobody is null", () =>
    Effect.gen(function* () {
      const m = yield* measured([], [invited("a", 1, 2)])
      assert.deepStrictEqual([m.value, m.interval, m.n], [null, null, 0])
      assert.include(caveatsOf(m), "zero-denominator")
    }),
  )

  it.effect("compares two groups of first orders", () =>
    Effect.gen(function* () {
      const [one] = vectors.A3_two_proportions.cases
      if (one === undefined) return assert.fail("no vector")
      const group = (status: string, n: number) =>
        Array.from({ length: n }, (_, i) => ordered(`${status}${i}`, 10, status))
      const guests = (status: string, x: number) => Array.from({ length: x }, (_, i) => invited(`${status}${i}`, 5, 6))
      const facts = yield* factsOf(
        [...group("p", one.n1), ...group("q", one.n2)],
        [...guests("p", one.x1), ...guests("q", one.x2)],
      )
      const [p] = yield* measurements(
        facts,
        referralShare,
        {},
        { by: [dimension("status", column("status"))], versus: { status: "q" } },
      )
      assert.near(p?.versus?.difference, one.diff, 1e-9)
      assert.interval(p?.versus?.interval, one.newcombe, 1e-9)
      assert.interval(p?.interval, [wilson(one.x1, one.n1)?.low ?? 0, wilson(one.x1, one.n1)?.high ?? 0], 1e-9)
    }),
  )

  it("is the same over shards of customers, each with the invitations to them", async () => {
    const row = fc.record({
      customer: fc.constantFrom("a", "b", "c", "d"),
      day: fc.nat(60),
      sent: fc.constantFrom(null, 5, 30),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 16 }), fc.nat(15), async (rows, mask) => {
        const isLeft = ({ customer }: { readonly customer: string }) => ((mask >> "abcd".indexOf(customer)) & 1) === 1
        const of = (some: typeof rows) =>
          factsOf(
            some.map(({ customer, day }) => ordered(customer, day)),
            some.flatMap(({ customer, sent }) => (sent === null ? [] : [invited(customer, sent, sent + 1)])),
          )
        await Effect.runPromise(
          Effect.gen(function* () {
            yield* sameOverShards(yield* referralShare.prepare(), yield* of(rows), [
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
