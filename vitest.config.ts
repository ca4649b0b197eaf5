import { existsSync } from "node:fs"
import { defineConfig } from "vitest/config"

// The machine's zone must not decide a result. Workers inherit this; a test of zones names its zone itself.
process.env["TZ"] = "UTC"

// The tests of core run in a browser too, where there is one. TOUCHPOINT_CI=1 insists on it.
const chromium = process.env["TOUCHPOINT_CHROMIUM"] ?? "/usr/bin/chromium"
const browser = process.env["TOUCHPOINT_CI"] === "1" || existsSync(chromium)
if (!browser) console.log(`note: core-browser skipped, no browser at ${chromium} (set TOUCHPOINT_CHROMIUM to its path)`)

// ClickHouse in the process of the tests is half a gigabyte: where it is not installed, nobody waits for it.
const chdb = process.env["TOUCHPOINT_CI"] === "1" || existsSync("packages/chdb/node_modules/chdb")
if (!chdb) console.log("note: chdb skipped, it is not installed (TOUCHPOINT_CI=1 npm test installs and runs it)")

export default defineConfig({
  test: {
    projects: [
      "packages/*/vitest.config.ts",
      ...(chdb ? [] : ["!packages/chdb/vitest.config.ts"]),
      "examples/vitest.config.ts",
      "scripts/vitest.config.ts",
      ...(browser ? ["packages/core/vitest.browser.config.ts"] : []),
    ],
  },
})
