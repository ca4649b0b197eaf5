import { describe, it } from "@effect/vitest"
import { touchpointUsage } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import { Calendar, Period } from "@touchpoint/core/time"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measurements, measureOne, sameOverShards } from "../../../test/metrics/asking.ts"
import { assert } from "../../../test/stats/assert.ts"

const HOUR = 3_600_000
const start = Date.parse("2025-10-20T00:00:00Z")
const use = (touchpoint: string, hours: number, customer: string | null = "anna", more: Row = {}): Row => ({
  touchpoint,
  customer,
  at: new Date(start + hours * HOUR).toISOString(),
  ...more,
})
const header = ["touchpoint", "customer", "at", "actor", "status", "weight"]
const factsOf = (rows: ReadonlyArray<Row>, zone = "UTC") =>
  project(
    [
      { kind: "interaction", rows, header: header.filter((name) => name !== "status") },
      { kind: "contact", rows, header: header.filter((name) => name !== "actor") },
    ],
    { asOf: start + 100 * 24 * HOUR, zone },
  )
const by = [dimension("touchpoint", column("touchpoint"))]
const month = { from: Date.parse("2025-10-01T00:00:00Z"), to: Date.parse("2025-11-01T00:00:00Z"), zone: "UTC" }

describe("touchpoint-usage", () => {
  const rows = [
    use("app", 0),
    use("app", 5),
    use("app", 30),
    use("app", 100),
    use("help", 30, "bo"),
    use("app", 31, "bo"),
  ]

  it.effect("is the share of the days of a period on which a touchpoint is used", () =>
    Effect.gen(function* () {
      const found = yield* measurements(yield* factsOf(rows), touchpointUsage, {}, { by, period: month })
      assert.deepStrictEqual(
        found.map((m) => [m.by["touchpoint"], m.numerator, m.denominator, m.unitOfN, m.interval]),
        [
          // The facts begin on the 20th.
          ["app", 3, 12, "day", null],
          ["help", 1, 12, "day", null],
        ],
      )
      assert.near(found[0]?.value, 3 / 12)
    }),
  )

  it.effect("takes the days from the first fact to the last where no period is asked for", () =>
    Effect.gen(function* () {
      const found = yield* measurements(yield* factsOf(rows), touchpointUsage, {}, { by })
      assert.deepStrictEqual(
        found.map((m) => [m.numerator, m.denominator]),
        [
          [3, 5],
          [1, 5],
        ],
      )
    }),
  )

  it.effect("counts local days, also where the clock changes", () =>
    Effect.gen(function* () {
      // In Berlin the clock is set back on 26 October; 22:30 UTC of the 25th is the 26th.
      const late = [use("app", 0), use("app", 5 * 24 + 22.5), use("app", 6 * 24 + 22.5), use("app", 6 * 24 + 23.5)]
      const calendar = Calendar.make("Europe/Berlin")
      const october = Result.getOrThrow(Period.parse("2025-10", calendar))
      const [m] = yield* measurements(
        yield* factsOf(late, "Europe/Berlin"),
        touchpointUsage,
        {},
        { period: october },
        {
          calendar,
        },
      )
      assert.deepStrictEqual([m?.numerator, m?.denominator], [3, 12])
    }),
  )

  it.effect("splits time, each month with its own days", () =>
    Effect.gen(function* () {
      const found = yield* measurements(
        yield* factsOf([use("app", 0), use("app", 24 * 15)]),
        touchpointUsage,
        {},
        { every: "month" },
      )
      assert.deepStrictEqual(
        found.map((m) => [m.numerator, m.denominator]),
        [
          [1, 12],
          [1, 30],
          // Nothing was used any more, and the facts go on.
          [0, 31],
          [0, 28],
        ],
      )
    }),
  )

  it.effect("is a share of interactions, clustered by customer, or of customers", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf([...rows, use("app", 7, null)])
      const occasions = yield* measureOne(facts, touchpointUsage, { form: "occasions", touchpoint: "app" })
      assert.deepStrictEqual([occasions.numerator, occasions.denominator, occasions.unitOfN], [6, 7, "interaction"])
      const customers = yield* measureOne(facts, touchpointUsage, { form: "customers", touchpoint: "help" })
      assert.deepStrictEqual([customers.numerator, customers.denominator, customers.unitOfN], [1, 2, "customer"])
      assert.deepStrictEqual(caveatData(customers, "no-customer"), { n: 1 })
      const alike = Array.from({ length: 40 }, (_, i) =>
        Array.from({ length: 4 }, (_unused, j) => use(i < 20 ? "app" : "help", j, `c${i}`)),
      ).flat()
      const m = yield* measureOne(yield* factsOf(alike), touchpointUsage, { form: "occasions", touchpoint: "app" })
      assert.near(m.nEffective, 39, 1e-9)
      assert.include(caveatsOf(m), "clustered")
    }),
  )

  it.effect("counts contacts that arrived, and no bots", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf([use("app", 0, "a", { actor: "bot", status: "bounced" }), use("app", 48)])
      for (const of of ["interaction", "contact"]) {
        const m = yield* measureOne(facts, touchpointUsage, { of })
        assert.strictEqual(m.numerator, 1)
        const share = yield* measureOne(facts, touchpointUsage, { of, form: "occasions", touchpoint: "app" })
        assert.deepStrictEqual([share.n, share.unitOfN], [1, of])
      }
    }),
  )

  it.effect("withholds what it cannot say", () =>
    Effect.gen(function* () {
      const none = yield* measureOne(
        yield* factsOf([use("app", 0)]),
        touchpointUsage,
        {},
        { period: { ...month, from: 0, to: 1 } },
      )
      assert.deepStrictEqual([none.value, none.interval, none.n], [null, null, 0])
      assert.include(caveatsOf(none), "zero-denominator")
      const undated = yield* measureOne(
        yield* project([{ kind: "interaction", rows: [{ touchpoint: "app" }], header: ["touchpoint", "customer"] }]),
        touchpointUsage,
      )
      assert.isNull(undated.value)
      assert.include(caveatsOf(undated), "undated")
      const problem = (params: unknown) => Effect.map(Effect.flip(touchpointUsage.prepare(params)), String)
      assert.include(yield* problem({ form: "customers" }), "one touchpoint")
      assert.include(yield* problem({ touchpoint: "app" }), "one touchpoint")
    }),
  )

  it.effect("compares shares by test, and days without", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf(
        Array.from({ length: 40 }, (_, i) =>
          use(i % 20 < (i < 20 ? 15 : 5) ? "app" : "help", i, `${i < 20 ? "a" : "b"}${i}`, {
            weight: i < 20 ? 1 : 2,
          }),
        ),
      )
      const request = { by: [dimension("half", column("weight"))], versus: { half: 1 } }
      const found = yield* measurements(facts, touchpointUsage, { form: "occasions", touchpoint: "app" }, request)
      const second = found.find((m) => m.versus !== undefined)
      assert.deepStrictEqual([second?.versus?.difference, second?.versus?.test], [-0.5, "pooled-z"])
      const days = yield* measurements(facts, touchpointUsage, {}, { by, versus: { touchpoint: "app" } })
      const help = days.find((m) => m.versus !== undefined)
      assert.deepStrictEqual([help?.versus?.test, help?.versus?.p], [null, null])
    }),
  )

  it("is the same over shards of customers as over the whole", async () => {
    const row = fc.record({
      customer: fc.constantFrom("a", "b", "c"),
      touchpoint: fc.constantFrom("app", "help"),
      at: fc.nat(90),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 20 }),
        fc.constantFrom<object>({}, { form: "occasions", touchpoint: "app" }, { form: "customers", touchpoint: "app" }),
        fc.nat(7),
        async (all, params, mask) => {
          const of = (some: typeof all) =>
            factsOf(some.map(({ at, customer, touchpoint }) => use(touchpoint, at, customer)))
          const isLeft = ({ customer }: { readonly customer: string }) => ((mask >> "abc".indexOf(customer)) & 1) === 1
          const period = { ...month, previous: null, previousKnown: false }
          await Effect.runPromise(
            Effect.gen(function* () {
              yield* sameOverShards(
                yield* touchpointUsage.prepare(params),
                yield* of(all),
                [yield* of(all.filter(isLeft)), yield* of(all.filter((one) => !isLeft(one)))],
                period,
              )
            }),
          )
        },
      ),
      { numRuns: 40 },
    )
  })
})
