// Runs every `<name>.bench.ts` of this folder, or those named on the command line. See README.md.
import { globSync } from "node:fs"
import path from "node:path"
import { pathToFileURL } from "node:url"
import type { Bench } from "./measure.ts"
import { measure } from "./measure.ts"

const wanted = process.argv.slice(2)
const files = globSync("*.bench.ts", { cwd: import.meta.dirname })
  .map((file) => path.basename(file))
  .filter((file) => wanted.length === 0 || wanted.some((name) => file.startsWith(name)))
  .toSorted()
if (files.length === 0) console.log("no benchmark found")
for (const file of files) {
  const loaded = (await import(pathToFileURL(path.join(import.meta.dirname, file)).href)) as {
    readonly default: ReadonlyArray<Bench>
  }
  console.log(file)
  for (const bench of loaded.default) console.log(`  ${await measure(bench)}`)
}
