import { execFile } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import path from "node:path"
import process from "node:process"
import { promisify } from "node:util"
import { assert, it } from "@effect/vitest"
import { cohort, firstYear, segments } from "./tables.ts"

const run = promisify(execFile)
const cwd = import.meta.dirname
const main = ["--conditions=@touchpoint/source", "main.ts"]
const { RETENTION_TABLES_DATA, TOUCHPOINT_DATA, ...env } = process.env
const files = ["2-segment-retention.csv", "contractual-setting-multi-cohort-data.csv"] as const
const folders = [RETENTION_TABLES_DATA ?? path.join(TOUCHPOINT_DATA ?? "", "retention-tables")]
  .map((folder) => path.resolve(folder))
  .filter((folder) => files.every((file) => existsSync(path.join(folder, file))))
if (folders.length === 0)
  console.log(
    "note: the tables of the example retention-tables were not compared with their files, no data (set RETENTION_TABLES_DATA to their folder)",
  )

it("The example retention-tables counts what is published", async () => {
  const { stderr, stdout } = await run(process.execPath, main, { cwd, env })
  assert.strictEqual(stderr, "")
  // Lines such as `  customers: 23570 | 23570`.
  const pairs = stdout.split("\n").flatMap((line) => {
    const [, what, published, own] = /^ +(.+?): +(.+) \| (.+)$/.exec(line) ?? []
    return what === undefined ? [] : [{ what, published, own }]
  })
  assert.lengthOf(pairs, 6, stdout)
  for (const { own, published, what } of pairs) assert.strictEqual(own, published, what)
  // Kaplan–Meier without anybody lost from sight is the share, and the mean of the cohorts' rates is another number.
  assert.include(stdout, "after twelve years: 0.394, of the regular 0.173")
  assert.include(stdout, "own rates 0.717, of all customers 0.691")
})

for (const folder of folders)
  it("The tables of the example retention-tables are those of their files", () => {
    const [two, five] = files.map((file) =>
      readFileSync(path.join(folder, file), "utf8")
        .trim()
        .split(/\r?\n/u)
        .slice(1)
        .map((line) => line.split(",").map((cell) => (cell === "" ? null : Number(cell)))),
    )
    // Year, regular, high end; the first year is that of the beginning.
    assert.deepStrictEqual(
      two,
      segments.Regular.map((n, i) => [i + 1, n, segments["High end"][i] ?? null]),
    )
    // Calendar year, and each cohort from its own year on.
    assert.deepStrictEqual(
      five,
      cohort.map((_, year) => [firstYear + year, ...cohort.map((_n, own) => cohort[year - own] ?? null)]),
    )
  })
