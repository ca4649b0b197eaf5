import { describe, it } from "@effect/vitest"
import { responseTime } from "@touchpoint/core/metrics"
import { newcombe, twoProportionTest } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import { measurements } from "../../../test/metrics/asking.ts"
import { compared, statesOf } from "../../../test/metrics/comparing.ts"
import { enquiryFacts, events, minute } from "../../../test/metrics/enquiryFacts.ts"
import { assert } from "../../../test/stats/assert.ts"

const MINUTE = 60_000
const DAY = 1440
const factsOf = (texts: ReadonlyArray<string>) =>
  enquiryFacts(
    texts.flatMap((text, i) => events(`e${i}`, text)),
    10_000,
  )
const answered = (minutes: ReadonlyArray<number>) => minutes.map((took) => `in 0, out ${took}`)
/** Enquiries of several waits of one length. */
const alike = (minutes: ReadonlyArray<number>, waits: number) =>
  minutes.map((took) => Array.from({ length: waits }, (_, i) => `in ${1000 * i}, out ${1000 * i + took}`).join(", "))
const within = { form: "within", minutes: 15 }
const every = { responses: "every" }

describe("response-time compared", () => {
  it.effect("tests two shares answered in time, and compares nothing with nothing", () =>
    Effect.gen(function* () {
      const [quick, slow, none] = [
        yield* factsOf(answered([5, 6, 7, 8, 15, 40, 50, 60])),
        yield* factsOf(answered([10, 20, 30, 40, 50, 60, 70, 80, 90, 100])),
        yield* factsOf([]),
      ]
      const [a, b] = [
        { x: 5, n: 8 },
        { x: 1, n: 10 },
      ]
      for (const params of [within, { ...within, ...every }]) {
        const found = yield* compared(responseTime, params, quick, slow)
        const expected = newcombe(a, b)
        assert.near(found?.difference, 5 / 8 - 1 / 10)
        assert.interval(found?.interval, [expected?.low ?? Number.NaN, expected?.high ?? Number.NaN], 1e-9)
        assert.near(found?.p, twoProportionTest(a, b)?.p ?? Number.NaN, 1e-9)
      }
      assert.strictEqual((yield* compared(responseTime, { q: 0.9 }, quick, slow))?.difference, (60 - 90) * MINUTE)
      for (const params of [{}, every, within]) {
        assert.isNull(yield* compared(responseTime, params, quick, none))
        assert.isNull(yield* compared(responseTime, params, none, slow))
      }
    }),
  )

  it.effect("takes waits of one enquiry for alike, where there are several", () =>
    Effect.gen(function* () {
      const of = (waits: number, params: object) =>
        Effect.gen(function* () {
          const quick = yield* factsOf(alike([5, 6, 7, 8, 15, 40, 50, 60], waits))
          const slow = yield* factsOf(alike([10, 20, 30, 40, 50, 60, 70, 80, 90, 100], waits))
          return yield* compared(responseTime, params, quick, slow)
        })
      const [two, five, first] = [yield* of(2, every), yield* of(5, every), yield* of(2, {})]
      assert.deepStrictEqual([two?.difference, two?.test], [(8 - 50) * MINUTE, "clustered-log-rank"])
      // However often the same wait comes again, it tells no more.
      assert.isBelow(two?.p ?? 1, 0.05)
      assert.near(five?.p, two?.p ?? Number.NaN, 1e-9)
      assert.deepStrictEqual([first?.difference, first?.test], [(8 - 50) * MINUTE, "log-rank"])
    }),
  )
})

describe("response-time in its parts", () => {
  it.effect("places an enquiry where somebody first waits, whatever was written before", () =>
    Effect.gen(function* () {
      const rows = events("a", `out 10, in ${DAY + 5}, out ${DAY + 15}`)
      const days = yield* measurements(yield* enquiryFacts(rows, 3 * DAY), responseTime, {}, { every: "day" })
      assert.deepStrictEqual(
        days.filter(({ n }) => n > 0).map(({ n, period, value }) => [period?.from, n, value]),
        [[minute(DAY), 1, 10 * MINUTE]],
      )
    }),
  )

  it.effect("is a time or a share, of enquiries or of waits", () =>
    Effect.gen(function* () {
      const of = (params: object) =>
        Effect.map(responseTime.prepare(params), ({ horizon, passport: { unit, unitOfN } }) => [unit, unitOfN, horizon])
      assert.deepStrictEqual(yield* of({}), [{ kind: "duration" }, "enquiry", 0])
      assert.deepStrictEqual(yield* of({ ...within, ...every }), [{ kind: "proportion" }, "wait", 15 * MINUTE])
    }),
  )

  it.effect("takes each first wait for one, also where some are open", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf([...alike([5, 10, 20, 30], 3), "in 0", "in 0"])
      const prepared = yield* responseTime.prepare(within)
      const share = prepared.estimate(yield* statesOf(prepared, facts), 0.95)
      assert.deepStrictEqual([share.numerator, share.n, share.nEffective, share.caveats], [2, 6, 6, []])
    }),
  )
})
