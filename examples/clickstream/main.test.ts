import { execFile } from "node:child_process"
import { existsSync } from "node:fs"
import path from "node:path"
import process from "node:process"
import { promisify } from "node:util"
import { assert, it } from "@effect/vitest"

const run = promisify(execFile)
const cwd = import.meta.dirname
const main = ["--conditions=@touchpoint/source", "main.ts"]
const { CLICKSTREAM_DATA, TOUCHPOINT_DATA, ...env } = process.env
const folders = [CLICKSTREAM_DATA ?? path.join(TOUCHPOINT_DATA ?? "", "clickstream")]
  .map((folder) => path.resolve(folder))
  .filter((folder) => existsSync(path.join(folder, "simple-onlineshop.csv.gz")))
if (folders.length === 0)
  console.log(
    "note: the figures of the example clickstream were not compared, no data (set CLICKSTREAM_DATA to its folder)",
  )

it("The example clickstream says in one line that it has no data, and is content", async () => {
  const { stderr, stdout } = await run(process.execPath, main, { cwd, env })
  assert.strictEqual(stderr, "")
  assert.match(stdout, /^clickstream: skipped, no data; .*CLICKSTREAM_DATA\n$/)
})

for (const folder of folders)
  it("The example clickstream counts what its publishers counted", async () => {
    const { stderr, stdout } = await run(process.execPath, [...main, "--data", folder], { cwd, env })
    assert.strictEqual(stderr, "")
    // Lines such as `  cart, events and visitors: 2842 1924 | 2842 1924`.
    const pairs = stdout.split("\n").flatMap((line) => {
      const [, what, published, own] = /^ +(.+?): +(.+) \| (.+)$/.exec(line) ?? []
      return what === undefined ? [] : [{ what, published, own }]
    })
    assert.lengthOf(pairs, existsSync(path.join(folder, "ab_test_demo.csv.gz")) ? 38 : 34, stdout)
    for (const { own, published, what } of pairs) assert.strictEqual(own, published, what)
    // April is not over: the last cell that says something is the fourth month of the first cohort.
    assert.match(stdout, /^ {2}2020-03 +350( +–){5}$/m)
    assert.include(stdout, "note: cohorts-change, ages 4")
    // Nobody is lost: the paths listed and all others are the visits.
    const [, visits] = /Where (\d+) visits go/.exec(stdout) ?? []
    const [, paths = ""] = /different paths:\n([^]*?)\n\n/.exec(stdout) ?? []
    const listed = [...paths.matchAll(/ (\d+) +[\d.]+ % \(/g)].map(([, n]) => Number(n))
    assert.strictEqual(
      listed.reduce((sum, n) => sum + n, 0),
      Number(visits),
    )
  })
