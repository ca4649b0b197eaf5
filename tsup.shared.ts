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
  const items = globSync("src/metrics/*/index.ts", { cwd: dir }).map((file) => `./${file.replaceAll("\\", "/")}`)
  return entries(dir, [...sourcesOf(dir), ...items])
}

/**
 * The same in few files, for Node: it takes longer to find a hundred small ones than to read them. Nobody counts bytes
 * there.
 */
export const libraryForNode = (dir: string): Options => ({ ...entries(dir, sourcesOf(dir)), outDir: "dist/node" })

/** What the paths of a package's `exports` are made of. */
const sourcesOf = (dir: string): ReadonlyArray<string> => {
  const manifest = JSON.parse(readFileSync(path.join(dir, "package.json"), "utf8")) as Manifest
  return Object.values(manifest.exports).flatMap((e) => (typeof e === "string" ? [] : [e["@touchpoint/source"]]))
}

const entries = (dir: string, sources: ReadonlyArray<string>): Options => ({
  ...shared,
  tsconfig: path.join(dir, "tsconfig.src.json"),
  entry: Object.fromEntries(sources.map((source) => [source.replace(/^\.\/src\/|\.ts$/g, ""), source] as const)),
})
