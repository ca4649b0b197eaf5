import { assert, describe, it } from "@effect/vitest"
import { SourceUnreadable } from "@touchpoint/core/facts"
import { Importer } from "@touchpoint/core/plugins"
import { inventoryJson } from "@touchpoint/importers"
import { Effect, Stream } from "effect"
import * as fc from "fast-check"

const open = (text: string) =>
  inventoryJson.open(
    {
      source: "inventory.json",
      bytes: Stream.make(new TextEncoder().encode(text)),
      limits: Importer.defaultImportLimits,
    },
    {},
  )

const refused = (text: string) =>
  Effect.map(Effect.flip(open(text)), (error) => {
    assert.instanceOf(error, SourceUnreadable)
    return error.message
  })

describe("inventory-json", () => {
  it.effect("reads JSON and locates its values", () =>
    Effect.gen(function* () {
      const { locate, value } = yield* open(
        '\ufeff{\r\n\t"touchpoints": [\r\n\t\t{ "id": "shop", "n": -1e2 }\r\n\t]\r\n}\r\n',
      )
      assert.deepStrictEqual(value, { touchpoints: [{ id: "shop", n: -100 }] })
      assert.deepStrictEqual(locate(["touchpoints", 0, "n"]), { line: 3, column: 24 })
      assert.deepStrictEqual(locate(["touchpoints", 0, "stage"]), { line: 3, column: 3 })
      assert.deepStrictEqual(locate([]), { line: 1, column: 1 })
    }),
  )
  it.effect("is strict, and names line and column", () =>
    Effect.gen(function* () {
      for (const [text, place] of [
        ['{\n  "a": 1,\n}', 'line 3, column 1: unexpected "}"'],
        ['{\n  // no\n  "a": 1\n}', 'line 2, column 3: unexpected "// no'],
        ['{\n  "a": [1', "line 2, column 10: unexpected the end"],
        ["a: 1", 'line 1, column 1: unexpected "a: 1"'],
        ["[1, 2\n 3]", 'line 2, column 2: unexpected "3]"'],
        ["[1,]", 'line 1, column 4: unexpected "]"'],
        ['{"a" 1}', 'line 1, column 6: unexpected "1}"'],
        ["{a: 1}", 'line 1, column 2: unexpected "a: 1}"'],
        ['["a\nb"]', 'line 1, column 2: unexpected "\\"a\\nb'],
        ["[] []", 'line 1, column 4: unexpected "[]"'],
        ["[01]", 'line 1, column 3: unexpected "1]"'],
      ] as const)
        assert.include(yield* refused(text), place, text)
      assert.include(yield* refused(`{"a": "${"x".repeat(5_000_000)}`), "line 1, column 7: ")
      assert.include(yield* refused(" \n"), "the file is empty")
      assert.include(yield* refused('{\n  "a": 1,\n  "a": 2\n}'), "line 3, column 3: the key was given before")
      assert.include(yield* refused(`${"[".repeat(300)}${"]".repeat(300)}`), "nested more than 200 levels")
    }),
  )
  it.effect("keeps __proto__ as a key like any other", () =>
    Effect.gen(function* () {
      const { locate, value } = yield* open('{"__proto__":{"polluted":true}}')
      assert.deepStrictEqual(Object.keys(value as object), ["__proto__"])
      assert.strictEqual(Object.getPrototypeOf(value), Object.prototype)
      assert.isUndefined(Reflect.get({}, "polluted"))
      assert.deepStrictEqual(locate(["__proto__", "polluted"]), { line: 1, column: 26 })
    }),
  )
  it("reads any JSON as it is, and knows a place for every value", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(0, 2, "\t"), async (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        const document = await Effect.runPromise(open(text))
        assert.deepStrictEqual(document.value, JSON.parse(text))
        const lines = text.split("\n")
        for (const [key, item] of Object.entries(value ?? {})) {
          const place = document.locate([Array.isArray(value) ? Number(key) : key])
          assert.isNotNull(place)
          if (typeof item === "number") {
            const written = lines[(place?.line ?? 0) - 1]?.slice((place?.column ?? 0) - 1) ?? ""
            assert.isTrue(written.startsWith(JSON.stringify(item)), written)
          }
        }
      }),
    )
  })
})
