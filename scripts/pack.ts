// Packs every package as it would be published and looks at the archives: publint, attw, nothing that is not for users.
import { execFile } from "node:child_process"
import { mkdirSync, rmSync } from "node:fs"
import { availableParallelism } from "node:os"
import path from "node:path"
import { promisify } from "node:util"
import { layers } from "./layers.ts"
import { root } from "./tracked.ts"

const out = path.join(root, ".gates", "packs")
const exec = promisify(execFile)

/** What a tool printed when it failed; undefined when it did not. */
const complaint = async (tool: string, ...args: ReadonlyArray<string>): Promise<string | undefined> => {
  try {
    await exec(tool, [...args], { cwd: root, shell: process.platform === "win32", maxBuffer: 2 ** 26 })
    return undefined
  } catch (cause) {
    const { message, stderr, stdout } = cause as Error & { readonly stdout?: string; readonly stderr?: string }
    return [`${tool} ${args.join(" ")}`, stdout ?? "", stderr ?? "", stdout === undefined ? message : ""].join("\n")
  }
}

interface Archive {
  readonly name: string
  readonly filename: string
  readonly files: ReadonlyArray<{ readonly path: string }>
}

const pack = async (): Promise<ReadonlyArray<Archive>> => {
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  const args = [
    "--yes",
    "pnpm@12.21.0",
    "--recursive",
    "--filter=./packages/*",
    // What is private is never published.
    "--filter=!@touchpoint/chdb",
    "pack",
    "--json",
    "--pack-destination",
    out,
  ]
  const { stdout } = await exec("npx", args, { cwd: root, shell: process.platform === "win32", maxBuffer: 2 ** 26 })
  const packed = JSON.parse(stdout.slice(stdout.search(/^[[{]/m))) as Archive | ReadonlyArray<Archive>
  return Array.isArray(packed) ? packed : [packed as Archive]
}

const unwanted = ({ files, name }: Archive): ReadonlyArray<string> => [
  ...files
    .filter((file) => /\.test(-d)?\.|tsbuildinfo|__golden__|fixtures/.test(file.path))
    .map((file) => `${name} packs ${file.path}`),
  ...["LICENSE", "package.json"]
    .filter((wanted) => !files.some((file) => file.path === wanted))
    .map((wanted) => `${name} packs no ${wanted}`),
]

const archives = await pack()
const expected = Object.values(layers).map((layer) => layer.name)
const complaints: Array<string> = [
  ...expected
    .filter((name) => !archives.some((archive) => archive.name === name))
    .map((name) => `${name} was not packed`),
  ...archives.flatMap(unwanted),
]
const queue = archives.flatMap((archive) => {
  const file = path.resolve(out, archive.filename)
  return [
    () => complaint("publint", file, "--strict"),
    () => complaint("attw", file, "--profile", "esm-only", "--format", "ascii"),
  ]
})
const worker = async (): Promise<void> => {
  for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
    const said = await job()
    if (said !== undefined) complaints.push(said)
  }
}
await Promise.all(Array.from({ length: availableParallelism() }, worker))
for (const said of complaints) console.error(said)
if (complaints.length === 0) console.log(`${archives.length} archives are as users need them`)
process.exitCode = complaints.length === 0 ? 0 : 1
