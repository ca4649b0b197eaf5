import { execFile } from "node:child_process"
import { existsSync } from "node:fs"
import path from "node:path"
import process from "node:process"
import { promisify } from "node:util"
import { assert, it } from "@effect/vitest"

const run = promisify(execFile)
const cwd = import.meta.dirname
const main = ["--conditions=@touchpoint/source", "main.ts"]
const { BANK_MARKETING_DATA, TOUCHPOINT_DATA, ...env } = process.env
const folders = [BANK_MARKETING_DATA ?? path.join(TOUCHPOINT_DATA ?? "", "bank-marketing")]
  .map((folder) => path.resolve(folder))
  .filter((folder) => existsSync(path.join(folder, "bank-additional-full.csv.gz")))
if (folders.length === 0)
  console.log(
    "note: the figures of the example bank-marketing were not compared, no data (set BANK_MARKETING_DATA to its folder)",
  )

it("The example bank-marketing says in one line that it has no data, and is content", async () => {
  const { stderr, stdout } = await run(process.execPath, main, { cwd, env })
  assert.strictEqual(stderr, "")
  assert.match(stdout, /^bank-marketing: skipped, no data; .*BANK_MARKETING_DATA\n$/)
})

for (const folder of folders)
  it("The example bank-marketing counts what its publishers counted", async () => {
    const { stderr, stdout } = await run(process.execPath, [...main, "--data", folder], { cwd, env })
    assert.strictEqual(stderr, "")
    // Lines such as `  customers: 23570 | 23570`.
    const pairs = stdout.split("\n").flatMap((line) => {
      const [, what, published, own] = /^ +(.+?): +(.+) \| (.+)$/.exec(line) ?? []
      return what === undefined ? [] : [{ what, published, own }]
    })
    assert.lengthOf(pairs, 18, stdout)
    for (const { own, published, what } of pairs) assert.strictEqual(own, published, what)
  })
