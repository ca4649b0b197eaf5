import { assert, describe, it } from "@effect/vitest"
import { MemoryEngine } from "@touchpoint/core/engine"
import { type Measurement, outlineOf } from "@touchpoint/core/metrics"
import { makeVoice } from "@touchpoint/core/report"
import { judge } from "@touchpoint/core/rules"
import { Calendar } from "@touchpoint/core/time"
import { factsOf, measurementOf, ruleTester, specOf } from "@touchpoint/testing"
import * as Effect from "effect/Effect"
import { overCap } from "./index.ts"

const SEGMENT = "customer.segment"
const over = (
  segment: string | null | undefined,
  value: number | null,
  interval: readonly [number | null, number | null] | null,
  rest: Partial<Omit<Measurement, "interval">> = {},
) =>
  measurementOf({
    metric: "contact-pressure",
    unitOfN: "customer",
    by: segment === undefined ? {} : { [SEGMENT]: segment },
    n: 1000,
    ...rest,
    value,
    interval,
  })
const sent = (channel: string | null, value: number, segment?: string) =>
  measurementOf({
    metric: "touchpoint-reach",
    unit: { kind: "count" },
    unitOfN: "contact",
    by: { ...(segment === undefined ? {} : { [SEGMENT]: segment }), channel },
    n: value,
    value,
  })
const period = { from: 0, to: 86_400_000, zone: "UTC" }
const young = over("young", 0.6, [0.57, 0.63])

ruleTester(overCap, {
  quiet: [
    { name: "nothing" },
    {
      name: "nobody is over",
      measurements: { all: [over(undefined, 0, [0, 0.004])], groups: [over("young", 0, [0, 0.01])] },
    },
    { name: "exactly the share allowed", measurements: { all: [over(undefined, 0.05, [0.04, 0.06])] } },
    { name: "too few customers", measurements: { groups: [over("young", 0.9, [0.7, 0.97], { n: 29 })] } },
    { name: "nobody was contacted", measurements: { all: [over(undefined, null, null, { n: 0 })] } },
    {
      name: "an incomplete period",
      measurements: { all: [over(undefined, 0.6, [0.5, 0.7], { period: { ...period, complete: false } })] },
    },
    {
      name: "customers of no segment are no segment",
      measurements: { groups: [over(null, 0.6, [0.57, 0.63])] },
    },
    { name: "a share of one's own", measurements: { groups: [young] }, options: { share: 0.65 } },
  ],
  loud: [
    {
      name: "one segment, by its channels; all customers are no news then",
      measurements: {
        all: [over(undefined, 0.2, [0.18, 0.22])],
        groups: [young, over("seniors", 0, [0, 0.01])],
        sentTo: [sent("email", 900, "young"), sent("app", 100, "young"), sent("post", 5000, "seniors")],
      },
      reports: [
        {
          messageId: "over",
          subject: "young",
          severity: "warning",
          certainty: "likely",
          action: "send-less",
          party: "brand",
          evidence: [young],
          expectedEffect: {
            value: (0.6 - 0.05) * 1000,
            interval: { low: (0.57 - 0.05) * 1000, high: (0.63 - 0.05) * 1000, level: 0.95, method: "test" },
            unit: { kind: "count" },
            unitOfN: "customer",
          },
        },
      ],
    },
    {
      name: "all customers, where there are no segments",
      measurements: { all: [over(undefined, 0.2, [0.18, 0.22])], sent: [sent("email", 10), sent(null, 5)] },
      reports: [{ messageId: "over", subject: "brand" }],
    },
    {
      name: "all customers, where no segment stands out",
      measurements: {
        all: [over(undefined, 0.2, [0.18, 0.22])],
        groups: [over("young", 0.1, [0.03, 0.2], { n: 40 })],
      },
      reports: [
        { messageId: "over", subject: "brand" },
        { messageId: "maybe-over", subject: "young", severity: "info", certainty: "possible" },
      ],
    },
    {
      name: "by the calendar, once, in a month",
      measurements: { all: [over(undefined, 0.2, [0.18, 0.22])] },
      options: { clock: "calendar", days: 30, cap: 1, by: null },
      reports: [{ messageId: "over" }],
    },
    {
      name: "an open interval",
      measurements: { all: [over(undefined, 0.2, [null, 0.22])] },
      reports: [{ messageId: "maybe-over", certainty: "possible" }],
    },
    {
      name: "a hostile segment",
      measurements: { groups: [over("__proto__", 0.6, [0.57, 0.63])], sentTo: [sent("<b>", 3, "__proto__")] },
      reports: [{ messageId: "over", subject: "__proto__" }],
    },
  ],
})

describe("over-cap", () => {
  it.effect("knows the windows a calendar has", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(overCap.prepare({ clock: "calendar", days: 5 }))
      assert.include(error.message, "a calendar has days (1), weeks (7) and months (30)")
    }),
  )

  const DAY = 86_400_000
  const range = (n: number) => Array.from({ length: n }, (_, i) => i)
  const contacts = (who: string, customers: number, messages: number, rest: object = {}) =>
    range(customers).flatMap((i) =>
      range(messages).map((m) => ({
        eventId: `${who}-${i}-${m}`,
        customer: `${who}-${i}`,
        at: (10 + m) * DAY,
        touchpoint: "mail",
        class: "marketing",
        channel: m % 3 === 0 ? "app" : "email",
        status: "sent",
        ...rest,
      })),
    )
  const profiles = (who: string, customers: number) =>
    range(customers).map((i) => ({ eventId: `p-${who}-${i}`, customer: `${who}-${i}`, at: 0, segment: who }))

  it.effect("counts a package once, or each of its messages where it is told so", () =>
    Effect.gen(function* () {
      const spec = specOf({ contact: contacts("young", 100, 6, { packageId: "spring" }) })
      const facts = factsOf(spec)
      const found = (options?: object) =>
        Effect.gen(function* () {
          const { findings } = yield* judge([yield* overCap.prepare(options)], null, null, {
            calendar: Calendar.make("UTC"),
            outline: outlineOf(facts),
          })
          return findings.map(({ subject }) => subject.id)
        }).pipe(Effect.provide(MemoryEngine.layer(facts)))
      // Without profiles there are no segments: all customers together.
      assert.deepStrictEqual(yield* found({ packages: "each" }), ["brand"])
      assert.deepStrictEqual(yield* found(), [])
    }),
  )

  it.effect("finds the segment that gets too much, and names its channels", () =>
    Effect.gen(function* () {
      const facts = factsOf(
        specOf({
          customer: [...profiles("young", 100), ...profiles("families", 300)],
          contact: [
            ...contacts("young", 100, 6),
            ...contacts("families", 300, 2),
            // Bills are not counted, however many.
            ...contacts("families", 300, 20, { class: "transactional", touchpoint: "bill" }).map((row) => ({
              ...row,
              eventId: `bill-${row.eventId}`,
            })),
          ],
        }),
      )
      const prepared = yield* overCap.prepare()
      const calendar = Calendar.make("UTC")
      const { failures, findings } = yield* judge([prepared], null, null, {
        calendar,
        outline: outlineOf(facts),
      }).pipe(Effect.provide(MemoryEngine.layer(facts)))
      assert.deepStrictEqual(failures, [])
      const { say } = makeVoice("en", {}, "UTC", [overCap])
      assert.deepStrictEqual(
        findings.map(({ message, subject }) => [subject.kind, subject.id, say(message)]),
        [
          [
            "segment",
            "young",
            "100.0% of 100 customers in “young” (segment) got more than 4 contacts within 7 days (95% interval 96.3–100.0%); at most 5% should. Channels: email (67%), app (33%).",
          ],
        ],
      )
    }),
  )
})
