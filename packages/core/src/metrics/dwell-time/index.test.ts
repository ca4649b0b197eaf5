import { describe, it } from "@effect/vitest"
import { dwellTime } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measurements, measureOne, sameOverShards } from "../../../test/metrics/asking.ts"
import { compared } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const MINUTE = 60_000
const start = Date.parse("2026-01-05T00:00:00Z")
const header = ["customer", "session", "at", "touchpoint", "actor", "durationMs"]
/** A session as `page 0, cart 3`. */
const session = (id: string | null, text: string, more: Row = {}): ReadonlyArray<Row> =>
  text.split(", ").map((one) => {
    const [touchpoint = "", at = "0", durationMs = null] = one.split(" ")
    return {
      customer: id,
      session: id,
      at: new Date(start + Number(at) * MINUTE).toISOString(),
      touchpoint,
      durationMs,
      ...more,
    }
  })
const factsOf = (rows: ReadonlyArray<Row>) => project([{ kind: "interaction", rows, header }], { asOf: start + 1e9 })
const measured = (rows: ReadonlyArray<Row>, params: unknown = {}) =>
  Effect.flatMap(factsOf(rows), (facts) => measureOne(facts, dwellTime, params))
const by = [dimension("touchpoint", column("touchpoint"))]
const minutes = vectors.D1_response_time.minutes

describe("dwell-time", () => {
  const pages = minutes.flatMap((stay, i) => session(`s${i}`, `page 0, next ${stay}`))

  it.effect("equals the vector of durations: median and 90th percentile with their intervals", () =>
    Effect.gen(function* () {
      const median = yield* measured(pages)
      assert.deepStrictEqual([median.value, median.n, median.unitOfN], [11 * MINUTE, 20, "stay"])
      assert.interval(median.interval, [6 * MINUTE, 22 * MINUTE])
      assert.deepStrictEqual([median.unit, median.nEffective], [{ kind: "duration" }, 20])
      // Nothing is left out, and the stays of different customers are not alike.
      assert.deepStrictEqual(
        caveatsOf(yield* measured(minutes.flatMap((stay, i) => session(`s${i}`, `page 0 ${stay * MINUTE}`)))),
        ["small-sample"],
      )
      const p90 = yield* measured(pages, { q: 0.9 })
      assert.deepStrictEqual([p90.value, p90.interval?.high], [48 * MINUTE, null])
    }),
  )

  it.effect("leaves out the last stay of a session, and never takes it for nothing", () =>
    Effect.gen(function* () {
      const found = yield* measurements(yield* factsOf(session("a", "page 0, cart 3, page 10")), dwellTime, {}, { by })
      assert.deepStrictEqual(
        found.map((m) => [m.by["touchpoint"], m.value, m.n, caveatData(m, "last-of-session")?.["n"]]),
        [
          ["cart", 7 * MINUTE, 1, undefined],
          ["page", 3 * MINUTE, 1, 1],
        ],
      )
      const alone = yield* measured(session("a", "page 0"))
      assert.deepStrictEqual([alone.value, alone.interval, alone.n], [null, null, 0])
      assert.includeMembers([...caveatsOf(alone)], ["zero-denominator", "last-of-session"])
    }),
  )

  it.effect("takes neighbours of one touchpoint for one stay, and recorded lengths as they are", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* measured(session("a", "page 0, page 2, page 5, cart 8"))).value, 8 * MINUTE)
      const given = yield* measured(session("a", "page 0 60000, cart 8 120000"))
      assert.deepStrictEqual([given.value, given.n], [MINUTE, 2])
      assert.notInclude(caveatsOf(given), "last-of-session")
    }),
  )

  it.effect("sees neither bots nor what has no session", () =>
    Effect.gen(function* () {
      const rows = [
        ...session("a", "page 0, cart 9"),
        ...session("a", "cart 4", { actor: "bot" }),
        ...session(null, "page 0, cart 3"),
      ]
      const m = yield* measured(rows)
      assert.deepStrictEqual([m.value, m.n], [9 * MINUTE, 1])
      assert.deepStrictEqual(caveatData(m, "not-stated"), { n: 2 })
    }),
  )

  it.effect("widens the interval where one customer's stays are alike", () =>
    Effect.gen(function* () {
      const rows = Array.from({ length: 100 }, (_, i) => i).flatMap((i) =>
        Array.from({ length: 8 }, (_unused, j) =>
          session(`s${i}-${j}`, `page 0, next ${2 + ((i * 13) % 50)}`, { customer: `c${i}` }),
        ).flat(),
      )
      const m = yield* measured(rows)
      assert.strictEqual(m.n, 800)
      assert.isBelow(m.nEffective ?? 800, 200)
      assert.include(caveatsOf(m), "clustered")
      assert.strictEqual(m.interval?.method, "log-log-greenwood")
    }),
  )

  it.effect("withholds the interval where there are too few stays", () =>
    Effect.gen(function* () {
      const one = yield* measured(session("a", "page 0, cart 0"))
      assert.deepStrictEqual([one.value, one.interval], [0, null])
      assert.include(caveatsOf(one), "no-ci")
      const alone = yield* measured(session("a", "page 0, cart 1, page 2, cart 5, page 9"))
      assert.deepStrictEqual([alone.value, alone.n, alone.interval], [MINUTE, 4, null])
    }),
  )

  it.effect("compares two touchpoints by the log-rank test between customers", () =>
    Effect.gen(function* () {
      const rows = minutes.flatMap((stay, i) => session(`s${i}`, `page 0, cart ${stay}, page ${5 * stay}`))
      const found = yield* measurements(yield* factsOf(rows), dwellTime, {}, { by, versus: { touchpoint: "page" } })
      const cart = found.find((m) => m.by["touchpoint"] === "cart")
      assert.strictEqual(cart?.versus?.difference, 33 * MINUTE)
      assert.strictEqual(cart?.versus?.test, "log-rank")
      assert.isBelow(cart?.versus?.p ?? 1, 0.01)
      const many = minutes.flatMap((stay, i) =>
        session(`s${i}`, `page 0, cart ${stay}, page ${5 * stay}, cart ${6 * stay}, page ${10 * stay}`),
      )
      const clustered = yield* measurements(yield* factsOf(many), dwellTime, {}, { by, versus: { touchpoint: "page" } })
      assert.strictEqual(clustered.find((m) => m.versus !== undefined)?.versus?.test, "clustered-log-rank")
    }),
  )

  it.effect("has an interval of the difference made of both, and none without a side", () =>
    Effect.gen(function* () {
      const rows = minutes.flatMap((stay, i) => session(`s${i}`, `page 0, cart ${stay}, page ${5 * stay}`))
      const found = yield* measurements(yield* factsOf(rows), dwellTime, {}, { by, versus: { touchpoint: "page" } })
      const [cart, page] = ["cart", "page"].map((one) => found.find((m) => m.by["touchpoint"] === one))
      const side = (m: typeof cart, end: "low" | "high") => (m?.interval?.[end] ?? 0) - (m?.value ?? 0)
      const difference = 33 * MINUTE
      assert.interval(cart?.versus?.interval, [
        difference - Math.hypot(side(cart, "low"), side(page, "high")),
        difference + Math.hypot(side(cart, "high"), side(page, "low")),
      ])
      const [some, none] = [yield* factsOf(pages), yield* factsOf([])]
      const of = (a: typeof some, b: typeof some, q: number) =>
        Effect.map(compared(dwellTime, { q }, a, b), (one) => one?.difference ?? null)
      assert.deepStrictEqual([yield* of(some, none, 0.5), yield* of(none, some, 0.5)], [null, null])
      // Four times as long is 3 · 11 minutes more at the median, 3 · 48 at the 90th percentile.
      const longer = yield* factsOf(minutes.flatMap((stay, i) => session(`s${i}`, `page 0, next ${4 * stay}`)))
      assert.strictEqual(yield* of(longer, some, 0.5), 33 * MINUTE)
      assert.strictEqual(yield* of(longer, some, 0.9), 144 * MINUTE)
    }),
  )

  it.effect("says which quantile it is", () =>
    Effect.gen(function* () {
      const median = yield* dwellTime.prepare()
      assert.deepStrictEqual(median.title, {
        en: "Dwell time, median",
        ru: "Время пребывания, медиана",
        pl: "Czas przebywania, mediana",
      })
      const { passport, title } = yield* dwellTime.prepare({ q: 0.9 })
      assert.deepStrictEqual(title, {
        en: "Dwell time, 90th percentile",
        ru: "Время пребывания, 90-й процентиль",
        pl: "Czas przebywania, 90. percentyl",
      })
      assert.deepStrictEqual(passport.numerator, {
        en: "the time that 90% of the stays do not exceed",
        ru: "время, которое не превышают 90 % пребываний",
        pl: "czas, którego nie przekracza 90% pobytów",
      })
      assert.include((passport.denominator as { en: string }).en, "stays that ended with another touchpoint")
      assert.deepStrictEqual([passport.kind, passport.clock], ["interaction", "at"])
    }),
  )

  it("is the same over shards of customers as over the whole", async () => {
    const rows = fc.array(
      fc.record({ id: fc.nat(5), at: fc.nat(60), touchpoint: fc.constantFrom("page", "cart", "help") }),
      { minLength: 1, maxLength: 30 },
    )
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom(0.5, 0.9), fc.nat(7), async (all, q, mask) => {
        const of = (some: typeof all) =>
          factsOf(
            some.flatMap(({ at, id, touchpoint }) =>
              session(`s${id}`, `${touchpoint} ${at}`, { customer: `c${id % 3}` }),
            ),
          )
        const isLeft = ({ id }: { readonly id: number }) => ((mask >> (id % 3)) & 1) === 1
        await Effect.runPromise(
          Effect.gen(function* () {
            yield* sameOverShards(yield* dwellTime.prepare({ q }), yield* of(all), [
              yield* of(all.filter(isLeft)),
              yield* of(all.filter((row) => !isLeft(row))),
            ])
          }),
        )
      }),
      { numRuns: 40 },
    )
  })
})
