import { defineConfig, type Options } from "tsup"
import { library, shared } from "../../tsup.shared.ts"

// es2023 would drop the `with { type: "json" }` of an import that stays outside.
const node = { platform: "node", target: "node22" } satisfies Options

export default defineConfig([
  // tsup leaves dependencies outside by itself, but not optional ones.
  { ...library(import.meta.dirname), ...node, external: [/^@touchpoint\/engine-(clickhouse|duckdb)($|\/)/] },
  {
    ...shared,
    ...node,
    // The command is one file, and one that starts it. Core and effect stay outside, so that a plugin somebody else wrote
    // shares them with the command; so do the engines of DuckDB, which is native, and ClickHouse: both are optional.
    tsconfig: "tsconfig.src.json",
    entry: { "command/main": "src/command/main.ts" },
    external: [/^effect($|\/)/, /^@touchpoint\/(core|engine-clickhouse|engine-duckdb)($|\/)/, "redis"],
    noExternal: [/^(?!effect($|\/)|@touchpoint\/(core|engine-clickhouse|engine-duckdb)($|\/)|node:|redis$)/],
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
  { ...shared, ...node, entry: { "command/start": "src/command/start.ts" }, bundle: false, sourcemap: false },
])
