import { execFile } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import path from "node:path"
import process from "node:process"
import { promisify } from "node:util"
import { gunzipSync } from "node:zlib"
import { assert, it } from "@effect/vitest"

const run = promisify(execFile)
const cwd = import.meta.dirname
const { CLICKSTREAM_DATA, TOUCHPOINT_DATA } = process.env
/** It starts a process of its own; a slow machine may take its time. */
const PATIENCE = 180_000

const funnel = async (...args: ReadonlyArray<string>) => {
  const { stderr, stdout } = await run(process.execPath, ["--conditions=@touchpoint/source", "main.ts", ...args], {
    cwd,
  })
  assert.strictEqual(stderr, "")
  return stdout
}

it(
  "The example funnel finds the step that loses mobile visitors, and no other",
  async () => {
    const stdout = await funnel("--customers", "3000")
    const ranks = Array.from(
      stdout.matchAll(/^ {2}(\S+) +\d+ +[\d.]+ % +[\d.]+ % .*? (\d+) +(\d+|–) +(\d+|–)$/gm),
      ([, step = "", missing = "", byLost = "", byGap = ""]) => ({ step, missing: Number(missing), byLost, byGap }),
    )
    assert.deepStrictEqual(
      ranks.map(({ step }) => step),
      ["product-page", "shopping-cart", "checkout", "order"],
      stdout,
    )
    const { byGap, byLost, missing } = ranks[2] ?? assert.fail(stdout)
    assert.deepStrictEqual([byLost, byGap], ["1", "1"])
    assert.isAbove(missing, 10 * Math.max(...ranks.filter(({ step }) => step !== "checkout").map((one) => one.missing)))
    // Planted: 35 % of mobile carts reach the checkout, 86 % of the others.
    const [, mobile = "", desktop = "", q = ""] =
      /^ {2}checkout +([\d.]+) % \(.*?\) +([\d.]+) % \(.*?\) .*? (\S+ ?[\d.]+)$/m.exec(stdout) ?? []
    assert.approximately(Number(mobile), 35, 4)
    assert.approximately(Number(desktop), 86, 4)
    assert.strictEqual(q.trim(), "< 0.001")
  },
  PATIENCE,
)

it("The example funnel says in one line that the folder given has no data, and is content", async () => {
  assert.match(await funnel("--data", "."), /^funnel: skipped, there is no simple-onlineshop\.csv\.gz .*\n$/)
})

const folders = [CLICKSTREAM_DATA ?? path.join(TOUCHPOINT_DATA ?? "", "clickstream")]
  .map((folder) => path.resolve(folder))
  .filter((folder) => existsSync(path.join(folder, "simple-onlineshop.csv.gz")))
if (folders.length === 0)
  console.log("note: the example funnel was not run on clicks, no data (set CLICKSTREAM_DATA to their folder)")

for (const folder of folders)
  it(
    "The example funnel counts the clicks of a shop as one who goes through them by hand",
    async () => {
      const steps = ["catalog", "cart", "delivery_choice", "payment_choice", "payment_done"]
      const lines = gunzipSync(readFileSync(path.join(folder, "simple-onlineshop.csv.gz")))
        .toString("utf8")
        .trim()
        .split("\n")
        .slice(1)
      const visitors = Map.groupBy(
        lines.map((line) => line.split(",")),
        ([id]) => id,
      )
      const reached = steps.map(() => 0)
      for (const clicks of visitors.values()) {
        const ordered = clicks
          .map(([, event, at = ""]) => ({ event, at: Date.parse(`${at.replace(" ", "T").slice(0, 23)}Z`) }))
          .toSorted((a, b) => a.at - b.at)
        let step = 0
        let begin = 0
        for (const { at, event } of ordered) {
          if (event !== steps[step] || (step > 0 && at > begin + 7 * 86_400_000)) continue
          if (step === 0) begin = at
          step++
        }
        const mature = begin + 7 * 86_400_000 <= Date.UTC(2020, 3, 29, 12, 48)
        for (let k = 0; k < step; k++) if (mature) reached[k] = (reached[k] ?? 0) + 1
      }
      const stdout = await funnel("--data", folder)
      const [first = ""] = stdout.split("\n  Times are")
      const counted = steps.map((name) => Number(new RegExp(`^  ${name} +(\\d+)`, "m").exec(first)?.[1]))
      assert.deepStrictEqual(counted, reached)
    },
    PATIENCE,
  )
