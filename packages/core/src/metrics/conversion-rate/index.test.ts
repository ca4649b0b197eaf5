import { describe, it } from "@effect/vitest"
import { conversionRate } from "@touchpoint/core/metrics"
import { decodeInventory } from "@touchpoint/core/model"
import { column, dimension } from "@touchpoint/core/questions"
import { wilson } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measurements, measureOne, sameOverShards } from "../../../test/metrics/asking.ts"
import { assert } from "../../../test/stats/assert.ts"

const DAY = 86_400_000
const start = Date.parse("2026-01-01T00:00:00Z")
const at = (days: number) => new Date(start + days * DAY).toISOString()
/** A clock time of one day, with seconds after it. */
const clock = (time: string, seconds = 0) => new Date(Date.parse(`2026-01-05T${time}Z`) + seconds * 1000).toISOString()

/** Somebody met a touchpoint at a time. */
type Met = readonly [touchpoint: string, at: string, more?: Row]
const trail = (customer: string, ...met: ReadonlyArray<Met>): ReadonlyArray<Row> =>
  met.map(([touchpoint, when, more], i) => ({ customer, touchpoint, at: when, sequence: i, ...more }))

const header = ["customer", "touchpoint", "at", "sequence", "session", "actor", "channel"]
const factsOf = (interactions: ReadonlyArray<Row>, orders: ReadonlyArray<Row> = [], asOf = at(60)) =>
  project(
    [
      { kind: "interaction", rows: interactions, header },
      { kind: "order", rows: orders, header: ["customer", "at", "status"] },
    ],
    { asOf: Date.parse(asOf) },
  )
const measured = (
  interactions: ReadonlyArray<Row>,
  params: unknown = {},
  orders: ReadonlyArray<Row> = [],
  asOf?: string,
) => Effect.flatMap(factsOf(interactions, orders, asOf), (facts) => measureOne(facts, conversionRate, params))

/** What share got to each step, of the first and of the step before. */
const funnelOf = Effect.fnUntraced(function* (
  interactions: ReadonlyArray<Row>,
  params: { readonly steps: ReadonlyArray<unknown>; readonly [name: string]: unknown },
) {
  const shares: Array<number | null> = []
  for (const [i] of params.steps.slice(1).entries())
    shares.push((yield* measured(interactions, { ...params, step: i + 2 })).value)
  return shares
})

describe("conversion-rate", () => {
  const { as_of, entries, mature } = vectors.C3_conversion_window
  const visits = entries.map(([day], i): Row => ({ customer: `c${i}`, touchpoint: "shop", at: at(Number(day)) }))
  const orders = entries.flatMap(([day, delay], i): ReadonlyArray<Row> =>
    delay === null || delay === undefined ? [] : [{ customer: `c${i}`, at: at(Number(day) + delay) }],
  )

  it.effect("equals the vector: of those whose week is over, with Wilson's interval", () =>
    Effect.gen(function* () {
      const m = yield* measured(visits, {}, orders, at(as_of))
      assert.deepStrictEqual([m.numerator, m.denominator, m.n], [mature.x, mature.n, mature.n])
      assert.near(m.value, mature.rate)
      assert.interval(m.interval, mature.wilson, 1e-9)
      assert.deepStrictEqual(caveatData(m, "immature-window"), { n: 4 })
      assert.deepStrictEqual([m.unit, m.unitOfN], [{ kind: "proportion" }, "customer"])
    }),
  )

  it.effect("counts a step on the last instant of the window, and none after it or before the first step", () =>
    Effect.gen(function* () {
      const people = trail("in", ["a", at(1)], ["b", at(8)])
      const late = trail("late", ["a", at(1)], ["b", new Date(start + 8 * DAY + 1).toISOString()])
      const before = trail("before", ["b", at(0)], ["a", at(1)])
      const m = yield* measured([...people, ...late, ...before], { steps: ["a", "b"] })
      assert.deepStrictEqual([m.numerator, m.denominator], [1, 3])
    }),
  )

  it.effect("equals the vector of Kaplan–Meier: everybody counts as long as followed", () =>
    Effect.gen(function* () {
      const { km_F7, km_F7_ci } = vectors.C3_conversion_window
      const m = yield* measured(visits, { policy: "kaplan-meier" }, orders, at(as_of))
      assert.near(m.value, km_F7, 1e-12)
      assert.interval(m.interval, km_F7_ci, 1e-9)
      assert.deepStrictEqual([m.n, m.numerator, m.denominator], [12, null, 12])
      assert.deepStrictEqual(caveatData(m, "censored"), { n: 2 })
      assert.isTrue(m.period?.complete)
    }),
  )

  it.effect("equals the naive vector, for replication, and says how many had no time", () =>
    Effect.gen(function* () {
      const { naive } = vectors.C3_conversion_window
      const m = yield* measured(visits, { policy: "naive" }, orders, at(as_of))
      assert.deepStrictEqual([m.numerator, m.denominator], [naive.x, naive.n])
      assert.near(m.value, naive.rate)
      assert.deepStrictEqual(caveatData(m, "immature-window"), { n: 4, counted: 4 })
    }),
  )

  it.effect("takes a success under way for the best attempt where it counts, before one that is over and failed", () =>
    Effect.gen(function* () {
      const rows = [
        ...trail("a", ["x", at(1)], ["x", at(18)], ["y", at(19)]),
        ...trail("b", ["x", at(1)], ["x", at(18)]),
        ...trail("c", ["x", at(18)]),
      ]
      const of = (policy: string) => measured(rows, { steps: ["x", "y"], attempt: "best", policy }, [], at(20))
      const naive = yield* of("naive")
      assert.deepStrictEqual([naive.numerator, naive.denominator], [1, 3])
      assert.deepStrictEqual(caveatData(naive, "immature-window"), { n: 2, counted: 2 })
      const over = yield* of("mature-only")
      assert.deepStrictEqual([over.numerator, over.denominator], [0, 2])
      assert.deepStrictEqual(caveatData(over, "immature-window"), { n: 1 })
    }),
  )

  it.effect("is complete of all time where the young are outside, and not where they count", () =>
    Effect.gen(function* () {
      const of = (policy: string, asOf: number) =>
        Effect.map(measured(visits, { policy }, orders, at(asOf)), (m) => [
          m.period?.complete,
          caveatsOf(m).includes("partial-period"),
        ])
      assert.deepStrictEqual(yield* of("mature-only", as_of), [true, false])
      assert.deepStrictEqual(yield* of("kaplan-meier", as_of), [true, false])
      assert.deepStrictEqual(yield* of("naive", as_of), [false, true])
      assert.deepStrictEqual(yield* of("naive", 40), [true, false])
    }),
  )

  it.effect("withholds Kaplan–Meier's share where nobody was followed for the window", () =>
    Effect.gen(function* () {
      const m = yield* measured(visits.slice(-3), { policy: "kaplan-meier" }, [], at(as_of))
      assert.deepStrictEqual([m.value, m.interval, m.n], [null, null, 3])
      assert.deepStrictEqual(caveatData(m, "not-reached"), { n: 0, minimum: 1 })
      const none = yield* measured([], { policy: "kaplan-meier" }, [], at(as_of))
      assert.deepStrictEqual([none.value, none.n], [null, 0])
      const all = yield* measured(
        [{ customer: "a", touchpoint: "x", at: at(0) }],
        { policy: "kaplan-meier" },
        [{ customer: "a", at: at(1) }],
        at(20),
      )
      assert.deepStrictEqual([all.value, all.interval?.high], [1, 1])
      const every = yield* measured(visits, { policy: "kaplan-meier", attempt: "every" }, orders, at(as_of))
      assert.isNotNull(every.value)
      assert.isNull(every.interval)
      assert.include(caveatsOf(every), "no-ci")
    }),
  )

  it.effect("equals the vectors of clustered sessions, customer by customer", () =>
    Effect.gen(function* () {
      for (const vector of [vectors.A10_clustered_proportion, vectors.A11_clustered_proportion_icc]) {
        const rows = vector.sessions.flatMap((n, i) =>
          Array.from({ length: n }, (_, j) => {
            const session = { session: `${i}-${j}` }
            const converted = j < (vector.conversions[i] ?? 0)
            return trail(`c${i}`, ["a", at(j), session], ...(converted ? [["b", at(j + 0.1), session] as const] : []))
          }).flat(),
        )
        const m = yield* measured(rows, { steps: ["a", "b"], form: "session", within: 0.5 })
        assert.near(m.value, vector.p)
        assert.near(m.nEffective, vector.n_eff, 1e-9)
        assert.interval(m.interval, vector.wilson_neff, 1e-9)
        assert.strictEqual(caveatsOf(m).includes("clustered"), vector.deff > 1)
      }
    }),
  )

  it.effect("takes sessions of nobody known one by one, and one that is known half-way once", () =>
    Effect.gen(function* () {
      const nameless = (session: string, ...met: ReadonlyArray<Met>) =>
        trail("", ...met).map((row) => ({ ...row, customer: null, session }))
      const rows = [
        ...nameless("1", ["cart", at(1)]),
        ...nameless("2", ["cart", at(1)], ["paid", at(1.1)]),
        ...nameless("3", ["cart", at(2)]),
        ...trail("v", ["cart", at(2.1), { session: "3" }], ["paid", at(2.2), { session: "3" }]),
        ...trail("v", ["cart", at(4), { session: "4" }]),
      ]
      const m = yield* measured(rows, { steps: ["cart", "paid"], form: "session" })
      assert.deepStrictEqual([m.numerator, m.denominator], [2, 4])
      assert.isNotNull(m.interval)
    }),
  )

  // MetricFlow#2068: one listing with two reviews.
  it.effect("counts events over events: two conversions of one base are 2, and the base converted is all", () =>
    Effect.gen(function* () {
      const rows = trail("m", ["listing", at(1)], ["review", at(2)], ["review", at(3)])
      const steps = ["listing", "review"]
      const ratio = yield* measured(rows, { steps, form: "event-ratio" })
      assert.deepStrictEqual([ratio.value, ratio.numerator, ratio.denominator], [2, 2, 1])
      assert.deepStrictEqual([ratio.unit, ratio.unitOfN], [{ kind: "ratio" }, "attempt"])
      assert.include(caveatsOf(ratio), "no-ci")
      assert.strictEqual((yield* measured(rows, { steps })).value, 1)
    }),
  )

  it.effect("divides events of a period by events of the period, whenever they belong together", () =>
    Effect.gen(function* () {
      const { buyers8, orders: counts, revenue: conversions } = vectors.A7_ratio_AOV
      const rows = counts.flatMap((n, i) => trail(`c${i}`, ...Array.from({ length: n }, (_, j): Met => ["a", at(j)])))
      const bought = conversions.flatMap((n, i) => Array.from({ length: n }, () => ({ customer: `c${i}`, at: at(1) })))
      const m = yield* measured(rows, { steps: ["a", { kind: "order" }], form: "event-ratio" }, bought)
      assert.near(m.value, 66.25)
      // Customers without either are not seen: Fieller of the eight that are.
      assert.interval(m.interval, buyers8.fieller, 1e-9)
      const none = yield* measured([], { steps: ["a", { kind: "order" }], form: "event-ratio" }, bought)
      assert.deepStrictEqual([none.value, none.interval, none.n], [null, null, 0])
      assert.include(caveatsOf(none), "zero-denominator")
    }),
  )

  // Mixpanel's documentation: A 13:00, A 13:30, B 13:45, C 14:15, A→B→C within an hour.
  it.effect("counts the first attempt or the best one", () =>
    Effect.gen(function* () {
      const rows = trail(
        "m",
        ["A", clock("13:00")],
        ["A", clock("13:30")],
        ["B", clock("13:45")],
        ["C", clock("14:15")],
      )
      const params = { steps: ["A", "B", "C"], within: 1 / 24 }
      assert.deepStrictEqual(yield* funnelOf(rows, params), [1, 0])
      assert.deepStrictEqual(yield* funnelOf(rows, { ...params, attempt: "best" }), [1, 1])
      const every = yield* measured(rows, { ...params, attempt: "every" })
      assert.deepStrictEqual([every.numerator, every.denominator, every.unitOfN], [1, 2, "attempt"])
    }),
  )

  // umami#4144
  it.effect("takes three distinct steps within the hour", () =>
    Effect.gen(function* () {
      const rows = trail("u", ["A", clock("10:00")], ["B", clock("10:00", 10)], ["C", clock("10:00", 20)])
      assert.deepStrictEqual(yield* funnelOf(rows, { steps: ["A", "B", "C"], within: 1 / 24 }), [1, 1])
    }),
  )

  // PostHog#25048
  it.effect("takes a repeated step twice, where it came twice", () =>
    Effect.gen(function* () {
      const rows = trail(
        "p",
        ["onboarding", clock("10:00")],
        ["pageview", clock("10:00", 1)],
        ["pageview", clock("10:00", 1)],
        ["pageview", clock("10:00", 2)],
      )
      const steps = ["onboarding", "pageview", "pageview"]
      assert.deepStrictEqual(yield* funnelOf(rows, { steps }), [1, 1])
      assert.deepStrictEqual(yield* funnelOf(rows.slice(0, 2), { steps }), [1, 0])
    }),
  )

  // rybbit#1133: cart and checkout in one second, in this order.
  it.effect("breaks ties as told", () =>
    Effect.gen(function* () {
      const rows = trail("r", ["cart", clock("10:00")], ["checkout", clock("10:00")])
      const reversed = trail("r", ["checkout", clock("10:00")], ["cart", clock("10:00")])
      const steps = ["cart", "checkout"]
      const of = (trails: ReadonlyArray<Row>, ties: string) => Effect.map(funnelOf(trails, { steps, ties }), ([x]) => x)
      assert.deepStrictEqual(
        [yield* of(rows, "distinct"), yield* of(rows, "sequence"), yield* of(rows, "either")],
        [0, 1, 1],
      )
      assert.deepStrictEqual([yield* of(reversed, "sequence"), yield* of(reversed, "either")], [0, 1])
    }),
  )

  // Mixpanel: B, then A within two seconds.
  it.effect("takes steps in reverse order within the tolerance", () =>
    Effect.gen(function* () {
      const rows = trail("s", ["B", clock("10:00")], ["A", clock("10:00", 2)])
      const steps = ["A", "B"]
      assert.deepStrictEqual(yield* funnelOf(rows, { steps, ties: "either", tolerance: 2000 }), [1])
      assert.deepStrictEqual(yield* funnelOf(rows, { steps, ties: "either" }), [0])
    }),
  )

  // ClickHouse PR #99003: install, start, login, install; strict.
  it.effect("lets a step come again where nothing foreign may lie between", () =>
    Effect.gen(function* () {
      const rows = trail(
        "k",
        ["install", clock("10:00")],
        ["start", clock("10:00", 1)],
        ["login", clock("10:00", 2)],
        ["install", clock("10:00", 3)],
      )
      const steps = ["install", "start", "login", "pay"]
      assert.deepStrictEqual(yield* funnelOf(rows, { steps, order: "strict", within: 60 / 86_400 }), [1, 1, 0])
      const away = trail("w", ["a", clock("10:00")], ["x", clock("10:01")], ["b", clock("10:02")])
      assert.deepStrictEqual(yield* funnelOf(away, { steps: ["a", "b"], order: "strict" }), [0])
      assert.deepStrictEqual(yield* funnelOf(away, { steps: ["a", "b"] }), [1])
      assert.deepStrictEqual(yield* funnelOf(away, { steps: ["b", "a"], order: "any" }), [1])
    }),
  )

  // GrowthBook: 1000, 400, 120 and 60 are 40 %, 12 % and 6 % of the exposed, 40 %, 30 % and 50 % of the step before.
  it.effect("divides by the first step or by the one before", () =>
    Effect.gen(function* () {
      const names = ["a", "b", "c", "d"]
      const reach = [60, 60, 280, 600].flatMap((n, i) => Array.from({ length: n / 20 }, () => 4 - i))
      const rows = reach.flatMap((steps, i) =>
        trail(`g${i}`, ...names.slice(0, steps).map((name, j): Met => [name, clock("10:00", j)])),
      )
      assert.deepStrictEqual(yield* funnelOf(rows, { steps: names }), [0.4, 0.12, 0.06])
      assert.deepStrictEqual(yield* funnelOf(rows, { steps: names, of: "previous" }), [0.4, 0.3, 0.5])
    }),
  )

  // databuddy#180: a visitor with three sessions, one of which completes.
  it.effect("says whose rate it is: a third of the sessions, all visitors", () =>
    Effect.gen(function* () {
      const rows = [
        ...trail("v", ["cart", at(1), { session: "1" }]),
        ...trail("v", ["cart", at(2), { session: "2" }]),
        ...trail("v", ["cart", at(3), { session: "3" }], ["paid", at(3.01), { session: "3" }]),
      ]
      const steps = ["cart", "paid"]
      const sessions = yield* measured(rows, { steps, form: "session" })
      assert.deepStrictEqual([sessions.numerator, sessions.denominator, sessions.unitOfN], [1, 3, "session"])
      // One visitor is one observation, whatever the sessions.
      assert.strictEqual(sessions.nEffective, 1)
      assert.interval(sessions.interval, [wilson(1 / 3, 1)?.low ?? 1, wilson(1 / 3, 1)?.high ?? 0])
      assert.strictEqual((yield* measured(rows, { steps })).value, 1)
    }),
  )

  it.effect("widens the interval where customers make several attempts", () =>
    Effect.gen(function* () {
      const { conversions, deff, p, sessions, wilson_neff } = vectors.A11_clustered_proportion_icc
      const rows = sessions.flatMap((n, i) =>
        trail(
          `c${i}`,
          ...Array.from({ length: n }, (_, j): ReadonlyArray<Met> =>
            j < (conversions[i] ?? 0)
              ? [
                  ["a", at(j)],
                  ["b", at(j + 0.1)],
                ]
              : [["a", at(j)]],
          ).flat(),
        ),
      )
      const m = yield* measured(rows, { steps: ["a", "b"], attempt: "every", within: 0.5 })
      assert.near(m.value, p)
      assert.interval(m.interval, wilson_neff, 1e-9)
      assert.near(caveatData(m, "clustered")?.["deff"] as number, deff, 1e-9)
      const relative = yield* measured(rows, { steps: ["a", "b", "a"], attempt: "every", of: "previous", within: 2 })
      assert.deepStrictEqual([relative.numerator, relative.denominator], [20, 20])
      assert.isNotNull(relative.interval)
    }),
  )

  it.effect("sees steps of any kind, by their columns and their touchpoint's entry, and no robots", () =>
    Effect.gen(function* () {
      const rows = [
        ...trail("a", ["home", at(1), { channel: "app" }]),
        ...trail("b", ["home", at(1), { channel: "web" }]),
        ...trail("c", ["home", at(1), { channel: "web", actor: "bot" }]),
        ...trail("d", ["home", at(1), { channel: "mail" }]),
      ]
      const paid = [
        { customer: "a", at: at(2), status: "paid" },
        { customer: "b", at: at(2), status: "cancelled" },
      ]
      const steps = [
        { kind: "interaction", is: { channel: ["app", "web"] } },
        { kind: "order", is: { status: "paid" } },
      ]
      const m = yield* measured(rows, { steps }, paid)
      assert.deepStrictEqual([m.numerator, m.denominator], [1, 2])
      assert.deepStrictEqual((yield* conversionRate.prepare({ steps })).title, {
        en: "Conversion rate: interaction (channel = app / web) → order (status = paid)",
        ru: "Конверсия: взаимодействие (channel = app / web) → заказ (status = paid)",
        pl: "Współczynnik konwersji: interakcja (channel = app / web) → zamówienie (status = paid)",
      })
    }),
  )

  it.effect("is named by the two steps it is between, as people say them", () =>
    Effect.gen(function* () {
      const titleOf = (params: unknown) => Effect.map(conversionRate.prepare(params), ({ title }) => title)
      const steps = ["cart", "checkout", { kind: "order" }]
      assert.deepInclude(yield* titleOf({ steps, step: 3 }), { en: "Conversion rate: cart → order" })
      assert.deepInclude(yield* titleOf({ steps, step: 3, of: "previous" }), {
        en: "Conversion rate: checkout → order",
        ru: "Конверсия: checkout → заказ",
      })
      const written = { kind: "contact", is: { touchpoint: "newsletter" } }
      assert.deepStrictEqual(yield* titleOf({ steps: [written, "newsletter"] }), {
        en: "Conversion rate: contact by newsletter → newsletter",
        ru: "Конверсия: контакт «newsletter» → newsletter",
        pl: "Współczynnik konwersji: kontakt „newsletter” → newsletter",
      })
      const bought = { kind: "order", is: { touchpoint: "shop", status: "paid" } }
      assert.deepInclude(yield* titleOf({ steps: ["cart", bought] }), {
        en: "Conversion rate: cart → order through shop (status = paid)",
      })
    }),
  )

  it.effect("asks the inventory for what a fact does not say itself", () =>
    Effect.gen(function* () {
      const inventory = yield* decodeInventory({
        touchpoints: [
          { id: "home", stage: "before-purchase" },
          { id: "till", stage: "during-purchase" },
        ],
      })
      const rows = [...trail("a", ["home", at(1)], ["till", at(2)]), ...trail("b", ["home", at(1)])]
      const facts = yield* project([{ kind: "interaction", rows }], { asOf: Date.parse(at(60)), inventory })
      const stage = (id: string) => ({ kind: "interaction", is: { stage: id } })
      const m = yield* measureOne(facts, conversionRate, {
        steps: [stage("before-purchase"), stage("during-purchase")],
      })
      assert.deepStrictEqual([m.numerator, m.denominator], [1, 2])
    }),
  )

  it.effect("splits by where and when customers came in, and counts what they did later anywhere", () =>
    Effect.gen(function* () {
      const rows = [
        ...trail("a", ["home", "2026-01-31T12:00:00Z", { channel: "app" }]),
        ...trail("b", ["home", "2026-02-02T12:00:00Z", { channel: "web" }]),
        ...trail("c", ["home", "2026-01-01T12:00:00Z", { channel: "web" }]),
      ]
      const bought = [{ customer: "a", at: "2026-02-01T12:00:00Z" }]
      const facts = yield* factsOf(rows, bought)
      const groups = yield* measurements(facts, conversionRate, {}, { by: [dimension("channel", column("channel"))] })
      assert.deepStrictEqual(
        groups.map((m) => [m.by["channel"], m.numerator, m.denominator]),
        [
          ["app", 1, 1],
          ["web", 0, 2],
        ],
      )
      const months = yield* measurements(yield* factsOf(rows, bought, at(66)), conversionRate, {}, { every: "month" })
      assert.deepStrictEqual(
        months.map((m) => [m.numerator, m.denominator, m.period?.complete]),
        [
          [1, 2, true],
          [0, 1, true],
        ],
      )
      // February ends on day 59, its last visitors have time until day 66.
      const early = yield* measurements(yield* factsOf(rows, bought, at(65)), conversionRate, {}, { every: "month" })
      assert.strictEqual(early[1]?.period?.complete, false)
    }),
  )

  it.effect("says how many rows name nobody, and of nobody is null", () =>
    Effect.gen(function* () {
      const m = yield* measured(
        [
          ...trail("a", ["x", at(1)]),
          { customer: null, touchpoint: "x", at: at(1) },
          { customer: null, touchpoint: "y", at: at(1) },
        ],
        { steps: ["x", "y"] },
      )
      assert.deepStrictEqual(caveatData(m, "no-customer"), { n: 1 })
      const none = yield* measured([{ customer: null, touchpoint: "x", at: at(1) }])
      assert.deepStrictEqual([none.value, none.interval, none.n], [null, null, 0])
      assert.include(caveatsOf(none), "zero-denominator")
    }),
  )

  it.effect("compares two groups", () =>
    Effect.gen(function* () {
      const [one] = vectors.A3_two_proportions.cases
      if (one === undefined) return assert.fail("no vector")
      const group = (name: string, x: number, n: number) =>
        Array.from({ length: n }, (_, i) =>
          trail(`${name}${i}`, ["a", at(1), { channel: name }], ...(i < x ? [["b", at(2)] as const] : [])),
        ).flat()
      const facts = yield* factsOf([...group("p", one.x1, one.n1), ...group("q", one.x2, one.n2)])
      const [p] = yield* measurements(
        facts,
        conversionRate,
        { steps: ["a", "b"] },
        { by: [dimension("channel", column("channel"))], versus: { channel: "q" } },
      )
      assert.near(p?.versus?.difference, one.diff, 1e-9)
      assert.interval(p?.versus?.interval, one.newcombe, 1e-9)
    }),
  )

  it.effect.each<readonly [unknown, string]>([
    [{ steps: ["a"] }, "steps"],
    [{ steps: ["a", "b"], step: 3 }, "there are 2 steps"],
    [{ steps: ["a", "b"], step: 1 }, "step"],
    [{ form: "session" }, "only interactions have sessions"],
    [{ form: "event-ratio", attempt: "best" }, "knows no attempts"],
    [{ form: "event-ratio", policy: "naive" }, "wait for nothing"],
    [{ policy: "kaplan-meier", of: "previous" }, "from the first step on"],
    [{ policy: "kaplan-meier", attempt: "best" }, "only once its time is over"],
    [{ steps: ["a", "b"], tolerance: 5 }, "tolerance"],
    [{ steps: ["a", "b", "a"], order: "any" }, "they have to differ"],
    [{ within: 0 }, "within"],
    [{ steps: ["a", { kind: "customer" }] }, "steps"],
  ])("refuses what contradicts itself: %j", ([params, problem]) =>
    Effect.gen(function* () {
      assert.include((yield* Effect.flip(conversionRate.prepare(params))).message, problem)
    }),
  )

  it("is the same over shards of customers as over the whole", async () => {
    const row = fc.record({
      customer: fc.constantFrom(null, "a", "b", "c", "d"),
      touchpoint: fc.constantFrom("x", "y", "z"),
      day: fc.nat(20),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 20 }),
        fc.constantFrom<object>(
          { attempt: "first" },
          { attempt: "best" },
          { attempt: "every" },
          { attempt: "every", policy: "naive" },
          { attempt: "best", policy: "naive" },
          { policy: "kaplan-meier" },
          { form: "session" },
          { form: "event-ratio" },
        ),
        fc.nat(15),
        async (rows, params, mask) => {
          const isLeft = ({ customer }: { readonly customer: string | null }) =>
            ((mask >> "abcd".indexOf(customer ?? "a")) & 1) === 1
          const of = (some: typeof rows) =>
            factsOf(
              some.map(({ customer, day, touchpoint }) => ({
                customer,
                touchpoint,
                at: at(day),
                session: customer === null ? `n${day}` : `${customer}${Math.floor(day / 3)}`,
              })),
              [],
              at(15),
            )
          await Effect.runPromise(
            Effect.gen(function* () {
              yield* sameOverShards(yield* conversionRate.prepare({ steps: ["x", "y"], ...params }), yield* of(rows), [
                yield* of(rows.filter(isLeft)),
                yield* of(rows.filter((r) => !isLeft(r))),
              ])
            }),
          )
        },
      ),
      { numRuns: 40 },
    )
  })
})
