import { assert, describe, it } from "@effect/vitest"
import { catalog, folded, nearbyEntries, searchCatalog, spelt } from "@touchpoint/catalog"
import { Locale } from "@touchpoint/core/model"

const found = (query: string, locale: Locale = "en") => searchCatalog(query, locale).map(({ id }) => id as string)

describe("searchCatalog", () => {
  it("finds every touchpoint first by its id, its names and its aliases", () => {
    for (const entry of catalog) {
      for (const locale of Locale.literals) {
        assert.strictEqual(found(entry.id, locale)[0], entry.id)
        assert.strictEqual(found(entry.name[locale], locale)[0], entry.id, entry.name[locale])
      }
      for (const alias of entry.aliases) assert.strictEqual(found(alias)[0], entry.id, alias)
    }
  })
  it("does not mind case, marks, ё and hyphens", () => {
    assert.strictEqual(found("РАССЫЛКА", "ru")[0], "email-newsletter")
    assert.strictEqual(found("счет", "ru")[0], "billing-document")
    assert.strictEqual(found("Życzenia", "pl")[0], "anniversary-greeting")
    assert.strictEqual(found("zyczenia", "pl")[0], "anniversary-greeting")
    assert.strictEqual(found("obsluga klienta", "pl")[0], "customer-support-representative")
    assert.strictEqual(found("E MAIL newsletter")[0], "email-newsletter")
  })
  it("forgives slips, but only where nothing is spelt so", () => {
    assert.strictEqual(found("newsleter")[0], "email-newsletter")
    assert.strictEqual(found("сайтт", "ru")[0], "company-website")
    assert.strictEqual(found("loyality program")[0], "loyalty-programme")
    // Three letters and one of them wrong is another word.
    assert.deepStrictEqual(found("bax"), [])
    assert.include(found("video"), "video-tutorial")
    assert.notInclude(found("video"), "mobile-app")
  })
  it("ranks the name before an alias, an alias before the description", () => {
    const ids = found("app")
    assert.strictEqual(ids[0], "mobile-app")
    assert.include(ids, "online-advertising")
    assert.isBelow(found("product page").indexOf("product-page"), 1)
    assert.include(found("friend"), "peer-recommendation")
    assert.deepStrictEqual(found("friend", "ru"), [])
    assert.include(found("друг", "ru"), "peer-recommendation")
  })
  it("gives everything for nothing, and nothing for nonsense", () => {
    assert.lengthOf(found(""), catalog.length)
    assert.deepStrictEqual(found("zzzzqqqq"), [])
    assert.deepStrictEqual(found("…!?"), [])
    assert.deepStrictEqual(found("constructor __proto__"), [])
    assert.deepStrictEqual(found("z".repeat(100_000)), [])
  })
})

describe("nearbyEntries", () => {
  it("names what is nearest to words that the catalogue does not have, in three languages", () => {
    for (const query of ["returns", "zwrot", "возврат", "Refund policy"]) {
      assert.deepStrictEqual(found(query), [], query)
      assert.include(
        nearbyEntries(query).map(({ id }) => id),
        "customer-support-representative",
        query,
      )
    }
    for (const query of ["unsubscribe", "отписка", "wypisanie się"])
      assert.strictEqual(nearbyEntries(query)[0]?.id, "email-newsletter", query)
    for (const query of ["zzzz", "", "constructor"]) assert.deepStrictEqual(nearbyEntries(query), [])
  })
})

describe("spelt", () => {
  it("knows ids, names and aliases however they are cased, and nothing that is only similar", () => {
    assert.strictEqual(spelt("Newsletter")?.id, "email-newsletter")
    assert.strictEqual(spelt("E-mail_Newsletter")?.id, "email-newsletter")
    assert.strictEqual(spelt("ДОСТАВКА")?.id, "courier-delivery")
    // A step of its own, even where the cart is near.
    assert.isUndefined(spelt("checkout"))
    assert.strictEqual(found("checkout")[0], "shopping-cart")
    assert.isUndefined(spelt("newsleter"))
    assert.isUndefined(spelt(""))
  })
})

describe("folded", () => {
  it("is the same for composed and decomposed marks", () => {
    for (const text of ["Łódź", "Приём", "Żółć"]) assert.strictEqual(folded(text.normalize("NFD")), folded(text))
    assert.strictEqual(folded("  Łódź–Центр "), "lodz центр")
  })
})
