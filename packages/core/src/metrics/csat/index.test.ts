import { describe, it } from "@effect/vitest"
import { csat } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import { netScore } from "@touchpoint/core/stats"
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

const vector = vectors.B1_csat
const measured = (rows: ReadonlyArray<Row>, params: unknown = {}) =>
  Effect.flatMap(project([feedback("csat", rows)]), (facts) => measureOne(facts, csat, params))
/** Scores by customer. */
const byCustomer = (scores: ReadonlyArray<ReadonlyArray<number>>) =>
  scores.flatMap((own, i) => own.map((score): Row => ({ customer: `c${i}`, score })))

describe("csat", () => {
  it.effect("says in its title which answers count, where they are not the usual ones", () =>
    Effect.gen(function* () {
      const title = (params: unknown) => Effect.map(csat.prepare(params), (prepared) => prepared.title)
      const all = {
        en: "Net satisfaction (CSAT)",
        ru: "Чистая удовлетворённость (CSAT)",
        pl: "Satysfakcja netto (CSAT)",
      }
      assert.deepStrictEqual(yield* title({ form: "net" }), all)
      assert.deepStrictEqual(yield* title({ form: "net", relation: "relational" }), {
        en: `${all.en}, relational`,
        ru: `${all.ru}, по последним ответам`,
        pl: `${all.pl}, z ostatnich odpowiedzi`,
      })
    }),
  )

  it.effect("as top box is the share of the best two, with Wilson's interval", () =>
    Effect.gen(function* () {
      const m = yield* measured(answersOf(vector.hist1))
      assert.near(m.value, vector.t2b1, 1e-9)
      assert.interval(m.interval, vector.t2b_wilson1, 1e-9)
      assert.deepStrictEqual([m.numerator, m.denominator, m.n, m.nEffective], [80, 100, 100, 100])
      assert.deepStrictEqual([m.unit, m.unitOfN, m.interval?.method], [{ kind: "proportion" }, "answer", "wilson"])
    }),
  )

  it.effect("as mean is the mean score, with Student's interval", () =>
    Effect.gen(function* () {
      const m = yield* measured(answersOf(vector.hist1), { form: "mean" })
      assert.near(m.value, vector.mean1, 1e-9)
      assert.interval(m.interval, vector.t_ci1, 1e-9)
      assert.deepStrictEqual(m.unit, { kind: "points", min: 1, max: 5 })
    }),
  )

  it.effect("as net is the top boxes less the bottom boxes, in points", () =>
    Effect.gen(function* () {
      const m = yield* measured(answersOf(vector.hist1), { form: "net" })
      assert.near(m.value, 100 * vector.net_csat1, 1e-9)
      const expected = netScore({ promoters: 80, detractors: 8, n: 100 })?.interval
      assert.interval(m.interval, [expected?.low ?? 0, expected?.high ?? 0], 1e-9)
      assert.deepStrictEqual(m.unit, { kind: "points" })
      // Of one answer the adjusted interval ends short of the value; it is lengthened to it.
      for (const [score, value] of [
        [5, 100],
        [1, -100],
      ] as const) {
        const one = yield* measured([{ customer: "a", score }], { form: "net" })
        const { high, low } = one.interval ?? {}
        assert.deepStrictEqual([one.value, value > 0 ? high : low], [value, value])
      }
      assert.isBelow(netScore({ promoters: 1, detractors: 0, n: 1 })?.interval.high ?? 100, 100)
    }),
  )

  it.effect("is another number in every form: 60 % and 3.4", () =>
    Effect.gen(function* () {
      const rows = [5, 5, 4, 2, 1].map((score, i) => ({ customer: `c${i}`, score }))
      const [share, mean] = [yield* measured(rows), yield* measured(rows, { form: "mean" })]
      assert.near(share.value, 0.6)
      assert.near(mean.value, 3.4)
      assert.notStrictEqual(share.definition, mean.definition)
    }),
  )

  it.effect("compares shares by Newcombe's interval and a pooled z", () =>
    Effect.gen(function* () {
      const facts = yield* project([
        feedback("csat", [
          ...answersOf(vector.hist1, { wave: "a" }, "a"),
          ...answersOf(vector.hist2, { wave: "b" }, "b"),
        ]),
      ])
      const [a, b] = yield* measurements(
        facts,
        csat,
        {},
        { by: [dimension("wave", column("wave"))], versus: { wave: "b" } },
      )
      assert.near(b?.value, vector.t2b2, 1e-9)
      assert.near(a?.versus?.difference, vector.t2b1 - vector.t2b2, 1e-9)
      assert.interval(a?.versus?.interval, vector.t2b_newcombe, 1e-9)
      assert.near(a?.versus?.p, vector.t2b_z[1] ?? 0, 1e-9)
      assert.strictEqual(a?.versus?.effect?.kind, "cohen-h")
      assert.strictEqual(a?.versus?.q, a?.versus?.p)
    }),
  )

  it.effect("compares means by Welch's test, with Hedges' g", () =>
    Effect.gen(function* () {
      const { welch, x1, x2 } = vectors.A6_means_small
      const rows = (scores: ReadonlyArray<number>, wave: string) =>
        scores.map((score, i) => ({ customer: `${wave}${i}`, score, wave }))
      const facts = yield* project([feedback("csat", [...rows(x1, "a"), ...rows(x2, "b")], { min: 1, max: 30 })])
      const [, b] = yield* measurements(
        facts,
        csat,
        { form: "mean", scale: { min: 1, max: 30 } },
        { by: [dimension("wave", column("wave"))], versus: { wave: "a" } },
      )
      assert.near(b?.versus?.difference, welch.diff, 1e-9)
      assert.near(b?.versus?.p, welch.p, 1e-9)
      assert.strictEqual(b?.versus?.effect?.kind, "hedges-g")
    }),
  )

  it.effect("tests whole distributions where that was declared before: Mann-Whitney, Cliff's delta, no interval", () =>
    Effect.gen(function* () {
      const facts = yield* project([
        feedback("csat", [
          ...answersOf(vector.hist1, { wave: "a" }, "a"),
          ...answersOf(vector.hist2, { wave: "b" }, "b"),
        ]),
      ])
      const request = { by: [dimension("wave", column("wave"))], versus: { wave: "b" } }
      for (const form of ["top-box", "mean", "net"]) {
        const [byValue] = yield* measurements(facts, csat, { form }, request)
        const [byRank] = yield* measurements(facts, csat, { form, test: "distribution" }, request)
        const versus = byRank?.versus
        assert.strictEqual(versus?.difference, byValue?.versus?.difference)
        assert.deepStrictEqual([versus?.interval, versus?.test], [null, "mann-whitney"])
        assert.near(versus?.p, vector.mwu.p, 1e-9)
        assert.strictEqual(versus?.effect?.kind, "cliffs-delta")
        assert.near(versus?.effect?.value, vector.mwu.cliffs_delta, 1e-9)
        assert.deepStrictEqual([byRank?.value, byRank?.interval], [byValue?.value, byValue?.interval])
        assert.notStrictEqual(byRank?.definition, byValue?.definition)
      }
      // The share and the ranks disagree here; which one counts was said before.
      const [box] = yield* measurements(facts, csat, {}, request)
      assert.isAbove(box?.versus?.p ?? 0, 0.05)
    }),
  )

  it.effect("tests distributions of clustered answers at the size of independent ones", () =>
    Effect.gen(function* () {
      const waves = (times: number) =>
        ["a", "b"].flatMap((wave, shift) =>
          Array.from({ length: 40 }, (_, i) =>
            Array.from({ length: times }, (): Row => ({ customer: `${wave}${i}`, score: 1 + ((i + shift) % 5), wave })),
          ).flat(),
        )
      const compared = (times: number) =>
        Effect.gen(function* () {
          const facts = yield* project([feedback("csat", waves(times))])
          const [a] = yield* measurements(
            facts,
            csat,
            { test: "distribution" },
            { by: [dimension("wave", column("wave"))], versus: { wave: "b" } },
          )
          return a?.versus?.p
        })
      // Customers who say the same three times are no more evidence than those who say it once.
      assert.near(yield* compared(3), (yield* compared(1)) ?? Number.NaN, 0.02)
    }),
  )

  it.effect("takes the low end for the good one where that is the scale, and only there", () =>
    Effect.gen(function* () {
      const turned = Object.fromEntries(Object.entries(vector.hist1).map(([score, n]) => [6 - Number(score), n]))
      const low = answersOf(turned, { polarity: "low" })
      for (const form of ["top-box", "net"]) {
        const m = yield* measured(low, { form, polarity: "low" })
        const same = yield* measured(answersOf(vector.hist1), { form })
        assert.deepStrictEqual([m.value, m.interval], [same.value, same.interval])
      }
      const mean = yield* measured(low, { form: "mean", polarity: "low" })
      assert.near(mean.value, 6 - vector.mean1, 1e-9)
      for (const [rows, polarity] of [
        [low, "high"],
        [answersOf(vector.hist1, { polarity: "high" }), "low"],
      ] as const) {
        const m = yield* measured(rows, { polarity })
        assert.isNull(m.value)
        assert.include(caveatsOf(m), "scale-mismatch")
      }
      // Whoever does not say which end is good is taken at the definition's word.
      assert.near((yield* measured(answersOf(turned), { polarity: "low" })).value, vector.t2b1, 1e-9)
      const better = (params: unknown) => Effect.map(csat.prepare(params), (prepared) => prepared.better)
      assert.deepStrictEqual(
        yield* Effect.forEach(
          [
            {},
            { form: "mean" },
            { polarity: "low" },
            { form: "net", polarity: "low" },
            { form: "mean", polarity: "low" },
          ],
          better,
        ),
        ["higher", "higher", "higher", "higher", "lower"],
      )
      const { passport, title } = yield* csat.prepare({ polarity: "low", top: 1 })
      assert.deepStrictEqual(title, {
        en: "Satisfied customers (CSAT, 1 of 5)",
        ru: "Доля довольных (CSAT, 1 из 5)",
        pl: "Odsetek zadowolonych (CSAT, 1 z 5)",
      })
      assert.include(JSON.stringify(passport.numerator), "answers of 1")
    }),
  )

  it.effect("says with a low good end whose ranks are better", () =>
    Effect.gen(function* () {
      const rows = [1, 1, 2, 2, 1, 3].map((score, i) => ({ customer: `a${i}`, score, wave: "a" }))
      const worse = [4, 5, 4, 3, 5, 5].map((score, i) => ({ customer: `b${i}`, score, wave: "b" }))
      const facts = yield* project([feedback("csat", [...rows, ...worse])])
      const effects = yield* Effect.forEach(["top-box", "net", "mean"], (form) =>
        Effect.map(
          measurements(
            facts,
            csat,
            { form, polarity: "low", test: "distribution" },
            { by: [dimension("wave", column("wave"))], versus: { wave: "b" } },
          ),
          ([a]) => [Math.sign(a?.versus?.difference ?? 0), Math.sign(a?.versus?.effect?.value ?? 0)],
        ),
      )
      assert.deepStrictEqual(effects, [
        [1, 1],
        [1, 1],
        [-1, -1],
      ])
    }),
  )

  it.effect("weighs answers: share, effective size, interval of a weighted sample", () =>
    Effect.gen(function* () {
      const { n_eff, p, w, wilson, x } = vectors.A13_weighted_proportion
      const m = yield* measured(x.map((hit, i) => ({ customer: `c${i}`, score: hit === 1 ? 5 : 1, weight: w[i] ?? 1 })))
      assert.near(m.value, p, 1e-9)
      assert.near(m.nEffective, n_eff, 1e-9)
      assert.interval(m.interval, wilson, 1e-9)
      assert.deepStrictEqual(caveatData(m, "weighted"), { nEffective: 5, population: 10 })
      const plain = yield* measured(x.map((hit, i) => ({ customer: `c${i}`, score: hit === 1 ? 5 : 1, weight: 1 })))
      assert.notInclude(caveatsOf(plain), "weighted")
    }),
  )

  it.effect("is a small sample where many answers are worth few, in every form", () =>
    Effect.gen(function* () {
      const rows = byCustomer([Array.from({ length: 25 }, () => 5), Array.from({ length: 25 }, () => 2)])
      for (const form of ["top-box", "mean", "net"]) {
        const m = yield* measured(rows, { form })
        assert.isBelow(m.nEffective ?? 30, 3, form)
        assert.deepStrictEqual(caveatData(m, "small-sample"), { n: 50, effective: m.nEffective, minimum: 30 }, form)
      }
      const heavy = answersOf({ "5": 20, "1": 19 }, { weight: 1 })
      const one = yield* measured([...heavy, { customer: "heavy", score: 3, weight: 400 }], { form: "mean" })
      assert.isBelow(Number(caveatData(one, "small-sample")?.["effective"]), 2)
      assert.notInclude(caveatsOf(yield* measured(heavy, { form: "mean" })), "small-sample")
    }),
  )

  it.effect("of weights that are all zero is null, in every form", () =>
    Effect.gen(function* () {
      for (const form of ["top-box", "mean", "net"]) {
        const m = yield* measured(
          [
            { customer: "a", score: 5, weight: 0 },
            { customer: "b", score: 4, weight: 0 },
          ],
          { form },
        )
        assert.deepStrictEqual([m.value, m.interval, m.nEffective], [null, null, null])
        assert.include(caveatsOf(m), "zero-denominator")
      }
    }),
  )

  it.effect("widens its interval where answers cluster by customer", () =>
    Effect.gen(function* () {
      const { conversions, deff, n_eff, p, sessions, wilson_neff } = vectors.A11_clustered_proportion_icc
      const scores = sessions.map((n, i) => Array.from({ length: n }, (_, j) => (j < (conversions[i] ?? 0) ? 5 : 2)))
      const m = yield* measured(byCustomer(scores))
      assert.near(m.value, p, 1e-9)
      assert.near(m.nEffective, n_eff, 1e-9)
      assert.interval(m.interval, wilson_neff, 1e-9)
      assert.near(Number(caveatData(m, "clustered")?.["deff"]), deff, 1e-9)
      assert.strictEqual(m.n, 100)
    }),
  )

  it.effect("does not narrow its interval where clusters are more even than chance", () =>
    Effect.gen(function* () {
      const { conversions, n_eff, sessions, wilson_naive } = vectors.A10_clustered_proportion
      assert.isAbove(n_eff, 0)
      const scores = sessions.map((n, i) => Array.from({ length: n }, (_, j) => (j < (conversions[i] ?? 0) ? 5 : 2)))
      const m = yield* measured(byCustomer(scores))
      assert.interval(m.interval, wilson_naive, 1e-9)
      assert.notInclude(caveatsOf(m), "clustered")
    }),
  )

  // Recomputed apart: V = Σw(x − x̄)² ÷ Σw has the mean σ²(1 − Σw² ÷ (Σw)²), so σ² is V · nₑ ÷ (nₑ − 1).
  it.effect("has a mean whose spread is unbiased in as many answers as the weights are worth", () =>
    Effect.gen(function* () {
      for (const [weights, size, half] of [
        [[1, 1, 1, 1, 1, 30], 6.77, 1.455],
        [[1, 1, 1, 9], 12.5, 0.9303],
        [[2, 2], 30, 0.5372],
      ] as const) {
        const rows = Array.from({ length: 30 }, (_, i) => ({
          customer: `c${i}`,
          score: ((7 * i) % 5) + 1,
          weight: weights[i % weights.length] ?? 1,
        }))
        const m = yield* measured(rows, { form: "mean", weights: "use" })
        assert.near(m.nEffective, size, 0.005)
        assert.near(((m.interval?.high ?? 0) - (m.interval?.low ?? 0)) / 2, half, 0.0006)
      }
    }),
  )

  it.effect("is never surer of clusters than of their weights: a heavy answer stays about one", () =>
    Effect.gen(function* () {
      const heavy: Row = { customer: "a", score: 5, weight: 1000 }
      const light = Array.from({ length: 6 }, (_, i): Row => ({ customer: `b${i}`, score: 1, weight: 1 }))
      const alone = yield* measured([heavy, ...light])
      const twice = yield* measured([heavy, ...light, { customer: "b0", score: 1, weight: 1 }])
      assert.near(alone.nEffective, 1006 ** 2 / (1000 ** 2 + 6), 1e-9)
      assert.near(twice.nEffective, 1007 ** 2 / (1000 ** 2 + 7), 1e-9)
    }),
  )

  it.effect("takes answers without a customer for clusters of their own", () =>
    Effect.gen(function* () {
      const anonymous = Array.from({ length: 100 }, (_, i): Row => ({ customer: null, score: i % 2 === 0 ? 5 : 1 }))
      const pairs = byCustomer(Array.from({ length: 10 }, () => [5, 1]))
      const m = yield* measured([...anonymous, ...pairs])
      assert.strictEqual(m.nEffective, 120)
      assert.notInclude(caveatsOf(m), "clustered")
      // Ten customers whose two answers always agree: as good as ten answers among the hundred.
      const twins = yield* measured([
        ...anonymous,
        ...byCustomer(Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? [5, 5] : [1, 1]))),
      ])
      assert.isBelow(twins.nEffective ?? 0, 120)
      assert.isAbove(twins.nEffective ?? 0, 90)
    }),
  )

  it.effect("has no interval for a mean of equal answers, and keeps that of the share", () =>
    Effect.gen(function* () {
      const rows = answersOf({ "5": 20 })
      const mean = yield* measured(rows, { form: "mean" })
      assert.deepStrictEqual([mean.value, mean.interval], [5, null])
      assert.include(caveatsOf(mean), "no-ci")
      const share = yield* measured(rows)
      assert.strictEqual(share.interval?.high, 1)
      assert.isBelow(share.interval?.low ?? 1, 1)
      const one = yield* measured([{ customer: "a", score: 3 }], { form: "mean" })
      assert.deepStrictEqual([one.value, one.interval], [3, null])
    }),
  )

  it.effect("counts the boxes it is told to", () =>
    Effect.gen(function* () {
      const rows = answersOf({ "1": 1, "2": 1, "3": 1, "4": 1, "5": 4 })
      assert.strictEqual((yield* measured(rows, { top: 1 })).value, 0.5)
      assert.strictEqual((yield* measured(rows, { top: 3 })).value, 0.75)
      const seven = yield* project([feedback("csat", answersOf({ "1": 1, "6": 1, "7": 2 }), { min: 1, max: 7 })])
      assert.strictEqual((yield* measureOne(seven, csat, { scale: { min: 1, max: 7 } })).value, 0.75)
      assert.isNull((yield* measureOne(seven, csat)).value)
    }),
  )

  it.effect("takes no more boxes than leave something beside them", () =>
    Effect.gen(function* () {
      for (const params of [
        { top: 4 },
        { form: "net", top: 2 },
        { form: "mean", top: 9 },
        { top: 6, scale: { min: 1, max: 7 } },
      ])
        assert.strictEqual((yield* csat.prepare(params)).metric, "csat")
      for (const params of [{ top: 5 }, { form: "net", top: 3 }, { top: 7, scale: { min: 1, max: 7 } }]) {
        const error = yield* Effect.flip(csat.prepare(params))
        assert.include(error.message, "top: at most")
      }
      for (const scale of [
        { min: 5, max: 5 },
        { min: 5, max: 1 },
      ]) {
        const error = yield* Effect.flip(csat.prepare({ scale }))
        assert.deepStrictEqual(
          error.issues.map(({ path, problem }) => [path, problem]),
          [["scale", "the scale ends where it begins, or before"]],
        )
      }
    }),
  )

  it.effect("keeps the interval of a mean on its scale", () =>
    Effect.gen(function* () {
      const m = yield* measured(answersOf({ "5": 3, "4": 1 }), { form: "mean" })
      assert.strictEqual(m.interval?.high, 5)
      assert.isBelow(m.interval?.low ?? 5, 4.75)
    }),
  )

  it.effect("refuses options it does not know, all at once", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(csat.prepare({ form: "median", top: 0, box: 2, scale: { min: 1 } }))
      assert.strictEqual(error._tag, "OptionsInvalid")
      assert.deepStrictEqual(
        new Set(error.issues.map(({ path }) => path)),
        new Set(["form", "top", "box", "scale.max"]),
      )
      assert.include(error.message, "The options of metric csat cannot be used:")
      assert.include(error.message, "\nbox: there is no such option; did you mean top?")
    }),
  )

  it.effect("names its defaults in the passport", () =>
    Effect.gen(function* () {
      const { params } = yield* csat.prepare()
      assert.deepStrictEqual(params, {
        form: "top-box",
        top: 2,
        polarity: "high",
        test: "value",
        instrument: "csat",
        scale: { min: 1, max: 5 },
        relation: "transactional",
        weights: "use",
      })
    }),
  )

  it.effect("by customer counts the latest answer only, without clusters", () =>
    Effect.gen(function* () {
      const m = yield* measured(
        byCustomer([
          [1, 1, 5],
          [5, 1],
        ]),
        { relation: "relational" },
      )
      assert.deepStrictEqual([m.value, m.n], [0.5, 2])
      assert.notInclude(caveatsOf(m), "clustered")
    }),
  )

  it("is the same over shards of customers as over the whole", async () => {
    const row = fc.record({
      customer: fc.constantFrom(null, "a", "b", "c", "d", "e"),
      score: fc.constantFrom(null, 1, 2, 3, 4, 5),
      weight: fc.constantFrom(null, 0.5, 2),
    })
    const params = fc.record({
      form: fc.constantFrom("top-box", "mean", "net"),
      relation: fc.constantFrom("relational", "transactional"),
      polarity: fc.constantFrom("high", "low"),
      test: fc.constantFrom("value", "distribution"),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 20 }), params, fc.nat(31), async (rows, options, mask) => {
        const isLeft = ({ customer }: { readonly customer: string | null }) =>
          ((mask >> "abcde".indexOf(customer ?? "a")) & 1) === 1
        await Effect.runPromise(
          Effect.gen(function* () {
            const of = (some: ReadonlyArray<Row>) =>
              project([{ ...feedback("csat", some), header: ["customer", "score", "weight"] }])
            yield* sameOverShards(yield* csat.prepare(options), yield* of(rows), [
              yield* of(rows.filter(isLeft)),
              yield* of(rows.filter((r) => !isLeft(r))),
            ])
          }),
        )
      }),
      { numRuns: 60 },
    )
  })
})
