import { assert, describe, it } from "@effect/vitest"
import { SourceUnreadable } from "@touchpoint/core/facts"
import { decodeInventory } from "@touchpoint/core/model"
import { Importer } from "@touchpoint/core/plugins"
import { inventoryYaml } from "@touchpoint/importers"
import { Effect, Stream } from "effect"
import * as fc from "fast-check"

const open = (text: string | Uint8Array, bytes = 1e9) =>
  inventoryYaml.open(
    {
      source: "inventory.yaml",
      bytes: Stream.make(typeof text === "string" ? new TextEncoder().encode(text) : text),
      limits: { ...Importer.defaultImportLimits, bytes },
    },
    {},
  )

const refused = (text: string | Uint8Array, bytes?: number) =>
  Effect.map(Effect.flip(open(text, bytes)), (error) => {
    assert.instanceOf(error, SourceUnreadable)
    return error.message
  })

describe("inventory-yaml", () => {
  it.effect("reads plain data that the model takes", () =>
    Effect.gen(function* () {
      const document = yield* open("\ufefftouchpoints:\n  - id: shop # ours\n    stage: during\n    party: brand\n")
      assert.deepStrictEqual(document.value, { touchpoints: [{ id: "shop", stage: "during", party: "brand" }] })
      const error = yield* Effect.flip(decodeInventory(document.value))
      assert.isNotEmpty(error.issues)
    }),
  )
  it.effect("locates values, and the nearest parent of what is not there", () =>
    Effect.gen(function* () {
      const text = 'a: &a { x: 1 }\nlist:\n  - one\n  - deep:\n      7: "seven"\nalias: *a\nempty:\n'
      const { locate } = yield* open(text)
      assert.deepStrictEqual(locate([]), { line: 1, column: 1 })
      assert.deepStrictEqual(locate(["list", 0]), { line: 3, column: 5 })
      assert.deepStrictEqual(locate(["list", 1, "deep", 7]), { line: 5, column: 10 })
      assert.deepStrictEqual(locate(["list", 1, "deep", "missing", 3]), { line: 5, column: 7 })
      assert.deepStrictEqual(locate(["list", 9]), { line: 3, column: 3 })
      assert.deepStrictEqual(locate(["alias"]), { line: 6, column: 8 })
      assert.deepStrictEqual(locate(["alias", "x"]), { line: 1, column: 12 })
      assert.strictEqual(locate(["empty"])?.line, 7)
      assert.strictEqual(locate(["__proto__", "constructor"])?.line, 1)
    }),
  )
  it.effect("names line and column of mistakes", () =>
    Effect.gen(function* () {
      assert.match(yield* refused("a: 1\nb: [1, 2\nc: 3\n"), /line \d, column \d+: .*; correct the YAML there$/)
      assert.include(yield* refused("a: 1\nb: 2\na: 3\n"), "line 3, column 1: Map keys must be unique")
      assert.include(yield* refused("a: !secret x\n"), "line 1, column 4: Unresolved tag")
      assert.include(yield* refused("a: 1\n---\nb: 2\n"), "a second document begins in line")
    }),
  )
  it.effect("refuses what is no finite text", () =>
    Effect.gen(function* () {
      assert.include(yield* refused(""), "the file is empty")
      assert.include(yield* refused(Uint8Array.of(0x61, 0x3a, 0x20, 0xe9)), "it is not UTF-8 text; save it as UTF-8")
      assert.include(yield* refused("a: 1\nb: 2\n", 5), "more than 5 bytes")
      assert.include(yield* refused("&a [*a]"), "holds itself")
      assert.include(yield* refused(`a: ${"[".repeat(100_000)}`), "cannot be read")
      const laughs = Array.from(
        { length: 9 },
        (_, i) => `a${i}: &a${i} [${`${i === 0 ? "1" : `*a${i - 1}`}, `.repeat(9)}]`,
      )
      assert.include(yield* refused(laughs.join("\n")), "alias")
    }),
  )
  it.effect("keeps merge keys and __proto__ as keys like any other", () =>
    Effect.gen(function* () {
      const merged = yield* open("%YAML 1.1\n---\na: &a { x: yes }\nb:\n  <<: *a\n")
      assert.deepStrictEqual(merged.value, { a: { x: "yes" }, b: { "<<": { x: "yes" } } })
      const { value } = yield* open("__proto__: { polluted: true }\nconstructor: { prototype: { polluted: true } }\n")
      assert.deepStrictEqual(Object.keys(value as object), ["__proto__", "constructor"])
      assert.strictEqual(Object.getPrototypeOf(value), Object.prototype)
      assert.isUndefined(Reflect.get({}, "polluted"))
    }),
  )
  it("answers any text with a document or SourceUnreadable", async () => {
    const unit = fc.constantFrom(
      "a",
      ":",
      " ",
      "\n",
      "- ",
      "[",
      "]",
      "{",
      "}",
      "&a ",
      "*a",
      "!",
      '"',
      "'",
      "|",
      "?",
      "#",
      "%",
      "---\n",
    )
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string({ unit }), fc.string({ unit: "binary" })), async (text) => {
        await Effect.runPromise(Effect.catchTag(open(text), "SourceUnreadable", () => Effect.void))
      }),
      { numRuns: 1000 },
    )
  })
})
