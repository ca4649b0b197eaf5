import type { Measurement } from "@touchpoint/core/metrics"
import { measurementOf, ruleTester } from "@touchpoint/testing"
import { missingFeedback } from "./index.ts"

const period = { from: 0, to: 86_400_000, zone: "UTC", complete: true }
const reach = (touchpoint: string | null, n: number, rest: Partial<Measurement> = {}) =>
  measurementOf({
    metric: "touchpoint-reach",
    unit: { kind: "count" },
    unitOfN: "customer",
    by: touchpoint === null ? {} : { touchpoint },
    n,
    value: n,
    denominator: null,
    period,
    ...rest,
  })
const answers = (touchpoint: string, x: number, n: number, interval: readonly [number, number] | null = null) =>
  measurementOf({
    metric: "response-rate",
    unitOfN: "row",
    by: { touchpoint },
    n,
    value: n === 0 || x === n ? null : x / n,
    interval,
    numerator: x,
    denominator: n,
    period,
  })
const inventory = {
  touchpoints: [
    { id: "shop", stage: "during-purchase" },
    { id: "delivery", stage: "after-purchase", party: "partner" },
  ],
}
const everybody = { interacting: [reach(null, 1000)], contacted: [reach(null, 1000)] }
const asked = answers("shop", 30, 100, [0.22, 0.4])

ruleTester(missingFeedback, {
  quiet: [
    { name: "nothing" },
    { name: "only an inventory", inventory },
    {
      name: "no feedback among the facts: perhaps it was not loaded",
      inventory,
      measurements: { ...everybody, interactions: [reach("delivery", 900)] },
    },
    {
      name: "no inventory",
      measurements: { ...everybody, interactions: [reach("delivery", 900)], answers: [asked] },
    },
    {
      name: "asked and answered",
      inventory,
      measurements: { ...everybody, interactions: [reach("shop", 900)], answers: [asked] },
    },
    {
      name: "only answers are recorded: whom nobody asked is unknown, but answers there are",
      inventory,
      measurements: { ...everybody, interactions: [reach("shop", 900)], answers: [answers("shop", 40, 40)] },
    },
    {
      name: "few customers met it",
      inventory,
      measurements: { ...everybody, interactions: [reach("delivery", 99)], answers: [asked] },
    },
    {
      name: "a small share of all met it",
      inventory,
      measurements: {
        interacting: [reach(null, 10_000)],
        interactions: [reach("delivery", 499)],
        answers: [asked],
      },
    },
    {
      name: "nobody was counted",
      inventory,
      measurements: { interacting: [reach(null, 0)], interactions: [reach("delivery", 0)], answers: [asked] },
    },
    {
      name: "withheld",
      inventory,
      measurements: { ...everybody, interactions: [reach("delivery", 900, { value: null })], answers: [asked] },
    },
    {
      name: "an incomplete period",
      inventory,
      measurements: {
        ...everybody,
        interactions: [reach("delivery", 900, { period: { ...period, complete: false } })],
        answers: [asked],
      },
    },
    {
      name: "retired, ignored, the survey itself, and what peers do",
      inventory: {
        touchpoints: [
          { id: "old", stage: "during-purchase", status: "retired" },
          { id: "feedback-survey", stage: "after-purchase" },
          { id: "word", stage: "before-purchase", party: "peer" },
        ],
      },
      measurements: {
        ...everybody,
        interactions: [reach("old", 900), reach("feedback-survey", 900), reach("word", 900)],
        answers: [asked],
      },
    },
    {
      name: "a rate whose interval reaches the floor",
      inventory,
      measurements: {
        ...everybody,
        interactions: [reach("shop", 900)],
        answers: [answers("shop", 4, 100, [0.016, 0.098])],
      },
    },
    {
      name: "too few asked to call the rate low",
      inventory,
      measurements: {
        ...everybody,
        interactions: [reach("shop", 900)],
        answers: [answers("shop", 1, 99, [0.001, 0.049])],
      },
    },
  ],
  loud: [
    {
      name: "nobody asks",
      inventory,
      measurements: {
        ...everybody,
        interactions: [reach("shop", 900), reach("delivery", 100)],
        contacts: [reach("delivery", 50)],
        answers: [asked],
      },
      reports: [
        {
          messageId: "nobody-asked",
          subject: "delivery",
          severity: "warning",
          certainty: "certain",
          action: "ask",
          party: "partner",
          evidence: [reach("delivery", 100)],
          expectedEffect: null,
        },
      ],
    },
    {
      name: "contacts count where they reach more",
      inventory,
      measurements: {
        ...everybody,
        interactions: [reach("delivery", 20)],
        contacts: [reach("delivery", 300)],
        answers: [asked],
      },
      reports: [{ messageId: "nobody-asked", evidence: [reach("delivery", 300)] }],
    },
    {
      name: "nobody of a hundred answers",
      inventory,
      measurements: {
        ...everybody,
        interactions: [reach("shop", 900)],
        answers: [answers("shop", 0, 100, [0, 0.037])],
      },
      reports: [{ messageId: "nobody-answered", severity: "warning", certainty: "likely" }],
    },
    {
      name: "one was asked and did not answer: perhaps by chance",
      inventory,
      measurements: { ...everybody, interactions: [reach("shop", 900)], answers: [answers("shop", 0, 1, [0, 0.8])] },
      reports: [
        {
          messageId: "nobody-answered",
          subject: "shop",
          severity: "info",
          certainty: "possible",
          action: "ask-better",
          evidence: [answers("shop", 0, 1, [0, 0.8]), reach("shop", 900)],
        },
      ],
    },
    {
      name: "hardly anybody answers",
      inventory,
      measurements: {
        ...everybody,
        interactions: [reach("shop", 900)],
        answers: [answers("shop", 10, 1000, [0.005, 0.018])],
      },
      reports: [
        {
          messageId: "few-answers",
          certainty: "likely",
          severity: "warning",
          expectedEffect: {
            value: (0.05 - 0.01) * 1000,
            interval: { low: (0.05 - 0.018) * 1000, high: (0.05 - 0.005) * 1000, level: 0.95, method: "test" },
            unit: { kind: "count" },
            unitOfN: "answer",
          },
        },
      ],
    },
    {
      name: "limits of one's own",
      inventory,
      measurements: {
        interacting: [reach(null, 10_000)],
        interactions: [reach("delivery", 3)],
        answers: [asked],
      },
      options: { minimum: 1, reach: 0, ignore: [] },
      reports: [{ messageId: "nobody-asked", subject: "delivery" }],
    },
  ],
})
