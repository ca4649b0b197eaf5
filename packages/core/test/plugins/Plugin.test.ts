import { assert, describe, it } from "@effect/vitest"
import { metrics, nps } from "@touchpoint/core/metrics"
import { Importer, Plugin, Renderer } from "@touchpoint/core/plugins"
import { makeFold, transitions } from "@touchpoint/core/questions"
import { makeVoice, type Report } from "@touchpoint/core/report"
import { Rule } from "@touchpoint/core/rules"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { recordsOf } from "../facts/project.ts"

const docs = { title: "Text", description: "Plain text." }
const importer = (id: string) =>
  Importer.records({
    id,
    docs,
    accepts: { extensions: [".txt"], mediaTypes: ["text/plain"] },
    options: Schema.Struct({ delimiter: Schema.optionalKey(Schema.String), skip: Schema.optionalKey(Schema.Int) }),
    open: ({ source }, { delimiter = "," }) => Effect.succeed(recordsOf([{ [delimiter]: "x" }], { source })),
  })
const inventories = (id: string) =>
  Importer.inventory({
    id,
    docs,
    accepts: { extensions: [".toml"], mediaTypes: [] },
    options: Schema.Struct({}),
    open: ({ source }) => Effect.succeed({ source, value: {}, locate: () => null }),
  })
const renderer = (id: string, render: (options: { readonly width: number }) => string | Uint8Array) =>
  Renderer.make({
    id,
    docs,
    mediaType: "text/plain",
    extension: ".txt",
    options: Schema.Struct({ width: Schema.Finite.pipe(Schema.withDecodingDefaultKey(Effect.succeed(80))) }),
    render: (_report, _voice, options) => render(options),
  })
const rule = (id: string) =>
  Rule.make({
    id,
    meta: { title: id, description: "", severity: "info", category: "inventory", recommended: false },
    options: Schema.Struct({}),
    messages: { en: {}, ru: {}, pl: {} },
    needs: () => ({}),
    judge: () => [],
  })

const fold = makeFold({ ...transitions, id: "acme/moves" })

const plugin = (name: string, ...items: ReadonlyArray<Plugin.Item>) => Plugin.make({ name, api: 1, items })
const conflict = (...plugins: ReadonlyArray<Plugin.Plugin>) => {
  const result = Plugin.register(plugins)
  return Result.isFailure(result) ? result.failure : null
}

describe("a registry", () => {
  it("holds the items of all plugins by type and id", () => {
    const result = Plugin.register([
      plugin("@touchpoint/core", ...metrics),
      plugin(
        "@acme/all",
        fold,
        importer("acme/txt"),
        inventories("acme/toml"),
        renderer("acme/txt", () => ""),
        rule("acme/txt"),
      ),
    ])
    const registry = Result.getOrThrow(result)
    assert.deepStrictEqual(
      [...registry.metrics.keys()],
      metrics.map(({ id }) => id),
    )
    assert.deepStrictEqual([...registry.folds], [["acme/moves", fold]])
    assert.deepStrictEqual([...registry.importers.keys()], ["acme/txt", "acme/toml"])
    assert.deepStrictEqual([...registry.renderers.keys()], ["acme/txt"])
    assert.deepStrictEqual([...registry.rules.keys()], ["acme/txt"])
  })

  it("names both plugins that bring one id", () => {
    const error = conflict(plugin("@acme/a", rule("acme/gap")), plugin("@acme/b", rule("acme/gap")))
    assert.strictEqual(error?.reason, "duplicate-id")
    assert.strictEqual(error?.message, "@acme/a and @acme/b both bring rule acme/gap; leave one of them out")
    assert.strictEqual(conflict(plugin("@acme/a", rule("acme/gap"), rule("acme/gap")))?.reason, "duplicate-id")
    assert.strictEqual(
      conflict(plugin("@touchpoint/core", nps), plugin("@touchpoint/more", nps))?.reason,
      "duplicate-id",
    )
  })

  it("refuses a plugin of another contract, and names it", () => {
    for (const api of [0, 2]) {
      const error = conflict({ name: "@acme/new", api, items: [] })
      assert.strictEqual(error?.reason, "other-api")
      assert.include(error?.message ?? "", "@acme/new is made for another version of the plugin contract than 1")
    }
  })

  it("refuses an id without scope from anybody else", () => {
    for (const name of ["@acme/rules", "touchpoints-of-acme", "@touchpoint-acme/rules", "acme/@touchpoint/x"]) {
      const error = conflict(plugin(name, rule("gap")))
      assert.strictEqual(error?.reason, "unscoped-id")
      assert.include(error?.message ?? "", `${name} brings rule gap, an id without scope`)
    }
    assert.isNull(conflict(plugin("@touchpoint/rules", rule("gap"))))
  })

  it("of no plugins is empty", () => {
    const { folds, importers, metrics: none, renderers, rules } = Result.getOrThrow(Plugin.register([]))
    assert.deepStrictEqual(
      [folds, importers, none, renderers, rules].map(({ size }) => size),
      [0, 0, 0, 0, 0],
    )
  })
})

const report: Report = {
  schema: 1,
  id: "test",
  title: { id: "report/title", data: { title: "Test" }, of: [] },
  names: {},
  blocks: [],
  manifest: { files: [], versions: {}, config: "", asOf: null, zone: "UTC", seed: null },
}
const voice = makeVoice("en", {}, "UTC")

describe("a renderer", () => {
  it.effect("gives bytes, of text as UTF-8", () =>
    Effect.gen(function* () {
      const text = yield* renderer("acme/txt", ({ width }) => `zł ${width}`).render(report, voice)
      assert.strictEqual(new TextDecoder().decode(text), "zł 80")
      const bytes = yield* renderer("acme/bin", () => Uint8Array.of(1, 2)).render(report, voice, { width: 3 })
      assert.deepStrictEqual([...bytes], [1, 2])
    }),
  )

  it.effect("refuses options that do not fit it, all at once", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(
        renderer("acme/txt", () => "").render(report, voice, { width: "wide", colour: "red" }),
      )
      assert.strictEqual(error._tag, "OptionsInvalid")
      assert.include(error.message, "The options of renderer acme/txt cannot be used:")
      assert.strictEqual(error.message.split("\n").length, 3)
    }),
  )

  it.effect("that throws fails with its id and what it said", () =>
    Effect.gen(function* () {
      const broken = renderer("acme/txt", () => {
        throw new RangeError("too wide")
      })
      const error = yield* Effect.flip(broken.render(report, voice))
      assert.strictEqual(error._tag, "RenderError")
      assert.strictEqual(error.message, "The renderer acme/txt failed: RangeError: too wide")
    }),
  )
})

describe("an importer", () => {
  const input = { source: "a.txt", bytes: Stream.empty, limits: Importer.defaultImportLimits }

  it.effect("opens with options of its own schema, or with none", () =>
    Effect.gen(function* () {
      for (const [options, header] of [
        [undefined, ","],
        [{}, ","],
        [{ delimiter: ";" }, ";"],
      ] as const)
        assert.deepStrictEqual((yield* importer("acme/txt").open(input, options)).header, [header])
      assert.strictEqual((yield* inventories("acme/toml").open(input, undefined)).source, "a.txt")
    }),
  )

  it.effect("refuses options that do not fit it, all at once", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(importer("acme/txt").open(input, { delimter: ";", skip: 1.5 }))
      assert.strictEqual(error._tag, "OptionsInvalid")
      assert.include(error.message, "The options of importer acme/txt cannot be used:")
      assert.include(error.message, "delimter")
      assert.include(error.message, "skip")
      const other = yield* Effect.flip(inventories("acme/toml").open(input, { x: 1 }))
      assert.include(other.message, "importer acme/toml")
    }),
  )
})
