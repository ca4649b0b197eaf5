import { describe, it } from "@effect/vitest"
import { resolutionTime } from "@touchpoint/core/metrics"
import { newcombe, twoProportionTest, wilson } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import { compared, statesOf } from "../../../test/metrics/comparing.ts"
import { enquiryFacts, events } from "../../../test/metrics/enquiryFacts.ts"
import { assert } from "../../../test/stats/assert.ts"

const MINUTE = 60_000
const factsOf = (texts: ReadonlyArray<string>) =>
  enquiryFacts(
    texts.flatMap((text, i) => events(`e${i}`, text)),
    10_000,
  )
const closed = (minutes: ReadonlyArray<number>) => minutes.map((took) => `in 0, close ${took}`)
const within = { form: "within", minutes: 15 }

describe("resolution-time compared", () => {
  it.effect("tests two shares closed in time, and compares nothing with nothing", () =>
    Effect.gen(function* () {
      const [quick, slow, none] = [
        yield* factsOf(closed([5, 6, 7, 8, 15, 40, 50, 60])),
        yield* factsOf(closed([10, 20, 30, 40, 50, 60, 70, 80, 90, 100])),
        yield* factsOf([]),
      ]
      // 5 of 8, the one at 15 minutes included, less 1 of 10.
      const found = yield* compared(resolutionTime, within, quick, slow)
      const [a, b] = [
        { x: 5, n: 8 },
        { x: 1, n: 10 },
      ]
      assert.near(found?.difference, 5 / 8 - 1 / 10)
      const expected = newcombe(a, b)
      assert.interval(found?.interval, [expected?.low ?? Number.NaN, expected?.high ?? Number.NaN], 1e-9)
      assert.near(found?.p, twoProportionTest(a, b)?.p ?? Number.NaN, 1e-9)
      // The fourth of eight less the fifth of ten.
      assert.strictEqual((yield* compared(resolutionTime, {}, quick, slow))?.difference, (8 - 50) * MINUTE)
      assert.strictEqual((yield* compared(resolutionTime, { q: 0.9 }, quick, slow))?.difference, (60 - 90) * MINUTE)
      for (const params of [{}, within]) {
        assert.isNull(yield* compared(resolutionTime, params, quick, none))
        assert.isNull(yield* compared(resolutionTime, params, none, slow))
      }
    }),
  )
})

describe("resolution-time in its parts", () => {
  it.effect("takes each enquiry for one, also where some are open", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf([...closed([5, 10, 20, 30]), "in 0", "in 0"])
      const prepared = yield* resolutionTime.prepare(within)
      const share = prepared.estimate(yield* statesOf(prepared, facts), 0.95)
      const expected = wilson(2, 6)
      assert.deepStrictEqual([share.numerator, share.n, share.nEffective, share.caveats], [2, 6, 6, []])
      assert.interval(share.interval, [expected?.low ?? Number.NaN, expected?.high ?? Number.NaN], 1e-9)
      const times = yield* resolutionTime.prepare()
      const median = times.estimate(yield* statesOf(times, facts), 0.95)
      assert.deepStrictEqual([median.value, median.n, median.nEffective], [20 * MINUTE, 6, 6])
    }),
  )

  it.effect("keeps the hours of teams", () =>
    Effect.gen(function* () {
      // Monday, from eleven to one: an hour for those who work till noon.
      const teams = [{ is: { channel: "phone" }, clock: { hours: { mon: ["09:00-12:00"] } } }]
      const prepared = yield* resolutionTime.prepare({ teams })
      const took = (channel: string) =>
        Effect.gen(function* () {
          const facts = yield* enquiryFacts(events("a", "in 660, close 780", { channel }), 10_000)
          return prepared.estimate(yield* statesOf(prepared, facts), 0.95).value
        })
      assert.deepStrictEqual([yield* took("phone"), yield* took("mail")], [60 * MINUTE, 120 * MINUTE])
    }),
  )

  it.effect("is a time or a share", () =>
    Effect.gen(function* () {
      const [time, share] = [yield* resolutionTime.prepare(), yield* resolutionTime.prepare(within)]
      assert.deepStrictEqual([time.passport.unit, share.passport.unit], [{ kind: "duration" }, { kind: "proportion" }])
      assert.deepStrictEqual([time.horizon, share.horizon], [0, 15 * MINUTE])
    }),
  )
})
