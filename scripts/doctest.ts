// Checks and runs every ```ts fence of README.md, docs, package READMEs and doc comments: see CONTRIBUTING for the marks.
// Needs the declarations `tsc -b` writes.
import { spawnSync } from "node:child_process"
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import path from "node:path"
import { type Fence, fencesOf } from "./doctest/fences.ts"
import { moduleOf } from "./doctest/module.ts"
import { layers } from "./layers.ts"
import { root, tracked } from "./tracked.ts"

const out = path.join(root, ".doctest")
const scratch = path.join(out, "cwd")

const pages = tracked(
  (file) =>
    file === "README.md" ||
    file === "CONTRIBUTING.md" ||
    /^docs\/.*\.mdx?$/.test(file) ||
    /^packages\/[^/]+\/(README\.md$|src\/.*\.(md|ts)$)/.test(file),
).filter((file) => !/\.test(-d)?\.ts$/.test(file))

interface Written {
  readonly name: string
  readonly fence: Fence
  readonly expectations: number
}

const write = (fence: Fence): Written => {
  const name = `${fence.file.replaceAll(/[^\w]+/g, "_")}_${fence.line}.ts`
  const { text, expectations } = moduleOf(fence, "../scripts/doctest/expect.ts")
  writeFileSync(path.join(out, name), text)
  return { name, fence, expectations }
}

const check = (modules: ReadonlyArray<Written>): boolean => {
  writeFileSync(
    path.join(out, "tsconfig.json"),
    JSON.stringify({
      extends: "../tsconfig.check.json",
      compilerOptions: { incremental: false, noUnusedLocals: false },
      include: ["*.ts"],
      references: Object.keys(layers).map((pack) => ({ path: `../packages/${pack}/tsconfig.src.json` })),
    }),
  )
  const { status, stdout } = spawnSync("tsc", ["-p", out, "--pretty", "false"], {
    cwd: root,
    encoding: "utf8",
    shell: process.platform === "win32",
  })
  const files = new Map(modules.map(({ fence, name }) => [`.doctest/${name}`, fence.file]))
  if (status !== 0) console.error(stdout.replaceAll(/\.doctest\/\w+\.ts/g, (file) => files.get(file) ?? file))
  return status === 0
}

/** Examples run in a scratch folder that shows the folders of the repository, so that what they write stays there. */
const run = (modules: ReadonlyArray<Written>): boolean => {
  mkdirSync(scratch)
  for (const entry of readdirSync(root, { withFileTypes: true }))
    if (entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules")
      symlinkSync(path.join(root, entry.name), path.join(scratch, entry.name), "junction")
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      "--conditions=@touchpoint/source",
      path.join(root, "scripts/doctest/run.ts"),
      ...modules.map(({ fence, name }) => `.doctest/${name}=${fence.file}:${fence.line}`),
    ],
    { cwd: scratch, encoding: "utf8", env: { ...process.env, TZ: "UTC", NO_COLOR: "1" } },
  )
  const finished = stdout.trimEnd().endsWith("doctest finished")
  if (status !== 0 || !finished) console.error(stderr, finished ? "" : `${stdout}\nan example ended the process`)
  return status === 0 && finished
}

rmSync(out, { recursive: true, force: true })
mkdirSync(out)
const modules = pages.flatMap((file) => [...fencesOf(file, readFileSync(path.join(root, file), "utf8"))]).map(write)
const running = modules.filter(({ fence }) => fence.run)
const ok = modules.length === 0 || (check(modules) && (running.length === 0 || run(running)))
const expectations = modules.reduce((sum, { expectations: n }) => sum + n, 0)
if (ok) console.log(`${modules.length} examples checked, ${running.length} run, ${expectations} expectations met`)
process.exitCode = ok ? 0 : 1
