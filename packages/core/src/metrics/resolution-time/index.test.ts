import { describe, it } from "@effect/vitest"
import { resolutionTime } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import type { Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measurements, measureOne, sameOverShards } from "../../../test/metrics/asking.ts"
import { enquiryFacts, events } from "../../../test/metrics/enquiryFacts.ts"
import { assert } from "../../../test/stats/assert.ts"

const MINUTE = 60_000
const DAY = 1440
const measured = (texts: ReadonlyArray<string>, params: unknown = {}, upTo = 30 * DAY) =>
  Effect.flatMap(
    enquiryFacts(
      texts.flatMap((text, i) => events(`e${i}`, text)),
      upTo,
    ),
    (facts) => measureOne(facts, resolutionTime, params),
  )
const minutes = (text: string, params: unknown = {}) =>
  Effect.map(measured([text], params), ({ value }) => (value === null ? null : value / MINUTE))

const { D1_response_time: d1, D2_response_time_censored: d2 } = vectors
const NOW = 10_000

describe("resolution-time", () => {
  it.effect("equals the vectors of durations, all closed and some open", () =>
    Effect.gen(function* () {
      const closed = d1.minutes.map((took) => `in 0, out:human 1, close:human ${took}`)
      const open = d2.open_ages.map((age) => `in ${NOW - age}`)
      const all = yield* measured(closed)
      assert.deepStrictEqual([all.value, all.n, all.unitOfN], [d1.median_nearest_rank * MINUTE, 20, "enquiry"])
      assert.interval(
        all.interval,
        d1.median_ci.map((at) => at * MINUTE),
      )
      const some = yield* measured([...closed, ...open], {}, NOW)
      assert.strictEqual(some.value, d2.km_median * MINUTE)
      assert.interval(some.interval, [8 * MINUTE, 35 * MINUTE])
      const share = yield* measured(closed, { form: "within", minutes: 15 })
      assert.deepStrictEqual([share.numerator, share.denominator], d1.within15)
      assert.interval(share.interval, d1.within15_wilson, 1e-9)
    }),
  )

  it.effect("ends with the last close, and not with what is reopened since", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* minutes("in 0, close:bot 5, reopen 100, out:human 110, close:human 120"), 120)
      assert.strictEqual(yield* minutes("in 0, close 5, close 60"), 5)
      const open = yield* measured(["in 0, close 5, reopen 100", "in 0, close 50"])
      assert.deepStrictEqual([open.value, open.n], [50 * MINUTE, 2])
      assert.deepStrictEqual(caveatData(open, "censored"), { n: 1 })
      // A word of thanks opens nothing.
      assert.strictEqual(yield* minutes("in 0, close 5, in 10"), 5)
    }),
  )

  it.effect("leaves out what began before anybody wrote it down", () =>
    Effect.gen(function* () {
      // From the reopening on it would look quick: the first message and the first close are not known.
      const m = yield* measured(["reopen 0, close 5", "in 0, close 50"])
      assert.deepStrictEqual([m.value, m.n], [50 * MINUTE, 1])
      // A close before the first message that was taken back is no close.
      const open = yield* measured(["close 0, in 1, reopen 2"])
      assert.deepStrictEqual([open.value, open.n], [null, 1])
      assert.notInclude(caveatsOf(open), "backwards")
    }),
  )

  it.effect("takes off what waits for the customer, and closed hours", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* minutes("in 0, pause 10, resume 70, close 80"), 20)
      assert.strictEqual(yield* minutes("in 0, pause 10, in 70, close 80"), 20)
      assert.strictEqual(yield* minutes("in 0, pause 10, close 80"), 10)
      const hours = { mon: ["09:00-17:00"], tue: ["09:00-17:00"] }
      assert.strictEqual(yield* minutes(`in ${16 * 60}, close ${DAY + 10 * 60}`, { clock: { hours } }), 120)
    }),
  )

  it.effect("withholds what it cannot say, with the reason", () =>
    Effect.gen(function* () {
      const none = yield* measured(["close 0"])
      assert.deepStrictEqual([none.value, none.interval, none.n], [null, null, 0])
      const open = yield* measured(["in 0"])
      assert.isNull(open.value)
      assert.includeMembers([...caveatsOf(open)], ["not-reached", "censored"])
      const backwards = yield* measured(["close 5, in 6"])
      assert.deepStrictEqual([backwards.value, backwards.n], [null, 0])
      assert.deepStrictEqual(caveatData(backwards, "backwards"), { n: 1 })
    }),
  )

  it.effect("compares by log-rank, or by shares", () =>
    Effect.gen(function* () {
      const group = (channel: string, factor: number) =>
        d1.minutes.flatMap((took, i) => events(`${channel}${i}`, `in 0, close ${took * factor}`, { channel }))
      const facts = yield* enquiryFacts([...group("chat", 1), ...group("mail", 4)], 30 * DAY)
      const request = { by: [dimension("channel", column("channel"))], versus: { channel: "chat" } }
      const versus = (params: unknown) =>
        Effect.map(
          measurements(facts, resolutionTime, params, request),
          (all) => all.find((m) => m.versus !== undefined)?.versus,
        )
      const times = yield* versus({})
      assert.deepStrictEqual([times?.difference, times?.test], [33 * MINUTE, "log-rank"])
      assert.near(times?.p, 0.0014267248789932522, 1e-9)
      assert.near((yield* versus({ form: "within", minutes: 15 }))?.difference, -0.5)
    }),
  )

  it.effect("says which direction is good, and asks for a target", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* resolutionTime.prepare({})).better, "lower")
      assert.strictEqual((yield* resolutionTime.prepare({ form: "within", minutes: 5 })).better, "higher")
      assert.include(String(yield* Effect.flip(resolutionTime.prepare({ form: "within" }))), "target in minutes")
    }),
  )

  it("is the same over shards of enquiries as over the whole", async () => {
    const enquiry = fc.tuple(fc.constantFrom("close", "close 3, reopen", "out"), fc.integer({ min: 3, max: 200 }))
    await fc.assert(
      fc.asyncProperty(
        fc.array(enquiry, { minLength: 1, maxLength: 12 }),
        fc.constantFrom<object>({}, { form: "within", minutes: 30 }),
        fc.nat(4095),
        async (all, params, mask) => {
          const rows = all.flatMap(([what, at], i) => events(`e${i}`, `in 0, ${what} ${at}`))
          const isLeft = ({ enquiry: id }: Row) => ((mask >> Number(String(id).slice(1))) & 1) === 1
          const of = (some: ReadonlyArray<Row>) => enquiryFacts(some, 300)
          await Effect.runPromise(
            Effect.gen(function* () {
              yield* sameOverShards(yield* resolutionTime.prepare(params), yield* of(rows), [
                yield* of(rows.filter(isLeft)),
                yield* of(rows.filter((row) => !isLeft(row))),
              ])
            }),
          )
        },
      ),
      { numRuns: 40 },
    )
  })
})
