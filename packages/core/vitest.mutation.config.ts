import { defineConfig } from "vitest/config"
import { patience, sourceConditions } from "../../vitest.shared.ts"

export default defineConfig({
  ...sourceConditions,
  test: {
    include: (process.env["TOUCHPOINT_MUTATED"] ?? "{src,test}/**/*.test.ts").split(","),
    env: { TZ: "UTC" },
    // Code made ready for changes runs many times slower.
    testTimeout: 5 * patience,
  },
})
