import { assert, describe, it } from "@effect/vitest"
import { makeVoice, type Report } from "@touchpoint/core/report"
import { message } from "@touchpoint/core/rules"
import { html, json, markdown, terminal } from "@touchpoint/renderers"
import { JsonReport } from "@touchpoint/renderers/json"
import { measurementOf } from "@touchpoint/testing"
import { Effect } from "effect"
import * as Schema from "effect/Schema"
import { HOSTILE } from "./fixture.ts"

const period = (month: number, complete = true) => ({
  from: Date.UTC(2026, month - 1, 1),
  to: Date.UTC(2026, month, 1),
  zone: "UTC",
  complete,
})
const report = (title: string): Report => ({
  schema: 1,
  id: "overview",
  title: message("report/title", { title }),
  names: { metric: { "sales-growth": { en: `Sales growth ${title}` } } },
  blocks: [
    {
      type: "section",
      title: message("report/keyFigures"),
      blocks: [
        {
          type: "growth",
          title: message("report/growthLegend"),
          measurement: measurementOf({ metric: "sales-growth", period: period(2), value: 2, n: 6, unitOfN: "order" }),
          previous: period(1),
          currency: "EUR",
          revenue: { before: 400_000, now: 1_200_000 },
          factors: [
            { factor: "customers", before: 1200, now: 1800, effect: 295_256, share: 0.73814 },
            { factor: "frequency", before: 1.25, now: 1, effect: -104_744, share: -0.26186 },
            { factor: "orderValue", before: 267, now: 667, effect: 609_488, share: 1.52372 },
          ],
        },
      ],
    },
  ],
  manifest: { files: [], versions: {}, config: "", asOf: null, zone: "UTC", seed: null },
})
const rendered = Effect.fnUntraced(function* (
  renderer: typeof markdown,
  locale: "en" | "ru" | "pl" = "en",
  title = "",
) {
  const given = report(title)
  const bytes = yield* renderer.render(given, makeVoice(locale, given.names, "UTC"))
  return new TextDecoder().decode(bytes).replaceAll(/[\u00a0\u202f]/gu, " ")
})

describe("what a growth of sales is made of", () => {
  it.effect("is a table in Markdown: before, now, and parts that add up to the change", () =>
    Effect.gen(function* () {
      const text = yield* rendered(markdown)
      assert.include(
        text,
        [
          "| Factor | Jan 2026 | Feb 2026 | Part of the change | Part of the growth |",
          "| --- | ---: | ---: | ---: | ---: |",
          "| Buyers | 1,200 | 1,800 | +€2,952.56 | +73.8 pp |",
          "| Orders per buyer | 1.25 | 1.00 | −€1,047.44 | −26.2 pp |",
          "| Revenue per order | €2.67 | €6.67 | +€6,094.88 | +152.4 pp |",
          "| Revenue | €4,000.00 | €12,000.00 | +€8,000.00 | +200.0 pp |",
        ].join("\n"),
      )
      assert.notMatch(text, /because|caused|due to|thanks to/iu)
    }),
  )

  it.effect("is said in Russian and Polish", () =>
    Effect.gen(function* () {
      assert.include(
        yield* rendered(markdown, "ru"),
        "| Число покупателей | 1 200 | 1 800 | +2 952,56 € | +73,8 п. п. |",
      )
      assert.include(
        yield* rendered(markdown, "pl"),
        "| Przychód na zamówienie | 2,67 € | 6,67 € | +6094,88 € | +152,4 p.p. |",
      )
    }),
  )

  it.effect("keeps to the width of a terminal, and to markup of its own on a page", () =>
    Effect.gen(function* () {
      const text = yield* rendered(terminal)
      for (const line of text.split("\n")) assert.isAtMost([...line].length, 80, line)
      assert.match(text, /Orders per buyer +1\.25 +1\.00 +−€1,047\.44 +−26\.2 pp/u)
      const page = yield* rendered(html, "en", HOSTILE)
      assert.match(page, /<th scope="row">Revenue<\/th><td class="figure">€4,000\.00<\/td>/u)
      assert.notInclude(page, HOSTILE)
    }),
  )

  it.effect("is data in JSON, with its period, its completeness and its currency", () =>
    Effect.gen(function* () {
      const given = report("")
      const text = new TextDecoder().decode(yield* json.render(given, makeVoice("en", given.names, "UTC")))
      const [growth] = Schema.decodeUnknownSync(Schema.fromJsonString(JsonReport))(text).growth
      if (growth === undefined) return assert.fail("no growth is written")
      assert.deepStrictEqual(growth.revenue, { before: 400_000, now: 1_200_000 })
      assert.deepStrictEqual(
        [growth.currency, growth.previous.complete, growth.measurement.period?.complete],
        ["EUR", true, true],
      )
      assert.deepStrictEqual(
        growth.factors.map(({ effect }) => effect),
        [295_256, -104_744, 609_488],
      )
    }),
  )
})
