// Numbers that other tools got wrong, or count by conventions of their own, with the answers their reports and
// documentation agreed on. The metrics' own tests go into depth; this is the one list.
import { describe, it } from "@effect/vitest"
import { transformPath } from "@touchpoint/core/analyses"
import {
  averageOrderValue,
  contactGap,
  contactPressure,
  conversionRate,
  csat,
  nps,
  promiseKeeping,
  responseTime,
  retention,
  salesGrowth,
} from "@touchpoint/core/metrics"
import {
  column,
  creditShares,
  type CreditRule,
  dimension,
  inverseJShaped,
  jShaped,
  type PathTransform,
  uShaped,
  weeklyDecay,
} from "@touchpoint/core/questions"
import { netScore } from "@touchpoint/core/stats"
import { Calendar, Period } from "@touchpoint/core/time"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { project, type Row, type SourceSpec } from "./facts/project.ts"
import { answersOf, caveatsOf, feedback, measurements, measureOne } from "./metrics/asking.ts"
import { enquiryFacts, events } from "./metrics/enquiryFacts.ts"
import { assert } from "./stats/assert.ts"

const DAY = 86_400_000
const facts = (...sources: ReadonlyArray<SourceSpec>) => project(sources, { asOf: Date.parse("2026-12-31T00:00:00Z") })
/** Seconds after ten o'clock of one day. */
const at = (seconds: number) => new Date(Date.parse("2026-03-02T10:00:00Z") + seconds * 1000).toISOString()

/** What customers met, as `cart 0, paid 60 3`: a touchpoint, seconds after ten, a session, in this order. */
type Trails = Readonly<Record<string, string>>
const interactions = (trails: Trails): SourceSpec => ({
  kind: "interaction",
  rows: Object.entries(trails).flatMap(([customer, met]) =>
    met.split(", ").map((one, sequence) => {
      const [touchpoint = "", seconds, session = null] = one.split(" ")
      return { customer, touchpoint, at: at(Number(seconds)), sequence, session }
    }),
  ),
})
type Params = { readonly steps: ReadonlyArray<unknown>; readonly [name: string]: unknown }
const convert = (trails: Trails, params: Params) =>
  Effect.flatMap(facts(interactions(trails)), (all) => measureOne(all, conversionRate, params))
/** The share that got to each step after the first. */
const funnel = (trails: Trails, params: Params) =>
  Effect.forEach(params.steps.slice(1), (_, i) =>
    Effect.map(convert(trails, { ...params, step: i + 2 }), ({ value }) => value),
  )

describe("golden cases: retention", () => {
  /** The index of the interval in which the only customer is back. */
  const index = (entry: string, out: string, params: object) =>
    Effect.gen(function* () {
      const rows = [
        { customer: "a", touchpoint: "in", at: entry },
        { customer: "a", touchpoint: "out", at: out },
      ]
      const all = yield* facts({ kind: "interaction", rows })
      const back = yield* Effect.forEach([0, 1, 2], (i) =>
        measureOne(all, retention, { entry: "in", return: "out", index: i, ...params }),
      )
      return back.findIndex(({ value }) => value === 1)
    })

  it.effect("retention clock (Amplitude's documentation): floored hours, exact hours, days of the calendar", () =>
    Effect.gen(function* () {
      const times = ["2025-12-01T17:59:00Z", "2025-12-02T17:00:00Z"] as const
      assert.strictEqual(yield* index(...times, { interval: "day", clock: "elapsed", floor: "hour" }), 1)
      assert.strictEqual(yield* index(...times, { interval: "day", clock: "elapsed" }), 0)
      assert.strictEqual(yield* index(...times, { interval: "day", clock: "calendar" }), 1)
    }),
  )

  it.effect("retention month (Mixpanel's documentation): thirty days or the calendar", () =>
    Effect.gen(function* () {
      const times = ["2026-02-25T12:00:00Z", "2026-03-03T12:00:00Z"] as const
      assert.strictEqual(yield* index(...times, { interval: "month", clock: "elapsed" }), 0)
      assert.strictEqual(yield* index(...times, { interval: "month", clock: "calendar" }), 1)
    }),
  )
})

describe("golden cases: funnels", () => {
  it.effect("funnel window (Mixpanel's documentation): the first entry or any", () =>
    Effect.gen(function* () {
      const trails = { m: "A 0, A 1800, B 2700, C 4500" }
      const steps = ["A", "B", "C"]
      assert.deepStrictEqual(yield* funnel(trails, { steps, within: 1 / 24 }), [1, 0])
      assert.deepStrictEqual(yield* funnel(trails, { steps, within: 1 / 24, attempt: "best" }), [1, 1])
    }),
  )

  it.effect("three distinct steps (umami#4144)", () =>
    Effect.gen(function* () {
      const trail = { u: "A 0, B 10, C 20" }
      assert.deepStrictEqual(yield* funnel(trail, { steps: ["A", "B", "C"], within: 1 / 24 }), [1, 1])
    }),
  )

  it.effect("duplicates and ties (PostHog#25048)", () =>
    Effect.gen(function* () {
      const trail = { p: "onboarding 0, view 1, view 1, view 2" }
      assert.deepStrictEqual(yield* funnel(trail, { steps: ["onboarding", "view", "view"] }), [1, 1])
    }),
  )

  it.effect("tie policy (rybbit#1133): apart, by sequence, in either order", () =>
    Effect.gen(function* () {
      const trail = { r: "cart 0, checkout 0" }
      const of = (ties: string) => funnel(trail, { steps: ["cart", "checkout"], ties })
      assert.deepStrictEqual([yield* of("distinct"), yield* of("sequence"), yield* of("either")], [[0], [1], [1]])
    }),
  )

  it.effect("strict order with a step that comes again (ClickHouse#99003): level 3, not 1", () =>
    Effect.gen(function* () {
      const trail = { k: "install 0, start 1, login 2, install 3" }
      const params = { steps: ["install", "start", "login", "pay"], order: "strict", within: 60 / 86_400 }
      assert.deepStrictEqual(yield* funnel(trail, params), [1, 1, 0])
    }),
  )

  it.effect("simultaneous and the wrong way round (Mixpanel's documentation): two seconds of grace", () =>
    Effect.gen(function* () {
      const trail = { s: "B 0, A 2" }
      const of = (tolerance: number) => funnel(trail, { steps: ["A", "B"], ties: "either", tolerance })
      assert.deepStrictEqual([yield* of(2000), yield* of(0)], [[1], [0]])
    }),
  )

  it.effect("one denominator for all steps (GrowthBook's documentation): 40, 12 and 6 %", () =>
    Effect.gen(function* () {
      const steps = ["exposed", "seen", "cart", "paid"]
      const reached = (i: number) => [1000, 400, 120, 60].findLastIndex((n) => i < n) + 1
      const trails = Object.fromEntries(
        Array.from({ length: 1000 }, (_, i) => [
          `c${i}`,
          steps
            .slice(0, reached(i))
            .map((step, j) => `${step} ${j}`)
            .join(", "),
        ]),
      )
      assert.deepStrictEqual(yield* funnel(trails, { steps }), [0.4, 0.12, 0.06])
      assert.deepStrictEqual(yield* funnel(trails, { steps, of: "previous" }), [0.4, 0.3, 0.5])
    }),
  )

  it.effect("what a treatment does to who arrives (GrowthBook's documentation): 50 to 35 % is 10 to 14 %", () =>
    Effect.gen(function* () {
      const arms = { control: [200, 100], treatment: [400, 140] } as const
      const people = Object.entries(arms).flatMap(([arm, [seen, paid]]) =>
        Array.from({ length: 1000 }, (_, i) => ({ arm, customer: `${arm}${i}`, seen: i < seen, paid: i < paid })),
      )
      const all = yield* facts(
        {
          kind: "exposure",
          rows: people.map(({ arm, customer }) => ({ customer, arm, experiment: "e", at: at(0) })),
        },
        interactions(
          Object.fromEntries(
            people.flatMap(({ customer, paid, seen }) =>
              seen ? [[customer, paid ? "offer 1, pay 2" : "offer 1"] as const] : [],
            ),
          ),
        ),
      )
      const rates = (of: string) =>
        measurements(
          all,
          conversionRate,
          { steps: [{ kind: "exposure" }, "offer", "pay"], of },
          { by: [dimension("arm", column("arm"))], versus: { arm: "control" } },
        )
      const values = (found: Effect.Success<ReturnType<typeof rates>>) =>
        found.map(({ by, value }) => [by["arm"], value])
      const [previous, first] = [yield* rates("previous"), yield* rates("first")]
      assert.deepStrictEqual(values(previous), [
        ["control", 0.5],
        ["treatment", 0.35],
      ])
      assert.deepStrictEqual(values(first), [
        ["control", 0.1],
        ["treatment", 0.14],
      ])
      // The very same people: by the step before the treatment loses, of all exposed it wins, both beyond chance.
      assert.isBelow(previous[1]?.versus?.interval?.high ?? 1, 0)
      assert.isAbove(first[1]?.versus?.interval?.low ?? -1, 0)
    }),
  )

  it.effect("the unit (databuddy#180): a third of the sessions, all of the visitors", () =>
    Effect.gen(function* () {
      const trail = { v: "cart 0 1, cart 10000 2, cart 20000 3, paid 20060 3" }
      const steps = ["cart", "paid"]
      const sessions = yield* convert(trail, { steps, form: "session" })
      assert.deepStrictEqual([sessions.value, sessions.unitOfN], [1 / 3, "session"])
      const visitors = yield* convert(trail, { steps })
      assert.deepStrictEqual([visitors.value, visitors.unitOfN], [1, "customer"])
    }),
  )

  it.effect("one to many (MetricFlow#2068): two conversions of one base are 2.0, and 100 % converted", () =>
    Effect.gen(function* () {
      const trail = { l: "listing 0, review 1, review 2" }
      const steps = ["listing", "review"]
      assert.strictEqual((yield* convert(trail, { steps, form: "event-ratio" })).value, 2)
      assert.strictEqual((yield* convert(trail, { steps })).value, 1)
    }),
  )
})

describe("golden cases: answers", () => {
  it.effect("NPS partitions its scale (formbricks#9248): 6.5 is a detractor, 8.5 a passive", () =>
    Effect.gen(function* () {
      const m = yield* measureOne(yield* facts(feedback("nps", answersOf({ "6.5": 1, "8.5": 1 }))), nps)
      assert.deepStrictEqual([m.value, m.numerator, m.denominator], [-50, -1, 2])
    }),
  )

  it.effect("NPS varies as a trinomial (Cross Validated): 33.3 points, 0.5556 of one answer", () =>
    Effect.gen(function* () {
      const m = yield* measureOne(yield* facts(feedback("nps", answersOf({ "10": 3, "8": 2, "0": 1 }))), nps)
      assert.near(m.value, 100 / 3)
      assert.near(netScore({ promoters: 3, detractors: 1, n: 6 })?.variance, 5 / 9)
    }),
  )

  it.effect("NPS and those who dismissed the question (Formbricks): 40 of the answers, 20 of those asked", () =>
    Effect.gen(function* () {
      const dismissed = Array.from({ length: 10 }, (_, i) => ({ customer: `d${i}`, score: null, status: "dismissed" }))
      const all = yield* facts(feedback("nps", [...answersOf({ "10": 6, "7": 2, "3": 2 }), ...dismissed]))
      assert.strictEqual((yield* measureOne(all, nps)).value, 40)
      assert.strictEqual((yield* measureOne(all, nps, { base: "asked" })).value, 20)
    }),
  )

  it.effect("CSAT has two forms (Formbricks, TheyDo): 60 % of the best two, or 3.4", () =>
    Effect.gen(function* () {
      const all = yield* facts(feedback("csat", answersOf({ "5": 2, "4": 1, "2": 1, "1": 1 })))
      assert.strictEqual((yield* measureOne(all, csat)).value, 0.6)
      assert.strictEqual((yield* measureOne(all, csat, { form: "mean" })).value, 3.4)
    }),
  )
})

describe("golden cases: credit and paths", () => {
  const dollars = (days: ReadonlyArray<number>, credit: CreditRule, total = 50) =>
    creditShares(
      days.map((age, i) => ({ channel: `c${i}`, age: age * DAY })),
      credit,
    ).map((share) => Number((total * share).toFixed(2)))

  it("fifty dollars of credit (Adobe's documentation): half as much with every seven days, and J", () => {
    const touched = [9, 6, 0, 0]
    assert.deepStrictEqual(dollars(touched, weeklyDecay), [6.92, 9.32, 16.88, 16.88])
    assert.deepStrictEqual(dollars(touched, jShaped), [10, 5, 5, 30])
  })

  it("two touches (Adobe's documentation): 50/50, 25/75 and 75/25", () => {
    const of = (credit: CreditRule) => dollars([3, 1], credit, 100)
    assert.deepStrictEqual(
      [of(uShaped), of(jShaped), of(inverseJShaped)],
      [
        [50, 50],
        [25, 75],
        [75, 25],
      ],
    )
  })

  it("path transforms (Snowplow's documentation)", () => {
    const written = (transform: PathTransform) => transformPath("D A B B C D C C".split(" "), transform).join(" ")
    assert.deepStrictEqual([written("exposure"), written("first")], ["D A B C D C", "D A B C"])
  })
})

describe("golden cases: time and money", () => {
  it.effect("a reopened enquiry (chatwoot#12058): ten minutes from Friday, not four days from Monday", () =>
    Effect.gen(function* () {
      const [monday, friday] = [9 * 60, (4 * 24 + 14) * 60]
      const text = `in ${monday}, close:bot ${monday + 1}, reopen ${friday}, out:human ${friday + 10}`
      const m = yield* measureOne(yield* enquiryFacts(events("e", text), 10_000), responseTime)
      assert.deepStrictEqual([m.value, m.n], [600_000, 1])
    }),
  )

  it.effect("a partial week (saiku#1748): shown, and not compared", () =>
    Effect.gen(function* () {
      const rows = [
        { eventId: "1", customer: "a", at: "2026-03-02", amount: 11_880 },
        { eventId: "2", customer: "b", at: "2026-03-10", amount: 1856 },
      ]
      // The facts end with the tenth of March, a Tuesday.
      const all = yield* project([{ kind: "order", rows }])
      const weeks = yield* measurements(all, averageOrderValue, {}, { every: "week", compare: "previous" })
      assert.deepStrictEqual(
        weeks.map(({ period, value }) => [value, period?.complete]),
        [
          [11_880, true],
          [1856, false],
        ],
      )
      assert.deepStrictEqual([weeks[1]?.versus?.value, weeks[1]?.versus?.difference], [11_880, null])
      const week = Result.getOrThrow(Period.parse("2026-W11", Calendar.make("UTC")))
      const growth = yield* measureOne(all, salesGrowth, {}, { period: week })
      assert.deepStrictEqual([growth.value, growth.numerator, growth.denominator], [null, 1856, 11_880])
      for (const m of [weeks[1] ?? assert.fail("no second week"), growth])
        assert.include(caveatsOf(m), "partial-period")
    }),
  )

  const five: ReadonlyArray<Row> = Array.from({ length: 5 }, (_, i) => ({
    eventId: `o${i}`,
    customer: `c${i}`,
    at: at(i),
    amount: 20,
  }))
  it.effect("a refund (woocommerce#5766): net 80, by all orders 16 and by those kept 20, which the passport says", () =>
    Effect.gen(function* () {
      const refund = { kind: "refund", rows: [{ eventId: "r", refundOf: "o3", at: at(9), amount: 20 }] }
      const all = yield* facts({ kind: "order", rows: five }, refund)
      const counted = yield* measureOne(all, averageOrderValue)
      const kept = yield* measureOne(all, averageOrderValue, { refunded: "leave-out" })
      assert.deepStrictEqual([counted.numerator, counted.value], [80, 16])
      assert.deepStrictEqual([kept.numerator, kept.value], [80, 20])
      assert.notStrictEqual(kept.definition, counted.definition)
      assert.deepStrictEqual([counted.params["refunded"], kept.params["refunded"]], ["count", "leave-out"])
    }),
  )

  it.effect("orders of several lines (Datus-agent#1426): 700, not 1,100", () =>
    Effect.gen(function* () {
      const orders = [100, 200, 400].map((amount, i) => ({ eventId: `o${i}`, customer: `c${i}`, at: at(i), amount }))
      const lines = [3, 2, 1].flatMap((n, i) =>
        Array.from({ length: n }, (_, j) => ({
          eventId: `l${i}-${j}`,
          customer: `c${i}`,
          at: at(i),
          orderId: `o${i}`,
        })),
      )
      const all = yield* facts({ kind: "order", rows: orders }, { kind: "order-line", rows: lines })
      const m = yield* measureOne(all, averageOrderValue)
      assert.deepStrictEqual([m.numerator, m.denominator], [700, 3])
    }),
  )
})

describe("golden cases: contacts and promises", () => {
  it.effect("a cap of one a day, or a gap (Qualtrics, Adobe Journey Optimizer): 08:00 on the morrow, or midnight", () =>
    Effect.gen(function* () {
      const tooSoon = (again: string, clock: string) =>
        Effect.gen(function* () {
          const rows = ["2026-01-01T08:00:00Z", again].map((sent) => ({ customer: "a", touchpoint: "mail", at: sent }))
          const all = yield* facts({ kind: "contact", rows })
          const gap = yield* measureOne(all, contactGap, { clock })
          const cap = yield* measureOne(all, contactPressure, { clock, cap: 1, days: 1 })
          assert.strictEqual(gap.value, cap.value)
          return gap.value === 1
        })
      assert.isTrue(yield* tooSoon("2026-01-02T07:59:59.999Z", "rolling"))
      assert.isFalse(yield* tooSoon("2026-01-02T08:00:00Z", "rolling"))
      assert.isTrue(yield* tooSoon("2026-01-01T23:59:59.999Z", "calendar"))
      assert.isFalse(yield* tooSoon("2026-01-02T00:00:00Z", "calendar"))
    }),
  )

  it.effect("promises that never came true (OpenReference): 60 % of those due, not 75 % of those delivered", () =>
    Effect.gen(function* () {
      const fulfilled = [...Array<string>(6).fill("2026-03-02"), "2026-03-05", "2026-03-06", null, null]
      const rows = fulfilled.map((fulfilledAt, i) => ({
        customer: `c${i}`,
        at: "2026-03-01",
        due: "2026-03-03",
        dueRule: "day",
        fulfilledAt,
      }))
      const m = yield* measureOne(yield* facts({ kind: "promise", rows }), promiseKeeping)
      assert.deepStrictEqual([m.value, m.numerator, m.denominator], [0.6, 6, 10])
      assert.include(caveatsOf(m), "never-fulfilled")
    }),
  )
})
