import { assert, describe, it } from "@effect/vitest"
import { decodeOptions } from "@touchpoint/core/model"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

describe("options", () => {
  it.effect("that are absent are an empty set of them", () =>
    Effect.gen(function* () {
      const schema = Schema.Struct({ width: Schema.optionalKey(Schema.Int) })
      for (const options of [undefined, null, {}])
        assert.deepStrictEqual(yield* decodeOptions("rule x", schema, options), {})
    }),
  )

  it.effect("that do not fit are named with their paths, all at once", () =>
    Effect.gen(function* () {
      const schema = Schema.Struct({
        width: Schema.Int,
        scale: Schema.Struct({ min: Schema.Finite, max: Schema.Finite }),
      })
      const error = yield* Effect.flip(
        decodeOptions("metric x", schema, { width: 1.5, scale: { min: "0" }, colour: 1 }),
      )
      assert.deepStrictEqual(error.issues.map(({ path }) => path).toSorted(), [
        "colour",
        "scale.max",
        "scale.min",
        "width",
      ])
      assert.match(error.message, /^The options of metric x cannot be used:\n(width|scale|colour)/)
      const whole = yield* Effect.flip(decodeOptions("metric x", schema, "wide"))
      assert.include(whole.message, "options: ")
    }),
  )

  it.effect("that there are not are met with the one that was meant, or with those there are", () =>
    Effect.gen(function* () {
      const scale = Schema.Struct({ min: Schema.Finite, max: Schema.Finite })
      const plain = Schema.Struct({ relation: Schema.optionalKey(Schema.String), scale: Schema.optionalKey(scale) })
      const checked = plain.check(Schema.makeFilter(() => true))
      for (const schema of [plain, checked]) {
        const { issues, message } = yield* Effect.flip(
          decodeOptions("metric x", schema, { relaton: "relational", colour: 1, scale: { min: 1, max: 5, mid: 3 } }),
        )
        const problems = Object.fromEntries(issues.map(({ path, problem }) => [path, problem]))
        assert.strictEqual(problems["relaton"], "there is no such option; did you mean relation?")
        assert.strictEqual(problems["colour"], "there is no such option; there are relation, scale")
        assert.include(message, "\nrelaton: there is no such option; did you mean relation?")
        assert.hasAllKeys(problems, ["relaton", "colour", "scale.mid"])
      }
      const wrong = yield* Effect.flip(decodeOptions("metric x", plain, { relation: 1 }))
      assert.notInclude(wrong.message, "no such option")
    }),
  )

  it.effect("of an item without any are refused", () =>
    Effect.gen(function* () {
      const none = Schema.Struct({})
      assert.deepStrictEqual(yield* decodeOptions("renderer x", none, {}), {})
      const error = yield* Effect.flip(decodeOptions("renderer x", none, { width: 1, __proto__: null }))
      assert.deepStrictEqual(error.issues, [{ path: "width", problem: "it has no options" }])
      assert.deepStrictEqual(yield* decodeOptions("rule x", Schema.Record(Schema.String, Schema.Int), { any: 1 }), {
        any: 1,
      })
    }),
  )
})
