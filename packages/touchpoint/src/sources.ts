import type { Config, Source } from "./project/Config.ts"
import type { Cell } from "./project/records.ts"

type Map = Source["map"]
type With = NonNullable<Source["with"]>
type Reading = Omit<Source, "csv" | "rows" | "import" | "path" | "map" | "with">

/**
 * A CSV source: its path, which columns become which fields, and constants for the rest.
 *
 * @category sources
 * @since 0.1.0
 */
export const csv = (file: string, map: Map, constants: With = {}, reading: Reading = {}): Source => ({
  csv: file,
  map,
  with: constants,
  ...reading,
})

/**
 * Records of a script as a source; bad cells become rejects as in any file.
 *
 * @category sources
 * @since 0.1.0
 */
export const rows = (
  records: ReadonlyArray<Readonly<Record<string, Cell>>>,
  map: Map,
  constants: With = {},
  reading: Reading = {},
): Source => ({ rows: records, map, with: constants, ...reading })

/** Types a configuration written in TypeScript. @category config @since 0.1.0 */
export const defineConfig = (config: Config): Config => config
