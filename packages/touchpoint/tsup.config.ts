import { defineConfig, type Options } from "tsup"
import { library, shared } from "../../tsup.shared.ts"

// es2023 would drop the `with { type: "json" }` of an import that stays outside.
const node = { platform: "node", target: "node22" } satisfies Options

export default defineConfig([
  { ...library(import.meta.dirname), ...node },
  {
    ...shared,
    ...node,
    // The command starts from one file. Only core and effect stay outside, so that a plugin somebody else wrote
    // shares them with the command.
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
