import { execFile } from "node:child_process"
import { readFileSync } from "node:fs"
import path from "node:path"
import process from "node:process"
import { promisify } from "node:util"
import { assert, it } from "@effect/vitest"

const run = promisify(execFile)
const here = import.meta.dirname

it("The garden-centre example counts what its publisher counted, and writes its report", async () => {
  const { stderr, stdout } = await run(process.execPath, ["--conditions=@touchpoint/source", "main.ts"], { cwd: here })
  assert.strictEqual(stderr, "")
  const [published, own] = ["published", "touchpoint"].map((who) =>
    new RegExp(`${who} ([\\d.]+) from (\\d+) scores`).exec(stdout)?.slice(1),
  )
  assert.deepStrictEqual(published, ["51.7889", "3354"])
  assert.deepStrictEqual(own, published)
  assert.match(stdout, /95 % interval \d+\.\d … \d+\.\d/)
  assert.include(stdout, path.join("out", "report.html"))
  const page = readFileSync(path.join(here, "out/report.html"), "utf8")
  assert.match(page, /^<!doctype html>/i)
  assert.include(page, "Garden centres: who recommends us?")
  assert.notInclude(page, "<script")
})
