// Checks every import of the repository against the table in `layers.ts`, and that no modules import in a circle.
import { readFileSync } from "node:fs"
import { isBuiltin } from "node:module"
import path from "node:path"
import { cyclesOf } from "./cycles.ts"
import { importsOf } from "./imports.ts"
import { barrels, browserTested, housed, type Layer, layers, rooms, testAids, testPackages } from "./layers.ts"
import { root, tracked } from "./tracked.ts"

type Kind = "source" | "test" | "config" | "outside"

interface Place {
  readonly file: string
  readonly kind: Kind
  /** Folder of the package, where the file is in one. */
  readonly pack: string
  /** Room of core, where the file is in one; "" for its barrel. */
  readonly room: string
}

/** Where a file of the repository belongs. */
export const placeOf = (file: string): Place => {
  const [, pack = "", area = "", ...rest] = file.startsWith("packages/") ? file.split("/") : [file]
  const kind = ((): Kind => {
    if (pack === "") return "outside"
    if (area === "test" || /\.test(-d)?\.ts$/.test(file)) return "test"
    return area === "src" ? "source" : "config"
  })()
  return { file, kind, pack, room: pack === "core" && area === "src" && rest.length > 1 ? (rest[0] ?? "") : "" }
}

const packageOf = (specifier: string): string =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/")

const roomOrder = (room: string): number => rooms.findIndex((known) => known === room)

const relativeFault = (from: Place, target: string): string | undefined => {
  const to = placeOf(target)
  if (from.kind === "outside")
    return to.kind === "source" || to.kind === "test" ? "import a package by its name, not by its path" : undefined
  if (from.kind === "config") return undefined
  if (to.pack !== from.pack) return "a relative import leaves its package"
  if (target === `packages/${from.pack}/package.json`) return undefined // its own version
  if (from.kind === "source" && to.kind !== "source") return "sources import neither tests nor configuration"
  if (from.kind === "source" && from.pack === "core" && from.room !== "") {
    if (to.room === "") return "a room imports rooms, not the barrel of core"
    if (roomOrder(to.room) > roomOrder(from.room)) return `room ${from.room} is above room ${to.room}`
  }
  return undefined
}

const workspaceFault = (from: Place, layer: Layer, pack: string): string | undefined => {
  if (from.kind === "test")
    return pack === from.pack || testAids.includes(pack) || layer.imports.includes(pack)
      ? undefined
      : `tests of ${from.pack} may import ${[from.pack, ...layer.imports, ...testAids].join(", ")}; not ${pack}`
  if (pack === from.pack) return "import your own package by a relative path"
  if (layer.imports.includes(pack)) return undefined
  return `${from.pack} may import ${layer.imports.length === 0 ? "no other package" : layer.imports.join(", ")}; not ${pack}`
}

/** What is wrong with an import of a package, or undefined. */
const packageFault = (from: Place, specifier: string): string | undefined => {
  const layer = layers[from.pack] ?? testPackages[from.pack]
  if (layer === undefined || from.kind === "config" || from.kind === "outside") return undefined
  if (specifier.startsWith("node:") || isBuiltin(specifier)) {
    if (from.kind === "test")
      return browserTested.includes(from.pack) && !from.file.endsWith(".node.test.ts")
        ? "tests of this package run in a browser: call it *.node.test.ts, or do without Node"
        : undefined
    return layer.node ? undefined : `${from.pack} runs in a browser: no Node`
  }
  const name = packageOf(specifier)
  const workspace = Object.entries(layers).find(([, known]) => known.name === name)
  if (workspace !== undefined) return workspaceFault(from, layer, workspace[0])
  if (from.kind === "test") return undefined
  const barrel = barrels[specifier]
  if (barrel !== undefined) return `import ${barrel}, not the barrel`
  const room = housed[name]
  if (room !== undefined && (from.pack !== "core" || from.room !== room)) return `only core/src/${room} imports ${name}`
  return undefined
}

/** What is wrong with one import, or undefined. `target` is the file a relative import names. */
export const faultOf = (file: string, specifier: string): string | undefined => {
  const from = placeOf(file)
  return specifier.startsWith(".")
    ? relativeFault(from, path.posix.join(path.posix.dirname(file), specifier))
    : packageFault(from, specifier)
}

/** What is wrong with where a file lies, or undefined. */
export const homeless = (file: string): string | undefined => {
  const { kind, pack, room } = placeOf(file)
  if (pack !== "" && (layers[pack] ?? testPackages[pack]) === undefined)
    return `package ${pack} is not in scripts/layers.ts`
  if (pack !== "core" || kind !== "source") return undefined
  if (room === "") return file === "packages/core/src/index.ts" ? undefined : "a module of core lives in a room"
  return roomOrder(room) < 0 ? `core has no room ${room} (scripts/layers.ts)` : undefined
}

/** Published paths of the workspace and the sources behind them. */
const published = (): ReadonlyMap<string, string> => {
  const paths = new Map<string, string>()
  for (const [pack, { name }] of Object.entries(layers)) {
    const manifest = JSON.parse(readFileSync(path.join(root, "packages", pack, "package.json"), "utf8")) as {
      readonly exports: Readonly<Record<string, string | { readonly "@touchpoint/source": string }>>
    }
    for (const [key, target] of Object.entries(manifest.exports))
      if (typeof target !== "string")
        paths.set(path.posix.join(name, key), path.posix.join("packages", pack, target["@touchpoint/source"]))
  }
  return paths
}

const check = (): ReadonlyArray<string> => {
  const faults: Array<string> = []
  const graph = new Map<string, Set<string>>()
  const paths = published()
  const files = tracked((file) => /^(packages|examples|bench|docs|scripts)\/.*\.m?ts$/.test(file))
  for (const file of files) {
    const lost = homeless(file)
    if (lost !== undefined) faults.push(`${file}: ${lost}`)
    const targets = new Set<string>()
    for (const { line, specifier } of importsOf(file, readFileSync(path.join(root, file), "utf8"))) {
      const fault = faultOf(file, specifier)
      if (fault !== undefined) faults.push(`${file}:${line}: "${specifier}": ${fault}`)
      const target = specifier.startsWith(".")
        ? path.posix.join(path.posix.dirname(file), specifier)
        : paths.get(specifier)
      if (target !== undefined) targets.add(target)
    }
    graph.set(file, targets)
  }
  for (const cycle of cyclesOf(graph)) faults.push(`modules import in a circle: ${cycle.join(" -> ")}`)
  if (faults.length === 0) console.log(`${files.length} modules keep to their layers, none in a circle`)
  return faults
}

if (process.argv[1] === import.meta.filename) {
  const faults = check()
  for (const fault of faults) console.error(fault)
  process.exitCode = faults.length === 0 ? 0 : 1
}
