import { assert, describe, it } from "@effect/vitest"
import type { Measurement } from "@touchpoint/core/metrics"
import { measurementOf, ruleTester } from "@touchpoint/testing"
import * as Effect from "effect/Effect"
import { partnerBelowSla } from "./index.ts"

const kept = (party: string, x: number, n: number, rest: Partial<Measurement> = {}) =>
  measurementOf({
    metric: "promise-keeping",
    unitOfN: "promise",
    by: { party },
    n,
    interval: [0.8, 0.9],
    ...rest,
    value: n === 0 ? null : x / n,
  })

const partyOf = (id: string, kind: string, sla?: number) => ({ id, kind, ...(sla === undefined ? {} : { sla }) })
const agreed = { touchpoints: [], parties: [partyOf("courier", "partner", 0.97)] }
const period = { from: 0, to: 1, zone: "UTC" }

ruleTester(partnerBelowSla, {
  quiet: [
    { name: "no measurements", inventory: agreed },
    { name: "no inventory and no agreement", measurements: { promises: [kept("courier", 50, 100)] } },
    {
      name: "a partner that agreed to nothing",
      inventory: { touchpoints: [], parties: [partyOf("courier", "partner")] },
      measurements: { promises: [kept("courier", 50, 100)] },
    },
    {
      name: "the brand and peers, whatever they agreed to",
      inventory: { touchpoints: [], parties: [partyOf("shop", "brand", 0.97), partyOf("friends", "peer", 0.97)] },
      measurements: { promises: [kept("brand", 50, 100), kept("shop", 50, 100), kept("friends", 50, 100)] },
    },
    { name: "exactly as agreed", inventory: agreed, measurements: { promises: [kept("courier", 97, 100)] } },
    {
      name: "as few as chance brings easily",
      inventory: agreed,
      measurements: { promises: [kept("courier", 96, 100)] },
    },
    { name: "more than agreed", inventory: agreed, measurements: { promises: [kept("courier", 100, 100)] } },
    { name: "too few promises", inventory: agreed, measurements: { promises: [kept("courier", 0, 9)] } },
    { name: "nothing was due", inventory: agreed, measurements: { promises: [kept("courier", 0, 0)] } },
    {
      name: "an incomplete period",
      inventory: agreed,
      measurements: { promises: [kept("courier", 50, 100, { period: { ...period, complete: false } })] },
    },
    {
      name: "an agreement to keep none",
      inventory: { touchpoints: [], parties: [partyOf("courier", "partner", 0)] },
      measurements: { promises: [kept("courier", 0, 100)] },
    },
  ],
  loud: [
    {
      // P(X ≤ 94 | 100, 0.97) = 0.0808: not enough to refute the contract.
      name: "94 of 100 do not refute 97 %",
      inventory: agreed,
      measurements: { promises: [kept("courier", 94, 100)] },
      reports: [
        {
          messageId: "unproven",
          subject: "courier",
          severity: "info",
          certainty: "possible",
          action: "watch",
          party: "brand",
        },
      ],
    },
    {
      // P(X ≤ 93 | 100, 0.97) = 0.0312, from R: pbinom(93, 100, 0.97)
      name: "93 of 100 do",
      inventory: agreed,
      measurements: { promises: [kept("courier", 93, 100)] },
      reports: [
        {
          messageId: "below",
          subject: "courier",
          severity: "warning",
          certainty: "likely",
          action: "claim",
          party: "courier",
          expectedEffect: {
            value: (0.97 - 0.93) * 100,
            interval: { low: (0.97 - 0.9) * 100, high: (0.97 - 0.8) * 100, level: 0.95, method: "test" },
            unit: { kind: "count" },
            unitOfN: "promise",
          },
        },
      ],
    },
    {
      name: "not with more confidence asked for",
      inventory: agreed,
      measurements: { promises: [kept("courier", 93, 100)] },
      options: { level: 0.99 },
      reports: [{ messageId: "unproven" }],
    },
    {
      name: "far below is critical",
      inventory: agreed,
      measurements: { promises: [kept("courier", 780, 1000)] },
      reports: [{ messageId: "below", severity: "critical" }],
    },
    {
      name: "the option, for partners without an agreement of their own and for those nobody declared",
      inventory: { touchpoints: [], parties: [partyOf("courier", "partner", 0.5), partyOf("post", "partner")] },
      measurements: { promises: [kept("courier", 80, 100), kept("post", 80, 100), kept("other", 80, 100)] },
      options: { sla: 0.95 },
      reports: [
        { messageId: "below", subject: "post" },
        { messageId: "below", subject: "other" },
      ],
    },
    {
      name: "effective promises count, not rows: 930 of 1000 that tell as much as 70",
      inventory: agreed,
      measurements: { promises: [kept("courier", 930, 1000, { nEffective: 70 })] },
      reports: [{ messageId: "unproven" }],
    },
    {
      name: "a hostile party",
      inventory: { touchpoints: [], parties: [partyOf("constructor", "partner", 0.97)] },
      measurements: { promises: [kept("constructor", 50, 100), kept("__proto__", 50, 100)] },
      reports: [{ messageId: "below", subject: "constructor" }],
    },
  ],
})

describe("partner-below-sla", () => {
  it.effect("says the exact limit and probability", () =>
    Effect.gen(function* () {
      const { judge } = yield* partnerBelowSla.prepare({ sla: 0.97 })
      const [finding] = judge({
        inventory: null,
        measurements: { promises: [kept("courier", 94, 100)] },
        calendar: { zone: "UTC", weekStart: 1 },
        asOf: null,
      })
      // R: pbinom(94, 100, 0.97) and binom.test(94, 100, alternative = "less")
      assert.approximately(Number(finding?.message.data["p"]), 0.0808371289, 1e-10)
      assert.approximately(Number(finding?.message.data["limit"]), 0.9735, 1e-3)
    }),
  )
  it.effect("refuses an agreement of 97 instead of 0.97", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(partnerBelowSla.prepare({ sla: 97 }))
      assert.deepStrictEqual(
        error.issues.map(({ path }) => path),
        ["sla"],
      )
    }),
  )
})
