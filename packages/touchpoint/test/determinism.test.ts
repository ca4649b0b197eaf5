import { createHash } from "node:crypto"
import { readFileSync, writeFileSync } from "node:fs"
import path from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { analyze, type Config, csv, rows } from "touchpoint"
import { command, folderWith, map, shopWith, survey } from "./project.ts"

const records = [
  { id: "a", date: "2026-01-01T23:30:00", answer: 9 },
  { id: "b", date: new Date(Date.UTC(2026, 0, 31, 23, 30)), answer: 3 },
  { id: "ż", date: "2026-02-01T00:30:00", answer: null },
]
const files = {
  "nps.csv": "id,date,answer\na,2026-01-01T23:30:00,9\nb,2026-03-29T01:30:00,3\n",
  "inventory.yaml": "touchpoints:\n  - { id: shop, stage: before-purchase }\n",
}
const configOf = (given: typeof records = records): Config => ({
  inventory: "inventory.yaml",
  zone: "Europe/Warsaw",
  facts: { feedback: [csv("nps.csv", map, survey), rows(given, map, survey)] },
  metrics: ["nps", { id: "nps", every: "month" }],
})

interface Manifest {
  readonly files: ReadonlyArray<{ readonly source: string; readonly bytes: number; readonly sha256: string }>
  readonly config: string
}

const rendered = async (config: Config, base: string) => {
  const report = await analyze(config, { base })
  const texts: Record<string, string> = {}
  for (const format of ["html", "json", "markdown"])
    texts[format] = new TextDecoder().decode(await report.render(format))
  return texts
}
const manifestOf = async (config: Config, base: string) =>
  (JSON.parse((await rendered(config, base))["json"] ?? "") as { readonly manifest: Manifest }).manifest
const sha256 = (bytes: string | Uint8Array) => createHash("sha256").update(bytes).digest("hex")

describe("the same inputs", () => {
  it("give the same bytes, run after run and in another folder", async () => {
    const first = folderWith(files)
    const once = await rendered(configOf(), first)
    assert.deepStrictEqual(await rendered(configOf(), first), once)
    assert.deepStrictEqual(await rendered(configOf(), folderWith(files)), once)
  })
  it("are named in the manifest by their content: every file, every list of records", async () => {
    const base = folderWith(files)
    const manifest = await manifestOf(configOf(), base)
    assert.deepStrictEqual(
      manifest.files.map(({ source }) => source),
      ["feedback (rows) (rows)", "inventory.yaml", "nps.csv"],
    )
    for (const { bytes, sha256: hash, source } of manifest.files.slice(1)) {
      const content = readFileSync(path.join(base, source))
      assert.deepStrictEqual([bytes, hash], [content.length, sha256(content)], source)
    }
    const text = JSON.stringify(records)
    assert.deepInclude(manifest.files[0], { bytes: Buffer.byteLength(text), sha256: sha256(text) })
    for (const format of ["html", "markdown"])
      assert.include(
        (await rendered(configOf(), base))[format] ?? "",
        manifest.files[2]?.sha256.slice(0, 12) ?? "?",
        format,
      )
  })
})

describe("other inputs", () => {
  it("of any kind give another manifest: a file, a record, a setting", async () => {
    const base = folderWith(files)
    const of = async (config: Config) => JSON.stringify(await manifestOf(config, base))
    const before = await of(configOf())
    const changed = records.map((record) => (record.id === "a" ? { ...record, answer: 8 } : record))
    assert.notStrictEqual(await of(configOf(changed)), before)
    assert.notStrictEqual(await of({ ...configOf(), weekStart: 0 }), before)
    assert.strictEqual(await of(configOf()), before)
    writeFileSync(path.join(base, "nps.csv"), files["nps.csv"].replace(",9", ",8"))
    assert.notStrictEqual(await of(configOf()), before)
  })
  it("of two lists of records with one name are both there", async () => {
    const twice = {
      ...configOf(),
      facts: { feedback: [rows(records, map, survey), rows(records.slice(1), map, survey)] },
    }
    const manifest = await manifestOf(twice, folderWith(files))
    const lists = manifest.files.filter(({ source }) => source.includes("rows"))
    assert.lengthOf(new Set(lists.map(({ source }) => source)), 2)
    assert.lengthOf(new Set(lists.map(({ sha256: hash }) => hash)), 2)
  })
})

describe("the machine", () => {
  it("decides nothing: not its zone, its language or the width of its terminal", async () => {
    const folder = shopWith()
    const args = ["report", "--out", "r.html", "--out", "r.json", "--out", "r.md"]
    const machines = [
      { TZ: "UTC" },
      { TZ: "America/Los_Angeles", LANG: "ru_RU.UTF-8", LC_ALL: "pl_PL.UTF-8", COLUMNS: "20" },
    ]
    const reports: Array<ReadonlyArray<string>> = []
    for (const env of machines) {
      const { code, stderr } = await command(folder, args, { env })
      assert.strictEqual(code, 0, stderr)
      reports.push(["r.html", "r.json", "r.md"].map((file) => readFileSync(path.join(folder, file), "utf8")))
    }
    assert.deepStrictEqual(reports[1], reports[0])
    assert.include(reports[0]?.[1] ?? "", "Europe/Warsaw")
  })
})
