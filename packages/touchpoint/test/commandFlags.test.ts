import { spawn, spawnSync } from "node:child_process"
import path from "node:path"
import process from "node:process"
import { assert, describe, it } from "@effect/vitest"
import type { MeasurementRow } from "touchpoint"
import { command, folderWith, shopWith } from "./project.ts"

const rowsOf = (stdout: string) => JSON.parse(stdout) as ReadonlyArray<MeasurementRow>

describe("flags that select a part of the facts", () => {
  it("hold for measure: days with their ends, filters, the change to the period before", async () => {
    const folder = shopWith()
    const args = "measure nps --by touchpoint --from 2026-02 --to 2026-02 --compare previous --format json".split(" ")
    const { code, stdout } = await command(folder, [...args, "--where", "touchpoint=courier,help-desk"])
    assert.strictEqual(code, 0)
    const rows = rowsOf(stdout)
    assert.deepStrictEqual(
      rows.map(({ by }) => by["touchpoint"]),
      ["courier", "help-desk"],
    )
    for (const { period, versus } of rows) {
      // Warsaw.
      assert.deepInclude(period, { from: "2026-01-31T23:00:00Z", to: "2026-02-28T23:00:00Z" })
      assert.deepInclude(versus?.period, { from: "2025-12-31T23:00:00Z", to: "2026-01-31T23:00:00Z" })
    }
    const table = await command(folder, ["measure", "nps", "--every", "month", "--compare", "previous"])
    const [header = "", january = "", february = ""] = table.stdout.split("\n")
    assert.match(header, /Difference/)
    // Nothing lies before January.
    assert.notMatch(january, /\d \([+−]/u)
    assert.match(february, /\d \(−?\d+\.\d … \+\d+\.\d; [pq]\s=\s[01]\.\d+\)/u)
  })
  it("take parameters before those of the configuration, and refuse what is none", async () => {
    const folder = shopWith()
    const run = (...params: ReadonlyArray<string>) =>
      command(folder, ["measure", "csat", "--format", "json", ...params.flatMap((one) => ["--param", one])])
    const [mean, listed, unknown, reserved, twice, nameless, broken] = await Promise.all([
      run("form=mean"),
      run("form=mean", "scale={min: 1, max: 5}"),
      run("shape=round"),
      run("by=touchpoint"),
      run("form=mean", "form=net"),
      run("=1"),
      run("form=[mean"),
    ])
    assert.deepStrictEqual(rowsOf(mean.stdout)[0]?.params["form"], "mean")
    assert.strictEqual(listed.stdout, mean.stdout)
    assert.match(unknown.stderr, /shape: there is no such option/u)
    assert.match(reserved.stderr, /by is no parameter of a metric/u)
    assert.match(twice.stderr, /form is given twice/u)
    assert.match(nameless.stderr, /there is no name before =/u)
    assert.match(broken.stderr, /the value cannot be read/u)
    for (const { code } of [unknown, reserved, twice, nameless, broken]) assert.strictEqual(code, 2)
  })
  it("compare every group of a segment with the rest, by the sizes and adjustment given", async () => {
    const folder = shopWith()
    const segment = ["measure", "nps", "--segment", "touchpoint"]
    const [json, table, by, holm, small] = await Promise.all([
      command(folder, [...segment, "--format", "json"]),
      command(folder, segment),
      command(folder, ["measure", "nps", "--by", "touchpoint", "--compare", "rest", "--format", "json"]),
      command(folder, [...segment, "--adjust", "holm", "--format", "json"]),
      command(folder, [...segment, "--insufficient", "1000", "--small", "2000", "--format", "json"]),
    ])
    const rows = rowsOf(json.stdout)
    assert.isAbove(rows.length, 1)
    for (const { n, versus } of rows)
      assert.deepStrictEqual(
        [versus?.rest, versus?.by, versus?.n],
        ["touchpoint", {}, rows.reduce((sum, row) => sum + row.n, 0) - n],
      )
    assert.match(table.stdout.split("\n")[0] ?? "", /Difference from the rest/u)
    assert.deepStrictEqual(rowsOf(by.stdout), rows)
    assert.deepStrictEqual(
      rowsOf(holm.stdout).map(({ versus }) => versus?.adjustment),
      rows.map(() => "holm" as const),
    )
    assert.deepStrictEqual(
      rowsOf(small.stdout).map(({ caveats, versus }) => [
        versus,
        caveats.find(({ id }) => id === "insufficient")?.data?.["minimum"],
      ]),
      rows.map(() => [undefined, 1000]),
    )
  })
  it("compare with the year before, and take differences apart", async () => {
    const folder = shopWith()
    const args = ["measure", "nps", "--period", "2026-02", "--compare", "year-before", "--format", "json"]
    const [year, mix] = await Promise.all([
      command(folder, args),
      command(folder, [
        "measure",
        "nps",
        "--every",
        "month",
        "--compare",
        "previous",
        "--mix",
        "touchpoint",
        "--format",
        "json",
      ]),
    ])
    assert.deepInclude(rowsOf(year.stdout)[0]?.versus?.period, {
      from: "2025-01-31T23:00:00Z",
      to: "2025-02-28T23:00:00Z",
    })
    const [, february] = rowsOf(mix.stdout)
    assert.strictEqual(february?.versus?.mix?.dimension, "touchpoint")
    const { mix: sizes = 0, rate = 0 } = february?.versus?.mix ?? {}
    assert.approximately(rate + sizes, february?.versus?.difference ?? Number.NaN, 1e-9)
  })
  it("hold for check and report, and replace those of the configuration", async () => {
    const folder = shopWith()
    const check = await command(folder, ["check", "--from", "2026-01-15", "--format", "json"])
    assert.strictEqual(check.code, 1)
    const evidence = (JSON.parse(check.stdout) as ReadonlyArray<{ readonly evidence: ReadonlyArray<MeasurementRow> }>)
      .flatMap((finding) => finding.evidence)
      .map(({ period }) => period?.from)
    assert.isAbove(evidence.length, 0)
    for (const from of evidence) assert.strictEqual(from, "2026-01-14T23:00:00Z")
    const report = await command(folder, ["report", "--where", "score>=0", "--from", "2026-02", "--to", "2026-02"])
    assert.strictEqual(report.code, 0)
    assert.match(report.stdout, /Feb\s2026/u)
    assert.include(report.stderr, "left out promise-keeping:")
    const text = await command(folder, ["report", "--format", "terminal"])
    assert.deepStrictEqual([text.code, text.stdout.includes("═".repeat(80))], [0, true])
    assert.notInclude(text.stdout, "\u001B")
    assert.lengthOf(report.stderr.match(/left out promise-keeping/gu) ?? [], 1)
  })
  it("are refused where they contradict each other or mean nothing", async () => {
    const folder = shopWith()
    const runs = [
      [["--from", "2026-03", "--to", "2026-01"], "--from and --to contradict each other"],
      [["--period", "2026-01", "--from", "2026-01"], "--period and --from contradict each other"],
      [["--period", "month", "--every", "week"], "--every and --period contradict each other"],
      [["--from", "2026-04"], "--from and asOf of touchpoint.config.yaml contradict each other"],
      [["--period", "2026-03", "--as-of", "2026-02-28"], "--period and --as-of contradict each other"],
      [["--compare", "previous"], "--compare previous needs a period"],
      [["--compare", "year-before"], "--compare year-before needs a period"],
      [["--compare", "rest"], "--compare: the rest is what is outside a group"],
      [
        ["--segment", "touchpoint", "--compare", "previous", "--every", "month"],
        "--segment: segment compares its groups",
      ],
      [["--mix", "touchpoint"], "--mix: a difference is taken apart, and nothing is compared"],
      [["--segment", "touchpoint", "--mix", "touchpoint"], "--mix: groups are taken apart by another dimension"],
      [["--segment", "nowhere"], 'has no "nowhere"'],
      [["--small", "-1"], "--small is -1, less than nothing"],
      [["--where", "touchpoint=curier"], "Did you mean courier?"],
      [["--where", "x\u001B[31m"], "it is no condition"],
    ] as const
    for (const [args, said] of runs) {
      const { code, stderr, stdout } = await command(folder, ["measure", "nps", ...args])
      assert.deepStrictEqual([code, stdout], [2, ""], args.join(" "))
      assert.include(stderr, said)
      assert.notInclude(stderr, "\u001B")
    }
  })
})

const main = path.resolve(import.meta.dirname, "../src/command/main.ts")
/** Gives a program a terminal to write to; part of every Linux. */
const recorder = "script"
const hasScript = process.platform === "linux" && spawnSync(recorder, ["--version"]).status === 0

/** Runs the command on a terminal of so many columns; gives what the screen was sent. */
const onTerminal = (folder: string, columns: number, args: string, env: Readonly<Record<string, string>> = {}) =>
  new Promise<string>((resolve, reject) => {
    const line = `stty cols ${columns} rows 30; '${process.execPath}' --conditions=@touchpoint/source '${main}' ${args}`
    const child = spawn(recorder, ["-qec", line, "/dev/null"], {
      cwd: folder,
      env: { PATH: process.env["PATH"], TERM: "xterm-256color", TZ: "UTC", ...env },
      stdio: ["ignore", "pipe", "ignore"],
    })
    let sent = ""
    child.stdout.setEncoding("utf8").on("data", (text: string) => (sent += text))
    child.on("error", reject)
    child.on("close", () => resolve(sent))
  })

const ESC = "\u001B"
const plainLines = (sent: string) =>
  sent
    .split(/\r?\n/u)
    .map((line) => line.slice(line.lastIndexOf("\r") + 1).replaceAll(new RegExp(`${ESC}\\[[\\d;]*[A-Za-z]`, "gu"), ""))

describe.skipIf(!hasScript)("on a terminal", () => {
  it("shows the report in its width, with progress that is gone at the end", async () => {
    for (const columns of [80, 120]) {
      const sent = await onTerminal(shopWith(), columns, "report 2>/dev/null")
      const lines = plainLines(sent)
      assert.include(lines, "═".repeat(columns))
      for (const line of lines) assert.isAtMost([...line].length, columns, line)
      assert.include(sent, `${ESC}[1m`)
    }
    const progress = await onTerminal(shopWith(), 80, "measure nps > /dev/null")
    assert.match(progress, /read (?:inventory\.yaml|\w+\.csv)/u)
    assert.isTrue(progress.lastIndexOf(`${ESC}[2K`) > progress.lastIndexOf("read "))
  })
  it("uses no colours where none are wanted, and lists in its width", async () => {
    const sent = await onTerminal(shopWith(), 80, "report 2>/dev/null", { NO_COLOR: "1" })
    assert.notInclude(sent, `${ESC}[`)
    const catalog = plainLines(await onTerminal(folderWith(), 80, "catalog --locale ru"))
    for (const line of catalog) assert.isAtMost([...line].length, 80, line)
    assert.isTrue(catalog.some((line) => line.startsWith("courier-delivery")))
  })
  it("asks which touchpoints there are, and writes nothing when left", async () => {
    const folder = folderWith()
    const line = `stty cols 80 rows 30; '${process.execPath}' --conditions=@touchpoint/source '${main}' init --locale pl`
    const child = spawn(recorder, ["-qec", line, "/dev/null"], {
      cwd: folder,
      env: { PATH: process.env["PATH"], TERM: "xterm-256color", TZ: "UTC" },
      stdio: ["pipe", "pipe", "ignore"],
    })
    let sent = ""
    const code = await new Promise<number | null>((resolve, reject) => {
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        const asked = sent.includes("Gdzie klient")
        sent += text
        // Ctrl-C, as the keyboard sends it.
        if (!asked && sent.includes("Gdzie klient")) child.stdin.write("\u0003")
      })
      child.on("error", reject)
      child.on("close", resolve)
    })
    assert.include(sent, "Reklama internetowa")
    assert.strictEqual(code, 130)
  })
})
