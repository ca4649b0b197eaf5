import { assert, describe, expect, it } from "@effect/vitest"
import { Measurement } from "@touchpoint/core/metrics"
import { json, measurementsJson } from "@touchpoint/renderers"
import { Effect, Schema } from "effect"
import { emptyReport, HOSTILE, reportWith, voiceOf } from "../../test/fixture.ts"

const report = reportWith(HOSTILE)
const render = (of = report, locale: "en" | "ru" | "pl" = "en") =>
  Effect.map(json.render(of, voiceOf(of, locale)), (bytes) => new TextDecoder().decode(bytes))

const Parsed = Schema.fromJsonString(
  Schema.Struct({
    schema: Schema.Literal(1),
    report: Schema.String,
    title: Schema.String,
    measurements: Schema.Array(Measurement),
    findings: Schema.Array(
      Schema.Struct({ text: Schema.String, recommendation: Schema.Struct({ action: Schema.String }) }),
    ),
    sources: Schema.Array(Schema.Struct({ source: Schema.String })),
    definitions: Schema.Array(Schema.Struct({ definition: Schema.String })),
    failures: Schema.Array(Schema.Struct({ owner: Schema.String })),
    manifest: Schema.Struct({ asOf: Schema.NullOr(Schema.String) }),
  }),
)

describe("json", () => {
  it("renders the report as in the golden file", async () => {
    await expect(await Effect.runPromise(render())).toMatchFileSnapshot("__golden__/overview.json")
  })

  it.effect("gives equal bytes for equal reports", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* render(reportWith(HOSTILE)), yield* render(reportWith(HOSTILE)))
    }),
  )

  it.effect("gives back every measurement once, and the sentences of findings", () =>
    Effect.gen(function* () {
      const parsed = yield* Schema.decodeUnknownEffect(Parsed)(yield* render())
      const shown = report.blocks.flatMap((block) =>
        block.type === "section"
          ? block.blocks.flatMap((leaf) => (leaf.type === "measurement-table" ? leaf.measurements : []))
          : [],
      )
      assert.deepEqual(parsed.measurements, shown)
      assert.include(parsed.findings[0]?.text, "The courier keeps")
      assert.include(parsed.findings[0]?.recommendation.action, "Agree with the courier")
      assert.strictEqual(parsed.manifest.asOf, "2026-06-18T12:00:00Z")
      assert.isNotEmpty(parsed.failures)
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
