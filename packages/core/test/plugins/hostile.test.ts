import { assert, describe, it } from "@effect/vitest"
import { nps } from "@touchpoint/core/metrics"
import { Importer, Plugin, Renderer } from "@touchpoint/core/plugins"
import { transitions } from "@touchpoint/core/questions"
import { makeVoice, type Report } from "@touchpoint/core/report"
import { Rule } from "@touchpoint/core/rules"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

const docs = { title: "Text", description: "Plain text." }
const throwing = () => {
  throw new RangeError("boo")
}
const rule = Rule.make({
  id: "acme/gap",
  meta: { title: "Gap", description: "", severity: "info", category: "inventory", recommended: false },
  options: Schema.Struct({}),
  messages: { en: {}, ru: {}, pl: {} },
  needs: () => ({}),
  judge: () => [],
})
const renderer = (render: () => unknown) =>
  Renderer.make({
    id: "acme/txt",
    docs,
    mediaType: "text/plain",
    extension: ".txt",
    options: Schema.Struct({}),
    render: render as () => string,
  })
const metric = { ...nps, id: "acme/nps" }

const refusalOf = (...plugins: ReadonlyArray<unknown>) => {
  const result = Plugin.register(plugins as ReadonlyArray<Plugin.Plugin>)
  if (Result.isSuccess(result)) return assert.fail("expected a refusal")
  assert.strictEqual(result.failure.reason, "malformed")
  return result.failure.message
}

describe("a plugin that is none", () => {
  it.each([null, undefined, 42, "acme", {}, [], { api: 1, items: [] }, { name: "", api: 1, items: [] }])(
    "is refused by its place: %j",
    (plugin) => {
      assert.include(refusalOf(Plugin.make({ name: "@acme/a", api: 1, items: [] }), plugin), "plugin 2 is malformed")
    },
  )
  it("is refused by its name, where it has one", () => {
    assert.include(refusalOf({ name: "@acme/a", api: 1, items: null }), "@acme/a is malformed: items: Expected")
    assert.include(refusalOf({ name: "@acme/a", items: [] }), "@acme/a is malformed: api is missing")
    assert.include(
      refusalOf(Object.defineProperty({ name: "@acme/a", api: 1 }, "items", { get: throwing })),
      "@acme/a is malformed: RangeError: boo",
    )
  })
  it.each<readonly [unknown, string]>([
    [null, "at item 1: Expected"],
    [{}, "at item 1: type is missing"],
    [{ ...rule, type: "ruler" }, "at item 1: type: Expected"],
    [{ ...rule, id: 7 }, "at item 1: id: Expected"],
    [{ ...rule, id: "" }, "at item 1: id: Expected"],
    [{ ...rule, prepare: undefined }, "at rule acme/gap: prepare is not a function"],
    [{ ...rule, meta: undefined }, "at rule acme/gap: meta is missing"],
    [{ ...rule, meta: { ...rule.meta, severity: "fatal" } }, "at rule acme/gap: meta.severity: Expected"],
    [{ ...metric, prepare: 42 }, "at metric acme/nps: prepare is not a function"],
    [{ ...metric, docs: null }, "at metric acme/nps: docs: Expected"],
    [{ ...renderer(() => ""), render: null }, "at renderer acme/txt: render is not a function"],
    [{ ...renderer(() => ""), extension: "txt" }, "at renderer acme/txt: extension: an extension begins with a dot"],
    [{ ...transitions, id: "acme/moves", run: 42 }, "at fold acme/moves: run is not a function"],
    [{ ...transitions, id: "acme/moves", axes: ["space"] }, "at fold acme/moves: axes"],
    [{ ...transitions, id: "acme/moves", label: 7 }, "at fold acme/moves: label"],
    [{ type: "importer", id: "acme/in", yields: "records", open: () => 1 }, "at importer acme/in: accepts is missing"],
    [Object.defineProperty({ ...rule }, "meta", { get: throwing }), "at rule acme/gap: RangeError: boo"],
  ])("is refused for its item %#", (item, problem) => {
    const message = refusalOf({ name: "@acme/a", api: 1, items: [item] })
    assert.include(message, "@acme/a is malformed ")
    assert.include(message, problem)
  })
})

const report: Report = {
  schema: 1,
  id: "test",
  title: { id: "report/title", data: { title: "Test" }, of: [] },
  names: {},
  blocks: [{ type: "paragraph", text: { id: "report/noFindings", data: {}, of: [] } }],
  manifest: { files: [], versions: {}, config: "", asOf: null, zone: "UTC", seed: null },
}
const voice = makeVoice("en", {}, "UTC")

describe("a renderer", () => {
  it.effect.each<readonly [() => unknown, string]>([
    [() => 42, "of type number"],
    [() => undefined, "of type undefined"],
    [() => null, "null"],
    [() => ({}), "of type object"],
    [() => [1, 2], "a list"],
    [() => new ArrayBuffer(2), "of type object"],
    [() => Promise.resolve("late"), "it gave a promise"],
    [() => Promise.reject(new Error("late")), "it gave a promise"],
    [
      () => {
        throw Object.create(null)
      },
      "something that has no text",
    ],
  ])("that gives nonsense fails by its name %#", ([render, problem]) =>
    Effect.gen(function* () {
      for (const rendering of [renderer(render).render(report, voice), Renderer.run(renderer(render), report, voice)]) {
        const error = yield* Effect.flip(rendering)
        assert.strictEqual(error._tag, "RenderError")
        assert.include(error.message, "The renderer acme/txt failed: ")
        assert.include(error.message, problem)
      }
    }),
  )
  it.effect("not made by Renderer.make is looked at too", () =>
    Effect.gen(function* () {
      for (const render of [throwing, () => 42, () => Effect.succeed(42), () => Effect.die("boo")]) {
        const odd = { ...renderer(() => ""), render: render as never }
        assert.strictEqual((yield* Effect.flip(Renderer.run(odd, report, voice)))._tag, "RenderError")
      }
    }),
  )
  it.effect("cannot damage the report for others", () =>
    Effect.gen(function* () {
      const before = structuredClone(report)
      const vandal = {
        ...renderer(() => ""),
        render: (given: Report) => {
          ;(given.blocks as Array<unknown>).length = 0
          ;(given.manifest as { zone: string }).zone = "Mars/Base"
          return Effect.succeed(new Uint8Array())
        },
      }
      yield* Renderer.run(vandal, report, voice)
      assert.deepStrictEqual(report, before)
    }),
  )
})

describe("an importer", () => {
  const input = { source: "a.txt", bytes: Stream.empty, limits: Importer.defaultImportLimits }
  const importer = (open: () => unknown) =>
    Importer.records({
      id: "acme/txt",
      docs,
      accepts: { extensions: [".txt"], mediaTypes: [] },
      options: Schema.Struct({}),
      open: open as () => never,
    })
  const records = (more: object) => () =>
    Effect.succeed({ source: "a", header: [], batches: Stream.empty, notes: () => ({}), ...more })
  it.effect.each<readonly [() => unknown, string]>([
    [throwing, "RangeError: boo"],
    [() => 42, "its open gave no effect"],
    [() => Promise.reject(new Error("late")), "it gave a promise"],
    [() => Effect.succeed(null), "TypeError"],
    [records({ batches: [] }), "batches is a stream"],
    [records({ header: "a,b" }), "Expected array"],
    [records({ batches: Stream.succeed(null) }), "TypeError"],
    [records({ batches: Stream.succeed({ rows: -1, columns: new Map(), broken: [] }) }), "a batch has no rows"],
    [records({ batches: Stream.die(new Error("worse")) }), "Error: worse"],
  ])("that gives nonsense is a source that cannot be read %#", ([open, problem]) =>
    Effect.gen(function* () {
      const reading = Effect.flatMap(importer(open).open(input, {}), ({ batches }) => Stream.runDrain(batches))
      const error = yield* Effect.flip(reading)
      assert.strictEqual(error._tag, "SourceUnreadable")
      assert.include(error.message, "a.txt cannot be read: the importer acme/txt failed: ")
      assert.include(error.message, problem)
    }),
  )
})
