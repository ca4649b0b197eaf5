import { assert, describe, it } from "@effect/vitest"
import { makeWording } from "@touchpoint/core/report"
import { quoted, threshold } from "../src/spoken.ts"

const names = {
  party: {
    bocian: { en: "Couriers “Stork”", ru: "Курьеры «Боцян»", pl: "Kurierzy „Bocian”" },
  },
}

describe("quoted", () => {
  it("gives a name that quotes itself the marks of a quotation within one", () => {
    assert.deepStrictEqual(
      (["en", "ru", "pl"] as const).map((locale) => quoted("party", "bocian", makeWording(locale, names, "UTC"))),
      ["“Couriers ‘Stork’”", "«Курьеры „Боцян“»", "„Kurierzy «Bocian»”"],
    )
  })
  it("is the id where there is no name", () => {
    assert.strictEqual(quoted("party", "nobody", makeWording("en", names, "UTC")), "“nobody”")
  })
})

describe("threshold", () => {
  it("has no more decimals than it was set with", () => {
    const wording = makeWording("en", {}, "UTC")
    assert.deepStrictEqual(
      [0.95, 0.975, 0.9999, 1].map((x) => threshold(x, { kind: "proportion" }, wording)),
      ["95%", "97.5%", "99.99%", "100%"],
    )
    assert.strictEqual(threshold(-50, { kind: "points" }, wording), "−50")
  })
})
