import { spawn } from "node:child_process"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import path from "node:path"
import process from "node:process"
import { assert, describe, it } from "@effect/vitest"
import { type Schema, Validator } from "@cfworker/json-schema"
import type { FindingRow, MeasurementRow } from "touchpoint"
import { rejectFix } from "@touchpoint/core/facts"
import { command, folderWith, shopWith } from "./project.ts"

const read = (...parts: ReadonlyArray<string>) => readFileSync(path.join(...parts), "utf8")
const measurementsSchema = new Validator(
  JSON.parse(read(import.meta.dirname, "../../core/schema/measurements.schema.json")) as Schema,
  "2020-12",
  false,
)
const version = (JSON.parse(read(import.meta.dirname, "../package.json")) as { readonly version: string }).version
const measurementsOf = (stdout: string) => JSON.parse(stdout) as ReadonlyArray<MeasurementRow>

/** Nothing a terminal would obey: no escape sequence, no other control. */
const assertInert = (...texts: ReadonlyArray<string>) => {
  for (const text of texts) assert.notMatch(text, /(?![\t\n])\p{Cc}|[\u202A-\u202E\u2066-\u2069]/u)
}

describe.concurrent("touchpoint measure", () => {
  const args = ["measure", "nps", "csat", "promise-keeping", "--by", "touchpoint", "--format", "json"]

  it("gives the measurements of the published schema, the same bytes every time, and nothing else", async () => {
    const folder = shopWith()
    const [first, second] = await Promise.all([command(folder, args), command(folder, args)])
    assert.strictEqual(first.code, 0)
    assert.deepStrictEqual(second, first)
    const measurements = measurementsOf(first.stdout)
    assert.deepStrictEqual(measurementsSchema.validate(measurements).errors, [])
    // Counted by hand: promoters minus detractors, four and five stars, delivered by the end of the promised day.
    assert.deepStrictEqual(
      measurements.map(({ by, denominator, metric, n, numerator, value }) => [
        metric,
        by["touchpoint"],
        n,
        metric === "nps" ? Math.round((value ?? 0) * n) / 100 : [numerator, denominator],
      ]),
      [
        ["nps", "web-shop", 30, 20 - 4],
        ["nps", "courier", 30, 6 - 18],
        ["nps", "help-desk", 12, 5 - 4],
        ["csat", "courier", 40, [24, 40]],
        ["csat", "help-desk", 40, [32, 40]],
        ["promise-keeping", "courier", 60, [47, 60]],
      ],
    )
    assert.strictEqual(
      first.stderr,
      `nps.csv: 2 of 74 rows rejected
  not-a-date 1: ${rejectFix["not-a-date"]}
    nps.csv:12 asked 9999-99-99A99:99:99
  not-a-number 1: ${rejectFix["not-a-number"]}
    nps.csv:32 answer aaaaaa
`,
    )
    assertInert(first.stdout, first.stderr)
  })
  it("takes ids separated by blanks or commas", async () => {
    const folder = shopWith()
    const [blanks, commas, both] = await Promise.all([
      command(folder, args),
      command(folder, ["measure", "nps,csat,promise-keeping", ...args.slice(4)]),
      command(folder, ["measure", "nps, csat,", "promise-keeping", ...args.slice(4)]),
    ])
    assert.strictEqual(blanks.code, 0)
    assert.deepStrictEqual([commas, both], [blanks, blanks])
  })
  it("keeps the parameters the project decided, of the same split first, and nothing else of its requests", async () => {
    const metrics = `metrics:
  - { id: nps, weights: ignore, by: wave, every: month, period: 2026-01 }
  - { id: nps, relation: transactional, by: [touchpoint] }
  - { id: csat, form: mean }
`
    const base = read(import.meta.dirname, "fixtures/shop/touchpoint.config.yaml").replace(/^metrics:[^]*$/m, "")
    const folder = shopWith({ "own.yaml": base + metrics })
    const measured = async (...given: ReadonlyArray<string>) => {
      const { code, stderr, stdout } = await command(folder, [
        "measure",
        ...given,
        "-c",
        "own.yaml",
        "--format",
        "json",
      ])
      assert.strictEqual(code, 0, stderr)
      return measurementsOf(stdout)
    }
    const [plain, split, other] = await Promise.all([
      measured("nps", "csat"),
      measured("nps", "--by", "touchpoint"),
      measured("nps", "--by", "wave", "--every", "year"),
    ])
    const paramsOf = ({ params }: MeasurementRow) => [params["relation"], params["weights"], params["form"]]
    // No request has this split: the parameters of the first, but not its wave, months and January.
    assert.deepStrictEqual(plain.map(paramsOf), [
      ["relational", "ignore", undefined],
      ["transactional", "use", "mean"],
    ])
    assert.deepStrictEqual(
      plain.map(({ by }) => by),
      [{}, {}],
    )
    assert.isAbove(plain[0]?.n ?? 0, 60)
    assert.lengthOf(split, 3)
    for (const m of split) assert.deepStrictEqual(paramsOf(m), ["transactional", "use", undefined])
    for (const m of other) assert.deepStrictEqual(paramsOf(m), ["relational", "ignore", undefined])
    assert.isTrue(other.every(({ period }) => period?.from === "2025-12-31T23:00:00Z"))
  })
  it("shows of every reason the first three places", async () => {
    const rows = ["a,x", "b,9", "c,y", "d,z", "e,11", "f,w", "g,8"].map((row) => `${row},2026-01-01`)
    const folder = folderWith({
      "nps.csv": `id,answer,date\n${rows.join("\n")}\n`,
      "touchpoint.config.json": JSON.stringify({
        facts: {
          feedback: {
            csv: "nps.csv",
            map: { customer: "id", at: "date", score: "answer" },
            with: { instrument: "nps", scale: { min: 0, max: 10 } },
          },
        },
      }),
    })
    const { code, stderr } = await command(folder, ["measure", "nps"])
    assert.strictEqual(code, 0)
    assert.strictEqual(
      stderr,
      `nps.csv: 5 of 7 rows rejected
  not-a-number 4: ${rejectFix["not-a-number"]}
    nps.csv:2 answer a
    nps.csv:4 answer a
    nps.csv:5 answer a
  off-scale 1: ${rejectFix["off-scale"]}
    nps.csv:6 answer 99
`,
    )
  })
  it("speaks to people in their language: names instead of ids, figures with their interval", async () => {
    const inPolish = "measure nps --by touchpoint --every quarter --as-of 2026-03-31 --locale pl"
    const { code, stdout } = await command(shopWith(), inPolish.split(" "))
    assert.strictEqual(code, 0)
    const [table = "", notes = ""] = stdout.trimEnd().split("\n\n")
    assert.lengthOf(table.split("\n"), 4)
    // Each sentence stands once, and its sign in every row that it is true of.
    const told = notes.split("\n")
    assert.strictEqual(new Set(told).size, told.length)
    for (const [i, line] of told.entries()) {
      assert.isTrue(line.startsWith(`[${i + 1}] `), line)
      assert.include(table, `[${i + 1}]`)
    }
    assert.match(stdout, /Dostawa kurierska .*−40,0 .*−63,7 … −9,1 +30/u)
    assertInert(stdout)
  })
  it("never lets names and cells of others reach the terminal as they are", async () => {
    const evil = "\u001B[31mred\u001B]0;owned\u0007 \u009B2Jx\u202Ey"
    const rows = Array.from({ length: 40 }, (_, i) => `c${i},2026-01-0${(i % 9) + 1},1,shop,${evil}`)
    const config = (score: string) =>
      JSON.stringify({
        inventory: { touchpoints: [{ id: "shop", stage: "before-purchase", name: `Shop ${evil}` }] },
        attributes: { feedback: { tone: "text" } },
        facts: {
          feedback: {
            csv: "nps.csv",
            map: { customer: "id", at: "date", score, touchpoint: "place", tone: `tone${evil}` },
            with: { instrument: "nps", scale: { min: 0, max: 10 } },
          },
        },
      })
    const folder = folderWith({
      "nps.csv": `id,date,answer,place,tone${evil}\n${rows.join("\n")}\n`,
      "touchpoint.config.json": config("answer"),
      "wrong.json": config(`answer${evil}`),
    })
    const [text, json, check, wrong] = await Promise.all([
      command(folder, ["measure", "nps", "--by", "touchpoint,tone"]),
      command(folder, ["measure", "nps", "--by", "tone", "--format", "json"]),
      command(folder, ["check"]),
      command(folder, ["measure", "nps", "-c", "wrong.json"]),
    ])
    assert.deepStrictEqual([text.code, json.code, check.code, wrong.code], [0, 0, 1, 2])
    for (const { stderr, stdout } of [text, json, check, wrong]) assertInert(stdout, stderr)
    assert.include(text.stdout, "Shop [31mred")
    assert.include(check.stdout, "Shop [31mred")
    assert.include(wrong.stderr, "has no column")
    assert.deepStrictEqual(measurementsOf(json.stdout)[0]?.by, { tone: evil })
  })
  it("is content with a reader that has seen enough", async () => {
    const folder = shopWith()
    const main = path.resolve(import.meta.dirname, "../src/command/main.ts")
    const child = spawn(process.execPath, ["--conditions=@touchpoint/source", main, ...args], { cwd: folder })
    child.stdout.destroy()
    let stderr = ""
    child.stderr.on("data", (text: Buffer) => (stderr += text.toString()))
    const code = await new Promise((resolve) => child.on("close", resolve))
    assert.strictEqual(code, 0)
    assert.notInclude(stderr, "EPIPE")
  })
})

describe.concurrent("touchpoint check", () => {
  it("fails the gate from the severity on that was asked for", async () => {
    const folder = shopWith({
      "calm.yaml": "inventory: inventory.yaml\nrules: { stage-gap: warning }\n",
    })
    const [critical, never, warning] = await Promise.all([
      command(folder, ["check", "--format", "json"]),
      command(folder, ["check", "--fail-on", "never"]),
      command(folder, ["check", "--config", "calm.yaml", "--fail-on", "warning"]),
    ])
    assert.deepStrictEqual(
      [critical, never, warning].map(({ code }) => code),
      [1, 0, 1],
    )
    const findings = JSON.parse(critical.stdout) as ReadonlyArray<FindingRow>
    assert.deepStrictEqual(
      findings.map(({ rule, severity, subject }) => [rule, severity, subject.id]),
      [
        ["ignored-negative-touchpoint", "critical", "courier"],
        ["stage-gap", "critical", "during"],
        ["broken-promise", "warning", "courier-co"],
        ["stale-review", "info", "courier"],
      ],
    )
    for (const { text } of findings) assert.include(never.stdout, text)
    assertInert(never.stdout, critical.stdout)
  })
})

describe.concurrent("the gate of rejects", () => {
  it("fails where a source lost a larger share of its rows than allowed, a tenth unless said otherwise", async () => {
    const tenth = Array.from({ length: 20 }, (_, i) => `c${i},${i < 2 ? "x" : "9"}`)
    const configOf = (csv: string) =>
      `facts: { feedback: { csv: ${csv}, map: { customer: id, score: answer }, with: { instrument: nps } } }\n`
    const folder = shopWith({
      "tenth.csv": `id,answer\n${tenth.join("\n")}\n`,
      "more.csv": `id,answer\n${tenth.slice(0, 19).join("\n")}\n`,
      "tenth.yaml": configOf("tenth.csv"),
      "more.yaml": configOf("more.csv"),
    })
    const never = ["--fail-on", "never"]
    const runs = await Promise.all([
      command(folder, ["check", "-c", "tenth.yaml", ...never]),
      command(folder, ["check", "-c", "more.yaml", ...never]),
      command(folder, ["check", "-c", "more.yaml", ...never, "--max-rejects", "0.11"]),
      // Two rows of 74 in the fixture.
      command(folder, ["check", ...never, "--max-rejects", "0.03"]),
      command(folder, ["check", ...never, "--max-rejects", "0.02"]),
      command(folder, ["check", ...never, "--max-rejects", "0"]),
      command(folder, ["check", ...never, "--max-rejects", "some"]),
    ])
    assert.deepStrictEqual(
      runs.map(({ code }) => code),
      [0, 1, 0, 0, 1, 1, 2],
    )
    assert.include(runs[1]?.stderr, "check failed: 10.5% of a source's rows were rejected (--max-rejects 0.1)")
    assert.include(runs[4]?.stderr, "check failed: 2.7% of a source's rows were rejected (--max-rejects 0.02)")
    assert.notInclude(runs[0]?.stderr, "check failed")
    // The findings are printed all the same.
    assert.strictEqual(runs[4]?.stdout, runs[3]?.stdout)
  })
})

const counting = `import { Plugin } from "@touchpoint/core/plugins"
import { Rule } from "@touchpoint/core/rules"
import * as Schema from "effect/Schema"
const rule = (id, judge) => Rule.make({
  id, meta: { title: id, description: id, severity: "info", category: "test", recommended: true },
  options: Schema.Struct({}), messages: { en: {}, ru: {}, pl: {} }, needs: () => ({}), judge,
})
export const plugin = Plugin.make({ name: "@acme/rules", api: 1, items: [
  rule("acme/counting", () => { process.stderr.write("judged\\n"); return [] }),
  ...(process.env.BROKEN ? [rule("acme/broken", () => { throw new Error("kaput \\u001B[31m") })] : []),
] })
`
const withPlugin = (file: string) => `${read(import.meta.dirname, "fixtures/shop/touchpoint.config.yaml")}
plugins: [${file}]
`

describe.concurrent("touchpoint report", () => {
  const folder = shopWith({
    "rules.mjs": counting,
    "with/rules.mjs": counting,
    "plugged.yaml": withPlugin("./rules.mjs"),
  })

  it("writes several files from one computation, and prints where", async () => {
    const out = ["-o", "out/r.html", "--out", "out/r.json", "--out", "out/r.md"]
    const { code, stderr, stdout } = await command(folder, ["report", "-c", "plugged.yaml", ...out])
    assert.deepStrictEqual([code, stdout], [0, "out/r.html\nout/r.json\nout/r.md\n"])
    assert.lengthOf(stderr.split("judged\n"), 2)
    assert.deepStrictEqual(readdirSync(path.join(folder, "out")).toSorted(), ["r.html", "r.json", "r.md"])
    assert.match(read(folder, "out/r.html"), /^<!doctype html>/i)
    assert.property(JSON.parse(read(folder, "out/r.json")), "manifest")
    const printed = await command(folder, ["report", "-c", "plugged.yaml"])
    assert.strictEqual(printed.code, 0)
    assert.strictEqual(printed.stdout.trimEnd(), read(folder, "out/r.md").trimEnd())
    assertInert(printed.stdout, stderr)
  })
  it("writes nothing where one of the files cannot be", async () => {
    const { code, stderr, stdout } = await command(folder, ["report", "-o", "first.html", "-o", "second.pdf"])
    assert.deepStrictEqual([code, stdout], [2, ""])
    assert.include(stderr, 'There is no renderer for ".pdf"\nUse one of: html (.html), markdown (.md), json (.json)')
    assert.isFalse(existsSync(path.join(folder, "first.html")))
  })
  it("is whole and exits with 3 where a plugin failed; a failed gate comes first", async () => {
    const env = { BROKEN: "1" }
    const [report, check] = await Promise.all([
      command(folder, ["report", "-c", "plugged.yaml", "-o", "broken.json"], { env }),
      command(folder, ["check", "-c", "plugged.yaml"], { env }),
    ])
    assert.deepStrictEqual([report.code, check.code], [3, 1])
    assert.include(report.stderr, "rule acme/broken failed: Error: kaput")
    assertInert(report.stderr)
    const whole = read(folder, "broken.json")
    for (const part of ["acme/broken", "promise-keeping", "stage-gap"]) assert.include(whole, part)
  })
})

const interruptible = `import { Importer, Plugin, Renderer } from "@touchpoint/core/plugins"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
const endless = Importer.records({
  id: "acme/endless", docs: { title: "", description: "" }, accepts: { extensions: [".endless"], mediaTypes: [] },
  options: Schema.Struct({}),
  open: () => { process.stderr.write("reading\\n"); return Effect.andThen(Effect.sleep(60_000), Effect.die("too late")) },
})
const late = Renderer.make({
  id: "acme/late", docs: { title: "", description: "" }, mediaType: "text/plain", extension: ".late",
  options: Schema.Struct({}),
  render: () => { process.kill(process.pid, "SIGINT"); return "new".repeat(20_000_000) },
})
export const plugin = Plugin.make({ name: "@acme/slow", api: 1, items: [endless, late] })
`

describe.concurrent("an interrupt", () => {
  it("ends a run at once: no result, no file, the old report whole", async () => {
    const folder = shopWith({
      "slow.mjs": interruptible,
      "a.endless": "",
      "r.html": "old",
      "r.late": "old",
      "endless.yaml": `plugins: [./slow.mjs]
facts: { feedback: { import: acme/endless, path: a.endless, map: { customer: id } } }
`,
      "late.yaml": withPlugin("./slow.mjs"),
    })
    const before = readdirSync(folder)
    const [reading, writing] = await Promise.all([
      command(folder, ["report", "-c", "endless.yaml", "-o", "r.html"], {
        during: (stderr, kill) => {
          if (stderr.includes("reading")) kill("SIGINT")
        },
      }),
      command(folder, ["report", "-c", "late.yaml", "-o", "r.late"]),
    ])
    for (const { code, stdout } of [reading, writing]) assert.deepStrictEqual([code, stdout], [130, ""])
    assert.deepStrictEqual(readdirSync(folder), before)
    assert.deepStrictEqual([read(folder, "r.html"), read(folder, "r.late")], ["old", "old"])
  })
})

describe.concurrent("touchpoint", () => {
  it("explains itself on stdout when asked", async () => {
    const folder = folderWith()
    const [help, versions] = await Promise.all([command(folder, ["--help"]), command(folder, ["--version"])])
    assert.deepStrictEqual([help.code, versions.code], [0, 0])
    for (const name of ["init", "catalog", "import", "measure", "check", "report", "explain"])
      assert.include(help.stdout, name)
    assert.include(versions.stdout, version)
    for (const { stderr, stdout } of [help, versions]) {
      assert.strictEqual(stderr, "")
      assertInert(stdout)
    }
  })
  it("counts rows after asOf apart from bad ones: in the gate, on stderr and beside numbers", async () => {
    const folder = shopWith()
    const asOf = ["--as-of", "2026-01-31"]
    const [check, numbers] = await Promise.all([
      command(folder, ["check", "--fail-on", "never", ...asOf]),
      command(folder, ["measure", "nps", "--format", "json", ...asOf]),
    ])
    assert.strictEqual(check.code, 0, check.stderr)
    assert.include(check.stderr, "nps.csv: 48 of 74 rows lie after asOf and are left out")
    assert.notInclude(check.stderr, "after-watermark")
    const rejected = measurementsOf(numbers.stdout)[0]?.caveats.find(({ id }) => id === "rejected-rows")
    assert.strictEqual(rejected?.data?.["n"], 2)
  })
  it("explains caveats, reasons of rejects, and that a finding needs a project", async () => {
    const folder = folderWith()
    const [caveat, ofAnalyses, reason, finding] = await Promise.all([
      command(folder, ["explain", "small-sample", "--locale", "ru"]),
      command(folder, ["explain", "few-buckets", "--format", "json"]),
      command(folder, ["explain", "not-a-date", "--format", "json"]),
      command(folder, ["explain", "over-cap/vip"]),
    ])
    assert.deepStrictEqual([caveat.code, reason.code, finding.code], [0, 0, 2])
    assert.include(caveat.stdout, "малая выборка")
    const few = JSON.parse(ofAnalyses.stdout) as { readonly caveat: { readonly id: string; readonly text: string } }
    assert.strictEqual(few.caveat.id, "few-buckets")
    assert.include(few.caveat.text, "no intervals of shares")
    assert.deepInclude(JSON.parse(reason.stdout) as object, {
      reject: {
        id: "not-a-date",
        title: "not a date",
        fix: (JSON.parse(reason.stdout) as { readonly reject: { readonly fix: string } }).reject.fix,
      },
    })
    assert.include(finding.stderr, "no project here")
    assert.include(finding.stderr, "touchpoint explain over-cap")
  })
  it("explains a mistake on stderr: code 2, no result", async () => {
    const folder = shopWith()
    const mistakes = [
      [["mesure", "nps"], 'Unknown subcommand "mesure"'],
      [["check", "--fail-on", "maybe"], '"maybe"'],
      [["measure", "npss"], "did you mean nps?"],
      [["measure", "nps", "--as-of", "31.03.2026"], '--as-of: "31.03.2026" is not a period'],
      [["check", "--as-of", "2026-02-30"], '--as-of: "2026-02-30" is not a period'],
      [["measure", "nps", "--period", "2026-13"], '--period: "2026-13" is not a period'],
      [["measure", "stage-gap"], "touchpoint explain stage-gap"],
      [["explain", "smal-sample"], "did you mean small-sample?"],
    ] as const
    const runs = await Promise.all(mistakes.map(([args]) => command(folder, args)))
    for (const [i, { code, stderr, stdout }] of runs.entries()) {
      assert.deepStrictEqual([code, stdout], [2, ""], mistakes[i]?.[0].join(" "))
      assert.include(stderr, mistakes[i]?.[1] ?? "?")
      assert.strictEqual(stderr.includes("Write 2026-03-31, 2026-03, 2026-W10, 2026-Q1 or 2026"), i > 2 && i < 6)
      // The argument is to blame, not the file.
      assert.notInclude(stderr, "touchpoint.config.yaml")
      assertInert(stderr)
    }
  })
})
