import { assert, describe, it } from "@effect/vitest"
import {
  averageOrderValue,
  csat,
  type Measurement,
  type MeasureRequest,
  nps,
  repeatRate,
} from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import { Calendar, Period } from "@touchpoint/core/time"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import vectors from "../fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../facts/project.ts"
import { answersOf, caveatData, caveatsOf, feedback, measurements } from "./asking.ts"

const utc = Calendar.make("UTC")
const period = (text: string) => Result.getOrThrow(Period.parse(text, utc))
const treatment = dimension("wave", column("wave"))
const size = dimension("touchpoint", column("touchpoint"))

const { crude, mix_effect: mixEffect, rate_effect: rateEffect, segments } = vectors.L1_simpson
const treated = (at?: (wave: string) => string): ReadonlyArray<Row> =>
  Object.entries(segments).flatMap(([stones, cells]) =>
    (["A", "B"] as const).flatMap((wave) => {
      const [x = 0, n = 0] = cells[wave]
      return answersOf(
        { "5": x, "1": n - x },
        { wave, touchpoint: stones, ...(at === undefined ? {} : { at: at(wave) }) },
        `${wave}${stones}`,
      )
    }),
  )
const first = (all: ReadonlyArray<Measurement>) => all.find(({ versus }) => versus !== undefined) as Measurement
const near = (actual: number | undefined, expected: number) =>
  assert.approximately(actual ?? Number.NaN, expected, 1e-12)

describe("a difference", () => {
  // Kidney stones: treatment A is better in both sizes of stones and worse as a whole.
  it.effect("of two groups is taken apart by a further dimension", () =>
    Effect.gen(function* () {
      const facts = yield* project([feedback("csat", treated())])
      const requests: ReadonlyArray<Partial<MeasureRequest>> = [{ versus: { wave: "B" } }, { compare: "rest" }]
      for (const request of requests) {
        const m = first(yield* measurements(facts, csat, {}, { by: [treatment], mix: size, ...request }))
        assert.strictEqual(m.by["wave"], "A")
        near(m.versus?.difference ?? undefined, crude)
        near(m.versus?.mix?.rate, rateEffect)
        near(m.versus?.mix?.mix, mixEffect)
        const { rate = 0, mix = 0 } = m.versus?.mix ?? {}
        near(rate + mix, m.versus?.difference ?? Number.NaN)
        assert.deepStrictEqual(caveatData(m, "mix-shift"), { dimension: "touchpoint", rate, mix })
      }
    }),
  )

  it.effect("of two periods is too, whole or in buckets", () =>
    Effect.gen(function* () {
      const rows = treated((wave) => (wave === "A" ? "2026-03-31" : "2026-02-01"))
      const facts = yield* project([feedback("csat", rows)], { asOf: Date.parse("2026-04-10Z") })
      for (const request of [{ period: period("2026-03") }, { every: "month" as const }]) {
        const all = yield* measurements(facts, csat, {}, { compare: "previous", mix: size, ...request })
        const march = all.at(-1) as Measurement
        near(march.versus?.mix?.rate, rateEffect)
        near(march.versus?.mix?.mix, mixEffect)
        assert.include(caveatsOf(march), "mix-shift")
      }
    }),
  )

  it.effect("of net scores and means is in their own unit", () =>
    Effect.gen(function* () {
      const rows = [
        ...answersOf({ "10": 30, "0": 10 }, { wave: "a", touchpoint: "x" }, "1"),
        ...answersOf({ "10": 10, "0": 30 }, { wave: "a", touchpoint: "y" }, "2"),
        ...answersOf({ "10": 30, "0": 10 }, { wave: "b", touchpoint: "x" }, "3"),
        ...answersOf({ "10": 30, "0": 90 }, { wave: "b", touchpoint: "y" }, "4"),
      ]
      const facts = yield* project([feedback("nps", rows)])
      const m = first(yield* measurements(facts, nps, {}, { by: [treatment], versus: { wave: "b" }, mix: size }))
      // +50 and −50 in both: only the sizes differ, half and half against a quarter and three quarters.
      near(m.versus?.mix?.rate, 0)
      near(m.versus?.mix?.mix, 25)
      near(m.versus?.difference ?? undefined, 25)
    }),
  )

  it.effect("of amounts per order is taken apart too", () =>
    Effect.gen(function* () {
      const orders = (wave: string, shop: string, n: number, amount: number) =>
        Array.from({ length: n }, (_, i) => ({
          eventId: `${wave}${shop}${i}`,
          customer: `${wave}${shop}${i}`,
          campaign: wave,
          touchpoint: shop,
          amount,
          currency: "EUR",
          at: "2026-01-01",
        }))
      const rows = [
        ...orders("a", "x", 10, 1000),
        ...orders("a", "y", 30, 5000),
        ...orders("b", "x", 30, 1000),
        ...orders("b", "y", 10, 5000),
      ]
      const facts = yield* project([{ kind: "order", rows }])
      const m = first(
        yield* measurements(
          facts,
          averageOrderValue,
          { currency: "EUR" },
          { by: [dimension("campaign", column("campaign"))], versus: { campaign: "b" }, mix: size },
        ),
      )
      near(m.versus?.mix?.rate, 0)
      near(m.versus?.mix?.mix, 2000)
    }),
  )

  it.effect("that the parts make themselves is told without a caveat", () =>
    Effect.gen(function* () {
      const rows = (["a", "b"] as const).flatMap((wave, i) =>
        ["x", "y"].flatMap((touchpoint) =>
          answersOf({ "5": 40 - 20 * i, "1": 10 + 20 * i }, { wave, touchpoint }, `${wave}${touchpoint}`),
        ),
      )
      const facts = yield* project([feedback("csat", rows)])
      const m = first(yield* measurements(facts, csat, {}, { by: [treatment], versus: { wave: "a" }, mix: size }))
      near(m.versus?.mix?.rate, -0.4)
      near(m.versus?.mix?.mix, 0)
      assert.notInclude(caveatsOf(m), "mix-shift")
    }),
  )

  it.effect("is not taken apart where the parts do not add up to the whole", () =>
    Effect.gen(function* () {
      const order = (customer: string, channel: string, shop: string, i: number) => ({
        eventId: `${customer}${shop}${i}`,
        customer,
        campaign: channel,
        touchpoint: shop,
        at: `2026-01-0${i}`,
      })
      const rows = ["web", "app"].flatMap((channel) =>
        Array.from({ length: 12 }, (_, i) => [
          order(`${channel}${i}`, channel, "north", 1),
          order(`${channel}${i}`, channel, "south", 2),
        ]).flat(),
      )
      const facts = yield* project([{ kind: "order", rows }])
      const m = first(
        yield* measurements(
          facts,
          repeatRate,
          {},
          { by: [dimension("campaign", column("campaign"))], versus: { campaign: "web" }, mix: size },
        ),
      )
      assert.isNull(m.versus?.mix)
    }),
  )

  it.effect("is not taken apart where parts are too small to be shown", () =>
    Effect.gen(function* () {
      const facts = yield* project([
        feedback("csat", [...treated(), ...answersOf({ "5": 2 }, { wave: "A", touchpoint: "rare" }, "rare")]),
      ])
      const request = { by: [treatment], versus: { wave: "B" }, mix: size }
      assert.isNotNull(first(yield* measurements(facts, csat, {}, request)).versus?.mix)
      assert.isNull(first(yield* measurements(facts, csat, {}, request, { minimumCell: 5 })).versus?.mix)
    }),
  )
})
