import { describe, it } from "@effect/vitest"
import { ces } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import { mannWhitney, netScore } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import {
  answersOf,
  caveatData,
  caveatsOf,
  feedback,
  measurements,
  measureOne,
  sameOverShards,
} from "../../../test/metrics/asking.ts"
import { assert } from "../../../test/stats/assert.ts"

const vector = vectors.B3_ces
const SEVEN = { min: 1, max: 7 }
const FIVE = { min: 1, max: 5 }
const measured = (rows: ReadonlyArray<Row>, params: unknown = {}, scale: typeof SEVEN | null = SEVEN) =>
  Effect.flatMap(project([feedback("ces", rows, scale)]), (facts) => measureOne(facts, ces, params))
/** A published example on 1–5; its page says 1,000 answers and a mean of 2.82, which its own counts are not. */
const published = { "1": 190, "2": 240, "3": 110, "4": 330, "5": 140 }

describe("ces", () => {
  it.effect("equals the published vectors in every form of version 2", () =>
    Effect.gen(function* () {
      const rows = answersOf(vector.hist)
      const agree = yield* measured(rows)
      assert.near(agree.value, vector.agree_5_7, 1e-9)
      assert.interval(agree.interval, vector.wilson, 1e-9)
      assert.deepStrictEqual([agree.numerator, agree.denominator, agree.n, agree.unitOfN], [460, 1000, 1000, "answer"])
      assert.deepStrictEqual(agree.unit, { kind: "proportion" })
      const mean = yield* measured(rows, { form: "mean" })
      assert.near(mean.value, vector.mean, 1e-9)
      assert.interval(mean.interval, vector.t_ci, 1e-9)
      assert.deepStrictEqual(mean.unit, { kind: "points", min: 1, max: 7 })
      const net = yield* measured(rows, { form: "net" })
      assert.near(net.value, vector.net_67_minus_123, 1e-9)
      const { interval } = netScore({ promoters: 300, detractors: 430, n: 1000 }) ?? {}
      assert.interval(net.interval, [interval?.low ?? 0, interval?.high ?? 0], 1e-9)
    }),
  )

  it.effect("of a published table is what its counts add up to, not what its page prints", () =>
    Effect.gen(function* () {
      const mean = yield* measured(answersOf(published), { version: 1, form: "mean" }, FIVE)
      assert.strictEqual(mean.n, 1010)
      assert.near(mean.value, 3020 / 1010, 1e-9)
      assert.deepStrictEqual(mean.unit, { kind: "points", min: 1, max: 5 })
    }),
  )

  it.effect("takes low effort for good in version 1", () =>
    Effect.gen(function* () {
      const rows = answersOf(published, { polarity: "low" })
      const easy = yield* measured(rows, { version: 1 }, FIVE)
      assert.near(easy.value, 430 / 1010, 1e-9)
      const net = yield* measured(rows, { version: 1, form: "net" }, FIVE)
      assert.near(net.value, (100 * (430 - 470)) / 1010, 1e-9)
      const better = (params: unknown) => Effect.map(ces.prepare(params), (prepared) => prepared.better)
      assert.deepStrictEqual(
        yield* Effect.forEach([{}, { form: "mean" }, { version: 1 }, { version: 1, form: "mean" }], better),
        ["higher", "higher", "higher", "lower"],
      )
    }),
  )

  it.effect("is null on the scale of the other version, or with its good end on the other side", () =>
    Effect.gen(function* () {
      for (const [rows, params, scale, expected] of [
        [answersOf(published), { version: 2 }, FIVE, "1–7"],
        [answersOf(vector.hist), { version: 1 }, SEVEN, "1–5"],
        [answersOf(published, { polarity: "high" }), { version: 1 }, FIVE, "1–5"],
        [answersOf(vector.hist, { polarity: "low" }), { version: 2 }, SEVEN, "1–7"],
        // Without a declared scale a 6 shows that it was not 1–5.
        [answersOf({ "1": 3, "6": 1 }), { version: 1 }, null, "1–5"],
      ] as const) {
        const m = yield* measured(rows, params, scale)
        assert.deepStrictEqual([m.value, m.interval, m.numerator], [null, null, null])
        assert.strictEqual(caveatData(m, "scale-mismatch")?.["expected"], expected)
      }
      const mixed = yield* project([
        feedback("ces", answersOf(vector.hist), SEVEN),
        { ...feedback("ces", answersOf(published, {}, "five"), FIVE), source: "other.csv" },
      ])
      for (const version of [1, 2]) assert.isNull((yield* measureOne(mixed, ces, { version })).value)
      const assumed = yield* measured(answersOf({ "3": 4, "6": 8 }), {}, null)
      assert.near(assumed.value, 2 / 3)
      assert.deepStrictEqual(caveatData(assumed, "scale-missing"), { n: 12, assumed: "1–7" })
    }),
  )

  it.effect("puts the borders where the version has them", () =>
    Effect.gen(function* () {
      const worth = (score: number, params: object, scale = SEVEN) =>
        Effect.map(measured([{ customer: "a", score }], params, scale), ({ value }) => value)
      const scores = [1, 2, 3, 4, 5, 6, 7]
      assert.deepStrictEqual(yield* Effect.forEach(scores, (s) => worth(s, {})), [0, 0, 0, 0, 1, 1, 1])
      assert.deepStrictEqual(
        yield* Effect.forEach(scores, (s) => worth(s, { form: "net" })),
        [-100, -100, -100, 0, 0, 100, 100],
      )
      const five = scores.slice(0, 5)
      assert.deepStrictEqual(yield* Effect.forEach(five, (s) => worth(s, { version: 1 }, FIVE)), [1, 1, 0, 0, 0])
      assert.deepStrictEqual(
        yield* Effect.forEach(five, (s) => worth(s, { version: 1, form: "net" }, FIVE)),
        [100, 100, 0, -100, -100],
      )
    }),
  )

  it.effect("of nothing is null; of equal answers has a mean without an interval, and a share with one", () =>
    Effect.gen(function* () {
      const none = yield* measured([{ customer: "a", score: null }])
      assert.deepStrictEqual([none.value, none.interval, none.n], [null, null, 0])
      assert.includeMembers([...caveatsOf(none)], ["zero-denominator", "no-score"])
      const mean = yield* measured(answersOf({ "6": 12 }), { form: "mean" })
      assert.deepStrictEqual([mean.value, mean.interval], [6, null])
      assert.include(caveatsOf(mean), "no-ci")
      assert.strictEqual((yield* measured(answersOf({ "6": 12 }))).interval?.high, 1)
      assert.isNull((yield* measured([{ customer: "a", score: 6 }], { form: "mean" })).interval)
    }),
  )

  it.effect("compares shares, means, net scores, or whole distributions", () =>
    Effect.gen(function* () {
      const other = { "1": 60, "2": 150, "3": 140, "4": 120, "5": 190, "6": 200, "7": 140 }
      const facts = yield* project([
        feedback(
          "ces",
          [...answersOf(vector.hist, { wave: "a" }, "a"), ...answersOf(other, { wave: "b" }, "b")],
          SEVEN,
        ),
      ])
      const versus = (params: object) =>
        Effect.map(
          measurements(facts, ces, params, { by: [dimension("wave", column("wave"))], versus: { wave: "a" } }),
          ([, b]) => b?.versus,
        )
      assert.strictEqual((yield* versus({}))?.test, "pooled-z")
      assert.strictEqual((yield* versus({ form: "mean" }))?.test, "welch-t")
      assert.strictEqual((yield* versus({ form: "net" }))?.test, "adjusted-wald-z")
      const ranks = yield* versus({ test: "distribution" })
      const levels = (histogram: object) => new Map(Object.entries(histogram).map(([s, n]) => [Number(s), Number(n)]))
      assert.near(ranks?.p, mannWhitney(levels(other), levels(vector.hist))?.p ?? Number.NaN, 1e-9)
      assert.isAbove(ranks?.effect?.value ?? 0, 0)
    }),
  )

  it.effect("has no scale to choose, and says what is wrong with other options", () =>
    Effect.gen(function* () {
      const { params } = yield* ces.prepare()
      assert.deepStrictEqual(params, {
        version: 2,
        form: "agree",
        test: "value",
        instrument: "ces",
        relation: "transactional",
        weights: "use",
      })
      const error = yield* Effect.flip(ces.prepare({ version: 3, form: "top-box", scale: SEVEN }))
      assert.sameMembers(
        error.issues.map(({ path }) => path),
        ["version", "form", "scale"],
      )
    }),
  )

  it.effect("counts the latest answer of each customer, other instruments, and weights as it is told", () =>
    Effect.gen(function* () {
      const rows = [
        { customer: "a", at: "2018-01-01", score: 1, weight: 1 },
        { customer: "a", at: "2018-01-02", score: 7, weight: 1 },
        { customer: "b", at: "2018-01-02", score: 1, weight: 3 },
      ]
      assert.near((yield* measured(rows)).value, 1 / 5)
      assert.near((yield* measured(rows, { weights: "ignore" })).value, 1 / 3)
      assert.near((yield* measured(rows, { relation: "relational" })).value, 1 / 4)
      assert.isNull((yield* measured(rows, { instrument: "ease" })).value)
    }),
  )

  it("is the same over shards of customers as over the whole", async () => {
    const row = fc.record({
      customer: fc.constantFrom(null, "a", "b", "c", "d", "e"),
      score: fc.constantFrom(null, 1, 2, 3, 5, 6, 7),
      weight: fc.constantFrom(null, 0.5, 2),
    })
    const params = fc.record({
      version: fc.constantFrom(1, 2),
      form: fc.constantFrom("agree", "mean", "net"),
      relation: fc.constantFrom("relational", "transactional"),
      test: fc.constantFrom("value", "distribution"),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 20 }), params, fc.nat(31), async (rows, options, mask) => {
        const isLeft = ({ customer }: { readonly customer: string | null }) =>
          ((mask >> "abcde".indexOf(customer ?? "a")) & 1) === 1
        await Effect.runPromise(
          Effect.gen(function* () {
            const of = (some: ReadonlyArray<Row>) =>
              project([{ ...feedback("ces", some, null), header: ["customer", "score", "weight"] }])
            yield* sameOverShards(yield* ces.prepare(options), yield* of(rows), [
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
