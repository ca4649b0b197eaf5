import { assert, describe, expect, it } from "@effect/vitest"
import type { Measurement } from "@touchpoint/core/metrics"
import { canonicalJson } from "@touchpoint/core/questions"
import { json, JsonReport, measurementsJson } from "@touchpoint/renderers"
import { Effect, Schema } from "effect"
import { emptyReport, HOSTILE, reportWith, voiceOf } from "../../test/fixture.ts"

const report = reportWith(HOSTILE)
const render = (of = report, locale: "en" | "ru" | "pl" = "en") =>
  Effect.map(json.render(of, voiceOf(of, locale)), (bytes) => new TextDecoder().decode(bytes))

const Parsed = Schema.fromJsonString(JsonReport)

describe("json", () => {
  it("renders a report as in the golden file", async () => {
    const shown = ["funnel", "findings", "failures"]
    const blocks = report.blocks.filter(
      (block) => block.type === "section" && block.blocks.some(({ type }) => shown.includes(type)),
    )
    await expect(await Effect.runPromise(render({ ...report, blocks }))).toMatchFileSnapshot("__golden__/report.json")
  })

  it.effect("gives equal bytes for equal reports", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* render(reportWith(HOSTILE)), yield* render(reportWith(HOSTILE)))
    }),
  )

  it.effect("gives back every measurement once, and the sentences of findings", () =>
    Effect.gen(function* () {
      const parsed = yield* Schema.decodeUnknownEffect(Parsed)(yield* render())
      const leaves = report.blocks.flatMap((block) => (block.type === "section" ? block.blocks : [block]))
      const shown = leaves.flatMap((leaf): ReadonlyArray<Measurement> =>
        leaf.type === "measurement-table" ? leaf.measurements : [],
      )
      const given = new Set(parsed.measurements.map((m) => canonicalJson(m)))
      assert.strictEqual(given.size, parsed.measurements.length)
      for (const m of shown) assert.isTrue(given.has(canonicalJson(m)))
      assert.include(parsed.findings[0]?.text, "The courier keeps")
      assert.include(parsed.findings[0]?.recommendation.action, "Agree with the courier")
      assert.strictEqual(parsed.manifest.asOf, Date.UTC(2026, 5, 18, 12))
      assert.isNotEmpty(parsed.failures)
    }),
  )

  it.effect("gives the pictures with their sentences and numbers", () =>
    Effect.gen(function* () {
      const { cohorts, funnels, histograms, journeys, keyFigures } = yield* Schema.decodeUnknownEffect(Parsed)(
        yield* render(),
      )
      assert.deepStrictEqual(
        keyFigures.map(({ change, trend }) => [change, trend.length]),
        [
          ["none", 6],
          [null, 0],
          [null, 0],
          ["worse", 5],
        ],
      )
      assert.deepStrictEqual(
        funnels[0]?.steps.map(({ overall }) => overall.numerator),
        [4000, 2310, 1250],
      )
      assert.strictEqual(journeys[0]?.touchpoints.length, 7)
      assert.deepStrictEqual(cohorts[0]?.columns, [1, 2, 3])
      assert.strictEqual(histograms[0]?.cap, 4)
      for (const { title } of [...cohorts, ...funnels, ...histograms, ...journeys]) assert.notInclude(title, "report/")
    }),
  )

  it.effect.each(["en", "ru", "pl"] as const)("says everything in %s", (locale) =>
    Effect.gen(function* () {
      for (const of of [report, emptyReport]) {
        const page = yield* render(of, locale)
        assert.notInclude(page, "undefined")
        yield* Schema.decodeUnknownEffect(Parsed)(page)
      }
    }),
  )

  it("writes measurements alone as an array", () => {
    assert.strictEqual(measurementsJson([]), "[]\n")
  })
})
