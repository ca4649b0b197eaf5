import { createHash } from "node:crypto"
import * as fs from "node:fs"
import path from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { analyze, type AnalysisReport, csv, readRecords, rows } from "touchpoint"
import { rejectFix } from "@touchpoint/core/facts"
import { answers, folderWith, map, refusal, survey } from "./project.ts"

const good = "id,date,answer\na,2026-01-01,9\nb,2026-01-02,3\nc,2026-01-03,10\n"

/** The promise that holds for every source: no row is lost. */
const accounted = (report: AnalysisReport): AnalysisReport => {
  for (const { byReason, facts, rejects, rows: read, source } of report.sources) {
    assert.strictEqual(read, facts + rejects, source)
    assert.strictEqual(
      rejects,
      Object.values(byReason).reduce((sum, n) => sum + n, 0),
    )
  }
  return report
}

const run = async (
  file: string,
  text: string,
  columns: Parameters<typeof csv>[1] = map,
  rest: Omit<Parameters<typeof analyze>[0], "facts"> = {},
) =>
  accounted(
    await analyze(
      { ...answers(file, columns), ...rest },
      { base: folderWith({ [file]: text, "inventory.yaml": shop }) },
    ),
  )

const shop = "touchpoints:\n  - { id: shop, stage: before-purchase, aliases: [Old shop] }\n"

describe("a file that cannot be read", () => {
  it("is missing: says so, and where paths begin", async () => {
    const error = await refusal(analyze(answers("no.csv"), { base: folderWith() }))
    assert.deepInclude(error, { code: "source", where: "no.csv" })
    assert.include(error.message, "there is no such file")
    assert.include(error.fix, "correct the path")
  })
  it("is a folder: says so", async () => {
    const error = await refusal(analyze(answers("answers.csv"), { base: folderWith({ "answers.csv/a.csv": good }) }))
    assert.deepInclude(error, { code: "source", where: "answers.csv" })
    assert.include(error.message, "it is a folder; name a file in it")
  })
  it("is empty: says so", async () => {
    const error = await refusal(analyze(answers(), { base: folderWith({ "nps.csv": "" }) }))
    assert.deepInclude(error, { code: "source", where: "nps.csv" })
    assert.include(error.message, "the file is empty; export it again")
  })
  it("is an inventory that is missing, or in a format nobody reads", async () => {
    const base = folderWith({ "nps.csv": good })
    const missing = await refusal(analyze({ ...answers(), inventory: "no.yaml" }, { base }))
    assert.deepInclude(missing, { code: "source", where: "no.yaml" })
    const other = await refusal(analyze({ ...answers(), inventory: "shop.toml" }, { base }))
    assert.deepInclude(other, { code: "source", where: "shop.toml", fix: "write it as .yaml or .json" })
  })
  it("is an inventory that is no YAML: line and column", async () => {
    const base = folderWith({ "nps.csv": good, "shop.yaml": "touchpoints: [\n  - id: {" })
    const error = await refusal(analyze({ ...answers(), inventory: "shop.yaml" }, { base }))
    assert.deepInclude(error, { code: "source", where: "shop.yaml" })
    assert.match(error.message, /line 2, column \d+/)
  })
})

describe("a file read wrongly", () => {
  it("has another delimiter than the one given: the mapping finds one column only", async () => {
    const base = folderWith({ "nps.csv": good })
    const error = await refusal(analyze(answers("nps.csv", map, survey, { options: { delimiter: ";" } }), { base }))
    assert.deepInclude(error, { code: "mapping", where: "nps.csv" })
    assert.include(error.message, "one column only: check its delimiter")
  })
  it("lacks a mapped column: did you mean", async () => {
    const error = await refusal(run("nps.csv", good, { ...map, score: "answr" }))
    assert.deepInclude(error, { code: "mapping", where: "nps.csv" })
    assert.include(error.message, '"answr"; did you mean "answer"?')
  })
  it("is mapped to fields there are not: all of them at once", async () => {
    const error = await refusal(run("nps.csv", good, { customer: "id", scor: "answer", when: "date" }))
    assert.deepInclude(error, { code: "mapping", where: "nps.csv" })
    assert.include(error.message, 'scor: unknown field; did you mean "score"?')
    assert.include(
      error.message,
      "when: unknown field; an own column is declared as an attribute (attributes: { feedback: { when: text } }); feedback has: ",
    )
  })
  it("has only a header: no facts, no numbers, no failure", async () => {
    const report = await run("nps.csv", "id,date,answer\n")
    assert.deepInclude(report.sources[0], { rows: 0, facts: 0, rejects: 0 })
    assert.deepStrictEqual([report.measurements, report.failures], [[], []])
  })
})

describe("a source of which no row became a fact", () => {
  it("is an error that names the most frequent reason and its fix", async () => {
    const text = "id,date,answer\na,2026-01-01,x\nb,?,9\nc,2026-01-01,y\n"
    const error = await refusal(run("nps.csv", text))
    assert.deepInclude(error, { code: "source", where: "nps.csv", fix: rejectFix["not-a-number"] })
    assert.include(error.message, "nps.csv cannot be read: none of its 3 rows became a fact (not-a-number 2)")
  })
  it("is one, however good the others are; one fact is enough", async () => {
    const files = { "nps.csv": good, "other.csv": "id,date,answer\na,2026-01-01,x\n" }
    const feedback = [answers().facts.feedback, answers("other.csv").facts.feedback]
    const error = await refusal(analyze({ facts: { feedback } }, { base: folderWith(files) }))
    assert.deepInclude(error, { code: "source", where: "other.csv" })
    const more = { ...files, "other.csv": `${files["other.csv"]}b,2026-01-01,9\n` }
    const report = accounted(await analyze({ facts: { feedback } }, { base: folderWith(more) }))
    assert.deepStrictEqual(
      report.sources.map(({ facts, rejects }) => [facts, rejects]),
      [
        [3, 0],
        [1, 1],
      ],
    )
  })
  it("is one too where all lie after asOf, or all repeat another source", async () => {
    const late = await refusal(run("nps.csv", good, map, { asOf: "2025-12-31" }))
    assert.deepInclude(late, { code: "source", where: "nps.csv", fix: rejectFix["after-watermark"] })
    const orders = (file: string) => csv(file, { eventId: "id", customer: "id" })
    const base = folderWith({ "a.csv": "id\n1\n2\n", "b.csv": "id\n2\n" })
    const twice = await refusal(analyze({ facts: { orders: [orders("a.csv"), orders("b.csv")] } }, { base }))
    assert.deepInclude(twice, { code: "source", where: "b.csv", fix: rejectFix.duplicate })
  })
})

describe("bad rows", () => {
  it("are rejects with source, row of the file, column, masked value and reason; good rows go on", async () => {
    const lines = Array.from({ length: 10 }, (_, i) => `c${i},2026-01-0${(i % 9) + 1},${i % 2 === 0 ? "Ten" : "9"}`)
    const report = await run("half.csv", `id,date,answer\n${lines.join("\n")}\n`)
    assert.deepInclude(report.sources[0], {
      source: "half.csv",
      rows: 10,
      facts: 5,
      rejects: 5,
      byReason: { "not-a-number": 5 },
    })
    assert.deepStrictEqual(
      report.rejects,
      [2, 4, 6, 8, 10].map((row) => ({
        source: "half.csv",
        row,
        column: "answer",
        value: "Aaa",
        reason: "not-a-number" as const,
        fix: rejectFix["not-a-number"],
      })),
    )
    assert.deepInclude(report.measurements[0], { metric: "nps", n: 5, value: 100 })
    assert.deepStrictEqual(
      report.measurements[0]?.caveats.find(({ id }) => id === "rejected-rows"),
      { id: "rejected-rows", data: { n: 5, share: 0.5 } },
    )
  })
  it("are numbered by the line where they begin, whatever lies above them", async () => {
    const text = 'id,date,answer\n"a\nb",2026-01-01,9\n\nc,2026-01-02,x\nd,2026-01-02\ne,2026-01-02,8\n'
    const { rejects, sources } = await run("nps.csv", text)
    assert.deepInclude(sources[0], { rows: 4, facts: 2 })
    assert.sameDeepMembers(
      rejects.map(({ reason, row }) => [row, reason]),
      [
        [5, "not-a-number"],
        [6, "cell-count"],
      ],
    )
  })
  it("show their values only to those who ask", async () => {
    const base = folderWith({ "nps.csv": "id,date,answer\na,2026-01-01,anna@example.org\nb,2026-01-01,9\n" })
    const masked = await analyze(answers(), { base })
    assert.strictEqual(masked.rejects[0]?.value, "aaaa@aaaaaaa.aaa")
    const shown = await analyze(answers(), { base, unmasked: true })
    assert.strictEqual(shown.rejects[0]?.value, "anna@example.org")
    for (const format of ["html", "markdown", "json"])
      assert.notInclude(new TextDecoder().decode(await masked.render(format)), "anna@", format)
  })
  it("lie off the score's scale", async () => {
    const { rejects } = await run("nps.csv", "id,date,answer\na,2026-01-01,11\nb,2026-01-01,8\n")
    assert.deepStrictEqual(rejects, [
      {
        source: "nps.csv",
        row: 2,
        column: "answer",
        value: "99",
        reason: "off-scale",
        fix: "the score is outside the declared scale; correct the scale in with, or the cell",
      },
    ])
  })
  it("name a touchpoint the inventory has not; its aliases are known", async () => {
    const text = "id,date,answer,place\na,2026-01-01,1,shop\nb,2026-01-01,8,shp\nc,2026-01-01,8,Old shop\n"
    const report = await run(
      "nps.csv",
      text,
      { ...map, touchpoint: "place" },
      { inventory: "inventory.yaml", metrics: [{ id: "nps", by: "touchpoint", relation: "transactional" }] },
    )
    assert.lengthOf(report.rejects, 1)
    assert.deepInclude(report.rejects[0], {
      source: "nps.csv",
      row: 3,
      column: "place",
      value: "aaa",
      reason: "unknown-touchpoint",
      fix: rejectFix["unknown-touchpoint"],
    })
    assert.deepStrictEqual(
      report.measurements.map(({ by, n }) => [by, n]),
      [[{ touchpoint: "shop" }, 2]],
    )
  })
  it("repeat an event id: the first stays", async () => {
    const { measurements, rejects } = await run(
      "nps.csv",
      "id,date,answer,event\na,2026-01-01,10,1\nb,2026-01-01,0,2\nc,2026-01-01,0,1\n",
      { ...map, eventId: "event" },
    )
    assert.lengthOf(rejects, 1)
    assert.deepInclude(rejects[0], {
      source: "nps.csv",
      row: 4,
      column: "source + event",
      reason: "duplicate",
      fix: rejectFix.duplicate,
    })
    assert.deepInclude(measurements[0], { n: 2, value: 0 })
  })
  it("lie after asOf, which is a whole day in the project's zone", async () => {
    const { rejects, sources } = await run(
      "nps.csv",
      "id,date,answer\na,2026-01-02T23:59:59.999,9\nb,2026-01-03T00:00:00,3\n",
      map,
      { zone: "Asia/Tokyo", asOf: "2026-01-02" },
    )
    assert.deepInclude(sources[0], { facts: 1 })
    assert.deepInclude(rejects[0], { source: "nps.csv", row: 3, column: "date", reason: "after-watermark" })
  })
  it("of a script are rejects like those of a file: no number, no date, nothing at all", async () => {
    const records = [
      { id: "a", date: new Date(0), answer: 9 },
      { id: "b", date: new Date(Number.NaN), answer: 9 },
      { id: "c", date: "1970-01-01", answer: Number.NaN },
      { id: "d", date: undefined, answer: 9 },
    ]
    const report = accounted(await analyze({ facts: { feedback: rows(records, map, survey) } }))
    assert.deepStrictEqual(
      report.rejects.map(({ column, reason, row }) => [row, column, reason]),
      [
        [2, "date", "not-a-date"],
        [3, "answer", "not-a-number"],
        [4, "date", "missing"],
      ],
    )
    assert.deepInclude(report.measurements[0], { n: 1 })
  })
})

describe("dates in three formats", () => {
  const text = "id,date,answer\na,2026-01-31,9\nb,31.01.2026,8\nc,2026/01/31 10:00,7\n"
  it("are facts where the mapping lists the formats", async () => {
    const format = ["iso", "dd.MM.yyyy", "yyyy/MM/dd HH:mm"] as const
    const { measurements, rejects } = await run("nps.csv", text, { ...map, at: { column: "date", format } })
    assert.deepStrictEqual(rejects, [])
    assert.deepInclude(measurements[0], { n: 3 })
  })
  it("are rejects where it does not", async () => {
    const { rejects } = await run("nps.csv", text)
    const fix =
      "write ISO 8601, or name the format in the mapping (format: dd.MM.yyyy); a day that does not exist, such as 31.02., is to be corrected in the source"
    assert.deepStrictEqual(rejects, [
      { source: "nps.csv", row: 3, column: "date", value: "99.99.9999", reason: "not-a-date", fix },
      { source: "nps.csv", row: 4, column: "date", value: "9999/99/99 99:99", reason: "not-a-date", fix },
    ])
  })
  it("are rejects where two formats read one cell differently", async () => {
    const dates = "id,date,answer\na,03/04/2026,9\nb,31/01/2026,8\nc,04/04/2026,8\n"
    const format = ["dd/MM/yyyy", "MM/dd/yyyy"] as const
    const { rejects, sources } = await run("nps.csv", dates, { ...map, at: { column: "date", format } })
    assert.deepStrictEqual(rejects, [
      {
        source: "nps.csv",
        row: 2,
        column: "date",
        value: "99/99/9999",
        reason: "ambiguous-date",
        fix: rejectFix["ambiguous-date"],
      },
    ])
    assert.deepInclude(sources[0], { facts: 2 })
  })
})

describe("hostile texts", () => {
  const text = async (report: AnalysisReport, format: string) => new TextDecoder().decode(await report.render(format))

  it("name a column __proto__: it is a column like any other, mapped or not", async () => {
    const file = "id,date,answer,__proto__,constructor\na,2026-01-01,10,x,y\nb,2026-01-01,0,z,y\n"
    assert.deepInclude((await run("nps.csv", file)).measurements[0], { n: 2, value: 0 })
    const mapped = await run(
      "nps.csv",
      file,
      { ...map, comment: "__proto__" },
      { attributes: { feedback: { comment: "text" } }, metrics: [{ id: "nps", by: "comment" }] },
    )
    assert.deepStrictEqual(
      mapped.measurements.map(({ by, value }) => [by, value]),
      [
        [{ comment: "x" }, 100],
        [{ comment: "z" }, -100],
      ],
    )
    const [record] = await readRecords("nps.csv", { base: folderWith({ "nps.csv": file }) })
    assert.deepStrictEqual(Object.keys(record ?? {}), ["id", "date", "answer", "__proto__", "constructor"])
    assert.strictEqual(Object.getPrototypeOf(record), Object.prototype)
    assert.notProperty({}, "x")
  })
  it("name a field or an attribute __proto__: refused", async () => {
    const columns = JSON.parse('{"customer":"id","at":"date","score":"answer","__proto__":"answer"}') as typeof map
    assert.strictEqual((await refusal(run("nps.csv", good, columns))).code, "mapping")
    const attributes = { feedback: JSON.parse('{"__proto__":"text"}') as Record<string, "text"> }
    assert.include(["config", "mapping"], (await refusal(run("nps.csv", good, columns, { attributes }))).code)
  })
  it("hold markup: in the page it is text", async () => {
    const hostile = '<script>alert("x")</script><img src=x onerror="alert(1)">'
    const inventory = {
      touchpoints: [{ id: "shop", stage: "before-purchase", name: hostile }],
    }
    const report = await run(
      "nps.csv",
      "id,date,answer,place\na,2026-01-01,1,shop\n",
      { ...map, touchpoint: "place" },
      { inventory, title: hostile, metrics: ["nps", { id: "nps", by: "touchpoint" }] },
    )
    const html = await text(report, "html")
    assert.notMatch(html, /<script|<img/i)
    assert.notMatch(html, /<[a-z][^<>]*\son[a-z]+\s*=/i)
    assert.include(html, "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;")
    assert.notMatch(await text(report, "markdown"), /(^|[^\\])<(script|img)/im)
    assert.doesNotThrow(() => JSON.parse(JSON.stringify(report.measurements)))
  })
  it("hold what a terminal obeys: no report does", async () => {
    const evil = "\u001B[31mred\u009B2J\u202Ex"
    const file = `id,date,answer,tone\na,2026-01-01,1,${evil}\n`
    const report = await run(
      "nps.csv",
      file,
      { ...map, tone: "tone" },
      { title: evil, attributes: { feedback: { tone: "text" } }, metrics: [{ id: "nps", by: "tone" }] },
    )
    assert.deepStrictEqual(report.measurements[0]?.by, { tone: evil })
    for (const format of ["html", "markdown"]) {
      const rendered = await text(report, format)
      assert.notMatch(rendered, /(?![\t\n])\p{Cc}|[\u202A-\u202E\u2066-\u2069]/u, format)
      assert.include(rendered, "31mred", format)
    }
    assert.notInclude(await text(report, "json"), "\u001B")
  })
  it("begin with =: a text stays the text it is, a number is none", async () => {
    const formula = '=HYPERLINK("http://x","y")'
    const file = `id,date,answer,comment\na,2026-01-01,9,"${formula.replaceAll('"', '""')}"\nb,2026-01-01,=1+1,ok\n`
    const report = await run(
      "nps.csv",
      file,
      { ...map, comment: "comment" },
      { attributes: { feedback: { comment: "text" } }, metrics: [{ id: "nps", by: "comment" }] },
    )
    assert.deepStrictEqual(report.rejects, [
      {
        source: "nps.csv",
        row: 3,
        column: "answer",
        value: "=9+9",
        reason: "not-a-number",
        fix: rejectFix["not-a-number"],
      },
    ])
    assert.deepStrictEqual(report.measurements[0]?.by, { comment: formula })
    assert.include(await text(report, "html"), "=HYPERLINK(&quot;http://x&quot;")
  })
  it("are names of 300 emoji in the inventory: one issue with line and column", async () => {
    const base = folderWith({
      "nps.csv": good,
      "shop.yaml": `touchpoints:\n  - id: shop\n    stage: before-purchase\n    name: "${"🛍️".repeat(150)}"\n`,
      "fine.yaml": `touchpoints:\n  - id: shop\n    stage: before-purchase\n    name: "${"🛍".repeat(200)}"\n`,
    })
    const error = await refusal(analyze({ ...answers(), inventory: "shop.yaml" }, { base }))
    assert.deepInclude(error, { code: "inventory", where: "shop.yaml" })
    assert.include(
      error.message,
      "touchpoints[0].name: a name has at most 200 characters, this one has 300; shorten it",
    )
    assert.include(error.message, "(shop.yaml:4:11)")
    const report = await analyze({ ...answers(), inventory: "fine.yaml" }, { base })
    assert.include(await text(report, "html"), "<title>")
  })
})

describe("readRecords", () => {
  it("reads cells as the texts they are", async () => {
    const base = folderWith({ "t.csv": "id;n\n007;1,50\n" })
    assert.deepStrictEqual(await readRecords("t.csv", { base }), [{ id: "007", n: "1,50" }])
  })
  it("refuses what nobody would report: missing files, broken rows, formats, options, a stop", async () => {
    const base = folderWith({ "t.csv": "a,b\n1,2\n3\n" })
    assert.deepInclude(await refusal(readRecords("no.csv", { base })), { code: "source", where: "no.csv" })
    const broken = await refusal(readRecords("t.csv", { base }))
    assert.deepInclude(broken, { code: "source", where: "t.csv", fix: "Correct the row" })
    assert.include(broken.message, "t.csv:3")
    assert.deepInclude(await refusal(readRecords("t.parquet", { base })), { code: "options", where: "t.parquet" })
    const options = await refusal(readRecords("t.csv", { base, options: { delimitr: ";" } }))
    assert.deepInclude(options, { code: "options", where: "importer csv" })
    const stopped = await refusal(readRecords("t.csv", { base, signal: AbortSignal.abort() }))
    assert.strictEqual(stopped.code, "aborted")
  })
})

describe("a file that grows while it is read", () => {
  it("counts up to the size it had when it was opened, and the manifest names just that", async () => {
    const folder = folderWith({ "growing.csv": "" })
    const file = path.join(folder, "growing.csv")
    const line = (i: number) => `o${i},c${i % 99},2024-01-0${(i % 9) + 1},${i % 50}\n`
    fs.writeFileSync(file, `id,who,at,amount\n${Array.from({ length: 40_000 }, (_, i) => line(i)).join("")}`)
    const before = fs.statSync(file).size
    let appended = 40_000
    const growing = setInterval(() => fs.appendFileSync(file, line(appended++)), 1)
    const report = await analyze(
      {
        currency: "EUR",
        facts: { orders: csv("growing.csv", { eventId: "id", customer: "who", at: "at", amount: "amount" }) },
        metrics: ["repeat-rate"],
      },
      { base: folder },
    ).finally(() => clearInterval(growing))
    const { manifest } = JSON.parse(new TextDecoder().decode(await report.render("json"))) as {
      readonly manifest: { readonly files: ReadonlyArray<{ readonly bytes?: number; readonly sha256: string }> }
    }
    assert.isAbove(fs.statSync(file).size, before)
    const counted = report.sources[0]?.rows ?? 0
    const seen = `id,who,at,amount\n${Array.from({ length: counted }, (_, i) => line(i)).join("")}`
    assert.strictEqual(manifest.files[0]?.sha256, createHash("sha256").update(seen).digest("hex"))
  })
})
