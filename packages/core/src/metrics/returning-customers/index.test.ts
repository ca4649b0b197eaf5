import { describe, it } from "@effect/vitest"
import { repeatRate, returningCustomers } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measurements, measureOne, sameOverShards } from "../../../test/metrics/asking.ts"
import { assert } from "../../../test/stats/assert.ts"

const utc = (day: string) => Date.parse(`${day}T00:00:00Z`)
const march = { from: utc("2026-03-01"), to: utc("2026-04-01"), zone: "UTC" }
const order = (customer: string | null, at: string, touchpoint = ""): Row => ({ customer, at, touchpoint })
const factsOf = (rows: ReadonlyArray<Row>) =>
  project([{ kind: "order", rows, header: ["customer", "at", "touchpoint"] }], { asOf: utc("2026-04-01") - 1 })
const measured = (rows: ReadonlyArray<Row>, params: object = {}) =>
  Effect.flatMap(factsOf(rows), (facts) => measureOne(facts, returningCustomers, params, { period: march }))
const first = order("first", "2025-12-01")

describe("returning-customers", () => {
  it.effect("says why an hour is withheld that has an hour before it, and no day", () =>
    Effect.gen(function* () {
      const rows = ["00:30", "01:30", "02:30"].map((time) => order("c", `2026-03-31T${time}:00Z`))
      const facts = yield* factsOf(rows)
      const from = Date.UTC(2026, 2, 31, 1)
      const period = { from, to: from + 3_600_000, zone: "UTC" }
      const m = yield* measureOne(facts, returningCustomers, {}, { period })
      assert.deepStrictEqual([m.value, caveatData(m, "history-unknown")], [null, { days: 1 }])
    }),
  )

  it.effect("counts customers of the period who were there before it", () =>
    Effect.gen(function* () {
      const rows = [
        first,
        order("long-ago", "2025-12-05"),
        order("long-ago", "2026-03-05"),
        order("twice", "2026-03-05"),
        order("twice", "2026-03-20"),
        order("last-instant", "2026-02-28T23:59:59.999Z"),
        order("last-instant", "2026-03-01"),
      ]
      const share = yield* measured(rows)
      assert.deepStrictEqual([share.numerator, share.denominator, share.unitOfN], [2, 3, "customer"])
      const count = yield* measured(rows, { form: "count" })
      assert.deepStrictEqual([count.value, count.unit], [2, { kind: "count" }])
      // Another number: who ordered twice within the period.
      const repeat = yield* measureOne(yield* factsOf(rows), repeatRate, {}, { period: march })
      assert.deepStrictEqual([repeat.numerator, repeat.denominator], [1, 3])
    }),
  )

  it.effect("counts only what is the activity asked for", () =>
    Effect.gen(function* () {
      const rows = [
        first,
        order("shop", "2026-02-10", "web"),
        order("shop", "2026-03-10", "shop"),
        order("web", "2026-02-10", "web"),
        order("web", "2026-03-10", "web"),
      ]
      const web = yield* measured(rows, { activity: { kind: "order", is: { touchpoint: "web" } } })
      assert.deepStrictEqual([web.numerator, web.denominator], [1, 1])
      const shop = yield* measured(rows, { activity: { kind: "order", is: { touchpoint: "shop" } } })
      assert.deepStrictEqual([shop.numerator, shop.denominator], [0, 1])
    }),
  )

  it.effect("has Wilson's interval of the share", () =>
    Effect.gen(function* () {
      const [one] = vectors.A2_proportion_ci.cases
      if (one === undefined) return assert.fail("no vector")
      const rows = Array.from({ length: one.n }, (_, i) => [
        ...(i < one.x ? [order(`c${i}`, "2026-02-10")] : []),
        order(`c${i}`, "2026-03-10"),
      ]).flat()
      assert.interval((yield* measured([first, ...rows])).interval, one.wilson, 1e-9)
    }),
  )

  it.effect("withholds what nothing goes before, and says where facts begin late", () =>
    Effect.gen(function* () {
      const young = yield* measured([order("a", "2026-03-01"), order("b", "2026-03-05")])
      assert.deepStrictEqual([young.value, young.interval], [null, null])
      assert.deepStrictEqual(caveatData(young, "history-unknown"), { days: 28 })
      const short = yield* measured([order("a", "2026-02-20"), order("a", "2026-03-05")])
      assert.strictEqual(short.value, 1)
      assert.include(caveatsOf(short), "history-unknown")
      assert.notInclude(caveatsOf(yield* measured([first, order("a", "2026-03-05")])), "history-unknown")
      assert.include(caveatsOf(yield* measureOne(yield* factsOf([first]), returningCustomers)), "period-needed")
    }),
  )

  it.effect("is null of nobody, and says who is not known", () =>
    Effect.gen(function* () {
      const none = yield* measured([first, order(null, "2026-03-05")])
      assert.deepStrictEqual([none.value, none.n], [null, 0])
      assert.deepStrictEqual(caveatData(none, "no-customer"), { n: 1 })
    }),
  )

  it.effect("counts nobody as 0 where facts cover the period, and withholds where nothing is known", () =>
    Effect.gen(function* () {
      const none = yield* measured([first], { form: "count" })
      assert.deepStrictEqual([none.value, none.interval?.low, none.n, none.numerator], [0, 0, 0, 0])
      assert.deepStrictEqual((yield* measured([first])).value, null)
      for (const rows of [[], [first, order(null, "2026-03-05")]])
        assert.isNull((yield* measured(rows, { form: "count" })).value)
    }),
  )

  it.effect("compares two groups", () =>
    Effect.gen(function* () {
      const [one] = vectors.A3_two_proportions.cases
      if (one === undefined) return assert.fail("no vector")
      const group = (touchpoint: string, x: number, n: number) =>
        Array.from({ length: n }, (_, i) => [
          ...(i < x ? [order(`${touchpoint}${i}`, "2026-02-10", touchpoint)] : []),
          order(`${touchpoint}${i}`, "2026-03-10", touchpoint),
        ]).flat()
      const facts = yield* factsOf([first, ...group("p", one.x1, one.n1), ...group("q", one.x2, one.n2)])
      const request = {
        period: march,
        by: [dimension("touchpoint", column("touchpoint"))],
        versus: { touchpoint: "q" },
      }
      const of = (params: object) =>
        Effect.map(measurements(facts, returningCustomers, params, request), (all) =>
          all.find((m) => m.by["touchpoint"] === "p"),
        )
      assert.interval((yield* of({}))?.versus?.interval, one.newcombe, 1e-9)
      assert.strictEqual((yield* of({ form: "count" }))?.versus?.difference, one.x1 - one.x2)
    }),
  )

  it("is the same over shards of customers as over the whole", async () => {
    const row = fc.record({ customer: fc.constantFrom(null, "a", "b", "c", "d"), day: fc.nat(89) })
    const at = (day: number) => new Date(utc("2026-01-01") + day * 86_400_000).toISOString()
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 20 }),
        fc.constantFrom("share", "count"),
        fc.nat(15),
        async (rows, form, mask) => {
          const isLeft = ({ customer }: { readonly customer: string | null }) =>
            ((mask >> "abcd".indexOf(customer ?? "a")) & 1) === 1
          const of = (some: typeof rows) => factsOf(some.map(({ customer, day }) => order(customer, at(day))))
          const period = { ...march, previous: { from: utc("2026-02-01"), to: march.from }, previousKnown: true }
          await Effect.runPromise(
            Effect.gen(function* () {
              yield* sameOverShards(
                yield* returningCustomers.prepare({ form }),
                yield* of(rows),
                [yield* of(rows.filter(isLeft)), yield* of(rows.filter((r) => !isLeft(r)))],
                period,
              )
            }),
          )
        },
      ),
      { numRuns: 30 },
    )
  })
})
