import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import path from "node:path"
import { setTimeout } from "node:timers/promises"
import { assert, describe, it } from "@effect/vitest"
import { define, type FactKind, kindOf } from "@touchpoint/core/facts"
import * as Effect from "effect/Effect"
import { analyze, type Config } from "touchpoint"
import { parse } from "yaml"
import { importProject, tryImport } from "../src/project/importing.ts"
import { saveFacts } from "../src/project/saveFacts.ts"
import { command, folderWith, shopWith } from "./project.ts"

const read = (...parts: ReadonlyArray<string>) => readFileSync(path.join(...parts), "utf8")

/** Reads a file of a folder by what is proposed for it, and writes its facts. */
const converted = async (folder: string, from: string, as: string, ...to: ReadonlyArray<string>) => {
  const project = await Effect.runPromise(importProject(null, folderWith()))
  const kind = kindOf(define(), as) as FactKind.FactKind
  const { decoded } = await Effect.runPromise(tryImport(path.join(folder, from), kind, project, null))
  if (decoded === null) return assert.fail("nothing was read")
  for (const name of to) await Effect.runPromise(saveFacts(path.join(folder, name), decoded.table))
  return decoded
}

describe("touchpoint import", () => {
  it("proposes what the configuration takes as it is: the same numbers as by hand", async () => {
    const folder = shopWith()
    const { code, stderr, stdout } = await command(folder, ["import", "nps.csv", "--as", "feedback"])
    assert.strictEqual(code, 0)
    assert.include(stderr, "nps.csv: 2 of 74 rows rejected\n  not-a-date 1")
    assert.include(stderr, "nps.csv:12 asked 9999-99-99A99:99:99")
    // Rows that are shown have their letters and digits hidden.
    assert.include(stdout, "a999")
    assert.notInclude(stdout, "c055")
    const proposed = parse(stdout) as Config
    const byHand = parse(read(folder, "touchpoint.config.yaml")) as Required<Config>
    const common = { zone: "Europe/Warsaw", metrics: ["nps"], inventory: "inventory.yaml" } as const
    const [nps] = byHand.facts.feedback as ReadonlyArray<never>
    const own = await analyze({ ...proposed, ...common }, { base: folder })
    const given = await analyze({ facts: { feedback: nps ?? [] }, ...common }, { base: folder })
    assert.deepStrictEqual(own.measurements, given.measurements)
    assert.strictEqual(own.measurements[0]?.n, 72)
  })
  it("proposes how an event log is read, as the configuration takes it", async () => {
    const event = (at: string) =>
      `<event><string key="concept:name" value="asked"/><date key="time:timestamp" value="${at}"/></event>`
    const trace = `<trace><string key="concept:name" value="case 7"/>${event("2026-03-01T10:00:00+01:00")}</trace>`
    const folder = folderWith({ "log.xes": `<log>${trace}</log>` })
    const { code, stdout } = await command(folder, ["import", "log.xes", "--as", "interactions"])
    assert.strictEqual(code, 0)
    const map = { customer: "case:concept:name", touchpoint: "concept:name", at: "time:timestamp" }
    const proposed = parse(stdout) as Config
    assert.deepStrictEqual(proposed, { facts: { interactions: { import: "xes", path: "log.xes", map } } })
    assert.strictEqual((await analyze(proposed, { base: folder })).sources[0]?.facts, 1)
  })
  it("shows the proposal where a required field is missing, and writes nothing", async () => {
    const folder = folderWith({ "c.csv": "customer;sent\nAnna Nowak;01.02.2026\n" })
    const { code, stderr, stdout } = await command(folder, "import c.csv --as contacts -o o.csv --locale pl".split(" "))
    assert.strictEqual(code, 2)
    for (const text of ["# To propozycja", "stałą w with: touchpoint", "Aaaa Aaaaa", "format: dd.MM.yyyy"])
      assert.include(stdout, text)
    assert.notMatch(stdout + stderr, /Anna|Nowak/u)
    assert.include(stderr, "No facts were written")
    assert.isFalse(existsSync(path.join(folder, "o.csv")))
  })
  it("finds a header under titles, and names the file as the configuration has to", async () => {
    const table = "ID клиента;Дата;Оценка (1-5)\na;01.03.2026;5\nb;02.03.2026;4\n"
    const folder = folderWith({
      "s.csv": `Отчёт за март;;\nвыгружено 1.4.;;\n${table}`,
      "narrow.csv": `Отчёт за март\n${table}`,
      "plain.csv": "customer,comment\na,one\nb,two\n",
      "one.csv": 'comment\n"x, y"\nz\n',
      "sub/touchpoint.config.yaml": "zone: Europe/Warsaw\n",
    })
    for (const [file, headerRow] of [
      ["s.csv", 3],
      ["narrow.csv", 2],
    ] as const) {
      const { stdout } = await command(folder, `import ${file} --as feedback -c sub/touchpoint.config.yaml`.split(" "))
      const { feedback } = (parse(stdout) as { readonly facts: { readonly feedback: object } }).facts
      assert.deepInclude(feedback, { csv: `../${file}`, options: { headerRow } })
      assert.include(stdout, "2 rows read, 2 became facts")
      assert.include(stdout, `Row ${headerRow} looks like the header`)
    }
    const project = await Effect.runPromise(importProject(null, folderWith()))
    for (const file of ["plain.csv", "one.csv"]) {
      const kind = kindOf(define(), "feedback") as FactKind.FactKind
      const { headerRow } = await Effect.runPromise(tryImport(path.join(folder, file), kind, project, null))
      assert.strictEqual(headerRow, 1, file)
    }
  })
  it("explains mistakes: code 2, nothing written", async () => {
    const folder = folderWith({ "a.csv": "customer,date\na,2026-01-01\n", "b.xlsx": "x" })
    const runs = [
      [["a.csv", "--as", "feedbak"], "did you mean feedback?"],
      [["a.csv", "--as", "feedback", "-o", "./a.csv"], "the file that is read"],
      [["a.csv", "--as", "feedback", "-o", "a.xlsx"], "not written as"],
      [["b.xlsx", "--as", "orders"], "No importer reads"],
      [[`we"ird'\u001B[31m;.csv`, "--as", "orders"], "there is no such file"],
    ] as const
    for (const [args, said] of runs) {
      const { code, stderr, stdout } = await command(folder, ["import", ...args])
      assert.deepStrictEqual([code, stdout], [2, ""], args.join(" "))
      assert.include(stderr, said)
      assert.notInclude(stderr, "\u001B")
    }
    assert.deepStrictEqual(readdirSync(folder).toSorted(), ["a.csv", "b.xlsx"])
  })
  it("leaves no temporary file and the old one whole when it is interrupted", async () => {
    const rows = Array.from({ length: 300_000 }, (_, i) => `c${i},2026-01-01T00:00:00Z,page${i % 10}`)
    const folder = folderWith({ "i.csv": `customer,at,page\n${rows.join("\n")}\n`, "o.csv": "old" })
    const isBegun = () => readdirSync(folder).some((name) => name.endsWith(".tmp"))
    let done = false
    const { code } = await command(folder, ["import", "i.csv", "--as", "interactions", "-o", "o.csv"], {
      started: (kill) => {
        void (async () => {
          while (!done && !isBegun()) await setTimeout(1)
          kill("SIGINT")
        })()
      },
    })
    done = true
    assert.strictEqual(code, 130)
    assert.deepStrictEqual(readdirSync(folder).toSorted(), ["i.csv", "o.csv"])
    assert.strictEqual(read(folder, "o.csv"), "old")
  })
})

describe("facts that are written", () => {
  it("read back as themselves, from CSV, JSONL and Parquet", async () => {
    const folder = shopWith()
    await converted(folder, "nps.csv", "feedback", "new/f.csv", "f.jsonl", "f.parquet")
    for (const name of ["new/f.csv", "f.jsonl", "f.parquet"]) {
      await converted(folder, name, "feedback", "g.csv")
      assert.strictEqual(read(folder, "g.csv"), read(folder, "new/f.csv"), name)
    }
    const records = read(folder, "f.jsonl")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    assert.lengthOf(records, 72)
    assert.include(records[0], { customer: "c055", at: "2026-01-07T12:15:00Z", score: 2, scaleMax: 10 })
    assert.strictEqual(readFileSync(path.join(folder, "f.parquet")).subarray(0, 4).toString(), "PAR1")
    assert.deepStrictEqual(
      readdirSync(folder).filter((name) => name.includes("tmp")),
      [],
    )
  })
  it("keep cells whole that hold signs of the format", async () => {
    const odd = ['say "hi"', "a,b", "line\nbreak", "'; drop table t; --", "\u001B[31m", "ё ł €"]
    const rows = odd.map((cell) => `"${cell.replaceAll('"', '""')}",2026-01-01,x`)
    const folder = folderWith({ "i.csv": `customer,date,page\n${rows.join("\n")}\n` })
    await converted(folder, "i.csv", "interactions", "o.csv", "o.jsonl")
    await converted(folder, "o.csv", "interactions", "p.jsonl")
    assert.strictEqual(read(folder, "p.jsonl"), read(folder, "o.jsonl"))
    for (const cell of odd) assert.include(read(folder, "o.jsonl"), JSON.stringify(cell))
  })
  it("run in no spreadsheet: CSV escapes formulas and says so, JSONL is exact", async () => {
    const bad = ["=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "-2+3", " =1+1", "-A1", "＝1+1", "+48 600=A1"]
    const good = ["+48600100200", "-5", "-1.5", "2026-01-01", "a=b", "'quoted", "48-600"]
    const rows = [...bad, ...good].map((cell) => `"${cell}",2026-01-01,x`)
    const folder = folderWith({ "i.csv": `customer,date,page\n${rows.join("\n")}\n` })
    const asCsv = await command(folder, "import i.csv --as interactions -o o.csv".split(" "))
    const asJson = await command(folder, "import i.csv --as interactions -o o.jsonl".split(" "))
    assert.deepStrictEqual([asCsv.code, asJson.code], [0, 0])
    const csv = read(folder, "o.csv")
    const records = read(folder, "o.jsonl")
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { readonly customer: string }).customer)
    assert.deepStrictEqual(records, [...bad, ...good])
    for (const cell of bad) assert.include(csv, `'${cell},`)
    for (const cell of good) assert.match(csv, new RegExp(`(^|,)${cell.replace(/[+.]/gu, "\\$&")},`, "mu"))
    assert.include(asCsv.stderr, `${bad.length} cells begin with '`)
    assert.notInclude(asJson.stderr, "cells begin")
  })
  it("are refused where the file is cut in half, and rejects where a line is", async () => {
    const folder = shopWith()
    await converted(folder, "nps.csv", "feedback", "f.jsonl", "f.parquet")
    const parquet = readFileSync(path.join(folder, "f.parquet"))
    writeFileSync(path.join(folder, "half.parquet"), parquet.subarray(0, parquet.length / 2))
    const error = await converted(folder, "half.parquet", "feedback").then(
      () => "read",
      (thrown: unknown) => String(thrown),
    )
    assert.include(error, "no whole Parquet file")
    writeFileSync(path.join(folder, "half.jsonl"), read(folder, "f.jsonl").slice(0, -20))
    const { rejects, rows, table } = await converted(folder, "half.jsonl", "feedback")
    assert.deepStrictEqual([rows, table.rows, rejects.report().byReason], [72, 71, { "unreadable-row": 1 }])
  })
  it("are not written where the folder is a file", async () => {
    const folder = folderWith({ "a.csv": "customer,date,page\na,2026-01-01,x\n", file: "" })
    const error = await converted(folder, "a.csv", "interactions", "file/o.csv").then(
      () => "written",
      (thrown: unknown) => String(thrown),
    )
    assert.include(error, "cannot be written")
    assert.deepStrictEqual(readdirSync(folder).toSorted(), ["a.csv", "file"])
  })
})
