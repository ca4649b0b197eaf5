import { assert, describe, it } from "@effect/vitest"
import { MemoryEngine } from "@touchpoint/core/engine"
import { measure } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import { Calendar } from "@touchpoint/core/time"
import { factsOf, specOf } from "@touchpoint/testing"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { touchpointReach } from "./index.ts"

type Row = Readonly<Record<string, string | number | null>>

const measured = (kind: "interaction" | "contact", rows: ReadonlyArray<Row>, params?: object, split = true) =>
  Effect.gen(function* () {
    const metric = yield* touchpointReach.prepare({ of: kind, ...params })
    const by = split ? [dimension("touchpoint", column("touchpoint"))] : []
    const [result] = yield* measure([{ metric, by }], { calendar: Calendar.make("UTC") })
    return result?.measurements ?? []
  }).pipe(Effect.provide(MemoryEngine.layer(factsOf(specOf({ [kind]: rows })))))

const rows: ReadonlyArray<Row> = [
  { customer: "anna", touchpoint: "shop", actor: "human" },
  { customer: "anna", touchpoint: "shop", actor: null },
  { customer: "bo", touchpoint: "shop", actor: "human" },
  { customer: "crawler", touchpoint: "shop", actor: "bot" },
  { customer: null, touchpoint: "shop", actor: "human" },
  { customer: "bo", touchpoint: "help", actor: "human" },
]

describe("touchpoint-reach", () => {
  it.effect("counts each customer once in each touchpoint, and no bots", () =>
    Effect.gen(function* () {
      const found = yield* measured("interaction", rows)
      assert.deepStrictEqual(
        found.map(({ by, n, unitOfN, value }) => [by["touchpoint"], value, n, unitOfN]),
        [
          ["help", 1, 1, "customer"],
          ["shop", 2, 2, "customer"],
        ],
      )
      assert.deepStrictEqual(
        found[1]?.caveats.find(({ id }) => id === "no-customer"),
        { id: "no-customer", data: { n: 1 } },
      )
      assert.isTrue(found.every(({ interval }) => interval === null))
    }),
  )
  it.effect("says that occasions count by their weights, and customers do not", () =>
    Effect.gen(function* () {
      const heavy = ["anna", "bo", "cecil"].map((customer, i) => ({ customer, touchpoint: "shop", weight: 1 + i }))
      const [occasions] = yield* measured("interaction", heavy, { count: "occasions" })
      assert.deepStrictEqual([occasions?.value, occasions?.n], [6, 3])
      const told = (m: typeof occasions) => m?.caveats.filter(({ id }) => id.startsWith("weight"))
      assert.deepStrictEqual(told(occasions), [{ id: "weighted", data: { nEffective: 36 / 14, population: 6 } }])
      const [customers] = yield* measured("interaction", heavy)
      assert.deepStrictEqual([customers?.value, told(customers)], [3, [{ id: "weights-ignored" }]])
    }),
  )
  it.effect("has no difference from a touchpoint where nobody is named", () =>
    Effect.gen(function* () {
      const metric = yield* touchpointReach.prepare({})
      const nameless = [...rows, { customer: null, touchpoint: "kiosk", actor: "human" }]
      const request = { metric, by: [dimension("touchpoint", column("touchpoint"))], versus: { touchpoint: "kiosk" } }
      const [result] = yield* measure([request], { calendar: Calendar.make("UTC") }).pipe(
        Effect.provide(MemoryEngine.layer(factsOf(specOf({ interaction: nameless })))),
      )
      const shop = result?.measurements.find(({ by }) => by["touchpoint"] === "shop")
      assert.deepStrictEqual([shop?.value, shop?.versus?.value, shop?.versus?.difference], [2, null, null])
    }),
  )
  it.effect("counts occasions, anonymous ones too", () =>
    Effect.gen(function* () {
      const found = yield* measured("interaction", rows, { count: "occasions" })
      assert.deepStrictEqual(
        found.map(({ by, caveats, unitOfN, value }) => [
          by["touchpoint"],
          value,
          unitOfN,
          caveats.some(({ id }) => id === "no-customer"),
        ]),
        [
          ["help", 1, "interaction", false],
          ["shop", 4, "interaction", false],
        ],
      )
    }),
  )
  it.effect("counts a customer of two touchpoints once in all", () =>
    Effect.gen(function* () {
      const [all] = yield* measured("interaction", rows, {}, false)
      assert.strictEqual(all?.value, 2)
    }),
  )
  it.effect("counts contacts that arrived, or of which nothing else is known", () =>
    Effect.gen(function* () {
      const contacts = ["sent", "delivered", null, "bounced", "failed"].map((status, i) => ({
        customer: `c${i}`,
        touchpoint: "newsletter",
        status,
      }))
      const [reached] = yield* measured("contact", contacts)
      assert.deepStrictEqual([reached?.value, reached?.unitOfN], [3, "customer"])
      const [sent] = yield* measured("contact", contacts, { count: "occasions" })
      assert.deepStrictEqual([sent?.value, sent?.unitOfN], [3, "contact"])
    }),
  )
  it.effect("sums the weights of a sample; customers have none", () =>
    Effect.gen(function* () {
      const sample = [
        { customer: "anna", touchpoint: "shop", weight: 2.5 },
        { customer: "bo", touchpoint: "shop", weight: 1.5 },
      ]
      const [traffic] = yield* measured("interaction", sample, { count: "occasions" })
      assert.deepStrictEqual([traffic?.value, traffic?.n], [4, 2])
      const [reach] = yield* measured("interaction", sample)
      assert.strictEqual(reach?.value, 2)
      assert.isTrue(reach?.caveats.some(({ id }) => id === "weights-ignored"))
    }),
  )
  it.effect("is null with nothing to count: that nobody came was not recorded either", () =>
    Effect.gen(function* () {
      const [none] = yield* measured(
        "interaction",
        [{ customer: "crawler", touchpoint: "shop", actor: "bot" }],
        {},
        false,
      )
      assert.isNull(none?.value)
      assert.isTrue(none?.caveats.some(({ id }) => id === "zero-denominator"))
    }),
  )
  it("equals a count by hand", () => {
    const drawnRow = fc.record({
      customer: fc.constantFrom("a", "b", "c", null),
      touchpoint: fc.constantFrom("x", "y"),
      actor: fc.constantFrom("human", "bot", null),
    })
    return fc.assert(
      fc.asyncProperty(fc.array(drawnRow, { minLength: 1, maxLength: 40 }), async (drawn) => {
        const wanted = ["x", "y"].flatMap((touchpoint) => {
          const here = drawn.filter((row) => row.touchpoint === touchpoint)
          const counting = here.filter(({ actor }) => actor !== "bot")
          const people = new Set(counting.flatMap(({ customer }) => customer ?? []))
          return counting.length === 0 ? [] : [[touchpoint, people.size === 0 ? null : people.size, counting.length]]
        })
        const [reach, traffic] = await Effect.runPromise(
          Effect.all([measured("interaction", drawn), measured("interaction", drawn, { count: "occasions" })]),
        )
        assert.deepStrictEqual(
          reach.map(({ by, value }, i) => [by["touchpoint"], value, traffic[i]?.value]),
          wanted,
        )
      }),
    )
  })
})
