import { execFile } from "node:child_process"
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import process from "node:process"
import { promisify } from "node:util"
import { standardKinds } from "@touchpoint/core/facts"
import { decodeInventory } from "@touchpoint/core/model"
import { simulateShop } from "@touchpoint/simulation"
import { afterAll, assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"

const run = promisify(execFile)
const cwd = import.meta.dirname
const out = mkdtempSync(path.join(tmpdir(), "touchpoint-shop-"))
afterAll(() => rmSync(out, { recursive: true, force: true }))

/** It starts a process of its own; a slow machine may take its time. */
const PATIENCE = 180_000

describe("The example of the simulated shop", () => {
  it(
    "finds every planted problem that a rule covers, and writes its report",
    async () => {
      const args = ["--conditions=@touchpoint/source", "main.ts", "--customers", "2000", "--out", out]
      const { stderr, stdout } = await run(process.execPath, args, { cwd })
      assert.strictEqual(stderr, "")
      assert.notInclude(stdout, "NOT FOUND")
      assert.notInclude(stdout, "failed:")
      for (const { rules, title } of simulateShop({ customers: 1, stories: "all" }).truth)
        assert.match(
          stdout,
          new RegExp(`${Object.keys(rules).length > 0 ? "found" : "no rule yet"} +${title.en}$`, "m"),
        )
      const page = readFileSync(path.join(out, "report.html"), "utf8")
      assert.match(page, /^<!doctype html>/i)
      assert.include(page, "A home and garden shop")
      assert.notInclude(page, "<script")
      // What no rule judges, a number shows: fewer and fewer clicks, and a video that sells.
      const clicks = [...(/quarter by quarter: (.*)$/m.exec(stdout)?.[1] ?? "").matchAll(/([\d.]+) %/g)].map(
        ([, share]) => Number(share),
      )
      assert.lengthOf(clicks, 6)
      assert.isBelow(clicks.at(-1) ?? 1, (clicks[0] ?? 0) / 2)
      const [, video = "", post = ""] = /after the video: ([\d.]+) %, after a post: ([\d.]+) %/.exec(stdout) ?? []
      assert.isAbove(Number(video), Number(post))
    },
    PATIENCE,
  )

  it("leaves the project as files", async () => {
    assert.sameMembers(
      readdirSync(path.join(out, "facts")),
      Object.values(standardKinds).map(({ plural }) => `${plural}.parquet`),
    )
    const inventory: unknown = JSON.parse(readFileSync(path.join(out, "inventory.json"), "utf8"))
    assert.isAbove((await Effect.runPromise(decodeInventory(inventory))).touchpoints.length, 20)
    assert.isTrue(existsSync(path.join(out, "touchpoint.config.json")))
  })
})
