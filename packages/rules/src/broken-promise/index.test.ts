import { assert, describe, it } from "@effect/vitest"
import type { Measurement } from "@touchpoint/core/metrics"
import { measurementOf, ruleTester } from "@touchpoint/testing"
import * as Effect from "effect/Effect"
import { brokenPromise } from "./index.ts"

const kept = (
  party: string,
  value: number | null,
  interval: readonly [number | null, number | null] | null,
  rest: Partial<Measurement> = {},
) => measurementOf({ metric: "promise-keeping", unitOfN: "promise", by: { party }, n: 1000, ...rest, value, interval })

const period = { from: 0, to: 1, zone: "UTC" }
const low = kept("courier", 0.875, [0.85, 0.9])
const inventory = {
  touchpoints: [],
  parties: [
    { id: "courier", kind: "partner" },
    { id: "shop", kind: "brand" },
  ],
}

ruleTester(brokenPromise, {
  quiet: [
    { name: "no measurements" },
    { name: "the target is reached", measurements: { promises: [kept("courier", 0.97, [0.95, 0.98])] } },
    { name: "exactly at the target", measurements: { promises: [kept("courier", 0.95, [0.93, 0.97])] } },
    { name: "too few promises", measurements: { promises: [kept("courier", 0.5, [0.33, 0.67], { n: 29 })] } },
    { name: "nothing was due", measurements: { promises: [kept("courier", null, null, { n: 0 })] } },
    {
      name: "an incomplete period",
      measurements: { promises: [kept("courier", 0.5, [0.4, 0.6], { period: { ...period, complete: false } })] },
    },
    {
      name: "a partner with an agreement, which another rule judges",
      inventory: { touchpoints: [], parties: [{ id: "courier", kind: "partner", sla: 0.97 }] },
      measurements: { promises: [low] },
    },
    { name: "a target of one's own", measurements: { promises: [low] }, options: { target: 0.8 } },
  ],
  loud: [
    {
      name: "a partner below the target",
      inventory,
      measurements: { promises: [low] },
      reports: [
        {
          messageId: "below",
          subject: "courier",
          severity: "warning",
          certainty: "likely",
          action: "agree",
          party: "courier",
          evidence: [low],
          expectedEffect: {
            value: (0.95 - 0.875) * 1000,
            interval: { low: (0.95 - 0.9) * 1000, high: (0.95 - 0.85) * 1000, level: 0.95, method: "test" },
            unit: { kind: "count" },
            unitOfN: "promise",
          },
        },
      ],
    },
    {
      name: "the brand itself, and a party of its kind",
      inventory,
      measurements: { promises: [kept("brand", 0.9, [0.88, 0.92]), kept("shop", 0.9, [0.88, 0.92])] },
      reports: [
        { messageId: "below", subject: "brand", action: "mend", party: "brand" },
        { messageId: "below", subject: "shop", action: "mend", party: "shop" },
      ],
    },
    {
      name: "without inventory, any other party is a partner",
      measurements: { promises: [kept("brand", 0.9, [0.88, 0.92]), low] },
      reports: [
        { messageId: "below", subject: "brand", action: "mend" },
        { messageId: "below", subject: "courier", action: "agree" },
      ],
    },
    {
      name: "the interval reaches the target",
      measurements: { promises: [kept("courier", 0.93, [0.9, 0.95])] },
      reports: [
        {
          messageId: "maybe-below",
          severity: "info",
          certainty: "possible",
          expectedEffect: {
            value: (0.95 - 0.93) * 1000,
            interval: { low: 0, high: (0.95 - 0.9) * 1000, level: 0.95, method: "test" },
            unit: { kind: "count" },
            unitOfN: "promise",
          },
        },
      ],
    },
    {
      name: "the interval holds the target: no fewer than none",
      measurements: { promises: [kept("courier", 0.9375, [0.9, 0.97], { n: 64 })] },
      reports: [
        {
          messageId: "maybe-below",
          expectedEffect: {
            value: (0.95 - 0.9375) * 64,
            interval: { low: 0, high: (0.95 - 0.9) * 64, level: 0.95, method: "test" },
            unit: { kind: "count" },
            unitOfN: "promise",
          },
        },
      ],
    },
    {
      name: "open sides stay open",
      measurements: { promises: [kept("courier", 0.875, [null, 0.9]), kept("post", 0.875, [0.85, null])] },
      reports: [
        {
          messageId: "below",
          expectedEffect: {
            value: (0.95 - 0.875) * 1000,
            interval: { low: (0.95 - 0.9) * 1000, high: null, level: 0.95, method: "test" },
            unit: { kind: "count" },
            unitOfN: "promise",
          },
        },
        {
          messageId: "maybe-below",
          expectedEffect: {
            value: (0.95 - 0.875) * 1000,
            interval: { low: null, high: (0.95 - 0.85) * 1000, level: 0.95, method: "test" },
            unit: { kind: "count" },
            unitOfN: "promise",
          },
        },
      ],
    },
    {
      name: "no interval and no denominator",
      measurements: { promises: [kept("courier", 0.875, null, { denominator: null })] },
      reports: [{ messageId: "maybe-below", certainty: "possible", expectedEffect: null }],
    },
    {
      name: "wholly below the critical share",
      measurements: { promises: [kept("courier", 0.7, [0.65, 0.79])] },
      reports: [{ messageId: "below", severity: "critical", certainty: "likely" }],
    },
    {
      name: "not wholly below the critical share",
      measurements: { promises: [kept("courier", 0.75, [0.7, 0.8])] },
      reports: [{ messageId: "below", severity: "warning" }],
    },
    {
      name: "a complete period, exactly enough promises",
      measurements: {
        promises: [kept("courier", 0.5, [0.33, 0.66], { n: 30, period: { ...period, complete: true } })],
      },
      reports: [{ messageId: "below", severity: "critical" }],
    },
  ],
})

describe("broken-promise asks", () => {
  it.effect("by the rule of lateness it is told", () =>
    Effect.gen(function* () {
      const { needs } = yield* brokenPromise.prepare({ rule: "day" })
      assert.deepStrictEqual(needs({ inventory: null, kinds: new Set() })["promises"]?.params, { rule: "day" })
    }),
  )
  it.effect("for shares as targets only", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(brokenPromise.prepare({ target: 95 }))
      assert.deepStrictEqual(
        error.issues.map(({ path }) => path),
        ["target"],
      )
    }),
  )
})
