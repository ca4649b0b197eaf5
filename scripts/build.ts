// JavaScript of every package by tsup, declarations by `tsc -b`.
//
//   node scripts/build.ts               from nothing: what a release needs
//   node scripts/build.ts --javascript  JavaScript only, beside the declarations that are already there
import { spawn } from "node:child_process"
import { globSync, rmSync } from "node:fs"
import { availableParallelism } from "node:os"
import path from "node:path"
import { layers } from "./layers.ts"
import { root } from "./tracked.ts"

const run = (tool: string, args: ReadonlyArray<string>, cwd: string): Promise<number> =>
  new Promise((resolve, reject) => {
    spawn(tool, args, { cwd, stdio: "inherit", shell: process.platform === "win32" })
      .on("error", reject)
      .on("close", (code) => resolve(code ?? 1))
  })

const bundle = async (packs: ReadonlyArray<string>): Promise<number> => {
  const queue = [...packs]
  let failed = 0
  const worker = async (): Promise<void> => {
    for (let pack = queue.shift(); pack !== undefined; pack = queue.shift())
      if ((await run("tsup", [], path.join(root, "packages", pack))) !== 0) failed++
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
  return failed
}

const javascriptOnly = process.argv.includes("--javascript")
const packs = Object.keys(layers)
const stale = javascriptOnly ? "packages/*/dist/**/*.{js,js.map}" : "packages/*/{dist,src.tsbuildinfo}"
for (const left of globSync(stale, { cwd: root })) rmSync(path.join(root, left), { recursive: true })
const failed = await bundle(packs)
if (failed === 0) console.log(`JavaScript of ${packs.length} packages`)
const types = javascriptOnly || failed > 0 ? 0 : await run("tsc", ["-b"], root)
process.exitCode = failed === 0 && types === 0 ? 0 : 1
