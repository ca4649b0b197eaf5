import { assert, describe, it } from "@effect/vitest"
import { catalog, type EntryId, entryOf, folded, inventoryOf, nearestId, standard } from "@touchpoint/catalog"
import { metrics } from "@touchpoint/core/metrics"
import {
  decodeInventory,
  Locale,
  standardCategories,
  standardChannels,
  standardParties,
  standardStages,
} from "@touchpoint/core/model"
import * as Effect from "effect/Effect"

const named = {
  before: `online-advertising print-advertising marketing-campaign video-tutorial blog-post landing-page infographic
    social-media peer-recommendation tv-or-radio-advertising customer-review product-rating product-launch-event`,
  during: `company-website product-page brick-and-mortar-store point-of-sale product-catalogue sales-representative
    product-packaging`,
  after: `feedback-survey email-newsletter purchase-confirmation-email thank-you-email cross-sell-email
    customer-support-representative subscription-offer help-centre loyalty-programme billing-document`,
}
const extras = {
  emerging: "chatbot voice-assistant mobile-app iot-device ar-vr-experience",
  practice: `courier-delivery confirmation-call marketplace-listing shopping-cart online-booking exhibition-stand
    shopping-centre-promotion conference anniversary-greeting`,
}
const words = (text: string) => text.split(/\s+/u)
/** Metrics the second release adds to those of core. */
const planned = [
  "average-order-value",
  "contact-pressure",
  "conversion-rate",
  "purchase-frequency",
  "repurchase-within",
  "response-rate",
  "retention",
]

describe("the catalogue", () => {
  it("holds the thirty standard touchpoints by phase, in their order", () => {
    for (const [phase, list] of Object.entries(named))
      assert.deepStrictEqual(
        standard.filter((entry) => entry.phase === phase).map(({ id }) => id as string),
        words(list),
      )
    assert.deepStrictEqual(
      ["before", "during", "after"].map((phase) => standard.filter((entry) => entry.phase === phase).length),
      [13, 7, 10],
    )
  })
  it("holds the extras by tag", () => {
    assert.lengthOf(catalog, 44)
    for (const [tag, list] of Object.entries(extras))
      assert.deepStrictEqual(
        catalog
          .filter((entry) => entry.tag === tag)
          .map(({ id }) => id as string)
          .toSorted(),
        words(list).toSorted(),
      )
  })
  it("says everything in three languages, each in its own script", () => {
    for (const { description, id, name, objective } of catalog)
      for (const texts of [name, description, objective])
        for (const locale of Locale.literals) {
          const text = texts[locale]
          assert.strictEqual(text, text.trim(), id)
          assert.match(text, /^[\p{Lu}]/u, `${id}: ${text}`)
          assert.notMatch(text, / {2}|"/u, `${id}: ${text}`)
          // A name such as AR/VR is the same everywhere; a sentence is not.
          if (texts !== name) assert.strictEqual(/[а-яё]/iu.test(text), locale === "ru", `${id}: ${text}`)
        }
    for (const { description, id, objective } of catalog)
      for (const locale of Locale.literals) {
        assert.match(description[locale], /^[^.]*\.$/u, `${id}: one sentence`)
        assert.notMatch(objective[locale], /\.$/u, id)
      }
  })
  it("uses core's standard stages, categories, channels and parties only, and modes follow", () => {
    const ids = (list: ReadonlyArray<{ readonly id: string }>) => list.map(({ id }) => id)
    for (const entry of catalog) {
      assert.include(ids(standardStages), entry.stage)
      assert.strictEqual(standardStages.find(({ id }) => id === entry.stage)?.phase, entry.phase)
      assert.include(ids(standardCategories), entry.category)
      assert.strictEqual(standardChannels.find(({ id }) => id === entry.channel)?.mode, entry.mode, entry.id)
      assert.include(ids(standardParties), entry.party)
    }
  })
  it("suggests metrics there are", () => {
    const known = new Set([...metrics.map(({ id }) => id), ...planned])
    for (const entry of catalog) {
      assert.deepStrictEqual(
        entry.metrics.filter((id) => !known.has(id)),
        [],
        entry.id,
      )
      assert.strictEqual(new Set(entry.metrics).size, entry.metrics.length, entry.id)
    }
  })
  it("has no spelling of two touchpoints, not even by case or marks", () => {
    const owners = new Map<string, string>()
    for (const { aliases, id, name } of catalog)
      for (const text of [id, ...Object.values(name), ...aliases]) {
        assert.strictEqual(owners.get(folded(text)) ?? id, id, text)
        owners.set(folded(text), id)
      }
    assert.strictEqual(new Set(catalog.map(({ id }) => id)).size, catalog.length)
    for (const { aliases, id } of catalog) {
      assert.strictEqual(new Set(aliases).size, aliases.length, id)
      for (const alias of aliases) assert.strictEqual(alias, alias.toLowerCase(), id)
      // Every language has a spelling of its own.
      assert.isTrue(
        aliases.some((alias) => /[а-яё]/u.test(alias)),
        id,
      )
    }
  })
  it("finds by id, and what was nearly one", () => {
    assert.strictEqual(entryOf("courier-delivery").party, "partner")
    assert.isUndefined(entryOf("fax"))
    assert.isUndefined(entryOf("constructor"))
    assert.strictEqual(nearestId("chat-bot"), "chatbot")
  })
})

describe("inventoryOf", () => {
  it.effect("makes inventories that core accepts, whole and part, in every language", () =>
    Effect.gen(function* () {
      for (const locale of Locale.literals) {
        const whole = yield* decodeInventory(inventoryOf(catalog, { locale }))
        assert.lengthOf(whole.touchpoints, 44)
        const one = yield* decodeInventory(
          inventoryOf(standard, { locale, names: "one", status: "planned", withoutAliases: true }),
        )
        assert.lengthOf(one.touchpoints, 30)
        assert.isTrue(one.touchpoints.every(({ aliases, status }) => aliases === undefined && status === "planned"))
        assert.strictEqual(one.touchpoints[0]?.name, entryOf("online-advertising").name[locale])
      }
    }),
  )
  it.effect("takes entries and ids, each once, in their order", () =>
    Effect.gen(function* () {
      const inventory = yield* decodeInventory(inventoryOf(["chatbot", entryOf("blog-post"), "chatbot"]))
      assert.deepStrictEqual(
        inventory.touchpoints.map(({ id }) => id),
        ["chatbot", "blog-post"],
      )
    }),
  )
  it("says what a script without types may have meant", () => {
    assert.throws(() => inventoryOf(["chat-bot" as EntryId]), /no touchpoint "chat-bot"; did you mean "chatbot"\?/)
  })
})
