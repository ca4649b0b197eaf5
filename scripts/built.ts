// Loads every published path as a user's Node would, from `dist`, and starts the built command once.
import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import path from "node:path"
import { layers } from "./layers.ts"
import { root } from "./tracked.ts"

// Its suites import vitest, which loads only inside vitest.
const insideVitest = new Set(["testing"])

let loaded = 0
for (const [pack, { name }] of Object.entries(layers)) {
  const manifest = JSON.parse(readFileSync(path.join(root, "packages", pack, "package.json"), "utf8")) as {
    readonly exports: Readonly<Record<string, unknown>>
    readonly bin?: Readonly<Record<string, string>>
  }
  for (const key of Object.keys(manifest.exports)) {
    if (key.endsWith(".json") || key.includes("*") || insideVitest.has(pack)) continue
    const specifier = path.posix.join(name, key)
    const from = import.meta.resolve(specifier)
    if (!from.includes("/dist/")) throw new Error(`${specifier} is ${from}, not a built module`)
    await import(specifier)
    loaded++
  }
  for (const command of Object.values(manifest.bin ?? {})) {
    execFileSync(process.execPath, [path.join(root, "packages", pack, command), "--help"], { stdio: "pipe" })
    loaded++
  }
}
console.log(`${loaded} built modules load`)
