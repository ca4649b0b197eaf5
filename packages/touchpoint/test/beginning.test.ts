import { readdirSync, readFileSync } from "node:fs"
import path from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { metrics } from "@touchpoint/core/metrics"
import { Locale } from "@touchpoint/core/model"
import { rules } from "@touchpoint/rules"
import * as Effect from "effect/Effect"
import { analyze, catalog, type Config, entryOf } from "touchpoint"
import { parse } from "yaml"
import { configYaml } from "../src/project/configYaml.ts"
import { metricPage, rulePage } from "../src/project/explanation.ts"
import { inventoryYaml } from "../src/project/inventoryYaml.ts"
import { command, folderWith, shopWith } from "./project.ts"

const read = (...parts: ReadonlyArray<string>) => readFileSync(path.join(...parts), "utf8")
const lines = (text: string) => text.trimEnd().split("\n")
const standard = catalog.filter(({ tag }) => tag === "standard")

describe("touchpoint catalog", () => {
  it("lists all touchpoints by phase, and shows one in the language asked for", async () => {
    const folder = folderWith()
    const table = await command(folder, ["catalog"])
    assert.deepStrictEqual([table.code, table.stderr], [0, ""])
    // Three headings and two blank lines.
    assert.lengthOf(lines(table.stdout), catalog.length + 5)
    for (const { id, name } of catalog) assert.include(table.stdout, `${id} `, name.en)
    const one = await command(folder, ["catalog", "courier-delivery", "--locale", "pl"])
    for (const text of [entryOf("courier-delivery").description.pl, "offline", "promise-keeping", "Po zakupie"])
      assert.include(one.stdout, text)
  })
  it("filters, searches, and is the catalogue itself as JSON", async () => {
    const folder = folderWith()
    const filters = ["--phase", "after", "--tag", "practice", "--category", "service"]
    const filtered = await command(folder, ["catalog", "доставка", ...filters, "--format", "json"])
    assert.deepStrictEqual(JSON.parse(filtered.stdout), [entryOf("courier-delivery")])
    const nothing = await command(folder, ["catalog", "zzzzqqq\u001B[31m"])
    assert.deepStrictEqual([nothing.code, nothing.stdout], [0, ""])
    assert.include(nothing.stderr, "nothing like")
    assert.notInclude(nothing.stderr, "\u001B")
  })
})

describe("touchpoint init", () => {
  it("writes a project that check accepts at once", async () => {
    const folder = folderWith()
    const made = await command(folder, ["init", "a l'l/deep", "--from", "standard", "--locale", "pl"])
    assert.deepStrictEqual(
      [made.code, made.stdout],
      [0, "a l'l/deep/inventory.yaml\na l'l/deep/touchpoint.config.yaml\n"],
    )
    assert.include(made.stderr, "touchpoint report --out report.html")
    const check = await command(path.join(folder, "a l'l/deep"), ["check", "--fail-on", "info"])
    assert.deepStrictEqual([check.code, check.stderr], [0, ""])
    // In the language of the project.
    assert.notInclude(check.stdout, "No rule")
  })
  it("writes in every language what the analysis takes, with what a touchpoint is above it", async () => {
    for (const locale of Locale.literals) {
      const text = inventoryYaml(catalog, locale)
      for (const { description } of catalog) assert.include(text, `# ${description[locale]}`)
      const base = folderWith({ "inventory.yaml": text })
      const report = await analyze(parse(configYaml("Europe/Warsaw", locale)) as Config, { base })
      assert.deepStrictEqual([report.findings, report.failures], [[], []])
      const page = new TextDecoder().decode(await report.render("html"))
      assert.include(page, `lang="${locale}"`)
      assert.include(page, entryOf("online-advertising").name[locale])
    }
  })
  it("takes chosen entries however they are spelt, in the order of the journey, and overwrites only when told to", async () => {
    const folder = folderWith({ "inventory.yaml": "mine" })
    const chosen = ["--from", "Newsletter, courier-delivery,чат-бот"]
    const refused = await command(folder, ["init", ...chosen])
    assert.deepStrictEqual([refused.code, refused.stdout], [2, ""])
    assert.include(refused.stderr, "Nothing was written: inventory.yaml is already in")
    assert.strictEqual(read(folder, "inventory.yaml"), "mine")
    assert.strictEqual((await command(folder, ["init", "--force", ...chosen])).code, 0)
    const { touchpoints } = parse(read(folder, "inventory.yaml")) as Record<string, ReadonlyArray<{ id: string }>>
    assert.deepStrictEqual(
      touchpoints?.map(({ id }) => id),
      ["chatbot", "email-newsletter", "courier-delivery"],
    )
  })
  it("writes nothing that another configuration would hide, nor what the catalogue does not know", async () => {
    const folder = folderWith({ "c/touchpoint.config.ts": "mine" })
    const hidden = await command(folder, ["init", "c", "--force"])
    assert.strictEqual(hidden.code, 2)
    assert.include(hidden.stderr, "touchpoint.config.ts")
    const unknown = await command(folder, ["init", "d", "--from", "company-website,chat-bott"])
    assert.strictEqual(unknown.code, 2)
    assert.include(unknown.stderr, 'no touchpoint "chat-bott"\nDid you mean chatbot?')
    assert.deepStrictEqual(
      [readdirSync(folder), readdirSync(path.join(folder, "c"))],
      [["c"], ["touchpoint.config.ts"]],
    )
  })
  it("asks for the standard ones where nothing is chosen and nobody can be asked", async () => {
    const folder = folderWith()
    assert.strictEqual((await command(folder, ["init"])).code, 0)
    const { touchpoints } = parse(read(folder, "inventory.yaml")) as Record<string, ReadonlyArray<{ id: string }>>
    assert.deepStrictEqual(
      touchpoints?.map(({ id }) => id),
      standard.map(({ id }) => id as string),
    )
  })
})

describe("a page of explanation", () => {
  it("tells every metric in every language, with its parameters", async () => {
    for (const metric of metrics)
      for (const locale of Locale.literals) {
        const page = await Effect.runPromise(metricPage(metric, locale))
        for (const text of [page.title, page.description, page.source, page.notWhen]) assert.notStrictEqual(text, "")
        for (const { name, type } of page.parameters) assert.notInclude([name, type], "")
        assert.notMatch(JSON.stringify(page), /undefined|\[object|NaN/u)
      }
    const nps = metrics.find(({ id }) => id === "nps")
    assert.isDefined(nps)
    if (nps === undefined) return
    const { parameters, unit } = await Effect.runPromise(metricPage(nps, "en"))
    assert.strictEqual(unit, "points")
    assert.deepStrictEqual(parameters.slice(0, 3), [
      { name: "base", type: "answered | asked", byDefault: "answered" },
      { name: "instrument", type: "text", byDefault: "nps" },
      { name: "scale", type: "{ min: number, max: number }", byDefault: "{ min: 0, max: 10 }" },
    ])
  })
  it("tells every rule in every language, with its options and what it says", () => {
    for (const rule of rules)
      for (const locale of Locale.literals) {
        const page = rulePage(rule, locale)
        for (const text of [page.title, page.description]) assert.notStrictEqual(text, "")
        for (const { name, type } of page.options) assert.notInclude([name, type], "")
        assert.notMatch(JSON.stringify(page), /undefined|\[object|NaN/u)
        assert.isAbove(page.messages.length, 0)
      }
    const gap = rules.find(({ id }) => id === "stage-gap")
    assert.isDefined(gap)
    if (gap === undefined) return
    const { messages, options } = rulePage(gap, "pl")
    assert.deepInclude(options, { name: "ignore", type: "[text]", byDefault: "[]" })
    assert.isTrue(messages.some(({ text }) => text?.includes("„‹stage›”")))
  })
})

describe("touchpoint explain", () => {
  it("tells a metric and a rule, without a project", async () => {
    const folder = folderWith()
    const nps = await command(folder, ["explain", "nps", "--locale", "ru"])
    assert.match(
      nps.stdout,
      /Что это .*\n[^]*Reichheld 2003[^]*Не годится, если[^]*по умолчанию \{ min: 0, max: 10 \}/u,
    )
    const rule = await command(folder, ["explain", "broken-promise", "--locale", "pl"])
    for (const text of ["Co ocenia", "target", "domyślnie 0.95", "uwaga"]) assert.include(rule.stdout, text)
  })
  it("shows what a finding of the project rests on", async () => {
    const folder = shopWith()
    const found = await command(folder, ["explain", "broken-promise/courier-co"])
    assert.strictEqual(found.code, 0)
    for (const text of ["72.5%", "Recommended: ", "Evidence:", "57.2–83.9%", "What it judges"])
      assert.include(found.stdout, text)
    const other = await command(folder, ["explain", "broken-promise/courier-ko"])
    assert.deepStrictEqual([other.code, other.stdout], [2, ""])
    assert.include(other.stderr, "did you mean courier-co?")
  })
  it("says what was meant", async () => {
    const near = await command(folderWith(), ["explain", "\u001B[31m__proto__"])
    assert.deepStrictEqual([near.code, near.stdout], [2, ""])
    assert.notInclude(near.stderr, "\u001B")
    const far = await command(folderWith(), ["explain", "brokn-promise"])
    assert.include(far.stderr, "did you mean broken-promise?")
  })
})
