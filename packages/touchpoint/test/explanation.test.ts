import { assert, describe, it } from "@effect/vitest"
import { RejectReason } from "@touchpoint/core/facts"
import { CaveatId } from "@touchpoint/core/metrics"
import { overCap, rules } from "@touchpoint/rules"
import { caveatPage, rejectPage, rulePage } from "../src/project/explanation.ts"

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
