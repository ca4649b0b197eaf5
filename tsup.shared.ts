import { globSync, readFileSync } from "node:fs"
import path from "node:path"
import type { Options } from "tsup"

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly "@touchpoint/source": string }>>
}

/** What all builds share. Declarations come from `tsc -b`, which writes into the same folder: hence no `clean`. */
export const shared = {
  format: ["esm"],
  target: "es2023",
  platform: "neutral",
  dts: false,
  clean: false,
  sourcemap: true,
  silent: true,
} satisfies Options

/**
 * The JavaScript of a library: one entry per path of its `exports`, and one per folder of a catalogue, so that a file
 * holds one metric and a bundler leaves out those that are not imported.
 */
export const library = (dir: string): Options => {
  const manifest = JSON.parse(readFileSync(path.join(dir, "package.json"), "utf8")) as Manifest
  const sources = Object.values(manifest.exports).flatMap((e) =>
    typeof e === "string" ? [] : [e["@touchpoint/source"]],
  )
  const items = globSync("src/metrics/*/index.ts", { cwd: dir }).map((file) => `./${file.replaceAll("\\", "/")}`)
  return {
    ...shared,
    tsconfig: "tsconfig.src.json",
    entry: Object.fromEntries(
      [...sources, ...items].map((source) => [source.replace(/^\.\/src\/|\.ts$/g, ""), source] as const),
    ),
  }
}
