import { existsSync } from "node:fs"
import path from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Metric } from "@touchpoint/core/metrics"
import type { Renderer } from "@touchpoint/core/plugins"
import { column, tally } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { analyze, type AnalyzeOptions, type Config, csv, expr, readRecords, rows } from "touchpoint"
import { finding, pluginOf, rendererOf, ruleOf } from "./plugins.ts"
import { answers, command, folderWith, map, refusal, survey } from "./project.ts"

const base = folderWith({ "nps.csv": "id,date,answer\na,2026-01-01,9\nb,2026-01-02,3\n" })
const nps: Config = { ...answers(), metrics: ["nps"] }
const throwing = () => {
  throw Object.create(null)
}

const passport = {
  unit: { kind: "count" },
  unitOfN: "answer",
  numerator: "rows",
  denominator: "1",
  kind: "feedback",
  clock: "at",
} as const
const metricOf = (faults: Readonly<Record<string, unknown>>) =>
  Metric.make({
    id: "acme/odd",
    docs: { title: "Odd", description: "", source: "", notWhen: "" },
    better: "neutral",
    params: Schema.Struct({}),
    passport: () => passport,
    questions: () => ({ rows: tally("feedback", { n: { stat: "count" } }) }),
    estimate: () => ({
      value: 1,
      interval: null,
      n: 1,
      nEffective: null,
      numerator: null,
      denominator: null,
      caveats: [],
    }),
    compare: () => null,
    ...faults,
  })

describe("a hostile plugin is one entry in failures", () => {
  const late = () => Promise.reject(new Error("late"))
  it.each<readonly [string, ReturnType<typeof ruleOf>]>([
    ["200 000 findings", ruleOf("acme/odd", () => Array.from({ length: 200_000 }, () => finding))],
    ["no list", ruleOf("acme/odd", () => 42 as never)],
    ["a promise", ruleOf("acme/odd", late as never)],
    ["a planet", ruleOf("acme/odd", () => [{ ...finding, subject: { kind: "planet" as never, id: "x" } }])],
    ["what has no text", ruleOf("acme/odd", throwing)],
    ["no needs", ruleOf("acme/odd", () => [], { needs: () => null as never })],
    ["needs that throw", ruleOf("acme/odd", () => [], { needs: throwing })],
    ["no metric", ruleOf("acme/odd", () => [], { needs: () => ({ a: {} }) })],
    ["no prepared rule", { ...ruleOf("acme/odd", () => []), prepare: () => Effect.succeed(null as never) }],
    ["no effect", { ...ruleOf("acme/odd", () => []), prepare: () => 42 as never }],
  ])("a rule that gives %s", async (_, rule) => {
    const fine = ruleOf("acme/fine", () => [finding])
    const report = await analyze(nps, { base, plugins: [pluginOf("@acme/rules", rule, fine)] })
    assert.deepStrictEqual(
      report.failures.map(({ owner }) => owner),
      ["rule acme/odd"],
    )
    assert.include(
      report.findings.map((one) => one.rule),
      "acme/fine",
    )
    assert.deepInclude(report.measurements[0], { metric: "nps", n: 2 })
    for (const format of ["html", "markdown", "json"]) assert.isAbove((await report.render(format)).length, 100)
  })
  it.each<readonly [string, Readonly<Record<string, unknown>>]>([
    ["NaN", { estimate: () => ({ value: Number.NaN, n: 1 }) }],
    ["nothing", { estimate: () => undefined }],
    ["an unknown kind", { questions: () => ({ rows: tally("nothing", { n: { stat: "count" } }) }) }],
    ["an unknown column", { questions: () => ({ r: tally("feedback", { n: { stat: "sum", of: column("x") } }) }) }],
    ["questions that throw", { questions: throwing }],
  ])("a metric that gives %s", async (_, faults) => {
    const plugins = [pluginOf("@acme/metrics", metricOf(faults))]
    const report = await analyze({ ...nps, metrics: ["acme/odd", "nps"] }, { base, plugins })
    assert.deepStrictEqual(
      report.failures.map(({ owner }) => owner),
      ["metric acme/odd"],
    )
    assert.deepStrictEqual(
      report.measurements.map(({ metric }) => metric),
      ["nps"],
    )
    for (const format of ["html", "markdown", "json"]) assert.isAbove((await report.render(format)).length, 100)
  })
  it("but a metric that cannot be prepared is an error that names it", async () => {
    const config = { ...nps, metrics: ["acme/odd"] }
    for (const faults of [{ passport: throwing }, { passport: () => null }]) {
      const error = await refusal(analyze(config, { base, plugins: [pluginOf("@acme/m", metricOf(faults))] }))
      assert.deepInclude(error, { code: "plugin", where: "acme/odd" })
    }
  })
  it("a sentence that is none is the message's id", async () => {
    const rule = { ...ruleOf("acme/odd", () => [finding]), messages: undefined as never }
    for (const odd of [rule, ruleOf("acme/odd", () => [finding], { say: () => 42 as never })]) {
      const report = await analyze(nps, { base, plugins: [pluginOf("@acme/rules", odd)] })
      const found = report.findings.find((one) => one.rule === "acme/odd")
      assert.strictEqual(found?.text, "acme/odd/found")
      assert.deepStrictEqual(report.failures, [])
    }
  })
  it("a renderer that gives nonsense is refused, and damages nothing", async () => {
    const vandal: Renderer.Renderer = {
      ...rendererOf("acme/vandal", ".van", () => ""),
      render: (given) => {
        ;(given.blocks as Array<unknown>).length = 0
        return Effect.succeed(new Uint8Array())
      },
    }
    const odd = rendererOf("acme/odd", ".odd", () => new ArrayBuffer(8) as never)
    const report = await analyze(nps, { base, plugins: [pluginOf("@acme/renderers", vandal, odd)] })
    const before = await report.render("json")
    await report.render("acme/vandal")
    assert.deepStrictEqual(await report.render("json"), before)
    assert.strictEqual((await refusal(report.render("acme/odd"))).code, "render")
    assert.strictEqual((await refusal(report.save("x.odd"))).code, "render")
    assert.isFalse(existsSync(path.join(base, "x.odd")))
  })
  it("a plugin with malformed items is an error that names plugin and item", async () => {
    const items = [{ ...ruleOf("acme/odd", () => []), prepare: 42 }] as never
    const error = await refusal(analyze(nps, { base, plugins: [{ name: "@acme/rules", api: 1, items }] }))
    assert.deepInclude(error, { code: "plugin", where: "rule acme/odd" })
    assert.include(error.message, "@acme/rules is malformed at rule acme/odd: prepare is not a function")
  })
})

describe("options nobody would write with types", () => {
  const getter = (name: string) => Object.defineProperty({}, name, { get: throwing, enumerable: true })
  it.each<readonly [unknown, string]>([
    [null, "options"],
    [42, "options"],
    [{ signal: 42 }, "signal"],
    [{ base: 42 }, "base"],
    [{ base: "a\0b" }, "base"],
    [{ plugins: 42 }, "plugins"],
    [{ plugins: {} }, "plugins"],
    [{ onProgress: "x" }, "onProgress"],
    [{ onProgress: throwing }, "onProgress"],
    [{ unmasked: "no" }, "unmasked"],
    [{ locale: Object.create(null) }, "locale"],
    [getter("base"), "options"],
    [new Proxy({}, { ownKeys: throwing }), "options"],
  ])("are refused %#", async (options, where) => {
    const given = typeof options === "object" && options !== null ? Object.assign(options, {}) : options
    const error = await refusal(analyze(nps, given as AnalyzeOptions))
    assert.deepInclude(error, { code: "options", where })
    assert.notStrictEqual(error.fix, "")
  })
  it("are none at all, or undefined", async () => {
    assert.lengthOf((await analyze(nps, { base, signal: undefined } as never)).measurements, 1)
  })
  it("plugins that are none are refused by their place", async () => {
    for (const odd of [null, 42, {}, new Proxy({}, { get: throwing, has: throwing })]) {
      const error = await refusal(analyze(nps, { base, plugins: [odd as never] }))
      assert.deepInclude(error, { code: "plugin", where: "plugins[0]" })
    }
  })
  it("are refused by render, save and readRecords", async () => {
    const report = await analyze(nps, { base })
    for (const file of [42, null, "a\0.html"])
      assert.strictEqual((await refusal(report.save(file as never))).code, "options")
    for (const format of [42, null, {}])
      assert.strictEqual((await refusal(report.render(format as never))).code, "options")
    for (const options of [null, 42, getter("locale")])
      assert.strictEqual((await refusal(report.render("html", options as never))).code, "options")
    for (const file of [42, null, "a\0.csv"])
      assert.strictEqual((await refusal(readRecords(file as never, { base }))).code, "options")
    for (const options of [null, { base: 42 }, { signal: 42 }])
      assert.strictEqual((await refusal(readRecords("nps.csv", options as never))).code, "options")
  })
})

describe("configurations nobody would write", () => {
  const refused = (config: unknown) => refusal(analyze(config as Config, { base }))
  it("contain themselves: refused by the path", async () => {
    const where: { op: string; of?: unknown } = { op: "not" }
    where.of = where
    const error = await refused({ ...nps, metrics: [{ id: "nps", where }] })
    assert.deepInclude(error, { code: "config" })
    assert.include(error.message, "metrics.0.where.of.of")
    assert.include(error.message, "it nests more than 200 levels")
    const rule = await refused({ ...nps, rules: { "stage-gap": ["info", where] } })
    assert.include(rule.message, "rules.stage-gap.1.of")
    let deep = expr.eq(expr.column("score"), 9)
    for (let i = 0; i < 20_000; i++) deep = expr.not(deep)
    assert.strictEqual((await refused({ ...nps, metrics: [{ id: "nps", where: deep }] })).code, "config")
  })
  it("in YAML contain themselves too", async () => {
    const text =
      "facts:\n  feedback: { csv: nps.csv, map: {} }\nmetrics:\n  - id: nps\n    where: &a { op: not, of: *a }\n"
    const folder = folderWith({ "touchpoint.config.yaml": text })
    const ran = await command(folder, ["check"])
    assert.strictEqual(ran.code, 2)
    assert.include(ran.stderr, "it nests more than 200 levels")
  })
  it("are larger than anybody writes", async () => {
    const folder = folderWith({ "touchpoint.config.yaml": `title: ${"x".repeat(17 * 1024 ** 2)}\n` })
    const ran = await command(folder, ["check"])
    assert.strictEqual(ran.code, 2)
    assert.include(ran.stderr, "it has more than 16 MiB")
  })
  it("cannot be read", async () => {
    for (const trap of ["get", "has", "ownKeys", "getOwnPropertyDescriptor"] as const)
      assert.strictEqual((await refused(new Proxy({ ...nps }, { [trap]: throwing }))).code, "config", trap)
    assert.strictEqual((await refused({ ...nps, title: new Proxy({}, { get: throwing }) })).code, "config")
  })
  it("hold records that are none, or cannot be read", async () => {
    const row = Object.defineProperty({}, "id", { get: throwing, enumerable: true })
    for (const records of [[null], [42], [row], new Proxy([], { get: throwing }), null])
      assert.strictEqual((await refused({ facts: { feedback: rows(records as never, map, survey) } })).code, "config")
    class Odd extends Date {
      override toISOString = throwing
      override toJSON = throwing
    }
    const odd = rows([{ id: "a", date: new Odd(0), answer: 9 }], map, survey)
    assert.strictEqual((await refused({ facts: { feedback: odd } })).code, "source")
  })
  it("name paths that can be none", async () => {
    assert.strictEqual((await refused({ facts: { feedback: csv("a\0b.csv", map, survey) } })).code, "source")
    assert.strictEqual((await refused({ ...nps, inventory: "a\0b.yaml" })).code, "source")
    assert.strictEqual((await refused({ ...nps, plugins: ["a\0b"] })).code, "config")
  })
  it("have more issues than anybody reads: twenty, and how many more", async () => {
    const keys = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`key${i}`, 1]))
    const lines = (await refused({ ...nps, ...keys })).message.split("\n")
    assert.lengthOf(lines, 22)
    assert.strictEqual(lines.at(-1), "… and 980 more")
    const options = await refused({ ...nps, metrics: [{ id: "nps", ...keys }] })
    assert.strictEqual(options.message.split("\n").at(-1), "… and 980 more")
    const touchpoints = Array.from({ length: 50 }, (_, i) => ({ id: `t${i}`, stage: "none" }))
    const inventory = await refused({ ...nps, inventory: { touchpoints } })
    assert.include(inventory.message, "… and 30 more")
  })
})

describe("numbers too large to be ids", () => {
  it("are rejects: rounded, they would name another", async () => {
    const records = [
      { id: Number.MAX_SAFE_INTEGER, date: "2026-01-01", answer: 9 },
      { id: 2 ** 53, date: "2026-01-01", answer: 9 },
      { id: "9007199254740993", date: "2026-01-01", answer: 9 },
      { id: 1e21, date: "2026-01-01", answer: 9 },
    ]
    const report = await analyze({ facts: { feedback: rows(records, map, survey) } })
    assert.deepInclude(report.sources[0], { rows: 4, facts: 2, rejects: 2, byReason: { "out-of-range": 2 } })
    assert.deepStrictEqual(
      report.rejects.map(({ column: name, reason, row, value }) => [row, name, reason, value]),
      [
        [2, "id", "out-of-range", "9999999999999999"],
        [4, "id", "out-of-range", "9a+99"],
      ],
    )
    assert.deepInclude(report.measurements[0], { n: 2 })
  })
})

describe("stopping", () => {
  it("is heard between two steps of a run that never waits", async () => {
    const stop = new AbortController()
    const stages: Array<string> = []
    const onProgress = ({ stage }: { readonly stage: string }) => {
      stages.push(stage)
      setImmediate(() => stop.abort())
    }
    const records = [{ id: "a", date: "2026-01-01", answer: 9 }]
    const feedback = Array.from({ length: 50 }, (_, i) => rows(records, map, survey, { name: `rows ${i}` }))
    const error = await refusal(analyze({ facts: { feedback } }, { signal: stop.signal, onProgress }))
    assert.strictEqual(error.code, "aborted")
    assert.isBelow(stages.length, 5)
  })
  it("after the run refuses to render as it refuses to save", async () => {
    const stop = new AbortController()
    const report = await analyze(nps, { base, signal: stop.signal })
    stop.abort()
    assert.strictEqual((await refusal(report.render("html"))).code, "aborted")
    assert.strictEqual((await refusal(report.save("x.html"))).code, "aborted")
    assert.isFalse(existsSync(path.join(base, "x.html")))
  })
})

describe("extensions", () => {
  it("are the same in capitals", async () => {
    const report = await analyze(nps, { base })
    assert.strictEqual(await report.save("X.HTML"), path.join(base, "X.HTML"))
    const folder = folderWith({ "A.CSV": "id\n1\n", "I.JSON": '{"touchpoints":[]}' })
    assert.deepStrictEqual(await readRecords("A.CSV", { base: folder }), [{ id: "1" }])
    assert.deepStrictEqual((await analyze({ inventory: "I.JSON" }, { base: folder })).failures, [])
  })
})
