import { describe, it } from "@effect/vitest"
import { conversionRate } from "@touchpoint/core/metrics"
import * as Effect from "effect/Effect"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatsOf, measureOne } from "../../../test/metrics/asking.ts"
import { compared } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const DAY = 86_400_000
const start = Date.parse("2026-01-01T00:00:00Z")
const header = ["customer", "touchpoint", "at", "session"]
const factsOf = (rows: ReadonlyArray<Row>, asOf = 60) =>
  project([{ kind: "interaction", rows, header }], { asOf: start + asOf * DAY })
const met = (customer: string | null, session: string | null, touchpoint: string, day: number): Row => ({
  customer,
  session,
  touchpoint,
  at: new Date(start + day * DAY).toISOString(),
})
const steps = ["a", "b"]
const measured = (rows: ReadonlyArray<Row>, params: object = {}, asOf?: number) =>
  Effect.flatMap(factsOf(rows, asOf), (facts) => measureOne(facts, conversionRate, { steps, within: 0.5, ...params }))

const { conversions, n_eff, p, wilson_neff } = vectors.A11_clustered_proportion_icc
/** Ten attempts of each cluster, the first ones of which got there; a cluster is a customer, or a session of nobody. */
const attempts = (counts: ReadonlyArray<number>, isKnown: (cluster: number) => boolean) =>
  counts.flatMap((x, i) =>
    Array.from({ length: 10 }, (_, j) => {
      const [customer, session] = isKnown(i) ? [`c${i}`, `c${i}-${j}`] : [null, `s${i}`]
      return [met(customer, session, "a", j), ...(j < x ? [met(customer, session, "b", j + 0.1)] : [])]
    }).flat(),
  )

describe("conversion-rate over clusters", () => {
  it.effect("equals the vector, whether its clusters are customers, sessions of nobody or both", () =>
    Effect.gen(function* () {
      for (const isKnown of [() => true, () => false, (i: number) => i % 2 === 0]) {
        const m = yield* measured(attempts(conversions, isKnown), { form: "session", attempt: "every" })
        assert.near(m.value, p)
        assert.near(m.nEffective, n_eff, 1e-9)
        assert.interval(m.interval, wilson_neff, 1e-9)
        assert.notInclude(caveatsOf(m), "no-ci")
      }
      // Customers who had no time yet are no clusters of those who had.
      const young = Array.from({ length: 20 }, (_, i) => met(`y${i}`, `y${i}`, "a", 59.8))
      const mature = yield* measured([...attempts(conversions, () => true), ...young], { form: "session" })
      assert.deepStrictEqual(caveatsOf(mature).includes("immature-window"), true)
      assert.near(mature.nEffective, n_eff, 1e-9)
      const naive = yield* measured(
        attempts(conversions, () => true),
        { attempt: "every", policy: "naive" },
      )
      assert.near(naive.nEffective, n_eff, 1e-9)
      assert.interval(naive.interval, wilson_neff, 1e-9)
    }),
  )

  it.effect("counts each cluster once where all attempts end alike, and nobody else who was there", () =>
    Effect.gen(function* () {
      const all = attempts(
        conversions.map(() => 10),
        (i) => i < 5,
      )
      // Others took only the second step, or the first without a session.
      const others = [met("x", "x-1", "b", 1), met("y", null, "a", 1)]
      const m = yield* measured([...all, ...others], { form: "session", attempt: "every" })
      assert.deepStrictEqual([m.value, m.n, m.nEffective], [1, 100, 10])
    }),
  )

  it.effect("cannot tell how alike attempts of nobody are where those under way or other steps are divided by", () =>
    Effect.gen(function* () {
      const nobody = attempts(conversions, () => false)
      const known = attempts(
        conversions.map(() => 0),
        () => true,
      )
      for (const params of [
        { form: "session", attempt: "every", policy: "naive" },
        { form: "session", attempt: "every", of: "previous", steps: ["a", "b", "a"], within: 2 },
      ]) {
        const m = yield* measured(nobody, params)
        assert.isNotNull(m.value)
        assert.deepStrictEqual([m.interval, m.nEffective], [null, null])
        assert.include(caveatsOf(m), "no-ci")
        assert.notInclude(caveatsOf(m), "clustered")
      }
      const params = { steps, within: 0.5, form: "session", attempt: "every", policy: "naive" }
      const [one, other] = [yield* factsOf(nobody), yield* factsOf(known)]
      const bare = { interval: null, test: null, p: null, effect: null }
      const [there, back] = [
        yield* compared(conversionRate, params, one, other),
        yield* compared(conversionRate, params, other, one),
      ]
      assert.deepStrictEqual(there, { ...bare, difference: p })
      assert.deepStrictEqual(back, { ...bare, difference: -p })
      assert.near((yield* compared(conversionRate, params, one, one))?.difference, 0)
      const empty = yield* factsOf([])
      assert.isNull(yield* compared(conversionRate, params, one, empty))
      assert.isNull(yield* compared(conversionRate, params, empty, one))
    }),
  )

  it.effect("is not hindered by sessions of nobody that never got to the step divided by", () =>
    Effect.gen(function* () {
      const rows = [
        ...attempts(conversions, () => true).flatMap((row) =>
          row["touchpoint"] === "a"
            ? [{ ...row, touchpoint: "z", at: new Date(Date.parse(String(row["at"])) - DAY / 20).toISOString() }, row]
            : [row],
        ),
        met(null, "s", "z", 3),
      ]
      const m = yield* measured(rows, { form: "session", attempt: "every", of: "previous", steps: ["z", "a", "b"] })
      assert.deepStrictEqual([m.numerator, m.denominator], [20, 100])
      assert.near(m.nEffective, n_eff, 1e-9)
      assert.interval(m.interval, wilson_neff, 1e-9)
    }),
  )

  it.effect("asks for shards of customers only where they are needed", () =>
    Effect.gen(function* () {
      const isByShards = (params: object) =>
        Effect.map(conversionRate.prepare({ steps: ["a", "b", "c"], ...params }), (prepared) =>
          Object.keys(prepared.questions({ asOf: null } as never)).includes("parts"),
        )
      const every = { attempt: "every" }
      for (const [params, expected] of [
        [{}, false],
        [{ policy: "naive" }, false],
        [{ of: "previous" }, false],
        [every, false],
        [{ ...every, policy: "naive" }, true],
        [{ ...every, of: "previous" }, true],
        // Before the second step there is only the first.
        [{ ...every, of: "previous", step: 2 }, false],
        [{ ...every, policy: "kaplan-meier" }, false],
        [{ form: "session" }, true],
        [{ form: "session", policy: "kaplan-meier" }, false],
      ] as const)
        assert.strictEqual(yield* isByShards(params), expected, JSON.stringify(params))
    }),
  )
})

describe("conversion-rate of those under way", () => {
  it.effect("takes the first attempt for the first, though a later one may still get there", () =>
    Effect.gen(function* () {
      const rows = [met("m", null, "a", 1), met("m", null, "a", 18), met("m", null, "b", 19)]
      const of = (attempt: string) => measured(rows, { within: 7, attempt, policy: "naive" }, 20)
      assert.deepStrictEqual([(yield* of("first")).value, (yield* of("best")).value], [0, 1])
    }),
  )

  it.effect("counts a step at the same instant, and follows sessions without an interval", () =>
    Effect.gen(function* () {
      const rows = Array.from({ length: 10 }, (_, i) => [
        met(`c${i}`, `s${i}`, "a", 1),
        ...(i < 4 ? [met(`c${i}`, `s${i}`, "b", i < 2 ? 1 : 1.2)] : []),
      ]).flat()
      const m = yield* measured(rows, { policy: "kaplan-meier", ties: "either" })
      assert.near(m.value, 0.4)
      assert.near(m.nEffective, 10, 1e-9)
      const session = yield* measured(rows, { policy: "kaplan-meier", form: "session", ties: "either" })
      assert.near(session.value, 0.4)
      assert.deepStrictEqual([session.interval, session.nEffective], [null, null])
      assert.include(caveatsOf(session), "no-ci")
      const nobody = yield* measured([], { policy: "kaplan-meier" })
      assert.notInclude(caveatsOf(nobody), "no-ci")
      assert.notInclude(caveatsOf(nobody), "not-reached")
    }),
  )
})

describe("conversion-rate declares", () => {
  it.effect("what it waits for, what it counts and how it is called", () =>
    Effect.gen(function* () {
      const order = { kind: "order" }
      const prepared = (params: object) => conversionRate.prepare(params)
      assert.strictEqual((yield* prepared({})).horizon, 7 * DAY)
      assert.strictEqual((yield* prepared({ form: "event-ratio" })).horizon, 0)
      assert.strictEqual((yield* prepared({ policy: "kaplan-meier" })).horizon, 0)
      assert.strictEqual((yield* prepared({ policy: "naive", within: 2 })).horizon, 2 * DAY)
      const mixed = { steps: [{ kind: "contact" }, order, "c"], of: "previous" }
      assert.strictEqual((yield* prepared(mixed)).passport.kind, "contact")
      assert.strictEqual((yield* prepared({ ...mixed, form: "event-ratio" })).passport.kind, "order")
      assert.deepStrictEqual((yield* prepared({})).title, {
        en: "Conversion rate",
        ru: "Конверсия",
        pl: "Współczynnik konwersji",
      })
      assert.deepStrictEqual((yield* prepared({ form: "event-ratio", steps: ["home", order] })).title, {
        en: "Conversion as a ratio of events: order / home",
        ru: "Конверсия как отношение событий: заказ / home",
        pl: "Konwersja jako stosunek zdarzeń: zamówienie / home",
      })
    }),
  )

  it.effect("that a ratio of events knows neither attempts nor their order, nor ties", () =>
    Effect.gen(function* () {
      for (const params of [{ attempt: "every" }, { order: "strict" }, { ties: "either" }])
        assert.include(
          (yield* Effect.flip(conversionRate.prepare({ form: "event-ratio", ...params }))).message,
          "a ratio of events knows no attempts",
        )
      assert.strictEqual((yield* conversionRate.prepare({ form: "event-ratio", step: 2 })).metric, "conversion-rate")
    }),
  )
})
