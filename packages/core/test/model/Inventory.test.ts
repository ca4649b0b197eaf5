import { assert, describe, it } from "@effect/vitest"
import {
  decodeInventory,
  formatPath,
  Inventory,
  type InventoryIssue,
  nameIn,
  nearest,
  standardCategories,
  standardChannels,
  standardParties,
  standardStages,
} from "@touchpoint/core/model"
import * as Effect from "effect/Effect"

const issuesOf = (input: unknown) => Effect.map(Effect.flip(decodeInventory(input)), (error) => error.issues)
const byPath = (issues: ReadonlyArray<InventoryIssue>) =>
  new Map(issues.map((issue) => [formatPath(issue.path), issue]))
const paths = (issues: ReadonlyArray<InventoryIssue>) => issues.map(({ path }) => formatPath(path))
const touchpoint = (more: object = {}) => ({ id: "shop", stage: "before-purchase", ...more })

describe("an inventory", () => {
  it.effect("reports every reference that leads nowhere, with its path, at once", () =>
    Effect.gen(function* () {
      const issues = yield* issuesOf({
        touchpoints: [
          touchpoint(),
          { id: "site", stage: "buying", category: "contnet", channel: "fax", party: "courir" },
        ],
        parties: [{ id: "courier", kind: "partner" }],
        journeys: [{ id: "j", persona: "anna", steps: ["shop", "shp"] }],
        budgets: [{ touchpoint: "sit", amount: 100, currency: "PLN" }],
      })
      assert.deepStrictEqual(paths(issues), [
        "touchpoints[1].stage",
        "touchpoints[1].category",
        "touchpoints[1].channel",
        "touchpoints[1].party",
        "journeys[0].persona",
        "journeys[0].steps[1]",
        "budgets[0].touchpoint",
      ])
      const at = byPath(issues)
      assert.strictEqual(at.get("touchpoints[1].category")?.fix, 'did you mean "content"?')
      assert.strictEqual(at.get("touchpoints[1].party")?.fix, 'did you mean "courier"?')
      assert.strictEqual(at.get("journeys[0].steps[1]")?.fix, 'did you mean "shop"?')
      assert.include(at.get("touchpoints[1].stage")?.problem ?? "", '"buying"')
      assert.include(at.get("touchpoints[1].stage")?.fix ?? "", "before-purchase, during-purchase, after-purchase")
    }),
  )

  it.effect("says what to do even where there is nothing to choose from", () =>
    Effect.gen(function* () {
      const [issue] = yield* issuesOf({
        touchpoints: [touchpoint()],
        journeys: [{ id: "j", persona: "anna", steps: ["shop"] }],
      })
      assert.strictEqual(issue?.problem, 'unknown persona "anna"')
      assert.notMatch(issue?.fix ?? "", /one of: $/)
    }),
  )

  it.effect("names both places of an id given twice", () =>
    Effect.gen(function* () {
      const issues = yield* issuesOf({
        touchpoints: [touchpoint(), touchpoint({ id: "site" }), touchpoint()],
        channels: [
          { id: "fax", mode: "offline" },
          { id: "fax", mode: "online" },
        ],
      })
      assert.deepStrictEqual(paths(issues), ["touchpoints[2].id", "channels[1].id"])
      assert.include(issues[0]?.problem ?? "", "touchpoints[0]")
    }),
  )

  it.effect("refuses an alias that names another touchpoint, by id or by alias", () =>
    Effect.gen(function* () {
      const issues = yield* issuesOf({
        touchpoints: [
          touchpoint({ aliases: ["Shop Warsaw", "site"] }),
          touchpoint({ id: "site", aliases: ["Shop Warsaw", "www"] }),
          touchpoint({ id: "www" }),
        ],
      })
      assert.deepStrictEqual(paths(issues), [
        "touchpoints[0].aliases[1]",
        "touchpoints[1].aliases[0]",
        "touchpoints[1].aliases[1]",
      ])
    }),
  )

  it.effect("may name a touchpoint by its own id again", () =>
    Effect.gen(function* () {
      const inventory = yield* decodeInventory({ touchpoints: [touchpoint({ aliases: ["shop", "Shop"] })] })
      assert.strictEqual(inventory.touchpoints.length, 1)
    }),
  )

  it.effect("reports every wrong shape, with its path, at once", () =>
    Effect.gen(function* () {
      const issues = yield* issuesOf({
        touchpoints: [
          touchpoint({ reviewed: "2026-02-30" }),
          touchpoint({ id: "a b" }),
          touchpoint({ id: "c", name: "" }),
          touchpoint({ id: "d", name: "😀".repeat(300) }),
          touchpoint({ id: "e", name: { en: "  " } }),
          touchpoint({ id: "f", colour: "red" }),
          { id: "g" },
          touchpoint({ id: "h", status: "closed" }),
        ],
        stages: [{ id: "s" }],
        budgets: [{ touchpoint: "shop", amount: 1.5, currency: "zł" }],
      })
      const at = byPath(issues)
      for (const path of [
        "touchpoints[0].reviewed",
        "touchpoints[1].id",
        "touchpoints[2].name",
        "touchpoints[3].name",
        "touchpoints[4].name.en",
        "touchpoints[5].colour",
        "touchpoints[6].stage",
        "touchpoints[7].status",
        "stages[0].phase",
        "budgets[0].amount",
        "budgets[0].currency",
      ])
        assert.isTrue(at.has(path), `${path} is not among ${[...at.keys()].join(", ")}`)
      assert.include(at.get("touchpoints[0].reviewed")?.problem ?? "", "a calendar day such as 2026-01-31")
      assert.include(at.get("touchpoints[2].name")?.problem ?? "", "must not be empty")
      assert.include(at.get("touchpoints[3].name")?.problem ?? "", "at most 200 characters, this one has 300")
      assert.include(at.get("touchpoints[1].id")?.problem ?? "", "an id has 1 to 128")
    }),
  )

  it.effect("takes markup, right-to-left text and 200 emoji as a name: names are text", () =>
    Effect.gen(function* () {
      const names = ["<script>alert(1)</script>", "متجر", "😀".repeat(200), "=cmd()"]
      const inventory = yield* decodeInventory({
        touchpoints: names.map((name, i) => touchpoint({ id: `t${i}`, name })),
      })
      assert.deepStrictEqual(
        inventory.touchpoints.map(({ name }) => name),
        names,
      )
    }),
  )

  it.effect("takes ids in any script", () =>
    Effect.gen(function* () {
      const inventory = yield* decodeInventory({ touchpoints: [touchpoint({ id: "магазин/1" })] })
      assert.strictEqual(inventory.touchpoints[0]?.id, "магазин/1")
    }),
  )

  it.effect("refuses data that is no inventory, in words", () =>
    Effect.gen(function* () {
      for (const input of [null, undefined, [], "touchpoints", 1, {}]) {
        const error = yield* Effect.flip(decodeInventory(input))
        assert.match(error.message, /^The inventory has 1 issue:\n/)
      }
    }),
  )

  it.effect("says every issue on a line of its message", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(
        decodeInventory({
          touchpoints: [touchpoint({ stage: "a" }), touchpoint({ id: "b", stage: "before-purchas" })],
        }),
      )
      const lines = error.message.split("\n")
      assert.strictEqual(lines[0], "The inventory has 2 issues:")
      assert.strictEqual(
        lines[2],
        'touchpoints[1].stage: unknown stage "before-purchas"; did you mean "before-purchase"?',
      )
    }),
  )

  it.effect("knows the standard vocabularies without declaring them", () =>
    Effect.gen(function* () {
      const inventory = yield* decodeInventory({
        touchpoints: standardChannels.map(({ id: channel }, i) =>
          touchpoint({
            id: `t${i}`,
            stage: standardStages[i % standardStages.length]?.id,
            category: standardCategories[i % standardCategories.length]?.id,
            party: standardParties[i % standardParties.length]?.id,
            channel,
          }),
        ),
      })
      assert.deepStrictEqual(inventory.allStages, standardStages)
      assert.deepStrictEqual(new Set(standardStages.map(({ phase }) => phase)), new Set(["before", "during", "after"]))
      assert.deepStrictEqual(new Set(standardChannels.map(({ mode }) => mode)), new Set(["online", "offline"]))
    }),
  )

  it.effect("uses only its own stages once it declares some, and lays other vocabularies over the standard ones", () =>
    Effect.gen(function* () {
      const inventory = yield* decodeInventory({
        touchpoints: [touchpoint({ stage: "care", channel: "kiosk" })],
        stages: [{ id: "care", phase: "after" }],
        channels: [
          { id: "kiosk", mode: "offline" },
          { id: "web", mode: "offline" },
        ],
      })
      assert.deepStrictEqual(
        inventory.allStages.map(({ id }) => id),
        ["care"],
      )
      assert.strictEqual(inventory.allChannels.find(({ id }) => id === "web")?.mode, "offline")
      assert.strictEqual(inventory.allChannels.length, standardChannels.length + 1)
      const [issue] = yield* issuesOf({ touchpoints: [touchpoint()], stages: [{ id: "care", phase: "after" }] })
      assert.strictEqual(issue?.problem, 'unknown stage "before-purchase"')
    }),
  )

  it.effect("is a class that plain data becomes", () =>
    Effect.gen(function* () {
      assert.instanceOf(yield* decodeInventory({ touchpoints: [] }), Inventory)
    }),
  )
})

describe("a name", () => {
  it("is read in the locale, else in English, else in any, else as the id", () => {
    assert.strictEqual(nameIn({ en: "Delivery", ru: "Доставка" }, "ru", "d"), "Доставка")
    assert.strictEqual(nameIn({ en: "Delivery", ru: "Доставка" }, "pl", "d"), "Delivery")
    assert.strictEqual(nameIn({ pl: "Dostawa" }, "ru", "d"), "Dostawa")
    assert.strictEqual(nameIn({}, "en", "d"), "d")
    assert.strictEqual(nameIn("Delivery", "pl", "d"), "Delivery")
    assert.strictEqual(nameIn(undefined, "en", "d"), "d")
  })
})

describe("the nearest word", () => {
  it("is at most two edits away, whatever the case", () => {
    assert.strictEqual(nearest("Emial", ["web", "email", "store"]), "email")
    assert.strictEqual(nearest("email", ["mail", "email"]), "email")
    assert.isUndefined(nearest("fax", ["email", "store"]))
    assert.isUndefined(nearest("anything", []))
  })

  it("is not a short word that shares nothing", () => {
    assert.isUndefined(nearest("ab", ["vr", "tv"]))
    assert.isUndefined(nearest("x", ["a"]))
  })
})
