import { assert, describe, it } from "@effect/vitest"
import type { Measurement } from "@touchpoint/core/metrics"
import { measurementOf, ruleTester } from "@touchpoint/testing"
import * as Effect from "effect/Effect"
import { ignoredNegativeTouchpoint } from "./index.ts"

const DAY = 86_400_000
const asOf = Date.UTC(2018, 6, 1)
const dayBefore = (days: number) => new Date(asOf - days * DAY).toISOString().slice(0, 10)

const nps = (value: number | null, interval: readonly [number, number] | null, rest: Partial<Measurement> = {}) =>
  measurementOf({
    metric: "nps",
    unit: { kind: "points" },
    by: { touchpoint: "delivery" },
    n: 100,
    ...rest,
    value,
    interval,
  })
const csat = (value: number | null, interval: readonly [number, number] | null, rest: Partial<Measurement> = {}) =>
  measurementOf({ metric: "csat", by: { touchpoint: "delivery" }, n: 100, ...rest, value, interval })

const bad = nps(-20, [-28, -12])
const doubtful = nps(-3, [-11, 5])
const dissatisfied = csat(0.45, [0.4, 0.5])
const delivery = (rest: object = {}) => ({ touchpoints: [{ id: "delivery", stage: "after-purchase", ...rest }] })
const tended = { owner: "Anna", reviewed: dayBefore(30) }
const courier = { ...delivery({ party: "courier" }), parties: [{ id: "courier", kind: "partner" }] }

ruleTester(ignoredNegativeTouchpoint, {
  quiet: [
    { name: "no inventory", measurements: { nps: [bad] }, asOf },
    { name: "no measurements", inventory: delivery(), asOf },
    {
      name: "a touchpoint the inventory does not know",
      inventory: { touchpoints: [] },
      measurements: { nps: [bad] },
      asOf,
    },
    {
      name: "feedback on no touchpoint",
      inventory: delivery(),
      measurements: { nps: [{ ...bad, by: { touchpoint: null } }] },
    },
    { name: "retired", inventory: delivery({ status: "retired" }), measurements: { nps: [bad] }, asOf },
    { name: "looked after", inventory: delivery(tended), measurements: { nps: [bad], csat: [dissatisfied] }, asOf },
    {
      name: "reviewed exactly as long ago as allowed",
      inventory: delivery({ ...tended, reviewed: dayBefore(180) }),
      measurements: { nps: [bad] },
      asOf,
    },
    {
      name: "reviewed after the facts end",
      inventory: delivery({ ...tended, reviewed: dayBefore(-3) }),
      measurements: { nps: [bad] },
      asOf,
    },
    {
      name: "an old review, but no dated facts",
      inventory: delivery({ ...tended, reviewed: "2001-01-01" }),
      measurements: { nps: [bad] },
      asOf: null,
    },
    { name: "NPS exactly at the floor", inventory: delivery(), measurements: { nps: [nps(0, [-8, 8])] }, asOf },
    { name: "CSAT exactly at the floor", inventory: delivery(), measurements: { csat: [csat(0.6, [0.5, 0.7])] }, asOf },
    { name: "too few answers", inventory: delivery(), measurements: { nps: [{ ...bad, n: 29 }] }, asOf },
    { name: "nothing honest to say", inventory: delivery(), measurements: { nps: [nps(null, null)] }, asOf },
    {
      name: "above a floor of one's own",
      inventory: delivery(),
      measurements: { nps: [bad], csat: [dissatisfied] },
      options: { npsFloor: -50, csatFloor: 0.3 },
      asOf,
    },
  ],
  loud: [
    {
      name: "likely negative and without owner",
      inventory: delivery({ reviewed: dayBefore(1) }),
      measurements: { nps: [bad] },
      asOf,
      reports: [
        {
          messageId: "unowned",
          subject: "delivery",
          severity: "critical",
          certainty: "likely",
          action: "assign",
          party: "brand",
          evidence: [bad],
          expectedEffect: null,
        },
      ],
    },
    {
      name: "possibly negative and without owner",
      inventory: delivery(),
      measurements: { nps: [doubtful] },
      asOf,
      reports: [{ messageId: "unowned", severity: "info", certainty: "possible" }],
    },
    {
      name: "never reviewed",
      inventory: delivery({ owner: "Anna" }),
      measurements: { csat: [dissatisfied] },
      asOf,
      reports: [
        {
          messageId: "unreviewed",
          severity: "warning",
          certainty: "likely",
          action: "review",
          evidence: [dissatisfied],
          expectedEffect: {
            value: (0.6 - 0.45) * 100,
            interval: { low: (0.6 - 0.5) * 100, high: (0.6 - 0.4) * 100, level: 0.95, method: "test" },
            unit: { kind: "count" },
            unitOfN: "answer",
          },
        },
      ],
    },
    {
      name: "never reviewed, without dated facts",
      inventory: delivery({ owner: "Anna" }),
      measurements: { nps: [bad] },
      reports: [{ messageId: "unreviewed" }],
    },
    {
      name: "reviewed one day too long ago",
      inventory: delivery({ ...tended, reviewed: dayBefore(181) }),
      measurements: { nps: [bad] },
      asOf,
      reports: [{ messageId: "stale", severity: "warning" }],
    },
    {
      name: "the day is that of the project's zone",
      inventory: delivery({ ...tended, reviewed: dayBefore(180) }),
      measurements: {
        nps: [nps(-20, [-28, -12], { period: { from: 0, to: asOf, zone: "Pacific/Kiritimati", complete: true } })],
      },
      asOf: asOf + DAY / 2,
      zone: "Pacific/Kiritimati",
      reports: [{ messageId: "stale" }],
    },
    {
      name: "an interval that reaches the floor is not below it",
      inventory: delivery(),
      measurements: { nps: [nps(-10, [-20, 0])] },
      asOf,
      reports: [{ messageId: "unowned", certainty: "possible", severity: "info" }],
    },
    {
      name: "no interval",
      inventory: delivery(),
      measurements: { nps: [nps(-10, null)] },
      asOf,
      reports: [{ messageId: "unowned", certainty: "possible" }],
    },
    {
      name: "exactly enough answers",
      inventory: delivery(),
      measurements: { nps: [{ ...bad, n: 30 }] },
      asOf,
      reports: [{ messageId: "unowned" }],
    },
    {
      name: "both metrics are one finding, as sure as the surer one",
      inventory: courier,
      measurements: { nps: [doubtful], csat: [dissatisfied] },
      asOf,
      reports: [
        {
          messageId: "unowned",
          certainty: "likely",
          severity: "critical",
          party: "courier",
          evidence: [doubtful, dissatisfied],
        },
      ],
    },
    {
      name: "a good metric is no evidence",
      inventory: delivery(),
      measurements: { nps: [nps(40, [30, 50])], csat: [dissatisfied] },
      asOf,
      reports: [{ messageId: "unowned", evidence: [dissatisfied] }],
    },
    {
      name: "a planned touchpoint that has feedback already",
      inventory: delivery({ status: "planned" }),
      measurements: { nps: [bad] },
      asOf,
      reports: [{ messageId: "unowned" }],
    },
  ],
})

describe("ignored-negative-touchpoint asks", () => {
  const paramsOf = (options: unknown) =>
    Effect.map(ignoredNegativeTouchpoint.prepare(options), ({ needs }) => {
      const wanted = needs({ inventory: null, kinds: new Set() })
      return [wanted["nps"]?.params, wanted["csat"]?.params]
    })

  it.effect("for every answer, and for the share of satisfied ones", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* paramsOf({}), [{ relation: "transactional" }, { form: "top-box" }])
    }),
  )
  it.effect("on the scale it is told", () =>
    Effect.gen(function* () {
      const scale = { min: 1, max: 10 }
      assert.deepStrictEqual(yield* paramsOf({ nps: { scale }, csat: { scale, top: 3 } }), [
        { relation: "transactional", scale },
        { scale, top: 3, form: "top-box" },
      ])
    }),
  )
  it.effect("never for a mean: the floor is a share", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(paramsOf({ csat: { form: "mean" } }))
      assert.deepStrictEqual(
        error.issues.map(({ path }) => path),
        ["csat.form"],
      )
    }),
  )
})
