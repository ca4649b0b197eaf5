import { describe, it } from "@effect/vitest"
import { repurchaseWithin } from "@touchpoint/core/metrics"
import { nameIn } from "@touchpoint/core/model"
import * as Effect from "effect/Effect"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { compared, statesOf } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const DAY = 86_400_000
const start = Date.UTC(2026, 0, 1)
const ordered = (customer: string | null, day: number, status = "paid"): Row => ({
  customer,
  status,
  at: new Date(start + day * DAY).toISOString(),
})
const factsOf = (rows: ReadonlyArray<Row>) =>
  project([{ kind: "order", rows, header: ["customer", "at", "status"] }], { asOf: start + 120 * DAY })
const estimated = (rows: ReadonlyArray<Row>, params: object = {}) =>
  Effect.gen(function* () {
    const prepared = yield* repurchaseWithin.prepare(params)
    return prepared.estimate(yield* statesOf(prepared, yield* factsOf(rows)), 0.95)
  })

describe("repurchase-within compared", () => {
  it.effect("equals the vector of two proportions, and compares nothing with nobody", () =>
    Effect.gen(function* () {
      const [one] = vectors.A3_two_proportions.cases
      if (one === undefined) return assert.fail("no vector")
      const of = (x: number, n: number) =>
        factsOf(
          Array.from({ length: n }, (_, i) => [0, ...(i < x ? [5] : [])].map((day) => ordered(`c${i}`, day))).flat(),
        )
      const [a, b, nobody] = [yield* of(one.x1, one.n1), yield* of(one.x2, one.n2), yield* factsOf([])]
      const found = yield* compared(repurchaseWithin, {}, a, b)
      assert.near(found?.difference, one.diff, 1e-9)
      assert.interval(found?.interval, one.newcombe, 1e-9)
      assert.near(found?.p, one.p, 1e-9)
      assert.near(found?.effect?.value, one.cohen_h, 1e-9)
      assert.isNull(yield* compared(repurchaseWithin, {}, a, nobody))
      assert.isNull(yield* compared(repurchaseWithin, {}, nobody, b))
    }),
  )
})

describe("repurchase-within in its parts", () => {
  it.effect("says whom it left out, and nothing where it left out nobody", () =>
    Effect.gen(function* () {
      const said = (rows: ReadonlyArray<Row>) =>
        Effect.map(estimated(rows, { within: 30, except: ["test"] }), ({ caveats }) => caveats)
      const plain = [ordered("t", 0, "test"), ordered(null, 1, "test"), ordered("a", 30), ordered("b", 90)]
      // Of day 30 on the facts go back as far as the metric looks ahead; who came on day 90 had 30 days.
      assert.deepStrictEqual(yield* said(plain), [])
      assert.deepStrictEqual(yield* said([...plain, ordered(null, 40)]), [{ id: "no-customer", data: { n: 1 } }])
      assert.deepStrictEqual(yield* said([...plain, ordered("c", 91)]), [{ id: "immature-window", data: { n: 1 } }])
      assert.deepStrictEqual(yield* said([...plain, ordered("c", 29)]), [
        { id: "history-unknown", data: { n: 1, days: 30 } },
      ])
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

  it.effect("names its days, and waits for them", () =>
    Effect.gen(function* () {
      const all = yield* repurchaseWithin.prepare({ within: 30 })
      const some = yield* repurchaseWithin.prepare({ except: ["test"] })
      assert.deepStrictEqual([all.horizon, some.horizon], [30 * DAY, 90 * DAY])
      assert.deepStrictEqual([all.everyStatus, some.everyStatus], [true, false])
      assert.deepStrictEqual(all.title, {
        en: "Repurchase within 30 days",
        ru: "Повторная покупка в течение 30 дн.",
        pl: "Powtórny zakup w ciągu 30 dni",
      })
      assert.strictEqual(
        nameIn(all.passport.numerator, "en", "?"),
        "customers with a second order within 30 days of the first",
      )
      assert.strictEqual(
        nameIn(some.passport.denominator, "en", "?"),
        "customers whose first order of all is in the period and at least 90 days old, without orders of status test",
      )
    }),
  )
})
