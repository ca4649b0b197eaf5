import { execFile } from "node:child_process"
import { existsSync } from "node:fs"
import path from "node:path"
import process from "node:process"
import { promisify } from "node:util"
import { assert, it } from "@effect/vitest"

const run = promisify(execFile)
const cwd = import.meta.dirname
const main = ["--conditions=@touchpoint/source", "main.ts"]
const { ATTRIBUTION_DATA, TOUCHPOINT_DATA, ...env } = process.env
const folders = [ATTRIBUTION_DATA ?? path.join(TOUCHPOINT_DATA ?? "", "attribution-paths")]
  .map((folder) => path.resolve(folder))
  .filter((folder) => existsSync(path.join(folder, "attribution_data.csv.gz")))
if (folders.length === 0)
  console.log(
    "note: the figures of the example attribution were not compared, no data (set ATTRIBUTION_DATA to its folder)",
  )
/** It starts a process of its own; a slow machine may take its time. */
const PATIENCE = 180_000

it("The example attribution says in one line that it has no data, and is content", async () => {
  const { stderr, stdout } = await run(process.execPath, main, { cwd, env })
  assert.strictEqual(stderr, "")
  assert.match(stdout, /^attribution: skipped, no data; .*ATTRIBUTION_DATA\n$/)
})

for (const folder of folders)
  it(
    "The example attribution counts what its publishers counted, and credits every conversion once",
    async () => {
      const { stderr, stdout } = await run(process.execPath, [...main, "--data", folder], { cwd, env })
      assert.strictEqual(stderr, "")
      // Lines such as `  Facebook: 18676 = 29.89 % | 18676 = 29.89 %`.
      const pairs = stdout.split("\n").flatMap((line) => {
        const [, what, published, own] = /^ +(.+?): +(.+) \| (.+)$/.exec(line) ?? []
        return what === undefined ? [] : [{ what, published, own }]
      })
      assert.lengthOf(pairs, 10, stdout)
      for (const { own, published, what } of pairs) assert.strictEqual(own, published, what)
      assert.include(stdout, "7896 customers, 1642 with a conversion, 181 of them with several; 1414 were met again")
      assert.include(stdout, "1838 conversions worth 11423.50, 0 without a touch")
      const shares = new Map(
        [...stdout.matchAll(/^ {2}(\S.*?) {2,}((?:-?[\d.]+ \([^)]*\) *){5})$/gm)].map(([, name = "", line = ""]) => [
          name,
          Array.from(line.matchAll(/(-?[\d.]+) \(/g), ([, share]) => Number(share)),
        ]),
      )
      assert.strictEqual(shares.size, 10, stdout)
      for (const [name, line] of shares)
        assert.approximately(
          line.reduce((sum, share) => sum + share, 0),
          100,
          0.3,
          name,
        )
      // Recounted without this library: the chain by iteration, Shapley values over all sets.
      assert.deepStrictEqual(shares.get("Markov, order 1"), [24.4, 23.9, 19.7, 16, 16])
      assert.deepStrictEqual(shares.get("Shapley, pooled rates"), [-20.2, 52.3, 8.2, 28.1, 31.7])
      assert.deepStrictEqual(shares.get("Shapley, exact rates"), [-26.1, 100.7, -8.3, 15.5, 18.3])
      assert.include(stdout, "278 of 1838 conversions have none")
    },
    PATIENCE,
  )
