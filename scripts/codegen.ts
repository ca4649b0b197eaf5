// Files that are generated from others.
//
//   node scripts/codegen.ts          writes them
//   node scripts/codegen.ts --check  fails when one of them would change
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import path from "node:path"
import { reference } from "./reference.ts"
import { schemas } from "./schemas.ts"
import { root } from "./tracked.ts"

interface Generated {
  /** Path from the root. */
  readonly file: string
  readonly text: () => string | Promise<string>
}

/** Everything that is generated. */
const generated: ReadonlyArray<Generated> = [...schemas, ...reference]

const checking = process.argv.includes("--check")
let stale = 0
for (const { file, text } of generated) {
  const target = path.join(root, file)
  const wanted = await text()
  if (existsSync(target) && readFileSync(target, "utf8") === wanted) continue
  stale++
  if (checking) console.error(`${file} is out of date: npm run codegen`)
  else {
    mkdirSync(path.dirname(target), { recursive: true })
    writeFileSync(target, wanted)
  }
}
console.log(`${generated.length} generated files, ${stale} ${checking ? "out of date" : "written"}`)
process.exitCode = checking && stale > 0 ? 1 : 0
