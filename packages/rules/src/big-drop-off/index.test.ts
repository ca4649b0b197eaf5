import { assert, describe, it } from "@effect/vitest"
import { MemoryEngine } from "@touchpoint/core/engine"
import { type Measurement, outlineOf } from "@touchpoint/core/metrics"
import { decodeInventory } from "@touchpoint/core/model"
import { judge } from "@touchpoint/core/rules"
import { newcombe, wilson } from "@touchpoint/core/stats"
import { Calendar } from "@touchpoint/core/time"
import { factsOf, measurementOf, ruleTester, specOf } from "@touchpoint/testing"
import * as Effect from "effect/Effect"
import { bigDropOff } from "./index.ts"

const period = { from: 0, to: 86_400_000, zone: "UTC" }
const went = (device: string | null | undefined, x: number, n: number, rest: Partial<Measurement> = {}) =>
  measurementOf({
    metric: "conversion-rate",
    unitOfN: "customer",
    by: device === undefined ? {} : { device },
    n,
    ...rest,
    value: n === 0 ? null : x / n,
    numerator: x,
    interval: wilson(x, n),
  })

const inventory = {
  touchpoints: [
    { id: "cart", stage: "during-purchase" },
    { id: "checkout", stage: "during-purchase", party: "partner" },
    { id: "old", stage: "during-purchase", status: "retired" },
  ],
  journeys: [{ id: "buy", steps: ["cart", "old", "checkout"] }],
}
const passing = (...groups: ReadonlyArray<Measurement>) => ({ "buy/2/device": groups })

ruleTester(bigDropOff, {
  quiet: [
    { name: "nothing" },
    { name: "journeys without measurements", inventory },
    { name: "groups alike", inventory, measurements: passing(went("mobile", 700, 1000), went("desktop", 720, 1000)) },
    {
      name: "a group that is better, and others that are not worse",
      inventory,
      measurements: passing(went("mobile", 740, 1000), went("desktop", 700, 1000)),
    },
    {
      name: "a difference within the margin, however sure",
      inventory,
      measurements: passing(went("mobile", 66_000, 100_000), went("desktop", 70_000, 100_000)),
    },
    {
      name: "a large difference of an interval that reaches the margin",
      inventory,
      measurements: passing(went("mobile", 60, 100), went("desktop", 70, 100)),
    },
    {
      name: "too small a group, and too small a rest",
      inventory,
      measurements: passing(went("mobile", 10, 99), went("desktop", 900, 1000)),
    },
    { name: "one group", inventory, measurements: passing(went("mobile", 10, 1000)) },
    {
      name: "unknown devices are no group and no rest",
      inventory,
      measurements: passing(went("mobile", 100, 1000), went(null, 900, 1000)),
    },
    {
      name: "incomplete periods",
      inventory,
      measurements: passing(
        went("mobile", 100, 1000, { period: { ...period, complete: false } }),
        went("desktop", 900, 1000),
      ),
    },
    { name: "nobody came so far", inventory, measurements: passing(went("mobile", 0, 0), went("desktop", 0, 0)) },
    {
      name: "an interval that reaches the floor",
      inventory,
      measurements: { "buy/2": [went(undefined, 5, 1000)] },
    },
    { name: "few in all", inventory, measurements: { "buy/2": [went(undefined, 0, 99)] }, options: { floor: 0.5 } },
  ],
  loud: [
    {
      name: "a group is lost",
      inventory,
      measurements: passing(went("mobile", 600, 1000), went("desktop", 700, 1000)),
      reports: [
        {
          messageId: "group-lost",
          subject: "checkout",
          severity: "warning",
          certainty: "likely",
          action: "try-as-they",
          party: "partner",
          evidence: [went("mobile", 600, 1000)],
        },
      ],
      options: { margin: 0.02 },
    },
    {
      name: "by far",
      inventory,
      measurements: passing(went("mobile", 350, 1000), went("desktop", 860, 1000)),
      reports: [{ messageId: "group-lost", severity: "critical" }],
    },
    {
      name: "of three groups against the other two",
      inventory,
      measurements: passing(went("mobile", 500, 1000), went("desktop", 700, 1000), went("tablet", 70, 100)),
      reports: [{ messageId: "group-lost", subject: "checkout" }],
    },
    {
      name: "nearly everybody is lost",
      inventory,
      measurements: { "buy/2": [went(undefined, 1, 10_000)] },
      reports: [
        {
          messageId: "all-lost",
          subject: "checkout",
          severity: "warning",
          certainty: "likely",
          action: "try",
          evidence: [went(undefined, 1, 10_000)],
        },
      ],
    },
    {
      name: "two journeys that share a passage lose it once",
      inventory: {
        ...inventory,
        journeys: [
          { id: "buy", steps: ["cart", "checkout"] },
          { id: "again", steps: ["cart", "checkout"] },
        ],
      },
      measurements: {
        "buy/2": [went(undefined, 1, 10_000)],
        "again/2": [went(undefined, 1, 10_000)],
        "buy/2/device": [went("mobile", 350, 1000), went("desktop", 860, 1000)],
        "again/2/device": [went("mobile", 350, 1000), went("desktop", 860, 1000)],
      },
      reports: [{ messageId: "group-lost" }, { messageId: "all-lost" }],
    },
    {
      name: "steps of one's own, with orders and other dimensions",
      options: {
        steps: [{ kind: "contact", is: { touchpoint: "letter" } }, "site", { kind: "order" }],
        by: ["customer.segment"],
      },
      measurements: {
        "steps/2/customer.segment": [
          went(undefined, 350, 1000, { by: { "customer.segment": "young" } }),
          went(undefined, 860, 1000, { by: { "customer.segment": "old" } }),
        ],
        "steps/3": [went(undefined, 0, 10_000)],
      },
      reports: [
        { messageId: "group-lost", subject: "site" },
        // The order has no touchpoint of its own: the place is where it should have followed from.
        { messageId: "all-lost", subject: "site" },
      ],
    },
    {
      name: "hostile names",
      options: { steps: ["__proto__", "constructor"], by: ["__proto__"] },
      measurements: {
        "steps/2/__proto__": [
          went(undefined, 350, 1000, { by: JSON.parse('{"__proto__":"toString"}') as Measurement["by"] }),
          went(undefined, 860, 1000, { by: JSON.parse('{"__proto__":"<b>"}') as Measurement["by"] }),
        ],
      },
      reports: [{ messageId: "group-lost", subject: "constructor" }],
    },
  ],
})

describe("big-drop-off", () => {
  it.effect("compares by Newcombe's interval and adjusts for all it looked at", () =>
    Effect.gen(function* () {
      const { judge: judged } = yield* bigDropOff.prepare()
      const [finding] = judged({
        inventory: yield* decodeInventory(inventory),
        measurements: passing(went("mobile", 350, 1000), went("desktop", 860, 1000)),
        calendar: Calendar.make("UTC"),
        asOf: null,
      })
      const interval = newcombe({ x: 350, n: 1000 }, { x: 860, n: 1000 })
      const { difference, high, low, others, q } = finding?.message.data ?? {}
      assert.deepStrictEqual([low, high, others], [interval?.low, interval?.high, 0.86])
      assert.approximately(Number(difference), -0.51, 1e-12)
      assert.isBelow(Number(q), 1e-12)
      const { expectedEffect } = finding?.recommendation ?? {}
      assert.approximately(expectedEffect?.value ?? 0, 510, 1e-9)
      assert.approximately(expectedEffect?.interval?.low ?? 0, -1000 * (interval?.high ?? 0), 1e-9)
      assert.approximately(expectedEffect?.interval?.high ?? 0, -1000 * (interval?.low ?? 0), 1e-9)
    }),
  )

  const HOUR = 3_600_000
  const DAY = 24 * HOUR
  const visits = (channel: string, from: number, n: number, goOn: number) =>
    Array.from({ length: n }, (_, i) => from + i).flatMap((i) =>
      ["cart", ...(i - from < goOn ? ["checkout"] : [])].map((touchpoint, step) => ({
        eventId: `${i}-${step}`,
        customer: `c${i}`,
        at: (i % 50) * DAY + step * HOUR,
        touchpoint,
        channel,
      })),
    )
  const last = { eventId: "last", customer: "z", at: 90 * DAY, touchpoint: "site", channel: null }

  it.effect("finds the step over facts; a dimension that is not there is left out", () =>
    Effect.gen(function* () {
      const spec = specOf({
        interaction: [...visits("mobile", 0, 300, 100), ...visits("desktop", 300, 300, 260), last],
      })
      const facts = factsOf(spec)
      const listed = yield* decodeInventory(inventory)
      const run = (options: object) =>
        Effect.gen(function* () {
          const prepared = yield* bigDropOff.prepare(options)
          const { failures, findings } = yield* judge([prepared], listed, null, {
            calendar: Calendar.make("UTC"),
            outline: outlineOf(facts),
          })
          assert.deepStrictEqual(failures, [])
          return findings.map(({ evidence: [m], message, severity }) => [
            message.id,
            severity,
            message.data["group"] ?? null,
            m?.numerator,
            m?.denominator,
          ])
        }).pipe(Effect.provide(MemoryEngine.layer(facts)))
      assert.deepStrictEqual(yield* run({ by: ["device", "nothing"] }), [])
      assert.deepStrictEqual(yield* run({ by: ["channel", "device"] }), [
        ["big-drop-off/group-lost", "critical", "mobile", 100, 300],
      ])
    }),
  )
})
