import { describe, it } from "@effect/vitest"
import { referralShare } from "@touchpoint/core/metrics"
import { nameIn } from "@touchpoint/core/model"
import * as Effect from "effect/Effect"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { compared, statesOf } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const at = (day: number) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString()
const ordered = (customer: string | null, day: number, status = "paid"): Row => ({ customer, at: at(day), status })
const invited = (invitee: string): Row => ({ customer: "someone", invitee, at: at(5), acceptedAt: at(6) })
const factsOf = (orders: ReadonlyArray<Row>, referrals: ReadonlyArray<Row> = []) =>
  project(
    [
      { kind: "order", rows: orders, header: ["customer", "at", "status"] },
      { kind: "referral", rows: referrals, header: ["customer", "invitee", "at", "acceptedAt"] },
    ],
    { asOf: Date.UTC(2026, 11, 31) },
  )
const estimated = (orders: ReadonlyArray<Row>, params: object = {}) =>
  Effect.gen(function* () {
    const prepared = yield* referralShare.prepare(params)
    return prepared.estimate(yield* statesOf(prepared, yield* factsOf(orders)), 0.95)
  })

describe("referral-share compared", () => {
  it.effect("equals the vector of two proportions, and compares nothing with nobody", () =>
    Effect.gen(function* () {
      const [one] = vectors.A3_two_proportions.cases
      if (one === undefined) return assert.fail("no vector")
      const of = (x: number, n: number) =>
        factsOf(
          Array.from({ length: n }, (_, i) => ordered(`c${i}`, 10)),
          Array.from({ length: x }, (_, i) => invited(`c${i}`)),
        )
      const [a, b, nobody] = [yield* of(one.x1, one.n1), yield* of(one.x2, one.n2), yield* factsOf([])]
      const found = yield* compared(referralShare, {}, a, b)
      assert.near(found?.difference, one.diff, 1e-9)
      assert.interval(found?.interval, one.newcombe, 1e-9)
      assert.near(found?.p, one.p, 1e-9)
      assert.near(found?.effect?.value, one.cohen_h, 1e-9)
      assert.isNull(yield* compared(referralShare, {}, a, nobody))
      assert.isNull(yield* compared(referralShare, {}, nobody, b))
    }),
  )
})

describe("referral-share in its parts", () => {
  it.effect("says whom it left out, and nothing where it left out nobody", () =>
    Effect.gen(function* () {
      const plain = [ordered("old", 0, "test"), ordered("a", 100)]
      // Of the test order nothing is said: it does not count.
      assert.deepStrictEqual((yield* estimated(plain, { except: ["test"] })).caveats, [])
      const nameless = [...plain, ordered(null, 100), ordered(null, 101, "test")]
      assert.deepStrictEqual((yield* estimated(nameless, { except: ["test"] })).caveats, [
        { id: "no-customer", data: { n: 1 } },
      ])
      // Within 90 days of the first fact; on the 90th it is known.
      const dated = [ordered("a", 0), ordered("b", 89), ordered("c", 90)]
      assert.deepStrictEqual((yield* estimated(dated)).caveats, [{ id: "history-unknown", data: { n: 2, days: 90 } }])
    }),
  )

  it.effect("is no share of nobody", () =>
    Effect.gen(function* () {
      const { interval: _, ...nobody } = yield* estimated([])
      const nothing = { value: null, n: 0, nEffective: null, numerator: 0, denominator: 0, caveats: [] }
      assert.deepStrictEqual(nobody, nothing)
      assert.strictEqual((yield* estimated([ordered("a", 0), ordered("b", 1)])).nEffective, 2)
    }),
  )

  it.effect("says what it waits for, which orders count, and what is shared by what", () =>
    Effect.gen(function* () {
      const [all, some] = [yield* referralShare.prepare(), yield* referralShare.prepare({ except: ["test"] })]
      assert.deepStrictEqual([all.kinds, all.everyStatus, some.everyStatus], [["order", "referral"], true, false])
      assert.include(nameIn(all.passport.numerator, "en", "?"), "accepted invitation")
      assert.strictEqual(
        nameIn(all.passport.denominator, "en", "?"),
        "customers whose first order of all is in the period",
      )
      assert.strictEqual(
        nameIn(some.passport.denominator, "en", "?"),
        "customers whose first order of all is in the period, without orders of status test",
      )
    }),
  )
})
