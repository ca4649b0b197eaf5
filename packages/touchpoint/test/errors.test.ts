import { mkdirSync, readdirSync } from "node:fs"
import path from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { analyze, type Config, csv, expr, rows, TouchpointError } from "touchpoint"
import { pluginOf, rendererOf, ruleOf } from "./plugins.ts"
import { answers, folderWith, map, refusal, survey } from "./project.ts"

const base = folderWith({ "nps.csv": "id,date,answer\na,2026-01-01,9\nb,2026-01-02,3\n" })
const refused = (config: unknown) => refusal(analyze(config as Config, { base }))
const source = { csv: "nps.csv", map, with: survey }

describe("TouchpointError", () => {
  it("is an Error that says what, where and what to do", () => {
    const error = new TouchpointError("source", "It is gone", { where: "a.csv", fix: "Bring it back" })
    assert.instanceOf(error, Error)
    assert.deepInclude(error, { name: "TouchpointError", code: "source", where: "a.csv", fix: "Bring it back" })
    assert.deepInclude(new TouchpointError("source", "It is gone"), { where: "", fix: "" })
  })
  it("shows nothing of Effect, and always a fix", async () => {
    const nps = { ...answers(), metrics: ["nps"] }
    for (const [config, code] of [
      [answers("no.csv"), "source"],
      [{ titel: "x" }, "config"],
      [{ ...nps, inventory: { touchpoints: [{ id: "shop", stage: "x" }] } }, "inventory"],
      [answers("nps.csv", { ...map, score: "answr" }), "mapping"],
      [{ ...nps, metrics: [{ id: "nps", by: "touchpont" }] }, "question"],
      [{ ...nps, metrics: [{ id: "nps", scal: 1 }] }, "options"],
    ] as const) {
      const error = await refused(config)
      assert.strictEqual(error.code, code)
      for (const [name, value] of Object.entries(error)) assert.typeOf(value, "string", `${code} ${name}`)
      assert.strictEqual(Object.getPrototypeOf(error), TouchpointError.prototype)
      assert.isUndefined(error.cause, code)
      assert.notStrictEqual(error.fix, "", code)
    }
  })
})

describe("a configuration that cannot be used", () => {
  it("is refused with all its issues at once; for a mistyped key the one that was meant", async () => {
    const error = await refused({
      titel: "x",
      weekStart: 9,
      zone: "Europe/Warszawa",
      attributes: { feedback: { tone: "txt" } },
      facts: {
        feedbak: source,
        feedback: { csv: "nps.csv", mapp: map, map: { at: { colum: "date", column: "date" } }, wth: survey },
      },
      metrics: [{ by: "touchpoint" }, { id: "nps", every: "fortnight" }],
      suppress: [{ rule: "stage-gap", reson: "x", until: "2026-01-01" }],
      colour: "red",
      minimumCell: -1,
    })
    assert.deepInclude(error, { code: "config", where: "analyze(…)" })
    const lines = error.message.split("\n").slice(1)
    const expected = [
      /^titel: .*did you mean title\?$/,
      /^weekStart: Expected 0 \| 1/,
      /^zone: .*Europe\/Warsaw/,
      /^attributes\.feedback\.tone: .*"number"/,
      /^facts\.feedbak: .*did you mean feedback\?$/,
      /^facts\.feedback\.mapp: .*did you mean map\?$/,
      /^facts\.feedback\.map\.at\.colum: .*did you mean column\?$/,
      /^facts\.feedback\.wth: .*did you mean with\?$/,
      /^metrics\.0\.id: /,
      /^metrics\.1\.every: .*"month"/,
      /^suppress\.0\.reson: .*did you mean reason\?$/,
      /^colour: there is no such key; there are title, inventory, /,
      /^minimumCell: /,
    ]
    for (const pattern of expected)
      assert.isTrue(
        lines.some((line) => pattern.test(line)),
        `${String(pattern)} in\n${error.message}`,
      )
  })
  it("says that words of values are texts: YAML takes an unquoted 10 for a number", async () => {
    const scaleMax = { column: "asked", values: { nps: 10, csat: "5", other: null } }
    const error = await refused({ facts: { feedback: { csv: "nps.csv", map: { ...map, scaleMax } } } })
    assert.match(error.message, /map\.scaleMax\.values\.nps: .*write it in quotes: \{ nps: "10" \}$/)
  })
  it("names an engine there is not: the nearest, or how one is written", async () => {
    for (const [engine, message] of [
      ["duckbd", /\nengine: there is no engine "duckbd"; did you mean duckdb\?$/],
      ["clickhouse", /\nengine: clickhouse needs to know where it is: \{ clickhouse: \{ url: /],
      ["spark", /\nengine: there is no engine "spark"; write memory, duckdb, .*clickhouse: \{ url: /],
      [{ duckbd: {} }, /\nengine: there is no engine "duckbd"; did you mean duckdb\?$/],
      [{ duckdb: { memroy: "4GB" } }, /\nengine\.duckdb\.memroy: .*did you mean memory\?$/],
      ...[{}, null, 5, [], { duckdb: {}, clickhouse: { url: "x", tables: {} } }].map(
        (given) => [given, /\nengine: write memory, duckdb, /] as const,
      ),
    ] as const) {
      const error = await refused({ ...answers(), engine })
      assert.match(error.message, message)
      assert.strictEqual(error.message.split("\n").length, 2, error.message)
    }
    const unit = await refused({ ...answers(), engine: { duckdb: { memory: "lots" } } })
    assert.match(unit.message, /memory: expected bytes, or a text such as 512MB or 4GB$/)
    const both = await refused({ ...answers(), engine: "duckbd", titel: "x" })
    assert.match(both.message, /engine: there is no engine/)
    assert.match(both.message, /titel: .*did you mean title/)
  })
  it("is nothing, a text, a list", async () => {
    for (const config of [undefined, null, "touchpoint.config.yaml", []])
      assert.strictEqual((await refused(config)).code, "config", JSON.stringify(config))
  })
  it("gives a source twice, or not at all", async () => {
    const wrong = [
      { ...source, rows: [] },
      { map, with: survey },
      { import: "csv", map, with: survey },
      { ...source, path: "other.csv" },
      { ...source, import: "csv" },
    ]
    for (const feedback of wrong) {
      const error = await refused({ facts: { feedback } })
      assert.strictEqual(error.code, "config", JSON.stringify(feedback))
      assert.include(error.message, "facts.feedback: ")
    }
    const second = await refused({ facts: { feedback: [source, { ...source, rows: [] }] } })
    assert.include(
      second.message,
      "facts.feedback[1]: give exactly one of csv, parquet, jsonl, duckdb with table, rows, or import with path",
    )
  })
  it("names an importer, a kind, a preset there is none of", async () => {
    const importer = await refused({ facts: { feedback: { import: "cvs", path: "nps.csv", map, with: survey } } })
    assert.include(importer.message, 'facts.feedback: there is no importer of records "cvs"; installed are csv')
    const kind = await refused({ ...answers(), attributes: { feedbak: { tone: "text" } } })
    assert.deepInclude(kind, { code: "config" })
    assert.include(kind.message, "attributes.feedbak")
    const preset = await refused({ ...answers(), rules: { extends: "warning" } })
    assert.include(preset.message, "rules.extends: there is no such preset; give recommended or none")
  })
  it("holds cells that are none, by record and column", async () => {
    const error = await refused({
      facts: { feedback: rows([{ id: {}, date: "2026-01-01", answer: 9n }] as never, map, survey) },
    })
    assert.strictEqual(error.code, "config")
    assert.include(error.message, "facts.feedback.rows.0.id: a cell is a text, a finite number")
    assert.include(error.message, "facts.feedback.rows.0.answer: a cell is")
    assert.strictEqual((await refused({ facts: { feedback: rows({} as never, map, survey) } })).code, "config")
  })
  it("says when it is not", async () => {
    for (const asOf of ["yesterday", "2026-02-30", ""]) {
      const error = await refused({ ...answers(), asOf })
      assert.strictEqual(error.code, "config", asOf)
      assert.match(error.message, /\nasOf: .*2018-01-31/)
    }
  })
  it("puts an attribute in the place of a field", async () => {
    const error = await refused({ ...answers(), attributes: { feedback: { score: "text" } } })
    assert.strictEqual(error.code, "config")
    assert.include(error.message, '"score" of feedback cannot be a column')
  })
})

describe("a request that cannot be measured", () => {
  it("names a metric there is not", async () => {
    const error = await refused({ ...answers(), metrics: ["nps", "npss"] })
    assert.deepInclude(error, { code: "config", where: "analyze(…)" })
    assert.include(error.message, 'metrics[1]: there is no metric "npss"; did you mean nps?')
  })
  it("splits by a dimension there is not: where, and which there are", async () => {
    for (const [by, hint] of [
      ["touchpont", "Did you mean touchpoint?"],
      ["stage", "Map a column to it, or declare it as an own attribute"],
      ["__proto__", "Map a column to it, or declare it as an own attribute"],
    ] as const) {
      const error = await refused({ ...answers(), metrics: [{ id: "nps", by: ["instrument", by] }] })
      assert.deepInclude(error, { code: "question", where: "metrics[0].by" }, by)
      assert.include(error.message, `feedback has no "${by}". ${hint} (available are: `)
      for (const plumbing of ["eventId", "sequence", "weight", "scaleMin"]) assert.notInclude(error.message, plumbing)
    }
  })
  it("gives parameters the metric has not", async () => {
    const error = await refused({ ...answers(), metrics: [{ id: "nps", scal: 1, scale: 7 }] })
    assert.deepInclude(error, { code: "options", where: "metric nps" })
    assert.include(error.message, "\nscal: there is no such option; did you mean scale?")
    assert.match(error.message, /\nscale: (?!there is no such option)/)
  })
  it("asks for an instrument no source has: which there are", async () => {
    const csat = await refused({ ...answers(), metrics: ["nps", "csat"] })
    assert.deepInclude(csat, { code: "config", where: "analyze(…)" })
    assert.include(csat.message, 'metrics[1].instrument: no feedback has the instrument "csat"; the sources have nps')
    const typo = await refused({ ...answers(), metrics: [{ id: "nps", instrument: "NPS" }] })
    assert.include(typo.message, 'metrics[0].instrument: no feedback has the instrument "NPS"; the sources have nps')
    // Without any answer nothing is known of instruments, and nothing is refused.
    const empty = folderWith({ "nps.csv": "id,date,answer\n" })
    const report = await analyze({ ...answers(), metrics: ["csat"] }, { base: empty })
    assert.deepInclude(report.measurements[0], { metric: "csat", value: null, n: 0 })
  })
  it("gives parameters that do not go together", async () => {
    const top = await refused({ ...answers(), metrics: [{ id: "csat", instrument: "nps", top: 5 }] })
    assert.deepInclude(top, { code: "options", where: "metric csat" })
    assert.include(top.message, "top: at most 4 scores of 1–5 can be the best for the form top-box")
    const scale = await refused({ ...answers(), metrics: [{ id: "nps", scale: { min: 10, max: 0 } }] })
    assert.deepInclude(scale, { code: "options", where: "metric nps" })
    assert.include(scale.message, "scale: the scale ends where it begins, or before")
  })
  it("filters by a column there is not", async () => {
    const where = expr.eq(expr.column("nope"), "x")
    const error = await refused({ ...answers(), metrics: [{ id: "nps", where }] })
    assert.strictEqual(error.code, "question")
    assert.include(error.message, 'feedback has no "nope"')
  })
  it("names a period that is none, or compares with a group it does not make", async () => {
    const period = await refused({ ...answers(), metrics: [{ id: "nps", period: "2026-13" }] })
    assert.strictEqual(period.code, "config")
    assert.include(period.message, 'metrics[0].period: "2026-13" is not a period')
    const versus = await refused({ ...answers(), metrics: [{ id: "nps", by: "wave", versus: { instrument: "nps" } }] })
    assert.strictEqual(versus.code, "config")
    assert.include(versus.message, 'metrics[0].versus: "instrument" is not in by')
  })
  it("names a rule there is not, or gives a rule options it has not", async () => {
    const rule = await refused({ ...answers(), rules: { "stage-gab": "warning" } })
    assert.strictEqual(rule.code, "config")
    assert.include(rule.message, 'rules.stage-gab: there is no rule "stage-gab"; did you mean stage-gap?')
    const options = await refused({ ...answers(), rules: { "stage-gap": ["warning", { ignor: [] }] } })
    assert.deepInclude(options, { code: "options", where: "rule stage-gap" })
    assert.include(options.message, "\nignor: there is no such option; did you mean ignore?")
    const preset = await refused({ ...answers(), rules: { "stage-gap": "none" } })
    assert.include(preset.message, "none is a preset; give info, warning, critical or off")
  })
  it("reads local times in a zone there is not", async () => {
    const error = await refused(answers("nps.csv", map, survey, { zone: "Mars/Base" }))
    assert.deepInclude(error, { code: "mapping", where: "nps.csv" })
    assert.include(error.message, '"Mars/Base" is not an IANA zone such as Europe/Warsaw')
  })
  it("gives constants that do not fit", async () => {
    const constants = { instrument: "nps", scale: { min: "low", max: [10] } }
    const error = await refused({ facts: { feedback: csv("nps.csv", map, constants) } })
    assert.deepInclude(error, { code: "mapping", where: "nps.csv" })
    assert.include(error.message, "scaleMin: ")
    assert.include(error.message, "scaleMax: ")
  })
})

describe("an inventory that cannot be used", () => {
  it("says where, in a file and in the configuration itself", async () => {
    const inventory = { touchpoints: [{ id: "shop", stage: "befor-purchase" }] }
    const inline = await refused({ ...answers(), inventory })
    assert.deepInclude(inline, { code: "inventory", where: "inventory" })
    assert.include(
      inline.message,
      'touchpoints[0].stage: unknown stage "befor-purchase"; did you mean "before-purchase"?',
    )
    const folder = folderWith({ "nps.csv": "id\n", "shop.json": JSON.stringify(inventory, null, 2) })
    const file = await refusal(analyze({ ...answers(), inventory: "shop.json" }, { base: folder }))
    assert.deepInclude(file, { code: "inventory", where: "shop.json" })
    assert.match(file.message, /\(shop\.json:5:\d+\)/)
  })
})

describe("plugins that cannot be used", () => {
  const withPlugins = (...plugins: ReadonlyArray<unknown>) =>
    refusal(analyze(answers(), { base, plugins: plugins as [] }))

  it("bring the same id: both are named", async () => {
    const error = await withPlugins(
      pluginOf(
        "@acme/one",
        ruleOf("acme/gap", () => []),
      ),
      pluginOf(
        "@acme/two",
        ruleOf("acme/gap", () => []),
      ),
    )
    assert.deepInclude(error, { code: "plugin", where: "rule acme/gap" })
    assert.include(error.message, "@acme/one and @acme/two both bring rule acme/gap")
  })
  it("take an id of ours or one without scope, or are made for another contract", async () => {
    const taken = await withPlugins(
      pluginOf(
        "@acme/one",
        rendererOf("html", ".html", () => ""),
      ),
    )
    assert.strictEqual(taken.code, "plugin")
    assert.include(taken.message, "@acme/one")
    const unscoped = await withPlugins(
      pluginOf(
        "@acme/one",
        ruleOf("gap", () => []),
      ),
    )
    assert.include(unscoped.message, "scope/id")
    const other = await withPlugins({ name: "@acme/old", api: 0, items: [] })
    assert.strictEqual(other.code, "plugin")
    assert.include(other.message, "@acme/old is made for another version")
  })
  it("are none", async () => {
    for (const odd of [undefined, null, {}, "acme", { name: "acme" }])
      assert.deepInclude(await withPlugins(odd), { code: "plugin", where: "plugins[0]" })
  })
  it("are named in the configuration and not there", async () => {
    const error = await refused({ ...answers(), plugins: ["./no.mjs"] })
    assert.strictEqual(error.code, "config")
    assert.include(error.message, "plugins[0]: ./no.mjs cannot be loaded")
    assert.lengthOf(error.message.split("\n"), 2)
  })
})

describe("a report that cannot be rendered or written", () => {
  const whole = analyze(answers(), {
    base,
    plugins: [
      pluginOf(
        "@acme/ink",
        rendererOf("acme/dry", ".dry", () => {
          throw new Error("no ink")
        }),
      ),
    ],
  })

  it("in a format nobody writes: which there are", async () => {
    const report = await whole
    for (const [tried, where] of [
      [report.render("pdf"), "pdf"],
      [report.save("out/report.pdf"), ".pdf"],
      [report.save("out/report"), ""],
    ] as const) {
      const error = await refusal(tried)
      assert.deepInclude(error, { code: "options", where })
      assert.include(error.fix, "html (.html), markdown (.md), json (.json)")
    }
    assert.notInclude(readdirSync(base), "out")
  })
  it("with options or in a language there are not", async () => {
    const report = await whole
    const options = await refusal(report.render("html", { options: { themee: "dark" } }))
    assert.deepInclude(options, { code: "options", where: "renderer html" })
    for (const tried of [
      report.render("html", { locale: "de" as "en" }),
      analyze(answers(), { base, locale: "de" as "en" }),
    ])
      assert.deepInclude(await refusal(tried), { code: "options", where: "locale", fix: "Use one of: en, ru, pl" })
  })
  it("since its renderer broke: which", async () => {
    const error = await refusal((await whole).save("report.dry"))
    assert.deepInclude(error, { code: "render", where: "acme/dry" })
    assert.include(error.message, "no ink")
  })
  it("where a folder or a file stands in the way; nothing is left behind", async () => {
    const report = await whole
    mkdirSync(path.join(base, "taken.html"))
    for (const file of ["taken.html", "nps.csv/report.html"]) {
      const error = await refusal(report.save(file))
      assert.deepInclude(error, { code: "file", where: path.join(base, file) })
      assert.include(error.message, "choose another path")
    }
    assert.deepStrictEqual(
      readdirSync(base).filter((name) => name.endsWith(".tmp")),
      [],
    )
  })
})
