import { describe, it } from "@effect/vitest"
import { quietHoursShare } from "@touchpoint/core/metrics"
import * as Effect from "effect/Effect"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatsOf, measureOne } from "../../../test/metrics/asking.ts"
import { compared } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const factsOf = (rows: ReadonlyArray<Row>) =>
  project([{ kind: "contact", rows, header: ["customer", "at", "touchpoint"] }], { asOf: Date.UTC(2026, 11, 31) })
/** `x` of `n` contacts at night, each of somebody else. */
const sent = (x: number, n: number, days = 1) =>
  Array.from({ length: n }, (_, i): Row => ({
    customer: `c${i}`,
    at: new Date(Date.UTC(2026, 5, 1 + (i % days), i < x ? 23 : 12)).toISOString(),
    touchpoint: "newsletter",
  }))

describe("quiet-hours-share, compared", () => {
  it.effect("equals the vector of two shares, and has no difference from nobody", () =>
    Effect.gen(function* () {
      const [vector] = vectors.A3_two_proportions.cases
      if (vector === undefined) return assert.fail("no vector")
      const { diff, n1, n2, newcombe, p, x1, x2 } = vector
      const [a, b, none] = [yield* factsOf(sent(x1, n1)), yield* factsOf(sent(x2, n2)), yield* factsOf([])]
      const found = yield* compared(quietHoursShare, {}, a, b)
      assert.near(found?.difference, diff, 1e-9)
      assert.interval(found?.interval, newcombe, 1e-9)
      assert.near(found?.p, p, 1e-9)
      assert.isNull(yield* compared(quietHoursShare, {}, a, none))
      assert.isNull(yield* compared(quietHoursShare, {}, none, a))
    }),
  )

  it.effect("knows the hours of every day there are contacts on, holidays too", () =>
    Effect.gen(function* () {
      const m = yield* measureOne(yield* factsOf(sent(100, 300, 200)), quietHoursShare)
      assert.deepStrictEqual([m.numerator, m.denominator, m.nEffective, caveatsOf(m)], [100, 300, 300, []])
    }),
  )

  it.effect("says which hours it is of", () =>
    Effect.gen(function* () {
      const { passport } = yield* quietHoursShare.prepare({ hours: "22:00-06:30" })
      assert.include((passport.numerator as { en: string }).en, "contacts sent at 22:00–06:30")
      assert.deepStrictEqual(
        [passport.unit, passport.unitOfN, passport.kind, passport.clock],
        [{ kind: "proportion" }, "contact", "contact", "at"],
      )
      const error = yield* Effect.flip(quietHoursShare.prepare({ hours: "21-8" }))
      assert.include(error.message, `write two times such as "21:00-08:00"`)
    }),
  )
})
