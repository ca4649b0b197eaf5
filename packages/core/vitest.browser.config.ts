import { playwright } from "@vitest/browser-playwright"
import { defineProject } from "vitest/config"
import { patience, sourceConditions } from "../../vitest.shared.ts"

/** The same tests in Chromium. A test that needs Node (files, processes) is called `*.node.test.ts`. */
export default defineProject({
  ...sourceConditions,
  optimizeDeps: { include: ["effect", "effect/testing", "@effect/vitest", "fast-check"] },
  test: {
    name: "core-browser",
    include: ["{src,test}/**/*.test.ts"],
    exclude: ["**/*.node.test.ts"],
    testTimeout: patience,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({
        launchOptions: {
          executablePath: process.env["TOUCHPOINT_CHROMIUM"] ?? "/usr/bin/chromium",
          args: [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
          ],
        },
        contextOptions: { timezoneId: "UTC", locale: "en-US" },
      }),
      instances: [{ browser: "chromium" }],
    },
  },
})
