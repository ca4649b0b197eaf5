// How long it takes until anything happens: each run is a process of its own. Reads what `npm run build` made, as users do.
import { execFileSync } from "node:child_process"
import { existsSync, globSync, readFileSync } from "node:fs"
import path from "node:path"
import type { Bench } from "./measure.ts"

const root = path.join(import.meta.dirname, "..")
const built = path.join(root, "packages/core/dist/node")
const command = path.join(root, "packages/touchpoint/dist/command/start.js")

/** Modules of effect that core's index imports, itself or by the files it is built of. */
const modulesOfEffect = (): ReadonlyArray<string> => {
  const modules = new Set<string>()
  const seen = new Set<string>()
  const visit = (file: string): void => {
    if (seen.has(file)) return
    seen.add(file)
    for (const [, from = ""] of readFileSync(file, "utf8").matchAll(/(?:from|import) ?"([^"]+)"/g))
      if (from.startsWith("effect")) modules.add(from)
      else if (from.startsWith(".")) visit(path.join(path.dirname(file), from))
  }
  visit(path.join(built, "index.js"))
  return [...modules]
}

const start = (...args: ReadonlyArray<string>) =>
  execFileSync(process.execPath, args, { cwd: path.join(root, "packages/core"), stdio: "pipe" })
const importing = (modules: ReadonlyArray<string>) =>
  start("--input-type=module", "-e", modules.map((name) => `import ${JSON.stringify(name)}`).join("\n"))

const there = existsSync(command) && globSync("index.js", { cwd: built }).length > 0
if (!there) console.log("  start: skipped, nothing is built (npm run build)")

const benches: ReadonlyArray<Bench<ReadonlyArray<string>>> = !there
  ? []
  : [
      { name: "a process of Node that does nothing", prepare: () => [], run: importing },
      { name: "import the modules of effect that core uses", prepare: modulesOfEffect, run: importing },
      { name: 'import "@touchpoint/core"', prepare: () => ["@touchpoint/core"], run: importing },
      { name: "touchpoint --help", prepare: () => [command, "--help"], run: (args) => start(...args) },
    ]
export default benches.map((bench) => ({ ...bench, runs: 11 }))
