import { execFile } from "node:child_process"
import { existsSync } from "node:fs"
import path from "node:path"
import process from "node:process"
import { promisify } from "node:util"
import { assert, it } from "@effect/vitest"

const run = promisify(execFile)
const cwd = import.meta.dirname
const main = ["--conditions=@touchpoint/source", "main.ts"]
const { CDNOW_DATA, TOUCHPOINT_DATA, ...env } = process.env
const folders = [CDNOW_DATA ?? path.join(TOUCHPOINT_DATA ?? "", "cdnow")]
  .map((folder) => path.resolve(folder))
  .filter((folder) => existsSync(path.join(folder, "CDNOW_master.txt.gz")))
if (folders.length === 0)
  console.log("note: the figures of the example cdnow were not compared, no data (set CDNOW_DATA to its folder)")

it("The example cdnow says in one line that it has no data, and is content", async () => {
  const { stderr, stdout } = await run(process.execPath, main, { cwd, env })
  assert.strictEqual(stderr, "")
  assert.match(stdout, /^cdnow: skipped, no data; .*CDNOW_DATA\n$/)
})

for (const folder of folders)
  it("The example cdnow counts what its publishers counted", async () => {
    const { stderr, stdout } = await run(process.execPath, [...main, "--data", folder], { cwd, env })
    assert.strictEqual(stderr, "")
    // Lines such as `  customers: 23570 | 23570`.
    const pairs = stdout.split("\n").flatMap((line) => {
      const [, what, published, own] = /^ +(.+?): +(.+) \| (.+)$/.exec(line) ?? []
      return what === undefined ? [] : [{ what, published, own }]
    })
    assert.lengthOf(pairs, 8, stdout)
    for (const { own, published, what } of pairs) assert.strictEqual(own, published, what)
  })
