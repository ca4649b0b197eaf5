import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import path from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import { analyze, defineConfig, type Progress, rows } from "touchpoint"
import { finding, pluginOf, ruleOf } from "./plugins.ts"
import { answers, folderWith, map, refusal, shopWith, survey } from "./project.ts"

const files = { "nps.csv": "id,date,answer\na,2026-01-01,9\nb,2026-01-02,3\n" }
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

describe("analyze", () => {
  it("gives plain data: what JSON keeps, and functions that give promises", async () => {
    const report = await analyze(answers(), { base: folderWith(files) })
    const { measurements, findings, sources, rejects, failures, omitted, render, save, table, ...rest } = report
    assert.deepStrictEqual(Object.keys(rest), [])
    const data = { measurements, findings, sources, rejects, failures, omitted }
    assert.deepStrictEqual(JSON.parse(JSON.stringify(data)), data)
    const plain = (value: unknown): void => {
      if (typeof value !== "object" || value === null) return
      assert.include([Object.prototype, Array.prototype], Object.getPrototypeOf(value))
      assert.isFalse(Effect.isEffect(value) || Cause.isCause(value))
      for (const inner of Object.values(value)) plain(inner)
    }
    plain(data)
    const bytes = render("json")
    assert.instanceOf(bytes, Promise)
    assert.instanceOf(await bytes, Uint8Array)
    assert.instanceOf(save, Function)
    assert.strictEqual(table().length, measurements.length)
  })
  it("measures what the facts allow where nothing is asked for", async () => {
    const records = [{ id: "a", date: "2026-01-01", answer: 9 }]
    const report = await analyze({ facts: { feedback: rows(records, map, survey) } })
    assert.deepStrictEqual(
      report.measurements.map(({ metric }) => metric),
      ["nps"],
    )
    const nothing = await analyze({})
    assert.deepInclude(nothing, { measurements: [], findings: [], sources: [], rejects: [], failures: [] })
    assert.include(text(await nothing.render("html")), "<html")
  })
  it("takes the same value from a script as from a file", async () => {
    const config = defineConfig({ ...answers(), metrics: ["nps"] })
    const report = await analyze(config, { base: folderWith(files) })
    assert.deepInclude(report.measurements[0], { metric: "nps", n: 2, value: 0 })
  })
  it("tells its stages in order, and every source", async () => {
    const seen: Array<Progress> = []
    const config = {
      inventory: "inventory.yaml",
      facts: { feedback: [answers().facts.feedback, rows([], map, survey, { name: "phone" })] },
    }
    const inventory = "touchpoints: []\n"
    await analyze(config, {
      base: folderWith({ ...files, "inventory.yaml": inventory }),
      onProgress: (progress) => seen.push(progress),
    })
    assert.deepStrictEqual(
      seen.map(({ stage }) => stage),
      ["read", "read", "read", "measure", "judge", "compose"],
    )
    assert.deepStrictEqual(
      seen.slice(0, 3).map(({ what }) => what),
      ["inventory.yaml", "nps.csv", "phone"],
    )
  })
  it("takes asOf for the last day that counts: its month is complete, and what was due on it is due", async () => {
    const promised = [
      { no: 1, made: "2026-03-01", due: "2026-03-01", done: "2026-03-01T18:00" },
      { no: 2, made: "2026-03-01", due: "2026-03-31", done: null },
      { no: 3, made: "2026-03-01", due: "2026-04-01", done: null },
    ]
    const columns = { eventId: "no", at: "made", due: "due", fulfilledAt: "done" }
    const marchOf = async (asOf: string, zone: string) => {
      const promises = rows(promised, columns, { dueRule: "day" })
      const metrics = [{ id: "promise-keeping", every: "month" as const, period: "2026-03" }]
      const [march, ...more] = (await analyze({ zone, asOf, facts: { promises }, metrics })).measurements
      assert.isEmpty(more)
      return [march?.period?.complete, march?.denominator, march?.caveats.some(({ id }) => id === "partial-period")]
    }
    for (const zone of ["UTC", "Europe/Warsaw", "America/Sao_Paulo"]) {
      assert.deepStrictEqual(await marchOf("2026-03-30", zone), [false, 1, true], zone)
      assert.deepStrictEqual(await marchOf("2026-03-31", zone), [true, 2, false], zone)
      assert.deepStrictEqual(await marchOf("2026-03", zone), [true, 2, false], zone)
    }
    assert.deepStrictEqual(await marchOf("2026-03-31T23:59:59.998Z", "UTC"), [false, 1, true])
    assert.deepStrictEqual(await marchOf("2026-03-31T23:59:59.999Z", "UTC"), [true, 2, false])
  })
  it("says in the report which rules had nothing to judge by, and how many findings were suppressed", async () => {
    const suppressed = [{ rule: "acme/sound", reason: "known", until: "2026-12-31" }]
    const sound = pluginOf(
      "@acme/rules",
      ruleOf("acme/sound", () => [finding]),
    )
    const base = folderWith(files)
    const bare = await analyze(answers(), { base, plugins: [sound] })
    const hushed = await analyze({ ...answers(), suppress: suppressed }, { base, plugins: [sound] })
    assert.lengthOf(bare.findings, 1)
    assert.lengthOf(hushed.findings, 0)
    for (const [report, shown] of [
      [bare, false],
      [hushed, true],
    ] as const) {
      const page = text(await report.render("markdown"))
      assert.match(page, /Without facts or an inventory to judge by: .*stage-gap/)
      assert.strictEqual(page.includes("1 finding suppressed by decision"), shown)
    }
    const listed = await analyze({ ...answers(), inventory: { touchpoints: [] } }, { base })
    assert.notMatch(text(await listed.render("markdown")), /to judge by: .*stage-gap/)
  })
  it("speaks the language asked for", async () => {
    const base = shopWith()
    const report = await analyze(
      { ...answers("nps.csv", { customer: "customer", at: "asked", score: "answer" }), inventory: "inventory.yaml" },
      { base, locale: "ru" },
    )
    assert.match(report.findings[0]?.text ?? "", /[а-я]{3}/)
    assert.match(text(await report.render("html")), /<html[^>]* lang="ru"/)
    assert.match(text(await report.render("html", { locale: "pl" })), /<html[^>]* lang="pl"/)
  })
})

describe("report.save", () => {
  it("decides by the extension, makes folders, and gives the path written", async () => {
    const base = folderWith(files)
    const report = await analyze(answers(), { base })
    for (const [file, start] of [
      ["out/deep/report.html", "<!doctype html>"],
      ["report.json", "{"],
      ["report.md", "# "],
    ] as const) {
      assert.strictEqual(await report.save(file), path.join(base, file))
      assert.match(readFileSync(path.join(base, file), "utf8"), new RegExp(`^${start}`, "i"))
    }
    assert.deepStrictEqual(text(await report.render("json")), readFileSync(path.join(base, "report.json"), "utf8"))
  })
  it("replaces a file whole, also when several write it at once", async () => {
    const base = folderWith({ ...files, "report.html": "old" })
    const report = await analyze(answers(), { base })
    await Promise.all(Array.from({ length: 5 }, () => report.save("report.html")))
    assert.strictEqual(readFileSync(path.join(base, "report.html"), "utf8"), text(await report.render("html")))
    assert.deepStrictEqual(readdirSync(base).toSorted(), ["nps.csv", "report.html"])
  })
})

describe("an abort", () => {
  it("before or during the run ends it with the code aborted", async () => {
    const base = folderWith(files)
    assert.strictEqual((await refusal(analyze(answers(), { base, signal: AbortSignal.abort() }))).code, "aborted")
    for (const stage of ["read", "measure", "judge", "compose"]) {
      const stop = new AbortController()
      const onProgress = (progress: Progress) => (progress.stage === stage ? stop.abort() : undefined)
      const error = await refusal(analyze(answers(), { base, signal: stop.signal, onProgress }))
      assert.deepInclude(error, { code: "aborted", message: "The run was aborted" }, stage)
    }
  })
  it("while the report is written leaves the old file whole and nothing beside it", async () => {
    const base = folderWith({ ...files, "report.html": "old" })
    const stop = new AbortController()
    const report = await analyze(answers(), { base, signal: stop.signal })
    const saving = refusal(report.save("report.html"))
    const fresh = refusal(report.save("fresh.html"))
    stop.abort()
    assert.deepStrictEqual([(await saving).code, (await fresh).code], ["aborted", "aborted"])
    assert.strictEqual((await refusal(report.save("late.html"))).code, "aborted")
    // What was under way must not arrive later.
    await new Promise((resolve) => setTimeout(resolve, 50))
    assert.deepStrictEqual(readdirSync(base).toSorted(), ["nps.csv", "report.html"])
    assert.strictEqual(readFileSync(path.join(base, "report.html"), "utf8"), "old")
  })
})

describe("a plugin that fails", () => {
  const kaput = () => {
    throw new Error("kaput")
  }
  const broken = {
    "while it judges": ruleOf("acme/broken", kaput),
    "while it says what it needs": ruleOf("acme/broken", () => [], { needs: kaput }),
    "by reporting what is none": ruleOf("acme/broken", () => [{}] as never),
  }
  for (const [how, rule] of Object.entries(broken))
    it(`${how} is one entry; the report is whole`, async () => {
      const base = folderWith({ ...files, "inventory.yaml": "touchpoints: []\n" })
      const config = { ...answers(), inventory: { touchpoints: [] } }
      const sound = ruleOf("acme/sound", () => [finding])
      const with_ = await analyze(config, { base, plugins: [pluginOf("@acme/rules", rule, sound)] })
      const without = await analyze(config, { base, plugins: [pluginOf("@acme/rules", sound)] })
      assert.lengthOf(with_.failures, 1)
      assert.deepInclude(with_.failures[0], { owner: "rule acme/broken" })
      assert.deepStrictEqual(with_.findings, without.findings)
      assert.deepStrictEqual(with_.measurements, without.measurements)
      assert.include(
        without.findings.map((found) => found.rule),
        "acme/sound",
      )
      for (const format of ["html", "markdown", "json"])
        assert.include(text(await with_.render(format)), "acme/broken", format)
    })
  it("in a sentence is shown by the sentence's id; the rest is whole", async () => {
    const mute = ruleOf("acme/mute", () => [finding], { say: kaput })
    const report = await analyze(answers(), { base: folderWith(files), plugins: [pluginOf("@acme/rules", mute)] })
    assert.deepInclude(report.findings[0], { rule: "acme/mute", text: "acme/mute/found" })
    for (const format of ["html", "markdown", "json"])
      assert.include(text(await report.render(format)), "acme/mute", format)
  })
})

describe("plugins of a configuration", () => {
  it("are those of its own folder, from a script too", async () => {
    const base = shopWith({
      "plugin.mjs": `import { Plugin, Renderer } from "@touchpoint/core/plugins"
        import * as Schema from "effect/Schema"
        const shout = Renderer.make({
          id: "acme/shout", docs: { title: "", description: "" }, mediaType: "text/plain", extension: ".shout",
          options: Schema.Struct({}), render: (report) => "LOUD " + report.id,
        })
        export const plugin = Plugin.make({ name: "@acme/shout", api: 1, items: [shout] })`,
    })
    writeFileSync(path.join(base, "a.csv"), files["nps.csv"])
    const report = await analyze({ ...answers("a.csv"), plugins: ["./plugin.mjs"] }, { base })
    assert.strictEqual(text(await report.render("acme/shout")), "LOUD overview")
    assert.isTrue(existsSync(await report.save("report.shout")))
  })
})
