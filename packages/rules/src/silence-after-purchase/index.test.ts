import { assert, describe, it } from "@effect/vitest"
import { MemoryEngine } from "@touchpoint/core/engine"
import type { Measurement } from "@touchpoint/core/metrics"
import { judge } from "@touchpoint/core/rules"
import { Calendar } from "@touchpoint/core/time"
import { factsOf, measurementOf, ruleTester, specOf } from "@touchpoint/testing"
import * as Effect from "effect/Effect"
import { silenceAfterPurchase } from "./index.ts"

const heard = (
  value: number | null,
  interval: readonly [number, number] | null,
  rest: Partial<Omit<Measurement, "interval">> = {},
) => measurementOf({ metric: "conversion-rate", unitOfN: "attempt", n: 1000, ...rest, value, interval })
const period = { from: 0, to: 86_400_000, zone: "UTC" }
const after = (...categories: ReadonlyArray<string>) => ({
  touchpoints: categories.map((category, i) => ({ id: `after-${i}`, stage: "after-purchase", category })),
})

ruleTester(silenceAfterPurchase, {
  quiet: [
    { name: "nothing" },
    { name: "most hear something", measurements: { heard: [heard(0.9, [0.88, 0.92])] } },
    { name: "exactly as many as should", measurements: { heard: [heard(0.75, [0.72, 0.78])] } },
    { name: "an interval that reaches the limit", measurements: { heard: [heard(0.73, [0.7, 0.76])] } },
    { name: "too few orders", measurements: { heard: [heard(0.1, [0.05, 0.18], { n: 99 })] } },
    { name: "no order had all its days yet", measurements: { heard: [heard(null, null, { n: 0 })] } },
    {
      name: "an incomplete period",
      measurements: { heard: [heard(0.1, [0.08, 0.12], { period: { ...period, complete: false } })] },
    },
    { name: "a limit of one's own", measurements: { heard: [heard(0.5, [0.47, 0.53])] }, options: { share: 0.6 } },
    { name: "bills among others", inventory: after("billing", "service") },
    { name: "touchpoints without a category", inventory: { touchpoints: [{ id: "a", stage: "after-purchase" }] } },
    { name: "an empty phase, which is another rule's", inventory: { touchpoints: [] } },
    {
      name: "only bills, but contacts tell otherwise",
      inventory: after("billing"),
      measurements: { heard: [heard(0.9, [0.88, 0.92])] },
    },
  ],
  loud: [
    {
      name: "too many hear nothing",
      measurements: { heard: [heard(0.6, [0.57, 0.63])] },
      reports: [
        {
          messageId: "silent",
          subject: "after",
          severity: "warning",
          certainty: "likely",
          action: "write",
          party: "brand",
          evidence: [heard(0.6, [0.57, 0.63])],
          expectedEffect: {
            value: (0.75 - 0.6) * 1000,
            interval: { low: (0.75 - 0.63) * 1000, high: (0.75 - 0.57) * 1000, level: 0.95, method: "test" },
            unit: { kind: "count" },
            unitOfN: "order",
          },
        },
      ],
    },
    {
      name: "nobody hears anything, over one day",
      measurements: { heard: [heard(0, [0, 0.037], { n: 100 })] },
      options: { days: 1, classes: ["survey"], orders: { status: ["paid", "sent"] } },
      reports: [{ messageId: "silent" }],
    },
    {
      name: "only bills after the purchase",
      inventory: after("billing", "billing"),
      reports: [
        {
          messageId: "only-bills",
          subject: "after",
          severity: "info",
          certainty: "certain",
          action: "add",
          expectedEffect: null,
        },
      ],
    },
  ],
})

describe("silence-after-purchase over facts", () => {
  const DAY = 86_400_000
  const range = (n: number) => Array.from({ length: n }, (_, i) => i)
  const order = (i: number, status = "paid") => ({ eventId: `o${i}`, customer: `c${i}`, at: i * DAY, status })
  const contact = (i: number, later: number, rest: object = {}) => ({
    eventId: `m${i}`,
    customer: `c${i}`,
    at: i * DAY + later,
    touchpoint: "mail",
    class: "transactional",
    status: "sent",
    ...rest,
  })
  const judged = (spec: Parameters<typeof specOf>[0], options?: object) =>
    Effect.gen(function* () {
      const rule = yield* silenceAfterPurchase.prepare(options)
      const { failures, findings, idle } = yield* judge([rule], null, null, { calendar: Calendar.make("UTC") }).pipe(
        Effect.provide(MemoryEngine.layer(factsOf(specOf(spec)))),
      )
      assert.deepStrictEqual(failures, [])
      return { idle, found: findings.map(({ evidence: [m] }) => [m?.numerator, m?.denominator]) }
    })

  it.effect("counts orders that had all their days, and contacts that arrived within them", () =>
    Effect.gen(function* () {
      const contacts = [
        // Half of the buyers hear at once; of the others some too late, some never, of some the letter came back.
        ...range(100).map((i) => contact(2 * i, 60_000)),
        ...range(20).map((i) => contact(20 * i + 1, 30 * DAY + 1)),
        ...range(20).map((i) => contact(20 * i + 3, 60_000, { status: "bounced", eventId: `b${i}` })),
      ]
      const { found } = yield* judged({ order: range(230).map((i) => order(i)), contact: contacts })
      // Orders are known up to day 229: those of the last 30 days had not all of them.
      assert.deepStrictEqual(found, [[100, 200]])
    }),
  )
  it.effect("can be told which contacts and orders count", () =>
    Effect.gen(function* () {
      const spec = {
        // Of the 170 orders older than 30 days 43 were cancelled.
        order: range(200).map((i) => order(i, i % 4 === 0 ? "cancelled" : "paid")),
        contact: [...range(200).map((i) => contact(i, 60_000)), contact(400, 0)],
      }
      assert.deepStrictEqual((yield* judged(spec)).found, [])
      assert.deepStrictEqual((yield* judged(spec, { classes: ["survey"], orders: { status: "paid" } })).found, [
        [0, 127],
      ])
    }),
  )
  it.effect("is idle without contacts: they were not loaded, which is not silence", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* judged({ order: range(200).map((i) => order(i)) }), {
        idle: ["silence-after-purchase"],
        found: [],
      })
    }),
  )
})
