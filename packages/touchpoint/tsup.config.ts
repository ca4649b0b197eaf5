import { defineConfig } from "tsup"
import { library, shared } from "../../tsup.shared.ts"

export default defineConfig([
  { ...library(import.meta.dirname), platform: "node" },
  {
    ...shared,
    // The command starts from one file. Only core and effect stay outside, so that a plugin somebody else wrote
    // shares them with the command.
    platform: "node",
    tsconfig: "tsconfig.src.json",
    entry: { command: "src/command/main.ts" },
    external: [/^effect($|\/)/, /^@touchpoint\/core($|\/)/, "redis"],
    noExternal: [/^(?!effect($|\/)|@touchpoint\/core($|\/)|node:|redis$)/],
    splitting: false,
    minify: true,
    sourcemap: false,
    esbuildOptions: (options) => {
      options.conditions = ["@touchpoint/source", "module", "import"]
    },
    banner: {
      js: `import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);`,
    },
  },
])
