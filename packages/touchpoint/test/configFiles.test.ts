import { readFileSync } from "node:fs"
import path from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { type Schema, Validator } from "@cfworker/json-schema"
import { analyze, type Config } from "touchpoint"
import { parse } from "yaml"
import { openConfig } from "../src/project/open.ts"
import { runPromise } from "../src/run.ts"
import { command, folderWith, refusal, shopWith } from "./project.ts"

const read = (file: string) => readFileSync(path.join(import.meta.dirname, file), "utf8")
const schemaOf = (file: string) => new Validator(JSON.parse(read(file)) as Schema, "2020-12", false)
const configSchema = schemaOf("../schema/config.schema.json")
const shop = parse(read("fixtures/shop/touchpoint.config.yaml")) as Config & {
  readonly facts: { readonly feedback: ReadonlyArray<object>; readonly promises: object }
}
const args = ["measure", "nps", "csat", "promise-keeping", "--by", "touchpoint", "--every", "month", "--format", "json"]

describe.concurrent("a configuration file", () => {
  it("gives the same numbers as YAML, as JSON and as TypeScript, byte by byte; and so does a script", async () => {
    const folder = shopWith({
      "other/touchpoint.config.json": JSON.stringify({ ...shop, inventory: "../inventory.yaml" }).replaceAll(
        /"(nps|csat|promises)\.csv"/g,
        '"../$1.csv"',
      ),
      "touchpoint.ts": `import { defineConfig } from "touchpoint"
        const config = defineConfig(${JSON.stringify(shop)})
        export default config satisfies object`,
    })
    const [yaml, json, typescript] = await Promise.all([
      command(folder, args),
      command(folder, [...args, "--config", "other/touchpoint.config.json"]),
      command(folder, [...args, "-c", "touchpoint.ts"]),
    ])
    for (const { code, stderr } of [yaml, json, typescript]) assert.strictEqual(code, 0, stderr)
    assert.strictEqual(typescript.stdout, yaml.stdout)
    assert.strictEqual(json.stdout, yaml.stdout)
    const split = { by: "touchpoint", every: "month" as const }
    // The parameters of nps are those of the project's request with the same split.
    const requests = [
      { id: "nps", relation: "transactional", ...split },
      { id: "csat", ...split },
      { id: "promise-keeping", ...split },
    ]
    const report = await analyze({ ...shop, metrics: requests }, { base: folder })
    assert.strictEqual(`${JSON.stringify(report.measurements, null, 2)}\n`, yaml.stdout)
  })
  it("that is wrong is refused with its name and its issues; code 2, and no result", async () => {
    const folder = shopWith({
      "typo.yaml": "titel: x\nfacts:\n  feedbak: { csv: nps.csv, map: {} }\n",
      "broken.yaml": "facts: [\n",
      "broken.json": "{ 1 }",
      "broken.ts": "enum A { B }\nexport default {}\n",
    })
    const [typo, broken] = await Promise.all(
      ["typo.yaml", "broken.ts"].map((file) => command(folder, ["measure", "nps", "--config", file])),
    )
    for (const run of [typo, broken]) assert.deepInclude(run, { code: 2, stdout: "" })
    assert.include(typo?.stderr, "The configuration typo.yaml cannot be used:")
    assert.include(typo?.stderr, "\ntitel: there is no such key; did you mean title?")
    assert.include(typo?.stderr, "\nfacts.feedbak: there is no such key; did you mean feedback?")
    assert.match(broken?.stderr ?? "", /^The configuration broken\.ts cannot be used:\n.*no enum/)
    for (const [file, problem] of [
      ["broken.yaml", "flow"],
      ["broken.json", "JSON"],
      ["no.yaml", "there is no such file; correct --config"],
    ] as const) {
      const error = await refusal(runPromise(openConfig(file, folder)))
      assert.deepInclude(error, { code: "config", where: file })
      assert.include(error.message.toLowerCase(), problem.toLowerCase())
    }
  })
  it("that is nowhere: says what was looked for", async () => {
    const error = await refusal(runPromise(openConfig(null, folderWith())))
    assert.match(error.message, /^There is no configuration in .*: none of touchpoint\.config\.ts, .*\.yaml, /)
    assert.deepStrictEqual(
      [error.code, error.fix],
      ["config", "Begin one with touchpoint init, or name one with --config"],
    )
  })
})

describe.concurrent("the published schema of configurations", () => {
  const valid = (config: unknown) => configSchema.validate(JSON.parse(JSON.stringify(config)))
  it("accepts the fixture and everything a configuration may say", () => {
    assert.deepStrictEqual(valid(shop).errors, [])
    const all = {
      ...shop,
      weekStart: 1,
      asOf: "2026-01-31",
      attributes: { feedback: { tone: "text" } },
      metrics: ["nps", { id: "csat", by: ["touchpoint"], every: "week", period: "2026-01", form: "mean" }],
      rules: { extends: "recommended", "stage-gap": ["info", { ignore: ["x"] }], "broken-promise": "off" },
      suppress: [{ rule: "stage-gap", reason: "known", until: "2026-12-31" }],
      names: { dimension: { tone: { en: "Tone" } } },
      minimumCell: 5,
      plugins: ["./plugin.mjs"],
    }
    assert.deepStrictEqual(valid(all).errors, [])
  })
  it("refuses what touchpoint refuses: a mistyped key, wherever it is, and a wrong value", () => {
    const [nps] = shop.facts.feedback
    const wrong = {
      "a key": { ...shop, titel: "x" },
      "a kind": { facts: { feedbak: nps } },
      "a key of a source": { facts: { feedback: { ...nps, delimiter: ";" } } },
      "a source without map": { facts: { feedback: { csv: "nps.csv" } } },
      "a day of the week": { ...shop, weekStart: 7 },
      "a severity": { ...shop, rules: { "stage-gap": "fatal" } },
      "a suppression without end": { ...shop, suppress: [{ rule: "stage-gap", reason: "known" }] },
      "a group size": { ...shop, minimumCell: -1 },
    }
    for (const [what, config] of Object.entries(wrong)) assert.isFalse(valid(config).valid, what)
  })
})
