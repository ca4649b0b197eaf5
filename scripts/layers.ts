// Who may import whom. The whole architecture in one table; `layering.ts` checks it.

/** Rooms of core in order: each imports only rooms above it (and itself). */
export const rooms = [
  "time",
  "stats",
  "moments",
  "model",
  "facts",
  "questions",
  "engine",
  "pool",
  "analyses",
  "metrics",
  "rules",
  "report",
  "plugins",
] as const

/** The one room where a package lives: everybody else asks that room. */
export const housed: Readonly<Record<string, (typeof rooms)[number]>> = {
  "date-fns": "time",
  "@date-fns/tz": "time",
}

/** Packages that tests of any package may import. */
export const testAids: ReadonlyArray<string> = ["simulation", "testing"]

export interface Layer {
  /** Name in the registry. */
  readonly name: string
  /** Workspace packages (folder names) its sources may import. Its tests may import the {@link testAids} as well. */
  readonly imports: ReadonlyArray<string>
  /** Whether its sources may use Node. Those that may not run in a browser too. */
  readonly node: boolean
}

/** Folders of `packages/`. A package that is not here fails the check: decide where it belongs first. */
export const layers: Readonly<Record<string, Layer>> = {
  core: { name: "@touchpoint/core", imports: [], node: false },
  importers: { name: "@touchpoint/importers", imports: ["core"], node: false },
  renderers: { name: "@touchpoint/renderers", imports: ["core"], node: false },
  rules: { name: "@touchpoint/rules", imports: ["core"], node: false },
  catalog: { name: "@touchpoint/catalog", imports: ["core"], node: false },
  // The catalogue is data, not a plugin: whoever needs the standard touchpoints may read it.
  simulation: { name: "@touchpoint/simulation", imports: ["core", "catalog"], node: false },
  "engine-clickhouse": { name: "@touchpoint/engine-clickhouse", imports: ["core"], node: true },
  // Damaged files go the careful way, through the importers.
  "engine-duckdb": { name: "@touchpoint/engine-duckdb", imports: ["core", "importers"], node: true },
  testing: { name: "@touchpoint/testing", imports: ["core"], node: true },
  touchpoint: {
    name: "touchpoint",
    imports: ["core", "catalog", "engine-clickhouse", "engine-duckdb", "importers", "renderers", "rules"],
    node: true,
  },
}

/** Folders of `packages/` that hold tests only: they are not published, and not installed everywhere. */
export const testPackages: Readonly<Record<string, Layer>> = {
  chdb: { name: "@touchpoint/chdb", imports: ["core", "engine-clickhouse"], node: true },
}

/** Packages whose tests run in a browser too, unless they are called `*.node.test.ts`. */
export const browserTested: ReadonlyArray<string> = ["core"]

/** Packages with a barrel that sources must not import, and what to import instead. */
export const barrels: Readonly<Record<string, string>> = {
  effect: "effect/<Module>",
  "date-fns": "date-fns/<function>",
}
