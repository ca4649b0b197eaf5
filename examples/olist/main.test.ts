import { execFile } from "node:child_process"
import { existsSync } from "node:fs"
import path from "node:path"
import process from "node:process"
import { promisify } from "node:util"
import { assert, it } from "@effect/vitest"

const run = promisify(execFile)
const cwd = import.meta.dirname
const main = ["--conditions=@touchpoint/source", "main.ts"]
const { OLIST_DATA, TOUCHPOINT_DATA, ...env } = process.env
const folders = [OLIST_DATA ?? path.join(TOUCHPOINT_DATA ?? "", "olist")]
  .map((folder) => path.resolve(folder))
  .filter((folder) => existsSync(path.join(folder, "olist_orders_dataset.csv.gz")))
if (folders.length === 0)
  console.log("note: the figures of the Olist example were not compared, no data (set OLIST_DATA to its folder)")

it("The Olist example says in one line that it has no data, and is content", async () => {
  const { stderr, stdout } = await run(process.execPath, main, { cwd, env })
  assert.strictEqual(stderr, "")
  assert.match(stdout, /^olist: skipped, no data; .*OLIST_DATA\n$/)
})

for (const folder of folders)
  it("The Olist example counts what its publishers counted", async () => {
    const { stderr, stdout } = await run(process.execPath, [...main, "--data", folder], { cwd, env })
    assert.strictEqual(stderr, "")
    // Lines such as `  late by calendar day: 776 of 11493 | 776 of 11493`.
    const pairs = stdout.split("\n").flatMap((line) => {
      const [, what, published, own] = /^ +(.+?): +(.+) \| (.+)$/.exec(line) ?? []
      return what === undefined ? [] : [{ what, published, own }]
    })
    assert.lengthOf(pairs, 6, stdout)
    for (const { own, published, what } of pairs) assert.strictEqual(own, published, what)
    assert.match(stdout, /reviews, promise broken: +n 769, mean 2\.1951/)
  })
