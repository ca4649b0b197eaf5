import { assert, describe, it } from "@effect/vitest"
import { MemoryEngine } from "@touchpoint/core/engine"
import {
  compareDefinitions,
  conversionRate,
  metrics,
  presets,
  prepareMetric,
  retention,
} from "@touchpoint/core/metrics"
import { Calendar } from "@touchpoint/core/time"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { project, type Row } from "../facts/project.ts"
import { measureAll } from "./asking.ts"

const warsaw = Calendar.make("Europe/Warsaw")
const visits = (rows: ReadonlyArray<Row>) =>
  project([{ kind: "interaction", rows: rows.map((row, i) => ({ eventId: String(i), touchpoint: "app", ...row })) }], {
    zone: warsaw.zone,
    asOf: Date.parse("2026-01-31T12:00:00Z"),
  })

const daily = {
  entry: { kind: "interaction" },
  return: { kind: "interaction" },
  interval: "day",
  index: 1,
}

describe("every preset", () => {
  it.effect("names parameters that its metrics have", () =>
    Effect.gen(function* () {
      for (const preset of presets)
        for (const [id, { params }] of Object.entries(preset.metrics)) {
          const metric = metrics.find((one) => one.id === id)
          assert.isDefined(metric, `${preset.id}: ${id}`)
          if (metric === undefined) continue
          // Sessions have interactions only.
          const steps = id === "conversion-rate" ? { steps: ["a", "b"] } : {}
          const prepared = yield* Effect.result(prepareMetric(metric, { ...steps, ...params }))
          assert.isTrue(Result.isSuccess(prepared), `${preset.id}: ${id}`)
          if (Result.isSuccess(prepared))
            for (const [name, value] of Object.entries(params))
              assert.deepStrictEqual(prepared.success.params[name], value)
        }
    }),
  )
})

describe("one data set by several conventions", () => {
  // Amplitude's own example: from 17:59 to 17:00 of the next day, and one who came back after 25 hours.
  const facts = visits([
    { customer: "ann", at: "2026-01-01T17:59:00+01:00" },
    { customer: "ann", at: "2026-01-02T17:00:00+01:00" },
    { customer: "bo", at: "2026-01-01T10:00:00+01:00" },
    { customer: "bo", at: "2026-01-02T11:00:00+01:00" },
    { customer: "cy", at: "2026-01-01T10:00:00+01:00" },
    { customer: "cy", at: "2026-01-05T11:00:00+01:00" },
  ])

  it.effect("says which parameter makes the difference", () =>
    Effect.gen(function* () {
      const asked = { metric: retention, params: daily, presets: ["posthog", "mixpanel", "amplitude"] }
      const compared = yield* compareDefinitions(asked, { calendar: warsaw }).pipe(
        Effect.provide(MemoryEngine.layer(yield* facts)),
      )
      const shown = compared.map(({ decisive, difference, measurement: { value }, preset }) => [
        preset,
        value,
        difference,
        decisive,
      ])
      assert.deepStrictEqual(shown, [
        [null, 2 / 3, null, null],
        ["posthog", 2 / 3, 0, null],
        ["mixpanel", 2 / 3, 0, null],
        ["amplitude", 2 / 3, 0, null],
      ])
      const [ours, posthog, mixpanel] = compared
      assert.strictEqual(posthog?.definition, ours?.definition)
      // Two parameters cancel out: by the clock Ann is not back, and later is enough for Cy.
      assert.notStrictEqual(mixpanel?.definition, ours?.definition)
      assert.deepStrictEqual(
        mixpanel?.parameters,
        [
          { name: "mode", ours: "on", theirs: "on-or-after", alone: 1 },
          { name: "clock", ours: "calendar", theirs: "elapsed", alone: 1 / 3 },
        ].toSorted((a, b) => Math.abs(b.alone - 2 / 3) - Math.abs(a.alone - 2 / 3)),
      )
    }),
  )

  it.effect("names a parameter that alone gives the other number, and one that is no definition alone", () =>
    Effect.gen(function* () {
      const asked = { metric: retention, params: { ...daily, mode: "on-or-after" }, presets: ["mixpanel", "amplitude"] }
      const [, mixpanel, amplitude] = yield* compareDefinitions(asked, { calendar: warsaw }).pipe(
        Effect.provide(MemoryEngine.layer(yield* facts)),
      )
      assert.deepStrictEqual([mixpanel?.difference === null, mixpanel?.decisive], [false, "clock"])
      assert.deepStrictEqual(
        amplitude?.parameters.find(({ name }) => name === "floor"),
        { name: "floor", ours: "none", theirs: "hour", alone: null },
      )
    }),
  )

  it.effect("leaves out conventions that do not know the metric, and takes those of a project", () =>
    Effect.gen(function* () {
      const own = {
        id: "old-tool",
        title: "Old tool",
        metrics: { "conversion-rate": { params: { within: 30 }, source: "its manual" } },
      }
      const compared = yield* compareDefinitions(
        { metric: conversionRate, presets: ["old-tool", "nobody"], known: [own] },
        { calendar: warsaw },
      ).pipe(Effect.provide(MemoryEngine.layer(yield* facts)))
      assert.deepStrictEqual(
        compared.map(({ preset }) => preset),
        [null, "old-tool"],
      )
    }),
  )
})

describe("a number named after a preset", () => {
  it.effect("has the definition its parameters make, whoever they are named after", () =>
    Effect.gen(function* () {
      const metric = yield* prepareMetric(retention, daily)
      const facts = yield* visits([{ customer: "ann", at: "2026-01-01" }])
      const [named, plain, sundays] = yield* measureAll(facts, [{ metric, preset: "posthog" }, { metric }])
      assert.strictEqual(named?.passport.preset, "posthog")
      assert.strictEqual(named?.definition, plain?.definition)
      assert.isUndefined(sundays)
      const [other] = yield* measureAll(facts, [{ metric }], { calendar: Calendar.make("Europe/Warsaw", 0) })
      assert.notStrictEqual(other?.definition, plain?.definition)
    }),
  )
})
