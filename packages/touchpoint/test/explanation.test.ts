import { assert, describe, it } from "@effect/vitest"
import { RejectReason } from "@touchpoint/core/facts"
import {
  CaveatId,
  conversionRate,
  costPerAcquisition,
  type Metric,
  metrics,
  responseTime,
} from "@touchpoint/core/metrics"
import { overCap, rules } from "@touchpoint/rules"
import * as Effect from "effect/Effect"
import { caveatPage, metricPage, rejectPage, rulePage } from "../src/project/explanation.ts"

const locales = ["en", "ru", "pl"] as const

describe("what a rule says", () => {
  it("has the default options in it", () => {
    const texts = rulePage(overCap, "en").messages.map(({ text }) => text)
    assert.include(
      texts,
      "Keep to 4 contacts within 7 days for every customer in “‹group›”, counted over all channels and senders together.",
    )
  })
  it("leaves no blank empty, in any language", () => {
    for (const locale of locales)
      for (const rule of rules) {
        const texts = rulePage(rule, locale).messages.flatMap(({ text }) => text ?? [])
        assert.isNotEmpty(texts, rule.id)
        for (const text of texts) assert.notMatch(text, /(?<![\d.,])0(?![\d.,]*\d)|[“„«]\s*[”»]|: *[.;]|undefined|NaN/u)
      }
  })
})

describe("what a metric's parameters are", () => {
  const page = (metric: Metric.Metric, locale: (typeof locales)[number]) => Effect.runSync(metricPage(metric, locale))
  const parameter = (metric: Metric.Metric, name: string, locale: (typeof locales)[number] = "en") =>
    page(metric, locale).words[name]

  it("is said in words, with its default and the values it may have", () => {
    assert.deepInclude(parameter(conversionRate, "order", "ru"), {
      title: "порядок шагов",
      choices: [
        { value: "sequential", inWords: "заданный, возможны другие события" },
        { value: "strict", inWords: "заданный, без других событий" },
        { value: "any", inWords: "любой" },
      ],
    })
    assert.strictEqual(parameter(conversionRate, "steps", "pl")?.inWords, "Interakcja → Zamówienie")
    assert.strictEqual(parameter(responseTime, "clock")?.inWords, "around the clock")
    assert.deepStrictEqual(parameter(responseTime, "clock")?.choices, [])
  })

  it("has a name in every language, and facts of all kinds that are counted", () => {
    for (const locale of locales)
      for (const metric of metrics) {
        const { facts, parameters, words } = page(metric, locale)
        assert.notMatch(facts ?? "", /undefined|^$/u, metric.id)
        assert.sameMembers(
          Object.keys(words),
          parameters.map(({ name }) => name),
        )
        for (const [name, { inWords, title }] of Object.entries(words)) {
          assert.notMatch(`${title} ${inWords ?? ""}`, /undefined|NaN|[{}[\]"]/u, `${metric.id} ${name}`)
          if (locale === "ru") assert.match(title, /\p{Script=Cyrillic}/u, `${metric.id} ${name}`)
        }
      }
    assert.strictEqual(page(costPerAcquisition, "en").facts, "orders (orders), costs (costs)")
  })
})

describe("caveats and reasons of rejects", () => {
  it("have a text each, with figures", () => {
    for (const locale of locales) {
      for (const id of CaveatId.literals) {
        const { text } = caveatPage(id, locale)
        assert.notStrictEqual(text, `report/${id}`)
        assert.notMatch(text, /NaN|undefined|null/u)
      }
      for (const id of RejectReason.literals) assert.isNotEmpty(rejectPage(id, locale).title)
    }
  })
})
