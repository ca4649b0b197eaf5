import { describe, it } from "@effect/vitest"
import { nps } from "@touchpoint/core/metrics"
import { twoNetScores } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import { project, type Row } from "../../../test/facts/project.ts"
import { answersOf, caveatsOf, feedback, measureOne } from "../../../test/metrics/asking.ts"
import { compared } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const header = ["customer", "score", "status"]
const factsOf = (rows: ReadonlyArray<Row>, scale: { min: number; max: number } | null = { min: 0, max: 10 }) =>
  project([{ ...feedback("nps", rows, scale), header: scale === null ? [...header, "scaleMin", "scaleMax"] : header }])
const groups = (promoters: number, passives: number, detractors: number) =>
  answersOf({ "10": promoters, "8": passives, "3": detractors })
const dismissed = (n: number): ReadonlyArray<Row> =>
  Array.from({ length: n }, (_, i) => ({ customer: `d${i}`, score: null, status: "dismissed" }))

describe("nps, compared", () => {
  it.effect("has no difference where either side mixes scales, or is empty", () =>
    Effect.gen(function* () {
      const one = yield* factsOf(groups(20, 10, 10))
      const mixed = yield* factsOf(
        groups(20, 10, 10).map((row, i) => ({ ...row, scaleMin: i === 0 ? 1 : 0, scaleMax: 10 })),
        null,
      )
      const none = yield* factsOf([])
      const of = (params: object, a: typeof one, b: typeof one) =>
        Effect.map(compared(nps, params, a, b), (found) => found?.difference ?? null)
      assert.strictEqual(yield* of({}, one, one), 0)
      for (const other of [mixed, none]) {
        assert.isNull(yield* of({}, one, other))
        assert.isNull(yield* of({}, other, one))
      }
    }),
  )

  it.effect("of all asked has no difference from a source that has answers only", () =>
    Effect.gen(function* () {
      const both = yield* factsOf([...groups(30, 10, 10), ...dismissed(50)])
      const few = yield* factsOf([...groups(20, 10, 20), ...dismissed(50)])
      const only = yield* factsOf(groups(30, 10, 10))
      const asked = { base: "asked" }
      // 20 of 100 against 0 of 100.
      const found = yield* compared(nps, asked, both, few)
      const expected = twoNetScores(
        { promoters: 30, detractors: 10, n: 100 },
        { promoters: 20, detractors: 20, n: 100 },
      )
      assert.near(found?.difference, 20)
      assert.near(found?.p, expected?.p ?? Number.NaN, 1e-9)
      assert.isNull(yield* compared(nps, asked, both, only))
      assert.isNull(yield* compared(nps, asked, only, both))
      // Among those who answered it is no matter.
      assert.near((yield* compared(nps, {}, both, only))?.difference, 0)
    }),
  )

  it.effect("of all asked is not said to have answers only where there is nothing at all", () =>
    Effect.gen(function* () {
      const m = yield* measureOne(yield* factsOf([]), nps, { base: "asked" })
      assert.deepStrictEqual([m.value, caveatsOf(m)], [null, ["zero-denominator"]])
    }),
  )

  it.effect("says in its passport what it counts, of whom", () =>
    Effect.gen(function* () {
      const { passport } = yield* nps.prepare()
      assert.deepStrictEqual(
        [passport.unitOfN, passport.kind, passport.clock, passport.unit],
        ["answer", "feedback", "at", { kind: "points" }],
      )
      assert.deepStrictEqual(passport.numerator, {
        en: "answers from 9 minus answers below 7 on 0–10",
        ru: "ответы от 9 минус ответы ниже 7 по шкале 0–10",
        pl: "odpowiedzi od 9 minus odpowiedzi poniżej 7 w skali 0–10",
      })
      const denominator = (params: object) =>
        Effect.map(nps.prepare(params), (metric) => (metric.passport.denominator as { en: string }).en)
      assert.strictEqual(yield* denominator({}), "latest answer of each customer in the period")
      assert.strictEqual(yield* denominator({ relation: "transactional" }), "all answers")
      assert.strictEqual(
        yield* denominator({ base: "asked", relation: "transactional" }),
        "all times a customer was asked, answered or not",
      )
    }),
  )
})
