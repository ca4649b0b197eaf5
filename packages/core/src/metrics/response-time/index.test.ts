import { describe, it } from "@effect/vitest"
import { responseTime } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import type { Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measurements, measureOne, sameOverShards } from "../../../test/metrics/asking.ts"
import { enquiryFacts, events, minute } from "../../../test/metrics/enquiryFacts.ts"
import { assert } from "../../../test/stats/assert.ts"

const MINUTE = 60_000
const DAY = 1440
const measured = (texts: ReadonlyArray<string>, params: unknown = {}, upTo = 30 * DAY) =>
  Effect.flatMap(
    enquiryFacts(
      texts.flatMap((text, i) => events(`e${i}`, text)),
      upTo,
    ),
    (facts) => measureOne(facts, responseTime, params),
  )
/** The value in minutes. */
const minutes = (texts: ReadonlyArray<string>, params: unknown = {}, upTo = 30 * DAY) =>
  Effect.map(measured(texts, params, upTo), ({ value }) => (value === null ? null : value / MINUTE))

const { D1_response_time: d1, D2_response_time_censored: d2 } = vectors
const answered = d1.minutes.map((took) => `in 0, out:human ${took}`)
/** Those answered long ago, and those that have been open for 10 to 240 minutes now. */
const NOW = 10_000
const open = d2.open_ages.map((age) => `in ${NOW - age}`)

describe("response-time", () => {
  it.effect("equals the vector where all are answered: nearest rank, distribution-free interval", () =>
    Effect.gen(function* () {
      const median = yield* measured(answered)
      assert.deepStrictEqual([median.value, median.n], [d1.median_nearest_rank * MINUTE, 20])
      assert.interval(
        median.interval,
        d1.median_ci.map((at) => at * MINUTE),
      )
      assert.strictEqual(median.interval?.method, "order-statistics")
      assert.deepStrictEqual([median.unit, median.unitOfN], [{ kind: "duration" }, "enquiry"])
      const p90 = yield* measured(answered, { q: 0.9 })
      assert.deepStrictEqual([p90.value, p90.interval?.low, p90.interval?.high], [48 * MINUTE, 22 * MINUTE, null])
      assert.strictEqual(yield* minutes(answered, { q: 0.95 }), d1.p95)
    }),
  )

  it.effect("equals the vector where some are open: they count as long as they have waited", () =>
    Effect.gen(function* () {
      const median = yield* measured([...answered, ...open], {}, NOW)
      assert.deepStrictEqual([median.value, median.n], [d2.km_median * MINUTE, 25])
      // R: survfit(Surv(t, e) ~ 1, conf.type = "log-log").
      assert.interval(median.interval, [8 * MINUTE, 35 * MINUTE])
      assert.strictEqual(median.interval?.method, "log-log-greenwood")
      assert.deepStrictEqual(caveatData(median, "censored"), { n: 5 })
      const p90 = yield* measured([...answered, ...open], { q: 0.9 }, NOW)
      assert.deepStrictEqual(
        [p90.value, p90.interval?.low, p90.interval?.high],
        [d2.km_p90 * MINUTE, 48 * MINUTE, null],
      )
    }),
  )

  it.effect("equals the vector: the share within a quarter of an hour, with Wilson's interval", () =>
    Effect.gen(function* () {
      const share = yield* measured(answered, { form: "within", minutes: 15 })
      assert.deepStrictEqual([share.numerator, share.denominator, share.n], [...d1.within15, 20])
      assert.interval(share.interval, d1.within15_wilson, 1e-9)
      assert.deepStrictEqual(share.unit, { kind: "proportion" })
    }),
  )

  it.effect("counts open ones as missed once they are due, and leaves those out that are not", () =>
    Effect.gen(function* () {
      // Of the five open ones four have waited for more than a quarter of an hour.
      const share = yield* measured([...answered, ...open], { form: "within", minutes: 15 }, NOW)
      assert.deepStrictEqual([share.numerator, share.denominator], [13, 24])
      assert.deepStrictEqual(caveatData(share, "not-yet-due"), { n: 1 })
      // Answered in time, but not yet due: those still open of the same age could not be in it.
      const young = yield* measured([`in ${NOW - 10}, out:human ${NOW - 5}`], { form: "within", minutes: 15 }, NOW)
      assert.deepStrictEqual([young.value, young.n], [null, 0])
      assert.include(caveatsOf(young), "zero-denominator")
    }),
  )

  // chatwoot#12058
  it.effect("begins anew where an enquiry is reopened", () =>
    Effect.gen(function* () {
      const [monday, friday] = [9 * 60, 4 * DAY + 14 * 60]
      const text = `in ${monday}, close:bot ${monday + 1}, reopen ${friday}, out:human ${friday + 10}`
      assert.strictEqual(yield* minutes([text]), 10)
      assert.strictEqual(yield* minutes([text], { responses: "every" }), 10)
    }),
  )

  it.effect("counts who waits since an enquiry was reopened or handed over, though it was answered before", () =>
    Effect.gen(function* () {
      for (const text of ["out:human 0, close:human 1, reopen 20", "out:human 0, in 1, reopen 20"]) {
        const m = yield* measured([text], { form: "within", minutes: 5 })
        assert.deepStrictEqual([m.value, m.n], [0, 1])
        assert.notInclude(caveatsOf(m), "backwards")
      }
      const handed = yield* measured(["out:human 0, handoff:bot 20"], { form: "within", minutes: 5 })
      assert.deepStrictEqual([handed.value, handed.n], [0, 1])
      // A hand-off is no matter to who waits for anyone.
      assert.strictEqual(yield* minutes(["in 0, handoff:bot 30, out:human 40"], { who: "anyone" }), 40)
      assert.strictEqual(yield* minutes(["in 0, pause 5, handoff:bot 30, out:human 40"]), 10)
    }),
  )

  // chatwoot#4043, #6409
  it.effect("waits from the first of several messages, for a person, and from a bot's hand-off on", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* minutes(["in 0, in 2, in 5, out:human 10"]), 10)
      assert.strictEqual(yield* minutes(["in 0, out:bot 0, out:auto 1, out:human 10"]), 10)
      assert.strictEqual(yield* minutes(["in 0, out:bot 1, out:human 10"], { who: "anyone" }), 1)
      assert.strictEqual(yield* minutes(["in 0, out:bot 1, handoff:bot 30, out:human 40"]), 10)
      assert.strictEqual(yield* minutes(["in 0, out:bot 1, handoff 30, out:human 40"]), 10)
      // From one person to the next the customer goes on waiting.
      assert.strictEqual(yield* minutes(["in 0, handoff:human 30, out:human 40"]), 40)
      // Who is not named is taken for a person.
      assert.strictEqual(yield* minutes(["in 0, out 10"]), 10)
      assert.strictEqual(yield* minutes(["in 0, pause 1, resume 31, out:human 40"]), 10)
      assert.strictEqual(yield* minutes(["in 0, pause 1, in 31, out:human 40"]), 10)
    }),
  )

  it.effect("takes the first response of an enquiry, or every one", () =>
    Effect.gen(function* () {
      const texts = ["in 0, out:human 10, in 20, out:human 50, in 60, out:human 80"]
      assert.strictEqual(yield* minutes(texts), 10)
      const every = yield* measured(texts, { responses: "every" })
      assert.deepStrictEqual([every.value, every.n, every.unitOfN], [20 * MINUTE, 3, "wait"])
    }),
  )

  it.effect("follows an enquiry closed without an answer as long as it was open", () =>
    Effect.gen(function* () {
      const m = yield* measured(["in 0, close 30", "in 0, out:human 40", "in 0, out:human 50"])
      assert.deepStrictEqual([m.value, m.n], [40 * MINUTE, 3])
      assert.deepStrictEqual(caveatData(m, "closed-unanswered"), { n: 1 })
      const closed = ["in 0, close 10", "in 0, close 20", "in 0, out:human 5"]
      const share = yield* measured(closed, { form: "within", minutes: 15 })
      assert.deepStrictEqual([share.numerator, share.denominator], [1, 2])
      assert.deepStrictEqual(caveatData(share, "closed-unanswered"), { n: 1, of: "share" })
    }),
  )

  it.effect("runs in opening hours, of the project's zone or its own, and of teams", () =>
    Effect.gen(function* () {
      const hours = { mon: ["09:00-12:00", "13:00-17:00"], tue: ["09:00-12:00", "13:00-17:00"] }
      // Monday 16:50 to Tuesday 9:20, by UTC.
      const texts = [`in ${16 * 60 + 50}, out:human ${DAY + 9 * 60 + 20}`]
      assert.strictEqual(yield* minutes(texts, { clock: { hours } }), 30)
      assert.strictEqual(yield* minutes(texts, { clock: { hours, holidays: ["2026-01-06"] } }), 10)
      // In Warsaw, at UTC + 1, the office closes at 16:00 UTC and opens at 8:00.
      assert.strictEqual(yield* minutes(texts, { clock: { hours, zone: "Europe/Warsaw" } }), 80)
      const night = { hours: { tue: ["00:00-06:00"] } }
      const teams = [{ is: { channel: "phone" }, clock: night }]
      const rows = [...events("a", texts[0] ?? "", { channel: "phone" }), ...events("b", texts[0] ?? "")]
      const facts = yield* enquiryFacts(rows, 30 * DAY)
      const both = yield* measurements(
        facts,
        responseTime,
        { clock: { hours }, teams },
        {
          by: [dimension("channel", column("channel"))],
        },
      )
      assert.deepStrictEqual(
        both.map(({ by, value }) => [by["channel"], (value ?? 0) / MINUTE]),
        [
          ["phone", 360],
          [null, 30],
        ],
      )
      // An hour of work is due the next morning.
      const open60 = [`in ${16 * 60 + 50}`]
      const share = (upTo: number) =>
        Effect.map(measured(open60, { form: "within", minutes: 60, clock: { hours } }, upTo), ({ n }) => n)
      assert.strictEqual(yield* share(DAY + 9 * 60 + 49), 0)
      assert.strictEqual(yield* share(DAY + 9 * 60 + 50), 1)
    }),
  )

  it.effect("keeps a period open until its last enquiries are due", () =>
    Effect.gen(function* () {
      const facts = yield* enquiryFacts(events("a", "in 10, out:human 20"), DAY + 30)
      const within = { form: "within", minutes: 60 }
      const complete = (params: unknown) =>
        Effect.map(measurements(facts, responseTime, params, { every: "day" }), ([day]) => day?.period?.complete)
      assert.strictEqual(yield* complete(within), false)
      assert.strictEqual(yield* complete({}), true)
      assert.strictEqual(yield* complete({ form: "within", minutes: 30 }), true)
      assert.strictEqual(yield* complete({ ...within, clock: { hours: { mon: ["09:00-17:00"] } } }), false)
    }),
  )

  it.effect("withholds what it cannot say, with the reason", () =>
    Effect.gen(function* () {
      const none = yield* measured(["out:human 0"])
      assert.deepStrictEqual([none.value, none.interval, none.n, none.nEffective], [null, null, 0, null])
      assert.include(caveatsOf(none), "zero-denominator")
      const waiting = yield* measured(["in 0", "in 5", "in 10, out:human 20"])
      assert.isNull(waiting.value)
      assert.includeMembers([...caveatsOf(waiting)], ["not-reached", "censored"])
      const one = yield* measured(["in 0, out:human 0"])
      assert.deepStrictEqual([one.value, one.interval], [0, null])
      assert.include(caveatsOf(one), "no-ci")
      // The reply is dated before the message.
      const skewed = yield* measured(["out:human 5, in 6", "in 0, out:human 3"])
      assert.deepStrictEqual([skewed.value, skewed.n], [3 * MINUTE, 1])
      assert.deepStrictEqual(caveatData(skewed, "backwards"), { n: 1 })
      const alike = yield* measured(Array.from({ length: 40 }, () => "in 0, out:human 7"))
      assert.deepStrictEqual([alike.interval?.low, alike.interval?.high], [7 * MINUTE, 7 * MINUTE])
    }),
  )

  it.effect("counts a row once that the source has twice", () =>
    Effect.gen(function* () {
      const rows = events("a", "in 0, out:human 10")
      const m = yield* measureOne(yield* enquiryFacts([...rows, ...rows], DAY), responseTime, { responses: "every" })
      assert.deepStrictEqual([m.value, m.n], [10 * MINUTE, 1])
    }),
  )

  it.effect("widens the interval where the waits of one enquiry are alike", () =>
    Effect.gen(function* () {
      const enquiries = Array.from({ length: 120 }, (_, i) => {
        const took = 5 + ((i * 7) % 40)
        return Array.from({ length: 6 }, (__, j) => `in ${j * 100}, out:human ${j * 100 + took}`).join(", ")
      })
      const every = yield* measured(enquiries, { responses: "every" })
      const first = yield* measured(enquiries)
      assert.strictEqual(every.n, 720)
      assert.isBelow(every.nEffective ?? 720, 200)
      assert.include(caveatsOf(every), "clustered")
      const width = ({ interval }: typeof every) => (interval?.high ?? 0) - (interval?.low ?? 0)
      assert.isAtLeast(width(every), 0.6 * width(first))
      const share = yield* measured(enquiries, { responses: "every", form: "within", minutes: 20 })
      assert.isBelow(share.nEffective ?? 720, 200)
      // One reply each: nothing is alike.
      const single = yield* measured(answered, { responses: "every" })
      assert.strictEqual(single.nEffective, 20)
      assert.notInclude(caveatsOf(single), "clustered")
    }),
  )

  it.effect("compares two groups by log-rank, with the difference of their quantiles", () =>
    Effect.gen(function* () {
      const group = (channel: string, factor: number) =>
        [...d1.minutes].flatMap((took, i) => events(`${channel}${i}`, `in 0, out:human ${took * factor}`, { channel }))
      const facts = yield* enquiryFacts([...group("chat", 1), ...group("mail", 4)], 30 * DAY)
      const request = { by: [dimension("channel", column("channel"))], versus: { channel: "chat" } }
      const [mail] = (yield* measurements(facts, responseTime, {}, request)).filter(
        ({ versus }) => versus !== undefined,
      )
      assert.deepStrictEqual([mail?.versus?.difference, mail?.versus?.test], [33 * MINUTE, "log-rank"])
      // Limits at 20 and 44 minutes from 44, at 11 and 5 from 11; chi-squared 10.170927 by hand.
      assert.interval(mail?.versus?.interval, [(33 - Math.hypot(20, 11)) * MINUTE, (33 + Math.hypot(44, 5)) * MINUTE])
      assert.near(mail?.versus?.p, 0.0014267248789932522, 1e-9)
      const [every] = (yield* measurements(facts, responseTime, { responses: "every" }, request)).filter(
        ({ versus }) => versus !== undefined,
      )
      assert.strictEqual(every?.versus?.test, "log-rank")
      const within = { form: "within", minutes: 15 }
      const [share] = (yield* measurements(facts, responseTime, within, request)).filter(
        ({ versus }) => versus !== undefined,
      )
      assert.near(share?.versus?.difference, 3 / 20 - 13 / 20)
      assert.strictEqual(share?.versus?.test, "pooled-z")
    }),
  )

  it.effect("says which direction is good, and what parameters do not go together", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* responseTime.prepare()).better, "lower")
      assert.strictEqual((yield* responseTime.prepare({ form: "within", minutes: 5 })).better, "higher")
      const problem = (params: unknown) => Effect.map(Effect.flip(responseTime.prepare(params)), String)
      assert.include(yield* problem({ form: "within" }), "target in minutes")
      assert.include(yield* problem({ minutes: 5 }), "target in minutes")
      assert.include(yield* problem({ q: 1 }), "q")
      assert.include(yield* problem({ clock: { hours: {} } }), "clock")
      const many = Array.from({ length: 21 }, () => ({ is: {}, clock: "wall" }))
      assert.include(yield* problem({ teams: many }), "at most")
    }),
  )

  it("is the same over shards of enquiries as over the whole", async () => {
    const one = fc.constantFrom("in", "in", "out:human", "out:bot", "close", "reopen", "pause", "resume", "handoff:bot")
    const enquiry = fc
      .array(fc.tuple(one, fc.integer({ min: 0, max: 200 })), { minLength: 1, maxLength: 6 })
      .map((all) =>
        all
          .toSorted(([, a], [, b]) => a - b)
          .map(([what, at]) => `${what} ${at}`)
          .join(", "),
      )
    await fc.assert(
      fc.asyncProperty(
        fc.array(enquiry, { minLength: 1, maxLength: 8 }),
        fc.constantFrom<object>({}, { form: "within", minutes: 30 }, { q: 0.9, who: "anyone" }),
        fc.constantFrom("first", "every"),
        fc.nat(255),
        async (texts, params, responses, mask) => {
          const rows = texts.flatMap((text, i) => events(`e${i}`, text))
          const isLeft = ({ enquiry: id }: Row) => ((mask >> Number(String(id).slice(1))) & 1) === 1
          const of = (some: ReadonlyArray<Row>) => enquiryFacts(some, 300)
          await Effect.runPromise(
            Effect.gen(function* () {
              yield* sameOverShards(yield* responseTime.prepare({ ...params, responses }), yield* of(rows), [
                yield* of(rows.filter(isLeft)),
                yield* of(rows.filter((row) => !isLeft(row))),
              ])
            }),
          )
        },
      ),
      { numRuns: 60 },
    )
  })

  it("places enquiries in the period of the wait's beginning", async () => {
    const rows = [...events("a", `in 0, out:human ${DAY + 5}`), ...events("b", `in ${DAY}, out:human ${DAY + 20}`)]
    const found = await Effect.runPromise(
      Effect.flatMap(enquiryFacts(rows, 3 * DAY), (facts) => measurements(facts, responseTime, {}, { every: "day" })),
    )
    assert.deepStrictEqual(
      found.map(({ period, value }) => [((period?.from ?? 0) - minute(0)) / MINUTE, (value ?? 0) / MINUTE]),
      [
        [0, DAY + 5],
        [DAY, 20],
      ],
    )
  })
})
